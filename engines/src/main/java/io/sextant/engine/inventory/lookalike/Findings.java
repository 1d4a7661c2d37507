package io.sextant.engine.inventory.lookalike;

import io.sextant.engine.inventory.RuleSource;
import java.util.List;

/// What is alike in an inventory.
///
/// @param pairs the pairs, the same first, then by falling score
/// @param clusters the groups, largest first
/// @param sources the rules used
public record Findings(List<Pair> pairs, List<Cluster> clusters, List<RuleSource> sources) {
    public Findings {
        pairs = List.copyOf(pairs);
        clusters = List.copyOf(clusters);
        sources = List.copyOf(sources);
    }
}
