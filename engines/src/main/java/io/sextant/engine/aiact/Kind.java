package io.sextant.engine.aiact;

/// What a provision does to a verdict. Provisions are decided in the order of these kinds.
public enum Kind {
    /// Must hold for the law to apply at all.
    SCOPE,
    /// Takes a system out of the law's scope.
    EXCLUSION,
    /// Forbids the practice, from the day on which it applies.
    PROHIBITED,
    /// Makes a system high-risk through a product; no exit leads out of it.
    PRODUCT,
    /// Leads out of what a [#USE] makes high-risk.
    EXIT,
    /// Makes a system high-risk through its use.
    USE,
    /// Gives its provider the duties of a general-purpose model.
    MODEL,
    /// Adds those of a model with systemic risk.
    SYSTEMIC,
    /// Asks to tell people; holds beside every other kind.
    TRANSPARENCY,
    /// Makes somebody else stand as the provider.
    SHIFT,
    /// Follows from the findings before it.
    DUTY,
    /// Takes a system out of scope when nothing before it weighs on it.
    RELEASE
}
