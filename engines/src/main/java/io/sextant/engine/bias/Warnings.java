package io.sextant.engine.bias;

import io.sextant.engine.gates.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a reader of a report has to know about its data.
final class Warnings {
    private static final Pattern DECIDED = Pattern.compile("pred|yhat|y_hat|score|prob|decision|décision|output|prédi");
    private static final Pattern TRUE =
            Pattern.compile("label|true|truth|actual|target|outcome|observ|réel|vérité|constat");

    private Warnings() {}

    static List<Words> of(
            Tally tally, Classes label, Classes prediction, List<Fairness.Cell> cells, List<View> single, View whole) {
        List<Words> all = new ArrayList<>();
        Columns columns = tally.columns();
        for (int c = 0; c < columns.groups().size(); c++) {
            long missing = tally.missing(c);
            if (missing > 0) {
                String column = columns.groups().get(c);
                all.add(new Words(
                        lines(missing, Texts.FR) + " sans valeur dans «\u202f" + column
                                + "\u202f»\u202f: un groupe à part, " + Tally.NO_VALUE + ".",
                        lines(missing, Texts.EN) + " without a value in “" + column + "”: a group of their own, "
                                + Tally.NO_VALUE + "."));
            }
            spelled(columns.groups().get(c), tally.values(c), all);
        }
        constant(columns.label(), label, all);
        constant(columns.prediction(), prediction, all);
        merged(columns.label(), label, all);
        merged(columns.prediction(), prediction, all);
        swapped(tally, cells, all);
        agreed(cells, all);
        if (tally.graded()) {
            all.add(
                    new Words(
                            "Le score est une note entière, pas une probabilité\u202f: la calibration est montrée note par note, sans"
                                    + " verdict.",
                            "The score is a whole grade, not a probability: calibration is shown grade by grade, without a verdict."));
        }
        if (whole.groups().size() < 2) {
            all.add(new Words(
                    "Il n’y a qu’un groupe\u202f: rien à comparer.", "There is one group only: nothing to compare."));
        }
        degenerate(whole, all);
        for (int c = 0; c < single.size(); c++) {
            reversed(tally, cells, single.get(c), c, all);
        }
        return all;
    }

    private static String lines(long n, Texts in) {
        return in.count(n) + (in == Texts.FR ? n > 1 ? " lignes" : " ligne" : n == 1 ? " row" : " rows");
    }

    private static void spelled(String column, List<String> values, List<Words> all) {
        Map<String, Set<String>> alike = new TreeMap<>();
        for (String value : values) {
            alike.computeIfAbsent(value.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", " "), v -> new TreeSet<>())
                    .add(value);
        }
        for (Set<String> spellings : alike.values()) {
            if (spellings.size() > 1) {
                all.add(new Words(
                        "Dans «\u202f" + column + "\u202f», «\u202f" + String.join("\u202f», «\u202f", spellings)
                                + "\u202f» sont comptés comme des groupes différents.",
                        "In “" + column + "”, “" + String.join("”, “", spellings)
                                + "” are counted as different groups."));
            }
        }
    }

    private static void constant(String column, Classes classes, List<Words> all) {
        long yes =
                classes.values().keySet().stream().filter(classes::isPositive).count();
        if (yes == 0 || yes == classes.values().size()) {
            boolean negative = yes == 0;
            all.add(new Words(
                    "«\u202f" + column + "\u202f» dit " + (negative ? "non" : "oui")
                            + " à toutes les lignes\u202f: les taux qui comptent les autres n’existent pas.",
                    "“" + column + "” says " + (negative ? "no" : "yes")
                            + " on every row: the rates that count the others do not exist."));
        }
    }

    private static void merged(String column, Classes classes, List<Words> all) {
        Set<String> negative = new TreeSet<>(classes.values().keySet());
        negative.removeAll(classes.positive());
        if (negative.size() > 1 || classes.positive().size() > 1) {
            Set<String> positive = new TreeSet<>(classes.positive());
            all.add(new Words(
                    "«\u202f" + column + "\u202f»\u202f: oui réunit " + String.join(", ", positive)
                            + "\u202f; non réunit " + String.join(", ", negative) + ".",
                    "“" + column + "”: yes takes together " + String.join(", ", positive) + "; no takes together "
                            + String.join(", ", negative) + "."));
        }
    }

    // A prediction is usually a score cut at a threshold; what turned out is not. Names tell as well.
    private static void swapped(Tally tally, List<Fairness.Cell> cells, List<Words> all) {
        String label = tally.columns().label();
        String prediction = tally.columns().prediction();
        boolean cut = tally.columns().score() != null && cut(cells, true) && !cut(cells, false);
        String low = label.toLowerCase(Locale.ROOT);
        String high = prediction.toLowerCase(Locale.ROOT);
        boolean named = DECIDED.matcher(low).find() && !DECIDED.matcher(high).find()
                || TRUE.matcher(high).find()
                        && !TRUE.matcher(low).find()
                        && !DECIDED.matcher(high).find();
        if (cut || named) {
            all.add(new Words(
                    "Le label «\u202f" + label + "\u202f» et la prédiction «\u202f" + prediction
                            + "\u202f» semblent intervertis\u202f: "
                            + (cut ? "c’est le label qui suit le score." : "leurs noms disent l’inverse.")
                            + " Le label est ce qui s’est avéré, la prédiction ce qui a été décidé.",
                    "The label “" + label + "” and the prediction “" + prediction + "” look swapped: "
                            + (cut ? "it is the label that follows the score." : "their names say the opposite.")
                            + " The label is what turned out, the prediction what was decided."));
        }
    }

    /// Whether a threshold on the score gives the label, or the prediction, exactly.
    private static boolean cut(List<Fairness.Cell> cells, boolean label) {
        double mostNo = Double.NEGATIVE_INFINITY;
        double leastYes = Double.POSITIVE_INFINITY;
        for (Fairness.Cell cell : cells) {
            if (label ? cell.positive() : cell.predicted()) {
                leastYes = Math.min(leastYes, cell.slot().least);
            } else {
                mostNo = Math.max(mostNo, cell.slot().most);
            }
        }
        return Double.isFinite(mostNo) && Double.isFinite(leastYes) && mostNo < leastYes;
    }

    private static void agreed(List<Fairness.Cell> cells, List<Words> all) {
        if (cells.stream().allMatch(cell -> cell.positive() == cell.predicted())) {
            all.add(new Words(
                    "Le label et la prédiction disent la même chose à chaque ligne\u202f: est-ce deux fois la même colonne\u202f?",
                    "The label and the prediction say the same on every row: is it the same column twice?"));
        }
    }

    private static void degenerate(View whole, List<Words> all) {
        boolean still = whole.disparities().values().stream()
                .map(Disparity::bootstrap)
                .anyMatch(drawn -> drawn != null && drawn.low() == drawn.high());
        if (still) {
            all.add(new Words(
                    "Un intervalle du bootstrap n’a pas de largeur\u202f: de trop petits groupes donnent toujours 0 ou 1. Il ne dit"
                            + " pas que l’écart est connu exactement.",
                    "An interval of the bootstrap has no width: groups that are too small always give 0 or 1. It does not"
                            + " say that the gap is known exactly."));
        }
    }

    // Simpson's paradox: a gap that turns round within every value of the other columns.
    private static void reversed(Tally tally, List<Fairness.Cell> cells, View view, int column, List<Words> all) {
        int[] others = new int[tally.columns().groups().size() - 1];
        for (int c = 0, at = 0; at < others.length; c++) {
            if (c != column) {
                others[at++] = c;
            }
        }
        Map<String, Map<String, Confusion>> strata = new HashMap<>();
        for (Fairness.Cell cell : cells) {
            strata.computeIfAbsent(Fairness.name(tally, cell.slot(), others), s -> new TreeMap<>())
                    .merge(
                            Fairness.name(tally, cell.slot(), column),
                            Confusion.NONE.plus(cell.positive(), cell.predicted(), cell.slot().count),
                            Confusion::plus);
        }
        Confusion reference = view.groups().get(view.reference());
        Set<String> turned = new LinkedHashSet<>();
        view.groups().forEach((name, group) -> {
            double overall = Math.signum(gap(group, reference));
            Set<Double> within = new HashSet<>();
            int compared = 0;
            for (Map<String, Confusion> stratum : strata.values()) {
                if (stratum.containsKey(name) && stratum.containsKey(view.reference())) {
                    within.add(Math.signum(gap(stratum.get(name), stratum.get(view.reference()))));
                    compared++;
                }
            }
            if (!name.equals(view.reference()) && compared > 1 && overall != 0 && within.equals(Set.of(-overall))) {
                turned.add(name);
            }
        });
        if (!turned.isEmpty()) {
            List<String> names = new ArrayList<>(tally.columns().groups());
            names.remove(column);
            String by = String.join(", ", names);
            all.add(new Words(
                    "L’écart de sélection entre " + String.join(", ", turned) + " et " + view.reference()
                            + " se retourne dès que l’on regarde chaque valeur de «\u202f" + by
                            + "\u202f» (paradoxe de Simpson)\u202f: lisez les intersections avant de conclure.",
                    "The gap in selection between " + String.join(", ", turned) + " and " + view.reference()
                            + " turns round within every value of “" + by
                            + "” (Simpson’s paradox): read the intersections before concluding."));
        }
    }

    private static double gap(@Nullable Confusion group, @Nullable Confusion reference) {
        if (group == null || reference == null) {
            return 0;
        }
        return Rate.SELECTION_RATE.of(group).share()
                - Rate.SELECTION_RATE.of(reference).share();
    }
}
