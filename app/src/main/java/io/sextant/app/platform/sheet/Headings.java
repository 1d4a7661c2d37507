package io.sextant.app.platform.sheet;

import io.sextant.app.platform.sheet.SheetProblem.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the row of headings among the first rows of a table and makes each heading present and unique.
final class Headings {
    /// Rows among which the headings are looked for.
    static final int LOOKED_AT = 60;

    private static final int SAMPLES = 5;

    private Headings() {}

    /// Place in the list of the row that holds the headings, or -1 when the list has no row with a value.
    ///
    /// Headings are the first row that fills about as many columns as the rows usually do and whose cells are
    /// words, short and different from one another; titles, dates and remarks above fill fewer columns.
    static int find(List<RawRow> rows) {
        List<RawRow> top = rows.subList(0, Math.min(rows.size(), LOOKED_AT));
        if (top.isEmpty()) {
            return -1;
        }
        int[] fillings = top.stream().mapToInt(Headings::filled).sorted().toArray();
        int usual = fillings[fillings.length / 2];
        int needed = Math.max(Math.min(2, usual), (int) Math.ceil(usual * 0.6));
        int firstFull = -1;
        for (int i = 0; i < top.size(); i++) {
            RawRow row = top.get(i);
            if (filled(row) >= needed) {
                if (firstFull < 0) {
                    firstFull = i;
                }
                if (wordy(row)) {
                    return headed(rows, i);
                }
            }
        }
        return firstFull;
    }

    /// Of two rows that could both hold the headings, the second when the first only groups it: it repeats a heading
    /// that is merged downwards, or names many more columns.
    private static int headed(List<RawRow> rows, int found) {
        if (found + 1 >= rows.size()) {
            return found;
        }
        RawRow upper = rows.get(found);
        RawRow lower = rows.get(found + 1);
        if (filled(lower) <= filled(upper) || !wordy(lower) || longest(lower) > 80) {
            return found;
        }
        boolean shared = false;
        for (int c = 0; c < upper.cells().size() && !shared; c++) {
            shared = !upper.cell(c).empty()
                    && upper.cell(c).text().equals(lower.cell(c).text());
        }
        return shared || filled(lower) >= 1.5 * filled(upper) ? found + 1 : found;
    }

    private static int filled(RawRow row) {
        int filled = 0;
        for (Cell cell : row.cells()) {
            if (!cell.empty()) {
                filled++;
            }
        }
        return filled;
    }

    private static int longest(RawRow row) {
        int longest = 0;
        for (Cell cell : row.cells()) {
            longest = Math.max(longest, cell.text().length());
        }
        return longest;
    }

    private static boolean wordy(RawRow row) {
        int filled = 0;
        int words = 0;
        Set<String> different = new HashSet<>();
        for (Cell cell : row.cells()) {
            if (cell.empty()) {
                continue;
            }
            filled++;
            String text = cell.text().strip();
            if (cell instanceof Cell.Text && text.length() <= 250 && hasLetter(text) && !likeAValue(text)) {
                words++;
            }
            different.add(text);
        }
        return words >= filled * 0.8 && different.size() >= filled * 0.7;
    }

    private static boolean hasLetter(String text) {
        return text.chars().anyMatch(Character::isLetter);
    }

    /// An address, a web link or a code: never a heading.
    private static boolean likeAValue(String text) {
        return text.startsWith("http://")
                || text.startsWith("https://")
                || text.contains("@") && text.indexOf(' ') < 0 && text.lastIndexOf('.') > text.indexOf('@')
                || text.matches("[A-Za-z]{1,6}[-_/]?\\d{2,}.*") && text.indexOf(' ') < 0;
    }

    /// The columns of a table.
    ///
    /// @param header row of headings; absent when the table has none
    /// @param sample rows below it
    /// @param problems takes what had to be mended
    static List<TableColumn> columns(@Nullable RawRow header, List<RawRow> sample, List<SheetProblem> problems) {
        int width = width(header, sample);
        int[] filled = new int[width];
        List<Set<String>> samples = new ArrayList<>();
        for (int c = 0; c < width; c++) {
            samples.add(new LinkedHashSet<>());
        }
        for (RawRow row : sample) {
            for (int c = 0; c < width; c++) {
                String text = row.cell(c).text().strip();
                if (!text.isEmpty()) {
                    filled[c]++;
                    if (samples.get(c).size() < SAMPLES) {
                        samples.get(c).add(SheetProblem.excerpt(text));
                    }
                }
            }
        }
        int number = header == null ? 0 : header.number();
        Map<String, Integer> times = new HashMap<>();
        Set<String> taken = new HashSet<>();
        List<String> given = new ArrayList<>();
        for (int c = 0; c < width; c++) {
            String heading = header == null ? "" : tidy(header.cell(c).text());
            given.add(heading);
            taken.add(heading);
        }
        List<TableColumn> columns = new ArrayList<>();
        for (int c = 0; c < width; c++) {
            String heading = given.get(c);
            if (heading.isEmpty()) {
                heading = "[" + ColumnLetters.of(c) + "]";
                if (header != null && filled[c] > 0) {
                    problems.add(SheetProblem.cell(
                            Severity.WARNING, number, c, "", "platform.sheet.heading.missing", heading));
                }
            } else {
                int nth = times.merge(heading, 1, Integer::sum);
                if (nth > 1) {
                    String unique = heading + " (" + nth + ")";
                    while (!taken.add(unique)) {
                        nth = times.merge(heading, 1, Integer::sum);
                        unique = heading + " (" + nth + ")";
                    }
                    problems.add(SheetProblem.cell(
                            Severity.WARNING, number, c, heading, "platform.sheet.heading.repeated", heading, unique));
                    heading = unique;
                }
            }
            columns.add(new TableColumn(
                    c,
                    heading,
                    header == null ? "" : header.cell(c).text(),
                    List.copyOf(samples.get(c)),
                    sample.isEmpty() ? 0 : (double) filled[c] / sample.size()));
        }
        return columns;
    }

    /// Columns up to the last heading; beyond it those that a good part of the rows fill, for a column of remarks often
    /// has no heading. A value further right in a few rows is a fault of those rows.
    private static int width(@Nullable RawRow header, List<RawRow> sample) {
        int headed = header == null ? 0 : lastFilled(header) + 1;
        List<Integer> reach = new ArrayList<>();
        for (RawRow row : sample) {
            int width = lastFilled(row) + 1;
            if (width > headed) {
                reach.add(width);
            }
        }
        if (header == null) {
            return reach.stream().mapToInt(Integer::intValue).max().orElse(0);
        }
        int needed = Math.max(2, (int) Math.ceil(sample.size() * 0.3));
        if (reach.size() < needed) {
            return headed;
        }
        reach.sort(null);
        return reach.get(reach.size() - needed);
    }

    static int lastFilled(RawRow row) {
        for (int c = row.cells().size() - 1; c >= 0; c--) {
            if (!row.cell(c).empty()) {
                return c;
            }
        }
        return -1;
    }

    /// One line, single spaces, no invisible characters.
    static String tidy(String heading) {
        StringBuilder tidy = new StringBuilder(heading.length());
        boolean space = false;
        for (int i = 0; i < heading.length(); i++) {
            char c = heading.charAt(i);
            if (c == '\uFEFF' || c == '\u200B' || c == '\u00AD') {
                continue;
            }
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                space = !tidy.isEmpty();
            } else {
                if (space) {
                    tidy.append(' ');
                    space = false;
                }
                tidy.append(c);
            }
        }
        return tidy.length() > 250 ? tidy.substring(0, 250).strip() : tidy.toString();
    }
}
