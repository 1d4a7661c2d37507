package io.sextant.engine.bias;

import static io.sextant.engine.bias.Tables.PLAIN;
import static io.sextant.engine.bias.Tables.USUAL;
import static io.sextant.engine.bias.Tables.judged;
import static io.sextant.engine.bias.Tables.judgement;
import static io.sextant.engine.bias.Tables.refused;
import static io.sextant.engine.bias.Tables.rows;
import static io.sextant.engine.bias.Tables.scored;
import static io.sextant.engine.bias.Tables.tally;
import static io.sextant.engine.bias.Tables.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sextant.engine.gates.Words;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FairnessTest {
    /// The two largest groups of ProPublica's COMPAS table (2016), as its published notebook counts them: 44.85 %
    /// against
    /// 23.45 % false positives, 27.99 % against 47.72 % false negatives.
    private static Tally compas() {
        var tally = tally("race");
        with(tally, 1369, 805, 990, 532, "African-American");
        return with(tally, 505, 349, 1139, 461, "Caucasian");
    }

    @Test
    void theErrorRatesOfCompasAreThosePublished() {
        Report report = judged(compas(), PLAIN);

        Confusion black = Objects.requireNonNull(report.whole().groups().get("African-American"));
        Confusion white = Objects.requireNonNull(report.whole().groups().get("Caucasian"));
        assertThat(Rate.FPR.of(black).share()).isCloseTo(0.4485, within(0.00005));
        assertThat(Rate.FNR.of(black).share()).isCloseTo(0.2799, within(0.00006));
        assertThat(Rate.FPR.of(white).share()).isCloseTo(0.2345, within(0.00005));
        assertThat(Rate.FNR.of(white).share()).isCloseTo(0.4772, within(0.00005));
        assertThat(report.whole().reference()).isEqualTo("African-American");
        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void gapsBetweenTwoGroupsHaveTheirClosedIntervalsAndOddsTheBootstraps() {
        var disparities = judged(compas(), PLAIN).whole().disparities();

        // 2174 of 3696 against 854 of 2454, by hand: difference 0.240200203, ratio 0.591637.
        Disparity gap = Objects.requireNonNull(disparities.get(Metric.DEMOGRAPHIC_PARITY_DIFFERENCE));
        assertThat(gap.value()).isCloseTo(0.2402002032, within(1e-9));
        assertThat(gap.method()).isEqualTo(Disparity.Method.NEWCOMBE);
        assertThat(gap.worst()).containsExactly("Caucasian", "African-American");
        Disparity ratio = Objects.requireNonNull(disparities.get(Metric.DEMOGRAPHIC_PARITY_RATIO));
        assertThat(ratio.value()).isCloseTo(0.591637, within(1e-6));
        assertThat(ratio.method()).isEqualTo(Disparity.Method.KATZ);
        Disparity odds = Objects.requireNonNull(disparities.get(Metric.EQUALIZED_ODDS_DIFFERENCE));
        assertThat(odds.value()).isCloseTo(0.2139249558, within(1e-9));
        assertThat(odds.method()).isEqualTo(Disparity.Method.BOOTSTRAP);
        // For two large groups the bootstrap has to come out where the closed formula does.
        Disparity.Quantiles drawn = Objects.requireNonNull(gap.bootstrap());
        Interval closed = Objects.requireNonNull(gap.ci());
        assertThat(drawn.low()).isCloseTo(closed.low(), within(0.006));
        assertThat(drawn.high()).isCloseTo(closed.high(), within(0.006));
    }

    @Test
    void theVerdictFollowsTheIntervalOnEitherSideOfTheLimitAndAcrossIt() {
        var tally = tally("group");
        with(tally, 1_250, 1_250, 1_250, 1_250, "large");
        with(tally, 250, 250, 250, 250, "same");
        with(tally, 400, 400, 100, 100, "apart");
        with(tally, 12, 13, 9, 8, "unsure");
        Report report = judged(tally, PLAIN);

        assertThat(judgement(report, Metric.DEMOGRAPHIC_PARITY_DIFFERENCE, "same")
                        .verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(judgement(report, Metric.DEMOGRAPHIC_PARITY_DIFFERENCE, "apart")
                        .verdict())
                .isEqualTo(Verdict.FAIL);
        assertThat(judgement(report, Metric.DEMOGRAPHIC_PARITY_DIFFERENCE, "unsure")
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judgement(report, Metric.EQUALIZED_ODDS_DIFFERENCE, "apart").verdict())
                .isEqualTo(Verdict.FAIL);
        assertThat(report.whole().judgements()).noneMatch(one -> one.group().equals("large"));
        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void verdictsHoldTogetherAndSayWhatTheyWouldBeAlone() {
        var tally = tally("group");
        with(tally, 5_000, 5_000, 5_000, 5_000, "reference");
        // 58.2 % of 1000 against 50 %: alone the interval ends below 60 %, widened for five comparisons it does not.
        with(tally, 284, 284, 216, 216, "near");
        Report report = judged(tally, PLAIN);
        Judgement near = judgement(report, Metric.DEMOGRAPHIC_PARITY_DIFFERENCE, "near");

        assertThat(report.comparisons()).isEqualTo(5);
        assertThat(near.alone()).isEqualTo(Verdict.PASS);
        assertThat(near.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        Interval alone = Objects.requireNonNull(near.ci());
        Interval joint = Objects.requireNonNull(near.joint());
        assertThat(joint.low()).isLessThan(alone.low());
        assertThat(joint.high()).isGreaterThan(alone.high());
        assertThat(report.explanation().en())
                .contains("5 comparisons are made at once")
                .contains("would be decided if looked at alone");
        assertThat(report.explanation().fr()).contains("5 comparaisons sont faites à la fois");
    }

    @Test
    void smallGroupsAreShownNotJudgedAndNeverLetTheWholePass() {
        var tally = tally("group");
        with(tally, 1_000, 1_000, 1_000, 1_000, "a");
        with(tally, 1_000, 1_000, 1_000, 1_000, "b");
        assertThat(judged(tally, PLAIN).verdict()).isEqualTo(Verdict.PASS);

        with(tally, 5, 2, 6, 1, "few");
        Report report = judged(tally, PLAIN);

        assertThat(report.whole().small()).containsExactly("few");
        assertThat(report.whole().groups()).containsKey("few");
        Judgement few = judgement(report, Metric.FPR_DIFFERENCE, "few");
        assertThat(few.verdict()).isEqualTo(Verdict.SUPPRESSED);
        assertThat(few.because()).isEqualTo(Judgement.Because.SMALL_GROUP);
        assertThat(few.value()).isCloseTo(-0.25, within(1e-12));
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judged(tally, new Question(List.of(), null, USUAL.withMinGroup(14), 0, 1))
                        .whole()
                        .small())
                .isEmpty();
    }

    @Test
    void aGroupWithoutPositivesHasNoTruePositiveRateRatherThanZero() {
        var tally = tally("group");
        with(tally, 100, 100, 100, 100, "a");
        with(tally, 0, 60, 60, 0, "none");
        Report report = judged(tally, PLAIN);
        Judgement none = judgement(report, Metric.EQUAL_OPPORTUNITY_DIFFERENCE, "none");

        assertThat(none.verdict()).isEqualTo(Verdict.NOT_ESTIMABLE);
        assertThat(none.value()).isNull();
        assertThat(none.because()).isEqualTo(Judgement.Because.NOBODY_COUNTED);
        Disparity gap = Objects.requireNonNull(report.whole().disparities().get(Metric.EQUAL_OPPORTUNITY_DIFFERENCE));
        assertThat(gap.value()).isNull();
        assertThat(gap.ci()).isNull();
        assertThat(gap.undefined()).containsExactly("none");
        assertThat(report.verdict()).isNotEqualTo(Verdict.PASS);
    }

    @Test
    void whereNobodyIsSelectedThereIsNoRatio() {
        var tally = tally("group");
        with(tally, 0, 0, 100, 100, "a");
        with(tally, 0, 0, 100, 100, "b");
        Report report = judged(tally, PLAIN);

        assertThat(report.whole().fourFifths()).isEqualTo(new View.FourFifths(null, null));
        assertThat(judgement(report, Metric.DEMOGRAPHIC_PARITY_RATIO, "b").verdict())
                .isEqualTo(Verdict.NOT_ESTIMABLE);
        assertThat(judgement(report, Metric.PREDICTIVE_PARITY_DIFFERENCE, "b").verdict())
                .isEqualTo(Verdict.NOT_ESTIMABLE);
        assertThat(judgement(report, Metric.DEMOGRAPHIC_PARITY_DIFFERENCE, "b").verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(report.warnings()).anyMatch(words -> words.en().contains("“decided” says no on every row"));
    }

    @Test
    void fourFifthsIsTheLeastSelectedOverTheMostSelected() {
        var tally = tally("group");
        with(tally, 30, 30, 20, 20, "a");
        with(tally, 24, 24, 26, 26, "b");
        assertThat(judged(tally, PLAIN).whole().fourFifths()).isEqualTo(new View.FourFifths(0.8, true));

        with(tally, 0, 0, 1, 0, "b");
        assertThat(judged(tally, PLAIN).whole().fourFifths().passed()).isFalse();
    }

    @Test
    void severalColumnsAreJudgedEachAndTogether() {
        var tally = tally("sex", "age");
        with(tally, 40, 40, 40, 40, "F", "old");
        with(tally, 40, 40, 40, 40, "F", "young");
        with(tally, 40, 40, 40, 40, "M", "old");
        with(tally, 40, 40, 40, 41, "M", "young");
        Report report = judged(tally, PLAIN);

        assertThat(report.whole().groups().keySet()).containsExactly("F|old", "F|young", "M|old", "M|young");
        assertThat(report.single()).extracting(View::columns).containsExactly(List.of("sex"), List.of("age"));
        assertThat(report.single().getFirst().groups().keySet()).containsExactly("F", "M");
        // Three groups against a fourth, and twice one against another, five ways each.
        assertThat(report.comparisons()).isEqualTo(25);
        var chosen = judged(tally, new Question(List.of(), "F|old", USUAL, 0, 1));
        assertThat(chosen.views()).extracting(View::reference).containsExactly("F", "old", "F|old");
    }

    /// Women are selected less in all, and more in each department: Simpson's paradox, after Bickel, Hammel and
    /// O’Connell
    /// (1975).
    @Test
    void aGapThatTurnsRoundInEveryDepartmentIsTold() {
        var tally = tally("sex", "department");
        with(tally, 8, 8, 2, 2, "F", "1");
        with(tally, 12, 12, 28, 28, "F", "2");
        with(tally, 28, 28, 12, 12, "M", "1");
        with(tally, 2, 2, 8, 8, "M", "2");
        Report report = judged(tally, new Question(List.of(), "M|1", USUAL, 0, 1));

        assertThat(report.warnings())
                .anyMatch(words -> words.en().contains("gap in selection between F and M turns round")
                        && words.fr().contains("paradoxe de Simpson"));
    }

    // ------------------------------------------------------------------------------------------------------- scores

    private static void scores(Tally tally, int count, String y, String decided, String score, String sex) {
        for (int i = 0; i < count; i++) {
            tally.add(tally.rows() + 2, y, decided, score, sex);
        }
    }

    @Test
    void probabilitiesAreHeldAgainstWhatTurnedOut() {
        var tally = scored();
        scores(tally, 100, "0", "0", "0.25", "F");
        scores(tally, 20, "1", "0", "0.25", "F");
        scores(tally, 60, "1", "1", "0.75", "F");
        scores(tally, 20, "0", "1", "0.75", "F");
        scores(tally, 150, "0", "0", "0,05", "M");
        scores(tally, 150, "1", "1", "1", "M");
        Report report = judged(tally, PLAIN);
        Calibration women = Objects.requireNonNull(report.whole().calibration().get("F"));

        assertThat(report.graded()).isFalse();
        // 80 of 200 against a mean of (120 × 0.25 + 80 × 0.75) / 200 = 0.45; bins (|20 − 30| + |60 − 60|) / 200.
        assertThat(women.gap()).isCloseTo(-0.05, within(1e-12));
        assertThat(women.error()).isCloseTo(0.05, within(1e-12));
        assertThat(women.auc()).isNull();
        assertThat(women.bins())
                .containsExactly(
                        new Calibration.Bin(0.2, 0.3, 0.25, new Proportion(20, 120)),
                        new Calibration.Bin(0.7, 0.8, 0.75, new Proportion(60, 80)));
        assertThat(judgement(report, Metric.CALIBRATION_GAP, "M").value()).isCloseTo(-0.025, within(1e-12));
        // 150 of 300 leave some six points on either side, which the limit of ten contains alone but not with the
        // others.
        assertThat(judgement(report, Metric.CALIBRATION_GAP, "M").alone()).isEqualTo(Verdict.PASS);
        assertThat(judgement(report, Metric.CALIBRATION_GAP, "M").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void wholeGradesAreShownGradeByGradeWithoutAVerdict() {
        var tally = scored();
        scores(tally, 3, "0", "0", "1", "F");
        scores(tally, 1, "1", "0", "10", "F");
        scores(tally, 1, "0", "1", "10", "F");
        scores(tally, 2, "1", "1", "2", "F");
        Report report = judged(tally, PLAIN);
        Calibration women = Objects.requireNonNull(report.whole().calibration().get("F"));

        assertThat(report.graded()).isTrue();
        assertThat(women.bins()).extracting(Calibration.Bin::from).containsExactly(1.0, 2.0, 10.0);
        assertThat(women.mean()).isNull();
        // Of 12 pairs of a positive and a negative, 10.5 are won: 2 × 3, 1 × 3, ties 1 × 0.5 and 2 × 0 against the 10.
        assertThat(women.auc()).isCloseTo((2 * 3 + 3 + 0.5) / 12, within(1e-12));
        assertThat(report.judgements()).noneMatch(one -> one.metric() == Metric.CALIBRATION_GAP);
    }

    @Test
    void scoresOutsideZeroToOneAreNamedLineByLine() {
        var tally = scored();
        scores(tally, 2, "0", "0", "0.5", "F");
        scores(tally, 1, "1", "1", "1.2", "F");
        scores(tally, 1, "1", "1", "high", "F");
        scores(tally, 1, "1", "1", "NaN", "F");

        assertThat(refused(tally, PLAIN))
                .extracting(Problem::line, Problem::field, Problem::value)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(4L, "score", "1.2"),
                        org.assertj.core.groups.Tuple.tuple(5L, "score", "high"),
                        org.assertj.core.groups.Tuple.tuple(6L, "score", "NaN"));
    }

    @Test
    void aLabelThatFollowsTheScoreLooksSwapped() {
        var tally = scored();
        scores(tally, 5, "1", "0", "0.9", "F");
        scores(tally, 5, "1", "1", "0.8", "F");
        scores(tally, 5, "0", "1", "0.3", "M");
        scores(tally, 5, "0", "0", "0.1", "M");
        assertThat(judged(tally, PLAIN).warnings()).anyMatch(words -> words.en().contains("look swapped"));

        var named = new Tally(new Columns("y_pred", "y_true", null, List.of("sex")));
        with(named, 1, 2, 3, 4, "F");
        assertThat(judged(named, PLAIN).warnings()).anyMatch(words -> words.fr().contains("semblent intervertis"));
        assertThat(judged(compas(), PLAIN).warnings()).isEmpty();
    }

    // ---------------------------------------------------------------------------------------------------- bad input

    @Test
    void threeClassesAskWhichMeansYesAndSayWhichThereAre() {
        var tally = tally("sex");
        rows(tally, 3, "1", "Low", "F");
        rows(tally, 2, "0", "Medium", "F");
        rows(tally, 1, "0", "High", "M");

        assertThat(refused(tally, PLAIN)).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("decided");
            assertThat(problem.what().en())
                    .isEqualTo(
                            "The column has 3 values: “High” (1), “Low” (3), “Medium” (2). Nothing says which means yes.");
            assertThat(problem.mend().en()).contains("--positive");
        });
        Report report = judged(tally, new Question(List.of("Medium", "High"), null, USUAL, 0, 1));
        assertThat(report.prediction().positive()).containsExactlyInAnyOrder("Medium", "High");
        assertThat(report.label().positive()).containsExactly("1");
        assertThat(refused(tally, new Question(List.of("Hihg"), null, USUAL, 0, 1)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.mend().en()).startsWith("Did you mean “High”?"));
    }

    @Test
    void plainWordsForYesAndNoAreKnownInBothLanguages() {
        for (String[] words :
                new String[][] {{"oui", "non"}, {"True", "False"}, {"yes", "no"}, {"1.0", "0.0"}, {"1", "-1"}}) {
            var tally = tally("sex");
            rows(tally, 2, words[0], words[0], "F");
            rows(tally, 3, words[1], words[0], "M");
            assertThat(judged(tally, PLAIN).all()).isEqualTo(new Confusion(2, 3, 0, 0));
        }
    }

    @Test
    void missingLabelsAreRefusedAndMissingGroupsAreAGroup() {
        var tally = tally("sex");
        with(tally, 1, 1, 1, 1, "F");
        with(tally, 1, 1, 1, 1, " ");
        with(tally, 1, 0, 0, 0, "NaN");
        Report report = judged(tally, PLAIN);
        assertThat(report.whole().groups()).containsKey("(missing)");
        assertThat(report.warnings()).anyMatch(words -> words.en()
                .equals("5 rows without a value in “sex”: a group of their own, (missing)."));

        tally.add(11, "nan", "", "", "F");
        assertThat(refused(tally, PLAIN))
                .extracting(Problem::line, Problem::field)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(11L, "y"),
                        org.assertj.core.groups.Tuple.tuple(11L, "decided"));
    }

    @Test
    void thousandsOfFaultsAreToldByTheFirstAndACount() {
        var tally = tally("sex");
        rows(tally, 1_234, "", "1", "F");

        List<Problem> problems = refused(tally, PLAIN);
        assertThat(problems).hasSize(101);
        assertThat(problems.getLast().what())
                .isEqualTo(new Words(
                        "1\u202f134 autres lignes ont le même défaut.", "1,134 more lines have the same fault."));
    }

    @Test
    void aConstantLabelLeavesItsRatesUndefined() {
        var tally = tally("sex");
        with(tally, 0, 50, 50, 0, "F");
        with(tally, 0, 50, 50, 0, "M");
        Report report = judged(tally, PLAIN);

        assertThat(report.warnings()).anyMatch(words -> words.en().contains("“y” says no on every row"));
        assertThat(judgement(report, Metric.EQUAL_OPPORTUNITY_DIFFERENCE, "M").verdict())
                .isEqualTo(Verdict.NOT_ESTIMABLE);
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void oneRowIsAReportThatJudgesNothing() {
        var tally = tally("sex");
        rows(tally, 1, "1", "1", "F");
        Report report = judged(tally, PLAIN);

        assertThat(report.all()).isEqualTo(new Confusion(1, 0, 0, 0));
        assertThat(report.judgements()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.NOT_ESTIMABLE);
        assertThat(report.warnings()).anyMatch(words -> words.en().startsWith("There is one group only"));
    }

    @Test
    void noRowsAndIdentifiersForGroupsAreRefused() {
        assertThat(refused(tally("sex"), PLAIN))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what().en()).isEqualTo("There is no row to judge."));

        var tally = tally("id");
        for (int i = 0; i < 1_001; i++) {
            tally.add(i + 2, "1", "1", "", "person " + i);
        }
        assertThat(refused(tally, PLAIN)).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("id");
            assertThat(problem.mend().en()).contains("put into classes first");
        });
    }

    @Test
    void aScoreGivenForADecisionIsNamed() {
        var tally = tally("sex");
        for (int i = 0; i < 300; i++) {
            tally.add(i + 2, "1", "0." + i, "", "F");
        }
        assertThat(refused(tally, PLAIN)).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("decided");
            assertThat(problem.mend().en()).contains("--score");
        });
    }

    @Test
    void aReferenceThatIsNoGroupNamesTheNearest() {
        assertThat(refused(compas(), new Question(List.of(), "Caucasien", USUAL, 0, 1)))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.mend().fr()).startsWith("Vouliez-vous dire «\u202fCaucasian\u202f»"));
    }

    @Test
    void spellingsOfOneGroupAreTold() {
        var tally = tally("sex");
        with(tally, 1, 1, 1, 1, "Female");
        with(tally, 1, 1, 1, 1, "female");

        assertThat(judged(tally, PLAIN).warnings())
                .anyMatch(words -> words.en().contains("“Female”, “female” are counted as different groups"));
    }
}
