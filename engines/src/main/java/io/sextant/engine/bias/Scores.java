package io.sextant.engine.bias;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The scores of one group, gathered from its slots.
final class Scores {
    private final List<Integer> grades;
    private final boolean graded;
    private final long[] n;
    private final long[] positives;
    private final double[] sums;

    /// @param grades the whole scores that count as grades, in the order of the slots
    /// @param graded whether the scores are grades
    Scores(List<Integer> grades, boolean graded) {
        this.grades = grades;
        this.graded = graded;
        int bins = graded ? grades.size() : Slot.BINS;
        this.n = new long[bins];
        this.positives = new long[bins];
        this.sums = new double[bins];
    }

    void add(Slot slot, boolean positive) {
        long[] counts = graded ? slot.grades : slot.bins;
        for (int bin = 0; bin < Math.min(n.length, counts.length); bin++) {
            n[bin] += counts[bin];
            if (positive) {
                positives[bin] += counts[bin];
            }
            sums[bin] += graded ? (double) counts[bin] * grades.get(bin) : slot.sums[bin];
        }
    }

    Calibration calibration() {
        int[] order = graded
                ? IntStream.range(0, n.length)
                        .boxed()
                        .sorted((a, b) -> Integer.compare(grades.get(a), grades.get(b)))
                        .mapToInt(Integer::intValue)
                        .toArray()
                : IntStream.range(0, n.length).toArray();
        List<Calibration.Bin> bins = new ArrayList<>();
        long total = 0;
        long hits = 0;
        double sum = 0;
        double distance = 0;
        for (int i : order) {
            if (n[i] == 0) {
                continue;
            }
            double from = graded ? grades.get(i) : (double) i / Slot.BINS;
            double to = graded ? from : (i + 1.0) / Slot.BINS;
            var observed = new Proportion(positives[i], n[i]);
            bins.add(new Calibration.Bin(from, to, sums[i] / n[i], observed));
            total += n[i];
            hits += positives[i];
            sum += sums[i];
            distance += Math.abs(positives[i] - sums[i]);
        }
        var observed = new Proportion(hits, total);
        if (graded || total == 0) {
            return new Calibration(observed, null, null, null, graded ? auc(order) : null, bins);
        }
        return new Calibration(observed, sum / total, observed.share() - sum / total, distance / total, null, bins);
    }

    /// Mann and Whitney's statistic over pairs, ties counting half.
    private @Nullable Double auc(int[] order) {
        double wins = 0;
        long below = 0;
        long above = 0;
        for (int i : order) {
            long negatives = n[i] - positives[i];
            wins += positives[i] * (below + negatives / 2.0);
            below += negatives;
            above += positives[i];
        }
        return below == 0 || above == 0 ? null : (Double) (wins / ((double) below * above));
    }
}
