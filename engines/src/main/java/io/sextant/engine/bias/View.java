package io.sextant.engine.bias;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// People grouped in one way, and what is found between the groups.
///
/// @param columns what they are grouped by; several for the groups in which all of them meet
/// @param reference group that the others are compared with
/// @param groups every group by name, however small; the values of several columns are joined by `|`
/// @param versus each other group's rates against the reference's
/// @param disparities the widest gaps
/// @param fourFifths the rule of four fifths over all groups
/// @param fourFifthsLarge the same over the groups that are large enough for a verdict
/// @param inequality how unevenly decisions benefit people
/// @param calibration what the scores promised, by group; empty without scores
/// @param small groups too small for a verdict
/// @param judgements the verdicts, by metric, then group
public record View(
        List<String> columns,
        String reference,
        Map<String, Confusion> groups,
        Map<String, Map<Rate, Comparison>> versus,
        Map<Metric, Disparity> disparities,
        FourFifths fourFifths,
        FourFifths fourFifthsLarge,
        Inequality inequality,
        Map<String, Calibration> calibration,
        List<String> small,
        List<Judgement> judgements) {

    /// The rule of four fifths (29 CFR 1607.4(D)): the least selected group is selected at least 0.8 times as often as
    /// the
    /// most selected.
    ///
    /// @param ratio smallest selection rate over largest; absent when nobody is selected or there is one group only
    /// @param passed whether the ratio reaches what is tolerated; absent without a ratio
    public record FourFifths(
            @Nullable Double ratio, @Nullable Boolean passed) {}
}
