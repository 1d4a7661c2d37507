package io.sextant.engine.bias;

import io.sextant.engine.gates.Words;

/// Something in the input that keeps it from being judged.
///
/// @param line line of the file, the first being 1; 0 when the whole file or column is meant
/// @param field column, or option, at fault
/// @param value what stands there; empty when nothing does
/// @param what what is the matter
/// @param mend what to do about it
public record Problem(long line, String field, String value, Words what, Words mend) {}
