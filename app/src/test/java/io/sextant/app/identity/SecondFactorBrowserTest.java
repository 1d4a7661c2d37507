package io.sextant.app.identity;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.BrowserTest;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/// The second factor as people meet it, from their account to the door, by desk and by phone.
class SecondFactorBrowserTest extends BrowserTest {
    @Autowired
    private SecondFactors factors;

    static Stream<Look> looks() {
        return Stream.of(
                Look.USUAL,
                Look.USUAL.in(Lang.EN).dark().phone(),
                Look.USUAL.dark(),
                Look.USUAL.in(Lang.EN).phone());
    }

    @AfterEach
    void forgetRules() {
        factors.require(Actor.system(), Set.of());
    }

    @ParameterizedTest
    @MethodSource("looks")
    void itIsSetUpInTheAccountAndAskedForAtTheDoor(Look look) {
        var person = accounts().person(new Grant(Role.TECHNICAL_OWNER, null));
        var page = open(person, "/account", look);
        page.locator("a[href='/account/second-factor']").click();
        page.locator("[name=password]").fill(Accounts.PASSWORD);
        seen(page, "factor-off", look);
        page.locator("form[action='/account/second-factor'] .btn-main").click();
        assertThat(page.locator("svg.qr")).isVisible();
        var phone = Phone.reading(page.content());
        page.locator("[name=code]").fill(phone.wrong());
        page.keyboard().press("Enter");
        expectFault("422");
        assertThat(page.locator("[name=code]")).hasAttribute("aria-invalid", "true");
        seen(page, "factor-set-up", look);
        page.locator("[name=code]").fill(phone.code(0));
        page.keyboard().press("Enter");
        assertThat(page.locator("textarea.secret")).isFocused();
        seen(page, "factor-codes", look);
        page.locator("a.btn-main[href='/account']").click();
        seen(page, "factor-account", look);
        go(page, "/account/second-factor");
        seen(page, "factor-on", look);

        var door = open("/login?next=/account", look);
        door.locator("[name=email]").fill(person.email());
        door.locator("[name=password]").fill(Accounts.PASSWORD);
        door.keyboard().press("Enter");
        assertThat(door.locator("[name=code]")).isVisible();
        seen(door, "factor-code", look);
        door.locator("[name=code]").fill(phone.code(1));
        door.keyboard().press("Enter");
        door.waitForURL("**/account");

        seen(open(Role.ADMINISTRATOR, "/admin/people/" + person.id(), look), "factor-person", look);
    }

    @ParameterizedTest
    @MethodSource("looks")
    void aRoleThatAsksForItHasItSetUpAtTheDoor(Look look) {
        var person = accounts().person(new Grant(Role.LEGAL, null));
        var admin = open(Role.ADMINISTRATOR, "/admin/organisation", look);
        admin.locator("[name=roles][value=LEGAL]").check();
        admin.locator("form[action$='second-factor'] button").click();
        assertThat(admin.locator("[name=roles][value=LEGAL]")).isChecked();
        seen(admin, "factor-organisation", look);

        var door = open("/login", look);
        door.locator("[name=email]").fill(person.email());
        door.locator("[name=password]").fill(Accounts.PASSWORD);
        door.keyboard().press("Enter");
        assertThat(door.locator("svg.qr")).isVisible();
        seen(door, "factor-door", look);
        door.locator("[name=code]").fill(Phone.reading(door.content()).code(0));
        door.keyboard().press("Enter");
        assertThat(door.locator("textarea.secret")).isVisible();
        seen(door, "factor-door-codes", look);
        door.locator("a.btn-main").click();
        assertThat(door.locator("#content h1")).isVisible();
    }

    private void seen(Page page, String name, Look look) {
        axe(page);
        screenshot(page, name + "-" + look);
    }
}
