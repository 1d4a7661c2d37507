package io.sextant.app.demand.gating.web;

import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.gating.Action;
import io.sextant.app.demand.gating.Answer;
import io.sextant.app.demand.gating.Decision.Appeal;
import io.sextant.app.demand.gating.FactReader;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.Standing;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.InPlace;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.Toast;
import io.sextant.engine.gates.Fact;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// What people do at a gate; the gate itself is a page of the use case. What was typed into a form that was refused is
/// there again.
@InPlace
@Controller
class GatePages {
    /// The name under which what was typed travels to the page.
    static final String TYPED = "sextant.gate.typed";

    private final Gates gates;

    GatePages(Gates gates) {
        this.gates = gates;
    }

    @PostMapping("/use-cases/{id}/gate/answers")
    @Needs(Permission.VIEW_USE_CASES)
    String answer(
            Actor actor, @PathVariable String id, @RequestParam Map<String, String> form, RedirectAttributes redirect) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        for (Fact fact : gates.pack(actor, useCase(id)).facts().values()) {
            String text = form.get("fact." + fact.id());
            if (text != null) {
                given.put(fact.id(), FactReader.read(fact, text));
            }
        }
        return told(gates.answer(actor, useCase(id), given), "answered", id, form, redirect, "#questions");
    }

    @PostMapping("/use-cases/{id}/gate/red-lines/{line}")
    @Needs(Permission.VIEW_USE_CASES)
    String examine(
            Actor actor,
            @PathVariable String id,
            @PathVariable long line,
            @RequestParam boolean crossed,
            RedirectAttributes redirect) {
        return told(
                gates.examine(actor, useCase(id), line, crossed, null), "examined", id, Map.of(), redirect, "#charter");
    }

    @PostMapping("/use-cases/{id}/gate/distinctions/{other}")
    @Needs(Permission.VIEW_USE_CASES)
    String distinguish(
            Actor actor,
            @PathVariable String id,
            @PathVariable String other,
            @RequestParam(defaultValue = "") String reason,
            RedirectAttributes redirect) {
        return told(
                gates.distinguish(actor, useCase(id), useCase(other), reason),
                "distinguished",
                id,
                Map.of("distinct." + other, reason),
                redirect,
                "#alike");
    }

    @PostMapping("/use-cases/{id}/gate/request")
    @Needs(Permission.VIEW_USE_CASES)
    String ask(
            Actor actor,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String note,
            RedirectAttributes redirect) {
        return told(gates.ask(actor, useCase(id), note), "asked", id, Map.of("note", note), redirect, "");
    }

    @PostMapping("/use-cases/{id}/gate/request/withdraw")
    @Needs(Permission.VIEW_USE_CASES)
    String withdraw(Actor actor, @PathVariable String id, RedirectAttributes redirect) {
        return told(gates.withdraw(actor, useCase(id)), "withdrawn", id, Map.of(), redirect, "");
    }

    @PostMapping("/use-cases/{id}/gate/questions")
    @Needs(Permission.DECIDE_GATES)
    String question(
            Actor actor,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String body,
            RedirectAttributes redirect) {
        return told(
                gates.question(actor, useCase(id), body), "questioned", id, Map.of("body", body), redirect, "#request");
    }

    @PostMapping("/use-cases/{id}/gate/questions/{question}/reply")
    @Needs(Permission.VIEW_USE_CASES)
    String reply(
            Actor actor,
            @PathVariable String id,
            @PathVariable long question,
            @RequestParam(defaultValue = "") String body,
            RedirectAttributes redirect) {
        return told(
                gates.reply(actor, useCase(id), question, body),
                "replied",
                id,
                Map.of("reply." + question, body),
                redirect,
                "#request");
    }

    @PostMapping("/use-cases/{id}/gate/signatures")
    @Needs(Permission.VIEW_USE_CASES)
    String sign(
            Actor actor,
            @PathVariable String id,
            @RequestParam String criterion,
            @RequestParam String role,
            @RequestParam(defaultValue = "") String note,
            RedirectAttributes redirect) {
        return told(
                gates.sign(actor, useCase(id), criterion, role, note),
                "signed",
                id,
                Map.of("note." + criterion, note),
                redirect,
                "#" + criterion);
    }

    @PostMapping("/use-cases/{id}/gate/signatures/{signature}/withdraw")
    @Needs(Permission.VIEW_USE_CASES)
    String unsign(Actor actor, @PathVariable String id, @PathVariable long signature, RedirectAttributes redirect) {
        return told(gates.unsign(actor, useCase(id), signature), "unsigned", id, Map.of(), redirect, "#criteria");
    }

    @PostMapping("/use-cases/{id}/gate/waivers")
    @Needs(Permission.VIEW_USE_CASES)
    String waive(
            Actor actor,
            @PathVariable String id,
            @RequestParam String criterion,
            @RequestParam(defaultValue = "") String until,
            @RequestParam(defaultValue = "") String reason,
            RedirectAttributes redirect) {
        LocalDate day = day(until);
        return told(
                gates.waive(actor, useCase(id), criterion, day == null ? LocalDate.MIN : day, reason),
                "waived",
                id,
                Map.of("until." + criterion, until, "reason." + criterion, reason),
                redirect,
                "#" + criterion);
    }

    @PostMapping("/use-cases/{id}/gate/waivers/{waiver}/end")
    @Needs(Permission.VIEW_USE_CASES)
    String unwaive(Actor actor, @PathVariable String id, @PathVariable long waiver, RedirectAttributes redirect) {
        return told(gates.unwaive(actor, useCase(id), waiver), "unwaived", id, Map.of(), redirect, "#criteria");
    }

    @PostMapping("/use-cases/{id}/gate/decisions")
    @Needs(Permission.DECIDE_GATES)
    String decide(
            Actor actor,
            @PathVariable String id,
            @RequestParam long version,
            @RequestParam Map<String, String> form,
            RedirectAttributes redirect) {
        Answer answer = answer(form.get("answer"));
        String into = form.getOrDefault("into", "").strip().toUpperCase(java.util.Locale.ROOT);
        if (answer == null || (!into.isEmpty() && !UseCaseId.matches(into))) {
            return refused(
                    List.of(Reason.whole(answer == null ? "demand.gates.problem.answer" : "demand.gates.problem.into")),
                    id,
                    form,
                    redirect,
                    "#decide");
        }
        return told(
                gates.decide(
                        actor,
                        useCase(id),
                        version,
                        new Gates.Given(
                                answer,
                                form.getOrDefault("reason", ""),
                                form.get("wouldChange"),
                                form.get("instead"),
                                into.isEmpty() ? null : new UseCaseId(into),
                                day(form.getOrDefault("review", "")))),
                "decided." + answer.name(),
                id,
                form,
                redirect,
                "");
    }

    private static @Nullable Answer answer(@Nullable String name) {
        for (Answer answer : Answer.values()) {
            if (answer.name().equals(name)) {
                return answer;
            }
        }
        return null;
    }

    @PostMapping("/use-cases/{id}/gate/appeal")
    @Needs(Permission.VIEW_USE_CASES)
    String appeal(
            Actor actor,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String reason,
            RedirectAttributes redirect) {
        return told(
                gates.appeal(actor, useCase(id), reason),
                "appealed",
                id,
                Map.of("appeal", reason),
                redirect,
                "#appeal");
    }

    @PostMapping("/use-cases/{id}/gate/appeal/answer")
    @Needs(Permission.DECIDE_GATES)
    String answerAppeal(
            Actor actor,
            @PathVariable String id,
            @RequestParam Appeal.Outcome outcome,
            @RequestParam(defaultValue = "") String answer,
            RedirectAttributes redirect) {
        return told(
                gates.answerAppeal(actor, useCase(id), outcome, answer),
                "appealAnswered",
                id,
                Map.of("appealAnswer", answer),
                redirect,
                "#appeal");
    }

    @PostMapping("/use-cases/{id}/gate/actions")
    @Needs(Permission.VIEW_USE_CASES)
    String start(Actor actor, @PathVariable String id, @RequestParam String remedy, RedirectAttributes redirect) {
        return told(gates.start(actor, useCase(id), remedy), "started", id, Map.of(), redirect, "#path");
    }

    @PostMapping("/use-cases/{id}/gate/actions/{action}")
    @Needs(Permission.VIEW_USE_CASES)
    String mark(
            Actor actor,
            @PathVariable String id,
            @PathVariable long action,
            @RequestParam Action.State state,
            RedirectAttributes redirect) {
        return told(
                gates.mark(actor, useCase(id), action, state),
                "marked." + state.name(),
                id,
                Map.of(),
                redirect,
                "#path");
    }

    private static @Nullable LocalDate day(String text) {
        try {
            return text.isBlank() ? null : LocalDate.parse(text.strip());
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static String told(
            Outcome<Standing> outcome,
            String done,
            String id,
            Map<String, String> form,
            RedirectAttributes redirect,
            String anchor) {
        return switch (outcome) {
            case Outcome.Done<Standing> _ -> {
                Toast.done("demand.gates.done." + done).on(redirect);
                yield gate(id) + anchor;
            }
            case Outcome.Refused<Standing>(List<Reason> reasons) -> refused(reasons, id, form, redirect, anchor);
            case Outcome.Stale<Standing> _ ->
                refused(List.of(Reason.whole("demand.gates.refused.stale")), id, form, redirect, anchor);
        };
    }

    private static String refused(
            List<Reason> reasons, String id, Map<String, String> form, RedirectAttributes redirect, String anchor) {
        Reason first = reasons.getFirst();
        Toast.fault(first.code(), first.args().stream().map(String::valueOf).toArray(String[]::new))
                .on(redirect);
        var typed = new HashMap<>(form);
        typed.remove("_csrf");
        redirect.addFlashAttribute(TYPED, (Serializable) typed);
        return gate(id) + anchor;
    }

    private static String gate(String id) {
        return "redirect:/use-cases/" + useCase(id).code() + "/gate";
    }

    private static UseCaseId useCase(String id) {
        if (!UseCaseId.matches(id)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return new UseCaseId(Objects.requireNonNull(id));
    }
}
