package io.sextant.engine.gates.pack;

import java.util.List;

/// Something that keeps a pack from being used, in a form that each face words in the reader's language.
///
/// @param file name of the file
/// @param path where in it, for example `gates[1].criteria[4].when`; empty for the whole file
/// @param line line in the file, from 1; 0 when there is none
/// @param code key of the sentence, for example `gates.pack.unknown-fact`
/// @param args its arguments: words quoted from the file, numbers, names
public record Problem(String file, String path, int line, String code, List<Object> args) {
    public Problem {
        args = List.copyOf(args);
    }

    /// For logs and tests; people read the sentence of the code.
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + (path.isEmpty() ? "" : " " + path) + " " + code + " " + args;
    }
}
