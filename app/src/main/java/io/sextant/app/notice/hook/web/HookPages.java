package io.sextant.app.notice.hook.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Announcement.Kind;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.notice.hook.Hooks;
import io.sextant.app.notice.hook.Hooks.Delivery;
import io.sextant.app.notice.hook.Hooks.Hook;
import io.sextant.app.notice.hook.Hooks.Made;
import io.sextant.app.platform.trust.Doubt;
import io.sextant.app.platform.ui.NavEntry;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Section;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import java.util.Arrays;
import java.util.List;
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

/// The webhooks, for the administrator.
@Controller
public class HookPages {
    private static final int SHOWN = 50;

    private final Hooks hooks;

    HookPages(Hooks hooks) {
        this.hooks = hooks;
    }

    @Bean
    static NavEntry webhooksEntry() {
        return new NavEntry(
                Section.ADMIN,
                "notice.nav.webhooks",
                "plug-connected",
                "/admin/webhooks",
                Permission.MANAGE_SETTINGS.name(),
                50);
    }

    /// The page of all webhooks.
    ///
    /// @param name what was typed as the name of a new one
    /// @param url what was typed as its address
    /// @param chosen the kinds that were chosen for it
    /// @param secret the secret of the webhook that was just made, shown this once
    public record Page(
            List<Hook> hooks,
            String name,
            String url,
            List<String> chosen,
            List<Reason> reasons,
            @Nullable String secret) {
        public Page {
            hooks = List.copyOf(hooks);
            chosen = List.copyOf(chosen);
            reasons = List.copyOf(reasons);
        }

        /// The kinds to choose from.
        public List<Option> kinds(Ui ui) {
            return Arrays.stream(Kind.values())
                    .map(k -> new Option(
                            k.name(),
                            ui.t("notice.kind." + k.name()),
                            ui.t("notice.kind." + k.name() + ".what"),
                            chosen.contains(k.name())))
                    .toList();
        }

        /// The refusal about a field, in words; absent where there is none.
        public @Nullable String about(String field, Ui ui) {
            return reasons.stream()
                    .filter(r -> field.equals(r.field()))
                    .map(ui::t)
                    .findFirst()
                    .orElse(null);
        }
    }

    /// The page of one webhook.
    public record HookPage(Hook hook, List<Delivery> deliveries) {
        public HookPage {
            deliveries = List.copyOf(deliveries);
        }

        /// How a try went: the status, and what came with it or why nothing came.
        public static String answer(Delivery delivery, Ui ui) {
            String answer = delivery.answer();
            return answer == null
                    ? ""
                    : (answer.startsWith("notice.hook.problem.") || Doubt.says(answer)) && ui.has(answer)
                            ? ui.t(answer)
                            : answer;
        }

        /// The tone of a state.
        public static String tone(Delivery delivery) {
            return switch (delivery.state()) {
                case WAITING -> "wait";
                case DELIVERED -> "go";
                case DEAD -> "no";
            };
        }
    }

    @GetMapping("/admin/webhooks")
    @Needs(Permission.MANAGE_SETTINGS)
    ModelAndView webhooks(Actor actor) {
        return page(new Page(hooks.list(actor), "", "", List.of(), List.of(), null));
    }

    private static ModelAndView page(Page page) {
        return new ModelAndView("notice/hook/web/webhooks", "page", page);
    }

    @PostMapping("/admin/webhooks")
    @Needs(Permission.MANAGE_SETTINGS)
    ModelAndView add(
            Actor actor,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String url,
            @RequestParam(required = false) @Nullable List<String> kinds) {
        List<String> chosen = kinds == null ? List.of() : kinds;
        List<Kind> known = Arrays.stream(Kind.values())
                .filter(k -> chosen.contains(k.name()))
                .toList();
        return switch (hooks.add(actor, name, url, known)) {
            case Outcome.Done<Made>(Made made) ->
                page(new Page(hooks.list(actor), "", "", List.of(), List.of(), made.secret()));
            case Outcome.Refused<Made>(List<Reason> reasons) -> {
                ModelAndView again = page(new Page(hooks.list(actor), name, url, chosen, reasons, null));
                again.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
                yield again;
            }
            case Outcome.Stale<Made> _ -> throw new IllegalStateException("a new webhook has no version");
        };
    }

    @GetMapping("/admin/webhooks/{id}")
    @Needs(Permission.MANAGE_SETTINGS)
    ModelAndView webhook(Actor actor, @PathVariable long id) {
        Optional<Hook> hook = hooks.find(actor, id);
        return new ModelAndView(
                "notice/hook/web/webhook",
                "page",
                new HookPage(
                        hook.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)),
                        hooks.deliveries(actor, id, null, SHOWN)));
    }

    @PostMapping("/admin/webhooks/{id}/remove")
    @Needs(Permission.MANAGE_SETTINGS)
    String remove(Actor actor, @PathVariable long id, RedirectAttributes redirect) {
        told(hooks.remove(actor, id), "notice.hook.removed", redirect);
        return "redirect:/admin/webhooks";
    }

    @PostMapping("/admin/webhooks/{id}/enable")
    @Needs(Permission.MANAGE_SETTINGS)
    String enable(Actor actor, @PathVariable long id, @RequestParam boolean on, RedirectAttributes redirect) {
        told(hooks.enable(actor, id, on), on ? "notice.hook.on.done" : "notice.hook.off.done", redirect);
        return "redirect:/admin/webhooks/" + id;
    }

    @PostMapping("/admin/webhooks/{id}/test")
    @Needs(Permission.MANAGE_SETTINGS)
    String test(Actor actor, @PathVariable long id, RedirectAttributes redirect) {
        told(hooks.test(actor, id), "notice.hook.test.done", redirect);
        return "redirect:/admin/webhooks/" + id;
    }

    @PostMapping("/admin/webhooks/{id}/deliveries/{delivery}/replay")
    @Needs(Permission.MANAGE_SETTINGS)
    String replay(Actor actor, @PathVariable long id, @PathVariable long delivery, RedirectAttributes redirect) {
        told(hooks.replay(actor, id, delivery), "notice.hook.replay.done", redirect);
        return "redirect:/admin/webhooks/" + id;
    }

    private static void told(Outcome<?> outcome, String done, RedirectAttributes redirect) {
        switch (outcome) {
            case Outcome.Done<?> _ -> Toast.done(done).on(redirect);
            case Outcome.Refused<?>(List<Reason> reasons) ->
                Toast.fault(reasons.getFirst().code()).on(redirect);
            case Outcome.Stale<?> _ -> throw new IllegalStateException("webhooks have no version");
        }
    }
}
