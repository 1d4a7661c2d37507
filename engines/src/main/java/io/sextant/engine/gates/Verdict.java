package io.sextant.engine.gates;

/// What an axis answers about a use case. `UNKNOWN` counts neither for nor against.
public enum Verdict {
    CLEAR,
    CONDITIONAL,
    BLOCKING,
    UNKNOWN
}
