package io.sextant.app.notice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import gg.jte.TemplateEngine;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Site;
import io.sextant.app.kernel.Announcement;
import io.sextant.app.kernel.Announcement.Both;
import io.sextant.app.kernel.Announcement.Kind;
import io.sextant.app.kernel.Announcement.Term;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Who;
import io.sextant.app.notice.Notices;
import io.sextant.app.notice.Wording;
import io.sextant.app.notice.mail.MailSettings.Security;
import io.sextant.app.platform.jobs.Rounds;
import io.sextant.app.platform.trust.Doubt;
import io.sextant.app.platform.trust.Trust;
import io.sextant.app.platform.ui.Messages;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Certificates;
import io.sextant.app.testing.Certificates.Server;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.Visit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Letters over TLS, as a real mail server receives them behind a front that shows a certificate.
@SextantTest
class MailOverTlsTest {
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
    private Rounds rounds;

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
        jdbc.sql("update notice.mail set state = 'SKIPPED', closed_at = now(), gathers = false where state = 'WAITING'")
                .update();
    }

    @AfterEach
    void noMailServer() {
        server.stop();
    }

    private static MailSettings settings(int port, Security security) {
        return new MailSettings(
                "localhost", port, "sextant", "seven quiet harbours", "Sextant <sextant@example.org>", security, 5);
    }

    private Letters letters() {
        return new Letters(messages, wording, new Site(null));
    }

    private void goRound(int port, Security security, @Nullable Path authority) {
        MailSettings settings = settings(port, security);
        var carrier = new Carrier(settings, templates, Trust.of(authority));
        Clock soon = Clock.fixed(Instant.now().plusSeconds(1), ZoneOffset.UTC);
        new Postman(store, settings, letters(), carrier, notices, actors, soon).goRound();
    }

    private Person told() {
        Person person = accounts.person(new Grant(Role.EMPLOYEE, null));
        post.choose(
                actors.find(person.id(), Who.Channel.WEB).orElseThrow(),
                new Choices(
                        Delivery.AT_ONCE, Map.of(), ZoneId.of("Europe/Paris"), null, null, true, LocalTime.of(8, 0)));
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> events.publishEvent(new Announcement(
                        new Who(null, "Léa Roux", Who.Channel.WEB),
                        Kind.QUESTION,
                        Set.of(person.id()),
                        List.of(),
                        null,
                        null,
                        "UC-2026-9996",
                        "/account",
                        "demand.telling.asked",
                        List.of(
                                new Both("Répondre", "Answer"),
                                new Term("demand.stage.PILOT"),
                                LocalDate.of(2027, 1, 8)),
                        null)));
        return person;
    }

    private String state(Person person) {
        return jdbc.sql("select concat_ws(' ', state, error) from notice.mail where user_id = :id")
                .param("id", person.id())
                .query(String.class)
                .single();
    }

    @ParameterizedTest
    @EnumSource(
            value = Security.class,
            names = {"STARTTLS", "TLS"})
    void aLetterArrivesWhereTheAuthorityIsThatOfTheSetting(Security security) throws Exception {
        try (var front = front(Server.HERE, security)) {
            Person person = told();
            goRound(front.port(), security, Certificates.authority());
            assertThat(state(person)).isEqualTo("SENT");
            assertThat(server.getReceivedMessages()).hasSize(1);
            assertThat(server.getReceivedMessages()[0].getAllRecipients()[0].toString())
                    .contains(person.email());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HERE, STARTTLS, false, UNTRUSTED",
        "HERE, TLS, false, UNTRUSTED",
        "ELSEWHERE, STARTTLS, true, OTHER_NAME",
        "ELSEWHERE, TLS, true, OTHER_NAME",
        "STALE, STARTTLS, true, OUT_OF_DATE",
        "STALE, TLS, true, OUT_OF_DATE"
    })
    void aServerThatIsNotBelievedGetsNothingAndTheAdministratorReadsWhy(
            Server shown, Security security, boolean trusted, Doubt doubt) throws Exception {
        try (var front = front(shown, security)) {
            Person person = told();
            Path authority = trusted ? Certificates.authority() : null;
            goRound(front.port(), security, authority);
            assertThat(state(person)).as("tried again, in case it is mended").isEqualTo("WAITING " + doubt.key());
            assertThat(server.getReceivedMessages()).isEmpty();
            Person admin = accounts.person(new Grant(Role.ADMINISTRATOR, null));
            String said = messages.text(io.sextant.app.platform.ui.Lang.EN, doubt.key());
            assertThat(Visit.signedIn(port, admin.email())
                            .get("/admin/mail", "Accept-Language", "en")
                            .text())
                    .contains(person.email(), said)
                    .doesNotContain(doubt.key());
            MailSettings settings = settings(front.port(), security);
            var tried = new Post(
                            store,
                            settings,
                            letters(),
                            new Carrier(settings, templates, Trust.of(authority)),
                            rounds,
                            events,
                            Clock.systemUTC())
                    .test(actors.find(admin.id(), Who.Channel.WEB).orElseThrow());
            assertThat(tried).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.toString())
                    .contains(doubt.key()));
        }
    }

    private TlsFront front(Server shown, Security security) throws IOException {
        return new TlsFront(
                Certificates.of(shown),
                security == Security.STARTTLS,
                server.getSmtp().getPort());
    }

    @Test
    void nothingGoesInClearWhereTlsWasAskedFor() {
        Person person = told();
        goRound(server.getSmtp().getPort(), Security.STARTTLS, Certificates.authority());
        assertThat(state(person)).startsWith("WAITING").contains("STARTTLS is required");
        Person other = told();
        goRound(server.getSmtp().getPort(), Security.TLS, Certificates.authority());
        assertThat(state(other)).isEqualTo("WAITING " + Doubt.NO_TLS.key());
        assertThat(server.getReceivedMessages()).isEmpty();
    }
}
