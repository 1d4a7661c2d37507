package io.sextant.app.demand.intake.web;

import io.sextant.app.demand.LookAlike;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.gating.GateRequest;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.Standing;
import io.sextant.app.demand.intake.Draft;
import io.sextant.app.demand.intake.Intake;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Person;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Problem;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import io.sextant.engine.gates.Fact;
import io.sextant.engine.gates.Finding;
import io.sextant.engine.gates.State;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The intake through the API: drafts of the caller, what is still to ask, and sending them.
@RestController
@RequestMapping("/api/v1/demands")
class IntakeApi {
    private final Intake intake;
    private final Gates gates;
    private final Messages messages;

    IntakeApi(Intake intake, Gates gates, Messages messages) {
        this.intake = intake;
        this.gates = gates;
        this.messages = messages;
    }

    /// Fields of a draft by name; null empties one. Names: `title`, `problem`, `beneficiaries`, `sponsor`, `sponsorId`,
    /// `unit` (code), `baseline`, `outcome`, `rule`, `search`, `software` (`YES`, `PARTLY`, `NO`), `alternative`,
    /// `aiNeeded`, `kind`, `note`, `fact.` and a question, `line.` and the number of a red line (`clear`,
    /// `crossed`),
    /// `alike.` and the identifier of a look-alike (what makes the difference).
    ///
    /// @param lang language of the texts of a new draft, `fr` or `en`
    record DraftBody(@Nullable String lang, @Nullable Map<String, @Nullable String> fields) {}

    /// The use case to join.
    record JoinBody(@Nullable String into) {}

    /// A draft.
    ///
    /// @param amends the use case that it changes; absent for a new demand
    /// @param result what it became or joined; absent while it is open
    /// @param until when it is cleared if nobody touches it
    record DraftView(
            UUID id,
            String lang,
            String title,
            String state,
            Map<String, String> fields,
            @Nullable String amends,
            @Nullable String result,
            Instant updatedAt,
            Instant until) {}

    /// A draft with what is still to ask.
    ///
    /// @param lane the lane that it would take
    /// @param days within how many working days an answer would be promised
    /// @param lacking what the gate would still ask for
    /// @param problems what keeps it from being sent
    record DraftReading(
            DraftView draft,
            String lane,
            int days,
            List<DraftQuestion> questions,
            List<DraftLacking> lacking,
            List<LookAlike.Member> lookAlikes,
            List<DraftLine> redLines,
            List<DraftHindrance> problems) {}

    /// A question.
    ///
    /// @param field the field of the draft that holds the answer
    /// @param values the choices; empty where any value of the type will do
    record DraftQuestion(String field, String type, List<String> values, String text, boolean answered) {}

    /// A criterion that would not be met.
    record DraftLacking(String criterion, String state, String title) {}

    /// A red line of the charter.
    ///
    /// @param field the field of the draft that says whether it is crossed
    record DraftLine(String field, String text) {}

    /// What keeps a draft from being sent.
    record DraftHindrance(@Nullable String field, String detail) {}

    /// The receipt.
    ///
    /// @param promised the day by which an answer is promised; absent when the draft joined another use case
    /// @param answering names of those who answer
    record DemandReceipt(
            String id,
            @Nullable LocalDate promised,
            @Nullable Integer days,
            List<String> answering) {}

    /// Lists the caller's drafts, the latest first.
    @Needs(Permission.PROPOSE_USE_CASE)
    @GetMapping("/drafts")
    List<DraftView> listDrafts(Actor actor) {
        return intake.mine(actor).stream().map(IntakeApi::view).toList();
    }

    /// Begins a draft.
    @Needs(Permission.PROPOSE_USE_CASE)
    @PostMapping("/drafts")
    ResponseEntity<DraftReading> beginDraft(Actor actor, @RequestBody DraftBody body, Locale locale) {
        String lang = body.lang() == null ? lang(locale).code() : body.lang();
        Draft draft = Answers.done(intake.save(actor, UUID.randomUUID(), lang, fields(body), Map.of()));
        return ResponseEntity.created(URI.create("/api/v1/demands/drafts/" + draft.id()))
                .body(reading(actor, draft, locale));
    }

    /// Reads a draft with what is still to ask, what it looks like and what the gate would lack.
    @Needs(Permission.PROPOSE_USE_CASE)
    @GetMapping("/drafts/{id}")
    DraftReading readDraft(Actor actor, @PathVariable String id, Locale locale) {
        return reading(actor, found(actor, id), locale);
    }

    /// Changes fields of a draft; those that are absent stay.
    @Needs(Permission.PROPOSE_USE_CASE)
    @PatchMapping("/drafts/{id}")
    DraftReading changeDraft(Actor actor, @PathVariable String id, @RequestBody DraftBody body, Locale locale) {
        Draft draft = found(actor, id);
        return reading(
                actor, Answers.done(intake.save(actor, draft.id(), draft.lang(), fields(body), Map.of())), locale);
    }

    /// Throws a draft away.
    @Needs(Permission.PROPOSE_USE_CASE)
    @DeleteMapping("/drafts/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void discardDraft(Actor actor, @PathVariable String id) {
        Answers.done(intake.discard(actor, found(actor, id).id()));
    }

    /// Sends a draft: a use case is registered, or changed, and an answer asked for at its gate. Sent twice, it is sent
    /// once.
    @Needs(Permission.PROPOSE_USE_CASE)
    @PostMapping("/drafts/{id}/submission")
    ResponseEntity<DemandReceipt> sendDraft(Actor actor, @PathVariable String id) {
        Intake.Sent sent = Answers.done(intake.send(actor, found(actor, id).id()));
        Standing standing = Answers.found(gates.of(actor, sent.id()));
        GateRequest request = standing.open().orElse(null);
        return ResponseEntity.created(
                        URI.create("/api/v1/use-cases/" + sent.id().code()))
                .body(new DemandReceipt(
                        sent.id().code(),
                        request == null ? null : request.promised(),
                        request == null ? null : (Integer) request.days(),
                        intake.answering(standing.useCase().content().unitId()).stream()
                                .map(Person.Name::name)
                                .toList()));
    }

    /// Joins a draft's need to a use case that serves it; the draft closes.
    @Needs(Permission.PROPOSE_USE_CASE)
    @PostMapping("/drafts/{id}/join")
    DemandReceipt joinDraft(Actor actor, @PathVariable String id, @RequestBody JoinBody body) {
        UseCaseId into = Optional.ofNullable(body.into())
                .filter(UseCaseId::matches)
                .map(UseCaseId::new)
                .orElseThrow(() -> Problem.refused(List.of(Reason.of("into", "demand.gates.problem.into")))
                        .exception());
        Intake.Sent sent = Answers.done(intake.join(actor, found(actor, id).id(), into));
        return new DemandReceipt(sent.id().code(), null, null, List.of());
    }

    /// Opens a draft in which a use case that was answered is changed, filled with what is known of it.
    @Needs(Permission.PROPOSE_USE_CASE)
    @PostMapping("/{id}/draft")
    DraftReading changeDemand(Actor actor, @PathVariable String id, Locale locale) {
        UseCaseId useCase =
                Answers.found(Optional.of(id).filter(UseCaseId::matches).map(UseCaseId::new));
        return reading(actor, Answers.done(intake.again(actor, useCase)), locale);
    }

    private Draft found(Actor actor, String id) {
        try {
            return Answers.found(intake.find(actor, UUID.fromString(id)));
        } catch (IllegalArgumentException e) {
            throw Problem.of(Problem.Type.NOT_FOUND).exception();
        }
    }

    private static Map<String, String> fields(DraftBody body) {
        var fields = new LinkedHashMap<String, String>();
        if (body.fields() != null) {
            body.fields().forEach((name, value) -> fields.put(name, value == null ? "" : value));
        }
        return fields;
    }

    private static DraftView view(Draft draft) {
        return new DraftView(
                draft.id(),
                draft.lang(),
                draft.title(),
                draft.state().name(),
                new TreeMap<>(draft.fields()),
                draft.amends() == null ? null : draft.amends().code(),
                draft.result() == null ? null : draft.result().code(),
                draft.updatedAt(),
                draft.until());
    }

    private DraftReading reading(Actor actor, Draft draft, Locale locale) {
        Lang lang = lang(locale);
        Intake.Reading read = intake.read(actor, draft, true);
        var evaluation = read.rehearsal().evaluation();
        return new DraftReading(
                view(draft),
                evaluation.lane().id(),
                evaluation.days(),
                read.rehearsal().questions().stream()
                        .map(fact -> question(draft, fact, lang))
                        .toList(),
                evaluation.findings().stream()
                        .filter(f ->
                                f.state() == State.UNMET || f.state() == State.UNKNOWN || f.state() == State.IMPOSSIBLE)
                        .map(f -> lacking(f, lang))
                        .toList(),
                read.alike(),
                read.charter().stream()
                        .map(line -> new DraftLine("line." + line.id(), line.in(lang.code())))
                        .toList(),
                read.problems().stream()
                        .map(r -> new DraftHindrance(r.field(), messages.text(lang, r)))
                        .toList());
    }

    private static DraftQuestion question(Draft draft, Fact fact, Lang lang) {
        String field = "fact." + fact.id();
        return new DraftQuestion(
                field, fact.type().name(), fact.values(), fact.says().in(lang.code()), draft.has(field));
    }

    private static DraftLacking lacking(Finding finding, Lang lang) {
        return new DraftLacking(
                finding.criterion().id(),
                finding.state().name(),
                finding.criterion().title().in(lang.code()));
    }

    private static Lang lang(Locale locale) {
        return locale.getLanguage().equals("fr") ? Lang.FR : Lang.EN;
    }
}
