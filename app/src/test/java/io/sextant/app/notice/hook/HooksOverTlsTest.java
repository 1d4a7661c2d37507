package io.sextant.app.notice.hook;

import static io.sextant.app.testing.Accounts.done;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Role;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.trust.Doubt;
import io.sextant.app.platform.trust.Trust;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import io.sextant.app.platform.webhook.WebhookSeal;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Certificates;
import io.sextant.app.testing.Certificates.Server;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.Visit;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/// Webhooks over HTTPS, as a real receiver gets them that shows a certificate.
@SextantTest
class HooksOverTlsTest {
    @Autowired
    private Hooks hooks;

    @Autowired
    private HookStore store;

    @Autowired
    private WebhookSeal seal;

    @Autowired
    private Actors actors;

    @Autowired
    private Accounts accounts;

    @Autowired
    private Messages messages;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private JdbcClient jdbc;

    @LocalServerPort
    private int port;

    private final List<String> got = new CopyOnWriteArrayList<>();
    private Person person;
    private Actor admin;

    @BeforeEach
    void anAdministrator() {
        person = accounts.person(new Grant(Role.ADMINISTRATOR, null));
        admin = actors.find(person.id(), Who.Channel.WEB).orElseThrow();
        jdbc.sql("delete from notice.hook").update();
    }

    @AfterEach
    void noHooks() {
        jdbc.sql("delete from notice.hook").update();
    }

    private HttpsServer receiver(Server shown) throws IOException {
        var receiver = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setHttpsConfigurator(new HttpsConfigurator(Certificates.of(shown)));
        receiver.createContext("/", exchange -> {
            got.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        return receiver;
    }

    private Hooks.Delivery delivered(String host, HttpsServer receiver, @Nullable Path authority) {
        String url = "https://" + host + ":" + receiver.getAddress().getPort() + "/hook";
        long hook = done(hooks.add(admin, "Tickets", url, List.of())).hook().id();
        done(hooks.test(admin, hook));
        new Deliverer(
                        store,
                        new HookSettings(true, 3, Duration.ofSeconds(10), Duration.ofDays(5)),
                        seal,
                        events,
                        Clock.fixed(Instant.now().plusSeconds(1), ZoneOffset.UTC),
                        transactions,
                        Trust.of(authority))
                .goRound();
        return hooks.deliveries(admin, hook, null, 1).getFirst();
    }

    @ParameterizedTest
    @CsvSource({"localhost", "127.0.0.1"})
    void aReceiverIsBelievedWhoseAuthorityIsThatOfTheSetting(String host) throws IOException {
        HttpsServer receiver = receiver(Server.HERE);
        try {
            Hooks.Delivery delivery = delivered(host, receiver, Certificates.authority());
            assertThat(delivery.state()).isEqualTo(Hooks.State.DELIVERED);
            assertThat(delivery.status()).isEqualTo(204);
            assertThat(got).hasSize(1);
        } finally {
            receiver.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"HERE, false, UNTRUSTED", "ELSEWHERE, true, OTHER_NAME", "STALE, true, OUT_OF_DATE"})
    void aReceiverThatIsNotBelievedGetsNothingAndTheLogSaysWhy(Server shown, boolean trusted, Doubt doubt)
            throws IOException {
        HttpsServer receiver = receiver(shown);
        try {
            Hooks.Delivery delivery = delivered("localhost", receiver, trusted ? Certificates.authority() : null);
            assertThat(delivery.state()).isEqualTo(Hooks.State.WAITING);
            assertThat(delivery.status()).isNull();
            assertThat(delivery.answer()).isEqualTo(doubt.key());
            assertThat(got).isEmpty();
            long hook = hooks.list(admin).getFirst().id();
            assertThat(Visit.signedIn(port, person.email())
                            .get("/admin/webhooks/" + hook, "Accept-Language", "fr")
                            .text())
                    .contains(messages.text(Lang.FR, doubt.key()))
                    .doesNotContain(doubt.key());
            assertThat(Http.on(port)
                            .as(accounts.token(person, null))
                            .with("Accept-Language", "en")
                            .get("/api/v1/webhooks/" + hook + "/deliveries")
                            .json()
                            .path("items")
                            .path(0)
                            .path("answer")
                            .asString())
                    .isEqualTo(messages.text(Lang.EN, doubt.key()));
        } finally {
            receiver.stop(0);
        }
    }

    @Test
    void aReceiverThatSpeaksNoTlsIsToldFromOneThatIsNotBelieved() throws IOException {
        try (var plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Answers in clear whatever it is told, and stays until the caller has gone.
            Thread.ofVirtual().start(() -> {
                try (var socket = plain.accept()) {
                    socket.getInputStream().read();
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException gone) {
                    // The caller hung up, as it should.
                }
            });
            var caller = new Caller(
                    true,
                    Duration.ofSeconds(10),
                    Trust.of(Certificates.authority()).sockets());
            var reply = caller.post("https://localhost:" + plain.getLocalPort() + "/", java.util.Map.of(), "{}");
            assertThat(reply.answer()).isEqualTo(Doubt.NO_TLS.key());
        }
    }
}
