package io.sextant.engine.gates.pack;

import io.sextant.engine.gates.GatePack;
import java.util.List;

/// What came of reading a pack.
public sealed interface Reading {
    /// The pack, free of problems.
    record Accepted(GatePack pack) implements Reading {}

    /// Every problem, in the order of the files and lines; nothing of the pack is used.
    record Refused(List<Problem> problems) implements Reading {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
