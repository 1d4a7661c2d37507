package io.sextant.app.platform.ui;

import org.jspecify.annotations.Nullable;

/// Something to choose from a list.
///
/// @param value what the form sends
/// @param label its words, in the reader's language
/// @param hint a second line or a count, in the reader's language; may be empty
/// @param chosen whether it is chosen
public record Option(String value, String label, String hint, boolean chosen) {
    /// An option without a second line.
    ///
    /// @param current the value that is chosen now
    public static Option of(String value, String label, @Nullable String current) {
        return new Option(value, label, "", value.equals(current));
    }
}
