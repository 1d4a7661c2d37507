package io.sextant.engine.inventory.lookalike;

import io.sextant.engine.inventory.RuleSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How use cases are compared.
///
/// @param source the rule file with the limits
/// @param conceptSource the rule file with the concepts
/// @param concepts needs and objects that go by several words, in several languages
/// @param stopWords words without meaning of their own, by language; they also tell the language of a text
/// @param generic words that every use case of AI uses; they hardly count
/// @param weights how much each kind of word counts
/// @param limits from where two use cases are proposed
public record LookAlikeRules(
        RuleSource source,
        RuleSource conceptSource,
        List<Concept> concepts,
        Map<String, Set<String>> stopWords,
        Set<String> generic,
        Weights weights,
        Limits limits) {

    /// A need or object that goes by several words.
    ///
    /// @param id stable name
    /// @param en its name in English
    /// @param fr its name in French
    /// @param phrases the words for it in every language
    public record Concept(String id, String en, String fr, List<String> phrases) {
        public Concept {
            phrases = List.copyOf(phrases);
        }
    }

    /// How much a word counts, next to an ordinary word of a text, which counts 1.
    ///
    /// @param title how many times a word of a title counts
    /// @param generic a word that every use case of AI uses
    /// @param properNoun a name, recognised by its capital, when needs are compared
    /// @param ownUnit a word of the name of the unit itself, when needs are compared
    /// @param boilerplate a word of a sentence that several use cases share to the letter
    /// @param covered a word that is already counted as a part of a concept
    public record Weights(
            double title, double generic, double properNoun, double ownUnit, double boilerplate, double covered) {}

    /// From where two use cases are proposed; likeness is between 0 and 1.
    ///
    /// @param sameText likeness of the texts from which two are the same, titles apart
    /// @param sameTextHere the same within one unit
    /// @param sameName likeness of the texts from which two are the same whose titles share a name that is rare
    /// @param sameTitle likeness of the titles from which two may be the same
    /// @param sameTitleText likeness of the texts that must go with it
    /// @param sameElsewhere likeness of the texts that must go with it when the units differ
    /// @param similar likeness of the needs from which two are alike
    /// @param sharedTerms number of telling terms that two alike must share
    /// @param similarFew likeness of the needs from which one telling term less is enough
    /// @param otherLanguage factor on the likeness of two texts in different languages, which only share concepts
    /// @param clusterLink mean likeness that a group must keep between all its members
    /// @param clusterSize greatest number of members of a group, copies to the letter not counted
    public record Limits(
            double sameText,
            double sameTextHere,
            double sameName,
            double sameTitle,
            double sameTitleText,
            double sameElsewhere,
            double similar,
            int sharedTerms,
            double similarFew,
            double otherLanguage,
            double clusterLink,
            int clusterSize) {}

    public LookAlikeRules {
        concepts = List.copyOf(concepts);
        stopWords = Map.copyOf(stopWords);
        generic = Set.copyOf(generic);
    }
}
