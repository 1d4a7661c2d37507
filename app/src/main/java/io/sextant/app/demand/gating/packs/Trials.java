package io.sextant.app.demand.gating.packs;

import static io.sextant.app.kernel.Outcome.done;
import static io.sextant.app.kernel.Outcome.refused;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.Fleet;
import io.sextant.app.demand.gating.Fleet.Ship;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Scope;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.jobs.Job;
import io.sextant.app.platform.jobs.Jobs;
import io.sextant.engine.gates.Criterion;
import io.sextant.engine.gates.Evaluation;
import io.sextant.engine.gates.Finding;
import io.sextant.engine.gates.GatePack;
import io.sextant.engine.gates.pack.Reading;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to trials: what an edition would change for each use case of the register, found in the background before
/// it
/// is in force. Nothing but the trial itself is written. Thread-safe.
@Service
public class Trials {
    /// The kind of job.
    static final String KIND = "demand.packs.trial";

    private static final int CHUNK = 500;

    private final PackStore store;
    private final Editions editions;
    private final Fleet fleet;
    private final Jobs jobs;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Trials(
            PackStore store,
            Editions editions,
            Fleet fleet,
            Jobs jobs,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.editions = editions;
        this.fleet = fleet;
        this.jobs = jobs;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /// What a gate answers today, in short.
    public enum State {
        /// Nothing keeps it shut.
        OPEN,
        /// Only signatures are missing.
        SIGN,
        /// Criteria are not met.
        NOT_YET,
        /// Something keeps it shut for good.
        IMPOSSIBLE;

        /// The answer of an evaluation.
        public static State of(Evaluation evaluation) {
            return !evaluation.impossible().isEmpty()
                    ? IMPOSSIBLE
                    : evaluation.open() ? OPEN : evaluation.toRemedy().isEmpty() ? SIGN : NOT_YET;
        }
    }

    /// A look at the whole register by another edition.
    ///
    /// @param digest of the texts that were tried
    /// @param jobId the work in the background; absent before it began
    /// @param finishedAt absent while it goes on, and when it was cut short
    /// @param looked how many use cases were looked at
    public record Trial(
            long id,
            String digest,
            @Nullable Long jobId,
            Instant startedAt,
            String byName,
            @Nullable Instant finishedAt,
            long looked) {}

    /// A use case whose answer changes.
    ///
    /// @param fromDays promised answer time now, in working days
    /// @param gained criteria that would keep the gate shut and do not now
    /// @param lost criteria that would no longer
    /// @param fallen criteria whose signatures would fall
    record Row(
            long key,
            Stage stage,
            State from,
            State to,
            int fromDays,
            int toDays,
            List<String> gained,
            List<String> lost,
            List<String> fallen) {}

    /// How many use cases would change from what to what at a gate.
    ///
    /// @param fallen how many of them would lose a signature
    /// @param days for how many another answer time would be promised
    public record AnswerChange(Stage stage, State from, State to, long count, long fallen, long days) {}

    /// A use case whose answer would change.
    public record ChangedCase(
            long key,
            String code,
            String title,
            String lang,
            @Nullable String translated,
            Stage stage,
            State from,
            State to,
            int fromDays,
            int toDays,
            List<String> gained,
            List<String> lost,
            List<String> fallen) {
        /// Its title in a language, as far as it is known.
        public String title(String in) {
            return in.equals(lang) || translated == null ? title : translated;
        }
    }

    /// A trial with what it found.
    ///
    /// @param current whether it was of the texts as they are now
    /// @param job the work while it goes on; absent afterwards
    /// @param cut whether the server's end cut it short
    public record Result(
            Trial trial, boolean current, @Nullable Job job, boolean cut, List<AnswerChange> changes) {
        /// Whether it ended.
        public boolean finished() {
            return trial.finishedAt() != null;
        }

        /// How many use cases change.
        public long changed() {
            return changes.stream().mapToLong(AnswerChange::count).sum();
        }

        /// How many get another answer, such as open instead of not yet.
        public long answers() {
            return changes.stream()
                    .filter(c -> c.from() != c.to())
                    .mapToLong(AnswerChange::count)
                    .sum();
        }

        /// How many would lose a signature.
        public long fallen() {
            return changes.stream().mapToLong(AnswerChange::fallen).sum();
        }
    }

    /// Tries a draft against the whole register. Whoever asks while the same texts are being tried gets that trial.
    public Outcome<Result> start(Actor actor, long draft) {
        if (!actor.may(Permission.MANAGE_SETTINGS)) {
            return refused(Reason.whole("demand.packs.refused.right"));
        }
        Optional<PackEditions.Draft> found = store.draft(draft);
        if (found.isEmpty()) {
            return refused(Reason.whole("demand.packs.refused.noDraft"));
        }
        PackEditions.Draft tried = found.get();
        Optional<Result> going = find(actor, tried.edition(), tried.texts().digest());
        if (going.isPresent() && going.get().current() && going.get().job() != null) {
            return done(going.get());
        }
        if (!(editions.read(tried.edition(), tried.texts()) instanceof Reading.Accepted(GatePack pack))) {
            return refused(Reason.whole("demand.packs.refused.problems"));
        }
        transaction.executeWithoutResult(status -> {
            going.map(Result::job).ifPresent(job -> jobs.stop(job.id()));
            long trial = store.beginTrial(tried.edition(), tried.texts().digest(), actor.who(), clock.instant());
            store.job(trial, jobs.start(KIND, actor.id(), progress -> {
                look(trial, pack, progress);
                return Map.of();
            }));
        });
        return done(find(actor, tried.edition(), tried.texts().digest()).orElseThrow());
    }

    private void look(long trial, GatePack pack, Jobs.Progress progress) {
        progress.total(fleet.size());
        LocalDate today = fleet.today();
        long looked = 0;
        long last = 0;
        for (List<Long> keys; !(keys = fleet.after(last, CHUNK)).isEmpty(); ) {
            List<Long> chunk = keys;
            transaction.executeWithoutResult(status -> {
                if (!store.there(trial)) {
                    throw new Jobs.Failure(Jobs.STOPPED);
                }
                var rows = new ArrayList<Row>();
                for (Ship ship : fleet.look(chunk)) {
                    Row row = row(ship, pack, today);
                    if (row != null) {
                        rows.add(row);
                    }
                }
                store.keep(trial, rows);
            });
            looked += keys.size();
            last = keys.getLast();
            progress.done(looked);
        }
        store.finish(trial, looked, clock.instant());
    }

    private static @Nullable Row row(Ship ship, GatePack pack, LocalDate today) {
        Stage next = ship.next();
        if (next == null) {
            return null;
        }
        GatePack now = ship.pack(today);
        Evaluation before = ship.evaluate(now, next, today);
        Evaluation after = ship.evaluate(pack, next, today);
        Set<String> shutBefore = shut(before);
        Set<String> shutAfter = shut(after);
        var gained = new TreeSet<>(shutAfter);
        gained.removeAll(shutBefore);
        var lost = new TreeSet<>(shutBefore);
        lost.removeAll(shutAfter);
        var fallen = new TreeSet<String>();
        ship.signatures().stream()
                .filter(s -> s.stage() == next)
                .filter(s -> !Differences.sameDemand(criterion(now, s.criterion()), criterion(pack, s.criterion())))
                .forEach(s -> fallen.add(s.criterion()));
        State from = State.of(before);
        State to = State.of(after);
        return from == to && gained.isEmpty() && lost.isEmpty() && fallen.isEmpty() && before.days() == after.days()
                ? null
                : new Row(
                        ship.useCase().key(),
                        next,
                        from,
                        to,
                        before.days(),
                        after.days(),
                        List.copyOf(gained),
                        List.copyOf(lost),
                        List.copyOf(fallen));
    }

    private static Set<String> shut(Evaluation evaluation) {
        Set<String> shut = new LinkedHashSet<>(evaluation.toRemedy());
        evaluation.toSign().forEach(f -> shut.add(f.criterion().id()));
        evaluation.impossible().stream()
                .map(Finding::criterion)
                .map(Criterion::id)
                .forEach(shut::add);
        return shut;
    }

    private static @Nullable Criterion criterion(GatePack pack, String id) {
        return Differences.criteria(pack).get(id);
    }

    /// The latest trial of an edition.
    ///
    /// @param digest of the edition's texts as they are now
    public Optional<Result> find(Actor actor, String edition, String digest) {
        actor.require(Permission.MANAGE_SETTINGS);
        return store.trial(edition).map(trial -> {
            Job job = trial.jobId() == null ? null : jobs.find(trial.jobId()).orElse(null);
            boolean going = trial.finishedAt() == null && job != null && !job.over();
            return new Result(
                    trial,
                    trial.digest().equals(digest),
                    going ? job : null,
                    trial.finishedAt() == null && !going,
                    store.changes(trial.id(), readable(actor)));
        });
    }

    /// The use cases whose answer would change, after a key; absent conditions leave all.
    public List<ChangedCase> changed(
            Actor actor,
            long trial,
            @Nullable Stage stage,
            @Nullable State from,
            @Nullable State to,
            long after,
            int limit) {
        actor.require(Permission.MANAGE_SETTINGS);
        return store.changed(trial, stage, from, to, readable(actor), after, limit);
    }

    private static @Nullable Set<Long> readable(Actor actor) {
        return switch (actor.scope(Permission.VIEW_USE_CASES)) {
            case Scope.All() -> null;
            case Scope.Units(Set<Long> within) -> within;
            case Scope.None() -> Set.of();
        };
    }
}
