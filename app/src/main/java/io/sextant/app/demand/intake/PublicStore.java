package io.sextant.app.demand.intake;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.intake.IntakeEntry.Question;
import io.sextant.app.demand.intake.IntakeEntry.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The rows of the public links and of what came in. Callers hold the transaction. Thread-safe.
@Repository
class PublicStore {
    private static final String LINKS = """
            select l.*, (select count(*) from demand.intake_entry e where e.link_id = l.id) as came,
                (select count(*) from demand.intake_entry e where e.link_id = l.id and e.state = 'NEW') as waiting
            from demand.intake_link l
            """;
    private static final String ENTRIES = """
            select e.*, coalesce(l.label, r.name) as label, coalesce(o.lang, l.lang, r.lang) as lang,
                case when e.receiver_id is null then l.unit_id else o.unit_id end as unit_id, c.code,
                o.entry_id is not null as sent, o.source, o.external_key, o.url, o.status, o.stage, o.title,
                o.problem as o_problem, o.baseline, o.outcome as o_outcome, o.beneficiaries as o_beneficiaries,
                o.alternative, o.description, o.domain, o.sponsor, o.business_owner, o.technical_owner, o.tags
            from demand.intake_entry e
            left join demand.intake_link l on l.id = e.link_id left join demand.receiver r on r.id = e.receiver_id
            left join demand.intake_origin o on o.entry_id = e.id left join demand.use_case c on c.id = e.use_case_id
            """;

    private final JdbcClient jdbc;

    PublicStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    long open(
            String slug,
            byte[] seal,
            String label,
            String lang,
            @Nullable Long unit,
            @Nullable LocalDate until,
            String by,
            Instant at) {
        return jdbc.sql("""
                        insert into demand.intake_link (slug, seal, label, lang, unit_id, until_day, created_at, created_by)
                        values (:slug, :seal, :label, :lang, :unit, :until, :at, :by) returning id
                        """)
                .param("slug", slug)
                .param("seal", seal)
                .param("label", label)
                .param("lang", lang)
                .param("unit", unit, Types.BIGINT)
                .param("until", until, Types.DATE)
                .param("at", utc(at))
                .param("by", by)
                .query(Long.class)
                .single();
    }

    void close(long link, Instant at) {
        jdbc.sql("update demand.intake_link set closed_at = :at where id = :id and closed_at is null")
                .param("at", utc(at))
                .param("id", link)
                .update();
    }

    List<IntakeLink> links() {
        return jdbc.sql(LINKS + " order by l.closed_at is not null, l.id desc limit 200")
                .query(PublicStore::link)
                .list();
    }

    Optional<IntakeLink> link(long id) {
        return jdbc.sql(LINKS + " where l.id = :id")
                .param("id", id)
                .query(PublicStore::link)
                .optional();
    }

    Optional<IntakeLink> link(String slug) {
        return jdbc.sql(LINKS + " where l.slug = :slug")
                .param("slug", slug)
                .query(PublicStore::link)
                .optional();
    }

    byte[] seal(long link) {
        return jdbc.sql("select seal from demand.intake_link where id = :id")
                .param("id", link)
                .query(byte[].class)
                .single();
    }

    /// Counts a use and tells how many there were in this hour.
    int count(String key, Instant hour) {
        jdbc.sql("delete from demand.intake_rate where began < :old")
                .param("old", utc(hour.minusSeconds(86_400)))
                .update();
        return jdbc.sql("""
                        insert into demand.intake_rate as r (key, began, uses) values (:key, :hour, 1)
                        on conflict (key, began) do update set uses = r.uses + 1 returning uses
                        """)
                .param("key", key)
                .param("hour", utc(hour))
                .query(Integer.class)
                .single();
    }

    long receive(
            long link,
            byte[] receipt,
            String problem,
            @Nullable String beneficiaries,
            @Nullable String outcome,
            @Nullable String name,
            @Nullable String email,
            Instant at) {
        return jdbc.sql("""
                        insert into demand.intake_entry (link_id, receipt, at, problem, beneficiaries, outcome, name, email)
                        values (:link, :receipt, :at, :problem, :beneficiaries, :outcome, :name, :email) returning id
                        """)
                .param("link", link)
                .param("receipt", receipt)
                .param("at", utc(at))
                .param("problem", problem)
                .param("beneficiaries", beneficiaries)
                .param("outcome", outcome)
                .param("name", name)
                .param("email", email)
                .query(Long.class)
                .single();
    }

    Optional<IntakeEntry> entry(byte[] receipt) {
        return jdbc.sql(ENTRIES + " where e.receipt = :receipt")
                .param("receipt", receipt)
                .query((row, n) -> entry(row, questions(List.of(row.getLong("id")))))
                .optional();
    }

    Optional<IntakeEntry> lock(long id) {
        return jdbc.sql(ENTRIES + " where e.id = :id for no key update of e")
                .param("id", id)
                .query((row, n) -> entry(row, questions(List.of(row.getLong("id")))))
                .optional();
    }

    /// What waits for an answer, the oldest first.
    ///
    /// @param units units whose links the reader answers for; absent when all
    List<IntakeEntry> waiting(Long @Nullable [] units, int most) {
        List<Long> ids = jdbc.sql("""
                        select e.id from demand.intake_entry e left join demand.intake_link l on l.id = e.link_id
                        left join demand.intake_origin o on o.entry_id = e.id
                        where e.state = 'NEW' and (:all or l.unit_id = any(:units) or o.unit_id = any(:units))
                        order by e.at, e.id limit :most
                        """)
                .param("all", units == null)
                .param("units", units == null ? new Long[0] : units)
                .param("most", most)
                .query(Long.class)
                .list();
        Map<Long, List<Question>> questions = questions(ids);
        return jdbc.sql(ENTRIES + " where e.id = any(:ids) order by e.at, e.id")
                .param("ids", ids.toArray(Long[]::new))
                .query((row, n) -> entry(row, questions))
                .list();
    }

    private Map<Long, List<Question>> questions(List<Long> entries) {
        return jdbc
                .sql("select * from demand.intake_entry_question where entry_id = any(:ids) order by id")
                .param("ids", entries.toArray(Long[]::new))
                .query((row, n) -> Map.entry(
                        row.getLong("entry_id"),
                        new Question(
                                row.getLong("id"),
                                row.getObject("at", OffsetDateTime.class).toInstant(),
                                row.getString("body"),
                                row.getString("reply"))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    void close(
            long entry,
            State state,
            @Nullable Long useCase,
            @Nullable String reason,
            @Nullable String wouldChange,
            @Nullable String instead,
            String by,
            Instant at) {
        jdbc.sql("""
                        update demand.intake_entry set state = :state, use_case_id = :useCase, reason = :reason,
                            would_change = :wouldChange, instead = :instead, closed_at = :at, closed_by = :by where id = :id
                        """)
                .param("state", state.name())
                .param("useCase", useCase, Types.BIGINT)
                .param("reason", reason)
                .param("wouldChange", wouldChange)
                .param("instead", instead)
                .param("at", utc(at))
                .param("by", by)
                .param("id", entry)
                .update();
    }

    void ask(long entry, String body, String by, Instant at) {
        jdbc.sql(
                        "insert into demand.intake_entry_question (entry_id, at, by_name, body) values (:entry, :at, :by, :body)")
                .param("entry", entry)
                .param("at", utc(at))
                .param("by", by)
                .param("body", body)
                .update();
    }

    /// Keeps a reply; whether the question waited for one.
    boolean reply(long entry, long question, String reply, Instant at) {
        return jdbc.sql("""
                                update demand.intake_entry_question set reply = :reply, replied_at = :at
                                where id = :id and entry_id = :entry and reply is null
                                """)
                        .param("reply", reply)
                        .param("at", utc(at))
                        .param("id", question)
                        .param("entry", entry)
                        .update()
                > 0;
    }

    private static IntakeLink link(ResultSet row, int n) throws SQLException {
        OffsetDateTime closed = row.getObject("closed_at", OffsetDateTime.class);
        return new IntakeLink(
                row.getLong("id"),
                row.getString("slug"),
                row.getString("label"),
                row.getString("lang"),
                row.getObject("unit_id") == null ? null : (Long) row.getLong("unit_id"),
                row.getObject("until_day", LocalDate.class),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"),
                closed == null ? null : closed.toInstant(),
                row.getLong("came"),
                row.getLong("waiting"));
    }

    private static IntakeEntry entry(ResultSet row, Map<Long, List<Question>> questions) throws SQLException {
        OffsetDateTime closed = row.getObject("closed_at", OffsetDateTime.class);
        String code = row.getString("code");
        return new IntakeEntry(
                row.getLong("id"),
                row.getString("label"),
                row.getString("lang"),
                row.getObject("unit_id") == null ? null : (Long) row.getLong("unit_id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("problem"),
                row.getString("beneficiaries"),
                row.getString("outcome"),
                row.getString("name"),
                row.getString("email"),
                row.getBoolean("sent") ? origin(row) : null,
                State.valueOf(row.getString("state")),
                code == null ? null : new UseCaseId(code),
                row.getString("reason"),
                row.getString("would_change"),
                row.getString("instead"),
                closed == null ? null : closed.toInstant(),
                questions.getOrDefault(row.getLong("id"), List.of()));
    }

    private static Origin origin(ResultSet row) throws SQLException {
        String stage = row.getString("stage");
        return new Origin(
                row.getString("source"),
                row.getString("external_key"),
                row.getString("url"),
                row.getString("status"),
                stage == null ? null : Stage.valueOf(stage),
                new Texts(
                        row.getString("title"),
                        row.getString("o_problem"),
                        row.getString("baseline"),
                        row.getString("o_outcome"),
                        row.getString("o_beneficiaries"),
                        row.getString("alternative"),
                        row.getString("description"),
                        row.getString("domain")),
                row.getString("sponsor"),
                row.getString("business_owner"),
                row.getString("technical_owner"),
                List.of((String[]) row.getArray("tags").getArray()));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
