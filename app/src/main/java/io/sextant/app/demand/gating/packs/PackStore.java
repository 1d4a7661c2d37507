package io.sextant.app.demand.gating.packs;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.packs.Trials.AnswerChange;
import io.sextant.app.demand.gating.packs.Trials.ChangedCase;
import io.sextant.app.demand.gating.packs.Trials.State;
import io.sextant.app.demand.gating.packs.Trials.Trial;
import io.sextant.app.kernel.Who;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The editions made here, drafts of them, what is in force, and trials. Thread-safe.
@Repository
class PackStore {
    private static final String SEEN = "c.archived_at is null and (:all or c.unit_id = any(:units))";

    private final JdbcClient jdbc;
    private final JdbcTemplate template;

    PackStore(JdbcClient jdbc, JdbcTemplate template) {
        this.jdbc = jdbc;
        this.template = template;
    }

    // ------------------------------------------------------------------------------------------------------- editions

    /// An edition that was made here.
    record Made(String edition, String base, Instant at, String byName) {}

    List<Made> editions() {
        return jdbc.sql("select edition, base, at, by_name from demand.pack_edition order by at, edition")
                .query((row, n) -> new Made(
                        row.getString("edition"), row.getString("base"), instant(row, "at"), row.getString("by_name")))
                .list();
    }

    Optional<PackTexts> texts(String edition) {
        return jdbc.sql("select facts, gates, remedies from demand.pack_edition where edition = :edition")
                .param("edition", edition)
                .query(PackStore::texts)
                .optional();
    }

    private static PackTexts texts(ResultSet row, int n) throws SQLException {
        return new PackTexts(row.getString("facts"), row.getString("gates"), row.getString("remedies"));
    }

    void keep(PackEditions.Draft draft, Who by, Instant at) {
        jdbc.sql("""
                        insert into demand.pack_edition (edition, base, facts, gates, remedies, at, by_id, by_name)
                        values (:edition, :base, :facts, :gates, :remedies, :at, :byId, :byName)
                        """)
                .param("edition", draft.edition())
                .param("base", draft.base())
                .param("facts", draft.texts().facts())
                .param("gates", draft.texts().gates())
                .param("remedies", draft.texts().remedies())
                .param("at", utc(at))
                .param("byId", by.userId(), Types.BIGINT)
                .param("byName", by.name())
                .update();
    }

    /// What is, was or will be in force, in the order in which it was decided.
    List<PackUse> uses() {
        return jdbc.sql("select * from demand.pack_use order by id")
                .query((row, n) -> new PackUse(
                        row.getLong("id"),
                        row.getString("edition"),
                        row.getObject("from_day", LocalDate.class),
                        row.getObject("cut_over", LocalDate.class),
                        row.getString("reason"),
                        instant(row, "at"),
                        row.getString("by_name"),
                        maybe(row, "withdrawn_at")))
                .list();
    }

    /// Makes those who put editions into force wait for each other.
    void lockUses() {
        jdbc.sql("lock table demand.pack_use in share row exclusive mode").update();
    }

    long use(String edition, LocalDate from, @Nullable LocalDate cutOver, String reason, Who by, Instant at) {
        return jdbc.sql("""
                        insert into demand.pack_use (edition, from_day, cut_over, reason, at, by_id, by_name)
                        values (:edition, :from, :cutOver, :reason, :at, :byId, :byName) returning id
                        """)
                .param("edition", edition)
                .param("from", from)
                .param("cutOver", cutOver, Types.DATE)
                .param("reason", reason)
                .param("at", utc(at))
                .param("byId", by.userId(), Types.BIGINT)
                .param("byName", by.name())
                .query(Long.class)
                .single();
    }

    void withdraw(long use, Who by, Instant at) {
        jdbc.sql(
                        "update demand.pack_use set withdrawn_at = :at, withdrawn_by = :by where id = :id and withdrawn_at is null")
                .param("at", utc(at))
                .param("by", by.name())
                .param("id", use)
                .update();
    }

    // --------------------------------------------------------------------------------------------------------- drafts

    List<PackEditions.Draft> drafts() {
        return jdbc.sql("select * from demand.pack_draft order by id")
                .query(PackStore::draft)
                .list();
    }

    Optional<PackEditions.Draft> draft(long id) {
        return jdbc.sql("select * from demand.pack_draft where id = :id")
                .param("id", id)
                .query(PackStore::draft)
                .optional();
    }

    Optional<PackEditions.Draft> lockDraft(long id) {
        return jdbc.sql("select * from demand.pack_draft where id = :id for update")
                .param("id", id)
                .query(PackStore::draft)
                .optional();
    }

    private static PackEditions.Draft draft(ResultSet row, int n) throws SQLException {
        return new PackEditions.Draft(
                row.getLong("id"),
                row.getString("edition"),
                row.getString("base"),
                texts(row, n),
                row.getLong("version"),
                instant(row, "at"),
                row.getString("by_name"),
                instant(row, "updated_at"),
                row.getString("updated_by"));
    }

    /// Begins a draft; empty when another has that name.
    Optional<Long> begin(String edition, String base, PackTexts texts, Who by, Instant at) {
        return jdbc.sql("""
                        insert into demand.pack_draft (edition, base, facts, gates, remedies, at, by_name, updated_at, updated_by)
                        values (:edition, :base, :facts, :gates, :remedies, :at, :by, :at, :by)
                        on conflict (edition) do nothing returning id
                        """)
                .param("edition", edition)
                .param("base", base)
                .param("facts", texts.facts())
                .param("gates", texts.gates())
                .param("remedies", texts.remedies())
                .param("at", utc(at))
                .param("by", by.name())
                .query(Long.class)
                .optional();
    }

    void write(long id, PackTexts texts, Who by, Instant at) {
        jdbc.sql("""
                        update demand.pack_draft set facts = :facts, gates = :gates, remedies = :remedies,
                            version = version + 1, updated_at = :at, updated_by = :by
                        where id = :id
                        """)
                .param("facts", texts.facts())
                .param("gates", texts.gates())
                .param("remedies", texts.remedies())
                .param("at", utc(at))
                .param("by", by.name())
                .param("id", id)
                .update();
    }

    void discard(long id) {
        jdbc.sql("delete from demand.pack_draft where id = :id").param("id", id).update();
    }

    // --------------------------------------------------------------------------------------------------------- trials

    /// Begins a trial instead of those before it.
    long beginTrial(String edition, String digest, Who by, Instant at) {
        jdbc.sql("delete from demand.pack_trial where edition = :edition")
                .param("edition", edition)
                .update();
        return jdbc.sql("""
                        insert into demand.pack_trial (edition, digest, started_at, by_name)
                        values (:edition, :digest, :at, :by) returning id
                        """)
                .param("edition", edition)
                .param("digest", digest)
                .param("at", utc(at))
                .param("by", by.name())
                .query(Long.class)
                .single();
    }

    void job(long trial, long job) {
        jdbc.sql("update demand.pack_trial set job_id = :job where id = :id")
                .param("job", job)
                .param("id", trial)
                .update();
    }

    /// The latest trial of an edition.
    Optional<Trial> trial(String edition) {
        return jdbc.sql("select * from demand.pack_trial where edition = :edition order by id desc limit 1")
                .param("edition", edition)
                .query((row, n) -> {
                    long job = row.getLong("job_id");
                    return new Trial(
                            row.getLong("id"),
                            row.getString("digest"),
                            row.wasNull() ? null : (Long) job,
                            instant(row, "started_at"),
                            row.getString("by_name"),
                            maybe(row, "finished_at"),
                            row.getLong("looked"));
                })
                .optional();
    }

    boolean there(long trial) {
        return jdbc.sql("select exists (select from demand.pack_trial where id = :id)")
                .param("id", trial)
                .query(Boolean.class)
                .single();
    }

    void keep(long trial, List<Trials.Row> rows) {
        template.batchUpdate("""
                        insert into demand.pack_trial_row (trial_id, use_case_id, stage, from_state, to_state, from_days, to_days,
                            gained, lost, fallen)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """, rows, 500, (statement, row) -> {
            statement.setLong(1, trial);
            statement.setLong(2, row.key());
            statement.setString(3, row.stage().name());
            statement.setString(4, row.from().name());
            statement.setString(5, row.to().name());
            statement.setInt(6, row.fromDays());
            statement.setInt(7, row.toDays());
            var connection = statement.getConnection();
            statement.setArray(8, connection.createArrayOf("text", row.gained().toArray()));
            statement.setArray(9, connection.createArrayOf("text", row.lost().toArray()));
            statement.setArray(10, connection.createArrayOf("text", row.fallen().toArray()));
        });
    }

    void finish(long trial, long looked, Instant at) {
        jdbc.sql("update demand.pack_trial set finished_at = :at, looked = :looked where id = :id")
                .param("at", utc(at))
                .param("looked", looked)
                .param("id", trial)
                .update();
    }

    /// How many use cases change from what to what, by gate.
    List<AnswerChange> changes(long trial, @Nullable Set<Long> units) {
        return within(jdbc.sql("""
                        select r.stage, r.from_state, r.to_state, count(*) as n,
                            count(*) filter (where cardinality(r.fallen) > 0) as fallen,
                            count(*) filter (where r.from_days <> r.to_days) as days
                        from demand.pack_trial_row r join demand.use_case c on c.id = r.use_case_id
                        where r.trial_id = :trial and %s group by 1, 2, 3
                        """.formatted(SEEN)), units)
                .param("trial", trial)
                .query((row, n) -> new AnswerChange(
                        Stage.valueOf(row.getString("stage")),
                        State.valueOf(row.getString("from_state")),
                        State.valueOf(row.getString("to_state")),
                        row.getLong("n"),
                        row.getLong("fallen"),
                        row.getLong("days")))
                .list();
    }

    /// The use cases of a trial whose answer changes, after a key.
    ///
    /// @param stage, from, to absent for all
    List<ChangedCase> changed(
            long trial,
            @Nullable Stage stage,
            @Nullable State from,
            @Nullable State to,
            @Nullable Set<Long> units,
            long after,
            int limit) {
        return within(jdbc.sql("""
                        select r.*, c.code, c.title, c.lang, nullif(c.translation ->> 'title', '') as translated
                        from demand.pack_trial_row r join demand.use_case c on c.id = r.use_case_id
                        where r.trial_id = :trial and %s and r.use_case_id > :after
                          and (:stage::text is null or r.stage = :stage) and (:from::text is null or r.from_state = :from)
                          and (:to::text is null or r.to_state = :to)
                        order by r.use_case_id limit :limit
                        """.formatted(SEEN)), units)
                .param("trial", trial)
                .param("stage", stage == null ? null : stage.name(), Types.VARCHAR)
                .param("from", from == null ? null : from.name(), Types.VARCHAR)
                .param("to", to == null ? null : to.name(), Types.VARCHAR)
                .param("after", after)
                .param("limit", limit)
                .query((row, n) -> new ChangedCase(
                        row.getLong("use_case_id"),
                        row.getString("code"),
                        row.getString("title"),
                        row.getString("lang"),
                        row.getString("translated"),
                        Stage.valueOf(row.getString("stage")),
                        State.valueOf(row.getString("from_state")),
                        State.valueOf(row.getString("to_state")),
                        row.getInt("from_days"),
                        row.getInt("to_days"),
                        names(row, "gained"),
                        names(row, "lost"),
                        names(row, "fallen")))
                .list();
    }

    private static List<String> names(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static JdbcClient.StatementSpec within(JdbcClient.StatementSpec sql, @Nullable Set<Long> units) {
        return sql.param("all", units == null).param("units", units == null ? new Long[0] : units.toArray(Long[]::new));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant maybe(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
