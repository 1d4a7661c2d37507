package io.sextant.app.demand;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Role;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.BrowserTest;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// What people come to the register for, done in a browser, mostly by keyboard.
class RegisterJourneysTest extends BrowserTest {
    @Autowired
    private UseCases useCases;

    @Autowired
    private Comments comments;

    @Test
    void aUseCaseIsRegisteredWithoutTouchingTheMouse() {
        String title = "Trier le courrier " + tag();
        var page = open(Role.CIO, "/use-cases/new", Look.USUAL);
        page.locator("#title").focus();
        page.keyboard().type(title);
        page.keyboard().press("Tab");
        page.keyboard().type("Deux heures de tri chaque matin.");
        page.locator("#title").press("Enter");
        assertThat(page.locator("h1")).hasText(title);
        assertThat(page.locator("[data-notice]")).containsText("enregistré");
        assertThat(page.locator(".told").first()).containsText("Deux heures de tri");
    }

    @Test
    void whatIsWrongIsSaidAtOnceBesideItsFieldAndNothingTypedIsLost() {
        var page = open(Role.CIO, "/use-cases/new", Look.USUAL);
        page.locator("#title").fill("Une année en lettres");
        page.locator("#startYear").fill("abcd");
        page.locator("[name=linkUrl]").first().fill("javascript:alert(1)");
        page.locator("#title").press("Enter");
        assertThat(page.locator(".form-faults")).isFocused();
        assertThat(page.locator(".form-faults li")).hasCount(2);
        assertThat(page.locator("#startYear")).hasValue("abcd");
        assertThat(page.locator("#title")).hasValue("Une année en lettres");
        axe(page);
        expectFault("422");
    }

    @Test
    void whatWasTypedComesBackAfterThePageWasLeft() {
        var page = open(Role.CIO, "/use-cases/new", Look.USUAL);
        page.locator("#problem").fill("Inachevé");
        go(page, "/overview");
        go(page, "/use-cases/new");
        assertThat(page.locator("#problem")).hasValue("Inachevé");
        page.locator("[data-notice] [data-undo]").click();
        assertThat(page.locator("#problem")).hasValue("");
    }

    @Test
    void twoAuthorsOfTheSameUseCaseLearnOfEachOther() {
        UseCase made = propose("Rapprocher les factures " + tag(), List.of());
        String edit = "/use-cases/" + made.id().code() + "/edit";
        var first = open(Role.CIO, edit, Look.USUAL);
        var second = open(Role.AI_OFFICE, edit, Look.USUAL);
        first.locator("#problem").fill("Le premier a écrit ceci.");
        first.locator("#title").press("Enter");
        assertThat(first.locator("[data-notice]")).containsText("est à jour");
        second.locator("#outcome").fill("Le second a écrit cela.");
        second.locator("#title").press("Enter");
        assertThat(second.locator(".callout h2")).containsText("a modifié ce cas d’usage");
        assertThat(second.locator("#outcome")).hasValue("Le second a écrit cela.");
        axe(second);
        second.locator("#title").press("Enter");
        assertThat(second.locator("[data-notice]")).containsText("est à jour");
        expectFault("409");
    }

    @Test
    void rowsAreTickedByKeyChangedTogetherAndPutBack() {
        String tag = tag();
        propose("Premier " + tag, List.of(tag));
        propose("Second " + tag, List.of(tag));
        var page = open(Role.CIO, "/use-cases?tag=" + tag, Look.USUAL);
        page.keyboard().press("j");
        page.keyboard().press("x");
        page.keyboard().press("j");
        page.keyboard().press("x");
        assertThat(page.locator(".bulk output")).containsText("2");
        page.locator("[data-dialog=bulk-stage]").focus();
        page.keyboard().press("Enter");
        page.locator("#bulk-stage-to").selectOption("FRAMED");
        page.locator("#bulk-stage-reason").fill("L’inventaire se trompait.");
        page.keyboard().press("Enter");
        var staged = page.locator(".ledger .staged:has-text('Cadré')");
        assertThat(staged).hasCount(2);
        page.locator("[data-notice] form button").focus();
        page.keyboard().press("Enter");
        assertThat(staged).hasCount(0);
    }

    @Test
    void aChangeRefusedToSomeIsReportedByTitleAndTakenBack() {
        String tag = tag();
        UseCase kept = propose("Resté " + tag, List.of(tag));
        UseCase away = propose("Rangé " + tag, List.of(tag));
        var page = open(Role.CIO, "/use-cases?sort=title&tag=" + tag, Look.USUAL);
        page.locator("[data-pick-all]").check();
        Assertions.assertThat(useCases.archive(Actor.system(), away.id(), away.version(), null))
                .isInstanceOf(Outcome.Done.class);
        page.locator("[data-dialog=bulk-stage]").click();
        page.locator("#bulk-stage-to").selectOption("FRAMED");
        page.locator("#bulk-stage-reason").fill("L’inventaire se trompait.");
        page.locator("#bulk-stage .btn-main").click();

        assertThat(page.locator("h1")).hasText("1 modifié, 1 refusé");
        assertThat(page.locator("tbody tr").first()).containsText("Rangé " + tag);
        assertThat(page.locator("tbody tr").last()).containsText("Resté " + tag);
        axe(page);
        page.locator(".page-head form button").click();
        assertThat(page.locator("[data-notice]")).containsText("Modification annulée.");
        Assertions.assertThat(useCases.find(Actor.system(), kept.id())
                        .orElseThrow()
                        .content()
                        .stage())
                .isEqualTo(kept.content().stage());
    }

    @Test
    void whatIsArchivedTogetherIsSaidToBeAndTakesNoComment() {
        String tag = tag();
        UseCase one = propose("Rangé " + tag, List.of(tag));
        var page = open(Role.CIO, "/use-cases?tag=" + tag, Look.USUAL);
        page.locator("[data-pick-all]").check();
        page.locator(".bulk [name=archive]").click();
        assertThat(page.locator("[data-notice]")).containsText("Cas d’usage archivé.");

        go(page, "/use-cases/" + one.id().code() + "/discussion");
        assertThat(page.locator("form.answer")).hasCount(0);
        Assertions.assertThat(comments.add(Actor.system(), one.id(), "Trop tard"))
                .isEqualTo(Outcome.refused(
                        Reason.whole("demand.refused.archived", one.id().code())));
    }

    @Test
    void theListFollowsWhatIsTypedAndKeepsItInTheAddress() {
        String tag = tag();
        propose("Prévision " + tag, List.of(tag));
        propose("Tri " + tag, List.of(tag));
        var page = open(Role.CIO, "/use-cases?tag=" + tag, Look.USUAL);
        assertThat(page.locator("[popovertarget=order]")).hasText("Trier\u202f: Dernière modification");
        var search = page.locator("[data-search]");
        search.pressSequentially("prévi");

        assertThat(page.locator("#found tbody tr")).hasCount(1);
        assertThat(page.locator("#list-told")).hasText(page.locator("h1").textContent());
        assertThat(search).isFocused();
        assertThat(search).hasValue("prévi");
        page.waitForURL(Pattern.compile("[?&]q=pr%C3%A9vi.*tag=|tag=.*[?&]q=pr%C3%A9vi"));
        axe(page);
        search.fill("");
        assertThat(page.locator("#found tbody tr")).hasCount(2);
    }

    @Test
    void aRowIsOpenedAndEditedByKey() {
        String tag = tag();
        UseCase made = propose("Par la touche " + tag, List.of(tag));
        var page = open(Role.CIO, "/use-cases?tag=" + tag, Look.USUAL);
        page.keyboard().press("j");
        page.keyboard().press("e");
        page.waitForURL(address("/use-cases/" + made.id().code() + "/edit"));
        go(page, "/use-cases?tag=" + tag);
        page.keyboard().press("j");
        page.keyboard().press("o");
        page.waitForURL(address("/use-cases/" + made.id().code()));
    }

    @Test
    void aFilterLivesInTheAddressAndIsKeptUnderAName() {
        String tag = tag();
        propose("Filtré " + tag, List.of(tag));
        var page = open(Role.CIO, "/use-cases?tag=" + tag, Look.USUAL);
        page.locator("[popovertarget=facet-stage]").click();
        page.locator("#facet-stage input").first().check();
        page.locator("#facet-stage input").first().press("Enter");
        page.waitForURL(Pattern.compile("[?&]stage="));
        assertThat(page.locator(".filter")).hasCount(2);
        axe(page);
        page.locator("[data-dialog=save-view]").click();
        page.locator("#view-name").fill("Vue " + tag);
        page.keyboard().press("Enter");
        var view = page.locator(".views a:has-text('Vue " + tag + "')");
        assertThat(view).hasAttribute("aria-current", "page");
        go(page, "/use-cases");
        view.click();
        page.waitForURL(Pattern.compile("[?&]stage="));
        assertThat(page.locator(".ledger tbody tr")).hasCount(1);
    }

    @Test
    void aBarLeadsToTheUseCasesItCounts() {
        // One of each stage and nothing else, so that the first bar is where it is looked for.
        String tag = tag();
        for (Stage stage : Stage.values()) {
            propose(Content.titled("fr", "Compté " + tag).withStage(stage).withTags(List.of(tag)));
        }
        var page = open(Role.CIO, "/overview?tag=" + tag, Look.USUAL);
        var area = page.locator(".chart-area").first();
        area.scrollIntoViewIfNeeded();
        // A bar that still grows is not yet under the pointer.
        assertThat(page.locator(".chart-area[data-drawn]").first()).isVisible();
        area.click(new Locator.ClickOptions().setPosition(160, 16));
        page.waitForURL(Pattern.compile("/use-cases\\?.*stage=IDEA"));
        assertThat(page.locator(".filter")).hasCount(2);
        assertThat(page.locator(".ledger tbody tr")).hasCount(1);
    }

    @Test
    void controlKFindsAUseCaseWithoutItsAccentsAndOpensIt() {
        String tag = tag();
        UseCase made = propose("Écrêter les pointes " + tag, List.of());
        var page = open(Role.CIO, "/account", Look.USUAL);
        find(page, "ecreter " + tag);
        axe(page);
        page.keyboard().press("Enter");
        page.waitForURL(address("/use-cases/" + made.id().code()));
        find(page, made.id().code());
        page.keyboard().press("Enter");
        page.waitForURL(address("/use-cases/" + made.id().code()));
    }

    private static void find(Page page, String text) {
        page.keyboard().press("Control+k");
        assertThat(page.locator("#palette input")).isFocused();
        page.keyboard().type(text);
        assertThat(page.locator("#palette-hits [role=option][aria-selected=true]"))
                .containsText("Écrêter");
    }

    private UseCase propose(String title, List<String> tags) {
        return propose(Content.titled("fr", title).withStage(Stage.IDEA).withTags(tags));
    }

    private UseCase propose(Content content) {
        return Accounts.done(useCases.propose(Actor.system(), content, null));
    }

    private static String tag() {
        return "t" + UUID.randomUUID().toString().substring(0, 8);
    }
}
