package io.sextant.app.board.web;

import io.sextant.app.board.Brief;
import io.sextant.app.board.Briefs;
import io.sextant.app.board.Story;
import io.sextant.app.board.Storyteller;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The board room: the kept briefs, a brief as a page, the making of one.
@Controller
public class BoardPages {
    private static final int LISTED = 100;

    /// The kept briefs.
    ///
    /// @param mayMake whether the reader may prepare one
    public record ListPage(List<Line> lines, boolean mayMake) {}

    /// A kept brief in the list.
    ///
    /// @param scope what it covers, in the reader's language
    public record Line(Briefs.Entry entry, String scope) {}

    /// A brief.
    ///
    /// @param id its number; 0 for a preview
    /// @param other the language that is not the reader's
    public record BriefPage(long id, Story story, Lang other) {}

    /// The making of a brief.
    ///
    /// @param units what it may cover
    /// @param everything whether it may cover the whole organisation
    /// @param preview what it would say; absent when it cannot be made so
    /// @param reasons what keeps it from being made
    public record NewPage(
            String title,
            List<Option> units,
            boolean everything,
            @Nullable Story preview,
            List<Reason> reasons) {
        /// What is wrong with a field; absent when nothing is.
        public @Nullable String about(String field, Ui ui) {
            return reasons.stream()
                    .filter(r -> field.equals(r.field()))
                    .findFirst()
                    .map(ui::t)
                    .orElse(null);
        }
    }

    private final Briefs briefs;
    private final Storyteller storyteller;
    private final BriefFiles files;
    private final Units units;
    private final Clock clock;

    BoardPages(Briefs briefs, Storyteller storyteller, BriefFiles files, Units units, Clock clock) {
        this.briefs = briefs;
        this.storyteller = storyteller;
        this.files = files;
        this.units = units;
        this.clock = clock;
    }

    @Needs(Permission.VIEW_BRIEFS)
    @GetMapping("/board")
    String list(Actor actor, Ui ui, Model model) {
        UnitTree tree = units.tree();
        List<Line> lines = briefs.list(actor, null, LISTED).stream()
                .map(e -> new Line(e, scope(tree, e.unit(), ui)))
                .toList();
        model.addAttribute("page", new ListPage(lines, actor.may(Permission.MAKE_BRIEFS)));
        return "board/web/briefs";
    }

    private static String scope(UnitTree tree, @Nullable String code, Ui ui) {
        if (code == null) {
            return ui.t("board.tell.scope.all");
        }
        String name = tree.byCode(code).map(u -> u.name(ui.lang())).orElse(code);
        return ui.t("board.tell.scope.unit", name);
    }

    @Needs(Permission.MAKE_BRIEFS)
    @GetMapping("/board/new")
    String prepare(
            Actor actor,
            Ui ui,
            @RequestParam(required = false) @Nullable String title,
            @RequestParam(required = false) @Nullable String unit,
            Model model) {
        String named = title == null ? suggested(ui) : title;
        model.addAttribute("page", newPage(actor, ui, named, covered(actor, unit), List.of()));
        return ui.partial() ? "board/web/preview" : "board/web/newBrief";
    }

    /// Whoever may not cover the whole begins with the first unit in their charge.
    private @Nullable String covered(Actor actor, @Nullable String unit) {
        if (unit != null || actor.may(Permission.MAKE_BRIEFS, null)) {
            return unit;
        }
        return choices(actor).stream().findFirst().map(n -> n.unit().code()).orElse(null);
    }

    private List<UnitTree.Node> choices(Actor actor) {
        return units.tree().nodes().stream()
                .filter(n -> n.unit().open()
                        && actor.may(Permission.MAKE_BRIEFS, n.unit().id()))
                .toList();
    }

    private String suggested(Ui ui) {
        return ui.t(
                "board.new.title.suggested",
                ui.month(YearMonth.from(clock.instant().atZone(ui.formats().zone()))));
    }

    private NewPage newPage(Actor actor, Ui ui, String title, @Nullable String unit, List<Reason> refused) {
        List<Option> options = choices(actor).stream()
                .map(n -> Option.of(n.unit().code(), "\u2003".repeat(n.depth()) + name(n.unit(), ui), unit))
                .toList();
        Story story = null;
        List<Reason> reasons = refused;
        switch (briefs.preview(actor, title, unit)) {
            case Outcome.Done<Brief>(var brief) -> story = storyteller.tell(brief, ui.language());
            case Outcome.Refused<Brief>(var why) -> reasons = refused.isEmpty() ? why : refused;
            case Outcome.Stale<Brief> stale -> throw new IllegalStateException("a preview has no version: " + stale);
        }
        return new NewPage(title, options, actor.may(Permission.MAKE_BRIEFS, null), story, reasons);
    }

    private static String name(Unit unit, Ui ui) {
        return unit.name(ui.lang());
    }

    @Needs(Permission.MAKE_BRIEFS)
    @PostMapping("/board")
    String make(
            Actor actor,
            Ui ui,
            @RequestParam(defaultValue = "") String title,
            @RequestParam(required = false) @Nullable String unit,
            HttpServletResponse response,
            RedirectAttributes redirect,
            Model model) {
        switch (briefs.make(actor, title, unit)) {
            case Outcome.Done<Brief>(var brief) -> {
                Toast.done("board.new.made").on(redirect);
                return "redirect:/board/" + brief.id();
            }
            case Outcome.Refused<Brief>(var reasons) -> {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                model.addAttribute("page", newPage(actor, ui, title, unit, reasons));
                return "board/web/newBrief";
            }
            case Outcome.Stale<Brief> stale -> throw new IllegalStateException("a new brief has no version: " + stale);
        }
    }

    @Needs(Permission.VIEW_BRIEFS)
    @GetMapping("/board/{id:\\d+}")
    String show(Actor actor, Ui ui, @PathVariable long id, Model model) {
        Brief brief = found(actor, id);
        Lang lang = ui.language();
        model.addAttribute("page", new BriefPage(id, storyteller.tell(brief, lang), lang.other()));
        return "board/web/brief";
    }

    @Needs(Permission.VIEW_BRIEFS)
    @GetMapping("/board/{id:\\d+}/pdf")
    ResponseEntity<byte[]> pdf(
            Actor actor, Ui ui, @PathVariable long id, @RequestParam(required = false) @Nullable String lang) {
        return files.pdf(found(actor, id), language(lang, ui));
    }

    @Needs(Permission.VIEW_BRIEFS)
    @GetMapping("/board/{id:\\d+}/pptx")
    ResponseEntity<byte[]> slides(
            Actor actor, Ui ui, @PathVariable long id, @RequestParam(required = false) @Nullable String lang) {
        return files.slides(found(actor, id), language(lang, ui));
    }

    private Brief found(Actor actor, long id) {
        return briefs.find(actor, id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static Lang language(@Nullable String asked, Ui ui) {
        return Objects.requireNonNullElse(Lang.of(asked), ui.language());
    }
}
