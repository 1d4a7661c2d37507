package io.sextant.engine.gates;

import org.jspecify.annotations.Nullable;

/// A way through the gates.
///
/// @param when which use cases take it; absent for the last lane, which takes the others. A lane whose condition is
///     unknown is not taken.
public record Lane(String id, @Nullable Condition when, Words name) {}
