package io.sextant.app.platform.sheet;

/// How much of a file is read before it is refused; protects memory and time against files made to exhaust them.
///
/// @param maxBytes size of the file as received
/// @param maxRows rows below the headings
/// @param maxColumns columns of the table
/// @param maxCellChars characters of one cell; the rest of the cell is dropped and the cell is reported
/// @param maxInflatedBytes bytes of all parts of a workbook once unpacked
/// @param maxInflation unpacked bytes per packed byte, judged from the first ten megabytes on
/// @param maxParts entries of a workbook's archive
public record SheetLimits(
        long maxBytes,
        int maxRows,
        int maxColumns,
        int maxCellChars,
        long maxInflatedBytes,
        int maxInflation,
        int maxParts) {

    /// What an import accepts unless told otherwise: 64 MiB, 100,000 rows, 500 columns, 100,000 characters a cell.
    public static final SheetLimits DEFAULT = new SheetLimits(64L << 20, 100_000, 500, 100_000, 2L << 30, 200, 10_000);

    public SheetLimits {
        if (maxBytes <= 0
                || maxRows <= 0
                || maxColumns <= 0
                || maxCellChars <= 0
                || maxInflatedBytes <= 0
                || maxInflation <= 0
                || maxParts <= 0) {
            throw new IllegalArgumentException("every limit is positive");
        }
    }

    public SheetLimits withMaxBytes(long bytes) {
        return new SheetLimits(bytes, maxRows, maxColumns, maxCellChars, maxInflatedBytes, maxInflation, maxParts);
    }

    public SheetLimits withMaxRows(int rows) {
        return new SheetLimits(maxBytes, rows, maxColumns, maxCellChars, maxInflatedBytes, maxInflation, maxParts);
    }

    public SheetLimits withMaxColumns(int columns) {
        return new SheetLimits(maxBytes, maxRows, columns, maxCellChars, maxInflatedBytes, maxInflation, maxParts);
    }

    public SheetLimits withMaxCellChars(int chars) {
        return new SheetLimits(maxBytes, maxRows, maxColumns, chars, maxInflatedBytes, maxInflation, maxParts);
    }

    public SheetLimits withMaxInflatedBytes(long bytes) {
        return new SheetLimits(maxBytes, maxRows, maxColumns, maxCellChars, bytes, maxInflation, maxParts);
    }
}
