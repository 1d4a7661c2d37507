package io.sextant.app.demand.web;

import io.sextant.app.demand.Areas;
import io.sextant.app.demand.BulkChange;
import io.sextant.app.demand.BulkResult;
import io.sextant.app.demand.Comments;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.Kind;
import io.sextant.app.demand.Overviews;
import io.sextant.app.demand.Person;
import io.sextant.app.demand.SavedViews;
import io.sextant.app.demand.Sights;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCaseQuery;
import io.sextant.app.demand.UseCaseQuery.Field;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.Verdict;
import io.sextant.app.demand.attaching.Attachments;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.Standing;
import io.sextant.app.demand.gating.web.GatePage;
import io.sextant.app.demand.hearing.Concerns;
import io.sextant.app.demand.hearing.Conversation;
import io.sextant.app.demand.hearing.web.DiscussionPage;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.InPlace;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Scope;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.Column;
import io.sextant.app.platform.ui.FilterChip;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Pager;
import io.sextant.app.platform.ui.SavedView;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriComponentsBuilder;

/// The register's pages.
@Controller
class UseCasePages {
    private static final MultiValueMap<String, String> NOTHING_TYPED = new LinkedMultiValueMap<>();
    private static final int PAGE = 50;
    private static final int CARDS = 25;
    private static final List<Field> FACETS =
            List.of(Field.STAGE, Field.KIND, Field.UNIT, Field.NEED, Field.DOMAIN, Field.OWNER, Field.YEAR);

    private final UseCases useCases;
    private final Overviews overviews;
    private final Comments comments;
    private final SavedViews views;
    private final Sights sights;
    private final Units units;
    private final People people;
    private final Areas areas;
    private final Attachments attachments;
    private final Gates gates;
    private final Concerns concerns;
    private final Conversation conversation;

    UseCasePages(
            UseCases useCases,
            Overviews overviews,
            Comments comments,
            SavedViews views,
            Sights sights,
            Units units,
            People people,
            Areas areas,
            Attachments attachments,
            Gates gates,
            Concerns concerns,
            Conversation conversation) {
        this.useCases = useCases;
        this.overviews = overviews;
        this.comments = comments;
        this.views = views;
        this.sights = sights;
        this.units = units;
        this.people = people;
        this.areas = areas;
        this.attachments = attachments;
        this.gates = gates;
        this.concerns = concerns;
        this.conversation = conversation;
    }

    @GetMapping("/use-cases")
    @Needs(Permission.VIEW_USE_CASES)
    ModelAndView list(Actor actor, Ui ui, @RequestParam MultiValueMap<String, String> params) {
        UseCaseQuery query = UseCaseQuery.of(params);
        boolean asBoard = "board".equals(params.getFirst("view"));
        long total = useCases.count(actor, query);
        var pager = new Pager(number(params.getFirst("page"), 1), PAGE, total);
        var tree = units.tree();
        var facets = new LinkedHashMap<Field, List<Option>>();
        Map<Field, Map<String, Long>> choices = overviews.choices(actor, query, FACETS, 40);
        for (Field field : FACETS) {
            facets.put(field, options(query, field, choices.getOrDefault(field, Map.of()), ui, tree));
        }
        Map<String, String> domains = overviews.domains(ui.lang());
        var chips = new ArrayList<FilterChip>();
        if (query.text() != null) {
            chips.add(new FilterChip(ui.t("demand.filter.q"), query.text(), ui.with("q", null, "page", null)));
        }
        for (Field field : Field.values()) {
            for (String value : query.values(field)) {
                chips.add(new FilterChip(
                        ui.t("demand.filter." + field.param()),
                        Words.of(field, value, tree, areas, domains, ui),
                        without(params, field, value)));
            }
        }
        String here = ui.query();
        List<SavedView> saved = views.of(actor).stream()
                .map(v -> new SavedView(
                        v.name(),
                        "/use-cases?" + v.query(),
                        here.equals(v.query()),
                        v.shared(),
                        v.mine() ? "/use-cases/views/" + v.id() + "/forget" : null))
                .toList();
        List<Column> columns = Column.chosen(
                UseCasesPage.COLUMNS.entrySet().stream()
                        .map(e -> new Column(e.getKey(), ui.t("demand.field." + e.getKey()), e.getValue()))
                        .toList(),
                params.getOrDefault("cols", List.of()));
        Map<String, List<UseCase>> lanes = null;
        Map<String, Long> byStage = Map.of();
        if (asBoard) {
            byStage = useCases.tally(actor, query, Field.STAGE, 20);
            lanes = new LinkedHashMap<>();
            for (Stage stage : Stage.values()) {
                lanes.put(
                        stage.name(),
                        byStage.containsKey(stage.name())
                                ? useCases.list(actor, query.with(Field.STAGE, List.of(stage.name())), CARDS, 0)
                                : List.of());
            }
            if (byStage.containsKey(UseCaseQuery.NONE)) {
                lanes.put(
                        UseCaseQuery.NONE,
                        useCases.list(actor, query.with(Field.STAGE, List.of(UseCaseQuery.NONE)), CARDS, 0));
            }
        }
        long registered = query.narrowed() ? useCases.count(actor, UseCaseQuery.all()) : total;
        List<UseCase> rows = asBoard ? List.of() : useCases.list(actor, query, PAGE, pager.offset());
        return page(
                ui.partial() ? "useCasesBody" : "useCases",
                new UseCasesPage(
                        query,
                        rows,
                        pager,
                        columns,
                        chips,
                        facets,
                        saved,
                        registered,
                        lanes,
                        byStage,
                        tree,
                        actor.may(Permission.EDIT_USE_CASES)));
    }

    private List<Option> options(UseCaseQuery query, Field field, Map<String, Long> tally, Ui ui, UnitTree tree) {
        var options = new ArrayList<Option>();
        List<String> chosen = query.values(field);
        if (field == Field.UNIT) {
            for (var node : tree.nodes()) {
                String code = node.unit().code();
                Long n = tally.get(String.valueOf(node.unit().id()));
                if (n != null || chosen.contains(code)) {
                    options.add(new Option(
                            code,
                            "\u2003".repeat(node.depth()) + node.unit().name(ui.lang()),
                            n == null ? "" : ui.number(n),
                            chosen.contains(code)));
                }
            }
            return options;
        }
        List<String> order =
                switch (field) {
                    case STAGE -> Arrays.stream(Stage.values()).map(Enum::name).toList();
                    case KIND -> Arrays.stream(Kind.values()).map(Enum::name).toList();
                    case NEED -> Arrays.stream(Verdict.values()).map(Enum::name).toList();
                    case YEAR ->
                        tally.keySet().stream()
                                .filter(y -> !y.equals(UseCaseQuery.NONE))
                                .sorted(java.util.Comparator.reverseOrder())
                                .toList();
                    default ->
                        tally.keySet().stream()
                                .filter(v -> !v.equals(UseCaseQuery.NONE))
                                .toList();
                };
        var values = new ArrayList<>(order);
        values.add(UseCaseQuery.NONE);
        for (String value : values) {
            Long n = tally.get(value);
            if (n != null || chosen.contains(value)) {
                options.add(new Option(
                        value,
                        Words.of(field, value, tree, areas, overviews.domains(ui.lang()), ui),
                        n == null ? "" : ui.number(n),
                        chosen.contains(value)));
            }
        }
        return options;
    }

    private static String without(MultiValueMap<String, String> params, Field field, String value) {
        var builder = UriComponentsBuilder.fromPath("/use-cases");
        params.forEach((name, values) -> values.forEach(v -> {
            if (!name.equals("page") && !name.startsWith("_") && !(name.equals(field.param()) && v.equals(value))) {
                builder.queryParam(name, URLEncoder.encode(v, StandardCharsets.UTF_8));
            }
        }));
        return builder.build(true).toUriString();
    }

    @PostMapping("/use-cases/views")
    @Needs(Permission.VIEW_USE_CASES)
    String keep(
            Actor actor,
            @RequestParam String name,
            @RequestParam String query,
            @RequestParam(defaultValue = "false") boolean shared,
            RedirectAttributes redirect) {
        Toast toast =
                switch (views.save(actor, name, query, shared)) {
                    case Outcome.Done<SavedViews.SavedView>(var view) -> Toast.done("demand.views.kept", view.name());
                    case Outcome.Refused<SavedViews.SavedView>(var reasons) -> refusal(reasons);
                    case Outcome.Stale<SavedViews.SavedView> _ -> Toast.fault("ui.failed");
                };
        toast.on(redirect);
        return "redirect:/use-cases" + (query.isEmpty() ? "" : "?" + query);
    }

    @PostMapping("/use-cases/views/{id}/forget")
    @Needs(Permission.VIEW_USE_CASES)
    String forget(Actor actor, @PathVariable long id, RedirectAttributes redirect) {
        if (views.forget(actor, id)) {
            Toast.done("demand.views.forgotten").on(redirect);
        }
        return "redirect:/use-cases";
    }

    @GetMapping("/use-cases/people")
    @Needs(Permission.PROPOSE_USE_CASE)
    ModelAndView suggestPeople(Actor actor, @RequestParam(defaultValue = "") String q) {
        List<Option> options = people.names(actor, q).stream()
                .map(p -> new Option(String.valueOf(p.id()), p.name(), p.email(), false))
                .toList();
        return new ModelAndView("platform/ui/options", Map.of("options", options));
    }

    @GetMapping("/use-cases/suggest/{field}")
    @Needs(Permission.PROPOSE_USE_CASE)
    ModelAndView suggest(Actor actor, @PathVariable String field, @RequestParam(defaultValue = "") String q) {
        Field of = Field.named(field)
                .filter(f -> f == Field.TAG || f == Field.DOMAIN || f == Field.SOURCE || f == Field.OWNER)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        List<Option> options = useCases.suggest(actor, of, q).stream()
                .map(v -> Option.of(v, v, null))
                .toList();
        return new ModelAndView("platform/ui/options", Map.of("options", options));
    }

    @GetMapping("/use-cases/{id}")
    @Needs(Permission.VIEW_USE_CASES)
    ModelAndView show(Actor actor, @PathVariable String id) {
        return show(actor, id, "summary", null);
    }

    @GetMapping("/use-cases/{id}/discussion")
    @Needs(Permission.VIEW_USE_CASES)
    ModelAndView discussion(
            Actor actor,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String show,
            @RequestParam(required = false) @Nullable String order) {
        UseCase useCase = found(actor, id);
        boolean decisionsOnly = "decisions".equals(show);
        boolean newestFirst = "newest".equals(order);
        boolean own = actor.inPlaceOf() == null;
        return show(
                actor,
                useCase,
                "discussion",
                null,
                null,
                new DiscussionPage(
                        conversation.of(actor, useCase.id(), decisionsOnly, newestFirst),
                        concerns.counts(useCase),
                        decisionsOnly,
                        newestFirst,
                        Concerns.mayRaise(actor, useCase),
                        own && concerns.mayAnswer(actor, useCase),
                        actor.id()));
    }

    @GetMapping("/use-cases/{id}/mentionable")
    @Needs(Permission.COMMENT)
    ModelAndView mentionable(Actor actor, @PathVariable String id, @RequestParam(defaultValue = "") String q) {
        List<Option> options = comments.mentionable(actor, found(actor, id).id(), q).stream()
                .map(p -> new Option(String.valueOf(p.id()), p.name(), p.email(), false))
                .toList();
        return new ModelAndView("platform/ui/options", Map.of("options", options));
    }

    @GetMapping("/use-cases/{id}/attachments")
    @Needs(Permission.VIEW_USE_CASES)
    ModelAndView attachments(Actor actor, @PathVariable String id) {
        return show(actor, id, "attachments", null);
    }

    @GetMapping("/use-cases/{id}/alike")
    @Needs(Permission.VIEW_USE_CASES)
    ModelAndView alike(Actor actor, @PathVariable String id) {
        return show(actor, id, "alike", null);
    }

    @GetMapping("/use-cases/{id}/gate")
    @Needs(Permission.VIEW_USE_CASES)
    @InPlace
    ModelAndView gate(
            Actor actor,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String path,
            HttpServletRequest request) {
        UseCase useCase = found(actor, id);
        Standing standing = gates.of(actor, useCase.id()).orElseThrow();
        return show(actor, useCase, "gate", null, GatePage.of(standing, gates, actor, path, request), null);
    }

    @GetMapping("/use-cases/{id}/history")
    @Needs(Permission.VIEW_USE_CASES)
    ModelAndView history(Actor actor, @PathVariable String id) {
        return show(actor, id, "history", null);
    }

    private ModelAndView show(Actor actor, String code, String tab, @Nullable String draft) {
        return show(actor, found(actor, code), tab, draft, null, null);
    }

    private ModelAndView show(
            Actor actor,
            UseCase useCase,
            String tab,
            @Nullable String draft,
            @Nullable GatePage gate,
            @Nullable DiscussionPage thread) {
        Long unit = useCase.content().unitId();
        // In somebody's place one acts at the gate and nowhere else.
        boolean own = actor.inPlaceOf() == null;
        var spoken = comments.of(actor, useCase.id());
        var feared = concerns.counts(useCase);
        return page(
                "useCase",
                new UseCasePage(
                        useCase,
                        tab,
                        sights.of(useCase),
                        overviews.lookAlikes(actor, useCase),
                        areas.of(overviews.areas(useCase)),
                        thread,
                        feared,
                        attachments.shelf(actor, useCase.id()),
                        gate,
                        gates.voices(actor, useCase),
                        tab.equals("history")
                                ? UseCasePage.inOrder(
                                        useCases.history(actor, useCase.id()), attachments.steps(actor, useCase.id()))
                                : List.of(),
                        units.tree(),
                        actor.id(),
                        own && UseCases.mayEdit(actor, useCase),
                        own && actor.may(Permission.ARCHIVE_USE_CASES, unit),
                        own && actor.may(Permission.COMMENT, unit) && !useCase.archived(),
                        draft,
                        spoken.stream().filter(c -> !c.withdrawn()).count() + feared.all()));
    }

    private UseCase found(Actor actor, String code) {
        return Optional.of(code)
                .filter(UseCaseId::matches)
                .flatMap(c -> useCases.find(actor, new UseCaseId(c)))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    @GetMapping("/use-cases/new")
    @Needs(Permission.PROPOSE_USE_CASE)
    ModelAndView blank(Actor actor, Ui ui, @RequestParam(required = false) @Nullable String unit) {
        String asked = unit != null ? unit : onlyPlace(actor);
        Content nothing = Content.titled(ui.lang(), "")
                .withStage(Stage.IDEA)
                .withUnit(
                        asked == null ? null : units.byCode(asked).map(Unit::id).orElse(null));
        UseCaseBody body = UseCaseBody.of(nothing, units);
        return form(actor, null, body, 0, null, List.of(), NOTHING_TYPED, null);
    }

    /// The unit that somebody who may not propose everywhere most likely means: the highest where they may.
    private @Nullable String onlyPlace(Actor actor) {
        Scope scope = actor.scope(Permission.PROPOSE_USE_CASE);
        return scope.covers(null)
                ? null
                : units.tree().nodes().stream()
                        .map(node -> node.unit())
                        .filter(u -> u.open() && scope.covers(u.id()))
                        .findFirst()
                        .map(u -> u.code())
                        .orElse(null);
    }

    @PostMapping("/use-cases")
    @Needs(Permission.PROPOSE_USE_CASE)
    ModelAndView propose(Actor actor, @RequestParam MultiValueMap<String, String> params, RedirectAttributes redirect) {
        UseCaseBody body = FormReader.body(params, null);
        UseCaseBody.Read read = body.toContent(units, null);
        var problems = new ArrayList<>(FormReader.problems(params, read));
        if (problems.isEmpty()) {
            switch (useCases.propose(actor, read.content(), null)) {
                case Outcome.Done<UseCase>(UseCase made) -> {
                    Toast.done("demand.done.registered", made.id().code()).on(redirect);
                    return new ModelAndView("redirect:" + UseCasesPage.address(made));
                }
                case Outcome.Refused<UseCase>(List<Reason> reasons) -> problems.addAll(reasons);
                case Outcome.Stale<UseCase> _ -> throw new IllegalStateException("a new use case cannot be stale");
            }
        }
        return unprocessable(form(actor, null, body, 0, null, problems, params, null));
    }

    @GetMapping("/use-cases/{id}/edit")
    @Needs(Permission.VIEW_USE_CASES)
    ModelAndView edit(Actor actor, @PathVariable String id) {
        UseCase useCase = found(actor, id);
        if (!UseCases.mayEdit(actor, useCase)) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        return form(
                actor,
                useCase,
                UseCaseBody.of(useCase.content(), units),
                useCase.version(),
                null,
                List.of(),
                NOTHING_TYPED,
                null);
    }

    @PostMapping("/use-cases/{id}")
    @Needs(Permission.VIEW_USE_CASES)
    ModelAndView save(
            Actor actor,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> params,
            RedirectAttributes redirect) {
        UseCase before = found(actor, id);
        long version = longNumber(params.getFirst("version"));
        String reason = UseCaseBody.blankToNull(params.getFirst("reason"));
        UseCaseBody body = FormReader.body(params, before.content());
        UseCaseBody.Read read = body.toContent(units, before.content());
        List<Reason> problems = FormReader.problems(params, read);
        if (!problems.isEmpty()) {
            return unprocessable(form(actor, before, body, version, reason, problems, params, null));
        }
        return switch (useCases.edit(actor, before.id(), version, read.content(), reason)) {
            case Outcome.Done<UseCase>(UseCase after) -> {
                Toast toast = Toast.done("demand.done.saved", after.id().code());
                (after.version() == version
                                ? toast
                                : toast.undo(UseCasesPage.address(after) + "/undo?version=" + after.version()))
                        .on(redirect);
                yield new ModelAndView("redirect:" + UseCasesPage.address(after));
            }
            case Outcome.Refused<UseCase>(List<Reason> reasons) ->
                unprocessable(form(actor, before, body, version, reason, reasons, params, null));
            case Outcome.Stale<UseCase> _ -> {
                UseCase now = found(actor, id);
                ModelAndView form = form(actor, now, body, now.version(), reason, List.of(), params, now);
                form.setStatus(HttpStatus.CONFLICT);
                yield form;
            }
        };
    }

    private ModelAndView form(
            Actor actor,
            @Nullable UseCase useCase,
            UseCaseBody body,
            long version,
            @Nullable String reason,
            List<Reason> problems,
            MultiValueMap<String, String> typed,
            @Nullable UseCase meanwhile) {
        return page(
                "useCaseForm",
                new UseCaseFormPage(
                        useCase,
                        body,
                        version,
                        reason,
                        problems,
                        meanwhile,
                        FormReader.typedYears(typed),
                        units.tree(),
                        actor.scope(useCase == null ? Permission.PROPOSE_USE_CASE : Permission.EDIT_USE_CASES),
                        useCase == null ? actor.may(Permission.EDIT_USE_CASES) : UseCases.maySetStage(actor, useCase)));
    }

    private static ModelAndView unprocessable(ModelAndView form) {
        form.setStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        return form;
    }

    @PostMapping("/use-cases/{id}/archive")
    @Needs(Permission.ARCHIVE_USE_CASES)
    String archive(Actor actor, @PathVariable String id, @RequestParam long version, RedirectAttributes redirect) {
        return told(
                useCases.archive(actor, found(actor, id).id(), version, null), "demand.done.archived", id, redirect);
    }

    @PostMapping("/use-cases/{id}/restore")
    @Needs(Permission.ARCHIVE_USE_CASES)
    String restore(Actor actor, @PathVariable String id, @RequestParam long version, RedirectAttributes redirect) {
        return told(
                useCases.restore(actor, found(actor, id).id(), version, null), "demand.done.restored", id, redirect);
    }

    @PostMapping("/use-cases/{id}/undo")
    @Needs(Permission.VIEW_USE_CASES)
    String undo(Actor actor, @PathVariable String id, @RequestParam long version, RedirectAttributes redirect) {
        return told(useCases.undo(actor, found(actor, id).id(), version), "demand.done.undone", id, redirect);
    }

    @PostMapping("/use-cases/{id}/back")
    @Needs(Permission.VIEW_USE_CASES)
    String back(
            Actor actor,
            @PathVariable String id,
            @RequestParam long version,
            @RequestParam long to,
            RedirectAttributes redirect) {
        return told(useCases.goBack(actor, found(actor, id).id(), version, to, null), "demand.done.back", id, redirect);
    }

    private static String told(Outcome<UseCase> outcome, String done, String id, RedirectAttributes redirect) {
        Toast toast =
                switch (outcome) {
                    case Outcome.Done<UseCase>(UseCase after) ->
                        Toast.done(done, id).undo(UseCasesPage.address(after) + "/undo?version=" + after.version());
                    case Outcome.Refused<UseCase>(List<Reason> reasons) -> refusal(reasons);
                    case Outcome.Stale<UseCase>(long current) ->
                        Toast.fault("demand.refused.stale", String.valueOf(current));
                };
        toast.on(redirect);
        return "redirect:/use-cases/" + id;
    }

    private static Toast refusal(List<Reason> reasons) {
        Reason first = reasons.getFirst();
        return Toast.fault(
                first.code(), first.args().stream().map(String::valueOf).toArray(String[]::new));
    }

    @PostMapping("/use-cases/{id}/comments")
    @Needs(Permission.COMMENT)
    ModelAndView comment(
            Actor actor,
            @PathVariable String id,
            @RequestParam String body,
            @RequestParam(name = "mention", required = false) @Nullable List<String> mentions,
            RedirectAttributes redirect) {
        UseCase useCase = found(actor, id);
        return switch (comments.add(actor, useCase.id(), body, named(body, mentions))) {
            case Outcome.Done<Comments.Comment>(var comment) ->
                new ModelAndView("redirect:" + UseCasesPage.address(useCase) + "/discussion#c" + comment.id());
            case Outcome.Refused<Comments.Comment>(List<Reason> reasons) -> {
                refusal(reasons).on(redirect);
                yield new ModelAndView("redirect:" + UseCasesPage.address(useCase) + "/discussion");
            }
            case Outcome.Stale<Comments.Comment> _ -> throw new IllegalStateException("comments have no versions");
        };
    }

    /// Whom the form picked and the text still names.
    private List<Long> named(String body, @Nullable List<String> mentions) {
        return mentions == null
                ? List.of()
                : comments.stillNamed(
                        body,
                        mentions.stream()
                                .filter(m -> m.matches("\\d{1,18}"))
                                .map(Long::valueOf)
                                .distinct()
                                .limit(100)
                                .toList());
    }

    @PostMapping("/use-cases/{id}/comments/{comment}")
    @Needs(Permission.COMMENT)
    String editComment(
            Actor actor,
            @PathVariable String id,
            @PathVariable long comment,
            @RequestParam String body,
            @RequestParam(name = "mention", required = false) @Nullable List<String> mentions,
            RedirectAttributes redirect) {
        if (comments.edit(actor, found(actor, id).id(), comment, body, named(body, mentions))
                instanceof Outcome.Refused<Comments.Comment>(var reasons)) {
            refusal(reasons).on(redirect);
        }
        return "redirect:/use-cases/" + id + "/discussion#c" + comment;
    }

    @PostMapping("/use-cases/{id}/comments/{comment}/withdraw")
    @Needs(Permission.COMMENT)
    String withdraw(Actor actor, @PathVariable String id, @PathVariable long comment, RedirectAttributes redirect) {
        Outcome<Comments.Comment> outcome =
                comments.withdraw(actor, found(actor, id).id(), comment);
        (outcome instanceof Outcome.Refused<Comments.Comment>(var reasons)
                        ? refusal(reasons)
                        : Toast.done("demand.done.withdrawn")
                                .undo("/use-cases/" + id + "/comments/" + comment + "/put-back"))
                .on(redirect);
        return "redirect:/use-cases/" + id + "/discussion";
    }

    @PostMapping("/use-cases/{id}/comments/{comment}/put-back")
    @Needs(Permission.COMMENT)
    String putBack(Actor actor, @PathVariable String id, @PathVariable long comment, RedirectAttributes redirect) {
        if (comments.putBack(actor, found(actor, id).id(), comment)
                instanceof Outcome.Refused<Comments.Comment>(var reasons)) {
            refusal(reasons).on(redirect);
        }
        return "redirect:/use-cases/" + id + "/discussion#c" + comment;
    }

    @PostMapping("/use-cases/bulk")
    @Needs(Permission.EDIT_USE_CASES)
    ModelAndView bulk(
            Actor actor, Ui ui, @RequestParam MultiValueMap<String, String> params, RedirectAttributes redirect) {
        List<UseCaseId> ids = params.getOrDefault("id", List.of()).stream()
                .filter(UseCaseId::matches)
                .distinct()
                .limit(UseCases.MAX_BULK)
                .map(UseCaseId::new)
                .toList();
        String back = Optional.ofNullable(params.getFirst("back"))
                .filter(b -> b.startsWith("/use-cases"))
                .orElse("/use-cases");
        List<BulkChange> changes = changes(params);
        if (ids.isEmpty() || changes.isEmpty()) {
            Toast.note("demand.bulk.nothing").on(redirect);
            return new ModelAndView("redirect:" + back);
        }
        String reason = params.containsKey("setStage") ? UseCaseBody.blankToNull(params.getFirst("reason")) : null;
        var results = new LinkedHashMap<UseCaseId, BulkResult>();
        for (BulkChange change : changes) {
            for (BulkResult result : useCases.bulk(actor, ids, change, reason)) {
                results.merge(result.id(), result, BulkResult::and);
            }
        }
        List<BulkResult> all = List.copyOf(results.values());
        // A single step back undoes a single change; several at once leave their own steps in each history.
        List<String> undo = changes.size() > 1
                ? List.of()
                : all.stream()
                        .filter(BulkResult::changed)
                        .map(r -> r.id().code() + "@" + r.version())
                        .toList();
        if (all.stream().noneMatch(BulkResult::refused)) {
            long changed = all.stream().filter(BulkResult::changed).count();
            Toast toast =
                    Toast.done("demand.bulk." + done(changes) + (changed == 1 ? ".one" : ""), String.valueOf(changed));
            String path = "/use-cases/bulk/undo?back=" + URLEncoder.encode(back, StandardCharsets.UTF_8);
            (undo.isEmpty() ? toast : toast.undo(path + "&of=" + String.join("&of=", undo))).on(redirect);
            return new ModelAndView("redirect:" + back);
        }
        var titles = new LinkedHashMap<UseCaseId, String>();
        ids.forEach(id -> useCases.find(actor, id)
                .ifPresent(u -> titles.put(id, u.content().in(ui.lang()).title())));
        return page("bulkReport", new BulkReportPage(all, titles, done(changes), undo, back));
    }

    /// What was done, as the messages name it.
    private static String done(List<BulkChange> changes) {
        return switch (changes.getFirst()) {
            case BulkChange.Archive _ when changes.size() == 1 -> "archived";
            case BulkChange.Restore _ when changes.size() == 1 -> "restored";
            case BulkChange.SetStage _,
                    BulkChange.SetKind _,
                    BulkChange.ConfirmKind _,
                    BulkChange.SetUnit _,
                    BulkChange.SetBusinessOwner _,
                    BulkChange.SetTechnicalOwner _,
                    BulkChange.AddTag _,
                    BulkChange.RemoveTag _,
                    BulkChange.Archive _,
                    BulkChange.Restore _ -> "done";
        };
    }

    private List<BulkChange> changes(MultiValueMap<String, String> params) {
        var changes = new ArrayList<BulkChange>();
        Optional.ofNullable(params.containsKey("setStage") ? params.getFirst("stage") : null)
                .flatMap(s -> Arrays.stream(Stage.values())
                        .filter(v -> v.name().equals(s))
                        .findFirst())
                .ifPresent(s -> changes.add(new BulkChange.SetStage(s)));
        Optional.ofNullable(params.getFirst("kind"))
                .flatMap(k -> Arrays.stream(Kind.values())
                        .filter(v -> v.name().equals(k))
                        .findFirst())
                .ifPresent(k -> changes.add(new BulkChange.SetKind(k)));
        if (params.containsKey("confirmKind")) {
            changes.add(new BulkChange.ConfirmKind());
        }
        if (params.containsKey("more")) {
            Optional.ofNullable(UseCaseBody.blankToNull(params.getFirst("unit")))
                    .flatMap(units::byCode)
                    .ifPresent(u -> changes.add(new BulkChange.SetUnit(u.id())));
            person(params, "businessOwner").ifPresent(p -> changes.add(new BulkChange.SetBusinessOwner(p)));
            person(params, "technicalOwner").ifPresent(p -> changes.add(new BulkChange.SetTechnicalOwner(p)));
            Optional.ofNullable(UseCaseBody.blankToNull(params.getFirst("tag")))
                    .ifPresent(t -> changes.add(new BulkChange.AddTag(t)));
        }
        if (params.containsKey("archive")) {
            changes.add(new BulkChange.Archive());
        }
        if (params.containsKey("restore")) {
            changes.add(new BulkChange.Restore());
        }
        return changes;
    }

    private static Optional<Person> person(MultiValueMap<String, String> params, String field) {
        return Optional.ofNullable(UseCaseBody.blankToNull(params.getFirst(field)))
                .map(name -> new Person(name, FormReader.account(params, field)));
    }

    @PostMapping("/use-cases/bulk/undo")
    @Needs(Permission.EDIT_USE_CASES)
    String undoBulk(
            Actor actor,
            @RequestParam List<String> of,
            @RequestParam(defaultValue = "/use-cases") String back,
            RedirectAttributes redirect) {
        int undone = 0;
        for (String entry : of) {
            String[] parts = entry.split("@", 2);
            if (parts.length == 2
                    && UseCaseId.matches(parts[0])
                    && useCases.undo(actor, new UseCaseId(parts[0]), longNumber(parts[1]))
                            instanceof Outcome.Done<UseCase>) {
                undone++;
            }
        }
        (undone == of.size()
                        ? Toast.done(
                                undone == 1 ? "demand.bulk.undone.one" : "demand.bulk.undone", String.valueOf(undone))
                        : Toast.note("demand.bulk.undoneSome", String.valueOf(undone), String.valueOf(of.size())))
                .on(redirect);
        return "redirect:" + (back.startsWith("/use-cases") ? back : "/use-cases");
    }

    private static int number(@Nullable String text, int otherwise) {
        return (int)
                Math.clamp(text == null || !text.matches("\\d{1,9}") ? otherwise : Long.parseLong(text), 1, 1_000_000);
    }

    private static long longNumber(@Nullable String text) {
        return text == null || !text.matches("\\d{1,18}") ? 0 : Long.parseLong(text);
    }

    private static ModelAndView page(String template, Object page) {
        return new ModelAndView("demand/web/" + template, Map.of("page", page));
    }
}
