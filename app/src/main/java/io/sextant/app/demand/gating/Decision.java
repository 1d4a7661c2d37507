package io.sextant.app.demand.gating;

import io.sextant.app.demand.Stage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was decided, by whom and why.
///
/// @param stage the stage the gate leads to
/// @param wouldChange what would change the answer
/// @param instead what may be done instead
/// @param into the use case it joins, for [Answer#MERGE]
/// @param review when to look at it again
/// @param version the version of the use case it was decided on
/// @param digest SHA-256 of what was decided on, in hexadecimal
/// @param forId whose place whoever decided took; absent when they decided for themselves
/// @param fallenAt when facts changed so that it no longer stands; absent while it stands
/// @param fallenWhy identifiers of the criteria that are no longer met
/// @param appeals the oldest first
public record Decision(
        long id,
        Stage stage,
        Answer answer,
        String reason,
        @Nullable String wouldChange,
        @Nullable String instead,
        @Nullable String into,
        @Nullable LocalDate review,
        String edition,
        long version,
        String digest,
        Instant at,
        @Nullable Long byId,
        String byName,
        @Nullable Long forId,
        @Nullable String forName,
        @Nullable Instant fallenAt,
        List<String> fallenWhy,
        List<Appeal> appeals) {
    public Decision {
        fallenWhy = List.copyOf(fallenWhy);
        appeals = List.copyOf(appeals);
    }

    /// Whether somebody waits for an answer to an appeal.
    public boolean contested() {
        return appeals.stream().anyMatch(a -> a.outcome() == null);
    }

    /// Somebody does not accept it.
    ///
    /// @param outcome absent while nobody answered
    public record Appeal(
            long id,
            String reason,
            Instant at,
            @Nullable Long byId,
            String byName,
            @Nullable String forName,
            @Nullable Outcome outcome,
            @Nullable String answer,
            @Nullable Instant answeredAt,
            @Nullable String answeredByName,
            @Nullable String answeredForName) {
        /// What came of it.
        public enum Outcome {
            /// The decision stands.
            UPHELD,
            /// It does not; the request is open again.
            OVERTURNED
        }
    }
}
