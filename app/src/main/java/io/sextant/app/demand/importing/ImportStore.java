package io.sextant.app.demand.importing;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.importing.Import.State;
import io.sextant.app.demand.importing.Import.Work;
import io.sextant.app.demand.importing.ImportRow.Effect;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.sheet.SheetProblem.Severity;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rows of imports: every statement that reads or writes them. Callers hold the transaction and have checked what
/// the actor may do. Thread-safe.
@Repository
class ImportStore {
    private static final TypeReference<LinkedHashMap<String, Content.Change>> CHANGES = new TypeReference<>() {};
    private static final TypeReference<List<Object>> ARGS = new TypeReference<>() {};
    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final JsonMapper json;

    ImportStore(JdbcClient jdbc, JdbcTemplate template, JsonMapper json) {
        this.jdbc = jdbc;
        this.template = template;
        this.json = json;
    }

    /// A file that was just read.
    record Fresh(
            String fileName,
            long fileBytes,
            String sha256,
            @Nullable Long blobId,
            @Nullable Long byId,
            String byName,
            String channel,
            Analysis analysis,
            Plan plan,
            boolean applyWhenChecked) {}

    /// A saved plan.
    record Template(long id, String signature, String name, Plan plan) {}

    /// A unit that the file names and that does not exist.
    record NewUnit(String key, String name, @Nullable String parentKey, int rows) {}

    long insert(Fresh fresh, Instant at) {
        return jdbc.sql("""
                        insert into demand.import (state, file_name, file_bytes, sha256, blob_id, created_at, by_id, by_name,
                            channel, analysis, plan, apply_when_checked)
                        values ('READ', :name, :bytes, :sha, :blob, :at, :byId, :byName, :channel, :analysis::jsonb, :plan::jsonb,
                            :apply)
                        returning id
                        """)
                .param("name", fresh.fileName())
                .param("bytes", fresh.fileBytes())
                .param("sha", fresh.sha256())
                .param("blob", fresh.blobId(), Types.BIGINT)
                .param("at", utc(at))
                .param("byId", fresh.byId(), Types.BIGINT)
                .param("byName", fresh.byName())
                .param("channel", fresh.channel())
                .param("analysis", json.writeValueAsString(fresh.analysis()))
                .param("plan", json.writeValueAsString(fresh.plan()))
                .param("apply", fresh.applyWhenChecked())
                .query(Long.class)
                .single();
    }

    Optional<Import> find(long id) {
        return jdbc.sql("select * from demand.import where id = :id")
                .param("id", id)
                .query(this::one)
                .optional();
    }

    /// The import of this number, locked until the transaction ends.
    Optional<Import> lock(long id) {
        return jdbc.sql("select * from demand.import where id = :id for no key update")
                .param("id", id)
                .query(this::one)
                .optional();
    }

    /// Imports, the latest first.
    ///
    /// @param byId of this account only; absent for all
    /// @param before only those with a smaller number; absent for the first page
    List<Import> list(@Nullable Long byId, @Nullable Long before, int limit) {
        return jdbc.sql("""
                        select * from demand.import
                        where state <> 'DISCARDED' and (:byId::bigint is null or by_id = :byId) and (:before::bigint is null or id < :before)
                        order by id desc limit :limit
                        """)
                .param("byId", byId, Types.BIGINT)
                .param("before", before, Types.BIGINT)
                .param("limit", limit)
                .query(this::one)
                .list();
    }

    /// Sets how a file is read and matched; what an earlier check found no longer counts.
    void replan(long id, Analysis analysis, Plan plan) {
        jdbc.sql("""
                        update demand.import set analysis = :analysis::jsonb, plan = :plan::jsonb, state = 'READ', summary = null,
                            checked_at = null, version = version + 1
                        where id = :id
                        """)
                .param("analysis", json.writeValueAsString(analysis))
                .param("plan", json.writeValueAsString(plan))
                .param("id", id)
                .update();
    }

    void working(long id, Work work, long jobId, boolean applyWhenChecked) {
        jdbc.sql("""
                        update demand.import set job_id = :job, job_kind = :kind, apply_when_checked = :apply, version = version + 1
                        where id = :id
                        """)
                .param("job", jobId)
                .param("kind", work.name())
                .param("apply", applyWhenChecked)
                .param("id", id)
                .update();
    }

    void checked(long id, Summary summary, Instant at) {
        jdbc.sql("""
                        update demand.import set state = 'CHECKED', summary = :summary::jsonb, checked_at = :at, version = version + 1
                        where id = :id
                        """)
                .param("summary", json.writeValueAsString(summary))
                .param("at", utc(at))
                .param("id", id)
                .update();
    }

    void applied(long id, String by, Instant at) {
        jdbc.sql("""
                        update demand.import set state = 'APPLIED', applied_at = :at, applied_by = :by, version = version + 1
                        where id = :id
                        """).param("at", utc(at)).param("by", by).param("id", id).update();
    }

    void undone(long id, Undone undone, String by, Instant at) {
        jdbc.sql("""
                        update demand.import
                        set state = 'UNDONE', undone = :undone::jsonb, undone_at = :at, undone_by = :by, version = version + 1
                        where id = :id
                        """)
                .param("undone", json.writeValueAsString(undone))
                .param("at", utc(at))
                .param("by", by)
                .param("id", id)
                .update();
    }

    void discard(long id) {
        forget(id);
        jdbc.sql("""
                        update demand.import set state = 'DISCARDED', blob_id = null, version = version + 1 where id = :id
                        """).param("id", id).update();
    }

    /// Removes what a check found.
    void forget(long id) {
        jdbc.sql("delete from demand.import_row where import_id = :id")
                .param("id", id)
                .update();
        jdbc.sql("delete from demand.import_problem where import_id = :id")
                .param("id", id)
                .update();
        jdbc.sql("delete from demand.import_unit where import_id = :id")
                .param("id", id)
                .update();
    }

    void addRows(long id, List<ImportRow> rows) {
        template.batchUpdate("""
                insert into demand.import_row (import_id, number, effect, title, external_key, use_case_id, seen, code, changes,
                    content, unit_key)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?)
                """, rows, BATCH, (s, row) -> {
            s.setLong(1, id);
            s.setInt(2, row.number());
            s.setString(3, row.effect().name());
            s.setString(4, row.title());
            s.setString(5, row.externalKey());
            s.setObject(6, row.useCaseKey(), Types.BIGINT);
            s.setObject(7, row.seen(), Types.BIGINT);
            s.setString(8, row.code());
            s.setString(9, row.changes().isEmpty() ? null : json.writeValueAsString(row.changes()));
            s.setString(10, row.content() == null ? null : json.writeValueAsString(row.content()));
            s.setString(11, row.unitKey());
        });
    }

    void addProblems(long id, int firstSeq, List<SheetProblem> problems) {
        var seq = new int[] {firstSeq};
        template.batchUpdate("""
                insert into demand.import_problem (import_id, seq, severity, row_number, col, heading, value, code, args)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                """, problems, BATCH, (PreparedStatement s, SheetProblem p) -> {
            s.setLong(1, id);
            s.setInt(2, seq[0]++);
            s.setString(3, p.severity().name());
            s.setInt(4, p.row());
            s.setInt(5, p.column());
            s.setString(6, p.heading());
            s.setString(7, p.value());
            s.setString(8, p.code());
            s.setString(9, json.writeValueAsString(p.args()));
        });
    }

    void addUnits(long id, Collection<NewUnit> units) {
        template.batchUpdate(
                "insert into demand.import_unit (import_id, key, name, parent_key, rows) values (?, ?, ?, ?, ?)",
                units,
                BATCH,
                (s, unit) -> {
                    s.setLong(1, id);
                    s.setString(2, unit.key());
                    s.setString(3, unit.name());
                    s.setString(4, unit.parentKey());
                    s.setInt(5, unit.rows());
                });
    }

    List<NewUnit> units(long id, int limit) {
        return jdbc.sql("""
                        select key, name, parent_key, rows from demand.import_unit where import_id = :id
                        order by rows desc, name limit :limit
                        """)
                .param("id", id)
                .param("limit", limit)
                .query((row, n) -> new NewUnit(
                        row.getString("key"), row.getString("name"), row.getString("parent_key"), row.getInt("rows")))
                .list();
    }

    void unitCreated(long id, String key, long unitId) {
        jdbc.sql("update demand.import_unit set unit_id = :unit where import_id = :id and key = :key")
                .param("unit", unitId)
                .param("id", id)
                .param("key", key)
                .update();
    }

    List<Long> createdUnits(long id) {
        return jdbc.sql("select unit_id from demand.import_unit where import_id = :id and unit_id is not null")
                .param("id", id)
                .query(Long.class)
                .list();
    }

    /// Rows of one effect after a row, in the order of the file.
    List<ImportRow> rows(long id, Collection<Effect> effects, int after, int limit) {
        return jdbc.sql("""
                        select * from demand.import_row
                        where import_id = :id and effect = any(:effects) and number > :after order by number limit :limit
                        """)
                .param("id", id)
                .param("effects", effects.stream().map(Effect::name).toArray(String[]::new))
                .param("after", after)
                .param("limit", limit)
                .query(this::row)
                .list();
    }

    void written(long id, List<ImportRow> rows) {
        jdbc.sql("""
                        update demand.import_row r set use_case_id = w.key, code = w.code, written = w.version, content = null
                        from unnest(:numbers::int[], :keys::bigint[], :codes::text[], :versions::bigint[])
                            as w(number, key, code, version)
                        where r.import_id = :import and r.number = w.number
                        """)
                .param("import", id)
                .param("numbers", rows.stream().map(ImportRow::number).toArray(Integer[]::new))
                .param("keys", rows.stream().map(ImportRow::useCaseKey).toArray(Long[]::new))
                .param("codes", rows.stream().map(ImportRow::code).toArray(String[]::new))
                .param("versions", rows.stream().map(ImportRow::written).toArray(Long[]::new))
                .update();
    }

    /// Problems of some severities after a number, with their numbers.
    List<Numbered> problems(long id, Collection<Severity> severities, int after, int limit) {
        return jdbc.sql("""
                        select * from demand.import_problem
                        where import_id = :id and severity = any(:severities) and seq > :after order by seq limit :limit
                        """)
                .param("id", id)
                .param("severities", severities.stream().map(Severity::name).toArray(String[]::new))
                .param("after", after)
                .param("limit", limit)
                .query((row, n) -> new Numbered(row.getInt("seq"), problem(row)))
                .list();
    }

    /// A problem and its place in the list.
    record Numbered(int seq, SheetProblem problem) {}

    /// How often each kind of problem occurs, the gravest and most frequent first, with an example.
    List<Frequent> frequent(long id, int limit) {
        return jdbc.sql("""
                        select p.*, f.times from (
                            select code, severity, heading, min(seq) as seq, count(*) as times
                            from demand.import_problem where import_id = :id group by code, severity, heading) f
                        join demand.import_problem p on p.import_id = :id and p.seq = f.seq
                        order by array_position(array['FATAL', 'ERROR', 'WARNING', 'INFO'], p.severity), f.times desc, p.seq
                        limit :limit
                        """)
                .param("id", id)
                .param("limit", limit)
                .query((row, n) -> new Frequent(row.getInt("times"), problem(row)))
                .list();
    }

    /// A kind of problem with its first occurrence.
    record Frequent(int times, SheetProblem first) {}

    Optional<Template> template(String signature) {
        return jdbc.sql("select * from demand.import_template where signature = :signature")
                .param("signature", signature)
                .query((row, n) -> new Template(
                        row.getLong("id"),
                        row.getString("signature"),
                        row.getString("name"),
                        json.readValue(row.getString("plan"), Plan.class)))
                .optional();
    }

    /// Names under which files with these headings or this name were written, the latest first.
    List<String> names(String signature, String fileName, int limit) {
        return jdbc.sql("""
                        select source from (
                            select plan -> 'options' ->> 'source' as source, max(id) as latest from demand.import
                            where state = 'APPLIED' and (analysis ->> 'signature' = :signature or file_name = :file)
                            group by 1) written
                        where source is not null order by latest desc limit :limit
                        """)
                .param("signature", signature)
                .param("file", fileName)
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    void saveTemplate(String signature, String name, Plan plan, String by, Instant at) {
        jdbc.sql("""
                        insert into demand.import_template as t (signature, name, plan, by_name, saved_at)
                        values (:signature, :name, :plan::jsonb, :by, :at)
                        on conflict (signature) do update
                        set name = excluded.name, plan = excluded.plan, by_name = excluded.by_name, saved_at = excluded.saved_at
                        """)
                .param("signature", signature)
                .param("name", name)
                .param("plan", json.writeValueAsString(plan))
                .param("by", by)
                .param("at", utc(at))
                .update();
    }

    void templateUsed(long id, Instant at) {
        jdbc.sql("update demand.import_template set used_at = :at, uses = uses + 1 where id = :id")
                .param("at", utc(at))
                .param("id", id)
                .update();
    }

    /// Waits until no other import is being written, and keeps others waiting until the transaction ends.
    void oneWriterAtATime() {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('demand.import', 0))")
                .query((row, n) -> 0)
                .single();
    }

    private Import one(ResultSet row, int n) throws SQLException {
        String summary = row.getString("summary");
        String undone = row.getString("undone");
        String work = row.getString("job_kind");
        return new Import(
                row.getLong("id"),
                row.getLong("version"),
                State.valueOf(row.getString("state")),
                row.getString("file_name"),
                row.getLong("file_bytes"),
                row.getString("sha256"),
                row.getObject("blob_id", Long.class),
                instant(row, "created_at"),
                row.getObject("by_id", Long.class),
                row.getString("by_name"),
                json.readValue(row.getString("analysis"), Analysis.class),
                json.readValue(row.getString("plan"), Plan.class),
                row.getObject("job_id", Long.class),
                work == null ? null : Work.valueOf(work),
                row.getBoolean("apply_when_checked"),
                instantOrNull(row, "checked_at"),
                summary == null ? null : json.readValue(summary, Summary.class),
                instantOrNull(row, "applied_at"),
                row.getString("applied_by"),
                instantOrNull(row, "undone_at"),
                row.getString("undone_by"),
                undone == null ? null : json.readValue(undone, Undone.class));
    }

    private ImportRow row(ResultSet row, int n) throws SQLException {
        String changes = row.getString("changes");
        String content = row.getString("content");
        return new ImportRow(
                row.getInt("number"),
                Effect.valueOf(row.getString("effect")),
                row.getString("title"),
                row.getString("external_key"),
                row.getObject("use_case_id", Long.class),
                row.getObject("seen", Long.class),
                row.getString("code"),
                changes == null ? Map.of() : json.readValue(changes, CHANGES),
                content == null ? null : json.readValue(content, Content.class),
                row.getString("unit_key"),
                row.getObject("written", Long.class));
    }

    private SheetProblem problem(ResultSet row) throws SQLException {
        return new SheetProblem(
                Severity.valueOf(row.getString("severity")),
                row.getInt("row_number"),
                row.getInt("col"),
                row.getString("heading"),
                row.getString("value"),
                row.getString("code"),
                json.readValue(row.getString("args"), ARGS));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
