package io.sextant.app.demand.receiving;

import static io.sextant.app.kernel.Outcome.done;
import static io.sextant.app.kernel.Outcome.refused;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.webhook.Signer;
import io.sextant.app.platform.webhook.WebhookSeal;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to receivers, for administrators. A secret is shown when it is made and never again. One that was removed
/// can be put back for as long as deliveries are kept. Thread-safe.
@Service
@Transactional
public class Receivers {
    /// Most receivers.
    public static final int MOST = 50;
    /// Longest name, in characters.
    public static final int MAX_NAME = 120;
    /// Longest name of an inventory, in characters.
    public static final int MAX_SOURCE = 200;

    private static final int SLUG_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ReceiverStore store;
    private final ReceiverSettings settings;
    private final WebhookSeal seal;
    private final Units units;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Receivers(
            ReceiverStore store,
            ReceiverSettings settings,
            WebhookSeal seal,
            Units units,
            ApplicationEventPublisher events,
            Clock clock) {
        this.store = store;
        this.settings = settings;
        this.seal = seal;
        this.units = units;
        this.events = events;
        this.clock = clock;
    }

    /// What an administrator says of a receiver.
    ///
    /// @param lang language of what is delivered, `fr` or `en`
    /// @param unit code of the unit to which an idea goes that names none; blank for the whole company
    /// @param source the inventory of the register that its keys belong to; blank for the one that its kind names
    /// @param plain whether the secret in a header is proof enough
    public record Wanted(String name, String lang, String unit, String source, boolean plain) {}

    /// A receiver with its new secret, which is shown this once.
    public record Made(Receiver receiver, String secret) {}

    /// The receivers by name, those that can be put back last.
    @Transactional(readOnly = true)
    public List<Receiver> list(Actor actor) {
        actor.require(Permission.MANAGE_SETTINGS);
        return store.receivers(clock.instant().minus(settings.kept()));
    }

    @Transactional(readOnly = true)
    public Optional<Receiver> find(Actor actor, long id) {
        actor.require(Permission.MANAGE_SETTINGS);
        return found(id);
    }

    private Optional<Receiver> found(long id) {
        Instant since = clock.instant().minus(settings.kept());
        return store.receiver(id).filter(r -> {
            Instant removed = r.removedAt();
            return removed == null || !removed.isBefore(since);
        });
    }

    /// Adds a receiver.
    public Outcome<Made> add(Actor actor, ReceiverKind kind, Wanted wanted) {
        actor.require(Permission.MANAGE_SETTINGS);
        var faults = new ArrayList<>(faults(wanted, null));
        long standing = store.receivers(clock.instant()).stream()
                .filter(r -> r.removedAt() == null)
                .count();
        if (standing >= MOST) {
            faults.add(Reason.whole("demand.receiver.problem.many", MOST));
        }
        if (!faults.isEmpty()) {
            return new Outcome.Refused<>(faults);
        }
        byte[] secret = Signer.fresh();
        byte[] slug = new byte[SLUG_BYTES];
        RANDOM.nextBytes(slug);
        long id = store.add(
                Base64.getUrlEncoder().withoutPadding().encodeToString(slug),
                wanted.name().strip(),
                kind,
                wanted.lang(),
                unit(wanted.unit()),
                source(wanted),
                wanted.plain(),
                seal.seal(secret),
                actor.name(),
                clock.instant());
        Receiver made = store.receiver(id).orElseThrow();
        tell(actor, "added", made, Map.of(), told(made));
        return done(new Made(made, Signer.shown(secret)));
    }

    /// Changes what was said of a receiver; its kind, its address and its secret stay.
    public Outcome<Receiver> change(Actor actor, long id, Wanted wanted) {
        actor.require(Permission.MANAGE_SETTINGS);
        Receiver before = standing(id).orElse(null);
        if (before == null) {
            return none();
        }
        List<Reason> faults = faults(wanted, before.unitId());
        if (!faults.isEmpty()) {
            return new Outcome.Refused<>(faults);
        }
        store.change(id, wanted.name().strip(), wanted.lang(), unit(wanted.unit()), source(wanted), wanted.plain());
        Receiver after = store.receiver(id).orElseThrow();
        if (!after.equals(before)) {
            tell(actor, "changed", after, told(before), told(after));
        }
        return done(after);
    }

    /// Gives a receiver another secret.
    ///
    /// @param atOnce whether the secret of now ends now; otherwise it holds on for as long as the settings say
    /// @param given the secret that the sender made; blank for a new one of ours
    public Outcome<Made> rotate(Actor actor, long id, boolean atOnce, String given) {
        actor.require(Permission.MANAGE_SETTINGS);
        if (standing(id).isEmpty()) {
            return none();
        }
        Instant now = clock.instant();
        byte[] secret = given.isBlank() ? Signer.fresh() : Signer.read(given).orElse(null);
        if (secret == null) {
            return refused(Reason.of("secret", "demand.receiver.problem.secret"));
        }
        boolean ends = atOnce || settings.overlap().isZero();
        store.rotate(id, seal.seal(secret), ends ? null : now.plus(settings.overlap()), now);
        Receiver after = store.receiver(id).orElseThrow();
        tell(actor, "rotated", after, Map.of(), Map.of("atOnce", ends));
        return done(new Made(after, Signer.shown(secret)));
    }

    /// Pauses a receiver or lets it go on. While it is paused, senders are told to come again later.
    public Outcome<Receiver> pause(Actor actor, long id, boolean paused) {
        actor.require(Permission.MANAGE_SETTINGS);
        Receiver before = standing(id).orElse(null);
        if (before == null) {
            return none();
        }
        if ((before.pausedAt() != null) != paused) {
            store.pause(id, paused ? clock.instant() : null);
            tell(actor, paused ? "paused" : "resumed", before, Map.of(), Map.of());
        }
        return done(store.receiver(id).orElseThrow());
    }

    /// Removes a receiver: its address is good for nothing until it is put back. What came by it stays.
    public Outcome<Receiver> remove(Actor actor, long id) {
        actor.require(Permission.MANAGE_SETTINGS);
        Receiver before = standing(id).orElse(null);
        if (before == null) {
            return none();
        }
        store.remove(id, clock.instant());
        tell(actor, "removed", before, Map.of(), Map.of("name", before.name()));
        return done(store.receiver(id).orElseThrow());
    }

    /// Puts a removed receiver back, with its address and its secret.
    public Outcome<Receiver> putBack(Actor actor, long id) {
        actor.require(Permission.MANAGE_SETTINGS);
        Receiver before = found(id).orElse(null);
        if (before == null) {
            return none();
        }
        if (before.removedAt() != null) {
            store.remove(id, null);
            tell(actor, "put-back", before, Map.of(), Map.of("name", before.name()));
        }
        return done(store.receiver(id).orElseThrow());
    }

    /// The deliveries of a receiver, the latest first.
    @Transactional(readOnly = true)
    public List<Delivery> deliveries(Actor actor, long id, @Nullable Long before, int limit) {
        actor.require(Permission.MANAGE_SETTINGS);
        return store.deliveries(id, before, limit);
    }

    /// How many deliveries of each result are kept.
    @Transactional(readOnly = true)
    public Map<Result, Long> counts(Actor actor, long id) {
        actor.require(Permission.MANAGE_SETTINGS);
        return store.counts(id);
    }

    /// Whether the secret can still be read: not after its key was lost.
    @Transactional(readOnly = true)
    public boolean readable(Actor actor, long id) {
        actor.require(Permission.MANAGE_SETTINGS);
        return seal.open(store.secrets(id, clock.instant()).getFirst()).isPresent();
    }

    /// Forgets what is old.
    void forget() {
        Instant now = clock.instant();
        store.forget(now.minus(settings.kept()), now);
    }

    private Optional<Receiver> standing(long id) {
        return store.receiver(id).filter(r -> r.removedAt() == null);
    }

    private static <T> Outcome<T> none() {
        return refused(Reason.whole("demand.receiver.notFound"));
    }

    /// @param held the unit that it has, which may have been closed since
    private List<Reason> faults(Wanted wanted, @Nullable Long held) {
        var faults = new ArrayList<Reason>();
        if (wanted.name().isBlank()
                || wanted.name().strip().length() > MAX_NAME
                || wanted.name().chars().anyMatch(Character::isISOControl)) {
            faults.add(Reason.of("name", "demand.receiver.problem.name", MAX_NAME));
        }
        if (!wanted.lang().equals("fr") && !wanted.lang().equals("en")) {
            faults.add(Reason.of("lang", "demand.problem.lang", wanted.lang()));
        }
        if (!wanted.unit().isBlank()) {
            Unit unit = units.byCode(wanted.unit().strip()).orElse(null);
            if (unit == null || !unit.open() && (held == null || held != unit.id())) {
                faults.add(Reason.of("unit", "demand.problem.unitCode", wanted.unit()));
            }
        }
        if (wanted.source().strip().length() > MAX_SOURCE
                || wanted.source().chars().anyMatch(Character::isISOControl)) {
            faults.add(Reason.of("source", "demand.receiver.problem.source", MAX_SOURCE));
        }
        return faults;
    }

    private @Nullable Long unit(String code) {
        return code.isBlank() ? null : units.byCode(code.strip()).map(Unit::id).orElse(null);
    }

    private static @Nullable String source(Wanted wanted) {
        return wanted.source().isBlank() ? null : wanted.source().strip();
    }

    private Map<String, @Nullable Object> told(Receiver receiver) {
        Long unit = receiver.unitId();
        var told = new LinkedHashMap<String, @Nullable Object>();
        told.put("name", receiver.name());
        told.put("kind", receiver.kind().name());
        told.put("lang", receiver.lang());
        told.put("unit", unit == null ? null : units.find(unit).map(Unit::code).orElse(null));
        told.put("source", receiver.source());
        told.put("plain", receiver.plain());
        return told;
    }

    private void tell(
            Actor actor,
            String verb,
            Receiver receiver,
            Map<String, @Nullable Object> before,
            Map<String, ? extends @Nullable Object> after) {
        events.publishEvent(new Changed(
                actor.who(),
                "receiver." + verb,
                String.valueOf(receiver.id()),
                before,
                new LinkedHashMap<String, @Nullable Object>(after)));
    }

    /// Something was done about a receiver.
    record Changed(
            Who by,
            String action,
            String subjectId,
            Map<String, @Nullable Object> before,
            Map<String, @Nullable Object> after)
            implements Auditable {
        @Override
        public String subjectType() {
            return "receiver";
        }
    }
}
