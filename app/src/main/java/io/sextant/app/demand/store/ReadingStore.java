package io.sextant.app.demand.store;

import io.sextant.app.demand.Completeness;
import io.sextant.app.demand.LookAlike;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCaseQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What Sextant read in the texts of the register, and the counts that need a look at every row. Thread-safe.
@Repository
public class ReadingStore {
    private static final TypeReference<LinkedHashMap<String, List<String>>> EVIDENCE = new TypeReference<>() {};

    /// Members of groups in one statement.
    private static final int MEMBERS = 5_000;

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final JsonMapper json;

    ReadingStore(JdbcClient jdbc, JdbcTemplate template, JsonMapper json) {
        this.jdbc = jdbc;
        this.template = template;
        this.json = json;
    }

    /// The texts of one use case, for reading.
    ///
    /// @param body everything but the title, in the language it was written in
    /// @param unit key of the unit; absent when none
    public record Text(
            long key,
            long version,
            String code,
            String lang,
            String title,
            String body,
            @Nullable Long unit) {}

    /// What was read in one use case.
    ///
    /// @param areas area -> the words that made one think of it
    public record Read(long key, long version, Map<String, List<String>> areas) {}

    /// A group of look-alikes about to be kept.
    public record Group(String label, String labelFr, boolean same, List<GroupMember> members) {}

    /// A member of a group about to be kept.
    public record GroupMember(long key, double score, List<String> shared, List<String> sharedFr) {}

    /// The texts of all use cases in the register, by key, each body cut after so many characters.
    public List<Text> texts(int most) {
        return texts("", "", most);
    }

    /// The texts of some of those use cases that changed since they were last read, by key.
    public List<Text> textsToRead(int limit) {
        return texts(
                " and not exists (select from demand.reading r where r.use_case_id = c.id and r.version = c.version)",
                " limit " + limit,
                20_000);
    }

    private List<Text> texts(String condition, String limit, int most) {
        return jdbc.sql("""
                        select c.id, c.version, c.code, c.lang, c.title, c.unit_id,
                            left(concat_ws(e'\\n', c.problem, c.outcome, c.description, c.beneficiaries, c.domain, array_to_string(c.tags, ', ')), :most) as body
                        from demand.use_case c where c.archived_at is null
                        """ + condition + " order by c.id" + limit)
                .param("most", most)
                .query((row, n) -> new Text(
                        row.getLong("id"),
                        row.getLong("version"),
                        row.getString("code"),
                        row.getString("lang"),
                        row.getString("title"),
                        row.getString("body"),
                        row.getObject("unit_id") == null ? null : row.getLong("unit_id")))
                .list();
    }

    /// How many use cases are in the register.
    public long count() {
        return jdbc.sql("select count(*) from demand.use_case where archived_at is null")
                .query(Long.class)
                .single();
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.stream((Object[]) row.getArray(column).getArray())
                .map(String::valueOf)
                .toList();
    }

    /// Waits for an import that is being written or undone, and keeps the next one waiting until the transaction ends:
    /// what is said of use cases here must not cross their removal there.
    private void apartFromImports() {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('demand.import', 0))")
                .query((row, n) -> 0)
                .single();
    }

    /// Keeps what was read; a use case that went meanwhile is passed over.
    public void keep(List<Read> reads) {
        apartFromImports();
        record Row(long key, long version, Set<String> areas, Map<String, List<String>> evidence) {}
        var rows = reads.stream()
                .map(r -> new Row(r.key(), r.version(), r.areas().keySet(), r.areas()))
                .toList();
        // One statement for all: a row each would be as many journeys through the server.
        jdbc.sql("""
                        insert into demand.reading (use_case_id, version, areas, evidence)
                        select c.id, r.version, r.areas, r.evidence
                        from jsonb_to_recordset(:rows::jsonb) as r(key bigint, version bigint, areas text[], evidence jsonb)
                        join demand.use_case c on c.id = r.key
                        on conflict (use_case_id) do update set version = excluded.version, areas = excluded.areas, evidence = excluded.evidence
                        """).param("rows", json.writeValueAsString(rows)).update();
    }

    /// Forgets everything that was read, so that it is read anew.
    public void forgetReads() {
        jdbc.sql("delete from demand.reading").update();
    }

    /// Replaces all groups of look-alikes.
    public void replaceGroups(List<Group> groups) {
        apartFromImports();
        jdbc.sql("delete from demand.cluster").update();
        // Numbers are taken first, so that hundreds of groups need no answer each.
        List<Long> ids = jdbc.sql(
                        "select nextval(pg_get_serial_sequence('demand.cluster', 'id')) from generate_series(1, :n)")
                .param("n", groups.size())
                .query(Long.class)
                .list();
        record Numbered(long id, Group group) {}
        var numbered = new ArrayList<Numbered>(groups.size());
        for (int i = 0; i < groups.size(); i++) {
            numbered.add(new Numbered(ids.get(i), groups.get(i)));
        }
        template.batchUpdate(
                "insert into demand.cluster (id, label, label_fr, same) overriding system value values (?, ?, ?, ?)",
                numbered,
                1_000,
                (s, n) -> {
                    s.setLong(1, n.id());
                    s.setString(2, n.group().label());
                    s.setString(3, n.group().labelFr());
                    s.setBoolean(4, n.group().same());
                });
        record Row(long cluster, long key, double score, List<String> shared, List<String> sharedFr) {}
        var rows = new ArrayList<Row>();
        for (Numbered one : numbered) {
            for (GroupMember m : one.group().members()) {
                rows.add(new Row(one.id(), m.key(), m.score(), m.shared(), m.sharedFr()));
            }
        }
        for (int from = 0; from < rows.size(); from += MEMBERS) {
            jdbc.sql("""
                            insert into demand.cluster_member (cluster_id, use_case_id, score, shared, shared_fr)
                            select m.cluster, c.id, m.score, m.shared, m."sharedFr"
                            from jsonb_to_recordset(:rows::jsonb)
                                as m(cluster bigint, key bigint, score float8, shared text[], "sharedFr" text[])
                            join demand.use_case c on c.id = m.key
                            """)
                    .param("rows", json.writeValueAsString(rows.subList(from, Math.min(rows.size(), from + MEMBERS))))
                    .update();
        }
    }

    /// Notes when, and with which knowledge, the register was read.
    public void noteRead(Instant at, List<String> knowledge) {
        jdbc.sql("update demand.reading_state set read_at = :at, knowledge = :knowledge::jsonb")
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("knowledge", json.writeValueAsString(knowledge))
                .update();
    }

    /// When the register was last read.
    public Optional<Instant> readAt() {
        return jdbc.sql("select read_at from demand.reading_state where read_at is not null")
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /// With which knowledge the register was last read.
    public List<String> knowledge() {
        return json.readValue(
                jdbc.sql("select knowledge from demand.reading_state")
                        .query(String.class)
                        .single(),
                new TypeReference<List<String>>() {});
    }

    /// The areas that one use case touches, with the words that made one think of them.
    public Map<String, List<String>> areas(long key) {
        return jdbc.sql("select evidence from demand.reading where use_case_id = :key")
                .param("key", key)
                .query((row, n) -> (Map<String, List<String>>) json.readValue(row.getString(1), EVIDENCE))
                .optional()
                .orElse(Map.of());
    }

    /// The groups of look-alikes, the largest first, with those members that the reader may see; a group of which they
    /// may see fewer than two is left out.
    ///
    /// @param units units the reader may see; absent when all
    /// @param only keys of the use cases at least one of which must be in the group; absent for all groups
    public List<LookAlike> groups(@Nullable Set<Long> units, @Nullable Set<Long> only, int limit) {
        record Row(long cluster, String label, String labelFr, boolean same, LookAlike.Member member) {}
        List<Row> rows = jdbc.sql("""
                        select m.cluster_id, k.label, k.label_fr, k.same, c.code, c.title, c.lang, nullif(c.translation ->> 'title', '') as translated, c.unit_id, m.score, m.shared, m.shared_fr
                        from demand.cluster_member m
                        join demand.cluster k on k.id = m.cluster_id
                        join demand.use_case c on c.id = m.use_case_id
                        where c.archived_at is null and (:all or c.unit_id = any(:units))
                            and (:everyGroup or m.cluster_id in (select o.cluster_id from demand.cluster_member o where o.use_case_id = any(:only)))
                        order by m.cluster_id, m.score desc, c.id
                        """)
                .param("all", units == null)
                .param("units", units == null ? new Long[0] : units.toArray(Long[]::new))
                .param("everyGroup", only == null)
                .param("only", only == null ? new Long[0] : only.toArray(Long[]::new))
                .query((row, n) -> {
                    Object unit = row.getObject("unit_id");
                    return new Row(
                            row.getLong("cluster_id"),
                            row.getString("label"),
                            row.getString("label_fr"),
                            row.getBoolean("same"),
                            new LookAlike.Member(
                                    new UseCaseId(row.getString("code")),
                                    row.getString("title"),
                                    row.getString("lang"),
                                    row.getString("translated"),
                                    unit == null ? null : row.getLong("unit_id"),
                                    row.getDouble("score"),
                                    texts(row, "shared"),
                                    texts(row, "shared_fr")));
                })
                .list();
        var groups = new LinkedHashMap<Long, List<Row>>();
        rows.forEach(row ->
                groups.computeIfAbsent(row.cluster(), k -> new ArrayList<>()).add(row));
        return groups.values().stream()
                .filter(g -> g.size() > 1)
                .map(g -> new LookAlike(
                        g.getFirst().cluster(),
                        g.getFirst().label(),
                        g.getFirst().labelFr(),
                        g.getFirst().same(),
                        g.stream().map(Row::member).toList()))
                .sorted((a, b) -> a.members().size() != b.members().size()
                        ? Integer.compare(b.members().size(), a.members().size())
                        : Long.compare(a.id(), b.id()))
                .limit(limit)
                .toList();
    }

    /// What [#totals] counts.
    ///
    /// @param missing how many lack each field of [Completeness#FIELDS]
    public record Totals(long all, long completeness, long kindsRead, long inGroups, Map<String, Long> missing) {}

    /// The counts that need a look at every row that a query asks for.
    public Totals totals(UseCaseQuery query, @Nullable Set<Long> units) {
        var where = new UseCaseStore.Conditions(query, units);
        String missing = Completeness.FIELDS.stream()
                .map(f -> "count(*) filter (where " + UseCaseStore.Conditions.missing(f) + ") as \"" + f + "\"")
                .collect(Collectors.joining(", "));
        return where.bind(jdbc.sql(
                        "select count(*) as n, coalesce(sum(c.completeness), 0) as filled, count(*) filter (where c.kind_read) as read, "
                                + "count(*) filter (where exists (select from demand.cluster_member m where m.use_case_id = c.id)) as grouped, "
                                + missing + " from demand.use_case c" + where))
                .query((row, n) -> {
                    var lacking = new LinkedHashMap<String, Long>();
                    for (String field : Completeness.FIELDS) {
                        lacking.put(field, row.getLong(field));
                    }
                    return new Totals(
                            row.getLong("n"),
                            row.getLong("filled"),
                            row.getLong("read"),
                            row.getLong("grouped"),
                            lacking);
                })
                .single();
    }
}
