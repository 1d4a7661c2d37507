package io.sextant.app.notice;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Role;
import io.sextant.app.kernel.Announcement;
import io.sextant.app.kernel.Announcement.Both;
import io.sextant.app.kernel.Announcement.Kind;
import io.sextant.app.kernel.Announcement.Term;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.testing.BrowserTest;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.Visit;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// What people are told, as they read it in the browser and through the API.
class NoticesTest extends BrowserTest {
    @Autowired
    private Notices notices;

    @Autowired
    private Actors actors;

    @Autowired
    private People people;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private JdbcClient jdbc;

    private void announce(Who by, Set<Long> to, List<Announcement.Holders> holders, @Nullable String detail) {
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> events.publishEvent(new Announcement(
                        by,
                        Kind.REQUEST,
                        to,
                        holders,
                        null,
                        null,
                        "UC-2026-9999",
                        "/account",
                        "demand.telling.asked",
                        List.of(
                                new Both("Relire <b>vite</b>", "Read <b>fast</b>"),
                                new Term("demand.stage.PILOT"),
                                LocalDate.of(2027, 1, 8)),
                        detail)));
    }

    private Actor actor(Person person) {
        return actors.find(person.id(), Who.Channel.WEB).orElseThrow();
    }

    @Test
    void aNoticeIsReadInTheReadersLanguageAndLeadsToItsPage() {
        Person person = accounts().person(new Grant(Role.EMPLOYEE, null));
        announce(Who.SYSTEM, Set.of(person.id()), List.of(), "In your own <i>words</i>");
        Page page = open(person, "/account", Look.USUAL);
        assertThat(page.locator(".bell")).hasAccessibleName("1 notification non lue");
        page.locator(".bell").click();
        assertThat(page.locator(".criteria"))
                .containsText(
                        "Une réponse est demandée pour «\u202fRelire <b>vite</b>\u202f», vers «\u202fPilote\u202f», d’ici au 8 janvier 2027.");
        assertThat(page.locator(".criteria")).containsText("In your own <i>words</i>");
        axe(page);
        page.locator("[data-open]").click();
        page.waitForURL("**/account");
        assertThat(page.locator(".bell")).hasAccessibleName("Aucune notification non lue");
        go(page, "/notices");
        assertThat(page.locator("main")).containsText("Rien de nouveau");
        Page english = open(person, "/notices?show=all", Look.USUAL.in(Lang.EN));
        assertThat(english.locator(".criteria"))
                .containsText("An answer is asked for on “Read <b>fast</b>”, to “Pilot”, by 8 January 2027.");
    }

    @Test
    void nobodyReadsTheNoticesOfAnother() {
        Person one = accounts().person(new Grant(Role.EMPLOYEE, null));
        Person other = accounts().person(new Grant(Role.EMPLOYEE, null));
        announce(Who.SYSTEM, Set.of(one.id()), List.of(), null);
        long id = notices.of(actor(one), true, null, 1, 0).getFirst().id();
        assertThat(notices.of(actor(other), false, null, 10, 0)).isEmpty();
        assertThat(notices.read(actor(other), id)).isEmpty();
        Visit visit = Visit.signedIn(port(), other.email());
        assertThat(visit.get("/notices/" + id).status()).isEqualTo(404);
        assertThat(visit.post("/notices/" + id + "/read", Map.of()).status()).isEqualTo(404);
        assertThat(Http.on(port())
                        .as(accounts().token(other, null))
                        .put("/api/v1/notices/" + id + "/read", Map.of())
                        .status())
                .isEqualTo(404);
        assertThat(notices.unread(actor(one))).isEqualTo(1);
    }

    @Test
    void theApiListsPageByPageAndMarks() {
        Person person = accounts().person(new Grant(Role.EMPLOYEE, null));
        IntStream.range(0, 5).forEach(i -> announce(Who.SYSTEM, Set.of(person.id()), List.of(), "No. " + i));
        Http http = Http.on(port()).as(accounts().token(person, null)).with("Accept-Language", "en");
        var first = http.get("/api/v1/notices?unread=true&limit=3").json();
        assertThat(first.path("items")).hasSize(3);
        assertThat(first.path("items").path(0).path("detail").asString()).isEqualTo("No. 4");
        assertThat(first.path("items").path(0).path("text").asString()).startsWith("An answer is asked for");
        var rest = http.get("/api/v1/notices?unread=true&limit=3&cursor="
                        + first.path("next").asString())
                .json();
        assertThat(rest.path("items")).hasSize(2);
        long second = first.path("items").path(1).path("id").asLong();
        assertThat(http.put("/api/v1/notices/" + second + "/read", Map.of())
                        .json()
                        .path("readAt")
                        .isNull())
                .isFalse();
        assertThat(http.get("/api/v1/notices/unread").json().path("unread").asInt())
                .isEqualTo(4);
        assertThat(http.post("/api/v1/notices/read", Map.of("upTo", second))
                        .json()
                        .path("marked")
                        .asInt())
                .as("what came after the one that was seen stays unread")
                .isEqualTo(3);
        assertThat(http.delete("/api/v1/notices/" + second + "/read").status()).isEqualTo(200);
        assertThat(notices.unread(actor(person))).isEqualTo(2);
    }

    @Test
    void whoeverHoldsTheRoleIsToldOnceAndTheAuthorAndClosedAccountsNever() {
        Person one = accounts().person(new Grant(Role.CSR, null), new Grant(Role.LEGAL, null));
        Person author = accounts().person(new Grant(Role.CSR, null));
        Person closed = accounts().person(new Grant(Role.CSR, null));
        assertThat(people.disable(Actor.system(), closed.id(), closed.version(), null))
                .isInstanceOf(io.sextant.app.kernel.Outcome.Done.class);
        announce(
                new Who(author.id(), author.name(), Who.Channel.WEB),
                Set.of(one.id(), author.id(), closed.id()),
                List.of(new Announcement.Holders("CSR", null), new Announcement.Holders("LEGAL", null)),
                null);
        assertThat(notices.unread(actor(one))).isEqualTo(1);
        assertThat(notices.unread(actor(author))).isZero();
        assertThat(jdbc.sql("select count(*) from notice.notice where user_id = :id")
                        .param("id", closed.id())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void whatIsRolledBackIsNeverTold() {
        Person person = accounts().person(new Grant(Role.EMPLOYEE, null));
        assertThatThrownBy(() -> new TransactionTemplate(transactions).executeWithoutResult(status -> {
                    announce(Who.SYSTEM, Set.of(person.id()), List.of(), null);
                    throw new IllegalStateException("cut short");
                }))
                .hasMessage("cut short");
        assertThat(notices.count(actor(person), false)).isZero();
    }

    @Test
    void longWordsAreCutBetweenCharactersAndOldNoticesAreForgotten() {
        Person person = accounts().person(new Grant(Role.EMPLOYEE, null));
        announce(Who.SYSTEM, Set.of(person.id()), List.of(), "x".repeat(Notices.MAX_DETAIL - 2) + "🜨🜨🜨");
        assertThat(notices.of(actor(person), true, null, 1, 0).getFirst().detail())
                .isEqualTo("x".repeat(Notices.MAX_DETAIL - 2) + "…");
        announce(Who.SYSTEM, Set.of(person.id()), List.of(), null);
        jdbc.sql("update notice.notice set at = now() - interval '400 days' where user_id = :id and detail is not null")
                .param("id", person.id())
                .update();
        notices.forget();
        assertThat(notices.count(actor(person), false)).isEqualTo(1);
    }

    @Test
    void anAnnouncementLeadsNowhereElse() {
        assertThatThrownBy(() -> new Announcement(
                        Who.SYSTEM,
                        Kind.COMMENT,
                        Set.of(),
                        List.of(),
                        null,
                        null,
                        "x",
                        "//elsewhere.example",
                        "k",
                        List.of(),
                        null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
