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
    /// Every code there is, without its prefix `gates.pack.`. Those that end in `-far` say the same as those without it
    /// where no known name is near; the nearest is the last argument of those without it.
    public static final List<String> CODES = List.of(
            "alias",
            "asks-nothing",
            "bad-clause",
            "bad-id",
            "condition-not-boolean",
            "condition-syntax",
            "condition-type",
            "contradiction",
            "contradicts-itself",
            "cycle",
            "file-empty",
            "file-missing",
            "file-too-large",
            "file-twice",
            "gate-missing",
            "id-twice",
            "item-twice",
            "key-twice",
            "last-lane-has-condition",
            "missing",
            "more",
            "no-gate-to-idea",
            "no-way",
            "not-list",
            "not-mapping",
            "not-number",
            "not-one-of",
            "not-one-of-far",
            "not-text",
            "not-utf8",
            "not-whole",
            "not-yaml",
            "other-version",
            "serves-nothing",
            "too-deep",
            "too-long",
            "too-many",
            "unknown-criterion",
            "unknown-criterion-far",
            "unknown-fact",
            "unknown-fact-far",
            "unknown-file",
            "unknown-key",
            "unknown-key-far",
            "unknown-lane",
            "unknown-lane-far",
            "unknown-remedy",
            "unknown-remedy-far",
            "unknown-role",
            "unknown-role-far",
            "unknown-value",
            "unknown-value-far",
            "values-without-choice");

    public Problem {
        args = List.copyOf(args);
    }

    /// For logs and tests; people read the sentence of the code.
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + (path.isEmpty() ? "" : " " + path) + " " + code + " " + args;
    }
}
