package io.sextant.app.platform.sheet;

import io.sextant.app.platform.sheet.RawRows.Unreadable;
import io.sextant.app.platform.sheet.SheetProblem.Severity;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file somebody brought, recognised and open for reading: a delimited text or a workbook. Not safe for use by
/// several threads at once; to be closed.
public final class SheetFile implements AutoCloseable {
    /// What kind of file it is.
    public enum Kind {
        /// Delimited text.
        CSV,
        /// Office Open XML workbook.
        XLSX
    }

    private static final int SAMPLE_ROWS = 500;
    private static final int SAMPLE_CHARS = 1 << 20;

    private final Path file;
    private final boolean temporary;
    private final Kind kind;
    private final SheetLimits limits;
    private final @Nullable TextCharset charset;
    private final @Nullable XlsxWorkbook workbook;

    private SheetFile(
            Path file,
            boolean temporary,
            Kind kind,
            SheetLimits limits,
            @Nullable TextCharset charset,
            @Nullable XlsxWorkbook workbook) {
        this.file = file;
        this.temporary = temporary;
        this.kind = kind;
        this.limits = limits;
        this.charset = charset;
        this.workbook = workbook;
    }

    static SheetFile text(Path file, boolean temporary, SheetLimits limits) throws IOException {
        return new SheetFile(file, temporary, Kind.CSV, limits, TextCharset.detect(file), null);
    }

    static SheetFile workbook(Path file, boolean temporary, SheetLimits limits, XlsxWorkbook workbook) {
        return new SheetFile(file, temporary, Kind.XLSX, limits, null, workbook);
    }

    public Kind kind() {
        return kind;
    }

    /// The encoding recognised in a text file, for example `UTF-8` or `windows-1252`; absent for a workbook.
    public @Nullable String encoding() {
        return charset == null ? null : charset.charset().name();
    }

    /// The encodings a person may choose for a text file.
    public static List<String> encodings() {
        return TextCharset.OFFERED;
    }

    /// The delimiters a person may choose for a text file.
    public static List<Character> delimiters() {
        return List.of(';', ',', '\t', '|');
    }

    /// The worksheets in their order; one without a name for a text file.
    public List<Worksheet> worksheets() {
        if (workbook == null) {
            return List.of(new Worksheet("", false));
        }
        List<Worksheet> all = new ArrayList<>();
        for (XlsxWorkbook.Part part : workbook.sheets()) {
            all.add(part.sheet());
        }
        return all;
    }

    /// How a text file separates its cells, as recognised or chosen; absent for a workbook.
    public @Nullable Character delimiter(SheetChoice choice) throws IOException {
        return charset == null ? null : textSettings(choice).delimiter;
    }

    /// The table a file most likely holds, read as a person chose where they chose.
    public Table table(SheetChoice choice) throws IOException {
        return charset == null ? workbookTable(choice) : textTable(choice);
    }

    private record TextSettings(TextCharset charset, char delimiter, boolean announced) {}

    private TextSettings textSettings(SheetChoice choice) throws IOException {
        Charset chosen = choice.charset();
        TextCharset used = chosen == null ? known(charset) : TextCharset.chosen(file, chosen);
        char[] buffer = new char[SAMPLE_CHARS / 4];
        int length = 0;
        try (Reader reader = new TextSource(file, used).open()) {
            for (int count;
                    length < buffer.length && (count = reader.read(buffer, length, buffer.length - length)) > 0; ) {
                length += count;
            }
        }
        String sample = new String(buffer, 0, length);
        Character announced = Delimiters.announced(sample);
        if (announced != null) {
            sample = sample.substring(sample.indexOf('\n') + 1);
        }
        char delimiter = choice.delimiter() != null
                ? choice.delimiter()
                : announced != null ? announced : Delimiters.detect(sample, length < buffer.length, limits);
        return new TextSettings(used, delimiter, announced != null);
    }

    private static TextCharset known(@Nullable TextCharset charset) {
        if (charset == null) {
            throw new IllegalStateException("not a text file");
        }
        return charset;
    }

    private Table textTable(SheetChoice choice) throws IOException {
        TextSettings settings = textSettings(choice);
        long size = Files.size(file);
        Table.Rows rows = () -> {
            TextSource source = new TextSource(file, settings.charset);
            return new CsvRows(new CharWindow(source), source, settings.delimiter, limits, size);
        };
        List<SheetProblem> problems = new ArrayList<>();
        problems.add(SheetProblem.file(
                Severity.INFO,
                "platform.sheet.text.read",
                settings.charset.charset().name(),
                shown(settings.delimiter)));
        if (settings.charset.mended() && choice.charset() == null) {
            problems.add(SheetProblem.file(Severity.WARNING, "platform.sheet.text.mixed"));
        }
        return table(new Worksheet("", false), choice.headerRow(), rows, true, settings.announced ? 1 : 0, problems);
    }

    private static String shown(char delimiter) {
        return delimiter == '\t' ? "⇥" : String.valueOf(delimiter);
    }

    private Table workbookTable(SheetChoice choice) throws IOException {
        XlsxWorkbook book = workbook;
        if (book == null) {
            throw new IllegalStateException("not a workbook");
        }
        List<XlsxWorkbook.Part> parts = book.sheets();
        if (choice.worksheet() != null) {
            for (XlsxWorkbook.Part part : parts) {
                if (part.sheet().name().equals(choice.worksheet())) {
                    return workbookTable(book, part, choice.headerRow());
                }
            }
        }
        Table best = null;
        double bestWorth = -1;
        for (int i = 0; i < parts.size(); i++) {
            XlsxWorkbook.Part part = parts.get(i);
            Table table = workbookTable(book, part, choice.headerRow());
            double worth = worth(table) * (part.sheet().hidden() ? 0.1 : 1) * (i == book.activeTab() ? 1.2 : 1);
            if (best == null || worth > bestWorth) {
                best = table;
                bestWorth = worth;
            }
        }
        if (best == null) {
            throw new IllegalStateException("a workbook has a worksheet");
        }
        return best;
    }

    /// Cells with a value among the first rows: how much a table has to give.
    private static double worth(Table table) {
        double worth = 0;
        for (TableColumn column : table.columns()) {
            worth += column.filled() * column.samples().size();
        }
        return table.fatal() != null ? 0 : worth * (table.columns().size() > 1 ? 1 : 0.5);
    }

    private Table workbookTable(XlsxWorkbook book, XlsxWorkbook.Part part, @Nullable Integer headerRow)
            throws IOException {
        List<SheetProblem> problems = new ArrayList<>();
        if (book.sheets().size() > 1) {
            problems.add(SheetProblem.file(
                    Severity.INFO,
                    part.sheet().hidden() ? "platform.sheet.worksheet.hidden" : "platform.sheet.worksheet.chosen",
                    part.sheet().name(),
                    book.sheets().size()));
        }
        return table(part.sheet(), headerRow, () -> book.rows(part), false, 0, problems);
    }

    /// @param skipped rows at the top that are known not to be part of the table
    private Table table(
            Worksheet sheet,
            @Nullable Integer headerRow,
            Table.Rows opening,
            boolean text,
            int skipped,
            List<SheetProblem> problems)
            throws IOException {
        List<RawRow> sample = new ArrayList<>();
        boolean formulas = false;
        boolean mergedValues = false;
        SheetProblem fatal = null;
        try (RawRows rows = opening.open()) {
            long chars = 0;
            for (RawRow row; sample.size() < SAMPLE_ROWS && chars < SAMPLE_CHARS && (row = rows.next()) != null; ) {
                if (row.number() <= skipped || row.nothing()) {
                    continue;
                }
                sample.add(row);
                formulas |= !row.formulas().isEmpty();
                for (Cell cell : row.cells()) {
                    chars += cell.text().length() + 1;
                }
            }
            mergedValues = rows instanceof XlsxRows xlsx && xlsx.mergedValues();
        } catch (Unreadable e) {
            fatal = e.problem();
        }
        int header = -1;
        if (headerRow == null) {
            header = Headings.find(sample);
        } else if (headerRow > 0) {
            for (int i = 0; i < sample.size(); i++) {
                if (sample.get(i).number() == headerRow) {
                    header = i;
                }
            }
            if (header < 0 && fatal == null) {
                fatal = SheetProblem.row(Severity.FATAL, headerRow, "", "platform.sheet.heading.noRow", headerRow);
            }
        }
        RawRow headings = header < 0 ? null : sample.get(header);
        List<RawRow> below = sample.subList(header + 1, sample.size());
        List<TableColumn> columns = Headings.columns(headings, below, problems);
        int number = headings == null ? (headerRow == null ? 0 : skipped) : headings.number();
        if (headerRow == null && header > 0) {
            problems.add(SheetProblem.row(
                    Severity.INFO,
                    sample.get(0).number(),
                    sample.get(0).cells().stream()
                            .map(Cell::text)
                            .filter(t -> !t.isBlank())
                            .findFirst()
                            .orElse(""),
                    "platform.sheet.heading.skipped",
                    header,
                    number));
        }
        if (formulas) {
            problems.add(SheetProblem.file(Severity.INFO, "platform.sheet.formula.value"));
        }
        if (mergedValues) {
            problems.add(SheetProblem.file(Severity.INFO, "platform.sheet.merged.repeated"));
        }
        if (fatal == null) {
            fatal = unusable(columns, below);
        }
        return new Table(sheet, number, columns, problems, fatal, text, limits, opening);
    }

    private @Nullable SheetProblem unusable(List<TableColumn> columns, List<RawRow> below) {
        if (columns.isEmpty()) {
            return SheetProblem.file(Severity.FATAL, "platform.sheet.empty");
        }
        if (columns.size() > limits.maxColumns()) {
            return SheetProblem.file(Severity.FATAL, "platform.sheet.columns.tooMany", limits.maxColumns());
        }
        return below.isEmpty() ? SheetProblem.file(Severity.FATAL, "platform.sheet.noRows") : null;
    }

    @Override
    public void close() throws IOException {
        try {
            if (workbook != null) {
                workbook.close();
            }
        } finally {
            if (temporary) {
                Files.deleteIfExists(file);
            }
        }
    }
}
