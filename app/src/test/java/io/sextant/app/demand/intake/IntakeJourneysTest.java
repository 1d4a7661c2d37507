package io.sextant.app.demand.intake;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.BrowserTest;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.Visit;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A demand as those who write, ask, answer, sign and decide meet it, through the pages only.
class IntakeJourneysTest extends BrowserTest {
    private static final Look ENGLISH = Look.USUAL.in(Lang.EN);

    /// What the questions of the later gates are answered with.
    private static final Map<String, String> ANSWERS = Map.ofEntries(
            Map.entry("personalData", "false"),
            Map.entry("prohibitedPractice", "false"),
            Map.entry("affectsPeople", "NO"),
            Map.entry("exposure", "PARTNERS"),
            Map.entry("usersCount", "200"),
            Map.entry("dataAvailable", "YES"),
            Map.entry("budgetEstimate", "40000"),
            Map.entry("yearlyBenefit", "120000"),
            Map.entry("measure", "Days from claim to answer"),
            Map.entry("targetValue", "2 days"),
            Map.entry("reviewDate", LocalDate.now().plusYears(1).toString()),
            Map.entry("boughtFromSupplier", "false"),
            Map.entry("smallerModelTried", "true"),
            Map.entry("usersTrained", "true"),
            Map.entry("pilotResult", "REACHED"),
            Map.entry("runOwner", "Claims platform"),
            Map.entry("monitoring", "true"),
            Map.entry("fallback", "true"),
            Map.entry("workAffected", "false"));

    @Autowired
    private Units units;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void anIdeaGoesFromTheDeskToItsReceipt() {
        Unit unit = unit();
        Page page = open(employee(), "/desk", Look.USUAL);
        page.locator(".page-head .btn-main").click();
        assertThat(page.locator("h1")).hasText("Proposer une idée");
        page.locator("#problem").fill("Les agents du port recopient " + words(8));
        // Kept while it is typed, before anything is sent.
        assertThat(page.locator("[data-save-state]")).hasText("Enregistré");
        page.reload();
        assertThat(page.locator("#problem")).hasValue(java.util.regex.Pattern.compile("Les agents du port.*"));
        page.locator("#beneficiaries").fill("Trente agents du port");
        page.locator("#sponsor").fill("Direction du port");
        page.locator("#unit").selectOption(unit.code());
        look(page, "intake-need");
        button(page, "Continuer").click();
        page.locator("#outcome").fill("De 5 à 7 minutes au lieu de 11.");
        look(page, "intake-effect");
        button(page, "Continuer").click();
        page.locator("#rule").selectOption("YES");
        assertThat(page.locator("[data-heard]")).containsText("Une solution sans IA semble suffire");
        page.locator("#rule").selectOption("NO");
        page.locator("#alternative").fill("Les formulaires changent chaque semaine.");
        page.locator("[name=aiNeeded][value=true]").check();
        page.locator("#kind").selectOption("GENERATIVE");
        look(page, "intake-ai");
        button(page, "Continuer").click();
        assertThat(page.locator("[data-question=usersCount]")).isVisible();
        select(page, "exposure", "PUBLIC");
        assertThat(page.locator("[data-question=usersCount]")).isHidden();
        select(page, "exposure", "INTERNAL");
        assertThat(page.locator("[data-question=usersCount]")).isVisible();
        select(page, "personalData", "false");
        select(page, "affectsPeople", "NO");
        select(page, "prohibitedPractice", "false");
        page.locator("[name='fact.usersCount']").fill("beaucoup");
        button(page, "Continuer").click();
        assertThat(page.locator(".form-faults")).isFocused();
        page.locator("[name='fact.usersCount']").fill("30");
        page.locator("[name='fact.budgetEstimate']").fill("12 500 €");
        look(page, "intake-questions");
        expectFault("422");
        button(page, "Continuer").click();
        assertThat(page.locator("main h2").first()).containsText("lignes rouges");
        page.locator("[name^='line.'][value=crossed]").first().check();
        assertThat(page.locator("[data-heard]")).containsText("Merci de l’avoir dit");
        look(page, "intake-charter");
        page.locator("[name^='line.'][value=clear]").all().forEach(Locator::check);
        button(page, "Continuer").click();
        assertThat(page.locator("#title")).hasValue(java.util.regex.Pattern.compile("Les agents du port.*"));
        page.locator("#title").fill("Recopier moins au port");
        assertThat(page.locator("main")).containsText("Rien ne manque pour la première réponse");
        assertThat(page.locator("main")).containsText("Voie rapide");
        look(page, "intake-summary");
        button(page, "Envoyer la demande").click();
        assertThat(page.locator("h1")).hasText("Recopier moins au port");
        assertThat(page.locator(".callout h2").first()).containsText("Une réponse vous est promise");
        assertThat(page.locator("main")).containsText("sous 3 jours ouvrés");
        look(page, "intake-receipt");
        // The way back leads to the receipt, not to a second demand.
        page.goBack();
        assertThat(page.locator("h1")).hasText("Recopier moins au port");
        go(page, "/demands");
        assertThat(page.locator("main")).containsText("Recopier moins au port");
        look(page, "intake-mine");
    }

    @Test
    void whatIsAlikeIsJoinedOrToldApart() {
        Unit unit = unit();
        String rare = words(10);
        String first = send(
                visit(), Map.of("problem", "Keepers note by hand " + rare, "beneficiaries", rare, "unit", unit.code()));
        Page page = open(employee(), "/demands/new", ENGLISH.dark());
        page.locator("#problem").fill("Keepers write down by hand " + rare);
        page.locator("#beneficiaries").fill(rare);
        page.locator("#unit").selectOption(unit.code());
        button(page, "Continue").click();
        button(page, "Continue").click();
        button(page, "Continue").click();
        button(page, "Continue").click();
        assertThat(page.locator("main")).containsText(first);
        look(page, "intake-alike-dark");
        button(page, "Join this one " + first).click();
        assertThat(page.locator("main")).containsText("The same need joins this use case.");
        assertThat(page.url()).endsWith("/use-cases/" + first + "/discussion");
    }

    @Test
    void aDemandGoesFromIntakeToRunAcrossFiveRoles() {
        Unit unit = unit();
        Person asks = employee();
        Page employee = open(asks, "/demands/new", ENGLISH);
        employee.locator("#problem").fill("12 " + words(12));
        employee.locator("#beneficiaries").fill(words(3));
        employee.locator("#sponsor").fill("Jeanne Morel");
        employee.locator("#unit").selectOption(unit.code());
        button(employee, "Continue").click();
        employee.locator("#baseline").fill("12 days in March, " + words(4));
        employee.locator("#outcome").fill("2 days next year, " + words(4));
        button(employee, "Continue").click();
        employee.locator("#alternative").fill("A search was tried: " + words(4));
        employee.locator("[name=aiNeeded][value=true]").check();
        employee.locator("#kind").selectOption("GENERATIVE");
        button(employee, "Continue").click();
        select(employee, "exposure", "PARTNERS");
        select(employee, "prohibitedPractice", "false");
        button(employee, "Continue").click();
        if (employee.url().endsWith("/questions")) {
            button(employee, "Continue").click();
        }
        employee.locator("[name^='line.'][value=clear]").all().forEach(Locator::check);
        button(employee, "Continue").click();
        button(employee, "Send the demand").click();
        assertThat(employee.locator(".callout h2").first()).containsText("An answer is promised by");
        String code = employee.url().replaceAll(".*/", "");

        // The AI office asks back, the requester replies, the office names the owners.
        Page office = open(Role.AI_OFFICE, desk(unit), ENGLISH);
        office.locator("a[href='/use-cases/" + code + "/gate#decide']").click();
        office.locator("summary").filter(text("Ask the requester a question")).click();
        office.locator("#question").fill("How many letters a day?");
        button(office, "Ask").click();
        go(employee, "/desk");
        employee.locator("a[href='/demands/" + code + "#questions']").click();
        assertThat(employee.locator(".callout h2").first()).hasText("Your reply is waited for");
        employee.locator("#questions textarea").fill("About four hundred.");
        button(employee, "Reply").click();
        assertThat(employee.locator("#questions")).containsText("About four hundred.");
        go(office, "/use-cases/" + code + "/edit");
        office.locator("#businessOwner").fill("Ada Lebrun");
        office.locator("#technicalOwner").fill("Paul Petit");
        office.locator("#title").press("Enter");
        assertThat(office.locator("main")).containsText("Ada Lebrun");

        String gate = "/use-cases/" + code + "/gate";
        Page cio = open(Role.CIO, desk(unit), ENGLISH);
        cio.locator("a[href='" + gate + "#decide']").click();
        apart(cio);
        decide(cio, "GO", "A real need, measured.");
        assertThat(cio.locator("#latest")).containsText("Go");
        go(employee, "/demands/" + code);
        assertThat(employee.locator(".callout h2").first()).hasText("The answer is yes");

        // From here on the business owner answers for it.
        Page business = open(Role.BUSINESS_OWNER, gate, ENGLISH);
        Page security = open(Role.SECURITY, desk(unit), ENGLISH);
        for (String stage : List.of("Framed", "Pilot", "In service")) {
            go(business, gate);
            answer(business);
            business.locator(".callout .btn-main").click();
            assertThat(business.locator("#request h2")).containsText("An answer is promised by");
            if (stage.equals("In service")) {
                button(business, "Sign as: Business owner").click();
                assertThat(business.locator("[data-notice]").first()).containsText("Signed");
            }
            if (!stage.equals("Framed")) {
                go(security, desk(unit));
                security.locator("a[href^='" + gate + "#']").first().click();
                button(security, "Sign as: Security").click();
                assertThat(security.locator("[data-notice]").first()).containsText("Signed");
            }
            go(cio, gate);
            apart(cio);
            decide(cio, "GO", "All that was asked is there.");
            assertThat(cio.locator(".stages .now")).containsText(stage);
        }
        go(employee, "/demands/" + code);
        axe(employee);
    }

    @Test
    void aNoIsContestedByWhoAskedAndWinsItsAppeal() {
        Unit unit = unit();
        Person asks = employee();
        Page employee = open(asks, "/demands/new", ENGLISH);
        employee.locator("#problem").fill("40 " + words(12));
        employee.locator("#unit").selectOption(unit.code());
        button(employee, "Continue").click();
        for (String step : List.of("effect", "ai", "questions", "charter")) {
            assertThat(employee).hasURL(java.util.regex.Pattern.compile(".*/" + step));
            button(employee, "Continue").click();
        }
        assertThat(employee.locator("main")).containsText("still to be cleared");
        button(employee, "Send the demand").click();
        assertThat(employee.locator(".callout h2").first()).containsText("An answer is promised by");
        String code = employee.url().replaceAll(".*/", "");
        String gate = "/use-cases/" + code + "/gate";

        Page cio = open(Role.CIO, gate, ENGLISH);
        cio.locator("#wouldChange").fill("Ten people who would use it.");
        cio.locator("#instead").fill("The search that exists.");
        decide(cio, "NO", "Nobody would use it.");
        go(employee, "/demands/" + code);
        assertThat(employee.locator(".callout h2").first()).hasText("The answer is no, and this is why");
        assertThat(employee.locator("#answer")).containsText("Ten people who would use it.");
        assertThat(employee.locator("#answer")).containsText("The search that exists.");
        employee.locator("summary").filter(text("Contest this decision")).click();
        employee.locator("#appeal-reason").fill("Twelve people asked for it.");
        button(employee, "Contest").click();
        assertThat(employee.locator(".callout h2").first()).hasText("Your appeal waits for an answer");
        axe(employee);

        Page office = open(Role.AI_OFFICE, desk(unit), ENGLISH);
        office.locator("a[href='" + gate + "#latest']").click();
        office.locator("#appeal-answer").fill("Right: twelve people.");
        button(office, "The decision falls").click();
        go(employee, "/demands/" + code);
        assertThat(employee.locator(".callout h2").first()).containsText("An answer is promised by");
        assertThat(employee.locator("#answer")).containsText("overturned it");
        // The same demand, changed and asked again on a phone, with all that was written.
        Page phone = open(asks, "/demands/" + code, ENGLISH.phone());
        button(phone, "Change the demand").click();
        assertThat(phone.locator("#problem")).hasValue(java.util.regex.Pattern.compile("40 .*"));
        phone.locator("#beneficiaries").fill("Twelve people of the harbour");
        look(phone, "intake-again-phone");
        button(phone, "Read it again").click();
        button(phone, "Send again").click();
        assertThat(phone.locator("[data-notice]").first()).containsText("is sent again");
        go(cio, "/use-cases/" + code);
        assertThat(cio.locator("main")).containsText("Twelve people of the harbour");
    }

    @Test
    void aStrangerSendsAnIdeaFromAPhoneAndTheOfficeTakesItUp() {
        jdbc.sql("delete from demand.intake_rate").update();
        Unit unit = unit();
        Page office = open(Role.AI_OFFICE, "/received", ENGLISH);
        office.locator(".page-head a[href='/received/links']").click();
        office.locator("#label").fill("Your ideas for the harbour");
        office.locator("#unit").selectOption(unit.code());
        button(office, "Open the link").click();
        Locator address = office.locator("a.url").first();
        look(office, "intake-links");
        Page phone = open(address.getAttribute("href"), Look.USUAL.phone());
        phone.locator("#problem").fill("On ne trouve pas son quai la nuit " + words(3));
        look(phone, "intake-public-phone");
        byte[] seal = jdbc.sql("select seal from demand.intake_link order by id desc limit 1")
                .query(byte[].class)
                .single();
        // As if the form had just come, however long the machine took until here.
        stamp(phone, PublicIntake.stamp(seal, Instant.now()));
        expectFault("422");
        button(phone, "Envoyer").click();
        assertThat(phone.locator(".form-faults")).containsText("dans quelques secondes");
        assertThat(phone.locator("#problem")).hasValue(java.util.regex.Pattern.compile("On ne trouve pas.*"));
        stamp(phone, PublicIntake.stamp(seal, Instant.now().minusSeconds(30)));
        button(phone, "Envoyer").click();
        assertThat(phone.locator("h1")).hasText("Merci, c’est bien reçu");
        look(phone, "intake-public-receipt-phone");
        go(office, "/received");
        Locator card = office.locator(".card")
                .filter(text("On ne trouve pas son quai la nuit"))
                .last();
        card.locator("summary").filter(text("Make it a demand")).click();
        look(office, "intake-received");
        card.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Create the demand"))
                .click();
        assertThat(office.locator("#request h2")).containsText("An answer is promised by");
        phone.reload();
        assertThat(phone.locator("h1")).hasText("Votre idée est devenue une demande");
        axe(phone);
    }

    private static void stamp(Page page, String stamp) {
        page.evaluate("s => { document.querySelector('[name=stamp]').value = s; }", stamp);
    }

    @Test
    void theFormWorksWithoutScriptsAndOpensForItsAuthorAlone() {
        Visit author = visit();
        String begun = author.get("/demands/new").header("Location");
        String need = begun.replaceAll("https?://[^/]*", "");
        var empty = author.post(need, Map.of("to", "next"));
        assertThat(empty.status()).as(empty.toString()).isEqualTo(422);
        var kept = author.post(need, Map.of("problem", "Barges wait at the lock " + words(4), "to", "next"));
        assertThat(kept.header("Location")).endsWith("/effect");
        Visit other = visit();
        assertThat(other.get(need).status()).isEqualTo(404);
        assertThat(other.post(need, Map.of("problem", "Mine", "to", "next")).status())
                .isEqualTo(404);
        assertThat(author.get("/demands/drafts/not-a-number/need").status()).isEqualTo(404);
        assertThat(author.get(need.replace("/need", "/nowhere")).status()).isEqualTo(404);
        var huge = author.post(need, Map.of("problem", "x".repeat(9_000), "to", "next"));
        assertThat(huge.status()).isEqualTo(422);
        assertThat(huge.text()).contains("x".repeat(9_000));
        String summary = need.replace("/need", "/summary");
        var sent = author.post(summary, Map.of("to", "send"));
        assertThat(sent.header("Location")).contains("/demands/UC-");
        // Pressed twice, it is the same demand.
        assertThat(author.post(summary, Map.of("to", "send")).header("Location"))
                .isEqualTo(sent.header("Location"));
        assertThat(visit(Role.BOARD_READER).get("/demands/new").status()).isEqualTo(403);
    }

    @Test
    void theApiBeginsChangesAndSendsADraft() {
        Http caller = Http.on(port()).as(accounts().token(employee(), null)).with("Accept-Language", "en");
        Unit unit = unit();
        var begun = caller.post(
                "/api/v1/demands/drafts",
                Map.of("lang", "en", "fields", Map.of("problem", "Buoys are listed twice " + words(6))));
        assertThat(begun.status()).as(begun.toString()).isEqualTo(201);
        String path = "/api/v1/demands/drafts/"
                + begun.json().path("draft").path("id").asString();
        assertThat(begun.header("Location")).isEqualTo(path);
        assertThat(begun.json().path("questions").findValuesAsString("field")).contains("fact.exposure");
        var changed = caller.patch(
                path, Map.of("fields", Map.of("unit", unit.code(), "fact.exposure", "PUBLIC", "kind", "GENERATIVE")));
        assertThat(changed.json().path("questions").findValuesAsString("field")).doesNotContain("fact.usersCount");
        assertThat(changed.json().path("problems")).isEmpty();
        var wrong = caller.patch(path, Map.of("fields", Map.of("fact.exposure", "MARS")));
        assertThat(wrong.json().path("problems").path(0).path("field").asString())
                .isEqualTo("fact.exposure");
        assertThat(caller.post(path + "/submission", Map.of()).status()).isEqualTo(422);
        caller.patch(path, Map.of("fields", Map.of("fact.exposure", "PUBLIC")));
        var sent = caller.post(path + "/submission", Map.of());
        assertThat(sent.status()).as(sent.toString()).isEqualTo(201);
        assertThat(sent.json().path("promised").asString()).isNotEmpty();
        assertThat(caller.post(path + "/submission", Map.of()).json().path("id").asString())
                .isEqualTo(sent.json().path("id").asString());
        var again = caller.post("/api/v1/demands/" + sent.json().path("id").asString() + "/draft", Map.of());
        assertThat(again.json().path("draft").path("fields").path("unit").asString())
                .isEqualTo(unit.code());
        String open = "/api/v1/demands/drafts/"
                + again.json().path("draft").path("id").asString();
        assertThat(caller.delete(open).status()).isEqualTo(204);
        assertThat(caller.get(open).status()).isEqualTo(404);
        Http other = Http.on(port()).as(accounts().token(employee(), null));
        assertThat(other.get(path).status()).isEqualTo(404);
    }

    // ---------------------------------------------------------------------------------------------------- what is used

    /// The desk narrowed to a unit of the test's own: other tests leave demands of their own, due sooner.
    private static String desk(Unit unit) {
        return "/desk?unit=" + unit.code();
    }

    private void look(Page page, String name) {
        axe(page);
        screenshot(page, name);
    }

    private String send(Visit visit, Map<String, String> fields) {
        String need = visit.get("/demands/new").header("Location").replaceAll("https?://[^/]*", "");
        var given = new LinkedHashMap<>(fields);
        given.put("to", "summary");
        assertThat(visit.post(need, given).status()).isEqualTo(302);
        return visit.post(need.replace("/need", "/summary"), Map.of("to", "send"))
                .header("Location")
                .replaceAll(".*/", "");
    }

    private static void answer(Page page) {
        for (Locator field : page.locator("#questions [name^='fact.']").all()) {
            String fact = field.getAttribute("name").substring(5);
            String value = ANSWERS.get(fact);
            if (value != null && field.evaluate("f => f.tagName").equals("SELECT")) {
                field.selectOption(value);
            } else if (value != null) {
                field.fill(value);
            }
        }
        button(page, "Save the answers").click();
        assertThat(page.locator("[data-notice]").first()).containsText("saved");
    }

    /// Tells apart what the register found alike meanwhile, words made up at random included.
    private static void apart(Page page) {
        while (page.locator("#alike textarea").count() > 0) {
            page.locator("#alike textarea").first().fill("Another need altogether.");
            button(page, "It is different").first().click();
            assertThat(page.locator("[data-notice]").first()).containsText("difference");
        }
        assertThat(page.locator("main .callout h2").first()).containsText("Nothing stands in the way");
    }

    private static void decide(Page page, String answer, String reason) {
        page.locator("#decide [value=" + answer + "]").check();
        page.locator("#decide-reason").fill(reason);
        button(page, "Decide").click();
        assertThat(page.locator("[data-notice]").first()).containsText("Decided");
    }

    private static void select(Page page, String fact, String value) {
        page.locator("[name='fact." + fact + "']").selectOption(value);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator.FilterOptions text(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private Person employee() {
        return accounts().person(new Grant(Role.EMPLOYEE, null));
    }

    private Visit visit() {
        return Visit.signedIn(port(), employee().email());
    }

    private Visit visit(Role role) {
        return Visit.signedIn(port(), accounts().person(role).email());
    }

    private Unit unit() {
        String tag = UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        return Accounts.done(units.create(
                Actor.system(), new Units.NewUnit("J" + tag, "Capitainerie " + tag, "Harbour " + tag, null)));
    }

    /// Words that no other use case has.
    private static String words(int count) {
        return Stream.generate(() -> UUID.randomUUID().toString().replaceAll("[^a-f]", "x"))
                .limit(count)
                .collect(Collectors.joining(" "));
    }
}
