package io.sextant.app.demand.importing;

import io.sextant.app.demand.Stage;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.knowledge.Tracker;
import io.sextant.app.platform.sheet.SheetChoice;
import io.sextant.engine.inventory.DateOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How a file is to be read into the register: what each column becomes, and the choices that hold for the whole file.
///
/// @param columns what each column becomes, in their order; one per column of the table
/// @param options what holds for the whole file
/// @param choice how the file itself is read, where a person decided
public record Plan(List<ColumnPlan> columns, Options options, SheetChoice choice) {

    /// What one column becomes.
    ///
    /// @param heading its heading in the table
    /// @param target what it becomes
    /// @param technology its cells say what the use case is built with; read, besides, to tell the kind of AI
    /// @param dates how its dates are written, so that those kept as they are have one form; absent when it holds
    /// none
    /// @param under heading under which it is kept when it has no field, together with others of that heading;
    /// absent
    /// for its own
    public record ColumnPlan(
            String heading,
            Target target,
            boolean technology,
            @Nullable DateOrder dates,
            @Nullable String under) {
        public ColumnPlan(String heading, Target target, boolean technology, @Nullable DateOrder dates) {
            this(heading, target, technology, dates, null);
        }

        public ColumnPlan to(Target other) {
            return new ColumnPlan(heading, other, technology, dates, under);
        }
    }

    /// What holds for the whole file.
    ///
    /// @param source name of the inventory, under which its rows are found again; absent for an export of Sextant
    /// @param lang language of the texts, `fr` or `en`
    /// @param defaultUnit unit of rows that name none; absent for none
    /// @param createUnits whether units that the file names and that do not exist are created
    /// @param clear whether a blank cell of a matched column empties the field; else the field stays as it is
    /// @param readKind whether the kind of AI is read from the texts of new use cases that do not say it
    /// @param keys headings of the columns that together tell one row from another, where no column is the
    /// identifier
    /// @param remember whether this plan is kept for the next file with the same headings
    /// @param tracker the system that the file is read as an export of; absent for any other inventory
    /// @param statuses for a tracker's file, the name of the stage that each status is, empty where it is none;
    /// absent
    /// when none is told
    public record Options(
            @Nullable String source,
            String lang,
            @Nullable Long defaultUnit,
            boolean createUnits,
            boolean clear,
            boolean readKind,
            List<String> keys,
            boolean remember,
            @Nullable Tracker tracker,
            @Nullable Map<String, String> statuses) {
        /// More statuses than this are no workflow.
        private static final int MAX_STATUSES = 200;

        public Options {
            source = source == null || source.isBlank() ? null : source.strip();
            keys = List.copyOf(keys);
            statuses = statuses == null || statuses.isEmpty() ? null : sorted(statuses);
        }

        public Options(
                @Nullable String source,
                String lang,
                @Nullable Long defaultUnit,
                boolean createUnits,
                boolean clear,
                boolean readKind,
                List<String> keys,
                boolean remember) {
            this(source, lang, defaultUnit, createUnits, clear, readKind, keys, remember, null, null);
        }

        /// In the order of the words: what is stored keeps no other.
        private static Map<String, String> sorted(Map<String, String> statuses) {
            Map<String, String> sorted = new TreeMap<>();
            statuses.forEach((status, stage) -> sorted.put(status, Objects.requireNonNullElse(stage, "")));
            return Collections.unmodifiableMap(sorted);
        }

        /// The stage that each status is, by name; empty texts for statuses that are none.
        public Map<String, String> stages() {
            return statuses == null ? Map.of() : statuses;
        }

        /// The same for the file of a tracker.
        public Options of(@Nullable Tracker other, @Nullable Map<String, String> stages) {
            return new Options(source, lang, defaultUnit, createUnits, clear, readKind, keys, remember, other, stages);
        }
    }

    public Plan {
        columns = List.copyOf(columns);
    }

    public Plan with(Options other) {
        return new Plan(columns, other, choice);
    }

    /// The targets that columns become.
    public Set<Target> targets() {
        var targets = EnumSet.noneOf(Target.class);
        columns.forEach(column -> targets.add(column.target()));
        return targets;
    }

    /// Place of the column that becomes this, or -1.
    public int column(Target target) {
        for (int c = 0; c < columns.size(); c++) {
            if (columns.get(c).target() == target) {
                return c;
            }
        }
        return -1;
    }

    /// Everything that keeps the plan from being carried out; empty when nothing does.
    public List<Reason> problems() {
        var problems = new ArrayList<Reason>();
        var taken = EnumSet.noneOf(Target.class);
        for (ColumnPlan column : columns) {
            if (!column.target().many() && !taken.add(column.target())) {
                problems.add(Reason.of(
                        "columns",
                        "demand.import.refused.twice",
                        column.target().param()));
            }
        }
        if (!taken.contains(Target.TITLE) && !taken.contains(Target.CODE)) {
            problems.add(Reason.of("columns", "demand.import.refused.noTitle"));
        }
        if (!options.lang().equals("fr") && !options.lang().equals("en")) {
            problems.add(Reason.of("lang", "demand.problem.lang", options.lang()));
        }
        if (options.source() != null && options.source().length() > 300) {
            problems.add(Reason.of(
                    "source", "demand.problem.tooLong", options.source().length(), 300));
        }
        if (options.source() == null && !taken.contains(Target.CODE)) {
            problems.add(Reason.of("source", "demand.import.refused.noSource"));
        }
        if (options.stages().size() > Options.MAX_STATUSES) {
            problems.add(Reason.of(
                    "statuses", "demand.problem.tooMany", options.stages().size(), Options.MAX_STATUSES));
        }
        for (Map.Entry<String, String> status : options.stages().entrySet()) {
            String name = status.getValue();
            if (!name.isEmpty()
                    && Arrays.stream(Stage.values())
                            .noneMatch(stage -> stage.name().equals(name))) {
                problems.add(Reason.of("statuses", "demand.import.refused.noStage", name, status.getKey()));
            }
        }
        for (String key : options.keys()) {
            if (columns.stream().noneMatch(column -> column.heading().equals(key))) {
                problems.add(Reason.of("keys", "demand.import.refused.noColumn", key));
            }
        }
        return problems;
    }
}
