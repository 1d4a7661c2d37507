package io.sextant.engine.inventory.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static List<String> stems(String text) {
        return Words.of(text).list().stream().map(Words.Word::stem).toList();
    }

    @Test
    void foldsAccentsLigaturesAndCase() {
        assertThat(Folding.fold("Œuvre, ÉLÈVE, Straße, Łódź, İstanbul"))
                .isEqualTo("oeuvre, eleve, strasse, lodz, istanbul");
        assertThat(Folding.fold("l’agent")).isEqualTo("l'agent");
        assertThat(Folding.fold("e\u0301te\u0301")).isEqualTo("ete");
    }

    @Test
    void bringsPluralsTogether() {
        assertThat(stems("policies policy")).containsExactly("policy", "policy");
        assertThat(stems("fiscaux fiscal")).containsExactly("fiscal", "fiscal");
        assertThat(stems("employées employés employee")).containsExactly("employe", "employe", "employe");
        assertThat(stems("status process analysis")).containsExactly("status", "process", "analysis");
    }

    @Test
    void bringsCognatesOfFrenchAndEnglishToOneRoot() {
        for (var pair : Map.of(
                        "automatisation", "automatic",
                        "classification", "classify",
                        "détection", "detecting",
                        "prédictive", "prediction",
                        "optimisation", "optimization")
                .entrySet()) {
            assertThat(Stemming.root(Folding.fold(pair.getKey())))
                    .as(pair.toString())
                    .isEqualTo(Stemming.root(Folding.fold(pair.getValue())));
        }
    }

    @Test
    void quotesWordsAsWritten() {
        Words words = Words.of("L’analyse  d’images\nmédicales.");
        assertThat(words.quote(1, 5)).isEqualTo("analyse d’images médicales");
    }

    @Test
    void skipsWebAddresses() {
        assertThat(stems("see https://example.org/agent?x=1 and www.example.org now"))
                .containsExactly("see", "and", "now");
    }

    @Test
    void countsSentences() {
        Words words = Words.of("One two. Three!\nFour");
        assertThat(words.list().stream().map(Words.Word::sentence)).containsExactly(0, 0, 1, 2);
    }

    @Test
    void readsHostileTextsWithoutHarm() {
        assertThat(Words.of("").size()).isZero();
        assertThat(Words.of("—…!?;:()").size()).isZero();
        assertThat(Words.of("🙂🚀👩‍👩‍👧").size()).isZero();
        assertThat(Words.of("ذكاء اصطناعي").size()).isEqualTo(2);
        assertThat(Words.of("\u202Eabc\u202C").list().getFirst().folded()).isEqualTo("abc");
        assertThat(Words.of("a".repeat(10_000_000)).size()).isEqualTo(1);
        assertThat(Words.of("a ".repeat(5_000_000), 20_000).size()).isEqualTo(10_000);
        assertThat(Words.of("x\uD83D", 2).size()).isEqualTo(1);
    }

    @Test
    void findsPhrasesWithPrefixesAndGaps() {
        Phrases<String> phrases = Phrases.of(Map.of(
                "face recognition", List.of("face"),
                "recogni*", List.of("prefix"),
                "detect * fraud", List.of("gap"),
                "a*", List.of("short")));
        assertThat(phrases.in(Words.of("Faces recognitions; detect tax fraud")))
                .extracting(Phrases.Hit::value)
                .containsExactlyInAnyOrder("face", "prefix", "gap");
        assertThat(phrases.in(Words.of("alpha")).getFirst().value()).isEqualTo("short");
        assertThat(phrases.in(Words.of("face of recognition")))
                .extracting(Phrases.Hit::value)
                .containsExactly("prefix");
    }

    @Test
    void refusesAPhraseWithoutAWord() {
        assertThatThrownBy(() -> Phrases.of(Map.of("…", List.of(1)))).isInstanceOf(IllegalArgumentException.class);
    }
}
