package io.sextant.app.demand.gating.web;

import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.gating.Action;
import io.sextant.app.demand.gating.Answer;
import io.sextant.app.demand.gating.Decision.Appeal;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.Standing;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.InPlace;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Problem;
import io.sextant.app.platform.rest.Versions;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The gates through the API: every act answers where the use case stands after it.
@InPlace
@RestController
@RequestMapping("/api/v1/use-cases/{id}/gate")
class GateApi {
    private final Gates gates;

    GateApi(Gates gates) {
        this.gates = gates;
    }

    /// Reads where a use case stands before its next gate.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping
    ResponseEntity<GateView> readGate(Actor actor, @PathVariable String id) {
        return here(Answers.found(gates.of(actor, found(id))));
    }

    /// Answers questions of the intake: values by the name of the fact, null to forget one.
    @Needs(Permission.VIEW_USE_CASES)
    @PutMapping("/answers")
    ResponseEntity<GateView> answerQuestions(
            Actor actor, @PathVariable String id, @RequestBody Map<String, @Nullable Object> answers) {
        return view(gates.answer(actor, found(id), answers));
    }

    /// Says whether the use case crosses a red line of the charter.
    @Needs(Permission.VIEW_USE_CASES)
    @PutMapping("/red-lines/{line}")
    ResponseEntity<GateView> examineRedLine(
            Actor actor, @PathVariable String id, @PathVariable long line, @RequestBody Examined body) {
        return view(gates.examine(actor, found(id), line, chosen(body.crossed(), "crossed"), body.note()));
    }

    /// Says what makes a use case different from one that looks like it.
    @Needs(Permission.VIEW_USE_CASES)
    @PutMapping("/distinctions/{other}")
    ResponseEntity<GateView> distinguish(
            Actor actor, @PathVariable String id, @PathVariable String other, @RequestBody Said body) {
        return view(gates.distinguish(actor, found(id), found(other), said(body.text())));
    }

    /// Asks for an answer at the next gate.
    @Needs(Permission.VIEW_USE_CASES)
    @PostMapping("/request")
    ResponseEntity<GateView> askForAnswer(
            Actor actor, @PathVariable String id, @RequestBody(required = false) @Nullable Said body) {
        return view(gates.ask(actor, found(id), body == null ? null : body.text()));
    }

    /// Takes the open request back.
    @Needs(Permission.VIEW_USE_CASES)
    @DeleteMapping("/request")
    ResponseEntity<GateView> withdrawRequest(Actor actor, @PathVariable String id) {
        return view(gates.withdraw(actor, found(id)));
    }

    /// Asks those who asked; the clock of the promised answer stands still until they reply.
    @Needs(Permission.VIEW_USE_CASES)
    @PostMapping("/questions")
    ResponseEntity<GateView> askBack(Actor actor, @PathVariable String id, @RequestBody Said body) {
        return view(gates.question(actor, found(id), said(body.text())));
    }

    /// Replies to a question.
    @Needs(Permission.VIEW_USE_CASES)
    @PostMapping("/questions/{question}/reply")
    ResponseEntity<GateView> reply(
            Actor actor, @PathVariable String id, @PathVariable long question, @RequestBody Said body) {
        return view(gates.reply(actor, found(id), question, said(body.text())));
    }

    /// Signs a criterion in one of the roles that it asks for.
    @Needs(Permission.VIEW_USE_CASES)
    @PostMapping("/signatures")
    ResponseEntity<GateView> sign(Actor actor, @PathVariable String id, @RequestBody Signing body) {
        return view(gates.sign(actor, found(id), said(body.criterion()), said(body.role()), body.note()));
    }

    /// Takes one's own signature back.
    @Needs(Permission.VIEW_USE_CASES)
    @DeleteMapping("/signatures/{signature}")
    ResponseEntity<GateView> takeSignatureBack(Actor actor, @PathVariable String id, @PathVariable long signature) {
        return view(gates.unsign(actor, found(id), signature));
    }

    /// Lets the use case do without a criterion until a day.
    @Needs(Permission.VIEW_USE_CASES)
    @PostMapping("/waivers")
    ResponseEntity<GateView> waive(Actor actor, @PathVariable String id, @RequestBody Waiving body) {
        LocalDate until = body.until();
        return view(gates.waive(
                actor, found(id), said(body.criterion()), until == null ? LocalDate.MIN : until, said(body.reason())));
    }

    /// Ends a waiver before its day.
    @Needs(Permission.VIEW_USE_CASES)
    @DeleteMapping("/waivers/{waiver}")
    ResponseEntity<GateView> endWaiver(Actor actor, @PathVariable String id, @PathVariable long waiver) {
        return view(gates.unwaive(actor, found(id), waiver));
    }

    /// Gives the answer at the next gate.
    @Needs(Permission.DECIDE_GATES)
    @PostMapping("/decisions")
    ResponseEntity<GateView> decide(
            Actor actor,
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Deciding body) {
        return view(gates.decide(
                actor,
                found(id),
                Versions.required(ifMatch),
                new Gates.Given(
                        chosen(body.answer(), "answer"),
                        said(body.reason()),
                        body.wouldChange(),
                        body.instead(),
                        body.into() == null ? null : found(body.into()),
                        body.review())));
    }

    /// Reads what a decision was taken on; its SHA-256 is the digest of the decision.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping(path = "/decisions/{decision}/snapshot", produces = MediaType.APPLICATION_JSON_VALUE)
    String readSnapshot(Actor actor, @PathVariable String id, @PathVariable long decision) {
        return Answers.found(gates.snapshot(actor, found(id), decision));
    }

    /// Contests the decision that stands.
    @Needs(Permission.VIEW_USE_CASES)
    @PostMapping("/appeal")
    ResponseEntity<GateView> appeal(Actor actor, @PathVariable String id, @RequestBody Said body) {
        return view(gates.appeal(actor, found(id), said(body.text())));
    }

    /// Answers an appeal.
    @Needs(Permission.DECIDE_GATES)
    @PostMapping("/appeal/answer")
    ResponseEntity<GateView> answerAppeal(Actor actor, @PathVariable String id, @RequestBody AppealAnswer body) {
        return view(gates.answerAppeal(actor, found(id), chosen(body.outcome(), "outcome"), said(body.answer())));
    }

    /// Takes up a remedy of the path to yes.
    @Needs(Permission.VIEW_USE_CASES)
    @PostMapping("/actions")
    ResponseEntity<GateView> startAction(Actor actor, @PathVariable String id, @RequestBody Starting body) {
        return view(gates.start(actor, found(id), said(body.remedy())));
    }

    /// Says that a remedy is done, dropped, or under way again.
    @Needs(Permission.VIEW_USE_CASES)
    @PutMapping("/actions/{action}")
    ResponseEntity<GateView> markAction(
            Actor actor, @PathVariable String id, @PathVariable long action, @RequestBody Marking body) {
        return view(gates.mark(actor, found(id), action, chosen(body.state(), "state")));
    }

    /// Words in answer to something.
    record Said(@Nullable String text) {}

    /// What somebody found about a red line.
    record Examined(@Nullable Boolean crossed, @Nullable String note) {}

    /// A signature.
    record Signing(
            @Nullable String criterion,
            @Nullable String role,
            @Nullable String note) {}

    /// A waiver.
    ///
    /// @param until its last day
    record Waiving(
            @Nullable String criterion,
            @Nullable LocalDate until,
            @Nullable String reason) {}

    /// A decision.
    ///
    /// @param wouldChange what would change a *no*; asked for with it
    /// @param instead what may be done instead
    /// @param into the use case it joins, for a merge
    /// @param review when to look at it again
    record Deciding(
            @Nullable Answer answer,
            @Nullable String reason,
            @Nullable String wouldChange,
            @Nullable String instead,
            @Nullable String into,
            @Nullable LocalDate review) {}

    /// The answer to an appeal.
    record AppealAnswer(
            Appeal.@Nullable Outcome outcome, @Nullable String answer) {}

    /// A remedy to take up.
    record Starting(@Nullable String remedy) {}

    /// How far a remedy is.
    record Marking(Action.@Nullable State state) {}

    private static String said(@Nullable String text) {
        return text == null ? "" : text;
    }

    /// What has to be chosen.
    private static <T> T chosen(@Nullable T value, String field) {
        if (value == null) {
            throw Problem.refused(List.of(Reason.of(field, "demand.gates.problem.answer")))
                    .exception();
        }
        return value;
    }

    private static UseCaseId found(String id) {
        return Answers.found(Optional.of(id).filter(UseCaseId::matches).map(UseCaseId::new));
    }

    private ResponseEntity<GateView> view(Outcome<Standing> outcome) {
        return here(Answers.done(outcome));
    }

    private ResponseEntity<GateView> here(Standing standing) {
        return ResponseEntity.ok()
                .eTag(Versions.etag(standing.useCase().version()))
                .body(GateView.of(standing, gates.pack(standing.useCase()), gates.missed(standing)));
    }
}
