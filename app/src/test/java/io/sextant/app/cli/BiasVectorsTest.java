package io.sextant.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sextant.app.platform.ui.Lang;
import io.sextant.app.testing.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// ProPublica's COMPAS table as it was published, against figures that others computed with SciPy; skipped where they
/// are
/// not beside the project.
class BiasVectorsTest {
    private static final String TABLE = "fairness/compas-scores-two-years.csv";
    private static final List<String> RATES =
            List.of("base_rate", "selection_rate", "tpr", "fpr", "tnr", "fnr", "ppv", "npv", "fdr", "for", "accuracy");
    private static final Map<String, String> GAPS = Map.of(
            "demographic_parity_difference", "demographic_parity_difference",
            "demographic_parity_ratio", "demographic_parity_ratio",
            "equal_opportunity_difference", "equal_opportunity_difference",
            "predictive_parity_difference", "predictive_parity_difference",
            "equalized_odds_difference", "equalized_odds_difference_worst");

    /// Tables are drawn at random on both sides, two thousand times on theirs: their own ends move by this much.
    private static final double DRAWN = 0.02;

    @ParameterizedTest
    @CsvSource({
        "compas_all_race, race",
        "compas_all_race_x_sex, 'race,sex'",
        "compas_all_race_x_sex_x_age, 'race,sex,age_cat'"
    })
    void everyFigureIsTheirs(String name, String groups) throws IOException {
        Optional<Path> table = SharedData.find(TABLE);
        Optional<Path> vectors =
                SharedData.folder().map(data -> data.resolveSibling("vectors").resolve("fairness.json"));
        assumeTrue(table.isPresent(), TABLE + " is not on this machine");
        assumeTrue(vectors.filter(Files::exists).isPresent(), "vectors/fairness.json is not on this machine");
        JsonNode theirs = JsonMapper.shared()
                .readTree(Files.readString(vectors.orElseThrow()))
                .path("cases")
                .path(name);
        JsonNode ours = run(
                table.orElseThrow(),
                groups,
                theirs.path("vs_reference").path("reference").asString());

        assertThat(ours.path("groups").propertyNames())
                .containsExactlyInAnyOrderElementsOf(theirs.path("groups").propertyNames());
        int compared = rates(ours.path("overall"), theirs.path("overall"));
        for (String group : theirs.path("groups").propertyNames()) {
            compared +=
                    rates(ours.path("groups").path(group), theirs.path("groups").path(group));
            compared += versus(
                    ours.path("versus_reference").path(group),
                    theirs.path("vs_reference").path(group));
            JsonNode bins = ours.path("calibration").path(group).path("bins");
            for (JsonNode bin : bins) {
                JsonNode grade = theirs.path("calibration_bins")
                        .path(group)
                        .path(String.valueOf(bin.path("from").asInt()));
                if (!grade.isMissingNode()) {
                    same(bin.path("observed").path("value"), grade.path("rate"), group + " grade");
                    compared++;
                }
            }
        }
        GAPS.forEach((our, their) -> same(
                ours.path("disparities").path(our).path("value"),
                theirs.path("summary").path(their),
                our));
        for (String index :
                List.of("theil_index", "generalized_entropy_2", "between_group_theil", "between_group_ge2")) {
            same(ours.path("inequality").path(index), theirs.path("summary").path(index), index);
        }
        assertThat(ours.path("four_fifths").path("passed").asBoolean())
                .isEqualTo(theirs.path("summary").path("four_fifths_pass").asBoolean());
        GAPS.forEach((our, their) -> {
            JsonNode drawn = theirs.path("bootstrap").path(their);
            for (int i = 0; i < drawn.size(); i++) {
                assertThat(ours.path("disparities")
                                .path(our)
                                .path("bootstrap")
                                .get(i)
                                .asDouble())
                        .as(our)
                        .isCloseTo(drawn.get(i).asDouble(), within(DRAWN));
            }
        });
        assertThat(compared).isGreaterThan(100);
    }

    private static JsonNode run(Path table, String groups, String reference) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        try (var toOut = new PrintStream(out, true, StandardCharsets.UTF_8);
                var toErr = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            int code = EngineCommands.run(
                    List.of(
                            "bias",
                            table.toString(),
                            "--label=two_year_recid",
                            "--prediction=score_text",
                            "--positive=Medium",
                            "--positive=High",
                            "--score=decile_score",
                            "--group=" + groups,
                            "--reference=" + reference,
                            "--json"),
                    new Console(InputStream.nullInputStream(), toOut, toErr, Lang.EN));
            assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
        }
        return JsonMapper.shared().readTree(out.toString(StandardCharsets.UTF_8));
    }

    private static int rates(JsonNode ours, JsonNode theirs) {
        for (String rate : RATES) {
            same(ours.path(rate).path("value"), theirs.path(rate), rate);
            same(ours.path(rate).path("ci"), theirs.path(rate + "_wilson95"), rate + " interval");
        }
        return 2 * RATES.size();
    }

    private static int versus(JsonNode ours, JsonNode theirs) {
        if (theirs.isMissingNode()) {
            return 0;
        }
        for (String rate : RATES) {
            JsonNode our = ours.path(rate);
            JsonNode their = theirs.path(rate);
            same(our.path("difference"), their.path("difference"), rate + " difference");
            same(our.path("difference_ci"), their.path("difference_newcombe95"), rate + " Newcombe");
            same(our.path("ratio"), their.path("ratio"), rate + " ratio");
            same(our.path("ratio_ci"), their.path("ratio_katz95"), rate + " Katz");
            if (!their.path("z_test").isNull()) {
                same(our.path("z"), their.path("z_test").path("z"), rate + " z");
                same(our.path("p"), their.path("z_test").path("p_two_sided"), rate + " p");
            }
        }
        return 6 * RATES.size();
    }

    private static void same(JsonNode ours, JsonNode theirs, String what) {
        assertThat(theirs.isMissingNode()).as(what + " is among the vectors").isFalse();
        if (theirs.isArray()) {
            assertThat(ours.size()).as(what).isEqualTo(theirs.size());
            for (int i = 0; i < theirs.size(); i++) {
                same(ours.get(i), theirs.get(i), what);
            }
        } else if (theirs.isNull()) {
            assertThat(ours.isNull()).as(what + " is null").isTrue();
        } else {
            assertThat(ours.isNumber()).as(what).isTrue();
            assertThat(ours.asDouble()).as(what).isCloseTo(theirs.asDouble(), within(1e-9));
        }
    }
}
