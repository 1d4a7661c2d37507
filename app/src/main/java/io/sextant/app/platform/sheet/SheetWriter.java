package io.sextant.app.platform.sheet;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a table row by row in flat memory. Texts that a spreadsheet would run as a formula are made harmless, and
/// control characters are left out. Not safe for use by several threads at once.
public sealed interface SheetWriter extends AutoCloseable permits CsvWriter, XlsxWriter {
    /// The formats a table can be taken away in.
    enum Format {
        /// Delimited text for a reader who writes decimals with a comma: `;`, UTF-8 with its mark.
        CSV_SEMICOLON("csv", "text/csv; charset=UTF-8"),
        /// Delimited text for a reader who writes decimals with a point: `,`, UTF-8 with its mark.
        CSV_COMMA("csv", "text/csv; charset=UTF-8"),
        /// Workbook.
        XLSX("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

        private final String extension;
        private final String mediaType;

        Format(String extension, String mediaType) {
            this.extension = extension;
            this.mediaType = mediaType;
        }

        public String extension() {
            return extension;
        }

        public String mediaType() {
            return mediaType;
        }

        /// The delimited text that a spreadsheet opens well in a language: `fr` takes semicolons.
        public static Format csv(String language) {
            return language.equals("fr") ? CSV_SEMICOLON : CSV_COMMA;
        }
    }

    /// A text that did not fit a spreadsheet's cell.
    ///
    /// @param row row as the spreadsheet numbers it
    /// @param heading heading of its column
    /// @param length characters it has
    record Cut(int row, String heading, int length) {}

    /// Writes one row: strings, numbers, booleans, [java.time.LocalDate], [java.time.LocalDateTime] or null for a
    /// blank.
    ///
    /// @throws IllegalArgumentException for any other value, or more values than headings
    void row(List<? extends @Nullable Object> values) throws IOException;

    /// Texts that had to be cut so far, at most the first thousand.
    default List<Cut> cuts() {
        return Collections.emptyList();
    }

    /// Ends the table; the stream below stays open.
    @Override
    void close() throws IOException;
}
