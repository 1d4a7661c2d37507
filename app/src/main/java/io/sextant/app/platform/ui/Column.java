package io.sextant.app.platform.ui;

import java.util.Collection;
import java.util.List;

/// A column that a list can show.
///
/// @param key its name in addresses
/// @param label its heading, in the reader's language
/// @param shown whether it is shown
public record Column(String key, String label, boolean shown) {
    /// The columns with those shown that an address asks for (`?cols=a&cols=b`); as they were when it asks for none.
    public static List<Column> chosen(List<Column> columns, Collection<String> asked) {
        return asked.isEmpty()
                ? columns
                : columns.stream()
                        .map(column -> new Column(column.key, column.label, asked.contains(column.key)))
                        .toList();
    }

    /// Whether the column of that key is shown.
    public static boolean shows(List<Column> columns, String key) {
        return columns.stream().anyMatch(column -> column.key.equals(key) && column.shown);
    }
}
