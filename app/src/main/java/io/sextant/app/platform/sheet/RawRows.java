package io.sextant.app.platform.sheet;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The rows of one worksheet or text file, read once from first to last.
interface RawRows extends AutoCloseable {
    /// The next row, blank ones included where the file has them; null at the end.
    ///
    /// @throws Unreadable when the rest cannot be read
    @Nullable
    RawRow next() throws IOException, Unreadable;

    /// How far it has read, from 0 to 1.
    double progress();

    @Override
    void close() throws IOException;

    /// The rest of a file cannot be read, for the reason given.
    final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;
        private final transient SheetProblem problem;

        Unreadable(SheetProblem problem) {
            super(problem.code(), null, false, false);
            this.problem = problem;
        }

        SheetProblem problem() {
            return problem;
        }
    }
}
