package io.sextant.engine.bias;

import org.jspecify.annotations.Nullable;

/// One rate of a group against the same rate of the group it is compared with. What cannot be computed is absent.
///
/// @param difference group less reference, from -1 to 1
/// @param newcombe interval of the difference by Newcombe's hybrid score, method 10
/// @param ratio group over reference; absent when the reference's rate is zero
/// @param katz interval of the ratio on the scale of logarithms (Katz and others, 1978); absent when either count is
/// zero
/// @param z statistic of the pooled test of two proportions; absent when both rates are 0 or both are 1
/// @param p its probability on both sides if the two rates were equal
public record Comparison(
        @Nullable Double difference,
        @Nullable Interval newcombe,
        @Nullable Double ratio,
        @Nullable Interval katz,
        @Nullable Double z,
        @Nullable Double p) {
    private static final Comparison NONE = new Comparison(null, null, null, null, null, null);

    /// @param bound bound of the normal distribution for the confidence wanted
    static Comparison of(Proportion group, Proportion reference, double bound) {
        if (group.of() == 0 || reference.of() == 0) {
            return NONE;
        }
        Double statistic = pooled(group, reference);
        return new Comparison(
                group.share() - reference.share(),
                newcombe(group, reference, bound),
                reference.hits() == 0 ? null : group.share() / reference.share(),
                katz(group, reference, bound),
                statistic,
                statistic == null ? null : Normal.twoSided(statistic));
    }

    /// Newcombe, *Interval estimation for the difference between independent proportions* (1998), method 10.
    static Interval newcombe(Proportion a, Proportion b, double bound) {
        double p = a.share();
        double q = b.share();
        Interval first = a.score(bound);
        Interval second = b.score(bound);
        return new Interval(
                Math.max(-1, p - q - Math.hypot(p - first.low(), second.high() - q)),
                Math.min(1, p - q + Math.hypot(first.high() - p, q - second.low())));
    }

    static @Nullable Interval katz(Proportion a, Proportion b, double bound) {
        if (a.hits() == 0 || b.hits() == 0) {
            return null;
        }
        double log = Math.log(a.share() / b.share());
        double variance = 1.0 / a.hits() - 1.0 / a.of() + 1.0 / b.hits() - 1.0 / b.of();
        double half = bound * Math.sqrt(Math.max(0, variance));
        return new Interval(Math.exp(log - half), Math.exp(log + half));
    }

    private static @Nullable Double pooled(Proportion a, Proportion b) {
        double pool = (double) (a.hits() + b.hits()) / (a.of() + b.of());
        double variance = pool * (1 - pool) * (1.0 / a.of() + 1.0 / b.of());
        return variance <= 0 ? null : (a.share() - b.share()) / Math.sqrt(variance);
    }
}
