package io.sextant.app.demand.importing.web;

import io.sextant.app.demand.UseCaseQuery;
import io.sextant.app.demand.importing.Exports;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Site;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.knowledge.Tracker;
import io.sextant.app.platform.rest.Problem;
import io.sextant.app.platform.sheet.Download;
import io.sextant.app.platform.sheet.SheetWriter.Format;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/// The register as a file, for people and for programs: the filters of the list apply.
@RestController
class ExportFaces {
    private final Exports exports;
    private final Site site;

    ExportFaces(Exports exports, Site site) {
        this.exports = exports;
        this.site = site;
    }

    /// Gives the register as a workbook.
    @Needs(Permission.EXPORT_USE_CASES)
    @GetMapping({"/use-cases/export.xlsx", "/api/v1/use-cases/export.xlsx"})
    void workbook(Actor actor, Ui ui, @RequestParam MultiValueMap<String, String> params, HttpServletResponse response)
            throws IOException {
        write(actor, ui, params, Format.XLSX, response);
    }

    /// Gives the register as delimited text: semicolons for French, commas for English; or as the import of another
    /// system expects it.
    ///
    /// @param format `csv`, `jira-csv` or `servicenow-csv`; the first when absent
    @Needs(Permission.EXPORT_USE_CASES)
    @GetMapping({"/use-cases/export.csv", "/api/v1/use-cases/export.csv"})
    void text(
            Actor actor,
            Ui ui,
            @RequestParam(required = false) @Nullable String format,
            @RequestParam MultiValueMap<String, String> params,
            HttpServletResponse response)
            throws IOException {
        if (format == null || format.equals("csv")) {
            write(actor, ui, params, Format.csv(ui.lang()), response);
            return;
        }
        Optional<Tracker> tracker =
                format.endsWith("-csv") ? Tracker.named(format.substring(0, format.length() - 4)) : Optional.empty();
        if (tracker.isEmpty()) {
            throw Problem.refused(List.of(Reason.of("format", "demand.export.format.unknown", format)))
                    .exception();
        }
        Download.start(response, exports.name(ui.language(), tracker.get()), Format.CSV_COMMA);
        String address = site.address("").orElseGet(() -> ServletUriComponentsBuilder.fromCurrentContextPath()
                .build()
                .toUriString());
        exports.write(
                actor, UseCaseQuery.of(params), tracker.get(), ui.language(), address, response.getOutputStream());
    }

    private void write(
            Actor actor, Ui ui, MultiValueMap<String, String> params, Format format, HttpServletResponse response)
            throws IOException {
        Download.start(response, exports.name(ui.language()), format);
        exports.write(actor, UseCaseQuery.of(params), format, ui.language(), response.getOutputStream());
    }
}
