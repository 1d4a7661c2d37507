package io.sextant.engine.inventory.text;

import java.text.Normalizer;
import java.util.Locale;

/// The plain form of a word or a text: lower case, no accents, no ligatures, straight apostrophes. Two spellings that a
/// reader would call the same word fold to the same characters. Deterministic and independent of the machine's locale.
public final class Folding {
    private Folding() {}

    /// Folds a text. Linear in its length; the length may change (« œ » gives two letters).
    public static String fold(String text) {
        int n = text.length();
        int i = 0;
        while (i < n && isPlain(text.charAt(i))) {
            i++;
        }
        if (i == n) {
            return text;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        String decomposed = Normalizer.isNormalized(lower, Normalizer.Form.NFKD)
                ? lower
                : Normalizer.normalize(lower, Normalizer.Form.NFKD);
        StringBuilder out = new StringBuilder(decomposed.length() + 8);
        for (int k = 0; k < decomposed.length(); k++) {
            char c = decomposed.charAt(k);
            if (c < 0x80) {
                out.append(c);
                continue;
            }
            switch (Character.getType(c)) {
                case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> {}
                default -> appendPlain(out, c);
            }
        }
        return out.toString();
    }

    private static boolean isPlain(char c) {
        return c < 0x80 && (c < 'A' || c > 'Z');
    }

    private static void appendPlain(StringBuilder out, char c) {
        switch (c) {
            case 'œ' -> out.append("oe");
            case 'æ' -> out.append("ae");
            case 'ß' -> out.append("ss");
            case 'ø' -> out.append('o');
            case 'ł' -> out.append('l');
            case 'đ', 'ð' -> out.append('d');
            case 'þ' -> out.append("th");
            case 'ı' -> out.append('i');
            case '’', '‘', 'ʼ', '´' -> out.append('\'');
            case '“', '”', '«', '»', '„' -> out.append('"');
            case '–', '—', '‐', '‑', '−' -> out.append('-');
            default -> out.append(Character.isWhitespace(c) || Character.isSpaceChar(c) ? ' ' : c);
        }
    }
}
