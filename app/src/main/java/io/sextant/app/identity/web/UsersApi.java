package io.sextant.app.identity.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.People;
import io.sextant.app.identity.PeopleQuery;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Tokens;
import io.sextant.app.identity.Units;
import io.sextant.app.identity.access.Links;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Cursor;
import io.sextant.app.platform.rest.Slice;
import io.sextant.app.platform.rest.Versions;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// People and their roles through the API.
@RestController
@RequestMapping("/api/v1/users")
class UsersApi {
    /// A person to be.
    public record NewUser(
            @Nullable String email,
            @Nullable String name,
            @Nullable String language,
            @Nullable List<GrantBody> grants) {}

    /// What changes; an absent field stays as it is.
    public record UserPatch(
            @Nullable String email,
            @Nullable String name,
            @Nullable String language) {}

    /// The roles that replace those held.
    public record UserGrants(
            @Nullable List<GrantBody> grants, @Nullable String reason) {}

    /// Why.
    public record UserClosing(@Nullable String reason) {}

    /// A link by which the person chooses a password, once.
    public record Invitation(String link, Instant expiresAt) {}

    private final People people;
    private final Units units;
    private final Tokens tokens;
    private final Links links;
    private final Clock clock;

    UsersApi(People people, Units units, Tokens tokens, Links links, Clock clock) {
        this.people = people;
        this.units = units;
        this.tokens = tokens;
        this.links = links;
        this.clock = clock;
    }

    /// Lists people by name.
    @Needs(Permission.VIEW_PEOPLE)
    @GetMapping
    Slice<UserBody> list(
            Actor actor,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(required = false) @Nullable Role role,
            @RequestParam(required = false) @Nullable Long unit,
            @RequestParam(required = false) Person.@Nullable State state,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        var size = Slice.limit(limit);
        var name = "users by name " + text + "|" + role + "|" + unit + "|" + state;
        var keys = Cursor.read(name, 1, cursor);
        var after = keys == null ? null : keys.getFirst();
        var found = people.list(
                actor, new PeopleQuery(text, role, unit, state), after == null ? null : Long.valueOf(after), 0, size);
        var tree = units.tree();
        return new Slice<>(
                found.people().stream().map(p -> UserBody.of(p, tree)).toList(),
                found.more() ? Cursor.after(name, found.people().getLast().id()) : null);
    }

    /// Finds people to name as owners: ten at most.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/names")
    Slice<Person.Name> names(Actor actor, @RequestParam(defaultValue = "") String text) {
        return new Slice<>(people.names(actor, text), null);
    }

    /// Reads a person.
    @Needs(Permission.VIEW_PEOPLE)
    @GetMapping("/{id}")
    ResponseEntity<UserBody> get(Actor actor, @PathVariable long id) {
        return answer(Answers.found(people.find(actor, id)));
    }

    /// Adds a person, who comes in once they have chosen a password: see the invitation.
    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping
    ResponseEntity<UserBody> create(Actor actor, @RequestBody NewUser body) {
        var person = Answers.done(people.create(
                actor,
                new People.NewPerson(
                        Objects.requireNonNullElse(body.email(), ""),
                        Objects.requireNonNullElse(body.name(), ""),
                        body.language(),
                        GrantBody.read(body.grants(), units.tree()))));
        return ResponseEntity.created(URI.create("/api/v1/users/" + person.id()))
                .eTag(Versions.etag(person.version()))
                .body(UserBody.of(person, units.tree()));
    }

    /// Changes a person's address, name or language.
    @Needs(Permission.MANAGE_PEOPLE)
    @PatchMapping("/{id}")
    ResponseEntity<UserBody> edit(
            Actor actor,
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody UserPatch body) {
        return answer(Answers.done(people.edit(
                actor, id, Versions.required(ifMatch), new People.Edit(body.email(), body.name(), body.language()))));
    }

    /// Replaces a person's roles.
    @Needs(Permission.MANAGE_PEOPLE)
    @PutMapping("/{id}/grants")
    ResponseEntity<UserBody> grant(
            Actor actor,
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody UserGrants body) {
        return answer(Answers.done(people.grant(
                actor, id, Versions.required(ifMatch), GrantBody.read(body.grants(), units.tree()), body.reason())));
    }

    /// Closes an account: its sessions and tokens end at once.
    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/{id}/disable")
    ResponseEntity<UserBody> disable(
            Actor actor,
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody(required = false) @Nullable UserClosing body) {
        return answer(Answers.done(
                people.disable(actor, id, Versions.required(ifMatch), body == null ? null : body.reason())));
    }

    /// Opens a closed account again.
    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/{id}/enable")
    ResponseEntity<UserBody> enable(
            Actor actor,
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return answer(Answers.done(people.enable(actor, id, Versions.required(ifMatch))));
    }

    /// Makes a link by which the person chooses a password; an earlier one dies.
    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/{id}/invitation")
    ResponseEntity<Invitation> invite(Actor actor, @PathVariable long id, HttpServletRequest request) {
        var link = Answers.done(people.invite(actor, id));
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(new Invitation(links.invitation(link, request), link.expiresAt()));
    }

    /// Lists a person's tokens, without their keys.
    @Needs(Permission.VIEW_PEOPLE)
    @GetMapping("/{id}/tokens")
    Slice<TokenBody> tokens(Actor actor, @PathVariable long id) {
        Answers.found(people.find(actor, id));
        var now = clock.instant();
        return new Slice<>(
                tokens.list(actor, id).stream().map(t -> TokenBody.of(t, now)).toList(), null);
    }

    private ResponseEntity<UserBody> answer(Person person) {
        return ResponseEntity.ok().eTag(Versions.etag(person.version())).body(UserBody.of(person, units.tree()));
    }
}
