package io.sextant.app.identity.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Organisation;
import io.sextant.app.identity.Organisations;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.platform.ui.Toast;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Administration of the organisation's name and language.
@Controller
public class OrganisationPages {
    /// What the page shows.
    public record Page(String name, String language, long version, Forms form) {}

    private final Organisations organisations;

    OrganisationPages(Organisations organisations) {
        this.organisations = organisations;
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping("/admin/organisation")
    String show(Model model) {
        var now = organisations.current();
        model.addAttribute("page", new Page(now.name(), now.language(), now.version(), Forms.FRESH));
        return "identity/web/organisation";
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/admin/organisation")
    String edit(
            Actor actor,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam(name = "organisation", defaultValue = "") String name,
            @RequestParam(defaultValue = "fr") String language,
            HttpServletResponse response,
            RedirectAttributes redirect,
            Model model) {
        var outcome = organisations.edit(actor, version, name, language);
        if (outcome instanceof Outcome.Done<Organisation>) {
            Toast.done("ui.saved").on(redirect);
            return "redirect:/admin/organisation";
        }
        response.setStatus(outcome instanceof Outcome.Stale<Organisation> ? 409 : 422);
        model.addAttribute(
                "page", new Page(name, language, organisations.current().version(), Forms.of(outcome)));
        return "identity/web/organisation";
    }
}
