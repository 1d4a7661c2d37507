package io.sextant.engine.inventory;

import java.util.List;
import java.util.Map;

/// The words by which inventories name a stage.
///
/// @param source the rule file
/// @param phrases phrases per stage, in any language; where two phrases of different stages overlap the longer one
/// counts
/// @param unsure phrases after which a stage is read but should be checked by a person
public record StageRules(RuleSource source, Map<Stage, List<String>> phrases, List<String> unsure) {
    public StageRules {
        phrases = Map.copyOf(phrases);
        unsure = List.copyOf(unsure);
    }
}
