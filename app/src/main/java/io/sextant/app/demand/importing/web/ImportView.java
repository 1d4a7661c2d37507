package io.sextant.app.demand.importing.web;

import io.sextant.app.demand.importing.Analysis;
import io.sextant.app.demand.importing.Import;
import io.sextant.app.demand.importing.ImportRow;
import io.sextant.app.demand.importing.Plan;
import io.sextant.app.demand.importing.Plan.Options;
import io.sextant.app.demand.importing.Summary;
import io.sextant.app.demand.importing.Undone;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.platform.jobs.Job;
import io.sextant.app.platform.knowledge.Tracker;
import io.sextant.app.platform.sheet.ProblemView;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.sheet.Worksheet;
import io.sextant.app.platform.ui.Ui;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An import as programs read it.
///
/// @param id its number
/// @param version what `ETag` and `If-Match` carry
/// @param work the work in the background that was started last; absent before the first
/// @param summary what the last check found; absent before it
/// @param undone what undoing it came to; absent until then
public record ImportView(
        long id,
        long version,
        Import.State state,
        String fileName,
        long fileBytes,
        String sha256,
        Instant createdAt,
        String createdBy,
        @Nullable WorkView work,
        FileView file,
        List<ColumnView> columns,
        OptionsView options,
        @Nullable SummaryView summary,
        @Nullable Instant appliedAt,
        @Nullable String appliedBy,
        @Nullable UndoneView undone) {

    /// Work in the background.
    ///
    /// @param percent how far it is, 0 to 100
    /// @param problem why it failed, worded in the caller's language
    public record WorkView(
            Import.Work kind,
            Job.State state,
            int percent,
            @Nullable String problem) {}

    /// How the file is read.
    ///
    /// @param headerRow row of the headings; 0 when there are none
    /// @param own whether it is an export of this register
    /// @param tracker the system that it looks like an export of, `jira` or `servicenow`; absent for any other file
    /// @param template name of the saved plan that was applied
    /// @param notices what was understood or mended
    /// @param fatal why it cannot be imported as it is read now; absent when it can
    public record FileView(
            String kind,
            @Nullable String encoding,
            @Nullable String delimiter,
            List<Worksheet> worksheets,
            String worksheet,
            int headerRow,
            boolean own,
            @Nullable String tracker,
            @Nullable String template,
            List<ProblemView> notices,
            @Nullable ProblemView fatal) {}

    /// What a column becomes.
    ///
    /// @param target its field, `extra` to keep it under its heading, `ignore` to leave it out
    /// @param proposed what Sextant proposed
    /// @param confidence of the proposal, 0 to 1
    /// @param reasons of the proposal
    public record ColumnView(
            String letter,
            String heading,
            String target,
            String proposed,
            double confidence,
            List<String> reasons,
            List<String> samples,
            double filled) {}

    /// What holds for the whole file.
    ///
    /// @param source name of the inventory
    /// @param lang language of the texts
    /// @param defaultUnit code of the unit of rows that name none
    /// @param clearBlanks whether a blank cell empties its field
    /// @param readKind whether the kind of AI is read from the texts where nobody says it
    /// @param keys headings that together tell rows apart, where no column is the identifier
    /// @param tracker the system that the file is read as an export of; absent for any other inventory
    /// @param statuses the stage that each of its statuses is; empty where it is none
    public record OptionsView(
            @Nullable String source,
            String lang,
            @Nullable String defaultUnit,
            boolean createUnits,
            boolean clearBlanks,
            boolean readKind,
            List<String> keys,
            boolean remember,
            @Nullable String tracker,
            Map<String, String> statuses) {}

    /// What a check found, in figures.
    ///
    /// @param created rows that would become use cases
    /// @param problems how many problems, by severity
    /// @param fatal why the file cannot be imported at all
    public record SummaryView(
            int rows,
            int created,
            int changed,
            int unchanged,
            int duplicates,
            int refused,
            Map<String, Integer> fields,
            Map<SheetProblem.Severity, Integer> problems,
            int newUnits,
            int unknownUnits,
            @Nullable ProblemView fatal,
            long millis) {}

    /// What undoing came to.
    public record UndoneView(int removed, int restored, List<KeptView> kept) {}

    /// Something that could not be taken back, and why.
    public record KeptView(String id, String title, String field, String reason) {}

    /// What a row of the file comes to.
    ///
    /// @param id the use case; absent while it is new
    /// @param changes field by field: before and after
    public record RowView(
            int row,
            ImportRow.Effect effect,
            String title,
            @Nullable String key,
            @Nullable String id,
            Map<String, io.sextant.app.demand.Content.Change> changes) {
        static RowView of(ImportRow row) {
            return new RowView(row.number(), row.effect(), row.title(), row.externalKey(), row.code(), row.changes());
        }
    }

    static ImportView of(Import imported, @Nullable Job job, Units units, Ui ui) {
        Analysis analysis = imported.analysis();
        return new ImportView(
                imported.id(),
                imported.version(),
                imported.state(),
                imported.fileName(),
                imported.fileBytes(),
                imported.sha256(),
                imported.createdAt(),
                imported.byName(),
                job == null
                        ? null
                        : new WorkView(
                                Objects.requireNonNull(imported.jobKind()),
                                job.state(),
                                job.percent(),
                                problem(job, ui)),
                new FileView(
                        analysis.kind().name(),
                        analysis.encoding(),
                        analysis.delimiter(),
                        analysis.worksheets(),
                        analysis.worksheet(),
                        analysis.headerRow(),
                        analysis.own(),
                        param(analysis.tracker()),
                        analysis.template(),
                        analysis.problems().stream()
                                .map(p -> Wording.view(ui, p))
                                .toList(),
                        analysis.fatal() == null ? null : Wording.view(ui, analysis.fatal())),
                columns(imported, ui),
                options(imported.plan().options(), units),
                imported.summary() == null ? null : summary(imported.summary(), ui),
                imported.appliedAt(),
                imported.appliedBy(),
                imported.undone() == null ? null : undone(imported.undone(), ui));
    }

    /// Why work did not come to its end; absent when it did, or still goes on.
    static @Nullable String problem(Job job, Ui ui) {
        return switch (job.state()) {
            case FAILED -> ui.t(Objects.requireNonNullElse(job.problem(), "platform.job.fault"));
            case INTERRUPTED -> ui.t("demand.import.interrupted");
            case WAITING, RUNNING, DONE -> null;
        };
    }

    private static @Nullable String param(@Nullable Tracker tracker) {
        return tracker == null ? null : tracker.param();
    }

    private static List<ColumnView> columns(Import imported, Ui ui) {
        List<ColumnView> columns = new ArrayList<>();
        for (int c = 0; c < imported.analysis().columns().size(); c++) {
            Analysis.Column column = imported.analysis().columns().get(c);
            Plan.ColumnPlan plan = imported.plan().columns().get(c);
            columns.add(new ColumnView(
                    column.letter(),
                    column.heading(),
                    plan.target().param(),
                    column.proposed().param(),
                    column.confidence(),
                    column.reasons().stream()
                            .map(why -> ui.t(why.code(), why.args().toArray()))
                            .toList(),
                    column.samples(),
                    column.filled()));
        }
        return columns;
    }

    private static OptionsView options(Options o, Units units) {
        return new OptionsView(
                o.source(),
                o.lang(),
                o.defaultUnit() == null
                        ? null
                        : units.find(o.defaultUnit()).map(Unit::code).orElse(null),
                o.createUnits(),
                o.clear(),
                o.readKind(),
                o.keys(),
                o.remember(),
                param(o.tracker()),
                o.stages());
    }

    private static SummaryView summary(Summary s, Ui ui) {
        return new SummaryView(
                s.rows(),
                s.fresh(),
                s.changed(),
                s.unchanged(),
                s.duplicates(),
                s.refused(),
                s.fields(),
                s.problems(),
                s.newUnits(),
                s.unknownUnits(),
                s.fatal() == null ? null : Wording.view(ui, s.fatal()),
                s.millis());
    }

    private static UndoneView undone(Undone u, Ui ui) {
        return new UndoneView(
                u.removed(),
                u.restored(),
                u.kept().stream()
                        .map(k -> new KeptView(k.code(), k.title(), k.field(), ui.t(k.reason())))
                        .toList());
    }
}
