package io.sextant.app.platform.sheet;

/// The letters by which a spreadsheet names its columns.
final class ColumnLetters {
    private ColumnLetters() {}

    /// `A` for 0, `Z` for 25, `AA` for 26.
    static String of(int column) {
        StringBuilder letters = new StringBuilder();
        for (int n = column + 1; n > 0; n = (n - 1) / 26) {
            letters.append((char) ('A' + (n - 1) % 26));
        }
        return letters.reverse().toString();
    }

    /// Column of a cell reference such as `BC12`, from 0; -1 when it has no letter or more than three.
    static int column(String reference) {
        int column = 0;
        int i = 0;
        for (; i < reference.length(); i++) {
            char c = Character.toUpperCase(reference.charAt(i));
            if (c < 'A' || c > 'Z') {
                break;
            }
            if (i == 3) {
                return -1;
            }
            column = column * 26 + (c - 'A' + 1);
        }
        return i == 0 ? -1 : column - 1;
    }

    /// Row of a cell reference such as `BC12`, from 1; -1 when it has none or one beyond a spreadsheet's last.
    static int row(String reference) {
        int row = 0;
        int i = 0;
        while (i < reference.length() && !Character.isDigit(reference.charAt(i))) {
            i++;
        }
        if (i == reference.length()) {
            return -1;
        }
        for (; i < reference.length(); i++) {
            char c = reference.charAt(i);
            if (c < '0' || c > '9' || row > 1_048_576) {
                return -1;
            }
            row = row * 10 + (c - '0');
        }
        return row == 0 || row > 1_048_576 ? -1 : row;
    }
}
