package io.sextant.app.demand.hearing;

import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.demand.Comments;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.Answer;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.Gates.Given;
import io.sextant.app.demand.hearing.Concern.State;
import io.sextant.app.demand.hearing.Conversation.Entry;
import io.sextant.app.demand.hearing.Conversation.What;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Announcement.Kind;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import io.sextant.app.notice.Notice;
import io.sextant.app.notice.Notices;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.Visit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Concerns, mentions and the conversation, through the doors, the pages and the API. Each test works in a unit of its
/// own with people of its own.
@SextantTest
class HearingTest {
    @Autowired
    private Concerns concerns;

    @Autowired
    private Conversation conversation;

    @Autowired
    private Comments comments;

    @Autowired
    private Gates gates;

    @Autowired
    private UseCases useCases;

    @Autowired
    private Units units;

    @Autowired
    private People people;

    @Autowired
    private Actors actors;

    @Autowired
    private Notices notices;

    @Autowired
    private Accounts accounts;

    @Autowired
    private JdbcClient jdbc;

    @LocalServerPort
    private int port;

    private Unit unit;
    private Person fearful;
    private Actor owner;
    private Actor office;

    @BeforeEach
    void aUnitOfItsOwn() {
        unit = unit();
        fearful = accounts.person(new Grant(Role.EMPLOYEE, unit.id()));
        owner = accounts.actor(new Grant(Role.BUSINESS_OWNER, unit.id()));
        office = accounts.actor(new Grant(Role.AI_OFFICE, unit.id()));
    }

    private Unit unit() {
        String code = "H" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        return done(units.create(Actor.system(), new Units.NewUnit(code, "Écoute", "Hearing", null)));
    }

    private UseCase proposed() {
        return done(useCases.propose(
                office,
                Content.titled("en", "Hearing " + UUID.randomUUID())
                        .withUnit(unit.id())
                        .withBusinessOwner(new io.sextant.app.demand.Person(owner.name(), owner.id())),
                null));
    }

    private Actor actor(Person person) {
        return actors.find(person.id(), Who.Channel.WEB).orElseThrow();
    }

    private static Concerns.Typed typed(String fear) {
        return new Concerns.Typed(Concerns.form(), "PEOPLE", fear, "The desk of line 3");
    }

    private static String code(Outcome<?> outcome) {
        return outcome instanceof Outcome.Refused<?>(List<Reason> reasons)
                ? reasons.getFirst().code()
                : String.valueOf(outcome);
    }

    private List<Kind> kinds(Actor actor) {
        return notices.of(actor, false, null, 50, 0).stream().map(Notice::kind).toList();
    }

    // -------------------------------------------------------------------------------------------------------- concerns

    @Test
    void aConcernIsRaisedAnsweredSettledAndReopenedAndEachIsTold() {
        UseCaseId id = proposed().id();
        Actor raiser = actor(fearful);
        Concern raised = done(concerns.raise(raiser, id, typed("My work disappears")));
        assertThat(raised.state()).isEqualTo(State.OPEN);
        assertThat(raised.byName()).isEqualTo(raiser.name());
        assertThat(kinds(owner)).containsExactly(Kind.CONCERN);
        assertThat(kinds(office)).containsExactly(Kind.CONCERN);
        assertThat(kinds(raiser)).isEmpty();
        assertThat(code(concerns.settle(owner, id, raised.id()))).isEqualTo("demand.hearing.refused.unanswered");
        assertThat(code(concerns.answer(raiser, id, raised.id(), 0, "All is well", true)))
                .isEqualTo("demand.hearing.refused.answer");
        Concern answered = done(concerns.answer(owner, id, raised.id(), 0, "Nobody loses a post", false));
        assertThat(answered.state()).isEqualTo(State.ANSWERED);
        assertThat(kinds(raiser)).containsExactly(Kind.CONCERN_ANSWERED);
        assertThat(concerns.answer(office, id, raised.id(), 0, "I had not read that", false))
                .as("somebody answered meanwhile")
                .isEqualTo(new Outcome.Stale<Concern>(answered.latest()));
        assertThat(done(concerns.settle(office, id, raised.id())).state()).isEqualTo(State.SETTLED);
        Concern again = done(concerns.add(raiser, id, raised.id(), "And the night shift?"));
        assertThat(again.state()).isEqualTo(State.OPEN);
        assertThat(again.words()).extracting(Concern.Word::act).endsWith(Concern.Word.Act.REOPENED);
        assertThat(done(concerns.add(raiser, id, raised.id(), "And the night shift?"))
                        .words())
                .as("sent twice is said once")
                .hasSameSizeAs(again.words());
        assertThat(code(concerns.settle(office, id, raised.id())))
                .as("the first answer does not answer what came after it")
                .isEqualTo("demand.hearing.refused.unanswered");
        assertThat(kinds(owner)).startsWith(Kind.CONCERN, Kind.CONCERN);
        assertThat(jdbc.sql(
                                "select action from audit.event where subject_id = :id and action like '%concern%' order by seq")
                        .param("id", id.code())
                        .query(String.class)
                        .list())
                .containsExactly(
                        "use-case.concern-raised",
                        "use-case.concern-answered",
                        "use-case.concern-settled",
                        "use-case.concern-reopened");
    }

    @Test
    void nobodyAnswersTheirOwnConcernNorAddsToThatOfSomebodyElse() {
        UseCaseId id = proposed().id();
        Concern own = done(concerns.raise(owner, id, typed("Too dear")));
        assertThat(code(concerns.answer(owner, id, own.id(), 0, "No", true))).isEqualTo("demand.hearing.refused.own");
        assertThat(code(concerns.add(actor(fearful), id, own.id(), "Me too")))
                .isEqualTo("demand.hearing.refused.others");
        Actor legal = accounts.actor(new Grant(Role.LEGAL, unit.id()));
        assertThat(done(concerns.answer(legal, id, own.id(), 0, "Within the budget", true))
                        .state())
                .isEqualTo(State.SETTLED);
        assertThat(code(concerns.answer(
                        legal,
                        id,
                        own.id(),
                        done(concerns.settle(legal, id, own.id())).latest(),
                        "x",
                        true)))
                .isEqualTo("demand.hearing.refused.settled");
    }

    @Test
    void ofAnAnonymousConcernNoTableKeepsThePerson() {
        // A number that nothing else has, so that finding it is no accident.
        jdbc.sql("select setval(pg_get_serial_sequence('identity.user_account', 'id'), greatest(7000000000, "
                        + "(select max(id) + 1 from identity.user_account)))")
                .query(Long.class)
                .single();
        Person somebody = accounts.person(new Grant(Role.EMPLOYEE, unit.id()));
        assertThat(somebody.id()).isGreaterThan(7_000_000_000L);
        UseCaseId id = proposed().id();
        Visit visit = Visit.signedIn(port, somebody.email());
        String page = visit.get("/use-cases/" + id.code() + "/concerns/new", "Accept-Language", "en")
                .text();
        assertThat(page).contains("Not kept: your name");
        String form = page.replaceAll("(?s).*name=\"form\" value=\"([^\"]+)\".*", "$1");
        Set<String> before = rows();
        String session = session(somebody);
        var sent = visit.post(
                "/use-cases/" + id.code() + "/concerns",
                Map.of("form", form, "category", "PRIVACY", "fear", "Our badges are read", "anonymous", "true"));
        assertThat(sent.status()).isEqualTo(302);
        assertThat(sent.header("Location")).endsWith("/concern/" + form);
        Set<String> fresh = rows();
        fresh.removeAll(before);
        assertThat(fresh).as("the concern, the trail and notices at least").hasSizeGreaterThan(2);
        assertThat(fresh).anyMatch(row -> row.startsWith("demand.concern ") && row.contains("Our badges are read"));
        assertThat(fresh).anyMatch(row -> row.startsWith("audit.event ") && row.contains("concern-raised"));
        for (String trace : List.of(String.valueOf(somebody.id()), somebody.name(), somebody.email())) {
            assertThat(fresh).as(trace).noneMatch(row -> row.contains(trace));
        }
        assertThat(fresh).as("the secret itself is not kept").noneMatch(row -> row.contains(form));
        assertThat(session(somebody)).as("nothing is put by in the session").isEqualTo(session);
        // Sent once more by the back button, it is the same concern.
        assertThat(visit.post(
                                "/use-cases/" + id.code() + "/concerns",
                                Map.of(
                                        "form",
                                        form,
                                        "category",
                                        "PRIVACY",
                                        "fear",
                                        "Our badges are read",
                                        "anonymous",
                                        "true"))
                        .header("Location"))
                .endsWith("/concern/" + form);
        List<Concern> kept = concerns.of(owner, id);
        assertThat(kept).hasSize(1);
        Concern concern = kept.getFirst();
        assertThat(concern.at().toString()).as("no time of day").endsWith("T12:00:00Z");
        // Whoever holds the address reads the answer, without an account, and adds to it.
        before = rows();
        done(concerns.answer(owner, id, concern.id(), 0, "They are not: <b>only doors</b>", true));
        Visit stranger = Visit.on(port);
        var receipt = stranger.get("/concern/" + form, "Accept-Language", "en");
        assertThat(receipt.text())
                .contains("regarded as settled")
                .contains("They are not: &lt;b&gt;only doors&lt;/b&gt;");
        assertThat(receipt.header("Cache-Control")).contains("no-store");
        assertThat(receipt.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(stranger.post("/concern/" + form, Map.of("body", " ")).status())
                .isEqualTo(422);
        assertThat(visit.post("/concern/" + form, Map.of("body", "And the canteen?"))
                        .status())
                .isEqualTo(302);
        concern = concerns.of(owner, id).getFirst();
        assertThat(concern.state()).isEqualTo(State.OPEN);
        assertThat(concern.words().getLast().byName()).isNull();
        assertThat(concern.words().getLast().at().toString()).endsWith("T12:00:00Z");
        fresh = rows();
        fresh.removeAll(before);
        for (String trace : List.of(String.valueOf(somebody.id()), somebody.name(), somebody.email())) {
            assertThat(fresh).as(trace).noneMatch(row -> row.contains(trace));
        }
        expectNotFound("/concern/" + Concerns.form());
        expectNotFound("/concern/x");
        Concern named = done(concerns.raise(actor(fearful), id, typed("By name")));
        assertThat(named.anonymous()).isFalse();
    }

    private void expectNotFound(String path) {
        assertThat(Visit.on(port).get(path).status()).as(path).isEqualTo(404);
    }

    /// Every row of every table as JSON, except sessions, which are looked at by themselves.
    private Set<String> rows() {
        var rows = new HashSet<String>();
        for (String table : jdbc.sql("""
                        select format('%I.%I', schemaname, tablename) from pg_tables
                        where schemaname not in ('pg_catalog', 'information_schema') and tablename not like 'spring_session%'
                        """).query(String.class).list()) {
            jdbc.sql("select to_jsonb(t)::text from " + table + " t")
                    .query(String.class)
                    .list()
                    .forEach(row -> rows.add(table + " " + row));
        }
        return rows;
    }

    private String session(Person person) {
        return String.join(
                "\n",
                jdbc.sql("""
                        select a.attribute_name || ' ' || encode(a.attribute_bytes, 'hex')
                        from identity.spring_session s join identity.spring_session_attributes a
                            on a.session_primary_id = s.primary_id
                        where s.principal_name in (:id, :email) order by 1
                        """)
                        .param("id", String.valueOf(person.id()))
                        .param("email", person.email())
                        .query(String.class)
                        .list());
    }

    @Test
    void anonymousConcernsAreBoundedForEachPersonWithoutANameAndAFormCountsOnceUnderAnyHaste() throws Exception {
        UseCaseId id = proposed().id();
        Actor raiser = actor(fearful);
        for (int i = 0; i < Concerns.PER_PERSON; i++) {
            done(concerns.raiseAnonymously(raiser, id, typed("Fear " + i)));
        }
        assertThat(code(concerns.raiseAnonymously(raiser, id, typed("One more"))))
                .isEqualTo("demand.hearing.refused.wait");
        var same = typed("Twice at once");
        try (var two = Executors.newFixedThreadPool(4)) {
            Callable<Long> send = () -> done(concerns.raise(raiser, id, same)).id();
            var ids = new HashSet<Long>();
            for (var future : two.invokeAll(List.of(send, send, send, send))) {
                ids.add(future.get());
            }
            assertThat(ids).hasSize(1);
        }
        assertThat(concerns.of(owner, id)).hasSize(Concerns.PER_PERSON + 1);
        assertThat(code(concerns.raiseAnonymously(raiser, id, same)))
                .as("a form used by name opens no receipt")
                .isEqualTo("demand.hearing.problem.form");
        assertThat(concerns.receipt(same.form())).isEmpty();
    }

    @Test
    void whoDoesNotSeeTheUseCaseOrMayOnlyReadRaisesNothingAndArchivedOnesAreClosed() {
        UseCase useCase = proposed();
        UseCaseId id = useCase.id();
        Actor elsewhere = accounts.actor(new Grant(Role.CIO, unit().id()));
        assertThat(code(concerns.raise(elsewhere, id, typed("x")))).isEqualTo("demand.refused.notFound");
        Actor reader = accounts.actor(new Grant(Role.BOARD_READER, null));
        assertThat(code(concerns.raise(reader, id, typed("x")))).isEqualTo("demand.hearing.refused.raise");
        Actor both = accounts.actor(new Grant(Role.BOARD_READER, null), new Grant(Role.EMPLOYEE, unit().id()));
        Concern raised = done(concerns.raise(both, id, typed("An employee who may see it")));
        Concern secret = done(concerns.raiseAnonymously(actor(fearful), id, typed("Closed later")));
        assertThat(concerns.of(elsewhere, id)).isEmpty();
        assertThat(concerns.list(elsewhere, ConcernQuery.ALL, 500, 0))
                .extracting(l -> l.concern().useCase())
                .doesNotContain(id.code());
        assertThat(conversation.of(elsewhere, id, false, false)).isEmpty();
        assertThat(code(concerns.answer(elsewhere, id, raised.id(), 0, "x", true)))
                .isEqualTo("demand.refused.notFound");
        UseCaseId other = proposed().id();
        assertThat(code(concerns.answer(owner, other, raised.id(), 0, "x", true)))
                .as("a concern is answered where it was raised")
                .isEqualTo("demand.hearing.refused.none");
        done(useCases.archive(
                office, id, useCases.find(office, id).orElseThrow().version(), null));
        assertThat(code(concerns.raise(both, id, typed("x")))).isEqualTo("demand.refused.archived");
        assertThat(code(concerns.answer(owner, id, raised.id(), 0, "x", true))).isEqualTo("demand.refused.archived");
        assertThat(code(concerns.add(both, id, raised.id(), "x"))).isEqualTo("demand.refused.archived");
        assertThat(secret.anonymous()).isTrue();
        assertThat(code(comments.add(office, id, "x"))).isEqualTo("demand.refused.archived");
    }

    @Test
    void thePortfolioIsFilteredPagedAndTakenAwayWithinTheReadersUnits() {
        UseCaseId id = proposed().id();
        Concern first = done(concerns.raise(actor(fearful), id, typed("=cmd|' /C calc'!A0")));
        done(concerns.raise(
                actor(fearful), id, new Concerns.Typed(Concerns.form(), "COST", "<script>alert(1)</script>", "")));
        done(concerns.answer(owner, id, first.id(), 0, "Answered", false));
        Visit cio = Visit.signedIn(
                port, accounts.person(new Grant(Role.CIO, unit.id())).email());
        var all = cio.get("/concerns", "Accept-Language", "en").text();
        assertThat(all).contains("&lt;script&gt;alert(1)&lt;/script&gt;").doesNotContain("<script>alert");
        assertThat(all).contains("Waiting for an answer: 1. Answered and still open: 1. Settled: 0.");
        var narrowed = cio.get("/concerns?state=ANSWERED&category=PEOPLE&unit=" + unit.code(), "Accept-Language", "en")
                .text();
        assertThat(narrowed).contains(id.code()).doesNotContain("alert(1)");
        assertThat(cio.get("/concerns?unit=" + unit().code() + "&days=x&state=NONSENSE", "Accept-Language", "en")
                        .text())
                .contains("No concern matches these filters.");
        assertThat(cio.get("/concerns?days=7", "Accept-Language", "en").text()).contains("No concern matches");
        jdbc.sql("update demand.concern set at = at - interval '40 days' where id = :id")
                .param("id", first.id())
                .update();
        assertThat(cio.get("/concerns?days=30", "Accept-Language", "en").text()).contains(id.code());
        String csv =
                cio.get("/concerns.csv?state=ANSWERED", "Accept-Language", "en").text();
        assertThat(csv).contains("'=cmd").contains("Answered, open").doesNotContain("alert(1)");
        Visit elsewhere = Visit.signedIn(
                port, accounts.person(new Grant(Role.CIO, unit().id())).email());
        assertThat(elsewhere.get("/concerns", "Accept-Language", "en").text())
                .contains("No concern raised yet")
                .doesNotContain(id.code());
        assertThat(elsewhere.get("/concerns.csv").text()).doesNotContain(id.code());
        Visit employee = Visit.signedIn(port, fearful.email());
        assertThat(employee.get("/concerns.csv").status()).isEqualTo(403);
    }

    // --------------------------------------------------------------------------------------------------------- the API

    @Test
    void theApiRaisesAnswersSettlesAndReadsTheThreadAndWordsItsRefusalsInBothLanguages() {
        UseCase useCase = proposed();
        String path = "/api/v1/use-cases/" + useCase.id().code();
        Http raiser = Http.on(port).as(accounts.token(fearful, null));
        Http answers = Http.on(port)
                .as(accounts.token(
                        people.find(Actor.system(), Objects.requireNonNull(owner.id()))
                                .orElseThrow(),
                        null));
        Map<String, Object> body =
                Map.of("category", "FAIRNESS", "fear", "It judges by postcode", "touched", "Tenants");
        Http once = raiser.with("Idempotency-Key", UUID.randomUUID().toString());
        var made = once.post(path + "/concerns", body);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(once.post(path + "/concerns", body).json().path("id"))
                .isEqualTo(made.json().path("id"));
        assertThat(raiser.get(path + "/concerns").json()).hasSize(1);
        String one = path + "/concerns/" + made.json().path("id").asLong();
        var hasty = raiser.with("Accept-Language", "fr").post(path + "/concerns", Map.of("fear", "x".repeat(20_000)));
        assertThat(hasty.status()).isEqualTo(422);
        assertThat(hasty.text()).contains("Choisissez un sujet").contains("\"fear\"");
        var anonymous = raiser.with("Accept-Language", "en")
                .post(path + "/concerns", Map.of("category", "COST", "fear", "x", "anonymous", true));
        assertThat(anonymous.status()).isEqualTo(422);
        assertThat(anonymous.text()).contains("a token says whose it is");
        assertThat(answers.post(one + "/settle", Map.of()).status()).isEqualTo(422);
        var answered = answers.post(one + "/answers", Map.of("body", "Postcodes are left out"));
        assertThat(answered.status()).as(answered.text()).isEqualTo(200);
        assertThat(answered.json().path("state").asString()).isEqualTo("ANSWERED");
        assertThat(answers.post(one + "/answers", Map.of("body", "Twice")).status())
                .as("something was said since")
                .isEqualTo(412);
        assertThat(answers.post(one + "/settle", Map.of()).json().path("state").asString())
                .isEqualTo("SETTLED");
        assertThat(raiser.post(one + "/additions", Map.of("body", "And street names?"))
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("OPEN");
        assertThat(raiser.post(one + "/answers", Map.of("body", "x")).status()).isEqualTo(422);
        var listed = answers.get("/api/v1/concerns?limit=1&unit=" + unit.code());
        assertThat(listed.json().path("items").path(0).path("fear").asString()).isEqualTo("It judges by postcode");
        assertThat(raiser.post(path + "/comments", Map.of("body", "Said aloud")).status())
                .isEqualTo(201);
        var thread = answers.with("Accept-Language", "fr").get(path + "/thread?newestFirst=true");
        assertThat(thread.json()).extracting(e -> e.path("what").asString()).containsExactly("COMMENT", "CONCERN");
        assertThat(thread.json().path(1).path("heading").asString()).isEqualTo("Équité");
        assertThat(thread.json().path(1).path("concern").path("words")).hasSize(3);
        assertThat(answers.get("/api/v1/use-cases/UC-1999-0001/thread").status())
                .isEqualTo(404);
    }

    // -------------------------------------------------------------------------------------------------------- mentions

    @Test
    void whoIsMentionedIsToldStaysRightWhenRenamedAndMustSeeTheUseCase() {
        UseCaseId id = proposed().id();
        Person named = accounts.person(new Grant(Role.EMPLOYEE, unit.id()));
        Actor stranger = accounts.actor(new Grant(Role.EMPLOYEE, unit().id()));
        String said = "Ask @" + named.name() + ", not @{" + stranger.id() + "} <i>please</i>";
        var comment = done(comments.add(office, id, said, List.of(named.id())));
        assertThat(comment.body()).isEqualTo(said);
        assertThat(comment.mentions()).extracting(Comments.Mention::id).containsExactly(named.id());
        assertThat(jdbc.sql("select body from demand.comment where id = :id")
                        .param("id", comment.id())
                        .query(String.class)
                        .single())
                .contains("@{" + named.id() + "}")
                .doesNotContain(named.name());
        assertThat(kinds(actor(named))).containsExactly(Kind.MENTION);
        assertThat(kinds(owner)).containsExactly(Kind.COMMENT);
        assertThat(done(comments.add(office, id, said, List.of(named.id()))).id())
                .as("sent twice is said once")
                .isEqualTo(comment.id());
        assertThat(kinds(actor(named))).hasSize(1);
        jdbc.sql("update identity.user_account set name = 'Renée Nouveau' where id = :id")
                .param("id", named.id())
                .update();
        var renamed = comments.of(office, id).getFirst();
        assertThat(renamed.body()).startsWith("Ask @Renée Nouveau, not @{" + stranger.id() + "}");
        assertThat(renamed.pieces(renamed.body()))
                .filteredOn(Comments.Comment.Piece::mention)
                .extracting(Comments.Comment.Piece::text)
                .containsExactly("@Renée Nouveau");
        assertThat(Visit.signedIn(port, fearful.email())
                        .get("/use-cases/" + id.code() + "/discussion")
                        .text())
                .contains("<b class=\"mention\">@Renée Nouveau</b>")
                .contains("&lt;i&gt;please");
        assertThat(code(comments.add(
                        office, id, "@" + stranger.name(), List.of(Objects.requireNonNull(stranger.id())))))
                .isEqualTo("demand.refused.mention");
        assertThat(code(comments.add(office, id, "Nobody is named", List.of(named.id()))))
                .isEqualTo("demand.refused.mentionMissing");
        assertThat(code(comments.add(
                        office,
                        id,
                        "x",
                        java.util.stream.LongStream.range(1, 30).boxed().toList())))
                .isEqualTo("demand.refused.mentions");
        assertThat(comments.mentionable(office, id, "Nouveau"))
                .extracting(io.sextant.app.identity.Person.Name::id)
                .contains(named.id());
        assertThat(comments.mentionable(office, id, stranger.name())).isEmpty();
        assertThat(comments.mentionable(stranger, id, "")).isEmpty();
        // Whoever is named anew by a change is told once; without mentions the text stays a text.
        done(comments.edit(
                office,
                id,
                comment.id(),
                "Ask @Renée Nouveau and @" + owner.name(),
                List.of(named.id(), Objects.requireNonNull(owner.id()))));
        assertThat(kinds(actor(named))).hasSize(1);
        assertThat(kinds(owner)).containsExactly(Kind.MENTION, Kind.COMMENT);
        assertThat(done(comments.add(actor(fearful), id, "Hello @" + named.name()))
                        .mentions())
                .isEmpty();
    }

    @Test
    void aPersonWhoSeesNothingIsRefusedByTheApiInWords() {
        UseCaseId id = proposed().id();
        Actor stranger = accounts.actor(new Grant(Role.EMPLOYEE, unit().id()));
        Http http = Http.on(port).as(accounts.token(fearful, Set.of(Permission.COMMENT, Permission.VIEW_USE_CASES)));
        String path = "/api/v1/use-cases/" + id.code();
        var refused = http.with("Accept-Language", "fr")
                .post(
                        path + "/comments",
                        Map.of("body", "@{" + stranger.id() + "}", "mentions", List.of(stranger.id())));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("ne voit pas ce cas d’usage").contains("\"mentions\"");
        var done = http.post(
                path + "/comments", Map.of("body", "Hello @{" + owner.id() + "}", "mentions", List.of(owner.id())));
        assertThat(done.json().path("body").asString()).isEqualTo("Hello @" + owner.name());
        assertThat(http.get(path + "/mentionable?q=" + owner.name().replace(" ", "%20"))
                        .json())
                .extracting(p -> p.path("id").asLong())
                .contains(owner.id());
        assertThat(http.post(path + "/comments", Map.of("body", "x".repeat(20_000)))
                        .status())
                .isEqualTo(422);
    }

    // -------------------------------------------------------------------------------------------------- the
    // conversation

    @Test
    void theThreadJoinsWhatWasSaidAskedAndDecidedAndTheDecisionKeepsTheNumberOfOpenConcerns() {
        UseCase useCase = proposed();
        UseCaseId id = useCase.id();
        Actor cio = accounts.actor(new Grant(Role.CIO, unit.id()));
        done(comments.add(office, id, "Shall we?"));
        Concern concern = done(concerns.raise(actor(fearful), id, typed("The night shift")));
        done(concerns.raise(actor(fearful), id, typed("The price")));
        done(concerns.answer(owner, id, concern.id(), 0, "Unchanged", false));
        done(gates.ask(office, id, "Before the budget"));
        done(gates.question(cio, id, "How many people?"));
        long question = gates.of(office, id)
                .orElseThrow()
                .open()
                .orElseThrow()
                .questions()
                .getFirst()
                .id();
        done(gates.reply(office, id, question, "Twelve"));
        long seen = useCases.find(cio, id).orElseThrow().version();
        var gatePage = Visit.signedIn(
                port,
                people.find(Actor.system(), Objects.requireNonNull(cio.id()))
                        .orElseThrow()
                        .email());
        assertThat(gatePage.get("/use-cases/" + id.code() + "/gate", "Accept-Language", "en")
                        .text())
                .contains("2 concerns are not settled")
                .contains("One still waits for an answer.");
        done(gates.decide(cio, id, seen, new Given(Answer.NO, "Too few people", "Fifty people", "A form", null, null)));
        done(gates.appeal(owner, id, "Sixty now"));
        String snapshot = gates.snapshot(
                        cio,
                        id,
                        gates.of(cio, id).orElseThrow().latest().orElseThrow().id())
                .orElseThrow();
        assertThat(snapshot).contains("\"concernsOpen\":1").contains("\"concernsKeptOpen\":1");
        List<Entry> all = conversation.of(fearfulActor(), id, false, false);
        assertThat(all.stream().map(HearingTest::kind).toList())
                .containsExactly(
                        "comment", "concern", "concern", "REQUESTED", "QUESTIONED", "REPLIED", "DECIDED", "APPEALED");
        assertThat(conversation.of(fearfulActor(), id, true, true).stream()
                        .map(HearingTest::kind)
                        .toList())
                .containsExactly("APPEALED", "DECIDED");
        Visit reader = Visit.signedIn(port, fearful.email());
        String page = reader.get("/use-cases/" + id.code() + "/discussion", "Accept-Language", "en")
                .text();
        assertThat(page)
                .contains("decides, towards “")
                .contains("Too few people")
                .contains("Fifty people")
                .contains("The night shift")
                .contains("Unchanged")
                .contains("contests the decision");
        String decisions = reader.get(
                        "/use-cases/" + id.code() + "/discussion?show=decisions&order=newest", "Accept-Language", "fr")
                .text();
        assertThat(decisions)
                .contains("Too few people")
                .doesNotContain("The night shift")
                .doesNotContain("Shall we?");
        assertThat(decisions.indexOf("Sixty now")).isLessThan(decisions.indexOf("Too few people"));
        assertThat(Pattern.compile("demand\\.[a-z]")
                        .matcher(page.replaceAll("href=\"[^\"]*\"", ""))
                        .find())
                .as("raw keys")
                .isFalse();
        assertThat(What.values()).hasSize(13);
        assertThat(useCase.content().stage()).isNotEqualTo(Stage.RUN);
    }

    private Actor fearfulActor() {
        return actor(fearful);
    }

    private static String kind(Entry entry) {
        return switch (entry) {
            case Entry.Commented _ -> "comment";
            case Entry.Feared _ -> "concern";
            case Entry.Happened h -> h.what().name();
        };
    }

    // -------------------------------------------------------------------------------------------------------- the
    // pages

    @Test
    void whatIsTypedIsKeptWhenItIsRefusedAndTheFormOfferedOnlyToThoseWhoMay() {
        UseCaseId id = proposed().id();
        Visit visit = Visit.signedIn(port, fearful.email());
        var form = new LinkedHashMap<String, String>();
        form.put("form", Concerns.form());
        form.put("fear", "<img src=x onerror=alert(1)>");
        form.put("touched", "y".repeat(5_000));
        form.put("anonymous", "true");
        var refused = visit.post("/use-cases/" + id.code() + "/concerns", form, "Accept-Language", "en");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text())
                .contains("&lt;img src=x onerror=alert(1)&gt;")
                .contains("Choose a subject.")
                .contains("value=\"" + form.get("form") + "\"");
        assertThat(concerns.of(owner, id)).isEmpty();
        Visit reader = Visit.signedIn(
                port, accounts.person(new Grant(Role.BOARD_READER, null)).email());
        assertThat(reader.get("/use-cases/" + id.code() + "/concerns/new").status())
                .isEqualTo(403);
        assertThat(reader.get("/use-cases/" + id.code() + "/discussion").text()).doesNotContain("/concerns/new");
        Concern concern = done(concerns.raise(fearfulActor(), id, typed("Plain")));
        Visit answering = Visit.signedIn(
                port,
                people.find(Actor.system(), Objects.requireNonNull(owner.id()))
                        .orElseThrow()
                        .email());
        String one = "/use-cases/" + id.code() + "/concerns/" + concern.id();
        assertThat(answering
                        .post(one + "/answers", Map.of("body", "Heard", "seen", "0", "settled", "true"))
                        .header("Location"))
                .endsWith("/discussion#concern-" + concern.id());
        answering.post(one + "/answers", Map.of("body", "Heard", "seen", "0", "settled", "true"));
        assertThat(concerns.of(owner, id).getFirst().words())
                .as("a double click answers once")
                .hasSize(1);
        assertThat(visit.post(one + "/additions", Map.of("body", "Not enough")).status())
                .isEqualTo(302);
        assertThat(concerns.of(owner, id).getFirst().state()).isEqualTo(State.OPEN);
    }
}
