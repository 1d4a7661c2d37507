package io.sextant.engine.gates;

import org.jspecify.annotations.Nullable;

/// The answer of one axis, as far as a gate looks at it.
///
/// @param score 0 (nothing stands) to 100 (all stands); absent when too little is known to give one
/// @param coverage share of the axis's questions that were answered, 0 to 1
public record Sight(Verdict verdict, @Nullable Integer score, double coverage) {
    /// The sight of an axis that nobody takes.
    public static final Sight UNKNOWN = new Sight(Verdict.UNKNOWN, null, 0);

    public Sight {
        if (score != null && (score < 0 || score > 100)) {
            throw new IllegalArgumentException("score out of 0..100: " + score);
        }
        if (!(coverage >= 0 && coverage <= 1)) {
            throw new IllegalArgumentException("coverage out of 0..1: " + coverage);
        }
    }
}
