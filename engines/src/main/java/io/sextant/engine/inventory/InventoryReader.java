package io.sextant.engine.inventory;

/// The readers of an inventory, built once from one set of rules. Immutable and thread-safe.
///
/// @param columns proposes what each column holds
/// @param values reads years, lists, yes and no, units
/// @param stages reads a status as a stage
/// @param kinds reads the kind of AI
/// @param touchpoints finds the questions of law to answer
/// @param completeness tells what is missing
public record InventoryReader(
        ColumnMapper columns,
        ValueReader values,
        StageReader stages,
        KindReader kinds,
        TouchpointReader touchpoints,
        CompletenessReader completeness) {

    /// Builds the readers; takes a few tens of milliseconds.
    public static InventoryReader of(InventoryRules rules) {
        ValueReader values = new ValueReader(rules.values());
        StageReader stages = new StageReader(rules.stages());
        KindReader kinds = new KindReader(rules.kinds());
        return new InventoryReader(
                new ColumnMapper(rules.mapping(), values, stages, kinds),
                values,
                stages,
                kinds,
                new TouchpointReader(rules.touchpoints()),
                new CompletenessReader(rules.completeness(), values));
    }
}
