package io.sextant.engine.inventory.lookalike;

/// How two use cases are alike.
public enum Likeness {
    /// Probably the same thing entered twice.
    SAME,
    /// The same need; could be joined.
    SIMILAR
}
