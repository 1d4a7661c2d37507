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
        Person.@Nullable State state,
        Order order) {
    /// In which order they come.
    public enum Order {
        /// By name, accents and letter case aside.
        NAME,
        /// The other way round.
        NAME_DOWN,
        /// Those who never signed in first, then those whose last time is longest ago.
        SEEN,
        /// Those who signed in last first.
        SEEN_DOWN
    }

    /// By name.
    public PeopleQuery(
            @Nullable String text, @Nullable Role role, @Nullable Long unitId, Person.@Nullable State state) {
        this(text, role, unitId, state, Order.NAME);
    }

    /// Everyone.
    public static final PeopleQuery ALL = new PeopleQuery(null, null, null, null);
}
