package io.sextant.app.identity.directory;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.directory.DirectoryImport.Column;
import io.sextant.app.identity.directory.DirectoryImport.Effect;
import io.sextant.app.identity.directory.DirectoryImport.State;
import io.sextant.app.identity.directory.DirectoryRow.Particulars;
import io.sextant.app.identity.directory.DirectoryStore.Locked;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.jobs.Job;
import io.sextant.app.platform.jobs.Jobs;
import io.sextant.app.platform.sheet.SheetChoice;
import io.sextant.app.platform.sheet.SheetFile;
import io.sextant.app.platform.sheet.SheetLimits;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.sheet.SheetProblem.Severity;
import io.sextant.app.platform.sheet.SheetRows;
import io.sextant.app.platform.sheet.Sheets;
import io.sextant.app.platform.sheet.Table;
import io.sextant.app.platform.sheet.TableColumn;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to people in bulk: a file is taken in and what its columns say confirmed, then read and compared, then
/// carried out, then taken back if one wants; the long parts in the background, some rows in each transaction. It gives
/// nobody the administrator's role, takes it from nobody, and closes no account that runs the
/// installation. Thread-safe.
@Component
public class DirectoryImports {
    /// Most rows of a file.
    public static final int MOST_ROWS = 10_000;

    /// Most bytes of a file.
    public static final long MOST_BYTES = 16L << 20;

    /// Files that are remembered.
    static final int REMEMBERED = 20;

    private static final String CHECK = "identity.directory.check";
    private static final String APPLY = "identity.directory.apply";
    private static final String UNDO = "identity.directory.undo";

    private static final SheetLimits LIMITS =
            SheetLimits.DEFAULT.withMaxRows(MOST_ROWS).withMaxBytes(MOST_BYTES).withMaxColumns(100);

    /// Somebody new, and the link by which they choose a password.
    public record Invited(long userId, String name, String email, People.Link link) {}

    /// An act on a file of people.
    record Acted(Who by, String action, String subjectId, Map<String, @Nullable Object> after) implements Auditable {
        @Override
        public String subjectType() {
            return "directory";
        }
    }

    private static final Set<Effect> WORK = EnumSet.of(Effect.NEW, Effect.CHANGED, Effect.MISSING);

    /// Few enough that nobody waits for long who changes an account or comes in meanwhile.
    private static final int CHUNK = 100;

    private final DirectoryStore store;
    private final DirectoryReader reader;
    private final People people;
    private final Jobs jobs;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    DirectoryImports(
            DirectoryStore store,
            DirectoryReader reader,
            People people,
            Jobs jobs,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.store = store;
        this.reader = reader;
        this.people = people;
        this.jobs = jobs;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /// Takes a file in and proposes what its columns say; reads nobody out of it yet.
    public Outcome<DirectoryImport> bring(Actor actor, InputStream in, String name) throws IOException {
        actor.require(Permission.MANAGE_PEOPLE);
        byte[] content = in.readNBytes((int) MOST_BYTES + 1);
        return switch (Sheets.read(new ByteArrayInputStream(content), name, LIMITS)) {
            case Outcome.Refused<SheetFile>(List<Reason> reasons) -> new Outcome.Refused<>(reasons);
            case Outcome.Stale<SheetFile>(long current) -> new Outcome.Stale<>(current);
            case Outcome.Done<SheetFile>(SheetFile file) -> {
                try (file) {
                    yield taken(actor, file.table(SheetChoice.NONE), content, cleaned(name));
                }
            }
        };
    }

    private Outcome<DirectoryImport> taken(Actor actor, Table table, byte[] content, String name) throws IOException {
        SheetProblem fatal = table.fatal();
        if (fatal != null) {
            return Outcome.refused(new Reason(null, fatal.code(), fatal.args()));
        }
        int count = 0;
        try (SheetRows lines = table.rows()) {
            while (lines.next() != null) {
                count++;
            }
            SheetProblem stopped = lines.stopped();
            if (stopped != null) {
                return Outcome.refused(new Reason(null, stopped.code(), stopped.args()));
            }
        }
        if (count == 0) {
            return Outcome.refused(Reason.whole("identity.directory.empty"));
        }
        int rows = count;
        long id = Objects.requireNonNull(transaction.execute(status -> {
            long made = store.insert(name, content, rows, proposed(table.columns()), actor.who(), clock.instant());
            store.forgetAllBut(REMEMBERED);
            return made;
        }));
        return Outcome.done(found(id));
    }

    /// What the columns say: as somebody said before, or as their headings do; each thing once.
    private List<Column> proposed(List<TableColumn> columns) {
        Map<String, Optional<DirectoryField>> remembered = store.remembered(
                columns.stream().map(c -> DirectoryField.fold(c.heading())).toList());
        var said = EnumSet.noneOf(DirectoryField.class);
        var proposed = new ArrayList<Column>();
        for (TableColumn column : columns) {
            Optional<DirectoryField> before = remembered.get(DirectoryField.fold(column.heading()));
            DirectoryField field = before == null ? DirectoryField.of(column.given()) : before.orElse(null);
            boolean twice = field != null && !said.add(field);
            proposed.add(new Column(
                    column.index(),
                    column.heading(),
                    column.samples(),
                    column.filled(),
                    twice ? null : field,
                    before != null && !twice));
        }
        return List.copyOf(proposed);
    }

    /// Reads the file in the background and compares it with the accounts there are; changes nobody. What the columns
    /// say is remembered by their headings.
    ///
    /// @param fields what each column says, in the order of the file; absent for one that is not read
    @Transactional
    public Outcome<DirectoryImport> check(Actor actor, long id, List<@Nullable DirectoryField> fields) {
        actor.require(Permission.MANAGE_PEOPLE);
        Locked locked = store.lock(id).orElse(null);
        Reason refusal = refusal(locked, EnumSet.of(State.BROUGHT, State.CHECKED), "identity.directory.appliedAlready");
        if (refusal != null) {
            return Outcome.refused(refusal);
        }
        List<Column> columns = store.find(id).orElseThrow().columns();
        List<Column> matched = IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i).saying(i < fields.size() ? fields.get(i) : null))
                .toList();
        Reason unfit = unfit(matched);
        if (unfit != null) {
            return Outcome.refused(unfit);
        }
        store.matched(id, matched);
        for (Column column : matched) {
            String heading = DirectoryField.fold(column.heading());
            if (column.field() == DirectoryField.of(column.heading())) {
                store.forget(heading);
            } else {
                store.remember(heading, column.field());
            }
        }
        store.works(id, jobs.start(CHECK, actor.id(), progress -> read(actor, id, matched, progress)));
        return Outcome.done(found(id));
    }

    /// Why people cannot be read from columns that say this; absent when they can.
    private static @Nullable Reason unfit(List<Column> columns) {
        var first = new EnumMap<DirectoryField, Column>(DirectoryField.class);
        for (Column column : columns) {
            DirectoryField field = column.field();
            Column other = field == null ? null : first.putIfAbsent(field, column);
            if (other != null) {
                return Reason.whole("identity.directory.columnTwice", other.heading(), column.heading());
            }
        }
        String headings = columns.stream().map(Column::heading).collect(Collectors.joining(", "));
        if (!first.containsKey(DirectoryField.EMAIL)) {
            return Reason.whole("identity.directory.noEmail", headings);
        }
        return first.containsKey(DirectoryField.NAME) || first.containsKey(DirectoryField.LAST)
                ? null
                : Reason.whole("identity.directory.noName", headings);
    }

    private @Nullable Reason refusal(@Nullable Locked locked, Set<State> from, String otherwise) {
        if (locked == null) {
            return Reason.whole("identity.directory.notFound");
        }
        if (locked.job() != null
                && jobs.find(locked.job()).filter(j -> !j.over()).isPresent()) {
            return Reason.whole("identity.directory.working");
        }
        return from.contains(locked.state()) ? null : Reason.whole(otherwise);
    }

    private Map<String, @Nullable Object> read(Actor actor, long id, List<Column> matched, Jobs.Progress progress)
            throws IOException {
        DirectoryImport brought = store.find(id).orElse(null);
        byte[] content = store.content(id).orElse(null);
        if (brought == null || content == null) {
            throw new Jobs.Failure("identity.directory.notFound");
        }
        progress.total(brought.rows());
        List<DirectoryRow> rows = rows(actor, brought.fileName(), content, matched, progress);
        transaction.executeWithoutResult(status -> {
            store.lock(id);
            store.noRows(id);
            store.rows(id, rows);
            store.state(id, State.CHECKED);
            tell(actor, "directory.checked", id, Map.of("file", brought.fileName()));
        });
        return Map.of();
    }

    private List<DirectoryRow> rows(
            Actor actor, String name, byte[] content, List<Column> matched, Jobs.Progress progress) throws IOException {
        if (!(Sheets.read(new ByteArrayInputStream(content), name, LIMITS)
                instanceof Outcome.Done<SheetFile>(SheetFile file))) {
            throw new IllegalStateException(name + " was read before");
        }
        try (file) {
            Table table = file.table(SheetChoice.NONE);
            try (SheetRows lines = table.rows()) {
                return reader.read(actor, DirectoryColumns.of(table.columns(), matched), lines, progress::done);
            }
        } catch (DirectoryReader.Stopped e) {
            throw new IllegalStateException(e);
        }
    }

    /// Takes a file away of which nothing was carried out.
    @Transactional
    public Outcome<Boolean> discard(Actor actor, long id) {
        actor.require(Permission.MANAGE_PEOPLE);
        Reason refusal = refusal(
                store.lock(id).orElse(null),
                EnumSet.of(State.BROUGHT, State.CHECKED),
                "identity.directory.appliedAlready");
        if (refusal != null) {
            return Outcome.refused(refusal);
        }
        String name = store.find(id).orElseThrow().fileName();
        store.remove(id);
        tell(actor, "directory.discarded", id, Map.of("file", name));
        return Outcome.done(true);
    }

    /// A file once the work on it is over, or as it is when patience ends; empty when there is none.
    public Optional<DirectoryImport> await(Actor actor, long id, Duration patience) {
        actor.require(Permission.MANAGE_PEOPLE);
        Long job = store.job(id);
        if (job != null) {
            jobs.await(job, patience);
        }
        return find(actor, id);
    }

    private DirectoryImport found(long id) {
        return withWork(store.find(id).orElseThrow());
    }

    private DirectoryImport withWork(DirectoryImport file) {
        Long job = store.job(file.id());
        return job == null
                ? file
                : jobs.find(job)
                        .map(j -> file.with(new DirectoryImport.Work(
                                j.over(),
                                j.percent(),
                                j.state() == Job.State.INTERRUPTED && j.problem() == null
                                        ? "identity.directory.interrupted"
                                        : j.problem())))
                        .orElse(file);
    }

    private static String cleaned(String name) {
        String clean = name.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ").strip();
        String last = clean.substring(Math.max(clean.lastIndexOf('/'), clean.lastIndexOf('\\')) + 1);
        return last.isEmpty() ? "import" : last.length() > 200 ? last.substring(0, 200) : last;
    }

    /// A file that was brought.
    @Transactional(readOnly = true)
    public Optional<DirectoryImport> find(Actor actor, long id) {
        actor.require(Permission.MANAGE_PEOPLE);
        return store.find(id).map(this::withWork);
    }

    /// The files that are remembered, the latest first.
    @Transactional(readOnly = true)
    public List<DirectoryImport> list(Actor actor) {
        actor.require(Permission.MANAGE_PEOPLE);
        return store.list().stream().map(this::withWork).toList();
    }

    /// Rows with one of these effects, after a place in the list.
    @Transactional(readOnly = true)
    public List<DirectoryRow> rows(Actor actor, long id, Collection<Effect> effects, int after, int limit) {
        actor.require(Permission.MANAGE_PEOPLE);
        return store.rows(id, effects, after, limit);
    }

    /// Rows about which there is something to say, after a place in the list.
    @Transactional(readOnly = true)
    public List<DirectoryRow> telling(Actor actor, long id, int after, int limit) {
        actor.require(Permission.MANAGE_PEOPLE);
        return store.telling(id, after, limit);
    }

    /// Carries a file out in the background, or goes on where that was cut short. Rows that are refused, and those
    /// whose
    /// account changed since the file was read, are left and told.
    ///
    /// @param closeMissing whether the accounts of people who are not in the file are closed; what was said first
    /// holds
    @Transactional
    public Outcome<DirectoryImport> apply(Actor actor, long id, boolean closeMissing) {
        actor.require(Permission.MANAGE_PEOPLE);
        Locked locked = store.lock(id).orElse(null);
        Reason refusal = refusal(
                locked,
                EnumSet.of(State.CHECKED, State.APPLYING),
                locked != null && locked.state() == State.BROUGHT
                        ? "identity.directory.notChecked"
                        : "identity.directory.appliedAlready");
        if (locked == null || refusal != null) {
            return Outcome.refused(Objects.requireNonNull(refusal));
        }
        boolean close = locked.state() == State.APPLYING ? locked.closeMissing() : closeMissing;
        store.applying(id, close);
        store.works(id, jobs.start(APPLY, actor.id(), progress -> carryOut(actor, id, close, progress)));
        return Outcome.done(found(id));
    }

    private Map<String, @Nullable Object> carryOut(Actor actor, long id, boolean close, Jobs.Progress progress) {
        Set<Effect> wanted = EnumSet.of(Effect.NEW, Effect.CHANGED);
        if (close) {
            wanted.add(Effect.MISSING);
        }
        inChunks(id, wanted, null, row -> carriedOut(actor, row), progress);
        transaction.executeWithoutResult(status -> {
            store.applied(id, clock.instant());
            tell(actor, "directory.applied", id, figures(id, DirectoryRow.Outcome.DONE));
        });
        return Map.of();
    }

    /// Does something with the rows of which this became so far, some in each transaction, so that it holds nobody up
    /// and goes on where it was cut short.
    private void inChunks(
            long id,
            Set<Effect> effects,
            DirectoryRow.@Nullable Outcome from,
            UnaryOperator<DirectoryRow> deed,
            Jobs.Progress progress) {
        Map<Effect, Integer> left = store.ended(id, from);
        progress.total(effects.stream().mapToInt(e -> left.getOrDefault(e, 0)).sum());
        long done = 0;
        for (int n; (n = chunk(id, effects, from, deed)) > 0; ) {
            done += n;
            progress.done(done);
        }
    }

    private int chunk(
            long id, Set<Effect> effects, DirectoryRow.@Nullable Outcome from, UnaryOperator<DirectoryRow> deed) {
        return Objects.requireNonNull(transaction.execute(status -> {
            store.lock(id);
            List<DirectoryRow> ended =
                    store.next(id, effects, from, CHUNK).stream().map(deed).toList();
            store.ended(id, ended);
            return ended.size();
        }));
    }

    private DirectoryRow carriedOut(Actor actor, DirectoryRow row) {
        Particulars wanted = row.wanted();
        Long account = row.userId();
        Long seen = row.version();
        Outcome<Person> outcome;
        if (wanted != null && (account == null || seen == null)) {
            outcome = people.create(actor, DirectoryReader.newPerson(row.email(), wanted));
        } else if (account == null || seen == null) {
            throw new IllegalStateException("row " + row.seq() + " is about nobody");
        } else if (wanted == null) {
            outcome = people.disable(actor, account, seen, null);
        } else {
            outcome = changed(actor, account, seen, wanted);
        }
        return switch (outcome) {
            case Outcome.Done<Person>(Person person) ->
                row.ended(DirectoryRow.Outcome.DONE, person.id(), person.version(), row.problems());
            case Outcome.Refused<Person>(List<Reason> reasons) ->
                row.ended(DirectoryRow.Outcome.LEFT, account, seen, more(row, reasons.getFirst()));
            case Outcome.Stale<Person> stale ->
                row.ended(
                        DirectoryRow.Outcome.LEFT,
                        account,
                        seen,
                        more(row, Reason.whole("identity.directory.changedSince")));
        };
    }

    private Outcome<Person> changed(Actor actor, long account, long seen, Particulars wanted) {
        Outcome<Person> edited = people.edit(
                actor, account, seen, new People.Edit(null, wanted.name(), wanted.language(), wanted.title()));
        return edited instanceof Outcome.Done<Person>(Person person) && wanted.grants() != null
                ? people.grant(actor, account, person.version(), wanted.grants(), null)
                : edited;
    }

    private static List<SheetProblem> more(DirectoryRow row, Reason reason) {
        var all = new ArrayList<>(row.problems());
        all.add(new SheetProblem(Severity.ERROR, row.number(), -1, "", row.email(), reason.code(), reason.args()));
        return all;
    }

    /// Takes a file back in the background, one that was cut short too: accounts it made are closed, those it closed
    /// are
    /// open again, and the others have what they had. What changed since stays as it is and is told.
    @Transactional
    public Outcome<DirectoryImport> undo(Actor actor, long id) {
        actor.require(Permission.MANAGE_PEOPLE);
        Reason refusal = refusal(
                store.lock(id).orElse(null),
                EnumSet.of(State.APPLIED, State.APPLYING, State.UNDOING),
                "identity.directory.notApplied");
        if (refusal != null) {
            return Outcome.refused(refusal);
        }
        store.state(id, State.UNDOING);
        store.works(id, jobs.start(UNDO, actor.id(), progress -> takeBack(actor, id, progress)));
        return Outcome.done(found(id));
    }

    private Map<String, @Nullable Object> takeBack(Actor actor, long id, Jobs.Progress progress) {
        inChunks(id, WORK, DirectoryRow.Outcome.DONE, row -> takenBack(actor, row), progress);
        transaction.executeWithoutResult(status -> {
            store.undone(id, clock.instant());
            tell(actor, "directory.undone", id, figures(id, DirectoryRow.Outcome.UNDONE));
        });
        return Map.of();
    }

    private DirectoryRow takenBack(Actor actor, DirectoryRow row) {
        long account = Objects.requireNonNull(row.userId());
        long left = Objects.requireNonNull(row.version());
        Particulars before = row.before();
        Outcome<Person> outcome = before == null
                ? people.disable(actor, account, left, null)
                : row.effect() == Effect.MISSING
                        ? people.enable(actor, account, left)
                        : restored(actor, account, left, row.wanted(), before);
        return switch (outcome) {
            case Outcome.Done<Person>(Person person) ->
                row.ended(DirectoryRow.Outcome.UNDONE, account, person.version(), row.problems());
            case Outcome.Refused<Person>(List<Reason> reasons) ->
                row.ended(DirectoryRow.Outcome.KEPT, account, left, more(row, reasons.getFirst()));
            case Outcome.Stale<Person> stale ->
                row.ended(
                        DirectoryRow.Outcome.KEPT,
                        account,
                        left,
                        more(row, Reason.whole("identity.directory.changedAfter")));
        };
    }

    private Outcome<Person> restored(
            Actor actor, long account, long left, @Nullable Particulars wanted, Particulars before) {
        Outcome<Person> edited = people.edit(
                actor,
                account,
                left,
                new People.Edit(
                        null, before.name(), before.language(), Objects.requireNonNullElse(before.title(), "")));
        return edited instanceof Outcome.Done<Person>(Person person)
                        && wanted != null
                        && wanted.grants() != null
                        && before.grants() != null
                ? people.grant(actor, account, person.version(), before.grants(), null)
                : edited;
    }

    /// Makes a link for everybody the file made who has not come in yet; earlier links of theirs die.
    public Outcome<List<Invited>> invite(Actor actor, long id) {
        actor.require(Permission.MANAGE_PEOPLE);
        Optional<Reason> refusal = Objects.requireNonNull(transaction.execute(status -> Optional.ofNullable(
                refusal(store.lock(id).orElse(null), EnumSet.of(State.APPLIED), "identity.directory.notApplied"))));
        if (refusal.isPresent()) {
            return Outcome.refused(refusal.get());
        }
        var invited = new ArrayList<Invited>();
        List<DirectoryRow> made = store.next(id, EnumSet.of(Effect.NEW), DirectoryRow.Outcome.DONE, Integer.MAX_VALUE);
        for (int from = 0; from < made.size(); from += CHUNK) {
            List<DirectoryRow> chunk = made.subList(from, Math.min(made.size(), from + CHUNK));
            transaction.executeWithoutResult(
                    status -> chunk.forEach(row -> invited(actor, row).ifPresent(invited::add)));
        }
        return Outcome.done(List.copyOf(invited));
    }

    private Optional<Invited> invited(Actor actor, DirectoryRow row) {
        long account = Objects.requireNonNull(row.userId());
        return people.find(actor, account)
                .filter(p -> p.state() == Person.State.INVITED)
                .flatMap(p -> people.invite(actor, account) instanceof Outcome.Done<People.Link>(People.Link link)
                        ? Optional.of(new Invited(account, p.name(), p.email(), link))
                        : Optional.empty());
    }

    private Map<String, @Nullable Object> figures(long id, DirectoryRow.Outcome done) {
        DirectoryImport file = store.find(id).orElseThrow();
        Map<Effect, Integer> ended = store.ended(id, done);
        var figures = new LinkedHashMap<String, @Nullable Object>();
        figures.put("file", file.fileName());
        for (Effect effect : WORK) {
            figures.put(effect.name().toLowerCase(Locale.ROOT), ended.getOrDefault(effect, 0));
        }
        figures.put("left", file.left());
        return figures;
    }

    private void tell(Actor actor, String action, long id, Map<String, ? extends @Nullable Object> after) {
        events.publishEvent(new Acted(actor.who(), action, String.valueOf(id), new LinkedHashMap<>(after)));
    }
}
