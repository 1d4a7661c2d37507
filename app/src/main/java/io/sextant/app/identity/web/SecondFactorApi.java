package io.sextant.app.identity.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Passkey;
import io.sextant.app.identity.Passkeys;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.SecondFactors;
import io.sextant.app.identity.SignedIn;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Problem;
import io.sextant.app.platform.rest.Slice;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Second factors and passkeys through the API: one's own, somebody's, and who must have one.
@RestController
@RequestMapping("/api/v1")
class SecondFactorApi {
    /// One's password, which what follows takes.
    public record FactorPassword(@Nullable String password) {
        @Override
        public String toString() {
            return "FactorPassword[]";
        }
    }

    /// What its owner calls a passkey.
    public record PasskeyPatch(@Nullable String name) {}

    /// The first code of the app.
    public record FactorCode(@Nullable String code) {
        @Override
        public String toString() {
            return "FactorCode[]";
        }
    }

    /// What replaces a lost phone; in this answer and nowhere else.
    public record RecoveryCodes(List<String> recoveryCodes) {
        @Override
        public String toString() {
            return "RecoveryCodes[]";
        }
    }

    /// Why.
    public record FactorReset(@Nullable String reason) {}

    /// The roles whose holders must have a second factor.
    public record FactorRoles(@Nullable List<String> roles) {}

    private final SecondFactors factors;
    private final Passkeys passkeys;
    private final People people;

    SecondFactorApi(SecondFactors factors, Passkeys passkeys, People people) {
        this.factors = factors;
        this.passkeys = passkeys;
        this.people = people;
    }

    /// Says whether one has a second factor.
    @SignedIn
    @GetMapping("/me/second-factor")
    SecondFactors.State own(Actor actor) {
        MeApi.unlimited(actor);
        return factors.own(actor);
    }

    /// Makes a secret to put into an authenticator app; it counts once its first code was confirmed.
    @SignedIn
    @PostMapping("/me/second-factor")
    ResponseEntity<SecondFactors.Draft> begin(Actor actor, @RequestBody FactorPassword body) {
        MeApi.unlimited(actor);
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(MeApi.inTime(factors.begin(actor, Objects.requireNonNullElse(body.password(), ""))));
    }

    /// Puts the second factor in force and hands out recovery codes. All sessions in browsers end.
    @SignedIn
    @PostMapping("/me/second-factor/confirm")
    RecoveryCodes confirm(Actor actor, @RequestBody FactorCode body) {
        MeApi.unlimited(actor);
        return new RecoveryCodes(
                MeApi.inTime(factors.confirm(actor, Objects.requireNonNullElse(body.code(), ""), null)));
    }

    /// Switches one's second factor off.
    @SignedIn
    @PostMapping("/me/second-factor/off")
    ResponseEntity<Void> off(Actor actor, @RequestBody FactorPassword body) {
        MeApi.unlimited(actor);
        MeApi.inTime(factors.off(actor, Objects.requireNonNullElse(body.password(), "")));
        return ResponseEntity.noContent().build();
    }

    /// Says whether a person has a second factor.
    @Needs(Permission.VIEW_PEOPLE)
    @GetMapping("/users/{id}/second-factor")
    SecondFactors.State of(Actor actor, @PathVariable long id) {
        return factors.of(actor, Answers.found(people.find(actor, id)).id());
    }

    /// Takes away the second factor of a person who lost their phone and their recovery codes. Their sessions end.
    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/users/{id}/second-factor/reset")
    ResponseEntity<Void> reset(
            Actor actor, @PathVariable long id, @RequestBody(required = false) @Nullable FactorReset body) {
        Answers.done(factors.reset(actor, id, body == null ? null : body.reason()));
        return ResponseEntity.noContent().build();
    }

    /// Lists one's passkeys. They are made in a browser, by the device that keeps them.
    @SignedIn
    @GetMapping("/me/passkeys")
    Slice<Passkey> passkeys(Actor actor) {
        MeApi.unlimited(actor);
        return new Slice<>(passkeys.own(actor), null);
    }

    /// Calls one of one's passkeys otherwise.
    @SignedIn
    @PatchMapping("/me/passkeys/{id}")
    Passkey renamePasskey(Actor actor, @PathVariable long id, @RequestBody PasskeyPatch body) {
        MeApi.unlimited(actor);
        ownPasskey(actor, id);
        return Answers.done(passkeys.rename(actor, id, Objects.requireNonNullElse(body.name(), "")));
    }

    /// Removes one of one's passkeys, which takes the password. The last one stays where nothing else lets one in.
    @SignedIn
    @PostMapping("/me/passkeys/{id}/remove")
    ResponseEntity<Void> removePasskey(Actor actor, @PathVariable long id, @RequestBody FactorPassword body) {
        MeApi.unlimited(actor);
        ownPasskey(actor, id);
        MeApi.inTime(passkeys.remove(actor, id, Objects.requireNonNullElse(body.password(), "")));
        return ResponseEntity.noContent().build();
    }

    private void ownPasskey(Actor actor, long id) {
        Answers.found(passkeys.own(actor).stream().filter(p -> p.id() == id).findFirst());
    }

    /// Lists the passkeys of a person.
    @Needs(Permission.VIEW_PEOPLE)
    @GetMapping("/users/{id}/passkeys")
    Slice<Passkey> passkeysOf(Actor actor, @PathVariable long id) {
        return new Slice<>(
                passkeys.of(actor, Answers.found(people.find(actor, id)).id()), null);
    }

    /// Takes away all passkeys of a person who lost the device they were on. Their sessions end.
    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/users/{id}/passkeys/reset")
    ResponseEntity<Void> resetPasskeys(
            Actor actor, @PathVariable long id, @RequestBody(required = false) @Nullable FactorReset body) {
        Answers.found(people.find(actor, id));
        Answers.done(passkeys.removeAll(actor, id, body == null ? null : body.reason()));
        return ResponseEntity.noContent().build();
    }

    /// Lists the roles whose holders must have a second factor.
    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping("/organisation/second-factor")
    FactorRoles required() {
        return body(factors.requiredOf());
    }

    /// Replaces them. Holders without one are asked to set it up when they sign in next.
    @Needs(Permission.MANAGE_SETTINGS)
    @PutMapping("/organisation/second-factor")
    FactorRoles require(Actor actor, @RequestBody FactorRoles body) {
        var named = body.roles();
        if (named == null) {
            throw Problem.refused(List.of(Reason.of("roles", "identity.factor.roles.required")))
                    .exception();
        }
        var roles = EnumSet.noneOf(Role.class);
        for (var name : named) {
            var role = GrantBody.role(name);
            if (role == null) {
                throw Problem.refused(List.of(Reason.of("roles", "identity.role.unknown", name)))
                        .exception();
            }
            roles.add(role);
        }
        return body(Answers.done(factors.require(actor, roles)));
    }

    private static FactorRoles body(Set<Role> roles) {
        return new FactorRoles(new TreeSet<>(roles).stream().map(Role::name).toList());
    }
}
