package io.sextant.app.demand.hearing.web;

import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.hearing.Concern;
import io.sextant.app.demand.hearing.Concern.Category;
import io.sextant.app.demand.hearing.Concern.State;
import io.sextant.app.demand.hearing.ConcernQuery;
import io.sextant.app.demand.hearing.Concerns;
import io.sextant.app.demand.hearing.Concerns.Receipt;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Open;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.sheet.CsvWriter;
import io.sextant.app.platform.sheet.Download;
import io.sextant.app.platform.sheet.SheetWriter;
import io.sextant.app.platform.ui.FilterChip;
import io.sextant.app.platform.ui.NavEntry;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Pager;
import io.sextant.app.platform.ui.Section;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/// The pages of concerns: raising one, its receipt, and those of the portfolio.
@Controller
public class ConcernPages {
    private static final int PAGE = 50;
    private static final int MOST = 20_000;
    private static final List<Integer> AGES = List.of(7, 30, 90);

    private final Concerns concerns;
    private final UseCases useCases;
    private final Units units;
    private final Clock clock;

    ConcernPages(Concerns concerns, UseCases useCases, Units units, Clock clock) {
        this.concerns = concerns;
        this.useCases = useCases;
        this.units = units;
        this.clock = clock;
    }

    @Bean
    static NavEntry concernsEntry() {
        return new NavEntry(
                Section.ASSURE,
                "demand.hearing.nav",
                "heart-handshake",
                "/concerns",
                Permission.VIEW_USE_CASES.name(),
                20);
    }

    // --------------------------------------------------------------------------------------------------------- raising

    /// The page on which a concern is raised.
    ///
    /// @param form the number of the form
    /// @param typed what was typed when it was refused
    public record RaisePage(UseCase useCase, String form, Map<String, String> typed, List<Reason> refused) {
        public String value(String name) {
            return typed.getOrDefault(name, "");
        }

        public @Nullable Reason problem(String name) {
            return refused.stream()
                    .filter(r -> name.equals(r.field()))
                    .findFirst()
                    .orElse(null);
        }

        public List<Option> categories(Ui ui) {
            return Arrays.stream(Category.values())
                    .map(c -> Option.of(c.name(), ui.t("demand.hearing.category." + c.name()), value("category")))
                    .toList();
        }

        public List<Option> names(Ui ui) {
            boolean anonymous = value("anonymous").equals("true");
            return List.of(
                    new Option("false", ui.t("demand.hearing.named"), ui.t("demand.hearing.named.hint"), !anonymous),
                    new Option(
                            "true",
                            ui.t("demand.hearing.anonymous"),
                            ui.t("demand.hearing.anonymous.hint"),
                            anonymous));
        }
    }

    @GetMapping("/use-cases/{id}/concerns/new")
    @Needs(Permission.VIEW_USE_CASES)
    ModelAndView form(Actor actor, @PathVariable String id) {
        UseCase useCase = found(actor, id);
        if (!Concerns.mayRaise(actor, useCase)) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        return page("raise", new RaisePage(useCase, Concerns.form(), Map.of(), List.of()));
    }

    @PostMapping("/use-cases/{id}/concerns")
    @Needs(Permission.VIEW_USE_CASES)
    ModelAndView raise(
            Actor actor, @PathVariable String id, @RequestParam Map<String, String> form, RedirectAttributes redirect) {
        UseCase useCase = found(actor, id);
        var typed = new Concerns.Typed(
                form.getOrDefault("form", ""),
                form.getOrDefault("category", ""),
                form.getOrDefault("fear", ""),
                form.getOrDefault("touched", ""));
        boolean anonymous = "true".equals(form.get("anonymous"));
        Outcome<Concern> outcome = anonymous
                ? concerns.raiseAnonymously(actor, useCase.id(), typed)
                : concerns.raise(actor, useCase.id(), typed);
        return switch (outcome) {
            case Outcome.Done<Concern>(Concern concern) -> {
                if (anonymous) {
                    // Nothing is put by for the next page: what a session keeps, the database keeps.
                    yield new ModelAndView("redirect:/concern/" + typed.form());
                }
                Toast.done("demand.hearing.done.raised").on(redirect);
                yield new ModelAndView(
                        "redirect:/use-cases/" + useCase.id().code() + "/discussion#concern-" + concern.id());
            }
            case Outcome.Refused<Concern>(List<Reason> reasons) -> {
                boolean worn = reasons.stream().anyMatch(r -> r.code().equals("demand.hearing.problem.form"));
                ModelAndView again =
                        page("raise", new RaisePage(useCase, worn ? Concerns.form() : typed.form(), form, reasons));
                again.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
                yield again;
            }
            case Outcome.Stale<Concern> _ -> throw new IllegalStateException("a new concern has no versions");
        };
    }

    // --------------------------------------------------------------------------------------------------------- the
    // thread

    @PostMapping("/use-cases/{id}/concerns/{concern}/answers")
    @Needs(Permission.VIEW_USE_CASES)
    String answer(
            Actor actor,
            @PathVariable String id,
            @PathVariable long concern,
            @RequestParam(defaultValue = "") String body,
            @RequestParam(defaultValue = "0") long seen,
            @RequestParam(defaultValue = "false") boolean settled,
            RedirectAttributes redirect) {
        return told(
                concerns.answer(actor, found(actor, id).id(), concern, seen, body, settled),
                settled ? "settled" : "answered",
                id,
                concern,
                redirect);
    }

    @PostMapping("/use-cases/{id}/concerns/{concern}/settle")
    @Needs(Permission.VIEW_USE_CASES)
    String settle(Actor actor, @PathVariable String id, @PathVariable long concern, RedirectAttributes redirect) {
        return told(concerns.settle(actor, found(actor, id).id(), concern), "settled", id, concern, redirect);
    }

    @PostMapping("/use-cases/{id}/concerns/{concern}/additions")
    @Needs(Permission.VIEW_USE_CASES)
    String add(
            Actor actor,
            @PathVariable String id,
            @PathVariable long concern,
            @RequestParam(defaultValue = "") String body,
            RedirectAttributes redirect) {
        return told(concerns.add(actor, found(actor, id).id(), concern, body), "added", id, concern, redirect);
    }

    private static String told(Outcome<?> outcome, String done, String id, long concern, RedirectAttributes redirect) {
        toast(outcome, done).on(redirect);
        return "redirect:/use-cases/" + id + "/discussion#concern-" + concern;
    }

    private static Toast toast(Outcome<?> outcome, String done) {
        return switch (outcome) {
            case Outcome.Done<?> _ -> Toast.done("demand.hearing.done." + done);
            case Outcome.Refused<?>(List<Reason> reasons) -> {
                Reason first = reasons.getFirst();
                yield Toast.fault(
                        first.code(), first.args().stream().map(String::valueOf).toArray(String[]::new));
            }
            case Outcome.Stale<?> _ -> Toast.fault("demand.hearing.refused.meanwhile");
        };
    }

    // --------------------------------------------------------------------------------------------------------- the
    // receipt

    /// The page of an anonymous concern for whoever holds its address.
    ///
    /// @param url its whole address, to be kept
    /// @param typed what was typed when it was refused
    public record ReceiptPage(
            Receipt receipt,
            String address,
            String url,
            String typed,
            @Nullable Reason refused) {}

    @Open
    @GetMapping("/concern/{secret}")
    ModelAndView receipt(@PathVariable String secret, HttpServletResponse response) {
        return receipt(secret, "", null, response);
    }

    private ModelAndView receipt(String secret, String typed, @Nullable Reason refused, HttpServletResponse response) {
        // The address is the key: it must not leave by a referrer or a shared cache.
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Robots-Tag", "noindex");
        Receipt receipt = concerns.receipt(secret).orElseThrow(ConcernPages::missing);
        ModelAndView page = page(
                "receipt",
                new ReceiptPage(
                        receipt,
                        "/concern/" + secret,
                        ServletUriComponentsBuilder.fromCurrentContextPath()
                                .path("/concern/" + secret)
                                .build()
                                .toUriString(),
                        typed,
                        refused));
        if (refused != null) {
            page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return page;
    }

    /// Adds to the concern. The answer is the page itself, without anything put by in a session.
    @Open
    @PostMapping("/concern/{secret}")
    ModelAndView addBy(
            @PathVariable String secret, @RequestParam(defaultValue = "") String body, HttpServletResponse response) {
        return switch (concerns.addBy(secret, body)) {
            case Outcome.Done<Concern> _ -> new ModelAndView("redirect:/concern/" + secret);
            case Outcome.Refused<Concern>(List<Reason> reasons) -> receipt(secret, body, reasons.getFirst(), response);
            case Outcome.Stale<Concern> _ -> throw new IllegalStateException("what is added has no versions");
        };
    }

    // ------------------------------------------------------------------------------------------------- the portfolio

    /// The concerns of the portfolio.
    ///
    /// @param any whether there is any at all, whatever is asked for
    public record ListPage(
            ConcernQuery query,
            List<Concerns.Listed> rows,
            Concerns.Counts counts,
            Pager pager,
            List<FilterChip> chips,
            Map<String, List<Option>> facets,
            boolean any,
            UnitTree units) {
        public String unit(Concerns.Listed row, Ui ui) {
            Long unit = row.unitId();
            return unit == null
                    ? ""
                    : units.find(unit).map(u -> u.name(ui.lang())).orElse("");
        }
    }

    @GetMapping("/concerns")
    @Needs(Permission.VIEW_USE_CASES)
    ModelAndView list(Actor actor, Ui ui, @RequestParam MultiValueMap<String, String> params) {
        ConcernQuery query = query(params);
        Concerns.Counts counts = concerns.counts(actor, query);
        long total = query.states().isEmpty()
                ? counts.all()
                : query.states().stream().mapToLong(s -> of(counts, s)).sum();
        String asked = params.getFirst("page");
        var pager =
                new Pager(asked != null && asked.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(asked) : 1, PAGE, total);
        UnitTree tree = units.tree();
        boolean any = query.narrows() ? concerns.counts(actor, ConcernQuery.ALL).all() > 0 : counts.all() > 0;
        return page(
                "concerns",
                new ListPage(
                        query,
                        concerns.list(actor, query, PAGE, pager.offset()),
                        counts,
                        pager,
                        chips(query, tree, ui),
                        facets(query, counts, tree, ui),
                        any,
                        tree));
    }

    private static long of(Concerns.Counts counts, State state) {
        return switch (state) {
            case OPEN -> counts.open();
            case ANSWERED -> counts.answered();
            case SETTLED -> counts.settled();
        };
    }

    private static Map<String, List<Option>> facets(ConcernQuery query, Concerns.Counts counts, UnitTree tree, Ui ui) {
        var facets = new LinkedHashMap<String, List<Option>>();
        facets.put(
                "state",
                Arrays.stream(State.values())
                        .map(s -> new Option(
                                s.name(),
                                ui.t("demand.hearing.state." + s.name()),
                                ui.number(of(counts, s)),
                                query.states().contains(s)))
                        .toList());
        facets.put(
                "category",
                Arrays.stream(Category.values())
                        .map(c -> new Option(
                                c.name(),
                                ui.t("demand.hearing.category." + c.name()),
                                "",
                                query.categories().contains(c)))
                        .toList());
        facets.put(
                "unit",
                tree.nodes().stream()
                        .map(n -> new Option(
                                n.unit().code(),
                                "\u2003".repeat(n.depth()) + n.unit().name(ui.lang()),
                                "",
                                query.units().contains(n.unit().code())))
                        .toList());
        facets.put(
                "days",
                AGES.stream()
                        .map(d -> new Option(String.valueOf(d), ui.t("demand.hearing.age", d), "", query.days() == d))
                        .toList());
        return facets;
    }

    private static List<FilterChip> chips(ConcernQuery query, UnitTree tree, Ui ui) {
        var chips = new ArrayList<FilterChip>();
        if (!query.states().isEmpty()) {
            chips.add(new FilterChip(
                    ui.t("demand.hearing.state"),
                    ui.list(query.states().stream()
                            .sorted()
                            .map(s -> ui.t("demand.hearing.state." + s.name()))
                            .toList()),
                    ui.with("state", null, "page", null)));
        }
        if (!query.categories().isEmpty()) {
            chips.add(new FilterChip(
                    ui.t("demand.hearing.category"),
                    ui.list(query.categories().stream()
                            .sorted()
                            .map(c -> ui.t("demand.hearing.category." + c.name()))
                            .toList()),
                    ui.with("category", null, "page", null)));
        }
        if (!query.units().isEmpty()) {
            chips.add(new FilterChip(
                    ui.t("demand.hearing.unit"),
                    ui.list(tree.nodes().stream()
                            .map(UnitTree.Node::unit)
                            .filter(u -> query.units().contains(u.code()))
                            .map(u -> u.name(ui.lang()))
                            .toList()),
                    ui.with("unit", null, "page", null)));
        }
        if (query.days() > 0) {
            chips.add(new FilterChip(
                    ui.t("demand.hearing.since"),
                    ui.t("demand.hearing.age", query.days()),
                    ui.with("days", null, "page", null)));
        }
        return chips;
    }

    /// What the parameters of an address ask for; what they name wrongly narrows nothing.
    static ConcernQuery query(MultiValueMap<String, String> params) {
        // A facet with several ages ticked asks for the youngest, which takes in the others.
        int days = params.getOrDefault("days", List.of()).stream()
                .filter(d -> d.matches("\\d{1,5}"))
                .mapToInt(Integer::parseInt)
                .min()
                .orElse(0);
        return new ConcernQuery(
                known(State.class, params.getOrDefault("state", List.of())),
                known(Category.class, params.getOrDefault("category", List.of())),
                params.getOrDefault("unit", List.of()).stream()
                        .filter(u -> !u.isBlank())
                        .limit(200)
                        .collect(Collectors.toSet()),
                days);
    }

    private static <E extends Enum<E>> Set<E> known(Class<E> type, List<String> names) {
        var known = EnumSet.noneOf(type);
        for (E value : type.getEnumConstants()) {
            if (names.contains(value.name())) {
                known.add(value);
            }
        }
        return known;
    }

    @GetMapping("/concerns.csv")
    @Needs(Permission.EXPORT_USE_CASES)
    void csv(Actor actor, Ui ui, @RequestParam MultiValueMap<String, String> params, HttpServletResponse response)
            throws IOException {
        List<Concerns.Listed> rows = concerns.list(actor, query(params), MOST, 0).stream()
                .filter(r -> actor.may(Permission.EXPORT_USE_CASES, r.unitId()))
                .toList();
        UnitTree tree = units.tree();
        var format = SheetWriter.Format.csv(ui.lang());
        Download.start(response, ui.t("demand.hearing.csv") + "-" + LocalDate.now(clock), format);
        var headings = List.of(
                ui.t("demand.field.code"),
                ui.t("demand.field.title"),
                ui.t("demand.hearing.unit"),
                ui.t("demand.hearing.state"),
                ui.t("demand.hearing.category"),
                ui.t("demand.hearing.fear"),
                ui.t("demand.hearing.touched"),
                ui.t("demand.hearing.raised"),
                ui.t("demand.hearing.by"),
                ui.t("demand.hearing.answers"),
                ui.t("demand.hearing.last"));
        try (var csv = new CsvWriter(response.getOutputStream(), format, headings)) {
            for (Concerns.Listed row : rows) {
                Concern concern = row.concern();
                Long unit = row.unitId();
                csv.row(Arrays.asList(
                        concern.useCase(),
                        row.title(ui.lang()),
                        unit == null
                                ? null
                                : tree.find(unit).map(u -> u.name(ui.lang())).orElse(null),
                        ui.t("demand.hearing.state." + concern.state().name()),
                        ui.t("demand.hearing.category." + concern.category().name()),
                        concern.fear(),
                        concern.touched(),
                        concern.at().atZone(ui.formats().zone()).toLocalDate(),
                        DiscussionPage.raiser(concern, ui),
                        concern.words().stream()
                                .filter(w -> w.act() == Concern.Word.Act.ANSWERED
                                        || w.act() == Concern.Word.Act.SETTLED && w.body() != null)
                                .count(),
                        concern.words().isEmpty()
                                ? null
                                : concern.words().getLast().body()));
            }
        }
    }

    // ---------------------------------------------------------------------------------------------------------- pieces

    private UseCase found(Actor actor, String code) {
        return Optional.of(code)
                .filter(UseCaseId::matches)
                .flatMap(c -> useCases.find(actor, new UseCaseId(c)))
                .orElseThrow(ConcernPages::missing);
    }

    private static ResponseStatusException missing() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    private static ModelAndView page(String template, Object page) {
        return new ModelAndView("demand/hearing/web/" + template, Map.of("page", page));
    }
}
