package io.sextant.engine.aiact;

import io.sextant.engine.gates.Words;

/// Something that keeps a law's files from being used.
///
/// @param file its name
/// @param line from 1; 0 when there is none
/// @param at which entry, for example `provisions iii_4a`
/// @param says what is wrong
public record PackProblem(String file, int line, String at, Words says) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + at + ": " + says.en();
    }
}
