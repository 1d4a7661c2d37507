package io.sextant.engine.gates.path;

import java.time.LocalDate;
import java.util.Map;
import java.util.Set;

/// What a path is reckoned with.
///
/// @param origin first day on which one may begin
/// @param holidays days without work beside Saturdays and Sundays
/// @param dayRate what a day of a person costs
/// @param capacity how many remedies a role can work at on one day; a role that is not there has no limit
/// @param nodes how many nodes the search may visit in all, at least 1; past it, the best path found is given with a
///     bound. The nodes of a very large question count as several.
public record Terms(
        LocalDate origin, Set<LocalDate> holidays, Euros dayRate, Map<String, Integer> capacity, long nodes) {
    /// A hundred times what thirty criteria and a hundred remedies take; a few seconds at most.
    public static final long NODES = 200_000;

    public Terms {
        holidays = Set.copyOf(holidays);
        capacity = Map.copyOf(capacity);
        if (nodes < 1) {
            throw new IllegalArgumentException("no nodes to search");
        }
        capacity.forEach((role, people) -> {
            if (people < 1) {
                throw new IllegalArgumentException("capacity of " + role + " is " + people);
            }
        });
    }
}
