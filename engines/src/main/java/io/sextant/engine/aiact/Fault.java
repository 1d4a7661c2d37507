package io.sextant.engine.aiact;

import io.sextant.engine.gates.Words;

/// Something wrong with the facts of a case.
///
/// @param field the fact, or the facts that contradict each other, separated by `, `
/// @param value what was given, shortened
/// @param says what is wrong and how to mend it
public record Fault(String field, String value, Words says) {}
