package io.sextant.app.platform.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.kernel.Outcome;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the largest tables in a program of their own with a heap far smaller than the table.
class SheetMemoryTest {
    private static final int ROWS = 100_000;
    private static final int COLUMNS = 60;

    @TempDir
    Path folder;

    @Test
    void oneHundredThousandRowsOfSixtyDifferentTextsAreReadInSixtyFourMegabytes() throws Exception {
        Path file = folder.resolve("large.xlsx");
        writeWorkbookWithSharedTexts(file);

        assertThat(run("read", file)).contains("rows=" + ROWS).contains("last=text 5999999 of the inventory");
    }

    @Test
    void oneHundredThousandRowsOfDelimitedTextAreReadInSixtyFourMegabytes() throws Exception {
        Path file = folder.resolve("large.csv");
        try (var out = Files.newBufferedWriter(file)) {
            for (int r = 0; r <= ROWS; r++) {
                for (int c = 0; c < COLUMNS; c++) {
                    out.write((c > 0 ? ";" : "") + (r == 0 ? "Colonne " + c : "texte é " + r + " " + c));
                }
                out.write("\r\n");
            }
        }

        assertThat(run("read", file)).contains("rows=" + ROWS).contains("last=texte é 100000 59");
    }

    @Test
    void oneHundredThousandRowsOfFortyColumnsAreWrittenInSixtyFourMegabytes() throws Exception {
        Path workbook = folder.resolve("out.xlsx");
        Path text = folder.resolve("out.csv");

        run("write", workbook);
        run("write", text);

        assertThat(run("read", workbook)).contains("rows=" + ROWS).contains("last=cell 99999 39");
        assertThat(run("read", text)).contains("rows=" + ROWS).contains("last=cell 99999 39");
    }

    /// As spreadsheets write it: the texts apart from the cells.
    private static void writeWorkbookWithSharedTexts(Path file) throws Exception {
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            zip.setLevel(1);
            Tables.Book book = new Tables.Book();
            try (var whole = new java.util.zip.ZipInputStream(new java.io.ByteArrayInputStream(book.bytes()))) {
                for (ZipEntry entry; (entry = whole.getNextEntry()) != null; ) {
                    zip.putNextEntry(new ZipEntry(entry.getName()));
                    whole.transferTo(zip);
                }
            }
            zip.putNextEntry(new ZipEntry("xl/sharedStrings.xml"));
            print(zip, "<sst xmlns=\"" + Tables.Book.MAIN + "\">");
            for (int c = 0; c < COLUMNS; c++) {
                print(zip, "<si><t>Heading " + (char) ('a' + c % 26) + c / 26 + "</t></si>");
            }
            for (int i = 0; i < ROWS * COLUMNS; i++) {
                print(zip, "<si><t>text " + i + " of the inventory</t></si>");
            }
            print(zip, "</sst>");
            zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
            print(zip, "<worksheet xmlns=\"" + Tables.Book.MAIN + "\"><sheetData>");
            for (int r = 0; r <= ROWS; r++) {
                StringBuilder row = new StringBuilder("<row r=\"" + (r + 1) + "\">");
                for (int c = 0; c < COLUMNS; c++) {
                    row.append("<c t=\"s\"><v>").append(r * COLUMNS + c).append("</v></c>");
                }
                print(zip, row.append("</row>").toString());
            }
            print(zip, "</sheetData></worksheet>");
        }
    }

    private static void print(OutputStream out, String text) throws Exception {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private String run(String verb, Path file) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SheetMemoryTest.class.getName(),
                verb,
                file.toString()));
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        String printed = Files.readString(output);
        System.out.println(verb + " " + file.getFileName() + ": " + printed);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }

    /// The program: reads a table and prints what it saw, or writes one.
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[1]);
        if (arguments[0].equals("write")) {
            write(file);
            return;
        }
        SheetLimits limits = SheetLimits.DEFAULT.withMaxBytes(1L << 30);
        Outcome<SheetFile> outcome = Sheets.read(file, file.getFileName().toString(), limits);
        if (!(outcome instanceof Outcome.Done<SheetFile>(SheetFile opened))) {
            throw new IllegalStateException(outcome.toString());
        }
        long start = System.nanoTime();
        try (opened;
                SheetRows rows = opened.table(SheetChoice.NONE).rows()) {
            String last = "";
            for (SheetRow row; (row = rows.next()) != null; ) {
                last = row.text(row.cells().size() - 1);
            }
            System.out.println("rows=" + rows.count() + " last=" + last + " ms="
                    + (System.nanoTime() - start) / 1_000_000 + " stopped=" + rows.stopped());
        }
    }

    private static void write(Path file) throws Exception {
        List<String> headings = new ArrayList<>();
        for (int c = 0; c < 40; c++) {
            headings.add("Heading " + c);
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                SheetWriter writer = file.toString().endsWith(".csv")
                        ? new CsvWriter(out, SheetWriter.Format.CSV_COMMA, headings)
                        : new XlsxWriter(out, "Large", headings)) {
            for (int r = 0; r < ROWS; r++) {
                List<String> row = new ArrayList<>(40);
                for (int c = 0; c < 40; c++) {
                    row.add("cell " + r + " " + c);
                }
                writer.row(row);
            }
        }
    }
}
