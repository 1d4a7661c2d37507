package io.sextant.app.platform.launch;

import java.io.PrintStream;
import java.util.List;

/// Something that an administrator types on the server instead of starting it: `sextant NAME ARGUMENTS…`. A room
/// publishes a bean of this type; it runs with every room open and the database up, but no port.
public interface Command {
    /// The word typed after `sextant`, in lower case.
    String name();

    /// Does the work.
    ///
    /// @param arguments what was typed after the name
    /// @param out for the result; what is not the result (progress, refusals) goes to `err`
    /// @param err for everything else
    /// @return the exit code: 0 done, 1 a fault of ours, 2 the command line is wrong, 3 the input is wrong, 4 an
    ///     external system failed
    int run(List<String> arguments, PrintStream out, PrintStream err);
}
