package io.sextant.app.platform.sheet;

import io.sextant.app.platform.sheet.SheetProblem.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of a table below its headings, read once from first to last in flat memory. Blank rows are passed over. Not
/// safe for use by several threads at once.
public final class SheetRows implements AutoCloseable {
    private final RawRows rows;
    private final List<TableColumn> columns;
    private final int headerRow;
    private final boolean text;
    private final SheetLimits limits;
    private int count;
    private boolean finished;
    private @Nullable SheetProblem end;

    SheetRows(RawRows rows, List<TableColumn> columns, int headerRow, boolean text, SheetLimits limits) {
        this.rows = rows;
        this.columns = columns;
        this.headerRow = headerRow;
        this.text = text;
        this.limits = limits;
    }

    /// The next row; absent at the end, be it the end of the file or [#stopped()].
    public @Nullable SheetRow next() throws IOException {
        while (!finished) {
            RawRow raw;
            try {
                raw = rows.next();
            } catch (RawRows.Unreadable e) {
                return stop(e.problem());
            }
            if (raw == null) {
                finished = true;
                return null;
            }
            if (raw.number() <= headerRow || raw.nothing()) {
                continue;
            }
            if (++count > limits.maxRows()) {
                return stop(SheetProblem.row(
                        Severity.FATAL, raw.number(), "", "platform.sheet.rows.tooMany", limits.maxRows()));
            }
            return fit(raw);
        }
        return null;
    }

    private @Nullable SheetRow stop(SheetProblem problem) {
        finished = true;
        end = problem;
        return null;
    }

    private SheetRow fit(RawRow raw) {
        List<Cell> cells = new ArrayList<>(columns.size());
        for (int c = 0; c < columns.size(); c++) {
            cells.add(raw.cell(c));
        }
        List<SheetProblem> problems = new ArrayList<>(raw.problems().size() + 1);
        for (SheetProblem problem : raw.problems()) {
            problems.add(
                    problem.column() >= 0 && problem.column() < columns.size()
                            ? problem.under(columns.get(problem.column()).heading())
                            : problem);
        }
        int last = Headings.lastFilled(raw);
        if (last >= columns.size()) {
            String extra = extra(raw, last);
            problems.add(SheetProblem.row(
                    Severity.ERROR,
                    raw.number(),
                    extra,
                    "platform.sheet.row.long",
                    last + 1 - columns.size(),
                    ColumnLetters.of(columns.size()),
                    columns.size(),
                    SheetProblem.excerpt(extra)));
        } else if (text && raw.cells().size() < columns.size()) {
            // A spreadsheet drops blank cells at the end of a row; a text file does not, so there it is a sign of
            // damage.
            problems.add(SheetProblem.row(
                    Severity.WARNING,
                    raw.number(),
                    "",
                    "platform.sheet.row.short",
                    raw.cells().size(),
                    columns.size(),
                    columns.get(raw.cells().size()).heading()));
        }
        return new SheetRow(
                raw.number(),
                Collections.unmodifiableList(cells),
                raw.formulas(),
                Collections.unmodifiableList(problems));
    }

    private String extra(RawRow raw, int last) {
        StringBuilder extra = new StringBuilder();
        for (int c = columns.size(); c <= last && extra.length() < 200; c++) {
            if (!raw.cell(c).empty()) {
                extra.append(extra.isEmpty() ? "" : " | ").append(raw.cell(c).text());
            }
        }
        return extra.toString();
    }

    /// Rows given so far.
    public int count() {
        return count;
    }

    /// How far the file has been read, from 0 to 1.
    public double progress() {
        return finished && end == null ? 1 : rows.progress();
    }

    /// Why reading ended before the end of the file; absent when it did not. A file that stopped must not be used.
    public @Nullable SheetProblem stopped() {
        return end;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
