package io.sextant.app.identity.web;

import io.sextant.app.identity.Open;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.SecondFactors;
import io.sextant.app.identity.access.BrowserSessions;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.Toast;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The page on which somebody invited chooses a password.
@Controller
public class InvitationPages {
    /// What the page shows.
    ///
    /// @param person whose link it is; absent when it is good no more
    public record Page(
            String link, @Nullable Person person, @Nullable Reason refusal) {}

    private final People people;
    private final SecondFactors factors;
    private final BrowserSessions sessions;

    InvitationPages(People people, SecondFactors factors, BrowserSessions sessions) {
        this.people = people;
        this.factors = factors;
        this.sessions = sessions;
    }

    @Open
    @GetMapping("/invitation")
    String ask(@RequestParam(defaultValue = "") String link, HttpServletResponse response, Model model) {
        return page(link, null, response, model);
    }

    @Open
    @PostMapping("/invitation")
    String choose(
            @RequestParam(defaultValue = "") String link,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes redirect,
            Model model) {
        return switch (people.choosePassword(link, password)) {
            case Outcome.Done<People.Chosen>(var chosen) -> {
                if (factors.demand(chosen.userId()) != SecondFactors.Demand.NONE) {
                    sessions.halfway(request, response, chosen.userId(), chosen.epoch());
                    yield CodePages.redirect("");
                }
                sessions.enter(request, response, chosen.userId(), chosen.epoch());
                Toast.done("identity.invitation.welcome", chosen.name()).on(redirect);
                yield "redirect:/";
            }
            case Outcome.Refused<People.Chosen>(var reasons) -> {
                response.setStatus(422);
                yield page(link, reasons.getFirst(), response, model);
            }
            case Outcome.Stale<People.Chosen> stale -> throw new IllegalStateException("a password has no versions");
        };
    }

    private String page(String link, @Nullable Reason refusal, HttpServletResponse response, Model model) {
        var person = people.invited(link).orElse(null);
        if (person == null) {
            response.setStatus(HttpServletResponse.SC_GONE);
        }
        model.addAttribute("page", new Page(link, person, refusal));
        return "identity/web/invitation";
    }
}
