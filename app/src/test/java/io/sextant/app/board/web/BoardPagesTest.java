package io.sextant.app.board.web;

import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.board.Brief;
import io.sextant.app.board.Briefs;
import io.sextant.app.board.Portfolio;
import io.sextant.app.board.Portfolio.Draft;
import io.sextant.app.demand.Stage;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Unit;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.Visit;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@SextantTest
class BoardPagesTest {
    private static final String[] FRENCH = {"Accept-Language", "fr"};

    @LocalServerPort
    private int port;

    @Autowired
    private Accounts accounts;

    @Autowired
    private Portfolio portfolio;

    @Autowired
    private Briefs briefs;

    private Visit visit(Grant grant) {
        return Visit.signedIn(port, accounts.person(grant).email());
    }

    @Test
    void whereNoBriefIsKeptThePageTeachesWhatOneIs() {
        Unit unit = portfolio.unit("Neuve", null);
        var page = visit(new Grant(Role.AI_OFFICE, unit.id())).get("/board", FRENCH);
        assertThat(page.status()).as(page.toString()).isEqualTo(200);
        assertThat(page.text())
                .contains("Le comité n’a encore rien lu", "Par exemple", "href=\"/board/new\"", "Préparer la note");
    }

    @Test
    void whoOnlyReadsIsOfferedNothingToMake() {
        done(briefs.make(Actor.system(), "Pour le comité", null));
        Visit reader = visit(new Grant(Role.BOARD_READER, null));
        assertThat(reader.get("/board", FRENCH).text())
                .contains("Pour le comité")
                .doesNotContain("/board/new");
        assertThat(reader.get("/board/new", FRENCH).status()).isEqualTo(403);
        assertThat(visit(new Grant(Role.EMPLOYEE, null)).get("/board", FRENCH).status())
                .isEqualTo(403);
    }

    @Test
    void preparingShowsWhatTheBriefWillSayAndKeepingItLeadsThere() {
        Unit unit = portfolio.unit("Achats", null);
        portfolio.add(unit, Draft.of("Lire les contrats", Stage.RUN));
        Visit office = visit(new Grant(Role.AI_OFFICE, unit.id()));
        var prepare = office.get("/board/new", FRENCH);
        assertThat(prepare.status()).isEqualTo(200);
        assertThat(prepare.text())
                .contains("Portefeuille d’IA, ", "Achats et ce qui en relève", "Un cas d’usage d’IA, dont 1 en service")
                .doesNotContain("<option value=\"\">");
        var part = office.get("/board/new?unit=" + unit.code(), "Accept-Language", "fr", "HX-Request", "true");
        assertThat(part.text()).contains("id=\"preview\"").doesNotContain("<html");

        var kept = office.post("/board", Map.of("title", "Achats, novembre", "unit", unit.code()), FRENCH);
        assertThat(kept.status()).isEqualTo(302);
        var page = office.get(URI.create(kept.header("Location")).getPath(), FRENCH);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .contains("Achats, novembre", "Un cas d’usage d’IA recensé", "/pdf?lang=fr", "/pptx?lang=en")
                .contains("href=\"/use-cases?stage=RUN&amp;unit=" + unit.code() + "&amp;missing=businessOwner\"")
                .contains("data-chart=\"bar\"");
        assertThat(page.header("Cache-Control")).contains("no-store");
    }

    @Test
    void whatWasTypedSurvivesARefusal() {
        Unit unit = portfolio.unit("Juridique", null);
        Visit office = visit(new Grant(Role.AI_OFFICE, unit.id()));
        var refused = office.post("/board", Map.of("title", "  ", "unit", unit.code()), FRENCH);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text())
                .contains("Donnez un titre à cette note.")
                .contains("<option value=\"" + unit.code() + "\" selected");
        var whole = office.post("/board", Map.of("title", "Tout", "unit", ""), FRENCH);
        assertThat(whole.status()).isEqualTo(422);
        assertThat(whole.text())
                .contains("value=\"Tout\"", "Votre rôle ne permet pas de préparer une note sur ce périmètre");
    }

    @Test
    void aBriefIsReadInEnglishTooAndItsFilesAreOffered() {
        Unit unit = portfolio.unit("Réseaux", null);
        portfolio.add(unit, Draft.of("Prévoir les pannes", Stage.PILOT));
        Brief brief = done(briefs.make(Actor.system(), "Networks", unit.code()));
        Visit reader = visit(new Grant(Role.BOARD_READER, null));
        var page = reader.get("/board/" + brief.id(), "Accept-Language", "en");
        assertThat(page.text())
                .contains("<html lang=\"en\"", "One AI use case on record: 1 in pilot", "not read yet")
                .contains("/board/" + brief.id() + "/pptx?lang=fr");
        var pdf = reader.get("/board/" + brief.id() + "/pdf?lang=en");
        assertThat(pdf.status()).isEqualTo(200);
        assertThat(pdf.header("Content-Type")).isEqualTo("application/pdf");
        assertThat(pdf.header("Cache-Control")).contains("no-store");
        assertThat(reader.get("/board/999999999").status()).isEqualTo(404);
        assertThat(visit(new Grant(
                                Role.BOARD_READER,
                                portfolio.unit("Ailleurs", null).id()))
                        .get("/board/" + brief.id() + "/pdf")
                        .status())
                .isEqualTo(404);
    }
}
