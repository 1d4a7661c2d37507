package io.sextant.app.demand.publishing.web;

import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.publishing.Publication;
import io.sextant.app.demand.publishing.Publication.Part;
import io.sextant.app.demand.publishing.Publications;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.platform.rest.Answers;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Publishing through the API.
@RestController
@RequestMapping("/api/v1/use-cases/{id}/publication")
class PublicationApi {
    private final Publications publications;

    PublicationApi(Publications publications) {
        this.publications = publications;
    }

    /// How a use case is shown without an account.
    ///
    /// @param path of the page, under the address of Sextant; `/badge.svg` and `/status.json` stand under it
    record PublicationView(
            String path, Set<Part> parts, @Nullable String contact, Instant since, String by) {
        static PublicationView of(Publication p) {
            return new PublicationView(p.path(), p.parts(), p.contact(), p.since(), p.byName());
        }
    }

    /// What to show beside the title and the stage.
    record Publishing(@Nullable Set<Part> parts, @Nullable String contact) {}

    /// Reads how a use case is published; 404 when it is not.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping
    PublicationView readPublication(Actor actor, @PathVariable String id) {
        return PublicationView.of(Answers.found(publications.of(actor, found(id))));
    }

    /// Shows a use case to whoever has its address, or shows other parts of it; the address stays.
    @Needs(Permission.DECIDE_GATES)
    @PutMapping
    PublicationView publishUseCase(Actor actor, @PathVariable String id, @RequestBody Publishing body) {
        Set<Part> parts = body.parts();
        return PublicationView.of(
                Answers.done(publications.publish(actor, found(id), parts == null ? Set.of() : parts, body.contact())));
    }

    /// Shows a use case no more.
    @Needs(Permission.DECIDE_GATES)
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdrawPublication(Actor actor, @PathVariable String id) {
        Answers.done(publications.withdraw(actor, found(id)));
    }

    private static UseCaseId found(String id) {
        return Answers.found(Optional.of(id).filter(UseCaseId::matches).map(UseCaseId::new));
    }
}
