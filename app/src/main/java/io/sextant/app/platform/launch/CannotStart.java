package io.sextant.app.platform.launch;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ExitCodeGenerator;

/// Something around Sextant keeps it from starting or from running a command: a port that is taken, a folder that
/// cannot be written, a database that does not answer. Thrown by any room while it opens; the administrator sees its
/// one line and nothing else, and the process ends with [#getExitCode].
public final class CannotStart extends RuntimeException implements ExitCodeGenerator {
    private static final long serialVersionUID = 1L;

    /// Exit code of a process that the world around it stopped.
    public static final int EXIT_CODE = 4;

    private final transient Line line;

    /// A reason that no exception explains.
    public CannotStart(Line line) {
        this(line, null);
    }

    /// A reason with the exception that showed it; the exception goes to the log, the line to the terminal.
    public CannotStart(Line line, @Nullable Throwable cause) {
        super(line.english(), cause);
        this.line = line;
    }

    /// What to tell the administrator: one sentence that says what is wrong and what to do.
    public Line line() {
        return line;
    }

    @Override
    public int getExitCode() {
        return EXIT_CODE;
    }
}
