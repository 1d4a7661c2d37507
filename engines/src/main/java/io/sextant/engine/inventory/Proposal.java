package io.sextant.engine.inventory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a column of an inventory should be taken for, and why. A proposal for a person to accept or change, never a
/// fact.
///
/// @param column place of the column
/// @param heading its heading
/// @param role what becomes of it
/// @param field the field it fills; for a ticked column the field its heading is added to; absent when it is kept as it
/// is
/// @param translation whether it holds the field in the second language
/// @param language language of its texts when the heading tells (`fr`), absent otherwise
/// @param concept what it seems to be when it fills no field, for example `vendor` or `technology`; absent when unknown
/// @param confidence between 0 and 1
/// @param reasons why, most telling first
/// @param others other fields it could fill, best first, at most three
public record Proposal(
        int column,
        String heading,
        Role role,
        @Nullable Field field,
        boolean translation,
        @Nullable String language,
        @Nullable String concept,
        double confidence,
        List<Why> reasons,
        List<Other> others) {

    /// What becomes of a column.
    public enum Role {
        /// It fills a field.
        FIELD,
        /// Its cells are ticked or not: where ticked, its heading is added to the field.
        FLAG,
        /// It is kept under its own heading.
        EXTRA,
        /// It has neither heading nor values.
        EMPTY
    }

    /// Another field that the column could fill.
    ///
    /// @param score between 0 and 1
    public record Other(Field field, double score) {}

    public Proposal {
        reasons = List.copyOf(reasons);
        others = List.copyOf(others);
    }
}
