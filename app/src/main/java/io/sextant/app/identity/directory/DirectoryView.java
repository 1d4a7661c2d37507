package io.sextant.app.identity.directory;

import io.sextant.app.identity.directory.DirectoryImport.Effect;
import io.sextant.app.identity.directory.DirectoryRow.Particulars;
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
            List<Told> problems) {
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
                    row.problems().stream().map(p -> Told.of(p, ui)).toList());
        }
    }

    /// Something to know about a row.
    ///
    /// @param column as the spreadsheet letters it; empty when the whole row is meant
    public record Told(
            SheetProblem.Severity severity,
            int row,
            String column,
            String heading,
            String value,
            String code,
            String message,
            String mend) {
        static Told of(SheetProblem problem, Ui ui) {
            return new Told(
                    problem.severity(),
                    problem.row(),
                    problem.letter(),
                    problem.heading(),
                    problem.value(),
                    problem.code(),
                    DirectoryView.message(problem, ui),
                    DirectoryView.mend(problem, ui));
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

    /// The place in the file, as a spreadsheet names it.
    public static String place(SheetProblem problem) {
        return problem.row() == 0 ? "" : problem.letter() + problem.row();
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
