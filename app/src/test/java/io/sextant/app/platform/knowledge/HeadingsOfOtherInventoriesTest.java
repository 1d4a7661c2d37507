package io.sextant.app.platform.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.engine.inventory.ColumnSample;
import io.sextant.engine.inventory.Proposal;
import io.sextant.engine.inventory.Stage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The columns of inventories that were not at hand when the rules were written, by their published headings.
class HeadingsOfOtherInventoriesTest {
    private final InventoryKnowledge knowledge = InventoryKnowledge.load(InventoryKnowledge.CURRENT);

    private record Row(String heading, String cells, String expected) {}

    @Test
    void findsTheFieldsOfInventoriesOfOtherCountriesAndCompanies() throws Exception {
        Map<String, String> misses = new TreeMap<>();
        int columns = 0;
        for (Map.Entry<String, List<Row>> inventory : inventories().entrySet()) {
            List<Row> rows = inventory.getValue();
            List<Proposal> proposals = propose(rows);
            for (int i = 0; i < rows.size(); i++) {
                Row row = rows.get(i);
                if (row.expected().equals("*")) {
                    continue;
                }
                columns++;
                String got = said(proposals.get(i));
                if (!got.equals(row.expected())) {
                    misses.put(
                            inventory.getKey() + " / " + row.heading(),
                            row.expected() + " but got " + proposals.get(i));
                }
            }
        }
        System.out.println(
                "Headings of other inventories: " + (columns - misses.size()) + " of " + columns + " as expected");
        misses.forEach((where, what) -> System.out.println("  " + where + ": " + what));
        assertThat((double) misses.size() / columns).isLessThanOrEqualTo(0.03);
    }

    @Test
    void doesNotDependOnTheOrderOfTheColumns() throws Exception {
        for (Map.Entry<String, List<Row>> inventory : inventories().entrySet()) {
            List<Row> rows = inventory.getValue();
            if (rows.stream().filter(r -> r.expected().equals("LINKS")).count() > 1
                    || rows.stream().anyMatch(r -> r.expected().endsWith("+"))) {
                continue;
            }
            Map<String, String> forward = new LinkedHashMap<>();
            propose(rows).forEach(p -> forward.put(p.heading(), said(p)));
            Map<String, String> backward = new LinkedHashMap<>();
            propose(rows.reversed()).forEach(p -> backward.put(p.heading(), said(p)));
            assertThat(backward).as(inventory.getKey()).containsExactlyInAnyOrderEntriesOf(forward);
        }
    }

    @Test
    void readsTheStagesOfOtherInventories() {
        Map<Stage, List<String>> said = Map.of(
                Stage.IDEA, List.of("À l’étude", "En estudio", "In fase di studio", "Under consideration"),
                Stage.QUALIFIED,
                        List.of("Planned (not in production)", "En projet", "geplant", "Planejado", "planowany"),
                Stage.FRAMED,
                        List.of(
                                "In development (not in production)",
                                "noch nicht im Einsatz",
                                "Pas encore en production",
                                "Nog niet in gebruik",
                                "Em desenvolvimento",
                                "w trakcie wdrożenia",
                                "Under utveckling"),
                Stage.PILOT,
                        List.of(
                                "Projet pilote",
                                "in Erprobung",
                                "Fase di sperimentazione",
                                "pilotaż",
                                "Implementation"),
                Stage.RUN,
                        List.of(
                                "In production: more than 1 year",
                                "En prod",
                                "im Einsatz",
                                "Em produção",
                                "wdrożony",
                                "I drift",
                                "In esercizio"),
                Stage.RETIRED,
                        List.of(
                                "No longer in production",
                                "außer Betrieb",
                                "Buiten gebruik",
                                "Desativado",
                                "wycofany",
                                "Avslutad",
                                "Dismesso"));
        said.forEach((stage, words) -> words.forEach(
                word -> assertThat(knowledge.reader().stages().read(word).stage())
                        .as(word)
                        .isEqualTo(stage)));
    }

    @Test
    void aProblemInTwoWordsIsOneUnlessItIsACategory() {
        List<String> different = new ArrayList<>();
        List<String> repeated = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            different.add(List.of("Slow", "Costly", "Wrong", "Late", "Lost").get(i % 5) + " deliveries" + i);
            repeated.add(List.of("Quality", "Lead time", "Cost").get(i % 3));
        }
        assertThat(said(knowledge
                        .reader()
                        .columns()
                        .propose(List.of(new ColumnSample(0, "Problem", different)))
                        .getFirst()))
                .isEqualTo("PROBLEM");
        Proposal category = knowledge
                .reader()
                .columns()
                .propose(List.of(new ColumnSample(0, "Problem", repeated)))
                .getFirst();
        assertThat(said(category)).isEqualTo("-");
        assertThat(category.reasons()).extracting("code").containsExactly("inventory.mapping.labels");
    }

    private List<Proposal> propose(List<Row> rows) {
        List<ColumnSample> columns = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            columns.add(new ColumnSample(
                    i, rows.get(i).heading(), SampleCells.of(rows.get(i).cells())));
        }
        return knowledge.reader().columns().propose(columns);
    }

    private static String said(Proposal proposal) {
        if (proposal.role() != Proposal.Role.FIELD) {
            return "-";
        }
        return proposal.field() + (proposal.translation() ? "+" : "");
    }

    private static Map<String, List<Row>> inventories() throws Exception {
        Map<String, List<Row>> inventories = new LinkedHashMap<>();
        try (var in = HeadingsOfOtherInventoriesTest.class.getResourceAsStream("/inventory/headings.csv")) {
            assertThat(in).isNotNull();
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                if (line.startsWith("#") || line.startsWith("inventory;")) {
                    continue;
                }
                String[] cells = line.split(";");
                inventories
                        .computeIfAbsent(cells[0], k -> new ArrayList<>())
                        .add(new Row(cells[1], cells[2], cells[3]));
            }
        }
        return inventories;
    }
}
