package io.sextant.app.platform.sheet;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table found in a file: where its headings are, which columns it has, and its rows, as often as they are asked for.
public final class Table {
    /// Opens the rows of the worksheet from its first.
    interface Rows {
        RawRows open() throws IOException, RawRows.Unreadable;
    }

    private final Worksheet worksheet;
    private final int headerRow;
    private final List<TableColumn> columns;
    private final List<SheetProblem> problems;
    private final @Nullable SheetProblem fatal;
    private final boolean text;
    private final SheetLimits limits;
    private final Rows rows;

    Table(
            Worksheet worksheet,
            int headerRow,
            List<TableColumn> columns,
            List<SheetProblem> problems,
            @Nullable SheetProblem fatal,
            boolean text,
            SheetLimits limits,
            Rows rows) {
        this.worksheet = worksheet;
        this.headerRow = headerRow;
        this.columns = List.copyOf(columns);
        this.problems = List.copyOf(problems);
        this.fatal = fatal;
        this.text = text;
        this.limits = limits;
        this.rows = rows;
    }

    public Worksheet worksheet() {
        return worksheet;
    }

    /// Row of the headings as the spreadsheet numbers it; 0 when there are none.
    public int headerRow() {
        return headerRow;
    }

    public List<TableColumn> columns() {
        return columns;
    }

    /// What was understood and mended while finding the table: titles passed over, headings made unique…
    public List<SheetProblem> problems() {
        return problems;
    }

    /// Why there is no usable table; absent when there is one.
    public @Nullable SheetProblem fatal() {
        return fatal;
    }

    /// The rows below the headings, from the first.
    ///
    /// @throws IllegalStateException when the table is not usable
    public SheetRows rows() throws IOException {
        if (fatal != null) {
            throw new IllegalStateException(fatal.code());
        }
        try {
            return new SheetRows(rows.open(), columns, headerRow, text, limits);
        } catch (RawRows.Unreadable e) {
            SheetProblem problem = e.problem();
            return new SheetRows(
                    new RawRows() {
                        @Override
                        public @Nullable RawRow next() throws Unreadable {
                            throw new Unreadable(problem);
                        }

                        @Override
                        public double progress() {
                            return 0;
                        }

                        @Override
                        public void close() {}
                    },
                    columns,
                    headerRow,
                    text,
                    limits);
        }
    }
}
