package io.sextant.engine.bias;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The gaps between groups in tables drawn again from the one observed. To draw rows with replacement and to draw the
/// counts of all cells from a multinomial is the same law, and the second costs nothing with the rows.
///
/// A drawn table in which a group has lost a rate that it has in the table observed is set aside for that rate: leaving
/// the
/// group out would shrink the gap, and putting 0 in its place would invent one.
final class Bootstrap {
    private static final List<Metric> METRICS =
            Arrays.stream(Metric.values()).filter(Metric::between).toList();

    /// Drawn tables below which percentiles are not worth telling.
    private static final int LEAST = 100;

    private Bootstrap() {}

    /// Percentiles of every gap between groups; a gap that no drawn table has is left out.
    static Map<Metric, Disparity.Quantiles> of(List<Confusion> groups, int replicates, long seed, double confidence) {
        long[] cells = new long[groups.size() * 4];
        for (int g = 0; g < groups.size(); g++) {
            Confusion c = groups.get(g);
            cells[4 * g] = c.tp();
            cells[4 * g + 1] = c.fp();
            cells[4 * g + 2] = c.tn();
            cells[4 * g + 3] = c.fn();
        }
        long n = Arrays.stream(cells).sum();
        Draws draws = new Draws(seed);
        double[][] values = new double[METRICS.size()][replicates];
        int[] defined = new int[METRICS.size()];
        Confusion[] drawn = new Confusion[groups.size()];
        Confusion[] observed = groups.toArray(Confusion[]::new);
        long[] counts = new long[cells.length];
        for (int b = 0; b < replicates; b++) {
            draw(draws, cells, n, counts);
            for (int g = 0; g < drawn.length; g++) {
                drawn[g] = new Confusion(counts[4 * g], counts[4 * g + 1], counts[4 * g + 2], counts[4 * g + 3]);
            }
            for (int m = 0; m < values.length; m++) {
                Double value = gap(METRICS.get(m), drawn, observed);
                if (value != null) {
                    values[m][defined[m]++] = value;
                }
            }
        }
        Map<Metric, Disparity.Quantiles> quantiles = new EnumMap<>(Metric.class);
        for (int m = 0; m < values.length; m++) {
            if (defined[m] >= LEAST) {
                double[] sorted = Arrays.copyOf(values[m], defined[m]);
                Arrays.sort(sorted);
                double tail = (1 - confidence) / 2;
                quantiles.put(
                        METRICS.get(m),
                        new Disparity.Quantiles(
                                quantile(sorted, tail), quantile(sorted, 0.5), quantile(sorted, 1 - tail), defined[m]));
            }
        }
        return quantiles;
    }

    private static void draw(Draws draws, long[] cells, long n, long[] into) {
        long left = n;
        long mass = n;
        for (int i = 0; i < cells.length; i++) {
            into[i] = mass == 0 ? 0 : draws.binomial(left, (double) cells[i] / mass);
            left -= into[i];
            mass -= cells[i];
        }
    }

    private static @Nullable Double gap(Metric metric, Confusion[] groups, Confusion[] observed) {
        Double widest = null;
        for (Rate rate : metric.rates()) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            int defined = 0;
            for (int g = 0; g < groups.length; g++) {
                Proportion share = rate.of(groups[g]);
                if (share.of() > 0) {
                    least = Math.min(least, share.share());
                    most = Math.max(most, share.share());
                    defined++;
                } else if (rate.of(observed[g]).of() > 0) {
                    return null;
                }
            }
            if (defined < 2) {
                continue;
            }
            if (metric == Metric.DEMOGRAPHIC_PARITY_RATIO) {
                return most == 0 ? null : (Double) (least / most);
            }
            widest = widest == null ? most - least : Math.max(widest, most - least);
        }
        return widest;
    }

    /// The quantile between the two nearest values, in proportion (type 7 of Hyndman and Fan).
    static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
