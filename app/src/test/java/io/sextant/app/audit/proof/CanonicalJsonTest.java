package io.sextant.app.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {
    @Test
    void membersStandInTheOrderOfTheirUtf16CodeUnits() {
        // The names of the sorting example of RFC 8785 §3.2.3, in its expected order.
        var names = List.of("\r", "1", "\u0080", "ö", "€", "😀", "\ufb33");
        var value = new LinkedHashMap<String, Object>();
        for (String name : List.of("€", "\r", "\ufb33", "1", "😀", "\u0080", "ö")) {
            value.put(name, names.indexOf(name));
        }

        assertThat(CanonicalJson.of(value))
                .isEqualTo("{\"\\r\":0,\"1\":1,\"\u0080\":2,\"ö\":3,\"€\":4,\"😀\":5,\"\ufb33\":6}");
    }

    @Test
    void onlyQuotesBackslashesAndControlCharactersAreEscaped() {
        assertThat(CanonicalJson.of("€$\u000f\nA'B\"\\\\\"/\u007f\u2028é"))
                .isEqualTo("\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u007f\u2028é\"");
        assertThat(CanonicalJson.of("\b\t\n\f\r\u0000\u001f")).isEqualTo("\"\\b\\t\\n\\f\\r\\u0000\\u001f\"");
    }

    @Test
    void halfASurrogatePairIsKeptAsItsEscape() {
        assertThat(CanonicalJson.of("a\ud83d")).isEqualTo("\"a\\ud83d\"");
        assertThat(CanonicalJson.of("\ude00b")).isEqualTo("\"\\ude00b\"");
        assertThat(CanonicalJson.of("\ud83d\ud83d\ude00")).isEqualTo("\"\\ud83d\ud83d\ude00\"");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.00, 0",
        "10.00, 10",
        "1E+3, 1000",
        "0.1000, 0.1",
        "-2.50, -2.5",
        "1E-7, 0.0000001",
        "12345678901234567890.123456789, 12345678901234567890.123456789"
    })
    void aNumberIsPlainDecimalWithoutSuperfluousZeros(BigDecimal number, String text) {
        assertThat(CanonicalJson.of(number)).isEqualTo(text);
    }

    @Test
    void everyKindOfNumberOfOneValueHasOneSpelling() {
        List<Object> fives = List.of(
                5,
                5L,
                (short) 5,
                (byte) 5,
                5.0,
                5.0f,
                BigInteger.valueOf(5),
                new BigDecimal("5.000"),
                new BigDecimal("0.5E1"));

        assertThat(fives).allSatisfy(five -> assertThat(CanonicalJson.of(five)).isEqualTo("5"));
        assertThat(CanonicalJson.of(0.1)).isEqualTo("0.1");
        assertThat(CanonicalJson.of(0.1f)).isEqualTo("0.1");
        assertThat(CanonicalJson.of(-0.0)).isEqualTo("0");
        assertThat(CanonicalJson.of(1e21)).isEqualTo("1000000000000000000000");
        assertThat(CanonicalJson.of(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    }

    @Test
    void nullsBooleansListsAndMapsNest() {
        var value = new HashMap<String, @Nullable Object>();
        value.put("b", Arrays.asList(1, null, true, List.of(), Map.of()));
        value.put("a", null);

        assertThat(CanonicalJson.of(value)).isEqualTo("{\"a\":null,\"b\":[1,null,true,[],{}]}");
    }

    @Test
    void theOrderOfInsertionNeverShows() {
        var random = new Random(20261123);
        for (int round = 0; round < 200; round++) {
            var names = new ArrayList<String>();
            for (int i = 0; i < 12; i++) {
                names.add(Integer.toString(random.nextInt(1 << 20), 36));
            }
            var forth = new LinkedHashMap<String, Object>();
            names.forEach(name -> forth.put(name, name.length()));
            Collections.shuffle(names, random);
            var back = new LinkedHashMap<String, Object>();
            names.forEach(name -> back.put(name, name.length()));

            assertThat(CanonicalJson.of(forth)).isEqualTo(CanonicalJson.of(back));
        }
    }

    @Test
    void aValueThatHasNoSingleSpellingIsRefusedWithItsPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalJson.of(Map.of("after", Map.of("tags", List.of("a", Set.of("b"))))))
                .withMessageStartingWith("after.tags[1] is a ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalJson.of(Map.of("cost", Double.NaN)))
                .withMessage("cost is not a finite number: NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalJson.of(Map.of("cost", Float.NEGATIVE_INFINITY)))
                .withMessage("cost is not a finite number: -Infinity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalJson.of(Map.of("map", Map.of(1, 2))))
                .withMessage("map has a name that is not text: 1");
    }

    @Test
    void aNumberThatWouldFillTheMemoryIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalJson.of(Map.of("cost", new BigDecimal("1E+999999999"))))
                .withMessage("cost has more than 400 digits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalJson.of(new BigDecimal("1E-401")))
                .withMessage("the value has more than 400 digits");
    }

    @Test
    void aMapThatHoldsItselfIsRefused() {
        var loop = new HashMap<String, Object>();
        loop.put("me", loop);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalJson.of(loop))
                .withMessageContaining("nested more than 64 deep");
    }
}
