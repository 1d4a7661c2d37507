package io.sextant.app.demand.gating.packs;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.GateSignature;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.packs.PackEditions.CriterionForm;
import io.sextant.app.demand.gating.packs.PackEditions.GateForm;
import io.sextant.app.demand.gating.packs.PackEditions.RemedyForm;
import io.sextant.app.demand.gating.packs.PackEditions.Work;
import io.sextant.app.demand.gating.packs.Trials.State;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Role;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.jobs.Jobs;
import io.sextant.app.platform.knowledge.GateKnowledge;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.testing.BrowserTest;
import io.sextant.app.testing.Http;
import io.sextant.engine.gates.Criterion;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Editions of the gates: copied, changed, tried on the register, put into force, gone back on. What a test puts into
/// force it takes back: other tests judge by the shipped edition.
class PacksTest extends BrowserTest {
    private static final String SHIPPED = GateKnowledge.CURRENT;

    @Autowired
    private PackEditions packs;

    @Autowired
    private Editions editions;

    @Autowired
    private Trials trials;

    @Autowired
    private Gates gates;

    @Autowired
    private UseCases useCases;

    @Autowired
    private Jobs jobs;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void aCopyIsChangedByFormsAndEverythingElseStays() {
        Actor administrator = accounts().actor(Role.ADMINISTRATOR);
        Work copy = done(packs.copy(administrator, SHIPPED, name()));
        assertThat(copy.problems()).isEmpty();
        assertThat(copy.differences()).isEmpty();
        long id = copy.draft().id();
        var pilot = io.sextant.engine.inventory.Stage.PILOT;
        Work days = done(packs.change(administrator, id, 1, pilot, new GateForm(Map.of("fast", 7, "standard", 21))));
        assertThat(Objects.requireNonNull(days.pack()).gate(pilot).days()).containsEntry("standard", 21);
        Criterion security = criterion(days);
        Work changed = done(packs.change(
                administrator,
                id,
                2,
                pilot,
                "pilot-security",
                form(security, true, List.of("SECURITY", "CIO"), Criterion.Signing.Rule.EACH, "CIO", 30)));
        Criterion now = criterion(changed);
        assertThat(signing(now).roles()).containsExactly("SECURITY", "CIO");
        assertThat(Objects.requireNonNull(now.waiver()).days()).isEqualTo(30);
        Work off = done(packs.change(
                administrator,
                id,
                3,
                pilot,
                "pilot-security",
                form(now, false, signing(now).roles(), signing(now).rule(), null, null)));
        assertThat(Objects.requireNonNull(criterion(off).applies()).text()).isEqualTo("false");
        Work on = done(packs.change(
                administrator,
                id,
                4,
                pilot,
                "pilot-security",
                form(
                        security,
                        true,
                        signing(security).roles(),
                        signing(security).rule(),
                        null,
                        null)));
        assertThat(on.differences())
                .extracting(Differences.Difference::field)
                .allMatch(f -> f.startsWith("days.") || f.equals("waiver"));
        Work remedy = done(packs.change(
                administrator, id, 5, "find-sponsor", new RemedyForm(new BigDecimal("1.5"), BigDecimal.TEN, 9)));
        assertThat(Objects.requireNonNull(
                                Objects.requireNonNull(remedy.pack()).remedies().get("find-sponsor"))
                        .lead())
                .isEqualTo(9);
        assertThat(remedy.draft().texts().gates()).contains("# The criteria of the five gates.");
        assertThat(packs.change(
                        administrator, id, 5, "find-sponsor", new RemedyForm(BigDecimal.ONE, BigDecimal.ONE, 1)))
                .isInstanceOf(Outcome.Stale.class);
        done(packs.discard(administrator, id, 6));
    }

    @Test
    void aTextWithProblemsIsKeptAndEachIsToldByItsLine() {
        Actor administrator = accounts().actor(Role.ADMINISTRATOR);
        Work copy = done(packs.copy(administrator, SHIPPED, name()));
        long id = copy.draft().id();
        String broken = copy.draft()
                .texts()
                .gates()
                .replace("when: unitNamed", "when: unitName")
                .replace("signs: {roles: [DATA_OWNER], rule: ANY}", "signs: {roles: [DATA_OWNERS], rule: ANY}");
        Work work = done(packs.write(administrator, id, 1, "gates.yaml", broken));
        assertThat(work.problems()).hasSize(2).allMatch(p -> p.line() > 0);
        assertThat(work.draft().texts().gates()).isEqualTo(broken);
        assertThat(reasons(packs.apply(administrator, id, 2, LocalDate.now(), null, "Why")))
                .containsExactly("demand.packs.refused.problems");
        assertThat(reasons(trials.start(administrator, id))).containsExactly("demand.packs.refused.problems");
        Work facts = done(packs.write(
                administrator,
                id,
                2,
                new PackTexts(
                        copy.draft()
                                .texts()
                                .facts()
                                .replace("{id: attachments, type: WHOLE", "{id: attachments, type: NUMBER")
                                .replace("CSR, EMPLOYEE]", "CSR, EMPLOYEE, WIZARD]"),
                        copy.draft().texts().gates(),
                        copy.draft().texts().remedies())));
        assertThat(facts.problems())
                .extracting(p -> p.code() + " " + (p.line() > 0))
                .containsExactlyInAnyOrder("demand.packs.problem.role true", "demand.packs.problem.fact true");
        done(packs.discard(administrator, id, 3));
    }

    @Test
    void onlyAdministratorsMakeEditionsAndNamesAreTheirs() {
        Actor cio = accounts().actor(Role.CIO);
        Actor administrator = accounts().actor(Role.ADMINISTRATOR);
        assertThat(reasons(packs.copy(cio, SHIPPED, name()))).containsExactly("demand.packs.refused.right");
        assertThat(packs.of(cio).drafts()).isEmpty();
        assertThat(reasons(packs.copy(administrator, SHIPPED, "2027-01")))
                .containsExactly("demand.packs.problem.shippedName");
        assertThat(reasons(packs.copy(administrator, SHIPPED, "../../etc")))
                .containsExactly("demand.packs.problem.name");
        assertThat(reasons(packs.copy(administrator, "none", name())))
                .containsExactly("demand.packs.refused.noEdition");
        String name = name();
        Work copy = done(packs.copy(administrator, SHIPPED, name));
        assertThat(reasons(packs.copy(administrator, SHIPPED, name))).containsExactly("demand.packs.problem.nameTaken");
        assertThat(packs.draft(cio, copy.draft().id())).isEmpty();
        done(packs.discard(administrator, copy.draft().id(), 1));
    }

    @Test
    void aTrialTellsWhoseAnswerChangesAndNothingElseDoes() {
        Actor administrator = accounts().actor(Role.ADMINISTRATOR);
        UseCase one = done(useCases.propose(
                Actor.system(),
                Content.titled("en", "Tried " + UUID.randomUUID()).withAiNeeded(true),
                null));
        Work work = changedDraft(administrator, "when: aiNeeded", "when: 'aiNeeded && size(sponsor) > 200'");
        Trials.Result result = tried(administrator, work);
        assertThat(result.finished()).isTrue();
        assertThat(result.current()).isTrue();
        List<Trials.ChangedCase> rows =
                trials.changed(administrator, result.trial().id(), Stage.QUALIFIED, null, null, one.key() - 1, 1);
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.code()).isEqualTo(one.id().code());
            assertThat(row.from()).isEqualTo(State.NOT_YET);
            assertThat(row.gained()).containsExactly("qualified-ai-needed");
        });
        assertThat(result.changes()).isNotEmpty();
        assertThat(gates.of(Actor.system(), one.id()).orElseThrow().evaluation())
                .satisfies(e -> assertThat(Objects.requireNonNull(e).toRemedy()).doesNotContain("qualified-ai-needed"));
        Work later = done(packs.change(
                administrator,
                work.draft().id(),
                work.draft().version(),
                io.sextant.engine.inventory.Stage.RUN,
                new GateForm(Map.of("standard", 99))));
        assertThat(later.tried()).isFalse();
        assertThat(reasons(packs.apply(
                        administrator, later.draft().id(), later.draft().version(), LocalDate.now(), null, "Why")))
                .containsExactly("demand.packs.refused.untried");
        done(packs.discard(administrator, later.draft().id(), later.draft().version()));
    }

    @Test
    void anEditionComesIntoForceSignaturesSayWhyTheyFallAndOneGoesBack() {
        Actor administrator = accounts().actor(Role.ADMINISTRATOR);
        Actor office = accounts().actor(Role.AI_OFFICE);
        Actor owner = accounts().actor(Role.DATA_OWNER);
        UseCase one = done(useCases.propose(
                Actor.system(),
                Content.titled("en", "Signed " + UUID.randomUUID()).withStage(Stage.RUN),
                null));
        done(gates.answer(office, one.id(), Map.of("dataFate", "DELETED")));
        done(gates.sign(owner, one.id(), "retired-data", "DATA_OWNER", null));
        Work work = changedDraft(
                administrator,
                "What becomes of the data is decided",
                "It is decided and written what becomes of the data");
        Trials.Result result = tried(administrator, work);
        assertThat(result.fallen()).isPositive();
        String edition = work.draft().edition();
        long id = work.draft().id();
        long version = work.draft().version();
        assertThat(reasons(
                        packs.apply(administrator, id, version, LocalDate.now().minusDays(1), LocalDate.now(), " ")))
                .containsExactlyInAnyOrder("demand.packs.problem.from", "demand.packs.problem.reason");
        done(packs.apply(administrator, id, version, LocalDate.now(), null, "Data protection asked for it"));
        try {
            assertThat(gates.pack().edition()).isEqualTo(edition);
            awaitFall(one);
            GateSignature fallen =
                    gates.of(office, one.id()).orElseThrow().signatures().getFirst();
            assertThat(fallen.fallenWhy()).containsExactly("edition:" + edition);
            assertThat(packs.draft(administrator, id)).isEmpty();
            assertThatThrownBy(() -> jdbc.sql("update demand.pack_edition set gates = '' where edition = :edition")
                            .param("edition", edition)
                            .update())
                    .hasMessageContaining("never changed");
            assertThat(packs.differences(administrator, SHIPPED, edition).orElseThrow())
                    .singleElement()
                    .satisfies(d -> assertThat(d.field()).isEqualTo("en.title"));
            Page page = open(Role.CIO, "/use-cases/" + one.id().code() + "/gate", Look.USUAL.in(Lang.EN));
            assertThat(page.locator("#retired-data")).containsText("what edition " + edition + " of the gates asks");
        } finally {
            done(packs.use(administrator, SHIPPED, LocalDate.now(), null, "The end of a test"));
        }
        assertThat(gates.pack().edition()).isEqualTo(SHIPPED);
        assertThat(reasons(packs.use(administrator, SHIPPED, LocalDate.now(), null, "Again")))
                .containsExactly("demand.packs.refused.inForce");
        assertThat(jdbc.sql("select action from audit.event where subject_id = :edition order by seq")
                        .param("edition", edition)
                        .query(String.class)
                        .list())
                .containsExactly("gate-edition.drafted", "gate-edition.draft-changed", "gate-edition.put-into-force");
    }

    @Test
    void untilTheCutOverWhatWasThereIsJudgedByTheEditionBefore() {
        Actor administrator = accounts().actor(Role.ADMINISTRATOR);
        Work work = changedDraft(administrator, "AI is needed", "AI is really needed");
        tried(administrator, work);
        LocalDate today = LocalDate.now();
        String edition = work.draft().edition();
        done(packs.apply(
                administrator, work.draft().id(), work.draft().version(), today, today.plusDays(30), "In two steps"));
        try {
            assertThat(editions.judging(today.minusDays(1), today).edition()).isEqualTo(SHIPPED);
            assertThat(editions.judging(today, today).edition()).isEqualTo(edition);
            assertThat(editions.judging(today.minusDays(1), today.plusDays(30)).edition())
                    .isEqualTo(edition);
            assertThat(packs.of(administrator).cutOver()).isEqualTo(today.plusDays(30));
            PackEditions.Overview coming =
                    done(packs.use(administrator, SHIPPED, today.plusDays(60), null, "For two months only"));
            assertThat(coming.coming()).singleElement().satisfies(u -> assertThat(u.edition())
                    .isEqualTo(SHIPPED));
            assertThat(editions.judging(today, today.plusDays(60)).edition()).isEqualTo(SHIPPED);
            done(packs.callOff(administrator, coming.coming().getFirst().id(), "No need"));
            assertThat(editions.judging(today, today.plusDays(60)).edition()).isEqualTo(edition);
        } finally {
            done(packs.use(administrator, SHIPPED, today, null, "The end of a test"));
        }
    }

    @Test
    void theFileThatIsTakenAwayComesBackAsADraftAndHarmfulOnesDoNot() throws Exception {
        Http administrator = Http.on(port()).as(accounts().token(Role.ADMINISTRATOR));
        Page page = open(Role.ADMINISTRATOR, "/gates", Look.USUAL.in(Lang.EN));
        byte[] zip = page.request()
                .get(address("/gates/editions/" + SHIPPED + "/file"))
                .body();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            assertThat(Objects.requireNonNull(in.getNextEntry()).getName()).isEqualTo("facts.yaml");
        }
        String name = name();
        page.locator("summary", new Page.LocatorOptions().setHasText("Bring a file"))
                .click();
        page.locator("#bring-name").fill(name);
        page.locator("#file")
                .setInputFiles(new com.microsoft.playwright.options.FilePayload("gates.zip", "application/zip", zip));
        button(page, "Make the draft").click();
        assertThat(page.locator("h1")).hasText("Draft " + name);
        assertThat(page.locator(".sentence")).containsText("Nothing tells it apart");
        axe(page);
        var drafts = administrator.get("/api/v1/gates/editions");
        assertThat(drafts.text()).contains(name);
        go(page, "/gates");
        page.locator("summary", new Page.LocatorOptions().setHasText("Bring a file"))
                .click();
        page.locator("#bring-name").fill(name());
        page.locator("#file")
                .setInputFiles(new com.microsoft.playwright.options.FilePayload(
                        "gates.zip", "application/zip", "no zip".getBytes(StandardCharsets.UTF_8)));
        expectFault("422");
        button(page, "Make the draft").click();
        assertThat(page.locator("[role=alert]")).containsText("Choose a ZIP");
    }

    @Test
    void anAdministratorGoesFromACopyToATrialInTheBrowser() {
        String name = name();
        Page page = open(Role.ADMINISTRATOR, "/gates", Look.USUAL.in(Lang.EN));
        page.locator("#name").fill(name);
        button(page, "Copy into a draft").click();
        assertThat(page.locator("h1")).hasText("Draft " + name);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Settings"))
                .click();
        page.locator("[name='days.standard']").fill("0");
        expectFault("422");
        button(page, "Save").first().click();
        assertThat(page.locator("main")).containsText("Write a whole number from 1 to 365.");
        page.locator("[name='days.standard']").fill("12");
        button(page, "Save").first().click();
        assertThat(page.locator("[name='days.standard']")).hasValue("12");
        Locator criterion = page.locator("#qualified-sponsor");
        criterion.locator("summary").click();
        criterion.locator("[name=asked]").uncheck();
        criterion.locator("[name='en.title']").fill("A sponsor, by \"name\"");
        criterion.locator("button").click();
        assertThat(page.locator("#qualified-sponsor")).containsText("Not asked");
        assertThat(page.locator("#qualified-sponsor")).containsText("A sponsor, by \"name\"");
        axe(page);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Text"))
                .click();
        String yaml = page.locator("#text").inputValue();
        page.locator("#text").fill(yaml.replace("when: unitNamed", "when: unitNamd"));
        button(page, "Save and check").click();
        assertThat(page.locator("main")).containsText("Did you mean");
        axe(page);
        page.locator("#text").fill(yaml);
        button(page, "Save and check").click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Try and put into force"))
                .click();
        assertThat(page.locator("main")).containsText("days.standard");
        button(page, "Try on the whole register").click();
        assertThat(page.locator("#trial")).containsText("Tried by");
        assertThat(page.locator("#apply #from")).isVisible();
        axe(page);
        page.locator("#trial td a").first().click();
        assertThat(page.locator("h1")).hasText("Use cases whose answer changes");
        axe(page);
        assertThat(new String(
                        page.request()
                                .get(address("/gates/drafts/" + draft(name) + "/trial/file"))
                                .body(),
                        StandardCharsets.UTF_8))
                .contains("Answer time then");
        go(page, "/gates/drafts/" + draft(name));
        button(page, "Give this draft up").click();
        assertThat(page.locator("h1")).hasText("Gates");
    }

    @Test
    void theApiMakesTriesAndRefuses() {
        Http administrator =
                Http.on(port()).as(accounts().token(Role.ADMINISTRATOR)).with("Accept-Language", "en");
        var begun = administrator.post("/api/v1/gates/drafts", Map.of("from", SHIPPED, "name", name()));
        assertThat(begun.status()).as(begun.toString()).isEqualTo(200);
        String draft = "/api/v1/gates/drafts/" + begun.json().path("id").asLong();
        var texts = begun.json().path("texts");
        Map<String, String> broken = Map.of(
                "facts", texts.path("facts").asString(),
                "gates", texts.path("gates").asString().replace("when: unitNamed", "when: unitNamd"),
                "remedies", "");
        assertThat(administrator.put(draft, broken).status()).isEqualTo(428);
        var written = administrator.with("If-Match", begun.header("ETag")).put(draft, broken);
        assertThat(written.status()).as(written.toString()).isEqualTo(200);
        assertThat(written.json().path("problems").size()).isGreaterThanOrEqualTo(2);
        assertThat(written.text()).contains("Did you mean");
        assertThat(administrator
                        .with("If-Match", begun.header("ETag"))
                        .put(draft, broken)
                        .status())
                .isEqualTo(412);
        assertThat(administrator.post(draft + "/trial", Map.of()).status()).isEqualTo(422);
        assertThat(administrator.get(draft + "/trial").status()).isEqualTo(404);
        assertThat(administrator
                        .with("If-Match", written.header("ETag"))
                        .delete(draft)
                        .status())
                .isEqualTo(200);
        assertThat(administrator.get(draft).status()).isEqualTo(404);
        assertThat(administrator.get("/api/v1/gates/editions/" + SHIPPED).text())
                .contains("qualified-problem");
        Http employee = Http.on(port()).as(accounts().token(Role.EMPLOYEE));
        assertThat(employee.get("/api/v1/gates/editions").status()).isEqualTo(200);
        assertThat(employee.post("/api/v1/gates/drafts", Map.of("from", SHIPPED, "name", "x"))
                        .status())
                .isEqualTo(403);
    }

    private long draft(String edition) {
        return packs.of(accounts().actor(Role.ADMINISTRATOR)).drafts().stream()
                .filter(d -> d.edition().equals(edition))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private Work changedDraft(Actor administrator, String before, String after) {
        Work copy = done(packs.copy(administrator, SHIPPED, name()));
        Work work = done(packs.write(
                administrator,
                copy.draft().id(),
                1,
                "gates.yaml",
                copy.draft().texts().gates().replace(before, after)));
        assertThat(work.problems()).isEmpty();
        assertThat(work.differences()).isNotEmpty();
        return work;
    }

    private Trials.Result tried(Actor administrator, Work work) {
        Trials.Result begun = done(trials.start(administrator, work.draft().id()));
        jobs.await(Objects.requireNonNull(begun.trial().jobId()), Duration.ofMinutes(2));
        return trials.find(
                        administrator,
                        work.draft().edition(),
                        work.draft().texts().digest())
                .orElseThrow();
    }

    /// The look at signatures goes on in the background; it is a job like any other.
    private void awaitFall(UseCase one) {
        List<Long> looks = jdbc.sql("select id from platform.job where kind = 'demand.gates' order by id desc limit 3")
                .query(Long.class)
                .list();
        looks.forEach(job -> jobs.await(job, Duration.ofMinutes(2)));
        assertThat(gates.of(Actor.system(), one.id())
                        .orElseThrow()
                        .signatures()
                        .getFirst()
                        .fallenAt())
                .isNotNull();
    }

    private static Criterion criterion(Work work) {
        return Objects.requireNonNull(
                Differences.criteria(Objects.requireNonNull(work.pack())).get("pilot-security"));
    }

    private static Criterion.Signing signing(Criterion criterion) {
        return Objects.requireNonNull(criterion.signing());
    }

    private static CriterionForm form(
            Criterion criterion,
            boolean asked,
            List<String> roles,
            Criterion.Signing.Rule rule,
            @org.jspecify.annotations.Nullable String waiverRole,
            @org.jspecify.annotations.Nullable Integer waiverDays) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String lang : List.of("fr", "en")) {
            texts.put(lang + ".title", criterion.title().in(lang));
            texts.put(lang + ".why", criterion.why().in(lang));
            texts.put(lang + ".how", criterion.how().in(lang));
        }
        return new CriterionForm(asked, roles, rule, waiverRole, waiverDays, texts);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static String name() {
        return "t." + UUID.randomUUID().toString().substring(0, 12);
    }

    private static List<String> reasons(Outcome<?> outcome) {
        return outcome instanceof Outcome.Refused<?>(List<Reason> reasons)
                ? reasons.stream().map(Reason::code).toList()
                : List.of(outcome.toString());
    }
}
