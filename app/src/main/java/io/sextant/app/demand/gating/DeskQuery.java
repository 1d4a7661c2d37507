package io.sextant.app.demand.gating;

import io.sextant.app.demand.Stage;
import org.jspecify.annotations.Nullable;

/// What of a desk is looked at; what is absent narrows nothing.
///
/// @param kind the kind of act
/// @param gate the stage that the gate opens
/// @param unit the unit of the use case, those below it included
/// @param due how near its day a thing is; what has no day is left out
/// @param skip how many of a kind to pass over
/// @param most how many of a kind to give, 1 to [Desks#REACH]
public record DeskQuery(
        @Nullable Kind kind,
        @Nullable Stage gate,
        @Nullable Long unit,
        @Nullable Due due,
        int skip,
        int most) {
    /// All of it, as much as fits.
    public static final DeskQuery ALL = new DeskQuery(null, null, null, null, 0, Desks.MOST);

    public DeskQuery {
        skip = Math.clamp(skip, 0, Desks.REACH);
        most = Math.clamp(most, 1, Desks.REACH);
    }

    /// What waits for somebody.
    public enum Kind {
        /// A request for an answer.
        ANSWER,
        /// A contested decision.
        APPEAL,
        /// A signature.
        SIGNATURE,
        /// A question to them.
        REPLY,
        /// An action of theirs.
        ACTION
    }

    /// How near its day a thing is.
    public enum Due {
        /// Its day has passed.
        LATE,
        /// Its day is today or within the next seven.
        SOON
    }

    /// Whether anything is narrowed.
    public boolean narrowed() {
        return kind != null || gate != null || unit != null || due != null;
    }

    boolean asks(Kind one) {
        return kind == null || kind == one;
    }

    /// The same with another stretch of it.
    public DeskQuery stretch(int from, int count) {
        return new DeskQuery(kind, gate, unit, due, from, count);
    }
}
