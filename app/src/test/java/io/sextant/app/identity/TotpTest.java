package io.sextant.app.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    /// The eighteen vectors of RFC 6238 Appendix B; the secrets are as long as the hash (erratum 2866).
    @ParameterizedTest
    @CsvSource({
        "59, HmacSHA1, 94287082",
        "59, HmacSHA256, 46119246",
        "59, HmacSHA512, 90693936",
        "1111111109, HmacSHA1, 07081804",
        "1111111109, HmacSHA256, 68084774",
        "1111111109, HmacSHA512, 25091201",
        "1111111111, HmacSHA1, 14050471",
        "1111111111, HmacSHA256, 67062674",
        "1111111111, HmacSHA512, 99943326",
        "1234567890, HmacSHA1, 89005924",
        "1234567890, HmacSHA256, 91819424",
        "1234567890, HmacSHA512, 93441116",
        "2000000000, HmacSHA1, 69279037",
        "2000000000, HmacSHA256, 90698825",
        "2000000000, HmacSHA512, 38618901",
        "20000000000, HmacSHA1, 65353130",
        "20000000000, HmacSHA256, 77737706",
        "20000000000, HmacSHA512, 47863826"
    })
    void theVectorsOfTheStandardComeOut(long seconds, String mac, String code) {
        var length =
                switch (mac) {
                    case "HmacSHA1" -> 20;
                    case "HmacSHA256" -> 32;
                    default -> 64;
                };
        var secret = "1234567890".repeat(7).substring(0, length).getBytes(StandardCharsets.US_ASCII);
        assertThat(new Totp(mac, 8).code(secret, Totp.step(Instant.ofEpochSecond(seconds))))
                .isEqualTo(code);
    }

    @Test
    void aCodeIsTakenOneStepEarlyOrLateAndNoFurther() {
        var secret = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
        var now = Instant.ofEpochSecond(1_111_111_111);
        var step = Totp.step(now);
        for (var near = step - 1; near <= step + 1; near++) {
            assertThat(Totp.USUAL.stepOf(Totp.USUAL.code(secret, near), secret, now))
                    .hasValue(near);
        }
        assertThat(Totp.USUAL.stepOf(Totp.USUAL.code(secret, step - 2), secret, now))
                .isEmpty();
        assertThat(Totp.USUAL.stepOf(Totp.USUAL.code(secret, step + 2), secret, now))
                .isEmpty();
        assertThat(Totp.USUAL.stepOf("", secret, now)).isEmpty();
    }

    /// RFC 4648 §10, without padding.
    @ParameterizedTest
    @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void bytesAreWrittenAsTheStandardWritesThem(String bytes, String text) {
        assertThat(Base32.text(bytes.getBytes(StandardCharsets.US_ASCII))).isEqualTo(text);
    }
}
