package io.sextant.app.platform.sheet;

import java.util.List;

/// One column of a table, with what a person needs to recognise it.
///
/// @param index place from 0
/// @param heading unique heading: white space made single, a number added to a repeated one, `[C]` for a missing one
/// @param given the heading as the file has it
/// @param samples up to five different values from the first rows, each at most 120 characters
/// @param filled share of the first rows that have a value, from 0 to 1
public record TableColumn(int index, String heading, String given, List<String> samples, double filled) {
    public TableColumn {
        samples = List.copyOf(samples);
    }

    /// The column as the spreadsheet letters it.
    public String letter() {
        return ColumnLetters.of(index);
    }
}
