package io.sextant.app.demand.importing;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.sextant.app.identity.Role;
import io.sextant.app.testing.BrowserTest;
import io.sextant.app.testing.Http;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The pages of imports and of attachments in a real browser, each step as people see it.
class ImportPagesTest extends BrowserTest {
    private static final Charset SPREADSHEET = Charset.forName("windows-1252");
    private static final String ROWS = """
            Réf;Cas d’usage;Problème métier;Direction;Type d’IA;Statut;Date de début;Commentaire
            1;Prévision des impayés;Les impayés coûtent 2,4 M€ par an;Recouvrement;apprentissage automatique;en production;12/03/2022;ok
            2;Tri des réclamations;Le tri prend deux jours aux équipes;Relation client;IA générative;pilote;2024;
            3;Assistant des conseillers;Les conseillers cherchent longtemps;Relation client;LLM;bizarre;;=1+1
            4;;Sans intitulé;Comptabilité;;idée;;
            2;En double;Deux fois la même clé;Comptabilité;;idée;;
            """;

    static Stream<Look> looks() {
        return Stream.of(
                Look.USUAL, Look.USUAL.in(io.sextant.app.platform.ui.Lang.EN).dark(), Look.USUAL.phone());
    }

    private static void choose(Page page, String name, byte[] bytes) {
        page.setInputFiles("input[type=file]", new FilePayload(name, "text/csv", bytes));
        page.locator("main form .btn-main").first().click();
    }

    private void seen(Page page, String step, Look look) {
        axe(page);
        screenshot(page, "import-" + step + "-" + look);
    }

    @ParameterizedTest
    @MethodSource("looks")
    void everyStepOfAnImportCanBeReadByEveryone(Look look) {
        String source = "Pages " + UUID.randomUUID();
        Page page = open(Role.CIO, "/imports", look);
        seen(page, "list", look);
        go(page, "/imports/new");
        seen(page, "new", look);

        // A column of its own, so that no other test's columns are remembered for it.
        String rows = ROWS.replace("Commentaire", "Commentaire " + source);
        choose(page, source + ".csv", rows.getBytes(SPREADSHEET));
        assertThat(page.locator("#columns select")).hasCount(8);
        assertThat(page.locator("select[name=c1]")).hasValue("title");
        page.locator("form#plan details summary").click();
        seen(page, "columns", look);

        page.locator("button[form=plan]").click();
        screenshot(page, "import-working-" + look);
        assertThat(page.locator("form[action$='/apply'] button")).isVisible();
        assertThat(page.locator(".cells .card, .cells > *").first()).containsText("3");
        seen(page, "checked", look);
        page.locator("form[action$='/apply'] button").click();
        assertThat(page.locator("[popovertarget=undo]")).isVisible();
        seen(page, "applied", look);
        String applied = page.url().replaceAll("[?#].*", "");

        go(page, "/imports/new");
        choose(
                page,
                source + ".csv",
                rows.replace("deux jours", "trois jours")
                        .replace("pilote", "retiré")
                        .getBytes(SPREADSHEET));
        page.locator("button[form=plan]").click();
        assertThat(page.locator("dl.changes").first()).containsText("trois jours");
        seen(page, "differences", look);

        page.navigate(applied);
        page.locator("[popovertarget=undo]").click();
        page.locator("form[action$='/undo'] button").click();
        assertThat(page.locator("[popovertarget=undo]")).hasCount(0);
        assertThat(page.locator("main"))
                .containsText(
                        look.lang() == io.sextant.app.platform.ui.Lang.FR
                                ? "Tout a été repris"
                                : "Everything was taken back");
        seen(page, "undone", look);
    }

    @ParameterizedTest
    @MethodSource("looks")
    void anExportOfJiraShowsItsStatusesAndMayBeReadAsAnotherInventory(Look look) {
        String key = UUID.randomUUID().toString().replaceAll("[^a-f]", "").toUpperCase(java.util.Locale.ROOT) + "J";
        String rows = """
                Summary,Issue key,Issue id,Issue Type,Status,Reporter,Labels,Labels,Description,Custom field (Remark KEY)
                Sorting of KEY,KEY-1,1,Idea,In Progress,Anna Smith,mail,customer_service,Clerks read every letter of the day,x
                Search of KEY,KEY-2,2,Idea,Backlog,Marc Dubois,,,People search for hours in the old files,y
                """.replace("KEY", key);
        Page page = open(Role.CIO, "/imports/new", look);
        choose(page, "Jira.csv", rows.getBytes(StandardCharsets.UTF_8));

        assertThat(page.locator("input[name=source]")).hasValue("Jira " + key);
        assertThat(page.locator("select[name=status0]")).hasValue("IDEA");
        assertThat(page.locator("select[name=status1]")).hasValue("");
        seen(page, "jira", look);
        page.locator("select[name=status1]").selectOption("FRAMED");
        page.locator("button[form=plan]").click();
        assertThat(page.locator("form[action$='/apply'] button")).isVisible();
        seen(page, "jira-checked", look);

        go(page, "/imports/new");
        choose(page, "Jira.csv", rows.getBytes(StandardCharsets.UTF_8));
        assertThat(page.locator("select[name=status1]")).hasValue("FRAMED");
        page.locator("main details summary").first().click();
        page.locator("select[name=tracker]").selectOption("none");
        page.locator("form[action$='/reading'] button").click();
        assertThat(page.locator("select[name=status0]")).hasCount(0);
        assertThat(page.locator("select[name=tracker]")).hasValue("none");
    }

    @Test
    void aFileThatIsNoTableIsRefusedWhereItWasChosen() {
        expectFault("422");
        Page page = open(Role.CIO, "/imports/new", Look.USUAL);

        choose(page, "connexion.csv", "<html><body>Connectez-vous</body></html>".getBytes(StandardCharsets.UTF_8));

        assertThat(page.locator(".form-faults")).containsText("est une page web");
        axe(page);
    }

    @ParameterizedTest
    @MethodSource("looks")
    void attachmentsAreAddedTakenAwayAndPutBack(Look look) {
        String useCase = Http.on(port())
                .as(accounts().token(Role.CIO))
                .post("/api/v1/use-cases", Map.of("title", "With files " + UUID.randomUUID(), "lang", "en"))
                .json()
                .get("id")
                .asString();
        Page page = open(Role.CIO, "/use-cases/" + useCase + "/attachments", look);
        seen(page, "attachments-none", look);

        choose(page, "note de cadrage.pdf", "%PDF-1.7 note".getBytes(StandardCharsets.UTF_8));
        assertThat(page.locator("#attachments tbody a")).hasText("note de cadrage.pdf");
        assertThat(page.locator(".tabs [aria-current]")).containsText("1");
        seen(page, "attachments", look);
        page.locator("#attachments form[action$='/remove'] button").click();
        assertThat(page.locator("#attachments tbody")).hasCount(0);
        page.locator("main details summary").click();
        seen(page, "attachments-removed", look);
        page.locator("main details form[action$='/put-back'] button").click();
        assertThat(page.locator("#attachments tbody a")).hasText(Pattern.compile("cadrage"));
    }
}
