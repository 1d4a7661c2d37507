package io.sextant.app.platform.launch;

import java.util.Optional;

/// The way in for the very first person. The room that knows people publishes it; the launcher shows it on the
/// terminal, and the rehearsal goes that way too.
public interface FirstVisit {
    /// The path and query of the one-time page that makes the first administrator, such as `/setup?key=…`; absent once
    /// there is one.
    Optional<String> path();
}
