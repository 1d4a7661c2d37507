package io.sextant.app.demand.gating;

/// What was decided about a use case at a gate.
public enum Answer {
    /// It passes.
    GO,
    /// It does not pass yet; the path to yes says what is missing.
    NOT_YET,
    /// It will not be done, for a reason, and something could change that.
    NO,
    /// Its need is served by another use case, which it joins.
    MERGE,
    /// What had been allowed ends.
    STOP
}
