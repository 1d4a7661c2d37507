package io.sextant.app.identity.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Organisation;
import io.sextant.app.identity.Organisations;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.SignedIn;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Versions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The organisation through the API.
@RestController
@RequestMapping("/api/v1/organisation")
class OrganisationApi {
    /// The organisation.
    public record OrganisationBody(String name, String language, long version) {}

    /// What changes; an absent field stays as it is.
    public record OrganisationPatch(
            @Nullable String name, @Nullable String language) {}

    private final Organisations organisations;

    OrganisationApi(Organisations organisations) {
        this.organisations = organisations;
    }

    /// Reads the organisation's name and language.
    @SignedIn
    @GetMapping
    ResponseEntity<OrganisationBody> get() {
        return answer(organisations.current());
    }

    /// Changes them.
    @Needs(Permission.MANAGE_SETTINGS)
    @PatchMapping
    ResponseEntity<OrganisationBody> edit(
            Actor actor,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody OrganisationPatch body) {
        var seen = Versions.required(ifMatch);
        var now = organisations.current();
        return answer(Answers.done(organisations.edit(
                actor,
                seen,
                Objects.requireNonNullElse(body.name(), now.name()),
                Objects.requireNonNullElse(body.language(), now.language()))));
    }

    private static ResponseEntity<OrganisationBody> answer(Organisation organisation) {
        return ResponseEntity.ok()
                .eTag(Versions.etag(organisation.version()))
                .body(new OrganisationBody(organisation.name(), organisation.language(), organisation.version()));
    }
}
