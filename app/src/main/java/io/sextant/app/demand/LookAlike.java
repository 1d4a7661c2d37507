package io.sextant.app.demand;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Use cases that look like one another: the same thing entered twice, or the same need that could be met once.
///
/// @param label the terms that tell them best, in English
/// @param labelFr the same in French
/// @param same whether they are probably one and the same thing
/// @param members at least two, the most typical first
public record LookAlike(long id, String label, String labelFr, boolean same, List<Member> members) {
    public LookAlike {
        members = List.copyOf(members);
    }

    /// The terms that tell them best, in this language.
    public String label(String lang) {
        return lang.equals("fr") ? labelFr : label;
    }

    /// One of them.
    ///
    /// @param title as it was written
    /// @param lang the language it was written in
    /// @param translated the title in the other language, where somebody gave it
    /// @param score likeness to the most typical member, 0 to 1
    /// @param shared the terms shared with the most typical member, in English
    /// @param sharedFr the same in French
    public record Member(
            UseCaseId id,
            String title,
            String lang,
            @Nullable String translated,
            @Nullable Long unitId,
            double score,
            List<String> shared,
            List<String> sharedFr) {
        public Member {
            shared = List.copyOf(shared);
            sharedFr = List.copyOf(sharedFr);
        }

        /// The title in this language, or as it was written where nobody translated it.
        public String title(String reader) {
            return reader.equals(lang) || translated == null ? title : translated;
        }

        /// The terms shared with the most typical member, in this language.
        public List<String> shared(String lang) {
            return lang.equals("fr") ? sharedFr : shared;
        }
    }
}
