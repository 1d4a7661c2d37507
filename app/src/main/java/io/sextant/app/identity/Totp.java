package io.sextant.app.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Codes made of a shared secret and the time: TOTP (RFC 6238) over HOTP (RFC 4226 §5.3).
///
/// @param mac the name of the keyed hash, such as `HmacSHA1`
/// @param digits of a code, 6 to 8
record Totp(String mac, int digits) {
    /// What every authenticator app knows, and the only one that all of them do.
    static final Totp USUAL = new Totp("HmacSHA1", 6);
    /// How long a code is on display (RFC 6238 §4.1).
    static final Duration STEP = Duration.ofSeconds(30);
    /// Codes of so many steps before and after this one are taken too: phones drift, and people type (§5.2, §6).
    static final int DRIFT = 1;

    /// The step in which an instant lies, counted from 1970.
    static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP.toSeconds());
    }

    /// The code of a step.
    String code(byte[] secret, long step) {
        try {
            var hmac = Mac.getInstance(mac);
            hmac.init(new SecretKeySpec(secret, mac));
            var hash =
                    hmac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            var offset = hash[hash.length - 1] & 0x0f;
            var truncated = ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff;
            var code = String.valueOf(truncated % Math.powExact(10, digits));
            return "0".repeat(digits - code.length()) + code;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + mac, e);
        }
    }

    /// The step whose code this is, near this instant; empty when it is of none. All are compared, and each in constant
    /// time.
    OptionalLong stepOf(String code, byte[] secret, Instant now) {
        var found = OptionalLong.empty();
        for (var step = step(now) - DRIFT; step <= step(now) + DRIFT; step++) {
            if (MessageDigest.isEqual(bytes(code(secret, step)), bytes(code))) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    private static byte[] bytes(String code) {
        return code.getBytes(StandardCharsets.UTF_8);
    }
}
