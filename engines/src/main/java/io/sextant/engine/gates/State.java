package io.sextant.engine.gates;

/// Where a criterion stands.
public enum State {
    /// Its condition holds and who must sign has signed.
    MET,
    /// Its condition does not hold, or a signature is missing.
    UNMET,
    /// A fact it needs is unknown.
    UNKNOWN,
    /// It is not asked of this use case.
    NOT_APPLICABLE,
    /// It can never be met, whatever one does; nor may it be waived.
    IMPOSSIBLE,
    /// It is not met, and one does without it until the end of a waiver.
    WAIVED
}
