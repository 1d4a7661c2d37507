package io.sextant.app.demand.gating.web;

import io.sextant.app.demand.gating.Desk;
import io.sextant.app.demand.gating.Desks;
import io.sextant.app.demand.gating.Drafting;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.platform.ui.NavEntry;
import io.sextant.app.platform.ui.Section;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;

/// What waits for whoever is signed in, as a page and through the API.
@Controller
class DeskPages {
    private final Desks desks;
    private final Gates gates;
    private final Drafting drafting;

    DeskPages(Desks desks, Gates gates, Drafting drafting) {
        this.desks = desks;
        this.gates = gates;
        this.drafting = drafting;
    }

    @Bean
    static NavEntry deskEntry() {
        return new NavEntry(Section.STEER, "demand.nav.desk", "inbox", "/desk", Permission.VIEW_USE_CASES.name(), 5);
    }

    @GetMapping("/desk")
    @Needs(Permission.VIEW_USE_CASES)
    ModelAndView desk(Actor actor) {
        return new ModelAndView(
                "demand/gating/web/desk",
                "page",
                new DeskPage(desks.of(actor), drafting.drafts(actor), gates, gates.today()));
    }

    /// Reads what waits for the caller: answers to give, appeals, signatures, questions, actions, and what they asked
    /// for.
    @GetMapping(path = "/api/v1/desk", produces = "application/json")
    @ResponseBody
    @Needs(Permission.VIEW_USE_CASES)
    Desk readDesk(Actor actor) {
        return desks.of(actor);
    }
}
