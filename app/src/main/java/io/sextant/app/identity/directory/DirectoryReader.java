package io.sextant.app.identity.directory;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.People;
import io.sextant.app.identity.PeopleQuery;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.identity.Units;
import io.sextant.app.identity.directory.DirectoryImport.Effect;
import io.sextant.app.identity.directory.DirectoryRow.Particulars;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.sheet.SheetProblem.Severity;
import io.sextant.app.platform.sheet.SheetRow;
import io.sextant.app.platform.sheet.SheetRows;
import io.sextant.app.platform.sheet.TableColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads the rows of a file and compares them with the accounts there are; changes nothing. Thread-safe.
@Component
class DirectoryReader {
    private static final int PART = 2_000;

    private final People people;
    private final Units units;
    private final DirectoryWords words;

    DirectoryReader(People people, Units units, DirectoryWords words) {
        this.people = people;
        this.units = units;
        this.words = words;
    }

    /// What the rows do, then those who are not among them.
    ///
    /// @param progress is told how many rows were read, now and then
    /// @throws Stopped when the file cannot be read to its end
    List<DirectoryRow> read(Actor actor, DirectoryColumns columns, SheetRows rows, LongConsumer progress)
            throws IOException, Stopped {
        return new Reading(actor, columns, units.tree(), everybody(actor)).all(rows, progress);
    }

    /// Reading ended before the end of the file.
    static final class Stopped extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient SheetProblem why;

        Stopped(SheetProblem why) {
            super(why.code());
            this.why = why;
        }

        SheetProblem why() {
            return why;
        }
    }

    private Map<String, Person> everybody(Actor actor) {
        var known = new HashMap<String, Person>();
        Long after = null;
        while (true) {
            var part = people.list(actor, new PeopleQuery(null, null, null, null), after, 0, PART);
            part.people().forEach(p -> known.put(key(p.email()), p));
            if (!part.more()) {
                return known;
            }
            after = part.people().getLast().id();
        }
    }

    private static String key(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    private final class Reading {
        private final Actor actor;
        private final DirectoryColumns columns;
        private final UnitTree tree;
        private final Map<String, Person> known;
        private final Map<String, Integer> seen = new HashMap<>();
        private final List<DirectoryRow> read = new ArrayList<>();

        Reading(Actor actor, DirectoryColumns columns, UnitTree tree, Map<String, Person> known) {
            this.actor = actor;
            this.columns = columns;
            this.tree = tree;
            this.known = known;
        }

        List<DirectoryRow> all(SheetRows rows, LongConsumer progress) throws IOException, Stopped {
            for (SheetRow row = rows.next(); row != null; row = rows.next()) {
                read.add(row(row));
                if (read.size() % 100 == 0) {
                    progress.accept(read.size());
                }
            }
            SheetProblem stopped = rows.stopped();
            if (stopped != null) {
                throw new Stopped(stopped);
            }
            known.values().stream()
                    .filter(p -> !seen.containsKey(key(p.email())) && p.state() != Person.State.DISABLED)
                    .sorted((a, b) -> a.name().compareToIgnoreCase(b.name()))
                    .forEach(p -> read.add(new DirectoryRow(
                            read.size() + 1,
                            0,
                            spared(p) ? Effect.SPARED : Effect.MISSING,
                            p.email(),
                            p.name(),
                            p.id(),
                            p.version(),
                            null,
                            particulars(p),
                            List.of(),
                            null)));
            return read;
        }

        /// Whoever administers, and whoever brings the file, is never locked out by it.
        private boolean spared(Person person) {
            return actor.is(person.id()) || administers(person);
        }

        private String text(SheetRow row, DirectoryField field) {
            TableColumn column = columns.places().get(field);
            return column == null
                    ? ""
                    : row.text(column.index())
                            .replaceAll("[\\p{Cntrl}\\p{Cf}]", " ")
                            .strip()
                            .replaceAll("\\s+", " ");
        }

        private SheetProblem problem(
                Severity severity, SheetRow row, DirectoryField field, String code, Object... args) {
            TableColumn column = columns.places().get(field);
            return new SheetProblem(
                    severity,
                    row.number(),
                    column == null ? -1 : column.index(),
                    column == null ? "" : column.heading(),
                    column == null ? "" : row.text(column.index()),
                    code,
                    List.of(args));
        }

        private DirectoryRow row(SheetRow row) {
            var problems = new ArrayList<>(row.problems());
            String email = text(row, DirectoryField.EMAIL);
            Person person = known.get(key(email));
            String name = name(row);
            if (name.isEmpty() && person != null) {
                name = person.name();
            }
            Integer first = email.isEmpty() ? null : seen.putIfAbsent(key(email), row.number());
            if (first != null) {
                problems.add(
                        problem(Severity.ERROR, row, DirectoryField.EMAIL, "identity.directory.twice", email, first));
            }
            Particulars wanted =
                    new Particulars(name, language(row, problems), title(row, problems), grants(row, person, problems));
            for (Reason reason : people.check(person == null ? null : person.id(), newPerson(email, wanted))) {
                DirectoryField field = "email".equals(reason.field())
                        ? DirectoryField.EMAIL
                        : columns.has(DirectoryField.NAME) ? DirectoryField.NAME : DirectoryField.LAST;
                problems.add(problem(
                        Severity.ERROR, row, field, reason.code(), reason.args().toArray()));
            }
            if (person != null && person.state() == Person.State.DISABLED) {
                problems.add(problem(
                        Severity.WARNING, row, DirectoryField.EMAIL, "identity.directory.closed", person.name()));
            }
            Set<Grant> grants = wanted.grants();
            if (person == null && (grants == null || grants.isEmpty())) {
                problems.add(problem(Severity.INFO, row, DirectoryField.ROLES, "identity.directory.noRole"));
            }
            boolean faulty =
                    problems.stream().anyMatch(p -> p.severity() == Severity.ERROR || p.severity() == Severity.FATAL);
            Effect effect = faulty
                    ? Effect.REFUSED
                    : person == null ? Effect.NEW : same(person, wanted) ? Effect.SAME : Effect.CHANGED;
            return new DirectoryRow(
                    read.size() + 1,
                    row.number(),
                    effect,
                    email,
                    name,
                    person == null ? null : (Long) person.id(),
                    person == null ? null : (Long) person.version(),
                    wanted,
                    person == null ? null : particulars(person),
                    problems,
                    null);
        }

        private String name(SheetRow row) {
            String whole = text(row, DirectoryField.NAME);
            return whole.isEmpty()
                    ? (text(row, DirectoryField.FIRST) + " " + text(row, DirectoryField.LAST)).strip()
                    : whole;
        }

        private @Nullable String language(SheetRow row, List<SheetProblem> problems) {
            String text = text(row, DirectoryField.LANGUAGE);
            if (text.isEmpty()) {
                return null;
            }
            String language = words.language(text);
            if (language == null) {
                problems.add(
                        problem(Severity.WARNING, row, DirectoryField.LANGUAGE, "identity.directory.language", text));
            }
            return language;
        }

        private @Nullable String title(SheetRow row, List<SheetProblem> problems) {
            String text = text(row, DirectoryField.TITLE);
            if (text.length() > People.TITLE_MAX) {
                problems.add(problem(
                        Severity.ERROR,
                        row,
                        DirectoryField.TITLE,
                        "identity.directory.titleLong",
                        text.length(),
                        People.TITLE_MAX));
            }
            return text.isEmpty() ? null : text;
        }

        /// The roles of the row; absent where it says nothing, or nothing that counts.
        private @Nullable Set<Grant> grants(SheetRow row, @Nullable Person person, List<SheetProblem> problems) {
            String text = text(row, DirectoryField.ROLES);
            Long unit = unit(row, text(row, DirectoryField.UNIT), DirectoryField.UNIT, problems);
            if (text.isEmpty()) {
                return null;
            }
            if (person != null && actor.is(person.id())) {
                problems.add(problem(Severity.WARNING, row, DirectoryField.ROLES, "identity.directory.ownRoles"));
                return null;
            }
            var grants = new LinkedHashSet<Grant>();
            for (String part : text.split("[,;|/]")) {
                if (part.isBlank()) {
                    continue;
                }
                int at = part.indexOf('@');
                String named = (at < 0 ? part : part.substring(0, at)).strip();
                Role role = words.role(named);
                if (role == null) {
                    problems.add(problem(Severity.ERROR, row, DirectoryField.ROLES, "identity.directory.role", named));
                } else if (role == Role.ADMINISTRATOR) {
                    // Who gets everything is somebody's decision, not a line of a file.
                    if (person == null || !administers(person)) {
                        problems.add(
                                problem(Severity.ERROR, row, DirectoryField.ROLES, "identity.directory.administrator"));
                    }
                } else {
                    grants.add(new Grant(
                            role,
                            at < 0 ? unit : unit(row, part.substring(at + 1).strip(), DirectoryField.ROLES, problems)));
                }
            }
            if (person != null) {
                person.grants().stream()
                        .filter(g -> g.role() == Role.ADMINISTRATOR)
                        .forEach(grants::add);
            }
            return grants;
        }

        private @Nullable Long unit(SheetRow row, String text, DirectoryField field, List<SheetProblem> problems) {
            if (text.isEmpty()) {
                return null;
            }
            Optional<Unit> coded = tree.byCode(text);
            List<Unit> named = coded.map(List::of).orElseGet(() -> tree.byName(text));
            List<Unit> open = named.stream().filter(Unit::open).toList();
            if (open.size() == 1) {
                return open.getFirst().id();
            }
            problems.add(problem(
                    Severity.ERROR,
                    row,
                    field,
                    open.size() > 1
                            ? "identity.directory.unitTwice"
                            : named.isEmpty() ? "identity.directory.unit" : "identity.directory.unitClosed",
                    text));
            return null;
        }
    }

    static People.NewPerson newPerson(String email, Particulars wanted) {
        return new People.NewPerson(
                email,
                wanted.name(),
                wanted.language(),
                Objects.requireNonNullElse(wanted.grants(), Set.of()),
                wanted.title());
    }

    private static boolean administers(Person person) {
        return person.grants().stream().anyMatch(g -> g.role() == Role.ADMINISTRATOR);
    }

    private static Particulars particulars(Person person) {
        return new Particulars(person.name(), person.language(), person.title(), Set.copyOf(person.grants()));
    }

    /// Whether the file says nothing new of a person.
    private static boolean same(Person person, Particulars wanted) {
        return person.name().equals(wanted.name())
                && (wanted.language() == null || wanted.language().equals(person.language()))
                && (wanted.title() == null || wanted.title().equals(person.title()))
                && (wanted.grants() == null || wanted.grants().equals(Set.copyOf(person.grants())));
    }
}
