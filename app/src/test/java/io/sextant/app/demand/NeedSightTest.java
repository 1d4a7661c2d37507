package io.sextant.app.demand;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NeedSightTest {
    private static final String PROBLEM =
            "Les conseillers passent la moitié de leur temps à chercher la bonne réponse aux réclamations.";

    @Test
    void aMeasuredOwnedNeedWithAnAnswerAboutAiIsClear() {
        Sight sight = NeedSight.of(complete());
        assertThat(sight.verdict()).isEqualTo(Verdict.CLEAR);
        assertThat(sight.score()).isEqualTo(100);
        assertThat(sight.coverage()).isEqualTo(1.0);
        assertThat(sight.remedies()).isEmpty();
        assertThat(sight.findings()).allMatch(f -> Boolean.TRUE.equals(f.holds()));
    }

    @Test
    void aBareTitleIsUnknownAndHasNoScore() {
        Sight sight = NeedSight.of(Content.titled("fr", "Chatbot RH"));
        assertThat(sight.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(sight.score()).isNull();
        assertThat(sight.coverage()).isZero();
        assertThat(sight.remedies()).extracting(Sight.Remedy::field).contains("problem", "baseline", "businessOwner");
    }

    @Test
    void aiThatIsNotNeededButStillPlannedBlocks() {
        Content c = with(complete(), Kind.GENERATIVE, false);
        Sight sight = NeedSight.of(c);
        assertThat(sight.verdict()).isEqualTo(Verdict.BLOCKING);
        assertThat(sight.findings().getFirst().code()).isEqualTo("demand.need.ai.needless");
        assertThat(sight.remedies().getFirst().field()).isEqualTo("kind");
    }

    @Test
    void rulesWhereAiIsNotNeededAreClear() {
        assertThat(NeedSight.of(with(complete(), Kind.NONE_RULES, false)).verdict())
                .isEqualTo(Verdict.CLEAR);
    }

    @Test
    void noProblemBlocksOnceOtherThingsAreKnown() {
        Content c = complete().withTexts(t -> texts(null, t.baseline(), t.outcome()));
        assertThat(NeedSight.of(c).verdict()).isEqualTo(Verdict.BLOCKING);
    }

    @Test
    void aProblemThatOpensWithATechnologyIsSaidToBeSo() {
        for (String problem : List.of(
                "Nous voulons utiliser l’IA générative pour moderniser l’image de la direction.",
                "We want to use AI in customer service because everybody does.",
                "Déployer Copilot à toute la direction financière au premier semestre.")) {
            Sight sight = NeedSight.of(complete().withTexts(t -> texts(problem, t.baseline(), t.outcome())));
            assertThat(sight.findings())
                    .as(problem)
                    .extracting(Sight.Finding::code)
                    .contains("demand.need.businessFirst.no");
        }
        Sight sight = NeedSight.of(complete());
        assertThat(sight.findings()).extracting(Sight.Finding::code).contains("demand.need.businessFirst.holds");
    }

    @Test
    void aBaselineWithoutAFigureIsAskedForOne() {
        Content c = complete().withTexts(t -> texts(t.problem(), "C’est très long.", t.outcome()));
        Sight sight = NeedSight.of(c);
        assertThat(sight.remedies())
                .extracting(Sight.Remedy::code)
                .containsExactly("demand.need.baseline.noFigure.remedy");
        assertThat(sight.score()).isEqualTo(90);
    }

    @Test
    void sayingMoreNeverLowersTheScore() {
        Content[] steps = {
            Content.titled("fr", "Titre").withTexts(t -> texts(PROBLEM, "Long.", null)),
            Content.titled("fr", "Titre").withTexts(t -> texts(PROBLEM, "11 min par dossier.", null)),
            Content.titled("fr", "Titre").withTexts(t -> texts(PROBLEM, "11 min par dossier.", "Plus vite.")),
            Content.titled("fr", "Titre")
                    .withTexts(t -> texts(PROBLEM, "11 min par dossier.", "6 à 8 min par dossier.")),
            Content.titled("fr", "Titre")
                    .withTexts(t -> texts(PROBLEM, "11 min par dossier.", "6 à 8 min par dossier."))
                    .withBusinessOwner(new Person("Sophie Roux", null)),
        };
        int last = -1;
        for (Content step : steps) {
            int score = java.util.Objects.requireNonNull(NeedSight.of(step).score());
            assertThat(score).isGreaterThan(last);
            last = score;
        }
    }

    @Test
    void whatFailsIsSaidFirst() {
        Sight sight = NeedSight.of(complete().withBusinessOwner(null));
        assertThat(sight.findings().getFirst().code()).isEqualTo("demand.need.owner.absent");
        assertThat(sight.verdict()).isEqualTo(Verdict.CONDITIONAL);
    }

    private static Texts texts(@Nullable String problem, @Nullable String baseline, @Nullable String outcome) {
        return new Texts(
                "Réponses aux réclamations",
                problem,
                baseline,
                outcome,
                "420 conseillers",
                "Une base de modèles, essayée en 2024.",
                null,
                "Relation client");
    }

    private static Content complete() {
        return with(
                Content.titled("fr", "Réponses")
                        .withTexts(t ->
                                texts(PROBLEM, "11 min par réclamation, 38 000 par an.", "Entre 6 et 8 min fin 2027."))
                        .withBusinessOwner(new Person("Sophie Roux", null)),
                Kind.GENERATIVE,
                true);
    }

    private static Content with(Content c, Kind kind, boolean aiNeeded) {
        return new Content(
                c.lang(),
                c.texts(),
                null,
                null,
                c.businessOwner(),
                null,
                null,
                kind,
                false,
                Stage.IDEA,
                aiNeeded,
                null,
                null,
                List.of(),
                List.of(),
                Map.of(),
                null,
                null);
    }
}
