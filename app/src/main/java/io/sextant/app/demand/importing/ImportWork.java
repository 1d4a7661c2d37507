package io.sextant.app.demand.importing;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.Revision.Act;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseBatches;
import io.sextant.app.demand.UseCaseBatches.Prepared;
import io.sextant.app.demand.UseCaseBatches.Registered;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.importing.Import.State;
import io.sextant.app.demand.importing.ImportRow.Effect;
import io.sextant.app.demand.importing.Undone.Kept;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.platform.jobs.Jobs;
import io.sextant.app.platform.knowledge.InventoryKnowledge;
import io.sextant.app.platform.sheet.SheetFile;
import io.sextant.app.platform.sheet.SheetLimits;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.sheet.SheetProblem.Severity;
import io.sextant.app.platform.sheet.SheetRow;
import io.sextant.app.platform.sheet.SheetRows;
import io.sextant.app.platform.sheet.Sheets;
import io.sextant.app.platform.sheet.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

/// The long work of an import: the check, the writing and the undoing, each run in the background. The check keeps what
/// it finds and changes nothing else; writing and undoing are one transaction each, so that a stop in the middle leaves
/// the register as it was.
@Component
class ImportWork {
    /// Problems kept in full; beyond, they are only counted.
    static final int MAX_PROBLEMS = 20_000;

    /// Two statements of as many rows as the driver puts in one.
    private static final int BATCH = 256;
    private static final int MAX_NEW_UNITS = 500;
    private static final int MOST_ATTEMPTS = 3;
    /// Fewer new use cases than this take their numbers in the transaction that writes them, so that no number is lost
    /// if it fails; more take them before, so that nobody else waits for a number meanwhile.
    private static final int NUMBERS_APART = 5_000;

    private final ImportStore store;
    private final ImportFiles files;
    private final UseCaseBatches register;
    private final InventoryKnowledge knowledge;
    private final Labels labels;
    private final Trackers trackers;
    private final Units units;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ImportWork(
            ImportStore store,
            ImportFiles files,
            UseCaseBatches register,
            InventoryKnowledge knowledge,
            Labels labels,
            Trackers trackers,
            Units units,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.store = store;
        this.files = files;
        this.register = register;
        this.knowledge = knowledge;
        this.labels = labels;
        this.trackers = trackers;
        this.units = units;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /// Compares the file with the register and keeps what each row comes to.
    Summary check(Actor actor, long id, Jobs.Progress progress) throws IOException {
        long start = System.nanoTime();
        Import imported = transaction.execute(status -> {
            store.forget(id);
            return store.find(id).orElseThrow();
        });
        Long blob = imported.blobId();
        if (blob == null) {
            throw new Jobs.Failure("demand.import.failure.noFile");
        }
        progress.total(100);
        Path file = Files.createTempFile("sextant-import-", ".tmp");
        try {
            files.fetch(blob, file);
            if (!(Sheets.read(file, imported.fileName(), SheetLimits.DEFAULT)
                    instanceof Outcome.Done<SheetFile>(SheetFile opened))) {
                throw new Jobs.Failure("demand.import.failure.noFile");
            }
            Summary summary;
            try (opened) {
                summary = check(actor, imported, opened.table(imported.plan().choice()), progress, start);
            }
            transaction.executeWithoutResult(status -> {
                Import now = store.lock(id).orElseThrow();
                if (!now.plan().equals(imported.plan())) {
                    throw new Jobs.Failure("demand.import.failure.replanned");
                }
                store.checked(id, summary, clock.instant());
                if (imported.plan().options().remember()) {
                    store.saveTemplate(
                            imported.analysis().signature(),
                            Objects.requireNonNullElse(imported.plan().options().source(), imported.fileName()),
                            decided(imported),
                            actor.name(),
                            clock.instant());
                }
            });
            return summary;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /// The plan with those columns only that somebody changed: what was merely proposed is proposed anew for the
    /// next file, from its own values and with what Sextant knows by then.
    private static Plan decided(Import imported) {
        Plan plan = imported.plan();
        List<Analysis.Column> proposed = imported.analysis().columns();
        List<Plan.ColumnPlan> columns = new ArrayList<>();
        for (int c = 0; c < plan.columns().size(); c++) {
            if (c >= proposed.size()
                    || plan.columns().get(c).target() != proposed.get(c).proposed()) {
                columns.add(plan.columns().get(c));
            }
        }
        return new Plan(columns, plan.options(), plan.choice());
    }

    private Summary check(Actor actor, Import imported, Table table, Jobs.Progress progress, long start)
            throws IOException {
        UnitIndex index = new UnitIndex(units.tree(), knowledge.reader().values());
        var checking = new Checking(actor, imported.plan(), register, knowledge.reader(), index);
        var rowReader = new RowReader(imported.plan(), imported.analysis().own(), knowledge.reader(), labels, trackers);
        var sink = new ProblemSink(imported.id());
        List<SheetProblem> told = Trackers.told(imported.plan().options().tracker(), table.problems());
        checking.count(told);
        sink.add(told);
        SheetProblem fatal = table.fatal();
        if (fatal == null && table.columns().size() != imported.plan().columns().size()) {
            throw new Jobs.Failure("demand.import.failure.replanned");
        }
        if (fatal == null) {
            // While one batch is compared with the register, the next is read from the file.
            try (var comparing = Executors.newVirtualThreadPerTaskExecutor();
                    SheetRows rows = table.rows()) {
                CompletableFuture<Void> before = CompletableFuture.completedFuture(null);
                List<RowValues> batch = new ArrayList<>(BATCH);
                for (SheetRow row; (row = rows.next()) != null; ) {
                    batch.add(rowReader.read(row));
                    if (batch.size() == BATCH) {
                        List<RowValues> full = batch;
                        await(before);
                        before = CompletableFuture.runAsync(() -> keep(imported.id(), checking, full, sink), comparing);
                        batch = new ArrayList<>(BATCH);
                        progress.done(Math.min(99, (long) (100 * rows.progress())));
                    }
                }
                await(before);
                keep(imported.id(), checking, batch, sink);
                fatal = rows.stopped();
            }
        }
        if (imported.plan().options().createUnits()) {
            if (index.missing().size() > MAX_NEW_UNITS) {
                fatal = new SheetProblem(
                        Severity.FATAL,
                        0,
                        imported.plan().column(Target.UNIT),
                        "",
                        "",
                        "demand.import.units.tooMany",
                        List.of(index.missing().size(), MAX_NEW_UNITS));
            } else {
                transaction.executeWithoutResult(status -> store.addUnits(
                        imported.id(),
                        index.missing().values().stream()
                                .map(unit -> new ImportStore.NewUnit(unit.key, unit.name, unit.parentKey, unit.rows))
                                .toList()));
            }
        }
        if (fatal != null) {
            checking.count(List.of(fatal));
            sink.add(List.of(fatal));
        }
        return checking.summary(fatal, (System.nanoTime() - start) / 1_000_000);
    }

    /// Waits for what another thread does; what went wrong there goes wrong here.
    private static <T> T await(CompletableFuture<T> done) {
        try {
            return done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void keep(long id, Checking checking, List<RowValues> batch, ProblemSink sink) {
        if (batch.isEmpty()) {
            return;
        }
        transaction.executeWithoutResult(status -> {
            Checking.Checked checked = checking.check(batch);
            store.addRows(id, checked.rows());
            sink.add(checked.problems());
        });
    }

    /// Keeps problems up to a limit.
    private final class ProblemSink {
        private final long id;
        private int kept;

        ProblemSink(long id) {
            this.id = id;
        }

        void add(List<SheetProblem> problems) {
            List<SheetProblem> room = problems.subList(0, Math.min(problems.size(), MAX_PROBLEMS - kept));
            store.addProblems(id, kept + 1, room);
            kept += room.size();
        }
    }

    /// Writes what the check found, all or nothing. Does nothing when it is written already.
    Map<String, @Nullable Object> apply(Actor actor, long id, Jobs.Progress progress) {
        try {
            return insisting(status -> write(actor, id, progress));
        } catch (Overtaken | DuplicateKeyException e) {
            // What was accepted is no longer what would happen: it is to be checked again.
            transaction.executeWithoutResult(status -> {
                Import now = store.lock(id).orElseThrow();
                if (now.state() == State.CHECKED) {
                    store.replan(id, now.analysis(), now.plan());
                }
            });
            throw new Jobs.Failure("demand.import.failure.overtaken");
        }
    }

    /// Does it again, whole, when somebody who changes many use cases at the same time was let go first.
    private <T> T insisting(TransactionCallback<T> all) {
        for (int attempt = 1; ; attempt++) {
            try {
                return Objects.requireNonNull(transaction.execute(all));
            } catch (PessimisticLockingFailureException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /// The register changed since the check in a way that concerns the import.
    private static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Overtaken() {
            super("the register changed since the check", null, false, false);
        }
    }

    private Map<String, @Nullable Object> write(Actor actor, long id, Jobs.Progress progress) {
        store.oneWriterAtATime();
        Import imported = store.lock(id).orElseThrow();
        Summary summary = imported.summary();
        if (imported.state() != State.CHECKED || summary == null || summary.fatal() != null) {
            return Map.<String, @Nullable Object>of("written", false);
        }
        progress.total(summary.fresh() + summary.changed());
        Instant now = clock.instant();
        int year = now.atZone(ZoneOffset.UTC).getYear();
        long next = summary.fresh() == 0 ? 0 : reserve(year, summary.fresh());
        Map<String, Long> created = createUnits(actor, id);
        String reason = reason(imported);
        int done = 0;
        // While one batch is written, the next is fetched and made ready; what the check kept does not change any more.
        try (var fetching = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Batch> coming = CompletableFuture.supplyAsync(() -> batch(id, 0, created), fetching);
            for (Batch batch; !(batch = await(coming)).isEmpty(); ) {
                int last = batch.last();
                coming = CompletableFuture.supplyAsync(() -> batch(id, last, created), fetching);
                List<ImportRow> written = new ArrayList<>();
                if (!batch.fresh().isEmpty()) {
                    written.addAll(register(actor, batch, year, next, reason, now));
                    next += batch.fresh().size();
                }
                if (!batch.changed().isEmpty()) {
                    written.addAll(change(actor, batch.changed(), created, reason, now));
                }
                store.written(id, written);
                done += written.size();
                progress.done(done);
            }
        }
        store.applied(id, actor.name(), now);
        var result = new LinkedHashMap<String, @Nullable Object>();
        result.put("file", imported.fileName());
        result.put("sha256", imported.sha256());
        result.put("source", imported.plan().options().source());
        result.put("created", summary.fresh());
        result.put("changed", summary.changed());
        result.put("units", created.size());
        events.publishEvent(new ImportEvent(actor.who(), "import.applied", id, result));
        return result;
    }

    private long reserve(int year, int count) {
        if (count < NUMBERS_APART) {
            return register.reserve(year, count);
        }
        var apart = new TransactionTemplate(Objects.requireNonNull(transaction.getTransactionManager()));
        apart.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
        return Objects.requireNonNull(apart.execute(status -> register.reserve(year, count)));
    }

    /// Rows to write next.
    ///
    /// @param prepared the use cases that the fresh rows become, in the same order
    private record Batch(List<ImportRow> fresh, List<Prepared> prepared, List<ImportRow> changed) {
        boolean isEmpty() {
            return fresh.isEmpty() && changed.isEmpty();
        }

        int last() {
            return Math.max(
                    fresh.isEmpty() ? 0 : fresh.getLast().number(),
                    changed.isEmpty() ? 0 : changed.getLast().number());
        }
    }

    private Batch batch(long id, int after, Map<String, Long> created) {
        Map<Effect, List<ImportRow>> rows =
                store.rows(id, EnumSet.of(Effect.NEW, Effect.CHANGED), after, BATCH).stream()
                        .collect(Collectors.groupingBy(ImportRow::effect));
        List<ImportRow> fresh = rows.getOrDefault(Effect.NEW, List.of());
        return new Batch(
                fresh,
                fresh.stream()
                        .map(row -> register.prepare(placed(row, created)))
                        .toList(),
                rows.getOrDefault(Effect.CHANGED, List.of()));
    }

    private List<ImportRow> register(Actor actor, Batch batch, int year, long first, String reason, Instant now) {
        Map<String, List<String>> keys = new HashMap<>();
        for (Prepared prepared : batch.prepared()) {
            Content content = prepared.content();
            if (content.source() != null && content.externalKey() != null) {
                keys.computeIfAbsent(content.source(), s -> new ArrayList<>()).add(content.externalKey());
            }
        }
        keys.forEach((source, used) -> {
            if (!register.bySource(source, used).isEmpty()) {
                throw new Overtaken();
            }
        });
        List<Registered> registered = register.register(actor, year, first, batch.prepared(), reason, now);
        List<ImportRow> written = new ArrayList<>(registered.size());
        for (int i = 0; i < registered.size(); i++) {
            written.add(written(
                    batch.fresh().get(i),
                    registered.get(i).key(),
                    registered.get(i).id(),
                    1));
        }
        return written;
    }

    private List<ImportRow> change(
            Actor actor, List<ImportRow> rows, Map<String, Long> created, String reason, Instant now) {
        Map<String, UseCase> locked = new HashMap<>();
        register.lock(rows.stream()
                        .map(row -> Objects.requireNonNull(row.code()))
                        .toList())
                .forEach(useCase -> locked.put(useCase.id().code(), useCase));
        List<UseCaseBatches.Change> changes = new ArrayList<>(rows.size());
        List<ImportRow> written = new ArrayList<>(rows.size());
        for (ImportRow row : rows) {
            UseCase before = locked.get(row.code());
            if (before == null || before.archived() || !Objects.equals(before.version(), row.seen())) {
                throw new Overtaken();
            }
            changes.add(new UseCaseBatches.Change(before, placed(row, created)));
            written.add(written(row, before.key(), before.id(), before.version() + 1));
        }
        register.change(actor, changes, Act.IMPORTED, reason, now);
        return written;
    }

    private static Content placed(ImportRow row, Map<String, Long> created) {
        Content content = Objects.requireNonNull(row.content());
        String unit = row.unitKey();
        return unit == null ? content : content.withUnit(Objects.requireNonNull(created.get(unit)));
    }

    private static ImportRow written(ImportRow row, long key, UseCaseId id, long version) {
        return new ImportRow(
                row.number(),
                row.effect(),
                row.title(),
                row.externalKey(),
                key,
                row.seen(),
                id.code(),
                row.changes(),
                null,
                row.unitKey(),
                version);
    }

    private static String reason(Import imported) {
        return "Import " + imported.id() + " · " + imported.fileName();
    }

    /// Creates the units that the file names, those above first, and gives their ids by key.
    private Map<String, Long> createUnits(Actor actor, long id) {
        Map<String, ImportStore.NewUnit> wanted = new LinkedHashMap<>();
        store.units(id, MAX_NEW_UNITS).forEach(unit -> wanted.put(unit.key(), unit));
        Map<String, Long> created = new HashMap<>();
        for (ImportStore.NewUnit unit : wanted.values()) {
            create(actor, id, unit, wanted, created, new HashSet<>());
        }
        return created;
    }

    private void create(
            Actor actor,
            long id,
            ImportStore.NewUnit unit,
            Map<String, ImportStore.NewUnit> wanted,
            Map<String, Long> created,
            Set<String> path) {
        if (created.containsKey(unit.key()) || !path.add(unit.key())) {
            return;
        }
        Long parent = null;
        String above = unit.parentKey();
        if (above != null && above.startsWith("#")) {
            parent = Long.valueOf(above.substring(1));
        } else if (above != null && wanted.get(above) != null) {
            create(actor, id, wanted.get(above), wanted, created, path);
            parent = created.get(above);
        }
        String name = unit.name().length() > 200 ? unit.name().substring(0, 199) + "…" : unit.name();
        if (!(units.create(actor, new Units.NewUnit(null, name, name, parent))
                instanceof Outcome.Done<Unit>(Unit made))) {
            // Somebody closed the unit above, or made one of that code, since the check.
            throw new Overtaken();
        }
        created.put(unit.key(), made.id());
        store.unitCreated(id, unit.key(), made.id());
    }

    /// Takes an import back as far as nobody built on it since.
    Undone undo(Actor actor, long id, Jobs.Progress progress) {
        return insisting(status -> takeBack(actor, id, progress));
    }

    private Undone takeBack(Actor actor, long id, Jobs.Progress progress) {
        store.oneWriterAtATime();
        Import imported = store.lock(id).orElseThrow();
        if (imported.state() != State.APPLIED) {
            Undone before = imported.undone();
            return before == null ? new Undone(0, 0, List.of()) : before;
        }
        Summary summary = Objects.requireNonNull(imported.summary());
        progress.total(summary.fresh() + summary.changed());
        Instant now = clock.instant();
        var tally = new Tally();
        int after = 0;
        while (true) {
            List<ImportRow> rows = store.rows(id, EnumSet.of(Effect.NEW, Effect.CHANGED), after, BATCH);
            if (rows.isEmpty()) {
                break;
            }
            takeBack(actor, rows, reason(imported), now, tally);
            after = rows.getLast().number();
            tally.done += rows.size();
            progress.done(tally.done);
        }
        for (Long unit : store.createdUnits(id)) {
            units.find(unit)
                    .ifPresent(u -> tally.kept.add(new Kept(u.code(), u.nameFr(), "", "demand.import.kept.unit")));
        }
        Undone undone = new Undone(
                tally.removed, tally.restored, tally.kept.stream().limit(1_000).toList());
        store.undone(id, undone, actor.name(), now);
        var result = new LinkedHashMap<String, @Nullable Object>();
        result.put("file", imported.fileName());
        result.put("removed", undone.removed());
        result.put("restored", undone.restored());
        result.put("kept", tally.kept.size());
        events.publishEvent(new ImportEvent(actor.who(), "import.undone", id, result));
        return undone;
    }

    private static final class Tally {
        private int done;
        private int removed;
        private int restored;
        private final List<Kept> kept = new ArrayList<>();
    }

    private void takeBack(Actor actor, List<ImportRow> rows, String reason, Instant now, Tally tally) {
        Map<String, UseCase> locked = new HashMap<>();
        register.lock(rows.stream()
                        .map(row -> Objects.requireNonNull(row.code()))
                        .toList())
                .forEach(useCase -> locked.put(useCase.id().code(), useCase));
        Collection<Long> discussed = new HashSet<>(
                register.discussed(locked.values().stream().map(UseCase::key).toList()));
        List<UseCase> withdrawn = new ArrayList<>();
        List<UseCaseBatches.Change> restored = new ArrayList<>();
        for (ImportRow row : rows) {
            UseCase useCase = locked.get(row.code());
            if (useCase == null) {
                tally.kept.add(new Kept(String.valueOf(row.code()), row.title(), "", "demand.import.kept.gone"));
            } else if (row.effect() == Effect.NEW) {
                if (useCase.version() == 1 && !discussed.contains(useCase.key())) {
                    withdrawn.add(useCase);
                } else {
                    tally.kept.add(new Kept(
                            useCase.id().code(), useCase.content().texts().title(), "", "demand.import.kept.touched"));
                }
            } else {
                restore(row, useCase, restored, tally);
            }
        }
        register.withdraw(actor, withdrawn, reason);
        register.change(actor, restored, Act.UNDONE, reason, now);
        tally.removed += withdrawn.size();
        tally.restored += restored.size();
    }

    /// Gives each field that the import changed its former value, unless somebody changed it since.
    private void restore(ImportRow row, UseCase useCase, List<UseCaseBatches.Change> restored, Tally tally) {
        String title = useCase.content().texts().title();
        if (useCase.archived()) {
            tally.kept.add(new Kept(useCase.id().code(), title, "", "demand.import.kept.archived"));
            return;
        }
        long written = Objects.requireNonNull(row.written());
        Content before = register.contentBefore(useCase, written).orElse(null);
        Content imported = register.contentAt(useCase, written).orElse(null);
        if (before == null || imported == null) {
            tally.kept.add(new Kept(useCase.id().code(), title, "", "demand.import.kept.gone"));
            return;
        }
        Draft draft = Draft.of(useCase.content());
        for (String field : Content.changes(before, imported).keySet()) {
            if (Draft.holds(useCase.content(), imported, field)) {
                draft.restore(field, before);
            } else {
                tally.kept.add(new Kept(useCase.id().code(), title, field, "demand.import.kept.changed"));
            }
        }
        Content after = draft.content();
        if (!after.equals(useCase.content())) {
            restored.add(new UseCaseBatches.Change(useCase, after));
        }
    }
}
