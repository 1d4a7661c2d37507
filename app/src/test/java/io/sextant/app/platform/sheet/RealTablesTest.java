package io.sextant.app.platform.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sextant.app.platform.sheet.Tables.Read;
import io.sextant.app.testing.SharedData;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Public tables as their authors published them.
class RealTablesTest {
    private static Path here(String name) {
        Optional<Path> file = SharedData.find(name);
        assumeTrue(file.isPresent(), () -> name + " is not on this machine");
        return file.orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "inventories/eu-public-sector-tech-watch-2025.csv,1826,56",
        "inventories/uk-atrs-records.csv,136,4",
        "quality/taxis.csv,6433,14",
        "quality/beers/clean.csv,2410,11",
        "quality/beers/dirty.csv,2410,11",
        "quality/hospital/clean.csv,1000,20",
        "quality/hospital/dirty.csv,1000,20",
        "quality/flights/clean.csv,2376,7",
        "quality/flights/dirty.csv,2376,7",
        "finops/focus-1.0-sample.csv,1000,44",
        "fairness/compas-scores-two-years.csv,7214,53",
    })
    void everyRowAndColumnIsReadWithoutAnError(String name, int rows, int columns) throws Exception {
        Read read = Tables.read(Files.readAllBytes(here(name)));

        assertThat(read.table().headerRow()).isEqualTo(1);
        assertThat(read.delimiter()).isEqualTo(',');
        assertThat(read.encoding()).isEqualTo("UTF-8");
        assertThat(read.rows()).hasSize(rows);
        assertThat(read.headings()).hasSize(columns).doesNotHaveDuplicates();
        assertThat(read.problems().stream()
                        .filter(p -> p.severity().compareTo(SheetProblem.Severity.ERROR) >= 0)
                        .toList())
                .isEmpty();
    }

    /// The two are editions some months apart: the workbook has 2,007 rows, the text 1,826, and what both have differs
    /// where its authors updated it. What must agree is what no edition changed.
    @Test
    void theTwoEditionsOfTheEuropeanInventoryAgreeOnWhatTheyShare() throws Exception {
        Read text = Tables.read(Files.readAllBytes(here("inventories/eu-public-sector-tech-watch-2025.csv")));
        Read workbook = Tables.read(Files.readAllBytes(here("inventories/eu-public-sector-tech-watch-2025.xlsx")));

        assertThat(workbook.headings()).isEqualTo(text.headings());
        assertThat(workbook.rows()).hasSize(2_007);
        Map<String, List<String>> byKey = new HashMap<>();
        workbook.texts().forEach(row -> byKey.put(row.getFirst(), row));
        assertThat(text.texts().stream().map(List::getFirst).filter(key -> !byKey.containsKey(key)))
                .containsExactly("PSTW-2216");
        int same = 0;
        int cells = 0;
        for (List<String> row : text.texts()) {
            List<String> other = byKey.get(row.getFirst());
            for (int c = 0; other != null && c < row.size() - 1; c++) {
                cells++;
                same += row.get(c).strip().equals(other.get(c).strip()) ? 1 : 0;
            }
        }
        assertThat((double) same / cells).isGreaterThan(0.97);
    }

    @Test
    void theEuropeanWorkbookIsReadAsAnotherReaderReadsIt() throws Exception {
        Path file = here("inventories/eu-public-sector-tech-watch-2025.xlsx");
        Read read = Tables.read(Files.readAllBytes(file));

        try (OPCPackage archive = OPCPackage.open(file.toFile(), PackageAccess.READ);
                XSSFWorkbook other = new XSSFWorkbook(archive)) {
            int compared = 0;
            for (SheetRow row : read.rows()) {
                Row theirs = other.getSheetAt(0).getRow(row.number() - 1);
                for (int c = 0; c < row.cells().size(); c++) {
                    String expected = text(theirs.getCell(c));
                    assertThat(row.text(c))
                            .as("row %d column %d", row.number(), c)
                            .isEqualTo(expected);
                    compared += expected.isEmpty() ? 0 : 1;
                }
            }
            assertThat(compared).isGreaterThan(50_000);
        }
    }

    private static String text(org.apache.poi.ss.usermodel.@Nullable Cell cell) {
        if (cell == null) {
            return "";
        }
        return switch (cell.getCellType()) {
            case NUMERIC ->
                DateUtil.isCellDateFormatted(cell)
                        ? cell.getLocalDateTimeCellValue().toLocalDate().toString()
                        : new BigDecimal(cell.getNumericCellValue())
                                .stripTrailingZeros()
                                .toPlainString();
            case STRING -> {
                String text =
                        cell.getStringCellValue().replace("\r\n", "\n").replaceAll("[\\x00-\\x08\\x7F-\\x9F]", "");
                yield text.replace('\u00A0', ' ').isBlank() ? "" : text;
            }
            case BOOLEAN -> cell.getBooleanCellValue() ? "TRUE" : "FALSE";
            default -> "";
        };
    }
}
