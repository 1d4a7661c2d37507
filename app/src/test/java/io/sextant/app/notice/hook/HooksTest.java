package io.sextant.app.notice.hook;

import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Role;
import io.sextant.app.kernel.Announcement;
import io.sextant.app.kernel.Announcement.Both;
import io.sextant.app.kernel.Announcement.Kind;
import io.sextant.app.kernel.Announcement.Term;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import io.sextant.app.notice.Notices;
import io.sextant.app.platform.trust.Trust;
import io.sextant.app.platform.webhook.Signer;
import io.sextant.app.platform.webhook.WebhookSeal;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.Visit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Webhooks as a real receiver gets them.
@SextantTest
class HooksTest {
    /// A request that the receiver got.
    private record Got(String id, String time, String signature, String type, String body) {}

    @Autowired
    private Hooks hooks;

    @Autowired
    private HookStore store;

    @Autowired
    private WebhookSeal seal;

    @Autowired
    private Notices notices;

    @Autowired
    private Actors actors;

    @Autowired
    private Accounts accounts;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private JdbcClient jdbc;

    @LocalServerPort
    private int port;

    private final List<Got> got = new CopyOnWriteArrayList<>();
    private HttpServer receiver;
    private volatile int status = 204;
    private Person person;
    private Actor admin;

    @BeforeEach
    void aReceiver() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", exchange -> {
            var headers = exchange.getRequestHeaders();
            got.add(new Got(
                    headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature"),
                    headers.getFirst("Content-Type"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            byte[] answer = "thanks\u0007 <b>".getBytes(StandardCharsets.UTF_8);
            if (status == 302) {
                exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + port + "/login");
            }
            exchange.sendResponseHeaders(status, status == 204 ? -1 : answer.length);
            if (status != 204) {
                exchange.getResponseBody().write(answer);
            }
            exchange.close();
        });
        receiver.start();
        person = accounts.person(new Grant(Role.ADMINISTRATOR, null));
        admin = actors.find(person.id(), Who.Channel.WEB).orElseThrow();
        jdbc.sql("delete from notice.hook").update();
    }

    @AfterEach
    void noReceiver() {
        receiver.stop(0);
        jdbc.sql("delete from notice.hook").update();
    }

    private String url() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook?from=sextant";
    }

    private static HookSettings settings(boolean inside, int attempts) {
        return new HookSettings(inside, attempts, Duration.ofSeconds(3), Duration.ofDays(5));
    }

    private void goRound(boolean inside, int attempts, Instant now) {
        new Deliverer(
                        store,
                        settings(inside, attempts),
                        seal,
                        events,
                        Clock.fixed(now, ZoneOffset.UTC),
                        transactions,
                        Trust.of(null))
                .goRound();
    }

    private void goRound(Instant now) {
        goRound(true, 3, now);
    }

    private void announce(Kind kind) {
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> events.publishEvent(new Announcement(
                        Who.SYSTEM,
                        kind,
                        Set.of(),
                        List.of(),
                        null,
                        null,
                        "UC-2026-9997",
                        "/use-cases/UC-2026-9997/gate",
                        "demand.telling.asked",
                        List.of(
                                new Both("Répondre", "Answer"),
                                new Term("demand.stage.PILOT"),
                                LocalDate.of(2027, 1, 8)),
                        "Le mot de l’auteur")));
    }

    private Hooks.Made made(Kind... kinds) {
        return done(hooks.add(admin, "Tickets", url(), List.of(kinds)));
    }

    @Test
    void theSignatureIsThatOfStandardWebhooks() {
        byte[] secret = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assertThat(Signer.sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void whatIsAnnouncedArrivesAsASignedCloudEventOnceAndOnlyWhereItIsWanted() {
        Hooks.Made decisions = made(Kind.DECISION);
        announce(Kind.COMMENT);
        announce(Kind.DECISION);
        Instant now = Instant.now().plusSeconds(1);
        goRound(now);
        goRound(now.plusSeconds(3_600));
        assertThat(got).hasSize(1);
        Got event = got.getFirst();
        assertThat(event.type()).isEqualTo("application/cloudevents+json; charset=utf-8");
        JsonNode json = JsonMapper.shared().readTree(event.body());
        assertThat(json.path("specversion").asString()).isEqualTo("1.0");
        assertThat(json.path("type").asString()).isEqualTo("io.sextant.decision");
        assertThat(json.path("subject").asString()).isEqualTo("UC-2026-9997");
        assertThat(json.path("id").asString()).isEqualTo(event.id());
        assertThat(Instant.parse(json.path("time").asString())).isBefore(now);
        assertThat(json.path("data").path("text").path("en").asString())
                .startsWith("An answer is asked for on “Answer”");
        assertThat(json.path("data").path("text").path("fr").asString()).contains("«\u202fRépondre\u202f»");
        assertThat(json.path("data").path("detail").asString()).isEqualTo("Le mot de l’auteur");
        // As a receiver verifies it.
        byte[] secret = Base64.getDecoder().decode(decisions.secret().substring("whsec_".length()));
        assertThat(Signer.sign(secret, event.id(), Long.parseLong(event.time()), event.body()))
                .isEqualTo(event.signature());
        assertThat(Signer.sign(secret, event.id(), Long.parseLong(event.time()), event.body() + " "))
                .isNotEqualTo(event.signature());
        assertThat(jdbc.sql("select encode(secret, 'base64') from notice.hook")
                        .query(String.class)
                        .single())
                .as("kept sealed")
                .doesNotContain(decisions.secret().substring("whsec_".length()));
    }

    @Test
    void whatFailsIsTriedAgainUnderTheSameIdentifierThenGivenUpAndReplayed() {
        Hooks.Made made = made();
        announce(Kind.REPLY);
        status = 500;
        Instant now = Instant.now().plusSeconds(1);
        goRound(now);
        goRound(now.plusSeconds(5));
        assertThat(got).as("not before its fifteen seconds").hasSize(1);
        goRound(now.plusSeconds(16));
        goRound(now.plusSeconds(120));
        goRound(now.plusSeconds(86_400));
        assertThat(got)
                .hasSize(3)
                .extracting(Got::id)
                .containsOnly(got.getFirst().id());
        long id = made.hook().id();
        Hooks.Delivery dead = hooks.deliveries(admin, id, null, 10).getFirst();
        assertThat(dead.state()).isEqualTo(Hooks.State.DEAD);
        assertThat(dead.status()).isEqualTo(500);
        assertThat(dead.answer()).isEqualTo("thanks  <b>");
        assertThat(hooks.find(admin, id).orElseThrow().failingSince()).isNotNull();
        Visit visit = Visit.signedIn(port, person.email());
        assertThat(visit.get("/admin/webhooks/" + id, "Accept-Language", "en").text())
                .contains("thanks  &lt;b&gt;", "<b>500</b>", "Given up");
        status = 200;
        assertThat(visit.post("/admin/webhooks/" + id + "/deliveries/" + dead.id() + "/replay", Map.of())
                        .status())
                .isEqualTo(302);
        goRound(Instant.now().plusSeconds(1));
        assertThat(got).hasSize(4);
        assertThat(got.getLast().id()).isEqualTo(dead.event());
        assertThat(hooks.deliveries(admin, id, null, 10).getFirst().state()).isEqualTo(Hooks.State.DELIVERED);
        assertThat(hooks.find(admin, id).orElseThrow().failingSince()).isNull();
    }

    @Test
    void aRedirectIsNotFollowedAndAReceiverThatIsGoneIsSwitchedOffWithANotice() {
        Hooks.Made made = made();
        announce(Kind.REPLY);
        status = 302;
        goRound(Instant.now().plusSeconds(1));
        assertThat(hooks.deliveries(admin, made.hook().id(), null, 1).getFirst().status())
                .isEqualTo(302);
        status = 410;
        goRound(Instant.now().plusSeconds(60));
        assertThat(hooks.find(admin, made.hook().id()).orElseThrow().disabledWhy())
                .isEqualTo("notice.hook.off.gone");
        assertThat(notices.of(admin, true, null, 10, 0))
                .anyMatch(n -> n.kind() == Kind.INSTALLATION
                        && n.link().equals("/admin/webhooks/" + made.hook().id()));
        int before = got.size();
        announce(Kind.REPLY);
        goRound(Instant.now().plusSeconds(86_400));
        assertThat(got).as("what is switched off is left alone").hasSize(before);
    }

    @Test
    void whatFailsForFiveDaysIsSwitchedOff() {
        Hooks.Made made = made();
        status = 503;
        announce(Kind.REPLY);
        Instant now = Instant.now().plusSeconds(1);
        goRound(true, 50, now);
        goRound(true, 50, now.plus(Duration.ofDays(4)));
        assertThat(hooks.find(admin, made.hook().id()).orElseThrow().disabledAt())
                .isNull();
        goRound(true, 50, now.plus(Duration.ofDays(6)));
        assertThat(hooks.find(admin, made.hook().id()).orElseThrow().disabledWhy())
                .isEqualTo("notice.hook.off.failing");
        done(hooks.enable(admin, made.hook().id(), true));
        status = 200;
        goRound(true, 50, now.plus(Duration.ofDays(8)));
        assertThat(hooks.deliveries(admin, made.hook().id(), null, 1).getFirst().state())
                .as("what waited is delivered once it is on")
                .isEqualTo(Hooks.State.DELIVERED);
    }

    @Test
    void aReceiverThatNeverAnswersCostsItsTimeAndNoMore() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var caller = new Caller(true, Duration.ofMillis(300), Trust.of(null).sockets());
            long start = System.nanoTime();
            Caller.Reply reply = caller.post("http://127.0.0.1:" + silent.getLocalPort() + "/", Map.of(), "{}");
            assertThat(reply.status()).isNull();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
                        "198.18.0.1",
                "224.0.0.1", "255.255.255.255", "192.0.2.7", "[::1]", "[::]", "[fe80::1]", "[fc00::1]",
                        "[::ffff:10.0.0.1]",
                "[64:ff9b::a00:1]", "[2002:a00:1::1]", "[2001:db8::1]", "localhost"
            })
    void theInsideOfTheCompanyIsOutOfReach(String host) throws Exception {
        Destination to = Destination.of("https://" + host + "/x", false);
        assertThatThrownBy(() -> to.resolve(false))
                .isInstanceOf(Destination.Refused.class)
                .hasMessage("inside");
        assertThat(new Caller(false, Duration.ofSeconds(1), Trust.of(null).sockets())
                        .post("https://" + host + "/x", Map.of(), "{}")
                        .answer())
                .isEqualTo("notice.hook.problem.inside");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "1.1.1.1", "[2606:4700::1]", "172.32.0.1", "100.128.0.1"})
    void thePublicInternetIsNot(String host) throws Exception {
        assertThat(Destination.of("https://" + host, false).resolve(false)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "ftp://example.org/",
                "http://example.org/",
                "https://user:secret@example.org/",
                "https:///x",
                "https://example.org/#a",
                "https://example.org:70000/",
                "javascript:alert(1)",
                "https://exa mple.org/"
            })
    void whatIsNoAddressIsRefusedWithAReason(String url) {
        assertThatThrownBy(() -> Destination.of(url, false)).isInstanceOf(Destination.Refused.class);
        if (!url.startsWith("http://")) {
            assertThat(hooks.add(admin, "x", url, List.of()))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class, refused -> assertThat(((List<?>) refused.reasons()).getFirst())
                                    .isInstanceOfSatisfying(Reason.class, r -> assertThat(r.field())
                                            .isEqualTo("url")));
        }
    }

    @Test
    void aPathCannotSmuggleAHeader() throws Exception {
        Destination to = Destination.of("https://example.org/a%0d%0aX:y?q=é", false);
        assertThat(to.path()).isEqualTo("/a%0d%0aX:y?q=%C3%A9");
    }

    @Test
    void theApiAddsShowsTestsAndTakesAway() {
        Http http = Http.on(port).as(accounts.token(person, null)).with("Accept-Language", "en");
        var made = http.post("/api/v1/webhooks", Map.of("name", "Jira", "url", url(), "kinds", List.of("DECISION")));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(made.json().path("secret").asString()).startsWith("whsec_");
        long id = made.json().path("hook").path("id").asLong();
        assertThat(http.get("/api/v1/webhooks").text()).contains("Jira").doesNotContain("whsec_", "secret");
        assertThat(http.post("/api/v1/webhooks/" + id + "/test", Map.of()).status())
                .isEqualTo(200);
        goRound(Instant.now().plusSeconds(1));
        assertThat(got).singleElement().satisfies(g -> assertThat(g.body()).contains("io.sextant.test"));
        assertThat(http.get("/api/v1/webhooks/" + id + "/deliveries")
                        .json()
                        .path("items")
                        .path(0)
                        .path("state")
                        .asString())
                .isEqualTo("DELIVERED");
        assertThat(http.put("/api/v1/webhooks/" + id + "/enabled", Map.of("enabled", false))
                        .json()
                        .path("disabledAt")
                        .isNull())
                .isFalse();
        assertThat(http.delete("/api/v1/webhooks/" + id).status()).isEqualTo(204);
        assertThat(http.get("/api/v1/webhooks/" + id).status()).isEqualTo(404);
        var bad = http.post("/api/v1/webhooks", Map.of("name", "", "url", "nowhere"));
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.text()).contains("Write the whole address");
        assertThat(jdbc.sql("select count(*) from audit.event where action = 'webhook.added' and subject_id = :id")
                        .param("id", String.valueOf(id))
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void thePageShowsTheSecretOnceAndKeepsWhatWasTyped() {
        Visit visit = Visit.signedIn(port, person.email());
        var refused =
                visit.post("/admin/webhooks", Map.of("name", "Tickets <1>", "url", "nowhere"), "Accept-Language", "en");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("Tickets &lt;1>", "nowhere", "Write the whole address");
        var made = visit.post("/admin/webhooks", Map.of("name", "Tickets", "url", url()), "Accept-Language", "en");
        assertThat(made.text()).contains("whsec_");
        assertThat(visit.get("/admin/webhooks").text()).contains("Tickets").doesNotContain("whsec_");
    }
}
