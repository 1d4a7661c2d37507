package io.sextant.app.demand.gating.unlocking.web;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.unlocking.Unlocks;
import io.sextant.app.demand.gating.unlocking.Unlocks.Best;
import io.sextant.app.demand.gating.unlocking.Unlocks.Detail;
import io.sextant.app.demand.gating.unlocking.Unlocks.Line;
import io.sextant.app.demand.gating.unlocking.Unlocks.Portfolio;
import io.sextant.app.demand.gating.unlocking.Unlocks.Served;
import io.sextant.app.demand.gating.unlocking.Unlocks.Taken;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Cursor;
import io.sextant.app.platform.rest.Problem;
import io.sextant.app.platform.rest.Slice;
import io.sextant.engine.gates.Remedy;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Which single action unlocks most, through the API.
@RestController
@RequestMapping("/api/v1/unlocks")
class UnlockApi {
    private static final String ORDER = "unlocks";

    private final Unlocks unlocks;

    UnlockApi(Unlocks unlocks) {
        this.unlocks = unlocks;
    }

    /// Reads which actions unlock most of what the caller may see, the one that unlocks most first.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping
    PortfolioView readUnlocks(Actor actor) {
        return PortfolioView.of(unlocks.of(actor));
    }

    /// Lists the use cases that an action serves: first those that it unlocks.
    ///
    /// @param alone whether those are left out that wait for something else too
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/{remedy}/use-cases")
    Slice<ServedView> listServed(
            Actor actor,
            @PathVariable String remedy,
            @RequestParam(defaultValue = "false") boolean alone,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int size = Slice.limit(limit);
        String list = ORDER + " " + remedy + " " + alone;
        List<@Nullable String> keys = Cursor.read(list, 1, cursor);
        long skip = keys == null ? 0 : Long.parseLong(String.valueOf(keys.getFirst()));
        Detail detail = Answers.found(unlocks.find(actor, remedy, alone, size + 1, skip));
        return Slice.of(detail.served(), size, ServedView::of, row -> Cursor.after(list, String.valueOf(skip + size)));
    }

    /// Takes up an action that serves all.
    @Needs(Permission.DECIDE_GATES)
    @PostMapping("/{remedy}/start")
    LineView startForAll(Actor actor, @PathVariable String remedy) {
        return LineView.of(Answers.done(unlocks.start(actor, remedy)));
    }

    /// Says that an action for all is done, dropped, or under way again.
    @Needs(Permission.DECIDE_GATES)
    @PutMapping("/{remedy}")
    LineView markForAll(Actor actor, @PathVariable String remedy, @RequestBody MarkingAll body) {
        Unlocks.Mark state = body.state();
        if (state == null) {
            throw Problem.refused(List.of(Reason.of("state", "demand.gates.problem.answer")))
                    .exception();
        }
        return LineView.of(Answers.done(unlocks.mark(actor, remedy, state)));
    }

    /// How far an action for all is.
    record MarkingAll(Unlocks.@Nullable Mark state) {}

    /// What the register waits for.
    ///
    /// @param open how many use cases nothing keeps from their next gate
    /// @param sign how many wait for signatures alone
    /// @param notYet how many wait for actions
    /// @param impossible how many something keeps from it for good
    /// @param at when this was reckoned; absent before the first time
    /// @param changedSince how many use cases changed since and are being looked at again
    record PortfolioView(
            long open,
            long sign,
            long notYet,
            long impossible,
            List<LineView> actions,
            @Nullable BestView best,
            @Nullable Instant at,
            long changedSince) {
        static PortfolioView of(Portfolio p) {
            Best best = p.best();
            return new PortfolioView(
                    p.open(),
                    p.sign(),
                    p.notYet(),
                    p.impossible(),
                    p.lines().stream().map(LineView::of).toList(),
                    best == null
                            ? null
                            : new BestView(
                                    best.remedies().stream().map(Remedy::id).toList(), best.unlocks(), best.proven()),
                    p.at(),
                    p.waiting());
        }
    }

    /// The actions that together unlock most.
    record BestView(List<String> remedies, int unlocks, boolean proven) {}

    /// What one action brings.
    ///
    /// @param servesAll whether it is done once for all use cases
    /// @param steps it and what comes before it and is not done
    /// @param effort work in days of a person, once where it serves all, else for one use case
    /// @param cost euros beside that work, likewise
    /// @param lead waiting in calendar days
    record LineView(
            String remedy,
            String titleFr,
            String titleEn,
            String owner,
            boolean servesAll,
            List<String> steps,
            int unlocks,
            int helps,
            BigDecimal effort,
            BigDecimal cost,
            int lead,
            int underWay,
            @Nullable SharedView shared) {
        static LineView of(Line l) {
            Taken taken = l.shared();
            return new LineView(
                    l.remedy().id(),
                    l.remedy().title().in("fr"),
                    l.remedy().title().in("en"),
                    l.remedy().owner(),
                    l.servesAll(),
                    l.steps().stream().map(Remedy::id).toList(),
                    l.unlocks(),
                    l.helps(),
                    l.effort(),
                    l.cost(),
                    l.lead(),
                    l.underWay(),
                    taken == null ? null : new SharedView(taken.done(), taken.ready(), taken.byName()));
        }
    }

    /// An action that somebody took up for all.
    record SharedView(boolean done, LocalDate ready, String byName) {}

    /// A use case that an action serves.
    ///
    /// @param stage the stage that its next gate opens
    /// @param left identifiers of the criteria that wait for something else
    record ServedView(String id, String title, Stage stage, List<String> left) {
        static ServedView of(Served s) {
            return new ServedView(s.code(), s.title(), s.stage(), s.left());
        }
    }
}
