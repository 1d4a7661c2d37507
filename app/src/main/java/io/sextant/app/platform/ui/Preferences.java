package io.sextant.app.platform.ui;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.WebUtils;

/// In which language and appearance a request is answered: what the person chose once and for all, else what this
/// browser was last told (a cookie), else what it asks for. A program that calls the API says so itself in
/// `Accept-Language`, and that comes first there.
final class Preferences implements LocaleResolver {
    static final String LANG = "sextant_lang";
    static final String THEME = "sextant_theme";

    private final Visitor visitor;

    Preferences(Visitor visitor) {
        this.visitor = visitor;
    }

    Lang lang(HttpServletRequest request) {
        if (request.getRequestURI().startsWith(request.getContextPath() + "/api/")) {
            var asked = asked(request);
            if (asked != null) {
                return asked;
            }
        }
        var profile = visitor.profile();
        if (profile != null && profile.lang() != null) {
            return profile.lang();
        }
        var kept = Lang.of(cookie(request, LANG));
        if (kept != null) {
            return kept;
        }
        var asked = asked(request);
        return asked == null ? Lang.EN : asked;
    }

    Theme theme(HttpServletRequest request) {
        var profile = visitor.profile();
        if (profile != null && profile.theme() != null) {
            return profile.theme();
        }
        var kept = Theme.of(cookie(request, THEME));
        return kept == null ? Theme.AUTO : kept;
    }

    void choose(Lang lang, HttpServletRequest request, HttpServletResponse response) {
        keep(LANG, lang.code(), request, response);
        visitor.remember(lang);
    }

    void choose(Theme theme, HttpServletRequest request, HttpServletResponse response) {
        keep(THEME, theme.code(), request, response);
        visitor.remember(theme);
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return lang(request).locale();
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        if (response != null && locale != null) {
            choose(Lang.of(locale), request, response);
        }
    }

    private static @Nullable Lang asked(HttpServletRequest request) {
        if (request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) == null) {
            return null;
        }
        return Collections.list(request.getLocales()).stream()
                .map(locale -> Lang.of(locale.getLanguage()))
                .filter(lang -> lang != null)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String cookie(HttpServletRequest request, String name) {
        var cookie = WebUtils.getCookie(request, name);
        return cookie == null ? null : cookie.getValue();
    }

    private static void keep(String name, String value, HttpServletRequest request, HttpServletResponse response) {
        var cookie = ResponseCookie.from(name, value)
                .path(request.getContextPath().isEmpty() ? "/" : request.getContextPath())
                .maxAge(Duration.ofDays(365))
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Lax")
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }
}
