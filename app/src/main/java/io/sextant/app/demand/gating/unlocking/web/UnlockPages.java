package io.sextant.app.demand.gating.unlocking.web;

import io.sextant.app.demand.gating.unlocking.Unlocks;
import io.sextant.app.demand.gating.unlocking.Unlocks.Detail;
import io.sextant.app.demand.gating.unlocking.Unlocks.Line;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.NavEntry;
import io.sextant.app.platform.ui.Pager;
import io.sextant.app.platform.ui.Section;
import io.sextant.app.platform.ui.Toast;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
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

/// Which single action unlocks most, and whom each serves.
@Controller
class UnlockPages {
    private static final int SIZE = 50;

    private final Unlocks unlocks;

    UnlockPages(Unlocks unlocks) {
        this.unlocks = unlocks;
    }

    @Bean
    static NavEntry unlocksEntry() {
        return new NavEntry(
                Section.STEER, "demand.nav.unlocks", "key", "/unlocks", Permission.VIEW_USE_CASES.name(), 30);
    }

    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/unlocks")
    ModelAndView portfolio(Actor actor) {
        return new ModelAndView(
                "demand/gating/unlocking/web/unlocks",
                "page",
                new UnlocksPage(unlocks.of(actor), unlocks.mayStart(actor)));
    }

    /// How many use cases are still looked at; the page itself once none is.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/unlocks/progress")
    ModelAndView progress(Actor actor, HttpServletResponse response) {
        Unlocks.Portfolio now = unlocks.of(actor);
        if (now.waiting() == 0) {
            response.setHeader("HX-Refresh", "true");
        }
        return new ModelAndView(
                "demand/gating/unlocking/web/looking", "page", new UnlocksPage(now, unlocks.mayStart(actor)));
    }

    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/unlocks/{remedy}")
    ModelAndView remedy(
            Actor actor,
            @PathVariable String remedy,
            @RequestParam(defaultValue = "false") boolean alone,
            @RequestParam(defaultValue = "1") int page) {
        Detail first = unlocks.find(actor, remedy, alone, SIZE, Math.max(0, page - 1L) * SIZE)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        var pager = new Pager(
                page, SIZE, alone ? first.line().unlocks() : first.line().helps());
        Detail shown = pager.page() == Math.max(1, page)
                ? first
                : unlocks.find(actor, remedy, alone, SIZE, pager.offset()).orElseThrow();
        return new ModelAndView(
                "demand/gating/unlocking/web/unlock",
                "page",
                new UnlockPage(shown, alone, pager, unlocks.mayStart(actor), unlocks));
    }

    @Needs(Permission.DECIDE_GATES)
    @PostMapping("/unlocks/{remedy}/start")
    String start(Actor actor, @PathVariable String remedy, RedirectAttributes redirect) {
        return told(unlocks.start(actor, remedy), "demand.gates.done.started", remedy, redirect);
    }

    @Needs(Permission.DECIDE_GATES)
    @PostMapping("/unlocks/{remedy}/mark")
    String mark(
            Actor actor, @PathVariable String remedy, @RequestParam Unlocks.Mark state, RedirectAttributes redirect) {
        return told(unlocks.mark(actor, remedy, state), "demand.gates.done.marked." + state.name(), remedy, redirect);
    }

    private static String told(Outcome<Line> outcome, String done, String remedy, RedirectAttributes redirect) {
        switch (outcome) {
            case Outcome.Done<Line> _ -> Toast.done(done).on(redirect);
            case Outcome.Refused<Line>(List<Reason> reasons) -> {
                Reason first = reasons.getFirst();
                Toast.fault(
                                first.code(),
                                first.args().stream().map(String::valueOf).toArray(String[]::new))
                        .on(redirect);
                if (first.code().equals("demand.gates.refused.noRemedy")) {
                    return "redirect:/unlocks";
                }
            }
            case Outcome.Stale<Line> _ -> throw new IllegalStateException("remedies have no version");
        }
        return "redirect:/unlocks/" + remedy;
    }
}
