package io.sextant.engine.inventory;

/// A field of a use case that a column of an inventory can fill.
public enum Field {
    /// Sextant's own identifier, from an earlier export.
    CODE(false, false),
    /// The identifier that the inventory itself uses.
    EXTERNAL_KEY(false, false),
    TITLE(true, false),
    PROBLEM(true, false),
    DESCRIPTION(true, false),
    BASELINE(true, false),
    OUTCOME(true, false),
    BENEFICIARIES(true, false),
    /// What was considered instead of AI.
    ALTERNATIVE(true, false),
    DOMAIN(true, false),
    SPONSOR(false, false),
    BUSINESS_OWNER(false, false),
    TECHNICAL_OWNER(false, false),
    UNIT(false, false),
    PARENT_UNIT(false, false),
    KIND(false, false),
    STAGE(false, false),
    AI_NEEDED(false, false),
    START_YEAR(false, false),
    END_YEAR(false, false),
    TAGS(false, true),
    LINKS(false, true),
    LANGUAGE(false, false);

    private final boolean translatable;
    private final boolean many;

    Field(boolean translatable, boolean many) {
        this.translatable = translatable;
        this.many = many;
    }

    /// Whether the field is a text that may come in a second language.
    public boolean translatable() {
        return translatable;
    }

    /// Whether several columns may fill the field together.
    public boolean many() {
        return many;
    }
}
