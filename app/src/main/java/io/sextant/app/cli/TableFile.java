package io.sextant.app.cli;

import io.sextant.app.kernel.Outcome;
import io.sextant.app.platform.sheet.SheetChoice;
import io.sextant.app.platform.sheet.SheetFile;
import io.sextant.app.platform.sheet.SheetLimits;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.sheet.SheetProblem.Severity;
import io.sextant.app.platform.sheet.SheetRow;
import io.sextant.app.platform.sheet.SheetRows;
import io.sextant.app.platform.sheet.Sheets;
import io.sextant.app.platform.sheet.Table;
import io.sextant.app.platform.sheet.TableColumn;
import io.sextant.engine.gates.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A table that a command reads row by row: CSV or XLSX, from a file or from standard input, of any length.
final class TableFile implements AutoCloseable {
    private static final SheetLimits LIMITS = SheetLimits.DEFAULT
            .withMaxBytes(Long.MAX_VALUE)
            .withMaxRows(Integer.MAX_VALUE)
            .withMaxColumns(10_000);
    private static final int LISTED = 12;

    private final Console console;
    private final SheetFile file;
    private Table table;

    private TableFile(Console console, SheetFile file, Table table) {
        this.console = console;
        this.file = file;
        this.table = table;
    }

    /// What happens to the rows.
    interface Reader {
        /// A row that can be read; the cells of the columns asked for, in their order, blank ones as empty texts.
        void row(int line, String... cells);

        /// A row that cannot.
        void faulty(InputProblem problem);
    }

    /// Opens a table.
    ///
    /// @param name of a file, or `-` for standard input
    /// @throws BadInput when it is none
    static TableFile open(String name, Console console) throws IOException {
        Outcome<SheetFile> opened;
        if (name.equals("-")) {
            opened = Sheets.read(console.in(), name, LIMITS);
        } else {
            Path path = Path.of(name);
            if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
                throw new BadInput(List.of(new InputProblem(
                        0, "", name, console.text("cli.file.absent", name), console.text("cli.file.absent.mend"))));
            }
            opened = Sheets.read(path, path.getFileName().toString(), LIMITS);
        }
        return switch (opened) {
            case Outcome.Done<SheetFile>(SheetFile file) -> {
                Table table = file.table(SheetChoice.NONE);
                yield new TableFile(console, file, table);
            }
            case Outcome.Refused<SheetFile>(var reasons) ->
                throw new BadInput(reasons.stream()
                        .map(reason -> new InputProblem(
                                0,
                                "",
                                name,
                                console.text(reason.code(), reason.args().toArray()),
                                console.text(
                                        reason.code() + ".mend", reason.args().toArray())))
                        .toList());
            case Outcome.Stale<SheetFile> _ -> throw new IllegalStateException("a file has no version");
        };
    }

    /// Reads every row once.
    ///
    /// @param wanted headings asked for
    /// @throws BadInput when a heading is not there, or the file cannot be read to its end
    void read(List<String> wanted, Reader reader) throws IOException {
        int[] places = places(wanted);
        SheetProblem fatal = table.fatal();
        if (fatal != null) {
            throw new BadInput(List.of(told(fatal)));
        }
        for (SheetProblem problem : table.problems()) {
            if (problem.severity() == Severity.WARNING && (problem.column() < 0 || among(places, problem.column()))) {
                console.note(told(problem).problem());
            }
        }
        String[] cells = new String[places.length];
        long mended = 0;
        try (SheetRows rows = table.rows()) {
            for (SheetRow row = rows.next(); row != null; row = rows.next()) {
                SheetProblem fault = null;
                for (SheetProblem problem : row.problems()) {
                    boolean whole = problem.column() < 0;
                    if (problem.severity() == Severity.ERROR || whole) {
                        fault = fault == null ? problem : fault;
                    } else if (among(places, problem.column())) {
                        mended++;
                    }
                }
                if (fault != null) {
                    reader.faulty(told(fault));
                    continue;
                }
                for (int c = 0; c < places.length; c++) {
                    cells[c] = row.text(places[c]);
                }
                reader.row(row.number(), cells);
            }
            SheetProblem stopped = rows.stopped();
            if (stopped != null) {
                throw new BadInput(List.of(told(stopped)));
            }
        }
        if (mended > 0) {
            console.note(console.text("cli.mended", mended));
        }
    }

    private static boolean among(int[] places, int column) {
        for (int place : places) {
            if (place == column) {
                return true;
            }
        }
        return false;
    }

    /// Where the headings are. What looks like titles above the headings may be the headings themselves: where some are
    /// not found, the first row is tried as well.
    private int[] places(List<String> wanted) throws IOException {
        int[] places = find(table, wanted);
        if (among(places, -1) && table.headerRow() != 1) {
            Table first = file.table(new SheetChoice(null, 1, null, null));
            int[] again = find(first, wanted);
            if (!among(again, -1)) {
                table = first;
                return again;
            }
        }
        if (!among(places, -1)) {
            return places;
        }
        Set<String> known = new LinkedHashSet<>();
        table.columns().forEach(column -> known.add(column.heading()));
        SheetProblem fatal = table.fatal();
        if (known.isEmpty() && fatal != null) {
            throw new BadInput(List.of(told(fatal)));
        }
        List<InputProblem> missing = new ArrayList<>();
        for (int c = 0; c < places.length; c++) {
            if (places[c] < 0) {
                missing.add(missing(wanted.get(c), known));
            }
        }
        throw new BadInput(missing);
    }

    private InputProblem missing(String heading, Set<String> known) {
        String near = Nearest.to(heading, known);
        String all = String.join(", ", known.stream().limit(LISTED).toList()) + (known.size() > LISTED ? "…" : "");
        return new InputProblem(
                Math.max(1, table.headerRow()),
                heading,
                "",
                console.text("cli.column.missing"),
                near.isEmpty()
                        ? console.text("cli.column.missing.mend", all)
                        : console.text("cli.column.missing.near", near, all));
    }

    private static int[] find(Table table, List<String> wanted) {
        return wanted.stream().mapToInt(heading -> find(table, heading.strip())).toArray();
    }

    private static int find(Table table, String heading) {
        for (TableColumn column : table.columns()) {
            if (column.heading().equals(heading)) {
                return column.index();
            }
        }
        return -1;
    }

    /// A problem of the file in words.
    private InputProblem told(SheetProblem problem) {
        Object[] arguments = problem.args().toArray();
        return new InputProblem(
                problem.row(),
                problem.heading(),
                problem.value(),
                console.text(problem.code(), arguments),
                console.text(problem.mendCode(), arguments));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
