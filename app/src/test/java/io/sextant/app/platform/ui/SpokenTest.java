package io.sextant.app.platform.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpokenTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Besoin mesuré.",
                "Le besoin restant justifie un essai.",
                "Chaque agent relit avant l’envoi.",
                "Quel est l’avis du juridique pour les salariés ?"
            })
    void frenchIsKnown(String text) {
        assertThat(Spoken.of(text)).isEqualTo(Lang.FR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Scope and measure are settled.",
                "A pilot in Finistère and Morbihan.",
                "The Rennes head office first.",
                "Who can stop the agent, and how fast?"
            })
    void englishIsKnownWhateverNamesItHolds(String text) {
        assertThat(Spoken.of(text)).isEqualTo(Lang.EN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "12 %", "Pilot 2026", "日本語", "GO!"})
    void whatDoesNotTellHasNoLanguage(String text) {
        assertThat(Spoken.of(text)).isNull();
    }

    @Test
    void aLongTextIsReadFromItsBeginning() {
        assertThat(Spoken.of("The need is there and we have it. " + "x".repeat(2_000_000)))
                .isEqualTo(Lang.EN);
    }
}
