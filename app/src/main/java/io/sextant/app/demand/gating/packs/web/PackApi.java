package io.sextant.app.demand.gating.packs.web;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.packs.Differences.Difference;
import io.sextant.app.demand.gating.packs.PackEditions;
import io.sextant.app.demand.gating.packs.PackEditions.Draft;
import io.sextant.app.demand.gating.packs.PackEditions.Edition;
import io.sextant.app.demand.gating.packs.PackEditions.Overview;
import io.sextant.app.demand.gating.packs.PackEditions.Work;
import io.sextant.app.demand.gating.packs.PackTexts;
import io.sextant.app.demand.gating.packs.PackUse;
import io.sextant.app.demand.gating.packs.Trials;
import io.sextant.app.demand.gating.packs.Trials.AnswerChange;
import io.sextant.app.demand.gating.packs.Trials.ChangedCase;
import io.sextant.app.demand.gating.packs.Trials.State;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Cursor;
import io.sextant.app.platform.rest.Slice;
import io.sextant.app.platform.rest.Versions;
import io.sextant.app.platform.ui.Ui;
import io.sextant.engine.gates.pack.Problem;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The editions of the gates through the API; the version of a draft is its entity tag.
@RestController
@RequestMapping("/api/v1/gates")
class PackApi {
    private final PackEditions packs;
    private final Trials trials;

    PackApi(PackEditions packs, Trials trials) {
        this.packs = packs;
        this.trials = trials;
    }

    /// Lists the editions of the gates and tells which is in force.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/editions")
    EditionsView listEditions(Actor actor) {
        return EditionsView.of(packs.of(actor));
    }

    /// Reads the three files of an edition.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/editions/{edition}")
    PackTexts readEdition(Actor actor, @PathVariable String edition) {
        return Answers.found(packs.texts(actor, edition));
    }

    /// Reads what an edition says otherwise than another.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/editions/{edition}/differences")
    List<Difference> readDifferences(Actor actor, @PathVariable String edition, @RequestParam String from) {
        return Answers.found(packs.differences(actor, from, edition));
    }

    /// Puts an edition that is there into force, such as an earlier one.
    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/editions/{edition}/use")
    EditionsView useEdition(Actor actor, @PathVariable String edition, @RequestBody InForce body) {
        return EditionsView.of(
                Answers.done(packs.use(actor, edition, body.day(), body.cutOver(), said(body.reason()))));
    }

    /// Calls off what has not come into force yet.
    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/uses/{use}/call-off")
    EditionsView callOff(Actor actor, @PathVariable long use, @RequestBody CallingOff body) {
        return EditionsView.of(Answers.done(packs.callOff(actor, use, said(body.reason()))));
    }

    /// Begins a draft: a copy of an edition, or the files given.
    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/drafts")
    ResponseEntity<EditionDraftView> beginEditionDraft(Actor actor, Ui ui, @RequestBody Beginning body) {
        PackTexts texts = body.texts();
        return done(
                texts == null
                        ? packs.copy(actor, said(body.from()), said(body.name()))
                        : packs.bring(actor, said(body.from()), said(body.name()), texts),
                ui);
    }

    /// Reads a draft with everything that keeps it from being used.
    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping("/drafts/{id}")
    ResponseEntity<EditionDraftView> readEditionDraft(Actor actor, Ui ui, @PathVariable long id) {
        return here(Answers.found(packs.draft(actor, id)), ui);
    }

    /// Writes the three files of a draft anew.
    @Needs(Permission.MANAGE_SETTINGS)
    @PutMapping("/drafts/{id}")
    ResponseEntity<EditionDraftView> writeDraft(
            Actor actor,
            Ui ui,
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Texts body) {
        return done(
                packs.write(
                        actor,
                        id,
                        Versions.required(ifMatch),
                        new PackTexts(said(body.facts()), said(body.gates()), said(body.remedies()))),
                ui);
    }

    /// Gives a draft up.
    @Needs(Permission.MANAGE_SETTINGS)
    @DeleteMapping("/drafts/{id}")
    void discardEditionDraft(
            Actor actor,
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        Answers.done(packs.discard(actor, id, Versions.required(ifMatch)));
    }

    /// Tries a draft on the whole register, in the background.
    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/drafts/{id}/trial")
    TrialView tryDraft(Actor actor, @PathVariable long id) {
        return TrialView.of(Answers.done(trials.start(actor, id)));
    }

    /// Reads the latest trial of a draft.
    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping("/drafts/{id}/trial")
    TrialView readTrial(Actor actor, @PathVariable long id) {
        return TrialView.of(trial(actor, id));
    }

    private Trials.Result trial(Actor actor, long id) {
        return Answers.found(
                Optional.ofNullable(Answers.found(packs.draft(actor, id)).trial()));
    }

    /// Lists the use cases whose answer a draft would change.
    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping("/drafts/{id}/trial/use-cases")
    Slice<ChangedCase> listChanged(
            Actor actor,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Stage stage,
            @RequestParam(required = false) @Nullable State from,
            @RequestParam(required = false) @Nullable State to,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int size = Slice.limit(limit);
        long trial = trial(actor, id).trial().id();
        String list = "trial " + trial + " " + stage + " " + from + " " + to;
        List<@Nullable String> keys = Cursor.read(list, 1, cursor);
        long after = keys == null ? 0 : Long.parseLong(Objects.requireNonNull(keys.getFirst()));
        return Slice.of(
                trials.changed(actor, trial, stage, from, to, after, size + 1),
                size,
                row -> row,
                row -> Cursor.after(list, String.valueOf(row.key())));
    }

    /// Puts a draft that was tried as it is into force from a day.
    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/drafts/{id}/apply")
    EditionsView applyDraft(
            Actor actor,
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody InForce body) {
        return EditionsView.of(Answers.done(
                packs.apply(actor, id, Versions.required(ifMatch), body.day(), body.cutOver(), said(body.reason()))));
    }

    /// The three files of an edition.
    record Texts(
            @Nullable String facts,
            @Nullable String gates,
            @Nullable String remedies) {}

    /// A draft to begin.
    ///
    /// @param from the edition it is copied from or compared with
    /// @param texts left out for a copy
    record Beginning(
            @Nullable String from,
            @Nullable String name,
            @Nullable PackTexts texts) {}

    /// From when an edition is in force.
    ///
    /// @param from its first day
    /// @param cutOver the first day on which use cases from before are judged by it; left out for at once
    record InForce(
            @Nullable LocalDate from,
            @Nullable LocalDate cutOver,
            @Nullable String reason) {
        LocalDate day() {
            return from == null ? LocalDate.MIN : from;
        }
    }

    /// Why something is called off.
    record CallingOff(@Nullable String reason) {}

    /// The editions and which is in force.
    ///
    /// @param current the one in force for use cases that come in today
    /// @param cutOver until when use cases of before are judged by the edition before
    record EditionsView(
            String current,
            List<String> holding,
            @Nullable LocalDate cutOver,
            List<Edition> editions,
            List<PackUse> coming,
            List<DraftLine> drafts) {
        static EditionsView of(Overview o) {
            return new EditionsView(
                    o.current().edition(),
                    o.holding(),
                    o.cutOver(),
                    o.editions(),
                    o.coming(),
                    o.drafts().stream()
                            .map(d -> new DraftLine(d.id(), d.edition(), d.base(), d.version()))
                            .toList());
        }
    }

    /// A draft in a list.
    record DraftLine(long id, String edition, String base, long version) {}

    /// A draft.
    ///
    /// @param problems everything that keeps it from being used
    /// @param tried whether it was tried as it is
    record EditionDraftView(
            long id,
            String edition,
            String base,
            long version,
            PackTexts texts,
            List<PackProblemView> problems,
            List<Difference> differences,
            boolean tried,
            Instant updatedAt,
            String updatedBy) {
        static EditionDraftView of(Work work, Ui ui) {
            Draft d = work.draft();
            return new EditionDraftView(
                    d.id(),
                    d.edition(),
                    d.base(),
                    d.version(),
                    d.texts(),
                    work.problems().stream().map(p -> PackProblemView.of(p, ui)).toList(),
                    work.differences(),
                    work.tried(),
                    d.updatedAt(),
                    d.updatedBy());
        }
    }

    /// Something that keeps a draft from being used, in the caller's language.
    record PackProblemView(String file, int line, String path, String code, String message) {
        static PackProblemView of(Problem p, Ui ui) {
            return new PackProblemView(p.file(), p.line(), p.path(), p.code(), DraftPage.words(p, ui));
        }
    }

    /// A trial.
    ///
    /// @param current whether it was of the draft as it is now
    /// @param percent how far it is
    /// @param interrupted whether the server's end cut it short
    record TrialView(
            boolean current,
            boolean finished,
            boolean interrupted,
            int percent,
            long looked,
            long changed,
            long answers,
            long fallen,
            List<AnswerChange> changes) {
        static TrialView of(Trials.Result r) {
            return new TrialView(
                    r.current(),
                    r.finished(),
                    r.cut(),
                    r.finished() ? 100 : r.job() == null ? 0 : r.job().percent(),
                    r.trial().looked(),
                    r.changed(),
                    r.answers(),
                    r.fallen(),
                    r.changes());
        }
    }

    private static String said(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static ResponseEntity<EditionDraftView> done(Outcome<Work> outcome, Ui ui) {
        return here(Answers.done(outcome), ui);
    }

    private static ResponseEntity<EditionDraftView> here(Work work, Ui ui) {
        return ResponseEntity.ok().eTag(Versions.etag(work.draft().version())).body(EditionDraftView.of(work, ui));
    }
}
