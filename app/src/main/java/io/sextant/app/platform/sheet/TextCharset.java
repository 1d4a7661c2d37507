package io.sextant.app.platform.sheet;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// How the bytes of a text file spell its characters.
///
/// @param charset the encoding
/// @param bom bytes of the mark at the start of the file that are no text
/// @param mended the file is UTF-8 with some bytes that are not, which are read as Windows-1252
record TextCharset(Charset charset, int bom, boolean mended) {
    static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /// Encodings a person may choose, those tried first ones first.
    static final List<String> OFFERED = List.of(
            "UTF-8",
            "windows-1252",
            "ISO-8859-15",
            "x-MacRoman",
            "IBM850",
            "UTF-16LE",
            "UTF-16BE",
            "windows-1250",
            "windows-1251",
            "windows-1253",
            "windows-1257",
            "ISO-8859-2");

    private static final List<Charset> SINGLE_BYTE = List.of(
            WINDOWS_1252, Charset.forName("ISO-8859-15"), Charset.forName("x-MacRoman"), Charset.forName("IBM850"));

    private static final Set<Character> USUAL_LOWER = chars("éèêëàâäçîïôöùûüœæñóíáúßåøãõ");
    private static final Set<Character> USUAL_MARKS = chars("’‘“”«»–—…€°§£•·\u00A0\u202F²³ºª");

    /// Recognises the encoding from all the bytes of a file: a byte order mark, else UTF-16 by its zero bytes, else
    /// UTF-8 when (nearly) all its sequences are valid, else the one-byte encoding that makes the best words of
    /// Western Europe.
    static TextCharset detect(Path file) throws IOException {
        Evidence evidence = new Evidence();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            byte[] chunk = new byte[1 << 16];
            for (int count; (count = in.read(chunk)) > 0; ) {
                for (int i = 0; i < count; i++) {
                    evidence.add(chunk[i] & 0xFF);
                }
            }
        }
        return evidence.verdict();
    }

    /// The same file read in an encoding a person chose.
    static TextCharset chosen(Path file, Charset charset) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(4);
        }
        TextCharset marked = byMark(head, head.length);
        return new TextCharset(
                charset,
                marked != null && marked.charset.equals(charset) ? marked.bom : 0,
                charset.equals(StandardCharsets.UTF_8));
    }

    private static @org.jspecify.annotations.Nullable TextCharset byMark(byte[] head, int count) {
        int a = count > 0 ? head[0] & 0xFF : -1;
        int b = count > 1 ? head[1] & 0xFF : -1;
        int c = count > 2 ? head[2] & 0xFF : -1;
        int d = count > 3 ? head[3] & 0xFF : -1;
        if (a == 0xEF && b == 0xBB && c == 0xBF) {
            return new TextCharset(StandardCharsets.UTF_8, 3, false);
        }
        if (a == 0xFF && b == 0xFE) {
            return c == 0 && d == 0
                    ? new TextCharset(StandardCharsets.UTF_32LE, 4, false)
                    : new TextCharset(StandardCharsets.UTF_16LE, 2, false);
        }
        if (a == 0xFE && b == 0xFF) {
            return new TextCharset(StandardCharsets.UTF_16BE, 2, false);
        }
        return null;
    }

    private static Set<Character> chars(String all) {
        return all.chars().mapToObj(c -> (char) c).collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    /// What the bytes say, gathered in one pass.
    private static final class Evidence {
        private final byte[] head = new byte[4];
        private long count;
        private long evenZeros;
        private long oddZeros;

        private int following;
        private int least = 0x80;
        private int greatest = 0xBF;
        private long sequences;
        private long broken;

        private int before;
        private int previous = ' ';
        /// Times each byte was seen; second index: bit 0 after a small letter, bit 1 before one, bit 2 after a capital.
        private final long[][] seen = new long[256][8];

        void add(int b) {
            if (count < 4) {
                head[(int) count] = (byte) b;
            }
            if (b == 0) {
                if ((count & 1) == 0) {
                    evenZeros++;
                } else {
                    oddZeros++;
                }
            }
            count++;
            utf8(b);
            if (previous >= 0x80) {
                seen[previous][(small(before) ? 1 : 0) | (small(b) ? 2 : 0) | (capital(before) ? 4 : 0)]++;
            }
            before = previous;
            previous = b;
        }

        /// The well-formed sequences of Unicode 15, table 3-7.
        private void utf8(int b) {
            if (following > 0) {
                if (b >= least && b <= greatest) {
                    least = 0x80;
                    greatest = 0xBF;
                    if (--following == 0) {
                        sequences++;
                    }
                    return;
                }
                broken++;
                following = 0;
                least = 0x80;
                greatest = 0xBF;
            }
            if (b < 0x80) {
                return;
            }
            if (b >= 0xC2 && b <= 0xDF) {
                following = 1;
            } else if (b >= 0xE0 && b <= 0xEF) {
                following = 2;
                least = b == 0xE0 ? 0xA0 : 0x80;
                greatest = b == 0xED ? 0x9F : 0xBF;
            } else if (b >= 0xF0 && b <= 0xF4) {
                following = 3;
                least = b == 0xF0 ? 0x90 : 0x80;
                greatest = b == 0xF4 ? 0x8F : 0xBF;
            } else {
                broken++;
            }
        }

        TextCharset verdict() {
            add('\n');
            count--;
            TextCharset marked = byMark(head, (int) Math.min(4, count));
            if (marked != null) {
                return marked.charset.equals(StandardCharsets.UTF_8)
                        ? new TextCharset(marked.charset, 3, broken > 0)
                        : marked;
            }
            if (count >= 4 && oddZeros * 5 > count && evenZeros * 20 < oddZeros) {
                return new TextCharset(StandardCharsets.UTF_16LE, 0, false);
            }
            if (count >= 4 && evenZeros * 5 > count && oddZeros * 20 < evenZeros) {
                return new TextCharset(StandardCharsets.UTF_16BE, 0, false);
            }
            if (broken == 0 || sequences > 4 * broken) {
                return new TextCharset(StandardCharsets.UTF_8, 0, broken > 0);
            }
            Charset best = WINDOWS_1252;
            double bestScore = Double.NEGATIVE_INFINITY;
            for (Charset candidate : SINGLE_BYTE) {
                double score = score(candidate);
                if (score > bestScore) {
                    best = candidate;
                    bestScore = score;
                }
            }
            return new TextCharset(best, 0, false);
        }

        private double score(Charset charset) {
            double score = 0;
            byte[] one = new byte[1];
            for (int b = 0x80; b < 0x100; b++) {
                one[0] = (byte) b;
                char c = new String(one, charset).charAt(0);
                for (int context = 0; context < 8; context++) {
                    if (seen[b][context] > 0) {
                        score += seen[b][context] * worth(c, context);
                    }
                }
            }
            return score;
        }

        /// How likely a character is in that place of a Western European text, from -20 (never) to 3.
        private static double worth(char c, int context) {
            boolean afterSmall = (context & 1) != 0;
            boolean beforeSmall = (context & 2) != 0;
            boolean afterCapital = (context & 4) != 0;
            if (c == '\uFFFD' || Character.isISOControl(c)) {
                return -20;
            }
            if (Character.isLetter(c)) {
                if (Character.isLowerCase(c)) {
                    boolean inWord = afterSmall || beforeSmall || afterCapital;
                    return USUAL_LOWER.contains(c) ? (inWord ? 3 : 1) : (inWord ? -0.5 : -1);
                }
                if (afterSmall) {
                    return -3;
                }
                return "ÉÈÊÀÂÇÎÔŒÄÖÜÅØÆÑ".indexOf(c) >= 0 ? 1.5 : -0.5;
            }
            if (USUAL_MARKS.contains(c)) {
                boolean apostrophe = c == '’' || c == '‘';
                return afterSmall && beforeSmall && !apostrophe ? -2 : 1.5;
            }
            return afterSmall && beforeSmall ? -3 : -0.5;
        }

        private static boolean small(int b) {
            return b >= 'a' && b <= 'z';
        }

        private static boolean capital(int b) {
            return b >= 'A' && b <= 'Z';
        }
    }
}
