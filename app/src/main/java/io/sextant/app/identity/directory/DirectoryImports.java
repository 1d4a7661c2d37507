package io.sextant.app.identity.directory;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.directory.DirectoryImport.Effect;
import io.sextant.app.identity.directory.DirectoryImport.State;
import io.sextant.app.identity.directory.DirectoryRow.Particulars;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.sheet.SheetChoice;
import io.sextant.app.platform.sheet.SheetFile;
import io.sextant.app.platform.sheet.SheetLimits;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.sheet.SheetProblem.Severity;
import io.sextant.app.platform.sheet.SheetRows;
import io.sextant.app.platform.sheet.Sheets;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door to people in bulk: a file is read and compared, then carried out in one transaction, then taken back if one
/// wants. It gives nobody the administrator's role, takes it from nobody, and closes no account that runs the
/// installation. Thread-safe.
@Component
public class DirectoryImports {
    /// Most rows of a file.
    public static final int MOST_ROWS = 10_000;

    /// Most bytes of a file.
    public static final long MOST_BYTES = 16L << 20;

    /// Files that are remembered.
    static final int REMEMBERED = 20;

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

    private final DirectoryStore store;
    private final DirectoryReader reader;
    private final People people;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    DirectoryImports(
            DirectoryStore store,
            DirectoryReader reader,
            People people,
            ApplicationEventPublisher events,
            Clock clock) {
        this.store = store;
        this.reader = reader;
        this.people = people;
        this.events = events;
        this.clock = clock;
    }

    /// Reads a file and keeps what it would do; changes nobody.
    @Transactional
    public Outcome<DirectoryImport> bring(Actor actor, InputStream in, String name) throws IOException {
        actor.require(Permission.MANAGE_PEOPLE);
        return switch (Sheets.read(in, name, LIMITS)) {
            case Outcome.Refused<SheetFile>(List<Reason> reasons) -> new Outcome.Refused<>(reasons);
            case Outcome.Stale<SheetFile>(long current) -> new Outcome.Stale<>(current);
            case Outcome.Done<SheetFile>(SheetFile file) -> {
                try (file) {
                    yield read(actor, file, name);
                }
            }
        };
    }

    private Outcome<DirectoryImport> read(Actor actor, SheetFile file, String name) throws IOException {
        var table = file.table(SheetChoice.NONE);
        SheetProblem fatal = table.fatal();
        if (fatal != null) {
            return Outcome.refused(new Reason(null, fatal.code(), fatal.args()));
        }
        DirectoryColumns columns = DirectoryColumns.of(table.columns());
        if (!columns.has(DirectoryColumns.Field.EMAIL) || !columns.named()) {
            return Outcome.refused(Reason.whole(
                    columns.has(DirectoryColumns.Field.EMAIL)
                            ? "identity.directory.noName"
                            : "identity.directory.noEmail",
                    table.columns().stream().map(c -> c.heading()).collect(Collectors.joining(", "))));
        }
        List<DirectoryRow> rows;
        try (SheetRows lines = table.rows()) {
            rows = reader.read(actor, columns, lines);
        } catch (DirectoryReader.Stopped e) {
            return Outcome.refused(new Reason(null, e.why().code(), e.why().args()));
        }
        if (rows.stream().noneMatch(r -> r.number() > 0)) {
            return Outcome.refused(Reason.whole("identity.directory.empty"));
        }
        long id = store.insert(cleaned(name), columns.ignored(), actor.who(), clock.instant());
        store.rows(id, rows);
        store.forgetAllBut(REMEMBERED);
        tell(actor, "directory.checked", id, Map.of("file", cleaned(name)));
        return Outcome.done(store.find(id).orElseThrow());
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
        return store.find(id);
    }

    /// The files that are remembered, the latest first.
    @Transactional(readOnly = true)
    public List<DirectoryImport> list(Actor actor) {
        actor.require(Permission.MANAGE_PEOPLE);
        return store.list();
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

    /// Carries a file out. Rows that are refused, and those whose account changed since the file was read, are left and
    /// told.
    ///
    /// @param closeMissing whether the accounts of people who are not in the file are closed
    @Transactional
    public Outcome<DirectoryImport> apply(Actor actor, long id, boolean closeMissing) {
        actor.require(Permission.MANAGE_PEOPLE);
        State state = store.lock(id).orElse(null);
        if (state != State.CHECKED) {
            return Outcome.refused(
                    Reason.whole(state == null ? "identity.directory.notFound" : "identity.directory.appliedAlready"));
        }
        Set<Effect> wanted = EnumSet.of(Effect.NEW, Effect.CHANGED);
        if (closeMissing) {
            wanted.add(Effect.MISSING);
        }
        var ended = new ArrayList<DirectoryRow>();
        for (DirectoryRow row : store.rows(id, wanted, 0, Integer.MAX_VALUE)) {
            ended.add(carriedOut(actor, row));
        }
        store.ended(id, ended);
        store.applied(id, closeMissing, clock.instant());
        DirectoryImport done = store.find(id).orElseThrow();
        tell(actor, "directory.applied", id, figures(done, ended, DirectoryRow.Outcome.DONE));
        return Outcome.done(done);
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

    /// Takes a file back: accounts it made are closed, those it closed are open again, and the others have what they
    /// had.
    /// What changed since stays as it is and is told.
    @Transactional
    public Outcome<DirectoryImport> undo(Actor actor, long id) {
        actor.require(Permission.MANAGE_PEOPLE);
        State state = store.lock(id).orElse(null);
        if (state != State.APPLIED) {
            return Outcome.refused(
                    Reason.whole(state == null ? "identity.directory.notFound" : "identity.directory.notApplied"));
        }
        var ended = new ArrayList<DirectoryRow>();
        for (DirectoryRow row :
                store.rows(id, EnumSet.of(Effect.NEW, Effect.CHANGED, Effect.MISSING), 0, Integer.MAX_VALUE)) {
            if (row.outcome() == DirectoryRow.Outcome.DONE) {
                ended.add(takenBack(actor, row));
            }
        }
        store.ended(id, ended);
        store.undone(id, clock.instant());
        DirectoryImport done = store.find(id).orElseThrow();
        tell(actor, "directory.undone", id, figures(done, ended, DirectoryRow.Outcome.UNDONE));
        return Outcome.done(done);
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
    @Transactional
    public Outcome<List<Invited>> invite(Actor actor, long id) {
        actor.require(Permission.MANAGE_PEOPLE);
        State state = store.lock(id).orElse(null);
        if (state != State.APPLIED) {
            return Outcome.refused(
                    Reason.whole(state == null ? "identity.directory.notFound" : "identity.directory.notApplied"));
        }
        var invited = new ArrayList<Invited>();
        for (DirectoryRow row : store.rows(id, EnumSet.of(Effect.NEW), 0, Integer.MAX_VALUE)) {
            Long account = row.userId();
            if (account == null || row.outcome() != DirectoryRow.Outcome.DONE) {
                continue;
            }
            Optional<Person> person = people.find(actor, account).filter(p -> p.state() == Person.State.INVITED);
            if (person.isPresent()
                    && people.invite(actor, account) instanceof Outcome.Done<People.Link>(People.Link link)) {
                invited.add(
                        new Invited(account, person.get().name(), person.get().email(), link));
            }
        }
        return Outcome.done(List.copyOf(invited));
    }

    private static Map<String, @Nullable Object> figures(
            DirectoryImport file, List<DirectoryRow> ended, DirectoryRow.Outcome done) {
        var figures = new LinkedHashMap<String, @Nullable Object>();
        figures.put("file", file.fileName());
        for (Effect effect : List.of(Effect.NEW, Effect.CHANGED, Effect.MISSING)) {
            figures.put(
                    effect.name().toLowerCase(java.util.Locale.ROOT),
                    ended.stream()
                            .filter(r -> r.effect() == effect && r.outcome() == done)
                            .count());
        }
        figures.put("left", ended.stream().filter(r -> r.outcome() != done).count());
        return figures;
    }

    private void tell(Actor actor, String action, long id, Map<String, ? extends @Nullable Object> after) {
        events.publishEvent(new Acted(actor.who(), action, String.valueOf(id), new LinkedHashMap<>(after)));
    }
}
