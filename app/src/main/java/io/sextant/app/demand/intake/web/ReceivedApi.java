package io.sextant.app.demand.intake.web;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.intake.IntakeEntry;
import io.sextant.app.demand.intake.IntakeLink;
import io.sextant.app.demand.intake.Origin;
import io.sextant.app.demand.intake.PublicIntake;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Problem;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Through the API: pages for people without an account, and what came in by them.
@RestController
@RequestMapping("/api/v1/received")
class ReceivedApi {
    private final PublicIntake intake;
    private final Units units;

    ReceivedApi(PublicIntake intake, Units units) {
        this.intake = intake;
        this.units = units;
    }

    /// An idea that waits to be taken up.
    ///
    /// @param link label of the page by which it came, or name of the receiver
    /// @param unit code of the unit for which it came; absent for the whole company
    /// @param origin what a program told besides; absent for what a person wrote
    /// @param name as the sender gave it; absent where they did not
    record ReceivedIdea(
            long id,
            String link,
            String lang,
            @Nullable String unit,
            Instant at,
            String problem,
            @Nullable String beneficiaries,
            @Nullable String outcome,
            @Nullable String name,
            @Nullable String email,
            @Nullable ReceivedOrigin origin,
            List<ReceivedQuestion> questions) {}

    /// Where an idea that a program sent comes from.
    ///
    /// @param source the inventory of the register that its key belongs to; absent when it has no key
    /// @param url its page there
    /// @param status as it is called there
    /// @param stage what that status says; absent when it says none
    record ReceivedOrigin(
            @Nullable String source,
            @Nullable String key,
            @Nullable String url,
            @Nullable String status,
            @Nullable Stage stage,
            String title,
            @Nullable String description,
            @Nullable String sponsor,
            @Nullable String businessOwner,
            @Nullable String technicalOwner,
            List<String> tags) {}

    /// A question to the sender.
    ///
    /// @param reply absent while it waits
    record ReceivedQuestion(
            long id, Instant at, String body, @Nullable String reply) {}

    /// The title of the use case that an idea becomes; one is proposed from its problem where there is none.
    record AcceptanceBody(@Nullable String title) {}

    /// The use case that serves an idea's need.
    record ReceivedJoinBody(@Nullable String into) {}

    /// Why an idea is not taken up.
    ///
    /// @param wouldChange what would change that
    /// @param instead what helps in the meantime
    record DeclineBody(
            @Nullable String reason,
            @Nullable String wouldChange,
            @Nullable String instead) {}

    /// What the sender is asked.
    record ReceivedAskBody(@Nullable String body) {}

    /// What became of an idea.
    record ReceivedOutcome(String useCase) {}

    /// A page to open.
    ///
    /// @param lang language of the page, `fr` or `en`
    /// @param unit code of the unit whose demands it gathers; absent for the whole company
    /// @param until its last day; absent when it has none
    record PublicPageBody(
            @Nullable String label,
            @Nullable String lang,
            @Nullable String unit,
            @Nullable LocalDate until) {}

    /// A page for people without an account.
    ///
    /// @param path the page, from the root of the site
    /// @param closedAt when it was closed; absent while it is open
    /// @param came how many came by it
    /// @param waiting how many of them nobody has answered yet
    record PublicPageView(
            long id,
            String label,
            String path,
            String lang,
            @Nullable String unit,
            @Nullable LocalDate until,
            Instant createdAt,
            String createdBy,
            @Nullable Instant closedAt,
            long came,
            long waiting) {}

    /// Lists what waits to be taken up, the oldest first; at most 200.
    @Needs(Permission.DECIDE_GATES)
    @GetMapping
    List<ReceivedIdea> listReceived(Actor actor) {
        return intake.inbox(actor).stream().map(this::view).toList();
    }

    /// Makes an idea a use case and asks for an answer at its first gate.
    @Needs(Permission.DECIDE_GATES)
    @PostMapping("/{id}/acceptance")
    ResponseEntity<ReceivedOutcome> acceptReceived(
            Actor actor, @PathVariable long id, @RequestBody(required = false) @Nullable AcceptanceBody body) {
        UseCaseId made = Answers.done(intake.accept(actor, id, body == null ? "" : text(body.title())));
        return ResponseEntity.created(URI.create("/api/v1/use-cases/" + made.code()))
                .body(new ReceivedOutcome(made.code()));
    }

    /// Adds an idea's need to a use case that serves it.
    @Needs(Permission.DECIDE_GATES)
    @PostMapping("/{id}/join")
    ReceivedOutcome joinReceived(Actor actor, @PathVariable long id, @RequestBody ReceivedJoinBody body) {
        UseCaseId into = Optional.ofNullable(body.into())
                .filter(UseCaseId::matches)
                .map(UseCaseId::new)
                .orElseThrow(() -> Problem.refused(List.of(Reason.of("into", "demand.gates.problem.into")))
                        .exception());
        return new ReceivedOutcome(Answers.done(intake.join(actor, id, into)).code());
    }

    /// Says that an idea is not taken up: why, and what would change that. The sender reads it on their receipt.
    @Needs(Permission.DECIDE_GATES)
    @PostMapping("/{id}/decline")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void declineReceived(Actor actor, @PathVariable long id, @RequestBody DeclineBody body) {
        Answers.done(intake.decline(actor, id, text(body.reason()), text(body.wouldChange()), text(body.instead())));
    }

    /// Asks the sender something; they read it on their receipt.
    @Needs(Permission.DECIDE_GATES)
    @PostMapping("/{id}/questions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void askReceived(Actor actor, @PathVariable long id, @RequestBody ReceivedAskBody body) {
        Answers.done(intake.ask(actor, id, text(body.body())));
    }

    /// Lists the pages that the caller may open and close, the open ones first.
    @Needs({Permission.DECIDE_GATES, Permission.MANAGE_SETTINGS})
    @GetMapping("/links")
    List<PublicPageView> listPublicPages(Actor actor) {
        return intake.links(actor).stream().map(this::view).toList();
    }

    /// Opens a page.
    @Needs({Permission.DECIDE_GATES, Permission.MANAGE_SETTINGS})
    @PostMapping("/links")
    @ResponseStatus(HttpStatus.CREATED)
    PublicPageView openPublicPage(Actor actor, @RequestBody PublicPageBody body) {
        return view(Answers.done(
                intake.open(actor, text(body.label()), text(body.lang()), text(body.unit()), body.until())));
    }

    /// Closes a page; what came by it stays.
    @Needs({Permission.DECIDE_GATES, Permission.MANAGE_SETTINGS})
    @DeleteMapping("/links/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void closePublicPage(Actor actor, @PathVariable long id) {
        Answers.done(intake.close(actor, id));
    }

    private static String text(@Nullable String given) {
        return Objects.requireNonNullElse(given, "");
    }

    private @Nullable String code(@Nullable Long unit) {
        return Optional.ofNullable(unit).flatMap(units::find).map(Unit::code).orElse(null);
    }

    private ReceivedIdea view(IntakeEntry e) {
        return new ReceivedIdea(
                e.id(),
                e.label(),
                e.lang(),
                code(e.unitId()),
                e.at(),
                e.problem(),
                e.beneficiaries(),
                e.outcome(),
                e.name(),
                e.email(),
                origin(e.origin()),
                e.questions().stream()
                        .map(q -> new ReceivedQuestion(q.id(), q.at(), q.body(), q.reply()))
                        .toList());
    }

    private static @Nullable ReceivedOrigin origin(@Nullable Origin o) {
        return o == null
                ? null
                : new ReceivedOrigin(
                        o.source(),
                        o.key(),
                        o.url(),
                        o.status(),
                        o.stage(),
                        o.texts().title(),
                        o.texts().description(),
                        o.sponsor(),
                        o.businessOwner(),
                        o.technicalOwner(),
                        o.tags());
    }

    private PublicPageView view(IntakeLink l) {
        return new PublicPageView(
                l.id(),
                l.label(),
                "/idea/" + l.slug(),
                l.lang(),
                code(l.unitId()),
                l.until(),
                l.createdAt(),
                l.createdBy(),
                l.closedAt(),
                l.came(),
                l.waiting());
    }
}
