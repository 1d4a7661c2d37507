package io.sextant.engine.gates.path;

import java.time.LocalDate;

/// How far a remedy is that somebody began. Either way its money is spent or promised, and costs nothing more.
public sealed interface Progress {
    /// It is done.
    record Done() implements Progress {}

    /// Somebody is at it.
    ///
    /// @param ready day on which it may be used
    record UnderWay(LocalDate ready) implements Progress {}
}
