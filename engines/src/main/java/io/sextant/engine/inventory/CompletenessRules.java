package io.sextant.engine.inventory;

import java.util.List;

/// Which fields of a use case matter, and how much.
///
/// @param source the rule file
/// @param needs the fields that count
public record CompletenessRules(RuleSource source, List<Need> needs) {

    /// A field that counts.
    ///
    /// @param field the field
    /// @param weight its importance, above 0; only ratios matter
    /// @param words number of words from which a text counts as an answer, 1 for a name or a choice
    /// @param or other fields that answer the same question when this one is empty
    public record Need(Field field, double weight, int words, List<Field> or) {
        public Need {
            or = List.copyOf(or);
        }
    }

    public CompletenessRules {
        needs = List.copyOf(needs);
    }
}
