package io.sextant.engine.aiact;

import java.util.List;

/// What reading the files of a version of the law led to.
public sealed interface LawReading {
    /// Every file is right.
    record Accepted(Law law) implements LawReading {}

    /// Nothing is used, for these reasons, all of them.
    record Refused(List<PackProblem> problems) implements LawReading {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
