package io.sextant.app.platform.sheet;

import java.util.BitSet;
import java.util.List;

/// One row below the headings, with exactly one cell per column.
///
/// @param number row as the spreadsheet numbers it
/// @param cells one per column
/// @param formulas columns whose value is the last result of a formula
/// @param problems what was found in this row
public record SheetRow(int number, List<Cell> cells, BitSet formulas, List<SheetProblem> problems) {
    /// Text of a cell, empty when it has none.
    public String text(int column) {
        return cells.get(column).text();
    }

    /// Whether the row cannot be trusted as read.
    public boolean faulty() {
        for (SheetProblem problem : problems) {
            if (problem.severity().compareTo(SheetProblem.Severity.ERROR) >= 0) {
                return true;
            }
        }
        return false;
    }
}
