package io.sextant.app.board.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.junit.jupiter.api.Test;

class TypesettingTest {
    @Test
    void ourTypefaceHasTheLettersOfTheUnionsLanguagesAndTheNarrowSpace() throws IOException {
        String letters = "Éœçàîüß Łódź ŵ ğşı ăâîșț žčšđ Ελλάδα ΐώ България Щъьюя €%«»’…−·\u202f\u00a0";
        for (int weight : new int[] {400, 600}) {
            List<org.apache.fontbox.ttf.CmapLookup> parts = new ArrayList<>();
            for (Fonts.Font font : Fonts.ALL) {
                if (font.weight() == weight) {
                    parts.add(new TTFParser()
                            .parse(new RandomAccessReadBuffer(font.trueType()))
                            .getUnicodeCmapLookup());
                }
            }
            letters.codePoints()
                    .forEach(c -> assertThat(parts).as(Character.getName(c)).anyMatch(part -> part.getGlyphId(c) != 0));
        }
    }

    @Test
    void theNarrowSpaceIsNarrowerThanTheSpace() {
        assertThat(Measure.width("\u202f", 10, false)).isBetween(0.5, Measure.width(" ", 10, false));
    }

    @Test
    void aDamagedFontIsRefused() {
        assertThatThrownBy(() -> Woff.trueType(new byte[64])).isInstanceOf(IllegalArgumentException.class);
        byte[] damaged = woff();
        // The first byte of the first compressed table.
        damaged[1200] ^= 0x55;
        damaged[20_000] ^= 0x55;
        assertThatThrownBy(() -> Woff.trueType(damaged)).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] woff() {
        try (var in = Fonts.class.getResourceAsStream("fonts/inter-latin-400-normal.woff")) {
            return java.util.Objects.requireNonNull(in).readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aLineNeverEndsAfterAnApostropheOrBeforeAFrenchMark() {
        assertThat(pieces("l’arrêt d’un pilote\u202f; peut-être 3\u202f% et/ou non"))
                .containsExactly(
                        "l’arrêt ", "d’un ", "pilote\u202f; ", "peut-", "être ", "3\u202f% ", "et/", "ou ", "non");
        assertThat(pieces("")).isEmpty();
        assertThat(pieces("seul")).containsExactly("seul");
    }

    private static List<String> pieces(String text) {
        var breaks = new LineBreaks();
        breaks.setText(text);
        var pieces = new ArrayList<String>();
        int from = 0;
        for (int to = breaks.next(); to > 0; to = breaks.next()) {
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }

    @Test
    void aTextTakesAsManyLinesAsItsWordsNeed() {
        double word = Measure.width("mot", 12, false);
        assertThat(Measure.lines("mot mot mot", 12, false, word * 1.5)).isEqualTo(3);
        assertThat(Measure.lines("mot mot mot", 12, false, word * 10)).isEqualTo(1);
        assertThat(Measure.lines("", 12, false, 100)).isZero();
        assertThat(Measure.lines("m".repeat(100), 12, false, Measure.width("m".repeat(30), 12, false)))
                .isEqualTo(4);
        assertThat(Measure.width("mot", 24, false)).isEqualTo(2 * word);
        assertThat(Measure.width("mot", 12, true)).isGreaterThan(word);
    }

    @Test
    void whatDoesNotFitIsCutAtAWordWithAnEllipsis() {
        double room = Measure.width("un deux trois…", 12, false);
        assertThat(Measure.fitted("un deux trois quatre", 12, false, room, 1)).isEqualTo("un deux trois…");
        assertThat(Measure.fitted("un deux", 12, false, room, 1)).isEqualTo("un deux");
        String cut = Measure.fitted("m".repeat(500), 12, false, 100, 2);
        assertThat(cut).endsWith("…");
        assertThat(Measure.lines(cut, 12, false, 100)).isLessThanOrEqualTo(2);
    }
}
