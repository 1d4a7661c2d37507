package io.sextant.app.demand.gating.web;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.Desk;
import io.sextant.app.demand.gating.DeskQuery;
import io.sextant.app.demand.gating.DeskQuery.Due;
import io.sextant.app.demand.gating.DeskQuery.Kind;
import io.sextant.app.demand.gating.Desks;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.web.UseCasesPage;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.platform.ui.FilterChip;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Pager;
import io.sextant.app.platform.ui.Ui;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The desk of whoever is signed in.
///
/// @param counts how many things of each kind there are, counted up to [Desks#REACH]
/// @param query what it is narrowed to
/// @param at the page of the kind shown, from 1
/// @param size lines of a kind to a page
/// @param drafts what they are writing
public record DeskPage(
        Desk desk,
        Map<Kind, Integer> counts,
        DeskQuery query,
        int at,
        int size,
        List<Desk.Draft> drafts,
        Gates gates,
        UnitTree tree,
        LocalDate today) {
    /// The sentence with which the page opens.
    public String sentence(Ui ui) {
        int waiting = counts.values().stream().mapToInt(Integer::intValue).sum()
                + desk.standIns().stream().mapToInt(s -> s.desk().waiting()).sum();
        return ui.t(query.narrowed() ? "demand.desk.sentence.narrowed" : "demand.desk.sentence", waiting);
    }

    /// How many things of a kind wait.
    public int count(Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    /// How many things of a kind wait, in words: where they are not all counted, it says so.
    public String many(Kind kind, Ui ui) {
        int many = count(kind);
        return many >= Desks.REACH ? ui.t("demand.desk.more", many) : ui.number(many);
    }

    /// Whether there are more of a kind than the page shows.
    public boolean more(Kind kind) {
        return query.kind() == null && count(kind) > size;
    }

    /// The kinds that one may look at.
    public List<Kind> kinds() {
        return Arrays.stream(Kind.values())
                .filter(kind -> count(kind) > 0 || kind == query.kind())
                .toList();
    }

    public Pager pager() {
        Kind kind = query.kind();
        return new Pager(at, size, kind == null ? 0 : count(kind));
    }

    public List<Option> stages(Ui ui) {
        return Arrays.stream(Stage.values())
                .filter(stage -> stage != Stage.IDEA)
                .map(stage -> Option.of(
                        stage.name(),
                        gate(stage, ui),
                        query.gate() == null ? null : query.gate().name()))
                .toList();
    }

    public List<Option> dues(Ui ui) {
        return Arrays.stream(Due.values())
                .map(due -> Option.of(
                        due.name(),
                        ui.t("demand.desk.due." + due.name()),
                        query.due() == null ? null : query.due().name()))
                .toList();
    }

    public List<Option> units(Ui ui) {
        return UseCasesPage.unitOptions(tree, ui, unitCode(), unit -> true);
    }

    private @Nullable String unitCode() {
        Long unit = query.unit();
        return unit == null ? null : tree.find(unit).map(u -> u.code()).orElse(null);
    }

    private static String gate(Stage stage, Ui ui) {
        return ui.t("demand.desk.to", ui.t("demand.stage." + stage.name()));
    }

    /// What the desk is narrowed to, its kind apart.
    public List<FilterChip> filters(Ui ui) {
        var chips = new ArrayList<FilterChip>();
        Stage stage = query.gate();
        if (stage != null) {
            chips.add(new FilterChip(
                    ui.t("demand.desk.filter.gate"), gate(stage, ui), ui.with("gate", null, "page", null)));
        }
        String unit = unitCode();
        if (unit != null) {
            String label = units(ui).stream()
                    .filter(Option::chosen)
                    .map(o -> o.label().strip())
                    .findFirst()
                    .orElse(unit);
            chips.add(new FilterChip(ui.t("demand.desk.filter.unit"), label, ui.with("unit", null, "page", null)));
        }
        Due due = query.due();
        if (due != null) {
            chips.add(new FilterChip(
                    ui.t("demand.desk.filter.due"),
                    ui.t("demand.desk.due." + due.name()),
                    ui.with("due", null, "page", null)));
        }
        return chips;
    }

    /// The address of a use case's gate, in the place of somebody where the desk is theirs.
    public static String gate(Desk.Case useCase, Desk.@Nullable StandIn place, String anchor) {
        return "/use-cases/" + useCase.code() + "/gate" + (place == null ? "" : "?inPlaceOf=" + place.userId())
                + anchor;
    }

    /// Whether a day has passed.
    public boolean late(LocalDate day) {
        return day.isBefore(today);
    }

    /// What the button of a line carries.
    public static String sign(Desk.Signing item) {
        return DeskLine.sign(item);
    }

    public static String finish(Desk.Case useCase, Desk.Todo item) {
        return DeskLine.finish(useCase, item);
    }

    public static String ask(Desk.Request item) {
        return DeskLine.ask(item);
    }

    public static String go(Desk.Request item) {
        return DeskLine.go(item);
    }

    /// Whether any of these may be answered *go* at once.
    public static boolean anyReady(List<Desk.Request> items) {
        return items.stream().anyMatch(Desk.Request::ready);
    }

    /// What a criterion is called; its identifier when no edition that holds has it.
    public String criterion(Desk.Case useCase, String id, Ui ui) {
        return gates.criterion(useCase, id).map(title -> title.in(ui.lang())).orElse(id);
    }

    /// What a remedy is called; its identifier when no edition that holds has it.
    public String remedy(Desk.@Nullable Case useCase, String id, Ui ui) {
        return gates.remedy(useCase, id)
                .map(remedy -> remedy.title().in(ui.lang()))
                .orElse(id);
    }
}
