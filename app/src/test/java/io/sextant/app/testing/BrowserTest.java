package io.sextant.app.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Role;
import io.sextant.app.platform.ui.Lang;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/// A test that reads pages in a real Chromium, as somebody, in a language, an appearance and a width. Every page
/// watches for errors: a script that fails, a line of red in the console, a refusal of the security policy or an answer
/// of 500 fails the test that opened it, unless the test said that it expects one.
///
/// One browser serves the whole test JVM; each page has a profile of its own.
@SextantTest
public abstract class BrowserTest {
    private static final List<String> STANDARDS = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa");
    private static final Map<String, String> SESSIONS = new ConcurrentHashMap<>();
    private static @Nullable Browser browser;

    @LocalServerPort
    private int port;

    @Autowired
    private @Nullable Accounts accounts;

    private final List<BrowserContext> profiles = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();

    /// How a page is read.
    ///
    /// @param width of the window, in CSS pixels
    public record Look(Lang lang, ColorScheme theme, int width) {
        /// French, in daylight, at a desk.
        public static final Look USUAL = new Look(Lang.FR, ColorScheme.LIGHT, 1440);

        public Look in(Lang other) {
            return new Look(other, theme, width);
        }

        public Look dark() {
            return new Look(lang, ColorScheme.DARK, width);
        }

        /// On a phone.
        public Look phone() {
            return new Look(lang, theme, 390);
        }

        /// Both languages, by day and by night, at a desk and on a phone.
        public static Stream<Look> all() {
            return Stream.of(Lang.values()).flatMap(lang -> Stream.of(ColorScheme.LIGHT, ColorScheme.DARK)
                    .flatMap(theme -> Stream.of(1440, 390).map(width -> new Look(lang, theme, width))));
        }

        @Override
        public String toString() {
            return lang.code() + "-" + theme.name().toLowerCase(java.util.Locale.ROOT) + "-" + width;
        }
    }

    /// Opens a page as a stranger.
    protected Page open(String path, Look look) {
        return go(context(look).newPage(), path);
    }

    /// Opens a page as somebody who holds this role everywhere.
    protected Page open(Role role, String path, Look look) {
        return open(accounts().person(role), path, look);
    }

    /// People to read pages as.
    protected Accounts accounts() {
        return Objects.requireNonNull(accounts);
    }

    /// Opens a page as this person.
    protected Page open(Person person, String path, Look look) {
        var page = go(signedIn(person, look).newPage(), path);
        if (URI.create(page.url()).getPath().startsWith("/login")) {
            // Another test ended the sessions of this person, or changed their password.
            SESSIONS.remove(port + " " + person.email());
            page = go(signedIn(person, look).newPage(), path);
        }
        assertThat(URI.create(page.url()).getPath()).as("signed in").doesNotStartWith("/login");
        return page;
    }

    private BrowserContext signedIn(Person person, Look look) {
        var context = context(look);
        // Signing in is dear by design, so each person does it once.
        var session = SESSIONS.computeIfAbsent(port + " " + person.email(), key -> Visit.signedIn(port, person.email())
                .cookie("sextant_session"));
        context.addCookies(List.of(new Cookie("sextant_session", session).setUrl(address(""))));
        return context;
    }

    /// Opens another page in the same window, and waits until it is drawn.
    protected Page go(Page page, String path) {
        page.navigate(address(path));
        return page;
    }

    /// The address of a path.
    protected String address(String path) {
        return "http://localhost:" + port + path;
    }

    /// The port the application answers on.
    protected int port() {
        return port;
    }

    /// Says that a fault whose text contains this is what the test is about.
    protected void expectFault(String part) {
        expected.add(part);
    }

    /// Fails unless the page, as it stands, breaks no rule of WCAG 2.1 A and AA that axe knows, and fits its window.
    protected void axe(Page page) {
        var results = new AxeBuilder(page)
                // Pages have no frames: no second page is needed to gather what they say.
                .setLegacyMode(true)
                .withTags(STANDARDS)
                .analyze();
        assertThat(results.getPasses()).as("axe found something to look at").isNotEmpty();
        assertThat(results.getViolations().stream().flatMap(rule -> rule.getNodes().stream()
                        .map(node -> rule.getId() + ": " + node.getHtml() + "\n   " + node.getFailureSummary())))
                .as(page.url())
                .isEmpty();
        assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
                .as(page.url() + " is no wider than its window")
                .isEqualTo(0);
    }

    /// Keeps what the whole page looks like under `target/screens`.
    protected void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "screens", name + ".png"))
                .setFullPage(true));
    }

    @AfterEach
    void noPageFailed() {
        profiles.forEach(BrowserContext::close);
        profiles.clear();
        assertThat(faults.stream().filter(fault -> expected.stream().noneMatch(fault::contains)))
                .as("what the pages complained of")
                .isEmpty();
    }

    private BrowserContext context(Look look) {
        var context = browser()
                .newContext(new Browser.NewContextOptions()
                        .setLocale(look.lang() == Lang.FR ? "fr-FR" : "en-GB")
                        .setColorScheme(look.theme())
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setViewportSize(look.width(), look.width() < 600 ? 844 : 900));
        context.setDefaultTimeout(30_000);
        context.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                faults.add(message.type() + ": " + message.text());
            }
        });
        context.onWebError(error -> faults.add("script: " + error.error()));
        context.onResponse(response -> {
            if (response.status() >= 500) {
                faults.add(response.status() + " from " + response.url());
            }
        });
        profiles.add(context);
        return context;
    }

    private static synchronized Browser browser() {
        if (browser == null) {
            var program = chromium();
            var playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            // Patient enough for a machine that builds other things too; what is there is seen at once.
            PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
            browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(program)
                            .setHeadless(true)
                            .setArgs(List.of(
                                    // Chromium's own sandbox refuses to run as root, as builds in containers do.
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--disable-dev-shm-usage",
                                    "--disable-quic",
                                    "--no-first-run",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync")));
            // Closes the browser with it.
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
            try {
                Files.createDirectories(Path.of("target", "screens"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return browser;
    }

    /// The Chromium named by `SEXTANT_CHROMIUM`, else one found where systems put it.
    static Path chromium() {
        return Stream.of(
                        Objects.requireNonNullElse(System.getenv("SEXTANT_CHROMIUM"), ""),
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome",
                        "/usr/bin/google-chrome-stable",
                        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                        "/Applications/Chromium.app/Contents/MacOS/Chromium")
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the browser tests need Chromium or Chrome and found none:"
                        + " run ./sextant test, which installs it where it may, or install it yourself"
                        + " (Debian: apt-get install chromium; macOS: brew install --cask chromium),"
                        + " or name it in SEXTANT_CHROMIUM"));
    }
}
