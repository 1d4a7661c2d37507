package io.sextant.app.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Who;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.Visit;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@SextantTest
class PasskeyTest {
    private static final String NOTHING = "This passkey opens nothing here";

    @LocalServerPort
    private int port;

    @Autowired
    private Accounts accounts;

    @Autowired
    private Passkeys passkeys;

    @Autowired
    private SecondFactors factors;

    @Autowired
    private People people;

    @Autowired
    private Actors actors;

    @Autowired
    private JdbcClient jdbc;

    @AfterEach
    void forgetFailuresAndRules() {
        jdbc.sql("delete from identity.login_attempt").update();
        factors.require(Actor.system(), Set.of());
    }

    private Person somebody() {
        return accounts.person(new Grant(Role.TECHNICAL_OWNER, null));
    }

    private static String options(Visit visit, String path) {
        var answer = visit.post(path, Map.of("password", Accounts.PASSWORD));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.text();
    }

    private SoftKey make(Visit visit, String name) {
        var key = SoftKey.on(port);
        var answer = visit.post(
                "/account/passkeys",
                Map.of("name", name, "answer", key.make(options(visit, "/account/passkeys/options"))));
        assertThat(answer.header("Location")).as(answer.text()).endsWith("/account");
        return key;
    }

    private SoftKey make(Person person) {
        return make(Visit.signedIn(port, person.email()), "Ordinateur");
    }

    private static Http.Answer enter(Visit visit, SoftKey key) {
        return visit.post("/login/passkey", Map.of("answer", key.sign(options(visit, "/login/passkey/options"))));
    }

    private long events(String action, long userId) {
        return jdbc.sql("select count(*) from audit.event where action = :action and subject_id = :id")
                .param("action", action)
                .param("id", String.valueOf(userId))
                .query(Long.class)
                .single();
    }

    private Passkey only(Person person) {
        var own = passkeys.own(actor(person));
        assertThat(own).hasSize(1);
        return own.getFirst();
    }

    private Actor actor(Person person) {
        return actors.find(person.id(), Who.Channel.WEB).orElseThrow();
    }

    private static void refused(Http.Answer answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).contains(NOTHING);
    }

    @Test
    void aPasskeyOpensASessionWithoutPasswordOrCode() {
        var person = somebody();
        var inside = Visit.signedIn(port, person.email());
        var key = make(inside, "  Téléphone\nde poche ");
        var phone = Phone.reading(inside.post("/account/second-factor", Map.of("password", Accounts.PASSWORD))
                .text());
        inside.post("/account/second-factor/confirm", Map.of("code", phone.code(0)));
        assertThat(factors.demand(person.id())).isEqualTo(SecondFactors.Demand.CODE);

        var visit = Visit.on(port);
        var asked = options(visit, "/login/passkey/options");
        assertThat(JsonMapper.shared().readTree(asked).path("userVerification").asString())
                .isEqualTo("required");
        var before = visit.cookie("sextant_session");
        var entered = visit.post("/login/passkey", Map.of("answer", key.sign(asked), "next", "/account?tab=x"));
        assertThat(entered.header("Location")).endsWith("/account?tab=x");
        assertThat(visit.cookie("sextant_session")).isNotEmpty().isNotEqualTo(before);
        assertThat(visit.get("/account").text()).contains("Téléphone de poche").contains("localhost");
        assertThat(only(person).lastUsed()).isNotNull();
        assertThat(events("user.passkey-added", person.id())).isEqualTo(1);
        assertThat(events("session.opened", person.id())).isEqualTo(2);
    }

    @Test
    void theirOwnerRenamesAndRemovesThemThroughTheApiAndNobodyElseDoes() {
        var person = somebody();
        var key = make(person);
        long id = only(person).id();
        var http = Http.on(port).as(accounts.token(person, null)).with("Accept-Language", "en");
        String at = "/api/v1/me/passkeys/" + id;
        assertThat(http.patch(at, Map.of("name", "  Clé\nbleue "))
                        .json()
                        .path("name")
                        .asString())
                .isEqualTo("Clé bleue");
        assertThat(events("user.passkey-renamed", person.id())).isEqualTo(1);
        assertThat(http.patch(at, Map.of("name", " ")).status()).isEqualTo(422);
        assertThat(http.patch(at, Map.of("name", "x".repeat(81))).status()).isEqualTo(422);
        assertThat(http.patch(at, Map.of()).status()).isEqualTo(422);

        var others = Http.on(port).as(accounts.token(somebody(), null));
        assertThat(others.patch(at, Map.of("name", "Mine")).status()).isEqualTo(404);
        assertThat(others.post(at + "/remove", Map.of("password", Accounts.PASSWORD))
                        .status())
                .isEqualTo(404);
        var limited = Http.on(port).as(accounts.token(person, Set.of(Permission.VIEW_USE_CASES)));
        assertThat(limited.patch(at, Map.of("name", "Mine")).status()).isEqualTo(403);
        assertThat(limited.post(at + "/remove", Map.of("password", Accounts.PASSWORD))
                        .status())
                .isEqualTo(403);

        assertThat(http.post(at + "/remove", Map.of()).status())
                .as("a token alone does not do it")
                .isEqualTo(422);
        assertThat(http.post(at + "/remove", Map.of("password", "eight loud harbours"))
                        .status())
                .isEqualTo(422);
        assertThat(only(person).name()).isEqualTo("Clé bleue");
        assertThat(http.post(at + "/remove", Map.of("password", Accounts.PASSWORD))
                        .status())
                .isEqualTo(204);
        assertThat(passkeys.own(actor(person))).isEmpty();
        assertThat(events("user.passkey-removed", person.id())).isEqualTo(1);
        assertThat(http.post(at + "/remove", Map.of("password", Accounts.PASSWORD))
                        .status())
                .isEqualTo(404);
        refused(enter(Visit.on(port), key));
    }

    @Test
    void anAnswerServesOnceAndOnlyInTheSessionItWasAskedIn() {
        var key = make(somebody());
        var visit = Visit.on(port);
        var answer = key.sign(options(visit, "/login/passkey/options"));
        refused(Visit.on(port).post("/login/passkey", Map.of("answer", answer)));
        assertThat(visit.post("/login/passkey", Map.of("answer", answer)).status())
                .isEqualTo(302);
        refused(visit.post("/login/passkey", Map.of("answer", answer)));

        var late = Visit.on(port);
        var signed = key.sign(options(late, "/login/passkey/options"));
        jdbc.sql("update identity.passkey_challenge set expires_at = now() - interval '1 second'")
                .update();
        refused(late.post("/login/passkey", Map.of("answer", signed)));
        options(late, "/login/passkey/options");
        assertThat(jdbc.sql("select count(*) from identity.passkey_challenge where expires_at < now()")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"https://sextant.example, localhost", "http://localhost:1, localhost", ", evil.example"})
    void anAnswerFromAnotherOriginOrForAnotherHostIsRefused(@Nullable String origin, String host) {
        var key = make(somebody()).under(host);
        refused(enter(Visit.on(port), origin == null ? key : key.in(origin)));
    }

    @Test
    void aPasskeyThatDidNotMakeSureOfItsOwnerIsRefused() {
        var person = somebody();
        refused(enter(Visit.on(port), make(person).unverified()));

        var visit = Visit.signedIn(port, person.email());
        var answer = SoftKey.on(port).unverified().make(options(visit, "/account/passkeys/options"));
        var made = visit.post("/account/passkeys", Map.of("name", "x", "answer", answer));
        assertThat(made.status()).isEqualTo(422);
        assertThat(made.text()).contains("could not be verified");
    }

    @Test
    void aKeyNobodyKnowsOneOfAnotherOwnerAndOneOfAClosedAccountAreToldApartByNobody() {
        var person = somebody();
        var key = make(person);
        var others = make(somebody());
        refused(enter(Visit.on(port), SoftKey.on(port).of(key)));
        refused(enter(Visit.on(port), SoftKey.on(port).of(others)));
        var mine = make(somebody());
        refused(enter(Visit.on(port), mine.of(others)));

        Accounts.done(people.disable(Actor.system(), person.id(), person.version(), null));
        refused(enter(Visit.on(port), key));
    }

    @Test
    void aCounterThatGoesBackIsRefusedAndTold() {
        var person = somebody();
        var key = make(person);
        assertThat(enter(Visit.on(port), key.counting(5)).status()).isEqualTo(302);
        refused(enter(Visit.on(port), key.counting(5)));
        refused(enter(Visit.on(port), key.counting(4)));
        assertThat(events("user.passkey-refused", person.id())).isEqualTo(2);
        assertThat(enter(Visit.on(port), key.counting(6)).status()).isEqualTo(302);
        assertThat(enter(Visit.on(port), make(somebody()).counting(0)).status()).isEqualTo(302);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[]", "12", "\"x\"", "{\"id\":null,\"response\":null}", "{"})
    void whatIsNoAnswerIsRefusedLikeAWrongOne(String answer) {
        refused(Visit.on(port).post("/login/passkey", Map.of("answer", answer)));
        var visit = Visit.signedIn(port, somebody().email());
        var made = visit.post("/account/passkeys", Map.of("name", "x", "answer", answer));
        assertThat(made.status()).isEqualTo(422);
    }

    /// Each cut short, or with its bytes turned, after a challenge that is good.
    @ParameterizedTest
    @ValueSource(strings = {"authenticatorData", "signature", "clientDataJSON", "userHandle"})
    void garbledPartsAreRefused(String part) {
        var key = make(somebody());
        var visit = Visit.on(port);
        for (var garbled : List.of("", "AA", "_____________________________________________w")) {
            var signed = key.sign(options(visit, "/login/passkey/options"));
            var right = JsonMapper.shared()
                    .readTree(signed)
                    .path("response")
                    .path(part)
                    .asString();
            refused(visit.post("/login/passkey", Map.of("answer", signed.replace(right, garbled))));
        }
    }

    @Test
    void aNewKeyThatIsGarbledIsRefused() {
        var visit = Visit.signedIn(port, somebody().email());
        for (var garbled : List.of("", "AA", "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YUEA", "v_____8")) {
            var made = SoftKey.on(port).make(options(visit, "/account/passkeys/options"));
            var right = JsonMapper.shared()
                    .readTree(made)
                    .path("response")
                    .path("attestationObject")
                    .asString();
            assertThat(visit.post("/account/passkeys", Map.of("name", "x", "answer", made.replace(right, garbled)))
                            .status())
                    .isEqualTo(422);
        }
    }

    @Test
    void tamperedAnswersAreRefused() {
        var key = make(somebody());
        var visit = Visit.on(port);
        var signed = key.sign(options(visit, "/login/passkey/options"));
        var signature = JsonMapper.shared()
                .readTree(signed)
                .path("response")
                .path("signature")
                .asString();
        refused(visit.post(
                "/login/passkey", Map.of("answer", signed.replace(signature, "AAAA" + signature.substring(4)))));
        refused(visit.post("/login/passkey", Map.of("answer", "x".repeat(100_000))));
    }

    @Test
    void nothingIsAddedOrRemovedWithoutThePassword() {
        var person = somebody();
        var visit = Visit.signedIn(port, person.email());
        var wrong = visit.post("/account/passkeys/options", Map.of("password", "not this one"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("This is not your current password").doesNotContain("challenge");
        make(visit, "Clé 1");
        var page = "/account/passkeys/" + only(person).id();
        assertThat(visit.post(page + "/remove", Map.of("password", "not this one"))
                        .status())
                .isEqualTo(422);
        assertThat(visit.post(page, Map.of("name", " ")).text()).contains("Give a name");
        assertThat(visit.post(page, Map.of("name", "Clé 2")).status()).isEqualTo(302);
        assertThat(visit.get(page).text()).contains("Clé 2");
        assertThat(visit.post(page + "/remove", Map.of("password", Accounts.PASSWORD))
                        .header("Location"))
                .endsWith("/account");
        assertThat(passkeys.own(actor(person))).isEmpty();
        assertThat(events("user.passkey-renamed", person.id())).isEqualTo(1);
        assertThat(events("user.passkey-removed", person.id())).isEqualTo(1);
    }

    @Test
    void anAnswerMadeForOnePersonOrPurposeAddsNothingForAnother() {
        var mine = Visit.signedIn(port, somebody().email());
        var theirs = Visit.signedIn(port, somebody().email());
        var answer = SoftKey.on(port).make(options(mine, "/account/passkeys/options"));
        var stolen = theirs.post("/account/passkeys", Map.of("name", "x", "answer", answer));
        assertThat(stolen.status()).isEqualTo(422);
        var door = SoftKey.on(port)
                .make(options(mine, "/account/passkeys/options")
                        .replaceFirst(
                                "\"challenge\":\"[^\"]+\"",
                                "\"challenge\":\""
                                        + JsonMapper.shared()
                                                .readTree(options(mine, "/login/passkey/options"))
                                                .path("challenge")
                                                .asString()
                                        + "\""));
        assertThat(mine.post("/account/passkeys", Map.of("name", "x", "answer", door))
                        .status())
                .isEqualTo(422);

        var key = SoftKey.on(port);
        var made = Map.of("name", "x", "answer", key.make(options(mine, "/account/passkeys/options")));
        assertThat(mine.post("/account/passkeys", made).status()).isEqualTo(302);
        var again = Map.of("name", "x", "answer", key.make(options(theirs, "/account/passkeys/options")));
        assertThat(theirs.post("/account/passkeys", again).text()).contains("already has a passkey");
    }

    @Test
    void somebodyElsesPasskeyIsNotThereToSeeRenameOrRemove() {
        var person = somebody();
        make(person);
        var page = "/account/passkeys/" + only(person).id();
        var other = Visit.signedIn(port, somebody().email());
        assertThat(other.get(page).status()).isEqualTo(404);
        assertThat(other.post(page, Map.of("name", "mine")).status()).isEqualTo(404);
        assertThat(other.post(page + "/remove", Map.of("password", Accounts.PASSWORD))
                        .status())
                .isEqualTo(404);
        assertThat(only(person).name()).isEqualTo("Ordinateur");
        assertThat(Visit.on(port).get("/account/passkeys/new").header("Location"))
                .contains("/login");
    }

    @Test
    void whereARoleAsksForASecondFactorAPasskeyIsOne() {
        var person = accounts.person(new Grant(Role.LEGAL, null));
        var inside = Visit.signedIn(port, person.email());
        var key = make(inside, "Ordinateur");
        factors.require(Actor.system(), Set.of(Role.LEGAL));
        assertThat(factors.demand(person.id())).isEqualTo(SecondFactors.Demand.PASSKEY);
        assertThat(enter(Visit.on(port), key).status()).isEqualTo(302);

        var visit = Visit.on(port);
        visit.post("/login", Map.of("email", person.email(), "password", Accounts.PASSWORD));
        var door = visit.get("/login/code").text();
        assertThat(door).contains("show one of your passkeys").doesNotContain("name=\"code\"");
        assertThat(visit.get("/account").header("Location")).contains("/login");
        var asked = options(visit, "/login/code/passkey/options");
        assertThat(JsonMapper.shared().readTree(asked).path("allowCredentials").size())
                .isEqualTo(1);
        refused(visit.post(
                "/login/code/passkey", Map.of("answer", make(somebody()).sign(asked))));
        var signed = key.sign(options(visit, "/login/code/passkey/options"));
        assertThat(visit.post("/login/code/passkey", Map.of("answer", signed)).header("Location"))
                .endsWith("/");
        assertThat(visit.get("/account").status()).isEqualTo(200);

        var removed =
                visit.post("/account/passkeys/" + only(person).id() + "/remove", Map.of("password", Accounts.PASSWORD));
        assertThat(removed.status()).isEqualTo(422);
        assertThat(removed.text()).contains("the only one you have");
        var basic = Base64.getEncoder()
                .encodeToString((person.email() + ":" + Accounts.PASSWORD).getBytes(StandardCharsets.UTF_8));
        assertThat(Http.on(port)
                        .with("Authorization", "Basic " + basic)
                        .post("/api/v1/tokens", "{}")
                        .text())
                .contains("code-required");
    }

    @Test
    void aStrangerIsAskedForNoPasskeyAfterThePassword() {
        assertThat(Visit.on(port).post("/login/code/passkey/options", Map.of()).status())
                .isEqualTo(401);
        assertThat(Visit.on(port)
                        .post("/login/code/passkey", Map.of("answer", "{}"))
                        .header("Location"))
                .endsWith("/login");
    }

    @Test
    void anAdministratorRemovesThePasskeysOfALostDevice() {
        var person = somebody();
        var inside = Visit.signedIn(port, person.email());
        var key = make(inside, "Perdu");
        var admin = accounts.person(new Grant(Role.ADMINISTRATOR, null));
        var visit = Visit.signedIn(port, admin.email());
        assertThat(visit.get("/admin/people/" + person.id()).text()).contains("Perdu");
        var path = "/admin/people/" + person.id() + "/passkeys/reset";
        assertThat(Visit.signedIn(port, somebody().email()).post(path, Map.of()).status())
                .isEqualTo(403);
        assertThat(visit.post(path, Map.of("reason", "Téléphone perdu")).status())
                .isEqualTo(302);
        assertThat(inside.get("/account").header("Location")).contains("/login");
        refused(enter(Visit.on(port), key));
        assertThat(events("user.passkeys-reset", person.id())).isEqualTo(1);
        assertThat(visit.post(path, Map.of()).text()).contains("This person has no passkey");
        assertThat(passkeys.removeAll(actor(admin), admin.id(), null)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void theLastWayInStays() {
        var person = somebody();
        make(person);
        jdbc.sql("update identity.user_account set password_hash = null where id = :id")
                .param("id", person.id())
                .update();
        assertThat(passkeys.remove(actor(person), only(person).id(), ""))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reasons().toString()).contains("identity.passkey.lastWay"));
    }

    @Test
    void thereIsAnEndToPasskeysAndNoneIsMadeWhereBrowsersTakeNone() {
        var person = somebody();
        var visit = Visit.signedIn(port, person.email());
        var asked = visit.post("/account/passkeys/options", Map.of("password", Accounts.PASSWORD));
        assertThat(asked.status()).isEqualTo(200);
        for (var i = 0; i < Passkeys.MOST; i++) {
            jdbc.sql("""
                            insert into identity.passkey (user_id, credential_id, host, name, attested, sign_count,
                                                          backup_eligible, backed_up, transports, created_at)
                            values (:id, gen_random_uuid()::text::bytea, 'localhost', 'x', '', 0, false, false, '{}', now())
                            """).param("id", person.id()).update();
        }
        assertThat(visit.post("/account/passkeys/options", Map.of("password", Accounts.PASSWORD))
                        .text())
                .contains("You already have 20 passkeys");
        var elsewhere = new PasskeyPlace("http://sextant.example", "sextant.example");
        assertThat(passkeys.begin(actor(somebody()), Accounts.PASSWORD, "session", elsewhere))
                .isInstanceOf(Outcome.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://Sextant.Example:443/app, https://sextant.example, sextant.example, true",
        "https://sextant.example:8443, https://sextant.example:8443, sextant.example, true",
        "http://sextant.example, http://sextant.example, sextant.example, false",
        "http://localhost:8080/, http://localhost:8080, localhost, true",
        "https://10.0.0.4, https://10.0.0.4, 10.0.0.4, false",
        "https://[::1]:8443, https://[::1]:8443, [::1], false",
        "https://under_score, https://, '', false"
    })
    void aPlaceTakesPasskeysByHttpsAndAName(String address, String origin, String host, boolean serves) {
        var place = PasskeyPlace.of(URI.create(address));
        assertThat(place).isEqualTo(new PasskeyPlace(origin, host));
        assertThat(place.serves()).isEqualTo(serves);
    }

    @Test
    void theApiListsPasskeysAndTakesThoseOfOthersAway() {
        var person = somebody();
        make(person);
        var own = Http.on(port).as(accounts.token(person, null)).get("/api/v1/me/passkeys");
        assertThat(own.text()).contains("Ordinateur").doesNotContain("attested");
        var limited = accounts.token(person, Set.of(Permission.VIEW_USE_CASES));
        assertThat(Http.on(port).as(limited).get("/api/v1/me/passkeys").status())
                .isEqualTo(403);
        var admin = Http.on(port).as(accounts.token(Role.ADMINISTRATOR));
        var path = "/api/v1/users/" + person.id();
        assertThat(admin.get(path + "/passkeys").text()).contains("Ordinateur");
        assertThat(admin.get(path + "/second-factor").text()).contains("\"passkeys\":1");
        assertThat(admin.post(path + "/passkeys/reset", "{\"reason\":\"perdu\"}")
                        .status())
                .isEqualTo(204);
        assertThat(passkeys.own(actor(person))).isEqualTo(List.of());
    }

    @Test
    void guessingAtThePasswordDoesNotLockThePasskey() {
        var person = somebody();
        var key = make(person);
        var visit = Visit.on(port);
        for (var i = 0; i < 6; i++) {
            visit.post("/login", Map.of("email", person.email(), "password", "guess " + i));
        }
        assertThat(visit.post("/login", Map.of("email", person.email(), "password", Accounts.PASSWORD))
                        .status())
                .isEqualTo(429);
        assertThat(enter(Visit.on(port), key).status()).isEqualTo(302);
        jdbc.sql("update identity.login_attempt set blocked_until = now() + interval '1 minute'")
                .update();
        jdbc.sql("""
                        insert into identity.login_attempt (attempt_key, failures, last_at, blocked_until)
                        values ('address:127.0.0.1', 30, now(), now() + interval '1 minute')
                        on conflict (attempt_key) do update set blocked_until = excluded.blocked_until
                        """).update();
        assertThat(enter(Visit.on(port), key).status()).isEqualTo(429);
    }
}
