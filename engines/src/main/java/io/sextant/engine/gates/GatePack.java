package io.sextant.engine.gates;

import io.sextant.engine.inventory.RuleSource;
import io.sextant.engine.inventory.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A complete, checked edition of the gates. Thread-safe; to be kept, since reading one compiles its conditions.
///
/// @param edition for example `2026-11`
/// @param sources the files with their digests
/// @param roles the roles that criteria and remedies may name
/// @param facts the catalogue of facts, by name
/// @param lanes the ways through the gates, the one without a condition last
/// @param gates by the stage they open, in the order of the stages
/// @param remedies by identifier
public record GatePack(
        String edition,
        List<RuleSource> sources,
        List<String> roles,
        Map<String, Fact> facts,
        List<Lane> lanes,
        Map<Stage, Gate> gates,
        Map<String, Remedy> remedies) {
    public GatePack {
        sources = List.copyOf(sources);
        roles = List.copyOf(roles);
        facts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        lanes = List.copyOf(lanes);
        gates = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(gates));
        remedies = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(remedies));
    }

    /// The gate to a stage.
    ///
    /// @throws IllegalArgumentException for `IDEA`, to which no gate leads
    public Gate gate(Stage stage) {
        Gate gate = gates.get(stage);
        if (gate == null) {
            throw new IllegalArgumentException("no gate leads to " + stage);
        }
        return gate;
    }

    /// The known facts of a use case, checked against the catalogue.
    ///
    /// @throws IllegalArgumentException when a value is not of the declared type
    public Facts facts(Map<String, ?> known) {
        return Facts.of(facts, known);
    }
}
