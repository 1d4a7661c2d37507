package io.sextant.app.demand.retiring.web;

import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.retiring.Retirement;
import io.sextant.app.demand.retiring.Retirement.Compared;
import io.sextant.app.demand.retiring.Retirement.Evidence;
import io.sextant.app.demand.retiring.Retirement.Joined;
import io.sextant.app.demand.retiring.Retirements;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.ui.Ui;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/// The end of a use case, as a page and through the API.
@Controller
class RetirementPages {
    private final Retirements retirements;
    private final Gates gates;

    RetirementPages(Retirements retirements, Gates gates) {
        this.retirements = retirements;
        this.gates = gates;
    }

    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/use-cases/{id}/retirement")
    ModelAndView retirement(Actor actor, Ui ui, @PathVariable String id) {
        Retirement found =
                find(actor, id, ui.lang()).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return new ModelAndView(
                "demand/retiring/web/retirement",
                "page",
                new RetirementPage(found, gates.pack(actor, found.useCase().id())));
    }

    /// Reads what depends on a use case, what becomes of its data and keys, and what was expected next to what
    /// happened.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping(path = "/api/v1/use-cases/{id}/retirement", produces = "application/json")
    @ResponseBody
    RetirementView readRetirement(Actor actor, @PathVariable String id) {
        return RetirementView.of(Answers.found(find(actor, id, null)));
    }

    private Optional<Retirement> find(Actor actor, String id, @Nullable String lang) {
        return Optional.of(id)
                .filter(UseCaseId::matches)
                .flatMap(code -> retirements.of(actor, new UseCaseId(code), lang));
    }

    /// The end of a use case.
    ///
    /// @param expected the decision that said what was expected
    record RetirementView(
            String id,
            List<Joined> joined,
            long files,
            Map<String, Object> answers,
            @Nullable Evidence expected,
            List<Compared> compared,
            List<Evidence> decisions,
            long signatures) {
        static RetirementView of(Retirement r) {
            return new RetirementView(
                    r.useCase().id().code(),
                    r.joined(),
                    r.files(),
                    r.answers(),
                    r.expected(),
                    r.compared(),
                    r.evidence(),
                    r.signatures());
        }
    }
}
