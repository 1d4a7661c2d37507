package io.sextant.engine.inventory.lookalike;

/// A use case as it is compared with others.
///
/// @param id how the caller knows it; unique
/// @param title its name
/// @param text what is said about it: description, problem, outcome, joined by line ends; the first 6,000 characters
/// count
/// @param unit the unit it belongs to, empty when unknown
public record Item(String id, String title, String text, String unit) {}
