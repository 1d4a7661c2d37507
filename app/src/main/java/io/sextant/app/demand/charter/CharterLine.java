package io.sextant.app.demand.charter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A line of the charter, in force or not.
///
/// @param replaces the line of which it is the new wording; absent for a line of its own
/// @param replacedBy the line that is its new wording; absent when there is none
/// @param since when it came into force
/// @param sinceWhy why, in the words of who wrote it; absent for the lines that come with Sextant
/// @param until when it went out of force; absent while it is in force
/// @param clear how many use cases were found not to cross it
/// @param crossed how many were found to cross it
/// @param open how many nobody examined, while it is in force
public record CharterLine(
        long id,
        String fr,
        String en,
        @Nullable Long replaces,
        @Nullable Long replacedBy,
        Instant since,
        String sinceBy,
        @Nullable String sinceWhy,
        @Nullable Instant until,
        @Nullable String untilBy,
        @Nullable String untilWhy,
        long clear,
        long crossed,
        long open) {
    /// The line in this language.
    public String in(String lang) {
        return lang.equals("fr") ? fr : en;
    }

    public boolean inForce() {
        return until == null;
    }
}
