package io.sextant.app.demand.gating.packs;

import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.Desk;
import io.sextant.app.demand.gating.Desks;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.packs.PackEditions.Work;
import io.sextant.app.demand.gating.unlocking.Standings;
import io.sextant.app.demand.gating.unlocking.Unlocks;
import io.sextant.app.demand.hearing.Conversation;
import io.sextant.app.demand.intake.Draft;
import io.sextant.app.demand.intake.Intake;
import io.sextant.app.demand.timing.AnswerTimes;
import io.sextant.app.demand.timing.OpenRequest;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.jobs.Jobs;
import io.sextant.app.platform.knowledge.GateKnowledge;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.Visit;
import io.sextant.engine.gates.Finding;
import io.sextant.engine.gates.State;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Two editions that hold at once: until the cut-over, what was registered before is judged, promised, told and asked
/// by the edition before, and what comes in now by the new one. The new one asks another role to sign under another
/// title, promises other days, and asks for a sponsor by another criterion.
@SextantTest
class TwoEditionsTest {
    @Autowired
    private PackEditions packs;

    @Autowired
    private Trials trials;

    @Autowired
    private Jobs jobs;

    @Autowired
    private Gates gates;

    @Autowired
    private Desks desks;

    @Autowired
    private AnswerTimes times;

    @Autowired
    private Standings standings;

    @Autowired
    private Unlocks unlocks;

    @Autowired
    private Intake intake;

    @Autowired
    private Conversation conversation;

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
    private Actor administrator;
    private Actor office;
    private Person security;
    private Person legal;
    private String edition = "";

    @BeforeEach
    void theNewEditionHoldsForWhatComesIn() {
        String mark = UUID.randomUUID().toString().substring(0, 8);
        unit = done(units.create(
                        Actor.system(), new Units.NewUnit("E" + mark.toUpperCase(Locale.ROOT), "Deux", "Two", null)))
                .id();
        office = accounts.actor(new Grant(Role.AI_OFFICE, unit));
        security = accounts.person(new Grant(Role.SECURITY, unit));
        legal = accounts.person(new Grant(Role.LEGAL, unit));
        administrator = accounts.actor(Role.ADMINISTRATOR);
        edition = "two-" + mark;
        Work copy = done(packs.copy(administrator, GateKnowledge.CURRENT, edition));
        PackTexts texts = copy.draft().texts();
        String written = texts.gates()
                .replace("signs: {roles: [SECURITY], rule: ANY}", "signs: {roles: [LEGAL], rule: ANY}")
                .replace("Security agrees", "Legal agrees")
                .replace("when: size(problem) >= 40", "when: size(problem) >= 4")
                .replace("- id: qualified-sponsor", "- id: qualified-carried");
        Work changed = done(packs.write(
                administrator,
                copy.draft().id(),
                1,
                new PackTexts(
                        texts.facts(),
                        written,
                        texts.remedies()
                                .replace("satisfies: [qualified-sponsor]", "satisfies: [qualified-carried]")
                                .replace("title: \"Trouver un sponsor\"", "title: \"Trouver qui porte la demande\""))));
        Work work = done(packs.change(
                administrator,
                copy.draft().id(),
                changed.draft().version(),
                io.sextant.engine.inventory.Stage.PILOT,
                new PackEditions.GateForm(Map.of("fast", 1, "standard", 77))));
        assertThat(work.problems()).isEmpty();
        Trials.Result begun = done(trials.start(administrator, work.draft().id()));
        jobs.await(Objects.requireNonNull(begun.trial().jobId()), Duration.ofMinutes(2));
        LocalDate today = gates.today();
        done(packs.apply(
                administrator,
                work.draft().id(),
                work.draft().version(),
                today,
                today.plusDays(30),
                "The end of a long debate"));
    }

    @AfterEach
    void theShippedEditionHoldsAgain() {
        done(packs.use(administrator, GateKnowledge.CURRENT, gates.today(), null, "The end of a test"));
    }

    private UseCase registered(Stage stage, boolean before) {
        UseCase made = done(useCases.propose(
                Actor.system(),
                Content.titled("fr", "Deux éditions " + UUID.randomUUID())
                        .withTexts(t -> new Texts(t.title(), "Trop lent", null, null, null, null, null, null))
                        .withUnit(unit)
                        .withStage(stage),
                null));
        if (before) {
            jdbc.sql("update demand.use_case set created_at = created_at - interval '3 days' where id = :id")
                    .param("id", made.key())
                    .update();
        }
        return made;
    }

    @Test
    void deskPromiseAndNoticesFollowTheEditionThatJudgesTheUseCase() {
        UseCase before = registered(Stage.FRAMED, true);
        UseCase since = registered(Stage.FRAMED, false);
        done(gates.ask(office, before.id(), null));
        done(gates.ask(office, since.id(), null));
        assertThat(signing(security)).containsExactly(before.id().code());
        assertThat(signing(legal)).containsExactly(since.id().code());
        assertThat(visit(security).get("/desk").text())
                .contains("Security agrees")
                .doesNotContain("Legal agrees");
        assertThat(visit(legal).get("/desk").text()).contains("Legal agrees");
        AnswerTimes.Times read = times.of(office, AnswerTimes.Narrowing.NONE);
        AnswerTimes.Row row = read.rows().stream()
                .filter(r -> r.stage() == Stage.PILOT && r.lane().equals("standard"))
                .findFirst()
                .orElseThrow();
        int shipped = Objects.requireNonNull(gates.edition(GateKnowledge.CURRENT)
                .orElseThrow()
                .gate(io.sextant.engine.inventory.Stage.PILOT)
                .days()
                .get("standard"));
        assertThat(row.days()).isEqualTo(77);
        assertThat(row.earlier()).containsExactly(shipped);
        assertThat(row.waiting()).isEqualTo(2);
        assertThat(read.open())
                .extracting(r -> r.useCase().code(), OpenRequest::days, OpenRequest::edition)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(before.id().code(), shipped, GateKnowledge.CURRENT),
                        org.assertj.core.groups.Tuple.tuple(since.id().code(), 77, edition));
        assertThat(visit(security).get("/notices").text()).contains("Security agrees");
        assertThat(visit(legal).get("/notices").text()).contains("Legal agrees");
        assertThat(visit(security).get("/gates").text()).contains("Still judges use cases of before");
    }

    private Visit visit(Person person) {
        return Visit.signedIn(port, person.email());
    }

    private List<String> signing(Person person) {
        return desks.of(actors.find(person.id(), Who.Channel.WEB).orElseThrow()).signatures().stream()
                .map(Desk.Signing::useCase)
                .map(Desk.Case::code)
                .toList();
    }

    @Test
    void anActionHelpsTheUseCasesOfBothEditions() {
        UseCase before = registered(Stage.IDEA, true);
        UseCase since = registered(Stage.IDEA, false);
        standings.refreshNow();
        Unlocks.Line line = unlocks.of(office).lines().stream()
                .filter(l -> l.remedy().id().equals("find-sponsor"))
                .findFirst()
                .orElseThrow();
        assertThat(line.helps()).isEqualTo(2);
        assertThat(line.remedy().title().fr()).isEqualTo("Trouver qui porte la demande");
        List<Unlocks.Served> served =
                unlocks.find(office, "find-sponsor", false, 10, 0).orElseThrow().served();
        assertThat(served)
                .extracting(Unlocks.Served::code)
                .containsExactlyInAnyOrder(before.id().code(), since.id().code());
        assertThat(served)
                .allSatisfy(s ->
                        assertThat(s.left()).isNotEmpty().doesNotContain("qualified-sponsor", "qualified-carried"));
    }

    @Test
    void aDemandThatIsChangedIsAskedByTheEditionThatJudgesItAndANewOneByTheNew() {
        UseCase before = registered(Stage.IDEA, true);
        Draft again = done(intake.again(office, before.id()));
        assertThat(intake.pack(office, again).edition()).isEqualTo(GateKnowledge.CURRENT);
        assertThat(state(intake.read(office, again, false))).isEqualTo(State.UNMET);
        UUID fresh = UUID.randomUUID();
        Draft draft = done(intake.save(office, fresh, "fr", Map.of("problem", "Trop lent"), Map.of()));
        assertThat(intake.pack(office, draft).edition()).isEqualTo(edition);
        assertThat(state(intake.read(office, draft, false))).isEqualTo(State.MET);
        assertThat(Http.on(port)
                        .as(accounts.token(Role.ADMINISTRATOR))
                        .get("/api/v1/gates/editions")
                        .json()
                        .toString())
                .contains("\"holding\":[\"" + edition + "\",\"" + GateKnowledge.CURRENT + "\"]");
    }

    @Test
    void theThreadCallsWhatWasSignedAsTheEditionDidByWhichItWasSigned() {
        UseCase before = registered(Stage.FRAMED, true);
        UseCase since = registered(Stage.FRAMED, false);
        done(gates.ask(office, before.id(), null));
        done(gates.ask(office, since.id(), null));
        done(gates.sign(
                actors.find(security.id(), Who.Channel.WEB).orElseThrow(),
                before.id(),
                "pilot-security",
                "SECURITY",
                null));
        done(gates.sign(
                actors.find(legal.id(), Who.Channel.WEB).orElseThrow(), since.id(), "pilot-security", "LEGAL", null));
        assertThat(thread(before)).contains("Security agrees").doesNotContain("Legal agrees");
        assertThat(thread(since)).contains("Legal agrees").doesNotContain("Security agrees");
        jdbc.sql("update demand.use_case set created_at = created_at - interval '3 days' where id = :id")
                .param("id", since.key())
                .update();
        assertThat(gates.pack(useCases.find(office, since.id()).orElseThrow()).edition())
                .isEqualTo(GateKnowledge.CURRENT);
        assertThat(thread(since))
                .as("as it was signed, whatever judges it today")
                .contains("Legal agrees");
    }

    private String thread(UseCase useCase) {
        return conversation.of(office, useCase.id(), false, false).toString();
    }

    private static State state(Intake.Reading reading) {
        return reading.rehearsal().evaluation().findings().stream()
                .filter(f -> f.criterion().id().equals("qualified-problem"))
                .map(Finding::state)
                .findFirst()
                .orElseThrow();
    }
}
