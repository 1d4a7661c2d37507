package io.sextant.app.demand.hearing;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.sextant.app.demand.Comments;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.testing.BrowserTest;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Naming somebody by the keyboard, and being afraid without a name, in a browser.
class HearingJourneysTest extends BrowserTest {
    @Autowired
    private UseCases useCases;

    @Autowired
    private Comments comments;

    @Autowired
    private Concerns concerns;

    @Autowired
    private Units units;

    private Unit unit;
    private UseCaseId id;

    @BeforeEach
    void aUseCase() {
        String code = "J" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        unit = done(units.create(Actor.system(), new Units.NewUnit(code, "Écoute", "Hearing", null)));
        id = done(useCases.propose(
                        Actor.system(),
                        Content.titled("fr", "Trier les courriels " + UUID.randomUUID())
                                .withUnit(unit.id()),
                        null))
                .id();
    }

    private Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    @Test
    void somebodyIsNamedByTheKeyboard() {
        Person named = accounts().person(new Grant(Role.EMPLOYEE, unit.id()));
        Person speaks = accounts().person(new Grant(Role.AI_OFFICE, unit.id()));
        Page page = open(speaks, "/use-cases/" + id.code() + "/discussion", Look.USUAL);
        Locator text = page.locator(".answer textarea");
        text.click();
        page.keyboard().type("Bonjour @" + named.name());
        Locator option =
                page.locator(".answer [role=option]").filter(new Locator.FilterOptions().setHasText(named.email()));
        assertThat(option).hasAttribute("aria-selected", "true");
        assertThat(text).hasAttribute("role", "combobox");
        assertThat(text).hasAttribute("aria-expanded", "true");
        axe(page);
        page.keyboard().press("Escape");
        assertThat(option).hasCount(0);
        assertThat(text).not().hasAttribute("role", "combobox");
        page.keyboard().press("Backspace");
        page.keyboard().type(named.name().substring(named.name().length() - 1));
        assertThat(option).hasAttribute("aria-selected", "true");
        // Once around, however many the others are.
        int offered = page.locator(".answer [role=option]").count();
        for (int i = 0; i < offered; i++) {
            page.keyboard().press("ArrowDown");
        }
        assertThat(option).hasAttribute("aria-selected", "true");
        page.keyboard().press("Enter");
        page.keyboard().type("et à vous ?");
        assertThat(text).hasValue("Bonjour @" + named.name() + " et à vous ?");
        page.getByRole(AriaRole.BUTTON, named("Envoyer")).click();
        assertThat(page.locator(".mention")).hasText("@" + named.name());
        assertThat(comments.of(Actor.system(), id).getFirst().mentions())
                .extracting(Comments.Mention::id)
                .containsExactly(named.id());
    }

    @Test
    void aConcernIsRaisedWithoutANameAndItsAnswerReadByTheReceipt() {
        Person afraid = accounts().person(new Grant(Role.EMPLOYEE, unit.id()));
        Page page = open(afraid, "/use-cases/" + id.code() + "/discussion", Look.USUAL);
        page.getByRole(AriaRole.LINK, named("Exprimer une inquiétude")).click();
        page.locator("#fear").fill("Nos courriels seront lus");
        page.locator("input[name=category][value=PRIVACY]").check();
        page.locator("input[name=anonymous][value=true]").check();
        axe(page);
        screenshot(page, "concern-raise");
        page.getByRole(AriaRole.BUTTON, named("Transmettre")).click();
        assertThat(page.locator("h1")).hasText("Votre inquiétude attend une réponse");
        String receipt = page.locator("a.url").getAttribute("href");
        assertThat(page.locator("a.url")).hasText(address(receipt));
        assertThat(page.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)")
                        .toString())
                .doesNotContain("courriels");
        Person answering = accounts().person(new Grant(Role.CIO, unit.id()));
        Page office = open(
                answering,
                "/use-cases/" + id.code() + "/discussion",
                Look.USUAL.in(Lang.EN).dark());
        assertThat(office.locator(".concern")).containsText("Somebody, anonymously");
        office.getByText("Answer", new Page.GetByTextOptions().setExact(true)).click();
        office.getByLabel("Your answer").fill("Seul l’objet est lu.");
        axe(office);
        screenshot(office, "concern-answer-dark");
        office.getByRole(AriaRole.BUTTON, named("Answer and settle")).click();
        assertThat(office.locator(".concern .chip").first()).hasText("Settled");
        Page stranger = open(receipt, Look.USUAL.phone());
        assertThat(stranger.locator(".answers")).containsText("Seul l’objet est lu.");
        axe(stranger);
        screenshot(stranger, "concern-receipt-phone");
        stranger.getByLabel("Ce qui vous inquiète encore").fill("Et les pièces jointes ?");
        stranger.getByRole(AriaRole.BUTTON, named("Ce n’est pas levé")).click();
        assertThat(stranger.locator(".answers li").last()).containsText("Et les pièces jointes ?");
        assertThat(concerns.of(Actor.system(), id).getFirst().state()).isEqualTo(Concern.State.OPEN);
        page = open(afraid, "/concerns", Look.USUAL);
        assertThat(page.locator("table")).containsText("Nos courriels seront lus");
        screenshot(page, "concerns");
    }
}
