package io.sextant.app.demand.publishing.web;

import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.publishing.Publication;
import io.sextant.app.demand.publishing.Publication.Part;
import io.sextant.app.demand.publishing.Publications;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/// How a use case is shown to whoever has its address, for those who decide on it.
@Controller
class PublicationPages {
    /// What is proposed at first: what the use is for, whose it is, and what was decided.
    private static final Set<Part> USUAL = EnumSet.of(Part.PROBLEM, Part.OUTCOME, Part.KIND, Part.UNIT, Part.DECISION);

    private final UseCases useCases;
    private final Publications publications;
    private final @Nullable URI url;

    PublicationPages(
            UseCases useCases, Publications publications, @Value("${sextant.access.url:#{null}}") @Nullable URI url) {
        this.useCases = useCases;
        this.publications = publications;
        this.url = url;
    }

    @GetMapping("/use-cases/{id}/public")
    @Needs(Permission.VIEW_USE_CASES)
    ModelAndView read(Actor actor, Ui ui, @PathVariable String id) {
        UseCase useCase = useCases.find(actor, useCase(id)).orElseThrow(PublicationPages::missing);
        Publication publication = publications.of(actor, useCase.id()).orElse(null);
        Publication looked =
                publication != null ? publication : new Publication("", USUAL, null, useCase.updatedAt(), actor.name());
        String address = publication == null ? null : base() + publication.path();
        return new ModelAndView(
                "demand/publishing/web/publication",
                "page",
                new PublicationPage(
                        useCase,
                        publication,
                        looked,
                        publications.preview(useCase, looked, ui.lang()),
                        address,
                        publications.allowed(),
                        publications.mayPublish(actor, useCase)));
    }

    @PostMapping("/use-cases/{id}/public")
    @Needs(Permission.DECIDE_GATES)
    String publish(
            Actor actor,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String contact,
            HttpServletRequest request,
            RedirectAttributes redirect) {
        var parts = EnumSet.noneOf(Part.class);
        for (Part part : Part.values()) {
            if (request.getParameter(part.name()) != null) {
                parts.add(part);
            }
        }
        boolean before = publications.of(actor, useCase(id)).isPresent();
        return told(
                publications.publish(actor, useCase(id), parts, contact),
                before ? "changed" : "published",
                id,
                redirect);
    }

    @PostMapping("/use-cases/{id}/public/withdraw")
    @Needs(Permission.DECIDE_GATES)
    String withdraw(Actor actor, @PathVariable String id, RedirectAttributes redirect) {
        return told(publications.withdraw(actor, useCase(id)), "withdrawn", id, redirect);
    }

    private static String told(Outcome<?> outcome, String done, String id, RedirectAttributes redirect) {
        switch (outcome) {
            case Outcome.Done<?> _ -> Toast.done("demand.shown.done." + done).on(redirect);
            case Outcome.Refused<?>(List<Reason> reasons) -> {
                Reason first = reasons.getFirst();
                if (first.code().equals("demand.refused.notFound")) {
                    throw missing();
                }
                Toast.fault(
                                first.code(),
                                first.args().stream().map(String::valueOf).toArray(String[]::new))
                        .on(redirect);
            }
            case Outcome.Stale<?> _ -> throw new IllegalStateException("publications have no versions");
        }
        return "redirect:/use-cases/" + useCase(id).code() + "/public";
    }

    private String base() {
        return url == null
                ? ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString()
                : url.toString().replaceAll("/+$", "");
    }

    private static UseCaseId useCase(String id) {
        if (!UseCaseId.matches(id)) {
            throw missing();
        }
        return new UseCaseId(id);
    }

    private static ResponseStatusException missing() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
