package io.sextant.engine.gates;

/// The word of one person that a criterion is met.
///
/// @param criterion identifier of the criterion
/// @param role the role in which they sign
/// @param person who signs; the same person has the same text everywhere
public record Signature(String criterion, String role, String person) {}
