package io.sextant.engine.bias;

import org.jspecify.annotations.Nullable;

/// A share of a whole, kept as its two counts so that nothing is rounded.
///
/// @param hits how many have the property, from 0 to `of`
/// @param of how many there are
public record Proportion(long hits, long of) {
    public Proportion {
        if (hits < 0 || hits > of) {
            throw new IllegalArgumentException(hits + " of " + of);
        }
    }

    /// The share from 0 to 1; absent, never 0, when there is nobody to count.
    public @Nullable Double value() {
        return of == 0 ? null : share();
    }

    /// The score interval of Wilson (1927), without correction for continuity; absent when there is nobody to count.
    ///
    /// @param z bound of the normal distribution, 1.96 for a confidence of 95 %
    public @Nullable Interval wilson(double z) {
        return of == 0 ? null : score(z);
    }

    double share() {
        return (double) hits / of;
    }

    Interval score(double z) {
        double p = share();
        double n = of;
        double centre = p + z * z / (2 * n);
        double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        double scale = 1 + z * z / n;
        return new Interval(Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale));
    }
}
