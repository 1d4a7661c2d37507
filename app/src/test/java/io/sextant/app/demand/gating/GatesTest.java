package io.sextant.app.demand.gating;

import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.Kind;
import io.sextant.app.demand.Person;
import io.sextant.app.demand.Revision;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.Decision.Appeal;
import io.sextant.app.demand.gating.Gates.Given;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.SextantTest;
import io.sextant.engine.gates.State;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@SextantTest
class GatesTest {
    static final Map<String, Object> KNOWN = Map.ofEntries(
            Map.entry("personalData", false),
            Map.entry("prohibitedPractice", false),
            Map.entry("affectsPeople", "NO"),
            Map.entry("exposure", "PARTNERS"),
            Map.entry("usersCount", 200),
            Map.entry("dataAvailable", "YES"),
            Map.entry("budgetEstimate", 40_000),
            Map.entry("yearlyBenefit", 120_000),
            Map.entry("measure", "Days from claim to answer"),
            Map.entry("targetValue", "2 days"),
            Map.entry("reviewDate", LocalDate.now().plusYears(1).toString()),
            Map.entry("boughtFromSupplier", false),
            Map.entry("smallerModelTried", true),
            Map.entry("usersTrained", true),
            Map.entry("pilotResult", "REACHED"),
            Map.entry("runOwner", "Claims platform"),
            Map.entry("monitoring", true),
            Map.entry("fallback", true),
            Map.entry("workAffected", false));

    @Autowired
    private Gates gates;

    @Autowired
    private Desks desks;

    @Autowired
    private GateWatch watch;

    @Autowired
    private UseCases useCases;

    @Autowired
    private Units units;

    @Autowired
    private Accounts accounts;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void aDemandGoesFromIdeaToRunAcrossFiveRoles() {
        Actor asks = accounts.actor(Role.AI_OFFICE);
        Actor cio = accounts.actor(Role.CIO);
        Actor business = accounts.actor(Role.BUSINESS_OWNER);
        Actor security = accounts.actor(Role.SECURITY);
        UseCaseId id = proposed(business);
        fill(asks, id);
        for (Stage stage : List.of(Stage.QUALIFIED, Stage.FRAMED, Stage.PILOT, Stage.RUN)) {
            Standing standing = done(gates.ask(asks, id, "Please"));
            assertThat(standing.next()).isEqualTo(stage);
            assertThat(standing.open().orElseThrow().promised()).isAfter(LocalDate.now());
            assertThat(desks.of(cio).answers())
                    .extracting(r -> r.useCase().code())
                    .contains(id.code());
            if (stage == Stage.PILOT) {
                assertThat(desks.of(security).signatures())
                        .filteredOn(w -> w.useCase().code().equals(id.code()))
                        .extracting(Desk.Signing::criterion)
                        .containsExactly("pilot-security");
                assertThat(done(gates.sign(security, id, "pilot-security", "SECURITY", null))
                                .evaluation())
                        .isNotNull();
            }
            if (stage == Stage.RUN) {
                assertThat(reasons(gates.decide(cio, id, seen(id), go()))).containsExactly("demand.gates.refused.shut");
                done(gates.sign(business, id, "run-two-signatures", "BUSINESS_OWNER", "The rules are fair"));
                done(gates.sign(security, id, "run-two-signatures", "SECURITY", null));
            }
            assertThat(unmet(gates.of(asks, id).orElseThrow())).isEmpty();
            assertThat(reasons(gates.decide(asks, id, seen(id), go())))
                    .containsExactly("demand.gates.refused.ownRequest");
            Standing after = done(gates.decide(cio, id, seen(id), go()));
            assertThat(after.useCase().content().stage()).isEqualTo(stage);
            assertThat(after.open()).isEmpty();
            assertThat(desks.of(security).signatures())
                    .noneMatch(w -> w.useCase().code().equals(id.code()));
            assertThat(after.latest().orElseThrow().answer()).isEqualTo(Answer.GO);
            assertThat(gates.snapshot(cio, id, after.latest().orElseThrow().id())
                            .orElseThrow())
                    .contains("\"findings\"");
        }
        Revision last = useCases.history(cio, id).getFirst();
        assertThat(last.act()).isEqualTo(Revision.Act.PASSED);
        assertThat(reasons(useCases.undo(asks, id, seen(id)))).containsExactly("demand.refused.decided");
        List<String> trail = jdbc.sql("select action from audit.event where subject_id = :id order by seq")
                .param("id", id.code())
                .query(String.class)
                .list();
        assertThat(trail).contains("gate.answered", "gate.asked", "gate.signed", "gate.decided", "use-case.passed");
    }

    @Test
    void aNoSaysWhatWouldChangeItAndAnAppealIsAnsweredBySomebodyElse() {
        Actor asks = accounts.actor(Role.AI_OFFICE);
        Actor cio = accounts.actor(Role.CIO);
        UseCaseId id = proposed(null);
        done(gates.ask(asks, id, null));
        assertThat(reasons(gates.ask(asks, id, null))).containsExactly("demand.gates.refused.askedAlready");
        var bare = new Given(Answer.NO, "Nobody would use it", null, null, null, null);
        assertThat(reasons(gates.decide(cio, id, seen(id), bare))).containsExactly("demand.gates.problem.empty");
        var no = new Given(
                Answer.NO, "Nobody would use it", "Ten people who would", "The search that exists", null, null);
        Standing refused = done(gates.decide(cio, id, seen(id), no));
        assertThat(refused.useCase().content().stage()).isEqualTo(Stage.IDEA);
        Actor owner = accounts.actor(Role.BUSINESS_OWNER);
        Standing contested = done(gates.appeal(owner, id, "Twelve people asked for it"));
        assertThat(contested.latest().orElseThrow().contested()).isTrue();
        assertThat(desks.of(asks).appeals()).extracting(a -> a.useCase().code()).contains(id.code());
        assertThat(desks.of(cio).appeals()).extracting(a -> a.useCase().code()).doesNotContain(id.code());
        assertThat(reasons(gates.answerAppeal(cio, id, Appeal.Outcome.OVERTURNED, "Fair")))
                .containsExactly("demand.gates.refused.ownDecision");
        Standing again = done(gates.answerAppeal(asks, id, Appeal.Outcome.OVERTURNED, "Twelve are enough"));
        Decision decision = again.latest().orElseThrow();
        assertThat(decision.fallenAt()).isNotNull();
        assertThat(decision.appeals().getFirst().outcome()).isEqualTo(Appeal.Outcome.OVERTURNED);
        assertThat(again.open()).isPresent();
        assertThat(reasons(gates.appeal(owner, id, "Again"))).containsExactly("demand.gates.refused.nothingToAppeal");
    }

    @Test
    void aSignatureAndAGoFallWhenTheFactsTheyRestOnChange() {
        Actor asks = accounts.actor(Role.AI_OFFICE);
        Actor cio = accounts.actor(Role.CIO);
        UseCaseId id = proposed(accounts.actor(Role.BUSINESS_OWNER));
        fill(asks, id);
        done(gates.ask(asks, id, null));
        done(gates.decide(cio, id, seen(id), go()));
        Standing fallen = done(gates.answer(asks, id, Map.of("prohibitedPractice", true)));
        assertThat(fallen.latest().orElseThrow().fallenAt()).isNotNull();
        assertThat(fallen.latest().orElseThrow().fallenWhy()).contains("qualified-not-prohibited");
        UseCase now = useCases.find(asks, id).orElseThrow();
        done(useCases.edit(asks, id, now.version(), now.content().withAiNeeded(false), null));
        watch.lookNow();
        assertThat(gates.of(asks, id).orElseThrow().latest().orElseThrow().answer())
                .isEqualTo(Answer.GO);
    }

    @Test
    void securitysSignatureFallsWhenWhatItSawChangesAndNotWhenMoreIsLearnt() {
        Actor asks = accounts.actor(Role.AI_OFFICE);
        Actor cio = accounts.actor(Role.CIO);
        Actor security = accounts.actor(Role.SECURITY);
        UseCaseId id = proposed(accounts.actor(Role.BUSINESS_OWNER));
        fill(asks, id);
        for (int stage = 0; stage < 2; stage++) {
            done(gates.ask(asks, id, null));
            done(gates.decide(cio, id, seen(id), go()));
        }
        done(gates.sign(security, id, "pilot-security", "SECURITY", null));
        Standing more = done(gates.answer(asks, id, Map.of("lessons", "None so far")));
        assertThat(more.signatures()).singleElement().matches(s -> s.fallenAt() == null);
        Standing changed = done(gates.answer(asks, id, Map.of("usersCount", 90_000)));
        assertThat(changed.signatures()).singleElement().matches(s -> s.fallenAt() != null);
        assertThat(changed.signatures().getFirst().fallenWhy()).containsExactly("usersCount");
    }

    @Test
    void theClockOfThePromiseStandsStillWhileSomebodyIsAsked() {
        Actor asks = accounts.actor(Role.AI_OFFICE);
        Actor cio = accounts.actor(Role.CIO);
        UseCaseId id = proposed(null);
        LocalDate promised =
                done(gates.ask(asks, id, null)).open().orElseThrow().promised();
        Standing asked = done(gates.question(cio, id, "Who would use it?"));
        assertThat(asked.open().orElseThrow().waitingSince()).isNotNull();
        assertThat(desks.of(asks).replies()).extracting(Desk.Reply::body).contains("Who would use it?");
        jdbc.sql("""
                        update demand.gate_request set waiting_since = waiting_since - interval '14 days' where id = :id
                        """).param("id", asked.open().orElseThrow().id()).update();
        long question = asked.open().orElseThrow().questions().getFirst().id();
        Standing replied = done(gates.reply(asks, id, question, "The claims team"));
        assertThat(replied.open().orElseThrow().waitingSince()).isNull();
        assertThat(replied.open().orElseThrow().promised()).isAfter(promised.plusDays(9));
        assertThat(reasons(gates.reply(asks, id, question, "Twice")))
                .containsExactly("demand.gates.refused.noQuestion");
        done(gates.withdraw(asks, id));
        assertThat(reasons(gates.withdraw(asks, id))).containsExactly("demand.gates.refused.noRequest");
    }

    @Test
    void aWaiverStandsForAWhileAndARemedyTakenUpCountsInThePath() {
        Actor office = accounts.actor(Role.AI_OFFICE);
        UseCaseId id = proposed(null);
        Standing before = gates.of(office, id).orElseThrow();
        assertThat(before.paths()).isNotNull();
        var path = Objects.requireNonNull(Objects.requireNonNull(before.paths()).fastest());
        assertThat(path.steps()).isNotEmpty();
        String remedy = path.steps().getFirst().remedy();
        Standing started = done(gates.start(office, id, remedy));
        Action action = started.actions().getLast();
        assertThat(action.state()).isEqualTo(Action.State.UNDER_WAY);
        assertThat(reasons(gates.start(office, id, remedy))).containsExactly("demand.gates.refused.startedAlready");
        Standing finished = done(gates.mark(office, id, action.id(), Action.State.DONE));
        assertThat(Objects.requireNonNull(
                                Objects.requireNonNull(finished.paths()).fastest())
                        .steps())
                .noneMatch(step -> step.remedy().equals(remedy));
        assertThat(reasons(gates.waive(office, id, "qualified-problem", LocalDate.now(), "No")))
                .containsExactly("demand.gates.refused.noWaiver");
    }

    private static List<String> unmet(Standing standing) {
        return Objects.requireNonNull(standing.evaluation()).findings().stream()
                .filter(f -> f.state() != State.MET && f.state() != State.NOT_APPLICABLE)
                .map(f -> f.criterion().id() + " " + f.state() + " " + f.unknown())
                .toList();
    }

    private static Given go() {
        return new Given(Answer.GO, "It is worth it", null, null, null, null);
    }

    private long seen(UseCaseId id) {
        return useCases.find(Actor.system(), id).orElseThrow().version();
    }

    private static List<String> reasons(Outcome<?> outcome) {
        return outcome instanceof Outcome.Refused<?>(List<Reason> reasons)
                ? reasons.stream().map(Reason::code).toList()
                : List.of(outcome.toString());
    }

    private void fill(Actor asks, UseCaseId id) {
        done(gates.answer(asks, id, new HashMap<>(KNOWN)));
        gates.of(asks, id)
                .orElseThrow()
                .charter()
                .forEach(line -> done(gates.examine(asks, id, line.id(), false, null)));
    }

    /// Words that no other use case has, since look-alikes are found in the background and would shut the first gate.
    static String words(int count) {
        return Stream.generate(() -> UUID.randomUUID().toString().replaceAll("[^a-f]", "x"))
                .limit(count)
                .collect(Collectors.joining(" "));
    }

    private UseCaseId proposed(@Nullable Actor business) {
        String mark = UUID.randomUUID().toString().substring(0, 8);
        var unit = done(units.create(
                Actor.system(),
                new Units.NewUnit("G" + mark.toUpperCase(java.util.Locale.ROOT), "Gates", "Gates", null)));
        Content content = Content.titled("en", words(4))
                .withTexts(t -> new Texts(
                        t.title(),
                        "12 " + words(12),
                        "12 " + words(6),
                        "2 " + words(6),
                        words(3),
                        words(6),
                        null,
                        null))
                .withSponsor(Person.named("Jeanne Morel"))
                .withBusinessOwner(
                        business == null
                                ? Person.named("Ada Lebrun")
                                : new Person(business.name(), Objects.requireNonNull(business.id())))
                .withTechnicalOwner(Person.named("Paul Petit"))
                .withAiNeeded(true)
                .withKind(Kind.GENERATIVE)
                .withStage(Stage.IDEA)
                .withUnit(unit.id());
        return done(useCases.propose(Actor.system(), content, null)).id();
    }
}
