package io.sextant.app.demand;

/// What an axis answers about a use case. `UNKNOWN` counts neither for nor against.
public enum Verdict {
    CLEAR,
    CONDITIONAL,
    BLOCKING,
    UNKNOWN
}
