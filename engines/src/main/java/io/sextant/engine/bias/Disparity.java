package io.sextant.engine.bias;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The gap between the two groups that lie furthest apart. It grows with the number of groups by chance alone, which is
/// why its interval, beyond two groups, is the bootstrap's.
///
/// @param value largest rate less smallest, or smallest over largest; absent with fewer than two groups that have one
/// @param ci interval of the value; absent when there is none
/// @param method how that interval was made
/// @param worst the group with the smallest rate, then the one with the largest; empty without a value
/// @param pair interval of these two groups as if they had been chosen beforehand; absent when there is none
/// @param bootstrap what the bootstrap says; absent without one
/// @param undefined groups in which the rate does not exist
public record Disparity(
        @Nullable Double value,
        @Nullable Interval ci,
        Method method,
        List<String> worst,
        @Nullable Interval pair,
        @Nullable Quantiles bootstrap,
        List<String> undefined) {
    public Disparity {
        worst = List.copyOf(worst);
        undefined = List.copyOf(undefined);
    }

    /// How an interval was made.
    public enum Method {
        /// Newcombe's method 10, of a difference of two groups.
        NEWCOMBE("newcombe-10"),
        /// Katz, of a ratio of two groups.
        KATZ("katz-log"),
        /// Percentiles of resampled tables.
        BOOTSTRAP("bootstrap-percentile");

        private final String code;

        Method(String code) {
            this.code = code;
        }

        /// Its name in results.
        public String code() {
            return code;
        }
    }

    /// Percentiles of the resampled values: both ends of the confidence and the middle.
    ///
    /// @param replicates tables that could be used
    public record Quantiles(double low, double median, double high, int replicates) {}
}
