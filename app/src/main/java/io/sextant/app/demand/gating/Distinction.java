package io.sextant.app.demand.gating;

import java.time.Instant;

/// What makes two use cases that look alike different.
///
/// @param other the identifier of the other one
public record Distinction(String other, String reason, Instant at, String byName) {}
