package io.sextant.app.platform.ui;

import org.jspecify.annotations.Nullable;

/// A step of the way from the navigation to the page.
///
/// @param label the words, already in the reader's language
/// @param url where the step leads; absent for the page itself
public record Crumb(String label, @Nullable String url) {
    /// A step that leads somewhere.
    public static Crumb to(String label, String url) {
        return new Crumb(label, url);
    }

    /// The page itself, last of all.
    public static Crumb here(String label) {
        return new Crumb(label, null);
    }
}
