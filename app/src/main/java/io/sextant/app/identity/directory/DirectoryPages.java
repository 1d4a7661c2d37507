package io.sextant.app.identity.directory;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.identity.Units;
import io.sextant.app.identity.access.Links;
import io.sextant.app.identity.directory.DirectoryImport.Effect;
import io.sextant.app.identity.directory.DirectoryImport.State;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.sheet.CsvWriter;
import io.sextant.app.platform.sheet.Download;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.sheet.SheetWriter;
import io.sextant.app.platform.sheet.SheetWriter.Format;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Tab;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// People in bulk from a file: bringing it, seeing what it would do, carrying it out, taking it back.
@Controller
public class DirectoryPages {
    private static final int ROWS = 50;
    private static final int PROBLEMS = 50;
    private static final int PART = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// The page that asks for a file.
    public record NewPage(List<DirectoryImport> files, List<Reason> reasons) {}

    /// The page that asks what the columns of a file say.
    public record ColumnsPage(DirectoryImport file, List<Reason> reasons) {
        /// What a column may say.
        public List<Option> fields(DirectoryImport.Column column, Ui ui) {
            DirectoryField said = column.field();
            return Arrays.stream(DirectoryField.values())
                    .map(f ->
                            Option.of(f.name(), ui.t("identity.directory.field." + f), said == null ? "" : said.name()))
                    .toList();
        }

        /// How many columns are read.
        public long read() {
            return file.columns().stream().filter(c -> c.field() != null).count();
        }
    }

    /// The page of a file.
    ///
    /// @param problems the first of what there is to say
    /// @param more whether there is more to say
    /// @param shown the effect whose rows are listed
    /// @param next the place after which the list goes on; absent at its end
    public record FilePage(
            DirectoryImport file,
            List<SheetProblem> problems,
            boolean more,
            Effect shown,
            List<DirectoryRow> rows,
            @Nullable Integer next,
            UnitTree units) {
        /// The effects that have rows, in their order.
        public List<Tab> tabs(Ui ui) {
            return Arrays.stream(Effect.values())
                    .filter(e -> file.count(e) > 0)
                    .map(e -> new Tab(
                            ui.t("identity.directory.effect." + e),
                            "/admin/people/imports/" + file.id() + "?effect=" + e,
                            e == shown,
                            (long) file.count(e)))
                    .toList();
        }

        /// What changes in a row, in words.
        public String change(DirectoryRow row, Ui ui) {
            var wanted = row.wanted();
            var before = row.before();
            if (wanted == null) {
                return "";
            }
            var parts = new ArrayList<String>();
            if (before != null && !before.name().equals(wanted.name())) {
                parts.add(ui.t("identity.directory.was", before.name(), wanted.name()));
            }
            if (wanted.title() != null && (before == null || !wanted.title().equals(before.title()))) {
                parts.add(wanted.title());
            }
            if (wanted.language() != null
                    && (before == null || !wanted.language().equals(before.language()))) {
                parts.add(wanted.language().equals("fr") ? "Français" : "English");
            }
            var grants = wanted.grants();
            if (grants != null && (before == null || !grants.equals(before.grants()))) {
                parts.add(
                        grants.isEmpty()
                                ? ui.t("identity.person.noRole")
                                : ui.list(grants.stream()
                                        .map(g -> {
                                            var role = ui.t("identity.role." + g.role() + ".title");
                                            var unit = g.unitId();
                                            return unit == null
                                                    ? role
                                                    : ui.t(
                                                            "identity.grant.in",
                                                            role,
                                                            units.find(unit)
                                                                    .map(u -> u.name(ui.lang()))
                                                                    .orElse("?"));
                                        })
                                        .sorted()
                                        .toList()));
            }
            return String.join(" · ", parts);
        }
    }

    private final DirectoryImports imports;
    private final Units units;
    private final Links links;

    DirectoryPages(DirectoryImports imports, Units units, Links links) {
        this.imports = imports;
        this.units = units;
        this.links = links;
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @GetMapping("/admin/people/imports")
    String ask(Actor actor, Model model) {
        return page(actor, List.of(), model);
    }

    private String page(Actor actor, List<Reason> reasons, Model model) {
        model.addAttribute("page", new NewPage(imports.list(actor), reasons));
        return "identity/directory/newFile";
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/admin/people/imports")
    String bring(
            Actor actor,
            @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
            HttpServletResponse response,
            Model model)
            throws IOException {
        String name = file == null ? null : file.getOriginalFilename();
        Outcome<DirectoryImport> outcome;
        if (file == null || file.isEmpty() && (name == null || name.isBlank())) {
            outcome = Outcome.refused(Reason.whole("identity.directory.noFile"));
        } else {
            try (InputStream in = file.getInputStream()) {
                outcome = imports.bring(actor, in, Objects.requireNonNullElse(name, "import"));
            }
        }
        if (outcome instanceof Outcome.Done<DirectoryImport>(DirectoryImport brought)) {
            return "redirect:" + address(brought.id());
        }
        response.setStatus(422);
        return page(
                actor,
                outcome instanceof Outcome.Refused<DirectoryImport>(List<Reason> reasons) ? reasons : List.of(),
                model);
    }

    private static String address(long id) {
        return "/admin/people/imports/" + id;
    }

    /// Asks what the columns of a file say, as long as it is not carried out.
    @Needs(Permission.MANAGE_PEOPLE)
    @GetMapping("/admin/people/imports/{id}/columns")
    String columns(Actor actor, @PathVariable long id, Model model) {
        DirectoryImport file = found(actor, id);
        if (file.working() || file.state() != State.BROUGHT && file.state() != State.CHECKED) {
            return "redirect:" + address(id);
        }
        return columns(file, List.of(), model);
    }

    private static String columns(DirectoryImport file, List<Reason> reasons, Model model) {
        model.addAttribute("page", new ColumnsPage(file, reasons));
        return "identity/directory/columns";
    }

    /// Checks a file whose columns say this.
    ///
    /// @param said `c0`, `c1`… with what each column says; empty for one that is not read
    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/admin/people/imports/{id}/columns")
    String check(
            Actor actor,
            @PathVariable long id,
            @RequestParam Map<String, String> said,
            HttpServletResponse response,
            Model model) {
        DirectoryImport file = found(actor, id);
        List<@Nullable DirectoryField> fields = new ArrayList<>();
        for (DirectoryImport.Column column : file.columns()) {
            fields.add(field(said.get("c" + column.index())));
        }
        if (imports.check(actor, id, fields) instanceof Outcome.Refused<DirectoryImport>(List<Reason> reasons)) {
            response.setStatus(422);
            List<DirectoryImport.Column> typed = file.columns().stream()
                    .map(c -> c.saying(fields.get(c.index())))
                    .toList();
            return columns(file.saying(typed), reasons, model);
        }
        imports.await(actor, id, PATIENCE);
        return "redirect:" + address(id);
    }

    private static @Nullable DirectoryField field(@Nullable String name) {
        return Arrays.stream(DirectoryField.values())
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /// How far the work is; sends the reader on when it is over.
    @Needs(Permission.MANAGE_PEOPLE)
    @GetMapping("/admin/people/imports/{id}/progress")
    @Nullable
    String progress(Actor actor, Ui ui, @PathVariable long id, HttpServletResponse response, Model model) {
        DirectoryImport file = found(actor, id);
        if (!ui.partial()) {
            return "redirect:" + address(id);
        }
        if (file.working()) {
            model.addAttribute("file", file);
            return "identity/directory/working";
        }
        response.setHeader("HX-Redirect", address(id));
        return null;
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/admin/people/imports/{id}/discard")
    String discard(Actor actor, @PathVariable long id, RedirectAttributes redirect) {
        if (imports.discard(actor, id) instanceof Outcome.Refused<Boolean>(List<Reason> reasons)) {
            return told(new Outcome.Refused<>(reasons), id, "", redirect);
        }
        Toast.done("identity.directory.discarded").on(redirect);
        return "redirect:/admin/people/imports";
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @GetMapping("/admin/people/imports/{id}")
    String show(
            Actor actor,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Effect effect,
            @RequestParam(defaultValue = "0") int after,
            Model model) {
        DirectoryImport file = found(actor, id);
        if (file.state() == State.BROUGHT && !file.working()) {
            return columns(file, List.of(), model);
        }
        Effect shown = effect == null ? telling(file) : effect;
        List<DirectoryRow> rows = imports.rows(actor, id, EnumSet.of(shown), after, ROWS + 1);
        boolean on = rows.size() > ROWS;
        List<DirectoryRow> listed = on ? rows.subList(0, ROWS) : rows;
        List<SheetProblem> problems = imports.telling(actor, id, 0, PROBLEMS + 1).stream()
                .flatMap(r -> r.problems().stream())
                .filter(p -> p.severity() != SheetProblem.Severity.INFO)
                .toList();
        boolean more = problems.size() > PROBLEMS;
        model.addAttribute(
                "page",
                new FilePage(
                        file,
                        more ? problems.subList(0, PROBLEMS) : problems,
                        more,
                        shown,
                        listed,
                        on ? listed.getLast().seq() : null,
                        units.tree()));
        return "identity/directory/file";
    }

    /// The rows that tell most.
    private static Effect telling(DirectoryImport file) {
        for (Effect effect : List.of(Effect.NEW, Effect.CHANGED, Effect.REFUSED, Effect.MISSING)) {
            if (file.count(effect) > 0) {
                return effect;
            }
        }
        return Effect.SAME;
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/admin/people/imports/{id}/apply")
    String apply(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "false") boolean closeMissing,
            RedirectAttributes redirect) {
        Outcome<DirectoryImport> outcome = imports.apply(actor, id, closeMissing);
        return told(outcome, id, over(actor, id, State.APPLIED) ? "identity.directory.done" : "", redirect);
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/admin/people/imports/{id}/undo")
    String undo(Actor actor, @PathVariable long id, RedirectAttributes redirect) {
        Outcome<DirectoryImport> outcome = imports.undo(actor, id);
        return told(outcome, id, over(actor, id, State.UNDONE) ? "identity.directory.undone" : "", redirect);
    }

    /// Whether work that takes no time came to its end.
    private boolean over(Actor actor, long id, State end) {
        return imports.await(actor, id, PATIENCE).filter(f -> f.state() == end).isPresent();
    }

    private static String told(Outcome<?> outcome, long id, String done, RedirectAttributes redirect) {
        if (outcome instanceof Outcome.Refused<?>(List<Reason> reasons)) {
            if (reasons.getFirst().code().endsWith(".notFound")) {
                throw new ResponseStatusException(HttpStatus.NOT_FOUND);
            }
            Toast.fault(reasons.getFirst().code()).on(redirect);
        } else if (!done.isEmpty()) {
            Toast.done(done).on(redirect);
        }
        return "redirect:/admin/people/imports/" + id;
    }

    /// The links of everybody who is new, as a file that is written nowhere else.
    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/admin/people/imports/{id}/invitations")
    void invite(Actor actor, @PathVariable long id, Ui ui, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var outcome = imports.invite(actor, id);
        if (!(outcome instanceof Outcome.Done<List<DirectoryImports.Invited>>(var invited))) {
            throw new ResponseStatusException(
                    found(actor, id).state() == State.APPLIED ? HttpStatus.CONFLICT : HttpStatus.NOT_FOUND);
        }
        Format format = Format.csv(ui.lang());
        Download.start(response, ui.t("identity.directory.invitations.file"), format);
        try (SheetWriter writer = new CsvWriter(
                response.getOutputStream(),
                format,
                List.of(
                        ui.t("identity.field.name"),
                        ui.t("identity.field.email"),
                        ui.t("identity.directory.link"),
                        ui.t("identity.directory.until")))) {
            for (var one : invited) {
                writer.row(List.of(
                        one.name(),
                        one.email(),
                        links.invitation(one.link(), request),
                        ui.dateTime(one.link().expiresAt())));
            }
        }
    }

    /// All that there is to say about the rows.
    @Needs(Permission.MANAGE_PEOPLE)
    @GetMapping("/admin/people/imports/{id}/problems.csv")
    void problems(Actor actor, @PathVariable long id, Ui ui, HttpServletResponse response) throws IOException {
        DirectoryImport file = found(actor, id);
        Format format = Format.csv(ui.lang());
        Download.start(response, ui.t("identity.directory.problems.file", file.fileName()), format);
        List<String> headings = List.of(
                ui.t("identity.directory.problem.severity"),
                ui.t("identity.directory.problem.row"),
                ui.t("identity.directory.problem.column"),
                ui.t("identity.directory.problem.heading"),
                ui.t("identity.directory.problem.value"),
                ui.t("identity.directory.problem.message"),
                ui.t("identity.directory.problem.mend"));
        try (SheetWriter writer = new CsvWriter(response.getOutputStream(), format, headings)) {
            int after = 0;
            while (true) {
                List<DirectoryRow> part = imports.telling(actor, id, after, PART);
                if (part.isEmpty()) {
                    return;
                }
                for (DirectoryRow row : part) {
                    for (SheetProblem p : row.problems()) {
                        writer.row(Arrays.asList(
                                ui.t("platform.sheet.severity." + p.severity()),
                                p.row() == 0 ? null : p.row(),
                                p.letter(),
                                p.heading(),
                                p.value(),
                                DirectoryView.message(p, ui),
                                DirectoryView.mend(p, ui)));
                    }
                }
                after = part.getLast().seq();
            }
        }
    }

    private DirectoryImport found(Actor actor, long id) {
        return imports.find(actor, id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
