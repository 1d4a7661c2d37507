package io.sextant.engine.bias;

import java.util.List;

/// A report, or every reason why there is none.
public sealed interface Answer {
    /// The input could be judged.
    record Judged(Report report) implements Answer {}

    /// It could not.
    record Refused(List<Problem> problems) implements Answer {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
