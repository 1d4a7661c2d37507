package io.sextant.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.platform.ui.Lang;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ClassifyCommandTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String RANKING = """
            {"id":"A","facts":{"eu_nexus":true,"is_ai_system":true,"role":"deployer","domain":"employment","purpose":"rank_job_candidates","profiling":true}}
            """;
    private static final String NUDIFY = """
            {"id":"B","facts":{"eu_nexus":true,"is_ai_system":true,"role":"provider","domain":"media","purpose":"nudify_images","assessment_date":"2026-12-15"}}
            """;

    @TempDir
    private Path folder;

    /// What a run of the command said, and how it ended.
    record Ran(int code, String out, String err) {
        List<JsonNode> lines() {
            return out.lines().map(JSON::readTree).toList();
        }
    }

    private static Ran run(Lang lang, String in, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        try (var toOut = new PrintStream(out, true, StandardCharsets.UTF_8);
                var toErr = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            List<String> all = new ArrayList<>(List.of("classify"));
            all.addAll(List.of(words));
            var input = new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8));
            int code = EngineCommands.run(all, new Console(input, toOut, toErr, lang));
            return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }

    private Ran run(String text, String... words) throws IOException {
        List<String> all = new ArrayList<>(
                List.of(Files.writeString(folder.resolve("cases.jsonl"), text).toString()));
        all.addAll(List.of(words));
        return run(Lang.EN, "", all.toArray(String[]::new));
    }

    @Test
    void programsGetOneLinePerCaseWithEveryPartOfTheContract() throws IOException {
        Ran ran = run(RANKING + "\n" + NUDIFY, "--json");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.lines()).hasSize(2);
        JsonNode first = ran.lines().getFirst();
        assertThat(first.path("id").asString()).isEqualTo("A");
        assertThat(first.path("tier").asString()).isEqualTo("high_risk");
        assertThat(first.path("high_risk").asBoolean()).isTrue();
        assertThat(first.path("articles").toString()).contains("\"6(2)\"", "\"Annex III 4(a)\"");
        JsonNode finding = first.path("findings").get(0);
        assertThat(finding.propertyNames())
                .contains("article", "effect", "applies_from", "because_en", "because_fr", "facts");
        assertThat(finding.path("applies_from").asString()).isEqualTo("2027-12-02");
        assertThat(first.path("obligations").get(0).propertyNames()).contains("id", "article", "role", "applies_from");
        assertThat(first.path("counterfactuals").get(0).propertyNames()).containsExactly("fact", "value", "tier");
        assertThat(first.path("law").asString()).isEqualTo("2026-1744");
        assertThat(first.path("method").asString()).isEqualTo("sextant-aiact-1");
        assertThat(first.path("knowledge").size()).isEqualTo(5);
        assertThat(ran.lines().get(1).path("tier").asString()).isEqualTo("prohibited");
        assertThat(ran.lines().get(1).path("high_risk").isNull()).isTrue();
        assertThat(ran.lines().get(1).path("as_of").asString()).isEqualTo("2026-12-15");
    }

    @Test
    void theDayAndTheVersionCanBeChosen() throws IOException {
        assertThat(run(RANKING, "--json", "--as-of", "2025-06-01")
                        .lines()
                        .getFirst()
                        .path("law")
                        .asString())
                .isEqualTo("2024-1689");
        JsonNode chosen = run(RANKING, "--json", "--as-of", "2026-11-24", "--law=2024-1689")
                .lines()
                .getFirst();
        assertThat(chosen.path("law").asString()).isEqualTo("2024-1689");
        assertThat(chosen.path("findings").get(0).path("applies_from").asString())
                .isEqualTo("2026-08-02");
        // The case's own day comes before the one of the command line.
        assertThat(run(NUDIFY, "--json", "--as-of", "2026-11-24")
                        .lines()
                        .getFirst()
                        .path("tier")
                        .asString())
                .isEqualTo("prohibited");
    }

    @Test
    void anOpenQuestionMakesTheClassNull() throws IOException {
        JsonNode open = run(
                        "{\"id\":1,\"facts\":{\"eu_nexus\":true,\"is_ai_system\":true,\"purpose\":\"evaluate_benefit_eligibility\",\"role\":\"deployer\"}}",
                        "--json")
                .lines()
                .getFirst();
        assertThat(open.path("tier").asString()).isEqualTo("undetermined");
        assertThat(open.path("high_risk").isNull()).isTrue();
        assertThat(open.path("open_questions").get(0).path("fact").asString()).isEqualTo("public_authority");
        assertThat(open.path("open_questions").get(0).path("would_decide").toString())
                .contains("Annex III 5(a)");
    }

    @Test
    void peopleReadTheVerdictItsReasonsAndWhoSigns() {
        Ran english = run(Lang.EN, RANKING, "-");
        assertThat(english.code()).as(english.err()).isZero();
        assertThat(english.out())
                .contains("A: high-risk", "Annex III 4(a)", "To do", "26(1)", "a lawyer reads it")
                .doesNotContain("cli.", "null");
        Ran french = run(Lang.FR, RANKING, "-");
        assertThat(french.out())
                .contains("A\u202f: haut risque", "À faire", "déployeur", "un juriste le lit")
                .doesNotContain("cli.", "null");
    }

    @Test
    void everyProblemOfEveryLineIsToldAndNothingIsWritten() throws IOException {
        Ran ran = run(
                RANKING
                        + "{\"id\":\"x\",\"facts\":{\"profilling\":true,\"role\":\"deploier\"}}\n"
                        + "not json\n\n[1]\n{\"id\":\"y\"}\n"
                        + "{\"facts\":{\"role\":\"provider\",\"role\":\"deployer\"}}\n"
                        + "{\"facts\":{\"one_to_one\":true,\"biometric\":\"remote_identification\"}}\n",
                "--json");

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.out()).isEmpty();
        JsonNode problems = JSON.readTree(ran.err()).path("problems");
        List<String> told = new ArrayList<>();
        for (JsonNode problem : problems) {
            assertThat(problem.path("problem").asString()).isNotBlank();
            assertThat(problem.path("mend").asString()).isNotBlank();
            told.add(problem.path("line").asInt() + " " + problem.path("field").asString());
        }
        assertThat(told)
                .containsExactly("2 profilling", "2 role", "3 ", "5 ", "6 facts", "7 ", "8 biometric, one_to_one");
        assertThat(ran.err()).contains("did you mean “profiling”?", "did you mean “deployer”?");
    }

    @Test
    void anEmptyAnAbsentAndAForeignFileAreRefused() throws IOException {
        assertThat(run("\n").code()).isEqualTo(3);
        assertThat(run(Lang.EN, "", folder.resolve("none.jsonl").toString()).code())
                .isEqualTo(3);
        Path latin = Files.write(folder.resolve("latin.jsonl"), "{\"id\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));
        Ran ran = run(Lang.EN, "", latin.toString());
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).contains("UTF-8");
    }

    @Test
    void aWrongCommandLineEndsWithTwo() throws IOException {
        assertThat(run(RANKING, "--as-of", "tomorrow").err()).contains("YYYY-MM-DD");
        assertThat(run(RANKING, "--law", "2019").err()).contains("2024-1689, 2026-1744");
        assertThat(run(RANKING, "--lwa", "x").code()).isEqualTo(2);
        assertThat(run(RANKING, "--law", "2019").code()).isEqualTo(2);
    }

    @Test
    void theExampleOfTheDocumentationGivesWhatItShows() throws IOException {
        String page = Files.readString(Path.of("../docs/reference/classify.md"));
        String example =
                page.substring(page.indexOf("{\"id\":\"cv\""), page.indexOf("\n", page.indexOf("{\"id\":\"cv\"")));
        JsonNode told = run(example, "--json", "--as-of", "2026-11-24").lines().getFirst();

        assertThat(page).contains("`" + told.path("tier").asString() + "`");
        for (JsonNode article : told.path("articles")) {
            assertThat(page).contains("`" + article.asString() + "`");
        }
    }

    @Test
    void theDocumentationListsEveryFactAndEveryValue() throws IOException {
        String page = Files.readString(Path.of("../docs/reference/classify.md"));
        var law = new io.sextant.app.platform.knowledge.AiActKnowledge().law("2026-1744");
        for (var fact : law.facts()) {
            assertThat(page).contains("| `" + fact.id() + "` |");
            if (!fact.id().equals("purpose")) {
                fact.values().forEach(value -> assertThat(page).as(fact.id()).contains("`" + value + "`"));
            }
        }
        law.purposes().keySet().forEach(purpose -> assertThat(page).contains("`" + purpose + "`"));
    }
}
