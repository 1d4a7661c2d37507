package io.sextant.app.identity.access;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.SecondFactors;
import io.sextant.app.identity.SignIn;
import io.sextant.app.identity.Tokens;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.rest.Problem;
import io.sextant.app.platform.rest.Problem.Type;
import io.sextant.app.platform.rest.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Says who calls the API: the owner of a bearer token (RFC 6750) or, for `POST /api/v1/tokens` alone, whoever proves
/// an address, a password (RFC 7617) and a second factor where there is one (`Sextant-Code`), so that a first token can
/// be had without a browser. Credentials that open
/// nothing end the request, also where none are needed: the caller should know.
final class ApiIdentification extends OncePerRequestFilter {
    private static final String CODE = "Sextant-Code";
    private static final String BASIC_ONLY = "/api/v1/tokens";

    private final Tokens tokens;
    private final SignIn signIn;
    private final SecondFactors factors;
    private final Actors actors;

    ApiIdentification(Tokens tokens, SignIn signIn, SecondFactors factors, Actors actors) {
        this.tokens = tokens;
        this.signIn = signIn;
        this.factors = factors;
        this.actors = actors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var credentials = request.getHeader("Authorization");
        if (credentials == null) {
            chain.doFilter(request, response);
            return;
        }
        var actor = actor(credentials.strip(), request);
        SecurityContextHolder.setContext(ActorAuthentication.context(actor));
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private Actor actor(String credentials, HttpServletRequest request) {
        var bearer = after("bearer ", credentials);
        if (bearer != null) {
            return switch (tokens.open(bearer)) {
                case Tokens.Opened.Valid(var actor) -> actor;
                case Tokens.Opened.Expired() -> throw refused(Type.TOKEN_EXPIRED);
                case Tokens.Opened.Revoked() -> throw refused(Type.TOKEN_REVOKED);
                case Tokens.Opened.Unknown() -> throw refused(Type.UNAUTHENTICATED);
            };
        }
        var basic = after("basic ", credentials);
        if (basic != null
                && request.getMethod().equals("POST")
                && request.getRequestURI().equals(request.getContextPath() + BASIC_ONLY)) {
            return byPassword(basic, request);
        }
        throw refused(Type.UNAUTHENTICATED);
    }

    private Actor byPassword(String basic, HttpServletRequest request) {
        var pair = decoded(basic);
        var colon = pair == null ? -1 : pair.indexOf(':');
        if (pair == null || colon < 0) {
            throw refused(Type.WRONG_PASSWORD);
        }
        var answer = signIn.attempt(
                pair.substring(0, colon), pair.substring(colon + 1), request.getRemoteAddr(), Who.Channel.API);
        return switch (answer) {
            case SignIn.Answer.Entered(var userId, var name, var epoch) ->
                actors.find(userId, Who.Channel.API).orElseThrow(() -> refused(Type.WRONG_PASSWORD));
            case SignIn.Answer.Halfway(var userId, var epoch, var demand) -> byCode(userId, request);
            case SignIn.Answer.Wrong() -> throw refused(Type.WRONG_PASSWORD);
            case SignIn.Answer.Wait(var left) -> throw tooMany(left);
        };
    }

    /// With the code that goes with the password, in a header of its own.
    private Actor byCode(long userId, HttpServletRequest request) {
        var code = request.getHeader(CODE);
        if (code == null || code.isBlank()) {
            throw refused(Type.CODE_REQUIRED);
        }
        return switch (factors.check(userId, code, request.getRemoteAddr(), Who.Channel.API)) {
            case SecondFactors.Answer.Passed passed ->
                actors.find(userId, Who.Channel.API).orElseThrow(() -> refused(Type.WRONG_PASSWORD));
            case SecondFactors.Answer.Wrong() -> throw refused(Type.CODE_REQUIRED);
            case SecondFactors.Answer.Wait(var left) -> throw tooMany(left);
        };
    }

    private static RuntimeException tooMany(Duration left) {
        var seconds = Math.max(1, left.plusMillis(999).toSeconds());
        return Problem.of(Type.TOO_MANY_ATTEMPTS, seconds)
                .with("Retry-After", String.valueOf(seconds))
                .exception();
    }

    private static RuntimeException refused(Type type) {
        return Problems.unauthenticated(type).exception();
    }

    private static @Nullable String after(String scheme, String credentials) {
        return credentials.regionMatches(true, 0, scheme, 0, scheme.length())
                ? credentials.substring(scheme.length()).strip()
                : null;
    }

    private static @Nullable String decoded(String basic) {
        try {
            return new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
