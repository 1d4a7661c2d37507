package io.sextant.app.platform.sheet;

/// The way a workbook spells characters that XML cannot hold: `_x000D_` for a carriage return, and so on.
final class XlsxText {
    private XlsxText() {}

    /// The text with its `_xHHHH_` escapes resolved (ECMA-376 part 1, 22.9.2.19) and line ends made `\n`.
    static String unescape(CharSequence text) {
        int first = indexOf(text, "_x", 0);
        boolean carriage = false;
        for (int i = 0; i < text.length() && !carriage; i++) {
            carriage = text.charAt(i) == '\r';
        }
        if (first < 0 && !carriage) {
            return text.toString();
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int escaped = escape(text, i);
            char c = escaped >= 0 ? (char) escaped : text.charAt(i);
            if (escaped >= 0) {
                i += 6;
            }
            if (c == '\n' && !plain.isEmpty() && plain.charAt(plain.length() - 1) == '\r') {
                plain.setLength(plain.length() - 1);
            }
            plain.append(c);
        }
        for (int i = 0; i < plain.length(); i++) {
            if (plain.charAt(i) == '\r') {
                plain.setCharAt(i, '\n');
            }
        }
        return plain.toString();
    }

    /// The text as it may stand in a cell: what would be read as an escape is escaped, and so is white space at both
    /// ends, which a spreadsheet would drop.
    static String escape(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int start = 0;
        while (start < text.length() && white(text.charAt(start))) {
            start++;
        }
        int end = text.length();
        while (end > start && white(text.charAt(end - 1))) {
            end--;
        }
        if (start == 0 && end == text.length() && indexOf(text, "_x", 0) < 0) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i < start || i >= end) {
                escaped.append(String.format("_x%04X_", (int) c));
            } else if (escape(text, i) >= 0) {
                escaped.append("_x005F_");
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static boolean white(char c) {
        return c == ' ' || c == '\n' || c == '\t';
    }

    private static int indexOf(CharSequence text, String what, int from) {
        for (int i = from; i + what.length() <= text.length(); i++) {
            if (text.charAt(i) == what.charAt(0) && text.charAt(i + 1) == what.charAt(1)) {
                return i;
            }
        }
        return -1;
    }

    private static int escape(CharSequence text, int at) {
        if (at + 7 > text.length()
                || text.charAt(at) != '_'
                || text.charAt(at + 1) != 'x'
                || text.charAt(at + 6) != '_') {
            return -1;
        }
        int value = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }
}
