package io.sextant.app.notice.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import gg.jte.TemplateEngine;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Site;
import io.sextant.app.kernel.Announcement;
import io.sextant.app.kernel.Announcement.Both;
import io.sextant.app.kernel.Announcement.Kind;
import io.sextant.app.kernel.Announcement.Term;
import io.sextant.app.kernel.Who;
import io.sextant.app.notice.Notices;
import io.sextant.app.notice.Wording;
import io.sextant.app.platform.trust.Trust;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.Visit;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Letters as a real mail server receives them.
@SextantTest
class PostTest {
    @Autowired
    private Post post;

    @Autowired
    private MailStore store;

    @Autowired
    private Notices notices;

    @Autowired
    private Actors actors;

    @Autowired
    private Accounts accounts;

    @Autowired
    private Messages messages;

    @Autowired
    private Wording wording;

    @Autowired
    private TemplateEngine templates;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private JdbcClient jdbc;

    @LocalServerPort
    private int port;

    private GreenMail server;

    @BeforeEach
    void aMailServer() {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.setUser("sextant", "sextant", "seven quiet harbours");
        server.start();
        // What other tests left to be sent is none of these tests' business.
        jdbc.sql("update notice.mail set state = 'SKIPPED', closed_at = now(), gathers = false where state = 'WAITING'")
                .update();
    }

    @AfterEach
    void noMailServer() {
        server.stop();
    }

    private static MailSettings settings(int port, int attempts) {
        return new MailSettings(
                "127.0.0.1",
                port,
                "sextant",
                "seven quiet harbours",
                "Sextant <sextant@example.org>",
                MailSettings.Security.NONE,
                attempts);
    }

    private Postman postman(int to, int attempts, Instant now) {
        MailSettings settings = settings(to, attempts);
        return new Postman(
                store,
                settings,
                letters(),
                new Carrier(settings, templates, Trust.of(null)),
                notices,
                actors,
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private Letters letters() {
        return new Letters(messages, wording, new Site(URI.create("https://sextant.example.org/")));
    }

    private Person person(Delivery usual) {
        Person person = accounts.person(new Grant(Role.EMPLOYEE, null));
        Choices choices = new Choices(
                usual,
                Map.of(Kind.COMMENT, Delivery.NONE),
                ZoneId.of("Europe/Paris"),
                null,
                null,
                true,
                LocalTime.of(8, 0));
        post.choose(actor(person), choices);
        return person;
    }

    private Actor actor(Person person) {
        return actors.find(person.id(), Who.Channel.WEB).orElseThrow();
    }

    private void announce(Person to, Kind kind, @Nullable String detail) {
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> events.publishEvent(new Announcement(
                        new Who(null, "Léa <Roux>", Who.Channel.WEB),
                        kind,
                        Set.of(to.id()),
                        List.of(),
                        null,
                        null,
                        "UC-2026-9998",
                        "/account",
                        "demand.telling.asked",
                        List.of(
                                new Both("Répondre & <vite>", "Answer & <fast>"),
                                new Term("demand.stage.PILOT"),
                                LocalDate.of(2027, 1, 8)),
                        detail)));
    }

    private static String part(MimeMessage message, String type) throws Exception {
        return part((Multipart) message.getContent(), type);
    }

    private static String part(Multipart parts, String type) throws Exception {
        for (int i = 0; i < parts.getCount(); i++) {
            Object content = parts.getBodyPart(i).getContent();
            if (content instanceof Multipart inner) {
                String found = part(inner, type);
                if (!found.isEmpty()) {
                    return found;
                }
            } else if (parts.getBodyPart(i).isMimeType(type)) {
                return String.valueOf(content);
            }
        }
        return "";
    }

    @Test
    void whatIsToldAtOnceArrivesAsTextAndAsHtmlInTheReadersLanguage() throws Exception {
        Person person = person(Delivery.AT_ONCE);
        jdbc.sql("update identity.user_account set language = 'fr' where id = :id")
                .param("id", person.id())
                .update();
        announce(person, Kind.QUESTION, "Combien de\npersonnes ?");
        postman(server.getSmtp().getPort(), 3, Instant.now().plusSeconds(1)).goRound();
        MimeMessage letter = server.getReceivedMessages()[0];
        assertThat(letter.getSubject().replace('\u00a0', ' '))
                .isEqualTo(
                        "Une réponse est demandée pour «\u202fRépondre & <vite>\u202f», vers «\u202fPilote\u202f», d’ici au 8 janvier 2027.");
        assertThat(letter.getAllRecipients()[0].toString()).contains(person.email());
        assertThat(letter.getHeader("List-Unsubscribe"))
                .containsExactly("<https://sextant.example.org/account/notices>");
        assertThat(letter.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(letter.getMessageID()).matches("<sextant-\\d+@example.org>");
        String text = part(letter, "text/plain");
        assertThat(text)
                .contains(
                        "Bonjour " + person.name(),
                        "Répondre & <vite>",
                        "> Combien de",
                        "> personnes ?",
                        "https://sextant.example.org/notices/");
        String html = part(letter, "text/html");
        assertThat(html)
                .contains("lang=\"fr\"", "Répondre &amp; &lt;vite", "Léa &lt;Roux")
                .doesNotContain("<vite>");
        postman(server.getSmtp().getPort(), 3, Instant.now().plus(Duration.ofHours(1)))
                .goRound();
        assertThat(server.getReceivedMessages()).as("once only").hasSize(1);
    }

    @Test
    void theDailyLetterGathersWhatIsUnreadAndAnEmptyOneIsNotSent() throws Exception {
        Person person = person(Delivery.DAILY);
        jdbc.sql("update identity.user_account set language = 'en' where id = :id")
                .param("id", person.id())
                .update();
        for (int i = 0; i < 3; i++) {
            announce(person, Kind.QUESTION, "No. " + i);
        }
        announce(person, Kind.COMMENT, "never");
        notices.read(
                actor(person),
                notices.of(actor(person), true, null, 1, 2).getFirst().id());
        postman(server.getSmtp().getPort(), 3, Instant.now()).goRound();
        assertThat(server.getReceivedMessages()).isEmpty();
        postman(server.getSmtp().getPort(), 3, Instant.now().plus(Duration.ofDays(1)))
                .goRound();
        MimeMessage letter =
                Arrays.stream(server.getReceivedMessages()).findFirst().orElseThrow();
        assertThat(letter.getSubject()).isEqualTo("2 pieces of news from Sextant");
        assertThat(part(letter, "text/plain")).contains("No. 0", "No. 2").doesNotContain("No. 1", "never");
        announce(person, Kind.QUESTION, "read meanwhile");
        notices.readAll(actor(person), Long.MAX_VALUE);
        postman(server.getSmtp().getPort(), 3, Instant.now().plus(Duration.ofDays(3)))
                .goRound();
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void whatFailsIsTriedAgainLaterAndGivenUpWithItsReasonThatTheAdministratorSees() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        Person person = person(Delivery.AT_ONCE);
        announce(person, Kind.QUESTION, null);
        Instant first = Instant.now().plusSeconds(1);
        postman(nobody, 2, first).goRound();
        assertThat(state(person)).isEqualTo("WAITING 1");
        postman(nobody, 2, first.plusSeconds(30)).goRound();
        assertThat(state(person)).as("not before its minute").isEqualTo("WAITING 1");
        postman(nobody, 2, first.plusSeconds(61)).goRound();
        assertThat(state(person)).isEqualTo("DEAD 2");
        Person admin = accounts.person(new Grant(Role.ADMINISTRATOR, null));
        Visit visit = Visit.signedIn(port, admin.email());
        assertThat(visit.get("/admin/mail", "Accept-Language", "en").text())
                .contains(person.email(), "given up after 2 tries", "Connection refused");
        Http http = Http.on(port).as(accounts.token(admin, null));
        assertThat(http.get("/api/v1/mail")
                        .json()
                        .path("troubles")
                        .path(0)
                        .path("dead")
                        .asBoolean())
                .isTrue();
        assertThat(http.post("/api/v1/mail/revive", Map.of())
                        .json()
                        .path("revived")
                        .asInt())
                .isGreaterThanOrEqualTo(1);
        postman(server.getSmtp().getPort(), 2, Instant.now().plusSeconds(5)).goRound();
        assertThat(state(person)).isEqualTo("SENT 1");
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    private String state(Person person) {
        return jdbc.sql("select state || ' ' || attempts from notice.mail where user_id = :id order by id desc limit 1")
                .param("id", person.id())
                .query(String.class)
                .single();
    }

    @Test
    void aServerThatSaysNeverIsNotAskedAgain() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread refusing = Thread.ofVirtual().start(() -> refuse(socket));
            Person person = person(Delivery.AT_ONCE);
            announce(person, Kind.QUESTION, null);
            postman(socket.getLocalPort(), 9, Instant.now().plusSeconds(1)).goRound();
            assertThat(state(person)).isEqualTo("DEAD 1");
            assertThat(jdbc.sql("select error from notice.mail where user_id = :id")
                            .param("id", person.id())
                            .query(String.class)
                            .single())
                    .contains("no such mailbox");
            refusing.interrupt();
        }
    }

    /// A mail server that knows nobody.
    private static void refuse(ServerSocket socket) {
        try (Socket client = socket.accept()) {
            var in = new java.io.BufferedReader(
                    new java.io.InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            var out = client.getOutputStream();
            out.write("220 here\r\n".getBytes(StandardCharsets.US_ASCII));
            for (String line; (line = in.readLine()) != null; ) {
                String answer = line.startsWith("EHLO")
                        ? "250-here\r\n250 AUTH PLAIN"
                        : line.startsWith("AUTH")
                                ? "235 welcome"
                                : line.startsWith("RCPT") ? "550 no such mailbox" : "250 fine";
                out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        } catch (IOException e) {
            // The other end hung up.
        }
    }

    @Test
    void whatPeopleWriteCannotBecomeAHeader() throws Exception {
        var letter = new Letter(
                "sextant-1",
                Lang.EN,
                "Mallory\r\nBcc: everybody@example.org",
                "mallory@example.org",
                "Hello\r\nBcc: everybody@example.org\r\n\r\n<script>",
                "Hello",
                List.of(),
                "",
                "",
                null);
        MailSettings settings = settings(server.getSmtp().getPort(), 1);
        assertThat(new Carrier(settings, templates, Trust.of(null)).carry(letter))
                .isEqualTo(new Carrier.Fate.Taken());
        MimeMessage received = server.getReceivedMessages()[0];
        assertThat(received.getHeader("Bcc")).isNull();
        assertThat(received.getAllRecipients()).hasSize(1);
        assertThat(received.getSubject()).isEqualTo("Hello Bcc: everybody@example.org <script>");
        var to =
                new Letter("x", Lang.EN, "n", "a@example.org\r\nBcc: b@example.org", "s", "g", List.of(), "", "", null);
        assertThat(new Carrier(settings, templates, Trust.of(null)).carry(to)).isInstanceOf(Carrier.Fate.Failed.class);
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThatThrownBy(() -> new MailSettings("h", 25, null, null, "no address", MailSettings.Security.NONE, 3))
                .hasMessageContaining("sextant.mail.from");
        assertThat(settings.toString()).doesNotContain("harbours");
    }

    @Test
    void choicesAreReadBackAndBadOnesRefusedByName() {
        Person person = accounts.person(new Grant(Role.EMPLOYEE, null));
        Http http = Http.on(port).as(accounts.token(person, null)).with("Accept-Language", "en");
        var before = http.get("/api/v1/notices/choices").json();
        assertThat(before.path("usual").asString()).isEqualTo("DAILY");
        assertThat(before.path("zone").asString()).isEqualTo("Europe/Paris");
        var given = Map.of(
                "usual", "NONE",
                "byKind", Map.of("QUESTION", "AT_ONCE"),
                "zone", "America/Montreal",
                "quietFrom", "18:30",
                "quietUntil", "07:15",
                "weekends", true,
                "dailyAt", "09:00");
        assertThat(http.put("/api/v1/notices/choices", given).status()).isEqualTo(200);
        assertThat(http.get("/api/v1/notices/choices")
                        .json()
                        .path("byKind")
                        .path("QUESTION")
                        .asString())
                .isEqualTo("AT_ONCE");
        var bad = http.put(
                "/api/v1/notices/choices",
                Map.of(
                        "usual",
                        "SOMETIMES",
                        "byKind",
                        Map.of("GOSSIP", "NONE"),
                        "zone",
                        "Atlantis",
                        "weekends",
                        false,
                        "dailyAt",
                        "25:00",
                        "quietFrom",
                        "19:00"));
        assertThat(bad.status()).as(bad.toString()).isEqualTo(422);
        assertThat(bad.text())
                .contains("Choose: at once", "There is no subject", "time zone, for example", "hour, for example");
        Visit visit = Visit.signedIn(port, person.email());
        var saved = visit.post(
                "/account/notices",
                Map.of(
                        "usual",
                        "DAILY",
                        "zone",
                        "Europe/Paris",
                        "dailyAt",
                        "07:45",
                        "quietFrom",
                        "",
                        "quietUntil",
                        "",
                        "kind.COMMENT",
                        "NONE"));
        assertThat(saved.status()).isEqualTo(302);
        assertThat(http.get("/api/v1/notices/choices").json().path("dailyAt").asString())
                .isEqualTo("07:45");
        assertThat(visit.post("/account/notices", Map.of("usual", "DAILY", "zone", "Atlantis", "dailyAt", "07:45"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void theTestLetterSaysWhyItDidNotLeave() {
        Person admin = accounts.person(new Grant(Role.ADMINISTRATOR, null));
        Http http = Http.on(port).as(accounts.token(admin, null)).with("Accept-Language", "en");
        var refused = http.post("/api/v1/mail/test", Map.of());
        assertThat(refused.status()).as(refused.toString()).isEqualTo(422);
        assertThat(refused.text()).contains("The server did not take the e-mail: ");
    }
}
