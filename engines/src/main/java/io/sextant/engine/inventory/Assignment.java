package io.sextant.engine.inventory;

import java.util.Arrays;

/// The assignment of rows to columns with the greatest total gain, each row and each column used at most once, pairs
/// without gain left out. Exact: the Hungarian method with potentials (Kuhn 1955; Jonker and Volgenant 1987 in its
/// shortest-path form), `O(rows² · (rows + columns))`.
final class Assignment {
    private Assignment() {}

    /// Solves the assignment.
    ///
    /// @param gain gain of each pair, finite; pairs of gain 0 or less are never chosen
    /// @return for each row its column, or -1
    static int[] best(double[][] gain) {
        int rows = gain.length;
        int[] chosen = new int[rows];
        Arrays.fill(chosen, -1);
        if (rows == 0 || gain[0].length == 0) {
            return chosen;
        }
        int real = gain[0].length;
        // One column more per row lets every row stay alone at no gain.
        int columns = real + rows;
        double[] u = new double[rows + 1];
        double[] v = new double[columns + 1];
        int[] rowOf = new int[columns + 1];
        int[] way = new int[columns + 1];
        for (int row = 1; row <= rows; row++) {
            rowOf[0] = row;
            int column = 0;
            double[] least = new double[columns + 1];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            boolean[] used = new boolean[columns + 1];
            do {
                used[column] = true;
                int current = rowOf[column];
                double delta = Double.POSITIVE_INFINITY;
                int next = 0;
                for (int j = 1; j <= columns; j++) {
                    if (used[j]) {
                        continue;
                    }
                    double cost = j <= real ? -Math.max(0, gain[current - 1][j - 1]) : 0;
                    double reduced = cost - u[current] - v[j];
                    if (reduced < least[j]) {
                        least[j] = reduced;
                        way[j] = column;
                    }
                    if (least[j] < delta) {
                        delta = least[j];
                        next = j;
                    }
                }
                for (int j = 0; j <= columns; j++) {
                    if (used[j]) {
                        u[rowOf[j]] += delta;
                        v[j] -= delta;
                    } else {
                        least[j] -= delta;
                    }
                }
                column = next;
            } while (rowOf[column] != 0);
            do {
                int previous = way[column];
                rowOf[column] = rowOf[previous];
                column = previous;
            } while (column != 0);
        }
        for (int j = 1; j <= real; j++) {
            int row = rowOf[j];
            if (row > 0 && gain[row - 1][j - 1] > 0) {
                chosen[row - 1] = j - 1;
            }
        }
        return chosen;
    }
}
