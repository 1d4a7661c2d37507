package io.sextant.engine.inventory.lookalike;

/// A word or concept that tells a use case from others.
///
/// @param en how it is shown in English
/// @param fr how it is shown in French; the same when it is a plain word
/// @param weight how much it counts where it stands, above 0
public record Term(String en, String fr, double weight) {}
