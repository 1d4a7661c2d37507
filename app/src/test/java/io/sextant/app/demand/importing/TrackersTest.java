package io.sextant.app.demand.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.Person;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCaseQuery;
import io.sextant.app.demand.UseCases;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.platform.jobs.Job;
import io.sextant.app.platform.knowledge.Tracker;
import io.sextant.app.platform.sheet.SheetChoice;
import io.sextant.app.platform.sheet.XlsxWriter;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.Http.Answer;
import io.sextant.app.testing.SextantTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/// Files of Jira and ServiceNow in, and files for them out.
@SextantTest
class TrackersTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String CLOUD = """
            Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Priority,Assignee,Assignee Id,Reporter,Reporter Id,Created,Updated,Last Viewed,Labels,Labels,Labels,Description,Custom field (Business Unit),Custom field (Story Points),Custom field (Expected benefits),Comment,Comment,Votes
            Sorting the letters of KEY,KEY-1,10001,Idea,In Progress,KEY,Demands,Medium,Lina Costa,5b10a,Anna Smith,5b10b,12/Mar/25 9:41 AM,13/Mar/25 4:05 PM,14/Mar/25 8:00 AM,mail,customer_service,,"h2. Context
            Clerks read *every* letter, see [the note|https://example.org/note].
            * 12 000 a year
            * two days each",Sales KEY,5,Letters are answered in a day,"12/Mar/25 9:50 AM;5b10b;Looks _good_ to me","13/Mar/25 4:05 PM;5b10a;Needs a pilot",2
            Forecast of the arrears of KEY,KEY-2,10002,Idea,Backlog,KEY,Demands,High,,,Marc Dubois,5b10c,1/Apr/25 10:00 AM,2/Apr/25 10:00 AM,,,,,Arrears are seen too late by the agencies of the country,Sales KEY,8,Fewer arrears at the end of the year,,,0
            Answers in the name of KEY,KEY-3,10003,Idea,Won't do,KEY,Demands,Low,,,Marc Dubois,5b10c,2/Apr/25 10:00 AM,2/Apr/25 10:00 AM,,,,,Nobody would read these answers before they are sent,Sales KEY,,A quicker answer,,,0
            Search in the contracts of KEY,KEY-4,10004,Idea,Pilot,KEY,Demands,Low,,,Marc Dubois,5b10c,3/Apr/25 10:00 AM,3/Apr/25 10:00 AM,,,,,People search for hours in the contracts of the company,Sales KEY,,Hours saved every week,,,0
            """;

    private static final String DATA_CENTER = """
            Résumé,Clé de ticket,ID de ticket,Type de ticket,État,Clé du projet,Nom du projet,Responsable,Rapporteur,Création,Étiquettes,Étiquettes,Description,Champ personnalisé (Points)
            Tri du courrier de KEY,KEY-11,20001,Idée,À faire,KEY,Demandes,Lina Costa,Anne Petit,12/mars/25 09:41,courrier,service_client,"Les agents lisent chaque lettre de la direction, voir {color:red}la note{color}.",3
            Prévision des impayés de KEY,KEY-12,20002,Idée,En cours,KEY,Demandes,,Marc Roux,3/févr./25 14:00,,,Les impayés sont vus trop tard par les agences du pays,
            """;

    private static final String SERVICE_NOW = """
            "Number","Short description","State","Description","Business case","Requested by","Department","Demand manager","Assigned to","Created","Updates"
            "FIRST","Tri du courrier à la réception de KEY","Soumis","<p>Les agents lisent chaque lettre&nbsp;: <b>12 000</b> par an.</p><ul><li>deux jours chacune</li></ul>","Une réponse dans la journée coûte 20 € de moins","Hélène Pêcheur","Direction KEY","Marc Roux","Lina Costa","2025-03-12 09:41:00","4"
            "SECOND","Prévision des impayés à l’été de KEY","Terminé","Les impayés sont vus trop tard par les agences","Moins d’impayés","Noël Lefèvre","Direction KEY","Marc Roux","","2025-04-01 10:00:00","1"
            """;

    private final Actor system = Actor.system();
    private final String key = ThreadLocalRandom.current()
            .ints(8, 'A', 'Z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    @LocalServerPort
    private int port;

    @Autowired
    private Imports imports;

    @Autowired
    private UseCases useCases;

    @Autowired
    private Units units;

    @Autowired
    private Accounts accounts;

    private static <T> T done(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Done<T>(T value)) {
            return value;
        }
        throw new AssertionError(outcome.toString());
    }

    private Import bring(String name, byte[] bytes, String lang) throws IOException {
        return done(imports.bring(system, new ByteArrayInputStream(bytes), name, lang, Imports.Wish.NONE));
    }

    private Import bring(String name, String text, String lang) throws IOException {
        return bring(name, text.replace("KEY", key).getBytes(StandardCharsets.UTF_8), lang);
    }

    private Import check(Import imported) {
        done(imports.check(system, imported.id(), imported.version(), false));
        return over(imported);
    }

    private Import apply(Import imported) {
        Import checked = check(imported);
        done(imports.apply(system, checked.id(), checked.version()));
        return over(checked);
    }

    private Import over(Import imported) {
        Import after = imports.await(system, imported.id(), PATIENCE).orElseThrow();
        Job job = imports.job(after).orElseThrow();
        assertThat(job.state()).as(String.valueOf(job.problem())).isEqualTo(Job.State.DONE);
        return after;
    }

    private static Map<String, Target> targets(Import imported) {
        Map<String, Target> targets = new LinkedHashMap<>();
        imported.plan().columns().forEach(c -> targets.put(c.heading(), c.target()));
        return targets;
    }

    private Map<String, UseCase> of(Import imported) {
        var query = UseCaseQuery.of(Map.of(
                "source",
                List.of(Objects.requireNonNull(imported.plan().options().source()))));
        Map<String, UseCase> found = new HashMap<>();
        useCases.listAfter(system, query, 0, 100)
                .forEach(u -> found.put(String.valueOf(u.content().externalKey()), u));
        return found;
    }

    private UseCase of(Import imported, String externalKey) {
        return Objects.requireNonNull(of(imported).get(externalKey));
    }

    @Test
    void anExportOfJiraCloudIsKnownWithoutBeingAsked() throws Exception {
        Import imported = bring("Jira (2).csv", CLOUD, "en");

        assertThat(imported.analysis().tracker()).isEqualTo(Tracker.JIRA);
        assertThat(imported.plan().options().source()).isEqualTo("Jira " + key);
        assertThat(targets(imported))
                .contains(
                        entry("Summary", Target.TITLE),
                        entry("Issue key", Target.EXTERNAL_KEY),
                        entry("Issue id", Target.IGNORE),
                        entry("Status", Target.STAGE),
                        entry("Assignee", Target.TECHNICAL_OWNER),
                        entry("Reporter", Target.BUSINESS_OWNER),
                        entry("Labels", Target.TAGS),
                        entry("Labels (3)", Target.TAGS),
                        entry("Description", Target.DESCRIPTION),
                        entry("Custom field (Business Unit)", Target.UNIT),
                        entry("Custom field (Story Points)", Target.EXTRA),
                        entry("Comment (2)", Target.EXTRA));
        assertThat(imported.analysis().problems())
                .as("repeated headings are no fault")
                .noneMatch(problem -> problem.code().equals("platform.sheet.heading.repeated"));
        assertThat(imported.plan().columns())
                .as("the type of an issue is no technology")
                .noneMatch(Plan.ColumnPlan::technology);
        assertThat(imported.plan().options().stages())
                .containsExactly(
                        entry("Backlog", "IDEA"),
                        entry("In Progress", ""),
                        entry("Pilot", "PILOT"),
                        entry("Won't do", "RETIRED"));
    }

    @Test
    void anExportOfJiraCloudFillsTheRegisterAndUpdatesIt() throws Exception {
        Import first = apply(bring("Jira.csv", CLOUD, "en"));

        assertThat(of(first)).hasSize(4);
        UseCase letters = of(first, key + "-1");
        Content c = letters.content();
        assertThat(c.texts().title()).isEqualTo("Sorting the letters of " + key);
        assertThat(c.texts().description())
                .isEqualTo("Context\nClerks read every letter, see the note (https://example.org/note).\n"
                        + "- 12 000 a year\n- two days each");
        assertThat(c.tags()).containsExactly("mail", "customer_service");
        assertThat(c.businessOwner()).isEqualTo(Person.named("Anna Smith"));
        assertThat(c.stage()).isNull();
        assertThat(c.extra())
                .contains(
                        entry("Status", "In Progress"),
                        entry("Created", "2025-03-12T09:41:00"),
                        entry("Story Points", "5"),
                        entry(
                                "Comment",
                                "12/Mar/25 9:50 AM;5b10b;Looks good to me\n13/Mar/25 4:05 PM;5b10a;Needs a pilot"))
                .doesNotContainKeys("Last Viewed", "Votes", "Custom field (Story Points)");
        assertThat(of(first, key + "-2").content().stage()).isEqualTo(Stage.IDEA);
        assertThat(of(first, key + "-4").content().stage()).isEqualTo(Stage.PILOT);

        Import second = apply(bring(
                "Jira (3).csv",
                CLOUD.replace("Idea,Backlog", "Idea,Pilot")
                        .replace("Letters are answered in a day", "Answered in an hour"),
                "en"));

        assertThat(second.plan().options().source()).isEqualTo("Jira " + key);
        Summary summary = Objects.requireNonNull(second.summary());
        assertThat(summary.fresh()).isZero();
        assertThat(summary.changed()).isEqualTo(2);
        assertThat(summary.unchanged()).isEqualTo(2);
        // A stage that is known moves at its gate; what Jira says of it can be read.
        UseCase arrears = of(second, key + "-2");
        assertThat(arrears.content().stage()).isEqualTo(Stage.IDEA);
        assertThat(arrears.content().extra()).contains(entry("Status", "Pilot"));
    }

    @Test
    void anExportOfJiraDataCenterInFrenchIsKnownToo() throws Exception {
        Import imported = apply(bring("Jira.csv", DATA_CENTER, "fr"));

        assertThat(imported.analysis().tracker()).isEqualTo(Tracker.JIRA);
        Content c = of(imported, key + "-11").content();
        assertThat(c.lang()).isEqualTo("fr");
        assertThat(c.stage()).isEqualTo(Stage.IDEA);
        assertThat(c.technicalOwner()).isEqualTo(Person.named("Lina Costa"));
        assertThat(c.tags()).containsExactly("courrier", "service_client");
        assertThat(c.texts().description()).endsWith("voir la note.");
        assertThat(c.extra()).contains(entry("Création", "2025-03-12T09:41:00"), entry("Points", "3"));
        assertThat(of(imported, key + "-12").content().stage()).isNull();
        assertThat(of(imported, key + "-12").content().extra()).contains(entry("Création", "2025-02-03T14:00:00"));
    }

    private void demands(Import imported, String one, String two) {
        assertThat(imported.analysis().tracker()).isEqualTo(Tracker.SERVICENOW);
        Content c = of(imported, one).content();
        assertThat(c.texts().title()).isEqualTo("Tri du courrier à la réception de " + key);
        assertThat(c.texts().description())
                .isEqualTo("Les agents lisent chaque lettre : 12 000 par an.\n\n- deux jours chacune");
        assertThat(c.texts().outcome()).isEqualTo("Une réponse dans la journée coûte 20 € de moins");
        assertThat(c.businessOwner()).isEqualTo(Person.named("Hélène Pêcheur"));
        assertThat(c.technicalOwner()).isEqualTo(Person.named("Lina Costa"));
        assertThat(c.stage()).isEqualTo(Stage.IDEA);
        assertThat(c.unitId())
                .isEqualTo(units.tree().all().stream()
                        .filter(u -> u.nameFr().equals("Direction " + key))
                        .findFirst()
                        .orElseThrow()
                        .id());
        assertThat(c.extra()).contains(entry("State", "Soumis"), entry("Demand manager", "Marc Roux"));
        assertThat(c.extra()).doesNotContainKey("Updates");
        assertThat(of(imported, two).content().stage()).isNull();
    }

    private String demand(int n) {
        int number = 1_000_000 + Math.floorMod(key.hashCode(), 8_000_000) / 10 * 10 + n;
        return "DMND" + number;
    }

    @Test
    void aListOfServiceNowInWindowsEncodingIsKnown() throws Exception {
        String text =
                SERVICE_NOW.replace("KEY", key).replace("FIRST", demand(1)).replace("SECOND", demand(2));

        demands(
                apply(bring("dmn_demand.csv", text.getBytes(Charset.forName("windows-1252")), "fr")),
                demand(1),
                demand(2));
    }

    @Test
    void aListOfServiceNowAsAWorkbookWithFieldNamesIsKnown() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (XlsxWriter writer = new XlsxWriter(
                bytes,
                "Page 1",
                List.of(
                        "number",
                        "short_description",
                        "state",
                        "description",
                        "business_case",
                        "requested_by",
                        "department",
                        "u_ai_vendor"))) {
            writer.row(List.of(
                    demand(3),
                    "Search in the files of " + key,
                    "Qualified",
                    "People search for hours in old files",
                    "Hours saved",
                    "Anna Smith",
                    "Files " + key,
                    "Northwind"));
            writer.row(List.of(
                    demand(4),
                    "Sorting the files of " + key,
                    "Completed",
                    "Files are sorted by hand by the clerks",
                    "Days saved",
                    "Anna Smith",
                    "Files " + key,
                    ""));
        }

        Import imported = apply(bring("demands.xlsx", bytes.toByteArray(), "en"));

        assertThat(imported.analysis().tracker()).isEqualTo(Tracker.SERVICENOW);
        Content c = of(imported, demand(3)).content();
        assertThat(c.stage()).isEqualTo(Stage.QUALIFIED);
        assertThat(c.texts().outcome()).isEqualTo("Hours saved");
        assertThat(c.extra()).contains(entry("ai vendor", "Northwind"), entry("state", "Qualified"));
        assertThat(of(imported, demand(4)).content().stage()).isNull();
    }

    @Test
    void whatIsProposedForATrackerMayBeRefusedAndItsStatusesChanged() throws Exception {
        Import imported = bring("Jira.csv", CLOUD, "en");
        var stages = new LinkedHashMap<>(imported.plan().options().stages());
        stages.put("In Progress", "FRAMED");
        Plan.Options options = imported.plan().options();
        Import planned = done(imports.replan(
                system,
                imported.id(),
                imported.version(),
                imported.plan().with(options.of(options.tracker(), stages))));

        assertThat(of(apply(planned), key + "-1").content().stage()).isEqualTo(Stage.FRAMED);

        Import again = bring("Jira again.csv", CLOUD, "en");
        assertThat(again.plan().options().stages())
                .as("what was decided is kept")
                .containsEntry("In Progress", "FRAMED");
        Import plain = done(imports.reread(system, again.id(), again.version(), SheetChoice.NONE, "en", true));
        assertThat(plain.analysis().tracker()).isEqualTo(Tracker.JIRA);
        assertThat(plain.plan().options().tracker()).isNull();
        assertThat(plain.plan().options().stages()).isEmpty();
        Import other = done(imports.reread(system, plain.id(), plain.version(), SheetChoice.NONE, "en"));
        assertThat(other.plan().options().tracker()).as("it stays refused").isNull();

        stages.put("In Progress", "SOMEWHERE");
        assertThat(imports.replan(
                        system, other.id(), other.version(), other.plan().with(options.of(options.tracker(), stages))))
                .isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aListThatOnlyHasAKeyAndASummaryIsAnInventoryLikeAnyOther() throws Exception {
        Import imported = bring("list.csv", "Key,Summary,Owner\nA1,Sorting of KEY,Anna\nA2,Search of KEY,Marc\n", "en");

        assertThat(imported.analysis().tracker()).isNull();
    }

    private String registered(Http office) {
        String unit = Accounts.done(units.create(system, new Units.NewUnit(null, "U " + key, "U " + key, null)))
                .code();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("lang", "fr");
        all.put("title", "=1+2 Prévision pour " + key);
        all.put("problem", "Les impayés coûtent *2,4 M€* par an {tous}\n- agences\n- siège");
        all.put("baseline", "4,1 % à 90 jours");
        all.put("outcome", "3 % en 2027");
        all.put("beneficiaries", "Agences");
        all.put("alternative", "Un tableau de règles_internes");
        all.put("description", "Deux\n\n\nlignes");
        all.put("businessOwner", "Marc Roux");
        all.put("unit", unit);
        all.put("stage", "PILOT");
        all.put("tags", List.of("service client", "prévision"));
        all.put("source", "out " + key);
        Answer answer = office.post("/api/v1/use-cases", all);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().get("id").asString();
    }

    private String exported(Http office, String format) {
        byte[] file = office.with("Accept-Language", "fr")
                .download("/api/v1/use-cases/export.csv?format=" + format + "&source=out%20" + key);
        return new String(file, StandardCharsets.UTF_8).substring(1);
    }

    private void comesBackTheSame(String name, String text) throws IOException {
        Import back = check(bring(name, text, "fr"));
        assertThat(back.analysis().tracker()).isNotNull();
        assertThat(imports.rows(back, java.util.EnumSet.allOf(ImportRow.Effect.class), 0, 10))
                .singleElement()
                .satisfies(row -> assertThat(row.changes()).isEmpty())
                .satisfies(row -> assertThat(row.effect()).isEqualTo(ImportRow.Effect.UNCHANGED));
    }

    @Test
    void whatLeavesForJiraUpdatesItsUseCaseWhenItComesBack() throws Exception {
        Http office = Http.on(port).as(accounts.token(Role.CIO));
        String code = registered(office);
        String file = exported(office, "jira-csv");

        assertThat(file)
                .startsWith("Summary,Description,External issue ID,Sextant address,Labels,Labels,Sextant stage")
                .contains("'=1+2 Prévision pour " + key)
                .contains("h3. Problème métier\nLes impayés coûtent \\*2,4 M€\\* par an \\{tous\\}\n- agences")
                .contains("service_client,prévision")
                .contains("/use-cases/" + code);
        comesBackTheSame("back.csv", file);

        // As Jira gives it: its own columns, ours as custom fields, labels in its order, the importer as reporter.
        String jira = file.replace("External issue ID", "Custom field (External issue ID)")
                .replace("Sextant stage", "Custom field (Sextant stage)")
                .replace("Summary,", "Issue key,Status,Reporter,Summary,")
                .replace("'=1+2", key + "-7,To Do,Importer,'=1+2")
                .replace("service_client,prévision", "prévision,service_client")
                .replace("3 % en 2027", "2 % en 2027");
        Import back = apply(bring("Jira.csv", jira, "fr"));

        Content c = useCases.find(system, new UseCaseId(code)).orElseThrow().content();
        assertThat(Objects.requireNonNull(back.summary()).fields())
                .containsOnlyKeys("outcome", "extra.Status", "extra.Issue key");
        assertThat(c.texts().outcome()).isEqualTo("2 % en 2027");
        assertThat(c.texts().problem()).isEqualTo("Les impayés coûtent *2,4 M€* par an {tous}\n- agences\n- siège");
        assertThat(c.tags()).containsExactly("service client", "prévision");
        assertThat(c.stage()).isEqualTo(Stage.PILOT);
        assertThat(c.businessOwner()).isEqualTo(Person.named("Marc Roux"));
        assertThat(c.extra()).containsOnly(entry("Status", "To Do"), entry("Issue key", key + "-7"));
    }

    @Test
    void whatLeavesForServiceNowUpdatesItsUseCaseWhenItComesBack() throws Exception {
        Http office = Http.on(port).as(accounts.token(Role.CIO));
        String code = registered(office);
        String file = exported(office, "servicenow-csv");

        assertThat(file)
                .startsWith("short_description,description,correlation_id,u_sextant_address,u_sextant_tags")
                .contains("Problème métier\u202F:\nLes impayés")
                .contains("," + code + ",");
        comesBackTheSame("sys_import.csv", file);
        Import back = apply(bring(
                "dmn_demand.csv",
                file.replace("short_description,", "number,state,short_description,")
                        .replace("'=1+2", demand(5) + ",Screening,'=1+2")
                        .replace("Agences\n", "Agences et siège\n"),
                "fr"));

        assertThat(Objects.requireNonNull(back.summary()).fields())
                .containsOnlyKeys("beneficiaries", "extra.state", "extra.number");
    }

    @Test
    void aFormatThatDoesNotExistIsNamed() {
        Http office = Http.on(port).as(accounts.token(Role.CIO));

        Answer answer = office.with("Accept-Language", "fr").get("/api/v1/use-cases/export.csv?format=trello-csv");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("trello-csv").contains("servicenow-csv");
    }

    @Test
    void theApiShowsTheTrackerAndItsStatusesAndChangesThem() {
        Http office = Http.on(port).as(accounts.token(Role.CIO)).with("Accept-Language", "en");
        Answer brought = office.upload(
                "/api/v1/imports", "Jira.csv", CLOUD.replace("KEY", key).getBytes(StandardCharsets.UTF_8));
        assertThat(brought.status()).as(brought.text()).isEqualTo(201);
        assertThat(brought.json().at("/file/tracker").asString()).isEqualTo("jira");
        assertThat(brought.json().at("/options/statuses/Backlog").asString()).isEqualTo("IDEA");
        String address = "/api/v1/imports/" + brought.json().get("id").asLong();

        Answer set = office.with("If-Match", brought.header("ETag"))
                .patch(address, Map.of("statuses", Map.of("In Progress", "FRAMED")));
        assertThat(set.status()).as(set.text()).isEqualTo(200);
        assertThat(set.json().at("/options/statuses/In Progress").asString()).isEqualTo("FRAMED");

        Answer plain = office.with("If-Match", set.header("ETag")).patch(address, Map.of("tracker", "none"));
        assertThat(plain.json().at("/options/tracker").isMissingNode()
                        || plain.json().at("/options/tracker").isNull())
                .isTrue();
        assertThat(office.with("If-Match", plain.header("ETag"))
                        .patch(address, Map.of("statuses", Map.of("Backlog", "IDEA")))
                        .status())
                .isEqualTo(422);
    }
}
