package io.sextant.app.demand.charter;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.charter.Charter.Answer;
import io.sextant.app.demand.charter.Charter.Examined;
import io.sextant.app.kernel.Who;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The lines of the charter. Callers hold the transaction and have checked what the actor may do. Thread-safe.
@Repository
class CharterStore {
    private static final String SEEN = "c.archived_at is null and (:all or c.unit_id = any(:units))";

    private final JdbcClient jdbc;

    CharterStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    long version() {
        return jdbc.sql("select version from demand.charter").query(Long.class).single();
    }

    /// The version, held until the transaction ends, so that changes come one after the other.
    long lock() {
        return jdbc.sql("select version from demand.charter for update")
                .query(Long.class)
                .single();
    }

    void changed() {
        jdbc.sql("update demand.charter set version = version + 1").update();
    }

    /// Every line, those in force first and in their order, then the others, the latest first; counted among the use
    /// cases of some units.
    List<CharterLine> lines(@Nullable Set<Long> units) {
        return within(jdbc.sql("""
                        with seen as (select c.id from demand.use_case c where %s),
                        found as (select a.red_line_id, count(*) filter (where not a.crossed) as clear,
                                      count(*) filter (where a.crossed) as crossed
                                  from demand.red_line_answer a join seen on seen.id = a.use_case_id group by 1)
                        select l.*, n.id as replaced_by, coalesce(f.clear, 0) as clear, coalesce(f.crossed, 0) as crossed,
                            case when l.until is null
                                then (select count(*) from seen) - coalesce(f.clear, 0) - coalesce(f.crossed, 0) else 0 end as open
                        from demand.red_line l
                        left join demand.red_line n on n.replaces = l.id
                        left join found f on f.red_line_id = l.id
                        order by l.until is not null, case when l.until is null then l.position end, l.until desc, l.id
                        """.formatted(SEEN)), units)
                .query(CharterStore::line)
                .list();
    }

    private static CharterLine line(ResultSet row, int n) throws SQLException {
        return new CharterLine(
                row.getLong("id"),
                row.getString("fr"),
                row.getString("en"),
                number(row, "replaces"),
                number(row, "replaced_by"),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                row.getString("since_by"),
                row.getString("since_why"),
                instant(row, "until"),
                row.getString("until_by"),
                row.getString("until_why"),
                row.getLong("clear"),
                row.getLong("crossed"),
                row.getLong("open"));
    }

    long add(String fr, String en, @Nullable Long replaces, int position, String why, Who by, Instant at) {
        return jdbc.sql("""
                        insert into demand.red_line (fr, en, position, replaces, since, since_by, since_why)
                        values (:fr, :en, :position, :replaces, :at, :by, :why) returning id
                        """)
                .param("fr", fr)
                .param("en", en)
                .param("position", position)
                .param("replaces", replaces, java.sql.Types.BIGINT)
                .param("at", utc(at))
                .param("by", by.name())
                .param("why", why)
                .query(Long.class)
                .single();
    }

    void retire(long id, String why, Who by, Instant at) {
        jdbc.sql(
                        "update demand.red_line set until = :at, until_by = :by, until_why = :why where id = :id and until is null")
                .param("at", utc(at))
                .param("by", by.name())
                .param("why", why)
                .param("id", id)
                .update();
    }

    /// The place of a line in force among the others.
    Optional<Integer> position(long id) {
        return jdbc.sql("select position from demand.red_line where id = :id and until is null")
                .param("id", id)
                .query(Integer.class)
                .optional();
    }

    int lastPosition() {
        return jdbc.sql("select coalesce(max(position), 0) from demand.red_line where until is null")
                .query(Integer.class)
                .single();
    }

    void place(long id, int position) {
        jdbc.sql("update demand.red_line set position = :position where id = :id")
                .param("position", position)
                .param("id", id)
                .update();
    }

    /// The use cases of which a line says this, in the order of registration, with what was said under the wording that
    /// it replaces.
    ///
    /// @param answer absent for those that nobody examined
    List<Examined> useCases(long line, @Nullable Answer answer, @Nullable Set<Long> units, long after, int limit) {
        return within(jdbc.sql("""
                        select c.id, c.code, c.title, c.lang, nullif(c.translation ->> 'title', '') as translated, c.stage,
                            a.crossed, a.note, a.at, a.by_name, p.crossed as crossed_before
                        from demand.use_case c
                        left join demand.red_line_answer a on a.use_case_id = c.id and a.red_line_id = :line
                        left join demand.red_line_answer p on p.use_case_id = c.id
                            and p.red_line_id = (select replaces from demand.red_line where id = :line)
                        where %s and c.id > :after
                          and case :answer when 'CROSSED' then a.crossed when 'CLEAR' then not a.crossed
                              else a.use_case_id is null end
                        order by c.id limit :limit
                        """.formatted(SEEN)), units)
                .param("line", line)
                .param("answer", answer == null ? "OPEN" : answer.name())
                .param("after", after)
                .param("limit", limit)
                .query((row, n) -> new Examined(
                        row.getLong("id"),
                        row.getString("code"),
                        row.getString("title"),
                        row.getString("lang"),
                        row.getString("translated"),
                        row.getString("stage") == null ? null : Stage.valueOf(row.getString("stage")),
                        row.getObject("crossed", Boolean.class),
                        row.getString("note"),
                        instant(row, "at"),
                        row.getString("by_name"),
                        row.getObject("crossed_before", Boolean.class)))
                .list();
    }

    /// What was found about a use case under lines that are no longer in force.
    List<Charter.Former> former(long useCase) {
        return jdbc.sql("""
                        select l.id, l.fr, l.en, l.until, a.crossed, a.note, a.at, a.by_name
                        from demand.red_line_answer a join demand.red_line l on l.id = a.red_line_id and l.until is not null
                        where a.use_case_id = :key order by a.at desc, l.id
                        """)
                .param("key", useCase)
                .query((row, n) -> new Charter.Former(
                        row.getLong("id"),
                        row.getString("fr"),
                        row.getString("en"),
                        row.getObject("until", OffsetDateTime.class).toInstant(),
                        row.getBoolean("crossed"),
                        row.getString("note"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("by_name")))
                .list();
    }

    private static JdbcClient.StatementSpec within(JdbcClient.StatementSpec sql, @Nullable Set<Long> units) {
        return sql.param("all", units == null).param("units", units == null ? new Long[0] : units.toArray(Long[]::new));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : (Long) number;
    }
}
