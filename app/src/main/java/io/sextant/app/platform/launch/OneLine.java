package io.sextant.app.platform.launch;

import java.io.PrintStream;
import java.util.Optional;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Says in one line on standard error why Sextant cannot start, where the reason lies around it. Anything else is a
/// fault of ours and is left to Spring Boot, which writes it down in full.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class OneLine implements SpringBootExceptionReporter {
    private final PrintStream err;

    OneLine() {
        this(System.err);
    }

    OneLine(PrintStream err) {
        this.err = err;
    }

    @Override
    public boolean reportException(Throwable failure) {
        Optional<Line> line = reason(failure);
        line.ifPresent(said -> err.println("Sextant: " + said.text()));
        return line.isPresent();
    }

    /// The reason around us that this failure comes from, if one is known.
    static Optional<Line> reason(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof CannotStart cannot) {
                return Optional.of(cannot.line());
            }
            if (at instanceof PortInUseException taken) {
                return Optional.of(BeforeStart.portTaken(taken.getPort()));
            }
        }
        return Optional.empty();
    }
}
