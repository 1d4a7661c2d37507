package io.sextant.app.demand;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one axis says of one use case.
///
/// @param score 0 (nothing stands) to 100 (all stands); absent when too little is known to give one
/// @param coverage share of the axis's questions that were answered, 0 to 1
/// @param findings what the verdict rests on, the most telling first
/// @param remedies what would improve it, the most useful first
public record Sight(
        Axis axis,
        Verdict verdict,
        @Nullable Integer score,
        double coverage,
        List<Finding> findings,
        List<Remedy> remedies) {

    public Sight {
        if (score != null && (score < 0 || score > 100)) {
            throw new IllegalArgumentException("score out of 0..100: " + score);
        }
        if (coverage < 0 || coverage > 1) {
            throw new IllegalArgumentException("coverage out of 0..1: " + coverage);
        }
        findings = List.copyOf(findings);
        remedies = List.copyOf(remedies);
    }

    /// The sight of an axis that nobody takes yet.
    public static Sight unknown(Axis axis) {
        return new Sight(axis, Verdict.UNKNOWN, null, 0, List.of(), List.of());
    }

    /// Something the axis looked at.
    ///
    /// @param code key of the sentence that says it
    /// @param args arguments of that sentence
    /// @param holds whether it stands; absent when it could not be told
    public record Finding(
            String code, List<Object> args, @Nullable Boolean holds) {
        public Finding {
            args = List.copyOf(args);
        }
    }

    /// Something to do about it.
    ///
    /// @param code key of the sentence that asks for it
    /// @param field the field of the use case to fill in, absent when the remedy lies elsewhere
    public record Remedy(String code, @Nullable String field) {}
}
