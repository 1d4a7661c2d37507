package io.sextant.app.demand.intake;

import static io.sextant.app.kernel.Outcome.done;
import static io.sextant.app.kernel.Outcome.refused;

import io.sextant.app.demand.Comments;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.Kind;
import io.sextant.app.demand.LookAlike;
import io.sextant.app.demand.Person;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.Desk;
import io.sextant.app.demand.gating.Drafting;
import io.sextant.app.demand.gating.FactReader;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.RedLine;
import io.sextant.app.demand.gating.Standing;
import io.sextant.app.demand.intake.Draft.State;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import io.sextant.engine.gates.Fact;
import io.sextant.engine.gates.GatePack;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;

/// The door to the intake: drafts that only their author reads, what to ask next, and the step by which a draft becomes
/// a
/// demand. A draft's number is chosen by whoever begins it, so that a form sent twice is one draft. Thread-safe.
@Service
@Transactional
public class Intake implements Drafting {
    /// Longest text of a field, in characters.
    public static final int LONGEST = 8_000;
    /// Most drafts that one person keeps open.
    public static final int MOST_OPEN = 50;

    private static final int SHOWN = 100;
    private static final Set<String> FIELDS = Set.of(
            "title",
            "problem",
            "beneficiaries",
            "sponsor",
            "sponsorId",
            "unit",
            "baseline",
            "outcome",
            "rule",
            "search",
            "software",
            "alternative",
            "aiNeeded",
            "kind",
            "note");
    private static final Pattern LINE = Pattern.compile("line\\.\\d{1,18}");

    private final DraftStore store;
    private final Alikes alikes;
    private final UseCases useCases;
    private final Comments comments;
    private final Gates gates;
    private final Units units;
    private final People people;
    private final Messages messages;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Intake(
            DraftStore store,
            Alikes alikes,
            UseCases useCases,
            Comments comments,
            Gates gates,
            Units units,
            People people,
            Messages messages,
            ApplicationEventPublisher events,
            Clock clock) {
        this.store = store;
        this.alikes = alikes;
        this.useCases = useCases;
        this.comments = comments;
        this.gates = gates;
        this.units = units;
        this.people = people;
        this.messages = messages;
        this.events = events;
        this.clock = clock;
    }

    // -------------------------------------------------------------------------------------------------------- drafts

    /// A draft of the actor's; empty when there is none of this number or it is somebody else's.
    @Transactional(readOnly = true)
    public Optional<Draft> find(Actor actor, UUID id) {
        return store.find(id).filter(draft -> actor.is(draft.ownerId()));
    }

    /// Whether a draft of this number may be begun or read by the actor: nobody else has it.
    @Transactional(readOnly = true)
    public boolean free(Actor actor, UUID id) {
        return store.find(id).map(draft -> actor.is(draft.ownerId())).orElse(true);
    }

    /// A draft of which nothing is typed yet.
    public Draft blank(Actor actor, UUID id, String lang) {
        return new Draft(
                id,
                Objects.requireNonNullElse(actor.id(), 0L),
                lang,
                Map.of(),
                Map.of(),
                Map.of(),
                clock.instant(),
                clock.instant(),
                null,
                State.OPEN,
                null);
    }

    /// What the actor is writing, the latest first, with the drafts that expired and were not dismissed.
    public List<Draft> mine(Actor actor) {
        expire();
        return actor.id() == null ? List.of() : store.of(actor.id(), SHOWN);
    }

    /// What the actor asked for, the latest first.
    @Transactional(readOnly = true)
    public List<Asked> asked(Actor actor) {
        return actor.id() == null ? List.of() : store.asked(actor.id(), SHOWN);
    }

    @Override
    public List<Desk.Draft> drafts(Actor actor) {
        return mine(actor).stream()
                .filter(draft -> draft.state() == State.OPEN)
                .map(draft -> new Desk.Draft(
                        draft.title(),
                        "/demands/drafts/" + draft.id(),
                        draft.updatedAt(),
                        draft.endsSoon(clock.instant()) ? draft.until() : null))
                .toList();
    }

    @EventListener(ApplicationReadyEvent.class)
    void started() {
        expire();
    }

    private void expire() {
        store.expire(clock.instant().minus(Draft.LIFE), clock.instant());
    }

    /// Keeps what was typed; begins the draft when it is not there. A field that another window changed meanwhile, and
    /// this one did not, stays as it is there; where both changed it, the other text is put aside, never lost.
    ///
    /// @param given what the fields hold now, by name; names that are no fields are passed over
    /// @param was what the fields held when the form was read, where the form knows
    public Outcome<Draft> save(Actor actor, UUID id, String lang, Map<String, String> given, Map<String, String> was) {
        Long owner = actor.id();
        if (owner == null || !actor.may(Permission.PROPOSE_USE_CASE)) {
            return refused(Reason.whole("demand.intake.refused.propose"));
        }
        GatePack pack = find(actor, id).map(d -> pack(actor, d)).orElseGet(gates::pack);
        var typed = new LinkedHashMap<String, String>();
        var problems = new ArrayList<Reason>();
        given.forEach((name, value) -> {
            if (known(pack, name)) {
                String text = value.replace("\r\n", "\n");
                int longest = name.equals("title") ? Content.MAX_TITLE : LONGEST;
                if (text.length() > longest) {
                    problems.add(Reason.of(name, "demand.problem.tooLong", text.length(), longest));
                } else if (text.indexOf('\0') >= 0) {
                    problems.add(Reason.of(name, "demand.problem.control"));
                }
                typed.put(name, text);
            }
        });
        if (!problems.isEmpty()) {
            return new Outcome.Refused<>(problems);
        }
        if (store.find(id).isEmpty()) {
            if (store.countOpen(owner) >= MOST_OPEN) {
                return refused(Reason.whole("demand.intake.refused.many", MOST_OPEN));
            }
            store.begin(id, owner, lang.equals("fr") ? "fr" : "en", Map.of(), null, clock.instant());
        }
        Optional<Draft> found = store.lock(id).filter(draft -> actor.is(draft.ownerId()));
        if (found.isEmpty()) {
            return refused(Reason.whole("demand.intake.refused.notFound"));
        }
        Draft draft = found.get();
        if (draft.state() != State.OPEN) {
            return refused(Reason.whole("demand.intake.refused.closed"));
        }
        var fields = new LinkedHashMap<>(draft.fields());
        var aside = new LinkedHashMap<>(draft.aside());
        typed.forEach((name, text) -> {
            String now = draft.field(name);
            String seen = was.containsKey(name) ? was.getOrDefault(name, "").replace("\r\n", "\n") : now;
            if (text.equals(now) || (was.containsKey(name) && text.equals(seen))) {
                return;
            }
            if (!seen.equals(now) && !now.isBlank()) {
                aside.put(name, now);
            }
            fields.put(name, text);
        });
        if (!fields.equals(draft.fields()) || !aside.equals(draft.aside())) {
            fields.values().removeIf(String::isBlank);
            store.write(id, fields, aside, clock.instant());
        }
        return done(store.find(id).orElseThrow());
    }

    /// Takes the text back that another window wrote, or lets it go.
    public Outcome<Draft> resolve(Actor actor, UUID id, String field, boolean take) {
        Optional<Draft> found =
                store.lock(id).filter(draft -> actor.is(draft.ownerId()) && draft.state() == State.OPEN);
        if (found.isEmpty()) {
            return refused(Reason.whole("demand.intake.refused.notFound"));
        }
        var fields = new HashMap<>(found.get().fields());
        var aside = new HashMap<>(found.get().aside());
        String text = aside.remove(field);
        if (text != null && take) {
            fields.put(field, text);
        }
        store.write(id, fields, aside, clock.instant());
        return done(store.find(id).orElseThrow());
    }

    /// Throws a draft away.
    public Outcome<Draft> discard(Actor actor, UUID id) {
        Optional<Draft> found = store.lock(id).filter(draft -> actor.is(draft.ownerId()));
        if (found.isEmpty()) {
            return refused(Reason.whole("demand.intake.refused.notFound"));
        }
        Draft draft = found.get();
        if (draft.state() != State.OPEN && draft.state() != State.EXPIRED) {
            return refused(Reason.whole("demand.intake.refused.closed"));
        }
        store.delete(id);
        events.publishEvent(new IntakeEvent(actor.who(), "discarded", "intake-draft", id.toString(), Map.of()));
        return done(draft);
    }

    /// The edition that asks the questions of a draft: the one in use for a new demand, the one that judges it for a
    /// use case that is changed.
    @Transactional(readOnly = true)
    public GatePack pack(Actor actor, Draft draft) {
        return draft.amends() == null ? gates.pack() : gates.pack(actor, draft.amends());
    }

    private static boolean known(GatePack pack, String name) {
        if (name.startsWith("fact.")) {
            Fact fact = pack.facts().get(name.substring(5));
            return fact != null && fact.from() == Fact.From.INTAKE;
        }
        if (name.startsWith("alike.")) {
            return UseCaseId.matches(name.substring(6));
        }
        return FIELDS.contains(name) || LINE.matcher(name).matches();
    }

    // ------------------------------------------------------------------------------------------------- what it says

    /// What a draft says, and what is still to ask.
    ///
    /// @param rehearsal what the gate would find in it, and the questions on which that rests
    /// @param alike those that it looks like and that nobody told apart; empty when they were not looked for
    /// @param charter the red lines in force
    /// @param problems what keeps it from being sent; a field is that of the draft
    public record Reading(
            Draft draft,
            Content content,
            Gates.Rehearsal rehearsal,
            List<LookAlike.Member> alike,
            List<RedLine> charter,
            List<Reason> problems) {
        public Reading {
            alike = List.copyOf(alike);
            charter = List.copyOf(charter);
            problems = List.copyOf(problems);
        }

        /// The red lines that it crosses, as its author says.
        public List<RedLine> crossed() {
            return charter.stream()
                    .filter(line -> draft.field("line." + line.id()).equals("crossed"))
                    .toList();
        }

        /// What is wrong with a field; absent when nothing is.
        public @Nullable Reason problem(String field) {
            return problems.stream()
                    .filter(r -> Objects.equals(r.field(), field))
                    .findFirst()
                    .orElse(null);
        }

        /// The look-alikes that wait for a word on the difference.
        public long alikeOpen() {
            return alike.stream()
                    .filter(m -> !draft.has("alike." + m.id().code()))
                    .count();
        }
    }

    /// Reads a draft.
    ///
    /// @param compare whether to look for those that it looks like
    @Transactional(readOnly = true)
    public Reading read(Actor actor, Draft draft, boolean compare) {
        UseCase amended = draft.amends() == null
                ? null
                : useCases.find(actor, draft.amends()).orElse(null);
        GatePack pack = amended == null ? gates.pack() : gates.pack(amended);
        Content content = content(draft, amended == null ? null : amended.content());
        List<RedLine> charter = gates.charter();
        List<LookAlike.Member> alike = List.of();
        if (compare) {
            Set<String> settled = amended == null ? Set.of() : distinguished(actor, amended.id());
            alike = alikes.of(actor, draft, content.unitId(), amended == null ? 0 : amended.key()).stream()
                    .filter(m -> draft.has("alike." + m.id().code()) || !settled.contains(m.id().code()))
                    .toList();
        }
        long answered = charter.stream().filter(l -> examined(draft, l) != null).count();
        long crossed = charter.stream()
                .filter(l -> Boolean.TRUE.equals(examined(draft, l)))
                .count();
        long open =
                alike.stream().filter(m -> !draft.has("alike." + m.id().code())).count();
        return new Reading(
                draft,
                content,
                gates.rehearse(
                        pack,
                        content,
                        answers(pack, draft),
                        new Gates.Counted(open, charter.size() - answered, crossed)),
                alike,
                charter,
                problems(actor, draft, amended));
    }

    private Set<String> distinguished(Actor actor, UseCaseId id) {
        var settled = new LinkedHashSet<String>();
        gates.of(actor, id).ifPresent(s -> s.distinctions().forEach(d -> settled.add(d.other())));
        return settled;
    }

    private static @Nullable Boolean examined(Draft draft, RedLine line) {
        return switch (draft.field("line." + line.id())) {
            case "clear" -> false;
            case "crossed" -> true;
            default -> null;
        };
    }

    /// The answers that can be answers, by the name of the fact.
    private static Map<String, Object> answers(GatePack pack, Draft draft) {
        var answers = new LinkedHashMap<String, Object>();
        draft.fields().forEach((name, text) -> {
            if (name.startsWith("fact.") && known(pack, name)) {
                String fact = name.substring(5);
                Object value =
                        FactReader.read(Objects.requireNonNull(pack.facts().get(fact)), text);
                if (value != null && Gates.misfit(pack, fact, value).isEmpty()) {
                    answers.put(fact, value);
                }
            }
        });
        return answers;
    }

    private List<Reason> problems(Actor actor, Draft draft, @Nullable UseCase amended) {
        GatePack pack = amended == null ? gates.pack() : gates.pack(amended);
        var problems = new ArrayList<Reason>();
        if (!draft.has("problem")) {
            problems.add(Reason.of("problem", "demand.intake.problem.problem"));
        }
        Optional<Unit> unit = units.byCode(draft.field("unit"));
        Long unitId = unit.map(Unit::id).orElse(null);
        boolean stays = amended != null && Objects.equals(amended.content().unitId(), unitId);
        if (draft.has("unit") && unit.isEmpty()) {
            problems.add(Reason.of("unit", "demand.problem.unitCode", draft.field("unit")));
        } else if (!stays && !actor.may(Permission.PROPOSE_USE_CASE, unitId)) {
            problems.add(Reason.of("unit", draft.has("unit") ? "demand.refused.unit" : "demand.intake.problem.unit"));
        }
        draft.fields().forEach((name, text) -> {
            if (name.startsWith("fact.") && known(pack, name)) {
                Fact fact = Objects.requireNonNull(pack.facts().get(name.substring(5)));
                Gates.misfit(pack, fact.id(), FactReader.read(fact, text))
                        .ifPresent(r ->
                                problems.add(Reason.of(name, r.code(), r.args().toArray())));
            }
        });
        return problems;
    }

    /// What the draft says as a use case.
    ///
    /// @param start the use case that it changes, of which what the author did not touch stays; absent for a new
    /// one
    private Content content(Draft draft, @Nullable Content start) {
        Content from =
                start == null ? Content.titled(draft.lang(), draft.title()).withStage(Stage.IDEA) : start;
        Predicate<String> touched =
                name -> start == null || !draft.field(name).equals(draft.base().getOrDefault(name, ""));
        Texts t = from.texts();
        boolean compared = touched.test("alternative")
                || touched.test("rule")
                || touched.test("search")
                || touched.test("software");
        Content content = from.withTexts(x -> new Texts(
                touched.test("title") && draft.has("title") ? draft.title() : t.title(),
                touched.test("problem") ? draft.field("problem") : t.problem(),
                touched.test("baseline") ? draft.field("baseline") : t.baseline(),
                touched.test("outcome") ? draft.field("outcome") : t.outcome(),
                touched.test("beneficiaries") ? draft.field("beneficiaries") : t.beneficiaries(),
                compared ? alternative(draft) : t.alternative(),
                t.description(),
                t.domain()));
        if (touched.test("sponsor") || touched.test("sponsorId")) {
            content = content.withSponsor(sponsor(draft));
        }
        if (touched.test("unit")) {
            content = content.withUnit(
                    units.byCode(draft.field("unit")).map(Unit::id).orElse(null));
        }
        if (touched.test("kind")) {
            content = content.withKind(kind(draft.field("kind")));
        }
        if (touched.test("aiNeeded")) {
            content = content.withAiNeeded(
                    switch (draft.field("aiNeeded")) {
                        case "true" -> true;
                        case "false" -> false;
                        default -> null;
                    });
        }
        return content;
    }

    private @Nullable Person sponsor(Draft draft) {
        if (!draft.has("sponsor")) {
            return null;
        }
        String id = draft.field("sponsorId");
        Long account = id.matches("\\d{1,18}") && store.accountExists(Long.parseLong(id)) ? Long.valueOf(id) : null;
        return new Person(draft.field("sponsor"), account);
    }

    private static @Nullable Kind kind(String name) {
        return Arrays.stream(Kind.values())
                .filter(k -> k.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /// What was considered instead of AI: the three short answers in a sentence each, then the author's own words.
    private String alternative(Draft draft) {
        Lang lang = draft.lang().equals("fr") ? Lang.FR : Lang.EN;
        var said = new ArrayList<String>();
        for (String name : List.of("rule", "search", "software")) {
            if (List.of("YES", "PARTLY", "NO").contains(draft.field(name))) {
                said.add(messages.text(lang, "demand.intake.without." + name + "." + draft.field(name)));
            }
        }
        String own = draft.field("alternative").strip();
        String short3 = String.join(" ", said);
        return short3.isEmpty() || own.startsWith(short3) ? own : (short3 + "\n" + own).strip();
    }

    // -------------------------------------------------------------------------------------------------------- sending

    /// What came of a draft.
    ///
    /// @param again whether the use case was there before
    public record Sent(UseCaseId id, boolean again) {}

    /// Makes the draft a use case and asks for an answer at its first gate, or changes the use case and asks again: all
    /// of it or nothing. Sent twice, it is sent once.
    public Outcome<Sent> send(Actor actor, UUID id) {
        Optional<Draft> found = store.lock(id).filter(draft -> actor.is(draft.ownerId()));
        if (found.isEmpty()) {
            return refused(Reason.whole("demand.intake.refused.notFound"));
        }
        Draft draft = found.get();
        if (draft.result() != null) {
            return done(new Sent(draft.result(), draft.amends() != null));
        }
        if (draft.state() != State.OPEN) {
            return refused(Reason.whole("demand.intake.refused.closed"));
        }
        UseCase amended = null;
        if (draft.amends() != null) {
            amended = useCases.lock(actor, draft.amends()).orElse(null);
            if (amended == null) {
                return refused(
                        Reason.whole("demand.refused.notFound", draft.amends().code()));
            }
        }
        List<Reason> problems = problems(actor, draft, amended);
        if (!problems.isEmpty()) {
            return new Outcome.Refused<>(problems);
        }
        Content content = content(draft, amended == null ? null : amended.content());
        return switch (amended == null
                ? useCases.propose(actor, content, null)
                : useCases.edit(actor, amended.id(), amended.version(), content, null)) {
            case Outcome.Done<UseCase>(UseCase useCase) -> ask(actor, draft, useCase);
            case Outcome.Refused<UseCase>(List<Reason> reasons) -> undone(reasons);
            case Outcome.Stale<UseCase>(long current) ->
                throw new IllegalStateException("locked, and yet changed to " + current);
        };
    }

    private Outcome<Sent> ask(Actor actor, Draft draft, UseCase useCase) {
        UseCaseId id = useCase.id();
        boolean again = draft.amends() != null;
        GatePack pack = gates.pack(useCase);
        var given = new LinkedHashMap<String, @Nullable Object>(answers(pack, draft));
        draft.base().keySet().stream()
                .filter(name -> name.startsWith("fact.") && known(pack, name) && !draft.has(name))
                .forEach(name -> given.put(name.substring(5), null));
        Outcome<Standing> last = gates.answer(actor, id, given);
        for (RedLine line : gates.charter()) {
            Boolean crossed = examined(draft, line);
            String field = "line." + line.id();
            if (last instanceof Outcome.Done<Standing>
                    && crossed != null
                    && !draft.field(field).equals(draft.base().getOrDefault(field, ""))) {
                last = gates.examine(actor, id, line.id(), crossed, null);
            }
        }
        for (var told : draft.fields().entrySet()) {
            if (last instanceof Outcome.Done<Standing>
                    && told.getKey().startsWith("alike.")
                    && !told.getValue().equals(draft.base().getOrDefault(told.getKey(), ""))) {
                var other = new UseCaseId(told.getKey().substring(6));
                // What was put away or closed to the author meanwhile needs no telling apart.
                if (useCases.find(actor, other).isPresent()) {
                    last = gates.distinguish(actor, id, other, told.getValue());
                }
            }
        }
        if (last instanceof Outcome.Done<Standing>(Standing standing)
                && standing.open().isEmpty()) {
            last = gates.ask(actor, id, draft.field("note"));
        }
        return switch (last) {
            case Outcome.Done<Standing> _ -> {
                store.close(draft.id(), State.SENT, useCase.key(), clock.instant());
                events.publishEvent(new IntakeEvent(
                        actor.who(),
                        again ? "sent-again" : "sent",
                        "use-case",
                        id.code(),
                        Map.of("draft", draft.id().toString())));
                yield done(new Sent(id, again));
            }
            case Outcome.Refused<Standing>(List<Reason> reasons) -> undone(reasons);
            case Outcome.Stale<Standing>(long current) ->
                throw new IllegalStateException("locked, and yet changed to " + current);
        };
    }

    /// Refused when a part was written already: nothing of it stays.
    private static <T> Outcome<T> undone(List<Reason> reasons) {
        TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
        return new Outcome.Refused<>(reasons);
    }

    /// Joins the need to a use case that serves it: the draft becomes a comment there, for its owners to see.
    public Outcome<Sent> join(Actor actor, UUID id, UseCaseId other) {
        Optional<Draft> found = store.lock(id).filter(draft -> actor.is(draft.ownerId()));
        if (found.isEmpty()) {
            return refused(Reason.whole("demand.intake.refused.notFound"));
        }
        Draft draft = found.get();
        if (draft.result() != null) {
            return done(new Sent(draft.result(), false));
        }
        if (draft.state() != State.OPEN || draft.amends() != null) {
            return refused(Reason.whole("demand.intake.refused.closed"));
        }
        if (!draft.has("problem")) {
            return refused(Reason.of("problem", "demand.intake.problem.problem"));
        }
        Optional<UseCase> into = useCases.find(actor, other);
        if (into.isEmpty()) {
            return refused(Reason.whole("demand.refused.notFound", other.code()));
        }
        Lang lang = draft.lang().equals("fr") ? Lang.FR : Lang.EN;
        String words = messages.text(
                lang, "demand.intake.joined.comment", draft.field("problem").strip(), draft.field("beneficiaries"));
        String body = words.length() > Comments.MAX_BODY ? words.substring(0, Comments.MAX_BODY) : words;
        return switch (comments.add(actor, other, body)) {
            case Outcome.Done<Comments.Comment>(Comments.Comment comment) -> {
                store.close(id, State.JOINED, into.get().key(), clock.instant());
                events.publishEvent(new IntakeEvent(
                        actor.who(), "joined", "use-case", other.code(), Map.of("comment", comment.id())));
                yield done(new Sent(other, false));
            }
            case Outcome.Refused<Comments.Comment>(List<Reason> reasons) -> new Outcome.Refused<>(reasons);
            case Outcome.Stale<Comments.Comment>(long current) ->
                throw new IllegalStateException("comments have no versions: " + current);
        };
    }

    // ---------------------------------------------------------------------------------------------------------- again

    /// Opens a draft in which a use case that was answered is changed, filled with what is known of it; the one that is
    /// open already where there is one.
    public Outcome<Draft> again(Actor actor, UseCaseId id) {
        Optional<UseCase> found = useCases.lock(actor, id);
        if (found.isEmpty()) {
            return refused(Reason.whole("demand.refused.notFound", id.code()));
        }
        UseCase useCase = found.get();
        Long owner = actor.id();
        if (useCase.archived()) {
            return refused(Reason.whole("demand.refused.archived", id.code()));
        }
        if (owner == null || !UseCases.mayEdit(actor, useCase)) {
            return refused(Reason.whole("demand.refused.edit"));
        }
        Optional<Draft> open = store.amending(owner, useCase.key());
        if (open.isPresent()) {
            return done(open.get());
        }
        UUID draft = UUID.randomUUID();
        store.begin(draft, owner, useCase.content().lang(), filled(actor, useCase), useCase.key(), clock.instant());
        return done(store.find(draft).orElseThrow());
    }

    private Map<String, String> filled(Actor actor, UseCase useCase) {
        var fields = new LinkedHashMap<String, @Nullable String>();
        Content c = useCase.content();
        Texts t = c.texts();
        fields.put("title", t.title());
        fields.put("problem", t.problem());
        fields.put("beneficiaries", t.beneficiaries());
        fields.put("baseline", t.baseline());
        fields.put("outcome", t.outcome());
        fields.put("alternative", t.alternative());
        Person sponsor = c.sponsor();
        fields.put("sponsor", sponsor == null ? null : sponsor.name());
        fields.put(
                "sponsorId",
                sponsor == null || sponsor.userId() == null
                        ? null
                        : sponsor.userId().toString());
        fields.put(
                "unit",
                c.unitId() == null
                        ? null
                        : units.find(c.unitId()).map(Unit::code).orElse(null));
        fields.put("kind", c.kind() == null ? null : c.kind().name());
        fields.put("aiNeeded", c.aiNeeded() == null ? null : c.aiNeeded().toString());
        gates.of(actor, useCase.id()).ifPresent(standing -> {
            standing.answers().forEach((fact, value) -> fields.put("fact." + fact, plain(value)));
            standing.charter().forEach(line -> {
                Boolean crossed = line.crossed();
                fields.put("line." + line.id(), crossed == null ? null : crossed ? "crossed" : "clear");
            });
            standing.distinctions().forEach(d -> fields.put("alike." + d.other(), d.reason()));
        });
        var filled = new LinkedHashMap<String, String>();
        fields.forEach((name, value) -> {
            if (value != null && known(gates.pack(useCase), name)) {
                filled.put(name, value);
            }
        });
        return filled;
    }

    /// A value as a form shows it.
    private static String plain(Object value) {
        return switch (value) {
            case Double number ->
                BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
            case List<?> many -> many.isEmpty() ? "" : String.valueOf(many.getFirst());
            default -> String.valueOf(value);
        };
    }

    /// Those who answer demands of this unit, so that one knows whom to turn to; three at most.
    @Transactional(readOnly = true)
    public List<io.sextant.app.identity.Person.Name> answering(@Nullable Long unitId) {
        return people.holding(Permission.DECIDE_GATES, unitId, 3);
    }
}
