package io.sextant.app.demand;

import java.util.List;

/// Use cases that look like one another: the same thing entered twice, or the same need that could be met once.
///
/// @param label the terms that tell them best, in the language of the texts
/// @param same whether they are probably one and the same thing
/// @param members at least two, the most typical first
public record LookAlike(long id, String label, boolean same, List<Member> members) {
    public LookAlike {
        members = List.copyOf(members);
    }

    /// One of them.
    ///
    /// @param score likeness to the most typical member, 0 to 1
    /// @param shared the terms they share
    public record Member(
            UseCaseId id,
            String title,
            @org.jspecify.annotations.Nullable Long unitId,
            double score,
            List<String> shared) {
        public Member {
            shared = List.copyOf(shared);
        }
    }
}
