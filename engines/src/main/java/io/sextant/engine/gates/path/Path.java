package io.sextant.engine.gates.path;

import java.time.LocalDate;
import java.util.List;

/// A set of remedies that meets every open criterion, in time.
///
/// @param steps what to do, by start and then identifier; what is done already is not among them
/// @param cost what is still to be paid
/// @param days working days from the origin to the last result
/// @param ready the first working day on which every result may be used
/// @param critical identifiers of a chain of steps whose delay would delay the whole, in order
/// @param proven whether nothing cheaper is ready by that day
/// @param bound no path that is ready by that day costs less than this; the cost itself when proven
public record Path(
        List<Step> steps, Euros cost, int days, LocalDate ready, List<String> critical, boolean proven, Euros bound) {
    public Path {
        steps = List.copyOf(steps);
        critical = List.copyOf(critical);
    }

    /// A remedy in time.
    ///
    /// @param remedy identifier
    /// @param start first day of work
    /// @param ready first working day on which its result may be used: what comes after may start then
    /// @param cost what is still to be paid for it
    /// @param underWay whether somebody is at it already
    public record Step(String remedy, LocalDate start, LocalDate ready, Euros cost, boolean underWay) {}
}
