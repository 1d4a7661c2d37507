package io.sextant.app.demand.intake;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// A page on which people without an account describe a need.
///
/// @param slug the part of its address that nobody guesses
/// @param lang language of the page, `fr` or `en`
/// @param unitId the unit whose demands it gathers; absent for the whole company
/// @param until its last day; absent when it has none
/// @param came how many came by it
/// @param waiting how many of them nobody has answered yet
public record IntakeLink(
        long id,
        String slug,
        String label,
        String lang,
        @Nullable Long unitId,
        @Nullable LocalDate until,
        Instant createdAt,
        String createdBy,
        @Nullable Instant closedAt,
        long came,
        long waiting) {
    /// Whether it may be used on that day.
    public boolean open(LocalDate today) {
        return closedAt == null && (until == null || !until.isBefore(today));
    }
}
