package io.sextant.app.identity.web;

import io.sextant.app.identity.Absence;
import io.sextant.app.identity.Absences;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.SignedIn;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Slice;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Absences through the API.
@RestController
class AbsencesApi {
    /// An absence to be.
    ///
    /// @param from its first day
    /// @param until its last day
    /// @param standIn the account of whoever acts meanwhile; absent for nobody
    public record NewAbsence(
            @Nullable LocalDate from,
            @Nullable LocalDate until,
            @Nullable Long standIn) {}

    private final Absences absences;
    private final People people;

    AbsencesApi(Absences absences, People people) {
        this.absences = absences;
        this.people = people;
    }

    /// Lists when one is away, the latest first.
    @SignedIn
    @GetMapping("/api/v1/me/absences")
    Slice<Absence> ownAbsences(Actor actor) {
        return new Slice<>(absences.of(actor, Objects.requireNonNull(actor.id())), null);
    }

    /// Lists for whom one stands in, today or later. With `inPlaceOf` and their account, calls on a gate are then made
    /// in
    /// their place.
    @SignedIn
    @GetMapping("/api/v1/me/standing-in")
    Slice<Absence> standingIn(Actor actor) {
        return new Slice<>(absences.entrusted(actor), null);
    }

    /// Says that one is away.
    @SignedIn
    @PostMapping("/api/v1/me/absences")
    ResponseEntity<Absence> declareOwnAbsence(Actor actor, @RequestBody NewAbsence body) {
        MeApi.unlimited(actor);
        return declare(actor, Objects.requireNonNull(actor.id()), body);
    }

    /// Ends an absence before its last day, or gives back what was entrusted to one.
    @SignedIn
    @DeleteMapping("/api/v1/me/absences/{absence}")
    Absence endOwnAbsence(Actor actor, @PathVariable long absence) {
        MeApi.unlimited(actor);
        return Answers.done(absences.end(actor, absence));
    }

    /// Lists when a person is away, the latest first.
    @Needs(Permission.VIEW_PEOPLE)
    @GetMapping("/api/v1/users/{id}/absences")
    Slice<Absence> absences(Actor actor, @PathVariable long id) {
        Answers.found(people.find(actor, id));
        return new Slice<>(absences.of(actor, id), null);
    }

    /// Says that somebody is away who cannot say so.
    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/api/v1/users/{id}/absences")
    ResponseEntity<Absence> declareAbsence(Actor actor, @PathVariable long id, @RequestBody NewAbsence body) {
        return declare(actor, id, body);
    }

    /// Ends a person's absence before its last day.
    @Needs(Permission.MANAGE_PEOPLE)
    @DeleteMapping("/api/v1/users/{id}/absences/{absence}")
    Absence endAbsence(Actor actor, @PathVariable long id, @PathVariable long absence) {
        return Answers.done(absences.endFor(actor, id, absence));
    }

    private ResponseEntity<Absence> declare(Actor actor, long userId, NewAbsence body) {
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(Answers.done(absences.declare(
                        actor, userId, new Absences.Wanted(body.from(), body.until(), body.standIn()))));
    }
}
