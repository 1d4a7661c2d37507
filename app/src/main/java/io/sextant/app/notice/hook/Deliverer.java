package io.sextant.app.notice.hook;

import io.sextant.app.identity.Role;
import io.sextant.app.kernel.Announcement;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.trust.Trust;
import io.sextant.app.platform.webhook.Signer;
import io.sextant.app.platform.webhook.WebhookSeal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Makes the round of the deliveries that are due, several at once, in no order that receivers could count on. A
/// delivery
/// is taken for some minutes and made without holding anything; one that was cut short is made again: each arrives at
/// least once, under the same identifier.
@Component
class Deliverer {
    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);
    private static final int CHUNK = 20;
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration KEPT = Duration.ofDays(30);

    private final HookStore store;
    private final HookSettings settings;
    private final WebhookSeal seal;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final Caller caller;

    Deliverer(
            HookStore store,
            HookSettings settings,
            WebhookSeal seal,
            ApplicationEventPublisher events,
            Clock clock,
            PlatformTransactionManager transactions,
            Trust trust) {
        this.store = store;
        this.settings = settings;
        this.seal = seal;
        this.events = events;
        this.clock = clock;
        transaction = new TransactionTemplate(transactions);
        caller = new Caller(settings.privateAddresses(), settings.timeout(), trust.sockets());
    }

    /// Delivers what is due.
    void goRound() {
        Instant now = clock.instant();
        for (List<HookStore.Due> due; !(due = store.take(now, now.plus(LEASE), CHUNK)).isEmpty(); ) {
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                due.forEach(delivery -> threads.execute(() -> deliver(delivery)));
            }
        }
        store.forget(now.minus(KEPT));
    }

    private void deliver(HookStore.Due due) {
        try {
            Optional<byte[]> secret = seal.open(store.secret(due.hook()));
            done(
                    due,
                    secret.isEmpty()
                            ? new Caller.Reply(null, "notice.hook.problem.secret")
                            : caller.post(due.url(), headers(due, secret.get()), due.body()));
        } catch (RuntimeException e) {
            LOG.warn("Delivery {} failed and is made again", due.id(), e);
        }
    }

    private Map<String, String> headers(HookStore.Due due, byte[] secret) {
        long time = clock.instant().getEpochSecond();
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/cloudevents+json; charset=utf-8");
        headers.put("webhook-id", due.event());
        headers.put("webhook-timestamp", String.valueOf(time));
        headers.put("webhook-signature", Signer.sign(secret, due.event(), time, due.body()));
        return headers;
    }

    private void done(HookStore.Due due, Caller.Reply reply) {
        Instant now = clock.instant();
        if (reply.delivered()) {
            store.tried(due.id(), "DELIVERED", reply, now, now);
            store.failing(due.hook(), false, now);
            return;
        }
        boolean last = reply.gone() || due.attempts() >= settings.attempts();
        store.tried(due.id(), last ? "DEAD" : "WAITING", reply, now.plus(pause(due.attempts())), now);
        store.failing(due.hook(), true, now);
        Instant since = due.failingSince();
        if (reply.gone()) {
            disable(due, "notice.hook.off.gone");
        } else if (since != null && since.plus(settings.disableAfter()).isBefore(now)) {
            disable(due, "notice.hook.off.failing");
        }
    }

    /// Switches a webhook off and tells the administrators, once.
    private void disable(HookStore.Due due, String why) {
        transaction.executeWithoutResult(status -> {
            if (store.disable(due.hook(), why, clock.instant())) {
                String name = store.hook(due.hook()).map(Hooks.Hook::name).orElse("");
                events.publishEvent(new Hooks.Changed(
                        Who.SYSTEM,
                        "webhook.disabled",
                        String.valueOf(due.hook()),
                        new LinkedHashMap<>(Map.of("why", why))));
                events.publishEvent(new Announcement(
                        Who.SYSTEM,
                        Announcement.Kind.INSTALLATION,
                        Set.of(),
                        List.of(new Announcement.Holders(Role.ADMINISTRATOR.name(), null)),
                        null,
                        null,
                        "webhook " + due.hook(),
                        "/admin/webhooks/" + due.hook(),
                        "notice.hook.disabled",
                        List.of(name, new Announcement.Term(why)),
                        null));
            }
        });
    }

    /// How long to wait after some attempts: 15 seconds, 1 minute, 4, 16, about 1 hour, 4, then 12 hours each.
    static Duration pause(int attempts) {
        return Duration.ofSeconds(Math.min(43_200, 15L << Math.min(20, 2 * (attempts - 1))));
    }
}
