package io.sextant.app.platform.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sextant.app.platform.sheet.SheetWriter.Format;
import io.sextant.app.platform.sheet.Tables.Read;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;

class SheetWritingTest {
    private static final List<String> HEADINGS = List.of("Code", "Texte", "Nombre", "Jour", "Instant", "Oui");

    private static SheetWriter writer(OutputStream out, Format format, List<String> headings) throws IOException {
        return format == Format.XLSX
                ? new XlsxWriter(out, "Cas d’usage", headings)
                : new CsvWriter(out, format, headings);
    }

    private static byte[] write(Format format, List<String> headings, List<?>... rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (SheetWriter writer = writer(bytes, format, headings)) {
            for (List<?> row : rows) {
                writer.row(row);
            }
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void whatIsWrittenIsReadBackTheSame(Format format) throws Exception {
        byte[] bytes = write(
                format,
                HEADINGS,
                Arrays.asList(
                        "UC-1",
                        "Prévision ; dépôts, \"œuvre\"\nligne 2\ttab | a_x0041_b",
                        new BigDecimal("-1234.5"),
                        LocalDate.of(2026, 3, 4),
                        LocalDateTime.of(2026, 3, 4, 5, 6, 7),
                        true),
                Arrays.asList("UC-2", null, 42, null, null, false));

        Read read = Tables.read(bytes);

        assertThat(read.headings()).isEqualTo(HEADINGS);
        List<String> first = read.texts().getFirst();
        assertThat(first.subList(0, 2))
                .containsExactly("UC-1", "Prévision ; dépôts, \"œuvre\"\nligne 2\ttab | a_x0041_b");
        assertThat(first.get(2).replace(',', '.')).isEqualTo("-1234.5");
        assertThat(first.get(3)).isEqualTo("2026-03-04");
        assertThat(first.get(4).replace(' ', 'T')).isEqualTo("2026-03-04T05:06:07");
        assertThat(first.get(5)).isEqualTo("TRUE");
        assertThat(read.texts().get(1)).containsExactly("UC-2", "", "42", "", "", "FALSE");
        assertThat(read.codes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "=cmd|'/C calc'!A0",
                "+1+1",
                "-1+1",
                "@SUM(1)",
                "\t=1",
                "\n=1",
                "'=1",
                "''=1",
                "＝1+1",
                "'",
                "''",
                "l’été",
                "'quoted'",
                "-",
                "=",
                "- une liste",
                "@nom"
            })
    void formulasAreMadeHarmlessAndComeBackAsTheyWere(String text) throws Exception {
        for (Format format : Format.values()) {
            byte[] bytes = write(format, List.of("a", "b"), List.of("x", text));

            assertThat(Tables.read(bytes).texts().getFirst()).as(format.name()).containsExactly("x", text);
        }
        byte[] csv = write(Format.CSV_COMMA, List.of("a", "b"), List.of("x", text));
        String cell = new String(csv, StandardCharsets.UTF_8)
                .split("\r\n")[1]
                .substring(2)
                .replace("\"", "");
        assertThat(cell.charAt(0)).isNotIn('=', '+', '-', '@', '\t', '\r', '\n', '＝');
    }

    @Test
    void aHeadingCannotBeAFormulaEither() throws Exception {
        byte[] bytes = write(Format.CSV_COMMA, List.of("=HYPERLINK(\"x\")", "b"), List.of("1", "2"));

        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .doesNotContain("\n=")
                .contains("'=HYPERLINK");
    }

    @Test
    void numbersStayNumbersEvenNegativeOnes() throws Exception {
        byte[] csv = write(
                Format.CSV_SEMICOLON, List.of("a", "b"), List.of(-5, "-5"), List.of(new BigDecimal("-0.5"), "+3,2"));

        assertThat(new String(csv, StandardCharsets.UTF_8)).isEqualTo("\uFEFFa;b\r\n-5;-5\r\n-0,5;\"+3,2\"\r\n");
    }

    @Test
    void controlCharactersAndHalfCharactersAreLeftOut() throws Exception {
        for (Format format : Format.values()) {
            byte[] bytes = write(
                    format, List.of("a", "b"), List.of("x", "be\u0007l\u0000l\uD800 é\r\nnext\rline \uD83D\uDE00"));

            assertThat(Tables.read(bytes).texts().getFirst().get(1)).isEqualTo("bell é\nnext\nline \uD83D\uDE00");
        }
    }

    @Test
    void aSpreadsheetProgramFindsTypesFiltersAndAFrozenHeading() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        XlsxWriter writer = new XlsxWriter(bytes, "Cas d’usage", HEADINGS);
        writer.row(Arrays.asList(
                "UC-1", "  espaces gardés ", 12, LocalDate.of(2026, 3, 4), LocalDateTime.of(2026, 3, 4, 18, 0), true));
        writer.remarks("Lisez-moi", List.of("Un export de Sextant.", "=pas une formule"));
        writer.close();

        try (XSSFWorkbook workbook = new XSSFWorkbook(new ByteArrayInputStream(bytes.toByteArray()))) {
            XSSFSheet sheet = workbook.getSheet("Cas d’usage");
            assertThat(sheet.getPaneInformation().isFreezePane()).isTrue();
            assertThat(sheet.getPaneInformation().getHorizontalSplitPosition()).isEqualTo((short) 1);
            assertThat(sheet.getCTWorksheet().getAutoFilter().getRef()).isEqualTo("A1:F2");
            assertThat(sheet.getRow(1).getCell(1).getStringCellValue()).isEqualTo("  espaces gardés ");
            assertThat(sheet.getRow(1).getCell(2).getCellType()).isEqualTo(CellType.NUMERIC);
            assertThat(DateUtil.isCellDateFormatted(sheet.getRow(1).getCell(3))).isTrue();
            assertThat(sheet.getRow(1).getCell(4).getLocalDateTimeCellValue()).isEqualTo("2026-03-04T18:00:00");
            assertThat(sheet.getRow(1).getCell(5).getBooleanCellValue()).isTrue();
            assertThat(sheet.getColumnWidth(1)).isGreaterThan(sheet.getColumnWidth(0));
            assertThat(workbook.getSheet("Lisez-moi").getRow(1).getCell(0).getCellType())
                    .isEqualTo(CellType.STRING);
        }
    }

    @Test
    void aTextTooLongForACellIsCutSaidSoAndKnownWhenItComesBack() throws Exception {
        String text = "é".repeat(40_000);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        XlsxWriter writer = new XlsxWriter(bytes, "x", List.of("Code", "Texte"));
        writer.row(List.of("UC-1", text));
        writer.close();

        assertThat(writer.cuts()).containsExactly(new SheetWriter.Cut(2, "Texte", 40_000));
        String cell = Tables.read(bytes.toByteArray()).texts().getFirst().get(1);
        assertThat(cell).hasSize(Written.MAX_CELL).endsWith("⟦40000⟧");
        assertThat(Written.cut(cell)).isTrue();
        assertThat(Written.cut("Un texte qui finit par … ⟦40000⟧")).isFalse();
        assertThat(Tables.read(write(Format.CSV_COMMA, List.of("Code", "Texte"), List.of("UC-1", text)))
                        .texts()
                        .getFirst()
                        .get(1))
                .isEqualTo(text);
    }

    @Test
    void aValueOfAnUnknownTypeOrTooManyValuesAreAFault() throws Exception {
        for (Format format : Format.values()) {
            try (SheetWriter writer = writer(new ByteArrayOutputStream(), format, List.of("a"))) {
                assertThatThrownBy(() -> writer.row(List.of(new Object())))
                        .isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> writer.row(List.of("a", "b"))).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void theNameOfADownloadSurvivesEveryAlphabetAndEveryTrick() {
        MockHttpServletResponse response = new MockHttpServletResponse();
        Download.start(response, "Cas d’usage – été", Format.XLSX);

        assertThat(response.getHeader("Content-Disposition"))
                .isEqualTo("attachment; filename=\"Cas d_usage _ ete.xlsx\"; "
                        + "filename*=UTF-8''Cas%20d%E2%80%99usage%20%E2%80%93%20%C3%A9t%C3%A9.xlsx");
        assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(response.getContentType()).isEqualTo(Format.XLSX.mediaType());
        assertThat(Download.disposition("plain.csv")).isEqualTo("attachment; filename=\"plain.csv\"");
        assertThat(Download.disposition("a\"b\r\nX: y/../é"))
                .doesNotContain("\r")
                .doesNotContain("\n")
                .doesNotContain("/");
    }
}
