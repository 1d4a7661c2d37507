package io.sextant.app.demand.intake.web;

import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.Standing;
import io.sextant.app.demand.gating.web.GatePage;
import io.sextant.app.demand.intake.Draft;
import io.sextant.app.demand.intake.Intake;
import io.sextant.app.demand.intake.Step;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Scope;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.NavEntry;
import io.sextant.app.platform.ui.Section;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import io.sextant.engine.gates.Fact;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/// The guided form, step by step, and the requester's page. A draft has its number before anything is kept, so that the
/// first thing typed is kept too and nothing is begun twice.
@Controller
class IntakePages {
    private final Intake intake;
    private final Gates gates;
    private final Units units;
    private final Clock clock;

    IntakePages(Intake intake, Gates gates, Units units, Clock clock) {
        this.intake = intake;
        this.gates = gates;
        this.units = units;
        this.clock = clock;
    }

    @Bean
    static NavEntry proposeEntry() {
        return new NavEntry(
                Section.STEER,
                "demand.intake.nav.propose",
                "bulb",
                "/demands/new",
                Permission.PROPOSE_USE_CASE.name(),
                6);
    }

    @GetMapping("/demands")
    @Needs(Permission.PROPOSE_USE_CASE)
    ModelAndView mine(Actor actor) {
        return page("mine", new MinePage(intake.mine(actor), intake.asked(actor), clock.instant(), gates.today()));
    }

    @GetMapping("/demands/new")
    @Needs(Permission.PROPOSE_USE_CASE)
    String begin() {
        return "redirect:/demands/drafts/" + UUID.randomUUID() + "/need";
    }

    @GetMapping("/demands/drafts/{id}")
    @Needs(Permission.PROPOSE_USE_CASE)
    String open(Actor actor, @PathVariable String id) {
        Draft draft = intake.find(actor, number(id)).orElseThrow(IntakePages::absent);
        return draft.has("problem") && draft.state() == Draft.State.OPEN
                ? "redirect:/demands/drafts/" + id + "/summary"
                : "redirect:/demands/drafts/" + id + "/need";
    }

    @GetMapping("/demands/drafts/{id}/{step}")
    @Needs(Permission.PROPOSE_USE_CASE)
    ModelAndView step(Actor actor, Ui ui, @PathVariable String id, @PathVariable String step) {
        UUID number = number(id);
        Optional<Draft> found = intake.find(actor, number);
        if (found.isEmpty() && !intake.free(actor, number)) {
            throw absent();
        }
        if (found.isPresent() && found.get().result() != null) {
            return new ModelAndView("redirect:" + after(found.get()));
        }
        return show(actor, ui, found.orElse(null), number, at(step), Map.of(), List.of());
    }

    private static String after(Draft draft) {
        UseCaseId result = java.util.Objects.requireNonNull(draft.result());
        return draft.state() == Draft.State.JOINED ? "/use-cases/" + result.code() : "/demands/" + result.code();
    }

    private ModelAndView show(
            Actor actor,
            Ui ui,
            @Nullable Draft draft,
            UUID number,
            Step step,
            Map<String, String> typed,
            List<Reason> refused) {
        Draft at = draft == null ? intake.blank(actor, number, ui.lang()) : draft;
        IntakePage page = reading(actor, at, step, typed, refused, draft == null);
        ModelAndView view = page("step", page);
        view.addObject("catalogue", intake.pack(actor, at).facts());
        if (!refused.isEmpty()) {
            view.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return view;
    }

    private IntakePage reading(
            Actor actor, Draft draft, Step step, Map<String, String> typed, List<Reason> refused, boolean fresh) {
        Intake.Reading reading = intake.read(actor, draft, step == Step.ALIKE || step == Step.SUMMARY);
        Map<String, String> shown = new LinkedHashMap<>(typed);
        Scope scope = actor.scope(Permission.PROPOSE_USE_CASE);
        if (fresh && !shown.containsKey("unit")) {
            onlyPlace(scope).ifPresent(code -> shown.put("unit", code));
        }
        return new IntakePage(
                reading,
                step,
                shown,
                refused,
                units.tree(),
                scope,
                intake.answering(reading.content().unitId()),
                fresh);
    }

    /// The unit that somebody who may not propose everywhere most likely means: the highest where they may.
    private Optional<String> onlyPlace(Scope scope) {
        return scope.covers(null)
                ? Optional.empty()
                : units.tree().nodes().stream()
                        .map(node -> node.unit())
                        .filter(u -> u.open() && scope.covers(u.id()))
                        .findFirst()
                        .map(Unit::code);
    }

    /// Keeps what is typed while it is typed; answers what is asked now.
    @PostMapping("/demands/drafts/{id}/{step}/keep")
    @Needs(Permission.PROPOSE_USE_CASE)
    ModelAndView keep(
            Actor actor,
            Ui ui,
            @PathVariable String id,
            @PathVariable String step,
            @RequestParam Map<String, String> form) {
        UUID number = number(id);
        Step at = at(step);
        Outcome<Draft> saved = save(actor, ui, number, form);
        Draft draft = saved instanceof Outcome.Done<Draft>(Draft kept)
                ? kept
                : intake.find(actor, number).orElseGet(() -> intake.blank(actor, number, ui.lang()));
        List<Reason> refused = saved instanceof Outcome.Refused<Draft>(List<Reason> reasons) ? reasons : List.of();
        ModelAndView view = page("heard", reading(actor, draft, at, form, refused, false));
        if (!refused.isEmpty()) {
            view.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return view;
    }

    @PostMapping("/demands/drafts/{id}/{step}")
    @Needs(Permission.PROPOSE_USE_CASE)
    ModelAndView save(
            Actor actor,
            Ui ui,
            @PathVariable String id,
            @PathVariable String step,
            @RequestParam Map<String, String> form,
            RedirectAttributes redirect) {
        UUID number = number(id);
        Step at = at(step);
        return switch (save(actor, ui, number, form)) {
            case Outcome.Done<Draft>(Draft draft) -> on(actor, ui, draft, at, form, redirect);
            case Outcome.Refused<Draft>(List<Reason> reasons) -> {
                Optional<Draft> there = intake.find(actor, number);
                if (there.isPresent() && there.get().result() != null) {
                    yield new ModelAndView("redirect:" + after(there.get()));
                }
                if (there.isEmpty() && !intake.free(actor, number)) {
                    throw absent();
                }
                yield show(actor, ui, there.orElse(null), number, at, form, reasons);
            }
            case Outcome.Stale<Draft> _ -> throw new IllegalStateException("drafts are merged, never stale");
        };
    }

    private Outcome<Draft> save(Actor actor, Ui ui, UUID number, Map<String, String> form) {
        var given = new LinkedHashMap<String, String>();
        var was = new LinkedHashMap<String, String>();
        form.forEach((name, value) -> {
            if (name.startsWith("was.")) {
                was.put(name.substring(4), value);
            } else {
                given.put(name, value);
            }
        });
        return intake.save(actor, number, ui.lang(), given, was);
    }

    /// Where to after a step was kept.
    private ModelAndView on(
            Actor actor, Ui ui, Draft draft, Step at, Map<String, String> form, RedirectAttributes redirect) {
        String to = form.getOrDefault("to", "next");
        Intake.Reading read = intake.read(actor, draft, at == Step.QUESTIONS || at == Step.CHARTER);
        String address = "redirect:/demands/drafts/" + draft.id() + "/";
        if (to.equals("later")) {
            Toast.done("demand.intake.done.later").on(redirect);
            return new ModelAndView("redirect:/demands");
        }
        if (to.equals("send")) {
            return send(actor, ui, draft, redirect);
        }
        if (to.equals("back")) {
            Step before = at.previous();
            if (before == Step.ALIKE && read.alike().isEmpty()) {
                before = before.previous();
            }
            return new ModelAndView(address + before.slug());
        }
        Optional<Step> chosen = Step.of(to);
        if (chosen.isPresent()) {
            return new ModelAndView(address + chosen.get().slug());
        }
        List<Reason> faults = read.problems().stream()
                .filter(r -> r.field() != null && Step.with(r.field()) == at)
                .toList();
        if (!faults.isEmpty()) {
            return show(actor, ui, draft, draft.id(), at, Map.of(), faults);
        }
        if (at == Step.QUESTIONS && arisen(read, form.getOrDefault("shown", ""))) {
            Toast.note("demand.intake.arisen").on(redirect);
            return new ModelAndView(address + at.slug());
        }
        Step next = at.next();
        if (next == Step.ALIKE && read.alike().isEmpty()) {
            next = next.next();
        }
        return new ModelAndView(address + next.slug());
    }

    /// Whether an answer made a question arise that the form did not show.
    private static boolean arisen(Intake.Reading read, String shown) {
        Set<String> seen = new HashSet<>(Arrays.asList(shown.split(" ")));
        return read.rehearsal().questions().stream()
                .filter(f -> Step.with("fact." + f.id()) == Step.QUESTIONS)
                .map(Fact::id)
                .anyMatch(f -> !seen.contains(f) && !read.draft().has("fact." + f));
    }

    private ModelAndView send(Actor actor, Ui ui, Draft draft, RedirectAttributes redirect) {
        return switch (intake.send(actor, draft.id())) {
            case Outcome.Done<Intake.Sent>(Intake.Sent sent) -> {
                Toast.done(
                                sent.again() ? "demand.intake.done.again" : "demand.intake.done.sent",
                                sent.id().code())
                        .on(redirect);
                yield new ModelAndView("redirect:/demands/" + sent.id().code());
            }
            case Outcome.Refused<Intake.Sent>(List<Reason> reasons) -> {
                Step step = reasons.stream()
                        .filter(r -> r.field() != null)
                        .map(r -> Step.with(java.util.Objects.requireNonNull(r.field())))
                        .findFirst()
                        .orElse(Step.SUMMARY);
                yield show(actor, ui, draft, draft.id(), step, Map.of(), reasons);
            }
            case Outcome.Stale<Intake.Sent> _ -> throw new IllegalStateException("a draft has no versions");
        };
    }

    @PostMapping("/demands/drafts/{id}/discard")
    @Needs(Permission.PROPOSE_USE_CASE)
    String discard(Actor actor, @PathVariable String id, RedirectAttributes redirect) {
        told(intake.discard(actor, number(id)), "demand.intake.done.discarded", redirect);
        return "redirect:/demands";
    }

    @PostMapping("/demands/drafts/{id}/{step}/aside")
    @Needs(Permission.PROPOSE_USE_CASE)
    String resolve(
            Actor actor,
            @PathVariable String id,
            @PathVariable String step,
            @RequestParam String field,
            @RequestParam(defaultValue = "false") boolean take,
            RedirectAttributes redirect) {
        told(intake.resolve(actor, number(id), field, take), null, redirect);
        return "redirect:/demands/drafts/" + number(id) + "/" + at(step).slug() + "#" + field;
    }

    @PostMapping("/demands/drafts/{id}/join/{other}")
    @Needs(Permission.PROPOSE_USE_CASE)
    String join(Actor actor, @PathVariable String id, @PathVariable String other, RedirectAttributes redirect) {
        UseCaseId into = useCase(other);
        if (told(intake.join(actor, number(id), into), null, redirect)) {
            Toast.done("demand.intake.done.joined", into.code()).on(redirect);
            return "redirect:/use-cases/" + into.code() + "/discussion";
        }
        return "redirect:/demands/drafts/" + number(id) + "/alike";
    }

    // ------------------------------------------------------------------------------------------ the requester's page

    @GetMapping("/demands/{id}")
    @Needs(Permission.VIEW_USE_CASES)
    ModelAndView follow(Actor actor, @PathVariable String id, HttpServletRequest request) {
        UseCaseId useCase = useCase(id);
        Standing standing = gates.of(actor, useCase).orElseThrow(IntakePages::absent);
        boolean archived = standing.useCase().archived();
        ModelAndView view = page(
                "follow",
                new FollowPage(
                        standing,
                        GatePage.of(standing, gates, actor, null, request),
                        intake.answering(standing.useCase().content().unitId()),
                        !archived
                                && UseCases.mayEdit(actor, standing.useCase())
                                && actor.may(Permission.PROPOSE_USE_CASE),
                        actor.may(
                                        Permission.COMMENT,
                                        standing.useCase().content().unitId())
                                || UseCases.mayEdit(actor, standing.useCase()),
                        gates.today(),
                        ServletUriComponentsBuilder.fromCurrentRequestUri()
                                .build()
                                .toUriString()));
        return view;
    }

    @PostMapping("/demands/{id}/replies/{question}")
    @Needs(Permission.VIEW_USE_CASES)
    String reply(
            Actor actor,
            @PathVariable String id,
            @PathVariable long question,
            @RequestParam(defaultValue = "") String body,
            RedirectAttributes redirect) {
        told(gates.reply(actor, useCase(id), question, body), "demand.gates.done.replied", redirect);
        return "redirect:/demands/" + useCase(id).code() + "#questions";
    }

    @PostMapping("/demands/{id}/appeal")
    @Needs(Permission.VIEW_USE_CASES)
    String appeal(
            Actor actor,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String reason,
            RedirectAttributes redirect) {
        told(gates.appeal(actor, useCase(id), reason), "demand.gates.done.appealed", redirect);
        return "redirect:/demands/" + useCase(id).code() + "#answer";
    }

    @PostMapping("/demands/{id}/again")
    @Needs(Permission.PROPOSE_USE_CASE)
    String again(Actor actor, @PathVariable String id, RedirectAttributes redirect) {
        return switch (intake.again(actor, useCase(id))) {
            case Outcome.Done<Draft>(Draft draft) -> "redirect:/demands/drafts/" + draft.id() + "/need";
            case Outcome.Refused<Draft>(List<Reason> reasons) -> {
                fault(reasons).on(redirect);
                yield "redirect:/demands/" + useCase(id).code();
            }
            case Outcome.Stale<Draft> _ -> throw new IllegalStateException("a draft has no versions");
        };
    }

    private static boolean told(Outcome<?> outcome, @Nullable String done, RedirectAttributes redirect) {
        return switch (outcome) {
            case Outcome.Done<?> _ -> {
                if (done != null) {
                    Toast.done(done).on(redirect);
                }
                yield true;
            }
            case Outcome.Refused<?>(List<Reason> reasons) -> {
                fault(reasons).on(redirect);
                yield false;
            }
            case Outcome.Stale<?> _ -> {
                Toast.fault("demand.gates.refused.stale").on(redirect);
                yield false;
            }
        };
    }

    private static Toast fault(List<Reason> reasons) {
        Reason first = reasons.getFirst();
        return Toast.fault(
                first.code(), first.args().stream().map(String::valueOf).toArray(String[]::new));
    }

    private static Step at(String slug) {
        return Step.of(slug).orElseThrow(IntakePages::absent);
    }

    private static UUID number(String id) {
        try {
            UUID number = UUID.fromString(id);
            if (number.toString().equals(id.toLowerCase(Locale.ROOT))) {
                return number;
            }
        } catch (IllegalArgumentException e) {
            // Told below, like a number that nobody has.
        }
        throw absent();
    }

    private static UseCaseId useCase(String id) {
        if (!UseCaseId.matches(id)) {
            throw absent();
        }
        return new UseCaseId(id);
    }

    private static ResponseStatusException absent() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    private static ModelAndView page(String template, Object page) {
        return new ModelAndView("demand/intake/web/" + template, new LinkedHashMap<>(Map.of("page", page)));
    }
}
