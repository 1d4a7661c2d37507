package io.sextant.app.demand.receiving;

import io.sextant.app.kernel.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The rows of receivers and of what was delivered to them. Callers hold the transaction. Thread-safe.
@Repository
class ReceiverStore {
    private static final String RECEIVERS = """
            select r.*, (select max(d.at) from demand.receiver_delivery d
                where d.receiver_id = r.id and d.status = 202) as last_at
            from demand.receiver r
            """;
    /// Deliveries of each receiver whose bodies are kept, and refused ones that are kept at all.
    private static final int LOGGED = 200;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ReceiverStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    long add(
            String slug,
            String name,
            ReceiverKind kind,
            String lang,
            @Nullable Long unit,
            @Nullable String source,
            boolean plain,
            byte[] secret,
            String by,
            Instant now) {
        return jdbc.sql("""
                        insert into demand.receiver (slug, name, kind, lang, unit_id, source, plain, secret, secret_at,
                            made_at, made_by)
                        values (:slug, :name, :kind, :lang, :unit, :source, :plain, :secret, :now, :now, :by) returning id
                        """)
                .param("slug", slug)
                .param("name", name)
                .param("kind", kind.name())
                .param("lang", lang)
                .param("unit", unit, Types.BIGINT)
                .param("source", source)
                .param("plain", plain)
                .param("secret", secret)
                .param("now", utc(now))
                .param("by", by)
                .query(Long.class)
                .single();
    }

    void change(long id, String name, String lang, @Nullable Long unit, @Nullable String source, boolean plain) {
        jdbc.sql("""
                        update demand.receiver set name = :name, lang = :lang, unit_id = :unit, source = :source,
                            plain = :plain where id = :id
                        """)
                .param("name", name)
                .param("lang", lang)
                .param("unit", unit, Types.BIGINT)
                .param("source", source)
                .param("plain", plain)
                .param("id", id)
                .update();
    }

    /// Replaces the secret.
    ///
    /// @param until until when the one of now holds too; absent when it holds no longer
    void rotate(long id, byte[] secret, @Nullable Instant until, Instant now) {
        jdbc.sql("""
                        update demand.receiver set previous = case when :until::timestamptz is null then null else secret end,
                            previous_until = :until, secret = :secret, secret_at = :now where id = :id
                        """)
                .param("until", until == null ? null : utc(until), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("secret", secret)
                .param("now", utc(now))
                .param("id", id)
                .update();
    }

    void pause(long id, @Nullable Instant at) {
        jdbc.sql("update demand.receiver set paused_at = :at where id = :id")
                .param("at", at == null ? null : utc(at), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("id", id)
                .update();
    }

    void remove(long id, @Nullable Instant at) {
        jdbc.sql("update demand.receiver set removed_at = :at where id = :id")
                .param("at", at == null ? null : utc(at), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("id", id)
                .update();
    }

    /// All that were not removed before a time, the removed ones last, by name.
    List<Receiver> receivers(Instant since) {
        return jdbc.sql(RECEIVERS + """
                         where r.removed_at is null or r.removed_at >= :since
                         order by r.removed_at is not null, lower(r.name), r.id
                        """)
                .param("since", utc(since))
                .query(ReceiverStore::receiver)
                .list();
    }

    Optional<Receiver> receiver(long id) {
        return jdbc.sql(RECEIVERS + " where r.id = :id")
                .param("id", id)
                .query(ReceiverStore::receiver)
                .optional();
    }

    /// One that was not removed.
    Optional<Receiver> receiver(String slug) {
        return jdbc.sql(RECEIVERS + " where r.slug = :slug and r.removed_at is null")
                .param("slug", slug)
                .query(ReceiverStore::receiver)
                .optional();
    }

    /// Holds a receiver until the transaction ends.
    void lock(long id) {
        jdbc.sql("select 1 from demand.receiver where id = :id for no key update")
                .param("id", id)
                .query(Integer.class)
                .single();
    }

    /// The secrets that hold at a time, sealed, the current one first.
    List<byte[]> secrets(long id, Instant now) {
        return jdbc.sql("select secret, previous, previous_until from demand.receiver where id = :id")
                .param("id", id)
                .query((row, n) -> {
                    var secrets = new ArrayList<byte[]>();
                    secrets.add(row.getBytes("secret"));
                    Instant until = maybe(row, "previous_until");
                    if (until != null && until.isAfter(now)) {
                        secrets.add(row.getBytes("previous"));
                    }
                    return secrets;
                })
                .single();
    }

    private static Receiver receiver(ResultSet row, int n) throws SQLException {
        return new Receiver(
                row.getLong("id"),
                row.getString("slug"),
                row.getString("name"),
                ReceiverKind.valueOf(row.getString("kind")),
                row.getString("lang"),
                row.getObject("unit_id", Long.class),
                row.getString("source"),
                row.getBoolean("plain"),
                instant(row, "secret_at"),
                maybe(row, "previous_until"),
                instant(row, "made_at"),
                row.getString("made_by"),
                maybe(row, "paused_at"),
                maybe(row, "removed_at"),
                maybe(row, "last_at"));
    }

    /// Counts a use in a minute and tells how many there were in it.
    int count(String key, Instant minute) {
        jdbc.sql("delete from demand.intake_rate where began < :old")
                .param("old", utc(minute.minusSeconds(86_400)))
                .update();
        return jdbc.sql("""
                        insert into demand.intake_rate as r (key, began, uses) values (:key, :minute, 1)
                        on conflict (key, began) do update set uses = r.uses + 1 returning uses
                        """)
                .param("key", key)
                .param("minute", utc(minute))
                .query(Integer.class)
                .single();
    }

    /// An accepted delivery as it was answered.
    record Answered(
            byte[] digest,
            Result result,
            List<Reason> reasons,
            @Nullable Long idea,
            @Nullable String useCase) {}

    Optional<Answered> answered(long receiver, byte[] identity) {
        return jdbc.sql("""
                        select d.*, c.code from demand.receiver_delivery d left join demand.use_case c on c.id = d.use_case_id
                        where d.receiver_id = :receiver and d.identity = :identity
                        """)
                .param("receiver", receiver)
                .param("identity", identity)
                .query((row, n) -> new Answered(
                        row.getBytes("digest"),
                        Result.valueOf(row.getString("result")),
                        reasons(row.getString("reasons")),
                        row.getObject("entry_id", Long.class),
                        row.getString("code")))
                .optional();
    }

    /// Writes a delivery down.
    ///
    /// @param identity with an accepted one only
    void log(
            long receiver,
            Result result,
            @Nullable String identifier,
            byte @Nullable [] identity,
            byte @Nullable [] digest,
            List<Reason> reasons,
            @Nullable String excerpt,
            @Nullable Long entry,
            @Nullable String useCase,
            Instant now) {
        jdbc.sql("""
                        insert into demand.receiver_delivery (receiver_id, at, result, status, identifier, identity, digest,
                            reasons, excerpt, entry_id, use_case_id)
                        values (:receiver, :now, :result, :status, :identifier, :identity, :digest, :reasons::jsonb, :excerpt,
                            :entry, (select id from demand.use_case where code = :useCase))
                        """)
                .param("receiver", receiver)
                .param("now", utc(now))
                .param("result", result.name())
                .param("status", result.status())
                .param("identifier", identifier)
                .param("identity", identity, Types.BINARY)
                .param("digest", digest, Types.BINARY)
                .param("reasons", json.writeValueAsString(reasons))
                .param("excerpt", excerpt)
                .param("entry", entry, Types.BIGINT)
                .param("useCase", useCase, Types.VARCHAR)
                .update();
        if (!result.accepted() || result == Result.AGAIN) {
            trim(receiver);
        }
    }

    /// Keeps the latest of those that say nothing once they are read.
    private void trim(long receiver) {
        jdbc.sql("""
                        delete from demand.receiver_delivery where receiver_id = :receiver and identity is null and id <= (
                            select d.id from demand.receiver_delivery d where d.receiver_id = :receiver and d.identity is null
                            order by d.id desc offset :kept limit 1)
                        """).param("receiver", receiver).param("kept", LOGGED).update();
    }

    List<Delivery> deliveries(long receiver, @Nullable Long before, int limit) {
        return jdbc.sql("""
                        select d.*, c.code from demand.receiver_delivery d left join demand.use_case c on c.id = d.use_case_id
                        where d.receiver_id = :receiver and (:before::bigint is null or d.id < :before)
                        order by d.id desc limit :limit
                        """)
                .param("receiver", receiver)
                .param("before", before, Types.BIGINT)
                .param("limit", limit)
                .query((row, n) -> new Delivery(
                        row.getLong("id"),
                        instant(row, "at"),
                        Result.valueOf(row.getString("result")),
                        row.getInt("status"),
                        row.getString("identifier"),
                        reasons(row.getString("reasons")),
                        row.getString("excerpt"),
                        row.getObject("entry_id", Long.class),
                        row.getString("code")))
                .list();
    }

    /// How many there were of each result among those that are kept.
    Map<Result, Long> counts(long receiver) {
        var counts = new EnumMap<Result, Long>(Result.class);
        jdbc.sql(
                        "select result, count(*) as n from demand.receiver_delivery where receiver_id = :receiver group by result")
                .param("receiver", receiver)
                .query((row, n) -> Map.entry(Result.valueOf(row.getString("result")), row.getLong("n")))
                .list()
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    /// Forgets what is old: deliveries, the bodies of all but the latest, secrets that hold no longer, and those of
    /// receivers that nobody puts back any more.
    void forget(Instant before, Instant now) {
        jdbc.sql("delete from demand.receiver_delivery where at < :before")
                .param("before", utc(before))
                .update();
        jdbc.sql("""
                        update demand.receiver_delivery d set excerpt = null
                        from (select id, row_number() over (partition by receiver_id order by id desc) as place
                              from demand.receiver_delivery) latest
                        where latest.id = d.id and latest.place > :kept and d.excerpt is not null
                        """).param("kept", LOGGED).update();
        jdbc.sql("update demand.receiver set previous = null, previous_until = null where previous_until < :now")
                .param("now", utc(now))
                .update();
        jdbc.sql(
                        "update demand.receiver set secret = '', previous = null, previous_until = null where removed_at < :before")
                .param("before", utc(before))
                .update();
    }

    private List<Reason> reasons(String stored) {
        var reasons = new ArrayList<Reason>();
        for (JsonNode reason : json.readTree(stored)) {
            JsonNode field = reason.path("field");
            List<Object> args = new ArrayList<>();
            for (JsonNode arg : reason.path("args")) {
                args.add(arg.isNumber() ? (Object) arg.asLong() : arg.asString());
            }
            reasons.add(new Reason(
                    field.isString() ? field.asString() : null,
                    reason.path("code").asString(),
                    args));
        }
        return reasons;
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
