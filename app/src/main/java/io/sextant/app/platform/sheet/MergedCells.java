package io.sextant.app.platform.sheet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The merged cells of a worksheet. They are listed after the rows they concern, so they are looked for beforehand by
/// running over the bytes of the part: a hundred times cheaper than parsing it twice.
///
/// @param byFirstRow ranges by the row they start in
/// @param rows rows the worksheet holds, blank ones it lists included
record MergedCells(TreeMap<Integer, List<Range>> byFirstRow, int rows) {
    /// A block of cells shown as one; rows from 1, columns from 0, all inclusive.
    record Range(int firstRow, int firstColumn, int lastRow, int lastColumn) {}

    static final MergedCells NONE = new MergedCells(new TreeMap<>(), 0);

    private static final int MAX = 200_000;
    private static final Pattern REFERENCE =
            Pattern.compile("ref\\s*=\\s*[\"']([A-Za-z]{1,3}[0-9]{1,7}):([A-Za-z]{1,3}[0-9]{1,7})[\"']");

    List<Range> startingIn(int row) {
        return byFirstRow.getOrDefault(row, List.of());
    }

    static MergedCells scan(InputStream in) throws IOException {
        TreeMap<Integer, List<Range>> found = new TreeMap<>();
        byte[] chunk = new byte[1 << 15];
        byte[] name = new byte[32];
        int length = -1; // -1 outside a tag's name
        StringBuilder tag = null;
        int rows = 0;
        int ranges = 0;
        for (int count; (count = in.read(chunk)) > 0; ) {
            for (int i = 0; i < count; i++) {
                byte b = chunk[i];
                if (tag != null) {
                    if (b == '>' || tag.length() > 200) {
                        ranges += add(found, tag) ? 1 : 0;
                        tag = null;
                        if (ranges >= MAX) {
                            return new MergedCells(found, rows);
                        }
                    } else {
                        tag.append((char) (b & 0x7F));
                    }
                } else if (b == '<') {
                    length = 0;
                } else if (length >= 0) {
                    if (b == ':') {
                        length = 0;
                    } else if (b == ' ' || b == '\n' || b == '\r' || b == '\t' || b == '>' || b == '/') {
                        if (is(name, length, "row")) {
                            rows++;
                        } else if (is(name, length, "mergeCell")) {
                            tag = new StringBuilder();
                        }
                        length = -1;
                    } else if (length == name.length) {
                        length = -1;
                    } else {
                        name[length++] = b;
                    }
                }
            }
        }
        return new MergedCells(found, rows);
    }

    private static boolean is(byte[] name, int length, String expected) {
        return length == expected.length() && new String(name, 0, length, StandardCharsets.ISO_8859_1).equals(expected);
    }

    private static boolean add(TreeMap<Integer, List<Range>> found, CharSequence tag) {
        Matcher matcher = REFERENCE.matcher(tag);
        if (!matcher.find()) {
            return false;
        }
        String from = matcher.group(1);
        String to = matcher.group(2);
        Range range = new Range(
                ColumnLetters.row(from), ColumnLetters.column(from), ColumnLetters.row(to), ColumnLetters.column(to));
        if (range.firstRow() < 1
                || range.firstColumn() < 0
                || range.lastRow() < range.firstRow()
                || range.lastColumn() < range.firstColumn()) {
            return false;
        }
        found.computeIfAbsent(range.firstRow(), row -> new ArrayList<>(1)).add(range);
        return true;
    }
}
