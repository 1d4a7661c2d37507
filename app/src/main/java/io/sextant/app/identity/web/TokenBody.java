package io.sextant.app.identity.web;

import io.sextant.app.identity.ApiToken;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Tokens;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.rest.Problem;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A token in the API, without the key.
///
/// @param scopes permissions it is limited to; absent means everything its owner may do
public record TokenBody(
        long id,
        String name,
        String prefix,
        @Nullable List<Permission> scopes,
        ApiToken.State state,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt) {
    /// A new token, with the key that is shown this once.
    public record IssuedToken(TokenBody token, String secret) {
        static IssuedToken of(Tokens.Issued issued, Instant now) {
            return new IssuedToken(TokenBody.of(issued.token(), now), issued.secret());
        }
    }

    static TokenBody of(ApiToken token, Instant now) {
        var scopes = token.scopes();
        return new TokenBody(
                token.id(),
                token.name(),
                token.prefix(),
                scopes == null ? null : List.copyOf(new TreeSet<>(scopes)),
                token.state(now),
                token.createdAt(),
                token.expiresAt(),
                token.lastUsedAt());
    }

    /// The permissions of these names; absent for an absent list.
    static @Nullable Set<Permission> scopes(@Nullable List<String> names, String field) {
        if (names == null) {
            return null;
        }
        var scopes = EnumSet.noneOf(Permission.class);
        for (var name : names) {
            var found = false;
            for (var permission : Permission.values()) {
                if (permission.name().equals(name)) {
                    scopes.add(permission);
                    found = true;
                }
            }
            if (!found) {
                throw Problem.refused(List.of(Reason.of(field, "identity.token.unknownScope", name)))
                        .exception();
            }
        }
        return scopes;
    }
}
