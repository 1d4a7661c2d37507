package io.sextant.engine.inventory.lookalike;

import java.util.Collection;

/// Finds use cases that are probably the same or answer the same need. Immutable and thread-safe; the outcome does not
/// depend on the order in which the use cases come.
///
/// How it is computed. A text becomes a vector of terms: concepts of a small dictionary bring words of several
/// languages together (« fraude », fraud, Betrug), other words are cut to their root. A term counts `ln(1 + x) · idf`,
/// where `x` is how often it is used (a title counts more) and `idf = ln((n + 201) / (d + 1.5))` how rare it is: `n`
/// use cases, of which `d` use it, next to two hundred imagined ones so that a small inventory is weighed sensibly.
/// Words that every use case of AI uses hardly count; nor do sentences that three or more use cases share to the
/// letter. When needs are compared, names (known by their capitals) and the words of the unit's own name hardly count
/// either: two services of one city are not alike for that. Likeness is the cosine of two vectors.
///
/// Two use cases are the **same** when their whole texts are alike, or their titles are and their texts are somewhat,
/// and no number tells them apart (phase 1, phase 2). They are **similar** when their needs are alike and share several
/// telling terms. Groups are built by mean linkage: two groups are joined while the mean likeness between all their
/// members stays above a limit and the group stays small, so that a broad subject does not swallow hundreds.
///
/// Candidates come from an inverted index of the weightiest terms of each use case; terms that too many use cases have
/// lead to no candidate by themselves. Time grows about linearly with the number of use cases.
public final class LookAlikes {
    private final LookAlikeRules rules;

    private LookAlikes(LookAlikeRules rules) {
        this.rules = rules;
    }

    public static LookAlikes of(LookAlikeRules rules) {
        return new LookAlikes(rules);
    }

    /// What is alike among some use cases.
    ///
    /// @throws IllegalArgumentException when two have the same id
    public Findings find(Collection<Item> items) {
        return index(items).findings();
    }

    /// An index to which use cases can be added, and that finds the nearest to a text.
    ///
    /// @throws IllegalArgumentException when two have the same id
    public LookAlikeIndex index(Collection<Item> items) {
        return new LookAlikeIndex(rules, items);
    }
}
