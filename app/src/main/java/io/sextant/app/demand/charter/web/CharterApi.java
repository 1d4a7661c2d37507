package io.sextant.app.demand.charter.web;

import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.charter.Charter;
import io.sextant.app.demand.charter.Charter.Answer;
import io.sextant.app.demand.charter.Charter.Examined;
import io.sextant.app.demand.charter.Charter.Former;
import io.sextant.app.demand.charter.CharterLine;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Cursor;
import io.sextant.app.platform.rest.Slice;
import io.sextant.app.platform.rest.Versions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The charter through the API; its version is its entity tag.
@RestController
@RequestMapping("/api/v1")
class CharterApi {
    private final Charter charter;

    CharterApi(Charter charter) {
        this.charter = charter;
    }

    /// Reads the charter: the lines in force in their order, then the others, the latest first.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/charter")
    ResponseEntity<Charter.View> readCharter(Actor actor) {
        return here(charter.of(actor));
    }

    /// Lists use cases that were found to cross a line, or not, or that nobody examined for it.
    ///
    /// @param answer left out for those that nobody examined
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/charter/lines/{line}/use-cases")
    Slice<Examined> listExamined(
            Actor actor,
            @PathVariable long line,
            @RequestParam(required = false) @Nullable Answer answer,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        CharterLine found = Answers.found(charter.line(actor, line));
        int size = Slice.limit(limit);
        String list = "charter " + found.id() + " " + answer;
        List<@Nullable String> keys = Cursor.read(list, 1, cursor);
        long after = keys == null ? 0 : Long.parseLong(Objects.requireNonNull(keys.getFirst()));
        return Slice.of(
                charter.useCases(actor, line, answer, after, size + 1),
                size,
                row -> row,
                row -> Cursor.after(list, String.valueOf(row.key())));
    }

    /// Reads what was found of a use case under lines that are no longer in force.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/use-cases/{id}/charter")
    List<Former> readFormerLines(Actor actor, @PathVariable String id) {
        return Answers.found(
                Optional.of(id).filter(UseCaseId::matches).flatMap(code -> charter.former(actor, new UseCaseId(code))));
    }

    /// Adds a line.
    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/charter/lines")
    ResponseEntity<Charter.View> addLine(
            Actor actor,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Wording body) {
        return done(
                charter.add(actor, Versions.required(ifMatch), said(body.fr()), said(body.en()), said(body.reason())));
    }

    /// Gives a line another wording, for which every use case is examined anew.
    @Needs(Permission.MANAGE_SETTINGS)
    @PutMapping("/charter/lines/{line}")
    ResponseEntity<Charter.View> rewordLine(
            Actor actor,
            @PathVariable long line,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Wording body) {
        return done(charter.reword(
                actor, Versions.required(ifMatch), line, said(body.fr()), said(body.en()), said(body.reason())));
    }

    /// Takes a line out of force.
    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/charter/lines/{line}/retire")
    ResponseEntity<Charter.View> retireLine(
            Actor actor,
            @PathVariable long line,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Why body) {
        return done(charter.retire(actor, Versions.required(ifMatch), line, said(body.reason())));
    }

    /// Puts the lines in force into an order, which names each of them once.
    @Needs(Permission.MANAGE_SETTINGS)
    @PutMapping("/charter/order")
    ResponseEntity<Charter.View> orderLines(
            Actor actor,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Order body) {
        List<Long> order = body.lines();
        return done(charter.reorder(actor, Versions.required(ifMatch), order == null ? List.of() : order));
    }

    /// A line in both languages, and why.
    record Wording(
            @Nullable String fr,
            @Nullable String en,
            @Nullable String reason) {}

    /// Why something is done.
    record Why(@Nullable String reason) {}

    /// The numbers of the lines in force, in their order.
    record Order(@Nullable List<Long> lines) {}

    private static String said(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static ResponseEntity<Charter.View> done(Outcome<Charter.View> outcome) {
        return here(Answers.done(outcome));
    }

    private static ResponseEntity<Charter.View> here(Charter.View view) {
        return ResponseEntity.ok().eTag(Versions.etag(view.version())).body(view);
    }
}
