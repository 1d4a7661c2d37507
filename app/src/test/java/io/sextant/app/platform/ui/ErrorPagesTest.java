package io.sextant.app.platform.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Role;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.Visit;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@SextantTest
class ErrorPagesTest {
    @LocalServerPort
    int port;

    @Autowired
    Messages messages;

    private Http stranger;

    @BeforeEach
    void stranger() {
        stranger = Http.on(port);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 409, 413, 422, 429, 500, 503})
    void eachErrorSaysWhatHappenedWhatToDoAndItsNameInBothLanguages(int status) {
        for (var lang : Lang.values()) {
            var answer = stranger.with("Accept-Language", lang.code()).get("/gallery/error/" + status);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("Content-Type")).startsWith("text/html");
            assertThat(answer.header("Cache-Control")).contains("no-store");
            for (var part : new String[] {"title", "what", "do"}) {
                assertThat(answer.text()).contains(messages.text(lang, "ui.error." + status + "." + part));
            }
            assertThat(answer.text()).contains("<html lang=\"" + lang.code() + "\"", "href=\"/\"");
            assertThat(answer.header("X-Correlation-Id")).matches("[a-z2-9]{4}-[a-z2-9]{4}");
            assertThat(answer.text()).contains(answer.header("X-Correlation-Id"));
        }
    }

    @Test
    void noExceptionIsEverShown() {
        var answer = stranger.get("/gallery/error/500");
        assertThat(answer.text()).doesNotContain("asked for", "Exception", "at io.sextant");
    }

    @Test
    void anErrorOfAnotherKindIsToldAsTheNearest() {
        var answer = stranger.with("Accept-Language", "en").get("/gallery/error/410");
        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.text()).contains(messages.text(Lang.EN, "ui.error.400.title"));
    }

    @Test
    void anAddressThatLeadsNowhereIsA404() {
        var answer = stranger.with("Accept-Language", "fr").get("/no/such/page");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains(messages.text(Lang.FR, "ui.error.404.title"));
    }

    @Test
    void aValueThatCannotBeReadIsA400() {
        assertThat(stranger.get("/gallery/error/abc").status()).isEqualTo(400);
    }

    @Test
    void aPartOfAPageGetsANoticeForItsCorner() {
        var answer = stranger.with("HX-Request", "true").get("/gallery/error/500");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.header("HX-Retarget")).isEqualTo("#toasts");
        assertThat(answer.text()).startsWith("<div class=\"notice fault\"").doesNotContain("<html");
    }

    @Test
    void whileTheDatabaseIsAwayNoFormIsOffered() {
        assertThat(stranger.get("/gallery/error/503").text()).doesNotContain("<form");
        assertThat(stranger.get("/gallery/error/404").text()).contains("<form");
    }

    @Test
    void aFormWithoutProofIsRefusedInWords(@Autowired Accounts accounts) {
        var reader = accounts.person(new Grant(Role.EMPLOYEE, null));
        var answer = Visit.signedIn(port, reader.email())
                .postAsIs("/preferences", Map.of("lang", "fr"), "Accept-Language", "fr");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains(messages.text(Lang.FR, "ui.error.403.title"));
    }

    @Test
    void theApiNeverAnswersInHtml(@Autowired Accounts accounts) {
        for (var caller : new Http[] {stranger, stranger.as(accounts.token(Role.CIO))}) {
            for (var path : new String[] {"/api/v1/no-such-thing", "/api/", "/api/v1/use-cases/%00"}) {
                var answer = caller.with("Accept", "text/html").get(path);
                assertThat(answer.status()).as(path).isGreaterThanOrEqualTo(400);
                assertThat(answer.header("Content-Type")).as(path).doesNotContain("html");
                assertThat(answer.text()).as(path).doesNotContain("<html", "<!doctype");
            }
        }
    }
}
