package io.sextant.app.platform.sheet;

import java.util.BitSet;
import java.util.List;

/// One row as the file holds it, before headings are known.
///
/// @param number row as the spreadsheet numbers it, from 1
/// @param cells from column A on; as many as the file gives
/// @param formulas columns whose value was computed by a formula
/// @param problems what was found while reading it
record RawRow(int number, List<Cell> cells, BitSet formulas, List<SheetProblem> problems) {
    /// Nothing in any cell.
    boolean blank() {
        for (Cell cell : cells) {
            if (!(cell instanceof Cell.Blank)) {
                return false;
            }
        }
        return true;
    }

    /// Neither a value nor anything to say.
    boolean nothing() {
        return problems.isEmpty() && blank();
    }

    Cell cell(int column) {
        return column < cells.size() ? cells.get(column) : Cell.BLANK;
    }
}
