package io.sextant.app.platform.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.kernel.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// Reads tables in tests and builds workbooks part by part, hostile ones included.
final class Tables {
    private Tables() {}

    /// All there is to say about a file once read.
    record Read(
            SheetFile.Kind kind,
            @Nullable String encoding,
            @Nullable Character delimiter,
            List<Worksheet> worksheets,
            Table table,
            List<SheetRow> rows,
            @Nullable SheetProblem stopped) {
        List<String> headings() {
            return table.columns().stream().map(TableColumn::heading).toList();
        }

        List<List<String>> texts() {
            return rows.stream()
                    .map(row -> row.cells().stream().map(Cell::text).toList())
                    .toList();
        }

        List<SheetProblem> problems() {
            List<SheetProblem> all = new ArrayList<>(table.problems());
            rows.forEach(row -> all.addAll(row.problems()));
            if (stopped != null) {
                all.add(stopped);
            }
            if (table.fatal() != null) {
                all.add(table.fatal());
            }
            return all;
        }

        List<String> codes() {
            return problems().stream()
                    .map(p -> p.code().replace("platform.sheet.", ""))
                    .filter(code -> !code.equals("text.read"))
                    .toList();
        }

        SheetProblem problem(String code) {
            return problems().stream()
                    .filter(p -> p.code().equals("platform.sheet." + code))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(code + " is not among " + codes()));
        }
    }

    static Read read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    static Read read(String text, Charset charset) throws IOException {
        return read(text.getBytes(charset));
    }

    static Read read(byte[] bytes) throws IOException {
        return read(bytes, SheetLimits.DEFAULT, SheetChoice.NONE);
    }

    static Read read(byte[] bytes, SheetLimits limits, SheetChoice choice) throws IOException {
        Outcome<SheetFile> outcome = Sheets.read(new ByteArrayInputStream(bytes), "fichier", limits);
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        try (SheetFile file = ((Outcome.Done<SheetFile>) outcome).value()) {
            Table table = file.table(choice);
            List<SheetRow> rows = new ArrayList<>();
            SheetProblem stopped = null;
            if (table.fatal() == null) {
                try (SheetRows reading = table.rows()) {
                    for (SheetRow row; (row = reading.next()) != null; ) {
                        rows.add(row);
                    }
                    stopped = reading.stopped();
                }
            }
            return new Read(
                    file.kind(), file.encoding(), file.delimiter(choice), file.worksheets(), table, rows, stopped);
        }
    }

    /// The code of the refusal of a file.
    static String refusal(byte[] bytes) throws IOException {
        return refusal(bytes, SheetLimits.DEFAULT);
    }

    static String refusal(byte[] bytes, SheetLimits limits) throws IOException {
        Outcome<SheetFile> outcome = Sheets.read(new ByteArrayInputStream(bytes), "fichier", limits);
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused<SheetFile>) outcome)
                .reasons()
                .getFirst()
                .code()
                .replace("platform.sheet.", "");
    }

    /// A workbook made part by part.
    static final class Book {
        static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        static final String RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

        private final Map<String, byte[]> parts = new LinkedHashMap<>();

        Book() {
            part(
                    "[Content_Types].xml",
                    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
            part(
                    "_rels/.rels",
                    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                            + "<Relationship Id=\"r1\" Type=\"" + RELATIONS
                            + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            part(
                    "xl/workbook.xml",
                    "<workbook xmlns=\"" + MAIN + "\" xmlns:r=\"" + RELATIONS
                            + "\"><sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>");
            part(
                    "xl/_rels/workbook.xml.rels",
                    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                            + "<Relationship Id=\"s1\" Type=\"" + RELATIONS
                            + "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                            + "<Relationship Id=\"st\" Type=\"" + RELATIONS + "/styles\" Target=\"styles.xml\"/>"
                            + "<Relationship Id=\"ss\" Type=\"" + RELATIONS
                            + "/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>");
        }

        Book part(String name, String xml) {
            return part(name, xml.getBytes(StandardCharsets.UTF_8));
        }

        Book part(String name, byte[] bytes) {
            parts.put(name, bytes);
            return this;
        }

        /// The only worksheet, given what stands inside `sheetData` and after it.
        Book sheet(String rows, String after) {
            return part(
                    "xl/worksheets/sheet1.xml",
                    "<worksheet xmlns=\"" + MAIN + "\"><sheetData>" + rows + "</sheetData>" + after + "</worksheet>");
        }

        Book sheet(String rows) {
            return sheet(rows, "");
        }

        Book strings(String... texts) {
            StringBuilder xml = new StringBuilder("<sst xmlns=\"" + MAIN + "\">");
            for (String text : texts) {
                xml.append("<si>").append(text).append("</si>");
            }
            return part("xl/sharedStrings.xml", xml.append("</sst>").toString());
        }

        byte[] bytes() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                    zip.putNextEntry(new ZipEntry(part.getKey()));
                    zip.write(part.getValue());
                }
            }
            return bytes.toByteArray();
        }

        /// Cells of a row as inline texts.
        static String row(int number, String... texts) {
            StringBuilder xml = new StringBuilder("<row r=\"" + number + "\">");
            for (String text : texts) {
                xml.append("<c t=\"inlineStr\"><is><t>").append(text).append("</t></is></c>");
            }
            return xml.append("</row>").toString();
        }
    }
}
