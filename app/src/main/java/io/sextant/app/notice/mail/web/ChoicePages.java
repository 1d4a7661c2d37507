package io.sextant.app.notice.mail.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.SignedIn;
import io.sextant.app.kernel.Announcement.Kind;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.notice.mail.Choices;
import io.sextant.app.notice.mail.Delivery;
import io.sextant.app.notice.mail.Post;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// How whoever is signed in wants to be told by e-mail, as a page and through the API.
@Controller
public class ChoicePages {
    private final Post post;

    ChoicePages(Post post) {
        this.post = post;
    }

    /// What the page shows.
    ///
    /// @param sends whether a mail server is set up
    /// @param zone what was typed as the time zone
    /// @param reasons why the last try was refused
    public record Page(Choices choices, boolean sends, String zone, List<Reason> reasons) {
        /// The ways of being told, one of them chosen.
        public List<Option> usual(Ui ui) {
            return Arrays.stream(Delivery.values())
                    .map(d -> new Option(
                            d.name(),
                            ui.t("notice.delivery." + d.name()),
                            ui.t("notice.delivery." + d.name() + ".hint"),
                            choices.usual() == d))
                    .toList();
        }

        /// The ways of being told of one kind, besides the usual one.
        public List<Option> of(Kind kind, Ui ui) {
            Delivery own = choices.byKind().get(kind);
            return Arrays.stream(Delivery.values())
                    .map(d -> Option.of(d.name(), ui.t("notice.delivery." + d.name()), own == null ? null : own.name()))
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

    @GetMapping("/account/notices")
    @SignedIn
    ModelAndView choices(Actor actor) {
        Choices choices = post.choices(actor);
        return page(new Page(choices, post.settings().on(), choices.zone().getId(), List.of()));
    }

    private static ModelAndView page(Page page) {
        return new ModelAndView("notice/mail/web/choices", "page", page);
    }

    @PostMapping("/account/notices")
    @SignedIn
    ModelAndView choose(Actor actor, @RequestParam Map<String, String> form, RedirectAttributes redirect) {
        var byKind = new HashMap<String, String>();
        for (Kind kind : Kind.values()) {
            String own = form.getOrDefault("kind." + kind.name(), "");
            if (!own.isBlank()) {
                byKind.put(kind.name(), own);
            }
        }
        Outcome<Choices> read = read(new ChoicesBody(
                form.get("usual"),
                byKind,
                form.get("zone"),
                form.get("quietFrom"),
                form.get("quietUntil"),
                "true".equals(form.get("weekends")),
                form.get("dailyAt")));
        return switch (read) {
            case Outcome.Done<Choices>(Choices choices) -> {
                post.choose(actor, choices);
                Toast.done("notice.choices.saved").on(redirect);
                yield new ModelAndView("redirect:/account/notices");
            }
            case Outcome.Refused<Choices>(List<Reason> reasons) -> {
                ModelAndView again = page(
                        new Page(post.choices(actor), post.settings().on(), form.getOrDefault("zone", ""), reasons));
                again.setStatus(org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT);
                yield again;
            }
            case Outcome.Stale<Choices> _ -> throw new IllegalStateException("choices have no version");
        };
    }

    /// Reads how the caller wants to be told by e-mail.
    @GetMapping(path = "/api/v1/notices/choices", produces = "application/json")
    @ResponseBody
    @SignedIn
    ChoicesBody readNoticeChoices(Actor actor) {
        return ChoicesBody.of(post.choices(actor));
    }

    /// Chooses how the caller is told by e-mail.
    @PutMapping(path = "/api/v1/notices/choices", produces = "application/json")
    @ResponseBody
    @SignedIn
    ChoicesBody chooseNotices(Actor actor, @RequestBody ChoicesBody body) {
        return ChoicesBody.of(post.choose(actor, Answers.done(read(body))));
    }

    /// How somebody wants to be told by e-mail.
    ///
    /// @param usual `AT_ONCE`, `DAILY` or `NONE`
    /// @param byKind the same for kinds of notices that differ
    /// @param zone a time zone such as `Europe/Paris`
    /// @param quietFrom an hour such as `19:00`, or none
    /// @param quietUntil an hour, or none
    /// @param weekends whether letters come on Saturdays and Sundays
    /// @param dailyAt the hour of the daily letter
    record ChoicesBody(
            @Nullable String usual,
            @Nullable Map<String, String> byKind,
            @Nullable String zone,
            @Nullable String quietFrom,
            @Nullable String quietUntil,
            boolean weekends,
            @Nullable String dailyAt) {
        static ChoicesBody of(Choices choices) {
            var byKind = new HashMap<String, String>();
            choices.byKind().forEach((kind, delivery) -> byKind.put(kind.name(), delivery.name()));
            LocalTime from = choices.quietFrom();
            LocalTime until = choices.quietUntil();
            return new ChoicesBody(
                    choices.usual().name(),
                    byKind,
                    choices.zone().getId(),
                    from == null ? null : from.toString(),
                    until == null ? null : until.toString(),
                    choices.weekends(),
                    choices.dailyAt().toString());
        }
    }

    private static Outcome<Choices> read(ChoicesBody body) {
        var faults = new ArrayList<Reason>();
        Delivery usual = delivery("usual", body.usual(), faults);
        var byKind = new EnumMap<Kind, Delivery>(Kind.class);
        Map<String, String> given = body.byKind() == null ? Map.of() : body.byKind();
        given.forEach((name, way) -> {
            Kind kind = Arrays.stream(Kind.values())
                    .filter(k -> k.name().equals(name))
                    .findFirst()
                    .orElse(null);
            Delivery delivery = delivery("byKind", way, faults);
            if (kind == null) {
                faults.add(Reason.of("byKind", "notice.choices.problem.kind", name));
            } else if (delivery != null) {
                byKind.put(kind, delivery);
            }
        });
        ZoneId zone = zone(body.zone(), faults);
        LocalTime from = time("quietFrom", body.quietFrom(), false, faults);
        LocalTime until = time("quietUntil", body.quietUntil(), false, faults);
        LocalTime daily = time("dailyAt", body.dailyAt(), true, faults);
        if ((from == null) != (until == null) && faults.isEmpty()) {
            faults.add(Reason.of(from == null ? "quietFrom" : "quietUntil", "notice.choices.problem.both"));
        }
        return usual == null || zone == null || daily == null || !faults.isEmpty()
                ? new Outcome.Refused<>(faults)
                : Outcome.done(new Choices(usual, byKind, zone, from, until, body.weekends(), daily));
    }

    private static @Nullable Delivery delivery(String field, @Nullable String name, List<Reason> faults) {
        for (Delivery delivery : Delivery.values()) {
            if (delivery.name().equals(name)) {
                return delivery;
            }
        }
        faults.add(Reason.of(field, "notice.choices.problem.delivery"));
        return null;
    }

    private static @Nullable ZoneId zone(@Nullable String name, List<Reason> faults) {
        try {
            if (name != null && ZoneId.getAvailableZoneIds().contains(name.strip())) {
                return ZoneId.of(name.strip());
            }
        } catch (DateTimeException e) {
            // Told below, with the names that are none.
        }
        faults.add(Reason.of("zone", "notice.choices.problem.zone"));
        return null;
    }

    private static @Nullable LocalTime time(String field, @Nullable String text, boolean needed, List<Reason> faults) {
        if (text == null || text.isBlank()) {
            if (needed) {
                faults.add(Reason.of(field, "notice.choices.problem.time"));
            }
            return null;
        }
        try {
            return LocalTime.parse(text.strip()).withSecond(0).withNano(0);
        } catch (DateTimeException e) {
            faults.add(Reason.of(field, "notice.choices.problem.time"));
            return null;
        }
    }
}
