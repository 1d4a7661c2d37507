package io.sextant.app.platform.ui.gallery;

import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The gallery of components, and the answers that they ask for.
@Controller
@ConditionalOnBooleanProperty("sextant.gallery")
class GalleryPages {
    private static final Instant NOON = Instant.parse("2026-11-23T11:00:00Z");

    /// All components on one page.
    @GetMapping("/gallery")
    String gallery(Ui ui, Model model) {
        model.addAttribute("samples", new Samples(ui, NOON));
        return "platform/ui/gallery/gallery";
    }

    /// The page with a word on what just happened, and a way back.
    @PostMapping("/gallery")
    String done(RedirectAttributes redirect) {
        Toast.done("ui.gallery.done", "UC-2026-0042").undo("/gallery/undo").on(redirect);
        return "redirect:/gallery";
    }

    /// The way back.
    @PostMapping("/gallery/undo")
    String undone(RedirectAttributes redirect) {
        Toast.note("ui.gallery.undone").on(redirect);
        return "redirect:/gallery";
    }

    /// What a field that saves as you go is told: that it is saved, or why not when it is left empty.
    @PostMapping("/gallery/save")
    String save(
            @RequestParam String field,
            @RequestParam String problem,
            Ui ui,
            Model model,
            HttpServletResponse response) {
        model.addAttribute("id", field);
        if (problem.isBlank()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("error", ui.t("ui.gallery.fault.title"));
        } else {
            model.addAttribute("saved", true);
        }
        return "platform/ui/fieldNote";
    }

    /// People whose name holds what was typed.
    @GetMapping("/gallery/people")
    String people(@RequestParam("q") String query, Ui ui, Model model) {
        var names = ui.t("ui.gallery.list.people").split("\\|");
        model.addAttribute(
                "options",
                IntStream.range(0, names.length)
                        .filter(i -> names[i].toLowerCase(Locale.ROOT).contains(query.toLowerCase(Locale.ROOT)))
                        .mapToObj(i -> new Option(String.valueOf(i + 1), names[i], ui.t("ui.gallery.domain"), false))
                        .toList());
        return "platform/ui/options";
    }

    /// Work that is over.
    @GetMapping("/gallery/progress")
    String progress(Ui ui, Model model) {
        model.addAttribute("label", ui.t("ui.gallery.progress"));
        model.addAttribute("percent", 100);
        return "platform/ui/progress";
    }

    /// Each error page.
    @GetMapping("/gallery/error/{status}")
    String error(@PathVariable int status) {
        switch (status) {
            case 500 -> throw new IllegalStateException("asked for");
            case 503 -> throw new DataAccessResourceFailureException("asked for");
            // Any other number that is no error is a page that does not exist.
            default ->
                throw new ResponseStatusException(HttpStatusCode.valueOf(status >= 400 && status < 600 ? status : 404));
        }
    }

    /// Nothing, when lists are saved or rows acted on.
    @PostMapping({"/gallery/views", "/gallery/bulk"})
    String back(
            @RequestParam(name = "ids", required = false, defaultValue = "") List<String> ids,
            RedirectAttributes redirect) {
        Toast.done("ui.gallery.done", String.join(", ", ids)).on(redirect);
        return "redirect:/gallery";
    }
}
