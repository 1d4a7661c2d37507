package io.sextant.app.demand.gating;

import io.sextant.app.demand.LookAlike;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCase;
import io.sextant.engine.gates.Evaluation;
import io.sextant.engine.gates.path.Paths;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a use case stands before its next gate.
///
/// @param next the stage the next gate opens; absent once retired
/// @param evaluation what that gate finds today; absent once retired
/// @param paths what would open it; absent once retired
/// @param answers what was answered to the questions of the intake, by the name of the fact
/// @param requests the latest first
/// @param decisions the latest first
/// @param signatures the oldest first, fallen ones included
/// @param waivers the oldest first, ended ones included
/// @param actions the oldest first, dropped ones included
/// @param charter the red lines in force, with what was found about this use case
/// @param lookAlikes those that nobody told apart from it yet
/// @param distinctions what tells it apart from those that look like it
/// @param may what the reader may do
public record Standing(
        UseCase useCase,
        @Nullable Stage next,
        @Nullable Evaluation evaluation,
        @Nullable Paths paths,
        Map<String, Object> answers,
        List<GateRequest> requests,
        List<Decision> decisions,
        List<GateSignature> signatures,
        List<GateWaiver> waivers,
        List<Action> actions,
        List<RedLine> charter,
        List<LookAlike.Member> lookAlikes,
        List<Distinction> distinctions,
        May may) {

    /// What the reader may do at this gate.
    ///
    /// @param ask ask for an answer, reply, answer the questions of the intake, take remedies up
    /// @param decide give the answer, ask back, waive
    public record May(boolean ask, boolean decide) {}

    /// The request that waits for an answer.
    public Optional<GateRequest> open() {
        return requests.stream()
                .filter(r -> r.state() == GateRequest.State.OPEN)
                .findFirst();
    }

    /// The latest decision, which is the answer that stands.
    public Optional<Decision> latest() {
        return decisions.stream().findFirst();
    }
}
