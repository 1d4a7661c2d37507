package io.sextant.app.demand.gating;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Role;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.BrowserTest;
import io.sextant.app.testing.Http;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// A gate as those who ask, sign and decide meet it, in the browser and through the API.
class GateJourneysTest extends BrowserTest {
    @Autowired
    private UseCases useCases;

    @Test
    void aNoIsGivenWithItsReasonAndWinsItsAppeal() {
        UseCaseId id = proposed();
        String gate = "/use-cases/" + id.code() + "/gate";
        Page office = open(Role.AI_OFFICE, gate, Look.USUAL.in(Lang.EN));
        button(office, "Ask for an answer within 10 working days").click();
        assertThat(office.locator("#request h2")).containsText("An answer is promised by");
        Page cio = open(Role.CIO, gate, Look.USUAL.in(Lang.EN));
        cio.locator("#decide [value=NO]").check();
        cio.locator("#decide-reason").fill("The present tool does it.");
        button(cio, "Decide").click();
        assertThat(cio.locator("[data-notice]")).containsText("Write at least a sentence");
        assertThat(cio.locator("#decide-reason")).hasValue("The present tool does it.");
        cio.locator("#wouldChange").fill("A case that the tool does not cover.");
        button(cio, "Decide").click();
        assertThat(cio.locator("#latest")).containsText("A case that the tool does not cover.");
        axe(cio);
        Page owner = open(Role.BUSINESS_OWNER, gate, Look.USUAL.in(Lang.EN));
        owner.locator("summary")
                .filter(new Locator.FilterOptions().setHasText("Contest this decision"))
                .click();
        owner.locator("#appeal-reason").fill("It covers paper only.");
        button(owner, "Contest").click();
        assertThat(owner.locator("#latest")).containsText("It covers paper only.");
        go(office, gate);
        office.locator("#appeal-answer").fill("Right, paper only.");
        button(office, "The decision falls").click();
        assertThat(office.locator("#latest")).containsText("It was overturned");
        assertThat(office.locator("#request h2")).containsText("An answer is promised by");
    }

    @Test
    void anActionOfThePathIsTakenUpAndDoneAtAClick() {
        UseCaseId id = proposed();
        Page page = open(Role.CIO, "/use-cases/" + id.code() + "/gate", Look.USUAL);
        Locator rows = page.locator("#path tbody tr");
        int steps = rows.count();
        button(page, "Lancer").first().click();
        assertThat(page.locator("[data-notice]")).containsText("en cours");
        button(page, "Fait").first().click();
        assertThat(rows).hasCount(steps - 1);
        page.locator("#questions select").first().selectOption("false");
        button(page, "Enregistrer les réponses").click();
        assertThat(page.locator("[data-notice]")).containsText("enregistrées");
        button(page, "Ne la franchit pas").first().click();
        assertThat(page.locator("#charter")).containsText("Non franchie");
    }

    @Test
    void theApiTellsWhereAUseCaseStandsAndRefusesWithAReason() {
        UseCaseId id = proposed();
        Http office = Http.on(port()).as(accounts().token(Role.AI_OFFICE));
        String gate = "/api/v1/use-cases/" + id.code() + "/gate";
        var standing = office.get(gate);
        assertThat(standing.status()).as(standing.toString()).isEqualTo(200);
        assertThat(standing.json().path("next").asString()).isEqualTo("QUALIFIED");
        assertThat(standing.json().path("cheapest").path("steps")).isNotEmpty();
        assertThat(standing.json().path("cheapest").path("proven").asBoolean()).isTrue();
        var unknown = office.put(gate + "/answers", Map.of("nobodyAsked", true));
        assertThat(unknown.status()).as(unknown.toString()).isEqualTo(422);
        var asked = office.post(gate + "/request", Map.of("text", "Before the budget round"));
        assertThat(asked.json().path("requests").path(0).path("state").asString())
                .isEqualTo("OPEN");
        var own = office.post(gate + "/appeal", Map.of("text", "Too early"));
        assertThat(own.status()).as(own.toString()).isEqualTo(422);
        assertThat(Http.on(port())
                        .as(accounts().token(Role.BOARD_READER))
                        .post(gate + "/decisions", Map.of())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void whatIsNotChosenIsAskedFor() {
        String gate = "/api/v1/use-cases/" + proposed().code() + "/gate";
        Http cio = Http.on(port()).as(accounts().token(Role.CIO)).with("Accept-Language", "en");
        Map<String, Map<String, String>> unchosen =
                Map.of("/decisions", Map.of("reason", "Why not"), "/appeal/answer", Map.of("answer", "Fair"));
        unchosen.forEach((path, body) -> {
            var refused = cio.with("If-Match", "\"1\"").post(gate + path, body);
            assertThat(refused.status()).as(refused.toString()).isEqualTo(422);
            assertThat(refused.text()).contains("Choose an answer.");
        });
        for (String path : List.of("/actions/1", "/red-lines/1")) {
            var refused = cio.put(gate + path, Map.of());
            assertThat(refused.status()).as(refused.toString()).isEqualTo(422);
        }
    }

    @Test
    void aTokenThatOnlyReadsSignsForNobody() {
        UseCaseId id = proposed();
        var person = accounts().person(Role.AI_OFFICE);
        Http reading = Http.on(port()).as(accounts().token(person, Set.of(Permission.VIEW_USE_CASES)));
        String gate = "/api/v1/use-cases/" + id.code() + "/gate";
        assertThat(reading.get(gate).json().path("mayAsk").asBoolean()).isFalse();
        assertThat(reading.post(gate + "/request", Map.of()).status()).isEqualTo(422);
        String until = LocalDate.now().plusDays(1).toString();
        var waived = Map.of("criterion", "qualified-look-alikes", "until", until, "reason", "Later");
        assertThat(reading.with("Accept-Language", "en")
                        .post(gate + "/waivers", waived)
                        .text())
                .contains("Another role grants this waiver.");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private UseCaseId proposed() {
        String tag = UUID.randomUUID().toString().substring(0, 8);
        return Accounts.done(useCases.propose(
                        Actor.system(), Content.titled("en", "Gate " + tag).withStage(Stage.IDEA), null))
                .id();
    }
}
