package io.sextant.app.identity.web;

import io.sextant.app.identity.Absences;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Passkey;
import io.sextant.app.identity.Passkeys;
import io.sextant.app.identity.People;
import io.sextant.app.identity.PeopleQuery;
import io.sextant.app.identity.PeopleQuery.Order;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.SecondFactors;
import io.sextant.app.identity.Tokens;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.identity.Units;
import io.sextant.app.identity.access.Links;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.FilterChip;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Pager;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Administration of people: who has an account, which roles they hold and where, how they get in.
@Controller
public class PeoplePages {
    private static final int ROWS = 50;

    /// The list.
    public record ListPage(
            List<Row> rows,
            Pager pager,
            String text,
            List<Option> roles,
            List<Option> units,
            List<Option> states,
            List<FilterChip> filters,
            String sort,
            boolean mayManage) {}

    /// A line of the list.
    public record Row(Person person, String roles) {}

    /// One person, or one to be.
    ///
    /// @param person absent for a new one
    /// @param link the address at which they choose a password, just made and shown this once
    public record PersonPage(
            @Nullable Person person,
            String name,
            String email,
            String language,
            List<Held> held,
            List<Explained> roles,
            List<Option> units,
            List<AccountPages.Key> keys,
            Forms particulars,
            Forms grants,
            @Nullable String link,
            @Nullable Instant linkUntil,
            boolean mayManage,
            boolean self,
            SecondFactors.@Nullable State factor,
            List<Passkey> passkeys,
            AbsencePages.@Nullable Card away) {}

    /// A role that the person holds.
    ///
    /// @param value what a form sends to keep it
    public record Held(String value, String title, String where, String description) {}

    /// A role with what it is and allows.
    public record Explained(Role role, String title, String description, String allows, boolean byUnit) {}

    private static final Toast SAVED = Toast.done("ui.saved");

    private final People people;
    private final Units units;
    private final Tokens tokens;
    private final SecondFactors factors;
    private final Passkeys passkeys;
    private final Links links;
    private final Absences absences;
    private final Clock clock;

    PeoplePages(
            People people,
            Units units,
            Tokens tokens,
            SecondFactors factors,
            Passkeys passkeys,
            Links links,
            Absences absences,
            Clock clock) {
        this.people = people;
        this.units = units;
        this.tokens = tokens;
        this.factors = factors;
        this.passkeys = passkeys;
        this.links = links;
        this.absences = absences;
        this.clock = clock;
    }

    @Needs(Permission.VIEW_PEOPLE)
    @GetMapping("/admin/people")
    String list(
            Actor actor,
            @RequestParam(name = "q", defaultValue = "") String text,
            @RequestParam(required = false) @Nullable Role role,
            @RequestParam(required = false) @Nullable Long unit,
            @RequestParam(required = false) Person.@Nullable State state,
            @RequestParam(defaultValue = "name") String sort,
            @RequestParam(defaultValue = "1") int page,
            Ui ui,
            Model model) {
        var query = new PeopleQuery(
                text,
                role,
                unit,
                state,
                switch (sort) {
                    case "-name" -> Order.NAME_DOWN;
                    case "seen" -> Order.SEEN;
                    case "-seen" -> Order.SEEN_DOWN;
                    default -> Order.NAME;
                });
        var from = Math.max(0, (page - 1) * ROWS);
        var found = people.list(actor, query, null, from, ROWS);
        var tree = units.tree();
        var filters = new ArrayList<FilterChip>();
        if (role != null) {
            filters.add(
                    new FilterChip(ui.t("identity.field.role"), title(role, ui), ui.with("role", null, "page", null)));
        }
        if (unit != null) {
            filters.add(new FilterChip(
                    ui.t("identity.field.unit"),
                    tree.find(unit).map(u -> u.name(ui.lang())).orElse("?"),
                    ui.with("unit", null, "page", null)));
        }
        if (state != null) {
            filters.add(new FilterChip(
                    ui.t("identity.field.state"),
                    ui.t("identity.person.state." + state),
                    ui.with("state", null, "page", null)));
        }
        model.addAttribute(
                "page",
                new ListPage(
                        found.people().stream()
                                .map(p -> new Row(p, roles(p, tree, ui)))
                                .toList(),
                        new Pager(page, ROWS, found.total()),
                        text,
                        roleOptions(role, ui),
                        unitOptions(tree, unit, ui),
                        Arrays.stream(Person.State.values())
                                .map(s -> Option.of(
                                        s.name(),
                                        ui.t("identity.person.state." + s),
                                        state == null ? null : state.name()))
                                .toList(),
                        filters,
                        sort,
                        actor.may(Permission.MANAGE_PEOPLE)));
        return "identity/web/people";
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @GetMapping("/admin/people/new")
    String fresh(Actor actor, Ui ui, Model model) {
        return personPage(new Draft(null), actor, ui, model);
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/admin/people")
    String create(
            Actor actor,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String language,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "") String unit,
            HttpServletRequest request,
            HttpServletResponse response,
            Ui ui,
            Model model) {
        var grant = grant(role, unit);
        var outcome = people.create(
                actor,
                new People.NewPerson(
                        email, name, language.isEmpty() ? null : language, grant == null ? Set.of() : Set.of(grant)));
        if (outcome instanceof Outcome.Done<Person>(var person)) {
            // Straight on to the link by which they come in, without which the account is of no use to them.
            return invite(actor, person.id(), request, response, ui, model);
        }
        response.setStatus(422);
        var draft = new Draft(null);
        draft.name = name;
        draft.email = email;
        draft.language = language;
        draft.particulars = Forms.of(outcome);
        return personPage(draft, actor, ui, model);
    }

    @Needs(Permission.VIEW_PEOPLE)
    @GetMapping("/admin/people/{id}")
    String show(Actor actor, @PathVariable long id, Ui ui, Model model) {
        return personPage(new Draft(person(actor, id)), actor, ui, model);
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/admin/people/{id}")
    String edit(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String language,
            HttpServletResponse response,
            Ui ui,
            RedirectAttributes redirect,
            Model model) {
        var outcome =
                people.edit(actor, id, version, new People.Edit(email, name, language.isEmpty() ? null : language));
        if (outcome instanceof Outcome.Done<Person>) {
            SAVED.on(redirect);
            return "redirect:/admin/people/" + id;
        }
        response.setStatus(outcome instanceof Outcome.Stale<Person> ? 409 : 422);
        var draft = new Draft(person(actor, id));
        draft.name = name;
        draft.email = email;
        draft.language = language;
        draft.particulars = Forms.of(outcome);
        return personPage(draft, actor, ui, model);
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/admin/people/{id}/grants/add")
    String addGrant(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "") String unit,
            HttpServletResponse response,
            Ui ui,
            RedirectAttributes redirect,
            Model model) {
        var person = person(actor, id);
        var wanted = new LinkedHashSet<>(person.grants());
        var grant = grant(role, unit);
        if (grant == null) {
            return refused(
                    person,
                    Outcome.<Person>refused(Reason.of("role", "identity.person.chooseRole")),
                    actor,
                    response,
                    ui,
                    model);
        }
        wanted.add(grant);
        var outcome = people.grant(actor, id, version, wanted, null);
        return after(person, outcome, SAVED, actor, response, ui, redirect, model);
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/admin/people/{id}/grants/remove")
    String removeGrant(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam(defaultValue = "") String grant,
            HttpServletResponse response,
            Ui ui,
            RedirectAttributes redirect,
            Model model) {
        var person = person(actor, id);
        var wanted = person.grants().stream()
                .filter(g -> !value(g).equals(grant))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var outcome = people.grant(actor, id, version, wanted, null);
        return after(person, outcome, SAVED, actor, response, ui, redirect, model);
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/admin/people/{id}/disable")
    String disable(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam(defaultValue = "") String reason,
            HttpServletResponse response,
            Ui ui,
            RedirectAttributes redirect,
            Model model) {
        var person = person(actor, id);
        var outcome = people.disable(actor, id, version, reason);
        Toast told = Toast.done("identity.person.disabled", person.name());
        return after(person, outcome, told, actor, response, ui, redirect, model);
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/admin/people/{id}/enable")
    String enable(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "0") long version,
            HttpServletResponse response,
            Ui ui,
            RedirectAttributes redirect,
            Model model) {
        var person = person(actor, id);
        var outcome = people.enable(actor, id, version);
        Toast told = Toast.done("identity.person.enabled", person.name());
        return after(person, outcome, told, actor, response, ui, redirect, model);
    }

    /// Shows the link in the answer itself: it is stored nowhere and cannot be shown again.
    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/admin/people/{id}/invite")
    String invite(
            Actor actor,
            @PathVariable long id,
            HttpServletRequest request,
            HttpServletResponse response,
            Ui ui,
            Model model) {
        var person = person(actor, id);
        var outcome = people.invite(actor, id);
        if (outcome instanceof Outcome.Done<People.Link>(var link)) {
            var draft = new Draft(person);
            draft.link = links.invitation(link, request);
            draft.linkUntil = link.expiresAt();
            return personPage(draft, actor, ui, model);
        }
        return refused(person, outcome, actor, response, ui, model);
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/admin/people/{id}/second-factor/reset")
    String resetFactor(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String reason,
            HttpServletResponse response,
            Ui ui,
            RedirectAttributes redirect,
            Model model) {
        var person = person(actor, id);
        var outcome = factors.reset(actor, id, reason);
        if (outcome instanceof Outcome.Done<Boolean>) {
            Toast.done("identity.factor.wasReset", person.name()).on(redirect);
            return "redirect:/admin/people/" + id;
        }
        return refused(person, outcome, actor, response, ui, model);
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/admin/people/{id}/passkeys/reset")
    String resetPasskeys(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String reason,
            HttpServletResponse response,
            Ui ui,
            RedirectAttributes redirect,
            Model model) {
        var person = person(actor, id);
        var outcome = passkeys.removeAll(actor, id, reason);
        if (outcome instanceof Outcome.Done<Integer>) {
            Toast.done("identity.passkeys.wereReset", person.name()).on(redirect);
            return "redirect:/admin/people/" + id;
        }
        return refused(person, outcome, actor, response, ui, model);
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/admin/people/{id}/tokens/{token}/revoke")
    String revoke(Actor actor, @PathVariable long id, @PathVariable long token, RedirectAttributes redirect) {
        tokens.revoke(actor, token);
        Toast.done("identity.account.token.revoked").on(redirect);
        return "redirect:/admin/people/" + id;
    }

    /// Suggestions for a field that names a person.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/people/suggestions")
    String suggestions(Actor actor, @RequestParam(name = "q", defaultValue = "") String text, Model model) {
        model.addAttribute(
                "options",
                text.isBlank()
                        ? List.of()
                        : people.names(actor, text).stream()
                                .map(p -> new Option(String.valueOf(p.id()), p.name(), p.email(), false))
                                .toList());
        return "platform/ui/options";
    }

    /// Back to the person, told what was done; or the page again, with what speaks against it.
    private String after(
            Person person,
            Outcome<Person> outcome,
            Toast told,
            Actor actor,
            HttpServletResponse response,
            Ui ui,
            RedirectAttributes redirect,
            Model model) {
        if (outcome instanceof Outcome.Done<Person>) {
            told.on(redirect);
            return "redirect:/admin/people/" + person.id();
        }
        return refused(person, outcome, actor, response, ui, model);
    }

    private String refused(
            Person person, Outcome<?> outcome, Actor actor, HttpServletResponse response, Ui ui, Model model) {
        response.setStatus(outcome instanceof Outcome.Stale<?> ? 409 : 422);
        var draft = new Draft(person);
        draft.grants = Forms.of(outcome);
        return personPage(draft, actor, ui, model);
    }

    private Person person(Actor actor, long id) {
        return people.find(actor, id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    /// What the page shows besides what is stored.
    private static final class Draft {
        private final @Nullable Person person;
        private String name = "";
        private String email = "";
        private String language = "";
        private Forms particulars = Forms.FRESH;
        private Forms grants = Forms.FRESH;
        private @Nullable String link;
        private @Nullable Instant linkUntil;

        Draft(@Nullable Person person) {
            this.person = person;
            if (person != null) {
                name = person.name();
                email = person.email();
                language = person.language() == null ? "" : person.language();
            }
        }
    }

    private String personPage(Draft draft, Actor actor, Ui ui, Model model) {
        var tree = units.tree();
        var person = draft.person;
        var now = clock.instant();
        model.addAttribute(
                "page",
                new PersonPage(
                        person,
                        draft.name,
                        draft.email,
                        draft.language,
                        person == null
                                ? List.of()
                                : person.grants().stream()
                                        .map(g -> held(g, tree, ui))
                                        .toList(),
                        Arrays.stream(Role.values()).map(r -> explained(r, ui)).toList(),
                        unitOptions(tree, null, ui),
                        person == null
                                ? List.of()
                                : tokens.list(actor, person.id()).stream()
                                        .map(t -> AccountPages.key(t, now, ui))
                                        .toList(),
                        draft.particulars,
                        draft.grants,
                        draft.link,
                        draft.linkUntil,
                        actor.may(Permission.MANAGE_PEOPLE),
                        person != null && actor.is(person.id()),
                        person == null ? null : factors.of(actor, person.id()),
                        person == null ? List.of() : passkeys.of(actor, person.id()),
                        person == null || person.state() == Person.State.DISABLED
                                ? null
                                : AbsencePages.card(absences, actor, person.id(), model)));
        return "identity/web/person";
    }

    private static Held held(Grant grant, UnitTree tree, Ui ui) {
        var unitId = grant.unitId();
        return new Held(
                value(grant),
                title(grant.role(), ui),
                unitId == null
                        ? ui.t("identity.grant.everywhere.word")
                        : tree.path(unitId).stream().map(u -> u.name(ui.lang())).collect(Collectors.joining(" › ")),
                ui.t("identity.role." + grant.role() + ".description"));
    }

    private static Explained explained(Role role, Ui ui) {
        return new Explained(
                role,
                title(role, ui),
                ui.t("identity.role." + role + ".description"),
                ui.list(role.permissions().stream()
                        .sorted()
                        .map(p -> ui.t("identity.permission." + p))
                        .toList()),
                role.byUnit());
    }

    private static String value(Grant grant) {
        return grant.role() + "@" + (grant.unitId() == null ? "" : grant.unitId());
    }

    private static @Nullable Grant grant(String role, String unit) {
        var known = GrantBody.role(role);
        return known == null ? null : new Grant(known, unit.matches("\\d{1,18}") ? Long.valueOf(unit) : null);
    }

    private static String title(Role role, Ui ui) {
        return ui.t("identity.role." + role + ".title");
    }

    private static String roles(Person person, UnitTree tree, Ui ui) {
        return person.grants().isEmpty()
                ? ui.t("identity.person.noRole")
                : person.grants().stream()
                        .map(g -> AccountPages.worded(g, tree, ui))
                        .collect(Collectors.joining(", "));
    }

    private static List<Option> roleOptions(@Nullable Role chosen, Ui ui) {
        return Arrays.stream(Role.values())
                .map(r -> Option.of(r.name(), title(r, ui), chosen == null ? null : chosen.name()))
                .toList();
    }

    /// The open units, each below its parent.
    static List<Option> unitOptions(UnitTree tree, @Nullable Long chosen, Ui ui) {
        return tree.nodes().stream()
                .filter(n -> n.unit().open())
                .map(n -> Option.of(
                        String.valueOf(n.unit().id()),
                        "\u2003".repeat(n.depth()) + n.unit().name(ui.lang()),
                        chosen == null ? null : String.valueOf(chosen)))
                .toList();
    }
}
