package io.sextant.engine.gates;

/// Answer of a condition when facts may be unknown: Kleene's three values.
public enum Truth {
    TRUE,
    FALSE,
    UNKNOWN
}
