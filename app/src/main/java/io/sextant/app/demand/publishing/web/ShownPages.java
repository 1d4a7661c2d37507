package io.sextant.app.demand.publishing.web;

import io.sextant.app.demand.publishing.Publications;
import io.sextant.app.demand.publishing.Shown;
import io.sextant.app.identity.Open;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/// What a stranger sees of a published use case: a page, a badge, and the same as JSON. Search engines are asked to
/// leave
/// them out.
@Controller
class ShownPages {
    /// How long others may keep a badge that was withdrawn meanwhile.
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final Publications publications;
    private final Messages messages;

    ShownPages(Publications publications, Messages messages) {
        this.publications = publications;
        this.messages = messages;
    }

    @Open
    @GetMapping("/shown/{slug}")
    ModelAndView page(@PathVariable String slug, Ui ui, HttpServletResponse response) {
        Shown shown = found(slug, ui.language());
        response.setHeader("X-Robots-Tag", "noindex, nofollow");
        response.setHeader("Cache-Control", "no-cache");
        return new ModelAndView("demand/publishing/web/shown", "shown", shown);
    }

    @Open
    @ResponseBody
    @GetMapping("/shown/{slug}/badge.svg")
    ResponseEntity<byte[]> badge(@PathVariable String slug, @RequestParam(defaultValue = "") String lang, Ui ui) {
        Lang wanted = language(lang, ui);
        Shown shown = found(slug, wanted);
        String svg =
                Badge.of(shown, (key, args) -> messages.text(wanted, key, args)).svg();
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(KEPT).cachePublic())
                .header("X-Robots-Tag", "noindex, nofollow")
                .header("Cross-Origin-Resource-Policy", "cross-origin")
                .contentType(MediaType.valueOf("image/svg+xml"))
                .body(svg.getBytes(StandardCharsets.UTF_8));
    }

    @Open
    @ResponseBody
    @GetMapping(path = "/shown/{slug}/status.json", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Shown> status(@PathVariable String slug, @RequestParam(defaultValue = "") String lang, Ui ui) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .header("X-Robots-Tag", "noindex, nofollow")
                .body(found(slug, language(lang, ui)));
    }

    private static Lang language(String lang, Ui ui) {
        @Nullable Lang asked = Lang.of(lang);
        return asked == null ? ui.language() : asked;
    }

    private Shown found(String slug, Lang lang) {
        return publications
                .shown(slug, lang.code())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
