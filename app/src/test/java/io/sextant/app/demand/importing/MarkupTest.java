package io.sextant.app.demand.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.platform.knowledge.Tracker;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkupTest {
    private static String jira(String text) {
        return Markup.plain(Tracker.JIRA, text);
    }

    private static String serviceNow(String text) {
        return Markup.plain(Tracker.SERVICENOW, text);
    }

    @Test
    void wikiMarkupBecomesWordsListsAndAddresses() {
        assertThat(jira("""
                        h2. Contexte
                        Le *service client* traite _12 000_ courriels, voir [le cadrage|https://exemple.fr/cadrage] et [https://exemple.fr/b].
                        * tri
                        ** par motif
                        # lire
                        # classer
                        {color:red}Urgent{color} selon [~mroux] : !schema.png|thumbnail! et [^devis.pdf]
                        ||Mois||Volume||
                        |Mars|900|
                        bq. « trop lent »
                        {code:java}int *a* = b[0];{code}
                        -abandonné-""")).isEqualTo("""
                        Contexte
                        Le service client traite 12 000 courriels, voir le cadrage (https://exemple.fr/cadrage) et https://exemple.fr/b.
                        - tri
                          - par motif
                        1. lire
                        2. classer
                        Urgent selon @mroux : [schema.png] et devis.pdf
                        Mois | Volume
                        Mars | 900
                        > « trop lent »
                        int *a* = b[0];
                        -abandonné-""");
    }

    @Test
    void htmlBecomesLinesAndKeepsAddresses() {
        assertThat(
                        serviceNow(
                                "<p>Besoin&nbsp;: trier &amp; router</p><ul><li>mails</li><li>appels</li></ul>"
                                        + "<div>Voir <a href=\"https://exemple.fr/x\">la note</a><br/>Fin</div><script>alert(1)</script>"))
                .isEqualTo("Besoin : trier & router\n\n- mails\n- appels\n\nVoir la note (https://exemple.fr/x)\nFin");
    }

    @Test
    void textsThatAreNotDressedStayAsTheyAre() {
        String text = "Coût < 5 k€ et > 2 k€ ; 3 * 4 * 5 ; snake_case_name ; C++ ; \\\\serveur\\partage";
        assertThat(serviceNow(text)).isEqualTo(text);
        assertThat(jira(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Un *mot* et _un autre_, {code} [lien|x] !a.png! |a|b|",
                "- une liste\n- deux\n\n\ntrois",
                "# pas un numéro\n--- ni une ligne",
                "a_b_c *x* +y+ ^z^ ~w~ \\{ \\\\serveur",
                "[https://exemple.fr] et h3 et 2 * 3"
            })
    void whatIsWrittenForJiraIsReadBackToTheLetter(String text) {
        assertThat(jira(Markup.wikiOf(text))).isEqualTo(text);
    }

    @Test
    void hostileTextsTakeNoTime() {
        Assertions.assertTimeout(Duration.ofSeconds(5), () -> {
            for (String part : new String[] {"*a", "[a|", "{code}", "<a href=\"x\"", "_ _", "!a", "<p ", "||", "\\*"}) {
                String text = part.repeat(100_000 / part.length());
                assertThat(jira(text)).isNotNull();
                assertThat(serviceNow(text)).isNotNull();
            }
        });
    }
}
