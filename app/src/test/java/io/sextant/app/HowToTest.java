package io.sextant.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.platform.sheet.CsvWriter;
import io.sextant.app.platform.sheet.SheetWriter;
import io.sextant.app.platform.sheet.XlsxWriter;
import io.sextant.app.testing.ChildJvm;
import io.sextant.app.testing.SextantProcess;
import io.sextant.app.testing.SharedData;
import io.sextant.app.testing.TestPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the manual tells to type, typed: the blocks of a how-to run by a shell against a Sextant that was just
/// installed.
class HowToTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final List<String> HEADINGS = List.of("Id", "Name", "Description", "Status");
    private static final JsonMapper JSON = new JsonMapper();

    /// The blocks of a page, one script.
    private static String script(String page, URI address) throws IOException {
        String text = Files.readString(Path.of("../docs/how-to", page));
        return BLOCK.matcher(text)
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining("\n"))
                .replace("http://localhost:8080", address.toString());
    }

    /// Runs a script in a folder; what it says when it fails is the failure.
    private static void run(String script, Path folder) throws Exception {
        Path said = folder.resolve("said.txt");
        Process shell = new ProcessBuilder("sh", "-eu", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(shell.waitFor(180, TimeUnit.SECONDS)).as("ends").isTrue();
        } finally {
            shell.destroyForcibly();
        }
        assertThat(shell.exitValue())
                .as(() -> said(said) + said(folder.resolve("answer.json")))
                .isZero();
    }

    private static String said(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(Path file) throws IOException {
        return JSON.readTree(Files.readAllBytes(file));
    }

    @Test
    void anInventoryBecomesABriefWithTheApiAlone(@TempDir Path folder) throws Exception {
        long created = inventory(folder);
        Path data = TestPostgres.freshFolder();
        try (ChildJvm sextant = SextantProcess.start(data)) {
            URI address = SextantProcess.served(sextant, data);
            Files.createSymbolicLink(folder.resolve("data"), data);
            run(script("from-an-inventory-to-a-brief.md", address), folder);
        }
        JsonNode again = json(folder.resolve("import.json")).path("summary");
        assertThat(again.path("created").asLong(-1)).as(again.toString()).isEqualTo(created);
        assertThat(again.path("changed").asLong() + again.path("unchanged").asLong())
                .as(again.toString())
                .isEqualTo(again.path("rows").asLong() - created)
                .isPositive();
        assertThat(json(folder.resolve("use-cases.json")).path("items")).isNotEmpty();
        assertThat(json(folder.resolve("hospitals.json")).path("items")).isNotEmpty();
        assertThat(Files.readAllBytes(folder.resolve("brief.pdf")))
                .startsWith("%PDF-".getBytes(StandardCharsets.US_ASCII));
        assertThat(Files.readAllBytes(folder.resolve("brief.pptx"))).startsWith('P', 'K', 3, 4);
    }

    /// Puts the inventory that the page names into the folder, as both files: the real one where it is at hand, else a
    /// small one.
    ///
    /// @return how many use cases the workbook adds to those of the text file
    private static long inventory(Path folder) throws IOException {
        Path csv = folder.resolve("eu-public-sector-tech-watch-2025.csv");
        Path xlsx = folder.resolve("eu-public-sector-tech-watch-2025.xlsx");
        Optional<Path> real = SharedData.find("inventories/eu-public-sector-tech-watch-2025.csv");
        Optional<Path> realBook = SharedData.find("inventories/eu-public-sector-tech-watch-2025.xlsx");
        if (real.isPresent() && realBook.isPresent()) {
            Files.copy(real.get(), csv);
            Files.copy(realBook.get(), xlsx);
            return 182;
        }
        small(csv, SheetWriter.Format.CSV_COMMA);
        small(xlsx, SheetWriter.Format.XLSX);
        return 0;
    }

    private static void small(Path file, SheetWriter.Format format) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                SheetWriter table = format == SheetWriter.Format.XLSX
                        ? new XlsxWriter(out, "Inventory", HEADINGS)
                        : new CsvWriter(out, format, HEADINGS)) {
            table.row(List.of("A-1", "Bed planning", "Beds of a hospital planned a day ahead.", "In use"));
            table.row(List.of("A-2", "Mail sorting", "Letters sorted by office.", "Pilot"));
            table.row(List.of("A-3", "Road repairs", "Potholes found on photographs.", "Planned"));
        }
    }
}
