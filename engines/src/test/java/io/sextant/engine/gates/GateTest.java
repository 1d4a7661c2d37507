package io.sextant.engine.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sextant.engine.gates.pack.PackFile;
import io.sextant.engine.gates.pack.PackReader;
import io.sextant.engine.gates.pack.Reading;
import io.sextant.engine.gates.path.Euros;
import io.sextant.engine.gates.path.Path;
import io.sextant.engine.gates.path.PathToYes;
import io.sextant.engine.gates.path.Paths;
import io.sextant.engine.gates.path.Terms;
import io.sextant.engine.inventory.Stage;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final GatePack PACK = Packs.shipped();

    /// A use case about which everything is said and nothing speaks against.
    private static Map<String, Object> complete() {
        String text = "Four people copy figures from paper into a sheet, two hours a day.";
        Map<String, Object> facts = new HashMap<>();
        for (Fact fact : PACK.facts().values()) {
            facts.put(
                    fact.id(),
                    switch (fact.type()) {
                        case FLAG -> true;
                        case WHOLE -> 0;
                        case NUMBER -> 1000.0;
                        case TEXT -> text;
                        case CHOICE -> fact.values().getFirst();
                        case CHOICES -> fact.values();
                        case DATE -> TODAY;
                    });
        }
        facts.put("technicalOwner", "Somebody else");
        facts.put("prohibitedPractice", false);
        facts.put("reviewDate", TODAY.plusMonths(3));
        facts.put("impactAssessment", "DONE");
        return facts;
    }

    private static List<Signature> signed() {
        return List.of(
                new Signature("pilot-security", "SECURITY", "ann"),
                new Signature("run-two-signatures", "SECURITY", "ann"),
                new Signature("run-two-signatures", "BUSINESS_OWNER", "bob"),
                new Signature("retired-data", "DATA_OWNER", "cy"));
    }

    private static Situation situation(Map<String, Object> facts, Map<Axis, Sight> sights, List<Signature> signatures) {
        return new Situation(PACK.facts(facts), sights, signatures, List.of(), TODAY);
    }

    private static Evaluation judge(Stage stage, Map<String, Object> facts) {
        return PACK.gate(stage).evaluate(situation(facts, Map.of(), signed()));
    }

    private static Finding finding(Evaluation evaluation, String id) {
        return evaluation.findings().stream()
                .filter(f -> f.criterion().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> with(String fact, Object value) {
        Map<String, Object> facts = complete();
        facts.put(fact, value);
        return facts;
    }

    private static Map<String, Object> without(String... names) {
        Map<String, Object> facts = complete();
        facts.keySet().removeAll(Set.of(names));
        return facts;
    }

    @Test
    void aDemandReachesRunWhileNoOtherAxisAnswersYet() {
        for (Gate gate : PACK.gates().values()) {
            Evaluation evaluation = judge(gate.stage(), complete());
            assertThat(evaluation.findings())
                    .as(gate.stage().name())
                    .allMatch(f -> f.state() == State.MET || f.state() == State.NOT_APPLICABLE);
            assertThat(evaluation.open()).isTrue();
        }
    }

    @Test
    void everyCriterionOfTheShippedPackIsUnmetOrUnknownForAnEmptyDemandOrDoesNotApplyYet() {
        Map<String, Object> empty = new HashMap<>();
        PACK.facts().values().stream()
                .filter(f -> f.from() == Fact.From.USE_CASE && f.type() == Fact.Type.TEXT)
                .forEach(f -> empty.put(f.id(), ""));
        empty.put("unitNamed", false);
        empty.put("kindConfirmed", false);
        empty.put("today", TODAY);
        for (Gate gate : PACK.gates().values()) {
            Evaluation evaluation = gate.evaluate(situation(empty, Map.of(), List.of()));
            assertThat(evaluation.findings()).noneMatch(f -> f.state() == State.MET);
            assertThat(evaluation.open()).isFalse();
        }
    }

    @Test
    void aFindingNamesTheFactsItRestsOn() {
        Finding finding = finding(judge(Stage.PILOT, with("reviewDate", TODAY.minusDays(1))), "pilot-review-date");
        assertThat(finding.state()).isEqualTo(State.UNMET);
        assertThat(finding.facts())
                .containsEntry("reviewDate", TODAY.minusDays(1))
                .containsEntry("today", TODAY);
    }

    @Test
    void anUnknownFactLeavesItsCriterionUnknownAndIsNamed() {
        Finding finding = finding(judge(Stage.PILOT, without("reviewDate")), "pilot-review-date");
        assertThat(finding.state()).isEqualTo(State.UNKNOWN);
        assertThat(finding.unknown()).containsExactly("reviewDate");
        assertThat(finding.facts()).containsOnlyKeys("today");
    }

    @Test
    void aKnownFactDecidesWhereItCanWhateverTheUnknownOnes() {
        assertThat(finding(
                                judge(Stage.QUALIFIED, change(without("redLinesHit"), "redLinesOpen", 2)),
                                "qualified-red-lines")
                        .state())
                .isEqualTo(State.UNMET);
        assertThat(finding(judge(Stage.QUALIFIED, without("redLinesHit")), "qualified-red-lines")
                        .unknown())
                .containsExactly("redLinesHit");
    }

    private static Map<String, Object> change(Map<String, Object> facts, String fact, Object value) {
        facts.put(fact, value);
        return facts;
    }

    @Test
    void aCriterionThatDoesNotApplyIsNotAsked() {
        Map<String, Object> facts = without("impactAssessment");
        facts.put("personalData", false);
        assertThat(finding(judge(Stage.PILOT, facts), "pilot-impact-assessment").state())
                .isEqualTo(State.NOT_APPLICABLE);
        facts.remove("personalData");
        Finding unsure = finding(judge(Stage.PILOT, facts), "pilot-impact-assessment");
        assertThat(unsure.state()).isEqualTo(State.UNKNOWN);
        assertThat(unsure.unknown()).containsExactlyInAnyOrder("impactAssessment", "personalData");
        facts.put("impactAssessment", "DONE");
        assertThat(finding(judge(Stage.PILOT, facts), "pilot-impact-assessment").state())
                .isEqualTo(State.MET);
    }

    @Test
    void aProhibitedPracticeIsImpossibleAndCannotBeWaived() {
        Waiver waiver = new Waiver("qualified-not-prohibited", "CIO", TODAY, TODAY.plusDays(1));
        Situation situation =
                new Situation(PACK.facts(with("prohibitedPractice", true)), Map.of(), signed(), List.of(waiver), TODAY);
        Evaluation evaluation = PACK.gate(Stage.QUALIFIED).evaluate(situation);
        assertThat(evaluation.impossible())
                .extracting(f -> f.criterion().id())
                .containsExactly("qualified-not-prohibited");
        assertThat(evaluation.open()).isFalse();
        assertThat(evaluation.toRemedy()).isEmpty();
    }

    @Test
    void anAxisCountsOnceItAnswers() {
        Map<Axis, Sight> blocking = Map.of(Axis.TRUST, new Sight(Verdict.BLOCKING, 12, 0.8));
        Evaluation evaluation = PACK.gate(Stage.RUN).evaluate(situation(complete(), blocking, signed()));
        assertThat(finding(evaluation, "run-trust-sight").state()).isEqualTo(State.UNMET);
        assertThat(finding(evaluation, "run-trust-sight").facts()).containsEntry("trust.verdict", "BLOCKING");
        assertThat(finding(evaluation, "run-sobriety-sight").state()).isEqualTo(State.NOT_APPLICABLE);
    }

    @Test
    void twoSignaturesOfOnePersonAreOne() {
        List<Signature> alone = List.of(
                new Signature("run-two-signatures", "SECURITY", "ann"),
                new Signature("run-two-signatures", "BUSINESS_OWNER", "ann"));
        Finding finding =
                finding(PACK.gate(Stage.RUN).evaluate(situation(complete(), Map.of(), alone)), "run-two-signatures");
        assertThat(finding.state()).isEqualTo(State.UNMET);
        assertThat(finding.missing()).hasSize(1);
        List<Signature> more = new ArrayList<>(alone);
        more.add(new Signature("run-two-signatures", "SECURITY", "bob"));
        assertThat(finding(PACK.gate(Stage.RUN).evaluate(situation(complete(), Map.of(), more)), "run-two-signatures")
                        .state())
                .isEqualTo(State.MET);
    }

    @Test
    void whatWaitsForSignaturesIsNotToBeRemedied() {
        Evaluation evaluation = PACK.gate(Stage.RUN).evaluate(situation(complete(), Map.of(), List.of()));
        assertThat(evaluation.toSign()).extracting(f -> f.criterion().id()).containsExactly("run-two-signatures");
        assertThat(evaluation.toRemedy()).isEmpty();
        assertThat(evaluation.open()).isFalse();
    }

    @Test
    void aWaiverStandsOnItsDaysByItsRoleAndNoLongerThanAllowed() {
        assertThat(waived(new Waiver("framed-baseline", "FINANCE", TODAY, TODAY.plusDays(89)), TODAY))
                .isTrue();
        assertThat(waived(new Waiver("framed-baseline", "FINANCE", TODAY, TODAY.plusDays(90)), TODAY))
                .isFalse();
        assertThat(waived(new Waiver("framed-baseline", "LEGAL", TODAY, TODAY.plusDays(9)), TODAY))
                .isFalse();
        Waiver short1 = new Waiver("framed-baseline", "FINANCE", TODAY, TODAY.plusDays(1));
        assertThat(waived(short1, TODAY.plusDays(1))).isTrue();
        assertThat(waived(short1, TODAY.plusDays(2))).isFalse();
        assertThat(waived(short1, TODAY.minusDays(1))).isFalse();
    }

    private static boolean waived(Waiver waiver, LocalDate on) {
        Situation situation = new Situation(PACK.facts(with("baseline", "")), Map.of(), List.of(), List.of(waiver), on);
        State state = finding(PACK.gate(Stage.FRAMED).evaluate(situation), "framed-baseline")
                .state();
        assertThat(state).isIn(State.WAIVED, State.UNMET);
        return state == State.WAIVED;
    }

    @Test
    void lowStakesTakeTheFastLaneAndDoubtTheOther() {
        Map<String, Object> facts = complete();
        facts.put("personalData", false);
        assertThat(judge(Stage.FRAMED, facts).lane().id()).isEqualTo("fast");
        assertThat(judge(Stage.FRAMED, facts).days()).isEqualTo(5);
        assertThat(judge(Stage.FRAMED, facts).findings())
                .extracting(f -> f.criterion().id())
                .doesNotContain("framed-baseline");
        facts.remove("exposure");
        assertThat(judge(Stage.FRAMED, facts).lane().id()).isEqualTo("standard");
        assertThat(judge(Stage.FRAMED, facts).days()).isEqualTo(15);
    }

    @Test
    void onlyFactsThatCouldStillChangeTheLaneAreAskedForIt() {
        Gate gate = PACK.gate(Stage.FRAMED);
        Map<String, Object> facts = complete();
        facts.put("personalData", false);
        assertThat(gate.laneAsks(situation(facts, Map.of(), List.of()))).isEmpty();
        facts.remove("usersCount");
        facts.remove("budgetEstimate");
        assertThat(gate.laneAsks(situation(facts, Map.of(), List.of())))
                .containsExactly("budgetEstimate", "usersCount");
        facts.put("exposure", "PUBLIC");
        assertThat(gate.laneAsks(situation(facts, Map.of(), List.of()))).isEmpty();
    }

    @Test
    void factsOfTheWrongKindAreAFault() {
        assertThatThrownBy(() -> PACK.facts(Map.of("usersCount", "many")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("usersCount");
        assertThatThrownBy(() -> PACK.facts(Map.of("exposure", "EVERYBODY"))).hasMessageContaining("exposure");
        assertThat(PACK.facts(Map.of("ofAnotherEdition", 1)).values()).isEmpty();
    }

    @Test
    void aConditionThatCannotBeComputedIsUnknownAndSaysWhy() {
        Finding finding = finding(
                withCondition("100 / usersCount > 3").evaluate(situation(complete(), Map.of(), List.of())),
                "qualified-unit");
        assertThat(finding.state()).isEqualTo(State.UNKNOWN);
        assertThat(finding.fault()).contains("zero");
    }

    @Test
    void aConditionThatGoesOnForLongIsStopped() {
        String list = "[" + "1,".repeat(99) + "1]";
        Finding finding = finding(
                withCondition(list + ".all(a, " + list + ".all(b, " + list + ".all(c, a == b && b == c && unitNamed)))")
                        .evaluate(situation(complete(), Map.of(), List.of())),
                "qualified-unit");
        assertThat(finding.state()).isEqualTo(State.UNKNOWN);
        assertThat(finding.fault()).contains("teration");
    }

    private static Gate withCondition(String condition) {
        return switch (PackReader.read(
                Packs.EDITION, Packs.with("gates.yaml", "when: unitNamed", "when: '" + condition + "'"))) {
            case Reading.Accepted accepted -> accepted.pack().gate(Stage.QUALIFIED);
            case Reading.Refused refused ->
                throw new AssertionError(refused.problems().toString());
        };
    }

    @Test
    void whatMayApplyAndWaitsForSignaturesIsToBeSigned() {
        List<PackFile> files = Packs.with(
                "gates.yaml",
                "        lanes: [standard]\n        when: \"true\"",
                "        applies: workAffected\n        when: \"true\"");
        GatePack pack = ((Reading.Accepted) PackReader.read(Packs.EDITION, files)).pack();
        Evaluation evaluation =
                pack.gate(Stage.PILOT).evaluate(situation(without("workAffected"), Map.of(), List.of()));
        assertThat(finding(evaluation, "pilot-security").state()).isEqualTo(State.UNKNOWN);
        assertThat(evaluation.toSign()).extracting(f -> f.criterion().id()).contains("pilot-security");
        assertThat(evaluation.toRemedy()).isEmpty();
    }

    @Test
    void manyThreadsJudgeAtOnceAndAgree() {
        Gate gate = PACK.gate(Stage.PILOT);
        Set<List<State>> answers = IntStream.range(0, 400)
                .parallel()
                .mapToObj(i -> gate.evaluate(situation(without("reviewDate"), Map.of(), signed())).findings().stream()
                        .map(Finding::state)
                        .toList())
                .collect(Collectors.toSet());
        assertThat(answers).hasSize(1);
    }

    @Test
    void everyGateOfTheShippedPackHasAProvenPathFromNothing() {
        PathToYes paths = PathToYes.of(PACK.remedies().values());
        Terms terms = new Terms(TODAY, Set.of(), Euros.of(600), Map.of(), Terms.NODES);
        List<String> all = new ArrayList<>();
        for (Gate gate : PACK.gates().values()) {
            List<String> open = gate.criteria().stream()
                    .filter(c -> !c.when().text().equals("true"))
                    .map(Criterion::id)
                    .toList();
            all.addAll(open);
            Paths found = paths.find(open, List.of(), Map.of(), terms);
            assertThat(found.withoutRemedy()).isEmpty();
            assertThat(found.complete()).isTrue();
            assertThat(found.front()).isNotEmpty();
        }
        Paths found = paths.find(all, List.of(), Map.of(), terms);
        assertThat(found.complete()).isTrue();
        // One legal examination serves three gates, so the whole costs less than its parts.
        Path cheapest = found.front().getFirst();
        assertThat(cheapest.steps()).extracting(Path.Step::remedy).contains("legal-screening");
    }
}
