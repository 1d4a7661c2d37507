package io.sextant.app.demand.gating;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.Desk.Case;
import io.sextant.app.identity.Absences;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Scope;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Who;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// What waits for whom. Nobody finds here what they could not open. Thread-safe.
@Service
@Transactional(readOnly = true)
public class Desks {
    /// Most things of one kind on a desk.
    public static final int MOST = 100;

    private static final String CASE =
            "c.code, c.title, c.lang, nullif(c.translation ->> 'title', '') as translated, c.unit_id, c.created_at";
    /// Within the units of a permission; all of them when `all`.
    private static final String WITHIN = " c.archived_at is null and (:all or c.unit_id = any(:units))";

    private final JdbcClient jdbc;
    private final Units units;
    private final Absences absences;

    Desks(JdbcClient jdbc, Units units, Absences absences) {
        this.jdbc = jdbc;
        this.units = units;
        this.absences = absences;
    }

    /// The desk of an actor, with what waits for those in whose place they may act.
    public Desk of(Actor actor) {
        Desk own = desk(actor, List.of());
        List<Desk.StandIn> standIns = absences.places(actor).stream()
                .map(placed -> standIn(placed, own))
                .toList();
        return standIns.isEmpty() ? own : desk(own, standIns);
    }

    private Desk desk(Actor actor, List<Desk.StandIn> standIns) {
        return new Desk(
                answers(actor),
                appeals(actor),
                signatures(actor),
                replies(actor),
                actions(actor),
                asked(actor),
                standIns);
    }

    private static Desk desk(Desk own, List<Desk.StandIn> standIns) {
        return new Desk(
                own.answers(), own.appeals(), own.signatures(), own.replies(), own.actions(), own.asked(), standIns);
    }

    private Desk.StandIn standIn(Actor placed, Desk own) {
        Who.Absent absent = Objects.requireNonNull(placed.inPlaceOf());
        Set<String> theirs = own.asked().stream().map(r -> r.useCase().code()).collect(Collectors.toSet());
        Desk desk = new Desk(
                without(
                        answers(placed),
                        own.answers(),
                        r -> theirs.contains(r.useCase().code())),
                without(appeals(placed), own.appeals(), a -> false),
                without(
                        signatures(placed),
                        own.signatures(),
                        s -> theirs.contains(s.useCase().code())),
                without(replies(placed), own.replies(), r -> false),
                without(actions(placed), own.actions(), a -> false),
                List.of(),
                List.of());
        return new Desk.StandIn(absent.userId(), absent.name(), desk);
    }

    private static <T> List<T> without(List<T> all, List<T> known, Predicate<T> barred) {
        return all.stream()
                .filter(item -> !known.contains(item) && !barred.test(item))
                .toList();
    }

    /// The account whose word an actor gives: their own, or that of the person in whose place they act.
    private static @Nullable Long voice(Actor actor) {
        Who.Absent absent = actor.inPlaceOf();
        return absent == null ? actor.id() : (Long) absent.userId();
    }

    private List<Desk.Request> answers(Actor actor) {
        return scoped(actor, Permission.DECIDE_GATES, jdbc.sql("select " + CASE + """
                        , r.stage, r.promised, r.by_name, r.at, r.waiting_since is not null as paused
                        from demand.gate_request r join demand.use_case c on c.id = r.use_case_id
                        where r.state = 'OPEN' and
                        """ + WITHIN + """
                         order by r.waiting_since is not null, r.promised, r.id limit :most
                        """))
                .query(Desks::request)
                .list();
    }

    private List<Desk.Request> asked(Actor actor) {
        return scoped(
                        actor,
                        Permission.VIEW_USE_CASES,
                        jdbc.sql("select " + CASE + """
                        , r.stage, r.promised, r.by_name, r.at, r.waiting_since is not null as paused
                        from demand.gate_request r join demand.use_case c on c.id = r.use_case_id
                        where r.state = 'OPEN' and r.by_id = :me and
                        """ + WITHIN + " order by r.promised, r.id limit :most"))
                .param("me", voice(actor), Types.BIGINT)
                .query(Desks::request)
                .list();
    }

    private List<Desk.Appeal> appeals(Actor actor) {
        return scoped(actor, Permission.DECIDE_GATES, jdbc.sql("select " + CASE + """
                        , d.answer, a.reason, a.by_name, a.at
                        from demand.appeal a join demand.decision d on d.id = a.decision_id
                        join demand.use_case c on c.id = d.use_case_id
                        where a.outcome is null and d.by_id is distinct from :me and d.for_id is distinct from :me
                          and d.by_id is distinct from :self and d.for_id is distinct from :self
                          and (:all or c.unit_id = any(:units)) order by a.at limit :most
                        """))
                .param("me", voice(actor), Types.BIGINT)
                .param("self", actor.id(), Types.BIGINT)
                .query((row, n) -> new Desk.Appeal(
                        useCase(row),
                        Answer.valueOf(row.getString("answer")),
                        row.getString("reason"),
                        row.getString("by_name"),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private List<Desk.Signing> signatures(Actor actor) {
        UnitTree tree = units.tree();
        return scoped(
                        actor,
                        Permission.VIEW_USE_CASES,
                        jdbc.sql("select " + CASE + """
                        , e.criterion, e.role, r.promised, c.business_owner_id, c.technical_owner_id
                        from demand.gate_expected e join demand.use_case c on c.id = e.use_case_id
                        join demand.gate_request r on r.use_case_id = c.id and r.state = 'OPEN'
                        where (e.role = any(:roles) or c.business_owner_id = :me or c.technical_owner_id = :me) and
                        """ + WITHIN
                                + " order by r.promised, e.use_case_id, e.criterion limit 10 * :most"))
                .param("me", voice(actor), Types.BIGINT)
                .param(
                        "roles",
                        actor.grants().stream().map(g -> g.role().name()).toArray(String[]::new))
                .query((row, n) -> speaks(actor, row, tree)
                        ? Optional.of(new Desk.Signing(
                                useCase(row),
                                row.getString("criterion"),
                                row.getString("role"),
                                row.getObject("promised", LocalDate.class)))
                        : Optional.<Desk.Signing>empty())
                .list()
                .stream()
                .flatMap(Optional::stream)
                .limit(MOST)
                .toList();
    }

    private static boolean speaks(Actor actor, ResultSet row, UnitTree tree) throws SQLException {
        Role role = Role.valueOf(row.getString("role"));
        long owner =
                switch (role) {
                    case BUSINESS_OWNER -> row.getLong("business_owner_id");
                    case TECHNICAL_OWNER -> row.getLong("technical_owner_id");
                    default -> 0;
                };
        return (owner != 0 && actor.speaksFor(owner)) || holds(actor.grants(), role, unit(row), tree);
    }

    /// Whether one of the grants gives the role for a thing of that unit.
    static boolean holds(List<Grant> grants, Role role, @Nullable Long unit, UnitTree tree) {
        return grants.stream().anyMatch(g -> {
            Long within = g.unitId();
            return g.role() == role
                    && (within == null || (unit != null && tree.subtree(within).contains(unit)));
        });
    }

    private List<Desk.Reply> replies(Actor actor) {
        return scoped(
                        actor,
                        Permission.VIEW_USE_CASES,
                        jdbc.sql("select " + CASE + """
                        , q.body, q.by_name, q.at
                        from demand.gate_question q join demand.gate_request r on r.id = q.request_id and r.state = 'OPEN'
                        join demand.use_case c on c.id = r.use_case_id
                        where q.reply is null
                          and (r.by_id = :me or c.business_owner_id = :me or c.technical_owner_id = :me) and
                        """ + WITHIN + " order by q.at limit :most"))
                .param("me", voice(actor), Types.BIGINT)
                .query((row, n) -> new Desk.Reply(
                        useCase(row),
                        row.getString("body"),
                        row.getString("by_name"),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private List<Desk.Todo> actions(Actor actor) {
        UnitTree tree = units.tree();
        return scoped(
                        actor,
                        Permission.VIEW_USE_CASES,
                        jdbc.sql("select " + CASE + """
                        , a.remedy, a.ready, a.owner_id, a.owner_role
                        from demand.action a left join demand.use_case c on c.id = a.use_case_id
                        where a.state = 'UNDER_WAY' and (a.owner_id = :me or (a.owner_id is null and a.owner_role = any(:roles)))
                          and (a.use_case_id is null or (
                        """ + WITHIN + ")) order by a.ready, a.id limit 10 * :most"))
                .param("me", voice(actor), Types.BIGINT)
                .param(
                        "roles",
                        actor.grants().stream().map(g -> g.role().name()).toArray(String[]::new))
                .query((row, n) -> {
                    boolean mine = actor.speaksFor(row.getLong("owner_id"))
                            || row.getString("code") == null
                            || holds(actor.grants(), Role.valueOf(row.getString("owner_role")), unit(row), tree);
                    return mine
                            ? Optional.of(new Desk.Todo(
                                    row.getString("code") == null ? null : useCase(row),
                                    row.getString("remedy"),
                                    row.getObject("ready", LocalDate.class)))
                            : Optional.<Desk.Todo>empty();
                })
                .list()
                .stream()
                .flatMap(Optional::stream)
                .limit(MOST)
                .toList();
    }

    private static JdbcClient.StatementSpec scoped(
            Actor actor, Permission permission, JdbcClient.StatementSpec statement) {
        Scope scope = actor.scope(permission);
        Long[] within =
                switch (scope) {
                    case Scope.All() -> new Long[0];
                    case Scope.Units(Set<Long> ids) -> ids.toArray(Long[]::new);
                    case Scope.None() -> new Long[0];
                };
        return statement
                .param("all", scope instanceof Scope.All)
                .param("units", within)
                .param("most", MOST);
    }

    private static Desk.Request request(ResultSet row, int n) throws SQLException {
        return new Desk.Request(
                useCase(row),
                Stage.valueOf(row.getString("stage")),
                row.getObject("promised", LocalDate.class),
                row.getString("by_name"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getBoolean("paused"));
    }

    private static Case useCase(ResultSet row) throws SQLException {
        return new Case(
                row.getString("code"),
                row.getString("title"),
                row.getString("lang"),
                row.getString("translated"),
                unit(row),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static @Nullable Long unit(ResultSet row) throws SQLException {
        long unit = row.getLong("unit_id");
        return row.wasNull() ? null : (Long) unit;
    }
}
