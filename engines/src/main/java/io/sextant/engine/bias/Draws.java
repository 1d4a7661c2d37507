package io.sextant.engine.bias;

/// Random draws that a seed determines for ever: SplitMix64 (Steele, Lea and Flood, 2014), and binomial counts by
/// inversion or, where ten or more are expected, by transformed rejection (Hörmann, *The generation of binomial random
/// variates*, 1993, algorithm BTRS).
final class Draws {
    private static final int TABLE = 20;
    private static final double[] LOG_FACTORIALS = new double[TABLE + 1];

    static {
        for (int k = 2; k <= TABLE; k++) {
            LOG_FACTORIALS[k] = LOG_FACTORIALS[k - 1] + Math.log(k);
        }
    }

    private long state;

    Draws(long seed) {
        this.state = seed;
    }

    /// A number from 0, below 1.
    double unit() {
        long z = state += 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return ((z ^ z >>> 31) >>> 11) * 0x1.0p-53;
    }

    /// How many of `n` independent trials succeed, each with probability `p`.
    long binomial(long n, double p) {
        if (n == 0 || p <= 0) {
            return 0;
        }
        if (p >= 1) {
            return n;
        }
        if (p > 0.5) {
            return n - binomial(n, 1 - p);
        }
        return n * p < 10 ? inversion(n, p) : rejection(n, p);
    }

    private long inversion(long n, double p) {
        double odds = p / (1 - p);
        double start = Math.exp(n * Math.log1p(-p));
        while (true) {
            double chance = start;
            double u = unit();
            long k = 0;
            while (u > chance && k <= n) {
                u -= chance;
                k++;
                chance *= odds * (n - k + 1) / k;
            }
            // Rounding may leave a remainder that no count claims.
            if (k <= n) {
                return k;
            }
        }
    }

    private long rejection(long n, double p) {
        double spread = Math.sqrt(n * p * (1 - p));
        double b = 1.15 + 2.53 * spread;
        double a = -0.0873 + 0.0248 * b + 0.01 * p;
        double c = n * p + 0.5;
        double quick = 0.92 - 4.2 / b;
        double alpha = (2.83 + 5.1 / b) * spread;
        double odds = Math.log(p / (1 - p));
        double mode = Math.floor((n + 1) * p);
        double h = logFactorial(mode) + logFactorial(n - mode);
        while (true) {
            double u = unit() - 0.5;
            double v = unit();
            double us = 0.5 - Math.abs(u);
            double k = Math.floor((2 * a / us + b) * u + c);
            if (us >= 0.07 && v <= quick) {
                return (long) k;
            }
            if (k < 0 || k > n) {
                continue;
            }
            double bound = h - logFactorial(k) - logFactorial(n - k) + (k - mode) * odds;
            if (Math.log(v * alpha / (a / (us * us) + b)) <= bound) {
                return (long) k;
            }
        }
    }

    /// Stirling's series beyond the table.
    private static double logFactorial(double k) {
        if (k <= TABLE) {
            return LOG_FACTORIALS[(int) k];
        }
        double r = 1 / k;
        return (k + 0.5) * Math.log(k)
                - k
                + 0.5 * Math.log(2 * Math.PI)
                + r * (1.0 / 12 - r * r * (1.0 / 360 - r * r / 1260));
    }
}
