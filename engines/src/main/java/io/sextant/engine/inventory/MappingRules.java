package io.sextant.engine.inventory;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// How headings and contents point to fields.
///
/// @param source the rule file
/// @param threshold score under which a column is left unmapped, between 0 and 1
/// @param fields what each field is called and what its values look like
/// @param concepts what else a column may be: it is recognised so that it is not taken for a field, and kept as it is
/// @param filler words of a heading that say nothing
/// @param languages marks of a language in a heading (`en`, `anglais`) and the language they mean
/// @param benefits phrases in the heading of a ticked column that make it an expected outcome; else it is a tag
public record MappingRules(
        RuleSource source,
        double threshold,
        Map<Field, Target> fields,
        Map<String, Target> concepts,
        Set<String> filler,
        Map<String, String> languages,
        List<String> benefits) {

    /// What a field or concept is called, and what its values look like.
    ///
    /// @param names what headings call it
    /// @param expects what its values look like
    /// @param alone score when only the values speak and they fit entirely; 0 when values alone never suffice
    public record Target(List<Name> names, List<Expectation> expects, double alone) {
        public Target {
            names = List.copyOf(names);
            expects = List.copyOf(expects);
        }
    }

    /// One name of a field.
    ///
    /// @param phrase the words
    /// @param weight how surely the name means the field, between 0 and 1
    /// @param exact whether the heading must say this and nothing else
    public record Name(String phrase, double weight, boolean exact) {}

    /// What a feature of the values should be.
    ///
    /// @param feature what is measured
    /// @param from least value that fits
    /// @param to greatest value that fits
    /// @param weight importance among the expectations of the field
    /// @param required whether the column cannot hold the field when the feature is far off
    public record Expectation(Feature feature, double from, double to, double weight, boolean required) {}

    /// What is measured on the values of a column. Shares are between 0 and 1 and refer to the filled values.
    public enum Feature {
        /// Share of the cells that are filled.
        FILLED,
        /// Share of distinct values.
        DISTINCT,
        /// Number of distinct values.
        VARIETY,
        /// Mean number of words.
        WORDS,
        /// Mean number of characters.
        LENGTH,
        /// Share of web addresses.
        URL,
        /// Share of e-mail addresses.
        EMAIL,
        /// Share of years or dates.
        YEAR,
        /// Share of plain numbers.
        NUMBER,
        /// Share of yes or no.
        YES_NO,
        /// Share of values that look like the name of a person.
        PERSON,
        /// Share of values that look like an identifier.
        KEY,
        /// Share of identifiers of Sextant itself.
        OWN_CODE,
        /// Share of values that name a stage.
        STAGE,
        /// Share of values that name a kind of AI.
        KIND,
        /// Share of values that are the code or name of a language.
        LANGUAGE,
        /// Share of values that hold several short parts.
        SEVERAL,
        /// Share of values that look like the name of an organisation.
        ORGANISATION,
        /// Share of values of one or two words that other rows repeat: the labels of a category.
        LABEL
    }

    public MappingRules {
        fields = Map.copyOf(fields);
        concepts = Map.copyOf(concepts);
        filler = Set.copyOf(filler);
        languages = Map.copyOf(languages);
        benefits = List.copyOf(benefits);
    }
}
