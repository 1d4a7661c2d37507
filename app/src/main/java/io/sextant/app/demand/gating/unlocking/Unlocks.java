package io.sextant.app.demand.gating.unlocking;

import static io.sextant.app.kernel.Outcome.done;
import static io.sextant.app.kernel.Outcome.refused;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.Fleet;
import io.sextant.app.demand.gating.unlocking.StandingStore.Shared;
import io.sextant.app.demand.gating.unlocking.StandingStore.State;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Scope;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import io.sextant.engine.gates.GatePack;
import io.sextant.engine.gates.Remedy;
import io.sextant.engine.gates.path.Unlocking;
import io.sextant.engine.gates.path.Unlocking.Choice;
import io.sextant.engine.gates.path.Unlocking.Yield;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to the question which single action unlocks most of the register. Readers are told of use cases that they
/// may see, and of no others. Thread-safe.
@Service
@Transactional
public class Unlocks {
    /// How many actions the best set of actions has.
    public static final int SET = 3;

    /// Nodes that the search of the best set may visit: some tenths of a second.
    private static final long NODES = 20_000;

    private final StandingStore store;
    private final Standings standings;
    private final Fleet fleet;
    private final Readiness readiness;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Cache<Key, Reckoned> recent = Caffeine.newBuilder()
            .maximumSize(200)
            .expireAfterWrite(Duration.ofSeconds(30))
            .build();

    Unlocks(
            StandingStore store,
            Standings standings,
            Fleet fleet,
            Readiness readiness,
            ApplicationEventPublisher events,
            Clock clock) {
        this.store = store;
        this.standings = standings;
        this.fleet = fleet;
        this.readiness = readiness;
        this.events = events;
        this.clock = clock;
    }

    /// When a remedy that begins on a day is ready.
    @FunctionalInterface
    public interface Readiness {
        /// The first working day on which its result may be used.
        LocalDate of(Remedy remedy, LocalDate from);
    }

    private record Key(
            @Nullable Set<Long> units,
            List<GatePack> packs,
            Set<String> done,
            @Nullable Instant at) {}

    private record Reckoned(
            Map<State, Long> states,
            List<Yield> yields,
            @Nullable Choice best) {}

    /// What the register waits for.
    ///
    /// @param open how many use cases nothing keeps from their next gate
    /// @param sign how many wait for signatures alone
    /// @param notYet how many wait for actions
    /// @param impossible how many something keeps from it for good
    /// @param lines every remedy that helps, the one that unlocks most first
    /// @param best the actions that together unlock most; absent when none does
    /// @param at when this was reckoned; absent before the first time
    /// @param waiting how many use cases changed since and are being looked at again
    public record Portfolio(
            long open,
            long sign,
            long notYet,
            long impossible,
            List<Line> lines,
            @Nullable Best best,
            @Nullable Instant at,
            long waiting) {
        /// How many use cases have a next gate.
        public long all() {
            return open + sign + notYet + impossible;
        }
    }

    /// What one remedy brings.
    ///
    /// @param steps it and what comes before it and is not done
    /// @param unlocks how many use cases it unlocks with its steps
    /// @param helps how many it brings closer, those counted
    /// @param effort work of the steps in days of a person: once where they serve all, else for one use case
    /// @param cost money of the steps beside that work, in euros, likewise
    /// @param lead waiting after the work of all steps, in calendar days
    /// @param underWay in how many use cases it is under way
    /// @param shared what became of it where it serves all; absent where nobody took it up
    public record Line(
            Remedy remedy,
            List<Remedy> steps,
            int unlocks,
            int helps,
            BigDecimal effort,
            BigDecimal cost,
            int lead,
            int underWay,
            @Nullable Taken shared) {
        public boolean servesAll() {
            return remedy.scope() == Remedy.Scope.COMPANY;
        }
    }

    /// A remedy that somebody took up for all.
    public record Taken(long id, boolean done, LocalDate ready, String byName) {}

    /// The set of actions that unlocks most.
    ///
    /// @param proven whether no set of that size unlocks more
    public record Best(List<Remedy> remedies, int unlocks, boolean proven) {}

    /// What the actor's part of the register waits for.
    @Transactional(readOnly = true)
    public Portfolio of(Actor actor) {
        actor.require(Permission.VIEW_USE_CASES);
        Set<Long> units = readable(actor);
        long waiting = store.waiting();
        if (waiting > 0 || store.at().isEmpty()) {
            standings.wake();
        }
        Reckoned reckoned = reckoned(units);
        Map<State, Long> states = reckoned.states();
        Map<String, Integer> underWay = store.underWay(units);
        Map<String, Shared> shared =
                store.shared().stream().collect(Collectors.toMap(Shared::remedy, s -> s, (a, b) -> b));
        return new Portfolio(
                states.getOrDefault(State.OPEN, 0L),
                states.getOrDefault(State.SIGN, 0L),
                states.getOrDefault(State.NOT_YET, 0L),
                states.getOrDefault(State.IMPOSSIBLE, 0L),
                reckoned.yields().stream()
                        .map(y -> line(y, underWay, shared.get(y.remedy())))
                        .toList(),
                best(reckoned.best()),
                store.at().orElse(null),
                waiting);
    }

    private Reckoned reckoned(@Nullable Set<Long> units) {
        List<GatePack> packs = fleet.packs();
        Map<String, Remedy> remedies = joined(packs);
        Set<String> done = store.shared().stream()
                .filter(s -> s.state().equals("DONE"))
                .map(Shared::remedy)
                .filter(remedies::containsKey)
                .collect(Collectors.toSet());
        var key = new Key(units, packs, done, store.at().orElse(null));
        Reckoned known = recent.getIfPresent(key);
        if (known == null) {
            Map<Set<String>, Integer> open = store.open(units);
            Unlocking unlocking = Unlocking.of(remedies.values());
            List<Yield> yields = unlocking.each(open, done);
            known = new Reckoned(
                    store.states(units), yields, yields.isEmpty() ? null : unlocking.best(open, done, SET, NODES));
            recent.put(key, known);
        }
        return known;
    }

    private Line line(Yield yield, Map<String, Integer> underWay, @Nullable Shared shared) {
        List<Remedy> steps = yield.steps().stream().map(this::remedy).toList();
        return new Line(
                remedy(yield.remedy()),
                steps,
                yield.unlocks(),
                yield.helps(),
                steps.stream().map(Remedy::effort).reduce(BigDecimal.ZERO, BigDecimal::add),
                steps.stream().map(Remedy::cost).reduce(BigDecimal.ZERO, BigDecimal::add),
                steps.stream().mapToInt(Remedy::lead).sum(),
                underWay.getOrDefault(yield.remedy(), 0),
                shared == null
                        ? null
                        : new Taken(shared.id(), shared.state().equals("DONE"), shared.ready(), shared.byName()));
    }

    private @Nullable Best best(@Nullable Choice choice) {
        return choice == null || choice.unlocks() == 0
                ? null
                : new Best(choice.remedies().stream().map(this::remedy).toList(), choice.unlocks(), choice.proven());
    }

    private Remedy remedy(String id) {
        return known(id).orElseThrow(() -> new NoSuchElementException(id));
    }

    /// A remedy as the latest edition knows it that has it; empty when none does that holds.
    private Optional<Remedy> known(String id) {
        return fleet.packs().stream()
                .flatMap(pack -> Stream.ofNullable(pack.remedies().get(id)))
                .findFirst();
    }

    /// The remedies of all editions that hold, by identifier. Each meets, in every edition that has it, the criteria
    /// that this edition says, which are told apart by the edition; the rest, with what comes before it, is as the
    /// latest says. A remedy of the latest never comes after one that only an earlier edition has, so that there is
    /// no
    /// circle.
    private static Map<String, Remedy> joined(List<GatePack> packs) {
        Map<String, Remedy> joined = new LinkedHashMap<>();
        for (GatePack pack : packs) {
            for (Remedy remedy : pack.remedies().values()) {
                Remedy latest = joined.getOrDefault(remedy.id(), with(remedy, List.of()));
                List<String> meets = Stream.concat(
                                latest.satisfies().stream(),
                                remedy.satisfies().stream().map(c -> StandingStore.place(pack.edition(), c)))
                        .toList();
                joined.put(remedy.id(), with(latest, meets));
            }
        }
        return joined;
    }

    private static Remedy with(Remedy r, List<String> meets) {
        return new Remedy(
                r.id(), meets, r.owner(), r.effort(), r.cost(), r.lead(), r.after(), r.scope(), r.title(), r.how());
    }

    /// A use case that a remedy serves.
    ///
    /// @param stage the stage that its next gate opens
    /// @param edition the edition that judges it
    /// @param left identifiers of the criteria that wait for something else
    public record Served(
            String code,
            String title,
            String lang,
            @Nullable String translated,
            @Nullable Long unitId,
            Stage stage,
            String edition,
            List<String> left) {
        /// Its title in a language, as far as it is known.
        public String title(String in) {
            return in.equals(lang) || translated == null ? title : translated;
        }
    }

    /// One remedy with the use cases that it serves: first those that it unlocks, then by how much is left to do.
    public record Detail(
            Line line, List<Served> served, @Nullable Instant at, long waiting) {}

    /// A remedy of the editions that hold, with a part of the use cases that it serves; empty when there is no such
    /// remedy.
    ///
    /// @param unlockedOnly whether those are left out that wait for something else too
    @Transactional(readOnly = true)
    public Optional<Detail> find(Actor actor, String remedy, boolean unlockedOnly, int limit, long skip) {
        actor.require(Permission.VIEW_USE_CASES);
        if (known(remedy).isEmpty()) {
            return Optional.empty();
        }
        Portfolio portfolio = of(actor);
        Line line = portfolio.lines().stream()
                .filter(l -> l.remedy().id().equals(remedy))
                .findFirst()
                .orElseGet(() -> line(
                        new Yield(remedy, List.of(remedy), 0, 0),
                        Map.of(),
                        store.shared().stream()
                                .filter(s -> s.remedy().equals(remedy))
                                .findFirst()
                                .orElse(null)));
        Set<String> meets = new LinkedHashSet<>();
        Map<String, Remedy> remedies = joined(fleet.packs());
        line.steps()
                .forEach(step -> meets.addAll(
                        Objects.requireNonNull(remedies.get(step.id())).satisfies()));
        List<Served> served =
                store.helped(meets, readable(actor), unlockedOnly, Math.clamp(limit, 1, 500), skip).stream()
                        .map(w -> new Served(
                                w.code(),
                                w.title(),
                                w.lang(),
                                w.translated(),
                                w.unitId(),
                                w.stage(),
                                w.edition(),
                                w.left()))
                        .toList();
        return Optional.of(new Detail(line, served, portfolio.at(), portfolio.waiting()));
    }

    /// Whether the actor may take a remedy up for all: who decides at the gates of the whole company.
    public boolean mayStart(Actor actor) {
        return actor.scope(Permission.DECIDE_GATES) instanceof Scope.All;
    }

    /// Takes up a remedy that serves all.
    public Outcome<Line> start(Actor actor, String remedy) {
        if (!mayStart(actor)) {
            return refused(Reason.whole("demand.unlocks.refused.all"));
        }
        Remedy known = known(remedy).orElse(null);
        if (known == null) {
            return refused(Reason.of("remedy", "demand.gates.refused.noRemedy", remedy));
        }
        if (known.scope() != Remedy.Scope.COMPANY) {
            return refused(Reason.of("remedy", "demand.unlocks.refused.case"));
        }
        LocalDate ready = readiness.of(known, fleet.today());
        if (!store.start(remedy, known.owner(), ready, actor.who(), clock.instant())) {
            return refused(Reason.of("remedy", "demand.gates.refused.startedAlready"));
        }
        tell(actor, remedy, "started", Map.of("ready", ready.toString()));
        return here(actor, remedy);
    }

    /// What a remedy for all may become.
    public enum Mark {
        DONE,
        DROPPED,
        UNDER_WAY
    }

    /// Says that a remedy for all is done, dropped or under way again.
    public Outcome<Line> mark(Actor actor, String remedy, Mark mark) {
        if (!mayStart(actor)) {
            return refused(Reason.whole("demand.unlocks.refused.all"));
        }
        Optional<Shared> taken =
                store.shared().stream().filter(s -> s.remedy().equals(remedy)).findFirst();
        if (taken.isEmpty()) {
            return refused(Reason.of("remedy", "demand.gates.refused.noAction"));
        }
        if (!taken.get().state().equals(mark.name())) {
            store.mark(taken.get().id(), mark.name(), clock.instant());
            tell(actor, remedy, "marked", Map.of("state", mark.name()));
        }
        return here(actor, remedy);
    }

    private Outcome<Line> here(Actor actor, String remedy) {
        return find(actor, remedy, true, 1, 0)
                .map(detail -> done(detail.line()))
                .orElseGet(() -> refused(Reason.of("remedy", "demand.gates.refused.noRemedy", remedy)));
    }

    /// Something happened to a remedy that serves all.
    record RemedyChanged(Who by, String remedy, String verb, Map<String, @Nullable Object> after) implements Auditable {
        @Override
        public String action() {
            return "remedy." + verb;
        }

        @Override
        public String subjectType() {
            return "remedy";
        }

        @Override
        public String subjectId() {
            return remedy;
        }
    }

    private void tell(Actor actor, String remedy, String verb, Map<String, ? extends @Nullable Object> after) {
        events.publishEvent(new RemedyChanged(actor.who(), remedy, verb, new LinkedHashMap<>(after)));
    }

    /// Titles of the criteria that a use case waits for, by the edition that judges it; an identifier stands for itself
    /// where that has it no more.
    public List<String> titles(Served served, String lang) {
        Map<String, String> titles = new LinkedHashMap<>();
        fleet.packs().stream()
                .filter(pack -> pack.edition().equals(served.edition()))
                .flatMap(pack -> pack.gates().values().stream())
                .flatMap(gate -> gate.criteria().stream())
                .forEach(criterion ->
                        titles.put(criterion.id(), criterion.title().in(lang)));
        return served.left().stream().map(id -> titles.getOrDefault(id, id)).toList();
    }

    private static @Nullable Set<Long> readable(Actor actor) {
        return switch (actor.scope(Permission.VIEW_USE_CASES)) {
            case Scope.All() -> null;
            case Scope.Units(Set<Long> within) -> within;
            case Scope.None() -> Set.of();
        };
    }
}
