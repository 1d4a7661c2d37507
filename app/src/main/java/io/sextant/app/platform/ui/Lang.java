package io.sextant.app.platform.ui;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A language that Sextant speaks, in its European form: French of France, English of the United Kingdom.
public enum Lang {
    /// French.
    FR("fr", Locale.FRANCE),
    /// English; also what a reader gets who asked for neither.
    EN("en", Locale.UK);

    private final String code;
    private final Locale locale;

    Lang(String code, Locale locale) {
        this.code = code;
        this.locale = locale;
    }

    /// The two-letter code of ISO 639-1, as in `<html lang>`.
    public String code() {
        return code;
    }

    /// The locale that number, date and sort rules are taken from.
    public Locale locale() {
        return locale;
    }

    /// The other one.
    public Lang other() {
        return this == FR ? EN : FR;
    }

    /// The language of a code such as `fr`, `FR` or `fr-CA`; absent when we do not speak it.
    public static @Nullable Lang of(@Nullable String code) {
        if (code == null) {
            return null;
        }
        var primary = code.split("[-_]", 2)[0];
        for (var lang : values()) {
            if (lang.code.equalsIgnoreCase(primary)) {
                return lang;
            }
        }
        return null;
    }

    /// The language nearest to a locale; English when we do not speak it.
    public static Lang of(Locale locale) {
        var lang = of(locale.getLanguage());
        return lang == null ? EN : lang;
    }
}
