package io.sextant.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.platform.ui.Lang;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BiasCommandTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private Path folder;

    /// What a run of the command said, and how it ended.
    record Ran(int code, String out, String err) {
        JsonNode json() {
            return JSON.readTree(out);
        }
    }

    private static Ran run(Lang lang, byte[] in, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        try (var toOut = new PrintStream(out, true, StandardCharsets.UTF_8);
                var toErr = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            List<String> all = new ArrayList<>(List.of("bias"));
            all.addAll(List.of(words));
            int code = EngineCommands.run(all, new Console(new ByteArrayInputStream(in), toOut, toErr, lang));
            return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }

    private static Ran run(String... words) {
        return run(Lang.EN, new byte[0], words);
    }

    private String file(String text) throws IOException {
        return file(text, StandardCharsets.UTF_8);
    }

    private String file(String text, Charset charset) throws IOException {
        return Files.write(folder.resolve("predictions.csv"), text.getBytes(charset))
                .toString();
    }

    private static String loans() {
        StringBuilder text = new StringBuilder("repaid,granted,sex,age,p\n");
        rows(text, 300, "1,1,F,young,0.8");
        rows(text, 100, "0,1,F,young,0.6");
        rows(text, 300, "0,0,F,old,0.2");
        rows(text, 100, "1,0,F,old,0.4");
        rows(text, 500, "1,1,M,young,0.9");
        rows(text, 300, "0,1,M,old,0.5");
        rows(text, 200, "0,0,M,old,0.1");
        rows(text, 50, "1,0,M,old,0.3");
        return text.toString();
    }

    private static void rows(StringBuilder text, int count, String row) {
        text.repeat(row + "\n", count);
    }

    private static final String[] LOANS = {"--label", "repaid", "--prediction", "granted", "--group", "sex"};

    private static String[] on(String file, String... more) {
        List<String> words = new ArrayList<>(List.of(file));
        words.addAll(List.of(LOANS));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    @Test
    void theResultForProgramsHasEveryPartAndSaysHowItWasMade() throws IOException {
        Ran ran = run(on(file(loans()), "--json", "--seed", "5", "--bootstrap", "300", "--score", "p"));

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out().lines()).hasSize(1);
        JsonNode json = ran.json();
        assertThat(json.path("method").asString()).isEqualTo("sextant-bias");
        assertThat(json.path("version").asString()).isEqualTo("1");
        assertThat(json.path("knowledge").get(0).path("id").asString()).isEqualTo("bias/thresholds");
        assertThat(json.path("knowledge").get(0).path("sha256").asString()).matches("[0-9a-f]{64}");
        assertThat(json.path("seed").asLong()).isEqualTo(5);
        assertThat(json.path("trials").asInt()).isEqualTo(300);
        assertThat(json.path("n").asInt()).isEqualTo(1_850);
        JsonNode women = json.path("groups").path("F");
        assertThat(women.path("n").asInt()).isEqualTo(800);
        assertThat(women.path("selection_rate").path("value").asDouble()).isEqualTo(0.5);
        // Wilson by hand: centre (0.5 + z²/1600) / (1 + z²/800), which is 0.5; half width 0.03456.
        assertThat(women.path("selection_rate").path("ci").get(0).asDouble()).isBetween(0.4654, 0.4655);
        JsonNode gap = json.path("disparities").path("demographic_parity_difference");
        assertThat(gap.path("worst").get(0).asString()).isEqualTo("F");
        assertThat(gap.path("ci_method").asString()).isEqualTo("newcombe-10");
        assertThat(gap.path("bootstrap").size()).isEqualTo(3);
        assertThat(json.path("disparities").propertyNames())
                .containsExactly(
                        "demographic_parity_difference",
                        "demographic_parity_ratio",
                        "equal_opportunity_difference",
                        "equalized_odds_difference",
                        "predictive_parity_difference",
                        "fpr_difference",
                        "fnr_difference");
        assertThat(json.path("four_fifths").path("passed").asBoolean()).isFalse();
        assertThat(json.path("calibration").path("M").path("bins").size()).isPositive();
        assertThat(json.path("verdicts").get(0).path("verdict").asString()).isEqualTo("FAIL");
        assertThat(json.path("verdict").asString()).isEqualTo("FAIL");
        assertThat(json.path("explanation_en").asString()).startsWith("1,850 rows in 2 groups (sex)");
        assertThat(json.path("explanation_fr").asString()).startsWith("1\u202f850 lignes en 2 groupes (sex)");
        assertThat(run(on(file(loans()), "--json", "--seed", "5", "--bootstrap", "300", "--score", "p"))
                        .out())
                .isEqualTo(ran.out());
    }

    @Test
    void whatIsUndefinedIsNull() throws IOException {
        JsonNode json =
                run(on(file("repaid,granted,sex\n0,0,F\n0,0,M\n"), "--json")).json();

        assertThat(json.path("groups").path("F").path("tpr").path("value").isNull())
                .isTrue();
        assertThat(json.path("groups").path("F").path("tpr").path("ci").isNull())
                .isTrue();
        assertThat(json.path("four_fifths").path("ratio").isNull()).isTrue();
        assertThat(json.path("verdict").asString()).isEqualTo("NOT_ESTIMABLE");
    }

    @Test
    void peopleReadAVerdictAnExplanationAndTables() throws IOException {
        Ran english = run(on(file(loans()), "--score", "p"));
        assertThat(english.out())
                .startsWith("Bias of “granted” against “repaid”: FAIL\n")
                .contains("The widest: ")
                .contains("By sex, compared with “M”")
                .contains("demographic parity, gap")
                .contains("mean score");
        Ran french = run(Lang.FR, new byte[0], on(file(loans())));
        assertThat(french.out())
                .startsWith("Biais de «\u202fgranted\u202f» par rapport à «\u202frepaid\u202f»\u202f: FAIL\n")
                .contains("Le plus large\u202f: ")
                .contains("taux de faux positifs");
    }

    @Test
    void standardInputIsReadAsAFileIs() throws IOException {
        Ran piped = run(Lang.EN, loans().getBytes(StandardCharsets.UTF_8), on("-", "--json"));

        assertThat(piped.code()).isZero();
        assertThat(piped.out()).isEqualTo(run(on(file(loans()), "--json")).out());
    }

    @Test
    void encodingsMarksAndSemicolonsAreUnderstood() throws IOException {
        String text = "remboursé;accordé;région\noui;oui;Île-de-France\nnon;oui;Réunion\nnon;non;Réunion\n";
        String[] words = {"--label", "remboursé", "--prediction", "accordé", "--group", "région", "--json"};
        for (var charset : List.of(StandardCharsets.UTF_8, Charset.forName("windows-1252"), StandardCharsets.UTF_16)) {
            List<String> all = new ArrayList<>(List.of(file(text, charset)));
            all.addAll(List.of(words));
            Ran ran = run(all.toArray(String[]::new));
            assertThat(ran.code()).as(charset + " " + ran.err()).isZero();
            assertThat(ran.json().path("groups").propertyNames()).containsExactly("Réunion", "Île-de-France");
        }
        List<String> marked = new ArrayList<>(List.of(file("\uFEFF" + text)));
        marked.addAll(List.of(words));
        assertThat(run(marked.toArray(String[]::new)).code()).isZero();
    }

    // ---------------------------------------------------------------------------------------------------- bad input

    @Test
    void columnsThatAreMissingAreNamedTogetherWithTheNearest() throws IOException {
        Ran ran = run(file(loans()), "--label", "repayed", "--prediction", "granted", "--group", "sex,region");

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .contains("2 problems:")
                .contains("line 1, repayed: There is no column of this name. Did you mean “repaid”?")
                .contains(
                        "line 1, region: There is no column of this name. The columns: repaid, granted, sex, age, p.");
    }

    @Test
    void everyProblemHasItsLineFieldValueAndMendForProgramsToo() throws IOException {
        Ran ran = run(on(
                file("repaid,granted,sex,p\n1,1,F,0.5\n,1,F,1.5\n1,,M,x\n1,0\n0,0,M,0.2,9\n"),
                "--score",
                "p",
                "--json"));

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.out()).isEmpty();
        JsonNode problems = JSON.readTree(ran.err()).path("problems");
        List<String> told = new ArrayList<>();
        for (JsonNode problem : problems) {
            told.add(problem.path("line").asInt() + " " + problem.path("field").asString());
            assertThat(problem.path("problem").asString()).isNotBlank();
            assertThat(problem.path("mend").asString()).isNotBlank();
        }
        assertThat(told).containsExactlyInAnyOrder("3 repaid", "4 granted", "5 ", "6 ");
    }

    @Test
    void threeClassesAskForThePositiveOne() throws IOException {
        String file = file("repaid,granted,sex\n1,high,F\n0,low,M\n1,mid,M\n");
        Ran ran = run(on(file));

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).contains("granted: The column has 3 values: “high” (1), “low” (1), “mid” (1).");
        assertThat(run(on(file, "--positive", "high", "--positive", "mid")).code())
                .isZero();
    }

    @Test
    void emptyAndForeignFilesAreRefusedWithTheWayOut() throws IOException {
        assertThat(run(on(file(""))).err()).contains("is empty");
        assertThat(run(on(file("repaid,granted,sex\n"))).code()).isEqualTo(3);
        assertThat(run(on(file("%PDF-1.7 and so on"))).code()).isEqualTo(3);
        Ran absent = run(on(folder.resolve("none.csv").toString()));
        assertThat(absent.code()).isEqualTo(3);
        assertThat(absent.err()).contains("There is no file").contains("Check its name and its rights.");
    }

    @Test
    void aRepeatedHeadingThatIsUsedIsTold() throws IOException {
        Ran ran = run(on(file("repaid,granted,sex,sex\n1,1,F,x\n0,0,M,y\n")));

        assertThat(ran.code()).isZero();
        assertThat(run(on(file("repaid,granted,sex,granted\n1,1,F,x\n0,0,M,y\n")))
                        .code())
                .isZero();
    }

    // ----------------------------------------------------------------------------------------------- the command line

    @Test
    void aWrongCommandLineIsNamedWithTheNearestOptionAndEndsWithTwo() throws IOException {
        String file = file(loans());

        assertMisuse(run("--label", "a"), "The file is missing");
        assertMisuse(run(file, "--label", "repaid", "--prediction", "granted"), "--group is missing.");
        assertMisuse(run(on(file, "--scor", "p")), "bias does not know “--scor”; did you mean --score?");
        assertMisuse(run(on(file, "--frobnicate")), "bias does not know “--frobnicate”.");
        assertMisuse(run(on(file, "--score")), "--score needs a value.");
        assertMisuse(run(on(file, "--min-group", "many")), "--min-group takes a whole number from 1 to");
        assertMisuse(
                run(on(file, "--max-difference", "0")), "--max-difference takes a number above 0, at most 1, not “0”.");
        assertMisuse(run(on(file, "--group", "age,p,repaid")), "--group takes at most 3 columns");
        assertMisuse(run(on(file, "--group", "sex")), "A column is named twice: sex, sex.");
        assertMisuse(run(on(file, "--label", "repaid")), "--label is given more than once.");
        assertMisuse(run(on(file, "other.csv")), "One file at a time");
        assertThat(run(Lang.FR, new byte[0], on(file, "--scor", "p")).err())
                .startsWith(
                        "Sextant\u202f: bias ne connaît pas «\u202f--scor\u202f»\u202f; vouliez-vous dire --score\u202f?");
    }

    private static void assertMisuse(Ran ran, String said) {
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("Sextant: ").contains(said).endsWith("See ./sextant bias --help.\n");
    }

    @Test
    void otherWordsAreLeftToOthers() {
        assertThat(EngineCommands.run()).isEmpty();
        assertThat(EngineCommands.run("audit", "verify")).isEmpty();
        assertThat(EngineCommands.run("--server.port=0")).isEmpty();
    }
}
