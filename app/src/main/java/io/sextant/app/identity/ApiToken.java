package io.sextant.app.identity;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A key by which a program acts for a person. The key itself is shown once, when it is made.
///
/// @param prefix its first characters, by which its owner recognises it
/// @param scopes what it is limited to; absent means everything its owner may do
/// @param lastUsedAt to the nearest minute
public record ApiToken(
        long id,
        long userId,
        String name,
        String prefix,
        @Nullable Set<Permission> scopes,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {
    /// What a token is worth at a moment.
    public enum State {
        /// It opens.
        ACTIVE,
        /// Its day is past.
        EXPIRED,
        /// It was withdrawn.
        REVOKED
    }

    /// What it is worth at this moment.
    public State state(Instant now) {
        return revokedAt != null ? State.REVOKED : expiresAt.isAfter(now) ? State.ACTIVE : State.EXPIRED;
    }
}
