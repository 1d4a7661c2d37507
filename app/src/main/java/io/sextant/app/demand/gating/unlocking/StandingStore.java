package io.sextant.app.demand.gating.unlocking;

import io.sextant.app.demand.Stage;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The standings of the register, and which of them are out of date. Thread-safe.
@Repository
class StandingStore {
    private static final String SEEN =
            " join demand.use_case c on c.id = s.use_case_id and c.archived_at is null where (:all or c.unit_id = any(:units)) ";

    private final JdbcClient jdbc;
    private final JdbcTemplate template;

    StandingStore(JdbcClient jdbc, JdbcTemplate template) {
        this.jdbc = jdbc;
        this.template = template;
    }

    /// How a use case stands before its next gate.
    enum State {
        /// Nothing keeps it shut.
        OPEN,
        /// Only signatures are missing.
        SIGN,
        /// Criteria wait for a remedy.
        NOT_YET,
        /// Something keeps it shut for good.
        IMPOSSIBLE
    }

    /// Where a use case stands.
    record Row(long key, String edition, Stage stage, String lane, State state, List<String> criteria, long alike) {}

    /// A use case that changed.
    record Queued(long id, long key) {}

    /// The oldest changes.
    List<Queued> queued(int limit) {
        return jdbc.sql("select id, use_case_id from demand.gate_stale order by id limit :limit")
                .param("limit", limit)
                .query((row, n) -> new Queued(row.getLong(1), row.getLong(2)))
                .list();
    }

    void dequeue(Collection<Long> ids) {
        jdbc.sql("delete from demand.gate_stale where id = any(:ids)")
                .param("ids", ids.toArray(Long[]::new))
                .update();
    }

    /// Writes down where use cases stand; those that stand as they did are left alone.
    void keep(List<Row> rows, Instant at) {
        template.batchUpdate("""
                        insert into demand.gate_standing (use_case_id, edition, stage, lane, state, criteria, alike, at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (use_case_id) do update set edition = excluded.edition, stage = excluded.stage,
                            lane = excluded.lane, state = excluded.state, criteria = excluded.criteria,
                            alike = excluded.alike, at = excluded.at
                        where (gate_standing.edition, gate_standing.stage, gate_standing.lane, gate_standing.state,
                                gate_standing.criteria, gate_standing.alike)
                            is distinct from (excluded.edition, excluded.stage, excluded.lane, excluded.state,
                                excluded.criteria, excluded.alike)
                        """, rows, 500, (statement, row) -> {
            statement.setLong(1, row.key());
            statement.setString(2, row.edition());
            statement.setString(3, row.stage().name());
            statement.setString(4, row.lane());
            statement.setString(5, row.state().name());
            statement.setArray(
                    6,
                    statement
                            .getConnection()
                            .createArrayOf("text", row.criteria().toArray()));
            statement.setLong(7, row.alike());
            statement.setObject(8, utc(at));
        });
    }

    void forget(Collection<Long> keys) {
        jdbc.sql("delete from demand.gate_standing where use_case_id = any(:keys)")
                .param("keys", keys.toArray(Long[]::new))
                .update();
    }

    /// Has every use case reckoned again when what they all rest on is not what it was.
    ///
    /// @return whether it was not
    boolean rebase(String basis) {
        int changed = jdbc.sql("update demand.gate_standing_state set basis = :basis where basis <> :basis")
                .param("basis", basis)
                .update();
        if (changed > 0) {
            jdbc.sql("insert into demand.gate_stale (use_case_id) select id from demand.use_case order by id")
                    .update();
        }
        return changed > 0;
    }

    /// Has those reckoned again whose look-alikes are others, once after each reading of the register.
    void compareLookAlikes() {
        int fresh = jdbc.sql("""
                        update demand.gate_standing_state s set read_at = r.read_at
                        from demand.reading_state r where s.read_at is distinct from r.read_at
                        """).update();
        if (fresh > 0) {
            jdbc.sql("""
                            insert into demand.gate_stale (use_case_id)
                            select s.use_case_id from demand.gate_standing s
                            left join (
                                select m.use_case_id, sum(k.n - 1) as n from demand.cluster_member m
                                join (select o.cluster_id, count(*) as n from demand.cluster_member o
                                      join demand.use_case u on u.id = o.use_case_id and u.archived_at is null
                                      group by 1) k on k.cluster_id = m.cluster_id
                                group by 1) alike on alike.use_case_id = s.use_case_id
                            left join (
                                select w.use_case_id, count(*) as n from (
                                    select use_case_id, other_id from demand.distinction
                                    union select other_id, use_case_id from demand.distinction) w
                                join demand.cluster_member a on a.use_case_id = w.use_case_id
                                join demand.cluster_member b on b.use_case_id = w.other_id and b.cluster_id = a.cluster_id
                                join demand.use_case u on u.id = w.other_id and u.archived_at is null
                                group by 1) apart on apart.use_case_id = s.use_case_id
                            where s.alike <> coalesce(alike.n, 0) - coalesce(apart.n, 0)
                            """).update();
        }
    }

    /// How many use cases wait to be reckoned again.
    long waiting() {
        return jdbc.sql("select count(distinct use_case_id) from demand.gate_stale")
                .query(Long.class)
                .single();
    }

    void finished(Instant at) {
        jdbc.sql("update demand.gate_standing_state set at = :at")
                .param("at", utc(at))
                .update();
    }

    /// When the last of them was reckoned; empty before the first time.
    Optional<Instant> at() {
        return jdbc.sql("select at from demand.gate_standing_state where at is not null")
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    // ------------------------------------------------------------------------------------------- what readers may see

    private static JdbcClient.StatementSpec within(JdbcClient.StatementSpec sql, @Nullable Set<Long> units) {
        return sql.param("all", units == null).param("units", units == null ? new Long[0] : units.toArray(Long[]::new));
    }

    /// A criterion as an edition asks it.
    static String place(String edition, String criterion) {
        return edition + "|" + criterion;
    }

    /// How many use cases wait for exactly these criteria, each told with the edition that asks it.
    Map<Set<String>, Integer> open(@Nullable Set<Long> units) {
        var open = new HashMap<Set<String>, Integer>();
        within(
                        jdbc.sql("select s.edition, s.criteria, count(*) as n from demand.gate_standing s" + SEEN
                                + "and s.state = 'NOT_YET' group by 1, 2"),
                        units)
                .query(row -> {
                    String edition = row.getString("edition");
                    open.merge(
                            Arrays.stream(texts(row, "criteria"))
                                    .map(criterion -> place(edition, criterion))
                                    .collect(Collectors.toUnmodifiableSet()),
                            row.getInt("n"),
                            Integer::sum);
                });
        return open;
    }

    /// How many use cases stand how.
    Map<State, Long> states(@Nullable Set<Long> units) {
        var states = new HashMap<State, Long>();
        within(jdbc.sql("select s.state, count(*) as n from demand.gate_standing s" + SEEN + "group by 1"), units)
                .query(row -> {
                    states.put(State.valueOf(row.getString("state")), row.getLong("n"));
                });
        return states;
    }

    /// A use case that some criteria keep from its next gate.
    ///
    /// @param left the criteria that are left once those asked about are met
    record Waiting(
            String code,
            String title,
            String lang,
            @Nullable String translated,
            @Nullable Long unitId,
            Stage stage,
            String edition,
            List<String> left) {}

    /// The use cases that wait for at least one of these criteria: first those that wait for nothing else, then by how
    /// much is left.
    ///
    /// @param meets the criteria, each told with its edition
    List<Waiting> helped(
            Collection<String> meets, @Nullable Set<Long> units, boolean unlockedOnly, int limit, long skip) {
        return within(jdbc.sql("""
                        select c.code, c.title, c.lang, nullif(c.translation ->> 'title', '') as translated, c.unit_id, s.stage, s.edition,
                            l.remaining
                        from demand.gate_standing s
                        cross join lateral (select array(select x from unnest(s.criteria) x
                            where s.edition || '|' || x <> all(:meets::text[]) order by 1) as remaining) l
                        """ + SEEN + """
                        and s.state = 'NOT_YET' and s.criteria && :bare::text[]
                          and cardinality(l.remaining) < cardinality(s.criteria) and (not :only or l.remaining = '{}')
                        order by cardinality(l.remaining), s.use_case_id
                        limit :limit offset :skip
                        """), units)
                .param("meets", meets.toArray(String[]::new))
                .param(
                        "bare",
                        meets.stream()
                                .map(place -> place.substring(place.indexOf('|') + 1))
                                .distinct()
                                .toArray(String[]::new))
                .param("only", unlockedOnly)
                .param("limit", limit)
                .param("skip", skip)
                .query((row, n) -> {
                    long unit = row.getLong("unit_id");
                    Long unitId = row.wasNull() ? null : (Long) unit;
                    return new Waiting(
                            row.getString("code"),
                            row.getString("title"),
                            row.getString("lang"),
                            row.getString("translated"),
                            unitId,
                            Stage.valueOf(row.getString("stage")),
                            row.getString("edition"),
                            List.of(texts(row, "remaining")));
                })
                .list();
    }

    /// What became of a remedy that serves all.
    ///
    /// @param state `UNDER_WAY` or `DONE`
    record Shared(long id, String remedy, String state, java.time.LocalDate ready, String byName) {}

    /// The remedies taken up for all that nobody dropped.
    List<Shared> shared() {
        return jdbc.sql("""
                        select id, remedy, state, ready, by_name from demand.action
                        where use_case_id is null and state <> 'DROPPED' order by id
                        """)
                .query((row, n) -> new Shared(
                        row.getLong("id"),
                        row.getString("remedy"),
                        row.getString("state"),
                        row.getObject("ready", java.time.LocalDate.class),
                        row.getString("by_name")))
                .list();
    }

    /// In how many use cases each remedy is under way.
    Map<String, Integer> underWay(@Nullable Set<Long> units) {
        var under = new HashMap<String, Integer>();
        within(jdbc.sql("""
                        select a.remedy, count(*) as n from demand.action a
                        join demand.use_case c on c.id = a.use_case_id and c.archived_at is null
                        where a.state = 'UNDER_WAY' and (:all or c.unit_id = any(:units)) group by 1
                        """), units).query(row -> {
            under.put(row.getString("remedy"), row.getInt("n"));
        });
        return under;
    }

    /// Takes a remedy up for all; false when somebody has already.
    boolean start(String remedy, String role, java.time.LocalDate ready, io.sextant.app.kernel.Who by, Instant at) {
        return jdbc.sql("""
                        insert into demand.action (use_case_id, remedy, state, owner_role, ready, at, by_id, by_name)
                        values (null, :remedy, 'UNDER_WAY', :role, :ready, :at, :byId, :byName)
                        on conflict (coalesce(use_case_id, 0), remedy) where state <> 'DROPPED' do nothing
                        """)
                        .param("remedy", remedy)
                        .param("role", role)
                        .param("ready", ready)
                        .param("at", utc(at))
                        .param("byId", by.userId(), Types.BIGINT)
                        .param("byName", by.name())
                        .update()
                == 1;
    }

    /// Ends a remedy that was taken up for all, or has it under way again; false when it is not there.
    boolean mark(long id, String state, Instant at) {
        return jdbc.sql("""
                        update demand.action set state = :state, closed_at = case when :state = 'UNDER_WAY' then null else :at end
                        where id = :id and use_case_id is null and state <> 'DROPPED'
                        """)
                        .param("state", state)
                        .param("at", utc(at))
                        .param("id", id)
                        .update()
                == 1;
    }

    private static String[] texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return Arrays.copyOf((String[]) array.getArray(), ((String[]) array.getArray()).length);
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
