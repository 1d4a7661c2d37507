package io.sextant.app.demand.importing.web;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.importing.Analysis;
import io.sextant.app.demand.importing.Import;
import io.sextant.app.demand.importing.ImportRow;
import io.sextant.app.demand.importing.ImportRow.Effect;
import io.sextant.app.demand.importing.Imports;
import io.sextant.app.demand.importing.Plan;
import io.sextant.app.demand.importing.Target;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.jobs.Job;
import io.sextant.app.platform.jobs.Jobs;
import io.sextant.app.platform.knowledge.Tracker;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Ui;
import io.sextant.engine.inventory.Why;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The page of one import, at the step it has reached.
///
/// @param job the work in the background that was started last
/// @param units the units to choose from
/// @param mayCreateUnits whether the reader may add units
/// @param reasons why the form was not taken
/// @param frequent the kinds of problems found
/// @param effect which rows are shown
/// @param rows those rows
/// @param next row after which the next ones are shown; absent at the end
/// @param newUnits names of units that would be created
public record ImportPage(
        Import imported,
        Step step,
        @Nullable Job job,
        Plan plan,
        UnitTree tree,
        List<Option> units,
        boolean mayCreateUnits,
        List<Reason> reasons,
        List<Imports.Frequent> frequent,
        Effect effect,
        List<ImportRow> rows,
        @Nullable Integer next,
        List<String> newUnits) {

    /// The steps, in their order.
    public enum Step {
        COLUMNS,
        WORKING,
        CHECKED,
        APPLIED,
        UNDONE
    }

    /// The targets offered, by group.
    public static final Map<String, List<Target>> TARGETS = targets();

    private static final Set<String> MEASURES = Set.of(
            "inventory.mapping.values.words",
            "inventory.mapping.values.length",
            "inventory.mapping.values.distinct",
            "inventory.mapping.values.variety",
            "inventory.mapping.values.filled");

    private static Map<String, List<Target>> targets() {
        Map<String, List<Target>> groups = new LinkedHashMap<>();
        groups.put("id", List.of(Target.EXTERNAL_KEY, Target.CODE, Target.VERSION, Target.SOURCE, Target.LANG));
        groups.put(
                "texts",
                List.of(
                        Target.TITLE,
                        Target.PROBLEM,
                        Target.BASELINE,
                        Target.OUTCOME,
                        Target.BENEFICIARIES,
                        Target.ALTERNATIVE,
                        Target.DESCRIPTION,
                        Target.DOMAIN));
        groups.put(
                "people",
                List.of(
                        Target.UNIT,
                        Target.PARENT_UNIT,
                        Target.SPONSOR,
                        Target.BUSINESS_OWNER,
                        Target.TECHNICAL_OWNER));
        groups.put("state", List.of(Target.STAGE, Target.KIND, Target.AI_NEEDED, Target.START_YEAR, Target.END_YEAR));
        groups.put("words", List.of(Target.TAGS, Target.LINKS, Target.TICKED_TAG, Target.TICKED_OUTCOME));
        groups.put(
                "translation",
                List.of(
                        Target.TRANSLATED_TITLE,
                        Target.TRANSLATED_PROBLEM,
                        Target.TRANSLATED_BASELINE,
                        Target.TRANSLATED_OUTCOME,
                        Target.TRANSLATED_BENEFICIARIES,
                        Target.TRANSLATED_ALTERNATIVE,
                        Target.TRANSLATED_DESCRIPTION,
                        Target.TRANSLATED_DOMAIN));
        groups.put("other", List.of(Target.EXTRA, Target.IGNORE));
        return groups;
    }

    /// What is known of the file.
    public Analysis analysis() {
        return imported.analysis();
    }

    /// How many columns become a field.
    public long recognised() {
        return plan.columns().stream()
                .filter(c -> c.target() != Target.EXTRA && c.target() != Target.IGNORE)
                .count();
    }

    /// The step, counted as the page's bar does.
    public int at() {
        return switch (step) {
            case COLUMNS -> 1;
            case WORKING -> imported.jobKind() == Import.Work.CHECK ? 2 : 3;
            case CHECKED -> 2;
            case APPLIED, UNDONE -> 3;
        };
    }

    /// The ways a file that looks like a tracker's can be read: as that, or as any inventory.
    public List<Option> readings(Ui ui) {
        Tracker tracker = Objects.requireNonNull(analysis().tracker());
        String chosen = plan.options().tracker() == null ? PlanBody.NO_TRACKER : tracker.param();
        return List.of(
                Option.of(tracker.param(), ui.t("demand.import.tracker.as", tracker.label()), chosen),
                Option.of(PlanBody.NO_TRACKER, ui.t("demand.import.tracker.none"), chosen));
    }

    /// The stages that a status may be, one of them chosen.
    public static List<Option> stages(Ui ui, String chosen) {
        return Arrays.stream(Stage.values())
                .map(stage -> Option.of(stage.name(), ui.t("demand.stage." + stage), chosen))
                .toList();
    }

    /// Why a column was matched, as far as it tells a person something: the measures of the matching stay with the API.
    public static List<Why> telling(Analysis.Column column) {
        return column.reasons().stream()
                .filter(why -> !MEASURES.contains(why.code()))
                .filter(why -> !why.code().startsWith("inventory.mapping.values.")
                        || !(why.args().getFirst() instanceof Number share)
                        || share.intValue() >= 30)
                .toList();
    }

    /// What was understood or mended while the file was read, one of each kind.
    public List<Imports.Frequent> notices() {
        Map<String, Imports.Frequent> kinds = new LinkedHashMap<>();
        for (SheetProblem problem : imported.analysis().problems()) {
            kinds.merge(
                    problem.code(),
                    new Imports.Frequent(1, problem),
                    (known, more) -> new Imports.Frequent(known.times() + 1, known.first()));
        }
        return List.copyOf(kinds.values());
    }

    /// What to know about something that is proposed, such as `name` or `language`; absent when there is nothing.
    public @Nullable String notice(Ui ui, String about) {
        return imported.analysis().problems().stream()
                .filter(problem -> problem.code().startsWith("demand.import." + about + "."))
                .map(problem -> Wording.message(ui, problem) + " " + Wording.mend(ui, problem))
                .findFirst()
                .orElse(null);
    }

    /// What is wrong with a field; absent when nothing is.
    public @Nullable Reason about(String field) {
        return reasons.stream().filter(r -> field.equals(r.field())).findFirst().orElse(null);
    }

    /// The headings to choose from, one of them chosen.
    public List<Option> headings(int place) {
        List<String> keys = plan.options().keys();
        String chosen = place < keys.size() ? keys.get(place) : null;
        List<Option> options = new ArrayList<>();
        for (Plan.ColumnPlan column : plan.columns()) {
            options.add(Option.of(column.heading(), column.heading(), chosen));
        }
        return options;
    }

    /// Whether the last work failed or was cut short.
    public boolean failed() {
        return job != null && (job.state() == Job.State.FAILED || job.state() == Job.State.INTERRUPTED);
    }

    /// Whether somebody stopped the last work.
    public boolean stopped() {
        return job != null && Jobs.STOPPED.equals(job.problem());
    }

    /// The summary of the check, on the steps that have one.
    public io.sextant.app.demand.importing.Summary summary() {
        return Objects.requireNonNull(imported.summary());
    }
}
