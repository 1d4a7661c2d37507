package io.sextant.app.platform.launch;

import java.util.Locale;

/// A sentence for the terminal, in both languages. The terminal has no account and no browser, so the language is that
/// of the machine (`LANG`), English where it is not French.
///
/// @param english the sentence in English
/// @param french the same in French
public record Line(String english, String french) {
    /// The sentence in the language of this machine.
    public String text() {
        return in(Locale.getDefault(Locale.Category.DISPLAY));
    }

    /// The sentence in French for a French locale, in English for any other.
    public String in(Locale locale) {
        return locale.getLanguage().equals(Locale.FRENCH.getLanguage()) ? french : english;
    }
}
