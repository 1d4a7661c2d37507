package io.sextant.engine.aiact;

import java.util.Locale;

/// The strongest of the findings, in one word; the findings say the rest.
public enum Tier {
    PROHIBITED,
    HIGH_RISK,
    GPAI_SYSTEMIC_RISK,
    GPAI,
    NOT_HIGH_RISK_6_3,
    TRANSPARENCY,
    NO_GPAI_OBLIGATION,
    MINIMAL,
    OUT_OF_SCOPE,
    /// An open question decides which of the others it is.
    UNDETERMINED;

    /// As written in results: `high_risk`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
