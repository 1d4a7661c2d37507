package io.sextant.app.demand.importing;

import java.util.List;

/// What undoing an import came to.
///
/// @param removed use cases that the import had created and that are gone again
/// @param restored use cases whose fields are as before
/// @param kept what could not be taken back
public record Undone(int removed, int restored, List<Kept> kept) {
    /// Something that was left as it is, because it changed since.
    ///
    /// @param code the use case
    /// @param field the field, or empty when the whole use case was left
    /// @param reason key of the message that says why
    public record Kept(String code, String title, String field, String reason) {}

    public Undone {
        kept = List.copyOf(kept);
    }
}
