package io.sextant.engine.bias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalsTest {
    private static final double Z = Normal.bound(0.95);

    /// What a printed table with four decimals allows.
    private static final Offset<Double> PRINTED = within(0.00005001);

    @Test
    void theBoundsOfTheNormalDistributionAreThoseOfTheTables() {
        assertThat(Z).isCloseTo(1.959963984540054, within(1e-13));
        assertThat(Normal.bound(0.99)).isCloseTo(2.575829303548901, within(1e-13));
        assertThat(Normal.bound(0.6826894921370859)).isCloseTo(1, within(1e-13));
    }

    @Test
    void theTailsAreExactFarOutAndWhereTheTwoFormulasMeet() {
        assertThat(Normal.twoSided(0)).isEqualTo(1);
        // Two-sided probabilities of 2, 4.2426 (where the formula changes), 6 and 10 deviations.
        assertThat(Normal.twoSided(2)).isCloseTo(0.04550026389635842, within(1e-15));
        assertThat(Normal.twoSided(Math.sqrt(18) - 1e-9)).isCloseTo(2.209049699858544e-5, within(1e-13));
        assertThat(Normal.twoSided(Math.sqrt(18) + 1e-9)).isCloseTo(2.209049699858544e-5, within(1e-13));
        assertThat(Normal.twoSided(-6)).isCloseTo(1.973175290075396e-9, within(1e-21));
        assertThat(Normal.twoSided(10)).isCloseTo(1.523970604832105e-23, within(1e-35));
    }

    /// Newcombe, *Two-sided confidence intervals for the single proportion* (1998), Table I, method 3.
    @ParameterizedTest
    @CsvSource({"81,263,0.2553,0.3662", "15,148,0.0624,0.1605", "0,20,0,0.1611", "1,29,0.0061,0.1718"})
    void wilsonsIntervalIsThePublishedOne(long hits, long of, double low, double high) {
        Interval interval = new Proportion(hits, of).score(Z);

        assertThat(interval.low()).isCloseTo(low, PRINTED);
        assertThat(interval.high()).isCloseTo(high, PRINTED);
    }

    /// Newcombe, *Interval estimation for the difference between independent proportions* (1998), Table II, method 10.
    @ParameterizedTest
    @CsvSource({
        "56,70,48,80,0.0524,0.3339",
        "9,10,3,10,0.1705,0.8090",
        "6,7,2,7,0.0582,0.8062",
        "5,56,0,29,-0.0381,0.1926",
        "0,10,0,20,-0.1611,0.2775",
        "0,10,0,10,-0.2775,0.2775",
        "10,10,0,20,0.6791,1.0000",
        "10,10,0,10,0.6075,1.0000"
    })
    void newcombesIntervalIsThePublishedOne(long a, long n, long b, long m, double low, double high) {
        Interval interval = Comparison.newcombe(new Proportion(a, n), new Proportion(b, m), Z);

        assertThat(interval.low()).isCloseTo(low, PRINTED);
        assertThat(interval.high()).isCloseTo(high, PRINTED);
    }

    /// Heart attacks with placebo and with aspirin, after Agresti, *An Introduction to Categorical Data Analysis*
    /// (2007),
    /// 2.2.2: relative risk 1.82, interval 1.43 to 2.30.
    @Test
    void katzsIntervalIsThePublishedOne() {
        var compared = Comparison.of(new Proportion(189, 11_034), new Proportion(104, 11_037), Z);
        Interval interval = Objects.requireNonNull(compared.katz());

        assertThat(compared.ratio()).isCloseTo(1.82, within(0.005));
        assertThat(interval.low()).isCloseTo(1.43, within(0.005));
        assertThat(interval.high()).isCloseTo(2.30, within(0.01));
    }

    @Test
    void whatDoesNotExistIsAbsentNeverZero() {
        assertThat(new Proportion(0, 0).value()).isNull();
        assertThat(new Proportion(0, 0).wilson(Z)).isNull();
        var nobody = Comparison.of(new Proportion(0, 0), new Proportion(3, 9), Z);
        assertThat(nobody).isEqualTo(new Comparison(null, null, null, null, null, null));
        var none = Comparison.of(new Proportion(0, 10), new Proportion(3, 9), Z);
        assertThat(none.ratio()).isZero();
        assertThat(none.katz()).isNull();
        assertThat(Comparison.of(new Proportion(3, 9), new Proportion(0, 10), Z).ratio())
                .isNull();
        assertThat(Comparison.of(new Proportion(9, 9), new Proportion(4, 4), Z).z())
                .isNull();
    }
}
