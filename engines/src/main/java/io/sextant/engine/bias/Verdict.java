package io.sextant.engine.bias;

/// What the data allow to say of one metric and one group.
public enum Verdict {
    /// The whole interval lies within what is tolerated.
    PASS,
    /// The whole interval lies beyond what is tolerated.
    FAIL,
    /// The interval straddles the limit: more data are needed, or another limit.
    INCONCLUSIVE,
    /// There is nobody to count, or no interval exists.
    NOT_ESTIMABLE,
    /// Too few people for a verdict; their rates are shown all the same.
    SUPPRESSED
}
