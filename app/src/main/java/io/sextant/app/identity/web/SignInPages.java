package io.sextant.app.identity.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.DemoPersonas;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Open;
import io.sextant.app.identity.PasskeyOptions;
import io.sextant.app.identity.Passkeys;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Setup;
import io.sextant.app.identity.SignIn;
import io.sextant.app.identity.access.BrowserSessions;
import io.sextant.app.identity.access.Links;
import io.sextant.app.identity.access.OidcService;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/// The page by which people come in.
@Controller
public class SignInPages {
    /// What the page shows.
    ///
    /// @param email as it was typed
    /// @param next the page to go on to
    /// @param refusal why the last attempt failed
    /// @param left whether they have just signed out
    /// @param over whether their session ended while they were at work
    /// @param personas the fictional people of the demo
    /// @param service what people call the service by which they sign in; absent where there is none
    /// @param farewell where they sign out of it too, having signed out here; absent where that is not offered
    /// @param passkeyOrigin as [PasskeyPages#origin] says it
    public record Page(
            String email,
            String next,
            @Nullable Reason refusal,
            boolean left,
            boolean over,
            boolean setupNeeded,
            List<Persona> personas,
            @Nullable String service,
            @Nullable String farewell,
            String passkeyOrigin) {}

    /// A fictional person to enter as.
    ///
    /// @param does what the first of their roles is for; empty when they have none
    public record Persona(long id, String name, String roles, String does) {}

    private final SignIn signIn;
    private final Passkeys passkeys;
    private final Setup setup;
    private final DemoPersonas personas;
    private final BrowserSessions sessions;
    private final OidcService service;
    private final Links links;

    SignInPages(
            SignIn signIn,
            Passkeys passkeys,
            Setup setup,
            DemoPersonas personas,
            BrowserSessions sessions,
            OidcService service,
            Links links) {
        this.signIn = signIn;
        this.passkeys = passkeys;
        this.setup = setup;
        this.personas = personas;
        this.sessions = sessions;
        this.service = service;
        this.links = links;
    }

    @Open
    @GetMapping("/login")
    String ask(
            @Nullable Actor actor,
            @RequestParam(defaultValue = "") String next,
            @RequestParam(required = false) @Nullable String out,
            @RequestParam(required = false) @Nullable String over,
            HttpServletRequest request,
            Ui ui,
            Model model) {
        if (actor != null) {
            return "redirect:" + local(next);
        }
        return page("", next, null, out != null, over != null, request, ui, model);
    }

    @Open
    @PostMapping("/login")
    String enter(
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String next,
            @RequestParam(required = false) @Nullable String over,
            HttpServletRequest request,
            HttpServletResponse response,
            Ui ui,
            Model model) {
        return switch (signIn.attempt(email, password, request.getRemoteAddr(), Who.Channel.WEB)) {
            case SignIn.Answer.Entered(var userId, var name, var epoch) -> {
                sessions.enter(request, response, userId, epoch);
                yield "redirect:" + local(next);
            }
            case SignIn.Answer.Halfway(var userId, var epoch, var demand) -> {
                sessions.halfway(request, response, userId, epoch);
                yield CodePages.redirect(next);
            }
            case SignIn.Answer.Wrong() -> {
                response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
                yield page(
                        email,
                        next,
                        Reason.of("email", "identity.login.wrong"),
                        false,
                        over != null,
                        request,
                        ui,
                        model);
            }
            case SignIn.Answer.Wait(var left) ->
                page(email, next, Forms.wait(left, response), false, over != null, request, ui, model);
        };
    }

    /// What a browser is asked to sign with a passkey.
    @Open
    @PostMapping("/login/passkey/options")
    @ResponseBody
    PasskeyOptions.Request passkey(HttpServletRequest request) {
        return passkeys.ask(request.getSession(true).getId(), links.passkeys(request));
    }

    @Open
    @PostMapping("/login/passkey")
    String enterByPasskey(
            @RequestParam(defaultValue = "") String answer,
            @RequestParam(defaultValue = "") String next,
            @RequestParam(required = false) @Nullable String over,
            HttpServletRequest request,
            HttpServletResponse response,
            Ui ui,
            Model model) {
        var session = request.getSession(true).getId();
        return switch (passkeys.enter(answer, session, links.passkeys(request), request.getRemoteAddr())) {
            case Passkeys.Answer.Entered(var userId, var epoch) -> {
                sessions.enter(request, response, userId, epoch);
                yield "redirect:" + local(next);
            }
            case Passkeys.Answer.Wrong() -> {
                response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
                yield page("", next, Reason.whole("identity.passkey.wrong"), false, over != null, request, ui, model);
            }
            case Passkeys.Answer.Wait(var left) ->
                page("", next, Forms.wait(left, response), false, over != null, request, ui, model);
        };
    }

    @Open
    @PostMapping("/login/persona")
    String enterAs(
            @RequestParam long id,
            @RequestParam(defaultValue = "") String next,
            @RequestParam(required = false) @Nullable String over,
            HttpServletRequest request,
            HttpServletResponse response,
            Ui ui,
            Model model) {
        var entered = personas.enter(id);
        if (entered.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return page("", next, Reason.whole("identity.login.noPersona"), false, over != null, request, ui, model);
        }
        sessions.enter(request, response, entered.get().userId(), entered.get().epoch());
        return "redirect:" + local(next);
    }

    private String page(
            String email,
            String next,
            @Nullable Reason refusal,
            boolean left,
            boolean over,
            HttpServletRequest request,
            Ui ui,
            Model model) {
        model.addAttribute(
                "page",
                new Page(
                        email,
                        next,
                        refusal,
                        left,
                        over,
                        setup.onlyWayIn(),
                        personas.list().stream().map(p -> persona(p, ui)).toList(),
                        service.configured() ? serviceName(service, ui) : null,
                        left ? service.farewell(links.signedOut(request)).orElse(null) : null,
                        PasskeyPages.origin(links.passkeys(request))));
        return "identity/web/login";
    }

    /// What people call the service.
    static String serviceName(OidcService service, Ui ui) {
        return service.name().isBlank() ? ui.t("identity.oidc.service") : service.name();
    }

    private static Persona persona(Person person, Ui ui) {
        var roles = person.grants().stream()
                .map(g -> ui.t("identity.role." + g.role() + ".title"))
                .distinct()
                .collect(Collectors.joining(", "));
        var does = person.grants().stream()
                .map(Grant::role)
                .min(Comparator.naturalOrder())
                .map(role -> ui.t("identity.role." + role + ".description"))
                .orElse("");
        return new Persona(person.id(), person.name(), roles, does);
    }

    /// A path of ours to go on to; the first page for anything else. Two slashes, or one turned round, would leave for
    /// another host.
    static String local(String next) {
        var safe = next.startsWith("/")
                && !next.startsWith("//")
                && next.indexOf('\\') < 0
                && next.chars().noneMatch(c -> c < 0x20)
                && !next.startsWith("/login")
                && !next.startsWith("/setup");
        return safe ? next : "/";
    }
}
