package io.sextant.app.platform.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import gg.jte.output.StringOutput;
import io.sextant.app.platform.ui.WordDiff.Kind;
import io.sextant.app.platform.ui.WordDiff.Piece;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PiecesTest {
    @Test
    void pagesOfferTheFirstTheLastAndThoseAround() {
        var pager = new Pager(4, 50, 1826);
        assertThat(pager.pages()).isEqualTo(37);
        assertThat(pager.offered()).containsExactly(1, 0, 3, 4, 5, 0, 37);
        assertThat(pager.from()).isEqualTo(151);
        assertThat(pager.to()).isEqualTo(200);
        assertThat(pager.offset()).isEqualTo(150);
    }

    @Test
    void aPageBeyondTheEndIsTheLastAndOneBeforeTheStartTheFirst() {
        assertThat(new Pager(99, 50, 120).page()).isEqualTo(3);
        assertThat(new Pager(99, 50, 120).to()).isEqualTo(120);
        assertThat(new Pager(-1, 50, 120).page()).isEqualTo(1);
        assertThat(new Pager(1, 50, 0).from()).isZero();
        assertThat(new Pager(1, 50, 0).pages()).isEqualTo(1);
    }

    @Test
    void wordsThatChangedAreToldFromThoseThatStayed() {
        assertThat(WordDiff.of("one customer in three writes", "one customer in ten writes again"))
                .containsExactly(
                        new Piece(Kind.KEPT, "one customer in "),
                        new Piece(Kind.REMOVED, "three "),
                        new Piece(Kind.ADDED, "ten "),
                        new Piece(Kind.KEPT, "writes "),
                        new Piece(Kind.ADDED, "again"));
    }

    @Test
    void aTextThatWasWrittenAnewIsShownAsAWholeBesideTheOldOne() {
        String before = "Diviser par deux le temps de réponse.";
        String after = "De 6 à 8 min par réclamation, et moins de 7 % de réponses reprises chaque mois.";

        var pieces = WordDiff.of(before, after);

        assertThat(pieces).containsExactly(new Piece(Kind.REMOVED, before), new Piece(Kind.ADDED, after));
        assertThat(WordDiff.whole(pieces)).isTrue();
        assertThat(WordDiff.whole(WordDiff.of("one two three", "one two four"))).isFalse();
    }

    @Test
    void theKeptAndAddedWordsAreTheNewText() {
        var after = "Les conseillers répondent en 12 minutes, contre 40 auparavant.";
        var pieces = WordDiff.of("Les conseillers répondent en 40 minutes.", after);
        assertThat(pieces.stream()
                        .filter(piece -> piece.kind() != Kind.REMOVED)
                        .map(Piece::text)
                        .reduce("", String::concat))
                .isEqualTo(after);
    }

    @Test
    void textsTooLongToCompareAreShownWhole() {
        var before = "a ".repeat(2000).strip();
        var after = "b ".repeat(2000).strip();
        assertThat(WordDiff.of(before, after))
                .containsExactly(new Piece(Kind.REMOVED, before), new Piece(Kind.ADDED, after));
    }

    @ParameterizedTest
    @CsvSource({"Sophie Roux, SR", "Jeanne Le Goff, JG", "Jean-Luc, JL", "Prince, P", "é, É", "𠮷野 花子, 𠮷花"})
    void initialsAreThoseOfTheFirstAndLastWords(String name, String initials) {
        assertThat(new SignedInUser.Profile(name, "", null, null).initials()).isEqualTo(initials);
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example", "https://evil.example", "/\\evil.example", "evil", "", "/a\nb"})
    void aWayBackNeverLeadsToAnotherServer(String address) {
        assertThat(PreferencePages.local(address)).isFalse();
    }

    @Test
    void aWayBackMayHaveAQuery() {
        assertThat(PreferencePages.local("/use-cases?stage=PILOT&q=a%20b")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"fr-CA, FR", "FR, FR", "en_US, EN"})
    void aLanguageIsKnownByItsFirstWord(String code, Lang lang) {
        assertThat(Lang.of(code)).isEqualTo(lang);
    }

    @Test
    void aLanguageWeDoNotSpeakIsNone() {
        assertThat(Lang.of("de")).isNull();
        assertThat(Lang.of("french")).isNull();
    }

    @Test
    void columnsAreThoseAskedForAndTheUsualOnesOtherwise() {
        var columns = List.of(new Column("a", "A", true), new Column("b", "B", false));
        assertThat(Column.chosen(columns, List.of())).isEqualTo(columns);
        assertThat(Column.shows(Column.chosen(columns, List.of("b")), "b")).isTrue();
        assertThat(Column.shows(Column.chosen(columns, List.of("b")), "a")).isFalse();
    }

    @Test
    void anIconIsDrawnInlineAndOneThatIsNotThereIsAFault() {
        var out = new StringOutput();
        new Icons().get("home").writeTo(out);
        assertThat(out.toString())
                .startsWith("<svg class=\"icon\"")
                .contains("aria-hidden=\"true\"")
                .endsWith("</svg>");
        assertThatIllegalArgumentException().isThrownBy(() -> new Icons().get("no-such-icon"));
    }

    @Test
    void whatIsEscapedHoldsNoMarkup() {
        assertThat(Html.escape("<b a=\"1\" c='2'>&")).isEqualTo("&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;");
        assertThat(Html.escape("déjà vu")).isEqualTo("déjà vu");
    }
}
