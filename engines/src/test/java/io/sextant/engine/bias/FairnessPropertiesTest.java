package io.sextant.engine.bias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What has to hold of every table, on invented ones.
class FairnessPropertiesTest {
    private static final int TABLES = 60;

    private record Row(String y, String decided, String group) {}

    private static List<Row> table(Random chance) {
        List<Row> rows = new ArrayList<>();
        int groups = 1 + chance.nextInt(6);
        for (int g = 0; g < groups; g++) {
            double base = chance.nextDouble();
            double accuracy = chance.nextDouble();
            int n = 1 + chance.nextInt(g % 2 == 0 ? 300 : 40);
            for (int i = 0; i < n; i++) {
                boolean y = chance.nextDouble() < base;
                boolean decided = chance.nextDouble() < accuracy == y;
                rows.add(new Row(y ? "1" : "0", decided ? "1" : "0", "g" + g));
            }
        }
        return rows;
    }

    private static Report report(List<Row> rows, int times) {
        var tally = Tables.tally("group");
        for (int t = 0; t < times; t++) {
            rows.forEach(row -> tally.add(1, row.y, row.decided, "", row.group));
        }
        return Tables.judged(tally, new Question(List.of("1"), null, Tables.USUAL, 200, 3));
    }

    @Test
    void theOrderOfTheRowsDoesNotMatter() {
        var chance = new Random(1);
        for (int t = 0; t < TABLES; t++) {
            List<Row> rows = table(chance);
            if (rows.stream().noneMatch(row -> row.y.equals("1"))
                    && rows.stream().noneMatch(row -> row.decided.equals("1"))) {
                continue;
            }
            List<Row> shuffled = new ArrayList<>(rows);
            Collections.shuffle(shuffled, chance);
            assertThat(report(shuffled, 1)).isEqualTo(report(rows, 1));
        }
    }

    @Test
    void groupsAddUpAndIntervalsHoldTheirRates() {
        var chance = new Random(2);
        for (int t = 0; t < TABLES; t++) {
            List<Row> rows = table(chance);
            Report report = report(rows, 1);
            assertThat(report.all().n()).isEqualTo(rows.size());
            assertThat(report.whole().groups().values().stream()
                            .mapToLong(Confusion::n)
                            .sum())
                    .isEqualTo(rows.size());
            report.whole().groups().values().forEach(group -> {
                for (Rate rate : Rate.values()) {
                    Proportion share = rate.of(group);
                    Interval interval = share.wilson(report.bound());
                    if (share.of() == 0) {
                        assertThat(interval).isNull();
                    } else {
                        Interval known = Objects.requireNonNull(interval);
                        assertThat(share.share()).isBetween(known.low() - 1e-12, known.high() + 1e-12);
                        assertThat(known.low()).isBetween(0.0, known.high());
                        assertThat(known.high()).isBetween(known.low(), 1.0);
                    }
                }
            });
            report.judgements().forEach(one -> {
                Interval joint = one.joint();
                Interval alone = one.ci();
                if (joint != null) {
                    Interval inner = Objects.requireNonNull(alone);
                    assertThat(joint.low()).isLessThanOrEqualTo(inner.low());
                    assertThat(joint.high()).isGreaterThanOrEqualTo(inner.high());
                }
                // Nothing that stands together is undone alone.
                if (one.verdict() == Verdict.FAIL || one.verdict() == Verdict.PASS) {
                    assertThat(one.alone()).isEqualTo(one.verdict());
                }
            });
        }
    }

    @Test
    void falseNegativesAreJudgedAsTruePositivesAre() {
        var chance = new Random(3);
        for (int t = 0; t < TABLES; t++) {
            Report report = report(table(chance), 1);
            Map<String, Judgement> positives = new HashMap<>();
            report.judgements().stream()
                    .filter(one -> one.metric() == Metric.EQUAL_OPPORTUNITY_DIFFERENCE)
                    .forEach(one -> positives.put(one.group(), one));
            report.judgements().stream()
                    .filter(one -> one.metric() == Metric.FNR_DIFFERENCE)
                    .forEach(one -> {
                        Judgement other = Objects.requireNonNull(positives.get(one.group()));
                        assertThat(one.verdict()).isEqualTo(other.verdict());
                        Double value = one.value();
                        Double mirrored = other.value();
                        if (value != null && mirrored != null) {
                            assertThat(value).isCloseTo(-mirrored, within(1e-12));
                        }
                    });
        }
    }

    @Test
    void moreOfTheSameDataDecidesMoreAndChangesNoRate() {
        var chance = new Random(4);
        for (int t = 0; t < TABLES; t++) {
            List<Row> rows = table(chance);
            Report once = report(rows, 1);
            Report often = report(rows, 5);
            once.whole().groups().forEach((name, group) -> {
                Confusion more = Objects.requireNonNull(often.whole().groups().get(name));
                for (Rate rate : Rate.values()) {
                    if (rate.of(group).of() > 0) {
                        assertThat(rate.of(more).share())
                                .isCloseTo(rate.of(group).share(), within(1e-12));
                        Interval wide = rate.of(group).score(once.bound());
                        Interval narrow = rate.of(more).score(once.bound());
                        assertThat(narrow.high() - narrow.low()).isLessThan(wide.high() - wide.low());
                    }
                }
            });
        }
    }

    @Test
    void theWidestGapIsNeverLessThanAnyGapToTheReference() {
        var chance = new Random(5);
        for (int t = 0; t < TABLES; t++) {
            View view = report(table(chance), 1).whole();
            for (var metric : List.of(Metric.DEMOGRAPHIC_PARITY_DIFFERENCE, Metric.FPR_DIFFERENCE)) {
                Double widest =
                        Objects.requireNonNull(view.disparities().get(metric)).value();
                view.versus().values().forEach(rates -> {
                    Double gap = Objects.requireNonNull(rates.get(metric.rates().getFirst()))
                            .difference();
                    if (gap != null) {
                        assertThat(widest).isNotNull().isGreaterThanOrEqualTo(Math.abs(gap) - 1e-12);
                    }
                });
            }
        }
    }
}
