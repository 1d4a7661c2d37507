package io.sextant.engine.inventory.text;

import java.util.List;

/// Two cuts that bring the forms of a word together, in the European languages that inventories are written in, without
/// a dictionary.
///
/// [#plural] only undoes plurals, and is safe to match phrases with. [#root] also takes off one ending and keeps eight
/// letters at most; it brings cognates together across languages (« détection », detecting, Detektion stay apart in
/// their vowels, but automatisation and automation meet), at the price of a few false friends. Both are heuristics:
/// what they must not confuse is told apart by the phrases of the knowledge files.
public final class Stemming {
    /// Endings taken off by [#root], longest first; at least four letters must stay.
    private static final List<String> ENDINGS = List.of(
            "isations",
            "izations",
            "isation",
            "ization",
            "ements",
            "ement",
            "ateur",
            "ation",
            "ingen",
            "ments",
            "ment",
            "ungen",
            "iques",
            "ique",
            "euse",
            "trice",
            "able",
            "ible",
            "ions",
            "ales",
            "elle",
            "ings",
            "ion",
            "ing",
            "ung",
            "eur",
            "ers",
            "ors",
            "ive",
            "isch",
            "ic",
            "ed",
            "er",
            "or",
            "if",
            "al",
            "el",
            "ly",
            "en",
            "es",
            "e",
            "a",
            "o");

    private static final int ROOT = 8;

    private Stemming() {}

    /// The singular of a folded word, as far as its letters tell.
    public static String plural(String word) {
        int n = word.length();
        if (n <= 3) {
            return word;
        }
        char last = word.charAt(n - 1);
        if (last == 's') {
            if (word.endsWith("ies") && n > 4) {
                return word.substring(0, n - 3) + 'y';
            }
            if (word.endsWith("ss") || word.endsWith("us") || word.endsWith("is")) {
                return word;
            }
            return feminine(word.substring(0, n - 1));
        }
        if (last == 'x') {
            if (word.endsWith("eaux") || word.endsWith("eux")) {
                return word.substring(0, n - 1);
            }
            if (word.endsWith("aux") && n > 4) {
                return word.substring(0, n - 3) + "al";
            }
        }
        return feminine(word);
    }

    /// « employée » and « employé » fold to employee and employe: one letter e is enough.
    private static String feminine(String word) {
        return word.length() > 4 && word.endsWith("ee") ? word.substring(0, word.length() - 1) : word;
    }

    /// The root of a folded word: no plural, one ending less, eight letters at most.
    public static String root(String word) {
        String stem = plural(word);
        if (stem.length() > 4) {
            for (String ending : ENDINGS) {
                if (stem.length() - ending.length() >= 4 && stem.endsWith(ending)) {
                    stem = stem.substring(0, stem.length() - ending.length());
                    break;
                }
            }
        }
        int n = stem.length();
        if (n > 4 && stem.charAt(n - 1) == 'y') {
            stem = stem.substring(0, n - 1) + 'i';
        }
        return stem.length() > ROOT ? stem.substring(0, ROOT) : stem;
    }
}
