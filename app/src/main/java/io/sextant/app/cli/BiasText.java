package io.sextant.app.cli;

import io.sextant.engine.bias.Calibration;
import io.sextant.engine.bias.Disparity;
import io.sextant.engine.bias.Interval;
import io.sextant.engine.bias.Judgement;
import io.sextant.engine.bias.Metric;
import io.sextant.engine.bias.Proportion;
import io.sextant.engine.bias.Rate;
import io.sextant.engine.bias.Report;
import io.sextant.engine.bias.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A report of bias for people: the verdict and what it means first, then the tables it rests on.
final class BiasText {
    private static final String NONE = "–";
    private static final List<Rate> SHOWN = List.of(Rate.BASE_RATE, Rate.SELECTION_RATE, Rate.TPR, Rate.FPR, Rate.PPV);

    private final Console console;
    private final Report report;

    BiasText(Console console, Report report) {
        this.console = console;
        this.report = report;
    }

    void write() {
        console.out()
                .println(console.text(
                        "cli.bias.title",
                        report.columns().prediction(),
                        report.columns().label(),
                        report.verdict().name()));
        console.out().println();
        console.out().println(console.text(report.explanation()));
        report.views().forEach(this::view);
    }

    private void view(View view) {
        console.out().println();
        console.out().println(console.text("cli.bias.view", String.join(" × ", view.columns()), view.reference()));
        console.out().println();
        groups(view);
        console.out().println();
        gaps(view);
        if (!view.judgements().isEmpty()) {
            console.out().println();
            verdicts(view);
        }
        if (!view.calibration().isEmpty()) {
            console.out().println();
            calibration(view);
        }
    }

    private void groups(View view) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(console.text("cli.bias.group"), "n"));
        SHOWN.forEach(rate -> head.add(console.text(rate.words())));
        rows.add(head);
        view.groups().forEach((name, counts) -> {
            List<String> row = new ArrayList<>();
            row.add(name + (view.small().contains(name) ? " *" : ""));
            row.add(console.formats().number(counts.n()));
            SHOWN.forEach(rate -> row.add(share(rate.of(counts))));
            rows.add(row);
        });
        table(rows);
        if (!view.small().isEmpty()) {
            console.out()
                    .println(console.text(
                            "cli.bias.small", report.question().thresholds().minGroup()));
        }
    }

    private void gaps(View view) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                console.text("cli.bias.gap"),
                console.text("cli.bias.value"),
                console.text("cli.bias.interval"),
                console.text("cli.bias.between")));
        view.disparities()
                .forEach((metric, disparity) -> rows.add(List.of(
                        console.text(metric.words()),
                        figure(metric, disparity.value()),
                        interval(metric, disparity),
                        disparity.worst().isEmpty() ? NONE : String.join(" / ", disparity.worst()))));
        table(rows);
    }

    private String interval(Metric metric, Disparity disparity) {
        Interval ci = disparity.ci();
        return ci == null
                ? NONE
                : "[" + figure(metric, ci.low()) + " ; " + figure(metric, ci.high()) + "] "
                        + disparity.method().code();
    }

    private void verdicts(View view) {
        Map<String, Map<Metric, Judgement>> byGroup = new TreeMap<>();
        List<Metric> metrics = new ArrayList<>();
        for (Judgement judgement : view.judgements()) {
            byGroup.computeIfAbsent(judgement.group(), g -> new TreeMap<>()).put(judgement.metric(), judgement);
            if (!metrics.contains(judgement.metric())) {
                metrics.add(judgement.metric());
            }
        }
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(console.text("cli.bias.group")));
        metrics.forEach(metric -> head.add(console.text(metric.words())));
        rows.add(head);
        byGroup.forEach((group, judged) -> {
            List<String> row = new ArrayList<>(List.of(group));
            metrics.forEach(metric -> {
                Judgement judgement = judged.get(metric);
                row.add(judgement == null ? NONE : judgement.verdict().name());
            });
            rows.add(row);
        });
        table(rows);
    }

    private void calibration(View view) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                console.text("cli.bias.group"),
                console.text("cli.bias.scores"),
                "n",
                console.text("cli.bias.mean"),
                console.text("cli.bias.observed")));
        view.calibration().forEach((name, of) -> {
            for (Calibration.Bin bin : of.bins()) {
                String scores = console.formats().number(bin.from(), report.graded() ? 0 : 1);
                rows.add(List.of(
                        name,
                        report.graded()
                                ? scores
                                : scores + "–" + console.formats().number(bin.to(), 1),
                        console.formats().number(bin.observed().of()),
                        console.formats().number(bin.mean(), report.graded() ? 0 : 3),
                        share(bin.observed())));
            }
        });
        table(rows);
    }

    private String share(Proportion share) {
        Double value = share.value();
        Interval ci = share.wilson(report.bound());
        return value == null || ci == null
                ? NONE
                : percent(value) + " [" + percent(ci.low()) + "–" + percent(ci.high()) + "]";
    }

    private String percent(double share) {
        return console.formats().number(share * 100, 1);
    }

    /// A ratio as a number, any other gap in points.
    private String figure(Metric metric, @Nullable Double value) {
        if (value == null) {
            return NONE;
        }
        return metric == Metric.DEMOGRAPHIC_PARITY_RATIO ? console.formats().number(value, 2) : percent(value);
    }

    /// Columns padded to their widest cell, figures to the right.
    private void table(List<List<String>> rows) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(" ");
            for (int c = 0; c < widths.length; c++) {
                line.append(' ')
                        .append(row.get(c))
                        .repeat(' ', widths[c] - row.get(c).length() + 1);
            }
            console.out().println(line.toString().stripTrailing());
        }
    }
}
