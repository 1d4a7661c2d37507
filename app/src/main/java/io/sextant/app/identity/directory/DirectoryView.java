package io.sextant.app.identity.directory;

import io.sextant.app.identity.directory.DirectoryImport.Effect;
import io.sextant.app.identity.directory.DirectoryRow.Particulars;
import io.sextant.app.platform.sheet.ProblemView;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.ui.Ui;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a file does to people, in words.
public final class DirectoryView {
    private DirectoryView() {}

    /// A row, in the API.
    ///
    /// @param row as the spreadsheet numbers it; 0 for somebody who is not in the file
    public record Line(
            int row,
            Effect effect,
            String email,
            String name,
            @Nullable Long userId,
            @Nullable Particulars wanted,
            @Nullable Particulars before,
            DirectoryRow.@Nullable Outcome outcome,
            List<ProblemView> problems) {
        static Line of(DirectoryRow row, Ui ui) {
            return new Line(
                    row.number(),
                    row.effect(),
                    row.email(),
                    row.name(),
                    row.userId(),
                    row.wanted(),
                    row.before(),
                    row.outcome(),
                    row.problems().stream()
                            .map(p -> ProblemView.of(p, message(p, ui), mend(p, ui)))
                            .toList());
        }
    }

    /// What is the matter.
    public static String message(SheetProblem problem, Ui ui) {
        return ui.t(problem.code(), problem.args().toArray());
    }

    /// What to do about it; empty when nothing is said about that.
    public static String mend(SheetProblem problem, Ui ui) {
        return ui.has(problem.mendCode())
                ? ui.t(problem.mendCode(), problem.args().toArray())
                : "";
    }

    /// How an effect looks.
    public static String tone(Effect effect) {
        return switch (effect) {
            case NEW -> "go";
            case CHANGED -> "brand";
            case SAME, SPARED -> "unknown";
            case REFUSED -> "no";
            case MISSING -> "wait";
        };
    }

    /// How a problem looks.
    public static String tone(SheetProblem.Severity severity) {
        return switch (severity) {
            case INFO -> "line";
            case WARNING -> "wait";
            case ERROR, FATAL -> "no";
        };
    }
}
