package io.sextant.app.demand.intake;

import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.demand.Comments;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.Answer;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.Standing;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.notice.Notices;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.Visit;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What people without an account send by a link, over HTTP as they do.
@SextantTest
class PublicIntakeTest {
    @Autowired
    private PublicIntake intake;

    @Autowired
    private Gates gates;

    @Autowired
    private UseCases useCases;

    @Autowired
    private Comments comments;

    @Autowired
    private Units units;

    @Autowired
    private Notices notices;

    @Autowired
    private Accounts accounts;

    @Autowired
    private JdbcClient jdbc;

    @LocalServerPort
    private int port;

    @BeforeEach
    void nobodyTriedYet() {
        jdbc.sql("delete from demand.intake_rate").update();
    }

    @Test
    void whatComesInIsReceivedAndWaitsForAPerson() {
        IntakeLink link = link(unit());
        Visit stranger = Visit.on(port);
        assertThat(stranger.get("/idea/" + link.slug()).text()).contains(link.label());
        long before = count();
        String receipt = send(stranger, link, "The ferry’s queue has no end");
        assertThat(count()).isEqualTo(before);
        var page = stranger.get(receipt, "Accept-Language", "en");
        assertThat(page.text()).contains("Thank you, it is received").contains("The ferry’s queue has no end");
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(intake.inbox(accounts.actor(Role.AI_OFFICE)))
                .extracting(IntakeEntry::problem)
                .contains("The ferry’s queue has no end");
        assertThat(intake.links(accounts.actor(Role.AI_OFFICE)))
                .filteredOn(l -> l.id() == link.id())
                .extracting(IntakeLink::came, IntakeLink::waiting)
                .containsExactly(Tuple.tuple(1L, 1L));
        assertThat(Visit.on(port).get("/idea/receipt/" + "x".repeat(43)).status())
                .isEqualTo(404);
    }

    @Test
    void whatAMachineSendsIsNotTakenAndNothingTypedIsLost() {
        IntakeLink link = link(unit());
        Visit stranger = Visit.on(port);
        String page = stranger.get("/idea/" + link.slug()).text();
        String fresh = page.replaceAll("(?s).*name=\"stamp\" value=\"([^\"]+)\".*", "$1");
        Instant then = Instant.now().minusSeconds(30);
        List<Map<String, String>> refused = List.of(
                Map.of("problem", "At once", "stamp", fresh),
                Map.of("problem", "Into the trap", "stamp", stamp(link, then), "website", "https://example.org"),
                Map.of("problem", "Without a stamp"),
                Map.of("problem", "Forged", "stamp", stamp(link, then) + "0"),
                Map.of("problem", "Kept too long", "stamp", stamp(link, then.minusSeconds(90_000))),
                Map.of("problem", " ", "stamp", stamp(link, then)),
                Map.of("problem", "x".repeat(5_000), "stamp", stamp(link, then)));
        for (Map<String, String> form : refused) {
            var answer = stranger.post("/idea/" + link.slug(), form);
            assertThat(answer.status()).as(form.toString()).isEqualTo(422);
            assertThat(answer.text()).contains(form.get("problem"));
        }
        assertThat(intake.links(Actor.system()))
                .filteredOn(l -> l.id() == link.id())
                .extracting(IntakeLink::came)
                .containsExactly(0L);
    }

    @Test
    void anAddressHasSoManyTriesAnHour() {
        IntakeLink link = link(unit());
        Visit stranger = Visit.on(port);
        Map<String, String> empty = Map.of("problem", "");
        for (int i = 0; i < PublicIntake.PER_ADDRESS; i++) {
            assertThat(stranger.post("/idea/" + link.slug(), empty).status()).isEqualTo(422);
        }
        var late = stranger.post(
                "/idea/" + link.slug(),
                Map.of(
                        "problem",
                        "Once too often",
                        "stamp",
                        stamp(link, Instant.now().minusSeconds(30))));
        assertThat(late.status()).isEqualTo(429);
        assertThat(Integer.parseInt(late.header("Retry-After"))).isBetween(1, 3_600);
        assertThat(late.text()).contains("Once too often");
        jdbc.sql("delete from demand.intake_rate where key like 'address%'").update();
        jdbc.sql("update demand.intake_rate set uses = :most where key = :key")
                .param("most", PublicIntake.PER_LINK)
                .param("key", "link " + link.id())
                .update();
        assertThat(stranger.post("/idea/" + link.slug(), empty).status()).isEqualTo(429);
    }

    @Test
    void whatIsTakenUpIsFollowedByItsSenderToTheAnswer() {
        IntakeLink link = link(unit());
        Visit stranger = Visit.on(port);
        String receipt = send(stranger, link, "Passengers cannot find their quay at night");
        Actor office = accounts.actor(Role.AI_OFFICE);
        long id = entry(office, link).id();
        done(intake.ask(office, id, "Which quays?"));
        var asked = intake.inbox(office).stream()
                .filter(e -> e.id() == id)
                .findFirst()
                .orElseThrow();
        assertThat(stranger.get(receipt).text()).contains("Which quays?");
        stranger.post(receipt + "/replies/" + asked.questions().getFirst().id(), Map.of("body", "Those of the north"));
        assertThat(entry(office, link).questions().getFirst().reply()).isEqualTo("Those of the north");
        UseCaseId useCase = done(intake.accept(office, id, ""));
        Standing standing = gates.of(office, useCase).orElseThrow();
        assertThat(standing.open()).isPresent();
        assertThat(standing.useCase().content().texts().title())
                .isEqualTo("Passengers cannot find their quay at night");
        assertThat(standing.useCase().content().unitId()).isEqualTo(link.unitId());
        assertThat(stranger.get(receipt, "Accept-Language", "en").text()).contains("An answer is promised by");
        assertThat(reasons(intake.accept(office, id, ""))).containsExactly("demand.intake.entry.refused.answered");
        Actor cio = accounts.actor(Role.CIO);
        Standing questioned = done(gates.question(cio, useCase, "How many at night?"));
        long question = questioned.open().orElseThrow().questions().getFirst().id();
        stranger.post(receipt + "/replies/" + question, Map.of("body", "Two hundred", "gate", "true"));
        assertThat(gates.of(cio, useCase)
                        .orElseThrow()
                        .open()
                        .orElseThrow()
                        .questions()
                        .getFirst()
                        .reply())
                .contains("Two hundred")
                .contains("public link");
        done(gates.decide(
                cio,
                useCase,
                useCases.find(cio, useCase).orElseThrow().version(),
                new Gates.Given(Answer.NO, "Lamps will do.", "Quays without power", "The lamps on order", null, null)));
        assertThat(stranger.get(receipt, "Accept-Language", "en").text())
                .contains("The answer is no, and this is why")
                .contains("Lamps will do.")
                .contains("Quays without power")
                .contains("The lamps on order")
                .doesNotContain(cio.name());
        assertThat(jdbc.sql(
                                "select action from audit.event where subject_type = 'intake-entry' and subject_id = :id order by seq")
                        .param("id", String.valueOf(id))
                        .query(String.class)
                        .list())
                .containsExactly("intake.received", "intake.questioned", "intake.replied", "intake.accepted");
    }

    @Test
    void aNoIsSaidWithItsReasonAndAJoinedNeedStandsInTheDiscussion() {
        IntakeLink link = link(unit());
        Visit stranger = Visit.on(port);
        Actor office = accounts.actor(Role.AI_OFFICE);
        String refused = send(stranger, link, "Paint the pontoons by drone");
        assertThat(reasons(intake.decline(office, entry(office, link).id(), " ", "", "")))
                .containsExactly("demand.gates.problem.empty");
        done(intake.decline(office, entry(office, link).id(), "It takes no AI.", "Ten pontoons more", "The painters"));
        assertThat(stranger.get(refused, "Accept-Language", "en").text())
                .contains("It takes no AI.")
                .contains("Ten pontoons more")
                .contains("The painters");
        String joined = send(stranger, link, "Tell us when the ice comes");
        UseCaseId other = done(useCases.propose(
                        Actor.system(), Content.titled("en", "Ice warnings " + UUID.randomUUID()), null))
                .id();
        done(intake.join(office, entry(office, link).id(), other));
        assertThat(comments.of(office, other).getFirst().body()).contains("Tell us when the ice comes");
        assertThat(stranger.get(joined, "Accept-Language", "en").text()).contains("Your need has joined");
    }

    @Test
    void aLinkThatIsClosedOrOverIsGoneAndUnitsKeepTheirOwn() {
        Unit unit = unit();
        Actor here = accounts.actor(new Grant(Role.AI_OFFICE, unit.id()));
        Actor elsewhere = accounts.actor(new Grant(Role.AI_OFFICE, unit().id()));
        IntakeLink link = done(
                intake.open(here, "Ideas", "en", unit.code(), LocalDate.now().plusDays(30)));
        send(Visit.on(port), link, "Only ours to read");
        assertThat(intake.inbox(elsewhere)).noneMatch(e -> e.problem().equals("Only ours to read"));
        long id = entry(here, link).id();
        assertThat(reasons(intake.accept(elsewhere, id, "Mine")))
                .containsExactly("demand.intake.entry.refused.notFound");
        assertThat(reasons(intake.decline(elsewhere, id, "No", "", "")))
                .containsExactly("demand.intake.entry.refused.notFound");
        assertThat(intake.links(elsewhere)).noneMatch(l -> l.id() == link.id());
        assertThat(reasons(intake.close(elsewhere, link.id()))).containsExactly("demand.intake.link.refused.notFound");
        assertThat(reasons(intake.open(elsewhere, "Ideas", "en", "", null))).containsExactly("demand.refused.unit");
        assertThat(reasons(
                        intake.open(here, " ", "de", "NOWHERE", LocalDate.now().minusDays(1))))
                .hasSize(4);
        done(intake.close(here, link.id()));
        assertThat(Visit.on(port).get("/idea/" + link.slug()).status()).isEqualTo(410);
        assertThat(Visit.on(port)
                        .post("/idea/" + link.slug(), Map.of("problem", "Late"))
                        .status())
                .isEqualTo(410);
        IntakeLink over = link(unit());
        jdbc.sql("update demand.intake_link set until_day = current_date - 2 where id = :id")
                .param("id", over.id())
                .update();
        assertThat(Visit.on(port).get("/idea/" + over.slug()).status()).isEqualTo(410);
        assertThat(Visit.on(port).get("/idea/nobody-knows-this").status()).isEqualTo(410);
        Visit employee = Visit.signedIn(port, accounts.person(Role.EMPLOYEE).email());
        assertThat(employee.get("/received").status()).isEqualTo(403);
    }

    @Test
    void whoMayTakeItUpIsToldThatItCame() {
        Unit unit = unit();
        Actor here = accounts.actor(new Grant(Role.AI_OFFICE, unit.id()));
        Actor elsewhere = accounts.actor(new Grant(Role.AI_OFFICE, unit().id()));
        Actor employee = accounts.actor(new Grant(Role.EMPLOYEE, unit.id()));
        IntakeLink link = done(intake.open(here, "Ideas " + unit.code(), "en", unit.code(), null));
        Visit stranger = Visit.on(port);
        String receipt = send(stranger, link, "The ramp is slippery");
        IntakeEntry entry = entry(here, link);
        assertThat(told(here))
                .extracting(Told::subject, Told::link, Told::detail)
                .containsExactly(Tuple.tuple("#" + entry.id(), "/received#e" + entry.id(), "The ramp is slippery"));
        assertThat(told(elsewhere)).isEmpty();
        assertThat(told(employee)).isEmpty();
        done(intake.ask(here, entry.id(), "Which ramp?"));
        long question = entry(here, link).questions().getFirst().id();
        stranger.post(receipt + "/replies/" + question, Map.of("body", "The southern one"));
        assertThat(told(here)).extracting(Told::detail).contains("The southern one");
    }

    private record Told(String subject, String link, String detail) {}

    private List<Told> told(Actor actor) {
        return notices.of(actor, true, null, 50, 0).stream()
                .map(n -> new Told(n.subject(), n.link(), String.valueOf(n.detail())))
                .toList();
    }

    @Test
    void programsOpenPagesAndTakeUpWhatCameIn() {
        Unit unit = unit();
        var person = accounts.person(new Grant(Role.AI_OFFICE, unit.id()));
        Http office = Http.on(port).as(accounts.token(person, null));
        var opened = office.post("/api/v1/received/links", Map.of("label", "Ideas", "lang", "en", "unit", unit.code()));
        assertThat(opened.status()).as(opened.toString()).isEqualTo(201);
        assertThat(opened.json().path("path").asString()).startsWith("/idea/");
        IntakeLink link = intake.links(Actor.system()).stream()
                .filter(l -> l.id() == opened.json().path("id").asLong())
                .findFirst()
                .orElseThrow();
        var wrong = office.post("/api/v1/received/links", Map.of("label", " ", "lang", "de", "unit", "NOWHERE"));
        assertThat(wrong.status()).isEqualTo(422);
        Visit stranger = Visit.on(port);
        for (String problem : List.of("Take it up", "Join it", "Say no")) {
            send(stranger, link, problem);
        }
        var ideas = office.get("/api/v1/received").json();
        assertThat(ideas.valueStream().map(i -> i.path("problem").asString()))
                .containsExactly("Take it up", "Join it", "Say no");
        List<Long> ids = ideas.valueStream().map(i -> i.path("id").asLong()).toList();
        assertThat(office.post("/api/v1/received/" + ids.get(0) + "/questions", Map.of("body", "How often?"))
                        .status())
                .isEqualTo(204);
        var taken = office.post("/api/v1/received/" + ids.get(0) + "/acceptance", Map.of("title", "Taken up"));
        assertThat(taken.status()).as(taken.toString()).isEqualTo(201);
        String useCase = taken.json().path("useCase").asString();
        assertThat(office.post("/api/v1/received/" + ids.get(0) + "/acceptance", Map.of())
                        .status())
                .isEqualTo(422);
        assertThat(office.post("/api/v1/received/" + ids.get(1) + "/join", Map.of("into", useCase))
                        .status())
                .isEqualTo(200);
        assertThat(office.post("/api/v1/received/" + ids.get(1) + "/join", Map.of("into", "elsewhere"))
                        .status())
                .isEqualTo(422);
        assertThat(office.post("/api/v1/received/" + ids.get(2) + "/decline", Map.of())
                        .status())
                .isEqualTo(422);
        assertThat(office.post("/api/v1/received/" + ids.get(2) + "/decline", Map.of("reason", "It takes no AI."))
                        .status())
                .isEqualTo(204);
        assertThat(office.get("/api/v1/received").json()).isEmpty();
        assertThat(office.delete("/api/v1/received/links/" + link.id()).status())
                .isEqualTo(204);
        assertThat(Visit.on(port).get("/idea/" + link.slug()).status()).isEqualTo(410);
    }

    private String send(Visit stranger, IntakeLink link, String problem) {
        var form = new LinkedHashMap<String, String>();
        form.put("problem", problem);
        form.put("beneficiaries", "Passengers");
        form.put("stamp", stamp(link, Instant.now().minusSeconds(30)));
        Http.Answer sent = stranger.post("/idea/" + link.slug(), form);
        assertThat(sent.status()).as(sent.toString()).isEqualTo(302);
        return sent.header("Location").replaceAll("https?://[^/]*", "");
    }

    private String stamp(IntakeLink link, Instant at) {
        byte[] seal = jdbc.sql("select seal from demand.intake_link where id = :id")
                .param("id", link.id())
                .query(byte[].class)
                .single();
        return PublicIntake.stamp(seal, at);
    }

    private IntakeEntry entry(Actor actor, IntakeLink link) {
        return intake.inbox(actor).stream()
                .filter(e -> e.unitId() != null && e.unitId().equals(link.unitId()))
                .findFirst()
                .orElseThrow();
    }

    private IntakeLink link(Unit unit) {
        return done(intake.open(accounts.actor(Role.AI_OFFICE), "Your ideas", "en", unit.code(), null));
    }

    private Unit unit() {
        String tag = UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        return done(units.create(Actor.system(), new Units.NewUnit("K" + tag, "Quais " + tag, "Quays " + tag, null)));
    }

    private long count() {
        return jdbc.sql("select count(*) from demand.use_case")
                .query(Long.class)
                .single();
    }

    private static List<String> reasons(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Refused<?>(List<Reason> reasons) ->
                reasons.stream().map(Reason::code).toList();
            case Outcome.Done<?> done -> throw new AssertionError("done: " + done);
            case Outcome.Stale<?> stale -> throw new AssertionError("stale: " + stale);
        };
    }
}
