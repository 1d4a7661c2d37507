package io.sextant.app.platform.ui;

import java.util.List;

/// A room's answer to what somebody types in the Ctrl-K palette or on the search page. A room publishes one as a bean;
/// it shows nothing that the person at the other end may not see.
@FunctionalInterface
public interface PaletteSource {
    /// What a room found, best first.
    ///
    /// @param query what was typed, neither empty nor longer than 200 characters
    /// @param most hits at most
    /// @param ui the reader's language and rights
    List<Hit> find(String query, int most, Ui ui);

    /// Something found.
    ///
    /// @param group the words above hits of its kind, in the reader's language: *Cas d’usage*
    /// @param label what it is called
    /// @param hint what tells it from others of that name; may be empty
    /// @param icon the name of an icon
    /// @param url where it leads
    record Hit(String group, String label, String hint, String icon, String url) {}
}
