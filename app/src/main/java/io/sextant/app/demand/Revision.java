package io.sextant.app.demand;

import io.sextant.app.demand.Content.Change;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One step in the life of a use case.
///
/// @param version the version it made
/// @param forId whose place the author took; absent when they acted for themselves
/// @param changes field by field, in the order of the form; empty when only the state changed
/// @param undoable whether the content before it is kept
public record Revision(
        long version,
        Instant at,
        @Nullable Long byId,
        String byName,
        @Nullable Long forId,
        @Nullable String forName,
        Act act,
        @Nullable String reason,
        Map<String, Change> changes,
        boolean undoable) {

    /// What was done.
    public enum Act {
        CREATED,
        EDITED,
        ARCHIVED,
        RESTORED,
        UNDONE,
        IMPORTED,
        /// Moved to the stage that was decided at a gate.
        PASSED
    }
}
