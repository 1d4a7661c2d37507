package io.sextant.app.identity.directory;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.access.Links;
import io.sextant.app.identity.directory.DirectoryImport.Effect;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Cursor;
import io.sextant.app.platform.rest.Slice;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/// People in bulk from a file, through the API.
@RestController
@RequestMapping("/api/v1/users/imports")
class DirectoryApi {
    /// How a file is carried out.
    ///
    /// @param closeMissing whether the accounts of people who are not in the file are closed
    public record Carrying(@Nullable Boolean closeMissing) {}

    /// Somebody new, and the link by which they choose a password, once.
    public record Invited(long userId, String name, String email, String link, Instant expiresAt) {}

    private final DirectoryImports imports;
    private final Links links;

    DirectoryApi(DirectoryImports imports, Links links) {
        this.imports = imports;
        this.links = links;
    }

    /// Brings a file of people (CSV or XLSX): it is read and compared, and changes nobody.
    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<DirectoryImport> bringPeople(Actor actor, @RequestPart("file") MultipartFile file)
            throws IOException {
        try (InputStream in = file.getInputStream()) {
            DirectoryImport brought = Answers.done(
                    imports.bring(actor, in, Objects.requireNonNullElse(file.getOriginalFilename(), "import")));
            return ResponseEntity.status(HttpStatus.CREATED)
                    .location(URI.create("/api/v1/users/imports/" + brought.id()))
                    .body(brought);
        }
    }

    /// Lists the files that are remembered, the latest first.
    @Needs(Permission.MANAGE_PEOPLE)
    @GetMapping
    Slice<DirectoryImport> peopleFiles(Actor actor) {
        return new Slice<>(imports.list(actor), null);
    }

    /// Reads what a file does, and did.
    @Needs(Permission.MANAGE_PEOPLE)
    @GetMapping("/{id}")
    DirectoryImport peopleFile(Actor actor, @PathVariable long id) {
        return Answers.found(imports.find(actor, id));
    }

    /// Lists the rows of a file, and the people who are not in it, with every problem and its mend.
    @Needs(Permission.MANAGE_PEOPLE)
    @GetMapping("/{id}/rows")
    Slice<DirectoryView.Line> peopleRows(
            Actor actor,
            Ui ui,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Effect effect,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Answers.found(imports.find(actor, id));
        int size = Slice.limit(limit);
        String name = "directory rows " + id + "|" + effect;
        var keys = Cursor.read(name, 1, cursor);
        int after = keys == null ? 0 : Integer.parseInt(Objects.requireNonNull(keys.getFirst()));
        var effects = effect == null ? EnumSet.allOf(Effect.class) : EnumSet.of(effect);
        return Slice.of(
                imports.rows(actor, id, effects, after, size + 1),
                size,
                row -> DirectoryView.Line.of(row, ui),
                row -> Cursor.after(name, row.seq()));
    }

    /// Carries a file out in one transaction. Rows that are refused are left.
    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/{id}/apply")
    DirectoryImport applyPeople(
            Actor actor, @PathVariable long id, @RequestBody(required = false) @Nullable Carrying body) {
        return Answers.done(imports.apply(actor, id, body != null && Boolean.TRUE.equals(body.closeMissing())));
    }

    /// Takes a file back; what changed since stays as it is.
    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/{id}/undo")
    DirectoryImport undoPeople(Actor actor, @PathVariable long id) {
        return Answers.done(imports.undo(actor, id));
    }

    /// Makes a link for everybody the file made who has not come in yet; earlier links of theirs die.
    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/{id}/invitations")
    Slice<Invited> invitePeople(Actor actor, @PathVariable long id, HttpServletRequest request) {
        return new Slice<>(
                Answers.done(imports.invite(actor, id)).stream()
                        .map(i -> new Invited(
                                i.userId(),
                                i.name(),
                                i.email(),
                                links.invitation(i.link(), request),
                                i.link().expiresAt()))
                        .toList(),
                null);
    }
}
