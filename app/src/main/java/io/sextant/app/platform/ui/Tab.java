package io.sextant.app.platform.ui;

import org.jspecify.annotations.Nullable;

/// One of several pages on the same subject.
///
/// @param label its words, in the reader's language
/// @param url where it leads
/// @param here whether it is the page shown
/// @param count how many things it holds; absent shows nothing
public record Tab(
        String label, String url, boolean here, @Nullable Long count) {
    /// A tab without a count.
    public Tab(String label, String url, boolean here) {
        this(label, url, here, null);
    }
}
