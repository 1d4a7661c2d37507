package io.sextant.app.platform.ui.gallery;

import io.sextant.app.platform.ui.Column;
import io.sextant.app.platform.ui.FilterChip;
import io.sextant.app.platform.ui.Hexagon;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Pager;
import io.sextant.app.platform.ui.SavedView;
import io.sextant.app.platform.ui.Tab;
import io.sextant.app.platform.ui.Ui;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What the gallery's components show: invented, in the reader's language, always the same.
public record Samples(Ui ui, Instant now) {
    private static final List<String> VERDICTS = List.of("CLEAR", "CONDITIONAL", "BLOCKING", "UNKNOWN");

    /// A bar of a chart.
    public record Bar(String name, int value) {}

    /// A row of bars.
    public record Bars(String name, List<Integer> values) {}

    /// A row of the list.
    public record Row(
            String code,
            String title,
            String unit,
            int stage,
            String stageLabel,
            Hexagon hexagon,
            String verdict,
            String owner,
            int completeness,
            Instant updated) {}

    /// The stages' names.
    public List<String> stages() {
        return words("stages");
    }

    /// Five axes known, one not.
    public Hexagon hexagon() {
        return hexagon(88, 74, 61, 48, 35, null);
    }

    /// Use cases by unit.
    public List<Bar> units() {
        return bars("units", 412, 305, 288, 190, 121, 64, 12);
    }

    /// Use cases by year.
    public List<Bar> years() {
        return bars("years", 34, 58, 121, 96, 240, 310);
    }

    /// Days to answer, by month.
    public List<Bar> months() {
        return bars("months", 31, 28, 29, 22, 17, 18, 12, 9);
    }

    /// Verdicts by axis.
    public List<Bars> verdicts() {
        var axes = words("axes");
        return List.of(
                new Bars(axes.get(0), List.of(120, 60, 14, 20)),
                new Bars(axes.get(1), List.of(64, 40, 22, 88)),
                new Bars(axes.get(2), List.of(52, 71, 9, 82)),
                new Bars(axes.get(3), List.of(80, 34, 41, 59)),
                new Bars(axes.get(4), List.of(71, 48, 33, 62)),
                new Bars(axes.get(5), List.of(22, 12, 3, 177)));
    }

    /// Rows in every state.
    public List<Row> rows() {
        var titles = words("titles");
        var units = words("units");
        var stages = stages();
        var people = words("people");
        return List.of(
                row(0, titles, units, 2, stages, hexagon(), "CONDITIONAL", people.get(0), 92),
                row(1, titles, units, 4, stages, hexagon(92, 80, 78, 84, 71, 66), "CLEAR", people.get(1), 100),
                row(2, titles, units, 1, stages, hexagon(40, null, 52, null, 20, null), "BLOCKING", people.get(2), 58),
                row(
                        3,
                        titles,
                        units,
                        0,
                        stages,
                        hexagon(55, null, null, null, null, null),
                        "UNKNOWN",
                        people.get(0),
                        31),
                row(4, titles, units, 3, stages, hexagon(75, 66, null, 70, 64, 30), "CONDITIONAL", people.get(1), 81),
                row(5, titles, units, -1, stages, hexagon(null, null, null, null, null, null), "UNKNOWN", "", 12));
    }

    /// The choice of a kind of AI, with its explanations.
    public List<Option> kinds() {
        var names = words("kinds");
        var hints = words("kinds.hints");
        return IntStream.range(0, names.size())
                .mapToObj(i -> new Option("kind" + i, names.get(i), hints.get(i), i == 2))
                .toList();
    }

    /// The values of a facet, none chosen.
    public List<Option> kindOptions() {
        return counted(words("kinds"), -1);
    }

    /// The values of a facet, one chosen.
    public List<Option> stageOptions() {
        return counted(stages(), 2);
    }

    /// Units to choose from.
    public List<Option> unitOptions() {
        return words("units").stream().map(unit -> Option.of(unit, unit, null)).toList();
    }

    /// Columns, not all shown.
    public List<Column> columns() {
        return words("columns").stream()
                .map(label ->
                        new Column(label, label, !label.equals(words("columns").getLast())))
                .toList();
    }

    /// What narrows the list.
    public List<FilterChip> filters() {
        return List.of(
                new FilterChip(ui.t("ui.gallery.stage"), stages().get(2), "/gallery"),
                new FilterChip(ui.t("ui.gallery.unit"), words("units").getFirst(), "/gallery"));
    }

    /// Lists kept under a name, the second shared.
    public List<SavedView> views() {
        var names = words("views");
        return List.of(
                new SavedView(names.get(0), "/gallery?view=1", false, false, null),
                new SavedView(names.get(1), "/gallery?view=2", false, true, null));
    }

    /// A page in the middle of many.
    public Pager pager() {
        return new Pager(4, 50, 1826);
    }

    /// Labels.
    public List<String> tags() {
        return words("tags");
    }

    /// Pages on one subject.
    public List<Tab> tabs() {
        var names = words("tabs");
        return List.of(
                new Tab(names.get(0), "/gallery", false),
                new Tab(names.get(1), "/gallery", true, 12L),
                new Tab(names.get(2), "/gallery", false, 3L));
    }

    private Hexagon hexagon(@Nullable Integer... scores) {
        var axes = words("axes");
        var findings = words("findings");
        return new Hexagon(IntStream.range(0, 6)
                .mapToObj(axis -> {
                    var score = scores[axis];
                    var verdict = VERDICTS.get(score == null ? 3 : score >= 70 ? 0 : score >= 45 ? 1 : 2);
                    return new Hexagon.Reading(
                            axes.get(axis),
                            verdict,
                            ui.t("ui.gallery.verdict." + verdict),
                            score,
                            score == null ? null : score / 100.0,
                            score == null ? "" : findings.get(axis),
                            score == null ? null : "/gallery");
                })
                .toList());
    }

    private Row row(
            int index,
            List<String> titles,
            List<String> units,
            int stage,
            List<String> stages,
            Hexagon hexagon,
            String verdict,
            String owner,
            int completeness) {
        return new Row(
                "UC-2026-00" + (42 + index),
                titles.get(index),
                units.get(index),
                stage,
                stage < 0 ? ui.t("ui.none") : stages.get(stage),
                hexagon,
                verdict,
                owner,
                completeness,
                now.minusSeconds(200_000L * index));
    }

    private List<Bar> bars(String key, Integer... values) {
        var names = words(key);
        return IntStream.range(0, values.length)
                .mapToObj(i -> new Bar(names.get(i), values[i]))
                .toList();
    }

    private static List<Option> counted(List<String> labels, int chosen) {
        return IntStream.range(0, labels.size())
                .mapToObj(i -> new Option("v" + i, labels.get(i), String.valueOf(120 - 17 * i), i == chosen))
                .toList();
    }

    private List<String> words(String key) {
        return Arrays.asList(ui.t("ui.gallery.list." + key).split("\\|"));
    }
}
