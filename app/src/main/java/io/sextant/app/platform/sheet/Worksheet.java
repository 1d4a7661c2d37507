package io.sextant.app.platform.sheet;

/// One worksheet of a workbook; a text file has one, without a name.
///
/// @param name name on its tab; empty for a text file
/// @param hidden whether the workbook hides it
public record Worksheet(String name, boolean hidden) {}
