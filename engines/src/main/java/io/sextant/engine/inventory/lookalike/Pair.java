package io.sextant.engine.inventory.lookalike;

import java.util.List;

/// Two use cases that are alike.
///
/// @param a the first, in the order in which the inventory is compared
/// @param b the second
/// @param likeness how they are alike
/// @param score how much, between 0 and 1
/// @param shared the terms they share, most telling first, at most six
public record Pair(String a, String b, Likeness likeness, double score, List<Term> shared) {
    public Pair {
        shared = List.copyOf(shared);
    }
}
