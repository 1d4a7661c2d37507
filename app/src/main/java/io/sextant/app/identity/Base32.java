package io.sextant.app.identity;

/// The 32 letters and digits in which secrets are shown to be typed (RFC 4648 §6): no 0, 1 or 8 to mistake for a
/// letter.
final class Base32 {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    private Base32() {}

    /// The letters of these bytes, without padding.
    static String text(byte[] bytes) {
        var text = new StringBuilder();
        var held = 0;
        var bits = 0;
        for (var b : bytes) {
            held = held << Byte.SIZE | b & 0xff;
            bits += Byte.SIZE;
            while (bits >= BITS) {
                bits -= BITS;
                text.append(LETTERS.charAt(held >> bits & 31));
            }
            held &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text.append(LETTERS.charAt(held << BITS - bits & 31));
        }
        return text.toString();
    }

    /// The letters by fours, to be read aloud or typed.
    static String grouped(String text, String between) {
        return text.replaceAll("(.{4})(?!$)", "$1" + between);
    }
}
