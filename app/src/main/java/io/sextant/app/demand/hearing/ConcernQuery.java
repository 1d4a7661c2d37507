package io.sextant.app.demand.hearing;

import io.sextant.app.demand.hearing.Concern.Category;
import io.sextant.app.demand.hearing.Concern.State;
import java.util.Set;

/// Which concerns are asked for; what is empty narrows nothing.
///
/// @param units codes of units, each with all those below it
/// @param days raised at least so many days ago
public record ConcernQuery(Set<State> states, Set<Category> categories, Set<String> units, int days) {
    /// All of them.
    public static final ConcernQuery ALL = new ConcernQuery(Set.of(), Set.of(), Set.of(), 0);

    public ConcernQuery {
        states = Set.copyOf(states);
        categories = Set.copyOf(categories);
        units = Set.copyOf(units);
        days = Math.clamp(days, 0, 36_500);
    }

    /// Whether it narrows anything.
    public boolean narrows() {
        return !states.isEmpty() || !categories.isEmpty() || !units.isEmpty() || days > 0;
    }

    /// The same without regard to states.
    ConcernQuery ofAnyState() {
        return new ConcernQuery(Set.of(), categories, units, days);
    }
}
