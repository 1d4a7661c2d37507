package io.sextant.engine.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StageReaderTest {
    private final StageReader reader = new StageReader(new StageRules(
            new RuleSource("test", "1", "0".repeat(64)),
            Map.of(
                    Stage.RUN, List.of("in use", "deployed", "production"),
                    Stage.RETIRED, List.of("not in use", "retired", "on hold"),
                    Stage.PILOT, List.of("pilot"),
                    Stage.FRAMED, List.of("pre deployment", "development")),
            List.of("on hold", "partly")));

    @Test
    void readsTheLongerOfTwoPhrases() {
        assertThat(reader.read("Not in use").stage()).isEqualTo(Stage.RETIRED);
        assertThat(reader.read("In use").stage()).isEqualTo(Stage.RUN);
        assertThat(reader.read("Pre-deployment").stage()).isEqualTo(Stage.FRAMED);
    }

    @Test
    void readsTheNameOfAChoiceBeforeItsExplanation() {
        StageReader.Reading reading =
                reader.read("a) Pre-deployment – it is not deployed, not retired, not in production");
        assertThat(reading.stage()).isEqualTo(Stage.FRAMED);
        assertThat(reading.sure()).isTrue();
        assertThat(reading.why().args()).containsExactly("Pre-deployment");
    }

    @Test
    void takesTheFurthestStageAndSaysThatItIsNotSure() {
        StageReader.Reading reading = reader.read("pilot in Lyon, production in Lille");
        assertThat(reading.stage()).isEqualTo(Stage.RUN);
        assertThat(reading.sure()).isFalse();
        assertThat(reader.read("partly deployed").sure()).isFalse();
        assertThat(reader.read("On hold").stage()).isEqualTo(Stage.RETIRED);
    }

    @Test
    void doesNotGuess() {
        assertThat(reader.read("blue").stage()).isNull();
        assertThat(reader.read("blue").why().code()).isEqualTo("inventory.stage.unknown");
        assertThat(reader.read("  ").why().code()).isEqualTo("inventory.stage.empty");
        assertThat(reader.read("x".repeat(1_000_000)).stage()).isNull();
    }
}
