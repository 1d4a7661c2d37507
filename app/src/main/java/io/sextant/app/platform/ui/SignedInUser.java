package io.sextant.app.platform.ui;

import org.jspecify.annotations.Nullable;

/// The person at the other end of the current request, as the pages need to know them. The room that knows accounts
/// provides one bean of it; without it, every page is read by a stranger.
public interface SignedInUser {
    /// Who it is; absent for a stranger.
    @Nullable
    Profile profile();

    /// Whether they may do that anywhere; false for a stranger.
    ///
    /// @param permission a name that the room of accounts knows
    boolean mayDo(String permission);

    /// The field by which every form of this page says in whose place it is sent; absent when the reader acts for
    /// themselves.
    default @Nullable HiddenField inPlaceOf() {
        return null;
    }

    /// A field that a form carries along.
    record HiddenField(String name, String value) {}

    /// Keeps the language the person just chose, for their next visit from any machine.
    void remember(Lang lang);

    /// Keeps the appearance the person just chose, for their next visit from any machine.
    void remember(Theme theme);

    /// How a person is shown to themselves.
    ///
    /// @param name as in *Sophie Roux*
    /// @param detail a second line, such as their role or address, already in their language; may be empty
    /// @param lang the language they chose; absent if they never did
    /// @param theme the appearance they chose; absent if they never did
    record Profile(
            String name,
            String detail,
            @Nullable Lang lang,
            @Nullable Theme theme) {
        /// The first letters of the first and last words of the name, as in *SR*.
        public String initials() {
            return SignedInUser.initials(name);
        }
    }

    /// The first letters of the first and last words of a name, as in *SR*.
    static String initials(String name) {
        var words = name.strip().split("[\\s\\p{Pd}]+");
        var first = words[0];
        var last = words.length > 1 ? words[words.length - 1] : "";
        return (letter(first) + letter(last)).toUpperCase(java.util.Locale.ROOT);
    }

    private static String letter(String word) {
        return word.isEmpty() ? "" : word.substring(0, word.offsetByCodePoints(0, 1));
    }
}
