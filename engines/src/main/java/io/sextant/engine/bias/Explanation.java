package io.sextant.engine.bias;

import io.sextant.engine.gates.Words;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A report in sentences, in both languages: what was compared, what the data establish, what they do not, and how far
/// that may be taken.
final class Explanation {
    private final StringBuilder fr = new StringBuilder();
    private final StringBuilder en = new StringBuilder();

    private Explanation() {}

    static Words of(
            Columns columns,
            Question question,
            Confusion all,
            View whole,
            List<View> single,
            List<Judgement> judgements,
            int comparisons,
            double joint,
            Verdict verdict) {
        var text = new Explanation();
        text.compared(columns, question, all, whole, single);
        text.verdict(verdict, question.thresholds());
        text.counts(judgements);
        text.widest(whole, single);
        text.small(whole, question.thresholds());
        text.together(judgements, comparisons, question.thresholds());
        text.impossible(whole, joint);
        text.say(
                "Un verdict porte sur ces données et sur ces tolérances, qui sont des conventions\u202f; qu’un écart soit licite ou"
                        + " justifié est une autre question.",
                "A verdict is about these data and these tolerances, which are conventions; whether a gap is lawful or justified"
                        + " is another question.");
        return new Words(text.fr.toString(), text.en.toString());
    }

    private void say(String french, String english) {
        fr.append(fr.isEmpty() ? "" : " ").append(french);
        en.append(en.isEmpty() ? "" : " ").append(english);
    }

    private void compared(Columns columns, Question question, Confusion all, View whole, List<View> single) {
        String by = String.join(" × ", columns.groups());
        int groups = whole.groups().size();
        boolean each = !single.isEmpty();
        boolean named = question.reference() != null;
        say(
                Texts.FR.count(all.n()) + (all.n() > 1 ? " lignes" : " ligne") + " en " + Texts.FR.count(groups)
                        + (groups > 1 ? " groupes" : " groupe") + " (" + by + (each ? ", et chaque colonne seule" : "")
                        + ")"
                        + (groups > 1
                                ? ", comparés à «\u202f" + whole.reference() + "\u202f», "
                                        + (named ? "le groupe choisi." : "le plus nombreux.")
                                : "."),
                Texts.EN.count(all.n()) + (all.n() == 1 ? " row" : " rows") + " in " + Texts.EN.count(groups)
                        + (groups == 1 ? " group" : " groups") + " (" + by + (each ? ", and each column by itself" : "")
                        + ")"
                        + (groups > 1
                                ? ", compared with “" + whole.reference() + "”, "
                                        + (named ? "the group chosen." : "the largest.")
                                : "."));
    }

    private void verdict(Verdict verdict, Thresholds limits) {
        String points = Texts.FR.points(limits.maxDifference());
        String ratio = Texts.FR.number(limits.minRatio(), 3);
        String pointsEn = Texts.EN.points(limits.maxDifference());
        String ratioEn = Texts.EN.number(limits.minRatio(), 3);
        switch (verdict) {
            case FAIL ->
                say(
                        "Les données établissent au moins un écart au-delà de ce qui est toléré (" + points
                                + " points, ou un rapport de " + ratio + ").",
                        "The data establish at least one gap beyond what is tolerated (" + pointsEn
                                + " points, or a ratio of " + ratioEn + ").");
            case PASS ->
                say(
                        "Les données établissent que chaque écart reste dans ce qui est toléré (" + points
                                + " points, et un rapport de " + ratio + ").",
                        "The data establish that every gap stays within what is tolerated (" + pointsEn
                                + " points, and a ratio of " + ratioEn + ").");
            case INCONCLUSIVE ->
                say(
                        "Les données ne permettent pas de conclure\u202f: aucun écart n’est établi au-delà de ce qui est toléré ("
                                + points + " points, ou un rapport de " + ratio
                                + "), et l’absence d’écart ne l’est pas partout non plus.",
                        "The data do not decide: no gap is established beyond what is tolerated (" + pointsEn
                                + " points, or a ratio of " + ratioEn + "), nor is the absence of one everywhere.");
            case NOT_ESTIMABLE ->
                say(
                        "Aucun verdict n’est possible\u202f: ce qu’il faudrait comparer n’existe pas dans ces données.",
                        "No verdict is possible: what would have to be compared does not exist in these data.");
            case SUPPRESSED ->
                say(
                        "Aucun verdict n’est donné\u202f: tous les groupes sont trop petits.",
                        "No verdict is given: all groups are too small.");
        }
    }

    private void counts(List<Judgement> judgements) {
        if (judgements.isEmpty()) {
            return;
        }
        int[] n = new int[Verdict.values().length];
        judgements.forEach(judgement -> n[judgement.verdict().ordinal()]++);
        say(
                "Verdicts\u202f: " + n[Verdict.FAIL.ordinal()] + " FAIL, " + n[Verdict.PASS.ordinal()] + " PASS, "
                        + n[Verdict.INCONCLUSIVE.ordinal()] + " INCONCLUSIVE, " + n[Verdict.NOT_ESTIMABLE.ordinal()]
                        + " NOT_ESTIMABLE (personne à compter), " + n[Verdict.SUPPRESSED.ordinal()]
                        + " SUPPRESSED (trop peu de monde).",
                "Verdicts: " + n[Verdict.FAIL.ordinal()] + " FAIL, " + n[Verdict.PASS.ordinal()] + " PASS, "
                        + n[Verdict.INCONCLUSIVE.ordinal()] + " INCONCLUSIVE, " + n[Verdict.NOT_ESTIMABLE.ordinal()]
                        + " NOT_ESTIMABLE (nobody to count), " + n[Verdict.SUPPRESSED.ordinal()]
                        + " SUPPRESSED (too few people).");
    }

    /// The widest gap that fails, among single columns first: what is easiest to act on.
    private void widest(View whole, List<View> single) {
        Optional<View> view = single.stream()
                .filter(one -> worst(one).isPresent())
                .max(Comparator.comparingDouble(
                        one -> worst(one).map(Explanation::size).orElse(0.0)));
        View shown = view.orElse(whole);
        worst(shown).ifPresent(gap -> {
            Rate rate = gap.metric().rates().getFirst();
            Interval joint = gap.joint();
            Confusion group = shown.groups().get(gap.group());
            Confusion reference = shown.groups().get(shown.reference());
            Double value = gap.value();
            if (joint == null || group == null || reference == null || value == null) {
                return;
            }
            say(
                    "Le plus large\u202f: " + rate.words().fr() + " de "
                            + Texts.FR.percent(rate.of(group).value()) + " pour «\u202f"
                            + gap.group() + "\u202f» contre "
                            + Texts.FR.percent(rate.of(reference).value())
                            + " pour «\u202f" + shown.reference() + "\u202f», soit " + Texts.FR.points(value)
                            + " points (entre " + Texts.FR.points(joint.low()) + " et " + Texts.FR.points(joint.high())
                            + ", tous verdicts ensemble).",
                    "The widest: " + rate.words().en() + " "
                            + Texts.EN.percent(rate.of(group).value()) + " for “"
                            + gap.group() + "” against "
                            + Texts.EN.percent(rate.of(reference).value()) + " for “"
                            + shown.reference() + "”, which is " + Texts.EN.points(value) + " points (between "
                            + Texts.EN.points(joint.low()) + " and " + Texts.EN.points(joint.high())
                            + ", all verdicts together).");
        });
    }

    private static Optional<Judgement> worst(View view) {
        return view.judgements().stream()
                .filter(judgement -> judgement.verdict() == Verdict.FAIL
                        && judgement.joint() != null
                        && judgement.metric().between()
                        && judgement.metric() != Metric.DEMOGRAPHIC_PARITY_RATIO)
                .max(Comparator.comparingDouble(Explanation::size));
    }

    private static double size(Judgement judgement) {
        Double value = judgement.value();
        return value == null ? 0 : Math.abs(value);
    }

    private void small(View whole, Thresholds limits) {
        List<String> small = whole.small();
        if (small.isEmpty()) {
            return;
        }
        int shown = Math.min(small.size(), 8);
        String names = String.join(", ", small.subList(0, shown)) + (small.size() > shown ? "…" : "");
        boolean one = small.size() == 1;
        say(
                Texts.FR.count(small.size()) + (one ? " groupe a" : " groupes ont") + " moins de "
                        + Texts.FR.count(limits.minGroup()) + " personnes (" + names + ")\u202f: "
                        + (one ? "ses" : "leurs") + " taux sont montrés, aucun verdict n’en est tiré.",
                Texts.EN.count(small.size()) + (one ? " group has" : " groups have") + " fewer than "
                        + Texts.EN.count(limits.minGroup()) + " people (" + names + "): " + (one ? "its" : "their")
                        + " rates are shown, no verdict is drawn from them.");
    }

    private void together(List<Judgement> judgements, int comparisons, Thresholds limits) {
        if (comparisons < 2) {
            return;
        }
        long softened = judgements.stream()
                .filter(judgement ->
                        judgement.verdict() == Verdict.INCONCLUSIVE && judgement.alone() != Verdict.INCONCLUSIVE)
                .count();
        String confidence = Texts.FR.percent(limits.confidence());
        String confidenceEn = Texts.EN.percent(limits.confidence());
        say(
                Texts.FR.count(comparisons)
                        + " comparaisons sont faites à la fois\u202f: chaque verdict vient d’un intervalle élargi (Bonferroni) pour que"
                        + " tous tiennent ensemble à " + confidence
                        + (softened > 0
                                ? "\u202f; " + Texts.FR.count(softened)
                                        + (softened > 1 ? " seraient tranchés" : " serait tranché")
                                        + " si on les regardait seuls."
                                : "."),
                Texts.EN.count(comparisons)
                        + " comparisons are made at once: each verdict is drawn from an interval widened (Bonferroni) so that all"
                        + " hold together at " + confidenceEn
                        + (softened > 0
                                ? "; " + Texts.EN.count(softened) + " would be decided if looked at alone."
                                : "."));
    }

    /// Chouldechova (2017): with unequal base rates, predictive parity and equal error rates exclude one another unless
    /// the decisions are perfect.
    private void impossible(View whole, double joint) {
        Confusion reference = whole.groups().get(whole.reference());
        boolean apart = whole.groups().values().stream().anyMatch(group -> apart(group, reference, joint));
        if (apart) {
            say(
                    "Les taux de base diffèrent entre les groupes\u202f: la parité prédictive et des taux d’erreur égaux ne peuvent"
                            + " alors être atteints ensemble, sauf par des décisions parfaites (Chouldechova, 2017)\u202f; laquelle"
                            + " compte est un choix à faire et à écrire.",
                    "Base rates differ between groups: predictive parity and equal error rates cannot then be had together, save by"
                            + " perfect decisions (Chouldechova, 2017); which of them matters is a choice to be made and written"
                            + " down.");
        }
    }

    private static boolean apart(Confusion group, @Nullable Confusion reference, double joint) {
        if (reference == null || group.equals(reference)) {
            return false;
        }
        Interval gap = Comparison.of(Rate.BASE_RATE.of(group), Rate.BASE_RATE.of(reference), joint)
                .newcombe();
        return gap != null && gap.outside(0, 0);
    }
}
