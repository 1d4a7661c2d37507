package io.sextant.app.identity.directory;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.access.Links;
import io.sextant.app.identity.directory.DirectoryImport.Effect;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Cursor;
import io.sextant.app.platform.rest.Problem;
import io.sextant.app.platform.rest.Slice;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
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
    /// How long a request waits for work that goes on behind it.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// What columns say.
    ///
    /// @param columns headings by what their columns say; columns that are not named are not read. Absent for what
    /// was
    ///     proposed
    public record Matching(@Nullable Map<DirectoryField, String> columns) {}

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

    /// Brings a file of people (CSV or XLSX): it is read and compared by what its headings say, and changes nobody.
    /// With
    /// `check=false` it is only taken in, to say oneself what its columns say.
    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<DirectoryImport> bringPeople(
            Actor actor, @RequestPart("file") MultipartFile file, @RequestParam(defaultValue = "true") boolean check)
            throws IOException {
        DirectoryImport brought;
        try (InputStream in = file.getInputStream()) {
            brought = Answers.done(
                    imports.bring(actor, in, Objects.requireNonNullElse(file.getOriginalFilename(), "import")));
        }
        if (check) {
            Outcome<DirectoryImport> checked = imports.check(actor, brought.id(), fields(brought, null));
            if (checked instanceof Outcome.Refused) {
                imports.discard(actor, brought.id());
            }
            Answers.done(checked);
        }
        return ResponseEntity.status(HttpStatus.CREATED)
                .location(URI.create("/api/v1/users/imports/" + brought.id()))
                .body(Answers.found(imports.await(actor, brought.id(), PATIENCE)));
    }

    /// Says what the columns of a file say, and reads and compares it so. It may go on in the background: `work` tells.
    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/{id}/check")
    DirectoryImport checkPeople(
            Actor actor, @PathVariable long id, @RequestBody(required = false) @Nullable Matching body) {
        DirectoryImport file = Answers.found(imports.find(actor, id));
        Answers.done(imports.check(actor, id, fields(file, body == null ? null : body.columns())));
        return Answers.found(imports.await(actor, id, PATIENCE));
    }

    private static List<@Nullable DirectoryField> fields(
            DirectoryImport file, @Nullable Map<DirectoryField, String> columns) {
        if (columns == null) {
            return file.columns().stream()
                    .map(DirectoryImport.Column::field)
                    .collect(Collectors.toCollection(ArrayList<@Nullable DirectoryField>::new));
        }
        columns.values().stream()
                .filter(heading ->
                        file.columns().stream().noneMatch(c -> c.heading().equals(heading)))
                .findFirst()
                .ifPresent(heading -> {
                    throw Problem.refused(List.of(Reason.of("columns", "identity.directory.noColumn", heading)))
                            .exception();
                });
        List<@Nullable DirectoryField> fields = new ArrayList<>();
        for (DirectoryImport.Column column : file.columns()) {
            fields.add(columns.entrySet().stream()
                    .filter(e -> e.getValue().equals(column.heading()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(null));
        }
        return fields;
    }

    /// Takes a file away of which nothing was carried out.
    @Needs(Permission.MANAGE_PEOPLE)
    @DeleteMapping("/{id}")
    ResponseEntity<Void> discardPeople(Actor actor, @PathVariable long id) {
        Answers.found(imports.find(actor, id));
        Answers.done(imports.discard(actor, id));
        return ResponseEntity.noContent().build();
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

    /// Carries a file out, or goes on where that was cut short; it may go on in the background: `work` tells. Rows that
    /// are refused are left.
    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/{id}/apply")
    DirectoryImport applyPeople(
            Actor actor, @PathVariable long id, @RequestBody(required = false) @Nullable Carrying body) {
        Answers.done(imports.apply(actor, id, body != null && Boolean.TRUE.equals(body.closeMissing())));
        return Answers.found(imports.await(actor, id, PATIENCE));
    }

    /// Takes a file back; what changed since stays as it is.
    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/{id}/undo")
    DirectoryImport undoPeople(Actor actor, @PathVariable long id) {
        Answers.done(imports.undo(actor, id));
        return Answers.found(imports.await(actor, id, PATIENCE));
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
