package io.sextant.app.cli;

import java.util.List;

/// The command line is not one of ours: ends a command with exit code 2.
final class Misuse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Object> arguments;

    /// @param key of the message
    Misuse(String key, Object... arguments) {
        super(key, null, false, false);
        this.arguments = List.of(arguments);
    }

    String key() {
        return String.valueOf(getMessage());
    }

    Object[] arguments() {
        return arguments.toArray();
    }
}
