package io.sextant.app.identity;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.BrowserTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Passkeys as people meet them: a real browser with an authenticator of its own making (Chrome DevTools, *WebAuthn*).
class PasskeyBrowserTest extends BrowserTest {
    static Stream<Look> looks() {
        return Stream.of(Look.USUAL, Look.USUAL.in(Lang.EN).dark(), Look.USUAL.phone());
    }

    /// Gives the page an authenticator that recognises its owner each time.
    private static CDPSession authenticator(Page page) {
        var tools = page.context().newCDPSession(page);
        tools.send("WebAuthn.enable");
        var options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        var asked = new JsonObject();
        asked.add("options", options);
        tools.send("WebAuthn.addVirtualAuthenticator", asked);
        return tools;
    }

    @ParameterizedTest
    @MethodSource("looks")
    void aPasskeyIsMadeInTheAccountOpensTheDoorAndIsRemoved(Look look) {
        var person = accounts().person(new Grant(Role.TECHNICAL_OWNER, null));
        var page = open(person, "/account", look);
        authenticator(page);
        page.locator("a[href='/account/passkeys/new']").click();
        assertThat(page.locator("[name=name]")).hasValue(java.util.regex.Pattern.compile("Chrome.*"));
        seen(page, "passkey-new", look);
        expectFault("422");
        page.locator("[name=password]").fill("not this one");
        page.locator(".btn-main").click();
        assertThat(page.locator("[data-fault]")).isVisible();
        page.locator("[name=name]").fill("Portable de Camille");
        page.locator("[name=password]").fill(Accounts.PASSWORD);
        page.locator(".btn-main").click();
        assertThat(page.locator("#passkeys")).containsText("Portable de Camille");
        seen(page, "passkey-account", look);

        // The same device makes no second one.
        go(page, "/account/passkeys/new");
        page.locator("[name=password]").fill(Accounts.PASSWORD);
        page.locator(".btn-main").click();
        assertThat(page.locator("[data-fault]"))
                .containsText(look.lang() == Lang.FR ? "a déjà une clé d’accès" : "already has a passkey");

        page.context().clearCookies();
        go(page, "/login?next=/account");
        seen(page, "passkey-login", look);
        page.locator("form[action='/login/passkey'] button").click();
        page.waitForURL("**/account");
        assertThat(page.locator("#passkeys")).containsText("Portable de Camille");
        seen(open(Role.ADMINISTRATOR, "/admin/people/" + person.id(), look), "passkey-person", look);

        page.locator("#passkeys td a").click();
        seen(page, "passkey-one", look);
        page.locator("[name=password]").fill(Accounts.PASSWORD);
        page.locator("form[action$='/remove'] button.btn-no").click();
        page.waitForURL("**/account");
        assertThat(page.locator("#passkeys a[href='/account/passkeys/new']")).isVisible();

        page.context().clearCookies();
        go(page, "/login");
        expectFault("401");
        page.locator("form[action='/login/passkey'] button").click();
        assertThat(page.locator("p.form-faults[data-focus]")).isVisible();
    }

    @Test
    void whoeverRefusesIsToldSoAndMayTryAgain() {
        var page = open("/login", Look.USUAL);
        var tools = authenticator(page);
        // There is no passkey on this device: the browser says that none was given.
        page.locator("form[action='/login/passkey'] button").click();
        assertThat(page.locator("[data-fault]")).containsText("Aucune clé");
        assertThat(page.locator("form[action='/login/passkey'] button")).isEnabled();
        tools.detach();
    }

    @Test
    void whereBrowsersTakeNoPasskeyThePageSaysWhy() {
        var page = open("/login", Look.USUAL);
        page.navigate("http://127.0.0.1:" + port() + "/login");
        assertThat(page.locator("[data-passkey-not]")).isVisible();
        assertThat(page.locator("form[action='/login/passkey']")).isHidden();
        seen(page, "passkey-not-here", Look.USUAL);
    }

    private void seen(Page page, String name, Look look) {
        axe(page);
        screenshot(page, name + "-" + look);
    }
}
