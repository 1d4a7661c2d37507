package io.sextant.app.identity.web;

import io.sextant.app.identity.Absence;
import io.sextant.app.identity.Absences;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.SignedIn;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.Toast;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Being away, and who stands in: forms of one's own account and of the page of a person.
@Controller
public class AbsencePages {
    /// What was typed into a form that was refused, and why.
    private static final String DRAFT = "sextant.absence";

    /// What the card shows.
    ///
    /// @param absences those that are not over, the first to come first
    /// @param entrusted for whom the person stands in; only on one's own page
    /// @param base where the forms post to
    public record Card(
            List<Absence> absences,
            List<Absence> entrusted,
            String base,
            LocalDate today,
            boolean own,
            boolean mayDeclare,
            Map<String, String> typed,
            Forms form) {
        /// What was typed into a field.
        public String typed(String name) {
            return typed.getOrDefault(name, "");
        }

        /// The account chosen for the field of the stand-in.
        public @Nullable Long standInId() {
            return number(typed("standInId"));
        }
    }

    private final Absences absences;
    private final People people;

    AbsencePages(Absences absences, People people) {
        this.absences = absences;
        this.people = people;
    }

    /// The card of the person of that account.
    static Card card(Absences absences, Actor actor, long userId, Model model) {
        boolean own = actor.is(userId);
        Map<String, String> typed = new HashMap<>();
        var form = Forms.FRESH;
        if (model.getAttribute(DRAFT) instanceof Draft draft) {
            typed.putAll(draft.typed());
            form = new Forms(draft.reasons().stream()
                    .map(r -> new Reason(r.field(), r.code(), List.copyOf(r.args())))
                    .toList());
        }
        return new Card(
                absences.of(actor, userId).stream()
                        .filter(a -> a.state() != Absence.State.OVER)
                        .toList()
                        .reversed(),
                own ? absences.entrusted(actor) : List.of(),
                own ? "/account/absences" : "/admin/people/" + userId + "/absences",
                absences.today(),
                own,
                own || actor.may(Permission.MANAGE_PEOPLE),
                Map.copyOf(typed),
                form);
    }

    /// A form that was refused, on its way to the page that shows it again.
    record Draft(HashMap<String, String> typed, List<Why> reasons) implements Serializable {}

    /// A reason that can be kept in a session.
    record Why(@Nullable String field, String code, List<Serializable> args) implements Serializable {}

    @SignedIn
    @PostMapping("/account/absences")
    String declare(Actor actor, @RequestParam Map<String, String> form, RedirectAttributes redirect) {
        return declare(actor, Objects.requireNonNull(actor.id()), form, "/account#away", redirect);
    }

    @SignedIn
    @PostMapping("/account/absences/{absence}/end")
    String end(Actor actor, @PathVariable long absence, RedirectAttributes redirect) {
        return ended(absences.end(actor, absence), "/account#away", redirect);
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/admin/people/{id}/absences")
    String declareFor(
            Actor actor, @PathVariable long id, @RequestParam Map<String, String> form, RedirectAttributes redirect) {
        if (people.find(actor, id).isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return declare(actor, id, form, "/admin/people/" + id + "#away", redirect);
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/admin/people/{id}/absences/{absence}/end")
    String endFor(Actor actor, @PathVariable long id, @PathVariable long absence, RedirectAttributes redirect) {
        return ended(absences.endFor(actor, id, absence), "/admin/people/" + id + "#away", redirect);
    }

    private String declare(
            Actor actor, long userId, Map<String, String> form, String back, RedirectAttributes redirect) {
        var name = form.getOrDefault("standIn", "").strip();
        var standIn = number(form.getOrDefault("standInId", ""));
        // A name that was typed and not chosen is no account; nobody would notice that nobody stands in.
        var outcome = !name.isEmpty() && standIn == null
                ? Outcome.<Absence>refused(Reason.of("standIn", "identity.absence.choose", name))
                : absences.declare(
                        actor,
                        userId,
                        new Absences.Wanted(
                                day(form.getOrDefault("from", "")),
                                day(form.getOrDefault("until", "")),
                                name.isEmpty() ? null : standIn));
        switch (outcome) {
            case Outcome.Done<Absence> done ->
                Toast.done("identity.absence.declared").on(redirect);
            case Outcome.Refused<Absence>(var reasons) -> {
                var typed = new HashMap<>(form);
                typed.remove("_csrf");
                redirect.addFlashAttribute(DRAFT, new Draft(typed, List.copyOf(keepable(reasons))));
            }
            case Outcome.Stale<Absence> stale -> throw new IllegalStateException("an absence has no versions");
        }
        return "redirect:" + back;
    }

    private static List<Why> keepable(List<Reason> reasons) {
        return reasons.stream()
                .map(r -> new Why(
                        r.field(),
                        r.code(),
                        r.args().stream()
                                .map(a -> a instanceof Serializable s ? s : String.valueOf(a))
                                .map(Serializable.class::cast)
                                .toList()))
                .toList();
    }

    private static String ended(Outcome<Absence> outcome, String back, RedirectAttributes redirect) {
        if (outcome instanceof Outcome.Refused<Absence>(var reasons)) {
            Toast.fault(reasons.getFirst().code()).on(redirect);
        } else {
            Toast.done("identity.absence.ended").on(redirect);
        }
        return "redirect:" + back;
    }

    private static @Nullable LocalDate day(String text) {
        try {
            return text.isBlank() ? null : LocalDate.parse(text.strip());
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static @Nullable Long number(String text) {
        return text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
    }
}
