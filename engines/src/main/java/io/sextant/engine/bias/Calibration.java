package io.sextant.engine.bias;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a score promised in one group, next to what turned out.
///
/// @param observed positive in truth, among all
/// @param mean mean score; absent for grades, which promise no frequency
/// @param gap observed less mean, from -1 to 1; absent for grades
/// @param error expected calibration error: mean distance of observed and mean score over the bins, weighted by people;
///     absent for grades
/// @param auc chance that a positive has a higher grade than a negative, ties counting half; absent for probabilities,
/// of
///     which one pass keeps bins alone, and where either kind is missing
/// @param bins scores from low to high; those that nobody has are left out
public record Calibration(
        Proportion observed,
        @Nullable Double mean,
        @Nullable Double gap,
        @Nullable Double error,
        @Nullable Double auc,
        List<Bin> bins) {
    public Calibration {
        bins = List.copyOf(bins);
    }

    /// People whose scores are alike.
    ///
    /// @param from lowest score
    /// @param to where the next bin begins; the same as `from` for a grade
    /// @param mean mean score
    /// @param observed positive in truth, among them
    public record Bin(double from, double to, double mean, Proportion observed) {}
}
