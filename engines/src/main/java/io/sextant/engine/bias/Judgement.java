package io.sextant.engine.bias;

import org.jspecify.annotations.Nullable;

/// The verdict on one metric for one group.
///
/// @param value what is judged: a gap to the reference, or a ratio; absent when it cannot be computed
/// @param ci its interval at the confidence asked for, by itself
/// @param joint its interval widened so that all verdicts hold together
/// @param verdict drawn from the widened interval
/// @param alone what it would be from the interval by itself
/// @param because what keeps it from being judged; absent when it was
public record Judgement(
        Metric metric,
        String group,
        @Nullable Double value,
        @Nullable Interval ci,
        @Nullable Interval joint,
        Verdict verdict,
        Verdict alone,
        @Nullable Because because) {

    /// What keeps a metric from being judged.
    public enum Because {
        /// The group, or the reference, has too few people.
        SMALL_GROUP,
        /// The rate counts too few people in the group or in the reference.
        FEW_COUNTED,
        /// The rate counts nobody in the group or in the reference.
        NOBODY_COUNTED,
        /// Nobody was selected in the group or in the reference, so that a ratio has no interval.
        NOBODY_SELECTED
    }
}
