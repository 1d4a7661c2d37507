package io.sextant.app.cli;

/// Something wrong in an input file, in the language of the terminal.
///
/// @param line line of the file, the first being 1; 0 when the whole file or column is meant
/// @param field column or option at fault; empty when the whole file or line is meant
/// @param value what stands there; empty when nothing does
/// @param problem what is the matter
/// @param mend what to do about it
record InputProblem(long line, String field, String value, String problem, String mend) {}
