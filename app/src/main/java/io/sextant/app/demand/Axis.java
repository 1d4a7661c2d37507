package io.sextant.app.demand;

/// The six axes, in the order in which they are always shown.
public enum Axis {
    DEMAND,
    INVESTMENT,
    SOURCING,
    DATA,
    TRUST,
    SOBRIETY
}
