package io.sextant.app.audit.web;

import io.sextant.app.audit.AuditEvent;
import io.sextant.app.audit.AuditTrail;
import io.sextant.app.audit.AuditTrail.AnchorResult;
import io.sextant.app.audit.EventFilter;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.platform.jobs.Job;
import io.sextant.app.platform.sheet.CsvWriter;
import io.sextant.app.platform.sheet.Download;
import io.sextant.app.platform.sheet.SheetWriter;
import io.sextant.app.platform.ui.FilterChip;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
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

/// The trail on screen: what was changed by whom, and whether it can be believed.
@Controller
class AuditPages {
    /// Changes on one page.
    private static final int ROWS = 50;

    /// Changes in one export: what a spreadsheet still opens.
    private static final int MOST_EXPORTED = 1_000_000;

    /// Changes in the history of one thing.
    private static final int HISTORY = 200;

    private static final List<String> CHANNELS = List.of("WEB", "API", "CLI", "SYSTEM");

    private final AuditTrail trail;
    private final VerifyJobs verifications;

    AuditPages(AuditTrail trail, VerifyJobs verifications) {
        this.trail = trail;
        this.verifications = verifications;
    }

    @Needs(Permission.VIEW_AUDIT)
    @GetMapping("/audit")
    String list(
            Actor actor,
            @RequestParam(required = false) @Nullable List<String> subjectType,
            @RequestParam(required = false) @Nullable String subjectId,
            @RequestParam(name = "actor", required = false) @Nullable List<String> author,
            @RequestParam(required = false) @Nullable List<String> action,
            @RequestParam(required = false) @Nullable List<String> channel,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String before,
            Ui ui,
            Model model) {
        var query = EventQuery.of(subjectType, subjectId, author, action, channel, from, to, q);
        Long place = place(before);
        var filter = query.filter(ui.formats().zone());
        List<AuditEvent> rows = List.of();
        String refused = null;
        switch (trail.events(actor, filter, place, ROWS + 1)) {
            case Outcome.Done<List<AuditEvent>>(var found) -> rows = found;
            case Outcome.Refused<List<AuditEvent>>(var reasons) ->
                refused = reasons.getFirst().code();
            case Outcome.Stale<List<AuditEvent>> _ -> throw new IllegalStateException("a trail has no version");
        }
        boolean more = rows.size() > ROWS;
        var shown = more ? rows.subList(0, ROWS) : rows;
        var facets = trail.facets(actor);
        model.addAttribute(
                "page",
                new TrailPage(
                        state(actor),
                        query,
                        shown,
                        more ? shown.getLast().seq() : null,
                        place == null,
                        refused,
                        chips(query, facets, ui),
                        options(facets.actions(), query.action(), a -> ChangeWords.action(a, ui), Function.identity()),
                        options(
                                facets.subjectTypes(),
                                query.subjectType(),
                                t -> ChangeWords.subjectType(t, ui),
                                t -> ""),
                        facets.authors().stream()
                                .map(a -> new Option(
                                        Long.toString(a.id()),
                                        a.name(),
                                        a.id() == EventFilter.SYSTEM ? ui.t("audit.author.none") : "",
                                        query.actor().contains(Long.toString(a.id()))))
                                .toList(),
                        options(CHANNELS, query.channel(), c -> ChangeWords.channel(c, ui), c -> "")));
        return "audit/web/trail";
    }

    @Needs(Permission.VIEW_AUDIT)
    @GetMapping("/audit/changes/{seq}")
    String change(Actor actor, @PathVariable long seq, Model model) {
        var event = trail.event(actor, seq).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        var state = trail.state(actor);
        model.addAttribute("event", event);
        model.addAttribute("signed", state.signed() >= seq);
        model.addAttribute("events", state.events());
        return "audit/web/change";
    }

    /// The history of one thing, as a fragment that any page of a room may load.
    @Needs(Permission.VIEW_AUDIT)
    @GetMapping("/audit/subject/{type}/{id}")
    String subject(Actor actor, @PathVariable String type, @PathVariable String id, Model model) {
        var found = trail.events(actor, EventFilter.of(type, id), null, HISTORY);
        model.addAttribute(
                "events", found instanceof Outcome.Done<List<AuditEvent>>(var events) ? events : List.<AuditEvent>of());
        model.addAttribute("subjectType", type);
        model.addAttribute("subjectId", id);
        return "audit/web/subjectHistory";
    }

    @Needs(Permission.VIEW_AUDIT)
    @GetMapping("/audit/checkpoints")
    String checkpoints(Actor actor, @RequestParam(required = false) @Nullable String before, Model model) {
        var rows = trail.checkpoints(actor, place(before), ROWS + 1);
        boolean more = rows.size() > ROWS;
        var shown = more ? rows.subList(0, ROWS) : rows;
        model.addAttribute("state", state(actor));
        model.addAttribute("rows", shown);
        model.addAttribute("older", more ? shown.getLast().size() : null);
        model.addAttribute("newest", place(before) == null);
        return "audit/web/checkpoints";
    }

    @Needs(Permission.VIEW_AUDIT)
    @GetMapping("/audit/export.csv")
    void export(
            Actor actor,
            @RequestParam(required = false) @Nullable List<String> subjectType,
            @RequestParam(required = false) @Nullable String subjectId,
            @RequestParam(name = "actor", required = false) @Nullable List<String> author,
            @RequestParam(required = false) @Nullable List<String> action,
            @RequestParam(required = false) @Nullable List<String> channel,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String q,
            Ui ui,
            HttpServletResponse response)
            throws IOException {
        var zone = ui.formats().zone();
        var filter = EventQuery.of(subjectType, subjectId, author, action, channel, from, to, q)
                .filter(zone);
        var format = SheetWriter.Format.csv(ui.lang());
        Download.start(response, ui.t("audit.export.name") + "-" + LocalDate.now(zone), format);
        var headings = Arrays.asList(
                ui.t("audit.column.seq"),
                ui.t("audit.column.when"),
                ui.t("audit.column.author"),
                ui.t("audit.column.channel"),
                ui.t("audit.column.action"),
                ui.t("audit.column.subjectType"),
                ui.t("audit.column.subject"),
                ui.t("audit.column.reason"),
                ui.t("audit.column.change"),
                ui.t("audit.column.hash"));
        try (var csv = new CsvWriter(response.getOutputStream(), format, headings)) {
            trail.all(actor, filter, MOST_EXPORTED, event -> {
                try {
                    csv.row(Arrays.asList(
                            event.seq(),
                            LocalDateTime.ofInstant(event.recordedAt(), zone),
                            event.actorName(),
                            ChangeWords.channel(event.channel(), ui),
                            event.action(),
                            event.subjectType(),
                            event.subjectId(),
                            event.reason(),
                            event.change(),
                            event.hash()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Needs(Permission.VIEW_AUDIT)
    @PostMapping("/audit/verify")
    String verify(Actor actor, Ui ui, Model model) {
        verifications.start(actor);
        model.addAttribute("state", state(actor));
        return ui.partial() ? "audit/web/state" : "redirect:/audit";
    }

    /// How the trail stands, as a fragment that asks for itself while a verification is under way.
    @Needs(Permission.VIEW_AUDIT)
    @GetMapping("/audit/state")
    String stateOf(Actor actor, Ui ui, Model model) {
        model.addAttribute("state", state(actor));
        return ui.partial() ? "audit/web/state" : "redirect:/audit";
    }

    @Needs(Permission.VIEW_AUDIT)
    @PostMapping("/audit/anchor")
    @Nullable
    String anchor(Actor actor, Ui ui, HttpServletResponse response, RedirectAttributes redirect) throws IOException {
        switch (trail.anchor(actor)) {
            case AnchorResult.Anchor(var size, var note, var _) -> {
                Download.start(response, ui.t("audit.anchor.name") + "-" + size + ".txt", "text/plain; charset=UTF-8");
                response.getOutputStream().write(note.getBytes(StandardCharsets.UTF_8));
                return null;
            }
            case AnchorResult.Empty _ -> Toast.note("audit.anchor.empty").on(redirect);
            case AnchorResult.Broken _ -> Toast.fault("audit.anchor.broken").on(redirect);
        }
        return "redirect:/audit";
    }

    @Needs(Permission.VIEW_AUDIT)
    @GetMapping("/audit/key.pub")
    void key(Actor actor, HttpServletResponse response) throws IOException {
        var anchor = trail.lastAnchor(actor).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        Download.start(response, "sextant-audit.pub", "text/plain; charset=UTF-8");
        response.getOutputStream().write((anchor.key() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Needs(Permission.VIEW_AUDIT)
    @GetMapping("/audit/checkpoints/{size}")
    void note(Actor actor, @PathVariable long size, HttpServletResponse response) throws IOException {
        var found = trail.checkpoints(actor, size + 1, 1).stream()
                .filter(checkpoint -> checkpoint.size() == size)
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        Download.start(response, "sextant-audit-" + size + ".txt", "text/plain; charset=UTF-8");
        response.getOutputStream().write(found.note().getBytes(StandardCharsets.UTF_8));
    }

    private StatePage state(Actor actor) {
        var running = verifications.running();
        return new StatePage(
                trail.state(actor),
                running.map(Job::id).orElse(null),
                running.map(Job::percent).orElse(-1));
    }

    private static @Nullable Long place(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,18}") ? Long.valueOf(text) : null;
    }

    private static List<Option> options(
            List<String> values, List<String> chosen, Function<String, String> words, Function<String, String> hint) {
        return values.stream()
                .map(value -> {
                    String label = words.apply(value);
                    String second = hint.apply(value);
                    return new Option(value, label, second.equals(label) ? "" : second, chosen.contains(value));
                })
                .sorted((a, b) -> a.label().compareToIgnoreCase(b.label()))
                .toList();
    }

    private static List<FilterChip> chips(EventQuery query, AuditTrail.Facets facets, Ui ui) {
        var chips = new ArrayList<FilterChip>();
        chip(chips, ui, "subjectType", query.subjectType(), type -> ChangeWords.subjectType(type, ui));
        if (query.subjectId() != null && !query.subjectId().isBlank()) {
            chips.add(new FilterChip(
                    ui.t("audit.filter.subjectId"), query.subjectId(), ui.with("subjectId", null, "before", null)));
        }
        chip(chips, ui, "actor", query.actor(), id -> facets.authors().stream()
                .filter(author -> Long.toString(author.id()).equals(id))
                .map(AuditTrail.Author::name)
                .findFirst()
                .orElse(id));
        chip(chips, ui, "action", query.action(), action -> ChangeWords.action(action, ui));
        chip(chips, ui, "channel", query.channel(), channel -> ChangeWords.channel(channel, ui));
        day(chips, ui, "from", query.from());
        day(chips, ui, "to", query.to());
        if (query.q() != null && !query.q().isBlank()) {
            chips.add(new FilterChip(ui.t("audit.filter.q"), query.q(), ui.with("q", null, "before", null)));
        }
        return chips;
    }

    private static void chip(
            List<FilterChip> chips, Ui ui, String name, List<String> values, Function<String, String> words) {
        for (String value : values) {
            var others = values.stream().filter(other -> !other.equals(value)).toList();
            chips.add(new FilterChip(
                    ui.t("audit.filter." + name), words.apply(value), ui.with(name, others, "before", null)));
        }
    }

    private static void day(List<FilterChip> chips, Ui ui, String name, @Nullable LocalDate day) {
        if (day != null) {
            chips.add(new FilterChip(
                    ui.t("audit.filter." + name), ui.dateShort(day), ui.with(name, null, "before", null)));
        }
    }
}
