package io.sextant.engine.inventory.lookalike;

import java.util.List;

/// A group of use cases that are alike, every one with every other on the mean.
///
/// @param representative the member that is most like the others
/// @param label the terms that tell the group from the rest of the inventory, at most three
/// @param members the members, the representative first, then by likeness to it
/// @param same whether all of them are probably the same thing
/// @param cohesion mean likeness between members, between 0 and 1
public record Cluster(String representative, List<Term> label, List<Member> members, boolean same, double cohesion) {
    /// A member of a group.
    ///
    /// @param id the use case
    /// @param score its likeness to the representative, 1 for the representative itself
    public record Member(String id, double score) {}

    public Cluster {
        label = List.copyOf(label);
        members = List.copyOf(members);
    }
}
