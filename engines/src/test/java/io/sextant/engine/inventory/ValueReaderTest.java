package io.sextant.engine.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.engine.inventory.ValueReader.Answer;
import io.sextant.engine.inventory.ValueReader.Edge;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ValueReaderTest {
    private static final RuleSource SOURCE = new RuleSource("test", "1", "0".repeat(64));
    private final ValueReader reader = new ValueReader(new ValueRules(
            SOURCE,
            Set.of("yes", "oui", "x", "1", "✓"),
            Set.of("no", "non", "0"),
            Set.of("n/a", "-", "neant"),
            Set.of("total", "sous total"),
            Map.of("mars", 3, "march", 3, "sept", 9, "decembre", 12),
            Map.of("fr", "fr", "francais", "fr", "nld", "nl"),
            Map.of("fr", Set.of("le", "la", "des"), "es", Set.of("el", "la", "los")),
            List.of("ministry", "direction")));

    private @org.jspecify.annotations.Nullable Integer year(String cell) {
        return reader.year(cell, Edge.START).year();
    }

    @Test
    void knowsTheLineThatAddsUpTheOthers() {
        assertThat(List.of("Total", "TOTAL :", " Sous-total")).allMatch(reader::total);
        assertThat(List.of("Total quality dashboard", "Totals of invoices", "", "12"))
                .noneMatch(reader::total);
    }

    @Test
    void tellsTheLanguageOfTextsByTheirSmallWords() {
        assertThat(reader.written(List.of("Le tri des lettres", "LES délais des bureaux")))
                .contains("fr");
        assertThat(reader.written(List.of("El tren de los lunes", "Los días de la semana, los meses")))
                .contains("es");
        assertThat(reader.written(List.of("Chatbot", "le", ""))).as("too few").isEmpty();
        assertThat(reader.written(List.of("la la la la la la la la")))
                .as("a word of both")
                .isEmpty();
        assertThat(reader.written(List.of("le des le des", "el los el los")))
                .as("half and half")
                .isEmpty();
        assertThat(reader.written(List.of())).isEmpty();
    }

    @Test
    void readsYearsInManyForms() {
        for (String cell : List.of(
                "2021",
                "2021.0",
                "2021-03",
                "2021-03-04",
                "2021/3/4",
                "2021-03-04T08:03:37Z",
                "2021-03-04 00:00:00",
                "3/18/2021",
                "18/03/2021",
                "18.03.2021",
                "03/2021",
                "3/4/21",
                "mars 2021",
                "March 4, 2021",
                "Q3 2021",
                "T2 2021",
                "FY2021",
                "FY21",
                "20210304",
                "44259",
                "depuis 2021",
                "~2021",
                "2021/22",
                "sept 21")) {
            assertThat(year(cell)).as(cell).isEqualTo(2021);
        }
    }

    @Test
    void tellsTheMonthOnlyWhenThereIsNoDoubt() {
        assertThat(reader.year("18/03/2021", Edge.START).month()).isEqualTo(3);
        assertThat(reader.year("3/18/2021", Edge.START).month()).isEqualTo(3);
        assertThat(reader.year("03/04/2021", Edge.START).month()).isNull();
        assertThat(reader.year("04/04/2021", Edge.START).month()).isEqualTo(4);
        assertThat(reader.year("mars 2021", Edge.START).month()).isEqualTo(3);
    }

    @Test
    void takesTheEndOfAPeriodThatTheColumnAsksFor() {
        assertThat(reader.year("2019 - 2023", Edge.START).year()).isEqualTo(2019);
        assertThat(reader.year("2019 - 2023", Edge.END).year()).isEqualTo(2023);
        assertThat(reader.year("2019 - 2023", Edge.END).sure()).isFalse();
    }

    @Test
    void saysWhyAYearCannotBeRead() {
        assertThat(reader.year("soon", Edge.START).why().code()).isEqualTo("inventory.year.unreadable");
        assertThat(reader.year("3021", Edge.START).why().code()).isEqualTo("inventory.year.implausible");
        assertThat(reader.year("45/45/2021", Edge.START).year()).isEqualTo(2021);
        assertThat(reader.year("n/a", Edge.START).why().code()).isEqualTo("inventory.year.empty");
        assertThat(reader.year("x".repeat(10_000), Edge.START).year()).isNull();
        assertThat(year("12345")).isNull();
    }

    @Test
    void readsYesAndNo() {
        assertThat(reader.yesNo("Oui")).isEqualTo(Answer.YES);
        assertThat(reader.yesNo("b) Yes – there is a risk")).isEqualTo(Answer.YES);
        assertThat(reader.yesNo("No – not at all")).isEqualTo(Answer.NO);
        assertThat(reader.yesNo("✓")).isEqualTo(Answer.YES);
        assertThat(reader.yesNo("perhaps")).isEqualTo(Answer.UNKNOWN);
        assertThat(reader.yesNo("")).isEqualTo(Answer.UNKNOWN);
        assertThat(reader.ticked("X")).isTrue();
        assertThat(reader.ticked("Yes, fully")).isFalse();
    }

    @Test
    void splitsLists() {
        assertThat(reader.list("chatbot; image processing | OCR"))
                .containsExactly("chatbot", "image processing", "OCR");
        assertThat(reader.list("chatbot, Chatbot, mail")).containsExactly("chatbot", "mail");
        assertThat(reader.list("['Race/Ethnicity', 'Age']")).containsExactly("Race/Ethnicity", "Age");
        assertThat(reader.list("This is one sentence, with a comma that does not separate anything at all"))
                .hasSize(1);
        assertThat(reader.list("- ; n/a ;")).isEmpty();
        assertThat(reader.list("a;".repeat(500))).containsExactly("a");
    }

    @Test
    void namesUnitsOnceUnderAllTheirSpellings() {
        Map<String, String> units = reader.units(List.of(
                "Ministry of Justice",
                "MINISTRY OF JUSTICE",
                "The Ministry of Justice (MoJ)",
                "Ministry of Justice",
                "MoJ",
                "Ministry of Health & Care",
                "Ministry of Health and Care",
                "n/a"));
        assertThat(units.get("MINISTRY OF JUSTICE")).isEqualTo("Ministry of Justice");
        assertThat(units.get("MoJ")).isEqualTo("Ministry of Justice");
        assertThat(units.get("The Ministry of Justice (MoJ)")).isEqualTo("Ministry of Justice");
        assertThat(units.get("Ministry of Health & Care")).isEqualTo(units.get("Ministry of Health and Care"));
        assertThat(units).doesNotContainKey("n/a");
    }

    @Test
    void readsThePathOfAUnit() {
        assertThat(reader.unit("Group > IT › Data").path()).containsExactly("Group", "IT", "Data");
        assertThat(reader.unit("Service Canada / Services Canada").path()).hasSize(1);
        assertThat(reader.unit(" >  ").path()).hasSize(1);
    }

    @Test
    void readsLanguages() {
        assertThat(reader.language("Français")).contains("fr");
        assertThat(reader.language("fr-CA")).contains("fr");
        assertThat(reader.language("nld")).contains("nl");
        assertThat(reader.language("Klingon")).isEmpty();
    }
}
