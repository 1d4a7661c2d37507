package io.sextant.app.cli;

import java.util.List;

/// The input is wrong: ends a command with exit code 3, every problem told.
final class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<InputProblem> problems;

    BadInput(List<InputProblem> problems) {
        super("the input is wrong", null, false, false);
        this.problems = List.copyOf(problems);
    }

    List<InputProblem> problems() {
        return problems;
    }
}
