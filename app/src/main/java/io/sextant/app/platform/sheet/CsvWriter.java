package io.sextant.app.platform.sheet;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a table as delimited text (RFC 4180) in UTF-8 with a byte order mark, by which a spreadsheet knows the
/// encoding.
public final class CsvWriter implements SheetWriter {
    private final Writer out;
    private final char delimiter;
    private final char decimal;
    private final int columns;

    /// @param format one of the two delimited texts
    public CsvWriter(OutputStream out, Format format, List<String> headings) throws IOException {
        this.delimiter = switch (format) {
            case CSV_SEMICOLON -> ';';
            case CSV_COMMA -> ',';
            case XLSX -> throw new IllegalArgumentException("not a delimited text");
        };
        this.decimal = format == Format.CSV_SEMICOLON ? ',' : '.';
        this.columns = headings.size();
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 14);
        this.out.write('\uFEFF');
        row(headings);
    }

    @Override
    public void row(List<? extends @Nullable Object> values) throws IOException {
        if (values.size() > columns) {
            throw new IllegalArgumentException("more values than headings");
        }
        for (int c = 0; c < columns; c++) {
            if (c > 0) {
                out.write(delimiter);
            }
            if (c < values.size()) {
                cell(values.get(c));
            }
        }
        out.write("\r\n");
    }

    private void cell(@Nullable Object value) throws IOException {
        switch (value) {
            case null -> {}
            case String text -> text(Neutral.guard(Written.clean(text)));
            case BigDecimal number -> out.write(number.toPlainString().replace('.', decimal));
            case Number number -> out.write(number.toString().replace('.', decimal));
            case Boolean flag -> out.write(flag ? "TRUE" : "FALSE");
            case LocalDate date -> out.write(date.toString());
            case LocalDateTime at ->
                out.write(new Cell.Moment(at.withNano(0)).text().replace('T', ' '));
            default -> throw new IllegalArgumentException("cannot write a " + value.getClass());
        }
    }

    private void text(String text) throws IOException {
        boolean quoted = false;
        for (int i = 0; i < text.length() && !quoted; i++) {
            char c = text.charAt(i);
            // Every usual delimiter, so that the recognition of another program is not led astray.
            quoted = c == '"' || c == '\n' || c == ';' || c == ',' || c == '\t' || c == '|';
        }
        if (!text.isEmpty() && (text.charAt(0) == ' ' || text.charAt(text.length() - 1) == ' ')) {
            quoted = true;
        }
        if (!quoted) {
            out.write(text);
            return;
        }
        out.write('"');
        out.write(text.replace("\"", "\"\""));
        out.write('"');
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
