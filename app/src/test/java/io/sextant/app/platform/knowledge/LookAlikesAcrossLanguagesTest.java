package io.sextant.app.platform.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.engine.inventory.lookalike.Findings;
import io.sextant.engine.inventory.lookalike.Item;
import io.sextant.engine.inventory.lookalike.LookAlikeIndex;
import io.sextant.engine.inventory.lookalike.Pair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Measures how well a use case in French finds its twin in English.
class LookAlikesAcrossLanguagesTest {
    private final InventoryKnowledge knowledge = InventoryKnowledge.load(InventoryKnowledge.CURRENT);
    private final List<String[]> twins = Inventories.judged("bilingual.csv");

    @Test
    void findsTheTwinInTheOtherLanguageFirst() {
        List<Item> english = new ArrayList<>();
        for (String[] twin : twins) {
            english.add(new Item(twin[0], twin[1], twin[2], ""));
        }
        LookAlikeIndex index = knowledge.lookAlikes().index(english);
        List<String> missed = new ArrayList<>();
        for (String[] twin : twins) {
            List<LookAlikeIndex.Near> near = index.nearest(new Item("new", twin[3], twin[4], ""), 1);
            if (near.isEmpty() || !near.getFirst().id().equals(twin[0])) {
                missed.add(twin[3] + " -> " + near);
            }
        }
        System.out.println("Twins in the other language found first: " + (twins.size() - missed.size()) + " of "
                + twins.size() + " " + missed);
        assertThat(missed).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void proposesTwinsAndHardlyAnythingElse() {
        List<Item> both = new ArrayList<>();
        for (String[] twin : twins) {
            both.add(new Item(twin[0] + "en", twin[1], twin[2], ""));
            both.add(new Item(twin[0] + "fr", twin[3], twin[4], ""));
        }
        Findings findings = knowledge.lookAlikes().find(both);
        List<Pair> wrong = findings.pairs().stream()
                .filter(p -> !p.a().replaceAll("\\D", "").equals(p.b().replaceAll("\\D", "")))
                .toList();
        int right = findings.pairs().size() - wrong.size();
        System.out.println("Twins proposed: " + right + " of " + twins.size() + ", others proposed: " + wrong);
        assertThat(right).isGreaterThanOrEqualTo(18);
        assertThat(wrong).hasSizeLessThanOrEqualTo(2);
    }
}
