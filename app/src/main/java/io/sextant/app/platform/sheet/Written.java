package io.sextant.app.platform.sheet;

import java.util.regex.Pattern;

/// What is done to a text before it is written, and the mark by which a text cut on the way out is known when it comes
/// back.
public final class Written {
    /// Characters one cell of a spreadsheet can hold.
    public static final int MAX_CELL = 32_767;

    private static final String CUT_START = "… ⟦";
    private static final Pattern CUT = Pattern.compile("… ⟦[^⟦⟧]{1,40}⟧$");

    private Written() {}

    /// Whether a text was cut when it was exported, so that what is left must not replace the original.
    public static boolean cut(String text) {
        return text.length() > MAX_CELL - 60 && CUT.matcher(text).find();
    }

    /// The text as a spreadsheet's cell can hold it: as it is, or its start and a mark with its real length.
    static String fit(String text) {
        if (text.length() <= MAX_CELL) {
            return text;
        }
        String mark = CUT_START + text.length() + "⟧";
        int end = MAX_CELL - mark.length();
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + mark;
    }

    /// Without control characters and halves of characters; line ends made `\n`.
    public static String clean(String text) {
        boolean clean = true;
        for (int i = 0; i < text.length() && clean; i++) {
            char c = text.charAt(i);
            clean = !(c < ' ' && c != '\n' && c != '\t'
                    || c >= 0x7F && c <= 0x9F
                    || Character.isSurrogate(c)
                    || c >= 0xFFFE);
        }
        if (clean) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int next = i + Character.charCount(point);
            if (point == '\r') {
                if (next >= text.length() || text.charAt(next) != '\n') {
                    kept.append('\n');
                }
            } else if (!(point < ' ' && point != '\n' && point != '\t'
                    || point >= 0x7F && point <= 0x9F
                    || point >= 0xD800 && point <= 0xDFFF
                    || (point & 0xFFFE) == 0xFFFE)) {
                kept.appendCodePoint(point);
            }
            i = next;
        }
        return kept.toString();
    }
}
