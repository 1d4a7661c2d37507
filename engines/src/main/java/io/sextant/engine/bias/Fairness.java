package io.sextant.engine.bias;

import io.sextant.engine.gates.Nearest;
import io.sextant.engine.gates.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Judges a tally: rates, gaps, verdicts.
///
/// Each verdict is about one group against the reference. It is drawn from an interval that is widened by Bonferroni's
/// inequality, so that all verdicts hold together with the confidence asked for. The parity of false negatives is that
/// of true
/// positives seen from the other side, and equalised odds joins two parities; neither is a comparison of its own.
public final class Fairness {
    private Fairness() {}

    /// Judges what was counted, or says why that cannot be done.
    public static Answer judge(Tally tally, Question question) {
        List<Problem> problems = new ArrayList<>(tally.problems());
        Columns columns = tally.columns();
        if (tally.rows() == 0) {
            problems.add(new Problem(
                    0,
                    "",
                    "",
                    new Words("Il n’y a pas de ligne à juger.", "There is no row to judge."),
                    new Words("Vérifiez que l’export est allé à son terme.", "Check that the export ran to its end.")));
        }
        if (!problems.isEmpty()) {
            return new Answer.Refused(problems);
        }
        List<Slot> slots = tally.slots();
        Map<String, Long> labels = counted(slots, tally.labels(), true);
        Map<String, Long> predictions = counted(slots, tally.predictions(), false);
        unknown(question.positive(), labels, predictions, problems);
        if (!problems.isEmpty()) {
            return new Answer.Refused(problems);
        }
        Classes label = Classes.of(columns.label(), labels, question.positive(), problems);
        Classes prediction = Classes.of(columns.prediction(), predictions, question.positive(), problems);
        if (!problems.isEmpty()) {
            return new Answer.Refused(problems);
        }
        List<Cell> cells = cells(tally, slots, label, prediction);
        Grouped whole = grouped(
                tally, cells, IntStream.range(0, columns.groups().size()).toArray());
        String reference = question.reference();
        if (reference != null && !whole.groups.containsKey(reference)) {
            problems.add(noReference(reference, whole.groups.keySet()));
            return new Answer.Refused(problems);
        }
        List<Grouped> views = new ArrayList<>();
        if (columns.groups().size() > 1) {
            for (int c = 0; c < columns.groups().size(); c++) {
                views.add(grouped(tally, cells, c));
            }
        }
        views.add(whole);
        return new Answer.Judged(report(tally, question, label, prediction, cells, views));
    }

    private static Map<String, Long> counted(List<Slot> slots, List<String> values, boolean label) {
        Map<String, Long> counts = new TreeMap<>();
        for (Slot slot : slots) {
            counts.merge(values.get(label ? slot.label() : slot.prediction()), slot.count, Long::sum);
        }
        return counts;
    }

    private static void unknown(
            List<String> named, Map<String, Long> labels, Map<String, Long> predictions, List<Problem> problems) {
        Set<String> known = new HashSet<>(labels.keySet());
        known.addAll(predictions.keySet());
        for (String value : named) {
            if (!known.contains(value)) {
                String near = Nearest.to(value, known);
                String all = String.join(", ", known.stream().sorted().limit(12).toList());
                problems.add(new Problem(
                        0,
                        "--positive",
                        value,
                        new Words(
                                "Ni le label ni la prédiction n’ont cette valeur.",
                                "Neither the label nor the prediction has this value."),
                        near.isEmpty()
                                ? new Words("Leurs valeurs\u202f: " + all + ".", "Their values: " + all + ".")
                                : new Words(
                                        "Vouliez-vous dire «\u202f" + near + "\u202f»\u202f? Leurs valeurs\u202f: "
                                                + all + ".",
                                        "Did you mean “" + near + "”? Their values: " + all + ".")));
            }
        }
    }

    private static Problem noReference(String reference, Set<String> groups) {
        String near = Nearest.to(reference, groups);
        String all = String.join(", ", groups.stream().limit(12).toList()) + (groups.size() > 12 ? "…" : "");
        return new Problem(
                0,
                "--reference",
                reference,
                new Words("Il n’y a pas de groupe de ce nom.", "There is no group of this name."),
                near.isEmpty()
                        ? new Words("Les groupes\u202f: " + all + ".", "The groups: " + all + ".")
                        : new Words(
                                "Vouliez-vous dire «\u202f" + near + "\u202f»\u202f? Les groupes\u202f: " + all + ".",
                                "Did you mean “" + near + "”? The groups: " + all + "."));
    }

    // ----------------------------------------------------------------------------------------------------- grouping

    /// A slot whose meaning is decided.
    record Cell(Slot slot, boolean positive, boolean predicted) {}

    /// People in their groups.
    ///
    /// @param columns places of the columns that group them
    record Grouped(int[] columns, List<String> names, Map<String, Confusion> groups, Map<String, Scores> scores) {}

    private static List<Cell> cells(Tally tally, List<Slot> slots, Classes label, Classes prediction) {
        return slots.stream()
                .map(slot -> new Cell(
                        slot,
                        label.isPositive(tally.labels().get(slot.label())),
                        prediction.isPositive(tally.predictions().get(slot.prediction()))))
                .toList();
    }

    private static Grouped grouped(Tally tally, List<Cell> cells, int... by) {
        Map<String, Confusion> groups = new TreeMap<>();
        Map<String, Scores> scores = new TreeMap<>();
        boolean scored = tally.columns().score() != null;
        for (Cell cell : cells) {
            String name = name(tally, cell.slot, by);
            groups.put(
                    name,
                    groups.getOrDefault(name, Confusion.NONE).plus(cell.positive, cell.predicted, cell.slot.count));
            if (scored) {
                scores.computeIfAbsent(name, g -> new Scores(tally.grades(), tally.graded()))
                        .add(cell.slot, cell.positive);
            }
        }
        List<String> names =
                IntStream.of(by).mapToObj(tally.columns().groups()::get).toList();
        return new Grouped(by, names, groups, scores);
    }

    static String name(Tally tally, Slot slot, int... by) {
        if (by.length == 1) {
            return tally.values(by[0]).get(slot.group(by[0]));
        }
        List<String> parts = new ArrayList<>();
        for (int c : by) {
            parts.add(tally.values(c).get(slot.group(c)).replace("|", "\\|"));
        }
        return String.join("|", parts);
    }

    // ------------------------------------------------------------------------------------------------------ judging

    private static Report report(
            Tally tally,
            Question question,
            Classes label,
            Classes prediction,
            List<Cell> cells,
            List<Grouped> grouped) {
        Thresholds limits = question.thresholds();
        double alone = Normal.bound(limits.confidence());
        List<String> references =
                grouped.stream().map(g -> reference(tally, question, cells, g)).toList();
        List<List<Candidate>> compared = new ArrayList<>();
        int comparisons = 0;
        for (int v = 0; v < grouped.size(); v++) {
            List<Candidate> all = comparables(grouped.get(v), references.get(v), limits, tally.graded());
            compared.add(all);
            comparisons += (int) all.stream().filter(Candidate::counts).count();
        }
        double joint = Normal.bound(1 - (1 - limits.confidence()) / Math.max(1, comparisons));
        List<View> views = new ArrayList<>();
        for (int v = 0; v < grouped.size(); v++) {
            views.add(view(grouped.get(v), references.get(v), compared.get(v), question, alone, joint));
        }
        View whole = views.removeLast();
        Confusion all = whole.groups().values().stream().reduce(Confusion.NONE, Confusion::plus);
        List<Judgement> judgements = new ArrayList<>(whole.judgements());
        views.forEach(view -> judgements.addAll(view.judgements()));
        Verdict verdict = overall(judgements);
        List<Words> warnings = Warnings.of(tally, label, prediction, cells, views, whole);
        Words explanation =
                Explanation.of(tally.columns(), question, all, whole, views, judgements, comparisons, joint, verdict);
        return new Report(
                tally.columns(),
                label,
                prediction,
                question,
                all,
                whole,
                views,
                alone,
                comparisons,
                tally.graded(),
                verdict,
                warnings,
                explanation);
    }

    /// The group that others are compared with: its part of the name that was given, or the largest.
    private static String reference(Tally tally, Question question, List<Cell> cells, Grouped grouped) {
        String given = question.reference();
        if (given != null) {
            int[] all = IntStream.range(0, tally.columns().groups().size()).toArray();
            for (Cell cell : cells) {
                if (name(tally, cell.slot, all).equals(given)) {
                    return name(tally, cell.slot, grouped.columns);
                }
            }
        }
        String largest = "";
        long most = -1;
        for (var group : grouped.groups.entrySet()) {
            if (group.getValue().n() > most) {
                most = group.getValue().n();
                largest = group.getKey();
            }
        }
        return largest;
    }

    /// One metric of one group, ready to be judged at any confidence.
    ///
    /// @param group its rate; absent for equalised odds
    /// @param reference the rate it is compared with, or absent for a comparison with the scores
    private record Candidate(
            Metric metric,
            String name,
            @Nullable Proportion group,
            @Nullable Proportion reference,
            double promised,
            Judgement.@Nullable Because because) {
        /// Whether it is a comparison of its own.
        boolean counts() {
            return because == null && group != null && metric != Metric.FNR_DIFFERENCE;
        }

        @Nullable
        Double value() {
            Proportion rate = group;
            Proportion other = reference;
            if (rate == null || rate.of() == 0) {
                return null;
            }
            if (other == null) {
                return rate.share() - promised;
            }
            Comparison compared = Comparison.of(rate, other, 1);
            return metric == Metric.DEMOGRAPHIC_PARITY_RATIO ? compared.ratio() : compared.difference();
        }

        @Nullable
        Interval interval(double bound) {
            Proportion rate = group;
            Proportion other = reference;
            if (rate == null || rate.of() == 0) {
                return null;
            }
            if (other == null) {
                Interval score = rate.score(bound);
                return new Interval(score.low() - promised, score.high() - promised);
            }
            Comparison compared = Comparison.of(rate, other, bound);
            return metric == Metric.DEMOGRAPHIC_PARITY_RATIO ? compared.katz() : compared.newcombe();
        }
    }

    private static List<Candidate> comparables(Grouped grouped, String reference, Thresholds limits, boolean graded) {
        List<Candidate> all = new ArrayList<>();
        Confusion other = grouped.groups.getOrDefault(reference, Confusion.NONE);
        for (Metric metric : Metric.values()) {
            for (var entry : grouped.groups.entrySet()) {
                String name = entry.getKey();
                Confusion group = entry.getValue();
                if (metric == Metric.CALIBRATION_GAP) {
                    Scores scores = grouped.scores.get(name);
                    Double mean = scores == null || graded
                            ? null
                            : scores.calibration().mean();
                    if (mean != null) {
                        Judgement.Because because =
                                group.n() < limits.minGroup() ? Judgement.Because.SMALL_GROUP : null;
                        all.add(new Candidate(metric, name, Rate.BASE_RATE.of(group), null, mean, because));
                    }
                } else if (name.equals(reference)) {
                    continue;
                } else if (metric == Metric.EQUALIZED_ODDS_DIFFERENCE) {
                    all.add(new Candidate(metric, name, null, null, 0, null));
                } else {
                    Rate rate = metric.rates().getFirst();
                    Proportion mine = rate.of(group);
                    Proportion theirs = rate.of(other);
                    all.add(new Candidate(
                            metric, name, mine, theirs, 0, because(metric, group, other, mine, theirs, limits)));
                }
            }
        }
        return all;
    }

    private static Judgement.@Nullable Because because(
            Metric metric, Confusion group, Confusion other, Proportion mine, Proportion theirs, Thresholds limits) {
        if (mine.of() == 0 || theirs.of() == 0) {
            return Judgement.Because.NOBODY_COUNTED;
        }
        if (Math.min(group.n(), other.n()) < limits.minGroup()) {
            return Judgement.Because.SMALL_GROUP;
        }
        if (Math.min(mine.of(), theirs.of()) < limits.minDenominator()) {
            return Judgement.Because.FEW_COUNTED;
        }
        return metric == Metric.DEMOGRAPHIC_PARITY_RATIO && (mine.hits() == 0 || theirs.hits() == 0)
                ? Judgement.Because.NOBODY_SELECTED
                : null;
    }

    private static List<Judgement> judgements(List<Candidate> compared, Thresholds limits, double alone, double joint) {
        Map<Metric, Map<String, Judgement>> made = new EnumMap<>(Metric.class);
        for (Candidate one : compared) {
            if (one.metric != Metric.EQUALIZED_ODDS_DIFFERENCE) {
                made.computeIfAbsent(one.metric, m -> new LinkedHashMap<>())
                        .put(one.name, judgement(one, limits, alone, joint));
            }
        }
        List<Judgement> all = new ArrayList<>();
        for (Candidate one : compared) {
            Map<String, Judgement> known = made.getOrDefault(one.metric, Map.of());
            Judgement judged = known.get(one.name);
            all.add(judged != null ? judged : odds(one.name, made));
        }
        return all;
    }

    private static Judgement judgement(Candidate one, Thresholds limits, double alone, double joint) {
        Judgement.Because because = one.because;
        Interval ci = one.interval(alone);
        Interval wide = one.interval(joint);
        if (because != null || ci == null || wide == null) {
            Judgement.Because reason = because == null ? Judgement.Because.NOBODY_COUNTED : because;
            Verdict verdict =
                    switch (reason) {
                        case SMALL_GROUP, FEW_COUNTED -> Verdict.SUPPRESSED;
                        case NOBODY_COUNTED, NOBODY_SELECTED -> Verdict.NOT_ESTIMABLE;
                    };
            return new Judgement(one.metric, one.name, one.value(), ci, null, verdict, verdict, reason);
        }
        return new Judgement(
                one.metric,
                one.name,
                one.value(),
                ci,
                wide,
                verdict(one.metric, wide, limits),
                verdict(one.metric, ci, limits),
                null);
    }

    /// A ratio is tolerated on both sides: from the limit to its inverse.
    private static Verdict verdict(Metric metric, Interval interval, Thresholds limits) {
        boolean ratio = metric == Metric.DEMOGRAPHIC_PARITY_RATIO;
        double from = ratio ? limits.minRatio() : -limits.maxDifference();
        double to = ratio ? 1 / limits.minRatio() : limits.maxDifference();
        return interval.inside(from, to)
                ? Verdict.PASS
                : interval.outside(from, to) ? Verdict.FAIL : Verdict.INCONCLUSIVE;
    }

    /// Equalised odds holds where both parities do, and fails where one does.
    private static Judgement odds(String group, Map<Metric, Map<String, Judgement>> made) {
        Judgement first = part(Metric.EQUAL_OPPORTUNITY_DIFFERENCE, group, made);
        Judgement second = part(Metric.FPR_DIFFERENCE, group, made);
        Double one = first.value();
        Double other = second.value();
        Double value = one == null || other == null ? null : (Double) Math.max(Math.abs(one), Math.abs(other));
        return new Judgement(
                Metric.EQUALIZED_ODDS_DIFFERENCE,
                group,
                value,
                null,
                null,
                both(first.verdict(), second.verdict()),
                both(first.alone(), second.alone()),
                first.because() != null ? first.because() : second.because());
    }

    private static Judgement part(Metric metric, String group, Map<Metric, Map<String, Judgement>> made) {
        Judgement judged = made.getOrDefault(metric, Map.of()).get(group);
        if (judged == null) {
            throw new IllegalStateException(metric + " is judged for every group");
        }
        return judged;
    }

    private static Verdict both(Verdict one, Verdict other) {
        for (Verdict first : List.of(Verdict.FAIL, Verdict.NOT_ESTIMABLE, Verdict.SUPPRESSED, Verdict.INCONCLUSIVE)) {
            if (one == first || other == first) {
                return first;
            }
        }
        return Verdict.PASS;
    }

    /// What holds of the whole: nothing passes while a group could not be judged.
    static Verdict overall(List<Judgement> judgements) {
        Set<Verdict> found = new HashSet<>();
        judgements.forEach(judgement -> found.add(judgement.verdict()));
        if (found.contains(Verdict.FAIL)) {
            return Verdict.FAIL;
        }
        if (found.contains(Verdict.INCONCLUSIVE)) {
            return Verdict.INCONCLUSIVE;
        }
        if (found.contains(Verdict.PASS)) {
            return found.size() == 1 ? Verdict.PASS : Verdict.INCONCLUSIVE;
        }
        return found.equals(Set.of(Verdict.SUPPRESSED)) ? Verdict.SUPPRESSED : Verdict.NOT_ESTIMABLE;
    }

    // --------------------------------------------------------------------------------------------------------- views

    private static View view(
            Grouped grouped,
            String reference,
            List<Candidate> compared,
            Question question,
            double alone,
            double joint) {
        Thresholds limits = question.thresholds();
        Map<String, Map<Rate, Comparison>> versus = new LinkedHashMap<>();
        Confusion other = grouped.groups.getOrDefault(reference, Confusion.NONE);
        grouped.groups.forEach((name, group) -> {
            if (!name.equals(reference)) {
                Map<Rate, Comparison> rates = new EnumMap<>(Rate.class);
                for (Rate rate : Rate.values()) {
                    rates.put(rate, Comparison.of(rate.of(group), rate.of(other), alone));
                }
                versus.put(name, rates);
            }
        });
        Map<Metric, Disparity.Quantiles> drawn = question.replicates() == 0 || grouped.groups.size() < 2
                ? Map.of()
                : Bootstrap.of(
                        List.copyOf(grouped.groups.values()),
                        question.replicates(),
                        question.seed(),
                        limits.confidence());
        Map<Metric, Disparity> disparities = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            if (metric.between()) {
                disparities.put(metric, disparity(metric, grouped.groups, drawn.get(metric), alone));
            }
        }
        Map<String, Confusion> large = new TreeMap<>(grouped.groups);
        large.values().removeIf(group -> group.n() < limits.minGroup());
        Map<String, Calibration> calibration = new LinkedHashMap<>();
        grouped.scores.forEach((name, scores) -> calibration.put(name, scores.calibration()));
        return new View(
                grouped.names,
                reference,
                Collections.unmodifiableMap(grouped.groups),
                versus,
                disparities,
                fourFifths(grouped.groups, limits),
                fourFifths(large, limits),
                Inequality.of(grouped.groups.values()),
                calibration,
                grouped.groups.keySet().stream()
                        .filter(name -> !large.containsKey(name))
                        .toList(),
                judgements(compared, limits, alone, joint));
    }

    /// The groups with the smallest and the largest rate.
    private record Ends(String low, Proportion least, String high, Proportion most) {
        double gap() {
            return most.share() - least.share();
        }
    }

    private static @Nullable Ends ends(Rate rate, Map<String, Confusion> groups, Set<String> undefined) {
        Ends ends = null;
        int defined = 0;
        for (var group : groups.entrySet()) {
            Proportion share = rate.of(group.getValue());
            if (share.of() == 0) {
                undefined.add(group.getKey());
                continue;
            }
            defined++;
            if (ends == null) {
                ends = new Ends(group.getKey(), share, group.getKey(), share);
            } else if (share.share() < ends.least.share()) {
                ends = new Ends(group.getKey(), share, ends.high, ends.most);
            } else if (share.share() > ends.most.share()) {
                ends = new Ends(ends.low, ends.least, group.getKey(), share);
            }
        }
        return defined < 2 || ends == null ? null : ends.low.equals(ends.high) ? alike(rate, groups, ends) : ends;
    }

    /// Where all rates are the same, the first two groups that have one stand for all.
    private static Ends alike(Rate rate, Map<String, Confusion> groups, Ends ends) {
        for (var group : groups.entrySet()) {
            Proportion share = rate.of(group.getValue());
            if (share.of() > 0 && !group.getKey().equals(ends.low)) {
                return new Ends(ends.low, ends.least, group.getKey(), share);
            }
        }
        throw new IllegalStateException("two groups have the rate");
    }

    private static Disparity disparity(
            Metric metric, Map<String, Confusion> groups, Disparity.@Nullable Quantiles drawn, double bound) {
        Set<String> undefined = new TreeSet<>();
        Ends widest = null;
        for (Rate rate : metric.rates()) {
            Ends ends = ends(rate, groups, undefined);
            if (ends != null && (widest == null || ends.gap() > widest.gap())) {
                widest = ends;
            }
        }
        boolean ratio = metric == Metric.DEMOGRAPHIC_PARITY_RATIO;
        Disparity.Method exact = ratio ? Disparity.Method.KATZ : Disparity.Method.NEWCOMBE;
        List<String> missing = List.copyOf(undefined);
        if (widest == null || ratio && widest.most.hits() == 0) {
            return new Disparity(null, null, exact, List.of(), null, null, missing);
        }
        Double value = ratio ? widest.least.share() / widest.most.share() : widest.gap();
        Interval pair = ratio
                ? Comparison.katz(widest.least, widest.most, bound)
                : Comparison.newcombe(widest.most, widest.least, bound);
        Interval ci = pair;
        Disparity.Method method = exact;
        // Beyond two groups, and for a gap that is the larger of two, the pair was chosen by its size.
        if (drawn != null
                && (groups.size() - missing.size() > 2 || metric.rates().size() > 1)) {
            ci = new Interval(drawn.low(), drawn.high());
            method = Disparity.Method.BOOTSTRAP;
        }
        return new Disparity(value, ci, method, List.of(widest.low, widest.high), pair, drawn, missing);
    }

    private static View.FourFifths fourFifths(Map<String, Confusion> groups, Thresholds limits) {
        Ends ends = ends(Rate.SELECTION_RATE, groups, new HashSet<>());
        if (ends == null || ends.most.hits() == 0) {
            return new View.FourFifths(null, null);
        }
        double ratio = ends.least.share() / ends.most.share();
        return new View.FourFifths(ratio, ratio >= limits.minRatio());
    }
}
