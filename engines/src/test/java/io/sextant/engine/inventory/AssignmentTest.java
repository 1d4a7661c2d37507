package io.sextant.engine.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    @Test
    void prefersTheGreatestSumToTheGreatestPair() {
        int[] chosen = Assignment.best(new double[][] {{0.9, 0.8}, {0.85, 0.1}});
        assertThat(chosen).containsExactly(1, 0);
    }

    @Test
    void leavesPairsWithoutGainOut() {
        assertThat(Assignment.best(new double[][] {{0, 0}, {0.2, -1}})).containsExactly(-1, 0);
        assertThat(Assignment.best(new double[0][0])).isEmpty();
        assertThat(Assignment.best(new double[2][0])).containsExactly(-1, -1);
    }

    @Test
    void isAsGoodAsTryingEverything() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            int rows = 1 + random.nextInt(5);
            int columns = 1 + random.nextInt(5);
            double[][] gain = new double[rows][columns];
            for (double[] row : gain) {
                for (int c = 0; c < columns; c++) {
                    row[c] = random.nextInt(4) == 0 ? 0 : random.nextDouble();
                }
            }
            int[] chosen = Assignment.best(gain);
            double sum = 0;
            for (int r = 0; r < rows; r++) {
                sum += chosen[r] < 0 ? 0 : gain[r][chosen[r]];
            }
            assertThat(sum).isCloseTo(tryAll(gain, 0, new boolean[columns]), within(1e-9));
        }
    }

    private static double tryAll(double[][] gain, int row, boolean[] used) {
        if (row == gain.length) {
            return 0;
        }
        double best = tryAll(gain, row + 1, used);
        for (int c = 0; c < used.length; c++) {
            if (!used[c] && gain[row][c] > 0) {
                used[c] = true;
                best = Math.max(best, gain[row][c] + tryAll(gain, row + 1, used));
                used[c] = false;
            }
        }
        return best;
    }
}
