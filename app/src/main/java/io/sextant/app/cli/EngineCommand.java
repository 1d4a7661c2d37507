package io.sextant.app.cli;

import java.io.IOException;
import java.util.Set;

/// An engine on a file: `sextant NAME FILE OPTIONS…`.
interface EngineCommand {
    /// The word typed after `sextant`, in lower case.
    String name();

    /// Options that take a value; any may be repeated.
    Set<String> valued();

    /// Options that take none; `--json` is always one of them.
    Set<String> flags();

    /// Reads, computes, and writes the result to [Console#out].
    ///
    /// @throws Misuse when the command line is wrong
    /// @throws BadInput when the input is wrong
    /// @throws IOException when the input cannot be read for a reason that is not its own
    void run(Arguments arguments, Console console) throws IOException;
}
