package io.sextant.app.demand;

/// Where a use case stands between an idea and its retirement. Absent means that nobody has said.
public enum Stage {
    IDEA,
    QUALIFIED,
    FRAMED,
    PILOT,
    RUN,
    RETIRED
}
