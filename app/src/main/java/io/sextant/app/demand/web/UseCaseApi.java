package io.sextant.app.demand.web;

import io.sextant.app.demand.BulkChange;
import io.sextant.app.demand.BulkResult;
import io.sextant.app.demand.Comments;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.Kind;
import io.sextant.app.demand.LookAlike;
import io.sextant.app.demand.Overview;
import io.sextant.app.demand.Overviews;
import io.sextant.app.demand.Person;
import io.sextant.app.demand.Revision;
import io.sextant.app.demand.Sights;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCaseQuery;
import io.sextant.app.demand.UseCases;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Cursor;
import io.sextant.app.platform.rest.Problem;
import io.sextant.app.platform.rest.Slice;
import io.sextant.app.platform.rest.Versions;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The register through the API.
@RestController
@RequestMapping("/api/v1/use-cases")
class UseCaseApi {
    private static final String ORDER = "use cases by key";

    private final UseCases useCases;
    private final Overviews overviews;
    private final Comments comments;
    private final Sights sights;
    private final Units units;
    private final JsonMapper json;
    private final Messages messages;

    UseCaseApi(
            UseCases useCases,
            Overviews overviews,
            Comments comments,
            Sights sights,
            Units units,
            JsonMapper json,
            Messages messages) {
        this.useCases = useCases;
        this.overviews = overviews;
        this.comments = comments;
        this.sights = sights;
        this.units = units;
        this.json = json;
        this.messages = messages;
    }

    /// Why a use case is put away, brought back or gone back on.
    public record ReasonBody(@Nullable String reason) {}

    /// A comment to be.
    ///
    /// @param mentions accounts of the people it names; the text holds `@` and the name, or `@{account}`, of each
    public record CommentBody(
            @Nullable String body, @Nullable List<Long> mentions) {}

    /// One change to several use cases; exactly one of the changes is given.
    ///
    /// @param ids up to 1,000 identifiers
    /// @param stage the new stage
    /// @param kind the new kind of AI
    /// @param unit code of the new unit
    /// @param businessOwner name of the new business owner
    /// @param technicalOwner name of the new technical owner
    /// @param addTag a tag to add
    /// @param removeTag a tag to take away
    /// @param archive `true` puts away, `false` brings back
    public record BulkBody(
            @Nullable List<String> ids,
            @Nullable String stage,
            @Nullable String kind,
            @Nullable String unit,
            @Nullable String businessOwner,
            @Nullable String technicalOwner,
            @Nullable String addTag,
            @Nullable String removeTag,
            @Nullable Boolean archive,
            @Nullable String reason) {}

    /// What a bulk change did to one use case.
    ///
    /// @param outcome `changed`, `same` or `refused`
    public record BulkLine(
            String id, String outcome, @Nullable Long version, List<String> reasons) {}

    /// Lists use cases in the order of their registration. The filters of the page's address serve here too: `q`,
    /// `stage`, `kind`, `unit`, `domain`, `need`, `year`, `source`, `tag`, `owner`, `missing`, `area`, `lookalike`,
    /// `archived`; `-` stands for *not said*.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping
    Slice<UseCaseView> list(
            Actor actor,
            @RequestParam MultiValueMap<String, String> filters,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int size = Slice.limit(limit);
        var keys = Cursor.read(ORDER, 1, cursor);
        long after = keys == null || keys.getFirst() == null ? 0 : Long.parseLong(keys.getFirst());
        List<UseCase> rows = useCases.listAfter(actor, UseCaseQuery.of(filters), after, size + 1);
        return Slice.of(rows, size, u -> UseCaseView.of(u, units), u -> Cursor.after(ORDER, String.valueOf(u.key())));
    }

    /// Counts use cases; the filters are those of the list.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/overview")
    Overview overview(Actor actor, @RequestParam MultiValueMap<String, String> filters) {
        return overviews.of(actor, UseCaseQuery.of(filters));
    }

    /// Lists the groups of use cases that look like one another, the largest first.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/look-alikes")
    List<LookAlike> lookAlikes(Actor actor, @RequestParam(defaultValue = "100") int limit) {
        return overviews.lookAlikes(actor, Math.clamp(limit, 1, 1_000));
    }

    /// Reads a use case with its six sights.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/{id}")
    ResponseEntity<UseCaseView> get(Actor actor, @PathVariable String id, Locale locale) {
        return answer(found(actor, id), locale);
    }

    /// Registers a use case; only `title` is required.
    @Needs(Permission.PROPOSE_USE_CASE)
    @PostMapping
    ResponseEntity<UseCaseView> create(Actor actor, @RequestBody UseCaseBody body, Locale locale) {
        UseCase made = Answers.done(useCases.propose(actor, content(body, null), null));
        return ResponseEntity.created(
                        URI.create("/api/v1/use-cases/" + made.id().code()))
                .eTag(Versions.etag(made.version()))
                .body(view(made, locale));
    }

    /// Replaces what people can write of a use case: a field that is absent is emptied.
    @Needs(Permission.VIEW_USE_CASES)
    @PutMapping("/{id}")
    ResponseEntity<UseCaseView> replace(
            Actor actor,
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestParam(required = false) @Nullable String reason,
            @RequestBody UseCaseBody body,
            Locale locale) {
        UseCase before = found(actor, id);
        return answer(
                Answers.done(useCases.edit(
                        actor, before.id(), Versions.required(ifMatch), content(body, before.content()), reason)),
                locale);
    }

    /// Changes some fields of a use case (JSON merge patch, RFC 7396): a field that is absent stays, a null empties it.
    @Needs(Permission.VIEW_USE_CASES)
    @PatchMapping("/{id}")
    ResponseEntity<UseCaseView> patch(
            Actor actor,
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestParam(required = false) @Nullable String reason,
            @RequestBody Map<String, @Nullable Object> patch,
            Locale locale) {
        UseCase before = found(actor, id);
        long version = Versions.required(ifMatch);
        JsonNode merged = merged(json.valueToTree(UseCaseBody.of(before.content(), units)), json.valueToTree(patch));
        UseCaseBody body = read(merged);
        return answer(
                Answers.done(useCases.edit(actor, before.id(), version, content(body, before.content()), reason)),
                locale);
    }

    private UseCaseBody read(JsonNode merged) {
        try {
            return json.treeToValue(merged, UseCaseBody.class);
        } catch (JacksonException e) {
            String field = e instanceof DatabindException at && !at.getPath().isEmpty()
                    ? String.valueOf(at.getPath().getFirst().getPropertyName())
                    : "";
            throw Problem.refused(List.of(Reason.of(field, "demand.problem.shape", field)))
                    .exception();
        }
    }

    private static JsonNode merged(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes) || !(target instanceof ObjectNode whole)) {
            return patch;
        }
        changes.properties().forEach(entry -> {
            JsonNode now = whole.get(entry.getKey());
            if (entry.getValue().isNull()) {
                whole.putNull(entry.getKey());
            } else {
                whole.set(entry.getKey(), now == null ? entry.getValue() : merged(now, entry.getValue()));
            }
        });
        return whole;
    }

    /// Puts a use case away.
    @Needs(Permission.ARCHIVE_USE_CASES)
    @DeleteMapping("/{id}")
    ResponseEntity<UseCaseView> archive(
            Actor actor,
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestParam(required = false) @Nullable String reason,
            Locale locale) {
        return answer(
                Answers.done(useCases.archive(actor, found(actor, id).id(), Versions.required(ifMatch), reason)),
                locale);
    }

    /// Brings a use case back.
    @Needs(Permission.ARCHIVE_USE_CASES)
    @PostMapping("/{id}/restore")
    ResponseEntity<UseCaseView> restore(
            Actor actor,
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody(required = false) @Nullable ReasonBody body,
            Locale locale) {
        return answer(
                Answers.done(useCases.restore(
                        actor, found(actor, id).id(), Versions.required(ifMatch), body == null ? null : body.reason())),
                locale);
    }

    /// Takes the last change back.
    @Needs(Permission.VIEW_USE_CASES)
    @PostMapping("/{id}/undo")
    ResponseEntity<UseCaseView> undo(
            Actor actor,
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            Locale locale) {
        return answer(Answers.done(useCases.undo(actor, found(actor, id).id(), Versions.required(ifMatch))), locale);
    }

    /// Reads the history of a use case, the latest step first.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/{id}/history")
    List<Revision> history(Actor actor, @PathVariable String id) {
        return useCases.history(actor, found(actor, id).id());
    }

    /// Reads the comments on a use case, the oldest first.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/{id}/comments")
    List<Comments.Comment> comments(Actor actor, @PathVariable String id) {
        return comments.of(actor, found(actor, id).id());
    }

    /// Lists whom a comment may name: people who may see the use case, whose name or address holds `q`; eight at most.
    @Needs(Permission.COMMENT)
    @GetMapping("/{id}/mentionable")
    List<Comments.Mention> mentionable(
            Actor actor, @PathVariable String id, @RequestParam(defaultValue = "") String q) {
        return comments.mentionable(actor, found(actor, id).id(), q).stream()
                .map(p -> new Comments.Mention(p.id(), p.name()))
                .toList();
    }

    /// Adds a comment.
    @Needs(Permission.COMMENT)
    @PostMapping("/{id}/comments")
    @ResponseStatus(HttpStatus.CREATED)
    Comments.Comment comment(Actor actor, @PathVariable String id, @RequestBody CommentBody body) {
        return Answers.done(comments.add(
                actor,
                found(actor, id).id(),
                body.body() == null ? "" : body.body(),
                body.mentions() == null ? List.of() : body.mentions()));
    }

    /// Changes one's own comment.
    @Needs(Permission.COMMENT)
    @PutMapping("/{id}/comments/{comment}")
    Comments.Comment editComment(
            Actor actor, @PathVariable String id, @PathVariable long comment, @RequestBody CommentBody body) {
        UseCaseId of = found(actor, id).id();
        String text = body.body() == null ? "" : body.body();
        return Answers.done(
                body.mentions() == null
                        ? comments.edit(actor, of, comment, text)
                        : comments.edit(actor, of, comment, text, body.mentions()));
    }

    /// Withdraws one's own comment.
    @Needs(Permission.COMMENT)
    @DeleteMapping("/{id}/comments/{comment}")
    Comments.Comment withdraw(Actor actor, @PathVariable String id, @PathVariable long comment) {
        return Answers.done(comments.withdraw(actor, found(actor, id).id(), comment));
    }

    /// Makes one change to several use cases and answers row by row: what is refused to one is done to the others.
    @Needs(Permission.EDIT_USE_CASES)
    @PostMapping("/bulk")
    List<BulkLine> bulk(Actor actor, @RequestBody BulkBody body, Locale locale) {
        List<String> ids = body.ids() == null ? List.of() : body.ids();
        var problems = new ArrayList<Reason>();
        if (ids.isEmpty() || ids.size() > UseCases.MAX_BULK) {
            problems.add(Reason.of("ids", "demand.problem.bulkSize", ids.size(), UseCases.MAX_BULK));
        }
        ids.stream()
                .filter(id -> !UseCaseId.matches(id))
                .findFirst()
                .ifPresent(id -> problems.add(Reason.of("ids", "demand.problem.id", id)));
        List<BulkChange> changes = changes(body, problems);
        if (problems.isEmpty() && changes.size() != 1) {
            problems.add(Reason.whole("demand.problem.oneChange"));
        }
        if (!problems.isEmpty()) {
            throw Problem.refused(problems).exception();
        }
        return useCases
                .bulk(actor, ids.stream().map(UseCaseId::new).toList(), changes.getFirst(), body.reason())
                .stream()
                .map(r -> line(r, locale))
                .toList();
    }

    private List<BulkChange> changes(BulkBody body, List<Reason> problems) {
        var changes = new ArrayList<BulkChange>();
        if (body.stage() != null) {
            changes.add(new BulkChange.SetStage(UseCaseBody.choice(Stage.values(), body.stage(), "stage", problems)));
        }
        if (body.kind() != null) {
            changes.add(new BulkChange.SetKind(UseCaseBody.choice(Kind.values(), body.kind(), "kind", problems)));
        }
        String code = body.unit();
        if (code != null) {
            units.byCode(code)
                    .map(Unit::id)
                    .ifPresentOrElse(
                            unit -> changes.add(new BulkChange.SetUnit(unit)),
                            () -> problems.add(Reason.of("unit", "demand.problem.unitCode", code)));
        }
        if (body.businessOwner() != null) {
            changes.add(new BulkChange.SetBusinessOwner(Person.named(body.businessOwner())));
        }
        if (body.technicalOwner() != null) {
            changes.add(new BulkChange.SetTechnicalOwner(Person.named(body.technicalOwner())));
        }
        if (body.addTag() != null) {
            changes.add(new BulkChange.AddTag(body.addTag()));
        }
        if (body.removeTag() != null) {
            changes.add(new BulkChange.RemoveTag(body.removeTag()));
        }
        if (body.archive() != null) {
            changes.add(body.archive() ? new BulkChange.Archive() : new BulkChange.Restore());
        }
        return changes;
    }

    private BulkLine line(BulkResult result, Locale locale) {
        return new BulkLine(
                result.id().code(),
                result.changed() ? "changed" : result.refused() ? "refused" : "same",
                result.version(),
                result.reasons().stream()
                        .map(r -> text(locale, r.code(), r.args().toArray()))
                        .toList());
    }

    private Content content(UseCaseBody body, @Nullable Content before) {
        UseCaseBody.Read read = body.toContent(units, before);
        if (!read.problems().isEmpty()) {
            var problems = new ArrayList<>(read.problems());
            problems.addAll(read.content().problems());
            throw Problem.refused(problems).exception();
        }
        return read.content();
    }

    private UseCase found(Actor actor, String id) {
        return Answers.found(
                Optional.of(id).filter(UseCaseId::matches).flatMap(c -> useCases.find(actor, new UseCaseId(c))));
    }

    private ResponseEntity<UseCaseView> answer(UseCase useCase, Locale locale) {
        return ResponseEntity.ok().eTag(Versions.etag(useCase.version())).body(view(useCase, locale));
    }

    private UseCaseView view(UseCase useCase, Locale locale) {
        return UseCaseView.of(useCase, units, sights.of(useCase), (key, args) -> text(locale, key, args));
    }

    private String text(Locale locale, String key, Object... args) {
        return messages.text(Lang.of(locale), key, args);
    }
}
