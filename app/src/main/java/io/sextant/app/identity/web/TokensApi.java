package io.sextant.app.identity.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Tokens;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Slice;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// One's own API tokens through the API. The first one is had with HTTP Basic, or with the set-up.
@RestController
@RequestMapping("/api/v1/tokens")
class TokensApi {
    /// A token to be.
    ///
    /// @param scopes names of permissions; absent means everything its owner may do
    /// @param days by default 90
    public record NewToken(
            @Nullable String name,
            @Nullable List<String> scopes,
            @Nullable Integer days) {}

    private final Tokens tokens;
    private final Clock clock;

    TokensApi(Tokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /// Lists one's tokens, newest first.
    @Needs(Permission.USE_TOKENS)
    @GetMapping
    Slice<TokenBody> list(Actor actor) {
        var now = clock.instant();
        return new Slice<>(
                tokens.list(actor).stream().map(t -> TokenBody.of(t, now)).toList(), null);
    }

    /// Makes a token; its key is in this answer and nowhere else.
    @Needs(Permission.USE_TOKENS)
    @PostMapping
    ResponseEntity<TokenBody.IssuedToken> create(Actor actor, @RequestBody NewToken body) {
        var issued = Answers.done(tokens.create(
                actor,
                Objects.requireNonNullElse(body.name(), ""),
                TokenBody.scopes(body.scopes(), "scopes"),
                Objects.requireNonNullElse(body.days(), 90)));
        return ResponseEntity.created(
                        URI.create("/api/v1/tokens/" + issued.token().id()))
                .body(TokenBody.IssuedToken.of(issued, clock.instant()));
    }

    /// Reads one of one's tokens.
    @Needs(Permission.USE_TOKENS)
    @GetMapping("/{id}")
    TokenBody get(Actor actor, @PathVariable long id) {
        return TokenBody.of(
                Answers.found(
                        tokens.list(actor).stream().filter(t -> t.id() == id).findFirst()),
                clock.instant());
    }

    /// Withdraws a token, one's own or, for whoever manages people, anybody's.
    @Needs({Permission.USE_TOKENS, Permission.MANAGE_PEOPLE})
    @DeleteMapping("/{id}")
    ResponseEntity<Void> revoke(Actor actor, @PathVariable long id) {
        Answers.done(tokens.revoke(actor, id));
        return ResponseEntity.noContent().build();
    }
}
