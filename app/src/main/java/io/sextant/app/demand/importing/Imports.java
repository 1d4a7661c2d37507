package io.sextant.app.demand.importing;

import static io.sextant.app.kernel.Outcome.done;
import static io.sextant.app.kernel.Outcome.refused;

import io.sextant.app.demand.importing.Import.State;
import io.sextant.app.demand.importing.Import.Work;
import io.sextant.app.demand.importing.ImportRow.Effect;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Scope;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.jobs.Job;
import io.sextant.app.platform.jobs.Jobs;
import io.sextant.app.platform.sheet.SheetChoice;
import io.sextant.app.platform.sheet.SheetFile;
import io.sextant.app.platform.sheet.SheetLimits;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.sheet.SheetProblem.Severity;
import io.sextant.app.platform.sheet.Sheets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to imports: bring a file, decide how it is read, check what would happen, write it, take it back. A person
/// sees their own imports; who may import everywhere sees all. Thread-safe.
@Service
public class Imports {
    /// Largest file that is taken, in bytes.
    public static final long MAX_BYTES = SheetLimits.DEFAULT.maxBytes();

    private static final Duration STOPPING = Duration.ofSeconds(3);

    private final ImportStore store;
    private final ImportFiles files;
    private final Analyst analyst;
    private final ImportWork work;
    private final Jobs jobs;
    private final Actors actors;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Imports(
            ImportStore store,
            ImportFiles files,
            Analyst analyst,
            ImportWork work,
            Jobs jobs,
            Actors actors,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.files = files;
        this.analyst = analyst;
        this.work = work;
        this.jobs = jobs;
        this.actors = actors;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /// What a person or program already knows when it brings a file.
    ///
    /// @param source name of the inventory; absent: proposed from the file's name, or that of the inventory that
    /// it is evidently a new edition of
    /// @param lang language of the texts; absent: recognised
    /// @param apply whether it is to be checked and written at once, with what is proposed
    public record Wish(@Nullable String source, @Nullable String lang, boolean apply) {
        /// Nothing is known yet.
        public static final Wish NONE = new Wish(null, null, false);

        Analyst.Said said() {
            return new Analyst.Said(source, lang, null);
        }
    }

    /// Takes a file in, reads its first rows and proposes how to import it. Nothing reaches the register.
    ///
    /// @param name name of the file where it came from
    /// @param lang language of the person, `fr` or `en`
    public Outcome<Import> bring(Actor actor, InputStream in, String name, String lang, Wish wish) throws IOException {
        actor.require(Permission.IMPORT_USE_CASES);
        Path file = Files.createTempFile("sextant-import-", ".tmp");
        try {
            MessageDigest digest = sha256();
            long size;
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
                size = copy(in, out);
            }
            String known = cleaned(name);
            return switch (Sheets.read(file, known, SheetLimits.DEFAULT)) {
                case Outcome.Refused<SheetFile>(List<Reason> reasons) -> new Outcome.Refused<>(reasons);
                case Outcome.Stale<SheetFile>(long current) -> new Outcome.Stale<>(current);
                case Outcome.Done<SheetFile>(SheetFile opened) -> {
                    try (opened) {
                        Analyst.Read read = analyst.read(actor, opened, SheetChoice.NONE, known, lang, wish.said());
                        String sha = HexFormat.of().formatHex(digest.digest());
                        yield keep(actor, file, known, size, sha, read, wish.apply());
                    }
                }
            };
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Outcome<Import> keep(
            Actor actor, Path file, String name, long size, String sha, Analyst.Read read, boolean apply) {
        SheetProblem fatal = read.analysis().fatal();
        if (apply && fatal != null) {
            return refused(new Reason(null, fatal.code(), fatal.args()));
        }
        List<Reason> problems = apply ? problems(actor, read.plan()) : List.of();
        if (!problems.isEmpty()) {
            return new Outcome.Refused<>(problems);
        }
        return required(transaction.execute(status -> {
            long blob;
            try {
                blob = files.keep(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            long id = store.insert(
                    new ImportStore.Fresh(
                            name,
                            size,
                            sha,
                            blob,
                            actor.id(),
                            actor.name(),
                            actor.channel().name(),
                            read.analysis(),
                            read.plan(),
                            apply),
                    clock.instant());
            if (read.template() != null) {
                store.templateUsed(read.template().id(), clock.instant());
            }
            if (apply) {
                start(actor, id, Work.CHECK, true);
            }
            return done(store.find(id).orElseThrow());
        }));
    }

    /// One byte more than is taken is enough to know that it is too much.
    private static long copy(InputStream in, OutputStream out) throws IOException {
        byte[] chunk = new byte[1 << 16];
        long size = 0;
        for (int count; size <= MAX_BYTES && (count = in.read(chunk)) > 0; ) {
            out.write(chunk, 0, count);
            size += count;
        }
        return size;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String cleaned(String name) {
        String base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String plain = base.replaceAll("\\p{Cntrl}", "").strip();
        return plain.isEmpty() ? "import" : plain.length() > 200 ? plain.substring(plain.length() - 200) : plain;
    }

    /// The import of this number; empty when there is none or the person may not see it.
    public Optional<Import> find(Actor actor, long id) {
        return store.find(id).filter(imported -> visible(actor, imported));
    }

    private static boolean visible(Actor actor, Import imported) {
        return imported.state() != State.DISCARDED
                && actor.may(Permission.IMPORT_USE_CASES)
                && (everywhere(actor) || actor.id() != null && Objects.equals(actor.id(), imported.byId()));
    }

    private static boolean everywhere(Actor actor) {
        return actor.scope(Permission.IMPORT_USE_CASES) instanceof Scope.All;
    }

    /// Imports the person may see, the latest first.
    ///
    /// @param before only those with a smaller number; absent for the first page
    public List<Import> list(Actor actor, @Nullable Long before, int limit) {
        if (!actor.may(Permission.IMPORT_USE_CASES)) {
            return List.of();
        }
        return store.list(everywhere(actor) ? null : Objects.requireNonNullElse(actor.id(), -1L), before, limit);
    }

    /// The work in the background that was started last; empty when there was none.
    public Optional<Job> job(Import imported) {
        return imported.jobId() == null ? Optional.empty() : jobs.find(imported.jobId());
    }

    /// An import and the work in the background that was started last, as they stand together.
    ///
    /// @param job absent when there was none
    public record Standing(Import imported, @Nullable Job job) {
        /// Whether work is going on.
        public boolean busy() {
            return job != null && !job.over();
        }
    }

    /// The import with its work. Work that ended after the import was read has changed it, so it is read again.
    public Standing standing(Import imported) {
        Import now = imported;
        while (true) {
            Job job = job(now).orElse(null);
            if (job == null || !job.over()) {
                return new Standing(now, job);
            }
            Import after = store.find(now.id()).orElse(now);
            if (Objects.equals(after.jobId(), now.jobId())) {
                return new Standing(after, job);
            }
            now = after;
        }
    }

    /// The import once its work is over, or as it is when patience ends.
    public Optional<Import> await(Actor actor, long id, Duration patience) {
        find(actor, id).map(Import::jobId).ifPresent(job -> jobs.await(job, patience));
        return find(actor, id);
    }

    /// Whether work is going on in the background.
    public boolean busy(Import imported) {
        return job(imported).filter(job -> !job.over()).isPresent();
    }

    /// Reads the file again as the person says: another worksheet, row of headings, encoding or delimiter.
    public Outcome<Import> reread(Actor actor, long id, long seen, SheetChoice choice, String lang) {
        return reread(actor, id, seen, choice, lang, null);
    }

    /// The same, and whether a file that looks like a tracker's is to be read as any inventory.
    ///
    /// @param plain absent: as it was
    public Outcome<Import> reread(
            Actor actor, long id, long seen, SheetChoice choice, String lang, @Nullable Boolean plain) {
        return change(actor, id, seen, imported -> {
            if (imported.state() != State.READ && imported.state() != State.CHECKED) {
                return refused(Reason.whole("demand.import.refused.over"));
            }
            try {
                return reread(actor, imported, choice, lang, plain);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Outcome<Import> reread(
            Actor actor, Import imported, SheetChoice choice, String lang, @Nullable Boolean plain) throws IOException {
        Long blob = imported.blobId();
        if (blob == null) {
            return refused(Reason.whole("demand.import.failure.noFile"));
        }
        Path file = Files.createTempFile("sextant-import-", ".tmp");
        try {
            files.fetch(blob, file);
            if (!(Sheets.read(file, imported.fileName(), SheetLimits.DEFAULT)
                    instanceof Outcome.Done<SheetFile>(SheetFile opened))) {
                return refused(Reason.whole("demand.import.failure.noFile"));
            }
            try (opened) {
                Analyst.Read read =
                        analyst.read(actor, opened, choice, imported.fileName(), lang, said(imported, plain));
                store.forget(imported.id());
                store.replan(imported.id(), read.analysis(), read.plan());
            }
        } finally {
            Files.deleteIfExists(file);
        }
        return done(store.find(imported.id()).orElseThrow());
    }

    /// What somebody said about a file, in contrast to what was proposed and left as it was.
    private static Analyst.Said said(Import imported, @Nullable Boolean plain) {
        Plan.Options o = imported.plan().options();
        Analysis analysis = imported.analysis();
        return new Analyst.Said(
                Objects.equals(o.source(), analysis.name()) ? null : o.source(),
                Objects.equals(o.lang(), analysis.lang()) ? null : o.lang(),
                plain != null ? plain : analysis.tracker() == null ? null : (Boolean) (o.tracker() == null));
    }

    /// Sets what each column becomes and what holds for the whole file.
    public Outcome<Import> replan(Actor actor, long id, long seen, Plan plan) {
        return change(actor, id, seen, imported -> {
            if (imported.state() != State.READ && imported.state() != State.CHECKED) {
                return refused(Reason.whole("demand.import.refused.over"));
            }
            var problems = problems(actor, plan);
            if (plan.columns().size() != imported.plan().columns().size()) {
                problems.add(Reason.of("columns", "demand.import.refused.columns"));
            }
            if (!problems.isEmpty()) {
                return new Outcome.Refused<>(problems);
            }
            if (!plan.equals(imported.plan())) {
                store.forget(id);
                store.replan(id, imported.analysis(), plan);
            }
            return done(store.find(id).orElseThrow());
        });
    }

    private static List<Reason> problems(Actor actor, Plan plan) {
        var problems = new ArrayList<>(plan.problems());
        if (plan.options().createUnits() && !actor.may(Permission.MANAGE_UNITS, null)) {
            problems.add(Reason.of("createUnits", "demand.import.refused.units"));
        }
        Long unit = plan.options().defaultUnit();
        if (unit != null && !actor.may(Permission.IMPORT_USE_CASES, unit)) {
            problems.add(Reason.of("defaultUnit", "demand.refused.unit"));
        }
        return problems;
    }

    /// Starts the check in the background.
    ///
    /// @param apply whether what the check finds is written at once
    public Outcome<Import> check(Actor actor, long id, long seen, boolean apply) {
        return change(actor, id, seen, imported -> {
            if (imported.state() != State.READ && imported.state() != State.CHECKED) {
                return refused(Reason.whole("demand.import.refused.over"));
            }
            SheetProblem fatal = imported.analysis().fatal();
            if (fatal != null) {
                return refused(new Reason(null, fatal.code(), fatal.args()));
            }
            List<Reason> problems = problems(actor, imported.plan());
            if (!problems.isEmpty()) {
                return new Outcome.Refused<>(problems);
            }
            start(actor, id, Work.CHECK, apply);
            return done(store.find(id).orElseThrow());
        });
    }

    /// Starts writing what the check found, in the background.
    public Outcome<Import> apply(Actor actor, long id, long seen) {
        return change(actor, id, seen, imported -> {
            Summary summary = imported.summary();
            if (imported.state() != State.CHECKED || summary == null) {
                return refused(Reason.whole(
                        imported.state() == State.READ
                                ? "demand.import.refused.unchecked"
                                : "demand.import.refused.over"));
            }
            if (!summary.writes()) {
                return refused(Reason.whole("demand.import.refused.nothing"));
            }
            start(actor, id, Work.APPLY, false);
            return done(store.find(id).orElseThrow());
        });
    }

    /// Starts taking an import back, in the background.
    public Outcome<Import> undo(Actor actor, long id, long seen) {
        return change(actor, id, seen, imported -> {
            if (imported.state() != State.APPLIED) {
                return refused(Reason.whole("demand.import.refused.notApplied"));
            }
            start(actor, id, Work.UNDO, false);
            return done(store.find(id).orElseThrow());
        });
    }

    /// Stops the check, the writing or the undoing that goes on; what it had begun to write is taken back. Waits a
    /// moment for the end. Work that is just coming to its end does so.
    public Outcome<Import> stop(Actor actor, long id) {
        actor.require(Permission.IMPORT_USE_CASES);
        Optional<Import> found = find(actor, id);
        if (found.isEmpty()) {
            return refused(Reason.whole("demand.import.refused.notFound"));
        }
        Long job = found.get().jobId();
        if (job == null || !jobs.stop(job)) {
            return refused(Reason.whole("demand.import.refused.idle"));
        }
        jobs.await(job, STOPPING);
        return done(store.find(id).orElseThrow());
    }

    /// Throws away a file that was not written.
    public Outcome<Import> discard(Actor actor, long id, long seen) {
        return change(actor, id, seen, imported -> {
            if (imported.state() != State.READ && imported.state() != State.CHECKED) {
                return refused(Reason.whole("demand.import.refused.over"));
            }
            if (imported.blobId() != null) {
                files.drop(imported.blobId());
            }
            store.discard(id);
            return done(store.find(id).orElseThrow());
        });
    }

    /// Changes an import from the version the person saw, unless work goes on.
    private Outcome<Import> change(Actor actor, long id, long seen, Function<Import, Outcome<Import>> change) {
        actor.require(Permission.IMPORT_USE_CASES);
        return required(transaction.execute(status -> {
            Optional<Import> found = store.lock(id).filter(imported -> visible(actor, imported));
            if (found.isEmpty()) {
                return refused(Reason.whole("demand.import.refused.notFound"));
            }
            Import imported = found.get();
            if (busy(imported)) {
                return refused(Reason.whole("demand.import.refused.busy"));
            }
            return imported.version() != seen ? new Outcome.Stale<>(imported.version()) : change.apply(imported);
        }));
    }

    private static <T> T required(@Nullable T value) {
        return Objects.requireNonNull(value);
    }

    private void start(Actor actor, long id, Work kind, boolean applyWhenChecked) {
        Long owner = actor.id();
        long job = jobs.start(kind.job(), owner, progress -> {
            // The rights that count are those at the moment the work is done.
            Actor now = owner == null
                    ? actor
                    : actors.find(owner, actor.channel())
                            .orElseThrow(() -> new Jobs.Failure("demand.import.failure.account"));
            now.require(Permission.IMPORT_USE_CASES);
            return switch (kind) {
                case CHECK -> {
                    Summary summary = work.check(now, id, progress);
                    if (applyWhenChecked && summary.writes()) {
                        yield work.apply(now, id, progress);
                    }
                    yield Map.<String, @Nullable Object>of("rows", summary.rows());
                }
                case APPLY -> work.apply(now, id, progress);
                case UNDO -> {
                    Undone undone = work.undo(now, id, progress);
                    yield Map.<String, @Nullable Object>of(
                            "removed",
                            undone.removed(),
                            "restored",
                            undone.restored(),
                            "kept",
                            undone.kept().size());
                }
            };
        });
        store.working(id, kind, job, applyWhenChecked);
    }

    /// Rows of an import by what becomes of them, after a row, in the order of the file.
    public List<ImportRow> rows(Import imported, Collection<Effect> effects, int after, int limit) {
        return store.rows(imported.id(), effects, after, limit);
    }

    /// A problem and its place in the list.
    public record Numbered(int seq, SheetProblem problem) {}

    /// Problems of some severities, after a place in the list.
    public List<Numbered> problems(Import imported, Collection<Severity> severities, int after, int limit) {
        return store.problems(imported.id(), severities, after, limit).stream()
                .map(n -> new Numbered(n.seq(), n.problem()))
                .toList();
    }

    /// A kind of problem, how often it occurs, and where first.
    public record Frequent(int times, SheetProblem first) {}

    /// The kinds of problems, the gravest and most frequent first.
    public List<Frequent> frequent(Import imported, int limit) {
        return store.frequent(imported.id(), limit).stream()
                .map(f -> new Frequent(f.times(), f.first()))
                .toList();
    }

    /// Names of the units that would be created, those of most rows first.
    public List<String> newUnits(Import imported, int limit) {
        return store.units(imported.id(), limit).stream()
                .map(ImportStore.NewUnit::name)
                .toList();
    }
}
