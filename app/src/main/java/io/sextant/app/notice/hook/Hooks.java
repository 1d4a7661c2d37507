package io.sextant.app.notice.hook;

import static io.sextant.app.kernel.Outcome.done;
import static io.sextant.app.kernel.Outcome.refused;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Site;
import io.sextant.app.kernel.Announcement;
import io.sextant.app.kernel.Announcement.Kind;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import io.sextant.app.notice.Told;
import io.sextant.app.notice.Wording;
import io.sextant.app.platform.jobs.Rounds;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.webhook.Signer;
import io.sextant.app.platform.webhook.WebhookSeal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// The door to webhooks, for administrators. What is announced is put in line for each webhook that wants it in the
/// transaction that announces it, as a CloudEvent 1.0 in structured JSON. Thread-safe.
@Service
@Transactional
public class Hooks {
    /// Most webhooks.
    public static final int MOST = 50;
    /// Longest name.
    public static final int MAX_NAME = 120;

    private final HookStore store;
    private final HookSettings settings;
    private final WebhookSeal seal;
    private final Wording wording;
    private final JsonMapper json;
    private final Site site;
    private final Rounds rounds;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Hooks(
            HookStore store,
            HookSettings settings,
            WebhookSeal seal,
            Wording wording,
            JsonMapper json,
            Site site,
            Rounds rounds,
            ApplicationEventPublisher events,
            Clock clock) {
        this.store = store;
        this.settings = settings;
        this.seal = seal;
        this.wording = wording;
        this.json = json;
        this.site = site;
        this.rounds = rounds;
        this.events = events;
        this.clock = clock;
    }

    /// A program elsewhere that is told.
    ///
    /// @param kinds what it is told of; empty for everything
    /// @param failingSince since when every delivery failed
    /// @param disabledWhy why it is switched off; absent while it is on
    public record Hook(
            long id,
            String name,
            String url,
            List<Kind> kinds,
            Instant madeAt,
            String madeBy,
            @Nullable Instant failingSince,
            @Nullable Instant disabledAt,
            @Nullable String disabledWhy) {
        public Hook {
            kinds = List.copyOf(kinds);
        }

        boolean wants(Kind kind) {
            return disabledAt == null && (kinds.isEmpty() || kinds.contains(kind));
        }
    }

    /// Where a delivery stands.
    public enum State {
        /// It is to be made, or tried again.
        WAITING,
        /// The receiver answered 2xx.
        DELIVERED,
        /// It was given up.
        DEAD
    }

    /// A delivery with how its last try went.
    ///
    /// @param event identifier of the event, the same at every try and every replay
    /// @param status of HTTP; absent when there was no answer
    /// @param answer the beginning of the answer, or why there was none
    public record Delivery(
            long id,
            String event,
            String type,
            String body,
            State state,
            int attempts,
            @Nullable Integer status,
            @Nullable String answer,
            Instant madeAt,
            @Nullable Instant triedAt,
            Instant dueAt) {
        /// The same in other words about the answer.
        public Delivery withAnswer(@Nullable String words) {
            return new Delivery(id, event, type, body, state, attempts, status, words, madeAt, triedAt, dueAt);
        }
    }

    /// A new webhook with its secret, which is shown this once.
    public record Made(Hook hook, String secret) {}

    /// The webhooks by name.
    @Transactional(readOnly = true)
    public List<Hook> list(Actor actor) {
        actor.require(Permission.MANAGE_SETTINGS);
        return store.hooks();
    }

    @Transactional(readOnly = true)
    public Optional<Hook> find(Actor actor, long id) {
        actor.require(Permission.MANAGE_SETTINGS);
        return store.hook(id);
    }

    /// Adds a webhook. Its address is looked at again at every delivery.
    public Outcome<Made> add(Actor actor, String name, String url, Collection<Kind> kinds) {
        actor.require(Permission.MANAGE_SETTINGS);
        var faults = new ArrayList<Reason>();
        if (name.isBlank() || name.strip().length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            faults.add(Reason.of("name", "notice.hook.problem.name", MAX_NAME));
        }
        try {
            Destination.of(url, settings.privateAddresses());
        } catch (Destination.Refused refused) {
            faults.add(Reason.of("url", "notice.hook.problem." + refused.key()));
        }
        if (store.hooks().size() >= MOST) {
            faults.add(Reason.whole("notice.hook.problem.many", MOST));
        }
        if (!faults.isEmpty()) {
            return new Outcome.Refused<>(faults);
        }
        byte[] secret = Signer.fresh();
        long id = store.add(name.strip(), url.strip(), kinds, seal.seal(secret), actor.name(), clock.instant());
        tell(actor, "webhook.added", id, Map.of("name", name.strip(), "url", url.strip()));
        return done(new Made(store.hook(id).orElseThrow(), Signer.shown(secret)));
    }

    /// Takes a webhook away with its deliveries.
    public Outcome<Long> remove(Actor actor, long id) {
        actor.require(Permission.MANAGE_SETTINGS);
        Optional<Hook> hook = store.hook(id);
        if (hook.isEmpty() || !store.remove(id)) {
            return refused(Reason.whole("notice.hook.refused.none"));
        }
        tell(actor, "webhook.removed", id, Map.of("name", hook.get().name()));
        return done(id);
    }

    /// Switches a webhook on or off. What waited while it was off is delivered once it is on.
    public Outcome<Hook> enable(Actor actor, long id, boolean on) {
        actor.require(Permission.MANAGE_SETTINGS);
        if (store.hook(id).isEmpty()) {
            return refused(Reason.whole("notice.hook.refused.none"));
        }
        if (store.disable(id, on ? null : "notice.hook.off.byHand", clock.instant())) {
            tell(actor, on ? "webhook.enabled" : "webhook.disabled", id, Map.of());
        }
        return done(store.hook(id).orElseThrow());
    }

    /// The deliveries of a webhook, the latest first.
    @Transactional(readOnly = true)
    public List<Delivery> deliveries(Actor actor, long id, @Nullable Long before, int limit) {
        actor.require(Permission.MANAGE_SETTINGS);
        return store.deliveries(id, before, limit);
    }

    /// Makes a delivery once more, under the same identifier.
    public Outcome<Long> replay(Actor actor, long id, long delivery) {
        actor.require(Permission.MANAGE_SETTINGS);
        if (!store.replay(id, delivery, clock.instant())) {
            return refused(Reason.whole("notice.hook.refused.noDelivery"));
        }
        tell(actor, "webhook.replayed", id, Map.of("delivery", delivery));
        rounds.soonAfterCommit(HookConfiguration.ROUND);
        return done(delivery);
    }

    /// Puts an event in line that means nothing, to see whether it arrives.
    public Outcome<Long> test(Actor actor, long id) {
        actor.require(Permission.MANAGE_SETTINGS);
        if (store.hook(id).isEmpty()) {
            return refused(Reason.whole("notice.hook.refused.none"));
        }
        String event = UUID.randomUUID().toString();
        Instant now = clock.instant();
        long delivery = store.deliver(
                id,
                event,
                "io.sextant.test",
                body(event, "io.sextant.test", "test", now, Map.of("by", actor.name())),
                now);
        rounds.soonAfterCommit(HookConfiguration.ROUND);
        return done(delivery);
    }

    @EventListener
    void hear(Told told) {
        Announcement a = told.announcement();
        List<Hook> hooks = store.hooks().stream().filter(h -> h.wants(a.kind())).toList();
        if (hooks.isEmpty()) {
            return;
        }
        String event = UUID.randomUUID().toString();
        String type = "io.sextant." + a.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        String body = body(event, type, a.subject(), told.at(), data(a));
        hooks.forEach(hook -> store.deliver(hook.id(), event, type, body, told.at()));
        rounds.soonAfterCommit(HookConfiguration.ROUND);
    }

    private Map<String, @Nullable Object> data(Announcement a) {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("kind", a.kind().name());
        data.put(
                "text",
                Map.of(
                        "fr", wording.text(Lang.FR, a.key(), a.args()),
                        "en", wording.text(Lang.EN, a.key(), a.args())));
        data.put("detail", a.detail());
        data.put("by", a.by().name());
        data.put("link", site.address(a.link()).orElse(a.link()));
        return data;
    }

    private String body(
            String id, String type, String subject, Instant at, Map<String, ? extends @Nullable Object> data) {
        var event = new LinkedHashMap<String, @Nullable Object>();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", site.address("").orElse("/sextant"));
        event.put("type", type);
        event.put("subject", subject);
        event.put("time", at.toString());
        event.put("datacontenttype", "application/json");
        event.put("data", data);
        return json.writeValueAsString(event);
    }

    private void tell(Actor actor, String action, long id, Map<String, ? extends @Nullable Object> after) {
        events.publishEvent(new Changed(actor.who(), action, String.valueOf(id), new LinkedHashMap<>(after)));
    }

    /// Something was done about a webhook.
    record Changed(Who by, String action, String subjectId, Map<String, @Nullable Object> after) implements Auditable {
        @Override
        public String subjectType() {
            return "webhook";
        }
    }
}
