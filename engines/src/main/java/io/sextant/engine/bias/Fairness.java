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
import java.util.stream.IntStream;

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
        List<List<Judging.Candidate>> compared = new ArrayList<>();
        int comparisons = 0;
        for (int v = 0; v < grouped.size(); v++) {
            List<Judging.Candidate> all = Judging.candidates(grouped.get(v), references.get(v), limits, tally.graded());
            compared.add(all);
            comparisons += (int) all.stream().filter(Judging.Candidate::counts).count();
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
        Verdict verdict = Judging.overall(judgements);
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

    // --------------------------------------------------------------------------------------------------------- views

    private static View view(
            Grouped grouped,
            String reference,
            List<Judging.Candidate> compared,
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
                disparities.put(metric, Gaps.disparity(metric, grouped.groups, drawn.get(metric), alone));
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
                Gaps.fourFifths(grouped.groups, limits),
                Gaps.fourFifths(large, limits),
                Inequality.of(grouped.groups.values()),
                calibration,
                grouped.groups.keySet().stream()
                        .filter(name -> !large.containsKey(name))
                        .toList(),
                Judging.judgements(compared, limits, alone, joint));
    }
}
