package io.sextant.app.demand.gating;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.gating.Desk.Case;
import io.sextant.app.demand.gating.Desk.Request;
import io.sextant.app.demand.gating.DeskQuery.Due;
import io.sextant.app.demand.gating.DeskQuery.Kind;
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
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// What waits for whom. Nobody finds here what they could not open. What a reader may sign or do is told by the
/// database
/// itself, so that a desk costs what it shows and not what the register holds. Thread-safe.
@Service
@Transactional(readOnly = true)
public class Desks {
    /// Most things of one kind on a desk.
    public static final int MOST = 100;
    /// How deep one can page into one kind, and up to where things are counted.
    public static final int REACH = 1_000;

    private static final String CASE =
            "c.code, c.title, c.lang, nullif(c.translation ->> 'title', '') as translated, c.unit_id, c.created_at";
    /// Within the units of a permission; all of them when `all`. Narrowed to a unit where one is asked for.
    private static final String WITHIN = """
             c.archived_at is null and (:all or c.unit_id = any(:units))
             and (cardinality(:unit::bigint[]) = 0 or c.unit_id = any(:unit))
            """;
    private static final String GATE = " and (:gate::text is null or %s = :gate)";
    private static final String DAY = " and (:from::date is null or %s between :from::date and :until::date)";
    /// The stage that the next gate of a use case opens.
    private static final String NEXT = """
            case coalesce(c.stage, '') when '' then 'QUALIFIED' when 'IDEA' then 'QUALIFIED' when 'QUALIFIED' then 'FRAMED'
                when 'FRAMED' then 'PILOT' when 'PILOT' then 'RUN' else 'RETIRED' end
            """;

    private final JdbcClient jdbc;
    private final Units units;
    private final Absences absences;
    private final Fleet fleet;
    private final GatePacks packs;

    Desks(JdbcClient jdbc, Units units, Absences absences, Fleet fleet, GatePacks packs) {
        this.jdbc = jdbc;
        this.units = units;
        this.absences = absences;
        this.fleet = fleet;
        this.packs = packs;
    }

    /// The desk of an actor, with what waits for those in whose place they may act.
    public Desk of(Actor actor) {
        return of(actor, DeskQuery.ALL);
    }

    /// A part of the desk of an actor, with as much of what waits for those in whose place they may act.
    public Desk of(Actor actor, DeskQuery query) {
        Desk own = desk(actor, query);
        List<Actor> places = absences.places(actor);
        if (places.isEmpty()) {
            return own;
        }
        Desk all = desk(actor, query.stretch(0, REACH));
        Set<String> theirs = asked(actor, DeskQuery.ALL.stretch(0, REACH)).stream()
                .map(r -> r.useCase().code())
                .collect(Collectors.toSet());
        return new Desk(
                own.answers(),
                own.appeals(),
                own.signatures(),
                own.replies(),
                own.actions(),
                own.asked(),
                places.stream()
                        .map(placed -> standIn(placed, all, theirs, query))
                        .toList());
    }

    private Desk desk(Actor actor, DeskQuery query) {
        return new Desk(
                query.asks(Kind.ANSWER) ? answers(actor, query) : List.of(),
                query.asks(Kind.APPEAL) && query.due() == null ? appeals(actor, query) : List.of(),
                query.asks(Kind.SIGNATURE) ? signatures(actor, query) : List.of(),
                query.asks(Kind.REPLY) && query.due() == null ? replies(actor, query) : List.of(),
                query.asks(Kind.ACTION) ? actions(actor, query) : List.of(),
                query.narrowed() ? List.of() : asked(actor, query),
                List.of());
    }

    /// @param theirs the use cases for which the reader asked: nobody answers or signs there in another's place
    private Desk.StandIn standIn(Actor placed, Desk own, Set<String> theirs, DeskQuery query) {
        Who.Absent absent = Objects.requireNonNull(placed.inPlaceOf());
        Desk all = desk(placed, query.stretch(0, MOST));
        Desk desk = new Desk(
                without(
                        all.answers(),
                        own.answers(),
                        r -> theirs.contains(r.useCase().code()),
                        Request::useCase),
                without(all.appeals(), own.appeals(), a -> false, a -> a),
                without(
                        all.signatures(),
                        own.signatures(),
                        s -> theirs.contains(s.useCase().code()),
                        s -> List.of(s.useCase(), s.criterion(), s.role())),
                without(all.replies(), own.replies(), r -> false, r -> r),
                without(all.actions(), own.actions(), a -> false, Desk.Todo::id),
                List.of(),
                List.of());
        return new Desk.StandIn(absent.userId(), absent.name(), desk);
    }

    private static <T> List<T> without(List<T> all, List<T> known, Predicate<T> barred, Function<T, Object> key) {
        Set<Object> there = known.stream().map(key).collect(Collectors.toSet());
        return all.stream()
                .filter(item -> !there.contains(key.apply(item)) && !barred.test(item))
                .toList();
    }

    /// How many things of each kind wait for an actor, counted up to [#REACH] each; stand-ins apart.
    public Map<Kind, Integer> counts(Actor actor, DeskQuery query) {
        var counts = new EnumMap<Kind, Integer>(Kind.class);
        for (Kind kind : Kind.values()) {
            boolean dated = kind != Kind.APPEAL && kind != Kind.REPLY;
            int many = dated || query.due() == null
                    ? asked(
                                    actor,
                                    query,
                                    kind,
                                    "select count(*) from (select 1 " + from(kind) + " limit " + REACH + ") t")
                            .query(Integer.class)
                            .single()
                    : 0;
            counts.put(kind, many);
        }
        return counts;
    }

    /// The account whose word an actor gives: their own, or that of the person in whose place they act.
    private static @Nullable Long voice(Actor actor) {
        Who.Absent absent = actor.inPlaceOf();
        return absent == null ? actor.id() : (Long) absent.userId();
    }

    /// What of a kind waits for an actor, as the rest of a statement.
    private static String from(Kind kind) {
        return switch (kind) {
            case ANSWER -> """
                    from demand.gate_request r join demand.use_case c on c.id = r.use_case_id
                    where r.state = 'OPEN' and (:from::date is null or r.waiting_since is null) and
                    """ + WITHIN + GATE.formatted("r.stage") + DAY.formatted("r.promised");
            case APPEAL -> """
                    from demand.appeal a join demand.decision d on d.id = a.decision_id
                    join demand.use_case c on c.id = d.use_case_id
                    where a.outcome is null and d.by_id is distinct from :me and d.for_id is distinct from :me
                      and d.by_id is distinct from :self and d.for_id is distinct from :self
                      and (:all or c.unit_id = any(:units))
                      and (cardinality(:unit::bigint[]) = 0 or c.unit_id = any(:unit))
                    """ + GATE.formatted("d.stage");
            case SIGNATURE -> """
                    from (select use_case_id, criterion, role from demand.gate_expected
                          where role = any(:held) offset 0) e
                    join demand.gate_request r on r.use_case_id = e.use_case_id and r.state = 'OPEN'
                    join demand.use_case c on c.id = r.use_case_id
                    where (e.role = any(:roles) or e.role || '/' || c.unit_id = any(:unitRoles)
                        or (e.role = 'BUSINESS_OWNER' and c.business_owner_id = :me)
                        or (e.role = 'TECHNICAL_OWNER' and c.technical_owner_id = :me)) and
                    """ + WITHIN + GATE.formatted("r.stage") + DAY.formatted("r.promised");
            case REPLY -> """
                    from demand.gate_question q join demand.gate_request r on r.id = q.request_id and r.state = 'OPEN'
                    join demand.use_case c on c.id = r.use_case_id
                    where q.reply is null
                      and (r.by_id = :me or c.business_owner_id = :me or c.technical_owner_id = :me) and
                    """ + WITHIN + GATE.formatted("r.stage");
            case ACTION -> """
                    from demand.action a left join demand.use_case c on c.id = a.use_case_id
                    where a.state = 'UNDER_WAY'
                      and (a.owner_id = :me or (a.owner_id is null and (a.owner_role = any(:roles)
                        or (a.use_case_id is null and a.owner_role = any(:anywhere))
                        or a.owner_role || '/' || c.unit_id = any(:unitRoles))))
                      and ((a.use_case_id is null and :gate::text is null and cardinality(:unit::bigint[]) = 0) or (
                    """ + WITHIN + GATE.formatted(NEXT) + "))" + DAY.formatted("a.ready");
        };
    }

    private JdbcClient.StatementSpec asked(Actor actor, DeskQuery query, Kind kind, String sql) {
        boolean decides = kind == Kind.ANSWER || kind == Kind.APPEAL;
        UnitTree tree = units.tree();
        JdbcClient.StatementSpec spec =
                scoped(actor, decides ? Permission.DECIDE_GATES : Permission.VIEW_USE_CASES, query, jdbc.sql(sql));
        spec = spec.param("gate", query.gate() == null ? null : query.gate().name(), Types.VARCHAR);
        spec = kind == Kind.REPLY || kind == Kind.APPEAL ? spec : day(spec, query.due());
        if (kind != Kind.ANSWER) {
            spec = spec.param("me", voice(actor), Types.BIGINT);
        }
        if (kind == Kind.APPEAL) {
            spec = spec.param("self", actor.id(), Types.BIGINT);
        }
        if (kind == Kind.SIGNATURE || kind == Kind.ACTION) {
            spec = spec.param("roles", roles(actor, g -> g.unitId() == null))
                    .param("unitRoles", unitRoles(actor, tree));
        }
        return switch (kind) {
            case ACTION -> spec.param("anywhere", roles(actor, g -> true));
            // Whatever they might sign: the statement begins there (offset keeps it so), not at all that is open.
            case SIGNATURE ->
                spec.param(
                        "held",
                        Stream.concat(
                                        Stream.of(roles(actor, g -> true)),
                                        Stream.of(Role.BUSINESS_OWNER.name(), Role.TECHNICAL_OWNER.name()))
                                .distinct()
                                .toArray(String[]::new));
            case ANSWER, APPEAL, REPLY -> spec;
        };
    }

    private static String[] roles(Actor actor, Predicate<Grant> of) {
        return actor.grants().stream().filter(of).map(g -> g.role().name()).toArray(String[]::new);
    }

    /// The roles that an actor holds in some units, each with each unit.
    private static String[] unitRoles(Actor actor, UnitTree tree) {
        return actor.grants().stream()
                .flatMap(g -> {
                    Long unit = g.unitId();
                    return unit == null
                            ? Stream.<String>empty()
                            : tree.subtree(unit).stream().map(u -> g.role().name() + "/" + u);
                })
                .distinct()
                .toArray(String[]::new);
    }

    private JdbcClient.StatementSpec day(JdbcClient.StatementSpec spec, @Nullable Due due) {
        LocalDate today = fleet.today();
        return switch (due) {
            case null -> spec.param("from", null, Types.DATE).param("until", null, Types.DATE);
            case LATE -> spec.param("from", LocalDate.EPOCH).param("until", today.minusDays(1));
            case SOON -> spec.param("from", today).param("until", today.plusDays(7));
        };
    }

    /// A page of what of a kind waits for an actor. Texts are read, and what was seen is asked, of the lines shown
    /// alone,
    /// not of all that were passed over.
    ///
    /// @param own what is read of the things themselves, whose use case is `c`
    private JdbcClient.StatementSpec page(Actor actor, DeskQuery query, Kind kind, String own, String order) {
        String lines = "select c.id as case_id, row_number() over (order by " + order + ") as place, " + own + " "
                + from(kind) + " order by " + order + " limit :most offset :skip";
        return asked(
                        actor,
                        query,
                        kind,
                        "select p.*, " + CASE + ", demand.gate_seen(p.case_id) as seen from (" + lines
                                + ") p left join demand.use_case c on c.id = p.case_id order by p.place")
                .param("most", query.most())
                .param("skip", query.skip());
    }

    private List<Request> answers(Actor actor, DeskQuery query) {
        List<Waiting> rows = page(
                        actor,
                        query,
                        Kind.ANSWER,
                        "r.stage, r.promised, r.by_name, r.at, r.waiting_since is not null as paused, r.by_id, r.for_id",
                        "r.waiting_since is not null, r.promised, r.id")
                .query((row, n) -> new Waiting(
                        row.getLong("case_id"),
                        actor.concerns(number(row, "by_id")) || actor.concerns(number(row, "for_id")),
                        request(row, seen(row))))
                .list();
        Set<Long> open =
                open(rows.stream().filter(w -> !w.own()).map(Waiting::key).toList());
        return rows.stream()
                .map(w -> open.contains(w.key()) ? ready(w.request()) : w.request())
                .toList();
    }

    /// A request with its use case's key.
    ///
    /// @param own whether the reader asked for it
    private record Waiting(long key, boolean own, Request request) {}

    /// Which of these use cases nothing keeps from their next gate: as last reckoned where nothing changed since, else
    /// reckoned now.
    private Set<Long> open(List<Long> keys) {
        if (keys.isEmpty()) {
            return Set.of();
        }
        var open = new HashSet<Long>();
        var left = new HashSet<>(keys);
        jdbc.sql("""
                        select s.use_case_id, s.state = 'OPEN' as open from demand.gate_standing s
                        where s.use_case_id = any(:keys)
                          and exists (select from demand.gate_standing_state n where n.basis = :basis
                            and n.read_at is not distinct from (select r.read_at from demand.reading_state r))
                          and not exists (select from demand.gate_stale g where g.use_case_id = s.use_case_id)
                        """)
                .param("keys", keys.toArray(Long[]::new))
                .param("basis", fleet.basis())
                .query(row -> {
                    left.remove(row.getLong("use_case_id"));
                    if (row.getBoolean("open")) {
                        open.add(row.getLong("use_case_id"));
                    }
                });
        LocalDate today = fleet.today();
        for (Fleet.Ship ship : left.isEmpty() ? List.<Fleet.Ship>of() : fleet.look(left)) {
            Stage next = ship.next();
            if (next != null && ship.evaluate(ship.pack(today), next, today).open()) {
                open.add(ship.useCase().key());
            }
        }
        return open;
    }

    private static Request ready(Request r) {
        return new Request(r.useCase(), r.stage(), r.promised(), r.byName(), r.at(), r.paused(), true, r.seen());
    }

    private List<Request> asked(Actor actor, DeskQuery query) {
        return scoped(
                        actor,
                        Permission.VIEW_USE_CASES,
                        query,
                        jdbc.sql("select " + CASE + """
                        , r.stage, r.promised, r.by_name, r.at, r.waiting_since is not null as paused
                        from demand.gate_request r join demand.use_case c on c.id = r.use_case_id
                        where r.state = 'OPEN' and r.by_id = :me and
                        """ + WITHIN + " order by r.promised, r.id limit :most"))
                .param("me", voice(actor), Types.BIGINT)
                .param("most", query.most())
                .query((row, n) -> request(row, ""))
                .list();
    }

    private List<Desk.Appeal> appeals(Actor actor, DeskQuery query) {
        return page(actor, query, Kind.APPEAL, "d.answer, a.reason, a.by_name, a.at", "a.at, a.id")
                .query((row, n) -> new Desk.Appeal(
                        useCase(row),
                        Answer.valueOf(row.getString("answer")),
                        row.getString("reason"),
                        row.getString("by_name"),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private List<Desk.Signing> signatures(Actor actor, DeskQuery query) {
        return page(
                        actor,
                        query,
                        Kind.SIGNATURE,
                        "e.criterion, e.role, r.promised",
                        "r.promised, r.id, e.criterion, e.role")
                .query((row, n) -> new Desk.Signing(
                        useCase(row),
                        row.getString("criterion"),
                        row.getString("role"),
                        row.getObject("promised", LocalDate.class),
                        seen(row)))
                .list();
    }

    /// Whether one of the grants gives the role for a thing of that unit.
    static boolean holds(List<Grant> grants, Role role, @Nullable Long unit, UnitTree tree) {
        return grants.stream().anyMatch(g -> {
            Long within = g.unitId();
            return g.role() == role
                    && (within == null || (unit != null && tree.subtree(within).contains(unit)));
        });
    }

    private List<Desk.Reply> replies(Actor actor, DeskQuery query) {
        return page(actor, query, Kind.REPLY, "q.body, q.by_name, q.at", "q.at, q.id")
                .query((row, n) -> new Desk.Reply(
                        useCase(row),
                        row.getString("body"),
                        row.getString("by_name"),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private List<Desk.Todo> actions(Actor actor, DeskQuery query) {
        return page(actor, query, Kind.ACTION, "a.id as action, a.remedy, a.ready", "a.ready, a.id")
                .query((row, n) -> {
                    boolean shared = row.getString("code") == null;
                    return new Desk.Todo(
                            row.getLong("action"),
                            shared ? null : useCase(row),
                            row.getString("remedy"),
                            row.getObject("ready", LocalDate.class),
                            shared ? "" : seen(row));
                })
                .list();
    }

    private JdbcClient.StatementSpec scoped(
            Actor actor, Permission permission, DeskQuery query, JdbcClient.StatementSpec statement) {
        Scope scope = actor.scope(permission);
        Long[] within =
                switch (scope) {
                    case Scope.All() -> new Long[0];
                    case Scope.Units(Set<Long> ids) -> ids.toArray(Long[]::new);
                    case Scope.None() -> new Long[0];
                };
        Long unit = query.unit();
        return statement
                .param("all", scope instanceof Scope.All)
                .param("units", within)
                .param(
                        "unit",
                        unit == null ? new Long[0] : units.tree().subtree(unit).toArray(Long[]::new));
    }

    /// What acts on a use case name: what its gate rests on, and the edition that judges it.
    private String seen(ResultSet row) throws SQLException {
        return seen(
                row.getString("seen"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private String seen(String facts, Instant created) {
        return facts + "." + packs.of(created, fleet.today()).edition();
    }

    /// What an act on a use case has to name now.
    String seen(UseCase useCase) {
        return seen(
                jdbc.sql("select demand.gate_seen(:key)")
                        .param("key", useCase.key())
                        .query(String.class)
                        .single(),
                useCase.createdAt());
    }

    private static Request request(ResultSet row, String seen) throws SQLException {
        return new Request(
                useCase(row),
                Stage.valueOf(row.getString("stage")),
                row.getObject("promised", LocalDate.class),
                row.getString("by_name"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getBoolean("paused"),
                false,
                seen);
    }

    private static Case useCase(ResultSet row) throws SQLException {
        return new Case(
                row.getString("code"),
                row.getString("title"),
                row.getString("lang"),
                row.getString("translated"),
                number(row, "unit_id"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : (Long) number;
    }
}
