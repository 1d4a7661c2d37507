package io.sextant.app.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.BrowserTest;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.Visit;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// Signing in through a real authorization server, honest and otherwise.
class OidcTest extends BrowserTest {
    @LocalServerPort
    private int port;

    @Autowired
    private Accounts accounts;

    @Autowired
    private People people;

    @Autowired
    private Units units;

    @Autowired
    private JdbcClient jdbc;

    private final String subject = UUID.randomUUID().toString();
    private final String email = subject.substring(0, 8) + "@example.org";

    @DynamicPropertySource
    static void service(DynamicPropertyRegistry settings) {
        settings.add("sextant.oidc.issuer", AuthorizationServer::issuer);
        settings.add("sextant.oidc.client-id", () -> "sextant");
        settings.add("sextant.oidc.client-secret", () -> AuthorizationServer.SECRET);
        settings.add("sextant.oidc.name", () -> "Exemple ID");
        settings.add(
                "sextant.oidc.roles",
                () -> "ai-office = AI_OFFICE, lyon = BUSINESS_OWNER@LYON, ghosts = EMPLOYEE@NOWHERE, kings = KING");
    }

    @BeforeEach
    void here() {
        AuthorizationServer.sendsBackTo("http://localhost:" + port + "/login/oidc/return");
        if (units.tree().byCode("LYON").isEmpty()) {
            Accounts.done(units.create(Actor.system(), new Units.NewUnit("LYON", "Lyon", "Lyons", null)));
        }
    }

    private Consumer<Map<String, Object>> told(List<String> groups) {
        return claims -> {
            claims.put("email", email);
            claims.put("email_verified", true);
            claims.put("name", "Léa Martin");
            claims.put("groups", groups);
        };
    }

    /// There and back in this browser; the answer of Sextant at the end.
    private Http.Answer there(Visit visit, String from) {
        return back(visit, visit.get(from));
    }

    private Http.Answer back(Visit visit, Http.Answer away) {
        assertThat(away.status()).as(away.toString()).isEqualTo(302);
        return follow(visit, away.header("Location"));
    }

    /// Binding goes by a page with a link: a form may not lead to another host.
    private Http.Answer binds(Visit visit) {
        var page = visit.post("/account/oidc", Map.of()).text();
        var link = page.indexOf(AuthorizationServer.issuer());
        return follow(visit, page.substring(link, page.indexOf('"', link)).replace("&amp;", "&"));
    }

    private Http.Answer follow(Visit visit, String address) {
        assertThat(address).startsWith(AuthorizationServer.issuer()).contains("code_challenge_method=S256");
        try (var browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
            var answer =
                    browser.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
            var back = answer.headers().firstValue("Location").orElseThrow(() -> new AssertionError(answer.body()));
            return visit.get(back.replace("http://localhost:" + port, ""));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Http.Answer comesIn(Consumer<Map<String, Object>> claims) {
        AuthorizationServer.hasSignedIn(subject, claims);
        return there(Visit.on(port), "/login/oidc");
    }

    /// Refused, nobody made, and let in as soon as the same token is honest.
    private void onlyThatStoodInTheWay(Http.Answer answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("could not be verified");
        assertThat(unknown()).isTrue();
        assertThat(comesIn(told(List.of())).header("Location")).endsWith("/no-role");
    }

    @ParameterizedTest
    @MethodSource("looks")
    void peopleReadWhereTheyAre(Look look) {
        expectFault("403");
        var page = open("/login", look);
        seen(page, "oidc-login", look);
        AuthorizationServer.hasSignedIn(subject, told(List.of()).andThen(claims -> claims.remove("email")));
        page.locator("a[href^='/login/oidc']").click();
        seen(page, "oidc-refused", look);
        AuthorizationServer.hasSignedIn(subject, told(List.of()));
        go(page, "/login");
        page.locator("a[href^='/login/oidc']").click();
        page.waitForURL("**/no-role");
        seen(page, "oidc-no-role", look);
        page.locator("form[action='/sign-out'] button").click();
        page.locator("a[href*='/connect/logout']").waitFor();
        seen(page, "oidc-out", look);
        var own = open(accounts.person(new Grant(Role.TECHNICAL_OWNER, null)), "/account", look);
        seen(own, "oidc-account", look);
        own.locator("form[action='/account/oidc'] button").click();
        own.locator("a.btn-main").waitFor();
        seen(own, "oidc-onward", look);
    }

    static Stream<Look> looks() {
        return Stream.of(Look.USUAL, Look.USUAL.in(Lang.EN).dark().phone());
    }

    private void seen(Page page, String name, Look look) {
        axe(page);
        screenshot(page, name + "-" + look);
    }

    private Person person() {
        var id = jdbc.sql("select id from identity.user_account where email_key = :email")
                .param("email", email)
                .query(Long.class)
                .single();
        return people.find(Actor.system(), id).orElseThrow();
    }

    private boolean unknown() {
        return jdbc.sql("select not exists (select 1 from identity.user_account where email_key = :email)")
                .param("email", email)
                .query(Boolean.class)
                .single();
    }

    private List<String> roles() {
        return person().grants().stream().map(g -> g.role().name()).toList();
    }

    @Test
    void whoeverTheServiceVouchesForComesInWithTheRolesOfTheirGroups() {
        AuthorizationServer.hasSignedIn(subject, told(List.of("ai-office", "lyon", "ghosts", "kings", "others")));
        var visit = Visit.on(port);
        assertThat(visit.get("/login?next=%2Faccount").text())
                .contains("Exemple ID")
                .contains("/login/oidc?next=%2Faccount");
        var in = there(visit, "/login/oidc?next=%2Faccount");
        assertThat(in.header("Location")).endsWith("/account");
        assertThat(visit.get("/account").status()).isEqualTo(200);
        assertThat(visit.get("/account").text()).contains("Léa Martin");
        assertThat(person().state()).isEqualTo(Person.State.ACTIVE);
        assertThat(person().grants())
                .containsExactlyInAnyOrder(
                        new Grant(Role.AI_OFFICE, null),
                        new Grant(
                                Role.BUSINESS_OWNER,
                                units.tree().byCode("LYON").orElseThrow().id()));
        assertThat(visit.post("/sign-out", Map.of()).header("Location")).endsWith("/login?out");
        assertThat(visit.get("/login?out").text()).contains("/connect/logout?client_id=sextant");
    }

    @Test
    void groupsThatChangeChangeTheRolesAtTheNextSignInAndRolesGivenByHandStay() {
        comesIn(told(List.of("ai-office")));
        var before = person();
        var held = new java.util.LinkedHashSet<>(before.grants());
        held.add(new Grant(Role.LEGAL, null));
        Accounts.done(people.grant(Actor.system(), before.id(), before.version(), held, null));
        comesIn(told(List.of("lyon")));
        assertThat(roles()).containsExactlyInAnyOrder("BUSINESS_OWNER", "LEGAL");
        comesIn(told(List.of()));
        assertThat(roles()).containsExactly("LEGAL");
    }

    @Test
    void withoutAMappedGroupOneHasNoRoleAndReadsWhomToAsk() {
        var boss = accounts.person(new Grant(Role.ADMINISTRATOR, null));
        AuthorizationServer.hasSignedIn(subject, told(List.of("others")));
        var visit = Visit.on(port);
        assertThat(there(visit, "/login/oidc").header("Location")).endsWith("/no-role");
        assertThat(visit.get("/no-role").text()).contains(boss.email());
        assertThat(visit.get("/use-cases").status()).isEqualTo(403);
        assertThat(roles()).isEmpty();
    }

    @Test
    void whatTheTokenDoesNotHoldIsAskedForBesideItAndCountsOnlyForTheSamePerson() {
        var all = new java.util.HashMap<String, Object>();
        told(List.of("ai-office")).accept(all);
        all.put("sub", "somebody else");
        AuthorizationServer.hasSignedIn(subject, claims -> {});
        AuthorizationServer.tells(all);
        assertThat(there(Visit.on(port), "/login/oidc").status()).isEqualTo(403);
        assertThat(unknown()).isTrue();
        all.put("sub", subject);
        assertThat(there(Visit.on(port), "/login/oidc").header("Location")).endsWith("/");
        assertThat(roles()).containsExactly("AI_OFFICE");
        AuthorizationServer.hasSignedIn(subject, told(List.of("lyon")));
        AuthorizationServer.tells(all);
        assertThat(there(Visit.on(port), "/login/oidc").header("Location")).endsWith("/");
        assertThat(roles()).as("what is signed counts first").containsExactly("BUSINESS_OWNER");
    }

    @Test
    void anAccountIsUnboundByWhoeverHasAPasswordAndTheRolesOfTheGroupsGoWithIt() {
        var local = accounts.person(new Grant(Role.LEGAL, null));
        AuthorizationServer.hasSignedIn(subject, told(List.of("ai-office")));
        var owner = Visit.signedIn(port, local.email());
        binds(owner);
        assertThat(there(Visit.on(port), "/login/oidc").header("Location")).endsWith("/");
        assertThat(people.find(Actor.system(), local.id()).orElseThrow().grants())
                .hasSize(2);
        assertThat(owner.post("/account/oidc/unbind", Map.of()).header("Location"))
                .endsWith("/account");
        assertThat(people.find(Actor.system(), local.id()).orElseThrow().grants())
                .containsExactly(new Grant(Role.LEGAL, null));
        assertThat(comesIn(told(List.of()).andThen(c -> c.put("email", local.email())))
                        .status())
                .isEqualTo(403);

        AuthorizationServer.hasSignedIn(subject, told(List.of("ai-office")));
        var stranger = Visit.on(port);
        there(stranger, "/login/oidc");
        var refused = stranger.post("/account/oidc/unbind", Map.of());
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("You have no password");
        assertThat(roles()).containsExactly("AI_OFFICE");
    }

    @Test
    void anAdministratorWhoComesInByTheServiceCountsAsOneWhoCanComeIn() {
        AuthorizationServer.hasSignedIn(subject, told(List.of()));
        there(Visit.on(port), "/login/oidc");
        var other = person();
        Accounts.done(people.grant(
                Actor.system(),
                other.id(),
                other.version(),
                java.util.Set.of(new Grant(Role.ADMINISTRATOR, null)),
                null));
        // Among all others, nobody else with this role can come in while this runs.
        jdbc.sql(
                        "update identity.user_account set disabled_at = now() where id <> :id and disabled_at is null "
                                + "and exists (select 1 from identity.user_grant g where g.user_id = id and g.role = 'ADMINISTRATOR')")
                .param("id", other.id())
                .update();
        var local = accounts.person(new Grant(Role.ADMINISTRATOR, null));
        Accounts.done(people.disable(Actor.system(), local.id(), local.version(), null));
        var last = people.find(Actor.system(), other.id()).orElseThrow();
        assertThat(people.disable(Actor.system(), last.id(), last.version(), null))
                .isInstanceOf(io.sextant.app.kernel.Outcome.Refused.class);
    }

    @Test
    void aTokenForAnotherAudienceOpensNothing() {
        var answer = comesIn(told(List.of()).andThen(claims -> claims.put("aud", List.of("somebody-else"))));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("could not be verified");
        onlyThatStoodInTheWay(answer);
    }

    @Test
    void aTokenPastItsTimeOpensNothing() {
        var answer = comesIn(told(List.of()).andThen(claims -> {
            claims.put("iat", Instant.now().minusSeconds(900));
            claims.put("exp", Instant.now().minusSeconds(600));
        }));
        onlyThatStoodInTheWay(answer);
    }

    @Test
    void aTokenOfAnotherRequestOpensNothing() {
        var answer = comesIn(told(List.of()).andThen(claims -> claims.put("nonce", "of another request")));
        onlyThatStoodInTheWay(answer);
    }

    @Test
    void aTokenOfAnotherIssuerOpensNothing() {
        var answer = comesIn(told(List.of()).andThen(claims -> claims.put("iss", "https://evil.example")));
        onlyThatStoodInTheWay(answer);
    }

    @Test
    void anAddressThatTheServiceDoesNotVouchForOpensNothing() {
        var answer = comesIn(told(List.of()).andThen(claims -> claims.put("email_verified", false)));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("does not vouch for your e-mail address");
        assertThat(unknown()).isTrue();
        assertThat(comesIn(told(List.of()).andThen(claims -> claims.remove("email_verified")))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void anAnswerThatThisBrowserDidNotAskForOpensNothing() {
        AuthorizationServer.hasSignedIn(subject, told(List.of()));
        var asked = Visit.on(port).get("/login/oidc");
        var stranger = Visit.on(port);
        assertThat(back(stranger, asked).status()).isEqualTo(403);
        var visit = Visit.on(port);
        visit.get("/login/oidc");
        assertThat(visit.get("/login/oidc/return?code=x&state=forged").status()).isEqualTo(403);
        assertThat(visit.get("/login/oidc/return?error=access_denied&state=forged")
                        .status())
                .isEqualTo(403);
        assertThat(unknown()).isTrue();
    }

    @Test
    void anAccountWithAPasswordIsBoundByItsOwnerAndByNobodyElse() {
        var local = accounts.person(new Grant(Role.LEGAL, null));
        Consumer<Map<String, Object>> claims = told(List.of("lyon")).andThen(c -> c.put("email", local.email()));
        var refused = comesIn(claims);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("sign in with its password");

        var owner = Visit.signedIn(port, local.email());
        assertThat(owner.get("/account").text()).contains("action=\"/account/oidc\"");
        assertThat(binds(owner).header("Location")).endsWith("/account");
        assertThat(owner.get("/account").text()).doesNotContain("action=\"/account/oidc\"");
        assertThat(comesIn(claims).header("Location")).endsWith("/");
        var other = accounts.person(new Grant(Role.LEGAL, null));
        var thief = Visit.signedIn(port, other.email());
        assertThat(binds(thief).status()).isEqualTo(403);
        assertThat(jdbc.sql("select count(*) from audit.event where action = 'user.bound' and subject_id = :id")
                        .param("id", String.valueOf(local.id()))
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void whoeverWasInvitedComesInWithoutChoosingAPasswordAndAClosedAccountStaysClosed() {
        var invited = Accounts.done(people.create(
                Actor.system(), new People.NewPerson(email, "Léa", null, java.util.Set.of(new Grant(Role.CSR, null)))));
        var link = Accounts.done(people.invite(Actor.system(), invited.id()));
        assertThat(comesIn(told(List.of())).header("Location")).endsWith("/");
        assertThat(roles()).containsExactly("CSR");
        assertThat(people.invited(link.secret())).as("the link is dead").isEmpty();
        var now = person();
        Accounts.done(people.disable(Actor.system(), now.id(), now.version(), null));
        var closed = comesIn(told(List.of()));
        assertThat(closed.status()).isEqualTo(403);
        assertThat(closed.text()).contains("is closed");
    }
}
