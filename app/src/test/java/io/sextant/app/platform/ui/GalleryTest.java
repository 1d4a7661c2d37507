package io.sextant.app.platform.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Role;
import io.sextant.app.testing.BrowserTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GalleryTest extends BrowserTest {
    private Page gallery() {
        return open(Role.CIO, "/gallery", Look.USUAL);
    }

    @ParameterizedTest
    @MethodSource("io.sextant.app.testing.BrowserTest$Look#all")
    void everyComponentCanBeReadByEveryone(Look look) {
        var page = open(Role.CIO, "/gallery", look);
        assertThat(page.locator(".chart-area canvas")).hasCount(4);
        axe(page);
        screenshot(page, "gallery-" + look);
    }

    @Test
    void chartsAreDrawnFromTheirTablesWhichStayBehindThem() {
        var page = gallery();
        assertThat(page.locator(".chart-area canvas")).hasCount(4);
        var first = page.locator(".chart").first();
        assertThat(first.locator("table")).isHidden();
        first.locator("summary").click();
        assertThat(first.locator("tbody tr").first()).containsText("412");
        // The canvas is not blank: it holds the brand's blue.
        assertThat(page.evaluate("""
                        () => { const c = document.querySelector('.chart canvas');
                          const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
                          for (let i = 0; i < d.length; i += 4) if (d[i] === 29 && d[i + 1] === 78 && d[i + 2] === 216) return true;
                          return false; }""")).isEqualTo(true);
    }

    @Test
    void aClickOnABarLeadsToWhatItCounts() {
        var page = open(Role.CIO, "/gallery?from=chart", Look.USUAL);
        var area = page.locator(".chart-area").first();
        assertThat(area.locator("canvas")).isVisible();
        area.scrollIntoViewIfNeeded();
        area.click(new Locator.ClickOptions().setPosition(260, 16));
        page.waitForURL(address("/gallery"));
    }

    @Test
    void withoutScriptsTheFiguresAndTheListsAreThere() {
        var answer = io.sextant.app.testing.Http.on(port()).get("/gallery");
        assertThat(answer.text()).contains("<details open>", "data-value=\"412\"");
    }

    @Test
    void controlKOpensThePaletteWhichSaysWhenNothingAnswers() {
        var page = gallery();
        page.keyboard().press("Control+k");
        var palette = page.locator("#palette");
        assertThat(palette).isVisible();
        var input = palette.locator("input");
        assertThat(input).isFocused();
        assertThat(palette.locator("[role=option]").first()).isVisible();
        input.fill("zzzz");
        assertThat(palette.locator(".palette-none")).containsText("zzzz");
        axe(page);
        page.keyboard().press("Escape");
        assertThat(palette).isHidden();
    }

    @Test
    void jAndKMoveXTicksAndTheBarCounts() {
        var page = gallery();
        var rows = page.locator("[data-rows] tbody tr");
        page.keyboard().press("j");
        assertThat(rows.nth(0)).hasClass("at");
        page.keyboard().press("j");
        assertThat(rows.nth(1)).hasClass("at");
        page.keyboard().press("k");
        assertThat(rows.nth(0)).hasClass("at");
        assertThat(page.locator(".bulk")).isHidden();
        page.keyboard().press("x");
        assertThat(rows.nth(0).locator("[data-pick]")).isChecked();
        assertThat(page.locator(".bulk output")).hasText("Lignes cochées\u202f: 1");
        page.locator("[data-pick-all]").click();
        assertThat(page.locator(".bulk output")).hasText("Lignes cochées\u202f: 6");
        page.locator("[data-pick-none]").click();
        assertThat(page.locator(".bulk")).isHidden();
    }

    @Test
    void shiftTicksAllRowsBetweenTwo() {
        var page = gallery();
        var boxes = page.locator("[data-pick]");
        boxes.nth(1).click();
        boxes.nth(4)
                .click(new Locator.ClickOptions()
                        .setModifiers(java.util.List.of(com.microsoft.playwright.options.KeyboardModifier.SHIFT)));
        assertThat(page.locator("[data-pick]:checked")).hasCount(4);
    }

    @Test
    void aSlashGoesToTheSearchAndAQuestionMarkShowsTheKeys() {
        var page = gallery();
        page.keyboard().press("/");
        assertThat(page.locator("[data-search]")).isFocused();
        page.keyboard().type("?");
        assertThat(page.locator("[data-search]")).hasValue("?");
        page.keyboard().press("Tab");
        page.keyboard().press("?");
        assertThat(page.locator("#shortcuts")).isVisible();
        axe(page);
    }

    @Test
    void aFieldSavesItselfAndSaysSoOrSaysWhatIsWrong() {
        var page = gallery();
        var problem = page.locator("textarea[name=problem]");
        var note = page.locator("#note-problem");
        problem.fill("Trop lent.");
        problem.blur();
        assertThat(note).hasText("Enregistré");
        problem.fill("");
        problem.blur();
        assertThat(note).containsText("Donnez un intitulé");
        assertThat(problem).hasAttribute("aria-invalid", "true");
        problem.fill("Trop lent encore.");
        problem.blur();
        assertThat(note).hasText("Enregistré");
        assertThat(problem).not().hasAttribute("aria-invalid", Pattern.compile(".*"));
        expectFault("422");
    }

    @Test
    void whatWasTypedIsStillThereAfterTheTabWasLeft() {
        var page = gallery();
        page.locator("input[name=from]").fill("2031");
        go(page, "/search");
        go(page, "/gallery");
        assertThat(page.locator("input[name=from]")).hasValue("2031");
        page.locator("[name='field-title']").fill("x");
        page.locator("form[data-keep] .btn-main").click();
        assertThat(page.locator("[data-notice]")).isVisible();
        go(page, "/gallery");
        assertThat(page.locator("input[name=from]")).hasValue("2026");
    }

    @Test
    void whatWasDoneIsToldWithAWayBack() {
        var page = gallery();
        page.locator("[name='field-title']").fill("x");
        page.locator("form[data-keep] .btn-main").click();
        var notice = page.locator("[data-notice]");
        assertThat(notice).containsText("UC-2026-0042 est enregistré");
        axe(page);
        notice.locator("form button").click();
        assertThat(page.locator("[data-notice]")).containsText("tout est comme avant");
    }

    @Test
    void aPersonIsSuggestedAndLinkedAndUnlinkedWhenTypedOver() {
        var page = gallery();
        var owner = page.locator("#owner");
        owner.fill("");
        owner.pressSequentially("kar");
        var option = page.locator(".suggest [role=option]");
        assertThat(option).hasCount(1);
        axe(page);
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        assertThat(owner).hasValue("Karim Benali");
        assertThat(page.locator("[name=ownerId]")).hasValue("2");
        owner.pressSequentially("x");
        assertThat(page.locator("[name=ownerId]")).hasValue("");
    }

    @Test
    void tagsAreAddedByCommaAndTakenAwayByBackspace() {
        var page = gallery();
        var field = page.locator("#tags");
        assertThat(page.locator(".tag")).hasCount(3);
        field.pressSequentially("courrier, délais,");
        assertThat(page.locator(".tag")).hasCount(4);
        assertThat(page.locator("[name=tags]")).hasValue("réclamations, courrier, relation client, délais");
        field.press("Backspace");
        assertThat(page.locator(".tag")).hasCount(3);
    }

    @Test
    void aFileThatIsTooBigIsRefusedBeforeItIsSent() {
        var page = gallery();
        page.evaluate("document.querySelector('[data-drop]').dataset.most = '10'");
        page.locator("#file")
                .setInputFiles(new com.microsoft.playwright.options.FilePayload("a.csv", "text/csv", new byte[11]));
        assertThat(page.locator("[data-file]")).containsText("dépasse");
        page.locator("#file")
                .setInputFiles(new com.microsoft.playwright.options.FilePayload("a.csv", "text/csv", new byte[9]));
        assertThat(page.locator("[data-file]")).containsText("a.csv");
    }

    @Test
    void longWorkAsksForItselfUntilItIsOver() {
        var page = gallery();
        assertThat(page.locator(".working progress")).hasAttribute("value", "100");
        assertThat(page.locator(".working[hx-get]")).hasCount(0);
    }

    @Test
    void aMenuOpensUnderItsButtonAndADialogClosesOnEscape() {
        var page = gallery();
        page.locator("[popovertarget=facet-stage]").click();
        var menu = page.locator("#facet-stage");
        assertThat(menu).isVisible();
        var button = page.locator("[popovertarget=facet-stage]").boundingBox();
        assertThat(menu.boundingBox().x).isCloseTo(button.x, org.assertj.core.api.Assertions.within(1.0));
        assertThat(menu.boundingBox().y).isGreaterThan(button.y + button.height);
        axe(page);
        page.keyboard().press("Escape");
        assertThat(menu).isHidden();
        page.locator("[data-dialog=sample-dialog]").click();
        assertThat(page.locator("#sample-dialog")).isVisible();
        axe(page);
        page.keyboard().press("Escape");
        assertThat(page.locator("#sample-dialog")).isHidden();
    }

    @Test
    void onAPhoneTheNavigationIsADrawer() {
        var page = open(Role.CIO, "/gallery", Look.USUAL.phone());
        assertThat(page.locator("#side")).isHidden();
        page.locator(".burger").click();
        assertThat(page.locator("#side")).isVisible();
        axe(page);
        page.keyboard().press("Escape");
        assertThat(page.locator("#side")).isHidden();
    }

    @Test
    void theSkipLinkIsTheFirstStopAndLeadsToTheContent() {
        var page = open(Role.CIO, "/search", Look.USUAL);
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("#content")).isFocused();
    }

    @Test
    void languageAndAppearanceAreChosenOnThePageAndKept() {
        var page = open(accounts().person(new Grant(Role.CIO, null)), "/gallery", Look.USUAL);
        assertThat(page.locator("html")).hasAttribute("lang", "fr");
        page.locator("button[name=lang]").click();
        assertThat(page.locator("html")).hasAttribute("lang", "en");
        page.locator("[popovertarget=theme]").click();
        page.locator("button[name=theme][value=dark]").click();
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(13, 20, 38)");
        go(page, "/gallery");
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    }

    @Test
    void anErrorBehindAPartOfAPageIsToldInItsCorner() {
        var page = gallery();
        page.evaluate("htmx.ajax('GET', '/gallery/error/500', '#toasts')");
        assertThat(page.locator("[data-notice]")).containsText("Une erreur est survenue de notre côté");
        expectFault("500");
        expectFault("htmx:responseError");
    }

    @Test
    void onPaperOnlyThePageIsLeft() {
        var page = gallery();
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(page.locator("#side")).isHidden();
        assertThat(page.locator(".top")).isHidden();
        assertThat(page.locator(".hexagon").first()).isVisible();
        screenshot(page, "gallery-paper");
    }
}
