package io.sextant.app.platform.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class AiActKnowledgeTest {
    @Test
    void everyVersionIsWholeAndInForceFromTheDayThatItsFilesSay() {
        AiActKnowledge knowledge = new AiActKnowledge();
        for (String version : AiActKnowledge.versions()) {
            var law = knowledge.law(version);
            assertThat(law.version()).isEqualTo(version);
            assertThat(AiActKnowledge.versionOn(law.inForce())).isEqualTo(version);
            assertThat(law.sources()).allMatch(source -> source.sha256().length() == 64);
            assertThat(knowledge.law(version)).isSameAs(law);
        }
    }

    @Test
    void theDayChoosesTheVersion() {
        assertThat(AiActKnowledge.versionOn(LocalDate.of(2026, 7, 26))).isEqualTo("2024-1689");
        assertThat(AiActKnowledge.versionOn(LocalDate.of(2026, 7, 27))).isEqualTo("2026-1744");
        assertThat(AiActKnowledge.versionOn(LocalDate.of(2020, 1, 1))).isEqualTo("2024-1689");
    }
}
