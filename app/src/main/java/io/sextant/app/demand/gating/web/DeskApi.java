package io.sextant.app.demand.gating.web;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.gating.Deeds;
import io.sextant.app.demand.gating.Deeds.Deed;
import io.sextant.app.demand.gating.Desk;
import io.sextant.app.demand.gating.DeskQuery;
import io.sextant.app.demand.gating.DeskQuery.Due;
import io.sextant.app.demand.gating.DeskQuery.Kind;
import io.sextant.app.demand.gating.Desks;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.InPlace;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.rest.Problem;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The desk through the API.
@RestController
@RequestMapping("/api/v1/desk")
class DeskApi {
    private final Desks desks;
    private final Deeds deeds;
    private final Units units;
    private final Messages messages;

    DeskApi(Desks desks, Deeds deeds, Units units, Messages messages) {
        this.desks = desks;
        this.deeds = deeds;
        this.units = units;
        this.messages = messages;
    }

    /// Reads what waits for the caller: answers to give, appeals, signatures, questions, actions, and what they asked
    /// for. It can be narrowed to a kind, a gate, a unit by its code with those below it, and to what is late or
    /// due
    /// soon.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping(produces = "application/json")
    Desk readDesk(
            Actor actor,
            @RequestParam(required = false) @Nullable Kind kind,
            @RequestParam(required = false) @Nullable Stage gate,
            @RequestParam(required = false) @Nullable String unit,
            @RequestParam(required = false) @Nullable Due due,
            @RequestParam(defaultValue = "0") int skip,
            @RequestParam(defaultValue = "100") int limit) {
        Long within = null;
        if (unit != null) {
            within = units.byCode(unit).map(Unit::id).orElseThrow(() -> Problem.refused(
                            List.of(Reason.of("unit", "demand.problem.unitCode", unit)))
                    .exception());
        }
        return desks.of(actor, new DeskQuery(kind, gate, within, due, skip, Math.clamp(limit, 1, Deeds.MOST)));
    }

    /// What to do with the lines of a bulk act.
    enum Act {
        SIGN,
        FINISH,
        ASK,
        GO
    }

    /// One act on several lines of a desk.
    ///
    /// @param words the reason of a *go*, or the question
    record DeskBulk(
            @Nullable Act act,
            @Nullable String words,
            @Nullable List<DeskBulkLine> lines) {}

    /// A line of a desk.
    ///
    /// @param criterion what is signed, for a signature
    /// @param role in which role, for a signature
    /// @param action which action, for one that is done
    /// @param seen as the desk told it; the line is refused when anything changed since
    record DeskBulkLine(
            @Nullable String useCase,
            @Nullable String criterion,
            @Nullable String role,
            @Nullable Long action,
            @Nullable String seen) {}

    /// What became of a line.
    ///
    /// @param outcome `done`, `refused`, or `changed` when something changed since it was read
    record DeskBulkResult(String useCase, String outcome, List<String> reasons) {}

    /// Signs, finishes, asks or answers *go* on up to 200 lines of the desk, each by itself: what is refused on one
    /// leaves the others alone.
    @InPlace
    @Needs(Permission.VIEW_USE_CASES)
    @PostMapping("/bulk")
    List<DeskBulkResult> actOnDesk(Actor actor, @RequestBody DeskBulk body, Locale locale) {
        List<DeskBulkLine> lines = body.lines() == null ? List.of() : body.lines();
        var problems = new ArrayList<Reason>();
        if (lines.isEmpty() || lines.size() > Deeds.MOST) {
            problems.add(Reason.of("lines", "demand.problem.bulkSize", lines.size(), Deeds.MOST));
        }
        Act act = body.act();
        if (act == null) {
            problems.add(Reason.of("act", "demand.gates.problem.answer"));
        }
        var asked = new ArrayList<Deed>();
        for (DeskBulkLine line : lines) {
            if (act == null) {
                break;
            }
            Deed deed = deed(act, Objects.requireNonNullElse(body.words(), ""), line);
            if (deed == null) {
                problems.add(Reason.of("lines", "demand.desk.problem.line"));
                break;
            }
            asked.add(deed);
        }
        if (!problems.isEmpty()) {
            throw Problem.refused(problems).exception();
        }
        return deeds.carryOut(actor, asked).stream()
                .map(r -> new DeskBulkResult(
                        r.deed().id().code(),
                        r.done() ? "done" : r.changed() ? "changed" : "refused",
                        r.reasons().stream()
                                .map(reason -> messages.text(
                                        Lang.of(locale),
                                        reason.code(),
                                        reason.args().toArray()))
                                .toList()))
                .toList();
    }

    private static @Nullable Deed deed(Act act, String words, DeskBulkLine line) {
        String code = line.useCase();
        String seen = line.seen();
        if (code == null || !UseCaseId.matches(code) || seen == null) {
            return null;
        }
        var id = new UseCaseId(code);
        return switch (act) {
            case SIGN -> {
                String criterion = line.criterion();
                String role = line.role();
                yield criterion == null
                                || role == null
                                || Arrays.stream(Role.values())
                                        .noneMatch(r -> r.name().equals(role))
                        ? null
                        : new Deed.Sign(id, criterion, role, seen);
            }
            case FINISH -> {
                Long action = line.action();
                yield action == null ? null : new Deed.Finish(id, action, seen);
            }
            case ASK -> new Deed.Ask(id, words, seen);
            case GO -> new Deed.Go(id, words, seen);
        };
    }
}
