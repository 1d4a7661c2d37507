package io.sextant.app.demand.receiving;

import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.demand.Comments;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.intake.IntakeEntry;
import io.sextant.app.demand.intake.Origin;
import io.sextant.app.demand.intake.PublicIntake;
import io.sextant.app.demand.receiving.Receivers.Made;
import io.sextant.app.demand.receiving.Receivers.Wanted;
import io.sextant.app.demand.receiving.web.Example;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.notice.Notices;
import io.sextant.app.platform.webhook.Signer;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.Visit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// What programs elsewhere deliver, over HTTP as they do.
@SextantTest
class ReceptionTest {
    @Autowired
    private Receivers receivers;

    @Autowired
    private PublicIntake intake;

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

    // ---------------------------------------------------------------------------------------------------------- Jira

    @Test
    void anIdeaOfASignedJiraEventGoesThroughTheInboxToAUseCaseAndItsLaterEventsAreNotedThere() {
        Unit unit = unit();
        Made made = made(ReceiverKind.JIRA, unit.code(), false);
        String project = project();
        String key = project + "-7";
        Instant now = Instant.now();
        var answer = jira(made, issue(key, "Ferry queues are read too late", "To Do", now, """
                {"type": "doc", "version": 1, "content": [
                 {"type": "heading", "content": [{"type": "text", "text": "Problem"}]},
                 {"type": "paragraph", "content": [{"type": "text", "text": "Passengers wait forty minutes."}]},
                 {"type": "heading", "content": [{"type": "text", "text": "Beneficiaries"}]},
                 {"type": "paragraph", "content": [{"type": "text", "text": "9,000 passengers a day"}]}]}
                """));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        assertThat(answer.header("Set-Cookie")).isEmpty();
        assertThat(answer.json().path("result").asString()).isEqualTo("RECEIVED");
        long idea = answer.json().path("idea").asLong();
        String receipt = answer.json().path("receipt").asString().replaceAll("https?://[^/]*", "");
        assertThat(Visit.on(port).get(receipt, "Accept-Language", "en").text()).contains("Thank you, it is received");

        Person person = accounts.person(new Grant(Role.AI_OFFICE, unit.id()));
        Visit office = Visit.signedIn(port, person.email());
        String inbox = office.get("/received", "Accept-Language", "en").text();
        assertThat(inbox)
                .contains("Ferry queues are read too late", "Passengers wait forty minutes.", "9,000 passengers a day")
                .contains("https://jira.example.org/browse/" + key, "To Do", "Sophie Roux", "sophie.roux@example.org");
        var seen = Http.on(port)
                .as(accounts.token(person, null))
                .get("/api/v1/received")
                .json();
        assertThat(seen.path(0).path("origin").path("source").asString()).isEqualTo("Jira " + project);
        assertThat(seen.path(0).path("origin").path("stage").asString()).isEqualTo("IDEA");

        // Changed before anybody answered: the idea has the words of now, and nobody is told twice.
        var changed = jira(
                made,
                issue(key, "Ferry queues are read an hour late", "Backlog", now.plusMillis(1), "\"Words of *now*\""));
        assertThat(changed.json().path("result").asString()).isEqualTo("UPDATED");
        assertThat(changed.json().path("idea").asLong()).isEqualTo(idea);
        assertThat(changed.json().path("receipt").asString()).endsWith(receipt);
        assertThat(jira(
                                made,
                                issue(
                                        key,
                                        "Ferry queues are read an hour late",
                                        "Backlog",
                                        now.plusMillis(2),
                                        "\"Words of *now*\""))
                        .json()
                        .path("result")
                        .asString())
                .isEqualTo("UNCHANGED");
        Actor actor = accounts.actor(new Grant(Role.AI_OFFICE, unit.id()));
        assertThat(entries(actor, unit)).singleElement().satisfies(e -> {
            assertThat(e.problem()).isEqualTo("Words of now");
            assertThat(origin(e).texts().title()).isEqualTo("Ferry queues are read an hour late");
            assertThat(origin(e).texts().problem()).isNull();
        });

        var accepted = office.post("/received/" + idea + "/accept", Map.of("title", ""));
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(302);
        UseCaseId id = new UseCaseId(accepted.header("Location").replaceAll(".*/use-cases/([^/]+)/.*", "$1"));
        UseCase useCase = useCases.find(Actor.system(), id).orElseThrow();
        Content content = useCase.content();
        assertThat(content.texts().title()).isEqualTo("Ferry queues are read an hour late");
        assertThat(content.texts().description()).isEqualTo("Words of now");
        assertThat(content.source()).isEqualTo("Jira " + project);
        assertThat(content.externalKey()).isEqualTo(key);
        assertThat(content.stage()).isEqualTo(Stage.IDEA);
        assertThat(content.unitId()).isEqualTo(unit.id());
        assertThat(Objects.requireNonNull(content.businessOwner()).name()).isEqualTo("Sophie Roux");
        assertThat(content.tags()).contains("queues");
        assertThat(content.links()).singleElement().satisfies(l -> assertThat(l.url())
                .isEqualTo("https://jira.example.org/browse/" + key));

        var later = jira(
                made,
                issue(
                        key,
                        "Ferry queues are read an hour late",
                        "In Progress",
                        now.plusMillis(3),
                        "\"Words of *now*\""));
        assertThat(later.json().path("result").asString()).isEqualTo("NOTED");
        assertThat(later.json().path("useCase").asString()).isEqualTo(id.code());
        assertThat(comments.of(Actor.system(), id)).singleElement().satisfies(c -> assertThat(c.body())
                .contains(key, "Status: In Progress")
                .doesNotContain("Words of now", "Title:"));
        assertThat(useCases.find(Actor.system(), id).orElseThrow().content().stage())
                .isEqualTo(Stage.IDEA);
        // What changed elsewhere in the issue is none of ours.
        assertThat(jira(
                                made,
                                issue(
                                        key,
                                        "Ferry queues are read an hour late",
                                        "In Progress",
                                        now.plusMillis(4),
                                        "\"Words of *now*\""))
                        .json()
                        .path("result")
                        .asString())
                .isEqualTo("UNCHANGED");
        assertThat(jira(
                                made,
                                issue(
                                                key,
                                                "Ferry queues are read an hour late",
                                                "In Progress",
                                                now.plusMillis(5),
                                                "\"\"")
                                        .replace("issue_updated", "issue_deleted"))
                        .json()
                        .path("result")
                        .asString())
                .isEqualTo("NOTED");
        assertThat(comments.of(Actor.system(), id)).last().satisfies(c -> assertThat(c.body())
                .contains("deleted there"));
        assertThat(jdbc.sql(
                                "select action from audit.event where subject_type = 'intake-entry' and subject_id = :id order by seq")
                        .param("id", String.valueOf(idea))
                        .query(String.class)
                        .list())
                .containsExactly("intake.received", "intake.updated", "intake.accepted");
    }

    @Test
    void aUseCaseThatCameByFileIsNotedWithWhatDiffersAndOneOfAnotherInventoryIsLeftAlone() {
        Made made = made(ReceiverKind.JIRA, "", true);
        String project = project();
        UseCase known = imported("Berths are assigned by hand", "Jira " + project, project + "-1");
        var first = bearer(made, flat(project + "-1", "Berths are assigned by hand", "Done", ""));
        assertThat(first.json().path("result").asString()).as(first.toString()).isEqualTo("NOTED");
        assertThat(comments.of(Actor.system(), known.id()))
                .singleElement()
                .satisfies(c -> assertThat(c.body()).contains("Status: Done").doesNotContain("Title:"));
        assertThat(entriesOf(made)).isEmpty();

        UseCase other = imported("Elsewhere altogether", "Another inventory " + project, project + "-2");
        var named = bearer(
                made,
                flat(
                        project + "-3",
                        "An issue of its own",
                        "To Do",
                        ", \"customfield_10042\": \"" + other.id().code() + "\""));
        assertThat(named.json().path("result").asString()).isEqualTo("RECEIVED");
        UseCase ours = imported("Exported to Jira by us", null, null);
        var back = bearer(
                made,
                flat(
                        project + "-4",
                        "Exported to Jira by us",
                        "Done",
                        ", \"customfield_10042\": \"" + ours.id().code().toLowerCase(Locale.ROOT) + "\""));
        assertThat(back.json().path("useCase").asString()).isEqualTo(ours.id().code());
        assertThat(comments.of(Actor.system(), other.id())).isEmpty();

        done(useCases.archive(Actor.system(), known.id(), known.version(), "Over"));
        var archived = bearer(made, flat(project + "-1", "Another title", "Done", ""));
        assertThat(archived.json().path("result").asString()).isEqualTo("IGNORED");
        assertThat(archived.json().path("remarks").path(0).path("message").asString())
                .contains("archived");
    }

    @Test
    void whatIsGivenUpOrAnsweredThereOrHereDoesNotComeBack() {
        Made made = made(ReceiverKind.JIRA, "", true);
        String project = project();
        assertThat(bearer(made, flat(project + "-1", "Given up", "Won't do", ""))
                        .json()
                        .path("result")
                        .asString())
                .isEqualTo("IGNORED");
        assertThat(bearer(
                                made,
                                "{\"webhookEvent\": \"jira:issue_deleted\", \"issue\": "
                                        + flat(project + "-2", "Gone", "To Do", "") + "}")
                        .json()
                        .path("result")
                        .asString())
                .isEqualTo("IGNORED");
        assertThat(entriesOf(made)).isEmpty();
        var received = bearer(made, flat(project + "-3", "To be declined", "To Do", ""));
        String receipt = received.json().path("receipt").asString().replaceAll("https?://[^/]*", "");
        done(intake.decline(
                accounts.actor(Role.CIO), received.json().path("idea").asLong(), "It takes no AI.", "", ""));
        assertThat(Visit.on(port).get(receipt).text()).contains("It takes no AI.");
        var again = bearer(made, flat(project + "-3", "To be declined, once more", "To Do", ""));
        assertThat(again.json().path("result").asString()).isEqualTo("IGNORED");
        assertThat(again.json().path("remarks").path(0).path("code").asString())
                .isEqualTo("demand.receiver.ignored.answered");
    }

    // ---------------------------------------------------------------------------------------------------- ServiceNow

    @Test
    void aDemandOfServiceNowIsReadByItsFieldNames() {
        Unit unit = unit();
        Made made = made(ReceiverKind.SERVICENOW, "", true);
        String number = "DMND" + (1_000_000 + Math.floorMod(UUID.randomUUID().hashCode(), 8_000_000));
        var answer = basic(made, """
                {"record": {"number": "%s", "short_description": "Berth plans are typed twice",
                 "description": "<p>Two clerks type <b>the same</b> plan.</p><ul><li>by day</li></ul><script>alert(1)</script>",
                 "business_case": "An hour a day", "state": {"value": "2", "display_value": "Submitted"},
                 "requested_by": {"link": "https://sn.example.org/u/1", "value": "6816f79cc0a8016401c5a33be04be441"},
                 "assigned_to": {"display_value": "Omar Benali", "value": "6816f79cc0a8016401c5a33be04be442"},
                 "department": "%s", "sys_tags": "berths, plans"}}
                """.formatted(number, unit.nameEn()));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        assertThat(answer.json().path("remarks").path(0).path("code").asString())
                .isEqualTo("demand.receiver.remark.sysId");
        assertThat(entries(Actor.system(), unit)).singleElement().satisfies(e -> {
            assertThat(e.problem()).isEqualTo("Two clerks type the same plan.\n\n- by day");
            assertThat(e.outcome()).isEqualTo("An hour a day");
            assertThat(e.name()).isNull();
            assertThat(origin(e).technicalOwner()).isEqualTo("Omar Benali");
            assertThat(origin(e).source()).isEqualTo("ServiceNow");
            assertThat(origin(e).key()).isEqualTo(number);
            assertThat(origin(e).status()).isEqualTo("Submitted");
            assertThat(origin(e).stage()).isEqualTo(Stage.IDEA);
            assertThat(origin(e).tags()).containsExactly("berths", "plans");
        });
    }

    // ------------------------------------------------------------------------------------------------------- generic

    @Test
    void anyProgramSendsTheFieldsThatTheManualLists() {
        Unit unit = unit();
        Made made = made(ReceiverKind.GENERIC, unit.code(), false);
        var body = new LinkedHashMap<String, Object>();
        body.put("title", "Night <b>rosters</b>");
        body.put("problem", "Rosters take a day.\u0000\u0007");
        body.put("baseline", 8);
        body.put("outcome", "An hour");
        body.put("beneficiaries", "40 planners");
        body.put("alternative", null);
        body.put("sponsor", "Ana Ruiz");
        body.put("contact", Map.of("name", "Lee Park", "email", "lee.park@example.org"));
        body.put("unit", "Nowhere at all");
        body.put("tags", List.of("night", "planning", 7));
        body.put("key", "R-1");
        body.put("url", "https://tool.example.org/R-1");
        body.put("lang", "en");
        body.put("colour", "blue");
        var answer = signed(made, JsonMapper.shared().writeValueAsString(body));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        assertThat(answer.json().path("remarks").valueStream().map(r -> r.path("field")
                        .asString()))
                .containsExactlyInAnyOrder("colour", "unit");
        assertThat(entries(Actor.system(), unit)).singleElement().satisfies(e -> {
            assertThat(e.problem()).isEqualTo("Rosters take a day.");
            assertThat(origin(e).texts().title()).isEqualTo("Night <b>rosters</b>");
            assertThat(origin(e).texts().baseline()).isEqualTo("8");
            assertThat(origin(e).sponsor()).isEqualTo("Ana Ruiz");
            assertThat(e.name()).isEqualTo("Lee Park");
            assertThat(e.email()).isEqualTo("lee.park@example.org");
            assertThat(e.label()).isEqualTo(made.receiver().name());
            assertThat(origin(e).source()).isEqualTo(made.receiver().name());
        });
        Visit cio = Visit.signedIn(port, accounts.person(Role.CIO).email());
        assertThat(cio.get("/received").text())
                .contains("Night &lt;b&gt;rosters&lt;/b&gt;")
                .doesNotContain("<b>rosters");
        UseCaseId id = done(intake.accept(
                accounts.actor(Role.CIO), answer.json().path("idea").asLong(), ""));
        assertThat(Objects.requireNonNull(useCases.find(Actor.system(), id)
                                .orElseThrow()
                                .content()
                                .sponsor())
                        .name())
                .isEqualTo("Ana Ruiz");
    }

    @Test
    void whoMayTakeItUpIsToldOnce() {
        Unit unit = unit();
        Actor here = accounts.actor(new Grant(Role.AI_OFFICE, unit.id()));
        Actor elsewhere = accounts.actor(new Grant(Role.AI_OFFICE, unit().id()));
        Made made = made(ReceiverKind.GENERIC, unit.code(), true);
        long idea = bearer(made, "{\"key\": \"T-1\", \"title\": \"Tell them\"}")
                .json()
                .path("idea")
                .asLong();
        bearer(made, "{\"key\": \"T-1\", \"title\": \"Tell them again\"}");
        assertThat(notices.of(here, true, null, 50, 0))
                .filteredOn(n -> n.link().equals("/received#e" + idea))
                .hasSize(1)
                .allSatisfy(n -> assertThat(n.detail()).isEqualTo("Tell them"));
        assertThat(notices.of(elsewhere, true, null, 50, 0))
                .noneMatch(n -> n.link().equals("/received#e" + idea));
    }

    @Test
    void whatAMergedUnitWasSentGoesWithItsWork() {
        Unit from = unit();
        Unit into = unit();
        Made made = made(ReceiverKind.GENERIC, from.code(), true);
        bearer(made, "{\"title\": \"Before the merger\"}");
        done(units.close(Actor.system(), from.id(), from.version(), into.id(), null));
        bearer(made, "{\"title\": \"After the merger\"}");
        assertThat(entries(Actor.system(), into))
                .extracting(e -> origin(e).texts().title())
                .containsExactly("Before the merger", "After the merger");
    }

    @Test
    void anotherSextantDeliversItsEventsHere() {
        Made made = made(ReceiverKind.GENERIC, "", false);
        var test = event(made, """
                {"specversion": "1.0", "id": "a", "source": "https://b.example.org", "type": "io.sextant.test",
                 "subject": "test", "time": "2026-11-24T03:00:00Z", "data": {"by": "Ana Ruiz"}}
                """);
        assertThat(test.status()).as(test.toString()).isEqualTo(202);
        assertThat(test.json().path("result").asString()).isEqualTo("TEST");
        var event = event(made, """
                {"specversion": "1.0", "id": "b", "source": "https://b.example.org", "type": "io.sextant.request",
                 "subject": "UC-2026-0042", "time": "2026-11-24T03:00:00Z", "data": {"kind": "REQUEST",
                 "text": {"fr": "Une réponse est attendue", "en": "An answer is asked for"}, "detail": "Read berths",
                 "by": "Ana Ruiz", "link": "https://b.example.org/use-cases/UC-2026-0042/gate"}}
                """);
        assertThat(event.json().path("result").asString()).as(event.toString()).isEqualTo("RECEIVED");
        assertThat(entriesOf(made)).singleElement().satisfies(e -> {
            assertThat(origin(e).texts().title()).isEqualTo("An answer is asked for");
            assertThat(e.problem()).isEqualTo("Read berths");
            assertThat(origin(e).key()).isEqualTo("UC-2026-0042");
            assertThat(origin(e).url()).isEqualTo("https://b.example.org/use-cases/UC-2026-0042/gate");
        });
    }

    // --------------------------------------------------------------------------------------------------------- proof

    @Test
    void whatDoesNotProveItselfIsRefusedAsAtAnAddressThatDoesNotExist() {
        Made made = made(ReceiverKind.GENERIC, "", false);
        String body = "{\"title\": \"Forged\"}";
        String path = made.receiver().path();
        String time = String.valueOf(Instant.now().getEpochSecond());
        byte[] key = key(made);
        String good = Signer.sign(key, "m1", Long.parseLong(time), body);
        Http none = Http.on(port);
        List<Http> callers = List.of(
                none,
                none.with("webhook-id", "m1").with("webhook-timestamp", time).with("webhook-signature", "v1,AAAA"),
                none.with("webhook-id", "m2").with("webhook-timestamp", time).with("webhook-signature", good),
                none.with("webhook-timestamp", time).with("webhook-signature", good),
                none.with("webhook-id", "m1")
                        .with("webhook-timestamp", time + "0")
                        .with("webhook-signature", good),
                none.with("webhook-id", "m1").with("webhook-timestamp", "now").with("webhook-signature", good),
                none.with("X-Hub-Signature", "sha256=" + "0".repeat(64)),
                none.with("X-Hub-Signature", ""),
                none.as("whsec_wrong"),
                // The secret itself is no proof here: this receiver wants a signature.
                none.as(made.secret()),
                none.with("Authorization", "Basic !!!"),
                none.with("Authorization", "Bearer"));
        String unknown = null;
        for (Http caller : callers) {
            var refused = caller.with("Accept-Language", "en").send("POST", path, body);
            var nowhere = caller.with("Accept-Language", "en").send("POST", "/hooks/" + "x".repeat(22), body);
            assertThat(refused.status()).as(refused.toString()).isEqualTo(401);
            assertThat(same(refused)).isEqualTo(same(nowhere));
            unknown = same(nowhere);
        }
        assertThat(unknown).contains("urn:sextant:problem:unauthenticated", "do not go together");
        assertThat(entriesOf(made)).isEmpty();
        assertThat(receivers.deliveries(admin(), made.receiver().id(), null, 50))
                .isNotEmpty()
                .allMatch(d -> d.result() == Result.UNPROVEN);
        var accepted = none.with("webhook-id", "m1")
                .with("webhook-timestamp", time)
                .with("webhook-signature", "v1,AAAA " + good + " v2,other")
                .send("POST", path, body);
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
    }

    private static String same(Http.Answer answer) {
        return answer.text()
                .replaceAll("\"(correlationId|instance)\":\"[^\"]*\"", "")
                .concat(answer.header("WWW-Authenticate"));
    }

    @Test
    void aTimeThatIsNotOfNowIsRefusedThoughTheSignatureIsGood() {
        Made made = made(ReceiverKind.GENERIC, "", false);
        String body = "{\"title\": \"Too late\"}";
        for (long away : List.of(-400L, 400L)) {
            long time = Instant.now().getEpochSecond() + away;
            var refused = Http.on(port)
                    .with("webhook-id", "late")
                    .with("webhook-timestamp", String.valueOf(time))
                    .with("webhook-signature", Signer.sign(key(made), "late", time, body))
                    .with("Accept-Language", "en")
                    .send("POST", made.receiver().path(), body);
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.text()).contains("set the sender’s clock");
        }
        Made jira = made(ReceiverKind.JIRA, "", false);
        String old =
                issue(project() + "-1", "Of last week", "To Do", Instant.now().minus(7, ChronoUnit.DAYS), "\"\"");
        assertThat(jira(jira, old).status()).isEqualTo(401);
        assertThat(entriesOf(jira)).isEmpty();
    }

    @Test
    void theSameDeliveryAnswersTheSameAndItsIdentifierIsGoodForNoOther() {
        Made made = made(ReceiverKind.GENERIC, "", false);
        String id = UUID.randomUUID().toString();
        String body = "{\"title\": \"Once\"}";
        var first = signed(made, id, body);
        var second = signed(made, id, body);
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        var other = signed(made, id, "{\"title\": \"Twice\"}");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().path("type").asString()).endsWith("key-reused");
        assertThat(entriesOf(made)).hasSize(1);
        // Jira's identifier is not signed: the same body is the same event, whatever its header says.
        Made jira = made(ReceiverKind.JIRA, "", false);
        String event = issue(project() + "-1", "Signed once", "To Do", Instant.now(), "\"\"");
        assertThat(jira(jira, event, "1").status()).isEqualTo(202);
        assertThat(jira(jira, event, "2").header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(entriesOf(jira)).hasSize(1);
    }

    @Test
    void twoEqualDeliveriesAtOnceAreOne() throws Exception {
        Made made = made(ReceiverKind.GENERIC, "", false);
        String id = UUID.randomUUID().toString();
        Callable<Http.Answer> send = () -> signed(made, id, "{\"title\": \"At once\", \"key\": \"A-1\"}");
        try (var threads = Executors.newFixedThreadPool(4)) {
            var answers = threads.invokeAll(List.of(send, send, send, send));
            for (var answer : answers) {
                assertThat(answer.get(60, TimeUnit.SECONDS).status()).isEqualTo(202);
            }
        }
        assertThat(entriesOf(made)).hasSize(1);
    }

    @Test
    void aNewSecretHoldsAtOnceAndTheOldOneForAWhileUnlessItEnds() {
        Made made = made(ReceiverKind.GENERIC, "", true);
        long id = made.receiver().id();
        Made next = done(receivers.rotate(admin(), id, false, ""));
        assertThat(signed(made, "{\"title\": \"By the old one\"}").status()).isEqualTo(202);
        assertThat(signed(next, "{\"title\": \"By the new one\"}").status()).isEqualTo(202);
        jdbc.sql("update demand.receiver set previous_until = now() - interval '1 second' where id = :id")
                .param("id", id)
                .update();
        assertThat(signed(made, "{\"title\": \"Too late for the old one\"}").status())
                .isEqualTo(401);
        Made last = done(receivers.rotate(admin(), id, true, ""));
        assertThat(bearer(next, "{\"title\": \"It leaked\"}").status()).isEqualTo(401);
        assertThat(bearer(last, "{\"title\": \"It did not\"}").status()).isEqualTo(202);
        assertThat(jdbc.sql("select encode(secret, 'base64') from demand.receiver where id = :id")
                        .param("id", id)
                        .query(String.class)
                        .single())
                .as("kept sealed")
                .doesNotContain(last.secret().substring("whsec_".length()));
    }

    @Test
    void theSecretMayBeTheSendersOwnSoThatOneSextantDeliversToAnother() {
        Made made = made(ReceiverKind.GENERIC, "", false);
        long id = made.receiver().id();
        String webhook = Signer.shown(Signer.fresh());
        Visit visit = Visit.signedIn(port, accounts.person(Role.ADMINISTRATOR).email());
        visit.post("/admin/receivers/" + id + "/secret", Map.of("secret", "whsec_short"));
        assertThat(visit.get("/admin/receivers/" + id, "Accept-Language", "en").text())
                .contains("24 to 64 bytes");
        assertThat(signed(made, "{\"title\": \"Still by ours\"}").status()).isEqualTo(202);
        assertThat(visit.post("/admin/receivers/" + id + "/secret", Map.of("secret", " " + webhook + " "))
                        .status())
                .isEqualTo(302);
        assertThat(visit.get("/admin/receivers/" + id).text()).doesNotContain(webhook);
        Made theirs = new Made(made.receiver(), webhook);
        assertThat(event(theirs, "{\"specversion\": \"1.0\", \"type\": \"io.sextant.test\", \"data\": {}}")
                        .json()
                        .path("result")
                        .asString())
                .isEqualTo("TEST");
    }

    // -------------------------------------------------------------------------------------------------------- limits

    @Test
    void whatIsNoJsonOrTooLargeOrTooManyIsRefused() {
        Made made = made(ReceiverKind.GENERIC, "", true);
        Http sender = Http.on(port).as(made.secret()).with("Accept-Language", "en");
        String path = made.receiver().path();
        var form =
                sender.with("Content-Type", "application/x-www-form-urlencoded").send("POST", path, "title=x");
        assertThat(form.status()).isEqualTo(415);
        assertThat(form.header("Accept")).isEqualTo("application/json");
        var broken = sender.send("POST", path, "{\"title\":\n \"x\"");
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.json().path("line").asInt()).isEqualTo(2);
        assertThat(sender.send("POST", path, "").status()).isEqualTo(422);
        assertThat(sender.send("POST", path, "[]").status()).isEqualTo(422);
        var large = sender.send("POST", path, "{\"title\": \"" + "x".repeat(Reception.MAX_BODY) + "\"}");
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.text()).contains("256 KiB");
        assertThat(sender.get(path).status()).isEqualTo(405);
        Instant minute = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        for (int i = 0; i < 2; i++) {
            jdbc.sql("""
                            insert into demand.intake_rate (key, began, uses) values (:key, :minute::timestamptz, 60)
                            on conflict (key, began) do update set uses = 60
                            """)
                    .param("key", "receiver " + made.receiver().id())
                    .param("minute", minute.plus(i, ChronoUnit.MINUTES).toString())
                    .update();
        }
        var late = sender.send("POST", path, "{\"title\": \"Once too often\"}");
        assertThat(late.status()).isEqualTo(429);
        assertThat(Integer.parseInt(late.header("Retry-After"))).isBetween(1, 60);
        assertThat(entriesOf(made)).isEmpty();
    }

    static Stream<String> hostile() {
        return Stream.of(
                "{\"a\":".repeat(600) + "1" + "}".repeat(600),
                "{\"title\": {\"a\": 1}}",
                "{\"title\": [\"x\"]}",
                "{\"title\": null, \"problem\": null}",
                "{\"title\": \"\\u0000 \\u0007\"}",
                "{\"title\": \"x\", \"tags\": 3}",
                "{\"title\": \"x\", \"url\": \"javascript:alert(1)\"}",
                "{\"title\": \"x\", \"lang\": \"tlh\"}",
                "{\"title\": \"x\", \"useCase\": \"'; drop table\"}",
                "{\"title\": \"x\", \"key\": \"" + "k".repeat(101) + "\"}",
                "{\"specversion\": \"1.0\", \"type\": \"x\", \"data\": 3}",
                "\"text\"",
                "3",
                "null");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void whatIsHostileIsRefusedWithAReasonAndNeverAFault(String body) {
        Made made = made(ReceiverKind.GENERIC, "", true);
        var answer = bearer(made, body);
        assertThat(answer.status()).as(answer.toString()).isIn(400, 422);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(entriesOf(made)).isEmpty();
        assertThat(receivers.deliveries(admin(), made.receiver().id(), null, 5))
                .singleElement()
                .satisfies(d -> {
                    assertThat(d.status()).isEqualTo(answer.status());
                    assertThat(Objects.requireNonNull(d.body()).getBytes(StandardCharsets.UTF_8).length)
                            .isBetween(1, 1_024);
                });
    }

    static Stream<String> strange() {
        return Stream.of(
                "{\"key\": \"%s\", \"summary\": \"" + "é".repeat(60_000) + "\"}",
                "{\"key\": \"%s\", \"summary\": \"x\", \"description\": \"" + "<a href='x'>" + "<b>".repeat(40_000)
                        + "\"}",
                "{\"key\": \"%s\", \"summary\": \"x\", \"description\": \"" + "{code}".repeat(5_000) + "|".repeat(9_000)
                        + " ".repeat(60_000) + "\"}",
                "{\"key\": \"%s\", \"summary\": \"\\ud83d\", \"description\": \"half \\udca9 a character\"}",
                "{\"issue\": {\"key\": \"%s\", \"fields\": {\"summary\": 7, \"labels\": {\"a\": 1}, \"status\": [], \"reporter\": {\"displayName\": {}},"
                        + " \"description\": {\"type\": \"doc\", \"content\": ["
                        + "{\"type\": \"panel\", \"content\": [".repeat(200)
                        + "]}".repeat(200) + "]}}}}");
    }

    @ParameterizedTest
    @MethodSource("strange")
    void whatIsOnlyStrangeIsReceivedWithinBounds(String body) {
        Made made = made(ReceiverKind.JIRA, "", true);
        var answer = bearer(made, body.formatted(project() + "-1"));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        assertThat(entriesOf(made)).singleElement().satisfies(e -> {
            assertThat(origin(e).texts().title().length()).isBetween(1, Content.MAX_TITLE);
            assertThat(e.problem().length()).isBetween(1, Content.MAX_TEXT);
        });
        UseCaseId id = done(intake.accept(
                accounts.actor(Role.CIO), answer.json().path("idea").asLong(), ""));
        assertThat(useCases.find(Actor.system(), id)).isPresent();
    }

    // -------------------------------------------------------------------------------------------------- administration

    @Test
    void theLogSaysWhatCameAndNeverTheSecret() {
        Made made = made(ReceiverKind.GENERIC, "", true);
        bearer(made, "{\"title\": {}, \"token\": \"" + made.secret() + "\"}");
        Http.on(port)
                .with("webhook-id", made.secret())
                .as(made.secret())
                .send("POST", made.receiver().path(), "{\"title\": \"Kept\"}");
        Visit visit = Visit.signedIn(port, accounts.person(Role.ADMINISTRATOR).email());
        String page = visit.get("/admin/receivers/" + made.receiver().id(), "Accept-Language", "en")
                .text();
        assertThat(page)
                .contains("Unreadable", "This field is a text; something else came.", "Idea received")
                .doesNotContain(made.secret().substring("whsec_".length()));
        assertThat(jdbc.sql(
                                "select coalesce(string_agg(d::text, ' '), '') from demand.receiver_delivery d where receiver_id = :id")
                        .param("id", made.receiver().id())
                        .query(String.class)
                        .single())
                .contains("title")
                .doesNotContain(made.secret().substring("whsec_".length()));
        assertThat(jdbc.sql(
                                "select string_agg(e::text, ' ') from audit.event e where subject_type = 'receiver' and subject_id = :id")
                        .param("id", String.valueOf(made.receiver().id()))
                        .query(String.class)
                        .single())
                .contains("receiver.added")
                .doesNotContain(made.secret());
    }

    @Test
    void theLogIsBoundedAndWhatIsOldIsForgotten() {
        Made made = made(ReceiverKind.GENERIC, "", true);
        long id = made.receiver().id();
        bearer(made, "{\"title\": \"Counted\"}");
        jdbc.sql("""
                        insert into demand.receiver_delivery (receiver_id, at, result, status, reasons, excerpt)
                        select :id, now(), 'UNPROVEN', 401, '[]', 'x' from generate_series(1, 400)
                        """).param("id", id).update();
        Http.on(port).send("POST", made.receiver().path(), "{}");
        assertThat(receivers.counts(admin(), id))
                .containsEntry(Result.UNPROVEN, 200L)
                .containsEntry(Result.RECEIVED, 1L);
        receivers.forget();
        assertThat(receivers.counts(admin(), id)).containsEntry(Result.RECEIVED, 1L);
        assertThat(receivers.deliveries(admin(), id, null, 500))
                .filteredOn(d -> d.result() == Result.RECEIVED)
                .singleElement()
                .satisfies(
                        d -> assertThat(d.body()).as("pushed out by later ones").isNull());
        jdbc.sql("update demand.receiver_delivery set at = now() - interval '31 days' where receiver_id = :id")
                .param("id", id)
                .update();
        done(receivers.remove(admin(), id));
        jdbc.sql("update demand.receiver set removed_at = now() - interval '31 days' where id = :id")
                .param("id", id)
                .update();
        receivers.forget();
        assertThat(receivers.deliveries(admin(), id, null, 5)).isEmpty();
        assertThat(receivers.find(admin(), id)).isEmpty();
        assertThat(receivers.putBack(admin(), id)).isInstanceOf(io.sextant.app.kernel.Outcome.Refused.class);
        assertThat(entriesOf(made)).as("what came by it stays").hasSize(1);
    }

    @Test
    void theApiAddsChangesRotatesPausesAndTakesAwayAndPutsBack() {
        Http http = Http.on(port).as(accounts.token(Role.ADMINISTRATOR)).with("Accept-Language", "en");
        var bad = http.post("/api/v1/receivers", Map.of("name", " ", "kind", "JIRA", "lang", "de", "unit", "NOWHERE"));
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.json().path("errors")).hasSize(3);
        assertThat(http.post("/api/v1/receivers", Map.of("name", "x", "lang", "fr"))
                        .status())
                .isEqualTo(422);
        var made = http.post("/api/v1/receivers", Map.of("name", "Tickets", "kind", "GENERIC", "lang", "en"));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        String secret = made.json().path("secret").asString();
        long id = made.json().path("receiver").path("id").asLong();
        String path = made.json().path("receiver").path("path").asString();
        String at = "/api/v1/receivers/" + id;
        assertThat(http.get("/api/v1/receivers").text()).contains("Tickets").doesNotContain(secret, "secret\":");
        Http sender = Http.on(port).as(secret);
        assertThat(sender.post(path, Map.of("title", "By a program")).status()).isEqualTo(202);
        assertThat(http.patch(at, Map.of("name", "Tickets 2", "plain", false))
                        .json()
                        .path("name")
                        .asString())
                .isEqualTo("Tickets 2");
        assertThat(sender.post(path, Map.of("title", "Not signed")).status()).isEqualTo(401);
        http.patch(at, Map.of("plain", true));
        assertThat(http.put(at + "/paused", Map.of("paused", true))
                        .json()
                        .path("pausedAt")
                        .isString())
                .isTrue();
        var paused = sender.post(path, Map.of("title", "While it is paused"));
        assertThat(paused.status()).isEqualTo(503);
        assertThat(paused.json().path("type").asString()).endsWith(":paused");
        assertThat(paused.header("Retry-After")).isEqualTo("3600");
        http.put(at + "/paused", Map.of("paused", false));
        String next = http.post(at + "/secret", Map.of("atOnce", true))
                .json()
                .path("secret")
                .asString();
        assertThat(sender.post(path, Map.of("title", "Old secret")).status()).isEqualTo(401);
        assertThat(http.delete(at).status()).isEqualTo(204);
        assertThat(http.delete(at).status()).isEqualTo(404);
        assertThat(Http.on(port).as(next).post(path, Map.of("title", "Removed")).status())
                .isEqualTo(401);
        assertThat(http.post(at + "/put-back", Map.of()).status()).isEqualTo(200);
        assertThat(Http.on(port).as(next).post(path, Map.of("title", "Back")).status())
                .isEqualTo(202);
        assertThat(http.get(at + "/counts")
                        .json()
                        .path("results")
                        .path("RECEIVED")
                        .asInt())
                .isEqualTo(2);
        var page = http.get(at + "/deliveries?limit=2").json();
        assertThat(page.path("items")).hasSize(2);
        assertThat(http.get(at + "/deliveries?cursor=" + page.path("next").asString())
                        .json()
                        .path("items"))
                .isNotEmpty();
        assertThat(http.get("/api/v1/receivers/999999").status()).isEqualTo(404);
        assertThat(jdbc.sql(
                                "select action from audit.event where subject_type = 'receiver' and subject_id = :id order by seq")
                        .param("id", String.valueOf(id))
                        .query(String.class)
                        .list())
                .containsExactly(
                        "receiver.added",
                        "receiver.changed",
                        "receiver.changed",
                        "receiver.paused",
                        "receiver.resumed",
                        "receiver.rotated",
                        "receiver.removed",
                        "receiver.put-back");
    }

    @Test
    void thePageShowsTheSecretOnceAndKeepsWhatWasTyped() {
        Visit visit = Visit.signedIn(port, accounts.person(Role.ADMINISTRATOR).email());
        var refused = visit.post(
                "/admin/receivers",
                Map.of("name", " ", "kind", "SERVICENOW", "lang", "en", "source", "Our <inventory>"),
                "Accept-Language",
                "en");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("Our &lt;inventory>", "Write a name");
        String name = "Desk " + UUID.randomUUID();
        var made = visit.post(
                "/admin/receivers",
                Map.of("name", name, "kind", "SERVICENOW", "lang", "en", "plain", "true"),
                "Accept-Language",
                "en");
        assertThat(made.text()).contains("whsec_", "/hooks/", name);
        String at = made.text().replaceAll("(?s).*?action=\"(/admin/receivers/\\d+)/remove\".*", "$1");
        assertThat(visit.get(at).text()).contains(name).doesNotContain("value=\"whsec_");
        assertThat(visit.post(at + "/secret", Map.of(), "Accept-Language", "en").text())
                .contains("value=\"whsec_", "The old one holds until");
        assertThat(visit.post(at + "/pause", Map.of("on", "true")).status()).isEqualTo(302);
        assertThat(visit.get(at, "Accept-Language", "en").text()).contains("Paused: nothing is received.");
        assertThat(visit.post(at + "/remove", Map.of()).status()).isEqualTo(302);
        assertThat(visit.get("/admin/receivers", "Accept-Language", "en").text())
                .contains("Removed", at + "/put-back");
        assertThat(visit.post(at + "/put-back", Map.of()).status()).isEqualTo(302);
        assertThat(visit.post(at, Map.of("name", "", "lang", "en")).status()).isEqualTo(422);
        assertThat(visit.get("/admin/receivers/999999").status()).isEqualTo(404);
        Visit cio = Visit.signedIn(port, accounts.person(Role.EMPLOYEE).email());
        assertThat(cio.get("/admin/receivers").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource(ReceiverKind.class)
    void theExampleOfThePageIsTakenAsItStands(ReceiverKind kind, @TempDir Path folder) throws Exception {
        Made made = made(kind, "", true);
        // Each of its own project, so that what one run left does not meet the other.
        var example = Example.of(
                made.receiver(), "http://localhost:" + port + made.receiver().path());
        assertThat(run(folder, made.secret(), example.signed()))
                .startsWith("HTTP/1.1 202")
                .contains("\"idea\":");
        assertThat(run(folder, made.secret(), example.plain())).startsWith("HTTP/1.1 202");
        assertThat(run(folder, "whsec_" + "A".repeat(43) + "=", example.signed()))
                .startsWith("HTTP/1.1 401");
    }

    private static String run(Path folder, String secret, String script) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("sh", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(false);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("SECRET", secret);
        var process = builder.start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return told;
    }

    // ----------------------------------------------------------------------------------------------------------------

    private Actor admin() {
        return accounts.actor(Role.ADMINISTRATOR);
    }

    private Made made(ReceiverKind kind, String unit, boolean plain) {
        return done(receivers.add(
                admin(),
                kind,
                new Wanted("Desk " + UUID.randomUUID().toString().substring(0, 13), "en", unit, "", plain)));
    }

    private Unit unit() {
        String tag = UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        return done(
                units.create(Actor.system(), new Units.NewUnit("R" + tag, "Ports " + tag, "Harbours " + tag, null)));
    }

    private static String project() {
        return "P"
                + UUID.randomUUID()
                        .toString()
                        .substring(0, 8)
                        .toUpperCase(Locale.ROOT)
                        .replace('-', 'X');
    }

    private UseCase imported(String title, @Nullable String source, @Nullable String key) {
        Content c = Content.titled("en", title + " " + UUID.randomUUID());
        return done(useCases.propose(
                Actor.system(),
                new Content(
                        "en",
                        io.sextant.app.demand.Texts.titled(title),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        false,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        c.extra(),
                        source,
                        key),
                null));
    }

    private List<IntakeEntry> entries(Actor actor, Unit unit) {
        return intake.inbox(actor).stream()
                .filter(e -> e.unitId() != null && e.unitId() == unit.id())
                .toList();
    }

    private static Origin origin(IntakeEntry entry) {
        return Objects.requireNonNull(entry.origin());
    }

    private List<IntakeEntry> entriesOf(Made made) {
        return intake.inbox(Actor.system()).stream()
                .filter(e -> e.label().equals(made.receiver().name()))
                .toList();
    }

    private static String issue(String key, String summary, String status, Instant at, String description) {
        return """
                {"timestamp": %d, "webhookEvent": "jira:issue_updated", "user": {"displayName": "Somebody"},
                 "issue": {"id": "1", "key": "%s", "self": "https://jira.example.org/rest/api/2/issue/1",
                  "fields": {"summary": "%s", "status": {"name": "%s", "id": "3"}, "labels": ["queues"],
                   "reporter": {"displayName": "Sophie Roux", "emailAddress": "sophie.roux@example.org"},
                   "assignee": null, "description": %s}}}
                """.formatted(at.toEpochMilli(), key, summary, status, description);
    }

    private static String flat(String key, String summary, String status, String more) {
        return "{\"key\": \"%s\", \"fields\": {\"summary\": \"%s\", \"status\": {\"name\": \"%s\"}%s}}"
                .formatted(key, summary, status, more);
    }

    private static byte[] key(Made made) {
        return Base64.getDecoder().decode(made.secret().substring("whsec_".length()));
    }

    private Http.Answer signed(Made made, String body) {
        return signed(made, UUID.randomUUID().toString(), body);
    }

    private Http.Answer signed(Made made, String id, String body) {
        return signed(made, id, body, "application/json");
    }

    private Http.Answer signed(Made made, String id, String body, String type) {
        long now = Instant.now().getEpochSecond();
        return Http.on(port)
                .with("Accept-Language", "en")
                .with("Content-Type", type)
                .with("webhook-id", id)
                .with("webhook-timestamp", String.valueOf(now))
                .with("webhook-signature", Signer.sign(key(made), id, now, body))
                .send("POST", made.receiver().path(), body);
    }

    private Http.Answer event(Made made, String body) {
        return signed(made, UUID.randomUUID().toString(), body, "application/cloudevents+json; charset=utf-8");
    }

    private Http.Answer jira(Made made, String body) {
        return jira(made, body, UUID.randomUUID().toString());
    }

    private Http.Answer jira(Made made, String body, String id) {
        return Http.on(port)
                .with("Accept-Language", "en")
                .with("X-Atlassian-Webhook-Identifier", id)
                .with("X-Hub-Signature", "sha256=" + hmac(made.secret(), body))
                .send("POST", made.receiver().path(), body);
    }

    private static String hmac(String secret, String body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Http.Answer bearer(Made made, String body) {
        return Http.on(port)
                .with("Accept-Language", "en")
                .as(made.secret())
                .send("POST", made.receiver().path(), body);
    }

    private Http.Answer basic(Made made, String body) {
        String pair = "sextant:" + made.secret();
        return Http.on(port)
                .with("Accept-Language", "en")
                .with(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .send("POST", made.receiver().path(), body);
    }
}
