package io.sextant.app.demand.intake;

import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.demand.Comments;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCase;
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
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.SextantTest;
import io.sextant.engine.gates.Fact;
import io.sextant.engine.gates.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@SextantTest
class IntakeTest {
    @Autowired
    private Intake intake;

    @Autowired
    private Gates gates;

    @Autowired
    private UseCases useCases;

    @Autowired
    private Comments comments;

    @Autowired
    private Units units;

    @Autowired
    private Accounts accounts;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void whatIsTypedIsKeptForItsAuthorAlone() {
        Actor author = employee();
        UUID id = UUID.randomUUID();
        done(intake.save(author, id, "en", Map.of("problem", "Letters wait for days", "noField", "x"), Map.of()));
        Draft draft = intake.find(author, id).orElseThrow();
        assertThat(draft.fields()).containsExactly(Map.entry("problem", "Letters wait for days"));
        assertThat(draft.title()).isEqualTo("Letters wait for days");
        Actor other = employee();
        assertThat(intake.find(other, id)).isEmpty();
        assertThat(reasons(intake.save(other, id, "en", Map.of("problem", "Mine"), Map.of())))
                .containsExactly("demand.intake.refused.notFound");
        assertThat(reasons(intake.discard(other, id))).containsExactly("demand.intake.refused.notFound");
        assertThat(intake.mine(author)).extracting(Draft::id).containsExactly(id);
        done(intake.discard(author, id));
        assertThat(intake.mine(author)).isEmpty();
    }

    @Test
    void aFieldThatOnlyTheOtherWindowChangedStaysAsItIsThere() {
        Actor author = employee();
        UUID id = UUID.randomUUID();
        done(intake.save(author, id, "en", Map.of("problem", "First", "outcome", "Before"), Map.of()));
        done(intake.save(author, id, "en", Map.of("outcome", "After"), Map.of("outcome", "Before")));
        Draft both = done(intake.save(
                author,
                id,
                "en",
                Map.of("problem", "Second", "outcome", "Before"),
                Map.of("problem", "First", "outcome", "Before")));
        assertThat(both.field("problem")).isEqualTo("Second");
        assertThat(both.field("outcome")).isEqualTo("After");
        assertThat(both.aside()).isEmpty();
        Draft contested =
                done(intake.save(author, id, "en", Map.of("outcome", "Otherwise"), Map.of("outcome", "Before")));
        assertThat(contested.field("outcome")).isEqualTo("Otherwise");
        assertThat(contested.aside()).containsExactly(Map.entry("outcome", "After"));
        Draft resolved = done(intake.resolve(author, id, "outcome", true));
        assertThat(resolved.field("outcome")).isEqualTo("After");
        assertThat(resolved.aside()).isEmpty();
    }

    @Test
    void aDraftThatIsSentBecomesADemandWithAPromiseOnce() {
        Actor author = employee();
        UUID id = filled(author, "The claims desk reads each faxed form of the harbour office by hand");
        Intake.Sent sent = done(intake.send(author, id));
        Standing standing = gates.of(author, sent.id()).orElseThrow();
        assertThat(standing.useCase().content().stage()).isEqualTo(Stage.IDEA);
        assertThat(standing.open().orElseThrow().byId()).isEqualTo(author.id());
        assertThat(standing.open().orElseThrow().note()).isEqualTo("Before the summer");
        assertThat(standing.answers()).containsEntry("exposure", "INTERNAL").containsEntry("usersCount", 12);
        assertThat(standing.charter()).filteredOn(l -> l.crossed() != null).hasSize(1);
        assertThat(standing.useCase().content().texts().alternative())
                .isEqualTo("A rule would not do.\nEvery form differs.");
        assertThat(done(intake.send(author, id)).id()).isEqualTo(sent.id());
        assertThat(reasons(intake.save(author, id, "en", Map.of("problem", "Late"), Map.of())))
                .containsExactly("demand.intake.refused.closed");
        assertThat(intake.asked(author)).extracting(Asked::id).containsExactly(sent.id());
        assertThat(trail(sent.id().code())).contains("use-case.created", "gate.asked", "intake.sent");
    }

    @Test
    void nothingOfARefusedDraftStays() {
        Actor author = employee();
        UUID id = filled(author, "Keys of the boathouse are lent without a list and get lost every week");
        long before = count();
        var other = done(
                useCases.propose(Actor.system(), io.sextant.app.demand.Content.titled("en", "Something " + id), null));
        done(intake.save(author, id, "en", Map.of("alike." + other.id().code(), "x".repeat(5_000)), Map.of()));
        assertThat(reasons(intake.send(author, id))).containsExactly("demand.problem.tooLong");
        assertThat(count()).isEqualTo(before + 1);
        assertThat(intake.find(author, id).orElseThrow().state()).isEqualTo(Draft.State.OPEN);
        done(intake.save(author, id, "en", Map.of("unit", ""), Map.of()));
        Actor local = accounts.actor(new Grant(
                Role.EMPLOYEE, done(units.create(Actor.system(), unit())).id()));
        UUID placeless = UUID.randomUUID();
        done(intake.save(local, placeless, "en", Map.of("problem", "No unit"), Map.of()));
        assertThat(reasons(intake.send(local, placeless))).containsExactly("demand.intake.problem.unit");
    }

    @Test
    void whoAskedMayAmendUntilItIsQualifiedAndNeverMovesTheStage() {
        Actor author = employee();
        UseCaseId id = done(intake.send(
                        author, filled(author, "Ferry tickets are counted twice on Mondays by two teams")))
                .id();
        UseCase useCase = useCases.find(author, id).orElseThrow();
        assertThat(UseCases.mayEdit(author, useCase)).isTrue();
        assertThat(UseCases.mayEdit(employee(), useCase)).isFalse();
        assertThat(reasons(useCases.edit(
                        author, id, useCase.version(), useCase.content().withStage(Stage.RUN), null)))
                .containsExactly("demand.refused.stage");
        UseCase tagged = done(
                useCases.edit(author, id, useCase.version(), useCase.content().withTags(List.of("tickets")), null));
        Actor office = accounts.actor(Role.AI_OFFICE);
        done(useCases.edit(office, id, tagged.version(), tagged.content().withStage(Stage.QUALIFIED), "by hand"));
        assertThat(UseCases.mayEdit(author, useCases.find(author, id).orElseThrow()))
                .isFalse();
        assertThat(reasons(intake.again(author, id))).containsExactly("demand.refused.edit");
    }

    @Test
    void aNotYetIsChangedAndAskedAgainWithAllThatWasWritten() {
        Actor author = employee();
        UseCaseId id = done(intake.send(
                        author, filled(author, "Guides answer the same question on tides forty times each morning")))
                .id();
        Actor office = accounts.actor(Role.AI_OFFICE);
        done(gates.decide(
                office,
                id,
                useCases.find(office, id).orElseThrow().version(),
                new Gates.Given(Answer.NOT_YET, "No sponsor yet", null, null, null, null)));
        Draft again = done(intake.again(author, id));
        assertThat(again.field("problem")).startsWith("Guides answer");
        assertThat(again.field("fact.exposure")).isEqualTo("INTERNAL");
        assertThat(again.field("fact.budgetEstimate")).isEqualTo("12500");
        assertThat(done(intake.again(author, id)).id()).isEqualTo(again.id());
        // What somebody else changed meanwhile stays, since the author did not touch it.
        UseCase now = useCases.find(office, id).orElseThrow();
        done(useCases.edit(office, id, now.version(), now.content().withTags(List.of("tides")), null));
        done(intake.save(
                author,
                again.id(),
                "en",
                Map.of("sponsor", "Head of guides", "fact.exposure", "PARTNERS", "fact.usersCount", ""),
                Map.of()));
        assertThat(done(intake.send(author, again.id()))).isEqualTo(new Intake.Sent(id, true));
        Standing standing = gates.of(author, id).orElseThrow();
        assertThat(standing.open()).isPresent();
        assertThat(standing.useCase().content().tags()).containsExactly("tides");
        assertThat(standing.useCase().content().sponsor()).isNotNull();
        assertThat(standing.answers()).containsEntry("exposure", "PARTNERS").doesNotContainKey("usersCount");
        assertThat(trail(id.code())).contains("intake.sent-again");
    }

    @Test
    void aLookAlikeIsShownBeforeSendingAndMayBeJoined() {
        String problem = "Lighthouse keepers transcribe barometer readings from paper rolls into the weather ledger";
        UseCaseId first = done(sent(problem)).id();
        Actor author = employee();
        UUID id = UUID.randomUUID();
        done(intake.save(
                author,
                id,
                "en",
                Map.of(
                        "problem",
                        "Keepers of the lighthouse transcribe the barometer rolls on paper into the ledger of the weather",
                        "beneficiaries",
                        "Lighthouse keepers"),
                Map.of()));
        Intake.Reading read = intake.read(author, intake.find(author, id).orElseThrow(), true);
        assertThat(read.alike()).extracting(m -> m.id()).contains(first);
        assertThat(read.alikeOpen()).isPositive();
        done(intake.save(author, id, "en", Map.of("alike." + first.code(), "Another coast"), Map.of()));
        Intake.Reading told = intake.read(author, intake.find(author, id).orElseThrow(), true);
        assertThat(told.alikeOpen()).isEqualTo(read.alikeOpen() - 1);
        done(intake.join(author, id, first));
        assertThat(intake.find(author, id).orElseThrow().state()).isEqualTo(Draft.State.JOINED);
        assertThat(comments.of(author, first))
                .extracting(Comments.Comment::body)
                .anySatisfy(body -> assertThat(body).contains("barometer rolls").contains("Lighthouse keepers"));
        assertThat(trail(first.code())).contains("intake.joined");
    }

    private Outcome<Intake.Sent> sent(String problem) {
        Actor author = employee();
        return intake.send(author, filled(author, problem));
    }

    @Test
    void onlyWhatTheAnswersLeaveOpenIsAsked() {
        Actor author = employee();
        UUID id = UUID.randomUUID();
        done(intake.save(author, id, "en", Map.of("problem", "Something", "kind", "GENERATIVE"), Map.of()));
        assertThat(questions(author, id))
                .contains(
                        "exposure",
                        "personalData",
                        "affectsPeople",
                        "usersCount",
                        "budgetEstimate",
                        "prohibitedPractice")
                .doesNotContain("pilotResult", "monitoring");
        done(intake.save(author, id, "en", Map.of("fact.exposure", "PUBLIC"), Map.of()));
        assertThat(questions(author, id))
                .contains("exposure", "prohibitedPractice")
                .doesNotContain("usersCount", "budgetEstimate", "personalData");
        done(intake.save(
                author,
                id,
                "en",
                Map.of(
                        "fact.exposure", "INTERNAL",
                        "fact.personalData", "false",
                        "fact.affectsPeople", "NO",
                        "fact.usersCount", "30",
                        "fact.budgetEstimate", "9 000,50 €"),
                Map.of()));
        assertThat(lane(author, id)).isEqualTo("fast");
        done(intake.save(author, id, "en", Map.of("kind", "AGENT"), Map.of()));
        assertThat(lane(author, id)).isEqualTo("standard");
        done(intake.save(author, id, "en", Map.of("fact.usersCount", "many"), Map.of()));
        Intake.Reading wrong = intake.read(author, intake.find(author, id).orElseThrow(), false);
        assertThat(wrong.problems()).extracting(Reason::field).contains("fact.usersCount");
    }

    @Test
    void aCrossedRedLineIsSaidAndKeepsNobodyFromSending() {
        Actor author = employee();
        UUID id = filled(author, "Supervisors of the ropeway want to know who is tired before a shift starts");
        long line = gates.charter().getLast().id();
        done(intake.save(author, id, "en", Map.of("line." + line, "crossed"), Map.of()));
        Intake.Reading read = intake.read(author, intake.find(author, id).orElseThrow(), false);
        assertThat(read.crossed()).extracting(l -> l.id()).containsExactly(line);
        assertThat(read.rehearsal().evaluation().impossible()).isNotEmpty();
        assertThat(intake.answering(read.content().unitId())).isNotEmpty();
        UseCaseId sent = done(intake.send(author, id)).id();
        assertThat(Objects.requireNonNull(gates.of(author, sent).orElseThrow().evaluation())
                        .findings())
                .anyMatch(f -> f.state() == State.IMPOSSIBLE);
    }

    @Test
    void aDraftThatNobodyTouchedForNinetyDaysIsClearedAndTold() {
        Actor author = employee();
        UUID id = UUID.randomUUID();
        done(intake.save(author, id, "en", Map.of("problem", "An old worry. And its details"), Map.of()));
        jdbc.sql("update demand.intake_draft set updated_at = now() - interval '61 days' where id = :id")
                .param("id", id)
                .update();
        assertThat(intake.drafts(author).getFirst().until()).isNotNull();
        jdbc.sql("update demand.intake_draft set updated_at = now() - interval '91 days' where id = :id")
                .param("id", id)
                .update();
        Draft cleared = intake.mine(author).getFirst();
        assertThat(cleared.state()).isEqualTo(Draft.State.EXPIRED);
        assertThat(cleared.title()).isEqualTo("An old worry. And its details");
        assertThat(cleared.field("problem")).isEmpty();
        assertThat(reasons(intake.send(author, id))).containsExactly("demand.intake.refused.closed");
        assertThat(intake.drafts(author)).isEmpty();
        done(intake.discard(author, id));
    }

    @Test
    void aTitleIsProposedFromTheProblem() {
        assertThat(Titles.propose("les lettres attendent ; personne ne sait pourquoi.\nSuite"))
                .isEqualTo("Les lettres attendent");
        assertThat(Titles.propose("x".repeat(300))).hasSize(90);
        assertThat(Titles.propose("word ".repeat(60))).endsWith("word…").hasSizeLessThanOrEqualTo(91);
        assertThat(Titles.propose("  ")).isEmpty();
        assertThat(Titles.propose("3.5 days are lost each week")).isEqualTo("3.5 days are lost each week");
    }

    @Test
    void nobodyKeepsMoreDraftsThanTheyCanFollow() {
        Actor author = employee();
        for (int i = 0; i < Intake.MOST_OPEN; i++) {
            done(intake.save(author, UUID.randomUUID(), "en", Map.of("problem", "Draft " + i), Map.of()));
        }
        assertThat(reasons(intake.save(author, UUID.randomUUID(), "en", Map.of("problem", "Once more"), Map.of())))
                .containsExactly("demand.intake.refused.many");
    }

    private List<String> questions(Actor author, UUID id) {
        return intake.read(author, intake.find(author, id).orElseThrow(), false).rehearsal().questions().stream()
                .map(Fact::id)
                .toList();
    }

    private String lane(Actor author, UUID id) {
        Draft draft = intake.find(author, id).orElseThrow();
        return intake.read(author, draft, false).rehearsal().evaluation().lane().id();
    }

    private UUID filled(Actor author, String problem) {
        UUID id = UUID.randomUUID();
        Unit unit = done(units.create(Actor.system(), unit()));
        var fields = new LinkedHashMap<String, String>();
        fields.put("problem", problem);
        fields.put("beneficiaries", "Those of " + unit.code());
        fields.put("unit", unit.code());
        fields.put("rule", "NO");
        fields.put("alternative", "Every form differs.");
        fields.put("aiNeeded", "true");
        fields.put("note", "Before the summer");
        fields.put("fact.exposure", "INTERNAL");
        fields.put("fact.usersCount", "12");
        fields.put("fact.budgetEstimate", "12500");
        fields.put("line." + gates.charter().getFirst().id(), "clear");
        done(intake.save(author, id, "en", fields, Map.of()));
        return id;
    }

    private static Units.NewUnit unit() {
        String tag = UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        return new Units.NewUnit("I" + tag, "Entité " + tag, "Unit " + tag, null);
    }

    private Actor employee() {
        return accounts.actor(new Grant(Role.EMPLOYEE, null));
    }

    private long count() {
        return jdbc.sql("select count(*) from demand.use_case")
                .query(Long.class)
                .single();
    }

    private List<String> trail(String subject) {
        return jdbc.sql("select action from audit.event where subject_id = :id order by seq")
                .param("id", subject)
                .query(String.class)
                .list();
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
