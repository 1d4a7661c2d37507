package io.sextant.app.identity.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.SecondFactors;
import io.sextant.app.identity.SignedIn;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.platform.ui.Toast;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// One's own second factor: set up, set up anew, switched off.
@Controller
@RequestMapping("/account/second-factor")
public class SecondFactorPages {
    /// A secret to put into an app.
    ///
    /// @param secret in groups of four letters
    /// @param uri for an app on this very device
    public record SetUp(String secret, String uri, QrCode qr) {
        static SetUp of(SecondFactors.Draft draft) {
            return new SetUp(draft.secret(), draft.uri(), QrCode.of(draft.uri()));
        }
    }

    /// What the page shows.
    ///
    /// @param setUp the secret that waits for its first code; absent when none does
    /// @param recoveryCodes what was just made and is shown this once; empty otherwise
    /// @param begin what came of asking for a secret
    /// @param confirm what came of the first code
    /// @param off what came of switching it off
    public record Page(
            SecondFactors.State state,
            @Nullable SetUp setUp,
            List<String> recoveryCodes,
            Forms begin,
            Forms confirm,
            Forms off) {}

    private final SecondFactors factors;

    SecondFactorPages(SecondFactors factors) {
        this.factors = factors;
    }

    @SignedIn
    @GetMapping
    String show(Actor actor, Model model) {
        return page(actor, null, List.of(), Forms.FRESH, Forms.FRESH, Forms.FRESH, model);
    }

    /// Shows the secret in the answer itself: opening the page again does not show it.
    @SignedIn
    @PostMapping
    String begin(
            Actor actor, @RequestParam(defaultValue = "") String password, HttpServletResponse response, Model model) {
        var outcome = factors.begin(actor, password);
        if (outcome instanceof Outcome.Done<SecondFactors.Draft>(var draft)) {
            return page(actor, SetUp.of(draft), List.of(), Forms.FRESH, Forms.FRESH, Forms.FRESH, model);
        }
        var form = Forms.of(outcome);
        response.setStatus(status(form, response));
        return page(actor, null, List.of(), form, Forms.FRESH, Forms.FRESH, model);
    }

    @SignedIn
    @PostMapping("/confirm")
    String confirm(
            Actor actor,
            @RequestParam(defaultValue = "") String code,
            HttpSession session,
            HttpServletResponse response,
            Model model) {
        var outcome = factors.confirm(actor, code, session.getId());
        if (outcome instanceof Outcome.Done<List<String>>(var codes)) {
            return page(actor, null, codes, Forms.FRESH, Forms.FRESH, Forms.FRESH, model);
        }
        var form = Forms.of(outcome);
        response.setStatus(status(form, response));
        var draft = factors.begun(actor).map(SetUp::of).orElse(null);
        return draft == null
                ? page(actor, null, List.of(), form, Forms.FRESH, Forms.FRESH, model)
                : page(actor, draft, List.of(), Forms.FRESH, form, Forms.FRESH, model);
    }

    @SignedIn
    @PostMapping("/off")
    String off(
            Actor actor,
            @RequestParam(defaultValue = "") String password,
            HttpServletResponse response,
            RedirectAttributes redirect,
            Model model) {
        var outcome = factors.off(actor, password);
        if (outcome instanceof Outcome.Done<Boolean>) {
            Toast.done("identity.factor.isOff").on(redirect);
            return "redirect:/account";
        }
        var form = Forms.of(outcome);
        response.setStatus(status(form, response));
        return page(actor, null, List.of(), Forms.FRESH, Forms.FRESH, form, model);
    }

    /// The status of a form that comes back, which also says how long to wait where it was tried too often.
    static int status(Forms form, HttpServletResponse response) {
        var first = form.reasons().getFirst();
        if (!first.code().equals("identity.wait")) {
            return 422;
        }
        response.setHeader("Retry-After", first.args().getFirst().toString());
        return 429;
    }

    private String page(
            Actor actor,
            @Nullable SetUp setUp,
            List<String> recoveryCodes,
            Forms begin,
            Forms confirm,
            Forms off,
            Model model) {
        model.addAttribute("page", new Page(factors.own(actor), setUp, recoveryCodes, begin, confirm, off));
        return "identity/web/secondFactor";
    }
}
