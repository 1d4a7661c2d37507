package io.sextant.engine.bias;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which columns of a table say what.
///
/// @param label what turned out, or should have been decided
/// @param prediction what was decided
/// @param score how likely the positive label was held to be; absent when there is none
/// @param groups what people are grouped by, one to three columns
public record Columns(
        String label, String prediction, @Nullable String score, List<String> groups) {
    /// The most columns by which people are grouped at once.
    public static final int MOST = 3;

    public Columns {
        groups = List.copyOf(groups);
        if (groups.isEmpty() || groups.size() > MOST) {
            throw new IllegalArgumentException("people are grouped by one to three columns");
        }
    }
}
