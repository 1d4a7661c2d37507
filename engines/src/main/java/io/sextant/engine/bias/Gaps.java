package io.sextant.engine.bias;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The gaps between the groups that lie furthest apart.
final class Gaps {
    private Gaps() {}

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

    static Disparity disparity(
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

    static View.FourFifths fourFifths(Map<String, Confusion> groups, Thresholds limits) {
        Ends ends = ends(Rate.SELECTION_RATE, groups, new HashSet<>());
        if (ends == null || ends.most.hits() == 0) {
            return new View.FourFifths(null, null);
        }
        double ratio = ends.least.share() / ends.most.share();
        return new View.FourFifths(ratio, ratio >= limits.minRatio());
    }
}
