package io.sextant.app.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.sextant.app.kernel.Who;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.Visit;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@SextantTest
class SecondFactorTest {
    private static final Pattern RECOVERY = Pattern.compile("(?:[A-Z2-7]{4}-){3}[A-Z2-7]{4}");
    private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\d+z");

    @LocalServerPort
    private int port;

    @Autowired
    private Accounts accounts;

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

    /// Sets a second factor up in this browser; its first code is that of the present step.
    private Phone setUp(Visit visit) {
        var phone = Phone.reading(visit.post("/account/second-factor", Map.of("password", Accounts.PASSWORD))
                .text());
        assertThat(visit.post("/account/second-factor/confirm", Map.of("code", phone.code(0)))
                        .status())
                .isEqualTo(200);
        return phone;
    }

    private Visit halfway(Person person) {
        var visit = Visit.on(port);
        var answer = visit.post("/login", Map.of("email", person.email(), "password", Accounts.PASSWORD));
        assertThat(answer.header("Location")).endsWith("/login/code");
        return visit;
    }

    private static Http.Answer type(Visit visit, String code) {
        return visit.post("/login/code", Map.of("code", code));
    }

    private long events(String action, long userId) {
        return jdbc.sql("select count(*) from audit.event where action = :action and subject_id = :id")
                .param("action", action)
                .param("id", String.valueOf(userId))
                .query(Long.class)
                .single();
    }

    @Test
    void whoeverHasASecondFactorShowsItsCodeAfterThePasswordAndEachCodeServesOnce() {
        var person = somebody();
        var phone = setUp(Visit.signedIn(port, person.email()));
        var visit = halfway(person);
        assertThat(visit.get("/login/code").text()).contains("Open your authenticator app");

        var replayed = type(visit, phone.code(0));
        assertThat(replayed.status()).isEqualTo(401);
        assertThat(replayed.text()).contains("This code is not the right one, or was used already");
        assertThat(type(visit, phone.wrong()).status()).isEqualTo(401);
        var entered = type(
                visit, " " + phone.code(1).substring(0, 3) + " " + phone.code(1).substring(3));
        assertThat(entered.header("Location")).endsWith("/");
        assertThat(visit.get("/account").status()).isEqualTo(200);
        assertThat(type(halfway(person), phone.code(1)).status()).isEqualTo(401);
        assertThat(events("user.factor-on", person.id())).isEqualTo(1);
        assertThat(events("session.opened", person.id())).isEqualTo(2);
    }

    @Test
    void aPasswordAloneOpensNothing() {
        var person = somebody();
        setUp(Visit.signedIn(port, person.email()));
        var visit = halfway(person);
        for (var path : List.of("/account", "/overview", "/account/second-factor", "/use-cases")) {
            assertThat(visit.get(path).header("Location")).as(path).contains("/login?next=");
        }
        assertThat(visit.post("/account/second-factor/off", Map.of("password", Accounts.PASSWORD))
                        .header("Location"))
                .contains("/login");
        assertThat(Http.on(port)
                        .with("Cookie", "sextant_session=" + visit.cookie("sextant_session"))
                        .get("/api/v1/me")
                        .status())
                .isEqualTo(401);
        assertThat(factors.demand(person.id())).isEqualTo(SecondFactors.Demand.CODE);
    }

    @Test
    void theWayOnIsKeptAndStaysHere() {
        var person = somebody();
        var phone = setUp(Visit.signedIn(port, person.email()));
        var visit = Visit.on(port);
        var asked = visit.post(
                "/login", Map.of("email", person.email(), "password", Accounts.PASSWORD, "next", "/account?tab=x"));
        assertThat(asked.header("Location")).endsWith("/login/code?next=%2Faccount%3Ftab%3Dx");
        assertThat(visit.get("/login/code?next=%2Faccount%3Ftab%3Dx").text()).contains("value=\"/account?tab=x\"");
        assertThat(visit.post("/login/code", Map.of("code", phone.code(1), "next", "//evil.example"))
                        .header("Location"))
                .endsWith(":" + port + "/");
    }

    @Test
    void thePictureCarriesTheSecretThatStandsBesideIt() throws ReaderException {
        var person = somebody();
        var page = Visit.signedIn(port, person.email())
                .post("/account/second-factor", Map.of("password", Accounts.PASSWORD))
                .text();
        var shown = Pattern.compile("value=\"((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})\"")
                .matcher(page)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        assertThat(read(page))
                .isEqualTo("otpauth://totp/Sextant:" + person.email().replace("@", "%40") + "?secret="
                        + shown.replace(" ", "") + "&issuer=Sextant&algorithm=SHA1&digits=6&period=30");
        assertThat(page).doesNotContain("style=").doesNotContain("data:");
    }

    /// What an app would read in the picture of the page.
    private static String read(String page) throws ReaderException {
        var size = Integer.parseInt(Pattern.compile("class=\"qr\" viewBox=\"0 0 (\\d+)")
                .matcher(page)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1));
        var scale = 4;
        var width = size * scale;
        var pixels = new int[width * width];
        Arrays.fill(pixels, 0xffffff);
        for (MatchResult run : RUN.matcher(page).results().toList()) {
            var x = Integer.parseInt(run.group(1)) * scale;
            var y = Integer.parseInt(run.group(2)) * scale;
            var w = Integer.parseInt(run.group(3)) * scale;
            for (var line = y; line < y + scale; line++) {
                Arrays.fill(pixels, line * width + x, line * width + x + w, 0);
            }
        }
        // Nothing but the picture is there, so the reader need not look for it as in a photograph.
        return new QRCodeReader()
                .decode(
                        new BinaryBitmap(new GlobalHistogramBinarizer(new RGBLuminanceSource(width, width, pixels))),
                        Map.of(DecodeHintType.PURE_BARCODE, true))
                .getText();
    }

    @Test
    void nothingIsSwitchedOnOrOffWithoutThePassword() {
        var person = somebody();
        var visit = Visit.signedIn(port, person.email());
        var wrong = visit.post("/account/second-factor", Map.of("password", "not this one"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("This is not your current password").doesNotContain("class=\"qr\"");
        var early = visit.post("/account/second-factor/confirm", Map.of("code", "123456"));
        assertThat(early.text()).contains("This secret was shown too long ago");
        var phone = setUp(visit);
        assertThat(visit.get("/account/second-factor").text()).doesNotContain("class=\"qr\"");
        assertThat(visit.post("/account/second-factor/off", Map.of("password", "nor this"))
                        .status())
                .isEqualTo(422);
        assertThat(type(halfway(person), phone.code(1)).status()).isEqualTo(302);
        assertThat(visit.post("/account/second-factor/off", Map.of("password", Accounts.PASSWORD))
                        .status())
                .isEqualTo(302);
        assertThat(Visit.signedIn(port, person.email()).get("/account").status())
                .isEqualTo(200);
        assertThat(events("user.factor-off", person.id())).isEqualTo(1);
    }

    @Test
    void switchingItOnEndsSessionsOpenedWithoutIt() {
        var person = somebody();
        var elsewhere = Visit.signedIn(port, person.email());
        var here = Visit.signedIn(port, person.email());
        setUp(here);
        assertThat(here.get("/account").status()).isEqualTo(200);
        assertThat(elsewhere.get("/account").status()).isEqualTo(302);
    }

    @Test
    void aRecoveryCodeLetsInOnceAndTheTrailKnows() {
        var person = somebody();
        var visit = Visit.signedIn(port, person.email());
        var phone = Phone.reading(visit.post("/account/second-factor", Map.of("password", Accounts.PASSWORD))
                .text());
        var codes = RECOVERY.matcher(visit.post("/account/second-factor/confirm", Map.of("code", phone.code(0)))
                        .text())
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        assertThat(visit.get("/account/second-factor").text())
                .contains("10 recovery codes are left")
                .doesNotContain(codes.getFirst());
        assertThat(type(halfway(person), codes.getFirst().toLowerCase(java.util.Locale.ROOT))
                        .status())
                .isEqualTo(302);
        assertThat(type(halfway(person), codes.getFirst()).status()).isEqualTo(401);
        assertThat(type(halfway(person), codes.get(1)).status()).isEqualTo(302);
        var actor = actors.find(person.id(), Who.Channel.WEB).orElseThrow();
        assertThat(factors.own(actor).recoveryCodesLeft()).isEqualTo(8);
        assertThat(events("user.recovery-code-used", person.id())).isEqualTo(2);
    }

    @Test
    void wrongCodesWaitAsWrongPasswordsDo() {
        var person = somebody();
        var phone = setUp(Visit.signedIn(port, person.email()));
        var visit = halfway(person);
        for (var i = 0; i < 5; i++) {
            assertThat(type(visit, phone.wrong()).status()).isEqualTo(401);
        }
        var sixth = type(visit, phone.code(1));
        assertThat(sixth.status()).isEqualTo(429);
        assertThat(Integer.parseInt(sixth.header("Retry-After"))).isBetween(1, 30);
        assertThat(sixth.text()).contains("Too many attempts");
        assertThat(type(halfway(person), phone.code(1)).status())
                .as("the password given again frees nothing")
                .isEqualTo(429);
    }

    @Test
    void aRoleThatAsksForOneHasItSetUpAtTheDoor() {
        var person = accounts.person(new Grant(Role.LEGAL, null));
        Accounts.done(factors.require(Actor.system(), Set.of(Role.LEGAL)));
        var visit = halfway(person);
        var asked = visit.get("/login/code");
        assertThat(asked.text()).contains("One of your roles requires it").contains("class=\"qr\"");
        assertThat(visit.get("/account").status()).isEqualTo(302);
        var phone = Phone.reading(asked.text());
        assertThat(type(visit, phone.wrong()).status()).isEqualTo(422);
        var done = type(visit, phone.code(0));
        assertThat(done.status()).isEqualTo(200);
        assertThat(RECOVERY.matcher(done.text()).results()).hasSize(10);
        assertThat(visit.get("/account").status()).isEqualTo(200);
        var kept = visit.post("/account/second-factor/off", Map.of("password", Accounts.PASSWORD));
        assertThat(kept.status()).isEqualTo(422);
        assertThat(kept.text()).contains("One of your roles requires a second factor");
    }

    @Test
    void anAdministratorResetsSomebodyElsesAndNotTheirOwn() {
        var person = somebody();
        setUp(Visit.signedIn(port, person.email()));
        var boss = accounts.person(new Grant(Role.ADMINISTRATOR, null));
        var admin = Visit.signedIn(port, boss.email());
        setUp(admin);
        assertThat(admin.get("/admin/people/" + person.id()).text()).contains("Reset the second factor");
        assertThat(admin.post("/admin/people/" + person.id() + "/second-factor/reset", Map.of("reason", "Lost phone"))
                        .status())
                .isEqualTo(302);
        assertThat(Visit.signedIn(port, person.email()).get("/account").status())
                .isEqualTo(200);
        assertThat(events("user.factor-reset", person.id())).isEqualTo(1);
        var own = admin.post("/admin/people/" + boss.id() + "/second-factor/reset", Map.of());
        assertThat(own.status()).isEqualTo(422);
        assertThat(own.text()).contains("You cannot reset your own second factor here");
        var token = accounts.token(Role.ADMINISTRATOR);
        assertThat(Http.on(port)
                        .as(token)
                        .post("/api/v1/users/" + person.id() + "/second-factor/reset", Map.of())
                        .text())
                .contains("identity.factor.none");
        assertThat(Http.on(port)
                        .as(token)
                        .post("/api/v1/users/999999999/second-factor/reset", Map.of())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aLinkForANewPasswordDoesNotGoRoundTheCode() {
        var person = somebody();
        var phone = setUp(Visit.signedIn(port, person.email()));
        var link = Accounts.done(people.invite(Actor.system(), person.id()));
        var visit = Visit.on(port);
        var chosen = visit.post("/invitation", Map.of("link", link.secret(), "password", "another calm harbour wall"));
        assertThat(chosen.header("Location")).endsWith("/login/code");
        assertThat(visit.get("/account").status()).isEqualTo(302);
        assertThat(type(visit, phone.code(1)).status()).isEqualTo(302);
        assertThat(visit.get("/account").status()).isEqualTo(200);
    }

    @Test
    void aPasswordChangedMeanwhileSendsBackToTheStart() {
        var person = somebody();
        var phone = setUp(Visit.signedIn(port, person.email()));
        var visit = halfway(person);
        var link = Accounts.done(people.invite(Actor.system(), person.id()));
        Accounts.done(people.choosePassword(link.secret(), "another calm harbour wall"));
        assertThat(type(visit, phone.code(1)).header("Location")).endsWith("/login");
    }

    @Test
    void aProgramSetsItUpAndShowsACodeForItsNextToken() {
        var person = somebody();
        var api = Http.on(port).as(accounts.token(person, null));
        var path = "/api/v1/me/second-factor";
        assertThat(api.get(path).json().path("on").asBoolean()).isFalse();
        assertThat(api.post(path, Map.of("password", "wrong")).status()).isEqualTo(422);
        var draft = api.post(path, Map.of("password", Accounts.PASSWORD));
        assertThat(draft.status()).as(draft.toString()).isEqualTo(201);
        var phone = Phone.with(draft.json().path("secret").asString());
        assertThat(api.post(path + "/confirm", Map.of("code", phone.wrong())).status())
                .isEqualTo(422);
        var codes = api.post(path + "/confirm", Map.of("code", phone.code(0)));
        assertThat(codes.json().path("recoveryCodes").size()).isEqualTo(10);
        assertThat(api.get(path).json().path("on").asBoolean()).isTrue();

        var basic = Http.on(port)
                .with(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((person.email() + ":" + Accounts.PASSWORD)
                                                .getBytes(StandardCharsets.UTF_8)));
        var without = basic.post("/api/v1/tokens", Map.of("name", "nightly"));
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.json().path("type").asString()).isEqualTo("urn:sextant:problem:code-required");
        assertThat(basic.with("Sextant-Code", phone.wrong())
                        .post("/api/v1/tokens", Map.of("name", "nightly"))
                        .status())
                .isEqualTo(401);
        assertThat(basic.with("Sextant-Code", phone.code(1))
                        .post("/api/v1/tokens", Map.of("name", "nightly"))
                        .status())
                .isEqualTo(201);
        assertThat(api.post(path + "/off", Map.of("password", Accounts.PASSWORD))
                        .status())
                .isEqualTo(204);
        assertThat(basic.post("/api/v1/tokens", Map.of("name", "nightly 2")).status())
                .isEqualTo(201);
    }

    @Test
    void theRolesThatMustHaveOneAreReplacedByTheApiAndTold() {
        var api = Http.on(port).as(accounts.token(Role.ADMINISTRATOR));
        var path = "/api/v1/organisation/second-factor";
        assertThat(api.put(path, Map.of("roles", List.of("CSR", "LEGAL"))).status())
                .isEqualTo(200);
        assertThat(api.get(path).json().path("roles").toString()).isEqualTo("[\"LEGAL\",\"CSR\"]");
        assertThat(api.put(path, Map.of("roles", List.of("KING"))).text()).contains("identity.role.unknown");
        assertThat(api.put(path, Map.of()).text()).contains("identity.factor.roles.required");
    }

    @Test
    void theDatabaseHoldsNoSecretAndARowServesOneAccountOnly() {
        var first = somebody();
        var second = somebody();
        var phone = setUp(Visit.signedIn(port, first.email()));
        setUp(Visit.signedIn(port, second.email()));
        jdbc.sql("""
                        update identity.second_factor set secret = (
                            select secret from identity.second_factor where user_id = :first), last_step = null
                        where user_id = :second
                        """).param("first", first.id()).param("second", second.id()).update();
        assertThat(type(halfway(second), phone.code(1)).status())
                .as("the secret of another account, copied over")
                .isEqualTo(401);
        assertThat(type(halfway(first), phone.code(1)).status()).isEqualTo(302);
    }
}
