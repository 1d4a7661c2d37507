package io.sextant.app.platform.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.platform.sheet.Tables.Book;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SheetRefusalTest {
    @Test
    void anOldWorkbookIsRefusedByWhatItIs() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (HSSFWorkbook old = new HSSFWorkbook()) {
            old.createSheet("Données").createRow(0).createCell(0).setCellValue("x");
            old.write(bytes);
        }

        assertThat(Tables.refusal(bytes.toByteArray())).isEqualTo("file.xls");
    }

    @Test
    void anEncryptedWorkbookIsRefusedBecauseOfItsPassword() throws Exception {
        byte[] plain = new Book().sheet(Book.row(1, "a") + Book.row(2, "b")).bytes();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (POIFSFileSystem files = new POIFSFileSystem()) {
            Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
            encryptor.confirmPassword("secret");
            try (var out = encryptor.getDataStream(files)) {
                out.write(plain);
            }
            files.writeFilesystem(bytes);
        }

        assertThat(Tables.refusal(bytes.toByteArray())).isEqualTo("file.encrypted");
    }

    @ParameterizedTest
    @CsvSource({
        "'%PDF-1.7 blah', file.pdf",
        "'<!DOCTYPE html><html><body>Sign in</body></html>', file.html",
        "'<?xml version=\"1.0\"?><Workbook/>', file.xml",
        "'{\"items\": []}', file.json",
        "'{\\rtf1 text', file.document",
        "'GIF89a...', file.image",
    })
    void whatIsNoTableIsRefusedByItsContent(String start, String code) throws Exception {
        assertThat(Tables.refusal((start + " ".repeat(50)).getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(code);
    }

    @Test
    void archivesImagesAndProgramsAreRefused() throws Exception {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write("a,b\n1,2\n".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(Tables.refusal(gzip.toByteArray())).isEqualTo("file.zip");
        assertThat(Tables.refusal(zip("inventaire.csv", "a,b\n1,2\n"))).isEqualTo("file.zip");
        assertThat(Tables.refusal(
                        zip("content.xml", "<x/>", "mimetype", "application/vnd.oasis.opendocument.spreadsheet")))
                .isEqualTo("file.ods");
        assertThat(Tables.refusal(zip("word/document.xml", "<x/>"))).isEqualTo("file.document");
        assertThat(Tables.refusal(zip("xl/workbook.bin", "x"))).isEqualTo("file.xlsb");
        assertThat(Tables.refusal(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}))
                .isEqualTo("file.image");
        byte[] program = new byte[4096];
        for (int i = 0; i < program.length; i++) {
            program[i] = (byte) (i * 31 + i / 7);
        }
        assertThat(Tables.refusal(program)).isEqualTo("file.binary");
    }

    @Test
    void anEmptyFileAndOneTooLargeAreRefused() throws Exception {
        assertThat(Tables.refusal(new byte[0])).isEqualTo("file.empty");
        assertThat(Tables.refusal(new byte[2000], SheetLimits.DEFAULT.withMaxBytes(1000)))
                .isEqualTo("file.tooLarge");
    }

    @Test
    void aFileTooLargeIsNotReadToItsEnd() throws Exception {
        InputStream endless = new InputStream() {
            private long given;

            @Override
            public int read() {
                assertThat(++given).isLessThan(10_000_000);
                return 'x';
            }
        };

        assertThat(Sheets.read(endless, "x", SheetLimits.DEFAULT.withMaxBytes(1_000_000)))
                .isInstanceOf(io.sextant.app.kernel.Outcome.Refused.class);
    }

    @Test
    void nothingIsLeftBehindInTheTemporaryFolder() throws Exception {
        long before = temporary();
        Tables.refusal(new byte[0]);
        Tables.refusal(zip("a.txt", "x"));
        Tables.read("a,b\n1,2\n");
        Tables.read(new Book()
                .sheet("<row><c t=\"s\"><v>0</v></c></row><row><c t=\"s\"><v>1</v></c></row>")
                .strings("<t>a</t>", "<t>b</t>")
                .bytes());

        assertThat(temporary()).isEqualTo(before);
    }

    private static long temporary() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("sextant-t"))
                    .count();
        }
    }

    @Test
    void aTruncatedWorkbookIsRefused() throws Exception {
        byte[] whole = new Book().sheet(Book.row(1, "a", "b").repeat(200)).bytes();

        assertThat(Tables.refusal(Arrays.copyOf(whole, whole.length / 2))).isEqualTo("zip.damaged");
        assertThat(Tables.refusal(Arrays.copyOf(whole, whole.length - 10))).isEqualTo("zip.damaged");
    }

    private static byte[] zip(String... namesAndTexts) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
                zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
