package io.sextant.app.identity.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Passkey;
import io.sextant.app.identity.PasskeyOptions;
import io.sextant.app.identity.PasskeyPlace;
import io.sextant.app.identity.Passkeys;
import io.sextant.app.identity.SecondFactors;
import io.sextant.app.identity.SignedIn;
import io.sextant.app.identity.access.Links;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// One's own passkeys: made, named, removed.
@Controller
@RequestMapping("/account/passkeys")
public class PasskeyPages {
    /// What the page that makes one shows.
    ///
    /// @param name proposed for it, or as it was typed
    /// @param origin as [PasskeyPages#origin] says it
    /// @param available whether they have a password, which is asked for
    public record NewPage(String name, String origin, boolean available, Forms form) {}

    /// What the page of one of them shows.
    ///
    /// @param name as it stands or was typed
    public record Page(Passkey passkey, String name, Forms rename, Forms remove) {}

    /// Why nothing is asked of a browser.
    ///
    /// @param field the field at fault; empty when the whole is
    public record Told(String field, String text) {}

    private final Passkeys passkeys;
    private final SecondFactors factors;
    private final Links links;

    PasskeyPages(Passkeys passkeys, SecondFactors factors, Links links) {
        this.passkeys = passkeys;
        this.factors = factors;
        this.links = links;
    }

    /// The origin in which browsers take passkeys of this place; empty where they take none.
    static String origin(PasskeyPlace place) {
        return place.serves() ? place.origin() : "";
    }

    @SignedIn
    @GetMapping("/new")
    String ask(Actor actor, HttpServletRequest request, Ui ui, Model model) {
        var agent = request.getHeader("User-Agent");
        return newPage(actor, Agents.name(agent == null ? "" : agent, ui), Forms.FRESH, request, model);
    }

    /// What the browser is asked for.
    @SignedIn
    @PostMapping("/options")
    ResponseEntity<?> begin(
            Actor actor,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse response,
            Ui ui) {
        var session = request.getSession(true).getId();
        var outcome = passkeys.begin(actor, password, session, links.passkeys(request));
        if (outcome instanceof Outcome.Done<PasskeyOptions.Creation>(var creation)) {
            return ResponseEntity.ok(creation);
        }
        var form = Forms.of(outcome);
        var reason = form.reasons().getFirst();
        var field = reason.field();
        return ResponseEntity.status(SecondFactorPages.status(form, response))
                .body(new Told(field == null ? "" : field, ui.t(reason)));
    }

    @SignedIn
    @PostMapping
    String add(
            Actor actor,
            @RequestParam(defaultValue = "") String answer,
            @RequestParam(defaultValue = "") String name,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes redirect,
            Model model) {
        var session = request.getSession(true).getId();
        var outcome = passkeys.add(actor, answer, name, session, links.passkeys(request));
        if (outcome instanceof Outcome.Done<Passkey>(var made)) {
            Toast.done("identity.passkey.added", made.name()).on(redirect);
            return "redirect:/account";
        }
        response.setStatus(422);
        return newPage(actor, name, Forms.of(outcome), request, model);
    }

    @SignedIn
    @GetMapping("/{id}")
    String show(Actor actor, @PathVariable long id, Model model) {
        var passkey = own(actor, id);
        return page(passkey, passkey.name(), Forms.FRESH, Forms.FRESH, model);
    }

    @SignedIn
    @PostMapping("/{id}")
    String rename(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String name,
            HttpServletResponse response,
            RedirectAttributes redirect,
            Model model) {
        var passkey = own(actor, id);
        var outcome = passkeys.rename(actor, id, name);
        if (outcome instanceof Outcome.Done<Passkey>) {
            Toast.done("ui.saved").on(redirect);
            return "redirect:/account";
        }
        response.setStatus(422);
        return page(passkey, name, Forms.of(outcome), Forms.FRESH, model);
    }

    @SignedIn
    @PostMapping("/{id}/remove")
    String remove(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String password,
            HttpServletResponse response,
            RedirectAttributes redirect,
            Model model) {
        var passkey = own(actor, id);
        var outcome = passkeys.remove(actor, id, password);
        if (outcome instanceof Outcome.Done<Boolean>) {
            Toast.done("identity.passkey.removed", passkey.name()).on(redirect);
            return "redirect:/account";
        }
        var form = Forms.of(outcome);
        response.setStatus(SecondFactorPages.status(form, response));
        return page(passkey, passkey.name(), Forms.FRESH, form, model);
    }

    private Passkey own(Actor actor, long id) {
        return passkeys.own(actor).stream()
                .filter(p -> p.id() == id)
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private String newPage(Actor actor, @Nullable String name, Forms form, HttpServletRequest request, Model model) {
        model.addAttribute(
                "page",
                new NewPage(
                        name == null ? "" : name,
                        origin(links.passkeys(request)),
                        factors.own(actor).available(),
                        form));
        return "identity/web/newPasskey";
    }

    private static String page(Passkey passkey, String name, Forms rename, Forms remove, Model model) {
        model.addAttribute("page", new Page(passkey, name, rename, remove));
        return "identity/web/passkey";
    }
}
