package io.sextant.app.identity;

import org.jspecify.annotations.Nullable;

/// Which people to list; what is absent does not narrow the list.
///
/// @param text a part of the name or the address, in any letter case, accents aside
/// @param role those who hold it
/// @param unitId those who hold a role in this unit or below
public record PeopleQuery(
        @Nullable String text,
        @Nullable Role role,
        @Nullable Long unitId,
        Person.@Nullable State state) {
    /// Everyone.
    public static final PeopleQuery ALL = new PeopleQuery(null, null, null, null);
}
