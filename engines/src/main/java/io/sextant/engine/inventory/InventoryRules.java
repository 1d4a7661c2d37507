package io.sextant.engine.inventory;

/// All the rules by which an inventory is read.
public record InventoryRules(
        MappingRules mapping,
        ValueRules values,
        StageRules stages,
        KindRules kinds,
        TouchpointRules touchpoints,
        CompletenessRules completeness) {}
