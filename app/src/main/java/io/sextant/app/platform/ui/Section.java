package io.sextant.app.platform.ui;

import java.util.Locale;

/// A part of the navigation, in the order in which it is shown.
public enum Section {
    /// What waits, what is asked, where the fleet is.
    STEER,
    /// What to choose.
    DECIDE,
    /// What must hold.
    ASSURE,
    /// What to tell and teach.
    SHOW,
    /// How Sextant itself is run.
    ADMIN;

    /// The key of its heading.
    public String label() {
        return "ui.section." + name().toLowerCase(Locale.ROOT);
    }
}
