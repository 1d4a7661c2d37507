package io.sextant.app.identity;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Somebody with an account.
///
/// @param language `fr` or `en` as they chose it; absent leaves it to their browser
/// @param theme `auto`, `light` or `dark`
/// @param demoPersona whether this is a fictional person whom a visitor of the demo may enter as
/// @param title what they do in the company, as its directory says it
/// @param version raised at each change of the person or of their roles
public record Person(
        long id,
        String email,
        String name,
        @Nullable String language,
        String theme,
        State state,
        boolean demoPersona,
        List<Grant> grants,
        long version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant lastLoginAt,
        @Nullable String title) {
    /// Whether the person can come in.
    public enum State {
        /// They can.
        ACTIVE,
        /// They have not chosen a password yet.
        INVITED,
        /// Their account is closed.
        DISABLED
    }

    public Person {
        grants = List.copyOf(grants);
    }

    /// A person as somebody to name: an owner, a sponsor, an author.
    public record Name(long id, String name, String email) {}
}
