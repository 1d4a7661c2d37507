package io.sextant.app.identity;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.regex.Pattern;

/// An authenticator app, as far as tests need one: reads the secret off a page and shows codes.
final class Phone {
    private static final Pattern SHOWN = Pattern.compile("value=\"((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})\"");

    private final byte[] secret;
    /// Codes are asked for by their distance from here, so that a test that lasts does not change its meaning.
    private final long now = Totp.step(Instant.now());

    private Phone(byte[] secret) {
        this.secret = secret;
    }

    /// With the secret that a page shows as text.
    static Phone reading(String page) {
        var found = SHOWN.matcher(page);
        if (!found.find()) {
            throw new AssertionError("no secret on this page: " + page);
        }
        return with(found.group(1));
    }

    /// With this secret.
    static Phone with(String text) {
        var letters = text.replace(" ", "");
        var bytes = new ByteArrayOutputStream();
        var held = 0;
        var bits = 0;
        for (var letter : letters.toCharArray()) {
            held = (held << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter)) & 0xffff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.write(held >> bits);
            }
        }
        return new Phone(bytes.toByteArray());
    }

    /// The code of the present step, or of one after it.
    String code(int later) {
        return Totp.USUAL.code(secret, now + later);
    }

    /// Six digits that are the code of no step near this one.
    String wrong() {
        for (var guess = 0; ; guess++) {
            var code = String.format("%06d", guess);
            var near = false;
            for (var step = -4; step <= 4; step++) {
                near |= code(step).equals(code);
            }
            if (!near) {
                return code;
            }
        }
    }
}
