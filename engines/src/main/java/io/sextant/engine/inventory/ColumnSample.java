package io.sextant.engine.inventory;

import java.util.List;

/// A column of a table: its heading and its first values.
///
/// @param index place in the table, from 0
/// @param heading the heading as written, empty when there is none
/// @param values the first values from top to bottom, an empty string for an empty cell; the first 500 are looked at
public record ColumnSample(int index, String heading, List<String> values) {
    /// The number of values that are looked at.
    public static final int ROWS = 500;

    /// The number of characters of a heading or value that are looked at.
    static final int CHARACTERS = 2_000;

    public ColumnSample {
        heading = cut(heading.strip());
        values = values.stream().limit(ROWS).map(v -> cut(v.strip())).toList();
    }

    private static String cut(String text) {
        return text.length() <= CHARACTERS ? text : text.substring(0, CHARACTERS);
    }
}
