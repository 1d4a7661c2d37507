package io.sextant.app.demand;

import org.jspecify.annotations.Nullable;

/// Somebody named on a use case: by name alone, as an imported inventory does, or tied to an account.
///
/// @param name the name shown
/// @param userId the account, absent when the person has none here
public record Person(String name, @Nullable Long userId) {
    public Person {
        name = name.strip();
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a person has a name");
        }
    }

    /// The person of this name, or nobody when the name is blank.
    public static @Nullable Person named(@Nullable String name) {
        String given = Texts.blankToNull(name);
        return given == null ? null : new Person(given, null);
    }
}
