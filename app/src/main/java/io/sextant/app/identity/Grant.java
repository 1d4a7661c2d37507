package io.sextant.app.identity;

import org.jspecify.annotations.Nullable;

/// A role that a person holds.
///
/// @param unitId the unit in which it holds, with all units below it; absent means everywhere
public record Grant(Role role, @Nullable Long unitId) {}
