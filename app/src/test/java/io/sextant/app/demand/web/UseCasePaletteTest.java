package io.sextant.app.demand.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.UseCases;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Units;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.Visit;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@SextantTest
class UseCasePaletteTest {
    @LocalServerPort
    private int port;

    @Autowired
    private UseCases useCases;

    @Autowired
    private Units units;

    @Autowired
    private Accounts accounts;

    @Test
    void whoSeesOneUnitFindsWhatIsInItAndNothingElse() {
        String word = "mot" + UUID.randomUUID().toString().substring(0, 8);
        long mine = unit();
        String seen = propose("Éclairer la cour " + word, mine);
        String hidden = propose("Éclairer le quai " + word, unit());
        var somebody = accounts.person(new Grant(Role.BUSINESS_OWNER, mine));
        var visit = Visit.signedIn(port, somebody.email());
        for (String query : new String[] {"eclairer+" + word, word.toUpperCase(Locale.ROOT)}) {
            assertThat(visit.get("/search/palette?q=" + query).text())
                    .contains("data-url=\"/use-cases/" + seen + "\"")
                    .doesNotContain(hidden);
        }
        assertThat(visit.get("/search/palette?q=" + hidden).text()).doesNotContain("quai");
        assertThat(visit.get("/search?q=" + seen).text()).contains("/use-cases/" + seen);
        var everywhere = Visit.signedIn(port, accounts.person(Role.CIO).email());
        assertThat(everywhere.get("/search/palette?q=" + word).text()).contains(seen, hidden);
        assertThat(Http.on(port).get("/search/palette?q=" + word).text()).doesNotContain(seen);
    }

    @Test
    void anEmployeeFindsWhereToProposeAnIdeaInEitherLanguageAndGetsThere() {
        var visit = Visit.signedIn(port, accounts.person(Role.EMPLOYEE).email());
        String entry = "data-url=\"/demands/new\"";
        assertThat(visit.get("/search/palette?q=proposer+une+id%C3%A9e", "Accept-Language", "fr")
                        .text())
                .contains(entry, "Proposer une idée");
        assertThat(visit.get("/search/palette?q=IDEE", "Accept-Language", "fr").text())
                .contains(entry);
        assertThat(visit.get("/search/palette?q=propose", "Accept-Language", "en")
                        .text())
                .contains(entry, "Propose an idea");
        assertThat(visit.get("/search/palette?q=", "Accept-Language", "en").text())
                .as("before anything is typed")
                .contains(entry);
        var form = visit.get("/demands/new", "Accept-Language", "en");
        assertThat(form.status()).isIn(200, 302);
        assertThat(Visit.signedIn(port, accounts.person(Role.BOARD_READER).email())
                        .get("/search/palette?q=propose", "Accept-Language", "en")
                        .text())
                .as("whoever may not propose is not led there")
                .doesNotContain(entry);
    }

    private String propose(String title, long unit) {
        return Accounts.done(useCases.propose(
                        Actor.system(), Content.titled("fr", title).withUnit(unit), null))
                .id()
                .code();
    }

    private long unit() {
        String code = "Q" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        return Accounts.done(
                        units.create(Actor.system(), new Units.NewUnit(code, "Entité " + code, "Unit " + code, null)))
                .id();
    }
}
