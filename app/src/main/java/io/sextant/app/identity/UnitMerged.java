package io.sextant.app.identity;

import io.sextant.app.kernel.Who;

/// A unit was merged into another. Published inside the transaction: a room that keeps things by unit moves them there.
///
/// @param from the unit that is closed
/// @param into the unit that takes its work over
public record UnitMerged(Who by, long from, long into) {}
