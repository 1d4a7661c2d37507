package io.sextant.app.demand.gating;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// A criterion that one does without for a while.
///
/// @param role the role in which it was granted
/// @param until last day
/// @param forName whose place whoever granted it took; absent when they granted it for themselves
/// @param withdrawnAt when it was taken back; absent while it was not
public record GateWaiver(
        long id,
        String criterion,
        String role,
        LocalDate from,
        LocalDate until,
        String reason,
        Instant at,
        String byName,
        @Nullable String forName,
        @Nullable Instant withdrawnAt) {}
