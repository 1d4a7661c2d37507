package io.sextant.app.cli;

import io.sextant.app.platform.knowledge.BiasKnowledge;
import io.sextant.engine.bias.Calibration;
import io.sextant.engine.bias.Classes;
import io.sextant.engine.bias.Comparison;
import io.sextant.engine.bias.Confusion;
import io.sextant.engine.bias.Disparity;
import io.sextant.engine.bias.Inequality;
import io.sextant.engine.bias.Interval;
import io.sextant.engine.bias.Judgement;
import io.sextant.engine.bias.Proportion;
import io.sextant.engine.bias.Rate;
import io.sextant.engine.bias.Report;
import io.sextant.engine.bias.Thresholds;
import io.sextant.engine.bias.View;
import io.sextant.engine.gates.Words;
import io.sextant.engine.inventory.RuleSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A report of bias for programs. What is undefined is null, never 0.
final class BiasJson {
    private BiasJson() {}

    static Map<String, @Nullable Object> of(Report report, BiasKnowledge knowledge) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("method", Report.METHOD);
        json.put("version", Report.VERSION);
        json.put("knowledge", knowledge.sources().stream().map(BiasJson::source).toList());
        json.put("seed", report.question().seed());
        json.put("trials", report.question().replicates());
        json.put("n", report.all().n());
        json.put("label", classes(report.columns().label(), report.label()));
        json.put("prediction", classes(report.columns().prediction(), report.prediction()));
        json.put("score", report.columns().score());
        json.put("overall", group(report.all(), report.bound()));
        view(report.whole(), report.bound(), json);
        json.put(
                "attributes",
                report.single().stream()
                        .map(view -> attribute(view, report.bound()))
                        .toList());
        json.put("thresholds", thresholds(report));
        json.put("verdict", report.verdict().name());
        json.put("warnings_en", report.warnings().stream().map(Words::en).toList());
        json.put("warnings_fr", report.warnings().stream().map(Words::fr).toList());
        json.put("explanation_en", report.explanation().en());
        json.put("explanation_fr", report.explanation().fr());
        return json;
    }

    private static Map<String, String> source(RuleSource source) {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("id", source.id());
        json.put("version", source.version());
        json.put("sha256", source.sha256());
        return json;
    }

    private static Map<String, Object> classes(String column, Classes classes) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("column", column);
        json.put("positive", new TreeSet<>(classes.positive()));
        json.put("values", new TreeMap<>(classes.values()));
        return json;
    }

    private static Map<String, Object> thresholds(Report report) {
        Thresholds limits = report.question().thresholds();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("max_difference", limits.maxDifference());
        json.put("min_ratio", limits.minRatio());
        json.put("min_group", limits.minGroup());
        json.put("min_denominator", limits.minDenominator());
        json.put("confidence", limits.confidence());
        json.put("comparisons", report.comparisons());
        json.put("correction", "bonferroni");
        return json;
    }

    private static Map<String, @Nullable Object> attribute(View view, double bound) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        view(view, bound, json);
        return json;
    }

    private static void view(View view, double bound, Map<String, @Nullable Object> json) {
        json.put("columns", view.columns());
        json.put("reference", view.reference());
        Map<String, Object> groups = new LinkedHashMap<>();
        view.groups().forEach((name, counts) -> groups.put(name, group(counts, bound)));
        json.put("groups", groups);
        Map<String, Object> disparities = new LinkedHashMap<>();
        view.disparities().forEach((metric, disparity) -> disparities.put(metric.code(), disparity(disparity)));
        json.put("disparities", disparities);
        Map<String, @Nullable Object> fourFifths = fourFifths(view.fourFifths());
        fourFifths.put("without_small_groups", fourFifths(view.fourFifthsLarge()));
        json.put("four_fifths", fourFifths);
        Map<String, Object> versus = new LinkedHashMap<>();
        view.versus().forEach((name, rates) -> {
            Map<String, Object> compared = new LinkedHashMap<>();
            rates.forEach((rate, comparison) -> compared.put(rate.code(), comparison(comparison)));
            versus.put(name, compared);
        });
        json.put("versus_reference", versus);
        json.put("inequality", inequality(view.inequality()));
        Map<String, Object> calibration = new LinkedHashMap<>();
        view.calibration().forEach((name, of) -> calibration.put(name, calibration(of, bound)));
        json.put("calibration", calibration);
        json.put("small_groups", view.small());
        json.put("verdicts", view.judgements().stream().map(BiasJson::judgement).toList());
    }

    private static Map<String, @Nullable Object> group(Confusion counts, double bound) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("n", counts.n());
        for (Rate rate : Rate.values()) {
            json.put(rate.code(), proportion(rate.of(counts), bound));
        }
        return json;
    }

    private static Map<String, @Nullable Object> proportion(Proportion share, double bound) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("value", share.value());
        json.put("ci", interval(share.wilson(bound)));
        json.put("hits", share.hits());
        json.put("of", share.of());
        return json;
    }

    private static @Nullable List<Double> interval(@Nullable Interval interval) {
        return interval == null ? null : List.of(interval.low(), interval.high());
    }

    private static Map<String, @Nullable Object> disparity(Disparity disparity) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("value", disparity.value());
        json.put("ci", interval(disparity.ci()));
        json.put("ci_method", disparity.ci() == null ? null : disparity.method().code());
        json.put("worst", disparity.worst());
        json.put("pair_ci", interval(disparity.pair()));
        Disparity.Quantiles drawn = disparity.bootstrap();
        json.put("bootstrap", drawn == null ? null : List.of(drawn.low(), drawn.median(), drawn.high()));
        json.put("bootstrap_replicates", drawn == null ? null : drawn.replicates());
        json.put("undefined_groups", disparity.undefined());
        return json;
    }

    private static Map<String, @Nullable Object> fourFifths(View.FourFifths rule) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("passed", rule.passed());
        json.put("ratio", rule.ratio());
        return json;
    }

    private static Map<String, @Nullable Object> comparison(Comparison comparison) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("difference", comparison.difference());
        json.put("difference_ci", interval(comparison.newcombe()));
        json.put("ratio", comparison.ratio());
        json.put("ratio_ci", interval(comparison.katz()));
        json.put("z", comparison.z());
        json.put("p", comparison.p());
        return json;
    }

    private static Map<String, @Nullable Object> inequality(Inequality inequality) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("theil_index", inequality.theil());
        json.put("generalized_entropy_2", inequality.entropy());
        json.put("between_group_theil", inequality.betweenTheil());
        json.put("between_group_ge2", inequality.betweenEntropy());
        return json;
    }

    private static Map<String, @Nullable Object> calibration(Calibration calibration, double bound) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("observed", proportion(calibration.observed(), bound));
        json.put("mean_score", calibration.mean());
        json.put("gap", calibration.gap());
        json.put("expected_calibration_error", calibration.error());
        json.put("auc", calibration.auc());
        json.put("bins", calibration.bins().stream().map(bin -> bin(bin, bound)).toList());
        return json;
    }

    private static Map<String, Object> bin(Calibration.Bin bin, double bound) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from", bin.from());
        json.put("to", bin.to());
        json.put("mean_score", bin.mean());
        json.put("observed", proportion(bin.observed(), bound));
        return json;
    }

    private static Map<String, @Nullable Object> judgement(Judgement judgement) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("metric", judgement.metric().code());
        json.put("group", judgement.group());
        json.put("verdict", judgement.verdict().name());
        json.put("value", judgement.value());
        json.put("ci", interval(judgement.ci()));
        json.put("joint_ci", interval(judgement.joint()));
        json.put("verdict_alone", judgement.alone().name());
        Judgement.Because because = judgement.because();
        json.put("because", because == null ? null : because.name().toLowerCase(Locale.ROOT));
        return json;
    }
}
