package io.sextant.app.identity.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Organisation;
import io.sextant.app.identity.Organisations;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.SecondFactors;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Administration of the organisation's name and language, and of what is asked of its people at the door.
@Controller
public class OrganisationPages {
    /// What the page shows.
    ///
    /// @param factorRoles the roles, those that ask for a second factor chosen
    public record Page(String name, String language, long version, Forms form, List<Option> factorRoles) {}

    private final Organisations organisations;
    private final SecondFactors factors;

    OrganisationPages(Organisations organisations, SecondFactors factors) {
        this.organisations = organisations;
        this.factors = factors;
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping("/admin/organisation")
    String show(Ui ui, Model model) {
        var now = organisations.current();
        model.addAttribute("page", new Page(now.name(), now.language(), now.version(), Forms.FRESH, factorRoles(ui)));
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
            Ui ui,
            RedirectAttributes redirect,
            Model model) {
        var outcome = organisations.edit(actor, version, name, language);
        if (outcome instanceof Outcome.Done<Organisation>) {
            Toast.done("ui.saved").on(redirect);
            return "redirect:/admin/organisation";
        }
        response.setStatus(outcome instanceof Outcome.Stale<Organisation> ? 409 : 422);
        model.addAttribute(
                "page",
                new Page(name, language, organisations.current().version(), Forms.of(outcome), factorRoles(ui)));
        return "identity/web/organisation";
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/admin/organisation/second-factor")
    String requireFactor(
            Actor actor, @RequestParam(required = false) @Nullable Set<Role> roles, RedirectAttributes redirect) {
        factors.require(actor, roles == null ? Set.of() : roles);
        Toast.done("ui.saved").on(redirect);
        return "redirect:/admin/organisation";
    }

    private List<Option> factorRoles(Ui ui) {
        var required = factors.requiredOf();
        return Arrays.stream(Role.values())
                .map(role ->
                        new Option(role.name(), ui.t("identity.role." + role + ".title"), "", required.contains(role)))
                .toList();
    }
}
