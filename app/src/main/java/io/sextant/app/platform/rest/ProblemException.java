package io.sextant.app.platform.rest;

import org.jspecify.annotations.Nullable;

/// Ends an API request with a problem. Thrown by controllers and filters, never by a door: a refusal there is a value.
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.type().name());
        this.problem = problem;
    }

    /// The problem to answer with.
    public Problem problem() {
        return problem;
    }

    /// An expected end, not a fault: nobody reads where it came from.
    @Override
    public synchronized @Nullable Throwable fillInStackTrace() {
        return this;
    }
}
