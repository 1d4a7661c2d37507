package io.sextant.app.platform.sheet;

import java.util.List;

/// Something in a file that a person should know: where it is, what it is and, by the message `code` + `.mend`, what to
/// do.
///
/// @param severity what it does to the reading
/// @param row row as the spreadsheet numbers it, from 1; 0 when the whole file is meant. In a text file a row is a
/// record:
///     a line break inside quotes does not start one
/// @param column column from 0, or -1 when the whole row is meant
/// @param heading heading of that column; empty when unknown
/// @param value start of the value at fault, at most 120 characters; empty when there is none
/// @param code key of the message; the key of the mend is `code` + `.mend`
/// @param args arguments of both messages: strings and numbers
public record SheetProblem(
        Severity severity, int row, int column, String heading, String value, String code, List<Object> args) {

    /// What a problem does to the reading.
    public enum Severity {
        /// Nothing is lost: the reader tells what it understood.
        INFO,
        /// Something was mended or left out of one cell; worth a look.
        WARNING,
        /// The row cannot be trusted as read.
        ERROR,
        /// Reading stopped here; the file cannot be used as it is.
        FATAL
    }

    private static final int EXCERPT = 120;

    public SheetProblem {
        args = List.copyOf(args);
        value = excerpt(value);
    }

    /// A problem with the file as a whole.
    static SheetProblem file(Severity severity, String code, Object... args) {
        return new SheetProblem(severity, 0, -1, "", "", code, List.of(args));
    }

    /// A problem with a row.
    static SheetProblem row(Severity severity, int row, String value, String code, Object... args) {
        return new SheetProblem(severity, row, -1, "", value, code, List.of(args));
    }

    /// A problem with one cell; the heading is filled in once the headings are known.
    static SheetProblem cell(Severity severity, int row, int column, String value, String code, Object... args) {
        return new SheetProblem(severity, row, column, "", value, code, List.of(args));
    }

    SheetProblem under(String headingOfColumn) {
        return new SheetProblem(severity, row, column, headingOfColumn, value, code, args);
    }

    /// The column as the spreadsheet letters it, `A`, `B`… `AA`; empty when the whole row is meant.
    public String letter() {
        return column < 0 ? "" : ColumnLetters.of(column);
    }

    /// The place in the file, as a spreadsheet names it: `B12`, or the row alone; empty for the whole file.
    public String place() {
        return row == 0 ? "" : letter() + row;
    }

    /// Key of the message that says what to do.
    public String mendCode() {
        return code + ".mend";
    }

    /// The start of a text on one line, without control characters, cut with an ellipsis.
    static String excerpt(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), EXCERPT) + 1);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (line.length() == EXCERPT - 1 && text.length() > EXCERPT) {
                if (Character.isHighSurrogate(line.charAt(line.length() - 1))) {
                    line.setLength(line.length() - 1);
                }
                return line.append('…').toString();
            }
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
        return line.toString();
    }
}
