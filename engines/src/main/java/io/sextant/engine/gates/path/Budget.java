package io.sextant.engine.gates.path;

/// How many nodes a search may still visit: a count, not a clock, so that the same question has the same answer.
final class Budget {
    private long left;

    Budget(long nodes) {
        left = nodes;
    }

    boolean spend(long nodes) {
        left -= nodes;
        return left >= 0;
    }

    boolean spent() {
        return left < 0;
    }
}
