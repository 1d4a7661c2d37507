package io.sextant.app.demand.receiving.web;

import io.sextant.app.demand.receiving.Delivery;
import io.sextant.app.demand.receiving.Receiver;
import io.sextant.app.demand.receiving.ReceiverKind;
import io.sextant.app.demand.receiving.Receivers;
import io.sextant.app.demand.receiving.Receivers.Made;
import io.sextant.app.demand.receiving.Receivers.Wanted;
import io.sextant.app.demand.receiving.Result;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Site;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.NavEntry;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Section;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/// The receivers, for the administrator.
@Controller
public class ReceiverPages {
    private static final int SHOWN = 50;

    private final Receivers receivers;
    private final Units units;
    private final Site site;

    ReceiverPages(Receivers receivers, Units units, Site site) {
        this.receivers = receivers;
        this.units = units;
        this.site = site;
    }

    @Bean
    static NavEntry receiversEntry() {
        return new NavEntry(
                Section.ADMIN,
                "demand.nav.receivers",
                "inbox",
                "/admin/receivers",
                Permission.MANAGE_SETTINGS.name(),
                51);
    }

    /// What a form about a receiver holds.
    ///
    /// @param typed by the name of the field
    public record Form(Map<String, String> typed, List<Reason> reasons, UnitTree units) {
        public Form {
            reasons = List.copyOf(reasons);
        }

        public String value(String field, String otherwise) {
            return typed.getOrDefault(field, otherwise);
        }

        /// Whether the secret in a header is taken; at first it is.
        public boolean plain() {
            return typed.isEmpty() || typed.containsKey("plain");
        }

        /// The refusal about a field, in words; absent where there is none.
        public @Nullable String about(String field, Ui ui) {
            return reasons.stream()
                    .filter(r -> field.equals(r.field()))
                    .map(ui::t)
                    .findFirst()
                    .orElse(null);
        }

        /// The kinds to choose from.
        public List<Option> kinds(Ui ui) {
            String chosen = value("kind", ReceiverKind.JIRA.name());
            return Arrays.stream(ReceiverKind.values())
                    .map(k -> new Option(
                            k.name(),
                            ui.t("demand.receiver.kind." + k.name()),
                            ui.t("demand.receiver.kind." + k.name() + ".what"),
                            k.name().equals(chosen)))
                    .toList();
        }

        public List<Option> languages(Ui ui) {
            String chosen = value("lang", ui.lang());
            return List.of(
                    Option.of("fr", ui.t("demand.lang.fr"), chosen), Option.of("en", ui.t("demand.lang.en"), chosen));
        }
    }

    /// The page of all receivers.
    public record Page(List<Receiver> standing, List<Receiver> removed, Form form) {}

    /// The page of one receiver.
    ///
    /// @param url its whole address
    /// @param secret its secret, when it was just made
    /// @param readable whether its secret can still be read
    public record ReceiverPage(
            Receiver receiver,
            String url,
            @Nullable String secret,
            boolean readable,
            Map<Result, Long> counts,
            List<Delivery> deliveries,
            Example example,
            Form form) {
        /// How many were accepted, or refused.
        public long count(boolean accepted) {
            return counts.entrySet().stream()
                    .filter(e -> e.getKey().accepted() == accepted)
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }

        /// The results that there were, in their order.
        public List<Result> results() {
            return Arrays.stream(Result.values())
                    .filter(r -> counts.getOrDefault(r, 0L) > 0)
                    .toList();
        }

        /// The tone of a result.
        public static String tone(Result result) {
            return switch (result) {
                case RECEIVED, UPDATED, NOTED, TEST -> "go";
                case UNCHANGED, IGNORED, AGAIN -> "unknown";
                case PAUSED, LIMITED -> "wait";
                case UNPROVEN, LATE, TYPE, LARGE, MALFORMED, INVALID, REUSED -> "no";
            };
        }
    }

    @GetMapping("/admin/receivers")
    @Needs(Permission.MANAGE_SETTINGS)
    ModelAndView receivers(Actor actor) {
        return list(actor, Map.of(), List.of());
    }

    private ModelAndView list(Actor actor, Map<String, String> typed, List<Reason> reasons) {
        List<Receiver> all = receivers.list(actor);
        var page = new Page(
                all.stream().filter(r -> r.removedAt() == null).toList(),
                all.stream().filter(r -> r.removedAt() != null).toList(),
                new Form(typed, reasons, units.tree()));
        return view("receivers", page, reasons);
    }

    private static ModelAndView view(String template, Object page, List<Reason> reasons) {
        var view = new ModelAndView("demand/receiving/web/" + template, "page", page);
        if (!reasons.isEmpty()) {
            view.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return view;
    }

    @PostMapping("/admin/receivers")
    @Needs(Permission.MANAGE_SETTINGS)
    ModelAndView add(Actor actor, @RequestParam Map<String, String> form) {
        Optional<ReceiverKind> kind = Arrays.stream(ReceiverKind.values())
                .filter(k -> k.name().equals(form.get("kind")))
                .findFirst();
        if (kind.isEmpty()) {
            return list(actor, form, List.of(Reason.of("kind", "demand.receiver.problem.kind")));
        }
        return switch (receivers.add(actor, kind.get(), wanted(form))) {
            case Outcome.Done<Made>(Made made) -> shown(actor, made.receiver(), made.secret(), Map.of(), List.of());
            case Outcome.Refused<Made>(List<Reason> reasons) -> list(actor, form, reasons);
            case Outcome.Stale<Made> _ -> throw new IllegalStateException("receivers have no version");
        };
    }

    private static Wanted wanted(Map<String, String> form) {
        return new Wanted(
                form.getOrDefault("name", ""),
                form.getOrDefault("lang", ""),
                form.getOrDefault("unit", ""),
                form.getOrDefault("source", ""),
                form.containsKey("plain"));
    }

    @GetMapping("/admin/receivers/{id}")
    @Needs(Permission.MANAGE_SETTINGS)
    ModelAndView receiver(Actor actor, @PathVariable long id) {
        return shown(actor, found(actor, id), null, Map.of(), List.of());
    }

    private Receiver found(Actor actor, long id) {
        return receivers.find(actor, id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private ModelAndView shown(
            Actor actor, Receiver receiver, @Nullable String secret, Map<String, String> typed, List<Reason> reasons) {
        String url = site.address(receiver.path()).orElseGet(() -> ServletUriComponentsBuilder.fromCurrentContextPath()
                .path(receiver.path())
                .build()
                .toUriString());
        UnitTree tree = units.tree();
        return view(
                "receiver",
                new ReceiverPage(
                        receiver,
                        url,
                        secret,
                        receivers.readable(actor, receiver.id()),
                        receivers.counts(actor, receiver.id()),
                        receivers.deliveries(actor, receiver.id(), null, SHOWN),
                        Example.of(receiver, url),
                        new Form(typed.isEmpty() ? typed(receiver, tree) : typed, reasons, tree)),
                reasons);
    }

    /// What the form holds before anybody types.
    private static Map<String, String> typed(Receiver receiver, UnitTree tree) {
        var typed = new HashMap<String, String>();
        Long unit = receiver.unitId();
        typed.put("name", receiver.name());
        typed.put("lang", receiver.lang());
        typed.put("unit", unit == null ? "" : tree.find(unit).map(Unit::code).orElse(""));
        typed.put("source", receiver.source() == null ? "" : receiver.source());
        if (receiver.plain()) {
            typed.put("plain", "true");
        }
        return typed;
    }

    @PostMapping("/admin/receivers/{id}")
    @Needs(Permission.MANAGE_SETTINGS)
    ModelAndView change(
            Actor actor, @PathVariable long id, @RequestParam Map<String, String> form, RedirectAttributes redirect) {
        Receiver receiver = found(actor, id);
        return switch (receivers.change(actor, id, wanted(form))) {
            case Outcome.Done<Receiver> _ -> {
                Toast.done("demand.receiver.done.changed").on(redirect);
                yield new ModelAndView("redirect:/admin/receivers/" + id);
            }
            case Outcome.Refused<Receiver>(List<Reason> reasons) -> shown(actor, receiver, null, form, reasons);
            case Outcome.Stale<Receiver> _ -> throw new IllegalStateException("receivers have no version");
        };
    }

    @PostMapping("/admin/receivers/{id}/secret")
    @Needs(Permission.MANAGE_SETTINGS)
    ModelAndView rotate(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "false") boolean atOnce,
            @RequestParam(defaultValue = "") String secret,
            RedirectAttributes redirect) {
        found(actor, id);
        return switch (receivers.rotate(actor, id, atOnce, secret)) {
            case Outcome.Done<Made>(Made made) -> {
                if (secret.isBlank()) {
                    yield shown(actor, made.receiver(), made.secret(), Map.of(), List.of());
                }
                Toast.done("demand.receiver.done.given").on(redirect);
                yield new ModelAndView("redirect:/admin/receivers/" + id);
            }
            case Outcome.Refused<Made>(List<Reason> reasons) -> {
                Toast.fault(reasons.getFirst().code()).on(redirect);
                yield new ModelAndView("redirect:/admin/receivers/" + id);
            }
            case Outcome.Stale<Made> _ -> throw new IllegalStateException("receivers have no version");
        };
    }

    @PostMapping("/admin/receivers/{id}/pause")
    @Needs(Permission.MANAGE_SETTINGS)
    String pause(Actor actor, @PathVariable long id, @RequestParam boolean on, RedirectAttributes redirect) {
        told(
                receivers.pause(actor, id, on),
                Toast.done(on ? "demand.receiver.done.paused" : "demand.receiver.done.resumed"),
                redirect);
        return "redirect:/admin/receivers/" + id;
    }

    @PostMapping("/admin/receivers/{id}/remove")
    @Needs(Permission.MANAGE_SETTINGS)
    String remove(Actor actor, @PathVariable long id, RedirectAttributes redirect) {
        told(
                receivers.remove(actor, id),
                Toast.done("demand.receiver.done.removed").undo("/admin/receivers/" + id + "/put-back"),
                redirect);
        return "redirect:/admin/receivers";
    }

    @PostMapping("/admin/receivers/{id}/put-back")
    @Needs(Permission.MANAGE_SETTINGS)
    String putBack(Actor actor, @PathVariable long id, RedirectAttributes redirect) {
        told(receivers.putBack(actor, id), Toast.done("demand.receiver.done.putBack"), redirect);
        return "redirect:/admin/receivers";
    }

    private static void told(Outcome<?> outcome, Toast done, RedirectAttributes redirect) {
        switch (outcome) {
            case Outcome.Done<?> _ -> done.on(redirect);
            case Outcome.Refused<?>(List<Reason> reasons) ->
                Toast.fault(reasons.getFirst().code()).on(redirect);
            case Outcome.Stale<?> _ -> throw new IllegalStateException("receivers have no version");
        }
    }
}
