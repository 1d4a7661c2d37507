package io.sextant.engine.aiact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The public corpus of cases, and what holds of every one of them.
class CorpusTest {
    private static final Law LAW = ShippedLaws.amended();
    private static final Map<String, Object> CORPUS = Cases.mapping(new String(
            ShippedLaws.files(ShippedLaws.AMENDED, List.of("cases.yaml"))
                    .getFirst()
                    .bytes(),
            StandardCharsets.UTF_8));
    private static final LocalDate AS_OF = LocalDate.parse(String.valueOf(CORPUS.get("as_of")));

    record Case(String id, Map<String, Object> facts, Map<String, Object> all) {}

    @SuppressWarnings("unchecked")
    private static List<Case> cases() {
        List<Case> all = new ArrayList<>();
        for (Object one : (List<?>) CORPUS.getOrDefault("cases", List.of())) {
            Map<String, Object> given = (Map<String, Object>) one;
            Map<String, Object> facts = Cases.under(CORPUS, "defaults");
            facts.putAll(Cases.under(given, "facts"));
            all.add(new Case(String.valueOf(given.get("id")), facts, given));
        }
        return all;
    }

    @Test
    void everyCaseHasTheTierAndTheArticlesThatItStates() {
        List<String> wrong = new ArrayList<>();
        for (Case one : cases()) {
            List<Fault> faults = LAW.faults(one.facts());
            if (!faults.isEmpty()) {
                wrong.add(one.id() + " " + faults);
                continue;
            }
            Classification told = LAW.classify(one.facts(), AS_OF);
            if (!told.tier().word().equals(one.all().get("tier"))
                    || !told.articles().containsAll(Cases.texts(one.all(), "articles"))) {
                wrong.add(one.id() + " expected " + one.all().get("tier") + " "
                        + one.all().get("articles") + ", told " + told.tier() + " " + told.articles());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void thereAreAtLeastAHundredAndFiftyCasesEachInBothLanguagesWithItsSource() {
        Set<String> ids = new TreeSet<>();
        Set<String> texts = new TreeSet<>();
        for (Case one : cases()) {
            assertThat(ids.add(one.id())).as(one.id()).isTrue();
            for (String key : List.of("fr", "en", "source", "tier")) {
                assertThat(String.valueOf(one.all().get(key)))
                        .as(one.id() + " " + key)
                        .isNotBlank();
            }
            assertThat(texts.add(String.valueOf(one.all().get("fr"))))
                    .as(one.id())
                    .isTrue();
            assertThat(texts.add(String.valueOf(one.all().get("en"))))
                    .as(one.id())
                    .isTrue();
        }
        assertThat(ids).hasSizeGreaterThanOrEqualTo(150);
    }

    @Test
    void theOrderOfFactsChangesNothing() {
        Random random = new Random(1689);
        for (Case one : cases()) {
            List<String> names = new ArrayList<>(one.facts().keySet());
            Collections.shuffle(names, random);
            Map<String, Object> shuffled = new LinkedHashMap<>();
            names.forEach(name -> shuffled.put(name, one.facts().get(name)));
            assertThat(LAW.classify(shuffled, AS_OF)).isEqualTo(LAW.classify(one.facts(), AS_OF));
        }
    }

    @Test
    void everyHighRiskAndEveryProhibitionNamesItsArticle() {
        for (Case one : cases()) {
            Classification told = LAW.classify(one.facts(), AS_OF);
            if (Boolean.TRUE.equals(told.highRisk())) {
                assertThat(told.articles())
                        .as(one.id())
                        .anyMatch(article -> article.startsWith("Annex III") || article.equals("6(1)"));
            }
            if (told.tier() == Tier.PROHIBITED) {
                assertThat(told.articles()).as(one.id()).anyMatch(article -> article.startsWith("5(1)"));
            }
            for (Classification.Finding finding : told.findings()) {
                assertThat(finding.source()).as(one.id()).isNotBlank();
                assertThat(finding.because().fr()).as(one.id()).endsWith(".");
                assertThat(finding.because().en()).as(one.id()).endsWith(".");
            }
        }
    }

    @Test
    void whatMoreIsKnownUndecidesATierOnlyByPuttingAnOpenProvisionInPlay() {
        Random random = new Random(1744);
        List<io.sextant.engine.gates.Fact> facts = LAW.facts();
        int undecided = 0;
        for (Case one : cases()) {
            Classification before = LAW.classify(one.facts(), AS_OF);
            if (before.tier() == Tier.UNDETERMINED) {
                continue;
            }
            for (int i = 0; i < 40; i++) {
                io.sextant.engine.gates.Fact fact = facts.get(random.nextInt(facts.size()));
                if (one.facts().containsKey(fact.id())) {
                    continue;
                }
                Object value =
                        switch (fact.type()) {
                            case FLAG -> random.nextBoolean();
                            case CHOICE ->
                                fact.values().get(random.nextInt(fact.values().size()));
                            case CHOICES ->
                                List.of(fact.values()
                                        .get(random.nextInt(fact.values().size())));
                            case WHOLE, NUMBER -> 1e24;
                            case DATE -> "2026-12-20";
                            case TEXT -> "x";
                        };
                Map<String, Object> more = new HashMap<>(one.facts());
                more.put(fact.id(), value);
                if (!LAW.faults(more).isEmpty()) {
                    continue;
                }
                Classification after = LAW.classify(more, AS_OF);
                if (after.tier() == Tier.UNDETERMINED) {
                    undecided++;
                    assertThat(after.findings())
                            .as(one.id() + " with " + fact.id() + " " + value)
                            .anyMatch(finding -> finding.effect().equals("open")
                                    && before.findings().stream()
                                            .noneMatch(known -> known.id().equals(finding.id())
                                                    && known.effect().equals("open")));
                }
            }
        }
        assertThat(undecided).isPositive();
    }

    @Test
    void everyPurposeOfTheCatalogueLeadsToAVerdictWithoutAFault() {
        for (String purpose : LAW.purposes().keySet()) {
            Map<String, Object> facts = Cases.under(CORPUS, "defaults");
            facts.put("purpose", purpose);
            facts.put("role", "provider");
            assertThat(LAW.faults(facts)).as(purpose).isEmpty();
            assertThat(LAW.classify(facts, AS_OF).tier()).as(purpose).isNotNull();
        }
    }
}
