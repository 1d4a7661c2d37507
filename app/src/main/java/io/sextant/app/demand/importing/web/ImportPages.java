package io.sextant.app.demand.importing.web;

import io.sextant.app.demand.importing.Import;
import io.sextant.app.demand.importing.ImportRow;
import io.sextant.app.demand.importing.ImportRow.Effect;
import io.sextant.app.demand.importing.Imports;
import io.sextant.app.demand.importing.Plan;
import io.sextant.app.demand.importing.Plan.ColumnPlan;
import io.sextant.app.demand.importing.Plan.Options;
import io.sextant.app.demand.importing.Summary;
import io.sextant.app.demand.importing.Target;
import io.sextant.app.demand.importing.web.ImportPage.Step;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.sheet.SheetChoice;
import io.sextant.app.platform.ui.NavEntry;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Section;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The pages of imports: a list, and one page per import that shows the step it has reached.
@Controller
class ImportPages {
    private static final int LISTED = 30;
    private static final int ROWS = 25;
    private static final int KINDS_OF_PROBLEMS = 40;

    private final Imports imports;
    private final Units units;
    private final ProblemFile problemFile;

    ImportPages(Imports imports, Units units, ProblemFile problemFile) {
        this.imports = imports;
        this.units = units;
        this.problemFile = problemFile;
    }

    /// The line of the navigation.
    @Configuration(proxyBeanMethods = false)
    static class Navigation {
        @Bean
        NavEntry importsEntry() {
            return new NavEntry(
                    Section.STEER,
                    "demand.nav.imports",
                    "file-import",
                    "/imports",
                    Permission.IMPORT_USE_CASES.name(),
                    40);
        }
    }

    @GetMapping("/imports")
    @Needs(Permission.IMPORT_USE_CASES)
    ModelAndView list(Actor actor, @RequestParam(required = false) @Nullable Long before) {
        List<Import> found = imports.list(actor, before, LISTED + 1);
        boolean more = found.size() > LISTED;
        List<Import> shown = more ? found.subList(0, LISTED) : found;
        return view("imports", new ImportsPage(shown, more ? shown.getLast().id() : null));
    }

    @GetMapping("/imports/new")
    @Needs(Permission.IMPORT_USE_CASES)
    ModelAndView ask() {
        return view("newImport", new NewImportPage(List.of()));
    }

    @PostMapping("/imports")
    @Needs(Permission.IMPORT_USE_CASES)
    ModelAndView bring(Actor actor, Ui ui, @RequestParam(name = "file", required = false) @Nullable MultipartFile file)
            throws IOException {
        // A browser sends a part without a name when nothing was chosen.
        String name = file == null ? null : file.getOriginalFilename();
        if (file == null || file.isEmpty() && (name == null || name.isBlank())) {
            return refused(view("newImport", new NewImportPage(List.of(Reason.whole("demand.import.refused.noFile")))));
        }
        try (InputStream in = file.getInputStream()) {
            return switch (imports.bring(
                    actor, in, Objects.requireNonNullElse(name, "import"), ui.lang(), Imports.Wish.NONE)) {
                case Outcome.Done<Import>(Import imported) -> redirect(imported.id());
                case Outcome.Refused<Import>(List<Reason> reasons) ->
                    refused(view("newImport", new NewImportPage(reasons)));
                case Outcome.Stale<Import> _ -> refused(view("newImport", new NewImportPage(List.of())));
            };
        }
    }

    @GetMapping("/imports/{id}")
    @Needs(Permission.IMPORT_USE_CASES)
    ModelAndView show(
            Actor actor,
            Ui ui,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String step,
            @RequestParam(required = false) @Nullable Effect effect,
            @RequestParam(defaultValue = "0") int after) {
        return view(
                "import", page(actor, ui, found(actor, id), "columns".equals(step), null, List.of(), effect, after));
    }

    private ImportPage page(
            Actor actor,
            Ui ui,
            Import seen,
            boolean columns,
            @Nullable Plan typed,
            List<Reason> reasons,
            @Nullable Effect effect,
            int after) {
        Imports.Standing standing = imports.standing(seen);
        Import imported = standing.imported();
        Plan plan = typed == null ? imported.plan() : typed;
        Step step = step(standing, columns);
        UnitTree tree = units.tree();
        Effect shown = effect == null ? telling(imported.summary()) : effect;
        List<ImportRow> rows = List.of();
        Integer next = null;
        if (step == Step.CHECKED || step == Step.APPLIED) {
            // What is left out for either reason is one list.
            Set<Effect> asked = shown == Effect.REFUSED || shown == Effect.DUPLICATE
                    ? EnumSet.of(Effect.REFUSED, Effect.DUPLICATE)
                    : EnumSet.of(shown);
            rows = imports.rows(imported, asked, after, ROWS + 1);
            if (rows.size() > ROWS) {
                rows = rows.subList(0, ROWS);
                next = rows.getLast().number();
            }
        }
        return new ImportPage(
                imported,
                step,
                standing.job(),
                plan,
                tree,
                step == Step.COLUMNS ? options(actor, ui, tree, plan.options().defaultUnit()) : List.of(),
                actor.may(Permission.MANAGE_UNITS, null),
                reasons,
                step == Step.CHECKED || step == Step.APPLIED
                        ? imports.frequent(imported, KINDS_OF_PROBLEMS)
                        : List.of(),
                shown,
                rows,
                next,
                step == Step.CHECKED ? imports.newUnits(imported, 8) : List.of());
    }

    private static Step step(Imports.Standing standing, boolean columns) {
        if (standing.busy()) {
            return Step.WORKING;
        }
        Import imported = standing.imported();
        return switch (imported.state()) {
            case READ, DISCARDED -> Step.COLUMNS;
            case CHECKED -> columns || imported.summary() == null ? Step.COLUMNS : Step.CHECKED;
            case APPLIED -> Step.APPLIED;
            case UNDONE -> Step.UNDONE;
        };
    }

    /// The rows that tell most: what changes, else what is new, else what was left out.
    private static Effect telling(@Nullable Summary summary) {
        if (summary == null || summary.changed() > 0) {
            return Effect.CHANGED;
        }
        return summary.fresh() > 0 ? Effect.NEW : summary.refused() > 0 ? Effect.REFUSED : Effect.UNCHANGED;
    }

    private static List<Option> options(Actor actor, Ui ui, UnitTree tree, @Nullable Long chosen) {
        List<Option> options = new ArrayList<>();
        for (UnitTree.Node node : tree.nodes()) {
            Unit unit = node.unit();
            if (unit.open() && actor.may(Permission.IMPORT_USE_CASES, unit.id())) {
                options.add(new Option(
                        unit.code(),
                        "\u2003".repeat(node.depth()) + unit.name(ui.lang()),
                        "",
                        Objects.equals(chosen, unit.id())));
            }
        }
        return options;
    }

    /// How far the work is; sends the reader on when it is over.
    @GetMapping("/imports/{id}/progress")
    @Needs(Permission.IMPORT_USE_CASES)
    @Nullable
    ModelAndView progress(Actor actor, Ui ui, @PathVariable long id, HttpServletResponse response) {
        ImportPage page = page(actor, ui, found(actor, id), false, null, List.of(), null, 0);
        if (page.step() == Step.WORKING) {
            return view("importWorking", page);
        }
        if (!ui.partial()) {
            return redirect(id);
        }
        // The page that shows the outcome takes the place of this one.
        response.setHeader("HX-Redirect", "/imports/" + id);
        return null;
    }

    @PostMapping("/imports/{id}/reading")
    @Needs(Permission.IMPORT_USE_CASES)
    ModelAndView reread(
            Actor actor,
            Ui ui,
            @PathVariable long id,
            @RequestParam long version,
            @RequestParam(required = false) @Nullable String worksheet,
            @RequestParam(required = false) @Nullable String headerRow,
            @RequestParam(required = false) @Nullable String encoding,
            @RequestParam(required = false) @Nullable String delimiter,
            @RequestParam(required = false) @Nullable String tracker,
            RedirectAttributes redirect) {
        var choice = new SheetChoice(
                worksheet,
                headerRow != null && headerRow.matches("\\d{1,6}") ? Integer.valueOf(headerRow) : null,
                encoding,
                delimiter == null || delimiter.isEmpty() ? null : (Character) delimiter.charAt(0));
        Boolean plain = tracker == null || tracker.isEmpty() ? null : (Boolean) tracker.equals(PlanBody.NO_TRACKER);
        return after(
                actor, ui, id, imports.reread(actor, id, version, choice, ui.lang(), plain), redirect, "?step=columns");
    }

    @PostMapping("/imports/{id}/columns")
    @Needs(Permission.IMPORT_USE_CASES)
    ModelAndView plan(
            Actor actor,
            Ui ui,
            @PathVariable long id,
            @RequestParam long version,
            @RequestParam MultiValueMap<String, String> form,
            RedirectAttributes redirect) {
        Import imported = found(actor, id);
        Plan plan = plan(imported.plan(), form);
        return switch (imports.replan(actor, id, version, plan)) {
            case Outcome.Done<Import>(Import planned) ->
                after(actor, ui, id, imports.check(actor, id, planned.version(), false), redirect, "");
            case Outcome.Refused<Import>(List<Reason> reasons) ->
                refused(view("import", page(actor, ui, imported, true, plan, reasons, null, 0)));
            case Outcome.Stale<Import> _ -> stale(id, redirect);
        };
    }

    private Plan plan(Plan before, MultiValueMap<String, String> form) {
        List<ColumnPlan> columns = new ArrayList<>();
        for (int c = 0; c < before.columns().size(); c++) {
            ColumnPlan column = before.columns().get(c);
            String target = form.getFirst("c" + c);
            columns.add(target == null ? column : column.to(Target.named(target).orElse(column.target())));
        }
        String unit = form.getFirst("defaultUnit");
        List<String> keys = Stream.of("key1", "key2")
                .map(form::getFirst)
                .filter(key -> key != null && !key.isEmpty())
                .distinct()
                .toList();
        return new Plan(
                columns,
                new Options(
                        form.getFirst("source"),
                        Objects.requireNonNullElse(
                                form.getFirst("lang"), before.options().lang()),
                        unit == null || unit.isEmpty()
                                ? null
                                : units.byCode(unit).map(Unit::id).orElse(null),
                        form.containsKey("createUnits"),
                        form.containsKey("clear"),
                        form.containsKey("readKind"),
                        keys,
                        form.containsKey("remember"),
                        before.options().tracker(),
                        statuses(before.options().stages(), form)),
                before.choice());
    }

    private static Map<String, String> statuses(Map<String, String> before, MultiValueMap<String, String> form) {
        Map<String, String> statuses = new LinkedHashMap<>();
        int number = 0;
        for (Map.Entry<String, String> status : before.entrySet()) {
            String said = form.getFirst("status" + number++);
            statuses.put(status.getKey(), said == null ? status.getValue() : said);
        }
        return statuses;
    }

    @PostMapping("/imports/{id}/check")
    @Needs(Permission.IMPORT_USE_CASES)
    ModelAndView check(
            Actor actor, Ui ui, @PathVariable long id, @RequestParam long version, RedirectAttributes redirect) {
        return after(actor, ui, id, imports.check(actor, id, version, false), redirect, "");
    }

    @PostMapping("/imports/{id}/apply")
    @Needs(Permission.IMPORT_USE_CASES)
    ModelAndView apply(
            Actor actor, Ui ui, @PathVariable long id, @RequestParam long version, RedirectAttributes redirect) {
        return after(actor, ui, id, imports.apply(actor, id, version), redirect, "");
    }

    @PostMapping("/imports/{id}/undo")
    @Needs(Permission.IMPORT_USE_CASES)
    ModelAndView undo(
            Actor actor, Ui ui, @PathVariable long id, @RequestParam long version, RedirectAttributes redirect) {
        return after(actor, ui, id, imports.undo(actor, id, version), redirect, "");
    }

    @PostMapping("/imports/{id}/stop")
    @Needs(Permission.IMPORT_USE_CASES)
    ModelAndView stop(Actor actor, Ui ui, @PathVariable long id, RedirectAttributes redirect) {
        return after(actor, ui, id, imports.stop(actor, id), redirect, "");
    }

    @PostMapping("/imports/{id}/discard")
    @Needs(Permission.IMPORT_USE_CASES)
    ModelAndView discard(
            Actor actor, Ui ui, @PathVariable long id, @RequestParam long version, RedirectAttributes redirect) {
        Outcome<Import> outcome = imports.discard(actor, id, version);
        if (outcome instanceof Outcome.Done<Import>(Import gone)) {
            Toast.note("demand.import.toast.discarded", gone.fileName()).on(redirect);
            return new ModelAndView("redirect:/imports");
        }
        return after(actor, ui, id, outcome, redirect, "");
    }

    @GetMapping("/imports/{id}/problems.csv")
    @Needs(Permission.IMPORT_USE_CASES)
    void problems(Actor actor, Ui ui, @PathVariable long id, HttpServletResponse response) throws IOException {
        problemFile.write(found(actor, id), ui, response);
    }

    private ModelAndView after(
            Actor actor, Ui ui, long id, Outcome<Import> outcome, RedirectAttributes redirect, String query) {
        return switch (outcome) {
            case Outcome.Done<Import> _ -> new ModelAndView("redirect:/imports/" + id + query);
            case Outcome.Stale<Import> _ -> stale(id, redirect);
            case Outcome.Refused<Import>(List<Reason> reasons) -> {
                Import imported = found(actor, id);
                yield refused(view("import", page(actor, ui, imported, false, null, reasons, null, 0)));
            }
        };
    }

    private static ModelAndView stale(long id, RedirectAttributes redirect) {
        Toast.note("demand.import.toast.stale").on(redirect);
        return redirect(id);
    }

    private static ModelAndView redirect(long id) {
        return new ModelAndView("redirect:/imports/" + id);
    }

    private Import found(Actor actor, long id) {
        return imports.find(actor, id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static ModelAndView refused(ModelAndView page) {
        page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return page;
    }

    private static ModelAndView view(String name, Object page) {
        return new ModelAndView("demand/importing/web/" + name).addObject("page", page);
    }
}
