package io.sextant.app.demand.importing.web;

import io.sextant.app.demand.importing.Import;
import io.sextant.app.demand.importing.Imports;
import io.sextant.app.platform.sheet.CsvWriter;
import io.sextant.app.platform.sheet.Download;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.sheet.SheetProblem.Severity;
import io.sextant.app.platform.sheet.SheetWriter;
import io.sextant.app.platform.sheet.SheetWriter.Format;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import org.springframework.stereotype.Component;

/// The problems of an import as a file, to be mended beside the inventory.
@Component
class ProblemFile {
    private static final int PAGE = 1_000;

    private final Imports imports;

    ProblemFile(Imports imports) {
        this.imports = imports;
    }

    void write(Import imported, Ui ui, HttpServletResponse response) throws IOException {
        Format format = Format.csv(ui.lang());
        Download.start(response, ui.t("demand.import.problems.file", imported.fileName()), format);
        List<String> headings = List.of(
                ui.t("demand.import.problem.severity"),
                ui.t("demand.import.problem.row"),
                ui.t("demand.import.problem.column"),
                ui.t("demand.import.problem.heading"),
                ui.t("demand.import.problem.value"),
                ui.t("demand.import.problem.message"),
                ui.t("demand.import.problem.mend"));
        try (SheetWriter writer = new CsvWriter(response.getOutputStream(), format, headings)) {
            int after = 0;
            while (true) {
                var page = imports.problems(imported, EnumSet.allOf(Severity.class), after, PAGE);
                if (page.isEmpty()) {
                    return;
                }
                for (Imports.Numbered numbered : page) {
                    SheetProblem p = numbered.problem();
                    writer.row(java.util.Arrays.asList(
                            ui.t("platform.sheet.severity." + p.severity()),
                            p.row() == 0 ? null : p.row(),
                            p.letter(),
                            p.heading(),
                            p.value(),
                            Wording.message(ui, p),
                            Wording.mend(ui, p)));
                }
                after = page.getLast().seq();
            }
        }
    }
}
