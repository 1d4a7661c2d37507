package io.sextant.engine.inventory.text;

import java.util.ArrayList;
import java.util.List;

/// The words of a text, in order, each folded and brought to its singular, with its place in the original text so that
/// an explanation can quote what was written.
///
/// A word is a run of letters and digits of any script; everything else separates. `c++`, e-mail addresses and URLs
/// therefore fall apart into words; the address of a web page is skipped, since its words say nothing about a need.
public final class Words {
    private static final Words NONE = new Words("", List.of());

    private final String text;
    private final List<Word> words;

    /// One word of a text.
    ///
    /// @param folded the word as folded
    /// @param stem its singular
    /// @param start index of its first character in the original text
    /// @param end index after its last character
    /// @param sentence number of the sentence it stands in, from 0
    public record Word(String folded, String stem, int start, int end, int sentence) {}

    private Words(String text, List<Word> words) {
        this.text = text;
        this.words = words;
    }

    /// Reads at most the first `limit` characters of a text.
    public static Words of(String text, int limit) {
        if (text.isEmpty()) {
            return NONE;
        }
        int n = Math.min(text.length(), limit);
        if (n > 0 && n < text.length() && Character.isHighSurrogate(text.charAt(n - 1))) {
            n--;
        }
        List<Word> words = new ArrayList<>(n / 6 + 1);
        int sentence = 0;
        boolean open = false;
        int i = 0;
        while (i < n) {
            int address = addressEnd(text, i, n);
            if (address > i) {
                i = address;
                continue;
            }
            int cp = text.codePointAt(i);
            if (!Character.isLetterOrDigit(cp)) {
                if (open && (cp == '.' || cp == '!' || cp == '?' || cp == '\n' || cp == '…')) {
                    sentence++;
                    open = false;
                }
                i += Character.charCount(cp);
                continue;
            }
            int start = i;
            while (i < n) {
                cp = text.codePointAt(i);
                if (!Character.isLetterOrDigit(cp) && !isMark(cp)) {
                    break;
                }
                i += Character.charCount(cp);
            }
            String folded = Folding.fold(text.substring(start, Math.min(i, n)));
            if (!folded.isEmpty()) {
                words.add(new Word(folded, Stemming.plural(folded), start, Math.min(i, n), sentence));
                open = true;
            }
        }
        return new Words(text, words);
    }

    /// Reads a whole text.
    public static Words of(String text) {
        return of(text, Integer.MAX_VALUE);
    }

    private static boolean isMark(int cp) {
        int type = Character.getType(cp);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.FORMAT;
    }

    /// Where the web address that begins here ends, or `i` when none does.
    private static int addressEnd(String text, int i, int n) {
        char c = text.charAt(i);
        if ((c != 'h' && c != 'H' && c != 'w' && c != 'W')
                || (i > 0 && Character.isLetterOrDigit(text.charAt(i - 1)))
                || !(text.startsWith("http://", i) || text.startsWith("https://", i) || text.startsWith("www.", i))) {
            return i;
        }
        int k = i;
        while (k < n && !Character.isWhitespace(text.charAt(k))) {
            k++;
        }
        return k;
    }

    public int size() {
        return words.size();
    }

    public Word get(int i) {
        return words.get(i);
    }

    public List<Word> list() {
        return words;
    }

    /// What the text says from word `from` to word `to` (excluded), as written, on one line.
    public String quote(int from, int to) {
        if (from >= to) {
            return "";
        }
        String raw = text.substring(words.get(from).start(), words.get(to - 1).end());
        return raw.strip().replaceAll("\\s+", " ");
    }
}
