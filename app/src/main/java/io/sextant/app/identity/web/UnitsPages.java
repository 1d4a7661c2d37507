package io.sextant.app.identity.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
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

/// Administration of the tree of business units.
@Controller
public class UnitsPages {
    /// The tree.
    ///
    /// @param open how many units can be chosen
    public record TreePage(List<Line> lines, long open, boolean closedShown, boolean anyClosed) {}

    /// A unit in the tree.
    ///
    /// @param depth 1 for a root
    /// @param other its name in the other language, where it differs
    /// @param mayManage whether the reader may change it
    public record Line(Unit unit, int depth, String name, String other, boolean mayManage) {}

    /// One unit, or one to be.
    ///
    /// @param unit absent for a new one
    public record UnitPage(
            @Nullable Unit unit,
            String code,
            String nameFr,
            String nameEn,
            @Nullable Long parentId,
            List<Unit> path,
            List<Option> parents,
            List<Option> others,
            boolean hasOpenChildren,
            Forms names,
            Forms place,
            Forms end) {}

    private final Units units;

    UnitsPages(Units units) {
        this.units = units;
    }

    @Needs(Permission.MANAGE_UNITS)
    @GetMapping("/admin/units")
    String tree(Actor actor, @RequestParam(defaultValue = "false") boolean closed, Ui ui, Model model) {
        var tree = units.tree();
        var nodes = tree.nodes();
        model.addAttribute(
                "page",
                new TreePage(
                        nodes.stream()
                                .filter(n -> closed || n.unit().open())
                                .map(n -> line(n, actor, ui))
                                .toList(),
                        nodes.stream().filter(n -> n.unit().open()).count(),
                        closed,
                        nodes.stream().anyMatch(n -> !n.unit().open())));
        return "identity/web/units";
    }

    private static Line line(UnitTree.Node node, Actor actor, Ui ui) {
        var unit = node.unit();
        var name = unit.name(ui.lang());
        var other = unit.name(ui.language().other().code());
        return new Line(
                unit,
                node.depth() + 1,
                name,
                other.equals(name) ? "" : other,
                actor.may(Permission.MANAGE_UNITS, unit.id()));
    }

    @Needs(Permission.MANAGE_UNITS)
    @GetMapping("/admin/units/new")
    String fresh(Actor actor, @RequestParam(required = false) @Nullable Long parent, Ui ui, Model model) {
        var draft = new Draft(null);
        draft.parentId = parent;
        return page(draft, actor, ui, model);
    }

    @Needs(Permission.MANAGE_UNITS)
    @PostMapping("/admin/units")
    String create(
            Actor actor,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String nameFr,
            @RequestParam(defaultValue = "") String nameEn,
            @RequestParam(required = false) @Nullable Long parentId,
            HttpServletResponse response,
            Ui ui,
            RedirectAttributes redirect,
            Model model) {
        var outcome = units.create(actor, new Units.NewUnit(code, nameFr, nameEn, parentId));
        if (outcome instanceof Outcome.Done<Unit>(var unit)) {
            Toast.done("identity.unit.created", unit.name(ui.lang())).on(redirect);
            return "redirect:/admin/units";
        }
        var draft = new Draft(null);
        draft.code = code;
        draft.nameFr = nameFr;
        draft.nameEn = nameEn;
        draft.parentId = parentId;
        draft.names = Forms.of(outcome);
        return back(draft, outcome, actor, response, ui, model);
    }

    @Needs(Permission.MANAGE_UNITS)
    @GetMapping("/admin/units/{id}")
    String show(Actor actor, @PathVariable long id, Ui ui, Model model) {
        return page(new Draft(unit(id)), actor, ui, model);
    }

    @Needs(Permission.MANAGE_UNITS)
    @PostMapping("/admin/units/{id}")
    String rename(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String nameFr,
            @RequestParam(defaultValue = "") String nameEn,
            HttpServletResponse response,
            Ui ui,
            RedirectAttributes redirect,
            Model model) {
        var unit = unit(id);
        var outcome = units.rename(actor, id, version, new Units.Renaming(code, nameFr, nameEn));
        if (outcome instanceof Outcome.Done<Unit>) {
            return saved(id, redirect);
        }
        var draft = new Draft(unit);
        draft.code = code;
        draft.nameFr = nameFr;
        draft.nameEn = nameEn;
        draft.names = Forms.of(outcome);
        return back(draft, outcome, actor, response, ui, model);
    }

    @Needs(Permission.MANAGE_UNITS)
    @PostMapping("/admin/units/{id}/move")
    String move(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam(required = false) @Nullable Long parentId,
            HttpServletResponse response,
            Ui ui,
            RedirectAttributes redirect,
            Model model) {
        var draft = new Draft(unit(id));
        var outcome = units.move(actor, id, version, parentId);
        if (outcome instanceof Outcome.Done<Unit>) {
            return saved(id, redirect);
        }
        draft.place = Forms.of(outcome);
        return back(draft, outcome, actor, response, ui, model);
    }

    @Needs(Permission.MANAGE_UNITS)
    @PostMapping("/admin/units/{id}/close")
    String close(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam(required = false) @Nullable Long into,
            @RequestParam(defaultValue = "") String reason,
            HttpServletResponse response,
            Ui ui,
            RedirectAttributes redirect,
            Model model) {
        var unit = unit(id);
        var outcome = units.close(actor, id, version, into, reason);
        if (outcome instanceof Outcome.Done<Unit>) {
            Toast.done("identity.unit.closedToast", unit.name(ui.lang())).on(redirect);
            return "redirect:/admin/units";
        }
        var draft = new Draft(unit);
        draft.end = Forms.of(outcome);
        return back(draft, outcome, actor, response, ui, model);
    }

    @Needs(Permission.MANAGE_UNITS)
    @PostMapping("/admin/units/{id}/reopen")
    String reopen(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "0") long version,
            HttpServletResponse response,
            Ui ui,
            RedirectAttributes redirect,
            Model model) {
        var draft = new Draft(unit(id));
        var outcome = units.reopen(actor, id, version);
        if (outcome instanceof Outcome.Done<Unit>) {
            return saved(id, redirect);
        }
        draft.end = Forms.of(outcome);
        return back(draft, outcome, actor, response, ui, model);
    }

    private static String saved(long id, RedirectAttributes redirect) {
        Toast.done("ui.saved").on(redirect);
        return "redirect:/admin/units/" + id;
    }

    private String back(
            Draft draft, Outcome<?> outcome, Actor actor, HttpServletResponse response, Ui ui, Model model) {
        response.setStatus(outcome instanceof Outcome.Stale<?> ? 409 : 422);
        return page(draft, actor, ui, model);
    }

    private Unit unit(long id) {
        return units.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    /// What the page shows besides what is stored.
    private static final class Draft {
        private final @Nullable Unit unit;
        private String code = "";
        private String nameFr = "";
        private String nameEn = "";
        private @Nullable Long parentId;
        private Forms names = Forms.FRESH;
        private Forms place = Forms.FRESH;
        private Forms end = Forms.FRESH;

        Draft(@Nullable Unit unit) {
            this.unit = unit;
            if (unit != null) {
                code = unit.code();
                nameFr = unit.nameFr();
                nameEn = unit.nameEn();
                parentId = unit.parentId();
            }
        }
    }

    private String page(Draft draft, Actor actor, Ui ui, Model model) {
        var tree = units.tree();
        var unit = draft.unit;
        model.addAttribute(
                "page",
                new UnitPage(
                        unit,
                        draft.code,
                        draft.nameFr,
                        draft.nameEn,
                        draft.parentId,
                        unit == null ? List.of() : tree.path(unit.id()),
                        places(tree, unit, draft.parentId, actor, ui),
                        places(tree, unit, null, actor, ui),
                        unit != null && tree.children(unit.id()).stream().anyMatch(Unit::open),
                        draft.names,
                        draft.place,
                        draft.end));
        return "identity/web/unit";
    }

    /// The open units where this one may go: not below itself, and where the actor manages units.
    private static List<Option> places(UnitTree tree, @Nullable Unit unit, @Nullable Long chosen, Actor actor, Ui ui) {
        var own = unit == null ? java.util.Set.<Long>of() : tree.subtree(unit.id());
        return tree.nodes().stream()
                .filter(n -> n.unit().open() && !own.contains(n.unit().id()))
                .filter(n -> actor.may(Permission.MANAGE_UNITS, n.unit().id())
                        || Objects.equals(chosen, n.unit().id()))
                .map(n -> Option.of(
                        String.valueOf(n.unit().id()),
                        tree.path(n.unit().id()).stream()
                                .map(u -> u.name(ui.lang()))
                                .collect(Collectors.joining(" › ")),
                        chosen == null ? null : String.valueOf(chosen)))
                .toList();
    }
}
