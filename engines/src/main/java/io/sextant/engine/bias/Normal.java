package io.sextant.engine.bias;

/// The standard normal distribution, to some 15 digits: the series of the error function near the centre, its continued
/// fraction in the tails (Abramowitz and Stegun, 7.1.6 and 7.1.14).
final class Normal {
    private static final double SERIES_UP_TO = 3;

    private Normal() {}

    /// Probability of a value further from zero than `z` on either side.
    static double twoSided(double z) {
        return erfc(Math.abs(z) / Math.sqrt(2));
    }

    /// The value that a share `confidence` (above 0, below 1) of draws do not exceed in size: 1.96 for 0.95.
    static double bound(double confidence) {
        double low = 0;
        double high = 40;
        double left = 1 - confidence;
        for (int i = 0; i < 200 && low < high; i++) {
            double middle = (low + high) / 2;
            if (middle == low || middle == high) {
                break;
            }
            if (twoSided(middle) > left) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /// The complementary error function of `x`, zero or more.
    private static double erfc(double x) {
        if (x < SERIES_UP_TO) {
            double term = x;
            double sum = x;
            for (int n = 1; Math.abs(term) > sum * 1e-18 && n < 500; n++) {
                term *= 2 * x * x / (2 * n + 1);
                sum += term;
            }
            return 1 - 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
        }
        double fraction = x;
        for (int n = 200; n > 0; n--) {
            fraction = x + n / 2.0 / fraction;
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
    }
}
