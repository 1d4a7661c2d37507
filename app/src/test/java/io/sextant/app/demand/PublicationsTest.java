package io.sextant.app.demand;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sextant.app.demand.publishing.Publication.Part;
import io.sextant.app.demand.publishing.Publications;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Role;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.BrowserTest;
import io.sextant.app.testing.Http;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A use case that is shown without an account: what a stranger sees of it, and what they never do.
class PublicationsTest extends BrowserTest {
    @Autowired
    private UseCases useCases;

    @Autowired
    private Publications publications;

    @Autowired
    private Comments comments;

    @Autowired
    private JdbcClient jdbc;

    private UseCase proposed() {
        return Accounts.done(useCases.propose(
                Actor.system(),
                Content.titled("fr", "Publié <" + UUID.randomUUID() + "> & « montré »")
                        .withTexts(t -> new Texts(
                                t.title(),
                                "Les usagers attendent neuf jours une réponse.",
                                "Neuf jours en médiane.",
                                "Trois jours.",
                                "Les usagers.",
                                null,
                                "Un modèle propose, un agent décide.",
                                null))
                        .withKind(Kind.GENERATIVE)
                        .withStage(Stage.PILOT)
                        .withBusinessOwner(new Person("Awa Sarr", null)),
                null));
    }

    private String publish(UseCase useCase, Set<Part> parts) {
        return Accounts.done(publications.publish(accounts().actor(Role.CIO), useCase.id(), parts, "ia@exemple.fr"))
                .path();
    }

    @Test
    void aStrangerSeesWhatWasChosenAndNothingElse() throws Exception {
        UseCase useCase = proposed();
        String secret = "Ne pas montrer " + UUID.randomUUID();
        Accounts.done(comments.add(accounts().actor(Role.CIO), useCase.id(), secret));
        String path = publish(useCase, EnumSet.of(Part.PROBLEM, Part.KIND));
        Http stranger = Http.on(port()).with("Accept-Language", "fr");

        var page = stranger.get(path);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .contains("neuf jours une réponse", "IA générative", "ia@exemple.fr", "Pilote")
                .contains("&lt;")
                .doesNotContain("Trois jours", "Awa Sarr", "un agent décide", secret);
        var json = stranger.get(path + "/status.json");
        assertThat(json.text())
                .contains("\"stage\":\"PILOT\"", "\"kind\":\"GENERATIVE\"")
                .doesNotContain("Trois jours", "Awa Sarr", secret);
        var badge = stranger.get(path + "/badge.svg?lang=en");
        var svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(badge.text().getBytes(StandardCharsets.UTF_8)));
        assertThat(svg.getDocumentElement().getAttribute("aria-label")).isEqualTo("AI: Pilot");
        assertThat(stranger.get("/use-cases/" + useCase.id().code() + "/public").text())
                .doesNotContain("neuf jours");
    }

    @Test
    void theAddressStaysWhileItIsPublishedAndDiesWithIt() {
        UseCase useCase = proposed();
        Actor cio = accounts().actor(Role.CIO);
        String path = publish(useCase, EnumSet.allOf(Part.class));
        assertThat(publish(useCase, EnumSet.of(Part.UNIT))).isEqualTo(path);
        Http stranger = Http.on(port());
        assertThat(stranger.get(path).status()).isEqualTo(200);

        Accounts.done(publications.withdraw(cio, useCase.id()));
        for (String end : List.of("", "/badge.svg", "/status.json")) {
            assertThat(stranger.get(path + end).status()).as(end).isEqualTo(404);
        }
        assertThat(publish(useCase, EnumSet.allOf(Part.class))).isNotEqualTo(path);
    }

    @Test
    void anArchivedUseCaseIsNotShown() {
        UseCase useCase = proposed();
        String path = publish(useCase, EnumSet.allOf(Part.class));
        Actor cio = accounts().actor(Role.CIO);
        UseCase now = useCases.find(cio, useCase.id()).orElseThrow();
        Accounts.done(useCases.archive(cio, now.id(), now.version(), null));
        assertThat(Http.on(port()).get(path).status()).isEqualTo(404);
        assertThat(publications.publish(cio, useCase.id(), Set.of(), null)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void onlyThoseWhoDecidePublish() {
        UseCase useCase = proposed();
        String address = "/api/v1/use-cases/" + useCase.id().code() + "/publication";
        Map<String, ?> body = Map.of("parts", List.of("OUTCOME"), "contact", "ia@exemple.fr");
        Http cio = Http.on(port()).as(accounts().token(Role.CIO));
        Http owner = Http.on(port()).as(accounts().token(Role.BUSINESS_OWNER));
        assertThat(owner.put(address, body).status()).isEqualTo(403);
        assertThat(cio.get(address).status()).isEqualTo(404);
        var put = cio.put(address, body);
        assertThat(put.status()).isEqualTo(200);
        assertThat(owner.get(address).text()).contains("\"OUTCOME\"");
        assertThat(cio.put(address, Map.of("parts", List.of("SECRETS"))).status())
                .isEqualTo(422);
        assertThat(cio.put(address, Map.of("contact", "a\u0000b")).status()).isEqualTo(422);
        assertThat(cio.put(address, Map.of("contact", "x".repeat(201))).status())
                .isEqualTo(422);
        assertThat(cio.delete(address).status()).isEqualTo(204);
        assertThat(cio.delete(address).status()).isEqualTo(204);
    }

    @Test
    void eachStepIsInTheTrailWithoutTheAddress() {
        UseCase useCase = proposed();
        String path = publish(useCase, EnumSet.of(Part.PROBLEM));
        publish(useCase, EnumSet.of(Part.PROBLEM));
        publish(useCase, EnumSet.of(Part.OUTCOME));
        Accounts.done(publications.withdraw(accounts().actor(Role.CIO), useCase.id()));
        List<String> trail = jdbc.sql(
                        "select change from audit.event where subject_id = :code and action like '%publi%' order by seq")
                .param("code", useCase.id().code())
                .query(String.class)
                .list();
        assertThat(trail).hasSize(3).noneMatch(entry -> entry.contains(path.substring(path.lastIndexOf('/') + 1)));
    }

    @Test
    void thePageIsPublishedReadAndWithdrawnInTheBrowser() {
        UseCase useCase = proposed();
        Page page = open(Role.CIO, "/use-cases/" + useCase.id().code(), Look.USUAL);
        page.getByText("Voir ou publier").click();
        page.getByLabel("Responsable métier").check();
        page.getByText("Publier", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("#toasts .notice p").first().innerText()).contains("La page est publiée");
        String address = page.getByLabel("Adresse de la page").inputValue();
        assertThat(address).startsWith("http://").contains("/shown/");
        assertThat(page.locator("img[src*='badge.svg']").evaluate("i => i.naturalWidth > 40"))
                .isEqualTo(true);

        try (var stranger = Objects.requireNonNull(page.context().browser()).newContext()) {
            Page seen = stranger.newPage();
            seen.navigate(address);
            assertThat(seen.locator("h1").innerText()).contains("& « montré »");
            assertThat(seen.locator("main").innerText()).contains("Awa Sarr");
        }
        page.getByText("Retirer", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("#toasts .notice p").first().innerText()).contains("retirée");
        assertThat(Http.on(port())
                        .get(address.substring(address.indexOf("/shown/")))
                        .status())
                .isEqualTo(404);
    }
}
