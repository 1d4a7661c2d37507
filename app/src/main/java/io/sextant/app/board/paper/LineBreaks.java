package io.sextant.app.board.paper;

import com.openhtmltopdf.extend.FSTextBreaker;

/// Where a line of a brief may end: after a space that is not a no-break one, after a hyphen between letters, after a
/// slash. Never after an apostrophe, which ordinary breakers take for a closing quote. Not thread-safe.
final class LineBreaks implements FSTextBreaker {
    private String text = "";
    private int from;

    @Override
    public void setText(String text) {
        this.text = text;
        from = 0;
    }

    /// The next place where the line may end, as an offset; the last is the end of the text, then comes −1.
    @Override
    public int next() {
        for (int i = from + 1; i < text.length(); i++) {
            if (breaks(text.charAt(i - 1), text.charAt(i))) {
                from = i;
                return i;
            }
        }
        int end = from < text.length() ? text.length() : -1;
        from = text.length();
        return end;
    }

    private static boolean breaks(char before, char after) {
        return switch (before) {
            case ' ', '\n', '\t', '\u200b' -> after != ' ';
            case '-', '/' -> Character.isLetter(after);
            default -> false;
        };
    }
}
