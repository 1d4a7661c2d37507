package io.sextant.app.demand.gating.packs.web;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.packs.PackEditions;
import io.sextant.app.demand.gating.packs.PackEditions.CriterionForm;
import io.sextant.app.demand.gating.packs.PackEditions.Draft;
import io.sextant.app.demand.gating.packs.PackEditions.GateForm;
import io.sextant.app.demand.gating.packs.PackEditions.Overview;
import io.sextant.app.demand.gating.packs.PackEditions.RemedyForm;
import io.sextant.app.demand.gating.packs.PackEditions.Work;
import io.sextant.app.demand.gating.packs.PackTexts;
import io.sextant.app.demand.gating.packs.Trials;
import io.sextant.app.demand.gating.packs.Trials.State;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.sheet.CsvWriter;
import io.sextant.app.platform.sheet.Download;
import io.sextant.app.platform.sheet.SheetWriter;
import io.sextant.app.platform.ui.NavEntry;
import io.sextant.app.platform.ui.Section;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import io.sextant.engine.gates.Criterion;
import io.sextant.engine.gates.GatePack;
import io.sextant.engine.gates.pack.PackReader;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The gates as everyone reads them, and their editor for administrators.
@Controller
class PackPages {
    private static final int SIZE = 50;

    private final PackEditions packs;
    private final Trials trials;

    PackPages(PackEditions packs, Trials trials) {
        this.packs = packs;
        this.trials = trials;
    }

    @Bean
    static NavEntry gatesEntry() {
        return new NavEntry(Section.ASSURE, "demand.nav.gates", "route", "/gates", Permission.VIEW_USE_CASES.name(), 5);
    }

    // ------------------------------------------------------------------------------------------------------- editions

    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/gates")
    ModelAndView gates(Actor actor, @RequestParam(required = false) @Nullable Stage gate) {
        return gates(actor, gate, List.of(), "");
    }

    private ModelAndView gates(Actor actor, @Nullable Stage gate, List<Reason> faults, String typed) {
        Overview overview = packs.of(actor);
        return new ModelAndView(
                "demand/gating/packs/web/gates",
                "page",
                new GatesPage(
                        overview,
                        new ContentsPage(overview.current(), gate(gate), "/gates"),
                        PackEditions.mayChange(actor),
                        faults,
                        typed));
    }

    private static Stage gate(@Nullable Stage gate) {
        return gate == null || gate == Stage.IDEA ? Stage.QUALIFIED : gate;
    }

    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/gates/editions/{edition}")
    ModelAndView edition(
            Actor actor,
            @PathVariable String edition,
            @RequestParam(required = false) @Nullable String against,
            @RequestParam(required = false) @Nullable Stage gate) {
        return edition(actor, edition, against, gate, List.of(), Map.of());
    }

    private ModelAndView edition(
            Actor actor,
            String edition,
            @Nullable String against,
            @Nullable Stage gate,
            List<Reason> faults,
            Map<String, String> typed) {
        GatePack pack = found(packs.pack(actor, edition));
        Overview overview = packs.of(actor);
        PackEditions.Edition known = overview.editions().stream()
                .filter(e -> e.name().equals(edition))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        String other = against != null
                ? against
                : known.base() != null ? known.base() : overview.current().edition();
        return new ModelAndView(
                "demand/gating/packs/web/edition",
                "page",
                new EditionPage(
                        overview,
                        known,
                        other,
                        found(packs.differences(actor, other, edition)),
                        new ContentsPage(pack, gate(gate), "/gates/editions/" + edition),
                        PackEditions.mayChange(actor),
                        faults,
                        typed));
    }

    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/gates/editions/{edition}/file")
    void download(Actor actor, @PathVariable String edition, HttpServletResponse response) throws IOException {
        PackTexts texts = found(packs.texts(actor, edition));
        Download.start(response, "sextant-gates-" + edition + ".zip", "application/zip");
        PackFiles.write(texts, response.getOutputStream());
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/gates/editions/{edition}/use")
    ModelAndView use(
            Actor actor,
            @PathVariable String edition,
            @RequestParam Map<String, String> form,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        Outcome<Overview> outcome = packs.use(
                actor,
                edition,
                day(form.get("from"), LocalDate.MIN),
                optionalDay(form.get("cutOver")),
                form.getOrDefault("reason", ""));
        if (outcome instanceof Outcome.Done<Overview>) {
            Toast.done("demand.packs.done.used", edition).on(redirect);
            return new ModelAndView("redirect:/gates");
        }
        return edition(actor, edition, null, null, faults(outcome, response), form);
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/gates/uses/{use}/call-off")
    ModelAndView callOff(
            Actor actor,
            @PathVariable long use,
            @RequestParam(defaultValue = "") String reason,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        Outcome<Overview> outcome = packs.callOff(actor, use, reason);
        if (outcome instanceof Outcome.Done<Overview>) {
            Toast.done("demand.packs.done.calledOff").on(redirect);
            return new ModelAndView("redirect:/gates");
        }
        return gates(actor, null, faults(outcome, response), reason);
    }

    // --------------------------------------------------------------------------------------------------------- drafts

    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/gates/drafts")
    ModelAndView copy(
            Actor actor,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String name,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        return begun(packs.copy(actor, from, name), actor, name, response, redirect);
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/gates/drafts/file")
    ModelAndView bring(
            Actor actor,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(required = false) @Nullable MultipartFile file,
            HttpServletResponse response,
            RedirectAttributes redirect)
            throws IOException {
        Overview overview = packs.of(actor);
        String base = overview.current().edition();
        Optional<PackTexts> texts = file == null || file.isEmpty()
                ? Optional.empty()
                : PackFiles.read(file.getOriginalFilename(), file.getInputStream(), found(packs.texts(actor, base)));
        if (texts.isEmpty()) {
            response.setStatus(422);
            return gates(actor, null, List.of(Reason.of("file", "demand.packs.problem.zip")), name);
        }
        return begun(packs.bring(actor, base, name, texts.get()), actor, name, response, redirect);
    }

    private ModelAndView begun(
            Outcome<Work> outcome,
            Actor actor,
            String name,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        if (outcome instanceof Outcome.Done<Work>(Work work)) {
            Toast.done("demand.packs.done.drafted", work.draft().edition()).on(redirect);
            return new ModelAndView("redirect:/gates/drafts/" + work.draft().id());
        }
        return gates(actor, null, faults(outcome, response), name);
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping("/gates/drafts/{id}")
    ModelAndView draft(Actor actor, @PathVariable long id) {
        return draft(actor, id, List.of(), Map.of());
    }

    private ModelAndView draft(Actor actor, long id, List<Reason> faults, Map<String, String> typed) {
        return new ModelAndView(
                "demand/gating/packs/web/draft",
                "page",
                new DraftPage(found(packs.draft(actor, id)), "draft", faults, typed));
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping("/gates/drafts/{id}/file")
    void downloadDraft(Actor actor, @PathVariable long id, HttpServletResponse response) throws IOException {
        Draft draft = found(packs.draft(actor, id)).draft();
        Download.start(response, "sextant-gates-" + draft.edition() + ".zip", "application/zip");
        PackFiles.write(draft.texts(), response.getOutputStream());
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping("/gates/drafts/{id}/settings")
    ModelAndView settings(Actor actor, @PathVariable long id, @RequestParam(required = false) @Nullable Stage gate) {
        return settings(actor, id, gate(gate), List.of(), Map.of(), "");
    }

    private ModelAndView settings(
            Actor actor, long id, Stage gate, List<Reason> faults, Map<String, String> typed, String form) {
        return new ModelAndView(
                "demand/gating/packs/web/settings",
                "page",
                new SettingsPage(new DraftPage(found(packs.draft(actor, id)), "settings", faults, typed), gate, form));
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/gates/drafts/{id}/gates/{gate}")
    ModelAndView setGate(
            Actor actor,
            @PathVariable long id,
            @PathVariable Stage gate,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam Map<String, String> form,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        Map<String, Integer> days = new LinkedHashMap<>();
        var faults = new ArrayList<Reason>();
        form.forEach((key, value) -> {
            if (key.startsWith("days.")) {
                Integer number = whole(value);
                if (number == null || number < 1 || number > 365) {
                    faults.add(Reason.of(key, "demand.packs.problem.days", 1, 365));
                } else {
                    days.put(key.substring("days.".length()), number);
                }
            }
        });
        if (!faults.isEmpty()) {
            response.setStatus(422);
            return settings(actor, id, gate, faults, form, "gate");
        }
        return set(
                packs.change(actor, id, version, engine(gate), new GateForm(days)),
                actor,
                id,
                gate,
                form,
                "gate",
                "gate",
                response,
                redirect);
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/gates/drafts/{id}/criteria/{gate}/{criterion}")
    ModelAndView setCriterion(
            Actor actor,
            @PathVariable long id,
            @PathVariable Stage gate,
            @PathVariable String criterion,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam(required = false) @Nullable List<String> roles,
            @RequestParam Map<String, String> form,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        var faults = new ArrayList<Reason>();
        String waiverRole = form.getOrDefault("waiverRole", "");
        Integer waiverDays = whole(form.getOrDefault("waiverDays", ""));
        if (!waiverRole.isEmpty() && (waiverDays == null || waiverDays < 1 || waiverDays > 1_100)) {
            faults.add(Reason.of("waiverDays", "demand.packs.problem.days", 1, 1_100));
        }
        for (String text : CriterionForm.TEXTS) {
            if (form.getOrDefault(text, "").isBlank()) {
                faults.add(Reason.of(text, "demand.packs.problem.text"));
            }
        }
        if (!faults.isEmpty()) {
            response.setStatus(422);
            return settings(actor, id, gate, faults, form, criterion);
        }
        var given = new CriterionForm(
                "true".equals(form.get("asked")),
                roles == null
                        ? List.of()
                        : roles.stream().filter(r -> !r.isBlank()).toList(),
                rule(form.get("rule")),
                waiverRole.isEmpty() ? null : waiverRole,
                waiverRole.isEmpty() ? null : waiverDays,
                form);
        return set(
                packs.change(actor, id, version, engine(gate), criterion, given),
                actor,
                id,
                gate,
                form,
                criterion,
                criterion,
                response,
                redirect);
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping("/gates/drafts/{id}/remedies")
    ModelAndView remedies(Actor actor, @PathVariable long id) {
        return remedies(actor, id, List.of(), Map.of(), "");
    }

    private ModelAndView remedies(Actor actor, long id, List<Reason> faults, Map<String, String> typed, String form) {
        return new ModelAndView(
                "demand/gating/packs/web/remedies",
                "page",
                new SettingsPage(
                        new DraftPage(found(packs.draft(actor, id)), "remedies", faults, typed),
                        Stage.QUALIFIED,
                        form));
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/gates/drafts/{id}/remedies/{remedy}")
    ModelAndView setRemedy(
            Actor actor,
            @PathVariable long id,
            @PathVariable String remedy,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam Map<String, String> form,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        BigDecimal effort = money(form.getOrDefault("effort", ""));
        BigDecimal cost = money(form.getOrDefault("cost", ""));
        Integer lead = whole(form.getOrDefault("lead", ""));
        var faults = new ArrayList<Reason>();
        if (effort == null) {
            faults.add(Reason.of("effort", "demand.packs.problem.number"));
        }
        if (cost == null) {
            faults.add(Reason.of("cost", "demand.packs.problem.number"));
        }
        if (lead == null || lead < 0) {
            faults.add(Reason.of("lead", "demand.packs.problem.number"));
        }
        if (effort == null || cost == null || lead == null || lead < 0) {
            response.setStatus(422);
            return remedies(actor, id, faults, form, remedy);
        }
        Outcome<Work> outcome = packs.change(actor, id, version, remedy, new RemedyForm(effort, cost, lead));
        if (outcome instanceof Outcome.Done<Work>) {
            Toast.done("ui.saved").on(redirect);
            return new ModelAndView("redirect:/gates/drafts/" + id + "/remedies#" + remedy);
        }
        return remedies(actor, id, faults(outcome, response), form, remedy);
    }

    private ModelAndView set(
            Outcome<Work> outcome,
            Actor actor,
            long id,
            Stage gate,
            Map<String, String> form,
            String name,
            String anchor,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        if (outcome instanceof Outcome.Done<Work>) {
            Toast.done("ui.saved").on(redirect);
            return new ModelAndView("redirect:/gates/drafts/" + id + "/settings?gate=" + gate.name() + "#" + anchor);
        }
        return settings(actor, id, gate, faults(outcome, response), form, name);
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping("/gates/drafts/{id}/text")
    ModelAndView text(Actor actor, @PathVariable long id, @RequestParam(defaultValue = "gates.yaml") String file) {
        return text(actor, id, file, List.of(), Map.of());
    }

    private ModelAndView text(Actor actor, long id, String file, List<Reason> faults, Map<String, String> typed) {
        String name = PackReader.FILES.contains(file) ? file : "gates.yaml";
        return new ModelAndView(
                "demand/gating/packs/web/text",
                "page",
                new TextPage(new DraftPage(found(packs.draft(actor, id)), "text", faults, typed), name));
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/gates/drafts/{id}/text")
    ModelAndView writeText(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam(defaultValue = "") String file,
            @RequestParam(defaultValue = "") String text,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        Outcome<Work> outcome = packs.write(actor, id, version, file, text);
        if (outcome instanceof Outcome.Done<Work>(Work work)) {
            if (work.problems().isEmpty()) {
                Toast.done("ui.saved").on(redirect);
            } else {
                Toast.note(
                                "demand.packs.done.problems",
                                String.valueOf(work.problems().size()))
                        .on(redirect);
            }
            return new ModelAndView("redirect:/gates/drafts/" + id + "/text?file=" + file);
        }
        return text(actor, id, file, faults(outcome, response), Map.of("text", text));
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/gates/drafts/{id}/discard")
    ModelAndView discard(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "0") long version,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        Outcome<Draft> outcome = packs.discard(actor, id, version);
        if (outcome instanceof Outcome.Done<Draft>(Draft draft)) {
            Toast.done("demand.packs.done.discarded", draft.edition()).on(redirect);
            return new ModelAndView("redirect:/gates");
        }
        return draft(actor, id, faults(outcome, response), Map.of());
    }

    // ------------------------------------------------------------------------------------------------ trial, in force

    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/gates/drafts/{id}/trial")
    ModelAndView tryOut(Actor actor, @PathVariable long id, HttpServletResponse response) {
        Outcome<Trials.Result> outcome = trials.start(actor, id);
        return outcome instanceof Outcome.Done<Trials.Result>
                ? new ModelAndView("redirect:/gates/drafts/" + id + "#trial")
                : draft(actor, id, faults(outcome, response), Map.of());
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping("/gates/drafts/{id}/trial")
    ModelAndView trial(Actor actor, @PathVariable long id, HttpServletResponse response) {
        var page = new DraftPage(found(packs.draft(actor, id)), "draft", List.of(), Map.of());
        Trials.Result trial = page.work().trial();
        if (trial == null || trial.job() == null) {
            response.setHeader("HX-Refresh", "true");
        }
        return new ModelAndView("demand/gating/packs/web/trying", "page", page);
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping("/gates/drafts/{id}/trial/use-cases")
    ModelAndView changed(
            Actor actor,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Stage stage,
            @RequestParam(required = false) @Nullable State from,
            @RequestParam(required = false) @Nullable State to,
            @RequestParam(defaultValue = "0") long after) {
        Work work = found(packs.draft(actor, id));
        Trials.Result trial = found(Optional.ofNullable(work.trial()));
        List<Trials.ChangedCase> rows = trials.changed(actor, trial.trial().id(), stage, from, to, after, SIZE + 1);
        return new ModelAndView(
                "demand/gating/packs/web/changed",
                "page",
                new ChangedPage(
                        new DraftPage(work, "draft", List.of(), Map.of()),
                        trial,
                        stage,
                        from,
                        to,
                        rows.size() > SIZE ? rows.subList(0, SIZE) : rows,
                        rows.size() > SIZE ? (Long) rows.get(SIZE - 1).key() : null));
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping("/gates/drafts/{id}/trial/file")
    void changedFile(Actor actor, @PathVariable long id, Ui ui, HttpServletResponse response) throws IOException {
        Work work = found(packs.draft(actor, id));
        Trials.Result trial = found(Optional.ofNullable(work.trial()));
        SheetWriter.Format format = SheetWriter.Format.csv(ui.lang());
        Download.start(response, "sextant-trial-" + work.draft().edition(), format);
        var page = new DraftPage(work, "draft", List.of(), Map.of());
        List<String> headings =
                List.of("id", "title", "gate", "from", "to", "days.from", "days.to", "gained", "lost", "fallen");
        try (SheetWriter writer = new CsvWriter(
                response.getOutputStream(),
                format,
                headings.stream().map(h -> ui.t("demand.packs.column." + h)).toList())) {
            long after = 0;
            for (List<Trials.ChangedCase> rows;
                    !(rows = trials.changed(actor, trial.trial().id(), null, null, null, after, 500)).isEmpty(); ) {
                for (Trials.ChangedCase row : rows) {
                    writer.row(List.of(
                            row.code(),
                            row.title(ui.lang()),
                            ui.t("demand.stage." + row.stage().name()),
                            ui.t("demand.packs.state." + row.from().name()),
                            ui.t("demand.packs.state." + row.to().name()),
                            row.fromDays(),
                            row.toDays(),
                            String.join(" ; ", page.titles(row.gained(), ui)),
                            String.join(" ; ", page.titles(row.lost(), ui)),
                            String.join(" ; ", page.titles(row.fallen(), ui))));
                }
                after = rows.getLast().key();
            }
        }
    }

    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/gates/drafts/{id}/apply")
    ModelAndView apply(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam Map<String, String> form,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        Outcome<Overview> outcome = packs.apply(
                actor,
                id,
                version,
                day(form.get("from"), LocalDate.MIN),
                optionalDay(form.get("cutOver")),
                form.getOrDefault("reason", ""));
        if (outcome instanceof Outcome.Done<Overview>) {
            Toast.done("demand.packs.done.applied").on(redirect);
            return new ModelAndView("redirect:/gates");
        }
        return draft(actor, id, faults(outcome, response), form);
    }

    private static List<Reason> faults(Outcome<?> outcome, HttpServletResponse response) {
        return switch (outcome) {
            case Outcome.Done<?> _ -> List.of();
            case Outcome.Refused<?>(List<Reason> reasons) -> {
                response.setStatus(422);
                yield reasons;
            }
            case Outcome.Stale<?> _ -> {
                response.setStatus(409);
                yield List.of(Reason.whole("demand.packs.refused.stale"));
            }
        };
    }

    private static <T> T found(Optional<T> found) {
        return found.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    static io.sextant.engine.inventory.Stage engine(Stage stage) {
        return io.sextant.engine.inventory.Stage.valueOf(stage.name());
    }

    private static Criterion.Signing.Rule rule(@Nullable String name) {
        for (Criterion.Signing.Rule rule : Criterion.Signing.Rule.values()) {
            if (rule.name().equals(name)) {
                return rule;
            }
        }
        return Criterion.Signing.Rule.ANY;
    }

    private static @Nullable Integer whole(String text) {
        String plain = text.replaceAll("[\\s\\u00a0\\u202f]", "");
        return plain.matches("\\d{1,6}") ? (Integer) Integer.parseInt(plain) : null;
    }

    private static @Nullable BigDecimal money(String text) {
        String plain = text.replaceAll("[\\s\\u00a0\\u202f€]", "").replace(',', '.');
        return plain.matches("\\d{1,9}(\\.\\d{1,2})?") ? new BigDecimal(plain) : null;
    }

    private static LocalDate day(@Nullable String text, LocalDate otherwise) {
        return Objects.requireNonNullElse(optionalDay(text), otherwise);
    }

    private static @Nullable LocalDate optionalDay(@Nullable String text) {
        try {
            return text == null || text.isBlank() ? null : LocalDate.parse(text.strip());
        } catch (DateTimeParseException e) {
            return LocalDate.MIN;
        }
    }
}
