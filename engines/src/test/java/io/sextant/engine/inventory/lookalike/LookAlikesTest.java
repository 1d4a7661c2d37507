package io.sextant.engine.inventory.lookalike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sextant.engine.inventory.RuleSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LookAlikesTest {
    private static final RuleSource SOURCE = new RuleSource("test", "1", "0".repeat(64));
    private static final LookAlikeRules RULES = new LookAlikeRules(
            SOURCE,
            SOURCE,
            List.of(
                    concept("chatbot", "chatbot", "agent conversationnel", "virtual assistant", "assistant virtuel"),
                    concept("fraud", "fraud", "fraude", "fraud detection", "frauduleux"),
                    concept("invoices", "invoices", "factures", "invoice", "facture"),
                    concept("maintenance", "predictive maintenance", "maintenance prédictive"),
                    concept("trains", "railway", "ferroviaire")),
            Map.of(
                    "en",
                            Set.of(
                                    "the", "a", "of", "for", "and", "in", "to", "with", "our", "that", "or", "from",
                                    "were", "on"),
                    "fr",
                            Set.of(
                                    "le", "la", "les", "des", "de", "du", "et", "dans", "pour", "une", "ou", "qui",
                                    "aux")),
            Set.of("ai", "detection", "détection", "project", "projet", "data", "system", "tool", "service"),
            new LookAlikeRules.Weights(3, 0.1, 0.3, 0.3, 0.2, 0.5),
            new LookAlikeRules.Limits(0.8, 0.64, 0.35, 0.85, 0.35, 0.75, 0.34, 3, 0.45, 0.8, 0.26, 25));

    private final LookAlikes lookAlikes = LookAlikes.of(RULES);

    private static LookAlikeRules.Concept concept(String id, String en, String fr, String... more) {
        List<String> phrases = new ArrayList<>(List.of(en, fr));
        phrases.addAll(List.of(more));
        return new LookAlikeRules.Concept(id, en, fr, phrases);
    }

    private static final List<Item> ITEMS = List.of(
            new Item(
                    "1",
                    "Fraud detection on supplier invoices",
                    "Finds invoices that were paid twice or come from unknown suppliers.",
                    "Finance"),
            new Item(
                    "2",
                    "Détection de la fraude aux factures fournisseurs",
                    "Repère les factures payées deux fois ou qui viennent de fournisseurs inconnus.",
                    "Achats"),
            new Item(
                    "3",
                    "Chatbot for staff questions on leave",
                    "Answers the questions of employees on leave and payslips.",
                    "Human resources"),
            new Item(
                    "4",
                    "Predictive maintenance of lifts",
                    "Foresees faults of lifts from vibration sensors in stations.",
                    "Stations"),
            new Item(
                    "5",
                    "Predictive maintenance of lifts",
                    "Foresees faults of lifts from the vibration sensors in stations.",
                    "Stations"),
            new Item(
                    "6",
                    "Counting birds on wetlands",
                    "Counts birds on photographs of wetlands taken each week.",
                    "Environment"),
            new Item("7", "Weather station alerts", "Warns depots of storms and frost one day ahead.", "Depots"));

    private static Set<String> shape(Findings findings) {
        Set<String> shape = new TreeSet<>();
        for (Cluster cluster : findings.clusters()) {
            shape.add(cluster.representative() + ":" + cluster.label() + ":"
                    + cluster.members().stream().map(Cluster.Member::id).toList());
        }
        for (Pair pair : findings.pairs()) {
            shape.add(pair.a() + "~" + pair.b() + " " + pair.likeness() + " " + pair.score() + " " + pair.shared());
        }
        return shape;
    }

    @Test
    void findsTheSameThingEnteredTwice() {
        Findings findings = lookAlikes.find(ITEMS);
        assertThat(findings.pairs()).anySatisfy(pair -> {
            assertThat(Set.of(pair.a(), pair.b())).isEqualTo(Set.of("4", "5"));
            assertThat(pair.likeness()).isEqualTo(Likeness.SAME);
        });
        assertThat(findings.clusters()).anySatisfy(c -> assertThat(c.same()).isTrue());
        assertThat(findings.sources()).contains(SOURCE);
    }

    @Test
    void bringsFrenchAndEnglishTogetherAndSaysByWhichTerms() {
        Pair pair = lookAlikes.find(ITEMS).pairs().stream()
                .filter(p -> Set.of(p.a(), p.b()).equals(Set.of("1", "2")))
                .findFirst()
                .orElseThrow();
        assertThat(pair.likeness()).isEqualTo(Likeness.SIMILAR);
        assertThat(pair.shared()).extracting(Term::fr).contains("factures", "fraude");
        assertThat(pair.shared()).extracting(Term::en).contains("invoices", "fraud");
    }

    @Test
    void leavesWhatIsAloneAlone() {
        assertThat(lookAlikes.find(ITEMS).clusters())
                .allSatisfy(c ->
                        assertThat(c.members()).extracting(Cluster.Member::id).doesNotContain("3", "6", "7"));
    }

    @Test
    void doesNotDependOnTheOrderOfTheRows() {
        Set<String> expected = shape(lookAlikes.find(ITEMS));
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            List<Item> shuffled = new ArrayList<>(ITEMS);
            Collections.shuffle(shuffled, random);
            assertThat(shape(lookAlikes.find(shuffled))).isEqualTo(expected);
        }
    }

    @Test
    void givesTheSameOutcomeEveryTime() {
        assertThat(lookAlikes.find(ITEMS)).isEqualTo(lookAlikes.find(ITEMS));
    }

    @Test
    void letsACopyJoinItsOriginal() {
        List<Item> more = new ArrayList<>(ITEMS);
        Item original = ITEMS.get(5);
        more.add(new Item("6bis", original.title(), original.text(), "Another unit"));
        Findings findings = lookAlikes.find(more);
        assertThat(findings.pairs()).anySatisfy(pair -> {
            assertThat(Set.of(pair.a(), pair.b())).isEqualTo(Set.of("6", "6bis"));
            assertThat(pair.likeness()).isEqualTo(Likeness.SAME);
            assertThat(pair.score()).isEqualTo(1);
        });
        assertThat(findings.clusters())
                .anySatisfy(c ->
                        assertThat(c.members()).extracting(Cluster.Member::id).containsExactlyInAnyOrder("6", "6bis"));
    }

    @Test
    void tellsPhasesAndPlacesApart() {
        Findings findings = lookAlikes.find(List.of(
                new Item(
                        "a",
                        "Vision of tracks phase 1",
                        "Cameras look for broken sleepers and loose bolts on tracks.",
                        "Network"),
                new Item(
                        "b",
                        "Vision of tracks phase 2",
                        "Cameras look for broken sleepers and loose bolts on tracks.",
                        "Network"),
                new Item(
                        "c",
                        "Crowd forecast - Lyon",
                        "Foresees crowds on platforms before concerts and matches.",
                        "Lyon"),
                new Item(
                        "d",
                        "Crowd forecast - Lille",
                        "Foresees crowds on platforms before concerts and matches.",
                        "Lille")));
        assertThat(findings.pairs()).hasSize(2).allSatisfy(p -> assertThat(p.likeness())
                .isEqualTo(Likeness.SIMILAR));
    }

    @Test
    void keepsABroadSubjectFromSwallowingEverything() {
        List<String> subjects = List.of(
                "passports",
                "parking",
                "libraries",
                "taxes",
                "weddings",
                "dogs",
                "schools",
                "waste",
                "theatres",
                "markets",
                "pools",
                "boats",
                "trees",
                "noise",
                "streets",
                "bridges",
                "museums",
                "graves",
                "buses",
                "housing");
        List<Item> items = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 400; i++) {
            String a = subjects.get(random.nextInt(subjects.size()));
            String b = subjects.get(random.nextInt(subjects.size()));
            items.add(new Item(
                    "h" + i,
                    "Chatbot on " + a + " and " + b,
                    "Chatbot that answers residents on " + a + ", " + b + " number " + i + ".",
                    "Town " + i));
        }
        Findings findings = lookAlikes.find(items);
        assertThat(findings.clusters()).isNotEmpty();
        assertThat(findings.clusters()).allSatisfy(c -> {
            assertThat(c.members()).hasSizeLessThanOrEqualTo(25);
            assertThat(c.cohesion()).isGreaterThanOrEqualTo(0.26);
        });
    }

    @Test
    void doesNotCallTwoServicesOfOneTownAlikeForTheTown() {
        Findings findings = lookAlikes.find(List.of(
                new Item(
                        "x",
                        "Senigallia beach safety",
                        "Senigallia counts swimmers from towers in Senigallia.",
                        "Comune di Senigallia"),
                new Item(
                        "y",
                        "Senigallia archive",
                        "Senigallia reads old registers kept in Senigallia.",
                        "Comune di Senigallia")));
        assertThat(findings.pairs()).isEmpty();
    }

    @Test
    void readsHostileTextsWithoutHarm() {
        assertThat(lookAlikes.find(List.of()).pairs()).isEmpty();
        Findings findings = lookAlikes.find(List.of(
                new Item("empty", "", "", ""),
                new Item("marks", "…!?—", "()[]{}", "—"),
                new Item("emoji", "🙂🚀", "👩‍👩‍👧", "🏢"),
                new Item("rtl", "ذكاء اصطناعي للبلدية", "مساعد افتراضي للمواطنين", ""),
                new Item("huge", "Huge", "word ".repeat(2_000_000), ""),
                new Item("long", "x".repeat(10_000_000), "y".repeat(100), "")));
        assertThat(findings.pairs()).isEmpty();
        assertThat(lookAlikes.index(List.of()).nearest("anything", 5)).isEmpty();
    }

    @Test
    void joinsRowsThatSayNothingOnlyWhenTheyAreCopies() {
        Findings findings = lookAlikes.find(
                List.of(new Item("e1", "", "", ""), new Item("e2", "", "", ""), new Item("e3", "Chatbot", "", "")));
        assertThat(findings.pairs()).hasSize(1);
    }

    @Test
    void refusesTwoRowsWithOneId() {
        assertThatThrownBy(() -> lookAlikes.find(List.of(new Item("1", "a", "b", ""), new Item("1", "c", "d", ""))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1");
    }

    @Test
    void findsTheNearestToWhatSomebodyIsWriting() {
        LookAlikeIndex index = lookAlikes.index(ITEMS);
        List<LookAlikeIndex.Near> near =
                index.nearest("Maintenance prédictive des ascenseurs: vibration sensors on lifts", 3);
        assertThat(near).isNotEmpty();
        assertThat(near.getFirst().id()).isIn("4", "5");
        assertThat(near.getFirst().shared()).isNotEmpty();
        assertThat(index.nearest("xyzzy", 3)).isEmpty();
        assertThat(index.nearest("", 3)).isEmpty();
    }

    @Test
    void learnsWhatIsAddedAndForgetsWhatIsRemoved() {
        LookAlikeIndex index = lookAlikes.index(ITEMS);
        index.put(new Item(
                "8", "Sorting apples by size", "Cameras sort apples by size and colour on belts.", "Orchards"));
        assertThat(index.size()).isEqualTo(8);
        assertThat(index.nearest("Cameras that sort apples by colour", 1))
                .extracting(LookAlikeIndex.Near::id)
                .containsExactly("8");
        index.put(new Item("8", "Reading water meters", "Photographs of water meters are read by night.", "Water"));
        assertThat(index.size()).isEqualTo(8);
        assertThat(index.nearest("Cameras that sort apples by colour", 1)).isEmpty();
        index.remove("8");
        index.remove("never there");
        assertThat(index.size()).isEqualTo(7);
        assertThat(index.nearest("Reading water meters", 1)).isEmpty();
        assertThat(index.changes()).isEqualTo(4);
        index.put(new Item("4copy", ITEMS.get(3).title(), ITEMS.get(3).text(), ""));
        assertThat(index.findings().pairs())
                .anySatisfy(p -> assertThat(Set.of(p.a(), p.b())).isEqualTo(Set.of("4", "4copy")));
        index.remove("4");
        assertThat(index.nearest("Predictive maintenance of lifts", 5))
                .extracting(LookAlikeIndex.Near::id)
                .doesNotContain("4")
                .contains("4copy");
    }
}
