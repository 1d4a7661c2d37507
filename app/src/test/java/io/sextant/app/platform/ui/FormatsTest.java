package io.sextant.app.platform.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final Formats FR = new Formats(Lang.FR, PARIS);
    private static final Formats EN = new Formats(Lang.EN, PARIS);
    private static final Instant NOON = Instant.parse("2027-01-08T11:05:00Z");

    @Test
    void thousandsArePartedByANarrowSpaceInFrenchAndACommaInEnglish() {
        assertThat(FR.number(1234.5)).isEqualTo("1\u202f234,5");
        assertThat(EN.number(1234.5)).isEqualTo("1,234.5");
        assertThat(FR.number(12_345_678L)).isEqualTo("12\u202f345\u202f678");
    }

    @Test
    void minusIsTheRealSignAndZeroHasNone() {
        assertThat(FR.number(-12)).isEqualTo("\u221212");
        assertThat(EN.signed(420)).isEqualTo("+420");
        assertThat(EN.signed(-12)).isEqualTo("\u221212");
        assertThat(EN.signed(0)).isEqualTo("0");
        assertThat(FR.number(-0.001)).isEqualTo("0");
    }

    @Test
    void halvesAreRoundedAwayFromZero() {
        assertThat(EN.number(2.5, 0)).isEqualTo("3");
        assertThat(EN.number(-2.5, 0)).isEqualTo("\u22123");
        assertThat(EN.number(new BigDecimal("1.005"), 2)).isEqualTo("1.01");
        assertThat(FR.number(3.2, 2)).isEqualTo("3,20");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.12, 12", "0.125, 13", "1, 100", "0.996, 99", "-0.2, \u221220", "1.4, 140"})
    void aShareIsAWholeNumberOfPerCentThatNeverClaimsToBeWholeWhenItIsNot(double share, String number) {
        assertThat(EN.percent(share)).isEqualTo(number + "%");
        assertThat(FR.percent(share)).isEqualTo(number + "\u202f%");
    }

    @Test
    void aShareThatRoundsToNothingIsToldToBeSmallNotAbsent() {
        assertThat(EN.percent(0.001)).isEqualTo("<\u00a01%");
    }

    @Test
    void eurosFollowTheNumberInFrenchAndLeadItInEnglish() {
        assertThat(FR.euros(1234.5)).isEqualTo("1\u202f234,50\u00a0€");
        assertThat(EN.euros(1234.5)).isEqualTo("€1,234.50");
        assertThat(FR.euros(16_000)).isEqualTo("16\u202f000\u00a0€");
        assertThat(EN.euros(-3)).isEqualTo("\u2212€3");
    }

    @Test
    void largeAmountsKeepTwoOrThreeSignificantDigits() {
        assertThat(FR.eurosShort(16_400)).isEqualTo("16\u00a0k€");
        assertThat(FR.eurosShort(7_900_000)).isEqualTo("7,9\u00a0M€");
        assertThat(EN.eurosShort(7_900_000)).isEqualTo("€7.9m");
        assertThat(FR.eurosShort(2_400_000_000L)).isEqualTo("2,4\u00a0Md€");
        assertThat(FR.eurosShort(999_600)).isEqualTo("1\u00a0M€");
        assertThat(FR.eurosShort(840)).isEqualTo("840\u00a0€");
        assertThat(EN.eurosShort(-7_900_000)).isEqualTo("\u2212€7.9m");
    }

    @Test
    void sizesAreInOctetsInFrenchAndBytesInEnglish() {
        assertThat(FR.bytes(2_400_000)).isEqualTo("2,4\u00a0Mo");
        assertThat(EN.bytes(2_400_000)).isEqualTo("2.4\u00a0MB");
        assertThat(EN.bytes(999)).isEqualTo("999\u00a0B");
        assertThat(EN.bytes(999_999)).isEqualTo("1\u00a0MB");
    }

    @Test
    void datesAreWrittenAsOneSpeaks() {
        assertThat(FR.date(NOON)).isEqualTo("8\u00a0janvier 2027");
        assertThat(EN.date(NOON)).isEqualTo("8\u00a0January 2027");
        assertThat(FR.date(LocalDate.of(2027, 1, 1))).isEqualTo("1er\u00a0janvier 2027");
        assertThat(EN.date(LocalDate.of(2027, 1, 1))).isEqualTo("1\u00a0January 2027");
        assertThat(FR.dateShort(NOON)).isEqualTo("8\u00a0janv.\u00a02027");
        assertThat(FR.month(YearMonth.of(2027, 1))).isEqualTo("janvier 2027");
    }

    @Test
    void timesAreThoseOfTheZone() {
        assertThat(FR.dateTime(NOON)).isEqualTo("8\u00a0janvier 2027 à 12\u00a0h\u00a005");
        assertThat(EN.dateTime(NOON)).isEqualTo("8\u00a0January 2027 at 12:05");
        assertThat(EN.date(Instant.parse("2027-01-08T23:30:00Z"))).isEqualTo("9\u00a0January 2027");
    }

    @ParameterizedTest
    @CsvSource({
        "0, à l’instant, just now",
        "-600, à l’instant, just now",
        "60, il y a 1\u00a0minute, 1\u00a0minute ago",
        "180, il y a 3\u00a0minutes, 3\u00a0minutes ago",
        "7200, il y a 2\u00a0heures, 2\u00a0hours ago",
        "86400, hier, yesterday",
        "345600, il y a 4\u00a0jours, 4\u00a0days ago",
        "864000, 29\u00a0déc.\u00a02026, 29\u00a0Dec\u00a02026"
    })
    void howLongAgoIsToldInTheLargestUnitThatSaysIt(long seconds, String french, String english) {
        assertThat(FR.ago(NOON.minusSeconds(seconds), NOON)).isEqualTo(french);
        assertThat(EN.ago(NOON.minusSeconds(seconds), NOON)).isEqualTo(english);
    }

    @Test
    void aListEndsWithAWord() {
        assertThat(FR.list(List.of("a", "b", "c"))).isEqualTo("a, b et c");
        assertThat(EN.list(List.of("a", "b"))).isEqualTo("a and b");
        assertThat(EN.list(List.of())).isEmpty();
    }
}
