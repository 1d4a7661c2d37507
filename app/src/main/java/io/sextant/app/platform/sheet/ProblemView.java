package io.sextant.app.platform.sheet;

/// Something in a file that a person should know, in their language.
///
/// @param row row as the spreadsheet numbers it; 0 for the whole file
/// @param column letter of the column; empty for the whole row
/// @param message what is the matter
/// @param mend what to do about it; empty when nothing is said about that
public record ProblemView(
        SheetProblem.Severity severity,
        int row,
        String column,
        String heading,
        String value,
        String code,
        String message,
        String mend) {
    /// A problem, worded.
    public static ProblemView of(SheetProblem problem, String message, String mend) {
        return new ProblemView(
                problem.severity(),
                problem.row(),
                problem.letter(),
                problem.heading(),
                problem.value(),
                problem.code(),
                message,
                mend);
    }
}
