package io.sextant.app.demand;

import static io.sextant.app.kernel.Outcome.done;
import static io.sextant.app.kernel.Outcome.refused;

import io.sextant.app.demand.Revision.Act;
import io.sextant.app.demand.UseCaseQuery.Field;
import io.sextant.app.demand.store.UseCaseStore;
import io.sextant.app.demand.store.UseCaseStore.Changed;
import io.sextant.app.demand.store.UseCaseStore.Fresh;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Scope;
import io.sextant.app.identity.UnitMerged;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The register's door: what people and programs may do with use cases. Every change is one transaction with its
/// revision and its audit event; who may not see a use case is told that it does not exist. Thread-safe.
@Service
@Transactional
public class UseCases {
    /// Most use cases that one bulk change touches.
    public static final int MAX_BULK = 1_000;

    private final UseCaseStore store;
    private final Units units;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    UseCases(UseCaseStore store, Units units, ApplicationEventPublisher events, Clock clock) {
        this.store = store;
        this.units = units;
        this.events = events;
        this.clock = clock;
    }

    /// Registers a use case under the next identifier of this year.
    public Outcome<UseCase> propose(Actor actor, Content content, @Nullable String reason) {
        if (!actor.may(Permission.PROPOSE_USE_CASE, content.unitId())) {
            return refused(Reason.of("unitId", "demand.refused.unit"));
        }
        if (content.stage() != null
                && content.stage() != Stage.IDEA
                && !actor.may(Permission.EDIT_USE_CASES, content.unitId())) {
            return refused(Reason.of("stage", "demand.refused.stageNew"));
        }
        var problems = new ArrayList<>(problems(content));
        if (content.source() != null
                && content.externalKey() != null
                && !store.lockBySource(content.source(), List.of(content.externalKey()))
                        .isEmpty()) {
            problems.add(Reason.of("externalKey", "demand.problem.keyTaken", content.externalKey(), content.source()));
        }
        if (!problems.isEmpty()) {
            return new Outcome.Refused<>(problems);
        }
        Instant now = Instant.now(clock);
        int year = now.atZone(ZoneOffset.UTC).getYear();
        UseCaseId id = UseCaseId.of(year, store.reserve(year, 1));
        var fresh = new Fresh(id, content, NeedSight.of(content).verdict());
        store.insert(List.of(fresh), actor.who(), Act.CREATED, reason, now);
        events.publishEvent(new UseCaseChanged(actor.who(), id, Act.CREATED, reason, Content.changes(null, content)));
        return done(store.find(id).orElseThrow());
    }

    /// Changes a use case from the version that the author saw; `Stale` when somebody was faster.
    public Outcome<UseCase> edit(Actor actor, UseCaseId id, long seen, Content content, @Nullable String reason) {
        Optional<UseCase> found = lockVisible(actor, id);
        if (found.isEmpty()) {
            return refused(Reason.whole("demand.refused.notFound", id.code()));
        }
        UseCase before = found.get();
        if (before.version() != seen) {
            return new Outcome.Stale<>(before.version());
        }
        Optional<Reason> fault = stageFault(actor, before, content.stage(), reason);
        return fault.isPresent() ? refused(fault.get()) : write(actor, before, content, Act.EDITED, reason);
    }

    /// Why this actor may not set this stage by hand; empty when they may. Those who answer for a use case say where it
    /// stands as long as nobody has; from then on it moves by a decision at a gate, and only those who decide there
    /// may
    /// correct it, with a reason that the history keeps.
    private static Optional<Reason> stageFault(
            Actor actor, UseCase before, @Nullable Stage stage, @Nullable String reason) {
        Stage known = before.content().stage();
        if (stage == known) {
            return Optional.empty();
        }
        if (!maySetStage(actor, before)) {
            return Optional.of(Reason.of("stage", "demand.refused.stage"));
        }
        return known == null || actor.id() == null || (reason != null && !reason.isBlank())
                ? Optional.empty()
                : Optional.of(Reason.of("reason", "demand.refused.stageReason"));
    }

    /// Whether the actor may say by hand where a use case stands: who answers for it while nobody has said so, and who
    /// decides at its gates at any time.
    public static boolean maySetStage(Actor actor, UseCase useCase) {
        return answersFor(actor, useCase)
                && (useCase.content().stage() == null
                        || actor.may(Permission.DECIDE_GATES, useCase.content().unitId()));
    }

    private Outcome<UseCase> write(Actor actor, UseCase before, Content content, Act act, @Nullable String reason) {
        Optional<Reason> hindrance = hindrance(actor, before);
        if (hindrance.isPresent()) {
            return refused(hindrance.get());
        }
        Permission within = answersFor(actor, before) ? Permission.EDIT_USE_CASES : Permission.PROPOSE_USE_CASE;
        if (!Objects.equals(before.content().unitId(), content.unitId()) && !actor.may(within, content.unitId())) {
            return refused(Reason.of("unitId", "demand.refused.unit"));
        }
        List<Reason> problems = problems(content);
        if (!problems.isEmpty()) {
            return new Outcome.Refused<>(problems);
        }
        var changes = Content.changes(before.content(), content);
        if (changes.isEmpty() && before.content().equals(content)) {
            return done(before);
        }
        var changed = new Changed(before, content, NeedSight.of(content).verdict());
        store.update(List.of(changed), actor.who(), act, reason, Instant.now(clock));
        events.publishEvent(new UseCaseChanged(actor.who(), before.id(), act, reason, changes));
        return done(store.find(before.id()).orElseThrow());
    }

    /// Why this actor may not change this use case; empty when they may.
    private static Optional<Reason> hindrance(Actor actor, UseCase useCase) {
        if (useCase.archived()) {
            return Optional.of(
                    Reason.whole("demand.refused.archived", useCase.id().code()));
        }
        return mayEdit(actor, useCase) ? Optional.empty() : Optional.of(Reason.whole("demand.refused.edit"));
    }

    /// Whether the actor may edit it: by role in its unit, as one of its two owners, or, until it is qualified, as the
    /// one who asked for it.
    public static boolean mayEdit(Actor actor, UseCase useCase) {
        return answersFor(actor, useCase) || amends(actor, useCase);
    }

    private static boolean amends(Actor actor, UseCase useCase) {
        Stage at = useCase.content().stage();
        return (at == null || at == Stage.IDEA) && requested(actor, useCase) && actor.may(Permission.PROPOSE_USE_CASE);
    }

    /// Whether the actor asked for this use case.
    public static boolean requested(Actor actor, UseCase useCase) {
        return useCase.requesterId() != null && actor.is(useCase.requesterId());
    }

    private static boolean answersFor(Actor actor, UseCase useCase) {
        Content c = useCase.content();
        return actor.may(Permission.EDIT_USE_CASES, c.unitId())
                || (actor.may(Permission.COMMENT)
                        && (owns(actor, c.businessOwner()) || owns(actor, c.technicalOwner())));
    }

    private static boolean owns(Actor actor, @Nullable Person person) {
        return person != null && person.userId() != null && actor.speaksFor(person.userId());
    }

    /// Puts a use case away; it keeps its identifier and its history and can be brought back.
    public Outcome<UseCase> archive(Actor actor, UseCaseId id, long seen, @Nullable String reason) {
        return setArchived(actor, id, seen, true, reason);
    }

    /// Brings a use case back into the register.
    public Outcome<UseCase> restore(Actor actor, UseCaseId id, long seen, @Nullable String reason) {
        return setArchived(actor, id, seen, false, reason);
    }

    private Outcome<UseCase> setArchived(Actor actor, UseCaseId id, long seen, boolean away, @Nullable String reason) {
        Optional<UseCase> found = lockVisible(actor, id);
        if (found.isEmpty()) {
            return refused(Reason.whole("demand.refused.notFound", id.code()));
        }
        UseCase useCase = found.get();
        if (useCase.version() != seen) {
            return new Outcome.Stale<>(useCase.version());
        }
        if (!actor.may(Permission.ARCHIVE_USE_CASES, useCase.content().unitId())) {
            return refused(Reason.whole("demand.refused.archive"));
        }
        if (useCase.archived() == away) {
            return done(useCase);
        }
        store.setArchived(useCase, away, actor.who(), reason, Instant.now(clock));
        Act act = away ? Act.ARCHIVED : Act.RESTORED;
        events.publishEvent(new UseCaseChanged(actor.who(), id, act, reason, Map.of()));
        return done(store.find(id).orElseThrow());
    }

    /// Takes the last change back: `seen` must be the version that it made. The first version cannot be undone, only
    /// archived.
    public Outcome<UseCase> undo(Actor actor, UseCaseId id, long seen) {
        Optional<UseCase> found = lockVisible(actor, id);
        if (found.isEmpty()) {
            return refused(Reason.whole("demand.refused.notFound", id.code()));
        }
        UseCase useCase = found.get();
        if (useCase.version() != seen) {
            return new Outcome.Stale<>(useCase.version());
        }
        Optional<Revision> last = store.revisions(useCase.key()).stream().findFirst();
        if (last.isPresent()) {
            switch (last.get().act()) {
                case ARCHIVED -> {
                    return setArchived(actor, id, seen, false, null);
                }
                case RESTORED -> {
                    return setArchived(actor, id, seen, true, null);
                }
                case PASSED -> {
                    return refused(Reason.whole("demand.refused.decided"));
                }
                case CREATED, EDITED, UNDONE, IMPORTED -> {
                    // Their content is gone back to below.
                }
            }
        }
        boolean own = last.map(Revision::byId).filter(actor::is).isPresent();
        return store.contentBefore(useCase.key(), seen)
                .map(content -> content.stage() == useCase.content().stage() || own || maySetStage(actor, useCase)
                        ? write(actor, useCase, content, Act.UNDONE, null)
                        : Outcome.<UseCase>refused(Reason.of("stage", "demand.refused.stage")))
                .orElseGet(() -> refused(Reason.whole("demand.refused.firstVersion")));
    }

    /// Gives a use case the content it had at an earlier version, but for its stage, which changes at gates.
    public Outcome<UseCase> goBack(Actor actor, UseCaseId id, long seen, long version, @Nullable String reason) {
        Optional<UseCase> found = lockVisible(actor, id);
        if (found.isEmpty()) {
            return refused(Reason.whole("demand.refused.notFound", id.code()));
        }
        UseCase useCase = found.get();
        if (useCase.version() != seen) {
            return new Outcome.Stale<>(useCase.version());
        }
        return store.revisions(useCase.key()).stream()
                .filter(r -> r.version() > version && r.undoable())
                .min((a, b) -> Long.compare(a.version(), b.version()))
                .flatMap(next -> store.contentBefore(useCase.key(), next.version()))
                .map(then -> then.withStage(useCase.content().stage()))
                .map(content -> write(actor, useCase, content, Act.UNDONE, reason))
                .orElseGet(() -> done(useCase));
    }

    /// Makes one change to several use cases, each on its own: what is refused to one is done to the others.
    public List<BulkResult> bulk(Actor actor, Collection<UseCaseId> ids, BulkChange change, @Nullable String reason) {
        if (ids.size() > MAX_BULK) {
            throw new IllegalArgumentException("more than " + MAX_BULK + " use cases at once");
        }
        var results = new ArrayList<BulkResult>();
        var locked = new HashMap<String, UseCase>();
        var codes = new LinkedHashSet<>(ids.stream().map(UseCaseId::code).toList());
        store.lockAll(codes).forEach(u -> locked.put(u.id().code(), u));
        Instant now = Instant.now(clock);
        var writes = new ArrayList<Changed>();
        for (String code : codes) {
            UseCaseId id = new UseCaseId(code);
            UseCase useCase = locked.get(code);
            if (useCase == null || !visible(actor, useCase)) {
                results.add(new BulkResult(id, null, List.of(Reason.whole("demand.refused.notFound", code))));
            } else if (change instanceof BulkChange.Archive || change instanceof BulkChange.Restore) {
                results.add(result(
                        id,
                        useCase.version(),
                        setArchived(actor, id, useCase.version(), change instanceof BulkChange.Archive, reason)));
            } else {
                results.add(plan(actor, useCase, change, reason, writes));
            }
        }
        if (!writes.isEmpty()) {
            store.update(writes, actor.who(), Act.EDITED, reason, now);
            for (Changed w : writes) {
                events.publishEvent(new UseCaseChanged(
                        actor.who(),
                        w.before().id(),
                        Act.EDITED,
                        reason,
                        Content.changes(w.before().content(), w.after())));
            }
        }
        return results;
    }

    private BulkResult plan(
            Actor actor, UseCase useCase, BulkChange change, @Nullable String reason, List<Changed> writes) {
        Optional<Reason> hindrance = hindrance(actor, useCase);
        if (hindrance.isPresent()) {
            return new BulkResult(useCase.id(), null, List.of(hindrance.get()));
        }
        Content after = applied(useCase.content(), change);
        if (change instanceof BulkChange.SetUnit(Long unitId) && !actor.may(Permission.EDIT_USE_CASES, unitId)) {
            return new BulkResult(useCase.id(), null, List.of(Reason.of("unitId", "demand.refused.unit")));
        }
        List<Reason> problems = problems(after);
        Optional<Reason> stage = stageFault(actor, useCase, after.stage(), reason);
        if (stage.isPresent()) {
            problems = List.of(stage.get());
        }
        if (!problems.isEmpty()) {
            return new BulkResult(useCase.id(), null, problems);
        }
        if (after.equals(useCase.content())) {
            return new BulkResult(useCase.id(), null, List.of());
        }
        writes.add(new Changed(useCase, after, NeedSight.of(after).verdict()));
        return new BulkResult(useCase.id(), useCase.version() + 1, List.of());
    }

    private static Content applied(Content content, BulkChange change) {
        return switch (change) {
            case BulkChange.SetStage(Stage stage) -> content.withStage(stage);
            case BulkChange.SetKind(Kind kind) -> content.withKind(kind);
            case BulkChange.ConfirmKind() -> content.withKind(content.kind());
            case BulkChange.SetUnit(Long unitId) -> content.withUnit(unitId);
            case BulkChange.SetBusinessOwner(Person person) -> content.withBusinessOwner(person);
            case BulkChange.SetTechnicalOwner(Person person) -> content.withTechnicalOwner(person);
            case BulkChange.AddTag(String tag) -> {
                var tags = new ArrayList<>(content.tags());
                tags.add(tag);
                yield content.withTags(tags);
            }
            case BulkChange.RemoveTag(String tag) ->
                content.withTags(
                        content.tags().stream().filter(t -> !t.equals(tag)).toList());
            case BulkChange.Archive() -> content;
            case BulkChange.Restore() -> content;
        };
    }

    private static BulkResult result(UseCaseId id, long before, Outcome<UseCase> outcome) {
        return switch (outcome) {
            case Outcome.Done<UseCase>(UseCase after) ->
                new BulkResult(id, after.version() == before ? null : (Long) after.version(), List.of());
            case Outcome.Refused<UseCase>(List<Reason> reasons) -> new BulkResult(id, null, reasons);
            case Outcome.Stale<UseCase>(long current) ->
                new BulkResult(id, null, List.of(Reason.whole("demand.refused.stale", current)));
        };
    }

    /// Moves what a merged unit asked for to the unit that takes its work over.
    @EventListener
    void follow(UnitMerged merged) {
        Instant now = Instant.now(clock);
        List<Changed> moves = store.lockByUnit(merged.from()).stream()
                .map(u -> new Changed(u, u.content().withUnit(merged.into()), u.needVerdict()))
                .toList();
        store.update(moves, merged.by(), Act.EDITED, null, now);
        for (Changed m : moves) {
            events.publishEvent(new UseCaseChanged(
                    merged.by(),
                    m.before().id(),
                    Act.EDITED,
                    null,
                    Content.changes(m.before().content(), m.after())));
        }
    }

    /// What the need axis says of a content.
    public static Verdict need(Content content) {
        return NeedSight.of(content).verdict();
    }

    private List<Reason> problems(Content content) {
        var problems = new ArrayList<>(content.problems());
        if (content.unitId() != null && units.find(content.unitId()).isEmpty()) {
            problems.add(Reason.of("unitId", "demand.problem.unitUnknown"));
        }
        return problems;
    }

    /// The use case of this identifier, archived or not; empty when there is none or the actor may not see it.
    @Transactional(readOnly = true)
    public Optional<UseCase> find(Actor actor, UseCaseId id) {
        return store.find(id).filter(u -> visible(actor, u));
    }

    /// A use case that the actor may see, archived or not, locked until the transaction ends.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<UseCase> lock(Actor actor, UseCaseId id) {
        return lockVisible(actor, id);
    }

    /// Moves a locked use case to the stage that was decided, whatever the actor may edit.
    @Transactional(propagation = Propagation.MANDATORY)
    public UseCase pass(Actor actor, UseCase useCase, Stage stage, String reason) {
        actor.require(Permission.DECIDE_GATES, useCase.content().unitId());
        Content after = useCase.content().withStage(stage);
        var changes = Content.changes(useCase.content(), after);
        if (changes.isEmpty()) {
            return useCase;
        }
        var changed = new Changed(useCase, after, NeedSight.of(after).verdict());
        store.update(List.of(changed), actor.who(), Act.PASSED, reason, Instant.now(clock));
        events.publishEvent(new UseCaseChanged(actor.who(), useCase.id(), Act.PASSED, reason, changes));
        return store.find(useCase.id()).orElseThrow();
    }

    /// Puts a locked use case away because it was decided that another serves its need.
    @Transactional(propagation = Propagation.MANDATORY)
    public UseCase joined(Actor actor, UseCase useCase, String reason) {
        actor.require(Permission.DECIDE_GATES, useCase.content().unitId());
        store.setArchived(useCase, true, actor.who(), reason, Instant.now(clock));
        events.publishEvent(new UseCaseChanged(actor.who(), useCase.id(), Act.ARCHIVED, reason, Map.of()));
        return store.find(useCase.id()).orElseThrow();
    }

    /// Gives a locked use case back the stage and the place that it had at a version, since what was decided on it no
    /// longer stands.
    @Transactional(propagation = Propagation.MANDATORY)
    public UseCase takenBack(Actor actor, UseCase useCase, long version, String reason) {
        actor.require(Permission.DECIDE_GATES, useCase.content().unitId());
        UseCase now = useCase;
        if (now.archived()) {
            store.setArchived(now, false, actor.who(), reason, Instant.now(clock));
            events.publishEvent(new UseCaseChanged(actor.who(), now.id(), Act.RESTORED, reason, Map.of()));
            now = store.find(now.id()).orElseThrow();
        }
        Optional<Content> then = store.contentAt(now.key(), version);
        return then.isPresent()
                        && then.get().stage() != null
                        && then.get().stage() != now.content().stage()
                ? pass(actor, now, then.get().stage(), reason)
                : now;
    }

    private Optional<UseCase> lockVisible(Actor actor, UseCaseId id) {
        return store.lock(id).filter(u -> visible(actor, u));
    }

    private static boolean visible(Actor actor, UseCase useCase) {
        return actor.may(Permission.VIEW_USE_CASES, useCase.content().unitId())
                || owns(actor, useCase.content().businessOwner())
                || owns(actor, useCase.content().technicalOwner())
                || requested(actor, useCase);
    }

    /// A page of what a query asks for.
    ///
    /// @param limit 1 to 500
    @Transactional(readOnly = true)
    public List<UseCase> list(Actor actor, UseCaseQuery query, int limit, long offset) {
        return store.list(expanded(query), readable(actor), Math.clamp(limit, 1, 500), Math.max(0, offset));
    }

    /// What holds all the words of a text, in either language, without regard to case and accents, the best first; also
    /// found by identifier or a part of it.
    @Transactional(readOnly = true)
    public List<UseCase> search(Actor actor, String text, int limit) {
        var query = new UseCaseQuery(text, Map.of(), UseCaseQuery.Sort.UPDATED, true);
        return query.words().isEmpty() ? List.of() : store.search(query, readable(actor), Math.clamp(limit, 1, 100));
    }

    /// A page of what a query asks for in the order of registration, after a given key (0 for the first page).
    @Transactional(readOnly = true)
    public List<UseCase> listAfter(Actor actor, UseCaseQuery query, long afterKey, int limit) {
        return store.listAfter(expanded(query), readable(actor), afterKey, Math.clamp(limit, 1, 500));
    }

    /// How many use cases a query asks for.
    @Transactional(readOnly = true)
    public long count(Actor actor, UseCaseQuery query) {
        return store.count(expanded(query), readable(actor));
    }

    /// The headings of columns kept from inventories among what a query asks for, those of most use cases first.
    @Transactional(readOnly = true)
    public List<String> extraHeadings(Actor actor, UseCaseQuery query, int limit) {
        return store.extraHeadings(expanded(query), readable(actor), limit);
    }

    /// How many use cases each value of a field has among those that a query asks for, the most frequent first.
    @Transactional(readOnly = true)
    public Map<String, Long> tally(Actor actor, UseCaseQuery query, Field field, int limit) {
        return store.tally(expanded(query), readable(actor), field, limit);
    }

    /// Values of a field that begin with `start`, for completion while typing; none for whom the whole register is not
    /// open, lest names leak from unit to unit.
    @Transactional(readOnly = true)
    public List<String> suggest(Actor actor, Field field, String start) {
        return readable(actor) == null ? store.suggest(field, start, 12) : List.of();
    }

    /// The steps in the life of a use case, the latest first; empty when the actor may not see it.
    @Transactional(readOnly = true)
    public List<Revision> history(Actor actor, UseCaseId id) {
        return find(actor, id).map(u -> store.revisions(u.key())).orElse(List.of());
    }

    /// The units the actor may see use cases of; absent when all.
    @Nullable
    Set<Long> readable(Actor actor) {
        return switch (actor.scope(Permission.VIEW_USE_CASES)) {
            case Scope.All() -> null;
            case Scope.Units(Set<Long> within) -> within;
            case Scope.None() -> Set.of();
        };
    }

    /// A unit asked for stands for everything below it; units come by code in addresses, by key in the store.
    UseCaseQuery expanded(UseCaseQuery query) {
        List<String> asked = query.values(Field.UNIT);
        if (asked.isEmpty()) {
            return query;
        }
        var keys = new LinkedHashSet<String>();
        for (String code : asked) {
            if (code.equals(UseCaseQuery.NONE)) {
                keys.add(code);
            } else {
                units.byCode(code)
                        .ifPresentOrElse(
                                unit -> units.subtree(unit.id()).forEach(key -> keys.add(String.valueOf(key))),
                                () -> keys.add("0"));
            }
        }
        return query.with(Field.UNIT, List.copyOf(keys));
    }
}
