package io.sextant.engine.gates;

import java.math.BigDecimal;
import java.util.List;

/// Something one can do so that criteria are met.
///
/// @param id unique in the pack
/// @param satisfies identifiers of the criteria it meets, each by itself
/// @param owner role that does it
/// @param effort work, in days of a person
/// @param cost money beyond that work, in euros
/// @param lead waiting after the work, in calendar days
/// @param after identifiers of the remedies that come first
/// @param scope whether it serves one use case or all
/// @param title what to do
/// @param how how to do it
public record Remedy(
        String id,
        List<String> satisfies,
        String owner,
        BigDecimal effort,
        BigDecimal cost,
        int lead,
        List<String> after,
        Scope scope,
        Words title,
        Words how) {
    public Remedy {
        satisfies = List.copyOf(satisfies);
        after = List.copyOf(after);
    }

    /// Whom a remedy serves once done.
    public enum Scope {
        /// The use case for which it was done.
        CASE,
        /// Every use case of the company.
        COMPANY
    }
}
