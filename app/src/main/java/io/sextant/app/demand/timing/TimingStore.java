package io.sextant.app.demand.timing;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.Desk.Case;
import io.sextant.app.demand.timing.AnswerTimes.Escalation;
import io.sextant.app.demand.timing.AnswerTimes.Step;
import io.sextant.app.identity.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Reads when requests were made and answered, and writes down who was told. Days are those of the clock that promises
/// are reckoned by, UTC. Thread-safe.
@Repository
class TimingStore {
    private static final String DAY = "(%s at time zone :zone)::date";
    private static final String ASKED = DAY.formatted("r.at");
    private static final String CLOSED = DAY.formatted("r.closed_at");

    private final JdbcClient jdbc;
    private final ZoneId zone;

    TimingStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.zone = clock.getZone();
    }

    /// The zone in which days begin, as PostgreSQL reads it: it counts bare offsets the other way round.
    private String zoneName() {
        return zone instanceof ZoneOffset offset && offset.getTotalSeconds() != 0
                ? ZoneOffset.ofTotalSeconds(-offset.getTotalSeconds()).getId()
                : zone.getId();
    }

    /// The units whose requests are looked at.
    ///
    /// @param all whether all are, also those of no unit
    record Reach(boolean all, Long[] units) {
        static Reach of(Scope scope) {
            return switch (scope) {
                case Scope.All() -> new Reach(true, new Long[0]);
                case Scope.Units(Set<Long> ids) -> new Reach(false, ids.toArray(Long[]::new));
                case Scope.None() -> new Reach(false, new Long[0]);
            };
        }
    }

    private static final String WITHIN = " and (:all or c.unit_id = any(:units)) ";

    private JdbcClient.StatementSpec within(Reach reach, String sql) {
        return jdbc.sql(sql)
                .param("all", reach.all())
                .param("units", reach.units())
                .param("zone", zoneName());
    }

    /// A request as it is stored.
    record Row(
            long id,
            Case useCase,
            Stage stage,
            String lane,
            String edition,
            int days,
            LocalDate promised,
            Instant at,
            LocalDate asked,
            String byName,
            @Nullable LocalDate waitingSince,
            int waitedDays,
            List<String> roles) {}

    /// Makes something of a request that waits.
    @FunctionalInterface
    interface Making<T> {
        T of(ResultSet row, boolean paused, LocalDate promised) throws SQLException;
    }

    /// Every request that waits, the most urgent first, without its use case.
    <T> List<T> waiting(Reach reach, Making<T> made) {
        return within(reach, """
                        select r.id, r.stage, r.lane, r.promised, r.waiting_since is not null as paused
                        from demand.gate_request r join demand.use_case c on c.id = r.use_case_id
                        where r.state = 'OPEN' and c.archived_at is null
                        """ + WITHIN + " order by r.waiting_since is not null, r.promised, r.id")
                .query((row, n) -> made.of(row, row.getBoolean("paused"), row.getObject("promised", LocalDate.class)))
                .list();
    }

    /// Those of these requests that wait, the most urgent first, each made into something.
    List<OpenRequest> open(Reach reach, List<Long> ids, Function<Row, OpenRequest> made) {
        return within(
                        reach,
                        """
                        select r.id, c.code, c.title, c.lang, nullif(c.translation ->> 'title', '') as translated, c.unit_id, c.created_at,
                               r.stage, r.lane, r.edition, r.days, r.promised, r.at, r.by_name, r.waited_days,
                        """ + ASKED + " as asked, " + DAY.formatted("r.waiting_since") + """
                         as waiting, array(select distinct e.role from demand.gate_expected e
                                           where e.use_case_id = c.id order by 1) as roles
                        from demand.gate_request r join demand.use_case c on c.id = r.use_case_id
                        where r.id = any(:ids) and r.state = 'OPEN' and c.archived_at is null
                        """ + WITHIN
                                + " order by r.waiting_since is not null, r.promised, r.id")
                .param("ids", ids.toArray(Long[]::new))
                .query((row, n) -> made.apply(new Row(
                        row.getLong("id"),
                        new Case(
                                row.getString("code"),
                                row.getString("title"),
                                row.getString("lang"),
                                row.getString("translated"),
                                number(row, "unit_id"),
                                row.getObject("created_at", OffsetDateTime.class)
                                        .toInstant()),
                        Stage.valueOf(row.getString("stage")),
                        row.getString("lane"),
                        row.getString("edition"),
                        row.getInt("days"),
                        row.getObject("promised", LocalDate.class),
                        instant(row),
                        row.getObject("asked", LocalDate.class),
                        row.getString("by_name"),
                        row.getObject("waiting", LocalDate.class),
                        row.getInt("waited_days"),
                        List.of((String[]) row.getArray("roles").getArray()))))
                .list();
    }

    long open(Reach reach) {
        return within(reach, """
                        select count(*) from demand.gate_request r join demand.use_case c on c.id = r.use_case_id
                        where r.state = 'OPEN' and c.archived_at is null
                        """ + WITHIN).query(Long.class).single();
    }

    /// How many open requests have passed their promise while the clock runs.
    long late(Reach reach, LocalDate today) {
        return within(reach, """
                        select count(*) from demand.gate_request r join demand.use_case c on c.id = r.use_case_id
                        where r.state = 'OPEN' and r.waiting_since is null and r.promised < :today and c.archived_at is null
                        """ + WITHIN)
                .param("today", today)
                .query(Long.class)
                .single();
    }

    /// An answered request.
    ///
    /// @param waited working days during which the clock stood still
    record Answered(Stage stage, String lane, LocalDate asked, LocalDate closed, LocalDate promised, int waited) {}

    /// The requests answered since a day.
    List<Answered> answered(Reach reach, LocalDate since) {
        return within(
                        reach,
                        "select r.stage, r.lane, r.promised, r.waited_days, " + ASKED + " as asked, " + CLOSED + """
                         as closed from demand.gate_request r join demand.use_case c on c.id = r.use_case_id
                        where r.state = 'ANSWERED' and r.closed_at >= :since
                        """
                                + WITHIN + " order by r.closed_at desc limit 50000")
                .param("since", since.atStartOfDay(zone).toOffsetDateTime())
                .query((row, n) -> new Answered(
                        Stage.valueOf(row.getString("stage")),
                        row.getString("lane"),
                        row.getObject("asked", LocalDate.class),
                        row.getObject("closed", LocalDate.class),
                        row.getObject("promised", LocalDate.class),
                        row.getInt("waited_days")))
                .list();
    }

    /// A number that is another once a request changed. It moves before the change is committed.
    long version() {
        return jdbc.sql("select last_value from demand.gate_request_version")
                .query(Long.class)
                .single();
    }

    /// Requests that waited alike.
    ///
    /// @param until when they were answered or withdrawn, or their clock stopped; absent while it runs
    record Waited(
            Stage stage,
            String lane,
            LocalDate asked,
            @Nullable LocalDate until,
            int waited,
            boolean answered,
            int count) {}

    /// How long requests waited that were asked since a day, open ones included.
    List<Waited> waits(LocalDate since) {
        return jdbc.sql("select r.stage, r.lane, " + ASKED + " as asked, "
                        + DAY.formatted("coalesce(r.closed_at, r.waiting_since)") + """
                         as until, r.waited_days, r.state = 'ANSWERED' as answered, count(*) as many
                        from demand.gate_request r where r.at >= :since group by 1, 2, 3, 4, 5, 6
                        """)
                .param("zone", zoneName())
                .param("since", since.atStartOfDay(zone).toOffsetDateTime())
                .query((row, n) -> new Waited(
                        Stage.valueOf(row.getString("stage")),
                        row.getString("lane"),
                        row.getObject("asked", LocalDate.class),
                        row.getObject("until", LocalDate.class),
                        row.getInt("waited_days"),
                        row.getBoolean("answered"),
                        row.getInt("many")))
                .list();
    }

    /// A request whose clock runs, with its promise, as those who are told of it need it.
    ///
    /// @param byId who asked
    /// @param told the steps already told for this promise
    record Due(
            long id,
            Case useCase,
            Stage stage,
            LocalDate promised,
            @Nullable Long byId,
            String byName,
            Set<Step> told) {}

    /// The requests promised up to a day of which not everything was told.
    List<Due> due(LocalDate until, long after, int limit) {
        return jdbc.sql("""
                        select r.id, c.code, c.title, c.lang, nullif(c.translation ->> 'title', '') as translated, c.unit_id, c.created_at,
                               r.stage, r.promised, r.by_id, r.by_name,
                               array(select e.step from demand.gate_escalation e
                                     where e.request_id = r.id and e.promised = r.promised) as told
                        from demand.gate_request r join demand.use_case c on c.id = r.use_case_id
                        where r.state = 'OPEN' and r.waiting_since is null and r.promised <= :until
                          and c.archived_at is null and r.id > :after
                          and not exists (select from demand.gate_escalation e
                                          where e.request_id = r.id and e.promised = r.promised and e.step = 'CIO')
                        order by r.id limit :limit
                        """)
                .param("until", until)
                .param("after", after)
                .param("limit", limit)
                .query((row, n) -> new Due(
                        row.getLong("id"),
                        new Case(
                                row.getString("code"),
                                row.getString("title"),
                                row.getString("lang"),
                                row.getString("translated"),
                                number(row, "unit_id"),
                                row.getObject("created_at", OffsetDateTime.class)
                                        .toInstant()),
                        Stage.valueOf(row.getString("stage")),
                        row.getObject("promised", LocalDate.class),
                        number(row, "by_id"),
                        row.getString("by_name"),
                        steps(row)))
                .list();
    }

    private static Set<Step> steps(ResultSet row) throws SQLException {
        return Set.copyOf(List.of((String[]) row.getArray("told").getArray()).stream()
                .map(Step::valueOf)
                .toList());
    }

    /// Writes down that a step was told; false when it was already, or when the request no longer waits for that
    /// promise.
    boolean tell(long request, Step step, LocalDate promised, Instant at) {
        return jdbc.sql("""
                        insert into demand.gate_escalation (request_id, step, promised, at)
                        select r.id, :step, r.promised, :at from demand.gate_request r
                        where r.id = :request and r.state = 'OPEN' and r.promised = :promised and r.waiting_since is null
                        on conflict do nothing
                        """)
                        .param("request", request)
                        .param("step", step.name())
                        .param("promised", promised)
                        .param("at", at.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /// Who was told, the latest first.
    List<Escalation> escalations(Reach reach, int limit) {
        return within(reach, """
                        select c.code, c.title, r.stage, e.step, e.promised, e.at from demand.gate_escalation e
                        join demand.gate_request r on r.id = e.request_id join demand.use_case c on c.id = r.use_case_id
                        where true
                        """ + WITHIN + " order by e.at desc, e.request_id limit :limit")
                .param("limit", limit)
                .query((row, n) -> new Escalation(
                        row.getString("code"),
                        row.getString("title"),
                        Stage.valueOf(row.getString("stage")),
                        Step.valueOf(row.getString("step")),
                        row.getObject("promised", LocalDate.class),
                        instant(row)))
                .list();
    }

    private static Instant instant(ResultSet row) throws SQLException {
        return row.getObject("at", OffsetDateTime.class).toInstant();
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : (Long) number;
    }
}
