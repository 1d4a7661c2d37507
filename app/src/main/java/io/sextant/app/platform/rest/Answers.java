package io.sextant.app.platform.rest;

import io.sextant.app.kernel.Outcome;
import java.util.Optional;

/// Turns what a door says into what the API answers.
public final class Answers {
    private Answers() {}

    /// The value of something done.
    ///
    /// @throws ProblemException that words a refusal or a stale version
    public static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var reasons) ->
                throw Problem.refused(reasons).exception();
            case Outcome.Stale<T>(var current) -> throw Problem.stale(current).exception();
        };
    }

    /// The value found.
    ///
    /// @throws ProblemException that says there is none
    public static <T> T found(Optional<T> found) {
        return found.orElseThrow(() -> Problem.of(Problem.Type.NOT_FOUND).exception());
    }
}
