package io.sextant.app.identity.web;

import io.sextant.app.identity.Absences;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.ApiToken;
import io.sextant.app.identity.Federation;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Passkey;
import io.sextant.app.identity.Passkeys;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.SecondFactors;
import io.sextant.app.identity.SignedIn;
import io.sextant.app.identity.Tokens;
import io.sextant.app.identity.Units;
import io.sextant.app.identity.access.BrowserSessions;
import io.sextant.app.identity.access.OidcService;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// One's own account: who one is here, one's password, where one is signed in, one's API tokens.
@Controller
public class AccountPages {
    /// What the page shows.
    ///
    /// @param roles one's roles, worded
    /// @param newToken the key of the token that was just made, shown this once
    public record Page(
            Person person,
            List<String> roles,
            Forms profile,
            Forms password,
            Forms token,
            List<BrowserSessions.OpenSession> sessions,
            List<Key> keys,
            boolean mayUseTokens,
            List<Option> scopes,
            @Nullable String newToken,
            String tokenName,
            String tokenDays,
            SecondFactors.State factor,
            List<Passkey> passkeys,
            @Nullable String service,
            boolean bound,
            AbsencePages.Card away) {}

    /// An API token as its owner sees it.
    public record Key(ApiToken token, ApiToken.State state, String scopes) {}

    private final People people;
    private final Tokens tokens;
    private final Units units;
    private final SecondFactors factors;
    private final Passkeys passkeys;
    private final Federation federation;
    private final OidcService service;
    private final BrowserSessions sessions;
    private final Absences absences;
    private final Clock clock;

    AccountPages(
            People people,
            Tokens tokens,
            Units units,
            SecondFactors factors,
            Passkeys passkeys,
            Federation federation,
            OidcService service,
            BrowserSessions sessions,
            Absences absences,
            Clock clock) {
        this.people = people;
        this.tokens = tokens;
        this.units = units;
        this.factors = factors;
        this.passkeys = passkeys;
        this.federation = federation;
        this.service = service;
        this.sessions = sessions;
        this.absences = absences;
        this.clock = clock;
    }

    @SignedIn
    @GetMapping("/account")
    String show(Actor actor, HttpServletRequest request, Ui ui, Model model) {
        return page(new Draft(), actor, request, ui, model);
    }

    @SignedIn
    @PostMapping("/account/profile")
    String profile(
            Actor actor,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String language,
            @RequestParam(defaultValue = "auto") String theme,
            HttpServletRequest request,
            HttpServletResponse response,
            Ui ui,
            RedirectAttributes redirect,
            Model model) {
        var person = self(actor);
        var outcome = people.edit(
                actor,
                person.id(),
                person.version(),
                new People.Edit(null, name, language.isEmpty() ? null : language));
        if (outcome instanceof Outcome.Done<Person>) {
            if (Set.of("auto", "light", "dark").contains(theme)) {
                people.prefer(actor, null, theme);
            }
            Toast.done("ui.saved").on(redirect);
            return "redirect:/account";
        }
        response.setStatus(422);
        var draft = new Draft();
        draft.profile = Forms.of(outcome);
        return page(draft, actor, request, ui, model);
    }

    @SignedIn
    @PostMapping("/account/password")
    String password(
            Actor actor,
            @RequestParam(defaultValue = "") String current,
            @RequestParam(defaultValue = "") String password,
            HttpSession session,
            HttpServletRequest request,
            HttpServletResponse response,
            Ui ui,
            RedirectAttributes redirect,
            Model model) {
        var outcome = people.changePassword(actor, current, password, session.getId());
        if (outcome instanceof Outcome.Done<People.Chosen>(var chosen)) {
            sessions.renew(session, chosen.epoch());
            Toast.done("identity.account.password.changed").on(redirect);
            return "redirect:/account";
        }
        response.setStatus(422);
        var draft = new Draft();
        draft.password = Forms.of(outcome);
        return page(draft, actor, request, ui, model);
    }

    @SignedIn
    @PostMapping("/account/sessions/{key}/end")
    String endSession(Actor actor, @PathVariable String key, RedirectAttributes redirect) {
        sessions.end(actor, key);
        Toast.done("identity.account.session.ended").on(redirect);
        return "redirect:/account";
    }

    @SignedIn
    @PostMapping("/account/sessions/end-others")
    String endOthers(Actor actor, HttpSession session, RedirectAttributes redirect) {
        sessions.endOthers(actor, session.getId());
        Toast.done("identity.account.sessions.ended").on(redirect);
        return "redirect:/account";
    }

    /// Shows the new key in the answer itself: it is stored nowhere, not even in the session, and so cannot be shown
    /// again.
    @Needs(Permission.USE_TOKENS)
    @PostMapping("/account/tokens")
    String makeToken(
            Actor actor,
            @RequestParam(defaultValue = "") String tokenName,
            @RequestParam(defaultValue = "90") String tokenDays,
            @RequestParam(defaultValue = "all") String reach,
            @RequestParam(required = false) @Nullable Set<Permission> scopes,
            HttpServletRequest request,
            HttpServletResponse response,
            Ui ui,
            Model model) {
        var days = tokenDays.matches("\\d{1,4}") ? Integer.parseInt(tokenDays) : 0;
        var outcome = tokens.create(
                actor,
                tokenName,
                reach.equals("all") ? null : scopes == null ? EnumSet.noneOf(Permission.class) : scopes,
                days);
        var draft = new Draft();
        if (outcome instanceof Outcome.Done<Tokens.Issued>(var issued)) {
            draft.newToken = issued.secret();
        } else {
            response.setStatus(422);
            draft.token = Forms.of(outcome);
            draft.tokenName = tokenName;
            draft.tokenDays = tokenDays;
            draft.scopes = scopes == null ? Set.of() : scopes;
        }
        return page(draft, actor, request, ui, model);
    }

    @Needs(Permission.USE_TOKENS)
    @PostMapping("/account/tokens/{id}/revoke")
    String revokeToken(Actor actor, @PathVariable long id, RedirectAttributes redirect) {
        tokens.revoke(actor, id);
        Toast.done("identity.account.token.revoked").on(redirect);
        return "redirect:/account";
    }

    /// What the page shows besides what is stored.
    private static final class Draft {
        private Forms profile = Forms.FRESH;
        private Forms password = Forms.FRESH;
        private Forms token = Forms.FRESH;
        private @Nullable String newToken;
        private String tokenName = "";
        private String tokenDays = "90";
        private Set<Permission> scopes = Set.of();
    }

    private String page(Draft draft, Actor actor, HttpServletRequest request, Ui ui, Model model) {
        var session = request.getSession(false);
        var now = clock.instant();
        model.addAttribute(
                "page",
                new Page(
                        self(actor),
                        roles(actor, ui),
                        draft.profile,
                        draft.password,
                        draft.token,
                        sessions.list(actor, session == null ? null : session.getId()),
                        tokens.list(actor).stream().map(t -> key(t, now, ui)).toList(),
                        actor.may(Permission.USE_TOKENS),
                        Arrays.stream(Permission.values())
                                .filter(actor::may)
                                .map(p -> new Option(
                                        p.name(), ui.t("identity.permission." + p), "", draft.scopes.contains(p)))
                                .toList(),
                        draft.newToken,
                        draft.tokenName,
                        draft.tokenDays,
                        factors.own(actor),
                        passkeys.own(actor),
                        service.configured() ? SignInPages.serviceName(service, ui) : null,
                        federation.isBound(actor),
                        AbsencePages.card(absences, actor, Objects.requireNonNull(actor.id()), model)));
        return "identity/web/account";
    }

    private Person self(Actor actor) {
        return people.find(actor, Objects.requireNonNull(actor.id())).orElseThrow();
    }

    private List<String> roles(Actor actor, Ui ui) {
        var tree = units.tree();
        return actor.grants().stream().map(g -> worded(g, tree, ui)).toList();
    }

    static String worded(Grant grant, io.sextant.app.identity.UnitTree tree, Ui ui) {
        var role = ui.t("identity.role." + grant.role() + ".title");
        var unitId = grant.unitId();
        return unitId == null
                ? role
                : ui.t(
                        "identity.grant.in",
                        role,
                        tree.find(unitId).map(u -> u.name(ui.lang())).orElse("?"));
    }

    static Key key(ApiToken token, Instant now, Ui ui) {
        var scopes = token.scopes();
        return new Key(
                token,
                token.state(now),
                scopes == null
                        ? ui.t("identity.token.all")
                        : scopes.stream()
                                .sorted()
                                .map(p -> ui.t("identity.permission." + p))
                                .collect(Collectors.joining(", ")));
    }
}
