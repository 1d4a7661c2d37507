package io.sextant.app.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a permission holds: a list shows what lies inside it.
public sealed interface Scope {
    /// Everywhere, also for things that belong to no unit.
    record All() implements Scope {}

    /// In these units only. Descendants are already in the set.
    record Units(Set<Long> ids) implements Scope {
        public Units {
            ids = Set.copyOf(ids);
        }
    }

    /// Nowhere.
    record None() implements Scope {}

    /// Whether a thing of this unit lies inside; absent stands for a thing that belongs to no unit.
    default boolean covers(@Nullable Long unitId) {
        return switch (this) {
            case All() -> true;
            case Units(var ids) -> unitId != null && ids.contains(unitId);
            case None() -> false;
        };
    }

    /// Whether there is any place where the permission holds.
    default boolean somewhere() {
        return switch (this) {
            case All() -> true;
            case Units(var ids) -> !ids.isEmpty();
            case None() -> false;
        };
    }
}
