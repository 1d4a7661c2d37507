package io.sextant.app.demand.gating;

import static io.sextant.app.kernel.Outcome.done;
import static io.sextant.app.kernel.Outcome.refused;

import io.sextant.app.demand.Completeness;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.Person;
import io.sextant.app.demand.Revision.Act;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseChanged;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.Decision.Appeal;
import io.sextant.app.demand.gating.GateRequest.Question;
import io.sextant.app.demand.gating.GateStore.Deciding;
import io.sextant.app.demand.gating.Judging.Seen;
import io.sextant.app.identity.Absences;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import io.sextant.engine.gates.Axis;
import io.sextant.engine.gates.Condition;
import io.sextant.engine.gates.Criterion;
import io.sextant.engine.gates.Evaluation;
import io.sextant.engine.gates.Fact;
import io.sextant.engine.gates.Finding;
import io.sextant.engine.gates.Gate;
import io.sextant.engine.gates.GatePack;
import io.sextant.engine.gates.Lane;
import io.sextant.engine.gates.Remedy;
import io.sextant.engine.gates.Sight;
import io.sextant.engine.gates.Situation;
import io.sextant.engine.gates.State;
import io.sextant.engine.gates.Truth;
import io.sextant.engine.gates.Verdict;
import io.sextant.engine.gates.Words;
import io.sextant.engine.gates.path.Path;
import io.sextant.engine.gates.path.PathToYes;
import io.sextant.engine.gates.path.Paths;
import io.sextant.engine.gates.path.Progress;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// The door to the gates: where a use case stands, who asks, signs, waives and decides, and what is done to get to yes.
/// Every act is one transaction with its audit event. Who may not see a use case is told that it does not exist.
/// Thread-safe.
@Service
@Transactional
public class Gates {
    /// Longest text that people write here, in characters.
    public static final int MAX_TEXT = 4_000;

    private final GateStore store;
    private final Absences absences;
    private final UseCases useCases;
    private final Units units;
    private final GatePacks packs;
    private final UseCaseFacts facts;
    private final Judging judging;
    private final ApplicationEventPublisher events;
    private final JsonMapper json;
    private final Clock clock;

    Gates(
            GateStore store,
            UseCases useCases,
            Units units,
            GatePacks packs,
            UseCaseFacts facts,
            Absences absences,
            Judging judging,
            ApplicationEventPublisher events,
            JsonMapper json,
            Clock clock) {
        this.store = store;
        this.useCases = useCases;
        this.units = units;
        this.packs = packs;
        this.facts = facts;
        this.absences = absences;
        this.judging = judging;
        this.events = events;
        this.json = json;
        this.clock = clock;
    }

    /// The edition of the gates in use.
    public GatePack pack() {
        return packs.current();
    }

    /// The edition of the gates by which a use case is judged today.
    public GatePack pack(UseCase useCase) {
        return packs.of(useCase, today());
    }

    /// The edition by which a use case is judged today; the one in use when the actor may not see it.
    @Transactional(readOnly = true)
    public GatePack pack(Actor actor, UseCaseId id) {
        return useCases.find(actor, id).map(this::pack).orElseGet(this::pack);
    }

    /// The edition by which a use case that somebody was told of is judged today.
    public GatePack pack(Desk.Case useCase) {
        return packs.of(useCase.createdAt(), today());
    }

    /// The editions by which use cases are judged today, the one for those that come in today first.
    public List<GatePack> packs() {
        return packs.holding(today());
    }

    /// An edition by its name; empty when there is none.
    public Optional<GatePack> edition(String name) {
        return packs.edition(name);
    }

    /// What a criterion of a use case is called by the edition that judges it, or else by another that holds; empty
    /// when none knows it.
    public Optional<Words> criterion(Desk.Case useCase, String id) {
        return called(known(useCase), id);
    }

    /// What a criterion of a use case was called when it was spoken of; empty when no edition that is known has it.
    ///
    /// @param edition by which it was spoken of; absent for the one that judges the use case today
    public Optional<Words> criterion(UseCase useCase, @Nullable String edition, String id) {
        Stream<GatePack> then = edition == null ? Stream.empty() : packs.edition(edition).stream();
        return called(Stream.concat(then, Stream.concat(Stream.of(pack(useCase)), packs().stream())), id);
    }

    private static Optional<Words> called(Stream<GatePack> packs, String id) {
        return packs.flatMap(pack -> pack.gates().values().stream())
                .flatMap(gate -> gate.criteria().stream())
                .filter(criterion -> criterion.id().equals(id))
                .findFirst()
                .map(Criterion::title);
    }

    /// A remedy as the edition knows it that judges the use case, or else another that holds; empty when none does.
    ///
    /// @param useCase absent when it serves all
    public Optional<Remedy> remedy(Desk.@Nullable Case useCase, String id) {
        return known(useCase)
                .flatMap(pack -> Stream.ofNullable(pack.remedies().get(id)))
                .findFirst();
    }

    private Stream<GatePack> known(Desk.@Nullable Case useCase) {
        return Stream.concat(useCase == null ? Stream.empty() : Stream.of(pack(useCase)), packs().stream());
    }

    /// The use case as the gates of an edition see it.
    private Seen see(GatePack pack, UseCase useCase, Map<String, Object> answers) {
        return judging.see(pack, useCase, facts.of(useCase, answers, pack.facts(), today()), today());
    }

    /// Where a use case stands before its next gate; empty when the actor may not see it.
    @Transactional(readOnly = true)
    public Optional<Standing> of(Actor actor, UseCaseId id) {
        return useCases.find(actor, id).map(useCase -> standing(actor, useCase));
    }

    private Standing standing(Actor actor, UseCase useCase) {
        long key = useCase.key();
        Map<String, Object> answers = store.answers(key);
        List<GateSignature> signatures = store.signatures(key);
        List<GateWaiver> waivers = store.waivers(key);
        List<Action> actions = store.actions(key);
        Stage next = next(useCase.content().stage());
        Evaluation evaluation = null;
        Paths paths = null;
        if (next != null) {
            GatePack pack = pack(useCase);
            Seen seen = see(pack, useCase, answers);
            evaluation = judging.evaluate(pack, seen, next, signatures, waivers);
            paths = paths(pack, evaluation, actions, seen);
        }
        return new Standing(
                useCase,
                next,
                evaluation,
                paths,
                answers,
                store.requests(key),
                store.decisions(key),
                signatures,
                waivers,
                actions,
                store.charter(key),
                facts.lookAlikes(useCase).stream()
                        .filter(m -> useCases.find(actor, m.id()).isPresent())
                        .toList(),
                store.distinctions(key),
                new Standing.May(mayAsk(actor, useCase), mayDecide(actor, useCase)));
    }

    /// The stage after this one; absent after the last.
    static @Nullable Stage next(@Nullable Stage at) {
        return switch (at) {
            case null -> Stage.QUALIFIED;
            case IDEA -> Stage.QUALIFIED;
            case QUALIFIED -> Stage.FRAMED;
            case FRAMED -> Stage.PILOT;
            case PILOT -> Stage.RUN;
            case RUN -> Stage.RETIRED;
            case RETIRED -> null;
        };
    }

    private Paths paths(GatePack pack, Evaluation evaluation, List<Action> actions, Seen seen) {
        var progress = new HashMap<String, Progress>();
        for (Action action : actions) {
            switch (action.state()) {
                case DONE -> progress.put(action.remedy(), new Progress.Done());
                case UNDER_WAY -> progress.put(action.remedy(), new Progress.UnderWay(action.ready()));
                case DROPPED -> {
                    // As if nobody had begun.
                }
            }
        }
        var bare = new Situation(seen.facts(), seen.sights(), today());
        Set<String> met = pack.gates().values().stream()
                .flatMap(gate -> gate.evaluate(bare).findings().stream())
                .filter(f -> f.state() == State.MET)
                .map(f -> f.criterion().id())
                .collect(Collectors.toSet());
        PathToYes remedies = packs.paths(pack);
        return remedies.find(
                evaluation.toRemedy(),
                evaluation.impossible().stream().map(f -> f.criterion().id()).toList(),
                remedies.progress(met, progress),
                packs.terms(today()));
    }

    /// The days on which answers are promised and counted.
    public WorkingDays workingDays() {
        return packs.workingDays();
    }

    /// The day it is for gates.
    public LocalDate today() {
        return LocalDate.now(clock);
    }

    // ------------------------------------------------------------------------------------------------ who may do what

    /// Whether the actor may ask for an answer: those who may edit the use case, and those who decide.
    private static boolean mayAsk(Actor actor, UseCase useCase) {
        return !useCase.archived() && (UseCases.mayEdit(actor, useCase) || mayDecide(actor, useCase));
    }

    private static boolean mayDecide(Actor actor, UseCase useCase) {
        return !useCase.archived()
                && actor.may(Permission.DECIDE_GATES, useCase.content().unitId());
    }

    /// Whether the actor speaks in that role for that use case: by a grant that covers its unit, or as the owner whom
    /// the use case names.
    boolean speaksAs(Actor actor, Role role, UseCase useCase) {
        // Every role that signs may comment: this keeps out tokens that only read.
        if (!actor.may(Permission.COMMENT)) {
            return false;
        }
        Person named = owner(role, useCase.content());
        Long account = named == null ? null : named.userId();
        if (account != null && actor.speaksFor(account)) {
            return true;
        }
        return Desks.holds(actor.grants(), role, useCase.content().unitId(), units.tree());
    }

    /// The person who is away and whose word is awaited, in which roles.
    ///
    /// @param standIn who may give it for them; absent when nobody may
    /// @param until the last day of the absence
    /// @param roles the roles whose signature is awaited
    public record Missed(String name, @Nullable String standIn, LocalDate until, List<String> roles) {
        public Missed {
            roles = List.copyOf(roles);
        }
    }

    /// Who is away today of those whose signature is awaited.
    @Transactional(readOnly = true)
    public List<Missed> missed(Standing standing) {
        Evaluation evaluation = standing.evaluation();
        if (evaluation == null || standing.open().isEmpty()) {
            return List.of();
        }
        Set<String> awaited = evaluation.toSign().stream()
                .flatMap(f -> f.missing().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        if (awaited.isEmpty()) {
            return List.of();
        }
        Content content = standing.useCase().content();
        var missed = new ArrayList<Missed>();
        for (Absences.Away away : absences.away()) {
            List<String> roles = awaited.stream()
                    .filter(role -> {
                        Person named = owner(Role.valueOf(role), content);
                        return (named != null
                                        && Objects.equals(
                                                named.userId(), away.person().id()))
                                || Desks.holds(away.grants(), Role.valueOf(role), content.unitId(), units.tree());
                    })
                    .toList();
            if (!roles.isEmpty()) {
                io.sextant.app.identity.Person.Name standIn = away.standIn();
                missed.add(
                        new Missed(away.person().name(), standIn == null ? null : standIn.name(), away.until(), roles));
            }
        }
        return missed;
    }

    private static @Nullable Person owner(Role role, Content content) {
        return switch (role) {
            case BUSINESS_OWNER -> content.businessOwner();
            case TECHNICAL_OWNER -> content.technicalOwner();
            default -> null;
        };
    }

    /// Whether a stand-in would meet themselves: they asked for the answer that they would help to give.
    private static boolean ownRequest(Actor actor, Standing standing) {
        return actor.inPlaceOf() != null
                && standing.open().map(GateRequest::byId).filter(actor::is).isPresent();
    }

    /// The roles in which an actor speaks for a use case.
    public interface Voices {
        /// Whether the actor speaks in this role.
        boolean speaksAs(String role);
    }

    /// In which roles the actor speaks for a use case that they see.
    public Voices voices(Actor actor, UseCase useCase) {
        return role -> speaksAs(actor, Role.valueOf(role), useCase);
    }

    private sealed interface Reached {
        record Here(UseCase useCase) implements Reached {}

        record Not(Reason why) implements Reached {}
    }

    private Reached reach(Actor actor, UseCaseId id) {
        Optional<UseCase> found = useCases.lock(actor, id);
        if (found.isEmpty()) {
            return new Reached.Not(Reason.whole("demand.refused.notFound", id.code()));
        }
        return found.get().archived()
                ? new Reached.Not(Reason.whole("demand.refused.archived", id.code()))
                : new Reached.Here(found.get());
    }

    private static Optional<Reason> text(String field, @Nullable String text, boolean needed) {
        if (text == null || text.isBlank()) {
            return needed ? Optional.of(Reason.of(field, "demand.gates.problem.empty")) : Optional.empty();
        }
        if (text.length() > MAX_TEXT) {
            return Optional.of(Reason.of(field, "demand.problem.tooLong", text.length(), MAX_TEXT));
        }
        return text.indexOf('\0') >= 0 ? Optional.of(Reason.of(field, "demand.problem.control")) : Optional.empty();
    }

    private static @Nullable String stripped(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    // ------------------------------------------------------------------------------------------------------- the facts

    /// Writes down what is known of a use case beyond its own fields; a fact without a value is forgotten. Signatures
    /// that rest on a fact that changed fall.
    ///
    /// @param given by the name of the fact: a boolean, a number, a text, a list of texts or a date as text
    public Outcome<Standing> answer(Actor actor, UseCaseId id, Map<String, ? extends @Nullable Object> given) {
        if (!(reach(actor, id) instanceof Reached.Here(UseCase useCase))) {
            return missing(actor, id);
        }
        if (!mayAsk(actor, useCase)) {
            return refused(Reason.whole("demand.gates.refused.ask"));
        }
        var problems = new ArrayList<Reason>();
        given.forEach((name, value) -> misfit(pack(useCase), name, value).ifPresent(problems::add));
        if (!problems.isEmpty()) {
            return new Outcome.Refused<>(problems);
        }
        Map<String, Object> before = store.answers(useCase.key());
        var changed = new LinkedHashMap<String, @Nullable Object>();
        given.forEach((name, value) -> {
            if (!same(before.get(name), value)) {
                store.answer(useCase.key(), name, value, actor.who(), clock.instant());
                changed.put(name, value);
            }
        });
        if (!changed.isEmpty()) {
            tell(actor, id, "answered", null, changed);
            settle(actor.who(), useCase);
        }
        return after(actor, useCase);
    }

    /// Why this cannot be the answer to a question of the intake; empty when it can, or is none.
    ///
    /// @param pack the edition that asks
    public static Optional<Reason> misfit(GatePack pack, String name, @Nullable Object value) {
        Fact fact = pack.facts().get(name);
        if (fact == null || fact.from() != Fact.From.INTAKE) {
            return Optional.of(Reason.of(name, "demand.gates.problem.unknownFact", name));
        }
        return value == null || UseCaseFacts.fits(fact, value)
                ? Optional.empty()
                : Optional.of(Reason.of(
                        name, "demand.gates.problem.value." + fact.type().name(), String.join(", ", fact.values())));
    }

    /// What the gate after a content's stage would find in it, were it registered.
    ///
    /// @param questions the questions of the intake on which that gate and its lane rest, as far as the answers
    /// leave
    ///     them open or have answered them, in the order of the pack
    /// @param possible all on which they could rest, whatever the answers, in the same order
    public record Rehearsal(Evaluation evaluation, List<Fact> questions, List<Fact> possible) {
        public Rehearsal {
            questions = List.copyOf(questions);
            possible = List.copyOf(possible);
        }
    }

    /// What was counted around a demand that is not registered.
    ///
    /// @param alikeOpen look-alikes that nobody told apart from it
    /// @param linesOpen red lines that nobody examined
    /// @param linesCrossed red lines that it crosses
    public record Counted(long alikeOpen, long linesOpen, long linesCrossed) {}

    /// Looks at a content that is not registered as its next gate would.
    ///
    /// @param pack the edition whose gate looks
    /// @param answers by the name of the fact, each fitting its fact
    @Transactional(readOnly = true)
    public Rehearsal rehearse(GatePack pack, Content content, Map<String, Object> answers, Counted counted) {
        Map<String, Object> known = UseCaseFacts.told(content, answers, pack.facts());
        known.put("lookAlikesOpen", counted.alikeOpen());
        known.put("redLinesOpen", counted.linesOpen());
        known.put("redLinesHit", counted.linesCrossed());
        known.put("completeness", Completeness.of(content) / 100.0);
        known.put("attachments", 0L);
        known.put("concernsOpen", 0L);
        known.put("today", today());
        Verdict need = Verdict.valueOf(UseCases.need(content).name());
        var situation = new Situation(pack.facts(known), Map.of(Axis.NEED, new Sight(need, null, 0)), today());
        Stage ahead = Objects.requireNonNullElse(next(content.stage()), Stage.RETIRED);
        Gate gate = pack.gate(io.sextant.engine.inventory.Stage.valueOf(ahead.name()));
        Evaluation evaluation = gate.evaluate(situation);
        Set<String> asked = gate.laneAsks(situation);
        for (Finding finding : evaluation.findings()) {
            if (finding.state() != State.NOT_APPLICABLE) {
                asked.addAll(finding.facts().keySet());
                asked.addAll(finding.unknown());
            }
        }
        Set<String> possible = new TreeSet<>(asked);
        for (Lane lane : gate.lanes()) {
            for (String name : names(lane.when())) {
                possible.add(name);
                // What was answered to find the lane stays in sight.
                if (answers.containsKey(name)) {
                    asked.add(name);
                }
            }
        }
        for (Criterion criterion : gate.criteria()) {
            possible.addAll(names(criterion.when()));
            possible.addAll(names(criterion.applies()));
            possible.addAll(names(criterion.impossible()));
        }
        possible.addAll(asked);
        return new Rehearsal(evaluation, questions(pack, asked), questions(pack, possible));
    }

    private static Set<String> names(@Nullable Condition condition) {
        return condition == null ? Set.of() : condition.names();
    }

    private static List<Fact> questions(GatePack pack, Set<String> names) {
        Set<String> facts = names.stream().map(Gates::factOf).collect(Collectors.toSet());
        return pack.facts().values().stream()
                .filter(fact -> fact.from() == Fact.From.INTAKE && facts.contains(fact.id()))
                .toList();
    }

    /// The fact that a name of a condition asks about: `known.usersCount` asks about `usersCount`.
    public static String factOf(String name) {
        return name.startsWith("known.") ? name.substring("known.".length()) : name;
    }

    /// The red lines of the charter in force.
    @Transactional(readOnly = true)
    public List<RedLine> charter() {
        return store.charter(0);
    }

    /// Whether two answers are the same; a number is the same however it was written.
    private static boolean same(@Nullable Object a, @Nullable Object b) {
        return a instanceof Number first && b instanceof Number second
                ? first.doubleValue() == second.doubleValue()
                : Objects.equals(a, b);
    }

    /// Says whether the use case crosses a red line of the charter.
    public Outcome<Standing> examine(Actor actor, UseCaseId id, long line, boolean crossed, @Nullable String note) {
        if (!(reach(actor, id) instanceof Reached.Here(UseCase useCase))) {
            return missing(actor, id);
        }
        if (!mayAsk(actor, useCase)) {
            return refused(Reason.whole("demand.gates.refused.ask"));
        }
        Optional<Reason> fault = text("note", note, false);
        if (fault.isPresent()) {
            return refused(fault.get());
        }
        if (store.charter(useCase.key()).stream().noneMatch(l -> l.id() == line)) {
            return refused(Reason.of("line", "demand.gates.refused.noRedLine"));
        }
        store.examine(useCase.key(), line, crossed, stripped(note), actor.who(), clock.instant());
        tell(actor, id, "red-line-examined", stripped(note), Map.of("line", line, "crossed", crossed));
        settle(actor.who(), useCase);
        return after(actor, useCase);
    }

    /// Says what makes a use case different from one that looks like it.
    public Outcome<Standing> distinguish(Actor actor, UseCaseId id, UseCaseId other, String reason) {
        if (!(reach(actor, id) instanceof Reached.Here(UseCase useCase))) {
            return missing(actor, id);
        }
        if (!mayAsk(actor, useCase)) {
            return refused(Reason.whole("demand.gates.refused.ask"));
        }
        Optional<Reason> fault = text("reason", reason, true);
        if (fault.isPresent()) {
            return refused(fault.get());
        }
        Optional<UseCase> alike = useCases.find(actor, other).filter(u -> u.key() != useCase.key());
        if (alike.isEmpty()) {
            return refused(Reason.of("other", "demand.refused.notFound", other.code()));
        }
        store.distinguish(useCase.key(), alike.get().key(), reason.strip(), actor.who(), clock.instant());
        tell(actor, id, "distinguished", reason.strip(), Map.of("other", other.code()));
        settle(actor.who(), useCase);
        return after(actor, useCase);
    }

    // ----------------------------------------------------------------------------------------------------- the request

    /// Asks that the use case may pass to its next stage. From now on the promised answer time runs.
    public Outcome<Standing> ask(Actor actor, UseCaseId id, @Nullable String note) {
        if (!(reach(actor, id) instanceof Reached.Here(UseCase useCase))) {
            return missing(actor, id);
        }
        if (!mayAsk(actor, useCase)) {
            return refused(Reason.whole("demand.gates.refused.ask"));
        }
        Standing standing = standing(actor, useCase);
        if (standing.next() == null || standing.evaluation() == null) {
            return refused(Reason.whole("demand.gates.refused.retired"));
        }
        if (standing.open().isPresent()) {
            return refused(Reason.whole("demand.gates.refused.askedAlready"));
        }
        Optional<Reason> fault = text("note", note, false);
        if (fault.isPresent()) {
            return refused(fault.get());
        }
        Evaluation evaluation = standing.evaluation();
        LocalDate promised = packs.workingDays().after(today(), evaluation.days());
        long request = store.request(
                useCase.key(),
                standing.next(),
                evaluation.lane().id(),
                pack(useCase).edition(),
                evaluation.days(),
                promised,
                stripped(note),
                actor.who(),
                clock.instant());
        tell(
                actor,
                id,
                "asked",
                stripped(note),
                Map.of(
                        "request", request,
                        "stage", standing.next().name(),
                        "lane", evaluation.lane().id(),
                        "promised", promised.toString()));
        return after(actor, useCase);
    }

    /// Takes the open request back.
    public Outcome<Standing> withdraw(Actor actor, UseCaseId id) {
        return atRequest(actor, id, false, (useCase, request) -> {
            close(request, GateRequest.State.WITHDRAWN);
            tell(actor, id, "withdrawn", null, Map.of("request", request.id()));
            return after(actor, useCase);
        });
    }

    /// Asks those who asked; the clock stands still until every question has its reply.
    public Outcome<Standing> question(Actor actor, UseCaseId id, String body) {
        return atRequest(actor, id, true, (useCase, request) -> {
            Optional<Reason> fault = text("body", body, true);
            if (fault.isPresent()) {
                return refused(fault.get());
            }
            long question = store.question(request.id(), body.strip(), actor.who(), clock.instant());
            tell(actor, id, "questioned", null, Map.of("request", request.id(), "question", question));
            return after(actor, useCase);
        });
    }

    /// Replies to a question. With the last reply the clock runs again, and the promise moves on by the working days
    /// that were waited.
    public Outcome<Standing> reply(Actor actor, UseCaseId id, long question, String body) {
        return atRequest(actor, id, false, (useCase, request) -> {
            Optional<Reason> fault = text("body", body, true);
            if (fault.isPresent()) {
                return refused(fault.get());
            }
            Optional<Question> asked =
                    request.questions().stream().filter(q -> q.id() == question).findFirst();
            if (asked.isEmpty() || asked.get().reply() != null) {
                return refused(Reason.whole("demand.gates.refused.noQuestion"));
            }
            store.reply(question, body.strip(), actor.who(), clock.instant());
            if (request.questions().stream().noneMatch(q -> q.id() != question && q.reply() == null)) {
                resume(request);
            }
            tell(actor, id, "replied", null, Map.of("request", request.id(), "question", question));
            return after(actor, useCase);
        });
    }

    /// Lets the clock run again, if it stood still: the promise moves on by the working days that were waited.
    private void resume(GateRequest request) {
        Instant since = request.waitingSince();
        if (since != null) {
            int waited = worked(since);
            store.resume(request.id(), waited, packs.workingDays().after(request.promised(), waited));
        }
    }

    private int worked(Instant since) {
        return Math.max(0, packs.workingDays().between(LocalDate.ofInstant(since, clock.getZone()), today()));
    }

    private void close(GateRequest request, GateRequest.State state) {
        resume(request);
        store.close(request.id(), state, clock.instant());
    }

    private interface AtRequest {
        Outcome<Standing> act(UseCase useCase, GateRequest request);
    }

    private Outcome<Standing> atRequest(Actor actor, UseCaseId id, boolean deciding, AtRequest act) {
        if (!(reach(actor, id) instanceof Reached.Here(UseCase useCase))) {
            return missing(actor, id);
        }
        if (deciding ? !mayDecide(actor, useCase) : !mayAsk(actor, useCase)) {
            return refused(Reason.whole(deciding ? "demand.gates.refused.decide" : "demand.gates.refused.ask"));
        }
        return store.requests(useCase.key()).stream()
                .filter(r -> r.state() == GateRequest.State.OPEN)
                .findFirst()
                .map(request -> act.act(useCase, request))
                .orElseGet(() -> refused(Reason.whole("demand.gates.refused.noRequest")));
    }

    // -------------------------------------------------------------------------------------------- signatures, waivers

    /// Signs a criterion whose facts are as asked, in a role that the criterion asks for.
    public Outcome<Standing> sign(Actor actor, UseCaseId id, String criterion, String role, @Nullable String note) {
        if (!(reach(actor, id) instanceof Reached.Here(UseCase useCase))) {
            return missing(actor, id);
        }
        Optional<Reason> fault = text("note", note, false);
        if (fault.isPresent()) {
            return refused(fault.get());
        }
        Standing standing = standing(actor, useCase);
        Finding finding = standing.evaluation() == null
                ? null
                : Judging.byCriterion(standing.evaluation()).get(criterion);
        if (finding == null || finding.criterion().signing() == null) {
            return refused(Reason.of("criterion", "demand.gates.refused.noSignature", criterion));
        }
        Criterion.Signing signing = finding.criterion().signing();
        if (actor.id() == null || !signing.roles().contains(role) || !speaksAs(actor, Role.valueOf(role), useCase)) {
            return refused(Reason.of("role", "demand.gates.refused.role"));
        }
        if (finding.condition() != Truth.TRUE) {
            return refused(Reason.of("criterion", "demand.gates.refused.factsFirst"));
        }
        if (!finding.missing().contains(role)) {
            return refused(Reason.of("criterion", "demand.gates.refused.signedAlready"));
        }
        boolean another = signing.rule() == Criterion.Signing.Rule.EACH_BY_ANOTHER
                && standing.signatures().stream()
                        .anyMatch(s -> s.fallenAt() == null
                                && s.criterion().equals(criterion)
                                && (actor.concerns(s.byId()) || actor.concerns(s.forId())));
        if (another) {
            return refused(Reason.of("criterion", "demand.gates.refused.twoPeople"));
        }
        if (ownRequest(actor, standing)) {
            return refused(Reason.whole("demand.gates.refused.inPlaceOwn"));
        }
        settle(actor.who(), useCase);
        Map<String, Object> basis = judging.basis(finding, see(pack(useCase), useCase, standing.answers()));
        store.sign(
                useCase.key(),
                Objects.requireNonNull(standing.next()),
                criterion,
                role,
                stripped(note),
                basis,
                pack(useCase).edition(),
                actor,
                clock.instant());
        var after = new LinkedHashMap<String, @Nullable Object>();
        after.put("criterion", criterion);
        after.put("role", role);
        after.put("basis", basis);
        tell(actor, id, "signed", stripped(note), after);
        return after(actor, useCase);
    }

    /// Takes one's own signature back.
    public Outcome<Standing> unsign(Actor actor, UseCaseId id, long signature) {
        if (!(reach(actor, id) instanceof Reached.Here(UseCase useCase))) {
            return missing(actor, id);
        }
        Optional<GateSignature> own = store.signatures(useCase.key()).stream()
                .filter(s -> s.id() == signature && s.fallenAt() == null && s.gaveBy(actor))
                .findFirst();
        if (own.isEmpty()) {
            return refused(Reason.whole("demand.gates.refused.othersSignature"));
        }
        store.signatureFell(signature, List.of(), clock.instant());
        tell(
                actor,
                id,
                "unsigned",
                null,
                Map.of("criterion", own.get().criterion(), "role", own.get().role()));
        return after(actor, useCase);
    }

    /// Lets the use case do without a criterion until a day, as its rule allows.
    public Outcome<Standing> waive(Actor actor, UseCaseId id, String criterion, LocalDate until, String reason) {
        if (!(reach(actor, id) instanceof Reached.Here(UseCase useCase))) {
            return missing(actor, id);
        }
        Optional<Reason> fault = text("reason", reason, true);
        if (fault.isPresent()) {
            return refused(fault.get());
        }
        Standing standing = standing(actor, useCase);
        Finding finding = standing.evaluation() == null
                ? null
                : Judging.byCriterion(standing.evaluation()).get(criterion);
        Criterion.WaiverRule rule = finding == null ? null : finding.criterion().waiver();
        if (finding == null || rule == null || finding.state() == State.IMPOSSIBLE) {
            return refused(Reason.of("criterion", "demand.gates.refused.noWaiver", criterion));
        }
        if (!speaksAs(actor, Role.valueOf(rule.role()), useCase)) {
            return refused(Reason.of("criterion", "demand.gates.refused.waiverRole"));
        }
        if (finding.state() == State.WAIVED || finding.state() == State.MET) {
            return refused(Reason.of("criterion", "demand.gates.refused.waivedAlready"));
        }
        LocalDate last = today().plusDays(rule.days() - 1L);
        if (until.isBefore(today()) || until.isAfter(last)) {
            return refused(Reason.of("until", "demand.gates.problem.until", today(), last));
        }
        store.waivers(useCase.key()).stream()
                .filter(w -> w.criterion().equals(criterion) && w.withdrawnAt() == null)
                .forEach(ended -> store.withdrawWaiver(ended.id(), clock.instant()));
        store.waive(
                useCase.key(), criterion, rule.role(), today(), until, reason.strip(), actor.who(), clock.instant());
        tell(actor, id, "waived", reason.strip(), Map.of("criterion", criterion, "until", until.toString()));
        return after(actor, useCase);
    }

    /// Ends a waiver before its day.
    public Outcome<Standing> unwaive(Actor actor, UseCaseId id, long waiver) {
        if (!(reach(actor, id) instanceof Reached.Here(UseCase useCase))) {
            return missing(actor, id);
        }
        Optional<GateWaiver> given = store.waivers(useCase.key()).stream()
                .filter(w -> w.id() == waiver && w.withdrawnAt() == null)
                .findFirst();
        if (given.isEmpty() || !speaksAs(actor, Role.valueOf(given.get().role()), useCase)) {
            return refused(Reason.whole("demand.gates.refused.waiverRole"));
        }
        store.withdrawWaiver(waiver, clock.instant());
        tell(actor, id, "waiver-ended", null, Map.of("criterion", given.get().criterion()));
        return after(actor, useCase);
    }

    // ------------------------------------------------------------------------------------------------------- decisions

    /// An answer somebody is about to give.
    ///
    /// @param wouldChange what would change a *no*; asked for with it
    /// @param instead what may be done instead
    /// @param into the use case it joins, for a merge
    /// @param review when to look at it again
    public record Given(
            Answer answer,
            String reason,
            @Nullable String wouldChange,
            @Nullable String instead,
            @Nullable UseCaseId into,
            @Nullable LocalDate review) {}

    /// Gives the answer at the next gate and keeps what it was given on. A *go* needs everything met, waived or not
    /// asked, and another person than the one who asked; it moves the use case on. A merge puts it away, a stop
    /// retires it.
    ///
    /// @param seen the version of the use case that the decider saw
    public Outcome<Standing> decide(Actor actor, UseCaseId id, long seen, Given given) {
        if (!(reach(actor, id) instanceof Reached.Here(UseCase useCase))) {
            return missing(actor, id);
        }
        if (!mayDecide(actor, useCase)) {
            return refused(Reason.whole("demand.gates.refused.decide"));
        }
        if (useCase.version() != seen) {
            return new Outcome.Stale<>(useCase.version());
        }
        Standing standing = standing(actor, useCase);
        Stage next = standing.next();
        Evaluation evaluation = standing.evaluation();
        if (next == null || evaluation == null) {
            return refused(Reason.whole("demand.gates.refused.retired"));
        }
        if (ownRequest(actor, standing)) {
            return refused(Reason.whole("demand.gates.refused.inPlaceOwn"));
        }
        List<Reason> faults = faults(actor, standing, evaluation, given);
        if (!faults.isEmpty()) {
            return new Outcome.Refused<>(faults);
        }
        UseCase into =
                given.into() == null ? null : useCases.find(actor, given.into()).orElse(null);
        if (given.answer() == Answer.MERGE && (into == null || into.archived() || into.key() == useCase.key())) {
            return refused(Reason.of("into", "demand.gates.problem.into"));
        }
        Stage stage = given.answer() == Answer.STOP ? Stage.RETIRED : next;
        String snapshot = json.writeValueAsString(snapshot(standing));
        byte[] digest = sha256(snapshot);
        Long request = standing.open().map(GateRequest::id).orElse(null);
        long decision = store.decide(
                new Deciding(
                        useCase.key(),
                        request,
                        stage,
                        given.answer(),
                        given.reason().strip(),
                        stripped(given.wouldChange()),
                        stripped(given.instead()),
                        given.answer() == Answer.MERGE && into != null ? (Long) into.key() : null,
                        given.review(),
                        pack(useCase).edition(),
                        useCase.version(),
                        snapshot,
                        digest),
                actor.who(),
                clock.instant());
        standing.open().ifPresent(answered -> close(answered, GateRequest.State.ANSWERED));
        var after = new LinkedHashMap<String, @Nullable Object>();
        after.put("decision", decision);
        after.put("stage", stage.name());
        after.put("answer", given.answer().name());
        after.put("into", into == null ? null : into.id().code());
        after.put("digest", HexFormat.of().formatHex(digest));
        tell(actor, id, "decided", given.reason().strip(), after);
        UseCase now =
                switch (given.answer()) {
                    case GO, STOP ->
                        useCases.pass(actor, useCase, stage, given.reason().strip());
                    case MERGE -> useCases.joined(actor, useCase, given.reason().strip());
                    case NO, NOT_YET -> useCase;
                };
        return after(actor, now);
    }

    private List<Reason> faults(Actor actor, Standing standing, Evaluation evaluation, Given given) {
        var faults = new ArrayList<Reason>();
        text("reason", given.reason(), true).ifPresent(faults::add);
        text("wouldChange", given.wouldChange(), given.answer() == Answer.NO).ifPresent(faults::add);
        text("instead", given.instead(), false).ifPresent(faults::add);
        LocalDate review = given.review();
        if (review != null && review.isBefore(today())) {
            faults.add(Reason.of("review", "demand.gates.problem.review"));
        }
        Stage at = standing.useCase().content().stage();
        if (given.answer() == Answer.STOP && at != Stage.PILOT && at != Stage.RUN) {
            faults.add(Reason.of("answer", "demand.gates.refused.stop"));
        }
        if (given.answer() == Answer.GO) {
            if (!evaluation.open()) {
                faults.add(Reason.of("answer", "demand.gates.refused.shut", unmet(evaluation)));
            }
            boolean own = standing.open()
                    .filter(asked -> actor.concerns(asked.byId()) || actor.concerns(asked.forId()))
                    .isPresent();
            if (own) {
                faults.add(Reason.of("answer", "demand.gates.refused.ownRequest"));
            }
        }
        return faults;
    }

    /// How many criteria keep the gate shut.
    static long unmet(Evaluation evaluation) {
        return evaluation.findings().stream()
                .filter(f -> f.state() == State.UNMET || f.state() == State.UNKNOWN || f.state() == State.IMPOSSIBLE)
                .count();
    }

    /// What was decided on, in an order that is always the same.
    private Map<String, @Nullable Object> snapshot(Standing standing) {
        var content = new TreeMap<String, @Nullable Object>();
        content.put("useCase", standing.useCase().id().code());
        content.put("version", standing.useCase().version());
        content.put("content", standing.useCase().content());
        GatePack pack = pack(standing.useCase());
        content.put("edition", pack.edition());
        content.put(
                "sources",
                pack.sources().stream().map(s -> s.id() + " " + s.sha256()).toList());
        content.put("answers", new TreeMap<>(standing.answers()));
        Evaluation evaluation = standing.evaluation();
        if (evaluation != null) {
            content.put("lane", evaluation.lane().id());
            content.put(
                    "findings",
                    evaluation.findings().stream()
                            .map(f -> {
                                var finding = new TreeMap<String, @Nullable Object>();
                                finding.put("criterion", f.criterion().id());
                                finding.put("state", f.state().name());
                                finding.put("facts", new TreeMap<>(judging.stored(f.facts())));
                                finding.put("unknown", List.copyOf(new TreeSet<>(f.unknown())));
                                finding.put("missing", f.missing());
                                return finding;
                            })
                            .toList());
        }
        content.put(
                "signatures",
                standing.signatures().stream().filter(s -> s.fallenAt() == null).toList());
        content.put(
                "waivers",
                standing.waivers().stream().filter(w -> w.withdrawnAt() == null).toList());
        content.put("concernsOpen", store.concerns(standing.useCase().key()));
        content.put(
                "concernsKeptOpen", store.concernsKeptOpen(standing.useCase().key()));
        Paths paths = standing.paths();
        Path cheapest = paths == null ? null : paths.cheapest();
        Path fastest = paths == null ? null : paths.fastest();
        content.put("cheapest", cheapest == null ? null : steps(cheapest));
        content.put("fastest", fastest == null ? null : steps(fastest));
        return content;
    }

    private static Map<String, Object> steps(Path path) {
        var steps = new TreeMap<String, Object>();
        steps.put("cents", path.cost().cents());
        steps.put("ready", path.ready().toString());
        steps.put("steps", path.steps().stream().map(Path.Step::remedy).toList());
        return steps;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM knows SHA-256", e);
        }
    }

    /// What a decision was taken on, as JSON; its SHA-256 is the decision's digest.
    @Transactional(readOnly = true)
    public Optional<String> snapshot(Actor actor, UseCaseId id, long decision) {
        return useCases.find(actor, id).flatMap(u -> store.snapshot(u.key(), decision));
    }

    // --------------------------------------------------------------------------------------------------------- appeals

    /// Contests the decision that stands.
    public Outcome<Standing> appeal(Actor actor, UseCaseId id, String reason) {
        Optional<UseCase> found = useCases.lock(actor, id);
        if (found.isEmpty()) {
            return missing(actor, id);
        }
        UseCase useCase = found.get();
        Optional<Decision> latest = store.decisions(useCase.key()).stream().findFirst();
        if (!actor.may(Permission.COMMENT, useCase.content().unitId()) && !UseCases.mayEdit(actor, useCase)) {
            return refused(Reason.whole("demand.gates.refused.appeal"));
        }
        if (latest.isEmpty()
                || latest.get().answer() == Answer.GO
                || latest.get().fallenAt() != null) {
            return refused(Reason.whole("demand.gates.refused.nothingToAppeal"));
        }
        if (latest.get().contested()) {
            return refused(Reason.whole("demand.gates.refused.contestedAlready"));
        }
        Optional<Reason> fault = text("reason", reason, true);
        if (fault.isPresent()) {
            return refused(fault.get());
        }
        store.appeal(latest.get().id(), reason.strip(), actor.who(), clock.instant());
        tell(
                actor,
                id,
                "appealed",
                reason.strip(),
                Map.of("decision", latest.get().id()));
        return after(actor, useCase);
    }

    /// Answers an appeal; another person than the one who decided. Overturned, the decision no longer stands and the
    /// request it answered is open again with a new promise.
    public Outcome<Standing> answerAppeal(Actor actor, UseCaseId id, Appeal.Outcome outcome, String answer) {
        Optional<UseCase> found = useCases.lock(actor, id);
        if (found.isEmpty()) {
            return missing(actor, id);
        }
        UseCase useCase = found.get();
        if (!actor.may(Permission.DECIDE_GATES, useCase.content().unitId())) {
            return refused(Reason.whole("demand.gates.refused.decide"));
        }
        Decision decision = store.decisions(useCase.key()).stream().findFirst().orElse(null);
        Optional<Appeal> open = decision == null
                ? Optional.empty()
                : decision.appeals().stream().filter(a -> a.outcome() == null).findFirst();
        if (decision == null || open.isEmpty()) {
            return refused(Reason.whole("demand.gates.refused.noAppeal"));
        }
        if (actor.concerns(decision.byId()) || actor.concerns(decision.forId())) {
            return refused(Reason.whole("demand.gates.refused.ownDecision"));
        }
        Optional<Reason> fault = text("answer", answer, true);
        if (fault.isPresent()) {
            return refused(fault.get());
        }
        store.answerAppeal(open.get().id(), outcome, answer.strip(), actor.who(), clock.instant());
        tell(
                actor,
                id,
                "appeal-answered",
                answer.strip(),
                Map.of("decision", decision.id(), "outcome", outcome.name()));
        UseCase now = useCase;
        if (outcome == Appeal.Outcome.OVERTURNED) {
            store.fell(decision.id(), List.of(), clock.instant());
            now = useCases.takenBack(actor, useCase, decision.version(), answer.strip());
            Optional<Long> request = store.answered(decision.id());
            if (request.isPresent() && standing(actor, now).open().isEmpty()) {
                Evaluation evaluation = standing(actor, now).evaluation();
                int days = evaluation == null ? 0 : evaluation.days();
                int shut = store.requests(now.key()).stream()
                        .filter(r -> r.id() == request.get())
                        .map(GateRequest::closedAt)
                        .filter(Objects::nonNull)
                        .mapToInt(this::worked)
                        .sum();
                store.reopen(request.get(), shut, packs.workingDays().after(today(), days));
            }
        }
        return after(actor, now);
    }

    // --------------------------------------------------------------------------------------------------------- actions

    /// Takes up a remedy of the path to yes.
    public Outcome<Standing> start(Actor actor, UseCaseId id, String remedy) {
        if (!(reach(actor, id) instanceof Reached.Here(UseCase useCase))) {
            return missing(actor, id);
        }
        Remedy known = pack(useCase).remedies().get(remedy);
        if (known == null) {
            return refused(Reason.of("remedy", "demand.gates.refused.noRemedy", remedy));
        }
        if (!mayAsk(actor, useCase)) {
            return refused(Reason.whole("demand.gates.refused.ask"));
        }
        boolean begun = store.actions(useCase.key()).stream()
                .anyMatch(a -> a.remedy().equals(remedy) && a.state() != Action.State.DROPPED);
        if (begun) {
            return refused(Reason.of("remedy", "demand.gates.refused.startedAlready"));
        }
        boolean shared = known.scope() == Remedy.Scope.COMPANY;
        int work = known.effort().setScale(0, RoundingMode.CEILING).intValue();
        LocalDate ready = packs.workingDays()
                .after(packs.workingDays().after(today(), work).plusDays(known.lead()), 0);
        Person owner =
                switch (Role.valueOf(known.owner())) {
                    case BUSINESS_OWNER -> useCase.content().businessOwner();
                    case TECHNICAL_OWNER -> useCase.content().technicalOwner();
                    default -> null;
                };
        store.act(
                shared ? null : (Long) useCase.key(),
                remedy,
                known.owner(),
                owner == null ? null : owner.userId(),
                owner == null ? null : owner.name(),
                ready,
                actor.who(),
                clock.instant());
        tell(actor, id, "action-started", null, Map.of("remedy", remedy, "ready", ready.toString()));
        return after(actor, useCase);
    }

    /// Says that a remedy is done, dropped, or under way again.
    public Outcome<Standing> mark(Actor actor, UseCaseId id, long action, Action.State state) {
        if (!(reach(actor, id) instanceof Reached.Here(UseCase useCase))) {
            return missing(actor, id);
        }
        Optional<Action> known = store.actions(useCase.key()).stream()
                .filter(a -> a.id() == action)
                .findFirst();
        if (known.isEmpty()) {
            return refused(Reason.whole("demand.gates.refused.noAction"));
        }
        if (!mayAsk(actor, useCase) && !speaksAs(actor, Role.valueOf(known.get().ownerRole()), useCase)) {
            return refused(Reason.whole("demand.gates.refused.ask"));
        }
        if (known.get().state() != state) {
            boolean taken = known.get().state() == Action.State.DROPPED
                    && store.actions(useCase.key()).stream()
                            .anyMatch(
                                    a -> a.remedy().equals(known.get().remedy()) && a.state() != Action.State.DROPPED);
            if (taken) {
                return refused(Reason.of("remedy", "demand.gates.refused.startedAlready"));
            }
            store.closeAction(action, state, clock.instant());
            tell(actor, id, "action-marked", null, Map.of("remedy", known.get().remedy(), "state", state.name()));
        }
        return after(actor, useCase);
    }

    // ------------------------------------------------------------------------------------------------- facts that move

    /// Lets signatures and a *go* fall whose facts changed, in the transaction of the change. Imports are looked at by
    /// [GateWatch] afterwards.
    @EventListener
    void follow(UseCaseChanged change) {
        if (change.act() != Act.IMPORTED
                && change.act() != Act.CREATED
                && !change.changes().isEmpty()) {
            useCases.find(Actor.system(), change.id()).ifPresent(useCase -> settle(change.by(), useCase));
        }
    }

    /// Lets fall what no longer stands.
    void settle(Who by, UseCase useCase) {
        long key = useCase.key();
        List<GateSignature> standing =
                store.signatures(key).stream().filter(s -> s.fallenAt() == null).toList();
        Optional<Decision> go =
                store.decisions(key).stream().findFirst().filter(d -> d.answer() == Answer.GO && d.fallenAt() == null);
        Optional<GateRequest> open = store.requests(key).stream()
                .filter(r -> r.state() == GateRequest.State.OPEN)
                .findFirst();
        if (standing.isEmpty() && go.isEmpty() && open.isEmpty()) {
            return;
        }
        Map<String, Object> answers = store.answers(key);
        GatePack pack = pack(useCase);
        Seen seen = see(pack, useCase, answers);
        for (GateSignature signature : standing) {
            // What was signed at a gate that is passed was signed on the gate as it was then.
            Stage at = useCase.content().stage();
            boolean past = at != null && at.compareTo(signature.stage()) >= 0;
            GatePack judge = past ? packs.edition(signature.edition()).orElse(pack) : pack;
            var bare = new Situation(seen.facts(), seen.sights(), today());
            Finding now = judge.gates().values().stream()
                    .filter(gate -> gate.stage().name().equals(signature.stage().name()))
                    .map(gate -> Judging.byCriterion(gate.evaluate(bare)).get(signature.criterion()))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            List<String> why = judging.sameDemand(signature, judge)
                    ? judging.changed(signature, now, seen)
                    : List.of("edition:" + judge.edition());
            if (!why.isEmpty()) {
                store.signatureFell(signature.id(), why, clock.instant());
                tell(by, useCase.id(), "signature-fell", Map.of("criterion", signature.criterion(), "facts", why));
            }
        }
        if (go.isPresent()) {
            Stage passed = go.get().stage();
            GatePack then = packs.edition(go.get().edition()).orElse(pack);
            Evaluation again = judging.evaluate(
                    then, see(then, useCase, answers), passed, store.signatures(key), store.waivers(key));
            List<String> shut = again.findings().stream()
                    .filter(f ->
                            f.state() == State.UNMET || f.state() == State.UNKNOWN || f.state() == State.IMPOSSIBLE)
                    .map(f -> f.criterion().id())
                    .toList();
            if (!shut.isEmpty()) {
                store.fell(go.get().id(), shut, clock.instant());
                tell(
                        by,
                        useCase.id(),
                        "decision-fell",
                        Map.of("decision", go.get().id(), "criteria", shut));
            }
        }
        Stage next = next(useCase.content().stage());
        if (open.isPresent() && next != null) {
            expect(by, useCase, judging.evaluate(pack, seen, next, store.signatures(key), store.waivers(key)));
        }
    }

    /// Where the use case stands after an act, with the signatures that its request waits for written down.
    private Outcome<Standing> after(Actor actor, UseCase useCase) {
        Standing standing = standing(actor, useCase);
        expect(actor.who(), useCase, standing.open().isPresent() ? standing.evaluation() : null);
        return done(standing);
    }

    private void expect(Who by, UseCase useCase, @Nullable Evaluation evaluation) {
        Map<String, List<String>> before = store.expected(useCase.key());
        List<Finding> toSign = evaluation == null ? List.of() : evaluation.toSign();
        store.expect(useCase.key(), toSign);
        var added = new LinkedHashMap<String, List<String>>();
        for (Finding finding : toSign) {
            String criterion = finding.criterion().id();
            List<String> roles = finding.missing().stream()
                    .filter(role -> !before.getOrDefault(criterion, List.of()).contains(role))
                    .toList();
            if (!roles.isEmpty()) {
                added.put(criterion, roles);
            }
        }
        if (!added.isEmpty()) {
            events.publishEvent(new SignaturesExpected(by, useCase.id(), added));
        }
    }

    private void tell(
            Actor actor,
            UseCaseId id,
            String verb,
            @Nullable String reason,
            Map<String, ? extends @Nullable Object> after) {
        events.publishEvent(new GateEvent(actor.who(), id, verb, reason, new LinkedHashMap<>(after)));
    }

    private void tell(Who by, UseCaseId id, String verb, Map<String, ? extends @Nullable Object> after) {
        events.publishEvent(new GateEvent(by, id, verb, null, new LinkedHashMap<>(after)));
    }

    private Outcome<Standing> missing(Actor actor, UseCaseId id) {
        return switch (reach(actor, id)) {
            case Reached.Not(Reason why) -> refused(why);
            case Reached.Here here ->
                throw new IllegalStateException(here.useCase().id() + " is there");
        };
    }
}
