package io.sextant.engine.inventory;

/// Where a use case stands, from the first thought to its end.
public enum Stage {
    /// Somebody thought of it; nothing is decided.
    IDEA,
    /// The need is accepted and planned.
    QUALIFIED,
    /// What will be built is settled, or it is being built.
    FRAMED,
    /// It is tried with a limited public.
    PILOT,
    /// It is in use.
    RUN,
    /// It was stopped, given up or replaced.
    RETIRED
}
