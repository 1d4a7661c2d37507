package io.sextant.engine.bias;

import io.sextant.engine.gates.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Problems of one kind: the first of them in full, the others counted.
final class Faults {
    /// How many are told one by one.
    static final int TOLD = 100;

    private final List<Problem> first = new ArrayList<>();
    private long count;

    void add(Supplier<Problem> problem) {
        if (count++ < TOLD) {
            first.add(problem.get());
        }
    }

    boolean none() {
        return count == 0;
    }

    /// What is told, with how many more there are.
    List<Problem> told() {
        List<Problem> all = new ArrayList<>(first);
        if (count > TOLD) {
            Problem last = first.getLast();
            String more = Texts.EN.count(count - TOLD);
            String plus = Texts.FR.count(count - TOLD);
            all.add(new Problem(
                    0,
                    last.field(),
                    "",
                    new Words(plus + " autres lignes ont le même défaut.", more + " more lines have the same fault."),
                    last.mend()));
        }
        return all;
    }
}
