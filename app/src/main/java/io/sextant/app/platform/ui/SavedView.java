package io.sextant.app.platform.ui;

import org.jspecify.annotations.Nullable;

/// A list kept under a name, as a link.
///
/// @param name the name its author gave it
/// @param url the address of the list
/// @param here whether it is the list shown
/// @param shared whether everybody sees it
/// @param forget where to post to forget it; absent for somebody else's
public record SavedView(
        String name,
        String url,
        boolean here,
        boolean shared,
        @Nullable String forget) {}
