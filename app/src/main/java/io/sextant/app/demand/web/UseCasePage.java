package io.sextant.app.demand.web;

import io.sextant.app.demand.Areas;
import io.sextant.app.demand.Comments.Comment;
import io.sextant.app.demand.LookAlike;
import io.sextant.app.demand.Revision;
import io.sextant.app.demand.Sight;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.attaching.Attachments;
import io.sextant.app.demand.attaching.Attachments.Shelf;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.web.GatePage;
import io.sextant.app.demand.hearing.Concerns;
import io.sextant.app.demand.hearing.web.DiscussionPage;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.platform.ui.Hexagon;
import io.sextant.app.platform.ui.Tab;
import io.sextant.app.platform.ui.Ui;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The page of one use case.
///
/// @param tab `summary`, `gate`, `discussion`, `attachments`, `alike` or `history`
/// @param areas the areas that call for a legal look, with the words that made one think of them
/// @param thread what was said and decided; only on its own page
/// @param gate what the next gate finds; only on its own page
/// @param voices the roles in which the reader speaks for the use case
/// @param history the latest first
/// @param draft what was being written when it was refused; absent otherwise
public record UseCasePage(
        UseCase useCase,
        String tab,
        List<Sight> sights,
        List<LookAlike> lookAlikes,
        List<Areas.Touched> areas,
        @Nullable DiscussionPage thread,
        Concerns.Counts concerns,
        Shelf attachments,
        @Nullable GatePage gate,
        Gates.Voices voices,
        List<Step> history,
        UnitTree units,
        @Nullable Long reader,
        boolean mayEdit,
        boolean mayArchive,
        boolean mayComment,
        @Nullable String draft,
        long commentCount) {

    /// One step of the history: the use case itself or one of its files changed.
    public sealed interface Step {
        Instant at();

        /// The content or the state of the use case changed.
        record Revised(Revision revision) implements Step {
            @Override
            public Instant at() {
                return revision.at();
            }
        }

        /// A file was attached, taken away or put back.
        record Filed(Attachments.Step step) implements Step {
            @Override
            public Instant at() {
                return step.at();
            }
        }
    }

    /// Both kinds of steps in one order, the latest first; those of each kind keep the order they come in.
    static List<Step> inOrder(List<Revision> revisions, List<Attachments.Step> files) {
        return Stream.<Step>concat(
                        revisions.stream().map(Step.Revised::new),
                        files.stream().map(Step.Filed::new))
                .sorted(Comparator.comparing(Step::at).reversed())
                .toList();
    }

    public String address() {
        return UseCasesPage.address(useCase);
    }

    public Texts texts(Ui ui) {
        return useCase.content().in(ui.lang());
    }

    /// Whether the reader sees a text that was written in the other language.
    public boolean foreign(Ui ui) {
        return useCase.content().translation() == null
                && !useCase.content().lang().equals(ui.lang());
    }

    /// The units from the root down to that of the use case.
    public List<Unit> path() {
        Long unit = useCase.content().unitId();
        return unit == null ? List.of() : units.path(unit);
    }

    public Sight need() {
        return sights.getFirst();
    }

    /// The sentence with which the page opens: how many answers are missing to judge the need.
    public String sentence(Ui ui) {
        int lacking = need().remedies().size();
        return switch (need().verdict()) {
            case CLEAR -> ui.t(lacking == 0 ? "demand.page.clear" : "demand.page.clearBut", lacking);
            case CONDITIONAL -> ui.t("demand.page.conditional", lacking);
            case BLOCKING -> ui.t("demand.page.blocking", lacking);
            case UNKNOWN -> ui.t("demand.page.unknown", lacking);
        };
    }

    /// Whether an axis is not read yet.
    public boolean unread() {
        return sights.stream().anyMatch(sight -> sight.findings().isEmpty());
    }

    /// What decides a sight, in words.
    public String decides(Sight sight, Ui ui) {
        if (sight.findings().isEmpty()) {
            return ui.t("demand.page.axisUnread");
        }
        if (sight.findings().stream().allMatch(f -> Boolean.TRUE.equals(f.holds()))) {
            return ui.t("demand.page.allHold");
        }
        Sight.Finding first = sight.findings().getFirst();
        return ui.t(first.code(), first.args().toArray());
    }

    public boolean mine(Comment comment) {
        return comment.byId() != null && Objects.equals(comment.byId(), reader);
    }

    /// The pages about this use case.
    public List<Tab> tabs(Ui ui) {
        long alike = lookAlikes.stream().mapToLong(g -> g.members().size() - 1).sum();
        return List.of(
                new Tab(ui.t("demand.tab.summary"), address(), tab.equals("summary")),
                new Tab(ui.t("demand.tab.gate"), address() + "/gate", tab.equals("gate")),
                new Tab(
                        ui.t("demand.tab.discussion"),
                        address() + "/discussion",
                        tab.equals("discussion"),
                        commentCount == 0 ? null : (Long) commentCount),
                new Tab(
                        ui.t("demand.tab.attachments"),
                        address() + "/attachments",
                        tab.equals("attachments"),
                        attachments.present().isEmpty()
                                ? null
                                : (Long) (long) attachments.present().size()),
                new Tab(
                        ui.t("demand.tab.alike"),
                        address() + "/alike",
                        tab.equals("alike"),
                        alike == 0 ? null : (Long) alike),
                new Tab(ui.t("demand.tab.history"), address() + "/history", tab.equals("history")));
    }

    /// From when to when, in words.
    public String years(Ui ui) {
        Integer start = useCase.content().startYear();
        Integer end = useCase.content().endYear();
        if (start == null && end == null) {
            return ui.t("demand.none");
        }
        return (start == null ? "…" : start) + (end == null ? "" : "–" + end);
    }

    /// The names of the stages, in their order.
    public List<String> stages(Ui ui) {
        return Arrays.stream(Stage.values())
                .map(s -> ui.t("demand.stage." + s.name()))
                .toList();
    }

    /// The six sights as the hexagon draws them.
    public Hexagon hexagon(Ui ui) {
        return new Hexagon(sights.stream()
                .map(s -> new Hexagon.Reading(
                        ui.t("demand.axis." + s.axis().name()),
                        s.verdict().name(),
                        ui.t("demand.verdict." + s.verdict().name()),
                        s.score(),
                        s.coverage() > 0 ? (Double) s.coverage() : null,
                        decides(s, ui),
                        null))
                .toList());
    }

    /// A value of the history, in words.
    public @Nullable String value(String field, @Nullable Object value, Ui ui) {
        if (value == null) {
            return null;
        }
        return switch (field) {
            case "stage" -> ui.t("demand.stage." + value);
            case "kind" -> ui.t("demand.kind." + value);
            case "lang" -> ui.t("demand.lang." + value);
            case "aiNeeded", "kindRead" -> ui.t(Boolean.TRUE.equals(value) ? "demand.yes" : "demand.no");
            case "unitId" ->
                value instanceof Number id
                        ? units.find(id.longValue()).map(u -> u.name(ui.lang())).orElse(String.valueOf(value))
                        : String.valueOf(value);
            case "tags" ->
                value instanceof List<?> tags
                        ? String.join(", ", tags.stream().map(String::valueOf).toList())
                        : "";
            case "links" ->
                value instanceof List<?> links
                        ? String.join(
                                ", ",
                                links.stream()
                                        .map(l -> l instanceof Map<?, ?> link ? String.valueOf(link.get("label")) : "")
                                        .toList())
                        : "";
            default -> String.valueOf(value);
        };
    }

    /// The name of a field of the history, in words.
    public String field(String field, Ui ui) {
        if (field.startsWith("extra.")) {
            return field.substring("extra.".length());
        }
        if (field.startsWith("translation.")) {
            return ui.t("demand.field.translated", ui.t("demand.field." + field.substring("translation.".length())));
        }
        return ui.t("demand.field." + field);
    }
}
