package io.sextant.app.notice.calendar;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.Site;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Datebook;
import io.sextant.app.kernel.Who;
import io.sextant.app.notice.Wording;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to calendars: each person may have one secret address, behind which a calendar program finds the days that
/// matter to them, with the rights they have at that moment. Only the hash of the secret is kept. Thread-safe.
@Service
@Transactional
public class Calendars {
    private static final int DAYS_BACK = 30;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final Actors actors;
    private final Wording wording;
    private final Messages messages;
    private final Site site;
    private final ObjectProvider<Datebook> datebooks;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Calendars(
            JdbcClient jdbc,
            Actors actors,
            Wording wording,
            Messages messages,
            Site site,
            ObjectProvider<Datebook> datebooks,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.actors = actors;
        this.wording = wording;
        this.messages = messages;
        this.site = site;
        this.datebooks = datebooks;
        this.events = events;
        this.clock = clock;
    }

    /// A person's calendar address.
    ///
    /// @param readAt when a program last read it; absent for never
    public record State(Instant madeAt, @Nullable Instant readAt) {}

    /// Whether the actor has a calendar address; empty when not.
    @Transactional(readOnly = true)
    public Optional<State> of(Actor actor) {
        return jdbc.sql("select made_at, read_at from notice.calendar where user_id = :user")
                .param("user", id(actor))
                .query((row, n) -> {
                    OffsetDateTime read = row.getObject("read_at", OffsetDateTime.class);
                    return new State(
                            row.getObject("made_at", OffsetDateTime.class).toInstant(),
                            read == null ? null : read.toInstant());
                })
                .optional();
    }

    /// Makes a new secret for the actor, which is told this once; the one before opens nothing any more.
    public String make(Actor actor) {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        jdbc.sql("""
                        insert into notice.calendar (user_id, hash, made_at) values (:user, :hash, :now)
                        on conflict (user_id) do update set hash = excluded.hash, made_at = excluded.made_at, read_at = null
                        """)
                .param("user", id(actor))
                .param("hash", hash(secret))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        events.publishEvent(new Changed(actor.who(), "calendar.made", String.valueOf(id(actor))));
        return secret;
    }

    /// Takes the actor's address away.
    public void revoke(Actor actor) {
        int gone = jdbc.sql("delete from notice.calendar where user_id = :user")
                .param("user", id(actor))
                .update();
        if (gone > 0) {
            events.publishEvent(new Changed(actor.who(), "calendar.revoked", String.valueOf(id(actor))));
        }
    }

    /// The calendar behind a secret (RFC 5545); empty where the secret opens nothing, or the account is closed.
    public Optional<String> read(String secret) {
        Optional<Long> user = jdbc.sql("update notice.calendar set read_at = :now where hash = :hash returning user_id")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("hash", hash(secret))
                .query(Long.class)
                .optional();
        return user.flatMap(id -> actors.find(id, Who.Channel.SYSTEM)).map(this::calendar);
    }

    private String calendar(Actor actor) {
        Lang chosen = Lang.of(actor.language());
        Lang lang = chosen == null ? Lang.FR : chosen;
        Instant now = clock.instant();
        LocalDate from = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(DAYS_BACK);
        var calendar = new ICalendar(messages.text(lang, "notice.calendar.name"), now);
        List<Datebook.Entry> entries = datebooks.stream()
                .flatMap(book -> book.of(id(actor), from).stream())
                .toList();
        for (Datebook.Entry entry : entries) {
            calendar.day(
                    entry.uid() + "-" + id(actor) + "@sextant",
                    entry.day(),
                    wording.text(lang, entry.key(), entry.args()),
                    entry.subject()
                            + site.address(entry.link()).map(a -> "\n" + a).orElse(""),
                    site.address(entry.link()).orElse(null));
        }
        return calendar.done();
    }

    private static long id(Actor actor) {
        return Objects.requireNonNull(actor.id());
    }

    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM knows SHA-256", e);
        }
    }

    /// A calendar address was made or taken away.
    record Changed(Who by, String action, String subjectId) implements Auditable {
        @Override
        public String subjectType() {
            return "user";
        }
    }
}
