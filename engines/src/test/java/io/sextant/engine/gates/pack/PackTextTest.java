package io.sextant.engine.gates.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.engine.gates.Criterion;
import io.sextant.engine.gates.GatePack;
import io.sextant.engine.gates.pack.PackText.Step;
import io.sextant.engine.inventory.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PackTextTest {
    private static final String TEXT = """
            # A 😀 comment that stays
            gates:
              - gate: PILOT # the third
                days: {fast: 3, standard: 10}
                criteria:
                  - id: first
                    when: "true"
                    signs:
                      roles: [LEGAL]
                      rule: ANY
                    fr: {title: "Un", why: 'D’abord', how: "Plié
                        en deux"}
                  - {id: second, when: known.a, fr: {title: x}}
            """;
    private static final List<Step> GATE = List.of(new Step.Key("gates"), new Step.Item("gate", "PILOT"));

    private static List<Step> criterion(String id) {
        List<Step> path = new ArrayList<>(GATE);
        path.add(new Step.Key("criteria"));
        path.add(new Step.Item("id", id));
        return path;
    }

    @Test
    void oneValueChangesAndEverythingElseStays() {
        List<Step> days = new ArrayList<>(GATE);
        days.add(new Step.Key("days"));
        assertThat(PackText.of(TEXT).set(days, "standard", "15").text())
                .isEqualTo(TEXT.replace("standard: 10", "standard: 15"));
    }

    @Test
    void aBlockIsReplacedByAFlow() {
        PackText changed = PackText.of(TEXT).set(criterion("first"), "signs", "{roles: [CIO], rule: EACH}");
        assertThat(changed.text()).contains("# A 😀 comment that stays").contains("{roles: [CIO], rule: EACH}");
        List<Step> signs = new ArrayList<>(criterion("first"));
        signs.add(new Step.Key("signs"));
        assertThat(changed.texts(signs, "roles")).containsExactly("CIO");
        assertThat(changed.get(criterion("first"), "when")).contains("true");
    }

    @Test
    void aKeyIsAddedAndTakenAwayInABlockAndInAFlow() {
        for (String id : List.of("first", "second")) {
            PackText added = PackText.of(TEXT).set(criterion(id), "applies", PackText.quoted("a \"b\" \\ c\nd"));
            assertThat(added.get(criterion(id), "applies")).contains("a \"b\" \\ c\nd");
            assertThat(added.remove(criterion(id), "applies").text()).isEqualTo(TEXT);
        }
        PackText without = PackText.of(TEXT).remove(criterion("first"), "signs");
        assertThat(without.get(criterion("first"), "when")).contains("true");
        assertThat(without.text()).doesNotContain("LEGAL").contains("# the third");
        assertThat(PackText.of(TEXT).remove(criterion("second"), "fr").get(criterion("second"), "when"))
                .contains("known.a");
    }

    @Test
    void whatIsNotThereChangesNothing() {
        assertThat(PackText.of(TEXT).set(criterion("third"), "when", "x").text())
                .isEqualTo(TEXT);
        assertThat(PackText.of("a: [").set(List.of(), "a", "1").text()).isEqualTo("a: [");
        assertThat(PackText.of("").set(List.of(), "a", "1").text()).isEmpty();
    }

    @Test
    void everyCriterionOfTheShippedPackCanBeChangedAndIsStillAccepted() throws IOException {
        GatePack pack = pack(file("gates.yaml"));
        for (Stage stage : pack.gates().keySet()) {
            PackText text = PackText.of(file("gates.yaml"));
            for (Criterion criterion : pack.gate(stage).criteria()) {
                List<Step> path = List.of(
                        new Step.Key("gates"),
                        new Step.Item("gate", stage.name()),
                        new Step.Key("criteria"),
                        new Step.Item("id", criterion.id()));
                List<Step> fr = new ArrayList<>(path);
                fr.add(new Step.Key("fr"));
                text = text.set(fr, "title", PackText.quoted("Titre « " + criterion.id() + " »"))
                        .set(path, "signs", "{roles: [CIO, LEGAL], rule: EACH_BY_ANOTHER}")
                        .set(path, "waiver", "{role: CIO, days: 30}")
                        .set(path, "applies", PackText.quoted("false"));
            }
            GatePack changed = pack(text.text());
            for (Criterion criterion : changed.gate(stage).criteria()) {
                assertThat(criterion.title().in("fr")).isEqualTo("Titre « " + criterion.id() + " »");
                assertThat(Objects.requireNonNull(criterion.signing()).roles()).containsExactly("CIO", "LEGAL");
                assertThat(Objects.requireNonNull(criterion.waiver()).days()).isEqualTo(30);
                assertThat(Objects.requireNonNull(criterion.applies()).text()).isEqualTo("false");
            }
        }
    }

    private static GatePack pack(String gates) throws IOException {
        List<PackFile> files = new ArrayList<>();
        for (String name : PackReader.FILES) {
            String text = name.equals("gates.yaml") ? gates : file(name);
            files.add(new PackFile(name, text.getBytes(StandardCharsets.UTF_8)));
        }
        return switch (PackReader.read("2026-11", files)) {
            case Reading.Accepted(GatePack pack) -> pack;
            case Reading.Refused(List<Problem> problems) -> throw new AssertionError(problems);
        };
    }

    private static String file(String name) throws IOException {
        try (InputStream in = PackTextTest.class.getResourceAsStream("/knowledge/gates/2026-11/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
