package io.sextant.app.demand.telling;

import io.sextant.app.demand.gating.Desk.Case;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Reads who is concerned by what happens at a gate. Thread-safe.
@Repository
class TellingStore {
    private final JdbcClient jdbc;

    TellingStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A use case with those who own it.
    record Subject(
            long key,
            Case useCase,
            @Nullable Long businessOwner,
            @Nullable Long technicalOwner) {}

    Subject subject(String code) {
        return jdbc.sql("""
                        select id, code, title, lang, nullif(translation ->> 'title', '') as translated, unit_id, created_at,
                               business_owner_id, technical_owner_id
                        from demand.use_case where code = :code
                        """).param("code", code).query(TellingStore::subject).single();
    }

    private static Subject subject(ResultSet row, int n) throws SQLException {
        return new Subject(
                row.getLong("id"),
                new Case(
                        row.getString("code"),
                        row.getString("title"),
                        row.getString("lang"),
                        row.getString("translated"),
                        number(row, "unit_id"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant()),
                number(row, "business_owner_id"),
                number(row, "technical_owner_id"));
    }

    /// Who asked for the latest answer.
    Optional<Long> requester(long key) {
        return jdbc.sql("select by_id from demand.gate_request where use_case_id = :key order by id desc limit 1")
                .param("key", key)
                .query((row, n) -> Optional.ofNullable(number(row, "by_id")))
                .optional()
                .flatMap(asked -> asked);
    }

    /// The stage and the promised day of the open request.
    record Open(String stage, LocalDate promised) {}

    Optional<Open> open(long key) {
        return jdbc.sql("select stage, promised from demand.gate_request where use_case_id = :key and state = 'OPEN'")
                .param("key", key)
                .query((row, n) -> new Open(row.getString("stage"), row.getObject("promised", LocalDate.class)))
                .optional();
    }

    /// A question with its reply.
    record Asked(@Nullable Long byId, String body, @Nullable String reply) {}

    Asked question(long id) {
        return jdbc.sql("select by_id, body, reply from demand.gate_question where id = :id")
                .param("id", id)
                .query((row, n) -> new Asked(number(row, "by_id"), row.getString("body"), row.getString("reply")))
                .single();
    }

    /// Who signed last for a criterion.
    Optional<Long> signer(long key, String criterion) {
        return jdbc.sql("""
                        select by_id from demand.gate_signature where use_case_id = :key and criterion = :criterion
                        order by coalesce(fallen_at, at) desc, id desc limit 1
                        """)
                .param("key", key)
                .param("criterion", criterion)
                .query(Long.class)
                .optional();
    }

    /// Who took a decision.
    Optional<Long> decider(long decision) {
        return jdbc.sql("select by_id from demand.decision where id = :id")
                .param("id", decision)
                .query((row, n) -> Optional.ofNullable(number(row, "by_id")))
                .optional()
                .flatMap(by -> by);
    }

    /// Who contested a decision last.
    Optional<Long> appellant(long decision) {
        return jdbc.sql("select by_id from demand.appeal where decision_id = :id order by id desc limit 1")
                .param("id", decision)
                .query((row, n) -> Optional.ofNullable(number(row, "by_id")))
                .optional()
                .flatMap(by -> by);
    }

    /// Who does a remedy.
    record Doing(String ownerRole, @Nullable Long ownerId, boolean shared) {}

    Optional<Doing> action(long key, String remedy) {
        return jdbc.sql("""
                        select owner_role, owner_id, use_case_id is null as shared from demand.action
                        where remedy = :remedy and state = 'UNDER_WAY' and (use_case_id = :key or use_case_id is null)
                        order by id desc limit 1
                        """)
                .param("key", key)
                .param("remedy", remedy)
                .query((row, n) ->
                        new Doing(row.getString("owner_role"), number(row, "owner_id"), row.getBoolean("shared")))
                .optional();
    }

    /// A waiver about to end.
    record Ending(
            long id,
            String code,
            String criterion,
            String role,
            LocalDate until,
            @Nullable Long byId) {}

    /// Waivers that end by a day and of which nobody was told.
    List<Ending> ending(LocalDate from, LocalDate until, int limit) {
        return jdbc.sql("""
                        select w.id, c.code, w.criterion, w.role, w.until_day, w.by_id from demand.gate_waiver w
                        join demand.use_case c on c.id = w.use_case_id and c.archived_at is null
                        where w.withdrawn_at is null and w.told_at is null and w.until_day between :from and :until
                        order by w.until_day, w.id limit :limit
                        """)
                .param("from", from)
                .param("until", until)
                .param("limit", limit)
                .query((row, n) -> new Ending(
                        row.getLong("id"),
                        row.getString("code"),
                        row.getString("criterion"),
                        row.getString("role"),
                        row.getObject("until_day", LocalDate.class),
                        number(row, "by_id")))
                .list();
    }

    /// Remembers that people were told; false when they already were.
    boolean told(long waiver, Instant at) {
        return jdbc.sql("""
                        update demand.gate_waiver set told_at = :at
                        where id = :id and told_at is null and withdrawn_at is null
                        """)
                        .param("at", at.atOffset(ZoneOffset.UTC))
                        .param("id", waiver)
                        .update()
                == 1;
    }

    /// A day of a use case that somebody answers for.
    ///
    /// @param what the criterion that is waived, or the answer that was given
    record Owned(Case useCase, String what, LocalDate day) {}

    private static final String OF_MINE = """
            c.archived_at is null and (c.business_owner_id = :me or c.technical_owner_id = :me or %s = :me)
            """;

    /// The waivers that end from a day on, on use cases that somebody owns, or granted by them.
    List<Owned> waiversOf(long me, LocalDate from) {
        return owned("""
                w.criterion as what, w.until_day as day from demand.gate_waiver w
                join demand.use_case c on c.id = w.use_case_id
                where w.withdrawn_at is null and w.until_day >= :from and
                """ + OF_MINE.formatted("w.by_id"), me, from);
    }

    /// The decisions to look at again from a day on, on use cases that somebody owns, or taken by them.
    List<Owned> reviewsOf(long me, LocalDate from) {
        return owned("""
                d.answer as what, d.review as day from demand.decision d join demand.use_case c on c.id = d.use_case_id
                where d.fallen_at is null and d.review >= :from and
                """ + OF_MINE.formatted("d.by_id"), me, from);
    }

    private List<Owned> owned(String rest, long me, LocalDate from) {
        return jdbc.sql(
                        "select c.code, c.title, c.lang, nullif(c.translation ->> 'title', '') as translated, c.unit_id, c.created_at, "
                                + rest + " order by day limit 200")
                .param("me", me)
                .param("from", from)
                .query((row, n) -> new Owned(
                        new Case(
                                row.getString("code"),
                                row.getString("title"),
                                row.getString("lang"),
                                row.getString("translated"),
                                number(row, "unit_id"),
                                row.getObject("created_at", OffsetDateTime.class)
                                        .toInstant()),
                        row.getString("what"),
                        row.getObject("day", LocalDate.class)))
                .list();
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : (Long) number;
    }
}
