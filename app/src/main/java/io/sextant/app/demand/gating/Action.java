package io.sextant.app.demand.gating;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// A remedy that somebody took up.
///
/// @param remedy its identifier in the pack
/// @param shared whether it serves every use case
/// @param ownerRole the role that does it
/// @param ownerName who does it; absent where only the role is known
/// @param ready the day on which its result may be used
/// @param closedAt when it was done or dropped; absent while it is under way
public record Action(
        long id,
        String remedy,
        boolean shared,
        State state,
        String ownerRole,
        @Nullable Long ownerId,
        @Nullable String ownerName,
        LocalDate ready,
        Instant at,
        String byName,
        @Nullable Instant closedAt) {
    /// How far it is.
    public enum State {
        UNDER_WAY,
        DONE,
        DROPPED
    }
}
