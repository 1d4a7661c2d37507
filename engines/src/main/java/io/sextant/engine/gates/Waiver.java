package io.sextant.engine.gates;

import java.time.LocalDate;

/// A decision to do without a criterion for a while.
///
/// @param role the role in which it was granted
/// @param from first day
/// @param until last day
public record Waiver(String criterion, String role, LocalDate from, LocalDate until) {
    public Waiver {
        if (until.isBefore(from)) {
            throw new IllegalArgumentException("a waiver ends before it begins: " + from + " to " + until);
        }
    }
}
