package io.sextant.engine.gates.path;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to an open gate.
///
/// @param front paths of which none is both cheaper and earlier than another, the cheapest first, the fastest last;
///     empty when nothing needs a remedy, or when something can never be met
/// @param withoutRemedy criteria that no remedy of the pack meets; they are not part of the paths
/// @param impossible criteria that can never be met; there is no path then
/// @param complete whether the front is proven to be the whole front; when not, the budget of nodes was used up, and
///     each path carries its own bound
public record Paths(List<Path> front, List<String> withoutRemedy, List<String> impossible, boolean complete) {
    public Paths {
        front = List.copyOf(front);
        withoutRemedy = List.copyOf(withoutRemedy);
        impossible = List.copyOf(impossible);
    }

    /// The least cost, and the earliest at that cost.
    public @Nullable Path cheapest() {
        return front.isEmpty() ? null : front.getFirst();
    }

    /// The earliest, and the least cost at that date.
    public @Nullable Path fastest() {
        return front.isEmpty() ? null : front.getLast();
    }
}
