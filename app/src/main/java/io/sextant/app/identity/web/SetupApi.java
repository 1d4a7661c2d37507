package io.sextant.app.identity.web;

import io.sextant.app.identity.Open;
import io.sextant.app.identity.Setup;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Problem;
import io.sextant.app.platform.rest.Problem.Type;
import io.sextant.app.platform.rest.Versions;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The first set-up through the API.
@RestController
@RequestMapping("/api/v1/setup")
class SetupApi {
    /// What the first administrator says.
    ///
    /// @param token the secret in the link that Sextant printed at its first start
    /// @param alsoCio whether they hold the role of CIO too; by default they do
    /// @param apiToken a token to make at once
    public record SetupRequest(
            @Nullable String token,
            @Nullable String email,
            @Nullable String name,
            @Nullable String password,
            @Nullable String organisation,
            @Nullable String language,
            @Nullable Boolean alsoCio,
            @Nullable SetupToken apiToken) {
        @Override
        public String toString() {
            return "SetupRequest[" + email + "]";
        }
    }

    /// A token to make.
    ///
    /// @param scopes names of permissions; absent means everything its owner may do
    /// @param days by default 30
    public record SetupToken(
            @Nullable String name,
            @Nullable List<String> scopes,
            @Nullable Integer days) {}

    /// Whether the set-up is still to be done.
    public record SetupState(boolean needed) {}

    /// What was set up.
    public record SetupDone(UserBody user, TokenBody.@Nullable IssuedToken apiToken) {}

    private final Setup setup;
    private final Units units;
    private final Clock clock;

    SetupApi(Setup setup, Units units, Clock clock) {
        this.setup = setup;
        this.units = units;
        this.clock = clock;
    }

    /// Whether this installation waits for its first administrator.
    @Open
    @GetMapping
    SetupState state() {
        return new SetupState(setup.needed());
    }

    /// Creates the first administrator and names the organisation.
    @Open
    @PostMapping
    ResponseEntity<SetupDone> create(@RequestBody SetupRequest body, HttpServletRequest request) {
        var wish = body.apiToken();
        var wanted = new Setup.FirstAdministrator(
                text(body.email()),
                text(body.name()),
                text(body.password()),
                text(body.organisation()),
                Objects.requireNonNullElse(body.language(), "fr"),
                !Boolean.FALSE.equals(body.alsoCio()),
                wish == null
                        ? null
                        : new Setup.TokenWish(
                                Objects.requireNonNullElse(wish.name(), "API"),
                                TokenBody.scopes(wish.scopes(), "apiToken.scopes"),
                                Objects.requireNonNullElse(wish.days(), 30)));
        var ready =
                Answers.done(told(setup.perform(text(body.token()), wanted, request.getRemoteAddr(), Who.Channel.API)));
        var token = ready.token();
        return ResponseEntity.created(
                        URI.create("/api/v1/users/" + ready.person().id()))
                .eTag(Versions.etag(ready.person().version()))
                .body(new SetupDone(
                        UserBody.of(ready.person(), units.tree()),
                        token == null ? null : TokenBody.IssuedToken.of(token, clock.instant())));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /// A set-up that is done, or tried too often, has a status of its own.
    private static <T> Outcome<T> told(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Refused<T>(var reasons)) {
            var first = reasons.getFirst();
            if (first.code().equals("identity.setup.done")) {
                throw Problem.of(Type.SET_UP_ALREADY).because(first).exception();
            }
            if (first.code().equals("identity.wait")) {
                throw Problem.of(Type.TOO_MANY_ATTEMPTS, first.args().getFirst())
                        .with("Retry-After", first.args().getFirst().toString())
                        .exception();
            }
        }
        return outcome;
    }
}
