package io.sextant.app.platform.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.platform.sheet.SheetProblem.Severity;
import io.sextant.app.platform.sheet.Tables.Book;
import io.sextant.app.platform.sheet.Tables.Read;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.FormulaError;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XlsxReadingTest {
    private static byte[] poi(Consumer<XSSFWorkbook> content) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (XSSFWorkbook workbook = new XSSFWorkbook()) {
            content.accept(workbook);
            workbook.write(bytes);
        }
        return bytes.toByteArray();
    }

    private static void row(Sheet sheet, int index, Object... values) {
        Row row = sheet.createRow(index);
        for (int c = 0; c < values.length; c++) {
            switch (values[c]) {
                case String text -> row.createCell(c).setCellValue(text);
                case Number number -> row.createCell(c).setCellValue(number.doubleValue());
                case Boolean flag -> row.createCell(c).setCellValue(flag);
                default -> throw new IllegalArgumentException();
            }
        }
    }

    private static CellStyle format(XSSFWorkbook workbook, String code) {
        CellStyle style = workbook.createCellStyle();
        style.setDataFormat(workbook.createDataFormat().getFormat(code));
        return style;
    }

    @Test
    void typesAreReadAsStored() throws Exception {
        Read read = Tables.read(poi(workbook -> {
            Sheet sheet = workbook.createSheet("Cas");
            row(sheet, 0, "Titre", "Nombre", "Oui", "Jour", "Instant", "Heure", "Code");
            row(sheet, 1, "Prévision", 1234.5, true, 45_000, 45_000.75, 0.5, 42);
            Row row = sheet.getRow(1);
            row.getCell(3).setCellStyle(format(workbook, "dd/mm/yyyy"));
            row.getCell(4).setCellStyle(format(workbook, "yyyy-mm-dd hh:mm"));
            row.getCell(5).setCellStyle(format(workbook, "hh:mm:ss"));
            row.getCell(6).setCellStyle(format(workbook, "00000"));
        }));

        assertThat(read.kind()).isEqualTo(SheetFile.Kind.XLSX);
        assertThat(read.rows().getFirst().cells())
                .containsExactly(
                        new Cell.Text("Prévision"),
                        new Cell.Figure(new BigDecimal("1234.5"), "1234.5"),
                        new Cell.Flag(true),
                        new Cell.Day(LocalDate.of(2023, 3, 15)),
                        new Cell.Moment(LocalDateTime.of(2023, 3, 15, 18, 0)),
                        new Cell.Hour(LocalTime.NOON),
                        new Cell.Figure(new BigDecimal("42"), "00042"));
        assertThat(read.codes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,1900-01-01", "59,1900-02-28", "61,1900-03-01", "25569,1970-01-01", "2958465,9999-12-31"})
    void serialDaysOf1900CountADayThatNeverWas(String serial, String day) throws Exception {
        assertThat(dates(serial, "")).isEqualTo(day);
    }

    @Test
    void serialDaysOf1904StartLater() throws Exception {
        assertThat(dates("24107", "<workbookPr date1904=\"1\"/>")).isEqualTo("1970-01-01");
    }

    @Test
    void aNumberThatIsNoDateStaysANumberWhateverItsFormat() throws Exception {
        assertThat(dates("-1", "")).isEqualTo("-1");
        assertThat(dates("9999999999", "")).isEqualTo("9999999999");
        assertThat(dates("1E999999999", "")).isEqualTo("1E+999999999");
        assertThat(dates("0.1234567890123456789", "")).startsWith("0.123456789012346");
        assertThat(dates("twelve", "")).isEqualTo("twelve");
    }

    private static String dates(String serial, String properties) throws Exception {
        Book book = new Book()
                .part(
                        "xl/styles.xml",
                        "<styleSheet xmlns=\"" + Book.MAIN
                                + "\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>")
                .sheet(Book.row(1, "Jour") + "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>" + serial + "</v></c></row>");
        if (!properties.isEmpty()) {
            book.part(
                    "xl/workbook.xml",
                    "<workbook xmlns=\"" + Book.MAIN + "\" xmlns:r=\"" + Book.RELATIONS + "\">" + properties
                            + "<sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>");
        }
        return Tables.read(book.bytes()).texts().getFirst().getFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "yyyy-mm-dd,true",
        "dd mmm yyyy,true",
        "[$-40C]d mmmm yyyy;@,true",
        "h:mm AM/PM,true",
        "mm:ss.0,true",
        "General,false",
        "0.00,false",
        "# ##0 \"jours\",false",
        "[Red]0,false",
        "0\\d,false",
        "[h]:mm,false",
        "@,false"
    })
    void aFormatCodeTellsADateFromANumber(String code, boolean date) {
        assertThat(CellFormats.meaning(code) instanceof CellFormats.Meaning.Date)
                .isEqualTo(date);
    }

    @Test
    void aFormulaGivesItsStoredValueAndIsFlagged() throws Exception {
        Read read = Tables.read(new Book()
                .sheet(Book.row(1, "a", "b", "c", "d")
                        + "<row r=\"2\"><c r=\"A2\"><f>1+1</f><v>2</v></c>"
                        + "<c r=\"B2\" t=\"str\"><f>A2&amp;\"x\"</f><v>2x</v></c>"
                        + "<c r=\"C2\"><f>NOW()</f></c><c r=\"D2\"><v>4</v></c></row>")
                .bytes());

        assertThat(read.texts().getFirst()).containsExactly("2", "2x", "", "4");
        assertThat(read.rows().getFirst().formulas().stream().boxed()).containsExactly(0, 1, 2);
        assertThat(read.problem("formula.notCalculated").letter()).isEqualTo("C");
        assertThat(read.problem("formula.value").severity()).isEqualTo(Severity.INFO);
    }

    @Test
    void anErrorCellIsReportedAndReadAsBlank() throws Exception {
        Read read = Tables.read(poi(workbook -> {
            Sheet sheet = workbook.createSheet();
            row(sheet, 0, "Titre", "Budget");
            row(sheet, 1, "x", 1);
            sheet.getRow(1).getCell(1).setCellErrorValue(FormulaError.NA.getCode());
        }));

        assertThat(read.texts().getFirst()).containsExactly("x", "");
        SheetProblem problem = read.problem("cell.error");
        assertThat(problem.row()).isEqualTo(2);
        assertThat(problem.heading()).isEqualTo("Budget");
        assertThat(problem.value()).isEqualTo("#N/A");
    }

    @Test
    void theFullestVisibleWorksheetIsProposedAndAnotherCanBeChosen() throws Exception {
        byte[] bytes = poi(workbook -> {
            Sheet readMe = workbook.createSheet("Lisez-moi");
            row(readMe, 0, "Ce classeur contient l’inventaire.");
            row(readMe, 1, "Il est tenu par la DSI.");
            Sheet lists = workbook.createSheet("Listes");
            Sheet data = workbook.createSheet("Inventaire");
            row(lists, 0, "Statut", "Entité", "Domaine");
            row(data, 0, "Titre", "Statut", "Entité");
            for (int i = 1; i < 30; i++) {
                row(lists, i, "s" + i, "e" + i, "d" + i);
                row(data, i, "t" + i, "s" + i, "e" + i);
            }
            workbook.setSheetHidden(1, true);
        });

        Read read = Tables.read(bytes);

        assertThat(read.table().worksheet()).isEqualTo(new Worksheet("Inventaire", false));
        assertThat(read.worksheets()).extracting(Worksheet::hidden).containsExactly(false, true, false);
        assertThat(read.problem("worksheet.chosen").args()).containsExactly("Inventaire", 3);
        Read chosen = Tables.read(bytes, SheetLimits.DEFAULT, new SheetChoice("Listes", null, null, null));
        assertThat(chosen.headings()).containsExactly("Statut", "Entité", "Domaine");
        assertThat(chosen.codes()).contains("worksheet.hidden");
    }

    @Test
    void mergedTitlesAreNoHeadingsAndHeadingsMergedDownwardsAre() throws Exception {
        Read read = Tables.read(poi(workbook -> {
            Sheet sheet = workbook.createSheet();
            row(sheet, 0, "Inventaire 2026");
            sheet.addMergedRegion(new CellRangeAddress(0, 0, 0, 3));
            row(sheet, 2, "Nom", "Risque");
            row(sheet, 3, "", "Niveau", "Date", "Avis");
            sheet.addMergedRegion(new CellRangeAddress(2, 3, 0, 0));
            sheet.addMergedRegion(new CellRangeAddress(2, 2, 1, 3));
            row(sheet, 4, "Tri", "haut", "2024-01-02", "non");
            row(sheet, 5, "Aide", "bas", "2024-01-03", "oui");
        }));

        assertThat(read.headings()).containsExactly("Nom", "Niveau", "Date", "Avis");
        assertThat(read.table().headerRow()).isEqualTo(4);
        assertThat(read.rows()).hasSize(2);
    }

    @Test
    void aValueMergedOverSeveralRowsIsRepeatedInEachAndSaidSo() throws Exception {
        Read read = Tables.read(poi(workbook -> {
            Sheet sheet = workbook.createSheet();
            row(sheet, 0, "Direction", "Titre");
            row(sheet, 1, "Risques", "Tri");
            row(sheet, 2, "", "Aide");
            row(sheet, 3, "", "Score");
            row(sheet, 4, "Achats", "Devis");
            sheet.addMergedRegion(new CellRangeAddress(1, 3, 0, 0));
        }));

        assertThat(read.texts())
                .containsExactly(
                        List.of("Risques", "Tri"),
                        List.of("Risques", "Aide"),
                        List.of("Risques", "Score"),
                        List.of("Achats", "Devis"));
        assertThat(read.codes()).containsExactly("merged.repeated");
    }

    @Test
    void sharedRichAndEscapedTextsAreReadPlain() throws Exception {
        Read read = Tables.read(new Book()
                .strings(
                        "<t>Titre</t>",
                        "<r><rPr><b/></rPr><t>gras</t></r><r><t xml:space=\"preserve\"> et maigre</t></r>",
                        "<t>a_x000D_\nb_x005F_x0041_</t>",
                        "<t>漢字</t><rPh sb=\"0\" eb=\"2\"><t>かんじ</t></rPh>")
                .sheet("<row r=\"1\"><c t=\"s\"><v>0</v></c></row>"
                        + "<row r=\"2\"><c t=\"s\"><v>1</v></c></row>"
                        + "<row r=\"3\"><c t=\"s\"><v>2</v></c></row>"
                        + "<row r=\"4\"><c t=\"s\"><v>3</v></c></row>"
                        + "<row r=\"5\"><c t=\"s\"><v>99</v></c></row>")
                .bytes());

        assertThat(read.texts().subList(0, 3))
                .containsExactly(List.of("gras et maigre"), List.of("a\nb_x0041_"), List.of("漢字"));
        assertThat(read.problem("cell.damaged").row()).isEqualTo(5);
    }

    @Test
    void ofAnInlineTextAndAValueTheTypeSaysWhichCounts() throws Exception {
        Read read = Tables.read(new Book()
                .sheet(Book.row(1, "a", "b")
                        + "<row r=\"2\"><c t=\"inlineStr\"><v>old</v><is><t>text</t></is></c>"
                        + "<c><v>7</v><is><t>old</t></is></c></row>")
                .bytes());

        assertThat(read.texts().getFirst()).containsExactly("text", "7");
    }

    @Test
    void prefixesAndTheStrictNamespaceReadAlike() throws Exception {
        Read read = Tables.read(new Book()
                .part(
                        "xl/worksheets/sheet1.xml",
                        "<x:worksheet xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><x:sheetData>"
                                + "<x:row><x:c t=\"inlineStr\"><x:is><x:t>Nom</x:t></x:is></x:c></x:row>"
                                + "<x:row><x:c t=\"inlineStr\"><x:is><x:t>Tri</x:t></x:is></x:c></x:row>"
                                + "<x:row><x:c t=\"d\"><x:v>2024-05-06T00:00:00Z</x:v></x:c></x:row>"
                                + "</x:sheetData><x:mergeCells><x:mergeCell ref=\"A2:A3\"/></x:mergeCells></x:worksheet>")
                .bytes());

        assertThat(read.headings()).containsExactly("Nom");
        assertThat(read.texts()).containsExactly(List.of("Tri"), List.of("2024-05-06"));
    }

    @Test
    void gapsBetweenRowsAndCellsKeepTheNumbersOfTheSpreadsheet() throws Exception {
        Read read = Tables.read(new Book()
                .sheet(
                        "<row r=\"3\"><c r=\"B3\" t=\"inlineStr\"><is><t>Nom</t></is></c>"
                                + "<c r=\"D3\" t=\"inlineStr\"><is><t>Statut</t></is></c></row>"
                                + "<row r=\"10\"><c r=\"B10\" t=\"inlineStr\"><is><t>x</t></is></c><c r=\"D10\"><v>1</v></c></row>")
                .bytes());

        assertThat(read.headings()).containsExactly("[A]", "Nom", "[C]", "Statut");
        assertThat(read.rows().getFirst().number()).isEqualTo(10);
        assertThat(read.texts().getFirst()).containsExactly("", "x", "", "1");
    }

    @Test
    void aCellFarBeyondTheLastColumnTakesNoMemory() throws Exception {
        Read read = Tables.read(new Book()
                .sheet(
                        Book.row(1, "a", "b")
                                + "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"XFD2\"><v>2</v></c><c r=\"ZZZZZZ2\"><v>3</v></c></row>")
                .bytes());

        assertThat(read.texts().getFirst()).containsExactly("1", "");
    }

    @Test
    void aCellOfTenMegabytesIsCutAndItsRowAndColumnNamed() throws Exception {
        String noise = noise(10 << 20);
        Read shared = Tables.read(new Book()
                .strings("<t>a</t>", "<t>b</t>", "<t>" + noise + "</t>")
                .sheet("<row r=\"1\"><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row>"
                        + "<row r=\"2\"><c><v>1</v></c><c t=\"s\"><v>2</v></c></row>")
                .bytes());
        Read inline = Tables.read(new Book()
                .sheet(Book.row(1, "a", "b") + Book.row(2, "1", noise))
                .bytes());

        for (Read read : List.of(shared, inline)) {
            assertThat(read.texts().getFirst().get(1)).hasSize(SheetLimits.DEFAULT.maxCellChars());
            SheetProblem problem = read.problem("cell.tooLong");
            assertThat(problem.row()).isEqualTo(2);
            assertThat(problem.letter()).isEqualTo("B");
            assertThat(problem.severity()).isEqualTo(Severity.ERROR);
        }
    }

    private static String noise(int length) {
        StringBuilder text = new StringBuilder(length);
        long state = 42;
        while (text.length() < length) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            text.append(Long.toString(state >>> 8, 36)).append(' ');
        }
        return text.toString();
    }

    @Test
    void aZipBombIsRefusedWhileItIsUnpackedAndNotAfter() throws Exception {
        Book bomb = new Book()
                .part(
                        "xl/worksheets/sheet1.xml",
                        ("<worksheet xmlns=\"" + Book.MAIN + "\"><sheetData>" + Book.row(1, "a") + "<!--"
                                        + " ".repeat(60 << 20) + "-->")
                                .getBytes(StandardCharsets.US_ASCII));

        assertThat(Tables.read(bomb.bytes()).codes()).containsExactly("zip.bomb");
    }

    @Test
    void aWorkbookThatDeclaresToUnpackTooLargeIsRefusedAtOnce() throws Exception {
        byte[] bytes = new Book()
                .part("xl/media/x.bin", new byte[3 << 20])
                .sheet(Book.row(1, "a"))
                .bytes();

        assertThat(Tables.refusal(bytes, SheetLimits.DEFAULT.withMaxInflatedBytes(2 << 20)))
                .isEqualTo("zip.tooLarge");
    }

    @Test
    void anArchiveOfTooManyPartsIsRefused() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < 10_001; i++) {
                zip.putNextEntry(new ZipEntry("p" + i));
            }
        }

        assertThat(Tables.refusal(bytes.toByteArray())).isEqualTo("zip.tooManyParts");
    }

    @Test
    void documentTypesAndEntitiesAreRefusedWhereverTheyStand() throws Exception {
        String attack = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>";
        String rows = "<sheetData>" + Book.row(1, "a") + Book.row(2, "&e;") + "</sheetData>";

        assertThat(Tables.read(new Book()
                                .part(
                                        "xl/worksheets/sheet1.xml",
                                        attack + "<worksheet xmlns=\"" + Book.MAIN + "\">" + rows + "</worksheet>")
                                .bytes())
                        .codes())
                .containsExactly("xlsx.dtd");
        assertThat(Tables.refusal(new Book()
                        .part("xl/workbook.xml", attack + "<workbook xmlns=\"" + Book.MAIN + "\">&e;</workbook>")
                        .sheet(Book.row(1, "a"))
                        .bytes()))
                .isEqualTo("xlsx.dtd");
        assertThat(Tables.read(new Book()
                                .part(
                                        "xl/sharedStrings.xml",
                                        attack + "<sst xmlns=\"" + Book.MAIN + "\"><si><t>&e;</t></si></sst>")
                                .sheet("<row><c t=\"s\"><v>0</v></c></row><row><c t=\"s\"><v>0</v></c></row>")
                                .bytes())
                        .codes())
                .containsExactly("xlsx.dtd");
        String laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
        assertThat(Tables.read(new Book()
                                .part(
                                        "xl/worksheets/sheet1.xml",
                                        laughs + "<worksheet xmlns=\"" + Book.MAIN + "\">" + rows + "</worksheet>")
                                .bytes())
                        .codes())
                .containsExactly("xlsx.dtd");
    }

    @Test
    void anUndeclaredEntityAndBrokenXmlAreADamagedWorkbook() throws Exception {
        assertThat(Tables.read(new Book()
                                .sheet(Book.row(1, "a") + Book.row(2, "&e;"))
                                .bytes())
                        .codes())
                .containsExactly("xlsx.damaged");
        assertThat(Tables.read(new Book()
                                .part("xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + Book.row(1, "a") + "<row>")
                                .bytes())
                        .codes())
                .containsExactly("xlsx.damaged");
    }

    @Test
    void damageFarDownTheSheetStopsTheReadingWithWhatCameBeforeMarkedUnusable() throws Exception {
        StringBuilder rows = new StringBuilder(Book.row(1, "a", "b"));
        for (int i = 2; i <= 5_000; i++) {
            rows.append(Book.row(i, "x" + i, "y"));
        }
        Read read = Tables.read(new Book()
                .part("xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "<row r=\"5001\"><c")
                .bytes());

        assertThat(read.rows()).hasSize(4_999);
        assertThat(read.stopped()).isEqualTo(read.problem("xlsx.damaged"));
        assertThat(read.problem("xlsx.damaged").severity()).isEqualTo(Severity.FATAL);
    }

    @Test
    void targetsOutsideTheArchiveAreNeverOpened() throws Exception {
        byte[] bytes = new Book()
                .part(
                        "xl/_rels/workbook.xml.rels",
                        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                                + "<Relationship Id=\"s1\" TargetMode=\"External\" Type=\"" + Book.RELATIONS
                                + "/worksheet\" Target=\"file:///etc/passwd\"/></Relationships>")
                .bytes();

        assertThat(Tables.refusal(bytes)).isEqualTo("xlsx.noSheet");
    }

    @Test
    void namesNoSpreadsheetWritesDoNotFillTheMemory() throws Exception {
        StringBuilder rows = new StringBuilder(Book.row(1, "a"));
        for (int i = 0; i < 600_000; i++) {
            rows.append("<n").append(Integer.toString(i, 36)).append("/>");
        }

        assertThat(Tables.read(new Book().sheet(rows.toString()).bytes()).codes())
                .containsExactly("xlsx.damaged");
    }

    @Test
    void anApostropheWrittenBeforeAFormulaIsTakenBack() throws Exception {
        Read read = Tables.read(new Book()
                .sheet(Book.row(1, "a", "b") + Book.row(2, "'=1+1", "l’été"))
                .bytes());

        assertThat(read.texts().getFirst()).containsExactly("=1+1", "l’été");
    }
}
