package io.sextant.app.identity.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Open;
import io.sextant.app.identity.PasskeyOptions;
import io.sextant.app.identity.Passkeys;
import io.sextant.app.identity.SecondFactors;
import io.sextant.app.identity.access.BrowserSessions;
import io.sextant.app.identity.access.Links;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The page after the password: it asks for the code of the second factor, or for a passkey, or has a factor set up
/// that
/// a role asks for.
/// Nobody is signed in here yet.
@Controller
public class CodePages {
    /// What the page shows.
    ///
    /// @param next the page to go on to
    /// @param setUp the secret to put into an app; absent when only its code is asked
    /// @param recoveryCodes what was just made and is shown this once; empty before
    /// @param code whether a code is asked for
    /// @param passkeyOrigin as [PasskeyPages#origin] says it; absent when they have no passkey
    public record Page(
            String next,
            SecondFactorPages.@Nullable SetUp setUp,
            List<String> recoveryCodes,
            boolean code,
            @Nullable String passkeyOrigin,
            Forms form) {}

    private final SecondFactors factors;
    private final Passkeys passkeys;
    private final BrowserSessions sessions;
    private final Links links;

    CodePages(SecondFactors factors, Passkeys passkeys, BrowserSessions sessions, Links links) {
        this.factors = factors;
        this.passkeys = passkeys;
        this.sessions = sessions;
        this.links = links;
    }

    /// The way here, and from here to the page that was asked for.
    static String redirect(String next) {
        var local = SignInPages.local(next);
        return "redirect:/login/code"
                + (local.equals("/") ? "" : "?next=" + URLEncoder.encode(local, StandardCharsets.UTF_8));
    }

    @Open
    @GetMapping("/login/code")
    String ask(
            @Nullable Actor actor,
            @RequestParam(defaultValue = "") String next,
            HttpServletRequest request,
            Model model) {
        var halfway = sessions.halfway(request).orElse(null);
        if (halfway == null) {
            return actor == null ? "redirect:/login" : "redirect:" + SignInPages.local(next);
        }
        return page(halfway, next, Forms.FRESH, request, model);
    }

    @Open
    @PostMapping("/login/code")
    String enter(
            @Nullable Actor actor,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String next,
            HttpServletRequest request,
            HttpServletResponse response,
            Ui ui,
            RedirectAttributes redirect,
            Model model) {
        var halfway = sessions.halfway(request).orElse(null);
        if (halfway == null) {
            return actor == null ? "redirect:/login" : "redirect:" + SignInPages.local(next);
        }
        return switch (factors.demand(halfway.userId())) {
            case NONE -> {
                // Taken away meanwhile: the password was given too long ago to count for the whole.
                yield "redirect:/login";
            }
            case CODE, PASSKEY -> byCode(halfway, code, next, request, response, redirect, model);
            case SET_UP -> bySetUp(halfway, code, next, request, response, model);
        };
    }

    private String byCode(
            BrowserSessions.Halfway halfway,
            String code,
            String next,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes redirect,
            Model model) {
        return switch (factors.check(halfway.userId(), code, request.getRemoteAddr(), Who.Channel.WEB)) {
            case SecondFactors.Answer.Passed(var recovery, var left) -> {
                sessions.enter(request, response, halfway.userId(), halfway.epoch());
                if (recovery) {
                    (left == 0
                                    ? Toast.done("identity.code.recovery.last")
                                    : Toast.done("identity.code.recovery.used", String.valueOf(left)))
                            .on(redirect);
                }
                yield "redirect:" + SignInPages.local(next);
            }
            case SecondFactors.Answer.Wrong() -> {
                response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
                yield page(
                        halfway, next, new Forms(List.of(Reason.of("code", "identity.factor.wrong"))), request, model);
            }
            case SecondFactors.Answer.Wait(var left) ->
                page(halfway, next, new Forms(List.of(Forms.wait(left, response))), request, model);
        };
    }

    /// What the browser of somebody who gave their password is asked to sign with a passkey of theirs; 401 for whoever
    /// did not, or too long ago.
    @Open
    @PostMapping("/login/code/passkey/options")
    ResponseEntity<PasskeyOptions.Request> passkey(HttpServletRequest request) {
        return sessions.halfway(request)
                .map(halfway -> passkeys.askAfterPassword(
                        halfway.userId(), request.getSession(true).getId(), links.passkeys(request)))
                .map(ResponseEntity::ok)
                .orElseGet(() -> ResponseEntity.status(HttpStatus.UNAUTHORIZED).build());
    }

    @Open
    @PostMapping("/login/code/passkey")
    String enterByPasskey(
            @Nullable Actor actor,
            @RequestParam(defaultValue = "") String answer,
            @RequestParam(defaultValue = "") String next,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        var halfway = sessions.halfway(request).orElse(null);
        if (halfway == null) {
            return actor == null ? "redirect:/login" : "redirect:" + SignInPages.local(next);
        }
        var session = request.getSession(true).getId();
        var place = links.passkeys(request);
        return switch (passkeys.enterAfterPassword(halfway.userId(), answer, session, place, request.getRemoteAddr())) {
            case Passkeys.Answer.Entered(var userId, var epoch) -> {
                sessions.enter(request, response, userId, epoch);
                yield "redirect:" + SignInPages.local(next);
            }
            case Passkeys.Answer.Wrong() -> {
                response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
                yield page(halfway, next, new Forms(List.of(Reason.whole("identity.passkey.wrong"))), request, model);
            }
            case Passkeys.Answer.Wait(var left) ->
                page(halfway, next, new Forms(List.of(Forms.wait(left, response))), request, model);
        };
    }

    private String bySetUp(
            BrowserSessions.Halfway halfway,
            String code,
            String next,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        var outcome = factors.confirmAtDoor(halfway.userId(), code);
        if (outcome instanceof Outcome.Done<List<String>>(var codes)) {
            sessions.enter(request, response, halfway.userId(), halfway.epoch());
            model.addAttribute("page", new Page(SignInPages.local(next), null, codes, false, null, Forms.FRESH));
            return "identity/web/code";
        }
        var form = Forms.of(outcome);
        response.setStatus(SecondFactorPages.status(form, response));
        return page(halfway, next, form, request, model);
    }

    private String page(
            BrowserSessions.Halfway halfway, String next, Forms form, HttpServletRequest request, Model model) {
        var demand = factors.demand(halfway.userId());
        if (demand == SecondFactors.Demand.NONE) {
            return "redirect:/login";
        }
        var setUp = demand == SecondFactors.Demand.SET_UP
                ? SecondFactorPages.SetUp.of(factors.beginAtDoor(halfway.userId()))
                : null;
        var origin = passkeys.has(halfway.userId()) ? PasskeyPages.origin(links.passkeys(request)) : null;
        model.addAttribute(
                "page",
                new Page(SignInPages.local(next), setUp, List.of(), demand == SecondFactors.Demand.CODE, origin, form));
        return "identity/web/code";
    }
}
