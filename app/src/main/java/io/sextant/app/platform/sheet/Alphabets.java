package io.sextant.app.platform.sheet;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How well the bytes of a text read in a one-byte encoding: the letters that each language of Europe writes beside
/// `a` to `z`, and what may stand beside what.
///
/// A text is taken to be of the language whose letters explain it best, so that `è`, `ù` and `ò` together count for
/// Italian, and not one for French and one for Czech. Bytes that two encodings read alike say nothing between them.
final class Alphabets {
    private static final double COMMON = 2;
    private static final double RARE = 1;
    private static final double FOREIGN = -2;
    private static final double IMPOSSIBLE = -20;

    /// Marks that may follow a letter at once, and those that may precede one.
    private static final String AFTER_LETTER = "’‘“”»«…–—\u00A0\u202F·²³¹ºª°€™®";

    private static final String BEFORE_LETTER = "’‘“”„‚»«…–—\u00A0\u202F·•§¿¡€©";
    private static final String USUAL_MARKS = AFTER_LETTER + BEFORE_LETTER + "£½¼¾±×";

    /// Letters of one language beside `a` to `z`, small ones.
    ///
    /// @param latin whether its words are made of `a` to `z` too
    private record Alphabet(String common, String rare, boolean latin) {}

    private static final List<Alphabet> KNOWN = List.of(
            latin("éèàêçâîôùû", "ëïüœæÿ"), // French
            latin("äöüß", "é"), // German
            latin("áéíóúñ", "üç"), // Spanish
            latin("ãçáéêóíâõúà", "ôüò"), // Portuguese
            latin("àèéìòù", "îóí"), // Italian
            latin("éë", "ïèöüêáó"), // Dutch
            latin("åäö", "éü"), // Swedish, Finnish
            latin("æøå", "éöü"), // Danish, Norwegian
            latin("áðéíóúýþæö", ""), // Icelandic
            latin("õäöü", "šž"), // Estonian
            latin("àèéíòóúç", "ïü"), // Catalan
            latin("ąćęłńóśźż", ""), // Polish
            latin("áčéěířšůýž", "ďňóťú"), // Czech
            latin("áčéíľšťúýžô", "äďĺňóŕ"), // Slovak
            latin("áéíóöőúüű", ""), // Hungarian
            latin("ăâîşţșț", ""), // Romanian
            latin("čćđšž", ""), // Croatian, Slovene
            latin("ąčęėįšųūž", ""), // Lithuanian
            latin("āčēģīķļņšūž", ""), // Latvian
            latin("çë", ""), // Albanian
            script("абвгдежзийклмнопрстуфхцчшщъьюя", ""), // Bulgarian
            script("абвгдежзийклмнопрстуфхцчшщъыьэюя", "ё"), // Russian
            script("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", ""), // Ukrainian
            script("абвгдђежзијклљмнњопрстћуфхцчџш", "ѓќѕ"), // Serbian, Macedonian
            script("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώ", "ϊϋ")); // Greek

    private static Alphabet latin(String common, String rare) {
        return new Alphabet(common, rare, true);
    }

    private static Alphabet script(String common, String rare) {
        return new Alphabet(common, rare, false);
    }

    private Alphabets() {}

    /// How well a text reads, greater for better, in the language that fits it best; comparable between encodings of
    /// the same text.
    ///
    /// @param decoded the character of each byte
    /// @param pairs times each byte followed each other: `first << 8 | second`, where one of them is above 0x7F
    static double score(char[] decoded, long[] pairs) {
        double best = Double.NEGATIVE_INFINITY;
        for (Alphabet alphabet : KNOWN) {
            double[] letters = new double[256];
            for (int b = 0x80; b < 0x100; b++) {
                letters[b] = letter(decoded[b], alphabet);
            }
            double score = 0;
            for (int pair = 0; pair < pairs.length; pair++) {
                if (pairs[pair] > 0) {
                    int first = pair >> 8;
                    int second = pair & 0xFF;
                    double worth = second >= 0x80 ? letters[second] : 0;
                    score += pairs[pair] * (worth + beside(decoded[first], decoded[second], alphabet));
                }
            }
            best = Math.max(best, score);
        }
        return best;
    }

    private static double letter(char c, Alphabet alphabet) {
        if (c == '\uFFFD' || Character.isISOControl(c)) {
            return IMPOSSIBLE;
        }
        if (!Character.isLetter(c) || c == 'º' || c == 'ª') {
            return USUAL_MARKS.indexOf(c) >= 0 ? 0.5 : -1.5;
        }
        String small = String.valueOf(c).toLowerCase(Locale.ROOT);
        double worth = alphabet.common.contains(small) ? COMMON : alphabet.rare.contains(small) ? RARE : FOREIGN;
        // A capital is rarer than what it is the capital of.
        return worth > 0 && Character.isUpperCase(c) ? worth - 0.5 : worth;
    }

    /// What it tells that a character follows another, one of them at least beyond ASCII.
    private static double beside(char first, char second, Alphabet alphabet) {
        Boolean one = wordOf(first);
        Boolean two = wordOf(second);
        if (one != null && two != null) {
            double worth = Character.isLowerCase(first) && Character.isUpperCase(second) ? -3 : 0;
            if (alphabet.latin) {
                // Portuguese writes õ before e alone; elsewhere it is the ő of a text in Hungarian.
                boolean odd = first == 'õ' && second != 'e' && alphabet.common.indexOf('ã') >= 0;
                return worth + (odd ? -4 : first >= 0x80 && second >= 0x80 ? -0.7 : 0);
            }
            return worth + (one.equals(two) ? 0.5 : -4) + (first == 'ς' ? -4 : 0);
        }
        if (one != null && second >= 0x80) {
            return AFTER_LETTER.indexOf(second) >= 0 ? 0 : -3;
        }
        if (two != null && first >= 0x80) {
            return BEFORE_LETTER.indexOf(first) >= 0 ? 0 : -3;
        }
        return 0;
    }

    /// Whether a letter is beyond ASCII; absent for what is no letter.
    private static @Nullable Boolean wordOf(char c) {
        return Character.isLetter(c) && c != 'º' && c != 'ª' ? (Boolean) (c >= 0x80) : null;
    }
}
