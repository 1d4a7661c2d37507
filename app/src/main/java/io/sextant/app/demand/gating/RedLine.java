package io.sextant.app.demand.gating;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A use that the company does not want, whatever it brings, and whether a use case is one.
///
/// @param fr the line in French
/// @param en the line in English
/// @param crossed whether the use case crosses it; absent while nobody examined it
public record RedLine(
        long id,
        String fr,
        String en,
        @Nullable Boolean crossed,
        @Nullable String note,
        @Nullable Instant at,
        @Nullable String byName) {
    /// The line in this language.
    public String in(String lang) {
        return lang.equals("fr") ? fr : en;
    }
}
