package io.sextant.app.platform.sheet;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Recognises the character between the cells of a text file: the one that cuts the first records into the most even
/// rows.
final class Delimiters {
    static final char[] KNOWN = {';', ',', '\t', '|'};

    private static final int RECORDS = 200;

    private Delimiters() {}

    /// The delimiter named by a first line such as `sep=;`, which some spreadsheets write and obey; absent without one.
    static @Nullable Character announced(String sample) {
        int end = sample.indexOf('\n') < 0 ? sample.length() : sample.indexOf('\n');
        String line = sample.substring(0, end).strip();
        boolean quoted = line.length() > 1 && line.startsWith("\"") && line.endsWith("\"");
        String bare = quoted ? line.substring(1, line.length() - 1) : line;
        if (bare.length() == 5 && bare.regionMatches(true, 0, "sep=", 0, 4)) {
            return bare.charAt(4);
        }
        return sample.regionMatches(true, 0, "sep=\t", 0, 5) ? '\t' : null;
    }

    /// The delimiter of a sample of the text; a comma when none cuts anything.
    ///
    /// @param whole the sample is the whole text; otherwise its last record is left out
    static char detect(String sample, boolean whole, SheetLimits limits) throws IOException {
        char best = ',';
        double bestScore = 0;
        for (char candidate : KNOWN) {
            if (sample.indexOf(candidate) < 0) {
                continue;
            }
            double score = score(sample, whole, candidate, limits);
            if (score > bestScore) {
                best = candidate;
                bestScore = score;
            }
        }
        return bestScore > 0 ? best : fromBlankRows(sample);
    }

    /// Rows of nothing but delimiters cut nothing, and are blank only when cut at them.
    private static char fromBlankRows(String sample) {
        for (char candidate : KNOWN) {
            if (sample.indexOf(candidate) >= 0
                    && sample.chars().allMatch(c -> c == candidate || Character.isWhitespace(c))) {
                return candidate;
            }
        }
        return ',';
    }

    /// The share of records with the most usual number of cells, lowered when that number is small.
    private static double score(String sample, boolean whole, char delimiter, SheetLimits limits) throws IOException {
        Map<Integer, Integer> records = new HashMap<>();
        int total = 0;
        try (CsvRows rows = new CsvRows(new CharWindow(() -> new StringReader(sample)), null, delimiter, limits, 0)) {
            int previous = 0;
            for (RawRow row; total < RECORDS && (row = rows.next()) != null; ) {
                if (previous > 0) {
                    records.merge(previous, 1, Integer::sum);
                    total++;
                }
                previous = row.blank() ? 0 : row.cells().size();
            }
            if (previous > 0 && (whole || total == 0)) {
                records.merge(previous, 1, Integer::sum);
                total++;
            }
        } catch (RawRows.Unreadable e) {
            return 0;
        }
        double score = 0;
        for (Map.Entry<Integer, Integer> width : records.entrySet()) {
            if (width.getKey() > 1) {
                double share = (double) width.getValue() / total;
                score = Math.max(score, share * (1 - 0.8 / width.getKey()));
            }
        }
        return score;
    }
}
