package io.sextant.app.demand.importing.web;

import io.sextant.app.demand.importing.Import;
import io.sextant.app.demand.importing.ImportRow;
import io.sextant.app.demand.importing.Imports;
import io.sextant.app.demand.importing.web.ImportView.RowView;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Units;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Cursor;
import io.sextant.app.platform.rest.Slice;
import io.sextant.app.platform.rest.Versions;
import io.sextant.app.platform.sheet.ProblemView;
import io.sextant.app.platform.sheet.SheetProblem.Severity;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/// Imports through the API.
@RestController
@RequestMapping("/api/v1/imports")
class ImportApi {
    private static final int LONGEST_WAIT_SECONDS = 30;

    private final Imports imports;
    private final Units units;
    private final ProblemFile problemFile;

    ImportApi(Imports imports, Units units, ProblemFile problemFile) {
        this.imports = imports;
        this.units = units;
        this.problemFile = problemFile;
    }

    /// Brings a file. With `apply=true` it is checked and written at once, with the columns as proposed; follow the
    /// work with `GET …?wait=30`.
    ///
    /// @param source name of the inventory; when absent, that of an inventory that the file is evidently a new
    /// edition
    /// of, else one made from the file's name that no inventory has yet
    /// @param lang language of the texts; recognised when absent
    @Needs(Permission.IMPORT_USE_CASES)
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<ImportView> bring(
            Actor actor,
            Ui ui,
            @RequestPart("file") MultipartFile file,
            @RequestParam(defaultValue = "false") boolean apply,
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String lang)
            throws IOException {
        try (InputStream in = file.getInputStream()) {
            String name = Objects.requireNonNullElse(file.getOriginalFilename(), "import");
            Import imported =
                    Answers.done(imports.bring(actor, in, name, ui.lang(), new Imports.Wish(source, lang, apply)));
            return ResponseEntity.status(apply ? HttpStatus.ACCEPTED : HttpStatus.CREATED)
                    .location(URI.create("/api/v1/imports/" + imported.id()))
                    .eTag(Versions.etag(imported.version()))
                    .body(view(imported, ui));
        }
    }

    /// Lists imports, the latest first.
    @Needs(Permission.IMPORT_USE_CASES)
    @GetMapping
    Slice<ImportView> list(
            Actor actor,
            Ui ui,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int size = Slice.limit(limit);
        List<@Nullable String> keys = Cursor.read("imports", 1, cursor);
        Long before = keys == null ? null : Long.valueOf(Objects.requireNonNull(keys.getFirst()));
        List<Import> found = imports.list(actor, before, size + 1);
        return Slice.of(
                found, size, imported -> view(imported, ui), imported -> Cursor.after("imports", imported.id()));
    }

    /// Reads an import.
    ///
    /// @param wait seconds to wait for work in the background to end, 30 at most
    @Needs(Permission.IMPORT_USE_CASES)
    @GetMapping("/{id}")
    ResponseEntity<ImportView> get(
            Actor actor, Ui ui, @PathVariable long id, @RequestParam(defaultValue = "0") int wait) {
        Duration patience = Duration.ofSeconds(Math.clamp(wait, 0, LONGEST_WAIT_SECONDS));
        return answer(HttpStatus.OK, Answers.found(imports.await(actor, id, patience)), ui);
    }

    /// Changes how the file is read or what its columns become. What an earlier check found no longer counts.
    @Needs(Permission.IMPORT_USE_CASES)
    @PatchMapping("/{id}")
    ResponseEntity<ImportView> change(
            Actor actor,
            Ui ui,
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody PlanBody body) {
        long seen = Versions.required(ifMatch);
        Import imported = Answers.found(imports.find(actor, id));
        if (body.rereads()) {
            imported = Answers.done(
                    imports.reread(actor, id, seen, body.choice(imported.plan().choice()), ui.lang(), body.plain()));
            seen = imported.version();
        }
        var plan = Answers.done(body.applied(imported, units));
        return answer(HttpStatus.OK, Answers.done(imports.replan(actor, id, seen, plan)), ui);
    }

    /// Starts the check: what would happen, row by row. Nothing is written to the register.
    ///
    /// @param apply whether what it finds is written at once
    @Needs(Permission.IMPORT_USE_CASES)
    @PostMapping("/{id}/dry-run")
    ResponseEntity<ImportView> check(
            Actor actor,
            Ui ui,
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestParam(defaultValue = "false") boolean apply) {
        return answer(
                HttpStatus.ACCEPTED, Answers.done(imports.check(actor, id, version(actor, id, ifMatch), apply)), ui);
    }

    /// Starts writing what the check found, all or nothing.
    @Needs(Permission.IMPORT_USE_CASES)
    @PostMapping("/{id}/apply")
    ResponseEntity<ImportView> apply(
            Actor actor,
            Ui ui,
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return answer(HttpStatus.ACCEPTED, Answers.done(imports.apply(actor, id, version(actor, id, ifMatch))), ui);
    }

    /// Starts taking an import back.
    @Needs(Permission.IMPORT_USE_CASES)
    @PostMapping("/{id}/undo")
    ResponseEntity<ImportView> undo(
            Actor actor,
            Ui ui,
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return answer(HttpStatus.ACCEPTED, Answers.done(imports.undo(actor, id, version(actor, id, ifMatch))), ui);
    }

    /// Throws away a file that was not written. Stops the work that goes on; nothing of it stays written.
    @Needs(Permission.IMPORT_USE_CASES)
    @PostMapping("/{id}/stop")
    ResponseEntity<ImportView> stop(Actor actor, Ui ui, @PathVariable long id) {
        Answers.found(imports.find(actor, id));
        return answer(HttpStatus.OK, Answers.done(imports.stop(actor, id)), ui);
    }

    @Needs(Permission.IMPORT_USE_CASES)
    @DeleteMapping("/{id}")
    ResponseEntity<Void> discard(
            Actor actor,
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        Answers.done(imports.discard(actor, id, version(actor, id, ifMatch)));
        return ResponseEntity.noContent().build();
    }

    /// Lists what the rows of the file come to, in its order.
    ///
    /// @param effect only rows of which this becomes; may be given several times
    @Needs(Permission.IMPORT_USE_CASES)
    @GetMapping("/{id}/rows")
    Slice<RowView> rows(
            Actor actor,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Set<ImportRow.Effect> effect,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int size = Slice.limit(limit);
        Set<ImportRow.Effect> effects =
                effect == null || effect.isEmpty() ? EnumSet.allOf(ImportRow.Effect.class) : EnumSet.copyOf(effect);
        String list = "import rows " + id + " " + effects;
        Import imported = Answers.found(imports.find(actor, id));
        return Slice.of(
                imports.rows(imported, effects, after(list, cursor), size + 1),
                size,
                RowView::of,
                row -> Cursor.after(list, row.number()));
    }

    /// Lists what was found in the file, in its order.
    ///
    /// @param severity only problems of this severity; may be given several times
    @Needs(Permission.IMPORT_USE_CASES)
    @GetMapping("/{id}/problems")
    Slice<ProblemView> problems(
            Actor actor,
            Ui ui,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Set<Severity> severity,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int size = Slice.limit(limit);
        Set<Severity> severities =
                severity == null || severity.isEmpty() ? EnumSet.allOf(Severity.class) : EnumSet.copyOf(severity);
        String list = "import problems " + id + " " + severities;
        Import imported = Answers.found(imports.find(actor, id));
        return Slice.of(
                imports.problems(imported, severities, after(list, cursor), size + 1),
                size,
                numbered -> Wording.view(ui, numbered.problem()),
                numbered -> Cursor.after(list, numbered.seq()));
    }

    /// Gives what was found in the file as CSV.
    @Needs(Permission.IMPORT_USE_CASES)
    @GetMapping(path = "/{id}/problems.csv", produces = "text/csv")
    void problemsAsCsv(Actor actor, Ui ui, @PathVariable long id, HttpServletResponse response) throws IOException {
        problemFile.write(Answers.found(imports.find(actor, id)), ui, response);
    }

    private static int after(String list, @Nullable String cursor) {
        List<@Nullable String> keys = Cursor.read(list, 1, cursor);
        return keys == null ? 0 : Integer.parseInt(Objects.requireNonNull(keys.getFirst()));
    }

    /// The version named, or that of now when the caller does not care.
    private long version(Actor actor, long id, @Nullable String ifMatch) {
        return ifMatch == null ? Answers.found(imports.find(actor, id)).version() : Versions.required(ifMatch);
    }

    private ResponseEntity<ImportView> answer(HttpStatus status, Import imported, Ui ui) {
        ImportView view = view(imported, ui);
        return ResponseEntity.status(status).eTag(Versions.etag(view.version())).body(view);
    }

    private ImportView view(Import imported, Ui ui) {
        Imports.Standing standing = imports.standing(imported);
        return ImportView.of(standing.imported(), standing.job(), units, ui);
    }
}
