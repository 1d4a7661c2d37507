package io.sextant.app.demand.charter.web;

import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.charter.Charter;
import io.sextant.app.demand.charter.Charter.Answer;
import io.sextant.app.demand.charter.Charter.Examined;
import io.sextant.app.demand.charter.CharterLine;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.NavEntry;
import io.sextant.app.platform.ui.Section;
import io.sextant.app.platform.ui.Toast;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The charter: read by everyone, changed by administrators.
@Controller
class CharterPages {
    private static final int SIZE = 50;

    private final Charter charter;
    private final UseCases useCases;

    CharterPages(Charter charter, UseCases useCases) {
        this.charter = charter;
        this.useCases = useCases;
    }

    @Bean
    static NavEntry charterEntry() {
        return new NavEntry(
                Section.ASSURE, "demand.nav.charter", "flag", "/charter", Permission.VIEW_USE_CASES.name(), 10);
    }

    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/charter")
    ModelAndView charter(Actor actor) {
        return page(actor, Map.of(), List.of(), "");
    }

    private ModelAndView page(Actor actor, Map<String, String> typed, List<Reason> faults, String form) {
        return new ModelAndView(
                "demand/charter/web/charter",
                "page",
                new CharterPage(charter.of(actor), Charter.mayChange(actor), typed, faults, form));
    }

    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/charter/{line}")
    ModelAndView line(
            Actor actor,
            @PathVariable long line,
            @RequestParam(required = false) @Nullable Answer answer,
            @RequestParam(defaultValue = "0") long after) {
        CharterLine found =
                charter.line(actor, line).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        List<Examined> rows = charter.useCases(actor, line, answer, after, SIZE + 1);
        return new ModelAndView(
                "demand/charter/web/line",
                "page",
                new LinePage(
                        found,
                        answer,
                        rows.size() > SIZE ? rows.subList(0, SIZE) : rows,
                        rows.size() > SIZE ? (Long) rows.get(SIZE - 1).key() : null));
    }

    /// What was found of a use case under lines that are no longer in force.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/use-cases/{id}/charter")
    ModelAndView former(Actor actor, @PathVariable String id) {
        UseCase useCase = Optional.of(id)
                .filter(UseCaseId::matches)
                .flatMap(code -> useCases.find(actor, new UseCaseId(code)))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return new ModelAndView(
                "demand/charter/web/former",
                "page",
                new FormerPage(useCase, charter.former(actor, useCase.id()).orElse(List.of())));
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/charter")
    ModelAndView add(
            Actor actor,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam(defaultValue = "") String fr,
            @RequestParam(defaultValue = "") String en,
            @RequestParam(defaultValue = "") String reason,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        return told(
                charter.add(actor, version, fr, en, reason),
                "added",
                actor,
                Map.of("fr", fr, "en", en, "reason", reason),
                "new",
                response,
                redirect);
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/charter/{line}")
    ModelAndView reword(
            Actor actor,
            @PathVariable long line,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam(defaultValue = "") String fr,
            @RequestParam(defaultValue = "") String en,
            @RequestParam(defaultValue = "") String reason,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        return told(
                charter.reword(actor, version, line, fr, en, reason),
                "reworded",
                actor,
                Map.of("fr", fr, "en", en, "reason", reason),
                String.valueOf(line),
                response,
                redirect);
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/charter/{line}/retire")
    ModelAndView retire(
            Actor actor,
            @PathVariable long line,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam(defaultValue = "") String reason,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        return told(
                charter.retire(actor, version, line, reason),
                "retired",
                actor,
                Map.of("reason", reason),
                "retire-" + line,
                response,
                redirect);
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/charter/{line}/move")
    ModelAndView move(
            Actor actor,
            @PathVariable long line,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam boolean up,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        return told(charter.move(actor, version, line, up), "moved", actor, Map.of(), "", response, redirect);
    }

    private ModelAndView told(
            Outcome<Charter.View> outcome,
            String done,
            Actor actor,
            Map<String, String> typed,
            String form,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        return switch (outcome) {
            case Outcome.Done<Charter.View> _ -> {
                Toast.done("demand.charter.done." + done).on(redirect);
                yield new ModelAndView("redirect:/charter");
            }
            case Outcome.Refused<Charter.View>(List<Reason> reasons) -> {
                response.setStatus(422);
                yield page(actor, typed, reasons, form);
            }
            case Outcome.Stale<Charter.View> _ -> {
                response.setStatus(409);
                yield page(actor, typed, List.of(Reason.whole("demand.charter.refused.stale")), form);
            }
        };
    }
}
