package io.sextant.app.demand.gating.packs;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// From which day an edition is in force.
///
/// @param cutOver the first day on which use cases from before `from` are judged by it; absent when they are at once
/// @param withdrawnAt when it was called off before it came into force; absent when it was not
public record PackUse(
        long id,
        String edition,
        LocalDate from,
        @Nullable LocalDate cutOver,
        String reason,
        Instant at,
        String byName,
        @Nullable Instant withdrawnAt) {}
