package io.sextant.app.identity.directory;

import io.sextant.app.identity.directory.DirectoryImport.Column;
import io.sextant.app.identity.directory.DirectoryImport.Effect;
import io.sextant.app.identity.directory.DirectoryImport.State;
import io.sextant.app.identity.directory.DirectoryRow.Particulars;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.sheet.SheetProblem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The files of people that were brought, and their rows. Callers hold the transaction. Thread-safe.
@Repository
class DirectoryStore {
    private static final TypeReference<List<SheetProblem>> PROBLEMS = new TypeReference<>() {};
    private static final TypeReference<List<Column>> COLUMNS = new TypeReference<>() {};
    private static final int BATCH = 256;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final JsonMapper json;

    DirectoryStore(JdbcClient jdbc, JdbcTemplate batches, JsonMapper json) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.json = json;
    }

    long insert(String fileName, byte[] content, int rows, List<Column> columns, Who by, Instant at) {
        return jdbc.sql("""
                        with brought as (
                            insert into identity.directory_import
                                (file_name, state, rows, columns, brought_at, by_id, by_name)
                            values (:name, 'BROUGHT', :rows, :columns::jsonb, :at, :byId, :byName) returning id)
                        insert into identity.directory_file (import_id, content) select id, :content from brought
                        returning import_id
                        """)
                .param("name", fileName)
                .param("content", content)
                .param("rows", rows)
                .param("columns", json.writeValueAsString(columns))
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("byId", by.userId(), Types.BIGINT)
                .param("byName", by.name())
                .query(Long.class)
                .single();
    }

    /// Forgets all but the latest files: they hold what is said of people.
    void forgetAllBut(int latest) {
        jdbc.sql("""
                        delete from identity.directory_import where id not in
                            (select id from identity.directory_import order by id desc limit :latest)
                        """).param("latest", latest).update();
    }

    /// The file itself; empty once it was carried out.
    Optional<byte[]> content(long id) {
        return jdbc.sql("select content from identity.directory_file where import_id = :id")
                .param("id", id)
                .query((row, n) -> row.getBytes("content"))
                .optional();
    }

    boolean remove(long id) {
        return jdbc.sql("delete from identity.directory_import where id = :id")
                        .param("id", id)
                        .update()
                == 1;
    }

    /// Sets what the columns say, and the work that reads the file so.
    void matched(long id, List<Column> columns) {
        jdbc.sql("update identity.directory_import set columns = :columns::jsonb where id = :id")
                .param("columns", json.writeValueAsString(columns))
                .param("id", id)
                .update();
    }

    void works(long id, long job) {
        jdbc.sql("update identity.directory_import set job_id = :job where id = :id")
                .param("job", job)
                .param("id", id)
                .update();
    }

    void state(long id, State state) {
        jdbc.sql("update identity.directory_import set state = :state where id = :id")
                .param("state", state.name())
                .param("id", id)
                .update();
    }

    /// What somebody said before that headings say; a heading whose column is not read has none.
    Map<String, Optional<DirectoryField>> remembered(Collection<String> headings) {
        var known = new HashMap<String, Optional<DirectoryField>>();
        jdbc.sql("select heading, field from identity.directory_heading where heading = any(:headings)")
                .param("headings", headings.toArray(String[]::new))
                .query(row -> {
                    String field = row.getString("field");
                    known.put(
                            row.getString("heading"),
                            field == null ? Optional.empty() : Optional.of(DirectoryField.valueOf(field)));
                });
        return known;
    }

    void remember(String heading, @Nullable DirectoryField field) {
        jdbc.sql("""
                        insert into identity.directory_heading (heading, field) values (:heading, :field)
                        on conflict (heading) do update set field = excluded.field
                        """)
                .param("heading", heading)
                .param("field", field == null ? null : field.name(), Types.VARCHAR)
                .update();
    }

    void forget(String heading) {
        jdbc.sql("delete from identity.directory_heading where heading = :heading")
                .param("heading", heading)
                .update();
    }

    void noRows(long id) {
        jdbc.sql("delete from identity.directory_row where import_id = :id")
                .param("id", id)
                .update();
    }

    void rows(long id, List<DirectoryRow> rows) {
        batches.batchUpdate("""
                insert into identity.directory_row
                    (import_id, seq, number, effect, email, name, user_id, version, wanted, before, problems)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb)
                """, rows, BATCH, (statement, row) -> {
            statement.setLong(1, id);
            statement.setInt(2, row.seq());
            statement.setInt(3, row.number());
            statement.setString(4, row.effect().name());
            statement.setString(5, row.email());
            statement.setString(6, row.name());
            statement.setObject(7, row.userId(), Types.BIGINT);
            statement.setObject(8, row.version(), Types.BIGINT);
            statement.setString(9, row.wanted() == null ? null : json.writeValueAsString(row.wanted()));
            statement.setString(10, row.before() == null ? null : json.writeValueAsString(row.before()));
            statement.setString(11, json.writeValueAsString(row.problems()));
        });
    }

    void ended(long id, List<DirectoryRow> rows) {
        batches.batchUpdate("""
                update identity.directory_row set outcome = ?, user_id = ?, version = ?, problems = ?::jsonb
                where import_id = ? and seq = ?
                """, rows, BATCH, (statement, row) -> {
            statement.setString(1, row.outcome() == null ? null : row.outcome().name());
            statement.setObject(2, row.userId(), Types.BIGINT);
            statement.setObject(3, row.version(), Types.BIGINT);
            statement.setString(4, json.writeValueAsString(row.problems()));
            statement.setLong(5, id);
            statement.setInt(6, row.seq());
        });
    }

    void applying(long id, boolean closeMissing) {
        jdbc.sql("update identity.directory_import set state = 'APPLYING', close_missing = :close where id = :id")
                .param("close", closeMissing)
                .param("id", id)
                .update();
    }

    /// The file is no longer needed then.
    void applied(long id, Instant at) {
        jdbc.sql("update identity.directory_import set state = 'APPLIED', applied_at = :at where id = :id")
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
        jdbc.sql("delete from identity.directory_file where import_id = :id")
                .param("id", id)
                .update();
    }

    void undone(long id, Instant at) {
        jdbc.sql("update identity.directory_import set state = 'UNDONE', undone_at = :at where id = :id")
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
    }

    /// Where a file stands.
    ///
    /// @param job the latest work on it; absent before any
    record Locked(State state, @Nullable Long job, boolean closeMissing) {}

    /// Where a file stands, which nobody else changes before this transaction ends.
    Optional<Locked> lock(long id) {
        return jdbc.sql("select state, job_id, close_missing from identity.directory_import where id = :id for update")
                .param("id", id)
                .query((row, n) -> new Locked(
                        State.valueOf(row.getString("state")), number(row, "job_id"), row.getBoolean("close_missing")))
                .optional();
    }

    /// The work on a file; absent before any.
    @Nullable
    Long job(long id) {
        return jdbc.sql("select job_id from identity.directory_import where id = :id and job_id is not null")
                .param("id", id)
                .query(Long.class)
                .optional()
                .orElse(null);
    }

    /// Rows with one of these effects of which this became, in their order.
    ///
    /// @param outcome absent for rows that are still to be done
    List<DirectoryRow> next(long id, Collection<Effect> effects, DirectoryRow.@Nullable Outcome outcome, int limit) {
        return jdbc.sql("""
                        select * from identity.directory_row
                        where import_id = :id and effect = any(:effects) and outcome is not distinct from :outcome
                        order by seq limit :limit
                        """)
                .param("id", id)
                .param("effects", effects.stream().map(Enum::name).toArray(String[]::new))
                .param("outcome", outcome == null ? null : outcome.name(), Types.VARCHAR)
                .param("limit", limit)
                .query((row, n) -> row(row))
                .list();
    }

    /// How many rows of each effect this became of.
    Map<Effect, Integer> ended(long id, DirectoryRow.@Nullable Outcome outcome) {
        Map<Effect, Integer> counts = new EnumMap<>(Effect.class);
        jdbc.sql("""
                        select effect, count(*) as rows from identity.directory_row
                        where import_id = :id and outcome is not distinct from :outcome group by effect
                        """)
                .param("id", id)
                .param("outcome", outcome == null ? null : outcome.name(), Types.VARCHAR)
                .query(row -> {
                    counts.put(Effect.valueOf(row.getString("effect")), row.getInt("rows"));
                });
        return counts;
    }

    Optional<DirectoryImport> find(long id) {
        return jdbc.sql("select * from identity.directory_import where id = :id")
                .param("id", id)
                .query((row, n) -> file(row))
                .optional();
    }

    /// The latest first.
    List<DirectoryImport> list() {
        return jdbc.sql("select * from identity.directory_import order by id desc")
                .query((row, n) -> file(row))
                .list();
    }

    private DirectoryImport file(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        Map<Effect, Integer> counts = new EnumMap<>(Effect.class);
        int[] left = {0};
        jdbc.sql("""
                        select effect, count(*) as rows, count(*) filter (where outcome in ('LEFT', 'KEPT')) as lefts
                        from identity.directory_row where import_id = :id group by effect
                        """).param("id", id).query(counted -> {
            counts.put(Effect.valueOf(counted.getString("effect")), counted.getInt("rows"));
            left[0] += counted.getInt("lefts");
        });
        return new DirectoryImport(
                id,
                row.getString("file_name"),
                State.valueOf(row.getString("state")),
                row.getInt("rows"),
                json.readValue(row.getString("columns"), COLUMNS),
                counts,
                left[0],
                row.getBoolean("close_missing"),
                row.getTimestamp("brought_at").toInstant(),
                row.getString("by_name"),
                instant(row.getTimestamp("applied_at")),
                instant(row.getTimestamp("undone_at")),
                null);
    }

    /// Rows with one of these effects, after a place in the list.
    List<DirectoryRow> rows(long id, Collection<Effect> effects, int after, int limit) {
        return jdbc.sql("""
                        select * from identity.directory_row
                        where import_id = :id and effect = any(:effects) and seq > :after order by seq limit :limit
                        """)
                .param("id", id)
                .param("effects", effects.stream().map(Enum::name).toArray(String[]::new))
                .param("after", after)
                .param("limit", limit)
                .query((row, n) -> row(row))
                .list();
    }

    /// Rows about which there is something to say, after a place in the list.
    List<DirectoryRow> telling(long id, int after, int limit) {
        return jdbc.sql("""
                        select * from identity.directory_row
                        where import_id = :id and problems <> '[]'::jsonb and seq > :after order by seq limit :limit
                        """)
                .param("id", id)
                .param("after", after)
                .param("limit", limit)
                .query((row, n) -> row(row))
                .list();
    }

    private DirectoryRow row(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        return new DirectoryRow(
                row.getInt("seq"),
                row.getInt("number"),
                Effect.valueOf(row.getString("effect")),
                row.getString("email"),
                row.getString("name"),
                number(row, "user_id"),
                number(row, "version"),
                particulars(row.getString("wanted")),
                particulars(row.getString("before")),
                json.readValue(row.getString("problems"), PROBLEMS),
                outcome == null ? null : DirectoryRow.Outcome.valueOf(outcome));
    }

    private @Nullable Particulars particulars(@Nullable String text) {
        return text == null ? null : json.readValue(text, Particulars.class);
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : (Long) number;
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
