package io.sextant.app.identity.web;

import io.sextant.app.identity.Open;
import io.sextant.app.identity.Setup;
import io.sextant.app.identity.access.BrowserSessions;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The page on which the first administrator introduces themselves and their organisation.
@Controller
public class SetupPages {
    /// What the page shows.
    ///
    /// @param closed why the questions are not asked: it is done, or the link is not the right one
    public record Page(
            String token,
            String organisation,
            String language,
            String name,
            String email,
            boolean alsoCio,
            List<Reason> reasons,
            @Nullable Reason closed) {
        /// What is wrong with a field; absent when nothing is.
        public @Nullable Reason about(String field) {
            return reasons.stream()
                    .filter(r -> field.equals(r.field()))
                    .findFirst()
                    .orElse(null);
        }
    }

    private final Setup setup;
    private final BrowserSessions sessions;

    SetupPages(Setup setup, BrowserSessions sessions) {
        this.setup = setup;
        this.sessions = sessions;
    }

    @Open
    @GetMapping("/setup")
    String ask(
            @RequestParam(defaultValue = "") String token,
            HttpServletRequest request,
            HttpServletResponse response,
            Ui ui,
            Model model) {
        var closed = setup.check(token, request.getRemoteAddr()) instanceof Outcome.Refused<Boolean>(var reasons)
                ? reasons.getFirst()
                : null;
        if (closed != null) {
            response.setStatus(status(closed));
        }
        return page(new Page(token, "", ui.lang(), "", "", true, List.of(), closed), model);
    }

    @Open
    @PostMapping("/setup")
    String create(
            @RequestParam(defaultValue = "") String token,
            @RequestParam(defaultValue = "") String organisation,
            @RequestParam(defaultValue = "fr") String language,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "false") boolean alsoCio,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes redirect,
            Model model) {
        var wanted = new Setup.FirstAdministrator(email, name, password, organisation, language, alsoCio, null);
        return switch (setup.perform(token, wanted, request.getRemoteAddr(), Who.Channel.WEB)) {
            case Outcome.Done<Setup.Ready>(var ready) -> {
                sessions.enter(request, response, ready.person().id(), ready.epoch());
                Toast.done("identity.setup.welcome", ready.person().name()).on(redirect);
                yield "redirect:/";
            }
            case Outcome.Refused<Setup.Ready>(var reasons) -> {
                var closed = reasons.getFirst().field() == null ? reasons.getFirst() : null;
                response.setStatus(closed == null ? 422 : status(closed));
                yield page(new Page(token, organisation, language, name, email, alsoCio, reasons, closed), model);
            }
            case Outcome.Stale<Setup.Ready> stale -> throw new IllegalStateException("a set-up has no versions");
        };
    }

    private static int status(Reason closed) {
        return switch (closed.code()) {
            case "identity.setup.done" -> 409;
            case "identity.wait" -> 429;
            default -> 403;
        };
    }

    private static String page(Page page, Model model) {
        model.addAttribute("page", page);
        return "identity/web/setup";
    }
}
