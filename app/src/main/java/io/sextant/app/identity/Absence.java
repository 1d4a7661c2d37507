package io.sextant.app.identity;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// Some days on which a person is away.
///
/// @param standIn who acts for them meanwhile; absent when they named nobody
/// @param from its first day
/// @param until its last day
/// @param declaredBy who said so
/// @param endedAt when it was ended before its last day; absent otherwise
/// @param releasedAt since when nobody stands in any more, although somebody was named; absent otherwise
public record Absence(
        long id,
        Person.Name person,
        Person.@Nullable Name standIn,
        LocalDate from,
        LocalDate until,
        State state,
        Instant declaredAt,
        String declaredBy,
        @Nullable Instant endedAt,
        @Nullable Instant releasedAt) {
    /// Where it stands.
    public enum State {
        /// It has not begun.
        AHEAD,
        /// The person is away today.
        NOW,
        /// It is over, by its last day or before.
        OVER
    }

    /// Who stands in for them at this moment or will; absent when nobody does.
    public Person.@Nullable Name standingIn() {
        return releasedAt == null && state != State.OVER ? standIn : null;
    }
}
