package io.sextant.app.demand.intake;

import static io.sextant.app.kernel.Outcome.done;
import static io.sextant.app.kernel.Outcome.refused;

import io.sextant.app.demand.Comments;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.Link;
import io.sextant.app.demand.Person;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.Standing;
import io.sextant.app.demand.intake.IntakeEntry.State;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Scope;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Announcement;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;
import org.springframework.transaction.support.TransactionTemplate;

/// The door for people without an account: pages that the AI office opens, what comes in by them, and the answer that
/// the sender reads under an address that nobody guesses. What comes in becomes a use case only by somebody's hand.
/// Thread-safe.
///
/// Against machines: a form is taken no sooner than [#SOONEST] after it was handed out, which its signed stamp proves;
/// a field that people do not see must stay empty; an address and a link have so many tries an hour, counted in the
/// database.
@Service
@Transactional
public class PublicIntake {
    /// A form filled in sooner was not read by a person.
    public static final Duration SOONEST = Duration.ofSeconds(4);
    /// A form handed out longer ago is handed out anew.
    public static final Duration LATEST = Duration.ofDays(1);
    /// Tries an hour of one network address.
    public static final int PER_ADDRESS = 10;
    /// Tries an hour by one link.
    public static final int PER_LINK = 100;
    /// Longest text, in characters.
    public static final int LONGEST = 4_000;

    private static final int SHOWN = 200;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PublicStore store;
    private final UseCases useCases;
    private final Comments comments;
    private final Gates gates;
    private final Units units;
    private final Messages messages;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final TransactionTemplate transaction;

    PublicIntake(
            PublicStore store,
            UseCases useCases,
            Comments comments,
            Gates gates,
            Units units,
            Messages messages,
            ApplicationEventPublisher events,
            Clock clock,
            TransactionTemplate transaction) {
        this.store = store;
        this.useCases = useCases;
        this.comments = comments;
        this.gates = gates;
        this.units = units;
        this.messages = messages;
        this.events = events;
        this.clock = clock;
        this.transaction = transaction;
    }

    // ---------------------------------------------------------------------------------------------------------- links

    /// Whether the actor may open and close links for a unit; absent stands for the whole company.
    private static boolean mayOpen(Actor actor, @Nullable Long unit) {
        return actor.may(Permission.DECIDE_GATES, unit) || actor.may(Permission.MANAGE_SETTINGS);
    }

    /// The links that the actor may open and close, the open ones first, the latest first.
    @Transactional(readOnly = true)
    public List<IntakeLink> links(Actor actor) {
        return store.links().stream().filter(l -> mayOpen(actor, l.unitId())).toList();
    }

    /// Opens a link.
    ///
    /// @param unit code of the unit whose demands it gathers; blank for the whole company
    /// @param until its last day; absent when it has none
    public Outcome<IntakeLink> open(Actor actor, String label, String lang, String unit, @Nullable LocalDate until) {
        var problems = new ArrayList<Reason>();
        text("label", label, true, 200).ifPresent(problems::add);
        if (!lang.equals("fr") && !lang.equals("en")) {
            problems.add(Reason.of("lang", "demand.problem.lang", lang));
        }
        Long unitId = null;
        if (!unit.isBlank()) {
            unitId = units.byCode(unit).map(u -> u.id()).orElse(null);
            if (unitId == null) {
                problems.add(Reason.of("unit", "demand.problem.unitCode", unit));
            }
        }
        if (until != null && until.isBefore(gates.today())) {
            problems.add(Reason.of("until", "demand.intake.link.problem.until"));
        }
        if (problems.isEmpty() && !mayOpen(actor, unitId)) {
            problems.add(Reason.of("unit", "demand.refused.unit"));
        }
        if (!problems.isEmpty()) {
            return new Outcome.Refused<>(problems);
        }
        byte[] seal = new byte[32];
        RANDOM.nextBytes(seal);
        long id = store.open(
                secret(), seal, label.strip(), lang, unitId, until, actor.who().name(), clock.instant());
        tell(actor.who(), "link-opened", "intake-link", id, Map.of("label", label.strip()));
        return done(store.link(id).orElseThrow());
    }

    /// Closes a link; what came by it stays.
    public Outcome<IntakeLink> close(Actor actor, long id) {
        Optional<IntakeLink> link = store.link(id).filter(l -> mayOpen(actor, l.unitId()));
        if (link.isEmpty()) {
            return refused(Reason.whole("demand.intake.link.refused.notFound"));
        }
        if (link.get().closedAt() == null) {
            store.close(id, clock.instant());
            tell(actor.who(), "link-closed", "intake-link", id, Map.of());
        }
        return done(store.link(id).orElseThrow());
    }

    // ---------------------------------------------------------------------------------------------------- who has none

    /// The page of that address, while it is open.
    @Transactional(readOnly = true)
    public Optional<IntakeLink> page(String slug) {
        return store.link(slug).filter(l -> l.open(gates.today()));
    }

    /// The stamp of a form that is handed out now.
    @Transactional(readOnly = true)
    public String stamp(IntakeLink link) {
        return stamp(store.seal(link.id()), clock.instant());
    }

    static String stamp(byte[] seal, Instant at) {
        String issued = Long.toString(at.toEpochMilli(), 36);
        return issued + "." + HexFormat.of().formatHex(signed(seal, issued));
    }

    private static byte[] signed(byte[] seal, String issued) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(seal, "HmacSHA256"));
            return mac.doFinal(issued.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC with SHA-256", e);
        }
    }

    /// When a stamp was made; absent when it is none of ours.
    private static @Nullable Instant issued(byte[] seal, String stamp) {
        String[] parts = stamp.split("\\.", 2);
        if (parts.length != 2 || !parts[0].matches("[0-9a-z]{1,11}")) {
            return null;
        }
        byte[] expected = HexFormat.of().formatHex(signed(seal, parts[0])).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, parts[1].getBytes(StandardCharsets.UTF_8))
                ? Instant.ofEpochMilli(Long.parseLong(parts[0], 36))
                : null;
    }

    /// What somebody typed on the page.
    ///
    /// @param trap the field that people do not see
    public record Typed(
            String problem,
            String beneficiaries,
            String outcome,
            String name,
            String email,
            String trap,
            String stamp) {}

    /// What came of sending it.
    public sealed interface Sent {
        /// It is there.
        ///
        /// @param secret the end of the receipt's address, shown once
        record Received(String secret) implements Sent {}

        /// It is not, and why.
        record Not(List<Reason> reasons) implements Sent {}

        /// There were too many tries.
        record Wait(Duration left) implements Sent {}
    }

    /// Takes what somebody sends by a link.
    ///
    /// @param address their network address
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public Sent send(IntakeLink link, String address, Typed typed) {
        Instant now = clock.instant();
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        // Counted apart, so that what is refused counts too.
        Integer byAddress =
                transaction.execute(s -> store.count("address " + HexFormat.of().formatHex(sha256(address)), hour));
        Integer byLink = transaction.execute(s -> store.count("link " + link.id(), hour));
        if ((byAddress != null && byAddress > PER_ADDRESS) || (byLink != null && byLink > PER_LINK)) {
            return new Sent.Wait(Duration.between(now, hour.plus(1, ChronoUnit.HOURS)));
        }
        Sent sent = transaction.execute(s -> receive(link, typed, now));
        return sent == null ? new Sent.Not(List.of()) : sent;
    }

    private Sent receive(IntakeLink link, Typed typed, Instant now) {
        var problems = new ArrayList<Reason>();
        Instant issued = issued(store.seal(link.id()), typed.stamp());
        if (!typed.trap().isEmpty()
                || issued == null
                || issued.isAfter(now.minus(SOONEST))
                || issued.isBefore(now.minus(LATEST))) {
            problems.add(Reason.whole("demand.intake.public.again"));
        }
        text("problem", typed.problem(), true, LONGEST).ifPresent(problems::add);
        text("beneficiaries", typed.beneficiaries(), false, LONGEST).ifPresent(problems::add);
        text("outcome", typed.outcome(), false, LONGEST).ifPresent(problems::add);
        text("name", typed.name(), false, 200).ifPresent(problems::add);
        text("email", typed.email(), false, 254).ifPresent(problems::add);
        if (!problems.isEmpty()) {
            return new Sent.Not(problems);
        }
        String secret = secret();
        long id = store.receive(
                link.id(),
                sha256(secret),
                typed.problem().strip(),
                stripped(typed.beneficiaries()),
                stripped(typed.outcome()),
                stripped(typed.name()),
                stripped(typed.email()),
                now);
        tell(stranger(link.label()), "received", "intake-entry", id, Map.of("link", link.id()));
        announce(
                Announcement.Kind.REQUEST,
                stranger(link.label()),
                link.unitId(),
                id,
                "demand.intake.news.received",
                link.label(),
                typed.problem());
        return new Sent.Received(secret);
    }

    /// What a sender reads.
    ///
    /// @param standing where the use case stands that it became; absent otherwise
    public record Receipt(IntakeEntry entry, @Nullable Standing standing) {}

    /// The receipt of that secret.
    @Transactional(readOnly = true)
    public Optional<Receipt> receipt(String secret) {
        return store.entry(sha256(secret)).map(entry -> {
            UseCaseId id = entry.useCase();
            return new Receipt(
                    entry,
                    entry.state() == State.ACCEPTED && id != null
                            ? gates.of(Actor.system(), id).orElse(null)
                            : null);
        });
    }

    /// Replies to a question as the sender: one that came before the use case, or, after it, one of its gate.
    public Outcome<Boolean> reply(String secret, long question, boolean ofGate, String body) {
        Optional<IntakeEntry> found = store.entry(sha256(secret));
        if (found.isEmpty()) {
            return refused(Reason.whole("demand.intake.refused.notFound"));
        }
        IntakeEntry entry = found.get();
        Optional<Reason> fault = text("body", body, true, LONGEST);
        if (fault.isPresent()) {
            return refused(fault.get());
        }
        if (!ofGate) {
            if (!store.reply(entry.id(), question, body.strip(), clock.instant())) {
                return refused(Reason.whole("demand.gates.refused.noQuestion"));
            }
            tell(stranger(entry.label()), "replied", "intake-entry", entry.id(), Map.of("question", question));
            announce(
                    Announcement.Kind.REPLY,
                    stranger(entry.label()),
                    entry.unitId(),
                    entry.id(),
                    "demand.intake.news.replied",
                    entry.label(),
                    body);
            return done(true);
        }
        UseCaseId id = entry.useCase();
        if (entry.state() != State.ACCEPTED || id == null) {
            return refused(Reason.whole("demand.gates.refused.noQuestion"));
        }
        String words = messages.text(lang(entry), "demand.intake.public.reply", body.strip());
        String fitting = words.length() > Gates.MAX_TEXT ? words.substring(0, Gates.MAX_TEXT) : words;
        return switch (gates.reply(Actor.system(), id, question, fitting)) {
            case Outcome.Done<Standing> _ -> done(true);
            case Outcome.Refused<Standing>(List<Reason> reasons) -> new Outcome.Refused<>(reasons);
            case Outcome.Stale<Standing>(long current) -> new Outcome.Stale<>(current);
        };
    }

    // ---------------------------------------------------------------------------------------------------------- inbox

    /// What waits for the actor to take it up, join it or say no, the oldest first.
    @Transactional(readOnly = true)
    public List<IntakeEntry> inbox(Actor actor) {
        return switch (actor.scope(Permission.DECIDE_GATES)) {
            case Scope.All() -> store.waiting(null, SHOWN);
            case Scope.Units(Set<Long> within) -> store.waiting(within.toArray(Long[]::new), SHOWN);
            case Scope.None() -> List.of();
        };
    }

    private Optional<IntakeEntry> waiting(Actor actor, long id) {
        return store.lock(id).filter(e -> actor.may(Permission.DECIDE_GATES, e.unitId()));
    }

    private static Optional<Reason> hindrance(Optional<IntakeEntry> entry) {
        return entry.isEmpty()
                ? Optional.of(Reason.whole("demand.intake.entry.refused.notFound"))
                : entry.get().state() == State.NEW
                        ? Optional.empty()
                        : Optional.of(Reason.whole("demand.intake.entry.refused.answered"));
    }

    /// Makes it a use case and asks for an answer at its first gate; another person than this one gives the *go*.
    public Outcome<UseCaseId> accept(Actor actor, long id, String title) {
        Optional<IntakeEntry> found = waiting(actor, id);
        Optional<Reason> hindrance = hindrance(found);
        if (hindrance.isPresent()) {
            return refused(hindrance.get());
        }
        IntakeEntry entry = found.orElseThrow();
        return switch (useCases.propose(actor, content(entry, title), null)) {
            case Outcome.Done<UseCase>(UseCase made) -> {
                if (gates.ask(actor, made.id(), null) instanceof Outcome.Refused<Standing>(List<Reason> reasons)) {
                    TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
                    yield new Outcome.Refused<>(reasons);
                }
                store.close(
                        id,
                        State.ACCEPTED,
                        made.key(),
                        null,
                        null,
                        null,
                        actor.who().name(),
                        clock.instant());
                tell(
                        actor.who(),
                        "accepted",
                        "intake-entry",
                        id,
                        Map.of("useCase", made.id().code()));
                yield done(made.id());
            }
            case Outcome.Refused<UseCase>(List<Reason> reasons) -> new Outcome.Refused<>(reasons);
            case Outcome.Stale<UseCase>(long current) -> new Outcome.Stale<>(current);
        };
    }

    /// The content of the use case that an idea becomes.
    private static Content content(IntakeEntry entry, String title) {
        Origin origin = entry.origin();
        var tags = new ArrayList<String>();
        tags.add(entry.label().length() > 80 ? entry.label().substring(0, 80) : entry.label());
        if (origin == null) {
            String called = title.isBlank() ? Titles.propose(entry.problem()) : title;
            return Content.titled(entry.lang(), called)
                    .withTexts(t -> new Texts(
                            t.title(), entry.problem(), null, entry.outcome(), entry.beneficiaries(), null, null, null))
                    .withUnit(entry.unitId())
                    .withStage(Stage.IDEA)
                    .withTags(tags);
        }
        tags.addAll(origin.tags());
        Texts t = origin.texts();
        String url = origin.url();
        String key = origin.key();
        String status = origin.status();
        return new Content(
                entry.lang(),
                new Texts(
                        title.isBlank() ? t.title() : title,
                        t.problem(),
                        t.baseline(),
                        t.outcome(),
                        t.beneficiaries(),
                        t.alternative(),
                        t.description(),
                        t.domain()),
                null,
                Person.named(origin.sponsor()),
                Person.named(origin.businessOwner()),
                Person.named(origin.technicalOwner()),
                entry.unitId(),
                null,
                false,
                Stage.IDEA,
                null,
                null,
                null,
                tags,
                url == null ? List.of() : List.of(new Link(key == null ? url : key, url)),
                status == null ? Map.of() : Map.of("Status", status),
                origin.source(),
                key);
    }

    /// Adds the need to a use case that serves it.
    public Outcome<UseCaseId> join(Actor actor, long id, UseCaseId into) {
        Optional<IntakeEntry> found = waiting(actor, id);
        Optional<Reason> hindrance = hindrance(found);
        if (hindrance.isPresent()) {
            return refused(hindrance.get());
        }
        IntakeEntry entry = found.orElseThrow();
        Optional<UseCase> other = useCases.find(actor, into);
        if (other.isEmpty()) {
            return refused(Reason.of("into", "demand.gates.problem.into"));
        }
        String words = messages.text(
                lang(entry),
                "demand.intake.joined.comment",
                entry.origin() == null
                                || entry.problem().equals(entry.origin().texts().title())
                        ? entry.problem()
                        : entry.origin().texts().title() + "\n\n" + fitting(entry.problem()),
                entry.beneficiaries() == null ? "" : fitting(entry.beneficiaries()));
        if (comments.add(actor, into, words) instanceof Outcome.Refused<Comments.Comment>(List<Reason> reasons)) {
            return new Outcome.Refused<>(reasons);
        }
        store.close(
                id,
                State.JOINED,
                other.get().key(),
                null,
                null,
                null,
                actor.who().name(),
                clock.instant());
        tell(actor.who(), "joined", "intake-entry", id, Map.of("useCase", into.code()));
        return done(into);
    }

    /// Says that it is not taken up: why, and what would change that.
    public Outcome<Boolean> decline(Actor actor, long id, String reason, String wouldChange, String instead) {
        Optional<Reason> hindrance = hindrance(waiting(actor, id));
        if (hindrance.isPresent()) {
            return refused(hindrance.get());
        }
        var problems = new ArrayList<Reason>();
        text("reason", reason, true, LONGEST).ifPresent(problems::add);
        text("wouldChange", wouldChange, false, LONGEST).ifPresent(problems::add);
        text("instead", instead, false, LONGEST).ifPresent(problems::add);
        if (!problems.isEmpty()) {
            return new Outcome.Refused<>(problems);
        }
        store.close(
                id,
                State.DECLINED,
                null,
                reason.strip(),
                stripped(wouldChange),
                stripped(instead),
                actor.who().name(),
                clock.instant());
        tell(actor.who(), "declined", "intake-entry", id, Map.of());
        return done(true);
    }

    /// Asks the sender something; they read it on their receipt.
    public Outcome<Boolean> ask(Actor actor, long id, String body) {
        Optional<Reason> hindrance = hindrance(waiting(actor, id)).or(() -> text("body", body, true, LONGEST));
        if (hindrance.isPresent()) {
            return refused(hindrance.get());
        }
        store.ask(id, body.strip(), actor.who().name(), clock.instant());
        tell(actor.who(), "questioned", "intake-entry", id, Map.of());
        return done(true);
    }

    // ----------------------------------------------------------------------------------------------------------------

    private static Optional<Reason> text(String field, String text, boolean needed, int longest) {
        if (text.isBlank()) {
            return needed ? Optional.of(Reason.of(field, "demand.gates.problem.empty")) : Optional.empty();
        }
        if (text.length() > longest) {
            return Optional.of(Reason.of(field, "demand.problem.tooLong", text.length(), longest));
        }
        return text.indexOf('\0') >= 0 ? Optional.of(Reason.of(field, "demand.problem.control")) : Optional.empty();
    }

    private static @Nullable String stripped(String text) {
        return text.isBlank() ? null : text.strip();
    }

    /// What a program sends may be longer than a comment.
    private static String fitting(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST).strip() + " […]";
    }

    private static Lang lang(IntakeEntry entry) {
        return entry.lang().equals("fr") ? Lang.FR : Lang.EN;
    }

    private static Who stranger(String label) {
        return new Who(null, label, Who.Channel.WEB);
    }

    /// Tells those who may take it up.
    void announce(
            Announcement.Kind kind, Who by, @Nullable Long unit, long id, String key, String label, String words) {
        List<Announcement.Holders> deciders = Arrays.stream(Role.values())
                .filter(role -> role.allows(Permission.DECIDE_GATES))
                .map(role -> new Announcement.Holders(role.name(), unit))
                .toList();
        events.publishEvent(new Announcement(
                by,
                kind,
                Set.of(),
                deciders,
                Permission.DECIDE_GATES.name(),
                unit,
                "#" + id,
                "/received#e" + id,
                key,
                List.of(label),
                fitting(words.strip())));
    }

    void tell(Who by, String verb, String type, long id, Map<String, ? extends @Nullable Object> after) {
        events.publishEvent(new IntakeEvent(by, verb, type, String.valueOf(id), new java.util.LinkedHashMap<>(after)));
    }

    static String secret() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String hex(String text) {
        return HexFormat.of().formatHex(sha256(text));
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
