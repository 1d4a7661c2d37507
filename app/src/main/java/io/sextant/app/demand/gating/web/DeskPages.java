package io.sextant.app.demand.gating.web;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.Deeds;
import io.sextant.app.demand.gating.Deeds.Deed;
import io.sextant.app.demand.gating.Deeds.Result;
import io.sextant.app.demand.gating.Deeds.Undo;
import io.sextant.app.demand.gating.DeskQuery;
import io.sextant.app.demand.gating.DeskQuery.Due;
import io.sextant.app.demand.gating.DeskQuery.Kind;
import io.sextant.app.demand.gating.Desks;
import io.sextant.app.demand.gating.Drafting;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.InPlace;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.ui.NavEntry;
import io.sextant.app.platform.ui.Section;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// What waits for whoever is signed in, and what they do of it without leaving the page.
@Controller
class DeskPages {
    /// Lines of a kind where all kinds are shown, and where one is.
    private static final int FEW = 20;

    private static final int SIZE = 50;
    /// Most deeds that the word on the next page takes back: its address has to stay short.
    private static final int SHORT = 40;

    private final Desks desks;
    private final Deeds deeds;
    private final Gates gates;
    private final Drafting drafting;
    private final UseCases useCases;
    private final Units units;

    DeskPages(Desks desks, Deeds deeds, Gates gates, Drafting drafting, UseCases useCases, Units units) {
        this.desks = desks;
        this.deeds = deeds;
        this.gates = gates;
        this.drafting = drafting;
        this.useCases = useCases;
        this.units = units;
    }

    @Bean
    static NavEntry deskEntry() {
        return new NavEntry(Section.STEER, "demand.nav.desk", "inbox", "/desk", Permission.VIEW_USE_CASES.name(), 5);
    }

    @GetMapping("/desk")
    @Needs(Permission.VIEW_USE_CASES)
    ModelAndView desk(
            Actor actor,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String gate,
            @RequestParam(required = false) @Nullable String unit,
            @RequestParam(required = false) @Nullable String due,
            @RequestParam(required = false) @Nullable String page) {
        DeskQuery query = query(kind, gate, unit, due);
        int number = page != null && page.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(page) : 1;
        return new ModelAndView("demand/gating/web/desk", "page", page(actor, query, number));
    }

    private DeskPage page(Actor actor, DeskQuery query, int number) {
        Map<Kind, Integer> counts = desks.counts(actor, query);
        Kind kind = query.kind();
        int size = kind == null ? FEW : SIZE;
        int pages = kind == null ? 1 : Math.max(1, (counts.getOrDefault(kind, 0) + size - 1) / size);
        int at = Math.clamp(number, 1, pages);
        return new DeskPage(
                desks.of(actor, query.stretch((at - 1) * size, size)),
                counts,
                query,
                at,
                size,
                query.narrowed() ? List.of() : drafting.drafts(actor),
                gates,
                units.tree(),
                gates.today());
    }

    /// What a query narrows to; what it does not know narrows nothing.
    private DeskQuery query(@Nullable String kind, @Nullable String gate, @Nullable String unit, @Nullable String due) {
        Stage stage = known(Stage.values(), Stage::name, gate);
        return new DeskQuery(
                known(Kind.values(), Kind::name, kind),
                stage == Stage.IDEA ? null : stage,
                unit == null || unit.isBlank()
                        ? null
                        : units.byCode(unit).map(Unit::id).orElse(null),
                known(Due.values(), Due::name, due),
                0,
                FEW);
    }

    private static <E> @Nullable E known(E[] values, Function<E, String> name, @Nullable String given) {
        return Arrays.stream(values)
                .filter(v -> name.apply(v).equals(given))
                .findFirst()
                .orElse(null);
    }

    /// Does one thing (`one`) or those that are ticked (`line`), and says what became of each where one was refused.
    @InPlace
    @PostMapping("/desk")
    @Needs(Permission.VIEW_USE_CASES)
    ModelAndView act(
            Actor actor, Ui ui, @RequestParam MultiValueMap<String, String> form, RedirectAttributes redirect) {
        String back = back(form.getFirst("back"));
        String one = form.getFirst("one");
        List<String> lines = one == null ? form.getOrDefault("line", List.of()) : List.of(one);
        if (lines.size() > Deeds.MOST) {
            Toast.fault("demand.desk.refused.many", String.valueOf(Deeds.MOST)).on(redirect);
            return new ModelAndView("redirect:" + back);
        }
        List<Deed> asked = lines.stream()
                .flatMap(line -> DeskLine.deed(line, words(form, line, one != null)).stream())
                .toList();
        if (asked.isEmpty()) {
            Toast.note("demand.desk.nothing").on(redirect);
            return new ModelAndView("redirect:" + back);
        }
        List<Result> results = deeds.carryOut(actor, asked);
        List<String> undo = results.stream()
                .flatMap(r -> Optional.ofNullable(r.undo()).stream())
                .map(DeskLine::undo)
                .toList();
        String place = place(actor);
        if (results.size() == 1 && !results.getFirst().done()) {
            Reason why = results.getFirst().reasons().getFirst();
            Toast.fault(why.code(), why.args().stream().map(String::valueOf).toArray(String[]::new))
                    .on(redirect);
            return new ModelAndView("redirect:" + back);
        }
        if (results.stream().allMatch(Result::done) && undo.size() <= SHORT) {
            Toast toast = Toast.done(done(asked, results.size()), String.valueOf(results.size()));
            String path = "/desk/undo?back=" + URLEncoder.encode(back, StandardCharsets.UTF_8) + place + "&of="
                    + String.join(
                            "&of=",
                            undo.stream().map(u -> u.replace("|", "%7C")).toList());
            (undo.isEmpty() ? toast : toast.undo(path)).on(redirect);
            return new ModelAndView("redirect:" + back);
        }
        var titles = new LinkedHashMap<UseCaseId, String>();
        asked.stream().map(Deed::id).distinct().forEach(id -> useCases.find(actor, id)
                .ifPresent(u -> titles.put(id, u.content().in(ui.lang()).title())));
        return new ModelAndView(
                "demand/gating/web/deskReport",
                "page",
                new DeskReportPage(results, titles, undo, back, actor.inPlaceOf(), gates));
    }

    /// The words of a deed: those typed beside it, or those typed for all that are ticked.
    private static String words(MultiValueMap<String, String> form, String line, boolean alone) {
        String[] parts = line.split("\\|", 3);
        String name = alone && parts.length > 1 ? "words." + parts[0] + "." + parts[1] : "words";
        return Optional.ofNullable(form.getFirst(name)).orElse("");
    }

    private static String done(List<Deed> asked, int count) {
        String what =
                switch (asked.getFirst()) {
                    case Deed.Sign _ -> "sign";
                    case Deed.Finish _ -> "finish";
                    case Deed.Ask _ -> "ask";
                    case Deed.Go _ -> "go";
                };
        return "demand.desk.done." + what + (count == 1 ? ".one" : "");
    }

    private static String place(Actor actor) {
        Who.Absent absent = actor.inPlaceOf();
        return absent == null ? "" : "&" + InPlace.PARAMETER + "=" + absent.userId();
    }

    private static String back(@Nullable String given) {
        return given != null && (given.equals("/desk") || given.startsWith("/desk?")) ? given : "/desk";
    }

    /// Takes back what was done from the desk.
    @InPlace
    @PostMapping("/desk/undo")
    @Needs(Permission.VIEW_USE_CASES)
    String undo(
            Actor actor,
            @RequestParam(defaultValue = "") List<String> of,
            @RequestParam(required = false) @Nullable String back,
            RedirectAttributes redirect) {
        List<Undo> undos =
                of.stream().flatMap(line -> DeskLine.undo(line).stream()).toList();
        int undone = deeds.undo(actor, undos);
        (undone == of.size()
                        ? Toast.done(
                                undone == 1 ? "demand.desk.undone.one" : "demand.desk.undone", String.valueOf(undone))
                        : Toast.note("demand.desk.undoneSome", String.valueOf(undone), String.valueOf(of.size())))
                .on(redirect);
        return "redirect:" + back(back);
    }
}
