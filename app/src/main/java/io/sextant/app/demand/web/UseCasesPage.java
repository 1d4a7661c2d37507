package io.sextant.app.demand.web;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseQuery;
import io.sextant.app.demand.UseCaseQuery.Field;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.platform.ui.Column;
import io.sextant.app.platform.ui.FilterChip;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Pager;
import io.sextant.app.platform.ui.SavedView;
import io.sextant.app.platform.ui.Ui;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A page of the register's list.
///
/// @param facets the fields to narrow by, each with its values and how many use cases have them
/// @param registered how many there are in the register for this reader, whatever the query
/// @param board the cards of each stage when the list is shown as a board; absent for the table
/// @param byStage how many there are at each stage, for the board
public record UseCasesPage(
        UseCaseQuery query,
        List<UseCase> rows,
        Pager pager,
        List<Column> columns,
        List<FilterChip> chips,
        Map<Field, List<Option>> facets,
        List<SavedView> views,
        long registered,
        @Nullable Map<String, List<UseCase>> board,
        Map<String, Long> byStage,
        UnitTree units,
        boolean mayEdit) {

    /// The columns there are beside the title, in the order in which they are shown, and whether they are by
    /// themselves.
    static final Map<String, Boolean> COLUMNS = columnsThereAre();

    private static Map<String, Boolean> columnsThereAre() {
        var columns = new LinkedHashMap<String, Boolean>();
        columns.put("code", false);
        columns.put("unit", true);
        columns.put("stage", true);
        columns.put("kind", true);
        columns.put("need", true);
        columns.put("businessOwner", true);
        columns.put("technicalOwner", false);
        columns.put("sponsor", false);
        columns.put("domain", false);
        columns.put("startYear", false);
        columns.put("completeness", false);
        columns.put("tags", false);
        columns.put("source", false);
        columns.put("updatedAt", false);
        return columns;
    }

    /// The columns that can be sorted by, with the sort's name in addresses.
    private static final Map<String, String> SORTS = Map.of(
            "code",
            "code",
            "unit",
            "unit",
            "stage",
            "stage",
            "kind",
            "kind",
            "need",
            "need",
            "businessOwner",
            "owner",
            "startYear",
            "year",
            "completeness",
            "completeness",
            "updatedAt",
            "updated");

    public boolean shows(String column) {
        return Column.shows(columns, column);
    }

    /// The name of a column's sort in addresses; absent when it cannot be sorted by.
    public @Nullable String sort(String column) {
        return SORTS.get(column);
    }

    /// An order that the list may have.
    public record Order(String label, String url, boolean chosen) {}

    /// The orders that the list may have; that which it has leads to itself the other way round.
    public List<Order> orders(Ui ui) {
        var columns = new ArrayList<String>(List.of("updatedAt", "title"));
        columns().stream()
                .map(Column::key)
                .filter(key -> SORTS.containsKey(key) && !columns.contains(key))
                .forEach(columns::add);
        return columns.stream()
                .map(column -> {
                    String key = SORTS.getOrDefault(column, column);
                    boolean chosen = query.sort().param().equals(key);
                    boolean down = chosen ? !query.descending() : column.equals("updatedAt");
                    return new Order(
                            ui.t(column.equals("updatedAt") ? "demand.list.order.updatedAt" : "demand.field." + column),
                            ui.with("sort", (down ? "-" : "") + key, "page", null),
                            chosen);
                })
                .toList();
    }

    /// The name of the order that the list has.
    public String order(Ui ui) {
        return orders(ui).stream()
                .filter(Order::chosen)
                .map(Order::label)
                .findFirst()
                .orElse("");
    }

    /// What the list is sorted by, as addresses say it.
    public String sorted() {
        return (query.descending() ? "-" : "") + query.sort().param();
    }

    /// The unit of a use case, in words; empty when it has none.
    public String unit(UseCase useCase, Ui ui) {
        return name(useCase.content().unitId(), units, ui);
    }

    static String name(@Nullable Long unit, UnitTree units, Ui ui) {
        return unit == null ? "" : units.find(unit).map(u -> u.name(ui.lang())).orElse("");
    }

    /// How far a stage is, from 0; −1 when nobody has said.
    public static int at(@Nullable Stage stage) {
        return stage == null ? -1 : stage.ordinal();
    }

    public static String stage(@Nullable Stage stage, Ui ui) {
        return stage == null ? ui.t("demand.none") : ui.t("demand.stage." + stage.name());
    }

    /// Where a use case is shown.
    public static String address(UseCase useCase) {
        return "/use-cases/" + useCase.id().code();
    }

    /// Where a use case is edited.
    public static String editAddress(UseCase useCase) {
        return address(useCase) + "/edit";
    }

    /// Open units in the order of the tree, for a choice by code; `current` is kept even when it is closed.
    public static List<Option> unitOptions(UnitTree tree, Ui ui, @Nullable String current, Predicate<Unit> offered) {
        var options = new ArrayList<Option>();
        for (UnitTree.Node node : tree.nodes()) {
            Unit unit = node.unit();
            if ((unit.open() && offered.test(unit)) || unit.code().equals(current)) {
                options.add(Option.of(unit.code(), "\u2003".repeat(node.depth()) + unit.name(ui.lang()), current));
            }
        }
        return options;
    }

    /// Open units for the choice of a bulk change.
    /// The stages that a selection can be given, in their order.
    public List<Option> stages(Ui ui) {
        return Arrays.stream(Stage.values())
                .map(s -> Option.of(s.name(), ui.t("demand.stage." + s.name()), null))
                .toList();
    }

    public List<Option> unitOptions(Ui ui) {
        return unitOptions(units, ui, null, unit -> true);
    }
}
