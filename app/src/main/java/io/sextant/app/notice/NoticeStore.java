package io.sextant.app.notice;

import io.sextant.app.identity.Actor;
import io.sextant.app.kernel.Announcement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The notices. Thread-safe.
@Repository
class NoticeStore {
    private final JdbcClient jdbc;
    private final Wording wording;

    NoticeStore(JdbcClient jdbc, Wording wording) {
        this.jdbc = jdbc;
        this.wording = wording;
    }

    static long id(Actor actor) {
        return Objects.requireNonNull(actor.id());
    }

    /// Writes one notice for each person, and tells their numbers in the order of the people.
    List<Long> add(List<Long> people, Announcement a, @Nullable String detail, Instant at) {
        return jdbc.sql("""
                        insert into notice.notice (user_id, kind, subject, link, key, args, detail, by_name, at)
                        select p.id, :kind, :subject, :link, :key, :args::jsonb, :detail, :byName, :at
                        from unnest(:people::bigint[]) with ordinality as p(id, place) order by p.place returning id
                        """)
                .param("people", people.toArray(Long[]::new))
                .param("kind", a.kind().name())
                .param("subject", a.subject())
                .param("link", a.link())
                .param("key", a.key())
                .param("args", wording.stored(a.args()))
                .param("detail", detail)
                .param("byName", a.by().name())
                .param("at", utc(at))
                .query(Long.class)
                .list();
    }

    long unread(long user) {
        return jdbc.sql("select count(*) from notice.notice where user_id = :user and read_at is null")
                .param("user", user)
                .query(Long.class)
                .single();
    }

    long count(long user) {
        return jdbc.sql("select count(*) from notice.notice where user_id = :user")
                .param("user", user)
                .query(Long.class)
                .single();
    }

    List<Notice> of(long user, boolean unreadOnly, @Nullable Long before, int limit, long offset) {
        return jdbc.sql("select * from notice.notice where user_id = :user"
                        + (unreadOnly ? " and read_at is null" : "")
                        + (before == null ? "" : " and id < :before")
                        + " order by id desc limit :limit offset :offset")
                .param("user", user)
                .param("before", before, Types.BIGINT)
                .param("limit", limit)
                .param("offset", offset)
                .query(this::notice)
                .list();
    }

    /// Notices by their numbers that were not read yet, the oldest first.
    List<Notice> unread(List<Long> ids) {
        return jdbc.sql("select * from notice.notice where id = any(:ids) and read_at is null order by id")
                .param("ids", ids.toArray(Long[]::new))
                .query(this::notice)
                .list();
    }

    /// Marks a notice; reading it once more changes nothing.
    Optional<Notice> read(long user, long notice, @Nullable Instant at) {
        return jdbc.sql("""
                        update notice.notice
                        set read_at = case when :at::timestamptz is null then null else coalesce(read_at, :at) end
                        where id = :id and user_id = :user returning *
                        """)
                .param("at", at == null ? null : utc(at), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("id", notice)
                .param("user", user)
                .query(this::notice)
                .optional();
    }

    int readAll(long user, long upTo, Instant at) {
        return jdbc.sql("""
                        update notice.notice set read_at = :at where user_id = :user and read_at is null and id <= :upTo
                        """)
                .param("at", utc(at))
                .param("user", user)
                .param("upTo", upTo)
                .update();
    }

    /// Deletes what was read, or written, before these instants.
    int forget(Instant read, Instant written) {
        return jdbc.sql("delete from notice.notice where read_at < :read or at < :written")
                .param("read", utc(read))
                .param("written", utc(written))
                .update();
    }

    private Notice notice(ResultSet row, int n) throws SQLException {
        OffsetDateTime read = row.getObject("read_at", OffsetDateTime.class);
        return new Notice(
                row.getLong("id"),
                Announcement.Kind.valueOf(row.getString("kind")),
                row.getString("subject"),
                row.getString("link"),
                row.getString("key"),
                wording.read(row.getString("args")),
                row.getString("detail"),
                row.getString("by_name"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                read == null ? null : read.toInstant());
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
