package io.sextant.app.identity.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Role;
import io.sextant.app.kernel.Who;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.Visit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@SextantTest
class SignInPagesTest {
    @LocalServerPort
    private int port;

    @Autowired
    private Accounts accounts;

    @Autowired
    private People people;

    @Autowired
    private Actors actors;

    @Autowired
    private JdbcClient jdbc;

    @AfterEach
    void forgetFailures() {
        jdbc.sql("delete from identity.login_attempt").update();
    }

    @Test
    void aStrangerIsSentToSignInAndThenToThePageTheyAskedFor() {
        var person = accounts.person(new Grant(Role.ADMINISTRATOR, null));
        var visit = Visit.on(port);
        var turned = visit.get("/account?tab=x");
        assertThat(turned.status()).isEqualTo(302);
        assertThat(turned.header("Location")).endsWith("/login?next=%2Faccount%3Ftab%3Dx");
        var entered = visit.post(
                "/login", Map.of("email", person.email(), "password", Accounts.PASSWORD, "next", "/account?tab=x"));
        assertThat(entered.status()).isEqualTo(302);
        assertThat(entered.header("Location")).endsWith("/account?tab=x");
    }

    @Test
    void theWayOnNeverLeavesForAnotherHost() {
        for (var next : new String[] {"//evil.example", "https://evil.example", "/\\evil.example", "evil", "/login"}) {
            assertThat(SignInPages.local(next)).as(next).isEqualTo("/");
        }
        assertThat(SignInPages.local("/use-cases?q=a")).isEqualTo("/use-cases?q=a");
    }

    @Test
    void aPartOfAPageSendsTheWholePageToSignIn() {
        var turned = Visit.on(port).get("/account", "HX-Request", "true", "HX-Current-URL", "http://localhost/account");
        assertThat(turned.header("HX-Redirect")).isEqualTo("/login?next=%2Faccount&over");
    }

    @Test
    void theSessionChangesItsNameWhenSomebodyEnters() {
        var person = accounts.person(new Grant(Role.EMPLOYEE, null));
        var visit = Visit.on(port);
        visit.get("/login");
        var proofBefore = visit.cookie("sextant_csrf");
        visit.post("/login", Map.of("email", person.email(), "password", Accounts.PASSWORD));
        var first = visit.cookie("sextant_session");
        visit.post("/login", Map.of("email", person.email(), "password", Accounts.PASSWORD));
        assertThat(first).isNotEmpty();
        assertThat(visit.cookie("sextant_session")).isNotEmpty().isNotEqualTo(first);
        assertThat(visit.cookie("sextant_csrf")).isNotEqualTo(proofBefore);
    }

    @Test
    void aFormWithoutItsProofIsRefused() {
        var person = accounts.person(new Grant(Role.EMPLOYEE, null));
        var visit = Visit.signedIn(port, person.email());
        assertThat(visit.postAsIs("/account/profile", Map.of("name", "x")).status())
                .isEqualTo(403);
    }

    @Test
    void whoeverSendsAFormAfterTheirSessionSignsInAgainAndGoesBackToIt() {
        var form = "http://localhost:" + port + "/use-cases/new?from=list";
        var without = Visit.on(port).postAsIs("/use-cases", Map.of("title", "x"), "Referer", form);
        var with = Visit.on(port).post("/use-cases", Map.of("title", "x"), "Referer", form);
        assertThat(without.header("Location")).endsWith("/login?next=%2Fuse-cases%2Fnew%3Ffrom%3Dlist&over");
        assertThat(with.header("Location")).endsWith("/login?next=%2Fuse-cases%2Fnew%3Ffrom%3Dlist&over");
        assertThat(Visit.on(port).get("/login?next=%2Fuse-cases%2Fnew&over").text())
                .contains("Your session is over")
                .contains("data-not-taken");
    }

    @Test
    void anInvitationLeftOpenTooLongOpensAnew() {
        var page = "http://localhost:" + port + "/invitation?link=abc";
        var answer = Visit.on(port).postAsIs("/invitation", Map.of("password", "x"), "Referer", page);
        assertThat(answer.header("Location")).endsWith("/invitation?link=abc");
    }

    @Test
    void aSearchIsTakenUpAgainAfterSigningIn() {
        assertThat(Visit.on(port).get("/search?q=abc").header("Location")).endsWith("/login?next=%2Fsearch%3Fq%3Dabc");
    }

    @Test
    void wrongPasswordUnknownAddressAndClosedAccountAreToldApartByNobody() {
        var person = accounts.person(new Grant(Role.EMPLOYEE, null));
        var closed = accounts.person(new Grant(Role.EMPLOYEE, null));
        Accounts.done(people.disable(Actor.system(), closed.id(), closed.version(), null));
        var visit = Visit.on(port);
        var wrong = visit.post("/login", Map.of("email", person.email(), "password", "not this one"));
        var unknown = visit.post("/login", Map.of("email", "nobody@example.org", "password", "not this one"));
        var shut = visit.post("/login", Map.of("email", closed.email(), "password", Accounts.PASSWORD));
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(shut.status()).isEqualTo(401);
        assertThat(wrong.text())
                .contains("The address and the password do not match")
                .contains(person.email());
        assertThat(unknown.text()).contains("The address and the password do not match");
        assertThat(shut.text()).contains("The address and the password do not match");
    }

    @Test
    void afterFiveWrongPasswordsOneWaitsAndIsToldHowLong() {
        var person = accounts.person(new Grant(Role.EMPLOYEE, null));
        var visit = Visit.on(port);
        for (var i = 0; i < 5; i++) {
            assertThat(visit.post("/login", Map.of("email", person.email(), "password", "wrong"))
                            .status())
                    .isEqualTo(401);
        }
        var sixth = visit.post("/login", Map.of("email", person.email(), "password", Accounts.PASSWORD));
        assertThat(sixth.status()).isEqualTo(429);
        assertThat(Integer.parseInt(sixth.header("Retry-After"))).isBetween(1, 30);
        assertThat(sixth.text()).contains("Too many attempts. You can try again in");
        assertThat(visit.get("/login", "Accept-Language", "fr").text()).contains("Connexion");
    }

    @Test
    void aDisabledPersonIsOutAtOnce() {
        var person = accounts.person(new Grant(Role.ADMINISTRATOR, null));
        var visit = Visit.signedIn(port, person.email());
        assertThat(visit.get("/account").status()).isEqualTo(200);
        Accounts.done(people.disable(Actor.system(), person.id(), person.version(), null));
        assertThat(visit.get("/account").status()).isEqualTo(302);
        assertThat(actors.find(person.id(), Who.Channel.WEB)).isEmpty();
    }

    @Test
    void signingOutEndsTheSession() {
        var person = accounts.person(new Grant(Role.ADMINISTRATOR, null));
        var visit = Visit.signedIn(port, person.email());
        var key = visit.cookie("sextant_session");
        assertThat(visit.post("/sign-out", Map.of()).header("Location")).endsWith("/login?out");
        assertThat(visit.cookie("sextant_session")).isNotEqualTo(key);
        assertThat(visit.get("/account").status()).isEqualTo(302);
    }

    @Test
    void cookiesAreClosedToScriptsAndSecureBehindHttps() {
        var person = accounts.person(new Grant(Role.EMPLOYEE, null));
        var entered = Visit.on(port)
                .post(
                        "/login",
                        Map.of("email", person.email(), "password", Accounts.PASSWORD),
                        "X-Forwarded-Proto",
                        "https");
        assertThat(entered.response().headers().allValues("Set-Cookie")).anySatisfy(cookie -> assertThat(cookie)
                .startsWith("sextant_session=")
                .contains("Secure")
                .contains("HttpOnly")
                .contains("SameSite=Lax"));
        var plain = Visit.on(port).get("/login");
        assertThat(plain.response().headers().allValues("Set-Cookie")).anySatisfy(cookie -> assertThat(cookie)
                .startsWith("sextant_csrf=")
                .contains("HttpOnly")
                .contains("SameSite=Strict")
                .doesNotContain("Secure"));
    }
}
