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

    /// The same for a reader of this language, word by word.
    public List<Word> words(String reader) {
        String written = members.isEmpty() ? reader : members.getFirst().lang();
        return Word.of(terms(label(reader)), terms(label(reader.equals("fr") ? "en" : "fr")), written, reader);
    }

    private static List<String> terms(String label) {
        return label.isEmpty() ? List.of() : List.of(label.split(", "));
    }

    /// A term as one reader meets it.
    ///
    /// @param text the term
    /// @param quoted the language it is quoted from; absent when it is said in the reader's own
    public record Word(String text, @Nullable String quoted) {
        /// A term that reads the same in both languages is a plain word of the text it comes from.
        static List<Word> of(List<String> terms, List<String> others, String written, String reader) {
            return terms.stream()
                    .map(t -> new Word(t, written.equals(reader) || !others.contains(t) ? null : written))
                    .toList();
        }
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

        /// The same for a reader of this language, word by word.
        public List<Word> words(String reader) {
            return Word.of(shared(reader), shared(reader.equals("fr") ? "en" : "fr"), lang, reader);
        }
    }
}
