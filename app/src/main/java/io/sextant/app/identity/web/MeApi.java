package io.sextant.app.identity.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Scope;
import io.sextant.app.identity.SignedIn;
import io.sextant.app.identity.Units;
import io.sextant.app.identity.access.BrowserSessions;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Problem;
import io.sextant.app.platform.rest.Problem.Type;
import io.sextant.app.platform.rest.Slice;
import io.sextant.app.platform.rest.Versions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// One's own account through the API.
@RestController
@RequestMapping("/api/v1/me")
class MeApi {
    /// Oneself.
    ///
    /// @param permissions what one may do with this token, and where
    public record Me(UserBody user, List<Allowed> permissions) {}

    /// A permission that is held.
    ///
    /// @param everywhere whether it holds everywhere
    /// @param unitIds else the units where it holds
    public record Allowed(Permission permission, boolean everywhere, List<Long> unitIds) {}

    /// What changes; an absent field stays as it is.
    public record MePatch(
            @Nullable String name,
            @Nullable String language,
            @Nullable String theme) {}

    /// A change of password.
    public record PasswordChange(
            @Nullable String current, @Nullable String password) {
        @Override
        public String toString() {
            return "PasswordChange[]";
        }
    }

    private final People people;
    private final Units units;
    private final BrowserSessions sessions;

    MeApi(People people, Units units, BrowserSessions sessions) {
        this.people = people;
        this.units = units;
        this.sessions = sessions;
    }

    /// Reads one's account and what one may do.
    @SignedIn
    @GetMapping
    ResponseEntity<Me> get(Actor actor) {
        return answer(actor, person(actor));
    }

    /// Changes one's name, language or theme.
    @SignedIn
    @PatchMapping
    ResponseEntity<Me> edit(
            Actor actor,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody MePatch body) {
        unlimited(actor);
        var seen = Versions.required(ifMatch);
        var theme = body.theme();
        if (theme != null && !List.of("auto", "light", "dark").contains(theme)) {
            throw Problem.refused(List.of(io.sextant.app.kernel.Reason.of("theme", "identity.theme.unknown", theme)))
                    .exception();
        }
        Answers.done(people.edit(actor, person(actor).id(), seen, new People.Edit(null, body.name(), body.language())));
        people.prefer(actor, null, theme);
        return answer(actor, person(actor));
    }

    /// Changes one's password. All sessions in browsers end.
    @SignedIn
    @PutMapping("/password")
    ResponseEntity<Void> password(Actor actor, @RequestBody PasswordChange body) {
        unlimited(actor);
        inTime(people.changePassword(
                actor,
                Objects.requireNonNullElse(body.current(), ""),
                Objects.requireNonNullElse(body.password(), ""),
                null));
        return ResponseEntity.noContent().build();
    }

    /// The value of something done that may have been tried too often.
    static <T> T inTime(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Refused<T>(var reasons)
                && reasons.getFirst().code().equals("identity.wait")) {
            var seconds = reasons.getFirst().args().getFirst();
            throw Problem.of(Type.TOO_MANY_ATTEMPTS, seconds)
                    .with("Retry-After", seconds.toString())
                    .exception();
        }
        return Answers.done(outcome);
    }

    /// Lists one's open sessions in browsers.
    @SignedIn
    @GetMapping("/sessions")
    Slice<BrowserSessions.OpenSession> sessions(Actor actor) {
        unlimited(actor);
        return new Slice<>(sessions.list(actor, null), null);
    }

    /// Ends one of one's sessions.
    @SignedIn
    @DeleteMapping("/sessions/{key}")
    ResponseEntity<Void> endSession(Actor actor, @PathVariable String key) {
        unlimited(actor);
        if (!sessions.end(actor, key)) {
            throw Problem.of(Type.NOT_FOUND).exception();
        }
        return ResponseEntity.noContent().build();
    }

    /// A token limited to some permissions is for those and not for its owner's account.
    static void unlimited(Actor actor) {
        if (actor.tokenScopes() != null) {
            throw new AccessDeniedException("a limited token does not change its owner's account");
        }
    }

    private Person person(Actor actor) {
        return Answers.found(people.find(actor, Objects.requireNonNull(actor.id())));
    }

    private ResponseEntity<Me> answer(Actor actor, Person person) {
        return ResponseEntity.ok()
                .eTag(Versions.etag(person.version()))
                .body(new Me(UserBody.of(person, units.tree()), allowed(actor)));
    }

    private static List<Allowed> allowed(Actor actor) {
        Map<Permission, Allowed> allowed = new EnumMap<>(Permission.class);
        for (var permission : Permission.values()) {
            switch (actor.scope(permission)) {
                case Scope.All() -> allowed.put(permission, new Allowed(permission, true, List.of()));
                case Scope.Units(var ids) ->
                    allowed.put(permission, new Allowed(permission, false, List.copyOf(new TreeSet<>(ids))));
                case Scope.None() -> {
                    // Not listed.
                }
            }
        }
        return List.copyOf(allowed.values());
    }
}
