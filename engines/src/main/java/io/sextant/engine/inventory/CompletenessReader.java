package io.sextant.engine.inventory;

import io.sextant.engine.inventory.text.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Tells how much of what matters about a use case is filled in, and what is missing. Immutable and thread-safe.
public final class CompletenessReader {
    private final CompletenessRules rules;
    private final ValueReader values;

    /// How complete a use case is.
    ///
    /// @param share weight of the answered needs over the weight of all, between 0 and 1
    /// @param answered fields that are answered
    /// @param missing fields that are not, weightiest first
    /// @param source the rules used
    public record Reading(double share, List<Field> answered, List<Field> missing, RuleSource source) {
        public Reading {
            answered = List.copyOf(answered);
            missing = List.copyOf(missing);
        }
    }

    public CompletenessReader(CompletenessRules rules, ValueReader values) {
        this.rules = rules;
        this.values = values;
    }

    /// Reads the fields of a use case; a field that is absent is empty.
    public Reading read(Map<Field, String> fields) {
        double all = 0;
        double filled = 0;
        List<Field> answered = new ArrayList<>();
        List<CompletenessRules.Need> missing = new ArrayList<>();
        for (CompletenessRules.Need need : rules.needs()) {
            all += need.weight();
            boolean met =
                    met(need, need.field(), fields) || need.or().stream().anyMatch(other -> met(need, other, fields));
            if (met) {
                filled += need.weight();
                answered.add(need.field());
            } else {
                missing.add(need);
            }
        }
        missing.sort(Comparator.comparingDouble(CompletenessRules.Need::weight)
                .reversed()
                .thenComparing(CompletenessRules.Need::field));
        return new Reading(
                all == 0 ? 0 : filled / all,
                answered,
                missing.stream().map(CompletenessRules.Need::field).toList(),
                rules.source());
    }

    private boolean met(CompletenessRules.Need need, Field field, Map<Field, String> fields) {
        String value = fields.getOrDefault(field, "");
        if (values.blank(value)) {
            return false;
        }
        return need.words() <= 1 || Words.of(value, 2_000).size() >= need.words();
    }
}
