package io.sextant.app.demand.gating;

import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.Kind;
import io.sextant.app.demand.Person;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.identity.Absence;
import io.sextant.app.identity.Absences;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.testing.BrowserTest;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.Visit;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Being away, and acting in the place of whoever is.
class StandInsTest extends BrowserTest {
    private static final String TWO = "run-two-signatures";

    @Autowired
    private Absences absences;

    @Autowired
    private Actors actors;

    @Autowired
    private People people;

    @Autowired
    private Gates gates;

    @Autowired
    private Desks desks;

    @Autowired
    private UseCases useCases;

    @Autowired
    private Units units;

    @Autowired
    private JdbcClient jdbc;

    private long unit;

    @BeforeEach
    void aUnit() {
        String mark = UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        unit = done(units.create(Actor.system(), new Units.NewUnit("S" + mark, "Suppléances", "Stand-ins", null)))
                .id();
    }

    private io.sextant.app.identity.Person person(Grant... grants) {
        return accounts().person(grants);
    }

    private io.sextant.app.identity.Person security() {
        return person(new Grant(Role.SECURITY, unit));
    }

    private io.sextant.app.identity.Person employee() {
        return person(new Grant(Role.EMPLOYEE, null));
    }

    private Actor actor(io.sextant.app.identity.Person person) {
        return actors.find(person.id(), Who.Channel.WEB).orElseThrow();
    }

    private Absence away(
            io.sextant.app.identity.Person absent,
            io.sextant.app.identity.@org.jspecify.annotations.Nullable Person standIn) {
        LocalDate today = absences.today();
        return done(absences.declare(
                actor(absent),
                absent.id(),
                new Absences.Wanted(today, today.plusDays(3), standIn == null ? null : standIn.id())));
    }

    private Actor inPlace(io.sextant.app.identity.Person standIn, io.sextant.app.identity.Person absent) {
        return absences.inPlaceOf(actor(standIn), absent.id()).orElseThrow();
    }

    private static List<String> reasons(Outcome<?> outcome) {
        return outcome instanceof Outcome.Refused<?>(List<Reason> reasons)
                ? reasons.stream().map(Reason::code).toList()
                : List.of(outcome.toString());
    }

    /// A pilot that waits for its two signatures, asked for by this person.
    private UseCaseId pilot(io.sextant.app.identity.Person business, Actor asks) {
        Content content = Content.titled("en", GatesTest.words(4))
                .withTexts(t -> new Texts(
                        t.title(),
                        "12 " + GatesTest.words(12),
                        "12 " + GatesTest.words(6),
                        "2 " + GatesTest.words(6),
                        GatesTest.words(3),
                        GatesTest.words(6),
                        null,
                        null))
                .withSponsor(Person.named("Jeanne Morel"))
                .withBusinessOwner(new Person(business.name(), business.id()))
                .withTechnicalOwner(Person.named("Paul Petit"))
                .withAiNeeded(true)
                .withKind(Kind.GENERATIVE)
                .withStage(Stage.PILOT)
                .withUnit(unit);
        UseCaseId id = done(useCases.propose(Actor.system(), content, null)).id();
        Actor office = accounts().actor(Role.AI_OFFICE);
        done(gates.answer(office, id, new HashMap<>(GatesTest.KNOWN)));
        gates.of(office, id)
                .orElseThrow()
                .charter()
                .forEach(line -> done(gates.examine(office, id, line.id(), false, null)));
        done(gates.ask(asks, id, null));
        return id;
    }

    @Test
    void aStandInFindsWhatWaitsSignsItAndEverythingSaysForWhom() {
        var owner = employee();
        var claire = security();
        var bob = employee();
        UseCaseId id = pilot(owner, accounts().actor(Role.AI_OFFICE));
        Absence absence = away(claire, bob);
        assertThat(desks.of(actor(bob)).signatures()).isEmpty();
        assertThat(desks.of(actor(bob)).standIns()).singleElement().satisfies(s -> {
            assertThat(s.name()).isEqualTo(claire.name());
            assertThat(s.userId()).isEqualTo(claire.id());
            assertThat(s.desk().signatures())
                    .extracting(Desk.Signing::criterion, Desk.Signing::role)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(TWO, "SECURITY"));
        });
        assertThat(desks.of(actor(bob)).waiting()).isEqualTo(1);

        Http http = Http.on(port()).as(accounts().token(bob, null)).with("Accept-Language", "en");
        String signatures = "/api/v1/use-cases/" + id.code() + "/gate/signatures";
        Map<String, String> body = Map.of("criterion", TWO, "role", "SECURITY");
        assertThat(http.post(signatures, body).status()).as("for oneself").isEqualTo(422);
        var signed = http.post(signatures + "?inPlaceOf=" + claire.id(), body);
        assertThat(signed.status()).as(signed.toString()).isEqualTo(200);
        var signature = signed.json().path("signatures").path(0);
        assertThat(signature.path("byName").asString()).isEqualTo(bob.name());
        assertThat(signature.path("forName").asString()).isEqualTo(claire.name());
        assertThat(jdbc.sql("select change::text from audit.event where action = 'gate.signed' and subject_id = :id")
                        .param("id", id.code())
                        .query(String.class)
                        .single())
                .contains("\"inPlaceOf\"")
                .contains(claire.name());
        var page = Visit.signedIn(port(), owner.email());
        assertThat(page.get("/use-cases/" + id.code() + "/gate", "Accept-Language", "en")
                        .text())
                .contains(bob.name() + " in place of " + claire.name());
        assertThat(http.get("/api/v1/desk")
                        .json()
                        .path("standIns")
                        .path(0)
                        .path("desk")
                        .path("signatures"))
                .isEmpty();

        // It was given for Claire: she too may take it back, and her days end by themselves or by her word.
        done(absences.end(actor(claire), absence.id()));
        assertThat(http.post(signatures + "?inPlaceOf=" + claire.id(), body).status())
                .isEqualTo(403);
        assertThat(desks.of(actor(bob)).standIns()).isEmpty();
        long given = gates.of(actor(claire), id)
                .orElseThrow()
                .signatures()
                .getFirst()
                .id();
        assertThat(reasons(gates.unsign(actor(owner), id, given)))
                .containsExactly("demand.gates.refused.othersSignature");
        done(gates.unsign(actor(claire), id, given));
    }

    @Test
    void whatTakesTwoPeopleTakesTwoNaturalPersons() {
        var owner = employee();
        var dan = security();
        var bob = employee();
        UseCaseId id = pilot(owner, accounts().actor(Role.AI_OFFICE));
        away(dan, owner);
        done(gates.sign(actor(owner), id, TWO, "BUSINESS_OWNER", null));
        assertThat(reasons(gates.sign(inPlace(owner, dan), id, TWO, "SECURITY", null)))
                .containsExactly("demand.gates.refused.twoPeople");

        var other = employee();
        var eve = security();
        UseCaseId second = pilot(other, accounts().actor(Role.AI_OFFICE));
        away(other, bob);
        away(eve, bob);
        done(gates.sign(inPlace(bob, other), second, TWO, "BUSINESS_OWNER", null));
        assertThat(reasons(gates.sign(inPlace(bob, eve), second, TWO, "SECURITY", null)))
                .as("one person for two absent ones")
                .containsExactly("demand.gates.refused.twoPeople");

        // The absent person themselves: owner here and of the security there, signed for once already.
        var both = person(new Grant(Role.SECURITY, unit));
        UseCaseId third = pilot(both, accounts().actor(Role.AI_OFFICE));
        Absence gone = away(both, bob);
        done(gates.sign(inPlace(bob, both), third, TWO, "BUSINESS_OWNER", null));
        done(absences.end(actor(both), gone.id()));
        assertThat(reasons(gates.sign(actor(both), third, TWO, "SECURITY", null)))
                .containsExactly("demand.gates.refused.twoPeople");
    }

    @Test
    void whoAskedDoesNotAnswerInAnybodysPlace() {
        var owner = employee();
        var cio = person(new Grant(Role.CIO, unit));
        away(cio, owner);
        UseCaseId own = pilot(owner, actor(owner));
        UseCaseId others = pilot(owner, accounts().actor(Role.AI_OFFICE));
        Actor placed = inPlace(owner, cio);
        var no = new Gates.Given(Answer.NO, "Too dear", "Half the price", null, null, null);
        assertThat(desks.of(actor(owner)).standIns().getFirst().desk().answers())
                .extracting(r -> r.useCase().code())
                .contains(others.code())
                .doesNotContain(own.code());
        assertThat(reasons(gates.decide(placed, own, seen(own), no)))
                .containsExactly("demand.gates.refused.inPlaceOwn");
        assertThat(reasons(gates.decide(actor(owner), others, seen(others), no)))
                .containsExactly("demand.gates.refused.decide");
        Decision decision =
                done(gates.decide(placed, others, seen(others), no)).latest().orElseThrow();
        assertThat(decision.byName()).isEqualTo(owner.name());
        assertThat(decision.forName()).isEqualTo(cio.name());
        done(gates.appeal(actor(owner), others, "It is not"));
        assertThat(reasons(gates.answerAppeal(actor(cio), others, Decision.Appeal.Outcome.UPHELD, "It is")))
                .as("decided for them")
                .containsExactly("demand.gates.refused.ownDecision");
        assertThat(desks.of(actor(cio)).appeals())
                .noneMatch(a -> a.useCase().code().equals(others.code()));
        assertThat(jdbc.sql("select count(*) from audit.event where subject_id = :id and change::text like :name")
                        .param("id", others.code())
                        .param("name", "%" + cio.name() + "%")
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    @Test
    void theHistoryNamesWhoMovedTheStageAndInWhosePlace() {
        var owner = employee();
        var security = security();
        var cio = person(new Grant(Role.CIO, unit));
        var bob = employee();
        UseCaseId id = pilot(owner, accounts().actor(Role.AI_OFFICE));
        done(gates.sign(actor(owner), id, TWO, "BUSINESS_OWNER", null));
        done(gates.sign(actor(security), id, TWO, "SECURITY", null));
        away(cio, bob);
        done(gates.decide(
                inPlace(bob, cio), id, seen(id), new Gates.Given(Answer.GO, "Both signed", null, null, null, null)));
        var passed = useCases.history(actor(cio), id).getFirst();
        assertThat(passed.act()).isEqualTo(io.sextant.app.demand.Revision.Act.PASSED);
        assertThat(passed.byName()).isEqualTo(bob.name());
        assertThat(passed.forId()).isEqualTo(cio.id());
        assertThat(passed.forName()).isEqualTo(cio.name());
        assertThat(useCases.history(actor(cio), id).getLast().forName())
                .as("who registered it acted for themselves")
                .isNull();
        Visit visit = Visit.signedIn(port(), cio.email());
        String history = "/use-cases/" + id.code() + "/history";
        assertThat(visit.get(history, "Accept-Language", "en").text())
                .contains(bob.name() + " in place of " + cio.name());
        assertThat(visit.get(history, "Accept-Language", "fr").text())
                .contains(bob.name() + " à la place de " + cio.name());
        assertThat(Http.on(port())
                        .as(accounts().token(cio, null))
                        .get("/api/v1/use-cases/" + id.code() + "/history")
                        .text())
                .contains("\"forName\":\"" + cio.name() + "\"");
    }

    @Test
    void aStandInMayDoWhatTheAbsentOneMayAndNoMore() {
        var owner = employee();
        var claire = security();
        var bob = employee();
        var eve = employee();
        UseCaseId id = pilot(owner, accounts().actor(Role.AI_OFFICE));
        away(claire, bob);
        assertThat(reasons(gates.decide(
                        inPlace(bob, claire), id, seen(id), new Gates.Given(Answer.NO, "a", "b", null, null, null))))
                .containsExactly("demand.gates.refused.decide");
        // Bob has gone too: whoever stands in for him does not stand in for Claire.
        away(bob, eve);
        assertThat(absences.inPlaceOf(actor(eve), claire.id())).isEmpty();
        assertThat(absences.inPlaceOf(inPlace(eve, bob), claire.id())).isEmpty();
        // A token that only reads does not sign, in nobody's place.
        Http reads = Http.on(port()).as(accounts().token(bob, Set.of(Permission.VIEW_USE_CASES)));
        assertThat(reads.post(
                                "/api/v1/use-cases/" + id.code() + "/gate/signatures?inPlaceOf=" + claire.id(),
                                Map.of("criterion", TWO, "role", "SECURITY"))
                        .status())
                .isEqualTo(422);
        assertThat(reads.post(
                                "/api/v1/me/absences",
                                Map.of("from", absences.today().toString()))
                        .status())
                .isEqualTo(403);
        // What Claire may no longer do, nobody may for her.
        var now = people.find(Actor.system(), claire.id()).orElseThrow();
        done(people.grant(Actor.system(), claire.id(), now.version(), Set.of(), null));
        assertThat(gates.of(inPlace(bob, claire), id)).isEmpty();
    }

    @Test
    void whoeverStandsInSeesTheGateThatTheAbsentOneSees() {
        var claire = security();
        String mark = UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        long elsewhere = done(units.create(
                        Actor.system(), new Units.NewUnit("E" + mark, "Ailleurs", "Elsewhere", null)))
                .id();
        var bob = person(new Grant(Role.EMPLOYEE, elsewhere));
        UseCaseId id = pilot(employee(), accounts().actor(Role.AI_OFFICE));
        away(claire, bob);
        Visit visit = Visit.signedIn(port(), bob.email());
        String gate = "/use-cases/" + id.code() + "/gate";
        assertThat(visit.get(gate).status()).isEqualTo(404);
        var page = visit.get(gate + "?inPlaceOf=" + claire.id(), "Accept-Language", "en");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .contains("You act in the place of " + claire.name())
                .contains("Sign as: Security, for");
        var signed = visit.post(
                gate + "/signatures",
                Map.of("criterion", TWO, "role", "SECURITY", "inPlaceOf", String.valueOf(claire.id())));
        assertThat(signed.header("Location"))
                .contains("inPlaceOf=" + claire.id())
                .endsWith("#" + TWO);
        assertThat(visit.get(gate + "?inPlaceOf=" + bob.id()).status()).isEqualTo(403);
        assertThat(visit.get(gate + "?inPlaceOf=99999999999999999999").status()).isEqualTo(403);
    }

    @Test
    void thoseWhoDecideSeeWhoIsAwayAndWhetherAnybodyStandsIn() {
        var claire = security();
        var bob = employee();
        UseCaseId id = pilot(employee(), accounts().actor(Role.AI_OFFICE));
        Absence alone = away(claire, null);
        Http cio = Http.on(port()).as(accounts().token(Role.CIO)).with("Accept-Language", "en");
        var missed = cio.get("/api/v1/use-cases/" + id.code() + "/gate").json().path("missed");
        assertThat(missed).hasSize(1);
        assertThat(missed.path(0).path("name").asString()).isEqualTo(claire.name());
        assertThat(missed.path(0).path("standIn").isNull()).isTrue();
        String gate = "/use-cases/" + id.code() + "/gate";
        Visit visit = Visit.signedIn(port(), accounts().person(Role.CIO).email());
        assertThat(visit.get(gate, "Accept-Language", "en").text())
                .contains(claire.name() + " is away until")
                .contains("and nobody stands in");
        done(absences.end(actor(claire), alone.id()));
        away(claire, bob);
        assertThat(visit.get(gate, "Accept-Language", "en").text()).contains(bob.name() + " stands in");
    }

    @Test
    void anAbsenceThatCannotBeIsRefusedWithItsReason() {
        var claire = security();
        var bob = employee();
        var closed = employee();
        done(people.disable(Actor.system(), closed.id(), closed.version(), null));
        LocalDate today = absences.today();
        assertThat(refused(claire, today.minusDays(1), today, bob.id())).containsExactly("identity.absence.from");
        assertThat(refused(claire, null, null, null)).containsExactly("identity.absence.from");
        assertThat(refused(claire, today, today.minusDays(1), null)).containsExactly("identity.absence.until");
        assertThat(refused(claire, today, today.plusDays(366), null)).containsExactly("identity.absence.until");
        assertThat(refused(claire, today, today, claire.id())).containsExactly("identity.absence.self");
        assertThat(refused(claire, today, today, closed.id())).containsExactly("identity.absence.nobody");
        assertThat(refused(claire, today, today, Long.MAX_VALUE)).containsExactly("identity.absence.nobody");
        Absence first = away(claire, bob);
        assertThat(refused(claire, today.plusDays(3), today.plusDays(9), bob.id()))
                .containsExactly("identity.absence.overlap");
        assertThat(refused(bob, today.plusDays(2), today.plusDays(9), claire.id()))
                .containsExactly("identity.absence.away");
        var boss = person(new Grant(Role.ADMINISTRATOR, null));
        assertThat(reasons(
                        absences.declare(actor(boss), employee().id(), new Absences.Wanted(today, today, boss.id()))))
                .containsExactly("identity.absence.administrator");
        assertThat(Http.on(port())
                        .as(accounts().token(bob, null))
                        .post(
                                "/api/v1/users/" + claire.id() + "/absences",
                                Map.of("from", today.toString(), "until", today.toString()))
                        .status())
                .isEqualTo(403);
        assertThat(reasons(absences.end(actor(employee()), first.id()))).containsExactly("identity.absence.notFound");
        Http boss2 = Http.on(port()).as(accounts().token(boss, null));
        var ended = boss2.delete("/api/v1/users/" + claire.id() + "/absences/" + first.id());
        assertThat(ended.json().path("state").asString()).isEqualTo("OVER");
        var again = boss2.post(
                "/api/v1/users/" + claire.id() + "/absences",
                Map.of(
                        "from", today.plusDays(1).toString(),
                        "until", today.plusDays(2).toString(),
                        "standIn", bob.id()));
        assertThat(again.status()).as(again.toString()).isEqualTo(201);
        assertThat(again.json().path("state").asString()).isEqualTo("AHEAD");
        assertThat(absences.inPlaceOf(actor(bob), claire.id())).as("not yet").isEmpty();
        assertThat(boss2.delete("/api/v1/users/" + bob.id() + "/absences/"
                                + again.json().path("id").asLong())
                        .status())
                .as("of somebody else")
                .isEqualTo(404);
        // What was entrusted is given back; she is away all the same.
        Http own = Http.on(port()).as(accounts().token(bob, null));
        assertThat(own.get("/api/v1/me/standing-in").json().path("items")).hasSize(1);
        long given = again.json().path("id").asLong();
        assertThat(own.delete("/api/v1/me/absences/" + given)
                        .json()
                        .path("releasedAt")
                        .isNull())
                .isFalse();
        assertThat(absences.of(actor(claire), claire.id()).getFirst().standingIn())
                .isNull();
        assertThat(absences.of(actor(claire), claire.id()).getFirst().state()).isEqualTo(Absence.State.AHEAD);
    }

    private List<String> refused(
            io.sextant.app.identity.Person who,
            @org.jspecify.annotations.Nullable LocalDate from,
            @org.jspecify.annotations.Nullable LocalDate until,
            @org.jspecify.annotations.Nullable Long standIn) {
        return reasons(absences.declare(actor(who), who.id(), new Absences.Wanted(from, until, standIn)));
    }

    @Test
    void aClosedAccountEndsWhatItEntrustedAndWhatItWasEntrustedWith() {
        var claire = security();
        var bob = employee();
        away(claire, bob);
        var standIn = people.find(Actor.system(), bob.id()).orElseThrow();
        done(people.disable(Actor.system(), bob.id(), standIn.version(), null));
        var left = absences.of(actor(claire), claire.id()).getFirst();
        assertThat(left.state()).isEqualTo(Absence.State.NOW);
        assertThat(left.standingIn()).isNull();
        var reopened = people.find(Actor.system(), bob.id()).orElseThrow();
        done(people.enable(Actor.system(), bob.id(), reopened.version()));
        assertThat(absences.places(actor(bob))).as("it does not come back").isEmpty();

        var dan = security();
        away(dan, bob);
        assertThat(absences.places(actor(bob))).hasSize(1);
        var gone = people.find(Actor.system(), dan.id()).orElseThrow();
        done(people.disable(Actor.system(), dan.id(), gone.version(), null));
        assertThat(absences.places(actor(bob))).isEmpty();
        assertThat(absences.away()).noneMatch(a -> a.person().id() == dan.id());
    }

    static java.util.stream.Stream<Look> looks() {
        return java.util.stream.Stream.of(Look.USUAL, Look.USUAL.in(Lang.EN).dark(), Look.USUAL.phone());
    }

    @ParameterizedTest
    @MethodSource("looks")
    void inTheBrowserOneGoesAwayAndTheOtherFindsAndSigns(Look look) {
        boolean fr = look.lang() == Lang.FR;
        var claire = security();
        var bob = employee();
        UseCaseId id = pilot(employee(), accounts().actor(Role.AI_OFFICE));
        Page own = open(claire, "/account", look);
        own.locator("#away summary").click();
        own.locator("#away-until").fill(absences.today().plusDays(5).toString());
        own.locator("#away-stand-in").fill("Nobody Known");
        button(own, fr ? "Enregistrer" : "Save", "#away").click();
        org.assertj.core.api.Assertions.assertThat(own.locator("#away").innerText())
                .contains("Nobody Known");
        axe(own);
        own.locator("#away-stand-in").fill(bob.email());
        own.locator("#away [role=option]").first().click();
        button(own, fr ? "Enregistrer" : "Save", "#away").click();
        com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(own.locator("#away"))
                .containsText(bob.name());
        axe(own);
        screenshot(own, "away-account-" + look);

        Page desk = open(bob, "/desk", look);
        axe(desk);
        screenshot(desk, "away-desk-" + look);
        desk.getByText(fr ? "Pour " + claire.name() : "For " + claire.name()).waitFor();
        desk.locator("a[href*='inPlaceOf=" + claire.id() + "']").first().click();
        axe(desk);
        screenshot(desk, "away-gate-" + look);
        desk.locator("#" + TWO + " form button").first().click();
        com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(desk.locator("#" + TWO))
                .containsText(bob.name() + (fr ? " à la place de " : " in place of ") + claire.name());
        assertThat(desk.url()).contains("inPlaceOf=" + claire.id());
        assertThat(Objects.requireNonNull(gates.of(Actor.system(), id)
                        .orElseThrow()
                        .signatures()
                        .getFirst()
                        .forId()))
                .isEqualTo(claire.id());
        Page boss = open(person(new Grant(Role.ADMINISTRATOR, null)), "/admin/people/" + claire.id(), look);
        com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(boss.locator("#away"))
                .containsText(bob.name());
        axe(boss);
        screenshot(boss, "away-person-" + look);
    }

    private static Locator button(Page page, String name, String within) {
        return page.locator(within).getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }

    private long seen(UseCaseId id) {
        return useCases.find(Actor.system(), id).orElseThrow().version();
    }
}
