package io.sextant.app.platform.sheet;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

    /// Encodings of one byte a character that are recognised. Where two read a text alike, the first is taken.
    private static final List<Charset> SINGLE_BYTE = List.of(
            WINDOWS_1252,
            Charset.forName("ISO-8859-15"),
            Charset.forName("x-MacRoman"),
            Charset.forName("IBM850"),
            Charset.forName("windows-1250"),
            Charset.forName("ISO-8859-2"),
            Charset.forName("windows-1251"),
            Charset.forName("windows-1253"),
            Charset.forName("windows-1257"));

    /// Recognises the encoding from all the bytes of a file: a byte order mark, else UTF-16 by its zero bytes, else
    /// UTF-8 when (nearly) all its sequences are valid, else the one-byte encoding in which it reads best in one of
    /// the languages of Europe.
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

        private int previous = ' ';
        /// Times each byte followed each other, where one of them is no ASCII: `first << 8 | second`.
        private final long[] pairs = new long[1 << 16];

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
            if (previous >= 0x80 || b >= 0x80) {
                pairs[previous << 8 | b]++;
            }
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
            char[] read = decoded(best);
            double bestScore = Alphabets.score(read, pairs);
            for (Charset candidate : SINGLE_BYTE) {
                char[] otherwise = decoded(candidate);
                if (!alike(read, otherwise)) {
                    double score = Alphabets.score(otherwise, pairs);
                    if (score > bestScore) {
                        best = candidate;
                        read = otherwise;
                        bestScore = score;
                    }
                }
            }
            return new TextCharset(best, 0, false);
        }

        private static char[] decoded(Charset charset) {
            char[] decoded = new char[256];
            byte[] one = new byte[1];
            for (int b = 0; b < 256; b++) {
                one[0] = (byte) b;
                decoded[b] = new String(one, charset).charAt(0);
            }
            return decoded;
        }

        /// Whether two encodings read the bytes of this text alike.
        private boolean alike(char[] one, char[] two) {
            for (int pair = 0; pair < pairs.length; pair++) {
                if (pairs[pair] > 0 && one[pair & 0xFF] != two[pair & 0xFF]) {
                    return false;
                }
            }
            return true;
        }
    }
}
