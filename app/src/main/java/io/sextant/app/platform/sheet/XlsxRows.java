package io.sextant.app.platform.sheet;

import io.sextant.app.platform.sheet.CellFormats.Meaning;
import io.sextant.app.platform.sheet.RawRows.Unreadable;
import io.sextant.app.platform.sheet.SheetProblem.Severity;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the rows of a worksheet one after the other. The value of a formula is the one the spreadsheet stored; no
/// formula is computed. A value merged over several rows is repeated in each of them; merged over several columns, it
/// stays in the first.
final class XlsxRows implements RawRows {
    private static final LocalDate EPOCH_1900 = LocalDate.of(1899, 12, 30);
    private static final LocalDate EPOCH_1904 = LocalDate.of(1904, 1, 1);
    private static final long SECONDS_A_DAY = 86_400;
    private static final int LAST_SERIAL = 2_958_465; // 31 December 9999
    /// Attribute names no spreadsheet writes would fill the XML reader's table of names.
    private static final int MAX_STRANGE = 500_000;

    private static final int MAX_NUMBER_CHARS = 400;
    private static final int MAX_REPEATED = 1_000;
    private static final Set<String> CELL_ATTRIBUTES = Set.of("r", "s", "t", "cm", "vm", "ph");

    private final XlsxPackage.Xml xml;
    private final SharedStrings strings;
    private final CellFormats formats;
    private final boolean from1904;
    private final MergedCells merged;
    private final int maxCellChars;
    private final int maxColumns;

    private final StringBuilder builder = new StringBuilder();
    private final List<Repeated> repeated = new ArrayList<>();
    private int row;
    private int rowsSeen;
    private int strange;
    private boolean inData;
    private boolean ended;
    private boolean mergedValues;

    /// A value that goes on down to a row.
    private record Repeated(int column, int lastRow, Cell value) {}

    XlsxRows(
            XlsxPackage.Xml xml,
            SharedStrings strings,
            CellFormats formats,
            boolean from1904,
            MergedCells merged,
            SheetLimits limits) {
        this.xml = xml;
        this.strings = strings;
        this.formats = formats;
        this.from1904 = from1904;
        this.merged = merged;
        this.maxCellChars = limits.maxCellChars();
        this.maxColumns = limits.maxColumns() + 1;
    }

    /// Whether a value was repeated down merged cells so far.
    boolean mergedValues() {
        return mergedValues;
    }

    @Override
    public @Nullable RawRow next() throws IOException, Unreadable {
        while (!ended) {
            if (!xml.advance()) {
                if (!inData) {
                    ended = true;
                    return null;
                }
                throw XlsxPackage.damaged("sheetData");
            }
            if (xml.starts("sheetData")) {
                inData = true;
            } else if (xml.ends("sheetData")) {
                ended = true;
            } else if (inData && xml.starts("row")) {
                return readRow();
            } else if (inData && xml.start()) {
                stranger();
            }
        }
        return null;
    }

    private RawRow readRow() throws IOException, Unreadable {
        int given = XlsxWorkbook.number(xml.attribute("r"), 0);
        row = given > row && given <= 1_048_576 ? given : row + 1;
        rowsSeen++;
        List<Cell> cells = new ArrayList<>();
        BitSet formulas = new BitSet();
        List<SheetProblem> problems = new ArrayList<>(0);
        int column = -1;
        while (xml.advance()) {
            if (xml.ends("row")) {
                repeatMerged(cells);
                return new RawRow(row, cells, formulas, problems);
            }
            if (xml.starts("c")) {
                column = readCell(column, cells, formulas, problems);
            } else if (xml.start()) {
                stranger();
            }
        }
        throw XlsxPackage.damaged("row");
    }

    private void stranger() throws Unreadable {
        if (++strange > MAX_STRANGE) {
            throw XlsxPackage.damaged("sheetData");
        }
    }

    private int readCell(int previous, List<Cell> cells, BitSet formulas, List<SheetProblem> problems)
            throws IOException, Unreadable {
        String type = "n";
        int style = -1;
        int column = previous + 1;
        for (int i = 0; i < xml.attributes(); i++) {
            String name = xml.attributeName(i);
            if (name.equals("r")) {
                int named = ColumnLetters.column(xml.attributeValue(i));
                column = named < 0 ? column : named;
            } else if (name.equals("t")) {
                type = xml.attributeValue(i);
            } else if (name.equals("s")) {
                style = XlsxWorkbook.number(xml.attributeValue(i), -1);
            } else if (!CELL_ATTRIBUTES.contains(name)) {
                stranger();
            }
        }
        builder.setLength(0);
        boolean cut = false;
        boolean valued = false;
        boolean formula = false;
        while (xml.advance()) {
            if (xml.ends("c")) {
                break;
            }
            if (xml.starts("v") && !type.equals("inlineStr")) {
                cut |= xml.text(builder, maxCellChars);
                valued = true;
            } else if (xml.starts("is") && type.equals("inlineStr")) {
                // Some programs leave the old text beside the new value; the type says which one counts.
                cut |= SharedStrings.item(xml, builder, maxCellChars);
                valued = true;
            } else if (xml.starts("is") || xml.starts("v")) {
                xml.skip();
            } else if (xml.starts("f")) {
                formula = true;
                xml.skip();
            } else if (xml.start()) {
                stranger();
            }
        }
        if (column >= maxColumns) {
            return column;
        }
        if (formula) {
            formulas.set(column);
            if (!valued) {
                problems.add(
                        SheetProblem.cell(Severity.WARNING, row, column, "", "platform.sheet.formula.notCalculated"));
            }
        }
        if (valued) {
            Cell value = value(type, style, column, cut, problems);
            if (!(value instanceof Cell.Blank)) {
                while (cells.size() <= column) {
                    cells.add(Cell.BLANK);
                }
                cells.set(column, value);
            }
        }
        return column;
    }

    private Cell value(String type, int style, int column, boolean cut, List<SheetProblem> problems)
            throws IOException, Unreadable {
        switch (type) {
            case "s" -> {
                int index = XlsxWorkbook.number(builder.toString().strip(), -1);
                String text = strings.get(index);
                if (text == null) {
                    if (!builder.isEmpty()) {
                        problems.add(SheetProblem.cell(
                                Severity.ERROR, row, column, builder.toString(), "platform.sheet.cell.damaged"));
                    }
                    return Cell.BLANK;
                }
                return text(text, column, strings.cut(index), problems);
            }
            case "e" -> {
                String code = builder.toString();
                problems.add(SheetProblem.cell(Severity.WARNING, row, column, code, "platform.sheet.cell.error", code));
                return new Cell.Fault(code);
            }
            case "b" -> {
                return new Cell.Flag(builder.toString().strip().equals("1"));
            }
            case "d" -> {
                return isoDate(builder.toString().strip(), column, cut, problems);
            }
            case "str", "inlineStr" -> {
                return text(XlsxText.unescape(builder), column, cut, problems);
            }
            default -> {
                return number(builder.toString().strip(), style, column, cut, problems);
            }
        }
    }

    private Cell text(String stored, int column, boolean cut, List<SheetProblem> problems) {
        String clean = withoutControls(stored);
        String text = Neutral.restore(clean);
        if (clean.length() < stored.length()) {
            problems.add(SheetProblem.cell(Severity.WARNING, row, column, text, "platform.sheet.cell.control"));
        }
        if (cut) {
            problems.add(
                    SheetProblem.cell(Severity.ERROR, row, column, text, "platform.sheet.cell.tooLong", maxCellChars));
        }
        if (text.indexOf('\uFFFD') >= 0) {
            problems.add(SheetProblem.cell(Severity.WARNING, row, column, text, "platform.sheet.cell.unreadable"));
        }
        return Cell.text(text);
    }

    private static String withoutControls(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (control(text.charAt(i))) {
                StringBuilder clean = new StringBuilder(text.length());
                text.chars().filter(c -> !control((char) c)).forEach(c -> clean.append((char) c));
                return clean.toString();
            }
        }
        return text;
    }

    private static boolean control(char c) {
        return c < ' ' && c != '\n' && c != '\t' || c >= 0x7F && c <= 0x9F;
    }

    private Cell number(String digits, int style, int column, boolean cut, List<SheetProblem> problems) {
        if (digits.isEmpty()) {
            return Cell.BLANK;
        }
        BigDecimal value;
        try {
            if (digits.length() > MAX_NUMBER_CHARS) {
                return text(digits, column, cut, problems);
            }
            value = new BigDecimal(digits);
        } catch (NumberFormatException e) {
            return text(digits, column, cut, problems);
        }
        return switch (formats.of(style)) {
            case Meaning.Plain plain -> Cell.Figure.of(value);
            case Meaning.Padded padded -> padded(value, padded.digits());
            case Meaning.Date date -> date(value, date);
        };
    }

    private static Cell padded(BigDecimal value, int digits) {
        Cell.Figure figure = Cell.Figure.of(value);
        if (value.signum() < 0 || figure.value().scale() > 0 || figure.text().length() >= digits) {
            return figure;
        }
        return new Cell.Figure(figure.value(), "0".repeat(digits - figure.text().length()) + figure.text());
    }

    /// Serial days to a date. The 1900 system counts a 29 February 1900 that never was, so before 1 March 1900 one day
    /// is added back.
    private Cell date(BigDecimal serial, Meaning.Date meaning) {
        if (serial.signum() < 0 || serial.precision() - serial.scale() > 8 || serial.intValue() > LAST_SERIAL) {
            return Cell.Figure.of(serial);
        }
        long seconds = serial.multiply(BigDecimal.valueOf(SECONDS_A_DAY))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
        long days = seconds / SECONDS_A_DAY;
        LocalTime hour = LocalTime.ofSecondOfDay(seconds % SECONDS_A_DAY);
        if (!meaning.withDay() || days == 0 && !from1904) {
            return meaning.withHour() && days == 0 ? new Cell.Hour(hour) : Cell.Figure.of(serial);
        }
        LocalDate day = from1904 ? EPOCH_1904.plusDays(days) : EPOCH_1900.plusDays(days < 60 ? days + 1 : days);
        return hour.equals(LocalTime.MIDNIGHT) ? new Cell.Day(day) : new Cell.Moment(LocalDateTime.of(day, hour));
    }

    private Cell isoDate(String iso, int column, boolean cut, List<SheetProblem> problems) {
        try {
            if (iso.length() == 10) {
                return new Cell.Day(LocalDate.parse(iso));
            }
            LocalDateTime at = LocalDateTime.parse(iso.endsWith("Z") ? iso.substring(0, iso.length() - 1) : iso);
            return at.toLocalTime().equals(LocalTime.MIDNIGHT)
                    ? new Cell.Day(at.toLocalDate())
                    : new Cell.Moment(at.withNano(0));
        } catch (DateTimeException e) {
            return text(iso, column, cut, problems);
        }
    }

    private void repeatMerged(List<Cell> cells) {
        if (!repeated.isEmpty()) {
            repeated.removeIf(value -> value.lastRow() < row);
            for (Repeated value : repeated) {
                while (cells.size() <= value.column()) {
                    cells.add(Cell.BLANK);
                }
                if (cells.get(value.column()) instanceof Cell.Blank) {
                    cells.set(value.column(), value.value());
                    mergedValues = true;
                }
            }
        }
        for (MergedCells.Range range : merged.startingIn(row)) {
            int column = range.firstColumn();
            if (repeated.size() < MAX_REPEATED
                    && range.lastRow() > row
                    && column < cells.size()
                    && !cells.get(column).empty()) {
                repeated.add(new Repeated(column, range.lastRow(), cells.get(column)));
            }
        }
    }

    @Override
    public double progress() {
        return merged.rows() == 0 ? 0 : Math.min(1, (double) rowsSeen / merged.rows());
    }

    @Override
    public void close() throws IOException {
        try (xml;
                strings) {
            ended = true;
        }
    }
}
