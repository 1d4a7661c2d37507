package io.sextant.app.demand.intake.web;

import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.intake.IntakeEntry;
import io.sextant.app.demand.intake.IntakeLink;
import io.sextant.app.demand.intake.PublicIntake;
import io.sextant.app.demand.intake.PublicIntake.Sent;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Open;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.NavEntry;
import io.sextant.app.platform.ui.Section;
import io.sextant.app.platform.ui.Toast;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/// The pages for people without an account, and those on which their words are received.
@Controller
public class PublicPages {
    /// The page of a link.
    ///
    /// @param typed what was typed when it was refused
    public record FormPage(IntakeLink link, String stamp, Map<String, String> typed, List<Reason> refused) {
        /// What a field shows.
        public String value(String name) {
            return typed.getOrDefault(name, "");
        }

        /// What is wrong with a field; absent when nothing is.
        public @Nullable Reason problem(String name) {
            return refused.stream()
                    .filter(r -> name.equals(r.field()))
                    .findFirst()
                    .orElse(null);
        }
    }

    /// The sender's receipt.
    ///
    /// @param url its whole address, to be kept
    public record ReceiptPage(PublicIntake.Receipt receipt, String address, String url, LocalDate today) {}

    /// The links.
    ///
    /// @param base what stands before the slug in their addresses
    public record LinksPage(
            List<IntakeLink> links,
            UnitTree units,
            LocalDate today,
            String base,
            Map<String, String> typed,
            List<Reason> refused) {}

    /// What waits.
    public record InboxPage(List<IntakeEntry> entries, UnitTree units, boolean mayOpen) {}

    private final PublicIntake intake;
    private final Units units;
    private final java.time.Clock clock;

    PublicPages(PublicIntake intake, Units units, java.time.Clock clock) {
        this.intake = intake;
        this.units = units;
        this.clock = clock;
    }

    @Bean
    static NavEntry inboxEntry() {
        return new NavEntry(
                Section.DECIDE, "demand.intake.nav.received", "mail", "/received", Permission.DECIDE_GATES.name(), 5);
    }

    /// Who gives the rights but decides nothing opens and closes links too.
    @Bean
    static NavEntry linksEntry() {
        return new NavEntry(
                Section.ADMIN, "demand.intake.links", "link", "/received/links", Permission.MANAGE_SETTINGS.name(), 80);
    }

    // --------------------------------------------------------------------------------------------- without an account

    @Open
    @GetMapping("/idea/{slug}")
    ModelAndView form(@PathVariable String slug, HttpServletResponse response) {
        return intake.page(slug)
                .map(link -> page("publicForm", new FormPage(link, intake.stamp(link), Map.of(), List.of())))
                .orElseGet(() -> gone(response));
    }

    private static ModelAndView gone(HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_GONE);
        return new ModelAndView("demand/intake/web/publicGone");
    }

    @Open
    @PostMapping("/idea/{slug}")
    ModelAndView send(
            @PathVariable String slug,
            @RequestParam Map<String, String> form,
            HttpServletRequest request,
            HttpServletResponse response) {
        IntakeLink link = intake.page(slug).orElse(null);
        if (link == null) {
            return gone(response);
        }
        var typed = new PublicIntake.Typed(
                form.getOrDefault("problem", ""),
                form.getOrDefault("beneficiaries", ""),
                form.getOrDefault("outcome", ""),
                form.getOrDefault("name", ""),
                form.getOrDefault("email", ""),
                form.getOrDefault("website", ""),
                form.getOrDefault("stamp", ""));
        return switch (intake.send(link, request.getRemoteAddr(), typed)) {
            case Sent.Received(String secret) -> new ModelAndView("redirect:/idea/receipt/" + secret);
            case Sent.Not(List<Reason> reasons) -> {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                yield page("publicForm", new FormPage(link, intake.stamp(link), form, reasons));
            }
            case Sent.Wait(var left) -> {
                response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
                response.setHeader("Retry-After", String.valueOf(Math.max(1, left.toSeconds())));
                yield page(
                        "publicForm",
                        new FormPage(
                                link,
                                intake.stamp(link),
                                form,
                                List.of(Reason.whole("demand.intake.public.wait", Math.max(1, left.toMinutes() + 1)))));
            }
        };
    }

    @Open
    @GetMapping("/idea/receipt/{secret}")
    ModelAndView receipt(@PathVariable String secret, HttpServletResponse response) {
        // The address is the key: it must not leave by a referrer or a shared cache.
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Robots-Tag", "noindex");
        return intake.receipt(secret)
                .map(receipt -> page(
                        "publicReceipt",
                        new ReceiptPage(
                                receipt,
                                "/idea/receipt/" + secret,
                                ServletUriComponentsBuilder.fromCurrentRequestUri()
                                        .build()
                                        .toUriString(),
                                LocalDate.now(clock))))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    @Open
    @PostMapping("/idea/receipt/{secret}/replies/{question}")
    String reply(
            @PathVariable String secret,
            @PathVariable long question,
            @RequestParam(defaultValue = "false") boolean gate,
            @RequestParam(defaultValue = "") String body,
            RedirectAttributes redirect) {
        told(intake.reply(secret, question, gate, body), "demand.gates.done.replied", redirect);
        return "redirect:/idea/receipt/" + secret;
    }

    // ----------------------------------------------------------------------------------------------------- the others

    @GetMapping("/received")
    @Needs(Permission.DECIDE_GATES)
    ModelAndView inbox(Actor actor) {
        return page("received", new InboxPage(intake.inbox(actor), units.tree(), true));
    }

    @PostMapping("/received/{id}/accept")
    @Needs(Permission.DECIDE_GATES)
    String accept(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String title,
            RedirectAttributes redirect) {
        return switch (intake.accept(actor, id, title)) {
            case Outcome.Done<UseCaseId>(UseCaseId made) -> {
                Toast.done("demand.intake.entry.accepted", made.code()).on(redirect);
                yield "redirect:/use-cases/" + made.code() + "/gate";
            }
            case Outcome.Refused<UseCaseId> refused -> {
                told(refused, null, redirect);
                yield "redirect:/received";
            }
            case Outcome.Stale<UseCaseId> _ -> throw new IllegalStateException("an entry has no versions");
        };
    }

    @PostMapping("/received/{id}/join")
    @Needs(Permission.DECIDE_GATES)
    String join(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String into,
            RedirectAttributes redirect) {
        String code = into.strip().toUpperCase(Locale.ROOT);
        if (!UseCaseId.matches(code)) {
            Toast.fault("demand.gates.problem.into").on(redirect);
        } else {
            told(intake.join(actor, id, new UseCaseId(code)), "demand.intake.entry.joined", redirect);
        }
        return "redirect:/received";
    }

    @PostMapping("/received/{id}/decline")
    @Needs(Permission.DECIDE_GATES)
    String decline(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String wouldChange,
            @RequestParam(defaultValue = "") String instead,
            RedirectAttributes redirect) {
        told(intake.decline(actor, id, reason, wouldChange, instead), "demand.intake.entry.declined", redirect);
        return "redirect:/received";
    }

    @PostMapping("/received/{id}/questions")
    @Needs(Permission.DECIDE_GATES)
    String ask(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String body,
            RedirectAttributes redirect) {
        told(intake.ask(actor, id, body), "demand.intake.entry.asked", redirect);
        return "redirect:/received";
    }

    @GetMapping("/received/links")
    @Needs({Permission.DECIDE_GATES, Permission.MANAGE_SETTINGS})
    ModelAndView links(Actor actor) {
        return links(actor, Map.of(), List.of());
    }

    private ModelAndView links(Actor actor, Map<String, String> typed, List<Reason> refused) {
        ModelAndView view = page(
                "links",
                new LinksPage(
                        intake.links(actor),
                        units.tree(),
                        LocalDate.now(clock),
                        ServletUriComponentsBuilder.fromCurrentContextPath()
                                .path("/idea/")
                                .build()
                                .toUriString(),
                        typed,
                        refused));
        if (!refused.isEmpty()) {
            view.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return view;
    }

    @PostMapping("/received/links")
    @Needs({Permission.DECIDE_GATES, Permission.MANAGE_SETTINGS})
    ModelAndView open(Actor actor, @RequestParam Map<String, String> form, RedirectAttributes redirect) {
        LocalDate until;
        try {
            String day = form.getOrDefault("until", "").strip();
            until = day.isEmpty() ? null : LocalDate.parse(day);
        } catch (DateTimeParseException e) {
            return links(actor, form, List.of(Reason.of("until", "demand.gates.problem.value.DATE")));
        }
        return switch (intake.open(
                actor,
                form.getOrDefault("label", ""),
                form.getOrDefault("lang", ""),
                form.getOrDefault("unit", ""),
                until)) {
            case Outcome.Done<IntakeLink> _ -> {
                Toast.done("demand.intake.link.opened").on(redirect);
                yield new ModelAndView("redirect:/received/links");
            }
            case Outcome.Refused<IntakeLink>(List<Reason> reasons) -> links(actor, form, reasons);
            case Outcome.Stale<IntakeLink> _ -> throw new IllegalStateException("a link has no versions");
        };
    }

    @PostMapping("/received/links/{id}/close")
    @Needs({Permission.DECIDE_GATES, Permission.MANAGE_SETTINGS})
    String close(Actor actor, @PathVariable long id, RedirectAttributes redirect) {
        told(intake.close(actor, id), "demand.intake.link.closed", redirect);
        return "redirect:/received/links";
    }

    private static void told(Outcome<?> outcome, @Nullable String done, RedirectAttributes redirect) {
        switch (outcome) {
            case Outcome.Done<?> _ -> {
                if (done != null) {
                    Toast.done(done).on(redirect);
                }
            }
            case Outcome.Refused<?>(List<Reason> reasons) -> {
                Reason first = reasons.getFirst();
                Toast.fault(
                                first.code(),
                                first.args().stream().map(String::valueOf).toArray(String[]::new))
                        .on(redirect);
            }
            case Outcome.Stale<?> _ -> Toast.fault("demand.gates.refused.stale").on(redirect);
        }
    }

    private static ModelAndView page(String template, Object page) {
        return new ModelAndView("demand/intake/web/" + template, Map.of("page", page));
    }
}
