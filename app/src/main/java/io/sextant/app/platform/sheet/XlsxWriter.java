package io.sextant.app.platform.sheet;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/// Writes a table as a workbook: headings bold, frozen and filtered, columns as wide as their first values, numbers and
/// dates as such. A second worksheet with remarks may follow.
public final class XlsxWriter implements SheetWriter {
    private static final int MEASURED = 200;
    private static final int FLUSH = 500;
    private static final int MAX_ROWS = 1_048_576;
    private static final int MAX_CUTS = 1_000;

    private final Workbook workbook;
    private final Worksheet sheet;
    private final List<String> headings;
    private final double[] widths;
    private final List<Cut> cuts = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private String remarksName = "";
    private int row;
    private boolean widthsSet;

    /// @param name name of the worksheet
    public XlsxWriter(OutputStream out, String name, List<String> headings) throws IOException {
        this.workbook = new Workbook(new Uncloseable(out), "Sextant", "1.0");
        this.sheet = workbook.newWorksheet(name);
        this.headings = List.copyOf(headings);
        this.widths = new double[headings.size()];
        for (int c = 0; c < widths.length; c++) {
            text(c, headings.get(c));
            widths[c] = Math.min(40, headings.get(c).length() + 4);
        }
        sheet.range(0, 0, 0, Math.max(0, widths.length - 1))
                .style()
                .bold()
                .fillColor("E9EEF5")
                .wrapText(true)
                .verticalAlignment("top")
                .set();
        sheet.freezePane(0, 1);
        row = 1;
    }

    /// Adds a worksheet of remarks at the end, one per line; lines about cut texts are the caller's.
    public void remarks(String name, List<String> lines) {
        remarksName = name;
        remarks.clear();
        remarks.addAll(lines);
    }

    @Override
    public void row(List<? extends @Nullable Object> values) throws IOException {
        if (values.size() > headings.size()) {
            throw new IllegalArgumentException("more values than headings");
        }
        if (row >= MAX_ROWS) {
            throw new IllegalStateException("a worksheet holds no more than " + MAX_ROWS + " rows");
        }
        for (int c = 0; c < values.size(); c++) {
            cell(c, values.get(c));
        }
        row++;
        if (row % FLUSH == 0) {
            setWidths();
            sheet.flush();
        }
    }

    private void cell(int column, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case String text -> {
                if (!text.isEmpty()) {
                    text(column, text);
                    measure(column, text);
                }
            }
            case BigDecimal number -> sheet.value(row, column, number);
            case Number number -> sheet.value(row, column, number);
            case Boolean flag -> sheet.value(row, column, flag);
            case LocalDate date -> {
                if (date.getYear() < 1901 || date.getYear() > 9999) {
                    text(column, date.toString());
                } else {
                    sheet.value(row, column, date);
                    sheet.style(row, column).format("yyyy-mm-dd").set();
                }
                widths[column] = Math.max(widths[column], 12);
            }
            case LocalDateTime at -> {
                sheet.value(row, column, at.withNano(0));
                sheet.style(row, column).format("yyyy-mm-dd hh:mm:ss").set();
                widths[column] = Math.max(widths[column], 20);
            }
            default -> throw new IllegalArgumentException("cannot write a " + value.getClass());
        }
    }

    private void text(int column, String text) {
        String clean = Neutral.guard(Written.clean(text));
        if (clean.length() > Written.MAX_CELL && cuts.size() < MAX_CUTS) {
            cuts.add(new Cut(row + 1, headings.get(column), clean.length()));
        }
        sheet.inlineString(row, column, XlsxText.escape(Written.fit(clean)));
    }

    private void measure(int column, String text) {
        if (row <= MEASURED) {
            int line = text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n');
            widths[column] = Math.min(60, Math.max(widths[column], line + 2));
        }
    }

    private void setWidths() {
        if (!widthsSet) {
            widthsSet = true;
            for (int c = 0; c < widths.length; c++) {
                sheet.width(c, Math.max(8, widths[c]));
            }
        }
    }

    @Override
    public List<Cut> cuts() {
        return List.copyOf(cuts);
    }

    @Override
    public void close() throws IOException {
        setWidths();
        if (!headings.isEmpty()) {
            sheet.setAutoFilter(0, 0, Math.max(0, row - 1), headings.size() - 1);
        }
        sheet.finish();
        if (!remarks.isEmpty()) {
            Worksheet second = workbook.newWorksheet(remarksName);
            for (int i = 0; i < remarks.size(); i++) {
                second.inlineString(i, 0, XlsxText.escape(Written.fit(Neutral.guard(Written.clean(remarks.get(i))))));
                second.style(i, 0).wrapText(true).verticalAlignment("top").set();
            }
            second.width(0, 110);
            second.finish();
        }
        workbook.finish();
    }

    /// Lets the workbook end without closing the stream of the caller.
    private static final class Uncloseable extends java.io.FilterOutputStream {
        Uncloseable(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
