package io.sextant.engine.gates.path;

import io.sextant.engine.gates.Remedy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What comes before what.
final class Precedence {
    private Precedence() {}

    /// The tasks in an order in which each comes after its predecessors.
    ///
    /// @throws IllegalArgumentException when some come after each other in a circle
    static int[] order(int[][] after) {
        int n = after.length;
        int[] missing = new int[n];
        List<List<Integer>> followers = new ArrayList<>();
        for (int t = 0; t < n; t++) {
            followers.add(new ArrayList<>());
        }
        ArrayDeque<Integer> ready = new ArrayDeque<>();
        for (int t = 0; t < n; t++) {
            missing[t] = after[t].length;
            for (int p : after[t]) {
                followers.get(p).add(t);
            }
            if (missing[t] == 0) {
                ready.add(t);
            }
        }
        int[] order = new int[n];
        int done = 0;
        while (!ready.isEmpty()) {
            int t = ready.remove();
            order[done++] = t;
            for (int f : followers.get(t)) {
                if (--missing[f] == 0) {
                    ready.add(f);
                }
            }
        }
        if (done < n) {
            throw new IllegalArgumentException("remedies come after each other in a circle");
        }
        return order;
    }

    /// @throws IllegalArgumentException when some come after each other in a circle
    static void check(Map<String, Remedy> remedies) {
        Map<String, Integer> index = new HashMap<>();
        for (String id : remedies.keySet()) {
            index.put(id, index.size());
        }
        int[][] after = new int[index.size()][];
        remedies.forEach((id, remedy) -> after[Objects.requireNonNull(index.get(id))] = remedy.after().stream()
                .distinct()
                .mapToInt(before -> Objects.requireNonNull(index.get(before)))
                .toArray());
        order(after);
    }
}
