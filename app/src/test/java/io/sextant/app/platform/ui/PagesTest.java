package io.sextant.app.platform.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.identity.Role;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.Visit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@SextantTest
class PagesTest {
    private static final Pattern LANG = Pattern.compile("<html lang=\"(\\w+)\" data-theme=\"(\\w+)\"");

    @LocalServerPort
    int port;

    @Autowired
    Assets assets;

    @ParameterizedTest
    @ValueSource(strings = {"/gallery", "/login", "/no/such/page", "/gallery/error/500", "/api/v1/no-such-thing"})
    void everyAnswerSaysWhatAPageMayLoad(String path) {
        var answer = Http.on(port).get(path);
        assertThat(answer.header("Content-Security-Policy"))
                .isEqualTo(Correlation.POLICY)
                .doesNotContain("unsafe", "*");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("X-Correlation-Id")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"fr-FR,fr;q=0.9,en;q=0.8|fr", "en-US|en", "de-DE,fr;q=0.5,en;q=0.4|fr", "de|en", "''|en"})
    void theBrowserSaysTheLanguageUntilTheReaderDoes(String accepted, String lang) {
        var caller = Http.on(port);
        var answer = (accepted.isEmpty() ? caller : caller.with("Accept-Language", accepted)).get("/gallery");
        assertThat(language(answer)).isEqualTo(lang);
    }

    @Test
    void theChoiceOfAStrangerIsKeptInTheBrowser() {
        var visit = Visit.on(port);
        assertThat(language(visit.get("/gallery", "Accept-Language", "en"))).isEqualTo("en");
        var answer = visit.post("/preferences", Map.of("lang", "fr", "theme", "dark", "back", "/gallery?a=1"));
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo("/gallery?a=1");
        var page = visit.get("/gallery", "Accept-Language", "en");
        assertThat(language(page)).isEqualTo("fr");
        assertThat(theme(page)).isEqualTo("dark");
    }

    @Test
    void theChoiceOfAPersonFollowsThemToAnotherBrowser(@Autowired Accounts accounts) {
        var email = accounts.person(new io.sextant.app.identity.Grant(Role.CIO, null))
                .email();
        Visit.signedIn(port, email).post("/preferences", Map.of("lang", "fr", "theme", "light"));
        var elsewhere = Visit.signedIn(port, email).get("/gallery", "Accept-Language", "en");
        assertThat(language(elsewhere)).isEqualTo("fr");
        assertThat(theme(elsewhere)).isEqualTo("light");
    }

    @Test
    void aWayBackToAnotherServerLeadsHome() {
        var answer = Visit.on(port).post("/preferences", Map.of("lang", "fr", "back", "//evil.example/"));
        assertThat(answer.header("Location")).isEqualTo("/");
    }

    @Test
    void theApiSpeaksTheLanguageItIsAskedIn() {
        var kept = Http.on(port).with("Cookie", "sextant_lang=en");
        assertThat(kept.with("Accept-Language", "fr")
                        .get("/api/v1/no-such-thing")
                        .text())
                .isNotEqualTo(kept.with("Accept-Language", "en")
                        .get("/api/v1/no-such-thing")
                        .text());
    }

    @Test
    void anAssetIsKeptForAYearUnderItsHash() {
        var answer = Http.on(port).get(assets.url("app.js"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(answer.header("Content-Type")).startsWith("text/javascript");
        assertThat(answer.header("Set-Cookie")).isEmpty();
        var again = Http.on(port).with("If-None-Match", answer.header("ETag")).get(assets.url("app.js"));
        assertThat(again.status()).isEqualTo(304);
    }

    @Test
    void anAssetAskedForByAnOldHashIsTheNewOneAndIsNotKept() {
        var answer = Http.on(port).get("/assets/0123456789abcdef/app.js");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).contains("no-cache");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/x/no-such.js",
                "/assets/x/../application.yaml",
                "/assets/x/%2e%2e/application.yaml",
                "/assets/",
                "/assets/x/vendor/SHA512SUMS",
                "/sextant.css",
                "/vendor/htmx/htmx.min.js"
            })
    void nothingElseIsServedAsAnAsset(String path) {
        assertThat(Http.on(port).get(path).status()).isIn(400, 404);
    }

    @Test
    void textIsSqueezedForThoseWhoCanReadItSo() throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + assets.url("sextant.css")))
                .header("Accept-Encoding", "gzip")
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, BodyHandlers.ofByteArray());
            assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
            assertThat(answer.headers().firstValue("Vary")).hasValue("Accept-Encoding");
            assertThat(answer.body().length).isLessThan(120_000);
            var plain = Http.on(port).get(assets.url("sextant.css")).text();
            assertThat(new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(answer.body()))
                            .readAllBytes())
                    .isEqualTo(plain.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(plain).doesNotContain("asset:").contains("@layer tabler{");
        }
    }

    @Test
    void theStyleSheetsTypefaceIsThere() {
        var sheet = Http.on(port).get(assets.url("sextant.css")).text();
        var fonts = Pattern.compile("url\\(\"(/assets/[^\"]+\\.woff2)\"\\)")
                .matcher(sheet)
                .results()
                .map(m -> m.group(1))
                .toList();
        assertThat(fonts).hasSize(2).allSatisfy(font -> {
            assertThat(Http.on(port).get(font).header("Content-Type")).isEqualTo("font/woff2");
        });
    }

    @Test
    void theVendoredFilesAreThoseThatWereReviewed() throws Exception {
        var folder = Path.of("src/main/resources/static/vendor");
        var lines = Files.readAllLines(folder.resolve("SHA512SUMS"));
        assertThat(lines).hasSizeGreaterThan(100);
        for (var line : lines) {
            var file = folder.resolve(line.substring(130));
            var digest = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(file));
            assertThat(line).as(file.toString()).startsWith(HexFormat.of().formatHex(digest));
        }
        assertThat(unlisted(folder, lines)).isEmpty();
    }

    @Test
    void searchingIsForThoseWhoAreSignedIn(@Autowired Accounts accounts) {
        assertThat(Http.on(port).get("/search?q=a").status()).isEqualTo(302);
        assertThat(Http.on(port).get("/search/palette?q=a").text()).doesNotContain("data-url");
        var visit = Visit.signedIn(port, accounts.person(Role.ADMINISTRATOR).email());
        var found = visit.get("/search?q=", "Accept-Language", "en");
        assertThat(found.status()).isEqualTo(200);
        assertThat(visit.get("/search?q=%3Cscript%3E", "Accept-Language", "en").text())
                .contains("&lt;script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void thePaletteFindsPagesWithoutRegardToCaseAndAccents(@Autowired Accounts accounts) {
        var visit = Visit.signedIn(port, accounts.person(Role.ADMINISTRATOR).email());
        var pages = Pattern.compile("data-url=\"([^\"]+)\"[^>]*>.*?<span class=\"clip\">([^<]+)<", Pattern.DOTALL);
        var first = pages.matcher(
                visit.get("/search/palette?q=", "Accept-Language", "fr").text());
        assertThat(first.find()).as("an administrator has pages to go to").isTrue();
        var plain = java.text.Normalizer.normalize(first.group(2), java.text.Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toUpperCase(java.util.Locale.ROOT)
                .replace(' ', '+')
                .replace("’", "%E2%80%99");
        assertThat(visit.get("/search/palette?q=" + plain, "Accept-Language", "fr")
                        .text())
                .contains("data-url=\"" + first.group(1) + "\"");
    }

    private static java.util.List<String> unlisted(Path folder, java.util.List<String> lines) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> !name.equals("SHA512SUMS"))
                    .filter(name -> lines.stream().noneMatch(line -> line.endsWith("  " + name)))
                    .toList();
        }
    }

    private static String language(Http.Answer answer) {
        return part(answer, 1);
    }

    private static String theme(Http.Answer answer) {
        return part(answer, 2);
    }

    private static String part(Http.Answer answer, int group) {
        var html = LANG.matcher(answer.text());
        assertThat(html.find()).as(answer.toString()).isTrue();
        return html.group(group);
    }
}
