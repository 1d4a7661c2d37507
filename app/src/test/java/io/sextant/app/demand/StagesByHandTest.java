package io.sextant.app.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Role;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.SextantTest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// A stage is stated once by those who answer for a use case; from then on it moves at a gate, or is corrected by those
/// who decide there, with a reason.
@SextantTest
class StagesByHandTest {
    @Autowired
    private UseCases useCases;

    @Autowired
    private Accounts accounts;

    @Test
    void whoAnswersForAUseCaseSaysOnceWhereItStands() {
        Actor owner = accounts.actor(Role.BUSINESS_OWNER);
        UseCase unsaid = made(null);
        UseCase said = Accounts.done(edit(owner, unsaid, Stage.RUN, null));
        assertThat(said.content().stage()).isEqualTo(Stage.RUN);
        for (Stage stage : List.of(Stage.PILOT, Stage.RETIRED)) {
            assertThat(reasons(edit(owner, said, stage, "je préfère"))).containsExactly("demand.refused.stage");
        }
        assertThat(reasons(edit(owner, said, null, "je ne sais plus"))).containsExactly("demand.refused.stage");
        assertThat(reasons(useCases.bulk(owner, List.of(said.id()), new BulkChange.SetStage(Stage.PILOT), "en masse")
                        .getFirst()))
                .containsExactly("demand.refused.stage");
    }

    @Test
    void whoDecidesAtGatesCorrectsAStageWithAReason() {
        Actor office = accounts.actor(Role.AI_OFFICE);
        UseCase idea = made(Stage.IDEA);
        assertThat(reasons(edit(office, idea, Stage.RUN, " "))).containsExactly("demand.refused.stageReason");
        assertThat(reasons(useCases.bulk(office, List.of(idea.id()), new BulkChange.SetStage(Stage.RUN), null)
                        .getFirst()))
                .containsExactly("demand.refused.stageReason");
        Accounts.done(edit(office, idea, Stage.RUN, "L’inventaire disait autre chose."));
        Revision last = useCases.history(office, idea.id()).getFirst();
        assertThat(last.act()).isEqualTo(Revision.Act.EDITED);
        assertThat(last.reason()).isEqualTo("L’inventaire disait autre chose.");
    }

    @Test
    void oneTakesBackOnesOwnStatementButNotAnothersCorrection() {
        Actor owner = accounts.actor(Role.BUSINESS_OWNER);
        UseCase said = Accounts.done(edit(owner, made(null), Stage.RUN, null));
        UseCase unsaid = Accounts.done(useCases.undo(owner, said.id(), said.version()));
        assertThat(unsaid.content().stage()).isNull();
        UseCase again = Accounts.done(edit(owner, unsaid, Stage.RUN, null));
        UseCase corrected =
                Accounts.done(edit(accounts.actor(Role.CIO), again, Stage.PILOT, "Il n’est pas en service."));
        assertThat(reasons(useCases.undo(owner, corrected.id(), corrected.version())))
                .containsExactly("demand.refused.stage");
        // Texts go back to an earlier version, the stage stays.
        UseCase back = Accounts.done(useCases.goBack(owner, corrected.id(), corrected.version(), 2, null));
        assertThat(back.content().stage()).isEqualTo(Stage.PILOT);
    }

    @Test
    void anEmployeeRegistersIdeasOnly() {
        Actor employee = accounts.actor(Role.EMPLOYEE);
        assertThat(reasons(useCases.propose(employee, content(Stage.RUN), null)))
                .containsExactly("demand.refused.stageNew");
        Accounts.done(useCases.propose(employee, content(Stage.IDEA), null));
        Accounts.done(useCases.propose(accounts.actor(Role.BUSINESS_OWNER), content(Stage.RUN), null));
    }

    private UseCase made(@Nullable Stage stage) {
        return Accounts.done(useCases.propose(Actor.system(), content(stage), null));
    }

    private static Content content(@Nullable Stage stage) {
        return Content.titled("fr", "Étape " + UUID.randomUUID()).withStage(stage);
    }

    private Outcome<UseCase> edit(Actor actor, UseCase useCase, @Nullable Stage stage, @Nullable String reason) {
        return useCases.edit(
                actor, useCase.id(), useCase.version(), useCase.content().withStage(stage), reason);
    }

    private static List<String> reasons(Outcome<?> outcome) {
        return outcome instanceof Outcome.Refused<?>(List<Reason> reasons)
                ? reasons.stream().map(Reason::code).toList()
                : List.of();
    }

    private static List<String> reasons(BulkResult result) {
        return result.reasons().stream().map(Reason::code).toList();
    }
}
