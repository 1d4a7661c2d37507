package io.sextant.app.platform.ui;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Where a reader, signed in or not, says in which language and appearance they read.
@Controller
class PreferencePages {
    private final Preferences preferences;

    PreferencePages(Preferences preferences) {
        this.preferences = preferences;
    }

    /// Keeps the choice and goes back to the page it was made on.
    @PostMapping("/preferences")
    ResponseEntity<Void> choose(
            @RequestParam(required = false) @Nullable String lang,
            @RequestParam(required = false) @Nullable String theme,
            @RequestParam(defaultValue = "/") String back,
            HttpServletRequest request,
            HttpServletResponse response) {
        var language = Lang.of(lang);
        if (language != null) {
            preferences.choose(language, request, response);
        }
        var appearance = Theme.of(theme);
        if (appearance != null) {
            preferences.choose(appearance, request, response);
        }
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, local(back) ? back : "/")
                .build();
    }

    /// Whether an address stays on this server: a redirect that anybody could point elsewhere helps to deceive.
    static boolean local(String address) {
        return address.startsWith("/")
                && !address.startsWith("//")
                && address.chars().noneMatch(c -> c == '\\' || c < ' ');
    }
}
