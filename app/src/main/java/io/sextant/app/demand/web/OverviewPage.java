package io.sextant.app.demand.web;

import io.sextant.app.demand.Areas;
import io.sextant.app.demand.Overview;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCaseQuery;
import io.sextant.app.demand.UseCaseQuery.Field;
import io.sextant.app.demand.Verdict;
import io.sextant.app.demand.timing.AnswerTimes;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.platform.ui.Ui;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The overview of the register.
///
/// @param areas what each area is
/// @param domains how domains written in the other language are called in the reader's
/// @param registered how many there are in the register for this reader, whatever the query
/// @param answers how promised answer times are kept, whatever the query
public record OverviewPage(
        Overview overview,
        UseCaseQuery query,
        UnitTree units,
        Areas areas,
        Map<String, String> domains,
        long registered,
        AnswerTimes.Summary answers) {

    private static final int MOST = 8;

    /// One bar of a chart.
    ///
    /// @param value the value in addresses; empty for what is gathered under *others*
    public record Bar(String label, String value, long count) {}

    /// The figure for a value, 0 when there is none.
    public long stage(Stage stage) {
        return overview.byStage().getOrDefault(stage.name(), 0L);
    }

    public long need(Verdict verdict) {
        return overview.byNeed().getOrDefault(verdict.name(), 0L);
    }

    public long without(String field) {
        return overview.missing().getOrDefault(field, 0L);
    }

    public int share(long count) {
        return overview.total() == 0 ? 0 : (int) Math.round(100.0 * count / overview.total());
    }

    /// The share of promised answers given in time; a dash while none was given.
    public String kept(Ui ui) {
        Double share = answers.kept().share();
        return share == null ? "–" : ui.percent(share);
    }

    /// The sentence with which the page opens.
    public String title(Ui ui) {
        return overview.total() == 0
                ? ui.t("demand.overview.none")
                : ui.t("demand.overview.title", overview.total(), stage(Stage.RUN));
    }

    public List<Bar> stages(Ui ui) {
        return bars(Field.STAGE, overview.byStage(), 10, ui);
    }

    public List<Bar> kinds(Ui ui) {
        return bars(Field.KIND, overview.byKind(), 10, ui);
    }

    public List<Bar> unitsBars(Ui ui) {
        return bars(Field.UNIT, overview.byUnit(), MOST, ui);
    }

    public List<Bar> domains(Ui ui) {
        return bars(Field.DOMAIN, overview.byDomain(), MOST, ui);
    }

    public List<Bar> years(Ui ui) {
        var bars = bars(Field.YEAR, overview.byYear(), 100, ui);
        return bars.size() <= 15 ? bars : bars.subList(bars.size() - 15, bars.size());
    }

    /// What nobody said comes last, after what is gathered: it is a gap, not a value among others.
    private List<Bar> bars(Field field, Map<String, Long> tally, int most, Ui ui) {
        var bars = new ArrayList<Bar>();
        long others = 0;
        for (var entry : tally.entrySet()) {
            if (entry.getKey().equals(UseCaseQuery.NONE)) {
                continue;
            }
            if (bars.size() < most) {
                bars.add(bar(field, entry.getKey(), entry.getValue(), ui));
            } else {
                others += entry.getValue();
            }
        }
        if (others > 0) {
            bars.add(new Bar(ui.t("demand.overview.others"), "", others));
        }
        long unsaid = tally.getOrDefault(UseCaseQuery.NONE, 0L);
        if (unsaid > 0) {
            bars.add(bar(field, UseCaseQuery.NONE, unsaid, ui));
        }
        return bars;
    }

    private Bar bar(Field field, String value, long count, Ui ui) {
        return new Bar(Words.of(field, value, units, areas, domains, ui), value, count);
    }

    /// The fields that most often hold nothing.
    public List<Bar> missing(Ui ui) {
        return overview.missing().entrySet().stream()
                .limit(MOST)
                .map(e -> new Bar(ui.t("demand.field." + e.getKey()), e.getKey(), e.getValue()))
                .toList();
    }

    /// An area that calls for a legal look.
    public record Area(String id, String label, String citation, String question, long count) {}

    public List<Area> legal(Ui ui) {
        return overview.areas().entrySet().stream()
                .flatMap(e -> areas.find(e.getKey()).stream()
                        .map(a -> new Area(
                                a.id(),
                                a.label(ui.lang()),
                                a.citation(ui.lang()),
                                a.question(ui.lang()),
                                e.getValue())))
                .toList();
    }

    /// The list narrowed to a value, on top of what the overview is narrowed to.
    public String list(String param, String value) {
        var builder = org.springframework.web.util.UriComponentsBuilder.fromPath("/use-cases");
        var values = new ArrayList<Object>();
        query.params().forEach((name, given) -> {
            if (!name.equals(param) && !name.equals("sort")) {
                given.forEach(v -> {
                    builder.queryParam(name, "{v}");
                    values.add(v);
                });
            }
        });
        builder.queryParam(param, "{v}");
        values.add(value);
        return builder.encode().build().expand(values.toArray()).toUriString();
    }
}
