package io.sextant.app.identity.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Federation;
import io.sextant.app.identity.Open;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.SignedIn;
import io.sextant.app.identity.access.BrowserSessions;
import io.sextant.app.identity.access.Links;
import io.sextant.app.identity.access.OidcService;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.Toast;
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

/// The way in through the company's own sign-in service, there and back.
@Controller
public class OidcPages {
    /// What the page shows when the way in did not lead in.
    ///
    /// @param why what stood in the way; absent for somebody who is in and has no role
    /// @param onward where to go on to, which a form may not lead to by itself
    /// @param toAsk who can help
    public record Page(@Nullable Reason why, @Nullable String onward, List<Person.Name> toAsk) {}

    private static final String STATE = "sextant.oidc.state";
    private static final String NONCE = "sextant.oidc.nonce";
    private static final String VERIFIER = "sextant.oidc.verifier";
    private static final String BACK = "sextant.oidc.back";
    private static final String NEXT = "sextant.oidc.next";
    private static final String BINDING = "sextant.oidc.binding";
    private static final List<String> ALL = List.of(STATE, NONCE, VERIFIER, BACK, NEXT, BINDING);

    private final OidcService service;
    private final Federation federation;
    private final BrowserSessions sessions;
    private final Links links;

    OidcPages(OidcService service, Federation federation, BrowserSessions sessions, Links links) {
        this.service = service;
        this.federation = federation;
        this.sessions = sessions;
        this.links = links;
    }

    @Open
    @GetMapping("/login/oidc")
    String go(
            @RequestParam(defaultValue = "") String next,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        var address = leave(next, null, request);
        return address == null ? away(response, model) : "redirect:" + address;
    }

    /// Goes there to bind the identity found to one's own account.
    @SignedIn
    @PostMapping("/account/oidc")
    String bind(Actor actor, HttpServletRequest request, HttpServletResponse response, Model model) {
        var address = leave("/account", actor.id(), request);
        if (address == null) {
            return away(response, model);
        }
        model.addAttribute("page", new Page(null, address, List.of()));
        return "identity/web/oidc";
    }

    /// Takes the identity off one's own account.
    @SignedIn
    @PostMapping("/account/oidc/unbind")
    String unbind(Actor actor, HttpServletResponse response, RedirectAttributes redirect, Model model) {
        if (federation.unbind(actor) instanceof Outcome.Refused<Boolean>(var reasons)) {
            return refused(reasons.getFirst(), response, model);
        }
        Toast.done("identity.oidc.unbound").on(redirect);
        return "redirect:/account";
    }

    private @Nullable String leave(String next, @Nullable Long binding, HttpServletRequest request) {
        var errand = service.errand(links.oidc(request));
        var address = service.address(errand).orElse(null);
        if (address == null) {
            return null;
        }
        var session = request.getSession(true);
        session.setAttribute(STATE, errand.state());
        session.setAttribute(NONCE, errand.nonce());
        session.setAttribute(VERIFIER, errand.verifier());
        session.setAttribute(BACK, errand.back());
        session.setAttribute(NEXT, SignInPages.local(next));
        session.setAttribute(BINDING, binding == null ? "" : binding.toString());
        return address;
    }

    private String away(HttpServletResponse response, Model model) {
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        return page(Reason.whole("identity.oidc.away"), model);
    }

    @Open
    @GetMapping("/login/oidc/return")
    String comeBack(
            @Nullable Actor actor,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String state,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes redirect,
            Model model) {
        var session = request.getSession(false);
        if (session == null
                || !(session.getAttribute(STATE) instanceof String expected)
                || !(session.getAttribute(NONCE) instanceof String nonce)
                || !(session.getAttribute(VERIFIER) instanceof String verifier)
                || !(session.getAttribute(BACK) instanceof String back)
                || !(session.getAttribute(NEXT) instanceof String next)
                || !(session.getAttribute(BINDING) instanceof String binding)) {
            return refused(Reason.whole("identity.oidc.again"), response, model);
        }
        // One errand is good for one return, however that ends.
        ALL.forEach(session::removeAttribute);
        if (!expected.equals(state)) {
            return refused(Reason.whole("identity.oidc.again"), response, model);
        }
        if (code.isEmpty()) {
            return refused(Reason.whole("identity.oidc.declined"), response, model);
        }
        var identity = service.redeem(new OidcService.Errand(expected, nonce, verifier, back), code)
                .orElse(null);
        if (identity == null) {
            return refused(Reason.whole("identity.oidc.failed"), response, model);
        }
        return binding.isEmpty()
                ? enter(identity, next, request, response, model)
                : bound(identity, binding, actor, response, redirect, model);
    }

    private String enter(
            Federation.Identity identity,
            String next,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return switch (federation.enter(identity)) {
            case Outcome.Done<Federation.Entered>(var entered) -> {
                sessions.enter(request, response, entered.userId(), entered.epoch());
                yield "redirect:" + (entered.roles() ? next : "/no-role");
            }
            case Outcome.Refused<Federation.Entered>(var reasons) -> refused(reasons.getFirst(), response, model);
            case Outcome.Stale<Federation.Entered> stale ->
                refused(Reason.whole("identity.oidc.again"), response, model);
        };
    }

    private String bound(
            Federation.Identity identity,
            String binding,
            @Nullable Actor actor,
            HttpServletResponse response,
            RedirectAttributes redirect,
            Model model) {
        if (actor == null || !binding.equals(String.valueOf(actor.id()))) {
            return refused(Reason.whole("identity.oidc.again"), response, model);
        }
        if (federation.bind(actor, identity) instanceof Outcome.Refused<Boolean>(var reasons)) {
            return refused(reasons.getFirst(), response, model);
        }
        Toast.done("identity.oidc.bound").on(redirect);
        return "redirect:/account";
    }

    /// Somebody who is in, and whom no role lets see anything.
    @SignedIn
    @GetMapping("/no-role")
    String noRole(Actor actor, Model model) {
        return actor.grants().isEmpty() ? page(null, model) : "redirect:/";
    }

    private String refused(Reason why, HttpServletResponse response, Model model) {
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        return page(why, model);
    }

    private String page(@Nullable Reason why, Model model) {
        model.addAttribute("page", new Page(why, null, why == null ? federation.toAsk() : List.of()));
        return "identity/web/oidc";
    }
}
