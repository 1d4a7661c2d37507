package io.sextant.app.notice.mail;

import io.sextant.app.kernel.Announcement.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The choices of people and the letters to send. Thread-safe.
@Repository
class MailStore {
    private static final TypeReference<Map<String, String>> BY_KIND = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    MailStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    Optional<Choices> choices(long user) {
        return jdbc.sql("select * from notice.choice where user_id = :user")
                .param("user", user)
                .query((row, n) -> choices(row))
                .optional();
    }

    private Choices choices(ResultSet row) throws SQLException {
        var byKind = new EnumMap<Kind, Delivery>(Kind.class);
        json.readValue(row.getString("by_kind"), BY_KIND)
                .forEach((kind, delivery) -> byKind.put(Kind.valueOf(kind), Delivery.valueOf(delivery)));
        return new Choices(
                Delivery.valueOf(row.getString("usual")),
                byKind,
                ZoneId.of(row.getString("zone")),
                row.getObject("quiet_from", LocalTime.class),
                row.getObject("quiet_until", LocalTime.class),
                row.getBoolean("weekends"),
                row.getObject("daily_at", LocalTime.class));
    }

    void choose(long user, Choices choices) {
        jdbc.sql("""
                        insert into notice.choice (user_id, usual, by_kind, zone, quiet_from, quiet_until, weekends, daily_at)
                        values (:user, :usual, :byKind::jsonb, :zone, :from, :until, :weekends, :dailyAt)
                        on conflict (user_id) do update set usual = excluded.usual, by_kind = excluded.by_kind,
                            zone = excluded.zone, quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until,
                            weekends = excluded.weekends, daily_at = excluded.daily_at
                        """)
                .param("user", user)
                .param("usual", choices.usual().name())
                .param("byKind", json.writeValueAsString(choices.byKind()))
                .param("zone", choices.zone().getId())
                .param("from", choices.quietFrom(), Types.TIME)
                .param("until", choices.quietUntil(), Types.TIME)
                .param("weekends", choices.weekends())
                .param("dailyAt", choices.dailyAt())
                .update();
    }

    /// Puts a notice into a letter that is due then.
    ///
    /// @param gathers whether it joins, or begins, the letter that gathers for that moment
    void put(long user, long notice, Instant due, boolean gathers, Instant now) {
        long mail = jdbc.sql("""
                        insert into notice.mail (user_id, made_at, due_at, gathers) values (:user, :now, :due, :gathers)
                        on conflict (user_id, due_at) where gathers do update set user_id = excluded.user_id returning id
                        """)
                .param("user", user)
                .param("now", utc(now))
                .param("due", utc(due))
                .param("gathers", gathers)
                .query(Long.class)
                .single();
        jdbc.sql("update notice.notice set mail_id = :mail where id = :notice")
                .param("mail", mail)
                .param("notice", notice)
                .update();
    }

    /// A letter to send.
    ///
    /// @param attempts how often it was tried, this time included
    record Due(long id, long user, int attempts) {}

    /// Takes letters that are due, for as long as sending them may take: should it never end, they are due again then.
    List<Due> take(Instant now, Instant again, int limit) {
        return jdbc.sql("""
                        update notice.mail set attempts = attempts + 1, gathers = false, due_at = :again
                        where id in (select id from notice.mail where state = 'WAITING' and due_at <= :now
                                     order by due_at, id limit :limit for update skip locked)
                        returning id, user_id, attempts
                        """)
                .param("again", utc(again))
                .param("now", utc(now))
                .param("limit", limit)
                .query((row, n) -> new Due(row.getLong("id"), row.getLong("user_id"), row.getInt("attempts")))
                .list();
    }

    /// What a letter holds that its reader has not read meanwhile, the oldest first.
    List<Long> unread(long mail, int limit) {
        return jdbc.sql("""
                        select id from notice.notice where mail_id = :mail and read_at is null order by id limit :limit
                        """)
                .param("mail", mail)
                .param("limit", limit)
                .query(Long.class)
                .list();
    }

    /// Ends a letter.
    void close(long mail, String state, @Nullable String error, Instant now) {
        jdbc.sql("""
                        update notice.mail set state = :state, error = :error, closed_at = :now where id = :id
                        """)
                .param("state", state)
                .param("error", error)
                .param("now", utc(now))
                .param("id", mail)
                .update();
    }

    /// Tries a letter again later.
    void later(long mail, String error, Instant due) {
        jdbc.sql("update notice.mail set error = :error, due_at = :due where id = :id and state = 'WAITING'")
                .param("error", error)
                .param("due", utc(due))
                .param("id", mail)
                .update();
    }

    /// Sends dead letters again.
    ///
    /// @param mail one of them; absent for all
    int revive(@Nullable Long mail, Instant now) {
        return jdbc.sql("""
                        update notice.mail set state = 'WAITING', closed_at = null, attempts = 0, due_at = :now
                        where state = 'DEAD' and (:mail::bigint is null or id = :mail)
                        """)
                .param("now", utc(now))
                .param("mail", mail, Types.BIGINT)
                .update();
    }

    Post.Counts counts(Instant since) {
        return jdbc.sql("""
                        select count(*) filter (where state = 'WAITING') as waiting,
                               count(*) filter (where state = 'WAITING' and attempts > 0) as retried,
                               count(*) filter (where state = 'SENT' and closed_at >= :since) as sent,
                               count(*) filter (where state = 'DEAD') as dead
                        from notice.mail
                        """)
                .param("since", utc(since))
                .query((row, n) -> new Post.Counts(
                        row.getLong("waiting"), row.getLong("retried"), row.getLong("sent"), row.getLong("dead")))
                .single();
    }

    /// Letters that were given up or wait for another try, the latest first.
    List<Post.Trouble> troubles(int limit) {
        return jdbc.sql("""
                        select m.id, u.name, u.email, m.state = 'DEAD' as dead, m.attempts, m.error, m.made_at,
                               case when m.state = 'DEAD' then m.closed_at else m.due_at end as at
                        from notice.mail m join identity.user_account u on u.id = m.user_id
                        where m.error is not null and m.state in ('DEAD', 'WAITING')
                        order by m.state = 'DEAD' desc, m.id desc limit :limit
                        """)
                .param("limit", limit)
                .query((row, n) -> new Post.Trouble(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getString("email"),
                        row.getBoolean("dead"),
                        row.getInt("attempts"),
                        row.getString("error"),
                        row.getObject("made_at", OffsetDateTime.class).toInstant(),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /// Deletes what ended before an instant.
    void forget(Instant before) {
        jdbc.sql("delete from notice.mail where state <> 'WAITING' and closed_at < :before")
                .param("before", utc(before))
                .update();
    }

    /// Whether somebody is an invented person of the demonstration, whose address is nobody's.
    boolean invented(long user) {
        return jdbc.sql("select demo_persona from identity.user_account where id = :user")
                .param("user", user)
                .query(Boolean.class)
                .single();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
