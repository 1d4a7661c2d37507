package io.sextant.app.audit.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.audit.proof.SignedNote;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Role;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.Visit;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@SextantTest
class AuditPagesTest {
    @LocalServerPort
    private int port;

    @Autowired
    private Accounts accounts;

    private Visit auditor = Visit.on(0);

    @BeforeEach
    void signIn() {
        auditor = Visit.signedIn(port, accounts.person(Role.AUDITOR).email());
    }

    @Test
    void theTrailOpensWithHowItStandsAndShowsTheNewestChanges() {
        Person made = accounts.person();

        var page = auditor.get("/audit?subjectType=user&subjectId=" + made.id(), "Accept-Language", "en");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .contains("<h1>Audit trail</h1>")
                .contains("id=\"trail-state\"")
                .contains("Account created")
                .contains(made.name())
                .contains("Verify now")
                .contains("./sextant audit verify --anchor");
    }

    @Test
    void theSameInFrench() {
        Person made = accounts.person();

        var page = auditor.get("/audit?subjectType=user&subjectId=" + made.id(), "Accept-Language", "fr");

        assertThat(page.text())
                .contains("<h1>Journal d’audit</h1>")
                .contains("Compte créé")
                .contains("Qui a changé quoi, quand et pourquoi.")
                .contains("Vérifier maintenant");
    }

    @Test
    void filtersOfTheAddressNarrowTheListAndCanBeTakenAway() {
        Person made = accounts.person();

        var page = auditor.get(
                "/audit?subjectType=user&subjectId=" + made.id() + "&action=user.invited&from=2020-01-01&q="
                        + made.id(),
                "Accept-Language",
                "en");

        assertThat(page.text())
                .contains("Invited")
                .doesNotContain(">Account created</a>")
                .contains("class=\"filter\"")
                .contains("1\u00a0Jan\u00a02020");
        assertThat(auditor.get("/audit?from=nonsense&actor=x&before=y").status())
                .isEqualTo(200);
        assertThat(auditor.get("/audit?q=" + "no-such-word-anywhere", "Accept-Language", "en")
                        .text())
                .contains("No change passes these filters.");
    }

    @Test
    void oneChangeIsShownWithItsProof() {
        Person made = accounts.person();
        var list = auditor.get("/audit?subjectType=user&subjectId=" + made.id() + "&action=user.created");
        String address = list.text().replaceAll("(?s).*href=\"(/audit/changes/\\d+)\" data-open.*", "$1");

        var page = auditor.get(address, "Accept-Language", "en");

        assertThat(page.status()).as(address).isEqualTo(200);
        assertThat(page.text()).contains("Fingerprint").contains("What changed").contains(made.name());
        assertThat(auditor.get("/audit/changes/999999999").status()).isEqualTo(404);
    }

    @Test
    void aRoomLoadsTheHistoryOfItsThingAsAFragment() {
        Person made = accounts.person();

        var fragment = auditor.get("/audit/subject/user/" + made.id(), "Accept-Language", "en", "HX-Request", "true");

        assertThat(fragment.status()).isEqualTo(200);
        assertThat(fragment.text())
                .contains("<ol class=\"timeline\">")
                .contains("Account created")
                .doesNotContain("<html");
        assertThat(auditor.get("/audit/subject/user/none", "Accept-Language", "en")
                        .text())
                .contains("Nothing has been changed here yet.");
    }

    @Test
    void theExportIsACsvOfWhatTheFiltersKeep() {
        Person made = accounts.person();

        var file = auditor.get("/audit/export.csv?subjectType=user&subjectId=" + made.id(), "Accept-Language", "fr");

        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("Content-Type")).startsWith("text/csv");
        assertThat(file.header("Content-Disposition")).contains("journal-audit-");
        assertThat(file.text().lines().toList())
                .hasSizeGreaterThan(2)
                .first()
                .asString()
                .contains("N°;Date et heure;Auteur;Voie;Acte;Objet;Identifiant;Motif;Valeurs;Empreinte");
        assertThat(file.text()).contains("user.created").doesNotContain("unit.created");
    }

    @Test
    void anAnchorIsDownloadedWithItsKey() {
        accounts.person();

        var anchor = auditor.post("/audit/anchor", Map.of());

        assertThat(anchor.status()).as(anchor.toString()).isEqualTo(200);
        assertThat(anchor.header("Content-Disposition")).contains("anch").contains(".txt");
        var note = SignedNote.parse(anchor.text());
        var key = auditor.get("/audit/key.pub");
        assertThat(key.text()).startsWith(note.signatures().getFirst().name() + "+");
        String size = note.text().lines().toList().get(1);
        assertThat(auditor.get("/audit/checkpoints/" + size).text()).isEqualTo(anchor.text());
        assertThat(auditor.get("/audit/checkpoints", "Accept-Language", "en").text())
                .contains("Signed checkpoints")
                .contains("/audit/checkpoints/" + size);
        assertThat(auditor.get("/audit/checkpoints/999999999").status()).isEqualTo(404);
    }

    @Test
    void verifyingFromThePageWorksWithAndWithoutScripts() {
        var plain = auditor.post("/audit/verify", Map.of());
        assertThat(plain.status()).isEqualTo(302);
        assertThat(plain.header("Location")).endsWith("/audit");

        var fragment = auditor.post("/audit/verify", Map.of(), "HX-Request", "true");
        assertThat(fragment.status()).isEqualTo(200);
        assertThat(fragment.text()).contains("id=\"trail-state\"").doesNotContain("<html");
        assertThat(auditor.get("/audit/state", "HX-Request", "true").text()).contains("id=\"trail-state\"");
        var opened = auditor.get("/audit/state");
        assertThat(opened.status()).as("a part of a page is none by itself").isEqualTo(302);
        assertThat(opened.header("Location")).endsWith("/audit");
    }

    @Test
    void whoMayNotSeeTheAuditIsTurnedAway() {
        var employee = Visit.signedIn(port, accounts.person(Role.EMPLOYEE).email());

        assertThat(employee.get("/audit").status()).isEqualTo(403);
        assertThat(employee.get("/audit/subject/user/1").status()).isEqualTo(403);
        assertThat(employee.get("/").text()).doesNotContain("href=\"/audit\"");
    }
}
