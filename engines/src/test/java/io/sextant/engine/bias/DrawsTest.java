package io.sextant.engine.bias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrawsTest {
    /// First outputs of SplitMix64 from the seed 1234567, as its reference implementation in C gives them.
    @Test
    void theGeneratorIsTheReferenceOne() {
        var draws = new Draws(1_234_567);

        assertThat(draws.unit()).isEqualTo((6457827717110365317L >>> 11) * 0x1.0p-53);
        assertThat(draws.unit()).isEqualTo((3203168211198807973L >>> 11) * 0x1.0p-53);
    }

    /// Both methods, and where they meet: mean and variance within five standard errors.
    @ParameterizedTest
    @CsvSource({"5,0.3", "40,0.2", "40,0.26", "1000,0.009", "1000,0.011", "100000,0.4", "20,0.97", "10000000,0.000002"})
    void binomialCountsHaveTheirMeanAndVariance(long n, double p) {
        var draws = new Draws(7);
        int times = 40_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < times; i++) {
            long k = draws.binomial(n, p);
            assertThat(k).isBetween(0L, n);
            sum += k - n * p;
            squares += (k - n * p) * (k - n * p);
        }
        double variance = n * p * (1 - p);
        // Variance of a squared deviation: that of the fourth central moment.
        double fourth = variance * (1 + 3 * variance * (n - 2) / n);
        assertThat(sum / times).isCloseTo(0, within(5 * Math.sqrt(variance / times)));
        assertThat(squares / times).isCloseTo(variance, within(5 * Math.sqrt((fourth - variance * variance) / times)));
    }

    @Test
    void whatIsCertainIsNotDrawn() {
        var draws = new Draws(1);

        assertThat(draws.binomial(9, 0)).isZero();
        assertThat(draws.binomial(9, 1)).isEqualTo(9);
        assertThat(draws.binomial(0, 0.5)).isZero();
    }
}
