package io.sextant.app.demand.timing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.timing.History.Basis;
import io.sextant.app.demand.timing.History.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTest {
    /// Weeks in remission with 6-mercaptopurine; a minus marks those still in remission when last seen (E. J. Freireich
    /// et al., *Blood* 21, 1963; the usual example of the product-limit estimator, whose curve passes 0.857 at 6,
    /// 0.538 at 22 and 0.448 at 23).
    private static final List<Integer> REMISSION =
            List.of(6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35);

    private static Wait wait(Stage stage, String lane, int days) {
        return new Wait(stage, lane, Math.abs(days), days >= 0, 1);
    }

    private static History all(List<Integer> days) {
        return new History(
                days.stream().map(d -> wait(Stage.PILOT, "standard", d)).toList());
    }

    @Test
    void theCurveOfThoseStillWaitingIsThatOfTheBooks() {
        var forecast = Objects.requireNonNull(all(REMISSION).forecast(Stage.PILOT, "standard", 0));
        assertThat(forecast.early()).isEqualTo(6);
        assertThat(forecast.likely()).isEqualTo(23);
        assertThat(forecast.late()).isNull();
        assertThat(forecast.answers()).isEqualTo(9);
        assertThat(forecast.basis()).isEqualTo(Basis.LANE);
    }

    @Test
    void withoutAnybodyStillWaitingTheRangeIsThatOfTheAnswers() {
        var forecast = Objects.requireNonNull(
                all(IntStream.rangeClosed(1, 100).boxed().toList()).forecast(Stage.PILOT, "standard", 0));
        assertThat(List.of(forecast.early(), forecast.likely(), Objects.requireNonNull(forecast.late())))
                .containsExactly(10, 50, 90);
    }

    @Test
    void theLongerARequestWaitsTheLaterItsAnswer() {
        var history =
                all(IntStream.rangeClosed(1, 60).map(d -> d * d % 41).boxed().toList());
        int before = 0;
        for (int waited = 0; waited <= 30; waited++) {
            var forecast = history.forecast(Stage.PILOT, "standard", waited);
            if (forecast != null) {
                assertThat(forecast.early()).isNotNegative().isLessThanOrEqualTo(forecast.likely());
                assertThat(forecast.late()).isNotNull();
                assertThat(Objects.requireNonNull(forecast.late())).isGreaterThanOrEqualTo(forecast.likely());
                assertThat(waited + forecast.likely()).isGreaterThanOrEqualTo(before);
                before = waited + forecast.likely();
            }
        }
        assertThat(before).isGreaterThan(20);
    }

    @Test
    void aWiderGroupSpeaksWhereTheLaneHasTooFewAndNobodyWhereAllHaveTooFew() {
        var waits = new ArrayList<Wait>();
        IntStream.range(0, 7).forEach(i -> waits.add(wait(Stage.PILOT, "fast", 1)));
        assertThat(new History(waits).forecast(Stage.PILOT, "fast", 0)).isNull();
        waits.add(wait(Stage.PILOT, "standard", 9));
        assertThat(Objects.requireNonNull(new History(waits).forecast(Stage.PILOT, "fast", 0))
                        .basis())
                .isEqualTo(Basis.GATE);
        waits.removeLast();
        waits.add(wait(Stage.RUN, "standard", 9));
        assertThat(Objects.requireNonNull(new History(waits).forecast(Stage.PILOT, "fast", 0))
                        .basis())
                .isEqualTo(Basis.ALL);
        assertThat(new History(waits).forecast(Stage.PILOT, "fast", 2))
                .as("one answer alone took longer")
                .isNull();
    }

    @Test
    void whereMostStillWaitNothingIsForetold() {
        var days = new ArrayList<Integer>();
        IntStream.range(0, 9).forEach(i -> days.add(2));
        IntStream.range(0, 30).forEach(i -> days.add(-40));
        assertThat(all(days).forecast(Stage.PILOT, "standard", 0)).isNull();
    }

    @Test
    void aQuantileIsANumberThatWasSeen() {
        assertThat(History.quantile(List.of(3), 0.5)).isEqualTo(3);
        assertThat(History.quantile(List.of(1, 2, 3, 4), 0.5)).isEqualTo(2);
        assertThat(History.quantile(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 0.9))
                .isEqualTo(9);
    }
}
