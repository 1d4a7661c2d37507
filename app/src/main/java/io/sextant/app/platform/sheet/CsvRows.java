package io.sextant.app.platform.sheet;

import io.sextant.app.platform.sheet.SheetProblem.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads delimited text (RFC 4180 and what spreadsheets really write) record by record.
///
/// A cell that starts with a quote ends at the quote followed by a delimiter or a line end; quotes inside are doubled.
/// What departs from that is mended and reported:
/// - a quote inside a quoted cell that is neither doubled nor closing is taken as a character;
/// - when, in a cell that has run over a line end, such a quote *opens* another cell (it follows a delimiter or a line
/// end), or when the file ends inside quotes, the quote that opened the cell was never closed: reading goes back to it,
/// takes it as a character, and so loses one row at most instead of the rest of the file.
final class CsvRows implements RawRows {
    private final CharWindow text;
    private final @Nullable TextSource source;
    private final char delimiter;
    private final int maxCellChars;
    private final int maxColumns;
    private final long size;

    private final StringBuilder cell = new StringBuilder();
    private boolean cut;
    private boolean controls;
    private boolean nul;
    private int row;
    private long line = 1;
    private @Nullable SheetProblem ended;

    /// @param source where the text comes from, when bytes may have been mended; absent for a sample in memory
    /// @param size bytes of the file, for [#progress()]
    CsvRows(CharWindow text, @Nullable TextSource source, char delimiter, SheetLimits limits, long size) {
        this.text = text;
        this.source = source;
        this.delimiter = delimiter;
        this.maxCellChars = limits.maxCellChars();
        // Cells beyond the limit are still counted so that the message can say how many there are.
        this.maxColumns = limits.maxColumns() + 1;
        this.size = size;
    }

    @Override
    public @Nullable RawRow next() throws IOException, Unreadable {
        if (ended != null) {
            throw new Unreadable(ended);
        }
        text.forget();
        if (text.peek() == CharWindow.END) {
            return null;
        }
        row++;
        List<Cell> cells = new ArrayList<>();
        List<SheetProblem> problems = new ArrayList<>(0);
        int column = 0;
        while (true) {
            long start = text.position();
            boolean last = readCell(column, problems);
            if (column < maxColumns) {
                cells.add(take(column, start, problems));
            }
            column++;
            if (last) {
                return new RawRow(row, cells, new BitSet(0), problems);
            }
            text.forget();
        }
    }

    /// Reads one cell into [#cell] with the delimiter or line end after it; true when the record ends there.
    private boolean readCell(int column, List<SheetProblem> problems) throws IOException, Unreadable {
        begin();
        int c = text.read();
        while (c == ' ' && delimiter != ' ') {
            put(c);
            c = text.read();
        }
        if (c == '"') {
            return readQuoted(column, problems);
        }
        return readPlain(c);
    }

    private boolean readPlain(int first) throws IOException {
        int c = first;
        while (true) {
            if (c == delimiter) {
                return false;
            }
            if (c == CharWindow.END) {
                return true;
            }
            if (lineEnd(c)) {
                return true;
            }
            put(c);
            c = text.read();
        }
    }

    private boolean readQuoted(int column, List<SheetProblem> problems) throws IOException, Unreadable {
        long opening = text.position();
        long openingLine = line;
        int openingRow = row;
        begin();
        boolean severalLines = false;
        boolean stray = false;
        int before = '"';
        while (true) {
            int c = text.read();
            if (c == CharWindow.END) {
                return unclosed(opening, openingLine, openingRow, column, problems);
            }
            if (c == '"') {
                int after = text.peek();
                if (after == '"') {
                    text.read();
                    put('"');
                    before = 0;
                    continue;
                }
                if (after == delimiter || after == CharWindow.END || after == '\n' || after == '\r') {
                    return closed(column, stray, problems);
                }
                long quote = text.position();
                if (after == ' ' && onlySpacesToTheEnd()) {
                    return closed(column, stray, problems);
                }
                if (!text.back(quote)) {
                    throw new Unreadable(tooManyQuotes(openingRow, openingLine));
                }
                if (severalLines && (before == delimiter || before == '\n' || before == '\r')) {
                    return unclosed(opening, openingLine, openingRow, column, problems);
                }
                stray = true;
                put('"');
                before = c;
                continue;
            }
            if (c == '\r') {
                severalLines = true;
                if (text.peek() == '\n') {
                    text.read();
                }
                line++;
                put('\n');
                before = '\n';
                continue;
            }
            if (c == '\n') {
                severalLines = true;
                line++;
            }
            put(c);
            before = c;
        }
    }

    /// After a closing quote: consumes the delimiter or line end.
    private boolean closed(int column, boolean stray, List<SheetProblem> problems) throws IOException {
        if (stray) {
            problems.add(SheetProblem.cell(
                    Severity.WARNING, row, column, cell.toString(), "platform.sheet.quote.stray", line));
        }
        int c = text.read();
        return c == CharWindow.END || c != delimiter && lineEnd(c);
    }

    private boolean onlySpacesToTheEnd() throws IOException {
        while (text.peek() == ' ') {
            text.read();
        }
        int c = text.peek();
        return c == delimiter || c == CharWindow.END || c == '\n' || c == '\r';
    }

    private boolean unclosed(long opening, long openingLine, int openingRow, int column, List<SheetProblem> problems)
            throws IOException, Unreadable {
        if (!text.back(opening)) {
            throw new Unreadable(tooManyQuotes(openingRow, openingLine));
        }
        line = openingLine;
        begin();
        put('"');
        boolean last = readPlain(text.read());
        problems.add(SheetProblem.cell(
                Severity.ERROR, row, column, cell.toString(), "platform.sheet.quote.unclosed", row, openingLine));
        return last;
    }

    private SheetProblem tooManyQuotes(int atRow, long atLine) {
        SheetProblem problem =
                SheetProblem.row(Severity.FATAL, atRow, "", "platform.sheet.quote.tooMany", atRow, atLine);
        ended = problem;
        return problem;
    }

    /// Consumes a line end; false when the character is none.
    private boolean lineEnd(int c) throws IOException {
        if (c == '\n') {
            line++;
            return true;
        }
        if (c == '\r') {
            if (text.peek() == '\n') {
                text.read();
            }
            line++;
            return true;
        }
        return false;
    }

    private void begin() {
        cell.setLength(0);
        cut = false;
        controls = false;
        nul = false;
    }

    private void put(int c) {
        if (c < ' ' && c != '\n' && c != '\t' || c >= 0x7F && c <= 0x9F) {
            if (c == 0) {
                nul = true;
            } else if (c == 0x85) {
                put('\n');
            } else {
                controls = true;
            }
            return;
        }
        if (cell.length() >= maxCellChars) {
            cut = true;
            return;
        }
        cell.append((char) c);
    }

    private Cell take(int column, long start, List<SheetProblem> problems) {
        String value = Neutral.restore(cell.toString());
        if (nul) {
            problems.add(SheetProblem.cell(Severity.WARNING, row, column, value, "platform.sheet.cell.nul"));
        }
        if (controls) {
            problems.add(SheetProblem.cell(Severity.WARNING, row, column, value, "platform.sheet.cell.control"));
        }
        if (cut) {
            problems.add(
                    SheetProblem.cell(Severity.ERROR, row, column, value, "platform.sheet.cell.tooLong", maxCellChars));
        }
        if (source != null && source.mendedBetween(start, text.position())) {
            problems.add(SheetProblem.cell(Severity.WARNING, row, column, value, "platform.sheet.cell.mended"));
        }
        if (value.indexOf('\uFFFD') >= 0) {
            problems.add(SheetProblem.cell(Severity.WARNING, row, column, value, "platform.sheet.cell.unreadable"));
        }
        return Cell.text(value);
    }

    @Override
    public double progress() {
        return source == null || size == 0 ? 0 : Math.min(1, (double) source.bytesRead() / size);
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
