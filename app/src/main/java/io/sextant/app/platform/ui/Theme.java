package io.sextant.app.platform.ui;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The appearance a reader chose.
public enum Theme {
    /// That of the reader's system.
    AUTO,
    /// Ink on paper.
    LIGHT,
    /// Light on night blue.
    DARK;

    /// The word used in cookies, forms and `<html data-theme>`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The theme of a code; absent when there is none of that name.
    public static @Nullable Theme of(@Nullable String code) {
        for (var theme : values()) {
            if (theme.code().equals(code)) {
                return theme;
            }
        }
        return null;
    }
}
