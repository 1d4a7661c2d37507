package io.sextant.app.demand.hearing;

import static io.sextant.app.kernel.Outcome.done;
import static io.sextant.app.kernel.Outcome.refused;

import io.sextant.app.demand.Comments;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.Person;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.hearing.Concern.Category;
import io.sextant.app.demand.hearing.Concern.State;
import io.sextant.app.demand.hearing.Concern.Word;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Scope;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Announcement;
import io.sextant.app.kernel.Announcement.Holders;
import io.sextant.app.kernel.Announcement.Kind;
import io.sextant.app.kernel.Announcement.Term;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to concerns: raised by whoever may comment and by any employee who sees the use case, answered by those who
/// edit it, decide on it or speak for it in a role that signs. Of an anonymous one nothing leads back to a person: no
/// account, no name, no time of day. Thread-safe.
@Service
@Transactional
public class Concerns {
    /// Longest text, in characters.
    public static final int MAX_TEXT = 4_000;
    /// Most anonymous concerns that one person raises in an hour.
    public static final int PER_PERSON = 5;
    /// Most anonymous concerns that one use case gets in a day.
    public static final int PER_DAY = 50;
    /// Most that the anonymous one who raised a concern adds to it.
    public static final int MOST_ADDED = 100;

    /// Who raised an anonymous concern, for the trail and for notices.
    static final Who SOMEBODY = new Who(null, "Anonyme · Anonymous", Who.Channel.WEB);

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();
    /// The roles in which criteria are signed.
    private static final Set<Role> VOICES = EnumSet.of(
            Role.BUSINESS_OWNER,
            Role.TECHNICAL_OWNER,
            Role.FINANCE,
            Role.SECURITY,
            Role.LEGAL,
            Role.DATA_OWNER,
            Role.CSR);

    private final ConcernStore store;
    private final UseCases useCases;
    private final Gates gates;
    private final Actors actors;
    private final Units units;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Sparing sparing = new Sparing(PER_PERSON);

    Concerns(
            ConcernStore store,
            UseCases useCases,
            Gates gates,
            Actors actors,
            Units units,
            ApplicationEventPublisher events,
            Clock clock) {
        this.store = store;
        this.useCases = useCases;
        this.gates = gates;
        this.actors = actors;
        this.units = units;
        this.events = events;
        this.clock = clock;
    }

    /// Something happened to a concern; its words stay with the use case.
    record Heard(Who by, UseCaseId id, String verb, Map<String, @Nullable Object> after) implements Auditable {
        @Override
        public String action() {
            return "use-case.concern-" + verb;
        }

        @Override
        public String subjectType() {
            return "use-case";
        }

        @Override
        public String subjectId() {
            return id.code();
        }
    }

    // --------------------------------------------------------------------------------------------------------- reading

    /// The concerns about a use case, the oldest first; empty when the actor may not see it.
    @Transactional(readOnly = true)
    public List<Concern> of(Actor actor, UseCaseId id) {
        return useCases.find(actor, id).map(u -> store.of(u.key())).orElse(List.of());
    }

    /// How many concerns a use case has, by where they stand.
    ///
    /// @param open those that wait for an answer
    /// @param answered those answered and kept open
    public record Counts(long open, long answered, long settled) {
        static Counts of(Map<State, Long> tally) {
            return new Counts(
                    tally.getOrDefault(State.OPEN, 0L),
                    tally.getOrDefault(State.ANSWERED, 0L),
                    tally.getOrDefault(State.SETTLED, 0L));
        }

        public long all() {
            return open + answered + settled;
        }

        /// Those not settled.
        public long standing() {
            return open + answered;
        }
    }

    /// How many concerns there are about a use case that the reader may see.
    @Transactional(readOnly = true)
    public Counts counts(UseCase useCase) {
        return Counts.of(store.tally(useCase.key()));
    }

    /// A concern with the use case it is about.
    public record Listed(
            Concern concern,
            Announcement.Both title,
            @Nullable Long unitId) {
        /// The title in this language.
        public String title(String lang) {
            return lang.equals("fr") ? title.fr() : title.en();
        }
    }

    /// A page of the concerns about the use cases that the actor may read; those that wait come first, then the oldest.
    @Transactional(readOnly = true)
    public List<Listed> list(Actor actor, ConcernQuery query, int limit, long offset) {
        return store.list(reach(actor, query), Math.clamp(limit, 1, 20_000), Math.max(0, offset));
    }

    /// The same in the order in which they were raised, after the one of a number (0 for the first page).
    @Transactional(readOnly = true)
    public List<Listed> listAfter(Actor actor, ConcernQuery query, long after, int limit) {
        return store.after(reach(actor, query), after, Math.clamp(limit, 1, 500));
    }

    /// How many there are, by where they stand; the states of the query do not narrow this.
    @Transactional(readOnly = true)
    public Counts counts(Actor actor, ConcernQuery query) {
        return Counts.of(store.tally(reach(actor, query.ofAnyState())));
    }

    private ConcernStore.Reach reach(Actor actor, ConcernQuery query) {
        Set<Long> within =
                switch (actor.scope(Permission.VIEW_USE_CASES)) {
                    case Scope.All() -> null;
                    case Scope.Units(Set<Long> ids) -> ids;
                    case Scope.None() -> Set.<Long>of();
                };
        Set<Long> asked = query.units().isEmpty()
                ? null
                : query.units().stream()
                        .flatMap(code -> units.byCode(code).stream())
                        .map(Unit::id)
                        .flatMap(unit -> units.tree().subtree(unit).stream())
                        .collect(Collectors.toSet());
        return new ConcernStore.Reach(
                within,
                asked,
                query.states(),
                query.categories(),
                query.days() == 0 ? null : clock.instant().minus(Duration.ofDays(query.days())));
    }

    /// Whether the actor may raise a concern about a use case that they see.
    public static boolean mayRaise(Actor actor, UseCase useCase) {
        return !useCase.archived()
                && actor.inPlaceOf() == null
                && actor.id() != null
                && (actor.may(Permission.COMMENT, useCase.content().unitId())
                        || actor.holds(Role.EMPLOYEE) && actor.may(Permission.COMMENT));
    }

    /// Whether the actor may answer concerns about a use case that they see.
    public boolean mayAnswer(Actor actor, UseCase useCase) {
        if (useCase.archived() || actor.inPlaceOf() != null || !actor.may(Permission.COMMENT)) {
            return false;
        }
        Gates.Voices voices = gates.voices(actor, useCase);
        return UseCases.mayEdit(actor, useCase)
                || actor.may(Permission.DECIDE_GATES, useCase.content().unitId())
                || VOICES.stream().anyMatch(role -> voices.speaksAs(role.name()));
    }

    // --------------------------------------------------------------------------------------------------------- raising

    /// What somebody wrote.
    ///
    /// @param form number of the form, by [#form()]
    /// @param category name of a category
    public record Typed(String form, String category, String fear, String touched) {}

    /// The number of a fresh form. Of an anonymous concern it becomes the end of the receipt's address.
    public static String form() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Raises a concern under one's name. The same form sent twice raises one.
    public Outcome<Concern> raise(Actor actor, UseCaseId id, Typed typed) {
        return raise(actor, id, typed, false);
    }

    /// Raises a concern of which nobody is kept; the number of the form opens its receipt.
    public Outcome<Concern> raiseAnonymously(Actor actor, UseCaseId id, Typed typed) {
        return raise(actor, id, typed, true);
    }

    private Outcome<Concern> raise(Actor actor, UseCaseId id, Typed typed, boolean anonymous) {
        Optional<UseCase> found = useCases.lock(actor, id);
        if (found.isEmpty()) {
            return refused(Reason.whole("demand.refused.notFound", id.code()));
        }
        UseCase useCase = found.get();
        if (useCase.archived()) {
            return refused(Reason.whole("demand.refused.archived", id.code()));
        }
        if (!mayRaise(actor, useCase)) {
            return refused(Reason.whole("demand.hearing.refused.raise"));
        }
        var problems = new ArrayList<Reason>();
        Category category = category(typed.category());
        if (category == null) {
            problems.add(Reason.of("category", "demand.hearing.problem.category"));
        }
        text("fear", typed.fear(), true).ifPresent(problems::add);
        text("touched", typed.touched(), false).ifPresent(problems::add);
        if (!FORM.matcher(typed.form()).matches()) {
            problems.add(Reason.whole("demand.hearing.problem.form"));
        }
        if (!problems.isEmpty() || category == null) {
            return new Outcome.Refused<>(problems);
        }
        byte[] form = sha256(typed.form());
        Optional<Concern> sentBefore = store.byForm(form);
        if (sentBefore.isPresent()) {
            return sentBefore.get().useCase().equals(id.code())
                            && sentBefore.get().anonymous() == anonymous
                    ? done(sentBefore.get())
                    : refused(Reason.whole("demand.hearing.problem.form"));
        }
        Instant now = clock.instant();
        Instant day = day(now);
        // Both bounds hold without anybody's name: the one in memory alone, the other on the use case.
        if (anonymous
                && (store.anonymousOn(useCase.key(), day) >= PER_DAY
                        || !sparing.take(Objects.requireNonNull(actor.id()), now))) {
            return refused(Reason.whole("demand.hearing.refused.wait"));
        }
        Who by = anonymous ? SOMEBODY : actor.who();
        String fear = typed.fear().strip();
        long concern = store.add(
                useCase.key(),
                form,
                category,
                fear,
                stripped(typed.touched()),
                anonymous ? day : now,
                anonymous,
                anonymous ? null : by.userId(),
                anonymous ? null : by.name());
        events.publishEvent(new Heard(
                by, id, "raised", Map.of("concern", concern, "category", category.name(), "anonymous", anonymous)));
        tell(by, Kind.CONCERN, useCase, concern, Set.of(), true, "demand.hearing.told.raised", category, fear);
        return store.lock(useCase.key(), concern).map(Outcome::done).orElseThrow();
    }

    private static @Nullable Category category(String name) {
        for (Category category : Category.values()) {
            if (category.name().equals(name)) {
                return category;
            }
        }
        return null;
    }

    // --------------------------------------------------------------------------------------------------------
    // answering

    /// Answers a concern, and settles it or keeps it open.
    ///
    /// @param seen number of the latest word that was read, 0 for none; a later one makes the answer stale
    public Outcome<Concern> answer(Actor actor, UseCaseId id, long concern, long seen, String body, boolean settled) {
        return answering(actor, id, concern, (useCase, heard) -> {
            Optional<Reason> fault = text("body", body, true);
            if (fault.isPresent()) {
                return refused(fault.get());
            }
            if (heard.latest() != seen) {
                return new Outcome.Stale<>(heard.latest());
            }
            if (heard.state() == State.SETTLED) {
                return refused(Reason.whole("demand.hearing.refused.settled"));
            }
            return said(
                    actor.who(),
                    useCase,
                    heard,
                    settled ? Word.Act.SETTLED : Word.Act.ANSWERED,
                    body.strip(),
                    settled ? "settled" : "answered");
        });
    }

    /// Settles a concern that was answered.
    public Outcome<Concern> settle(Actor actor, UseCaseId id, long concern) {
        return answering(actor, id, concern, (useCase, heard) -> {
            if (heard.state() == State.SETTLED) {
                return done(heard);
            }
            // An answer that came before the latest words of the one who raised it does not answer them.
            if (heard.state() != State.ANSWERED) {
                return refused(Reason.whole("demand.hearing.refused.unanswered"));
            }
            return said(actor.who(), useCase, heard, Word.Act.SETTLED, null, "settled");
        });
    }

    private interface At {
        Outcome<Concern> act(UseCase useCase, Concern concern);
    }

    private Outcome<Concern> answering(Actor actor, UseCaseId id, long concern, At act) {
        return at(actor, id, concern, (useCase, heard) -> {
            if (!mayAnswer(actor, useCase)) {
                return refused(Reason.whole("demand.hearing.refused.answer"));
            }
            return heard.raisedBy(actor.id())
                    ? refused(Reason.whole("demand.hearing.refused.own"))
                    : act.act(useCase, heard);
        });
    }

    private Outcome<Concern> at(Actor actor, UseCaseId id, long concern, At act) {
        Optional<UseCase> found = useCases.lock(actor, id);
        if (found.isEmpty()) {
            return refused(Reason.whole("demand.refused.notFound", id.code()));
        }
        if (found.get().archived()) {
            return refused(Reason.whole("demand.refused.archived", id.code()));
        }
        return store.lock(found.get().key(), concern)
                .map(heard -> act.act(found.get(), heard))
                .orElseGet(() -> refused(Reason.whole("demand.hearing.refused.none")));
    }

    private Outcome<Concern> said(
            Who by, UseCase useCase, Concern concern, Word.Act act, @Nullable String body, String verb) {
        boolean raiser = act == Word.Act.ADDED || act == Word.Act.REOPENED;
        boolean unknown = raiser && concern.anonymous();
        Instant now = clock.instant();
        store.say(
                concern.id(),
                act,
                body,
                raiser ? State.OPEN : act == Word.Act.SETTLED ? State.SETTLED : State.ANSWERED,
                unknown ? day(now) : now,
                unknown ? null : by.userId(),
                unknown ? null : by.name());
        events.publishEvent(new Heard(by, useCase.id(), verb, Map.of("concern", concern.id())));
        if (raiser) {
            var answerers = new LinkedHashSet<Long>();
            for (Word word : concern.words()) {
                Long answerer = word.byId();
                if (answerer != null && !concern.raisedBy(answerer)) {
                    answerers.add(answerer);
                }
            }
            tell(
                    by,
                    Kind.CONCERN,
                    useCase,
                    concern.id(),
                    answerers,
                    true,
                    "demand.hearing.told." + verb,
                    concern.category(),
                    body);
        } else if (concern.byId() != null) {
            tell(
                    by,
                    Kind.CONCERN_ANSWERED,
                    useCase,
                    concern.id(),
                    Set.of(concern.byId()),
                    false,
                    "demand.hearing.told." + verb,
                    concern.category(),
                    body);
        }
        return store.lock(useCase.key(), concern.id()).map(Outcome::done).orElseThrow();
    }

    // ------------------------------------------------------------------------------------- the one who raised it

    /// Adds to a concern that one raised under one's name; said of one that is settled, it is not, and waits again.
    public Outcome<Concern> add(Actor actor, UseCaseId id, long concern, String body) {
        return at(
                actor,
                id,
                concern,
                (useCase, heard) -> heard.raisedBy(actor.id()) && actor.inPlaceOf() == null
                        ? added(actor.who(), useCase, heard, body)
                        : refused(Reason.whole("demand.hearing.refused.others")));
    }

    private Outcome<Concern> added(Who by, UseCase useCase, Concern heard, String body) {
        Optional<Reason> fault = text("body", body, true);
        if (fault.isPresent()) {
            return refused(fault.get());
        }
        String words = body.strip();
        boolean sentTwice = !heard.words().isEmpty()
                && (heard.words().getLast().act() == Word.Act.ADDED
                        || heard.words().getLast().act() == Word.Act.REOPENED)
                && words.equals(heard.words().getLast().body());
        if (sentTwice) {
            return done(heard);
        }
        if (heard.words().size() >= MOST_ADDED) {
            return refused(Reason.whole("demand.hearing.refused.many"));
        }
        boolean settled = heard.state() == State.SETTLED;
        return said(
                by,
                useCase,
                heard,
                settled ? Word.Act.REOPENED : Word.Act.ADDED,
                words,
                settled ? "reopened" : "added");
    }

    /// What the holder of a receipt reads.
    ///
    /// @param archived whether the use case was put away, so that nothing can be added
    public record Receipt(Concern concern, Announcement.Both title, boolean archived) {}

    /// The receipt of an anonymous concern.
    @Transactional(readOnly = true)
    public Optional<Receipt> receipt(String secret) {
        return anonymous(secret).flatMap(concern -> useCases.find(Actor.system(), new UseCaseId(concern.useCase()))
                .map(u -> new Receipt(concern, Comments.title(u), u.archived())));
    }

    private Optional<Concern> anonymous(String secret) {
        return FORM.matcher(secret).matches()
                ? store.byForm(sha256(secret)).filter(Concern::anonymous)
                : Optional.empty();
    }

    /// Adds to an anonymous concern as the holder of its receipt.
    public Outcome<Concern> addBy(String secret, String body) {
        Optional<Concern> found = anonymous(secret);
        return found.isEmpty()
                ? refused(Reason.whole("demand.hearing.refused.none"))
                : at(
                        Actor.system(),
                        new UseCaseId(found.get().useCase()),
                        found.get().id(),
                        (useCase, heard) -> added(SOMEBODY, useCase, heard, body));
    }

    // ---------------------------------------------------------------------------------------------------------- pieces

    private void tell(
            Who by,
            Kind kind,
            UseCase useCase,
            long concern,
            Set<Long> more,
            boolean owners,
            String key,
            Category category,
            @Nullable String detail) {
        Content content = useCase.content();
        var people = new LinkedHashSet<>(more);
        Person owner = content.businessOwner();
        Long account = owner == null ? null : owner.userId();
        if (owners && account != null) {
            people.add(account);
        }
        people.removeIf(person -> actors.find(person, Who.Channel.WEB)
                .flatMap(reader -> useCases.find(reader, useCase.id()))
                .isEmpty());
        events.publishEvent(new Announcement(
                by,
                kind,
                people,
                owners ? List.of(new Holders(Role.AI_OFFICE.name(), content.unitId())) : List.of(),
                Permission.VIEW_USE_CASES.name(),
                content.unitId(),
                useCase.id().code(),
                "/use-cases/" + useCase.id().code() + "/discussion#concern-" + concern,
                key,
                List.of(Comments.title(useCase), new Term("demand.hearing.category." + category.name())),
                detail));
    }

    private static Optional<Reason> text(String field, String text, boolean needed) {
        if (text.isBlank()) {
            return needed ? Optional.of(Reason.of(field, "demand.hearing.problem.empty")) : Optional.empty();
        }
        if (text.length() > MAX_TEXT) {
            return Optional.of(Reason.of(field, "demand.problem.tooLong", text.length(), MAX_TEXT));
        }
        return text.indexOf('\0') >= 0 ? Optional.of(Reason.of(field, "demand.problem.control")) : Optional.empty();
    }

    private static @Nullable String stripped(String text) {
        return text.isBlank() ? null : text.strip();
    }

    /// The company's day of an instant, as noon UTC, which falls on that day nearly everywhere.
    private Instant day(Instant now) {
        return LocalDate.ofInstant(now, clock.getZone()).atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
