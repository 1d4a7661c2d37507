package io.sextant.app.board.web;

import io.sextant.app.board.Brief;
import io.sextant.app.board.Briefs;
import io.sextant.app.board.Storyteller;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Cursor;
import io.sextant.app.platform.rest.Problem;
import io.sextant.app.platform.rest.Problem.Type;
import io.sextant.app.platform.rest.Slice;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Ui;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The board's briefs through the API.
@RestController
@RequestMapping("/api/v1/briefs")
class BriefsApi {
    private static final String LIST = "briefs by number, latest first";

    /// A brief to be.
    ///
    /// @param unit code of the unit to cover with everything below; absent for the whole organisation
    public record NewBrief(@Nullable String title, @Nullable String unit) {}

    private final Briefs briefs;
    private final Storyteller storyteller;
    private final BriefFiles files;

    BriefsApi(Briefs briefs, Storyteller storyteller, BriefFiles files) {
        this.briefs = briefs;
        this.storyteller = storyteller;
        this.files = files;
    }

    /// Lists the kept briefs, latest first.
    @Needs(Permission.VIEW_BRIEFS)
    @GetMapping
    Slice<Briefs.Entry> list(
            Actor actor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int size = Slice.limit(limit);
        List<@Nullable String> keys = Cursor.read(LIST, 1, cursor);
        Long before = keys == null ? null : Long.valueOf(Objects.requireNonNull(keys.getFirst()));
        List<Briefs.Entry> rows = briefs.list(actor, before, size + 1);
        return Slice.of(rows, size, row -> row, row -> Cursor.after(LIST, row.id()));
    }

    /// Draws up a brief of the register as it stands and keeps it.
    @Needs(Permission.MAKE_BRIEFS)
    @PostMapping
    ResponseEntity<BriefBody> create(Actor actor, Ui ui, @RequestBody NewBrief body) {
        Brief brief = Answers.done(briefs.make(actor, Objects.requireNonNullElse(body.title(), ""), body.unit()));
        return told(ResponseEntity.created(URI.create("/api/v1/briefs/" + brief.id())), brief, ui.language());
    }

    /// Draws up a brief of the register as it stands without keeping it.
    @Needs(Permission.MAKE_BRIEFS)
    @GetMapping("/preview")
    ResponseEntity<BriefBody> preview(
            Actor actor,
            Ui ui,
            @RequestParam(defaultValue = "") String title,
            @RequestParam(required = false) @Nullable String unit) {
        return told(ResponseEntity.ok(), Answers.done(briefs.preview(actor, title, unit)), ui.language());
    }

    /// Reads a brief.
    @Needs(Permission.VIEW_BRIEFS)
    @GetMapping("/{id}")
    ResponseEntity<BriefBody> get(Actor actor, Ui ui, @PathVariable long id) {
        return told(ResponseEntity.ok(), found(actor, id), ui.language());
    }

    /// The brief as a PDF to print; `lang` is `fr` or `en`, by default the caller's language.
    @Needs(Permission.VIEW_BRIEFS)
    @GetMapping(path = "/{id}/pdf", produces = MediaType.APPLICATION_PDF_VALUE)
    ResponseEntity<byte[]> pdf(
            Actor actor, Ui ui, @PathVariable long id, @RequestParam(required = false) @Nullable String lang) {
        return files.pdf(found(actor, id), language(lang, ui));
    }

    /// The brief as slides with charts that can be edited; `lang` is `fr` or `en`, by default the caller's language.
    @Needs(Permission.VIEW_BRIEFS)
    @GetMapping(path = "/{id}/pptx", produces = BriefFiles.PPTX_VALUE)
    ResponseEntity<byte[]> slides(
            Actor actor, Ui ui, @PathVariable long id, @RequestParam(required = false) @Nullable String lang) {
        return files.slides(found(actor, id), language(lang, ui));
    }

    private Brief found(Actor actor, long id) {
        return Answers.found(briefs.find(actor, id));
    }

    private static Lang language(@Nullable String asked, Ui ui) {
        if (asked == null || asked.isBlank()) {
            return ui.language();
        }
        Lang lang = Lang.of(asked);
        if (lang == null) {
            throw Problem.of(Type.BAD_REQUEST)
                    .because(Reason.of("lang", "board.problem.lang", asked))
                    .exception();
        }
        return lang;
    }

    private ResponseEntity<BriefBody> told(ResponseEntity.BodyBuilder answer, Brief brief, Lang lang) {
        return answer.header(HttpHeaders.CONTENT_LANGUAGE, lang.code())
                .body(BriefBody.of(brief, storyteller.tell(brief, lang)));
    }
}
