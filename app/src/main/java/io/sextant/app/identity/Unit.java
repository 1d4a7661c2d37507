package io.sextant.app.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A business unit, a node in the company's tree.
///
/// @param code short name that files and programs know it by: capital letters, digits, dot, dash, underscore; 40 at
/// most
/// @param parentId the unit above; absent for a root
/// @param closedAt when it ceased to exist; closed units stay visible in what refers to them, and cannot be chosen anew
/// @param mergedInto the unit that took over its work, where there is one
public record Unit(
        long id,
        String code,
        @Nullable Long parentId,
        String nameFr,
        String nameEn,
        long version,
        @Nullable Instant closedAt,
        @Nullable Long mergedInto) {
    /// The name in this language, `fr` or any other for English.
    public String name(String language) {
        return language.equals("fr") ? nameFr : nameEn;
    }

    /// Whether it can be chosen.
    public boolean open() {
        return closedAt == null;
    }
}
