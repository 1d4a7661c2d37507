package io.sextant.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/// Measured durations, in nanoseconds, sorted. Percentiles are nearest-rank: a duration that was really measured.
record Series(long[] sorted) {
    Series {
        sorted = sorted.clone();
        Arrays.sort(sorted);
    }

    int count() {
        return sorted.length;
    }

    /// The duration that `share` (0 to 1) of the measurements do not exceed; zero when there are none.
    Duration percentile(double share) {
        if (sorted.length == 0) {
            return Duration.ZERO;
        }
        int rank = (int) Math.ceil(share * sorted.length);
        return Duration.ofNanos(sorted[Math.clamp(rank - 1, 0, sorted.length - 1)]);
    }

    Duration median() {
        return percentile(0.5);
    }

    /// Milliseconds with three significant digits.
    static String ms(Duration duration) {
        return digits(duration.toNanos() / 1e6) + " ms";
    }

    /// Seconds with three significant digits.
    static String s(Duration duration) {
        return digits(duration.toNanos() / 1e9) + " s";
    }

    /// `this` divided by a rival, as a ratio to read: `2.1 ×`.
    static String ratio(Duration ours, Duration rival) {
        return rival.isZero() ? "-" : digits((double) ours.toNanos() / rival.toNanos()) + " ×";
    }

    private static String digits(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
