package io.sextant.engine.bias;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The verdicts of one view.
///
/// Each is about one group against the reference. It is drawn from an interval that is widened by Bonferroni's
/// inequality, so
/// that all verdicts hold together with the confidence asked for. The parity of false negatives is that of true
/// positives
/// seen from the other side, and equalised odds joins two parities; neither is a comparison of its own.
final class Judging {
    private Judging() {}

    /// One metric of one group, ready to be judged at any confidence.
    ///
    /// @param group its rate; absent for equalised odds
    /// @param reference the rate it is compared with, or absent for a comparison with the scores
    record Candidate(
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

    static List<Candidate> candidates(Fairness.Grouped grouped, String reference, Thresholds limits, boolean graded) {
        List<Candidate> all = new ArrayList<>();
        Confusion other = grouped.groups().getOrDefault(reference, Confusion.NONE);
        for (Metric metric : Metric.values()) {
            for (var entry : grouped.groups().entrySet()) {
                String name = entry.getKey();
                Confusion group = entry.getValue();
                if (metric == Metric.CALIBRATION_GAP) {
                    Scores scores = grouped.scores().get(name);
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

    static List<Judgement> judgements(List<Candidate> compared, Thresholds limits, double alone, double joint) {
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
}
