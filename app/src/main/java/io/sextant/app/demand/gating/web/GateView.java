package io.sextant.app.demand.gating.web;

import io.sextant.app.demand.LookAlike;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.Action;
import io.sextant.app.demand.gating.Decision;
import io.sextant.app.demand.gating.Distinction;
import io.sextant.app.demand.gating.GateRequest;
import io.sextant.app.demand.gating.GateSignature;
import io.sextant.app.demand.gating.GateWaiver;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.RedLine;
import io.sextant.app.demand.gating.Standing;
import io.sextant.engine.gates.Evaluation;
import io.sextant.engine.gates.Finding;
import io.sextant.engine.gates.GatePack;
import io.sextant.engine.gates.Remedy;
import io.sextant.engine.gates.State;
import io.sextant.engine.gates.Truth;
import io.sextant.engine.gates.Words;
import io.sextant.engine.gates.path.Path;
import io.sextant.engine.gates.path.Paths;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a use case stands before its next gate, for the API. Texts are in both languages.
///
/// @param useCase its identifier
/// @param version its version, to be sent back with a decision
/// @param next the stage the gate opens; absent once retired
/// @param open whether nothing keeps the gate shut
/// @param lane the way it takes through the gate
/// @param days the promised answer time, in working days
/// @param toSign identifiers of the criteria that wait for signatures alone
/// @param impossible identifiers of the criteria that can never be met
/// @param withoutRemedy identifiers of the criteria that no known remedy meets
/// @param cheapest the path of least cost
/// @param fastest the path of the earliest date
/// @param front every path of which none is both cheaper and earlier than another
/// @param proven whether the front is proven to be the whole
/// @param missed who is away of those whose signature is awaited
/// @param answers answers to the questions of the intake, by the name of the fact
record GateView(
        String useCase,
        long version,
        @Nullable Stage next,
        boolean open,
        @Nullable Words lane,
        @Nullable Integer days,
        @Nullable Words question,
        List<CriterionView> criteria,
        List<String> toSign,
        List<String> impossible,
        List<String> withoutRemedy,
        @Nullable PathView cheapest,
        @Nullable PathView fastest,
        List<PathView> front,
        boolean proven,
        Map<String, Object> answers,
        List<GateRequest> requests,
        List<Decision> decisions,
        List<GateSignature> signatures,
        List<GateWaiver> waivers,
        List<Action> actions,
        List<RedLine> redLines,
        List<LookAlike.Member> lookAlikes,
        List<Distinction> distinctions,
        boolean mayAsk,
        boolean mayDecide,
        List<Gates.Missed> missed) {

    /// What the gate found about a criterion.
    ///
    /// @param clause the clause of the mission it serves
    /// @param holds whether the facts are as asked, whoever has signed
    /// @param facts the facts it rests on
    /// @param unknown names of the facts that keep it from being decided
    /// @param signers the roles asked to sign
    /// @param missing the roles that still have to
    /// @param waivedBy the role that may waive it
    /// @param waivableDays the longest waiver, in days
    record CriterionView(
            String id,
            String clause,
            String axis,
            Words title,
            Words why,
            Words how,
            State state,
            Truth holds,
            Map<String, Object> facts,
            Set<String> unknown,
            List<String> signers,
            List<String> missing,
            @Nullable String waivedBy,
            @Nullable Integer waivableDays) {}

    /// A path to yes.
    ///
    /// @param cost what is still to be paid, in euros
    /// @param days working days to the end
    /// @param critical identifiers of a chain of remedies whose delay would delay the whole
    record PathView(
            BigDecimal cost, int days, LocalDate ready, List<StepView> steps, List<String> critical, boolean proven) {}

    /// A remedy in time.
    record StepView(
            String remedy,
            Words title,
            Words how,
            String owner,
            LocalDate start,
            LocalDate ready,
            BigDecimal cost,
            boolean underWay) {}

    static GateView of(Standing s, GatePack pack, List<Gates.Missed> missed) {
        Evaluation e = s.evaluation();
        Paths paths = s.paths();
        return new GateView(
                s.useCase().id().code(),
                s.useCase().version(),
                s.next(),
                e != null && e.open(),
                e == null ? null : e.lane().name(),
                e == null ? null : (Integer) e.days(),
                e == null ? null : e.gate().question(),
                e == null
                        ? List.of()
                        : e.findings().stream().map(GateView::criterion).toList(),
                e == null
                        ? List.of()
                        : e.toSign().stream().map(f -> f.criterion().id()).toList(),
                paths == null ? List.of() : paths.impossible(),
                paths == null ? List.of() : paths.withoutRemedy(),
                paths == null ? null : path(paths.cheapest(), pack),
                paths == null ? null : path(paths.fastest(), pack),
                paths == null
                        ? List.of()
                        : paths.front().stream()
                                .map(p -> Objects.requireNonNull(path(p, pack)))
                                .toList(),
                paths == null || paths.complete(),
                s.answers(),
                s.requests(),
                s.decisions(),
                s.signatures(),
                s.waivers(),
                s.actions(),
                s.charter(),
                s.lookAlikes(),
                s.distinctions(),
                s.may().ask(),
                s.may().decide(),
                missed);
    }

    private static CriterionView criterion(Finding f) {
        var c = f.criterion();
        return new CriterionView(
                c.id(),
                c.clause(),
                c.axis().id(),
                c.title(),
                c.why(),
                c.how(),
                f.state(),
                f.condition(),
                f.facts(),
                f.unknown(),
                c.signing() == null ? List.of() : c.signing().roles(),
                f.missing(),
                c.waiver() == null ? null : c.waiver().role(),
                c.waiver() == null ? null : (Integer) c.waiver().days());
    }

    private static @Nullable PathView path(@Nullable Path path, GatePack pack) {
        return path == null
                ? null
                : new PathView(
                        path.cost().euros(),
                        path.days(),
                        path.ready(),
                        path.steps().stream()
                                .map(step -> {
                                    Remedy remedy = Objects.requireNonNull(
                                            pack.remedies().get(step.remedy()));
                                    return new StepView(
                                            step.remedy(),
                                            remedy.title(),
                                            remedy.how(),
                                            remedy.owner(),
                                            step.start(),
                                            step.ready(),
                                            step.cost().euros(),
                                            step.underWay());
                                })
                                .toList(),
                        path.critical(),
                        path.proven());
    }
}
