package io.sextant.app.platform.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.engine.inventory.lookalike.Cluster;
import io.sextant.engine.inventory.lookalike.Findings;
import io.sextant.engine.inventory.lookalike.Item;
import io.sextant.engine.inventory.lookalike.Likeness;
import io.sextant.engine.inventory.lookalike.Pair;
import io.sextant.engine.inventory.lookalike.Term;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Measures the look-alikes on pairs judged by hand.
class LookAlikesOfTheEuropeanInventoryTest {
    private final InventoryKnowledge knowledge = InventoryKnowledge.load(InventoryKnowledge.CURRENT);

    private static List<Item> items() {
        List<Item> items = new ArrayList<>();
        for (Map<String, String> row : Inventories.rows(Inventories.EUROPE)) {
            items.add(new Item(
                    row.getOrDefault("PSTW ID", ""),
                    row.getOrDefault("Name", ""),
                    row.getOrDefault("Description", ""),
                    row.getOrDefault("Responsible organisation", "")));
        }
        return items;
    }

    @Test
    void isAsPreciseAsWasMeasuredByHand() {
        List<Item> items = items();
        long begin = System.nanoTime();
        Findings findings = knowledge.lookAlikes().find(items);
        long milliseconds = (System.nanoTime() - begin) / 1_000_000;
        Map<Set<String>, String> judged = new HashMap<>();
        for (String[] line : Inventories.judged("judged-pairs.csv")) {
            judged.put(Set.of(line[0], line[1]), line[2]);
        }
        int same = 0;
        int sameRight = 0;
        int similar = 0;
        int similarRight = 0;
        for (Pair pair : findings.pairs()) {
            String judgement = judged.get(Set.of(pair.a(), pair.b()));
            if (judgement == null) {
                continue;
            }
            if (pair.likeness() == Likeness.SAME) {
                same++;
                sameRight += judgement.equals("SAME") ? 1 : 0;
            } else {
                similar++;
                similarRight += judgement.equals("NO") ? 0 : 1;
            }
        }
        System.out.printf(
                "Look-alikes of the European inventory: %d pairs, %d groups in %d ms (first run); judged SAME %d of %d right, SIMILAR %d of %d right%n",
                findings.pairs().size(),
                findings.clusters().size(),
                milliseconds,
                sameRight,
                same,
                similarRight,
                similar);
        assertThat(same).as("pairs proposed as SAME that were judged").isGreaterThanOrEqualTo(12);
        assertThat(similar).as("pairs proposed as SIMILAR that were judged").isGreaterThanOrEqualTo(120);
        assertThat((double) sameRight / same).isGreaterThanOrEqualTo(0.9);
        assertThat((double) similarRight / similar).isGreaterThanOrEqualTo(0.85);
    }

    @Test
    void keepsGroupsSmallAndNamesThem() {
        Findings findings = knowledge.lookAlikes().find(items());
        assertThat(findings.clusters()).hasSizeGreaterThan(80);
        for (Cluster cluster : findings.clusters()) {
            assertThat(cluster.members()).hasSizeBetween(2, 25);
            assertThat(cluster.label()).isNotEmpty();
            assertThat(cluster.members().getFirst().id()).isEqualTo(cluster.representative());
        }
        assertThat(findings.clusters().getFirst().label()).extracting(Term::fr).contains("agent conversationnel");
    }

    @Test
    void doesNotDependOnTheOrderOfTheRows() {
        List<Item> items = items();
        Findings forward = knowledge.lookAlikes().find(items);
        List<Item> shuffled = new ArrayList<>(items);
        Collections.shuffle(shuffled, new Random(3));
        assertThat(knowledge.lookAlikes().find(shuffled)).isEqualTo(forward);
    }
}
