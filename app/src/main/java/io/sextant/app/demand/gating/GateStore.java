package io.sextant.app.demand.gating;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.Decision.Appeal;
import io.sextant.app.demand.gating.GateRequest.Question;
import io.sextant.app.identity.Actor;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.knowledge.GateKnowledge;
import io.sextant.engine.gates.Finding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What happened at the gates. Callers hold the transaction and have checked what the actor may do. Thread-safe.
@Repository
class GateStore {
    static final TypeReference<LinkedHashMap<String, Object>> FACTS = new TypeReference<>() {};
    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    GateStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// What was answered about a use case, by the name of the fact.
    Map<String, Object> answers(long key) {
        var answers = new LinkedHashMap<String, Object>();
        jdbc.sql("select fact, value from demand.answer where use_case_id = :key order by fact")
                .param("key", key)
                .query(row -> {
                    answers.put(
                            row.getString("fact"),
                            Objects.requireNonNull(json.readValue(row.getString("value"), Object.class)));
                });
        return answers;
    }

    void answer(long key, String fact, @Nullable Object value, Who by, Instant at) {
        if (value == null) {
            jdbc.sql("delete from demand.answer where use_case_id = :key and fact = :fact")
                    .param("key", key)
                    .param("fact", fact)
                    .update();
            return;
        }
        jdbc.sql("""
                        insert into demand.answer (use_case_id, fact, value, at, by_id, by_name)
                        values (:key, :fact, :value::jsonb, :at, :byId, :byName)
                        on conflict (use_case_id, fact)
                        do update set value = excluded.value, at = excluded.at, by_id = excluded.by_id, by_name = excluded.by_name
                        """)
                .param("key", key)
                .param("fact", fact)
                .param("value", json.writeValueAsString(value))
                .param("at", utc(at))
                .param("byId", by.userId(), Types.BIGINT)
                .param("byName", by.name())
                .update();
    }

    /// Opens a request.
    long request(
            long key,
            Stage stage,
            String lane,
            String edition,
            int days,
            LocalDate promised,
            @Nullable String note,
            Who by,
            Instant at) {
        return jdbc.sql("""
                        insert into demand.gate_request (use_case_id, stage, lane, edition, days, promised, note, at, by_id, by_name, for_id, for_name)
                        values (:key, :stage, :lane, :edition, :days, :promised, :note, :at, :byId, :byName, :forId, :forName) returning id
                        """)
                .param("key", key)
                .param("stage", stage.name())
                .param("lane", lane)
                .param("edition", edition)
                .param("days", days)
                .param("promised", promised)
                .param("note", note)
                .param("at", utc(at))
                .param("byId", by.userId(), Types.BIGINT)
                .param("byName", by.name())
                .param("forId", absentId(by), Types.BIGINT)
                .param("forName", absent(by))
                .query(Long.class)
                .single();
    }

    /// The requests of a use case, the latest first.
    List<GateRequest> requests(long key) {
        Map<Long, List<Question>> questions = jdbc
                .sql("""
                        select q.* from demand.gate_question q join demand.gate_request r on r.id = q.request_id
                        where r.use_case_id = :key order by q.id
                        """)
                .param("key", key)
                .query((row, n) -> Map.entry(row.getLong("request_id"), question(row)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        return jdbc.sql("select * from demand.gate_request where use_case_id = :key order by id desc")
                .param("key", key)
                .query((row, n) -> new GateRequest(
                        row.getLong("id"),
                        Stage.valueOf(row.getString("stage")),
                        row.getString("lane"),
                        row.getString("edition"),
                        row.getInt("days"),
                        row.getObject("promised", LocalDate.class),
                        row.getString("note"),
                        instant(row, "at"),
                        number(row, "by_id"),
                        row.getString("by_name"),
                        number(row, "for_id"),
                        row.getString("for_name"),
                        GateRequest.State.valueOf(row.getString("state")),
                        maybe(row, "waiting_since"),
                        row.getInt("waited_days"),
                        maybe(row, "closed_at"),
                        questions.getOrDefault(row.getLong("id"), List.of())))
                .list();
    }

    private static Question question(ResultSet row) throws SQLException {
        return new Question(
                row.getLong("id"),
                instant(row, "at"),
                number(row, "by_id"),
                row.getString("by_name"),
                row.getString("for_name"),
                row.getString("body"),
                maybe(row, "replied_at"),
                row.getString("reply_by_name"),
                row.getString("reply_for_name"),
                row.getString("reply"));
    }

    void close(long request, GateRequest.State state, Instant at) {
        jdbc.sql("""
                        update demand.gate_request set state = :state, closed_at = :at, waiting_since = null
                        where id = :id and state = 'OPEN'
                        """)
                .param("state", state.name())
                .param("at", utc(at))
                .param("id", request)
                .update();
    }

    /// Opens a request again that was answered, with a new promise.
    ///
    /// @param shut working days since it was answered, which do not count as waiting
    void reopen(long request, int shut, LocalDate promised) {
        jdbc.sql("""
                        update demand.gate_request
                        set state = 'OPEN', closed_at = null, waited_days = waited_days + :shut, promised = :promised
                        where id = :id
                        """)
                .param("shut", shut)
                .param("promised", promised)
                .param("id", request)
                .update();
    }

    /// Adds a question and stops the clock.
    long question(long request, String body, Who by, Instant at) {
        jdbc.sql("update demand.gate_request set waiting_since = coalesce(waiting_since, :at) where id = :id")
                .param("at", utc(at))
                .param("id", request)
                .update();
        return jdbc.sql("""
                        insert into demand.gate_question (request_id, at, by_id, by_name, body)
                        values (:request, :at, :byId, :byName, :body) returning id
                        """)
                .param("request", request)
                .param("at", utc(at))
                .param("byId", by.userId(), Types.BIGINT)
                .param("byName", by.name())
                .param("forName", absent(by))
                .param("body", body)
                .query(Long.class)
                .single();
    }

    /// Writes a reply down.
    void reply(long question, String reply, Who by, Instant at) {
        jdbc.sql("""
                        update demand.gate_question
                        set reply = :reply, replied_at = :at, reply_by_id = :byId, reply_by_name = :byName,
                            reply_for_name = :forName
                        where id = :id and replied_at is null
                        """)
                .param("reply", reply)
                .param("at", utc(at))
                .param("byId", by.userId(), Types.BIGINT)
                .param("byName", by.name())
                .param("forName", absent(by))
                .param("id", question)
                .update();
    }

    /// Starts the clock again once nothing waits for a reply.
    void resume(long request, int waited, LocalDate promised) {
        jdbc.sql("""
                        update demand.gate_request
                        set waiting_since = null, waited_days = waited_days + :waited, promised = :promised where id = :id
                        """)
                .param("waited", waited)
                .param("promised", promised)
                .param("id", request)
                .update();
    }

    /// A decision about to be written down.
    ///
    /// @param snapshot what it is decided on, as canonical JSON
    record Deciding(
            long key,
            @Nullable Long request,
            Stage stage,
            Answer answer,
            String reason,
            @Nullable String wouldChange,
            @Nullable String instead,
            @Nullable Long into,
            @Nullable LocalDate review,
            String edition,
            long version,
            String snapshot,
            byte[] digest) {}

    long decide(Deciding d, Who by, Instant at) {
        return jdbc.sql("""
                        insert into demand.decision (use_case_id, request_id, stage, answer, reason, would_change, instead, into_id,
                            review, edition, version, snapshot, digest, at, by_id, by_name, for_id, for_name)
                        values (:key, :request, :stage, :answer, :reason, :wouldChange, :instead, :into, :review, :edition,
                            :version, :snapshot, :digest, :at, :byId, :byName, :forId, :forName) returning id
                        """)
                .param("key", d.key())
                .param("request", d.request(), Types.BIGINT)
                .param("stage", d.stage().name())
                .param("answer", d.answer().name())
                .param("reason", d.reason())
                .param("wouldChange", d.wouldChange())
                .param("instead", d.instead())
                .param("into", d.into(), Types.BIGINT)
                .param("review", d.review())
                .param("edition", d.edition())
                .param("version", d.version())
                .param("snapshot", d.snapshot())
                .param("digest", d.digest())
                .param("at", utc(at))
                .param("byId", by.userId(), Types.BIGINT)
                .param("byName", by.name())
                .param("forId", absentId(by), Types.BIGINT)
                .param("forName", absent(by))
                .query(Long.class)
                .single();
    }

    /// The decisions about a use case, the latest first.
    List<Decision> decisions(long key) {
        Map<Long, List<Appeal>> appeals = jdbc
                .sql("""
                        select a.* from demand.appeal a join demand.decision d on d.id = a.decision_id
                        where d.use_case_id = :key order by a.id
                        """)
                .param("key", key)
                .query((row, n) -> Map.entry(row.getLong("decision_id"), appeal(row)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        return jdbc.sql("""
                        select d.*, i.code as into_code from demand.decision d left join demand.use_case i on i.id = d.into_id
                        where d.use_case_id = :key order by d.id desc
                        """)
                .param("key", key)
                .query((row, n) -> new Decision(
                        row.getLong("id"),
                        Stage.valueOf(row.getString("stage")),
                        Answer.valueOf(row.getString("answer")),
                        row.getString("reason"),
                        row.getString("would_change"),
                        row.getString("instead"),
                        row.getString("into_code"),
                        row.getObject("review", LocalDate.class),
                        row.getString("edition"),
                        row.getLong("version"),
                        HexFormat.of().formatHex(row.getBytes("digest")),
                        instant(row, "at"),
                        number(row, "by_id"),
                        row.getString("by_name"),
                        number(row, "for_id"),
                        row.getString("for_name"),
                        maybe(row, "fallen_at"),
                        names(row, "fallen_why"),
                        appeals.getOrDefault(row.getLong("id"), List.of())))
                .list();
    }

    /// What a decision was taken on, as canonical JSON; empty where there is no such decision about the use case.
    Optional<String> snapshot(long key, long decision) {
        return jdbc.sql("select snapshot from demand.decision where id = :id and use_case_id = :key")
                .param("id", decision)
                .param("key", key)
                .query(String.class)
                .optional();
    }

    /// The request that a decision answered.
    Optional<Long> answered(long decision) {
        return jdbc.sql("select request_id from demand.decision where id = :id and request_id is not null")
                .param("id", decision)
                .query(Long.class)
                .optional();
    }

    void fell(long decision, Collection<String> why, Instant at) {
        jdbc.sql(
                        "update demand.decision set fallen_at = :at, fallen_why = :why::jsonb where id = :id and fallen_at is null")
                .param("at", utc(at))
                .param("why", json.writeValueAsString(why))
                .param("id", decision)
                .update();
    }

    long appeal(long decision, String reason, Who by, Instant at) {
        return jdbc.sql("""
                        insert into demand.appeal (decision_id, reason, at, by_id, by_name, for_name)
                        values (:decision, :reason, :at, :byId, :byName, :forName) returning id
                        """)
                .param("decision", decision)
                .param("reason", reason)
                .param("at", utc(at))
                .param("byId", by.userId(), Types.BIGINT)
                .param("byName", by.name())
                .param("forName", absent(by))
                .query(Long.class)
                .single();
    }

    void answerAppeal(long appeal, Appeal.Outcome outcome, String answer, Who by, Instant at) {
        jdbc.sql("""
                        update demand.appeal set outcome = :outcome, answer = :answer, answered_at = :at,
                            answered_by_id = :byId, answered_by_name = :byName,
                            answered_for_id = :forId, answered_for_name = :forName
                        where id = :id and outcome is null
                        """)
                .param("outcome", outcome.name())
                .param("answer", answer)
                .param("at", utc(at))
                .param("byId", by.userId(), Types.BIGINT)
                .param("byName", by.name())
                .param("forId", absentId(by), Types.BIGINT)
                .param("forName", absent(by))
                .param("id", appeal)
                .update();
    }

    private static Appeal appeal(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        return new Appeal(
                row.getLong("id"),
                row.getString("reason"),
                instant(row, "at"),
                number(row, "by_id"),
                row.getString("by_name"),
                row.getString("for_name"),
                outcome == null ? null : Appeal.Outcome.valueOf(outcome),
                row.getString("answer"),
                maybe(row, "answered_at"),
                row.getString("answered_by_name"),
                row.getString("answered_for_name"));
    }

    void sign(
            long key,
            Stage stage,
            String criterion,
            String role,
            @Nullable String note,
            Map<String, Object> basis,
            String edition,
            Actor by,
            Instant at) {
        jdbc.sql("""
                        insert into demand.gate_signature (use_case_id, stage, criterion, role, note, basis, edition, at, by_id, by_name, for_id, for_name)
                        values (:key, :stage, :criterion, :role, :note, :basis::jsonb, :edition, :at, :byId, :byName, :forId, :forName)
                        """)
                .param("key", key)
                .param("stage", stage.name())
                .param("criterion", criterion)
                .param("role", role)
                .param("note", note)
                .param("basis", json.writeValueAsString(basis))
                .param("edition", edition)
                .param("at", utc(at))
                .param("byId", Objects.requireNonNull(by.id()))
                .param("byName", by.name())
                .param("forId", absentId(by.who()), Types.BIGINT)
                .param("forName", absent(by.who()))
                .update();
    }

    /// The signatures on a use case, the oldest first.
    List<GateSignature> signatures(long key) {
        return jdbc.sql("select * from demand.gate_signature where use_case_id = :key order by id")
                .param("key", key)
                .query(this::signature)
                .list();
    }

    GateSignature signature(ResultSet row, int n) throws SQLException {
        return new GateSignature(
                row.getLong("id"),
                row.getString("criterion"),
                row.getString("role"),
                row.getString("note"),
                json.readValue(row.getString("basis"), FACTS),
                instant(row, "at"),
                row.getLong("by_id"),
                row.getString("by_name"),
                number(row, "for_id"),
                row.getString("for_name"),
                maybe(row, "fallen_at"),
                names(row, "fallen_why"),
                Stage.valueOf(row.getString("stage")),
                Objects.requireNonNullElse(row.getString("edition"), GateKnowledge.CURRENT));
    }

    void signatureFell(long signature, Collection<String> why, Instant at) {
        jdbc.sql("""
                        update demand.gate_signature set fallen_at = :at, fallen_why = :why::jsonb
                        where id = :id and fallen_at is null
                        """)
                .param("at", utc(at))
                .param("why", json.writeValueAsString(why))
                .param("id", signature)
                .update();
    }

    long waive(
            long key,
            String criterion,
            String role,
            LocalDate from,
            LocalDate until,
            String reason,
            Who by,
            Instant at) {
        return jdbc.sql("""
                        insert into demand.gate_waiver (use_case_id, criterion, role, from_day, until_day, reason, at, by_id, by_name, for_name)
                        values (:key, :criterion, :role, :from, :until, :reason, :at, :byId, :byName, :forName) returning id
                        """)
                .param("key", key)
                .param("criterion", criterion)
                .param("role", role)
                .param("from", from)
                .param("until", until)
                .param("reason", reason)
                .param("at", utc(at))
                .param("byId", by.userId(), Types.BIGINT)
                .param("byName", by.name())
                .param("forName", absent(by))
                .query(Long.class)
                .single();
    }

    /// The waivers on a use case, the oldest first.
    List<GateWaiver> waivers(long key) {
        return jdbc.sql("select * from demand.gate_waiver where use_case_id = :key order by id")
                .param("key", key)
                .query(this::waiver)
                .list();
    }

    GateWaiver waiver(ResultSet row, int n) throws SQLException {
        return new GateWaiver(
                row.getLong("id"),
                row.getString("criterion"),
                row.getString("role"),
                row.getObject("from_day", LocalDate.class),
                row.getObject("until_day", LocalDate.class),
                row.getString("reason"),
                instant(row, "at"),
                row.getString("by_name"),
                row.getString("for_name"),
                maybe(row, "withdrawn_at"));
    }

    void withdrawWaiver(long waiver, Instant at) {
        jdbc.sql("update demand.gate_waiver set withdrawn_at = :at where id = :id and withdrawn_at is null")
                .param("at", utc(at))
                .param("id", waiver)
                .update();
    }

    /// Takes a remedy up; without a use case, for all.
    long act(
            @Nullable Long key,
            String remedy,
            String ownerRole,
            @Nullable Long ownerId,
            @Nullable String ownerName,
            LocalDate ready,
            Who by,
            Instant at) {
        return jdbc.sql("""
                        insert into demand.action (use_case_id, remedy, state, owner_role, owner_id, owner_name, ready, at, by_id, by_name)
                        values (:key, :remedy, 'UNDER_WAY', :ownerRole, :ownerId, :ownerName, :ready, :at, :byId, :byName)
                        returning id
                        """)
                .param("key", key, Types.BIGINT)
                .param("remedy", remedy)
                .param("ownerRole", ownerRole)
                .param("ownerId", ownerId, Types.BIGINT)
                .param("ownerName", ownerName)
                .param("ready", ready)
                .param("at", utc(at))
                .param("byId", by.userId(), Types.BIGINT)
                .param("byName", by.name())
                .query(Long.class)
                .single();
    }

    /// The remedies taken up for a use case or for all, the oldest first.
    List<Action> actions(long key) {
        return jdbc.sql("select * from demand.action where use_case_id = :key or use_case_id is null order by id")
                .param("key", key)
                .query((row, n) -> new Action(
                        row.getLong("id"),
                        row.getString("remedy"),
                        row.getObject("use_case_id") == null,
                        Action.State.valueOf(row.getString("state")),
                        row.getString("owner_role"),
                        number(row, "owner_id"),
                        row.getString("owner_name"),
                        row.getObject("ready", LocalDate.class),
                        instant(row, "at"),
                        row.getString("by_name"),
                        maybe(row, "closed_at")))
                .list();
    }

    void closeAction(long action, Action.State state, Instant at) {
        jdbc.sql("update demand.action set state = :state, closed_at = :at where id = :id")
                .param("state", state.name())
                .param("at", state == Action.State.UNDER_WAY ? null : utc(at), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("id", action)
                .update();
    }

    /// How the charter stands towards a use case.
    ///
    /// @param open lines in force that nobody examined
    /// @param crossed lines in force that it crosses
    record RedLines(long open, long crossed) {}

    RedLines redLines(long key) {
        return jdbc.sql("""
                        select count(*) filter (where a.crossed is null) as open, count(*) filter (where a.crossed) as crossed
                        from demand.red_line l
                        left join demand.red_line_answer a on a.red_line_id = l.id and a.use_case_id = :key
                        where l.until is null
                        """)
                .param("key", key)
                .query((row, n) -> new RedLines(row.getLong("open"), row.getLong("crossed")))
                .single();
    }

    /// The lines in force, with what was found about a use case.
    List<RedLine> charter(long key) {
        return jdbc.sql("""
                        select l.*, a.crossed, a.note, a.at, a.by_name from demand.red_line l
                        left join demand.red_line_answer a on a.red_line_id = l.id and a.use_case_id = :key
                        where l.until is null order by l.position, l.id
                        """)
                .param("key", key)
                .query((row, n) -> new RedLine(
                        row.getLong("id"),
                        row.getString("fr"),
                        row.getString("en"),
                        row.getObject("crossed", Boolean.class),
                        row.getString("note"),
                        maybe(row, "at"),
                        row.getString("by_name")))
                .list();
    }

    void examine(long key, long line, boolean crossed, @Nullable String note, Who by, Instant at) {
        jdbc.sql("""
                        insert into demand.red_line_answer (use_case_id, red_line_id, crossed, note, at, by_id, by_name)
                        values (:key, :line, :crossed, :note, :at, :byId, :byName)
                        on conflict (use_case_id, red_line_id) do update set crossed = excluded.crossed, note = excluded.note,
                            at = excluded.at, by_id = excluded.by_id, by_name = excluded.by_name
                        """)
                .param("key", key)
                .param("line", line)
                .param("crossed", crossed)
                .param("note", note)
                .param("at", utc(at))
                .param("byId", by.userId(), Types.BIGINT)
                .param("byName", by.name())
                .update();
    }

    /// What tells a use case apart from those that look like it, said on either side.
    List<Distinction> distinctions(long key) {
        return jdbc.sql("""
                        select o.code, d.reason, d.at, d.by_name from demand.distinction d
                        join demand.use_case o on o.id = case when d.use_case_id = :key then d.other_id else d.use_case_id end
                        where d.use_case_id = :key or d.other_id = :key order by d.at
                        """)
                .param("key", key)
                .query((row, n) -> new Distinction(
                        row.getString("code"), row.getString("reason"), instant(row, "at"), row.getString("by_name")))
                .list();
    }

    void distinguish(long key, long other, String reason, Who by, Instant at) {
        jdbc.sql("""
                        insert into demand.distinction (use_case_id, other_id, reason, at, by_id, by_name)
                        values (:key, :other, :reason, :at, :byId, :byName)
                        on conflict (use_case_id, other_id) do update set reason = excluded.reason, at = excluded.at,
                            by_id = excluded.by_id, by_name = excluded.by_name
                        """)
                .param("key", key)
                .param("other", other)
                .param("reason", reason)
                .param("at", utc(at))
                .param("byId", by.userId(), Types.BIGINT)
                .param("byName", by.name())
                .update();
    }

    /// How many files are attached.
    long attachments(long key) {
        return jdbc.sql("select count(*) from demand.attachment where use_case_id = :key and deleted_at is null")
                .param("key", key)
                .query(Long.class)
                .single();
    }

    /// How many concerns wait for an answer.
    long concerns(long key) {
        return concerns(key, "OPEN");
    }

    /// How many concerns were answered and are not settled.
    long concernsKeptOpen(long key) {
        return concerns(key, "ANSWERED");
    }

    private long concerns(long key, String state) {
        return jdbc.sql("select count(*) from demand.concern where use_case_id = :key and state = :state")
                .param("key", key)
                .param("state", state)
                .query(Long.class)
                .single();
    }

    /// Identifiers of the use cases with a standing signature or *go* that changed, or that another edition judges,
    /// since
    /// somebody looked.
    ///
    /// @param after key of the last one that was looked at; 0 to begin
    List<Held> toLookAtAgain(String basis, long after, int limit) {
        return jdbc.sql("""
                        select c.id, c.code from (
                            select use_case_id from demand.gate_signature where fallen_at is null and use_case_id > :after
                            union select use_case_id from demand.decision
                                where answer = 'GO' and fallen_at is null and use_case_id > :after
                            union select use_case_id from demand.gate_request where state = 'OPEN' and use_case_id > :after
                        ) held
                        join demand.use_case c on c.id = held.use_case_id
                        left join demand.gate_watch w on w.use_case_id = c.id
                        where w.version is null or w.version < c.version or w.basis <> :basis
                        order by c.id limit :limit
                        """)
                .param("basis", basis)
                .param("after", after)
                .param("limit", limit)
                .query((row, n) -> new Held(row.getLong("id"), row.getString("code")))
                .list();
    }

    /// A use case at whose gates something rests on its facts.
    record Held(long key, String code) {}

    /// Whether something at the gates rests on the facts of a use case: a signature, a *go* or an open request.
    boolean held(String code) {
        return jdbc.sql("""
                        select exists (
                            select from demand.use_case c where c.code = :code
                              and (exists (select from demand.gate_signature s where s.use_case_id = c.id and s.fallen_at is null)
                                or exists (select from demand.decision d
                                           where d.use_case_id = c.id and d.answer = 'GO' and d.fallen_at is null)
                                or exists (select from demand.gate_request r where r.use_case_id = c.id and r.state = 'OPEN')))
                        """).param("code", code).query(Boolean.class).single();
    }

    /// Remembers that it was looked whether what people said of this version still stands.
    void looked(long key, long version, String basis) {
        jdbc.sql("""
                        insert into demand.gate_watch (use_case_id, version, basis) values (:key, :version, :basis)
                        on conflict (use_case_id) do update set version = excluded.version, basis = excluded.basis
                        """)
                .param("key", key)
                .param("version", version)
                .param("basis", basis)
                .update();
    }

    /// The roles whose signature is asked for, by criterion.
    Map<String, List<String>> expected(long key) {
        return jdbc
                .sql("select criterion, role from demand.gate_expected where use_case_id = :key")
                .param("key", key)
                .query((row, n) -> Map.entry(row.getString("criterion"), row.getString("role")))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    /// Writes down which signatures are asked for, instead of those before.
    void expect(long key, List<Finding> toSign) {
        jdbc.sql("delete from demand.gate_expected where use_case_id = :key")
                .param("key", key)
                .update();
        for (Finding finding : toSign) {
            jdbc.sql("""
                            insert into demand.gate_expected (use_case_id, criterion, role)
                            select :key, :criterion, unnest(:roles::text[])
                            """)
                    .param("key", key)
                    .param("criterion", finding.criterion().id())
                    .param("roles", finding.missing().toArray(String[]::new))
                    .update();
        }
    }

    private List<String> names(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? List.of() : json.readValue(text, NAMES);
    }

    private static @Nullable Long absentId(Who by) {
        Who.Absent absent = by.inPlaceOf();
        return absent == null ? null : (Long) absent.userId();
    }

    private static @Nullable String absent(Who by) {
        Who.Absent absent = by.inPlaceOf();
        return absent == null ? null : absent.name();
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

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : (Long) number;
    }
}
