package io.sextant.app.demand.importing;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.Kind;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseBatches;
import io.sextant.app.demand.importing.ImportRow.Effect;
import io.sextant.app.demand.store.UseCaseStore;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Unit;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.sheet.SheetProblem.Severity;
import io.sextant.engine.inventory.InventoryReader;
import io.sextant.engine.inventory.KindReader;
import io.sextant.engine.inventory.UseCaseText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Compares the rows of a file with the register, a batch at a time: which are new, which change what, which cannot be
/// taken. Writes nothing. One instance serves one check; not safe for use by several threads at once.
final class Checking {
    private final Actor actor;
    private final Plan plan;
    private final UseCaseBatches register;
    private final InventoryReader reader;
    private final UnitIndex units;
    private final Map<String, Integer> firstRows = new HashMap<>();
    private final Set<String> unknownUnits = new LinkedHashSet<>();
    private final Map<Effect, Integer> effects = new EnumMap<>(Effect.class);
    private final Map<String, Integer> fields = new TreeMap<>();
    private final Map<Severity, Integer> severities = new EnumMap<>(Severity.class);
    private int rows;

    Checking(Actor actor, Plan plan, UseCaseBatches register, InventoryReader reader, UnitIndex units) {
        this.actor = actor;
        this.plan = plan;
        this.register = register;
        this.reader = reader;
        this.units = units;
    }

    /// What a batch of rows comes to, with the problems of each.
    record Checked(List<ImportRow> rows, List<SheetProblem> problems) {}

    Checked check(List<RowValues> batch) {
        Existing existing = existing(batch);
        List<ImportRow> checked = new ArrayList<>(batch.size());
        List<SheetProblem> problems = new ArrayList<>();
        List<One> fresh = new ArrayList<>();
        for (RowValues row : batch) {
            rows++;
            One one = new One(row, existing);
            ImportRow result = one.check();
            checked.add(result);
            if (result.effect() == Effect.NEW) {
                fresh.add(one);
            }
            effects.merge(result.effect(), 1, Integer::sum);
            if (result.effect() == Effect.CHANGED) {
                result.changes().keySet().forEach(field -> fields.merge(field, 1, Integer::sum));
            }
        }
        second(fresh);
        batch.forEach(row -> problems.addAll(row.problems()));
        count(problems);
        return new Checked(checked, problems);
    }

    /// Warns of new rows whose title their inventory already has, or another with the same key: most often the same use
    /// case under another key, or the same inventory under another name. One
    /// that another row of the file was found by its key to be is another use case of that name.
    private void second(List<One> fresh) {
        Map<String, Map<String, One>> bySource = new HashMap<>();
        for (One one : fresh) {
            String source = source(one.row);
            String title = one.row.text(Target.TITLE);
            if (source != null && title != null) {
                bySource.computeIfAbsent(source, s -> new HashMap<>()).putIfAbsent(title, one);
            }
        }
        bySource.forEach((source, titles) -> {
            Set<One> warned = new HashSet<>();
            List<String> asked = List.copyOf(titles.keySet());
            List<String> keys = asked.stream()
                    .map(title -> Objects.requireNonNullElse(
                            Objects.requireNonNull(titles.get(title)).row.key(), ""))
                    .toList();
            for (UseCaseStore.Titled known : register.titled(source, asked, keys)) {
                One one = Objects.requireNonNull(titles.get(known.title()));
                String key = known.externalKey();
                boolean other = firstRows.containsKey("code " + known.code())
                        || key != null
                                && known.source().equals(source)
                                && firstRows.containsKey("key " + source + "\n" + key);
                if (!other && warned.add(one)) {
                    one.second(known);
                }
            }
        });
    }

    /// Counts problems that belong to no row of a batch.
    void count(List<SheetProblem> problems) {
        problems.forEach(problem -> severities.merge(problem.severity(), 1, Integer::sum));
    }

    Summary summary(@Nullable SheetProblem fatal, long millis) {
        return new Summary(
                rows,
                effects.getOrDefault(Effect.NEW, 0),
                effects.getOrDefault(Effect.CHANGED, 0),
                effects.getOrDefault(Effect.UNCHANGED, 0),
                effects.getOrDefault(Effect.DUPLICATE, 0),
                effects.getOrDefault(Effect.REFUSED, 0),
                fields,
                severities,
                plan.options().createUnits() ? units.missing().size() : 0,
                unknownUnits.size(),
                fatal,
                millis);
    }

    /// The use cases that the rows of a batch may be about; by key and by title within the name of an inventory.
    private record Existing(
            Map<String, UseCase> byCode,
            Map<String, Map<String, UseCase>> byKey,
            Map<String, Map<String, List<UseCase>>> byTitle) {}

    private Existing existing(List<RowValues> batch) {
        Set<String> codes = new LinkedHashSet<>();
        Map<String, Set<String>> keys = new HashMap<>();
        Map<String, Set<String>> titles = new HashMap<>();
        for (RowValues row : batch) {
            String code = row.text(Target.CODE);
            String title = row.text(Target.TITLE);
            String source = source(row);
            if (code != null) {
                codes.add(code);
            } else if (source != null && row.key() != null) {
                keys.computeIfAbsent(source, s -> new LinkedHashSet<>()).add(row.key());
            } else if (source != null && title != null) {
                titles.computeIfAbsent(source, s -> new LinkedHashSet<>()).add(title);
            }
        }
        Map<String, UseCase> byCode = new HashMap<>();
        Map<String, Map<String, UseCase>> byKey = new HashMap<>();
        Map<String, Map<String, List<UseCase>>> byTitle = new HashMap<>();
        if (!codes.isEmpty()) {
            register.byCodes(codes).forEach(u -> byCode.put(u.id().code(), u));
        }
        keys.forEach((source, wanted) -> {
            Map<String, UseCase> found = byKey.computeIfAbsent(source, s -> new HashMap<>());
            register.bySource(source, wanted)
                    .forEach(u -> found.put(String.valueOf(u.content().externalKey()), u));
        });
        titles.forEach((source, wanted) -> {
            Map<String, List<UseCase>> found = byTitle.computeIfAbsent(source, s -> new HashMap<>());
            register.bySourceAndTitle(source, wanted)
                    .forEach(u -> found.computeIfAbsent(u.content().texts().title(), t -> new ArrayList<>(1))
                            .add(u));
        });
        return new Existing(byCode, byKey, byTitle);
    }

    /// The inventory a row belongs to: that of the whole file, or the one it names.
    private @Nullable String source(RowValues row) {
        String source = plan.options().source();
        return source == null ? row.text(Target.SOURCE) : source;
    }

    /// The check of one row.
    private final class One {
        private final RowValues row;
        private final Existing existing;
        private @Nullable Long unit;
        private @Nullable String unitKey;

        One(RowValues row, Existing existing) {
            this.row = row;
            this.existing = existing;
        }

        ImportRow check() {
            Optional<UseCase> found = find();
            boolean coded = row.text(Target.CODE) != null;
            if (coded && found.isEmpty()) {
                problem(Severity.ERROR, Target.CODE, "demand.import.code.unknown");
            }
            String identity = identity();
            Integer first = identity == null ? null : firstRows.putIfAbsent(identity, row.number());
            if (first != null) {
                problem(Severity.WARNING, coded ? Target.CODE : Target.EXTERNAL_KEY, "demand.import.duplicate", first);
                return result(Effect.DUPLICATE, found.orElse(null), null, Map.of());
            }
            if (!coded && row.key() == null && source(row) != null && row.text(Target.TITLE) != null) {
                problem(Severity.WARNING, Target.EXTERNAL_KEY, "demand.import.key.missing");
            }
            found.ifPresent(this::keepOurs);
            findUnit();
            return found.map(this::changed).orElseGet(this::fresh);
        }

        /// What no other row of the file may say; absent when nothing would be found again by it.
        private @Nullable String identity() {
            String code = row.text(Target.CODE);
            if (code != null) {
                return "code " + code;
            }
            String source = source(row);
            if (source == null) {
                return null;
            }
            return row.key() != null
                    ? "key " + source + "\n" + row.key()
                    : "title " + source + "\n" + row.text(Target.TITLE);
        }

        private Optional<UseCase> find() {
            String code = row.text(Target.CODE);
            String source = source(row);
            if (code != null) {
                return Optional.ofNullable(existing.byCode().get(code));
            }
            if (source == null) {
                return Optional.empty();
            }
            if (row.key() != null) {
                return Optional.ofNullable(
                        existing.byKey().getOrDefault(source, Map.of()).get(row.key()));
            }
            List<UseCase> same = existing.byTitle()
                    .getOrDefault(source, Map.of())
                    .getOrDefault(String.valueOf(row.text(Target.TITLE)), List.of());
            return same.size() == 1 ? Optional.of(same.getFirst()) : Optional.empty();
        }

        private void second(UseCaseStore.Titled known) {
            String key = known.externalKey();
            if (!known.source().equals(source(row))) {
                problem(Severity.WARNING, Target.TITLE, "demand.import.second.elsewhere", known.code(), known.source());
            } else if (key == null) {
                problem(Severity.WARNING, Target.TITLE, "demand.import.second.bare", known.code());
            } else if (key.equals(row.text(Target.TITLE))) {
                problem(Severity.WARNING, Target.TITLE, "demand.import.second.title", known.code());
            } else {
                problem(Severity.WARNING, Target.TITLE, "demand.import.second.key", known.code(), key);
            }
        }

        /// A tracker does not move the stage of a use case that has one, which is for the gates; nor does it say whose
        /// a use case is that went from here to there, where whoever imported it there stands for its people.
        private void keepOurs(UseCase before) {
            if (plan.options().tracker() == null) {
                return;
            }
            Content c = before.content();
            if (c.stage() != null) {
                row.values().remove(Target.STAGE);
            }
            if (row.text(Target.CODE) == null) {
                return;
            }
            if (c.businessOwner() != null) {
                row.values().remove(Target.BUSINESS_OWNER);
            }
            if (c.technicalOwner() != null) {
                row.values().remove(Target.TECHNICAL_OWNER);
            }
            if (c.unitId() != null) {
                row.values().remove(Target.UNIT);
            }
        }

        private void findUnit() {
            String name = row.text(Target.UNIT);
            if (name == null) {
                return;
            }
            Unit known = units.find(name);
            if (known != null) {
                unit = known.id();
            } else if (plan.options().createUnits()) {
                unitKey = units.missing(name, row.text(Target.PARENT_UNIT));
            } else {
                row.extra().put(heading(Target.UNIT), name);
                if (unknownUnits.add(name)) {
                    problem(Severity.INFO, Target.UNIT, "demand.import.unit.unknown");
                }
            }
        }

        private ImportRow fresh() {
            String language = row.text(Target.LANG);
            Content blank = Draft.blank(language == null ? plan.options().lang() : language)
                    .content();
            Draft draft = Draft.of(Merging.apply(blank, row, unit, false, null));
            if (unit == null && unitKey == null) {
                draft.unit(plan.options().defaultUnit());
            }
            draft.origin(source(row), row.key());
            if (draft.kind() == null && plan.options().readKind()) {
                readKind(draft);
            }
            Content content = draft.content();
            if (!row.faulty()) {
                content.problems().forEach(this::problem);
                if (!actor.may(Permission.IMPORT_USE_CASES, content.unitId())) {
                    problem(Severity.ERROR, Target.UNIT, "demand.import.unit.notYours");
                }
            }
            return row.faulty()
                    ? result(Effect.REFUSED, null, null, Map.of())
                    : result(Effect.NEW, null, content, Map.of());
        }

        private void readKind(Draft draft) {
            Content c = draft.content();
            KindReader.Reading reading = reader.kinds()
                    .read(new UseCaseText(
                            String.valueOf(row.number()),
                            c.texts().title(),
                            orEmpty(c.texts().description()),
                            orEmpty(c.texts().problem()),
                            orEmpty(c.texts().outcome()),
                            orEmpty(c.texts().beneficiaries()),
                            orEmpty(c.texts().domain()),
                            row.technology(),
                            c.startYear()));
            io.sextant.engine.inventory.Kind kind = reading.kind();
            if (kind != null) {
                draft.kind(Kind.valueOf(kind.name()), true);
            }
        }

        private ImportRow changed(UseCase before) {
            if (!actor.may(Permission.IMPORT_USE_CASES, before.content().unitId())) {
                problem(Severity.ERROR, Target.CODE, "demand.import.notYours");
                return result(Effect.REFUSED, null, null, Map.of());
            }
            if (before.archived()) {
                problem(
                        Severity.ERROR,
                        Target.CODE,
                        "demand.import.archived",
                        before.id().code());
            }
            Content after = merged(before);
            if (row.text(Target.CODE) == null && reversed(after) && !reversed(before.content())) {
                keepYears(before.content());
                after = merged(before);
            }
            if (!row.faulty()) {
                content(before, after);
            }
            if (row.faulty()) {
                return result(Effect.REFUSED, before, null, Map.of());
            }
            Map<String, Content.Change> changes =
                    new java.util.LinkedHashMap<>(Content.changes(before.content(), after));
            if (unitKey != null) {
                // The unit has no number yet; its name says what the row would change.
                changes.put(
                        Target.UNIT.param(), new Content.Change(before.content().unitId(), row.text(Target.UNIT)));
            }
            return changes.isEmpty()
                    ? result(Effect.UNCHANGED, before, null, Map.of())
                    : result(Effect.CHANGED, before, after, changes);
        }

        private static boolean reversed(Content c) {
            return c.startYear() != null && c.endYear() != null && c.endYear() < c.startYear();
        }

        /// One of the two years, which another edition told, contradicts the one that this file tells: no reason to
        /// lose the row. The register keeps its years, and the row its own under their headings.
        private void keepYears(Content before) {
            for (Target target : List.of(Target.START_YEAR, Target.END_YEAR)) {
                Object said =
                        row.values().getOrDefault(target, Optional.empty()).orElse(null);
                Integer known = target == Target.START_YEAR ? before.startYear() : before.endYear();
                row.values().remove(target);
                if (said != null && !said.equals(known)) {
                    Integer other = target == Target.START_YEAR ? before.endYear() : before.startYear();
                    problem(Severity.WARNING, target, "demand.import.year.contradicts", String.valueOf(other));
                    row.extra().put(heading(target), said.toString());
                }
            }
        }

        private void content(UseCase before, Content after) {
            Set<Reason> known = new LinkedHashSet<>(before.content().problems());
            for (Reason reason : after.problems()) {
                // What was wrong before is no fault of the file.
                if (!known.contains(reason)) {
                    problem(reason);
                }
            }
            if (!actor.may(Permission.IMPORT_USE_CASES, after.unitId())) {
                problem(Severity.ERROR, Target.UNIT, "demand.import.unit.notYours");
            }
        }

        /// With the version it was exported at, only what changed in the file since is written, and what changed in the
        /// register since is not overwritten: the three ways of a merge.
        private Content merged(UseCase before) {
            boolean clear = plan.options().clear();
            Object exported =
                    row.values().getOrDefault(Target.VERSION, Optional.empty()).orElse(null);
            if (!(exported instanceof Integer version) || version >= before.version()) {
                return Merging.apply(before.content(), row, unit, clear, null);
            }
            Content base = register.contentAt(before, version).orElse(before.content());
            Content wanted = Merging.apply(base, row, unit, clear, null);
            Set<String> inFile = Content.changes(base, wanted).keySet();
            Set<String> since = Content.changes(base, before.content()).keySet();
            for (String field : inFile) {
                if (since.contains(field) && !Draft.holds(before.content(), wanted, field)) {
                    Target target = Target.named(field).orElse(Target.EXTRA);
                    problem(Severity.ERROR, target, "demand.import.conflict", before.updatedBy());
                }
            }
            return Merging.apply(before.content(), row, unit, clear, inFile);
        }

        private ImportRow result(
                Effect effect,
                @Nullable UseCase before,
                @Nullable Content content,
                Map<String, Content.Change> changes) {
            String title = row.text(Target.TITLE);
            if (title == null) {
                title = before == null ? "" : before.content().texts().title();
            }
            return new ImportRow(
                    row.number(),
                    effect,
                    title,
                    row.key(),
                    before == null ? null : before.key(),
                    before == null ? null : before.version(),
                    before == null ? null : before.id().code(),
                    changes,
                    content,
                    content == null ? null : unitKey,
                    null);
        }

        private void problem(Reason reason) {
            String field = reason.field();
            Target target = field == null ? Target.EXTRA : Target.named(field).orElse(Target.EXTRA);
            // What a form asks for, a file is told.
            String code =
                    reason.code().equals("demand.problem.titleMissing") ? "demand.import.title.missing" : reason.code();
            problem(Severity.ERROR, target, code, reason.args().toArray());
        }

        private void problem(Severity severity, Target target, String code, Object... args) {
            int column = plan.column(target);
            String value =
                    column < 0 ? "" : Optional.ofNullable(row.text(target)).orElse("");
            if (column < 0 && target == Target.EXTERNAL_KEY) {
                // The key is made of the columns that tell rows apart: the first of them is where to look.
                column = keyColumn();
                value = Objects.requireNonNullElse(row.key(), "");
            }
            row.problems()
                    .add(new SheetProblem(
                            severity,
                            row.number(),
                            target == Target.EXTRA ? -1 : column,
                            column < 0 || target == Target.EXTRA
                                    ? ""
                                    : plan.columns().get(column).heading(),
                            value,
                            code,
                            List.of(args)));
        }

        private int keyColumn() {
            for (int c = 0; c < plan.columns().size(); c++) {
                if (plan.options().keys().contains(plan.columns().get(c).heading())) {
                    return c;
                }
            }
            return -1;
        }

        private String heading(Target target) {
            int column = plan.column(target);
            return column < 0 ? "" : plan.columns().get(column).heading();
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
