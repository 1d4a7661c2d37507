package io.sextant.app.demand.gating;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.UseCaseFacts.Counted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// What is known of many use cases at once. Thread-safe.
@Repository
class FleetStore {
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final GateStore gates;

    FleetStore(JdbcClient jdbc, JsonMapper json, GateStore gates) {
        this.jdbc = jdbc;
        this.json = json;
        this.gates = gates;
    }

    /// Something of the use case of a key.
    record Of<T>(long key, T it) {}

    /// What was answered, by use case and by the name of the fact.
    Map<Long, Map<String, Object>> answers(Long[] keys) {
        var answers = new HashMap<Long, Map<String, Object>>();
        jdbc.sql("select use_case_id, fact, value from demand.answer where use_case_id = any(:keys)")
                .param("keys", keys)
                .query(row -> {
                    answers.computeIfAbsent(row.getLong("use_case_id"), k -> new HashMap<>())
                            .put(
                                    row.getString("fact"),
                                    Objects.requireNonNull(json.readValue(row.getString("value"), Object.class)));
                });
        return answers;
    }

    /// What Sextant counts around each use case.
    Map<Long, Counted> counted(Long[] keys) {
        var counted = new HashMap<Long, Counted>();
        jdbc.sql("""
                        with asked as (select unnest(:keys::bigint[]) as id),
                        lines as (select count(*) as n from demand.red_line where until is null),
                        examined as (
                            select a.use_case_id, count(*) as n, count(*) filter (where a.crossed) as crossed
                            from demand.red_line_answer a join demand.red_line l on l.id = a.red_line_id and l.until is null
                            where a.use_case_id = any(:keys) group by 1),
                        alike as (
                            select m.use_case_id, count(*) as n
                            from demand.cluster_member m
                            join demand.cluster_member o on o.cluster_id = m.cluster_id and o.use_case_id <> m.use_case_id
                            join demand.use_case u on u.id = o.use_case_id and u.archived_at is null
                            where m.use_case_id = any(:keys)
                              and not exists (select from demand.distinction d
                                              where d.use_case_id = m.use_case_id and d.other_id = o.use_case_id)
                              and not exists (select from demand.distinction d
                                              where d.use_case_id = o.use_case_id and d.other_id = m.use_case_id)
                            group by 1),
                        files as (
                            select use_case_id, count(*) as n from demand.attachment
                            where use_case_id = any(:keys) and deleted_at is null group by 1),
                        concerns as (
                            select use_case_id, count(*) as n from demand.concern
                            where use_case_id = any(:keys) and state = 'OPEN' group by 1)
                        select asked.id, coalesce(alike.n, 0) as alike, lines.n - coalesce(examined.n, 0) as open,
                            coalesce(examined.crossed, 0) as crossed, coalesce(files.n, 0) as files,
                            coalesce(concerns.n, 0) as concerns
                        from asked cross join lines
                        left join examined on examined.use_case_id = asked.id
                        left join alike on alike.use_case_id = asked.id
                        left join files on files.use_case_id = asked.id
                        left join concerns on concerns.use_case_id = asked.id
                        """).param("keys", keys).query(row -> {
            counted.put(
                    row.getLong("id"),
                    new Counted(
                            row.getLong("alike"),
                            row.getLong("open"),
                            row.getLong("crossed"),
                            row.getLong("files"),
                            row.getLong("concerns")));
        });
        return counted;
    }

    /// The signatures that stand, the oldest first.
    List<Of<GateSignature>> signatures(Long[] keys) {
        return jdbc.sql("""
                        select * from demand.gate_signature where use_case_id = any(:keys) and fallen_at is null order by id
                        """)
                .param("keys", keys)
                .query((row, n) -> new Of<>(row.getLong("use_case_id"), gates.signature(row, n)))
                .list();
    }

    /// The waivers that nobody took back, the oldest first.
    List<Of<GateWaiver>> waivers(Long[] keys) {
        return jdbc.sql("""
                        select * from demand.gate_waiver where use_case_id = any(:keys) and withdrawn_at is null order by id
                        """)
                .param("keys", keys)
                .query((row, n) -> new Of<>(row.getLong("use_case_id"), gates.waiver(row, n)))
                .list();
    }

    /// The stage of the *go* that is the latest word on each use case and stands.
    Map<Long, Stage> passed(Long[] keys) {
        var passed = new HashMap<Long, Stage>();
        jdbc.sql("""
                        select use_case_id, stage from (
                            select distinct on (use_case_id) use_case_id, stage, answer, fallen_at from demand.decision
                            where use_case_id = any(:keys) order by use_case_id, id desc) latest
                        where answer = 'GO' and fallen_at is null
                        """).param("keys", keys).query(row -> {
            passed.put(row.getLong("use_case_id"), Stage.valueOf(row.getString("stage")));
        });
        return passed;
    }

    List<Long> after(long key, int limit) {
        return jdbc.sql(
                        "select id from demand.use_case where id > :key and archived_at is null order by id limit :limit")
                .param("key", key)
                .param("limit", limit)
                .query(Long.class)
                .list();
    }

    long size() {
        return jdbc.sql("select count(*) from demand.use_case where archived_at is null")
                .query(Long.class)
                .single();
    }

    /// Says something else whenever the lines in force are others.
    String charter() {
        return jdbc.sql(
                        "select coalesce(string_agg(id::text, ',' order by id), '') from demand.red_line where until is null")
                .query(String.class)
                .single();
    }
}
