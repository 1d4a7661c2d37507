package io.sextant.app.platform.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sextant.engine.bias.Thresholds;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BiasKnowledgeTest {
    @Test
    void theEditionInUseIsWholeAndNamesItsFile() {
        BiasKnowledge knowledge = BiasKnowledge.load(BiasKnowledge.CURRENT);

        assertThat(knowledge.thresholds()).isEqualTo(new Thresholds(0.1, 0.8, 30, 10, 0.95));
        assertThat(knowledge.replicates()).isEqualTo(10_000);
        assertThat(knowledge.sources()).singleElement().satisfies(source -> {
            assertThat(source.id()).isEqualTo("bias/thresholds");
            assertThat(source.sha256()).hasSize(64);
        });
    }

    @Test
    void everythingWrongWithAFileIsToldAtOnce() {
        String text = """
                # id: bias/thresholds
                # version: 2030-01
                # status: released
                # author: a
                # source: s
                # licence: l
                name;value;source
                max_difference;a lot;x
                min_ratio;0.8;x
                """;
        assertThatThrownBy(() -> BiasKnowledge.load(
                        "2030-01", path -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(KnowledgeFault.class)
                .hasMessageContaining("max_difference is “a lot”, not a number")
                .hasMessageContaining("seed is missing");
    }
}
