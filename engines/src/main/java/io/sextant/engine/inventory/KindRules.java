package io.sextant.engine.inventory;

import java.util.List;
import java.util.Map;

/// The terms that tell what kind of AI a use case relies on.
///
/// @param source the rule file
/// @param terms groups of terms; a group counts once per text however often it is found
/// @param values what a column of kinds or technologies says, and the kind it means
/// @param thresholds weight of evidence from which a kind is stated
/// @param unsure confidence under which the kind is left unknown, between 0 and 1
public record KindRules(
        RuleSource source,
        List<Terms> terms,
        Map<Kind, List<String>> values,
        Map<Kind, Double> thresholds,
        double unsure) {

    /// Terms that point to a kind with the same strength.
    ///
    /// @param kind the kind they point to
    /// @param weight strength of the evidence, above 0; 1 is enough alone for most kinds
    /// @param any the phrases
    /// @param unless phrases that contain one of them and mean something else
    /// @param with when not empty, one of these must stand elsewhere in the same text
    /// @param from first year from which the terms mean this, 0 for always; ignored when the year is unknown
    /// @param before first year from which they no longer do, 0 for never; ignored when the year is unknown
    public record Terms(
            Kind kind, double weight, List<String> any, List<String> unless, List<String> with, int from, int before) {
        public Terms {
            any = List.copyOf(any);
            unless = List.copyOf(unless);
            with = List.copyOf(with);
        }
    }

    public KindRules {
        terms = List.copyOf(terms);
        values = Map.copyOf(values);
        thresholds = Map.copyOf(thresholds);
    }
}
