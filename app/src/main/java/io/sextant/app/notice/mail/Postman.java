package io.sextant.app.notice.mail;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.kernel.Who;
import io.sextant.app.notice.Notice;
import io.sextant.app.notice.Notices;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Makes the round of the letters that are due. A letter is taken for some minutes and sent without holding anything;
/// one
/// whose sending was cut short is sent again, under the same identifier. What fails is tried again ever later, and
/// given
/// up in the end with its reason. Several may go round at the same time.
@Component
class Postman {
    static final int MOST_ITEMS = 100;
    private static final int CHUNK = 20;
    /// Longer than the sending of a chunk may take.
    private static final Duration LEASE = Duration.ofMinutes(15);
    private static final Duration KEPT = Duration.ofDays(30);

    private final MailStore store;
    private final MailSettings settings;
    private final Letters letters;
    private final Carrier carrier;
    private final Notices notices;
    private final Actors actors;
    private final Clock clock;

    Postman(
            MailStore store,
            MailSettings settings,
            Letters letters,
            Carrier carrier,
            Notices notices,
            Actors actors,
            Clock clock) {
        this.store = store;
        this.settings = settings;
        this.letters = letters;
        this.carrier = carrier;
        this.notices = notices;
        this.actors = actors;
        this.clock = clock;
    }

    /// Sends what is due.
    void goRound() {
        if (!settings.on()) {
            return;
        }
        Instant now = clock.instant();
        for (List<MailStore.Due> due; !(due = store.take(now, now.plus(LEASE), CHUNK)).isEmpty(); ) {
            due.forEach(this::send);
        }
        store.forget(now.minus(KEPT));
    }

    private void send(MailStore.Due mail) {
        Optional<Actor> to = actors.find(mail.user(), Who.Channel.SYSTEM).filter(actor -> actor.email() != null);
        List<Notice> news = notices.unread(store.unread(mail.id(), MOST_ITEMS));
        if (to.isEmpty() || news.isEmpty()) {
            // They left, or read everything meanwhile.
            store.close(mail.id(), "SKIPPED", null, clock.instant());
            return;
        }
        switch (carrier.carry(letters.of(mail.id(), to.get(), news))) {
            case Carrier.Fate.Taken() -> store.close(mail.id(), "SENT", null, clock.instant());
            case Carrier.Fate.Failed(String why, boolean forGood) -> {
                if (forGood || mail.attempts() >= settings.attempts()) {
                    store.close(mail.id(), "DEAD", why, clock.instant());
                } else {
                    store.later(mail.id(), why, clock.instant().plus(pause(mail.attempts())));
                }
            }
        }
    }

    /// How long to wait after some attempts: 1 minute, 4, 16, about 1 hour, then 4 hours each.
    static Duration pause(int attempts) {
        return Duration.ofMinutes(Math.min(240, 1L << Math.min(20, 2 * (attempts - 1))));
    }
}
