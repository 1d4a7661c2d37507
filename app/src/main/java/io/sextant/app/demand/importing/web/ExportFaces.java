package io.sextant.app.demand.importing.web;

import io.sextant.app.demand.UseCaseQuery;
import io.sextant.app.demand.importing.Exports;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.platform.sheet.Download;
import io.sextant.app.platform.sheet.SheetWriter.Format;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The register as a file, for people and for programs: the filters of the list apply.
@RestController
class ExportFaces {
    private final Exports exports;

    ExportFaces(Exports exports) {
        this.exports = exports;
    }

    /// Gives the register as a workbook.
    @Needs(Permission.EXPORT_USE_CASES)
    @GetMapping({"/use-cases/export.xlsx", "/api/v1/use-cases/export.xlsx"})
    void workbook(Actor actor, Ui ui, @RequestParam MultiValueMap<String, String> params, HttpServletResponse response)
            throws IOException {
        write(actor, ui, params, Format.XLSX, response);
    }

    /// Gives the register as delimited text: semicolons for French, commas for English.
    @Needs(Permission.EXPORT_USE_CASES)
    @GetMapping({"/use-cases/export.csv", "/api/v1/use-cases/export.csv"})
    void text(Actor actor, Ui ui, @RequestParam MultiValueMap<String, String> params, HttpServletResponse response)
            throws IOException {
        write(actor, ui, params, Format.csv(ui.lang()), response);
    }

    private void write(
            Actor actor, Ui ui, MultiValueMap<String, String> params, Format format, HttpServletResponse response)
            throws IOException {
        Download.start(response, exports.name(ui.language()), format);
        exports.write(actor, UseCaseQuery.of(params), format, ui.language(), response.getOutputStream());
    }
}
