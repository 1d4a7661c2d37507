package io.sextant.app.demand.timing;

import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.Answer;
import io.sextant.app.demand.gating.Decision.Appeal;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.Gates.Given;
import io.sextant.app.demand.timing.AnswerTimes.Narrowing;
import io.sextant.app.demand.timing.AnswerTimes.Times;
import io.sextant.app.demand.timing.OpenRequest.Age;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Who;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.Visit;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Each test works in a unit of its own, whose people see nothing else.
@SextantTest
class AnswerTimesTest {
    @Autowired
    private AnswerTimes times;

    @Autowired
    private Escalations escalations;

    @Autowired
    private Gates gates;

    @Autowired
    private UseCases useCases;

    @Autowired
    private Units units;

    @Autowired
    private Accounts accounts;

    @Autowired
    private Actors actors;

    @Autowired
    private JdbcClient jdbc;

    @LocalServerPort
    private int port;

    private long unit;
    private Person office;
    private Actor asks;
    private Actor decides;

    @BeforeEach
    void aUnitOfItsOwn() {
        String tag = UUID.randomUUID().toString().substring(0, 8);
        unit = done(units.create(
                        Actor.system(),
                        new Units.NewUnit("T" + tag.toUpperCase(java.util.Locale.ROOT), "F", "E", null)))
                .id();
        office = accounts.person(new Grant(Role.AI_OFFICE, unit));
        asks = actors.find(office.id(), Who.Channel.WEB).orElseThrow();
        decides = accounts.actor(new Grant(Role.CIO, unit));
    }

    private UseCaseId asked() {
        UseCaseId id = done(useCases.propose(
                        asks, Content.titled("en", "Timed " + UUID.randomUUID()).withUnit(unit), null))
                .id();
        done(gates.ask(asks, id, null));
        return id;
    }

    /// Moves a request into the past by working days, its promise with it.
    private void back(UseCaseId id, int days) {
        LocalDate today = gates.today();
        LocalDate at = today;
        for (int left = days; left > 0; ) {
            at = at.minusDays(1);
            left -= gates.workingDays().works(at) ? 1 : 0;
        }
        jdbc.sql("""
                        update demand.gate_request set at = :at, promised = :promised
                        where state = 'OPEN' and use_case_id = (select id from demand.use_case where code = :code)
                        """)
                .param("at", at.atTime(9, 0).atOffset(ZoneOffset.UTC))
                .param("promised", gates.workingDays().after(at, 10))
                .param("code", id.code())
                .update();
    }

    private void refuse(UseCaseId id) {
        long seen = useCases.find(decides, id).orElseThrow().version();
        done(gates.decide(decides, id, seen, new Given(Answer.NOT_YET, "Later", null, null, null, null)));
    }

    @Test
    void whatWaitsIsCountedByHowNearItsPromiseIs() {
        UseCaseId far = asked();
        UseCaseId today = asked();
        back(today, 10);
        UseCaseId late = asked();
        back(late, 12);
        UseCaseId veryLate = asked();
        back(veryLate, 16);
        UseCaseId paused = asked();
        back(paused, 12);
        done(gates.question(decides, paused, "How many?"));
        Times seen = times.of(decides, Narrowing.NONE);
        assertThat(seen.open())
                .extracting(r -> r.useCase().code())
                .containsExactly(veryLate.code(), late.code(), today.code(), far.code(), paused.code());
        assertThat(seen.open())
                .extracting(OpenRequest::age)
                .containsExactly(Age.VERY_LATE, Age.LATE, Age.TODAY, Age.FAR, Age.PAUSED);
        assertThat(seen.open()).extracting(OpenRequest::left).startsWith(-6, -2, 0);
        assertThat(seen.open().getLast().waits()).isEqualTo(OpenRequest.Waits.REQUESTER);
        assertThat(seen.late()).isEqualTo(2);
        assertThat(times.summary(decides).late()).isEqualTo(2);
        assertThat(times.summary(decides).open()).isEqualTo(5);
        assertThat(seen.rows())
                .filteredOn(r -> r.stage() == Stage.QUALIFIED && r.lane().equals("standard"))
                .singleElement()
                .satisfies(r -> assertThat(r.waiting()).isEqualTo(5));
        assertThat(times.of(decides, new Narrowing(null, null, Age.LATE)).open())
                .extracting(r -> r.useCase().code())
                .containsExactly(late.code());
        assertThat(times.of(decides, new Narrowing(Stage.RUN, null, null)).open())
                .isEmpty();
        Actor elsewhere = accounts.actor(new Grant(
                Role.CIO,
                done(units.create(
                                Actor.system(),
                                new Units.NewUnit(
                                        "X"
                                                + UUID.randomUUID()
                                                        .toString()
                                                        .substring(0, 6)
                                                        .toUpperCase(java.util.Locale.ROOT),
                                        "F",
                                        "E",
                                        null)))
                        .id()));
        assertThat(times.of(elsewhere, Narrowing.NONE).open()).isEmpty();
    }

    @Test
    void promisesKeptAndTheTimeTakenAreToldByMonth() {
        for (int days : List.of(1, 2, 3, 4, 11)) {
            UseCaseId id = asked();
            back(id, days);
            refuse(id);
        }
        Times seen = times.of(decides, Narrowing.NONE);
        assertThat(seen.months()).hasSize(AnswerTimes.MONTHS);
        assertThat(seen.months().getLast().kept())
                .isEqualTo(new AnswerTimes.Kept(5, 4, 3, 11))
                .isEqualTo(seen.year());
        assertThat(seen.year().share()).isEqualTo(0.8);
        assertThat(seen.months().getFirst().kept().share()).isNull();
    }

    @Test
    void theClockStandsStillWhileAQuestionWaitsAndWhileADecisionStood() {
        UseCaseId id = asked();
        back(id, 12);
        done(gates.question(decides, id, "How many?"));
        jdbc.sql("update demand.gate_request set waiting_since = at where state = 'OPEN' and use_case_id = "
                        + "(select id from demand.use_case where code = :code)")
                .param("code", id.code())
                .update();
        assertThat(times.of(decides, Narrowing.NONE).open().getFirst().waited()).isZero();
        refuse(id);
        assertThat(times.of(decides, Narrowing.NONE).year()).isEqualTo(new AnswerTimes.Kept(1, 1, 0, 0));
        jdbc.sql("update demand.gate_request set closed_at = at where use_case_id = "
                        + "(select id from demand.use_case where code = :code)")
                .param("code", id.code())
                .update();
        done(gates.appeal(asks, id, "Look again"));
        done(gates.answerAppeal(asks, id, Appeal.Outcome.OVERTURNED, "True"));
        OpenRequest again = times.of(decides, Narrowing.NONE).open().getFirst();
        assertThat(again.waited()).isZero();
        assertThat(again.left()).isEqualTo(10);
    }

    @Test
    void aForecastSpeaksOnceEnoughRequestsWereAnswered() {
        IntStream.range(0, 2 * History.LEAST).forEach(i -> {
            UseCaseId id = asked();
            back(id, 1 + i % 4);
            refuse(id);
        });
        asked();
        OpenRequest open = times.of(decides, Narrowing.NONE).open().getFirst();
        assertThat(open.forecast()).isNotNull();
        assertThat(open.early()).isBetween(gates.today(), open.likely());
    }

    @Test
    void eachStepIsToldOncePerPromise() {
        UseCaseId soon = asked();
        back(soon, 9);
        UseCaseId late = asked();
        back(late, 11);
        UseCaseId long_ = asked();
        back(long_, 14);
        UseCaseId paused = asked();
        back(paused, 14);
        done(gates.question(decides, paused, "Who?"));
        asked();
        escalations.tell();
        escalations.tell();
        assertThat(told(soon)).containsExactly("SOON");
        assertThat(told(late)).containsExactly("LATE");
        assertThat(told(long_)).containsExactlyInAnyOrder("LATE", "CIO");
        assertThat(told(paused)).isEmpty();
        assertThat(times.of(decides, Narrowing.NONE).escalations()).hasSize(4);
        back(soon, 11);
        escalations.tell();
        assertThat(told(soon)).containsExactlyInAnyOrder("SOON", "LATE");
        assertThat(jdbc.sql("select count(*) from audit.event where subject_id = :id and action = 'gate.escalated'")
                        .param("id", long_.code())
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    private List<String> told(UseCaseId id) {
        return jdbc.sql("""
                        select e.step from demand.gate_escalation e join demand.gate_request r on r.id = e.request_id
                        join demand.use_case c on c.id = r.use_case_id where c.code = :code
                        """).param("code", id.code()).query(String.class).list();
    }

    @Test
    void theApiTellsItPageByPage() {
        List<String> codes = IntStream.range(0, 3).mapToObj(i -> asked().code()).toList();
        Http http = Http.on(port).as(accounts.token(office, null));
        var all = http.get("/api/v1/answer-times");
        assertThat(all.status()).as(all.toString()).isEqualTo(200);
        assertThat(all.json().path("open").asInt()).isEqualTo(3);
        assertThat(all.json().path("months")).hasSize(12);
        var first = http.get("/api/v1/answer-times/open?limit=2");
        assertThat(first.json().path("items")).hasSize(2);
        var rest = http.get("/api/v1/answer-times/open?limit=2&cursor="
                + first.json().path("next").asString());
        assertThat(rest.json().path("items")).hasSize(1);
        assertThat(rest.json()
                        .path("items")
                        .path(0)
                        .path("useCase")
                        .path("code")
                        .asString())
                .isEqualTo(codes.getLast());
        assertThat(rest.json().path("next").isNull()).isTrue();
        assertThat(http.get("/api/v1/answer-times/open?cursor=nonsense").status())
                .isEqualTo(400);
    }

    @Test
    void thePageTeachesWhileNothingWasAskedAndTheTablesGoAway() {
        Visit visit = Visit.signedIn(port, office.email());
        assertThat(visit.get("/answer-times", "Accept-Language", "en").text())
                .contains("Nobody has asked for an answer yet");
        UseCaseId id = asked();
        back(id, 12);
        String page = visit.get("/answer-times?stage=nonsense&lane=%3Ci%3Ex&age=LATE&page=9", "Accept-Language", "en")
                .text();
        assertThat(page).doesNotContain("<i>x").contains("No open request here");
        assertThat(visit.get("/answer-times", "Accept-Language", "en").text())
                .contains("One request waits for an answer, one of them late.", id.code(), "2 days late");
        assertThat(visit.get("/answer-times/open.csv", "Accept-Language", "en").text())
                .contains(id.code() + ",", ",-2,12,FALSE,those who decide,");
        assertThat(visit.get("/answer-times/months.csv", "Accept-Language", "fr")
                        .text())
                .contains("Mois;Réponses")
                .hasLineCount(13);
        Person reader = accounts.person(new Grant(Role.EMPLOYEE, unit));
        assertThat(Visit.signedIn(port, reader.email())
                        .get("/answer-times/open.csv")
                        .status())
                .isEqualTo(403);
    }
}
