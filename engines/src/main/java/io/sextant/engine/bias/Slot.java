package io.sextant.engine.bias;

import java.util.Arrays;

/// The rows that have the same groups, label and prediction: how many they are, and their scores in bins.
final class Slot {
    /// Bins of equal width between 0 and 1.
    static final int BINS = 10;

    final long key;
    long count;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    final long[] bins;
    final double[] sums;

    /// Rows by grade, in the order of the tally's grades.
    long[] grades = new long[0];

    Slot(long key, boolean scored) {
        this.key = key;
        this.bins = new long[scored ? BINS : 0];
        this.sums = new double[scored ? BINS : 0];
    }

    void score(double score) {
        least = Math.min(least, score);
        most = Math.max(most, score);
        if (score >= 0 && score <= 1) {
            int bin = Math.min(BINS - 1, (int) (score * BINS));
            bins[bin]++;
            sums[bin] += score;
        }
    }

    void grade(int grade) {
        if (grade >= grades.length) {
            grades = Arrays.copyOf(grades, Math.max(8, Math.max(grade + 1, grades.length * 2)));
        }
        grades[grade]++;
    }

    int label() {
        return (int) (key & 0xFF);
    }

    int prediction() {
        return (int) (key >>> 8 & 0xFF);
    }

    int group(int column) {
        return (int) (key >>> 16 * (column + 1) & 0xFFFF);
    }
}
