package io.sextant.app.demand.web;

import io.sextant.app.demand.Kind;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCase;
import io.sextant.app.identity.Scope;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Ui;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The form with which a use case is written.
///
/// @param useCase the one being edited; absent for a new one
/// @param body what the fields hold: what stands, or what was typed when it was refused
/// @param version the version that the author saw
/// @param problems why it was refused; empty at first
/// @param typed years that are no numbers, as they were typed, by field
/// @param meanwhile what somebody else changed since, as it stands now; absent when nobody did
/// @param scope the units that the author may choose from
/// @param maySetStage whether the author may say by hand where it stands
public record UseCaseFormPage(
        @Nullable UseCase useCase,
        UseCaseBody body,
        long version,
        @Nullable String reason,
        List<Reason> problems,
        @Nullable UseCase meanwhile,
        Map<String, String> typed,
        UnitTree units,
        Scope scope,
        boolean maySetStage) {

    public String action() {
        return useCase == null ? "/use-cases" : UseCasesPage.address(useCase);
    }

    public String back() {
        return useCase == null ? "/use-cases" : UseCasesPage.address(useCase);
    }

    /// What is wrong with a field, in words; null when nothing is.
    public @Nullable String error(String field, Ui ui) {
        return problems.stream()
                .filter(r -> Objects.equals(r.field(), field) || ("unit".equals(field) && "unitId".equals(r.field())))
                .map(ui::t)
                .findFirst()
                .orElse(null);
    }

    public List<Option> unitOptions(Ui ui) {
        return UseCasesPage.unitOptions(units, ui, body.unit(), unit -> scope.covers(unit.id()));
    }

    /// Whether a use case of no unit would be taken.
    public boolean mayBelongNowhere() {
        return scope.covers(null) || (useCase != null && useCase.content().unitId() == null);
    }

    public List<Option> kinds(Ui ui) {
        return Arrays.stream(Kind.values())
                .map(k -> new Option(
                        k.name(),
                        ui.t("demand.kind." + k.name()),
                        ui.t("demand.kind.hint." + k.name()),
                        k.name().equals(body.kind())))
                .toList();
    }

    public List<Option> stages(Ui ui) {
        return Arrays.stream(Stage.values())
                .map(s -> Option.of(s.name(), ui.t("demand.stage." + s.name()), body.stage()))
                .toList();
    }

    /// What to know before the stage is set by hand; null when nothing.
    public @Nullable String stageHint(Ui ui) {
        return useCase == null || useCase.content().stage() == null ? null : ui.t("demand.form.stage.correct");
    }

    public List<Option> aiNeeded(Ui ui) {
        return List.of(
                new Option(
                        "true",
                        ui.t("demand.form.ai.yes"),
                        ui.t("demand.form.ai.yes.hint"),
                        Boolean.TRUE.equals(body.aiNeeded())),
                new Option(
                        "false",
                        ui.t("demand.form.ai.no"),
                        ui.t("demand.form.ai.no.hint"),
                        Boolean.FALSE.equals(body.aiNeeded())),
                new Option("", ui.t("demand.form.ai.open"), ui.t("demand.form.ai.open.hint"), body.aiNeeded() == null));
    }

    public List<Option> languages(Ui ui) {
        String lang = body.lang() == null ? ui.lang() : body.lang();
        return List.of(Option.of("fr", ui.t("demand.lang.fr"), lang), Option.of("en", ui.t("demand.lang.en"), lang));
    }

    /// The language of the translation: the other one.
    public String otherLanguage(Ui ui) {
        String lang = body.lang() == null ? ui.lang() : body.lang();
        return ui.t("demand.lang." + (lang.equals("fr") ? "en" : "fr"));
    }

    public UseCaseBody.TextsBody translation() {
        return body.translation() == null
                ? new UseCaseBody.TextsBody(null, null, null, null, null, null, null, null)
                : body.translation();
    }

    public List<String> tags() {
        return body.tags() == null ? List.of() : body.tags();
    }

    /// The links, and two empty lines to add some.
    public List<UseCaseBody.LinkBody> linkLines() {
        var lines = new java.util.ArrayList<UseCaseBody.LinkBody>();
        if (body.links() != null) {
            lines.addAll(body.links());
        }
        lines.add(new UseCaseBody.LinkBody("", ""));
        lines.add(new UseCaseBody.LinkBody("", ""));
        return lines;
    }

    /// A year as its field shows it: as it was typed when it is none.
    public @Nullable String year(String field) {
        Integer year = field.equals("startYear") ? body.startYear() : body.endYear();
        return year == null ? typed.get(field) : year.toString();
    }
}
