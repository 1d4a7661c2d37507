package io.sextant.app.demand.web;

import io.sextant.app.demand.Areas;
import io.sextant.app.demand.Overviews;
import io.sextant.app.demand.UseCaseQuery;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.timing.AnswerTimes;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.SignedIn;
import io.sextant.app.identity.Units;
import io.sextant.app.platform.ui.Ui;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// The pages that read the register as a whole.
@Controller
class OverviewPages {
    private final Overviews overviews;
    private final UseCases useCases;
    private final Areas areas;
    private final Units units;
    private final AnswerTimes times;

    OverviewPages(Overviews overviews, UseCases useCases, Areas areas, Units units, AnswerTimes times) {
        this.overviews = overviews;
        this.useCases = useCases;
        this.areas = areas;
        this.units = units;
        this.times = times;
    }

    @GetMapping("/")
    @SignedIn
    String home(Actor actor) {
        return actor.may(Permission.VIEW_USE_CASES) ? "redirect:/overview" : "redirect:/account";
    }

    @GetMapping("/overview")
    @Needs(Permission.VIEW_USE_CASES)
    ModelAndView overview(Actor actor, Ui ui, @RequestParam MultiValueMap<String, String> params) {
        UseCaseQuery query = UseCaseQuery.of(params);
        var page = new OverviewPage(
                overviews.of(actor, query),
                query,
                units.tree(),
                areas,
                overviews.domains(ui.lang()),
                useCases.count(actor, UseCaseQuery.all()),
                times.summary(actor));
        return new ModelAndView("demand/web/overview", Map.of("page", page));
    }

    @GetMapping("/look-alikes")
    @Needs(Permission.VIEW_USE_CASES)
    ModelAndView lookAlikes(Actor actor) {
        var page = new LookAlikesPage(overviews.lookAlikes(actor, 200), units.tree());
        return new ModelAndView("demand/web/lookAlikes", Map.of("page", page));
    }
}
