package io.sextant.app.notice.mail;

import static io.sextant.app.kernel.Outcome.done;
import static io.sextant.app.kernel.Outcome.refused;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Announcement.Kind;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import io.sextant.app.notice.Told;
import io.sextant.app.platform.jobs.Rounds;
import io.sextant.app.platform.trust.Doubt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to e-mail: what people choose, what waits to be sent, and a letter to try it with. What is told is put into
/// letters in the transaction that tells it. Thread-safe.
@Service
@Transactional
public class Post {
    private final MailStore store;
    private final MailSettings settings;
    private final Letters letters;
    private final Carrier carrier;
    private final Rounds rounds;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Post(
            MailStore store,
            MailSettings settings,
            Letters letters,
            Carrier carrier,
            Rounds rounds,
            ApplicationEventPublisher events,
            Clock clock) {
        this.store = store;
        this.settings = settings;
        this.letters = letters;
        this.carrier = carrier;
        this.rounds = rounds;
        this.events = events;
        this.clock = clock;
    }

    /// How many letters stand where.
    ///
    /// @param retried how many of those that wait were tried in vain
    /// @param sent in the last day
    public record Counts(long waiting, long retried, long sent, long dead) {}

    /// A letter that could not be sent.
    ///
    /// @param dead whether it was given up
    /// @param at when it was given up, or is tried again
    public record Trouble(
            long id, String name, String email, boolean dead, int attempts, String error, Instant madeAt, Instant at) {
        /// The same in other words about what went wrong.
        public Trouble withError(String words) {
            return new Trouble(id, name, email, dead, attempts, words, madeAt, at);
        }
    }

    /// The mail server that letters go to.
    public MailSettings settings() {
        return settings;
    }

    @EventListener
    void hear(Told told) {
        if (!settings.on()) {
            return;
        }
        Instant now = told.at();
        Kind kind = told.announcement().kind();
        for (int i = 0; i < told.people().size(); i++) {
            long user = Objects.requireNonNull(told.people().get(i).id());
            long notice = told.notices().get(i);
            if (!store.invented(user)) {
                choices(user).when(kind, now).ifPresent(due -> store.put(user, notice, due, due.isAfter(now), now));
            }
        }
        rounds.soonAfterCommit(MailConfiguration.ROUND);
    }

    private Choices choices(long user) {
        return store.choices(user).orElseGet(() -> Choices.usual(letters.zone()));
    }

    /// What the actor chose, or what holds as long as they chose nothing.
    @Transactional(readOnly = true)
    public Choices choices(Actor actor) {
        return choices(Objects.requireNonNull(actor.id()));
    }

    /// Remembers how the actor wants to be told.
    public Choices choose(Actor actor, Choices choices) {
        store.choose(Objects.requireNonNull(actor.id()), choices);
        return choices;
    }

    /// How letters stand.
    @Transactional(readOnly = true)
    public Counts counts(Actor actor) {
        actor.require(Permission.MANAGE_SETTINGS);
        return store.counts(clock.instant().minus(Duration.ofDays(1)));
    }

    /// The letters that could not be sent.
    @Transactional(readOnly = true)
    public List<Trouble> troubles(Actor actor) {
        actor.require(Permission.MANAGE_SETTINGS);
        return store.troubles(100);
    }

    /// Sends dead letters again and tells how many.
    ///
    /// @param mail one of them; absent for all
    public int revive(Actor actor, @Nullable Long mail) {
        actor.require(Permission.MANAGE_SETTINGS);
        int revived = store.revive(mail, clock.instant());
        if (revived > 0) {
            events.publishEvent(new Sent(actor.who(), "mail.revived", Map.of("letters", revived)));
        }
        return revived;
    }

    /// Sends a letter to the actor at once, to see whether it arrives. No connection to the database is held meanwhile.
    @Transactional(propagation = org.springframework.transaction.annotation.Propagation.NEVER)
    public Outcome<String> test(Actor actor) {
        actor.require(Permission.MANAGE_SETTINGS);
        String to = Objects.requireNonNull(actor.email());
        if (!settings.on()) {
            return refused(Reason.whole("notice.mail.refused.off"));
        }
        return switch (carrier.carry(letters.test(actor))) {
            case Carrier.Fate.Taken() -> done(to);
            case Carrier.Fate.Failed(String why, boolean _) ->
                refused(Doubt.says(why) ? Reason.whole(why) : Reason.whole("notice.mail.refused.failed", why));
        };
    }

    /// The time zone of whoever did not say theirs.
    public ZoneId zone() {
        return letters.zone();
    }

    /// Something was done about letters.
    record Sent(Who by, String action, Map<String, @Nullable Object> after) implements Auditable {
        @Override
        public String subjectType() {
            return "installation";
        }

        @Override
        public String subjectId() {
            return "mail";
        }
    }
}
