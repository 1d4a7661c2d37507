package io.sextant.app.demand.importing.web;

import io.sextant.app.demand.importing.Import;
import io.sextant.app.demand.importing.Plan;
import io.sextant.app.demand.importing.Plan.ColumnPlan;
import io.sextant.app.demand.importing.Plan.Options;
import io.sextant.app.demand.importing.Target;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.sheet.SheetChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a program changes in the plan of an import; what is absent stays as it is. Changing how the file is read
/// (`worksheet`, `headerRow`, `encoding`, `delimiter`) proposes all columns anew, before `columns` is applied.
///
/// @param columns what columns become, by heading
/// @param defaultUnit code of a unit; empty for none
/// @param statuses the stage that statuses of a tracker are, by status; empty for none
/// @param tracker `none` to read what looks like a tracker's export as any inventory; `jira` or `servicenow` to read it
/// as that again
public record PlanBody(
        @Nullable Map<String, String> columns,
        @Nullable String source,
        @Nullable String lang,
        @Nullable String defaultUnit,
        @Nullable Boolean createUnits,
        @Nullable Boolean clearBlanks,
        @Nullable Boolean readKind,
        @Nullable List<String> keys,
        @Nullable Boolean remember,
        @Nullable String worksheet,
        @Nullable Integer headerRow,
        @Nullable String encoding,
        @Nullable String delimiter,
        @Nullable Map<String, String> statuses,
        @Nullable String tracker) {
    /// What is said for no tracker.
    static final String NO_TRACKER = "none";

    /// Whether a tracker's export is to be read as any inventory; absent when nothing is said of it.
    @Nullable
    Boolean plain() {
        return tracker == null ? null : (Boolean) tracker.equals(NO_TRACKER);
    }

    /// Whether the file is to be read differently.
    boolean rereads() {
        return worksheet != null || headerRow != null || encoding != null || delimiter != null || tracker != null;
    }

    /// How the file is to be read.
    SheetChoice choice(SheetChoice before) {
        return new SheetChoice(
                worksheet == null ? before.worksheet() : worksheet,
                headerRow == null ? before.headerRow() : headerRow,
                encoding == null ? before.encoding() : encoding,
                delimiter == null || delimiter.isEmpty() ? before.delimiter() : (Character) delimiter.charAt(0));
    }

    /// The plan with these changes, or every reason why not.
    Outcome<Plan> applied(Import imported, Units units) {
        List<Reason> problems = new ArrayList<>();
        List<ColumnPlan> planned = new ArrayList<>(imported.plan().columns());
        if (columns != null) {
            columns.forEach((heading, name) -> {
                int at = index(planned, heading);
                Target target = Target.named(name).orElse(null);
                if (at < 0) {
                    problems.add(Reason.of("columns", "demand.import.refused.noColumn", heading));
                } else if (target == null) {
                    problems.add(Reason.of("columns", "demand.import.refused.noTarget", name));
                } else {
                    planned.set(at, planned.get(at).to(target));
                }
            });
        }
        Options o = imported.plan().options();
        Map<String, String> stages = new LinkedHashMap<>(o.stages());
        if (statuses != null) {
            statuses.forEach((status, stage) -> {
                if (o.tracker() == null) {
                    problems.add(Reason.of("statuses", "demand.import.refused.noTracker"));
                } else {
                    stages.put(status, stage);
                }
            });
        }
        Long unit = o.defaultUnit();
        if (defaultUnit != null) {
            unit = null;
            if (!defaultUnit.isBlank()) {
                unit = units.byCode(defaultUnit).map(Unit::id).orElse(null);
                if (unit == null) {
                    problems.add(Reason.of("defaultUnit", "demand.problem.unitUnknown"));
                }
            }
        }
        if (!problems.isEmpty()) {
            return new Outcome.Refused<>(problems);
        }
        return Outcome.done(new Plan(
                planned,
                new Options(
                        source == null ? o.source() : source,
                        lang == null ? o.lang() : lang,
                        unit,
                        createUnits == null ? o.createUnits() : createUnits,
                        clearBlanks == null ? o.clear() : clearBlanks,
                        readKind == null ? o.readKind() : readKind,
                        keys == null ? o.keys() : keys,
                        remember == null ? o.remember() : remember,
                        o.tracker(),
                        stages),
                imported.plan().choice()));
    }

    private static int index(List<ColumnPlan> columns, String heading) {
        for (int c = 0; c < columns.size(); c++) {
            if (columns.get(c).heading().equals(heading)) {
                return c;
            }
        }
        return -1;
    }
}
