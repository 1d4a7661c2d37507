package io.sextant.app.demand.telling;

import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.demand.Comments;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.Person;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.Answer;
import io.sextant.app.demand.gating.Decision.Appeal;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.Gates.Given;
import io.sextant.app.demand.gating.Standing;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Announcement.Kind;
import io.sextant.app.notice.Notice;
import io.sextant.app.notice.Notices;
import io.sextant.app.notice.Wording;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.SextantTest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Who hears of what happens at the gates. Each test works in a unit of its own with people of its own.
@SextantTest
class GateNewsTest {
    @Autowired
    private Gates gates;

    @Autowired
    private GateNews news;

    @Autowired
    private UseCases useCases;

    @Autowired
    private Comments comments;

    @Autowired
    private Notices notices;

    @Autowired
    private Wording wording;

    @Autowired
    private Units units;

    @Autowired
    private Accounts accounts;

    @Autowired
    private JdbcClient jdbc;

    private long unit;
    private Actor asks;
    private Actor decides;
    private Actor owner;
    private Actor security;

    @BeforeEach
    void aUnitOfItsOwn() {
        unit = unit();
        asks = accounts.actor(new Grant(Role.AI_OFFICE, unit));
        decides = accounts.actor(new Grant(Role.CIO, unit));
        owner = accounts.actor(new Grant(Role.BUSINESS_OWNER, unit));
        security = accounts.actor(new Grant(Role.SECURITY, unit));
    }

    private long unit() {
        String code = "N" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        return done(units.create(Actor.system(), new Units.NewUnit(code, "F", "E", null)))
                .id();
    }

    private UseCaseId proposed() {
        return done(useCases.propose(
                        asks,
                        Content.titled("en", "News " + UUID.randomUUID())
                                .withUnit(unit)
                                .withBusinessOwner(new Person(owner.name(), owner.id())),
                        null))
                .id();
    }

    private List<Notice> heard(Actor actor) {
        return notices.of(actor, true, null, 50, 0);
    }

    private List<Kind> kinds(Actor actor) {
        return heard(actor).stream().map(Notice::kind).toList();
    }

    private long seen(UseCaseId id) {
        return useCases.find(decides, id).orElseThrow().version();
    }

    @Test
    void aRequestAQuestionAReplyADecisionAndAnAppealReachThoseConcernedAndNobodyElse() {
        UseCaseId id = proposed();
        Actor elsewhere = accounts.actor(new Grant(Role.CIO, unit()));
        done(gates.ask(asks, id, "Before the budget round"));
        assertThat(kinds(decides)).containsExactly(Kind.REQUEST);
        assertThat(heard(decides).getFirst().detail()).isEqualTo("Before the budget round");
        assertThat(kinds(asks)).as("one's own act is no news").isEmpty();
        done(gates.question(decides, id, "How many people?"));
        assertThat(kinds(asks)).containsExactly(Kind.QUESTION);
        assertThat(kinds(owner)).containsExactly(Kind.QUESTION);
        assertThat(heard(asks).getFirst().detail()).isEqualTo("How many people?");
        long question = gates.of(asks, id)
                .orElseThrow()
                .open()
                .orElseThrow()
                .questions()
                .getFirst()
                .id();
        done(gates.reply(asks, id, question, "Twelve"));
        assertThat(kinds(decides)).startsWith(Kind.REPLY);
        done(gates.decide(decides, id, seen(id), new Given(Answer.NO, "Too few", "Ten more", null, null, null)));
        assertThat(kinds(asks)).startsWith(Kind.DECISION);
        assertThat(kinds(owner)).startsWith(Kind.DECISION);
        done(gates.appeal(owner, id, "Thirteen now"));
        assertThat(kinds(asks)).startsWith(Kind.APPEAL);
        done(gates.answerAppeal(asks, id, Appeal.Outcome.OVERTURNED, "True"));
        assertThat(kinds(owner)).startsWith(Kind.APPEAL_ANSWERED);
        assertThat(kinds(decides)).startsWith(Kind.APPEAL_ANSWERED);
        assertThat(kinds(elsewhere)).isEmpty();
        Notice decision = heard(asks).stream()
                .filter(n -> n.kind() == Kind.DECISION)
                .findFirst()
                .orElseThrow();
        String title = useCases.find(asks, id).orElseThrow().content().texts().title();
        assertThat(wording.text(Lang.EN, decision.key(), decision.args()))
                .isEqualTo("Decision on “" + title + "”, to “Qualified”: No.");
        assertThat(wording.text(Lang.FR, decision.key(), decision.args()))
                .isEqualTo("Décision sur «\u202f" + title + "\u202f», vers «\u202fQualifié\u202f»\u202f: Non.");
        assertThat(decision.link()).isEqualTo("/use-cases/" + id.code() + "/gate#latest");
    }

    @Test
    void whatIsRefusedOrRolledBackIsNoNews() {
        UseCaseId id = proposed();
        assertThat(gates.question(decides, id, "Too early?")).isNotNull();
        assertThat(kinds(asks)).isEmpty();
    }

    @Test
    void whoeverIsAskedToSignHearsItOnceAndAgainWhenTheirSignatureFalls() {
        UseCaseId id = proposed();
        done(gates.answer(
                asks,
                id,
                Map.ofEntries(
                        Map.entry("personalData", false),
                        Map.entry("prohibitedPractice", false),
                        Map.entry("affectsPeople", "NO"),
                        Map.entry("exposure", "PARTNERS"),
                        Map.entry("usersCount", 200))));
        jdbc.sql("update demand.use_case set stage = 'FRAMED' where code = :code")
                .param("code", id.code())
                .update();
        done(gates.ask(asks, id, null));
        Standing standing = done(gates.answer(asks, id, Map.of("usersCount", 201)));
        assertThat(standing.evaluation()).isNotNull();
        assertThat(Objects.requireNonNull(standing.evaluation()).toSign())
                .extracting(f -> f.criterion().id())
                .contains("pilot-security");
        assertThat(kinds(security).stream().filter(k -> k == Kind.SIGNATURE_EXPECTED))
                .as("asked for twice, told once")
                .hasSize(1);
        done(gates.sign(security, id, "pilot-security", "SECURITY", null));
        done(gates.answer(asks, id, Map.of("usersCount", 90_000)));
        assertThat(kinds(security)).contains(Kind.SIGNATURE_FELL);
        assertThat(kinds(owner)).contains(Kind.SIGNATURE_FELL);
        assertThat(kinds(security).stream().filter(k -> k == Kind.SIGNATURE_EXPECTED))
                .as("asked for again")
                .hasSize(2);
    }

    @Test
    void anActionReachesWhoDoesItAndACommentTheOwner() {
        UseCaseId id = proposed();
        done(comments.add(asks, id, "What of the trade unions?"));
        assertThat(kinds(owner)).containsExactly(Kind.COMMENT);
        done(comments.add(owner, id, "Next week"));
        assertThat(kinds(owner)).hasSize(1);
        String remedy = Objects.requireNonNull(
                        Objects.requireNonNull(gates.of(asks, id).orElseThrow().paths())
                                .cheapest())
                .steps()
                .stream()
                .map(s -> s.remedy())
                .filter(r -> Objects.requireNonNull(gates.pack().remedies().get(r))
                        .owner()
                        .equals("BUSINESS_OWNER"))
                .findFirst()
                .orElseThrow();
        done(gates.start(asks, id, remedy));
        assertThat(kinds(owner)).startsWith(Kind.ACTION);
        assertThat(wording.text(
                        Lang.EN,
                        heard(owner).getFirst().key(),
                        heard(owner).getFirst().args()))
                .startsWith("An action is yours, for ");
    }

    @Test
    void aWaiverAboutToEndIsToldOnce() {
        UseCaseId id = proposed();
        long key = useCases.find(asks, id).orElseThrow().key();
        jdbc.sql("""
                        insert into demand.gate_waiver (use_case_id, criterion, role, from_day, until_day, reason, at, by_id, by_name)
                        values (:key, 'pilot-security', 'SECURITY', current_date, current_date + :days, 'For now', now(), :by, 'X')
                        """)
                .param("key", key)
                .param("days", GateNews.WAIVER_DAYS - 1)
                .param("by", decides.id())
                .update();
        news.tellOfEndingWaivers();
        news.tellOfEndingWaivers();
        assertThat(kinds(security)).containsExactly(Kind.WAIVER_ENDING);
        assertThat(kinds(decides)).containsExactly(Kind.WAIVER_ENDING);
        assertThat(kinds(owner)).containsExactly(Kind.WAIVER_ENDING);
    }
}
