package io.sextant.app.platform.sheet;

/// Keeps a text that a spreadsheet would run as a formula from being one, and takes the precaution back when reading.
///
/// Such a text gets an apostrophe in front (OWASP, *CSV Injection*); one that already has apostrophes there gets one
/// more, so that taking one away always gives the text back. A text that is nothing but a number is left alone: it
/// computes nothing.
final class Neutral {
    private Neutral() {}

    /// The text as it may safely stand in a spreadsheet.
    static String guard(String text) {
        return !text.isEmpty() && dangerous(text) && !number(text) ? "'" + text : text;
    }

    /// The text that was guarded; any other text is returned as it is.
    static String restore(String text) {
        return text.length() > 1 && text.charAt(0) == '\'' && dangerous(text) ? text.substring(1) : text;
    }

    private static boolean dangerous(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) == '\'') {
            i++;
        }
        if (i == text.length()) {
            return false;
        }
        return switch (text.charAt(i)) {
            case '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠' -> true;
            default -> false;
        };
    }

    private static boolean number(String text) {
        int i = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
        boolean digit = false;
        boolean mark = false;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digit = true;
            } else if ((c == '.' || c == ',') && digit && !mark) {
                mark = true;
            } else {
                return false;
            }
        }
        return digit;
    }
}
