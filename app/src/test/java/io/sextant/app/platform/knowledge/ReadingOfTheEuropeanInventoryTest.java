package io.sextant.app.platform.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.engine.inventory.Kind;
import io.sextant.engine.inventory.TouchpointReader;
import io.sextant.engine.inventory.TouchpointRules;
import io.sextant.engine.inventory.UseCaseText;
import io.sextant.engine.inventory.ValueReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Measures the reading of kinds and of questions of law on samples judged by hand, and tries cases that mislead.
class ReadingOfTheEuropeanInventoryTest {
    private final InventoryKnowledge knowledge = InventoryKnowledge.load(InventoryKnowledge.CURRENT);

    private Map<String, UseCaseText> useCases() {
        Map<String, UseCaseText> useCases = new HashMap<>();
        for (Map<String, String> row : Inventories.rows(Inventories.EUROPE)) {
            String id = row.getOrDefault("PSTW ID", "");
            String technology = String.join(
                    "; ",
                    row.getOrDefault("Primary Technology", ""),
                    row.getOrDefault("AI Classification (I)", ""),
                    row.getOrDefault("AI Classification Subdomain (II) (main)", ""),
                    row.getOrDefault("AI Classification Subdomain (II) (Other I)", ""),
                    row.getOrDefault("AI Keywords", ""));
            useCases.put(
                    id,
                    UseCaseText.of(id, row.getOrDefault("Name", ""), row.getOrDefault("Description", ""))
                            .withTechnology(technology)
                            .withStartYear(knowledge
                                    .reader()
                                    .values()
                                    .year(row.getOrDefault("Start Year", ""), ValueReader.Edge.START)
                                    .year()));
        }
        return useCases;
    }

    @Test
    void readsKindsAsPreciselyAsWasMeasuredByHand() {
        Map<String, UseCaseText> useCases = useCases();
        int stated = 0;
        int right = 0;
        List<String[]> sample = Inventories.judged("judged-kinds.csv");
        for (String[] line : sample) {
            UseCaseText useCase = useCases.get(line[0]);
            assertThat(useCase).as(line[0]).isNotNull();
            Kind kind = useCase == null
                    ? null
                    : knowledge.reader().kinds().read(useCase).kind();
            stated += kind == null ? 0 : 1;
            right += kind != null && kind.name().equals(line[1]) ? 1 : 0;
        }
        System.out.printf("Kinds: %d of %d stated, %d right%n", stated, sample.size(), right);
        assertThat(sample).hasSizeGreaterThanOrEqualTo(120);
        assertThat((double) right / stated).isGreaterThanOrEqualTo(0.9);
        assertThat((double) right / sample.size()).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void asksQuestionsThatAreWorthAsking() {
        Map<String, UseCaseText> useCases = useCases();
        int asked = 0;
        int worth = 0;
        for (String[] line : Inventories.judged("judged-touchpoints.csv")) {
            UseCaseText useCase = useCases.get(line[0]);
            boolean found = useCase != null
                    && knowledge.reader().touchpoints().read(useCase).stream()
                            .map(TouchpointReader.Finding::touchpoint)
                            .anyMatch(t -> t.id().equals(line[1]));
            asked += found ? 1 : 0;
            worth += found && line[2].equals("YES") ? 1 : 0;
        }
        System.out.printf("Questions of law: %d of %d judged ones worth asking%n", worth, asked);
        assertThat(asked).isGreaterThanOrEqualTo(100);
        assertThat((double) worth / asked).isGreaterThanOrEqualTo(0.8);
    }

    @Test
    void doesNotTakeAPersonForAnAgent() {
        for (String text : List.of(
                "Aide les agents publics à instruire les dossiers",
                "Outil pour agent immobilier",
                "Helps call-centre agents to find answers")) {
            assertThat(knowledge
                            .reader()
                            .kinds()
                            .read(UseCaseText.of("1", text, text))
                            .kind())
                    .as(text)
                    .isNotEqualTo(Kind.AGENT);
        }
        assertThat(knowledge
                        .reader()
                        .kinds()
                        .read(UseCaseText.of("1", "Agents IA autonomes", ""))
                        .kind())
                .isEqualTo(Kind.AGENT);
    }

    @Test
    void doesNotTakeAnOldChatbotForGenerative() {
        UseCaseText chatbot = UseCaseText.of("1", "Chatbot for citizens", "Answers questions on parking.");
        assertThat(knowledge.reader().kinds().read(chatbot.withStartYear(2019)).kind())
                .isNotEqualTo(Kind.GENERATIVE);
        assertThat(knowledge
                        .reader()
                        .kinds()
                        .read(UseCaseText.of("1", "Assistant", "Uses an LLM"))
                        .kind())
                .isEqualTo(Kind.GENERATIVE);
    }

    @Test
    void asksEveryQuestionInBothLanguagesWithItsProvision() {
        assertThat(knowledge.rules().touchpoints().touchpoints()).hasSizeGreaterThanOrEqualTo(20);
        for (TouchpointRules.Touchpoint t : knowledge.rules().touchpoints().touchpoints()) {
            assertThat(t.questionEn()).as(t.id()).endsWith("?").doesNotContain("’");
            assertThat(t.questionFr()).as(t.id()).endsWith("\u202f?").doesNotContain("'");
            assertThat(t.citation()).as(t.id()).containsPattern("Art\\.|Annex");
            assertThat(t.citationFr()).as(t.id()).containsPattern("article|annexe");
            assertThat(t.labelFr()).as(t.id()).isNotEqualTo("");
        }
    }
}
