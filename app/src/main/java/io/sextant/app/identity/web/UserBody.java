package io.sextant.app.identity.web;

import io.sextant.app.identity.Person;
import io.sextant.app.identity.UnitTree;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A person in the API.
public record UserBody(
        long id,
        String email,
        String name,
        @Nullable String language,
        String theme,
        Person.State state,
        List<GrantBody> grants,
        long version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant lastLoginAt,
        @Nullable String title) {
    static UserBody of(Person person, UnitTree tree) {
        return new UserBody(
                person.id(),
                person.email(),
                person.name(),
                person.language(),
                person.theme(),
                person.state(),
                person.grants().stream().map(g -> GrantBody.of(g, tree)).toList(),
                person.version(),
                person.createdAt(),
                person.updatedAt(),
                person.lastLoginAt(),
                person.title());
    }
}
