package io.sextant.app.demand.importing.web;

import io.sextant.app.platform.sheet.ProblemView;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.ui.Ui;
import java.util.List;

/// Words the problems of a file in the reader's language.
public final class Wording {
    /// Starts of the keys that an argument may be.
    private static final List<String> WORDS = List.of("demand.stage.", "demand.lang.", "demand.import.language.");

    private Wording() {}

    /// What is the matter.
    public static String message(Ui ui, SheetProblem problem) {
        return ui.t(problem.code(), arguments(ui, problem));
    }

    /// What to do about it; empty when nothing is said about that.
    public static String mend(Ui ui, SheetProblem problem) {
        return ui.has(problem.mendCode()) ? ui.t(problem.mendCode(), arguments(ui, problem)) : "";
    }

    /// An argument may itself be the key of a message, such as that of a stage.
    private static Object[] arguments(Ui ui, SheetProblem problem) {
        return problem.args().stream()
                .map(argument ->
                        argument instanceof String key && WORDS.stream().anyMatch(key::startsWith)
                                ? ui.t(key)
                                : argument)
                .toArray();
    }

    /// The problem in the reader's words, for programs.
    static ProblemView view(Ui ui, SheetProblem problem) {
        return ProblemView.of(problem, message(ui, problem), mend(ui, problem));
    }
}
