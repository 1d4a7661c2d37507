package io.sextant.engine.aiact;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.engine.gates.Words;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LawTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
    private static final Law LAW = ShippedLaws.amended();

    private static Map<String, Object> facts(Object... pairs) {
        Map<String, Object> facts = new HashMap<>(Map.of("eu_nexus", true, "is_ai_system", true));
        for (int i = 0; i < pairs.length; i += 2) {
            facts.put((String) pairs[i], pairs[i + 1]);
        }
        return facts;
    }

    private static Classification classify(Object... pairs) {
        return LAW.classify(facts(pairs), TODAY);
    }

    private static Classification.Finding finding(Classification told, String article) {
        return told.findings().stream()
                .filter(finding -> finding.article().equals(article))
                .findFirst()
                .orElseThrow(() -> new AssertionError(article + " is not among " + told.findings()));
    }

    // ---- three values ---------------------------------------------------------------------------------------------

    @Test
    void aProvisionThatNothingTouchesDoesNotApplyHoweverLittleIsKnown() {
        Classification told = classify("role", "deployer", "domain", "science", "purpose", "weather_forecast");

        assertThat(told.tier()).isEqualTo(Tier.MINIMAL);
        assertThat(told.highRisk()).isFalse();
        assertThat(told.findings()).isEmpty();
        assertThat(told.openQuestions()).isEmpty();
    }

    @Test
    void anUnknownElementOfAProvisionInPlayLeavesTheTierOpenAndIsAskedFirst() {
        Classification told =
                classify("role", "deployer", "domain", "essential_services", "purpose", "evaluate_benefit_eligibility");

        assertThat(told.tier()).isEqualTo(Tier.UNDETERMINED);
        assertThat(told.highRisk()).isNull();
        Classification.OpenQuestion first = told.openQuestions().getFirst();
        assertThat(first.fact()).isEqualTo("public_authority");
        assertThat(first.decides()).contains("Annex III 5(a)");
        assertThat(first.tiers()).containsEntry("true", Tier.HIGH_RISK).containsEntry("false", Tier.MINIMAL);
        assertThat(finding(told, "Annex III 5(a)").effect()).isEqualTo("open");
    }

    @Test
    void nothingIsDecidedAboutTheScopeBySilence() {
        assertThat(LAW.classify(Map.of("purpose", "rank_job_candidates", "domain", "employment"), TODAY)
                        .tier())
                .isEqualTo(Tier.UNDETERMINED);
        assertThat(LAW.classify(Map.of(), TODAY).openQuestions())
                .extracting(Classification.OpenQuestion::fact)
                .contains("purpose", "eu_nexus", "is_ai_system");
    }

    @Test
    void anExceptionCountsOnlyWhenItIsShown() {
        Object[] monitored = {"role", "deployer", "domain", "employment", "purpose", "monitor_workers_emotions"};
        assertThat(classify(monitored).tier()).isEqualTo(Tier.PROHIBITED);
        Map<String, Object> medical = facts(monitored);
        medical.put("medical_or_safety_reason", true);
        assertThat(LAW.classify(medical, TODAY).tier()).isEqualTo(Tier.HIGH_RISK);
    }

    @Test
    void theExitNeedsItsConditionAndNoProfilingAndBothShown() {
        Object[] scheduling = {"role", "deployer", "domain", "employment", "purpose", "schedule_interviews"};
        Map<String, Object> claimed = facts(scheduling);
        claimed.put("narrow_procedural_task", true);
        assertThat(LAW.classify(claimed, TODAY).tier()).isEqualTo(Tier.HIGH_RISK);
        claimed.put("profiling", false);
        assertThat(LAW.classify(claimed, TODAY).tier()).isEqualTo(Tier.NOT_HIGH_RISK_6_3);
        claimed.put("profiling", true);
        assertThat(LAW.classify(claimed, TODAY).tier()).isEqualTo(Tier.HIGH_RISK);
    }

    @Test
    void humanReviewAloneLowersNothing() {
        assertThat(classify(
                                "role",
                                "deployer",
                                "domain",
                                "employment",
                                "purpose",
                                "rank_job_candidates",
                                "profiling",
                                false,
                                "human_review",
                                true)
                        .tier())
                .isEqualTo(Tier.HIGH_RISK);
    }

    @Test
    void noExitLeadsOutOfAHighRiskProduct() {
        Classification told = classify(
                "role",
                "provider",
                "domain",
                "health",
                "purpose",
                "medical_diagnosis",
                "sector_product",
                "medical_device",
                "mdr_class",
                "IIa",
                "narrow_procedural_task",
                true,
                "profiling",
                false);

        assertThat(told.tier()).isEqualTo(Tier.HIGH_RISK);
        assertThat(told.articles()).contains("6(1)", "Annex I Section A");
    }

    // ---- sets of findings -----------------------------------------------------------------------------------------

    @Test
    void everyFindingIsToldNotTheFirstAlone() {
        Classification told = classify(
                "role",
                "provider",
                "domain",
                "employment",
                "purpose",
                "rank_job_candidates",
                "profiling",
                true,
                "interacts_with_people",
                true,
                "generates_content",
                "text",
                "rebrands",
                true);

        assertThat(told.tier()).isEqualTo(Tier.HIGH_RISK);
        assertThat(told.articles()).contains("6(2)", "Annex III 4(a)", "50(1)", "50(2)", "25(1)(a)", "26(7)");
    }

    @Test
    void everyFindingCitesTheFactsItRestsOnInBothLanguages() {
        Classification told = classify(
                "role",
                "deployer",
                "domain",
                "law_enforcement",
                "purpose",
                "retrospective_face_recognition",
                "law_enforcement",
                true);
        Classification.Finding finding = finding(told, "26(10)");

        assertThat(finding.facts()).contains("law_enforcement", "purpose");
        assertThat(finding.because().en()).contains("Used by or for a law-enforcement authority: yes");
        assertThat(finding.because().fr()).contains("Utilisé par ou pour une autorité répressive\u202f: oui");
    }

    @Test
    void aFactThatWouldFlipTheTierIsTold() {
        Classification told = classify(
                "role",
                "deployer",
                "domain",
                "finance",
                "purpose",
                "score_creditworthiness",
                "subjects",
                List.of("consumers"));

        assertThat(told.counterfactuals())
                .contains(new Classification.Counterfactual("fraud_detection_only", true, Tier.MINIMAL));
        assertThat(told.counterfactuals()).noneMatch(other -> other.tier() == told.tier());
    }

    @Test
    void whereTheDraftGuidelinesAndTheLetterDifferBothAreTold() {
        Object[] given = {
            "role",
            "deployer",
            "domain",
            "employment",
            "purpose",
            "polish_completed_appraisals",
            "profiling",
            false,
            "improves_completed_human_activity",
            true
        };
        assertThat(classify(given).disagreements())
                .extracting(Classification.Disagreement::id)
                .contains("exit-letter", "register-date");
        Map<String, Object> influencing = facts(given);
        influencing.put("material_influence", true);
        Classification told = LAW.classify(influencing, TODAY);
        assertThat(told.tier()).isEqualTo(Tier.HIGH_RISK);
        assertThat(told.disagreements())
                .extracting(Classification.Disagreement::id)
                .contains("exit-influence");
    }

    // ---- dates and versions ---------------------------------------------------------------------------------------

    @Test
    void aProhibitionBindsFromItsDayOn() {
        Map<String, Object> facts = facts(
                "role", "provider", "domain", "media", "purpose", "nudify_images", "assessment_date", "2026-12-01");
        Classification before = LAW.classify(facts, TODAY);
        assertThat(before.tier()).isEqualTo(Tier.TRANSPARENCY);
        assertThat(finding(before, "5(1)(ba)").effect()).isEqualTo("prohibited_later");
        facts.put("assessment_date", "2026-12-02");
        assertThat(LAW.classify(facts, TODAY).tier()).isEqualTo(Tier.PROHIBITED);
    }

    @Test
    void theAmendmentMovesDatesAndMachinery() {
        Map<String, Object> robot = facts(
                "role",
                "product_manufacturer",
                "domain",
                "product_safety",
                "purpose",
                "human_presence_safe_stop",
                "sector_product",
                "machinery",
                "safety_component",
                true,
                "third_party_conformity",
                true);
        Classification then = ShippedLaws.first().classify(robot, LocalDate.of(2026, 1, 5));
        Classification now = LAW.classify(robot, TODAY);

        assertThat(then.articles()).contains("Annex I Section A").doesNotContain("2(2)");
        assertThat(now.articles()).contains("Annex I Section B", "2(2)");
        assertThat(finding(then, "6(1)").since().effective()).isEqualTo("2027-08-02");
        assertThat(finding(now, "6(1)").since().effective()).isEqualTo("2028-08-02");
        assertThat(then.obligations()).extracting(Classification.Duty::id).contains("OBL-ART9", "OBL-ART25-3");
        assertThat(now.obligations()).extracting(Classification.Duty::id).doesNotContain("OBL-ART9");
    }

    @Test
    void theDayOfPlacingOnTheMarketBringsTheTransitionalRules() {
        Map<String, Object> generator = facts(
                "role",
                "provider",
                "domain",
                "media",
                "purpose",
                "image_generation",
                "placed_on_market_date",
                "2026-03-01");
        assertThat(finding(LAW.classify(generator, TODAY), "50(2)").since().effective())
                .isEqualTo("2026-12-02");
        generator.put("placed_on_market_date", "2026-09-01");
        assertThat(finding(LAW.classify(generator, TODAY), "50(2)").since().effective())
                .isEqualTo("2026-08-02");

        Map<String, Object> benefit = facts(
                "role",
                "deployer",
                "domain",
                "essential_services",
                "purpose",
                "evaluate_benefit_eligibility",
                "public_authority",
                true,
                "placed_on_market_date",
                "2026-09-01");
        assertThat(finding(LAW.classify(benefit, TODAY), "Annex III 5(a)")
                        .since()
                        .effective())
                .isEqualTo("2030-08-02");
        Map<String, Object> ranking = facts(
                "role",
                "deployer",
                "domain",
                "employment",
                "purpose",
                "rank_job_candidates",
                "placed_on_market_date",
                "2026-09-01");
        Classification told = LAW.classify(ranking, TODAY);
        assertThat(finding(told, "Annex III 4(a)").since().effective()).isNull();
        assertThat(told.obligations()).extracting(Classification.Duty::id).contains("OBL-ART111-2B");
    }

    @Test
    void aDateWithTwoReadingsKeepsBoth() {
        Classification told = classify(
                "role", "provider", "domain", "employment", "purpose", "rank_job_candidates", "profiling", true);
        Classification.Duty conformity = told.obligations().stream()
                .filter(duty -> duty.id().equals("OBL-ART43-2"))
                .findFirst()
                .orElseThrow();

        assertThat(conformity.since().formal()).isEqualTo("2026-08-02");
        assertThat(conformity.since().effective()).isEqualTo("2027-12-02");
        assertThat(conformity.since().confidence()).isEqualTo(Law.Confidence.OPEN);
    }

    // ---- obligations ----------------------------------------------------------------------------------------------

    @Test
    void obligationsAreThoseOfTheRole() {
        Object[] scoring = {"domain", "finance", "purpose", "score_creditworthiness", "subjects", List.of("consumers")};
        Map<String, Object> facts = facts(scoring);
        facts.put("role", "deployer");
        assertThat(LAW.classify(facts, TODAY).obligations())
                .extracting(Classification.Duty::id)
                .contains("OBL-ART4", "OBL-ART26-1", "OBL-ART27", "OBL-ART86")
                .doesNotContain("OBL-ART9", "OBL-ART23");
        facts.put("role", "provider");
        assertThat(LAW.classify(facts, TODAY).obligations())
                .extracting(Classification.Duty::id)
                .contains("OBL-ART9", "OBL-ART43-2", "OBL-ART49-1", "OBL-ART73")
                .doesNotContain("OBL-ART26-1", "OBL-ART27");
    }

    @Test
    void whoeverBecomesTheProviderHasTheProvidersDutiesToo() {
        Classification told = classify(
                "role", "distributor", "domain", "employment", "purpose", "rank_job_candidates", "rebrands", true);

        assertThat(told.obligations())
                .extracting(Classification.Duty::id)
                .contains("OBL-ART24", "OBL-ART25-1", "OBL-ART9");
    }

    @Test
    void aProhibitedPracticeHasNoDutyButToStop() {
        assertThat(classify("role", "deployer", "domain", "employment", "purpose", "monitor_workers_emotions")
                        .obligations())
                .extracting(Classification.Duty::id)
                .containsExactlyInAnyOrder("OBL-ART4", "OBL-ART5");
    }

    @Test
    void anOpenModelOwesLessUnlessItsRiskIsSystemic() {
        Object[] open = {
            "role",
            "gpai_provider",
            "domain",
            "it",
            "purpose",
            "gpai_model",
            "open_source",
            true,
            "weights_public",
            true
        };
        Map<String, Object> facts = facts(open);
        facts.put("training_flop", 2e24);
        assertThat(LAW.classify(facts, TODAY).obligations())
                .extracting(Classification.Duty::id)
                .contains("OBL-ART53-C", "OBL-ART53-D")
                .doesNotContain("OBL-ART53-A", "OBL-ART53-B");
        facts.put("training_flop", 2e25);
        assertThat(LAW.classify(facts, TODAY).obligations())
                .extracting(Classification.Duty::id)
                .contains("OBL-ART53-A", "OBL-ART53-B", "OBL-ART55");
    }

    // ---- faults of the input --------------------------------------------------------------------------------------

    @Test
    void everythingWrongWithTheFactsIsNamed() {
        Map<String, Object> facts = facts(
                "profilling",
                true,
                "role",
                "deployerr",
                "human_review",
                "yes",
                "training_flop",
                -1,
                "subjects",
                List.of("consumer"),
                "assessment_date",
                "24/11/2026");

        List<Fault> faults = LAW.faults(facts);
        assertThat(faults)
                .extracting(Fault::field)
                .containsExactlyInAnyOrder(
                        "profilling", "role", "human_review", "training_flop", "subjects", "assessment_date");
        assertThat(faults.stream().map(Fault::says).map(Words::en))
                .anyMatch(text -> text.contains("did you mean “profiling”?"))
                .anyMatch(text -> text.contains("did you mean “deployer”?"))
                .anyMatch(text -> text.contains("did you mean “consumers”?"));
    }

    @Test
    void factsThatContradictEachOtherAreNamedTogether() {
        assertThat(LAW.faults(facts("one_to_one", true, "biometric", "remote_identification")))
                .singleElement()
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("biometric, one_to_one"));
        assertThat(LAW.faults(facts("one_to_one", true))).isEmpty();
    }

    @Test
    void nullIsUnknownAndForTheSensitiveAttributeNone() {
        Map<String, Object> facts = facts("biometric", "categorisation", "role", "deployer", "domain", "retail");
        assertThat(LAW.classify(facts, TODAY).tier()).isEqualTo(Tier.TRANSPARENCY);
        facts.put("sensitive_attribute_inferred", null);
        facts.put("human_review", null);
        assertThat(LAW.faults(facts)).isEmpty();
        assertThat(LAW.classify(facts, TODAY).tier()).isEqualTo(Tier.TRANSPARENCY);
        facts.put("sensitive_attribute_inferred", "health");
        assertThat(LAW.classify(facts, TODAY).tier()).isEqualTo(Tier.HIGH_RISK);
    }

    // ---- the files ------------------------------------------------------------------------------------------------

    @Test
    void everyTextIsInBothLanguagesAndFrenchIsSetAsFrench() {
        List<String> wrong = new ArrayList<>();
        for (Law law : List.of(ShippedLaws.first(), LAW)) {
            for (Words words : law.words()) {
                if (words.fr().isBlank() || words.en().isBlank() || words.fr().equals(words.en())) {
                    wrong.add(words.toString());
                }
                if (words.fr().contains("'")
                        || words.en().contains("'")
                        || words.fr().matches(".* [:;?!].*")) {
                    wrong.add(words.toString());
                }
            }
        }
        // Few words are the same in both languages.
        assertThat(wrong).allMatch(text -> text.matches("Words\\[fr=([^,]+), en=\\1\\]"));
    }

    @Test
    void everyFactIsReadBySomeRuleOfTheLawInForce() {
        // The reader refuses a law of which this does not hold; here it is seen to.
        assertThat(problems(ShippedLaws.with(
                        "facts.yaml",
                        "  - {id: csam,",
                        "  - {id: lonely, type: FLAG, fr: \"Seul\", en: \"Alone\"}\n  - {id: csam,")))
                .singleElement()
                .asString()
                .contains("facts lonely: no rule reads this fact");
    }

    private static List<String> problems(LawReading reading) {
        return switch (reading) {
            case LawReading.Accepted accepted -> List.of();
            case LawReading.Refused refused ->
                refused.problems().stream().map(PackProblem::toString).toList();
        };
    }

    @Test
    void anUndefinedFactAMissingSourceAndAMissingTranslationAreToldTogether() {
        List<LawFile> files = new ArrayList<>(ShippedLaws.files(ShippedLaws.FIRST, LawReader.FILES));
        files.replaceAll(file -> {
            if (!file.name().equals("provisions.yaml")) {
                return file;
            }
            String text = new String(file.bytes(), StandardCharsets.UTF_8)
                    .replace("elements: [during_test, ", "elements: [during_tests, ")
                    .replace("source: \"Regulation (EU) 2024/1689, Annex III 6(a), Recital 59\", ", "")
                    .replace(", en: \"Emotion recognition\"}", "}")
                    .replace("date: marking,", "date: markings,");
            return new LawFile(file.name(), text.getBytes(StandardCharsets.UTF_8));
        });

        assertThat(problems(LawReader.read(ShippedLaws.FIRST, files, List.of())))
                .anyMatch(problem -> problem.contains("iii_3d") && problem.contains("“during_test”?"))
                .anyMatch(problem -> problem.contains("iii_6a: “source” is missing"))
                .anyMatch(problem -> problem.contains("iii_1c: “en” is missing"))
                .anyMatch(problem -> problem.contains("t_2: the date “markings” is not defined; “marking”?"));
    }

    @Test
    void aConditionMayNotAskWhatIsDecidedLater() {
        assertThat(problems(ShippedLaws.with(
                        "provisions.yaml",
                        "elements: [manipulative_technique,",
                        "elements: [found.iii_1a, manipulative_technique,")))
                .singleElement()
                .asString()
                .contains("“found.iii_1a” is only decided after");
    }

    @Test
    void aMissingFileAndOneThatIsNoYamlAreNamed() {
        List<LawFile> files = new ArrayList<>(ShippedLaws.files(ShippedLaws.FIRST, LawReader.FILES));
        files.removeIf(file -> file.name().equals("obligations.yaml"));
        files.replaceAll(file -> file.name().equals("purposes.yaml")
                ? new LawFile(file.name(), "a: [".getBytes(StandardCharsets.UTF_8))
                : file);

        assertThat(problems(LawReader.read(ShippedLaws.FIRST, files, List.of())))
                .anyMatch(problem -> problem.startsWith("obligations.yaml:0: : the file is missing"))
                .anyMatch(problem -> problem.startsWith("purposes.yaml:") && problem.contains("no YAML"));
    }
}
