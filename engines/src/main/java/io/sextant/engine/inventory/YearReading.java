package io.sextant.engine.inventory;

import org.jspecify.annotations.Nullable;

/// A year read from a cell.
///
/// @param year from 1950 to 2100, absent when the cell is empty or cannot be read
/// @param month 1 to 12 when the cell tells it without doubt
/// @param sure whether there was only one way to read it
/// @param why how it was read, or why it could not be
public record YearReading(@Nullable Integer year, @Nullable Integer month, boolean sure, Why why) {}
