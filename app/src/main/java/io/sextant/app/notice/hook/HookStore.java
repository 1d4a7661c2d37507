package io.sextant.app.notice.hook;

import io.sextant.app.kernel.Announcement.Kind;
import io.sextant.app.notice.hook.Hooks.Delivery;
import io.sextant.app.notice.hook.Hooks.Hook;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The webhooks and their deliveries. Thread-safe.
@Repository
class HookStore {
    private final JdbcClient jdbc;

    HookStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    long add(String name, String url, Collection<Kind> kinds, byte[] secret, String by, Instant now) {
        return jdbc.sql("""
                        insert into notice.hook (name, url, kinds, secret, made_at, made_by)
                        values (:name, :url, :kinds, :secret, :now, :by) returning id
                        """)
                .param("name", name)
                .param("url", url)
                .param("kinds", kinds.stream().map(Kind::name).toArray(String[]::new))
                .param("secret", secret)
                .param("now", utc(now))
                .param("by", by)
                .query(Long.class)
                .single();
    }

    List<Hook> hooks() {
        return jdbc.sql("select * from notice.hook order by lower(name), id")
                .query(HookStore::hook)
                .list();
    }

    Optional<Hook> hook(long id) {
        return jdbc.sql("select * from notice.hook where id = :id")
                .param("id", id)
                .query(HookStore::hook)
                .optional();
    }

    private static Hook hook(ResultSet row, int n) throws SQLException {
        return new Hook(
                row.getLong("id"),
                row.getString("name"),
                row.getString("url"),
                Arrays.stream((String[]) row.getArray("kinds").getArray())
                        .map(Kind::valueOf)
                        .toList(),
                instant(row, "made_at"),
                row.getString("made_by"),
                maybe(row, "failing_since"),
                maybe(row, "disabled_at"),
                row.getString("disabled_why"));
    }

    byte[] secret(long hook) {
        return jdbc.sql("select secret from notice.hook where id = :id")
                .param("id", hook)
                .query((row, n) -> row.getBytes("secret"))
                .single();
    }

    boolean remove(long hook) {
        return jdbc.sql("delete from notice.hook where id = :id")
                        .param("id", hook)
                        .update()
                == 1;
    }

    /// Switches a webhook on or off; false when it was so already.
    ///
    /// @param why absent to switch it on
    boolean disable(long hook, @Nullable String why, Instant now) {
        return jdbc.sql("""
                        update notice.hook set disabled_at = :at, disabled_why = :why, failing_since = null
                        where id = :id and (disabled_at is null) = :off
                        """)
                        .param("at", why == null ? null : utc(now), Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("why", why)
                        .param("id", hook)
                        .param("off", why != null)
                        .update()
                == 1;
    }

    void failing(long hook, boolean failing, Instant now) {
        jdbc.sql(
                        failing
                                ? "update notice.hook set failing_since = coalesce(failing_since, :now) where id = :id"
                                : "update notice.hook set failing_since = null where id = :id and :now::timestamptz is not null")
                .param("now", utc(now))
                .param("id", hook)
                .update();
    }

    long deliver(long hook, String event, String type, String body, Instant now) {
        return jdbc.sql("""
                        insert into notice.delivery (hook_id, event_id, type, body, made_at, due_at)
                        values (:hook, :event, :type, :body, :now, :now) returning id
                        """)
                .param("hook", hook)
                .param("event", event)
                .param("type", type)
                .param("body", body)
                .param("now", utc(now))
                .query(Long.class)
                .single();
    }

    /// A delivery to make.
    record Due(
            long id,
            long hook,
            String url,
            String event,
            String body,
            int attempts,
            @Nullable Instant failingSince) {}

    /// Takes deliveries that are due, for as long as making them may take: should that never end, they are due again
    /// then. Those to a webhook that is off wait.
    List<Due> take(Instant now, Instant again, int limit) {
        return jdbc.sql("""
                        update notice.delivery d set attempts = d.attempts + 1, due_at = :again
                        from notice.hook h
                        where h.id = d.hook_id and d.id in (
                            select x.id from notice.delivery x join notice.hook y on y.id = x.hook_id and y.disabled_at is null
                            where x.state = 'WAITING' and x.due_at <= :now
                            order by x.due_at, x.id limit :limit for update of x skip locked)
                        returning d.id, d.hook_id, h.url, d.event_id, d.body, d.attempts, h.failing_since
                        """)
                .param("again", utc(again))
                .param("now", utc(now))
                .param("limit", limit)
                .query((row, n) -> new Due(
                        row.getLong("id"),
                        row.getLong("hook_id"),
                        row.getString("url"),
                        row.getString("event_id"),
                        row.getString("body"),
                        row.getInt("attempts"),
                        maybe(row, "failing_since")))
                .list();
    }

    /// Writes down how a try went.
    ///
    /// @param state `WAITING` to try again at `due`
    void tried(long delivery, String state, Caller.Reply reply, Instant due, Instant now) {
        jdbc.sql("""
                        update notice.delivery set state = :state, status = :status, answer = :answer, tried_at = :now,
                            due_at = :due, closed_at = case when :state = 'WAITING' then null else :now::timestamptz end
                        where id = :id
                        """)
                .param("state", state)
                .param("status", reply.status(), Types.INTEGER)
                .param("answer", reply.answer())
                .param("now", utc(now))
                .param("due", utc(due))
                .param("id", delivery)
                .update();
    }

    boolean replay(long hook, long delivery, Instant now) {
        return jdbc.sql("""
                        update notice.delivery set state = 'WAITING', attempts = 0, due_at = :now, closed_at = null
                        where id = :id and hook_id = :hook
                        """)
                        .param("now", utc(now))
                        .param("id", delivery)
                        .param("hook", hook)
                        .update()
                == 1;
    }

    List<Delivery> deliveries(long hook, @Nullable Long before, int limit) {
        return jdbc.sql("""
                        select * from notice.delivery where hook_id = :hook and (:before::bigint is null or id < :before)
                        order by id desc limit :limit
                        """)
                .param("hook", hook)
                .param("before", before, Types.BIGINT)
                .param("limit", limit)
                .query((row, n) -> new Delivery(
                        row.getLong("id"),
                        row.getString("event_id"),
                        row.getString("type"),
                        row.getString("body"),
                        Hooks.State.valueOf(row.getString("state")),
                        row.getInt("attempts"),
                        row.getObject("status", Integer.class),
                        row.getString("answer"),
                        instant(row, "made_at"),
                        maybe(row, "tried_at"),
                        instant(row, "due_at")))
                .list();
    }

    void forget(Instant before) {
        jdbc.sql("delete from notice.delivery where state <> 'WAITING' and closed_at < :before")
                .param("before", utc(before))
                .update();
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
