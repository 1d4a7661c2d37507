package io.sextant.engine.aiact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The golden cases that lie beside the sources, where they do.
class VectorsTest {
    private static final String WHERE = "shared/vectors/aiact-cases.jsonl";

    /// Goes up from here; the first folder that has the file beside it.
    private static Path vectors() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve(WHERE);
            if (Files.exists(file)) {
                return file;
            }
        }
        return Path.of(WHERE);
    }

    @Test
    void everyGoldenCaseHasItsTierAndItsArticles() throws IOException {
        Path file = vectors();
        assumeTrue(Files.exists(file), () -> "skipped: there is no " + WHERE + " beside the sources");
        Law law = ShippedLaws.amended();
        List<String> wrong = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (String line : lines) {
            Map<String, Object> given = Cases.mapping(line);
            Map<String, Object> facts = Cases.under(given, "facts");
            Map<String, Object> expected = Cases.under(given, "expected");
            List<Fault> faults = law.faults(facts);
            if (!faults.isEmpty()) {
                wrong.add(given.get("id") + " " + faults);
                continue;
            }
            Classification told = law.classify(facts, LocalDate.of(2026, 11, 24));
            if (!told.tier().word().equals(expected.get("tier"))
                    || !told.articles().containsAll(Cases.texts(expected, "articles"))
                    || expected.containsKey("high_risk")
                            && !java.util.Objects.equals(expected.get("high_risk"), told.highRisk())
                    || expected.get("applies_from") != null
                            && told.findings().stream().noneMatch(finding -> String.valueOf(
                                            finding.since().effective())
                                    .equals(String.valueOf(expected.get("applies_from"))))) {
                wrong.add(
                        given.get("id") + " " + given.get("description_en") + " expected " + expected.get("tier") + " "
                                + expected.get("articles") + " told " + told.tier() + " " + told.articles() + " "
                                + told.highRisk());
            }
        }
        assertThat(lines).hasSizeGreaterThan(70);
        assertThat(wrong).isEmpty();
    }
}
