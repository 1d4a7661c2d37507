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
import io.sextant.app.demand.gating.Deeds.Deed;
import io.sextant.app.demand.gating.Deeds.Result;
import io.sextant.app.identity.Absences;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import io.sextant.app.testing.BrowserTest;
import io.sextant.app.testing.Http;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What is done straight from a desk, one line or many, on what was seen and on nothing else.
class DeedsTest extends BrowserTest {
    private static final String TWO = "run-two-signatures";

    @Autowired
    private Deeds deeds;

    @Autowired
    private Desks desks;

    @Autowired
    private Gates gates;

    @Autowired
    private UseCases useCases;

    @Autowired
    private Absences absences;

    @Autowired
    private Actors actors;

    @Autowired
    private Units units;

    @Autowired
    private JdbcClient jdbc;

    private long unit;
    private String code = "";
    private Actor asks;
    private io.sextant.app.identity.Person security;
    private io.sextant.app.identity.Person owner;
    private io.sextant.app.identity.Person cio;

    @BeforeEach
    void aUnitOfItsOwn() {
        code = "D" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        unit = done(units.create(Actor.system(), new Units.NewUnit(code, "Bureaux", "Desks", null)))
                .id();
        asks = accounts().actor(new Grant(Role.AI_OFFICE, unit));
        security = accounts().person(new Grant(Role.SECURITY, unit));
        owner = accounts().person(new Grant(Role.BUSINESS_OWNER, unit));
        cio = accounts().person(new Grant(Role.CIO, unit));
    }

    private Actor actor(io.sextant.app.identity.Person person) {
        return actors.find(person.id(), Who.Channel.WEB).orElseThrow();
    }

    /// A use case of which everything is known and that waits for an answer.
    private UseCaseId waiting(Stage stage) {
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
                .withBusinessOwner(new Person(owner.name(), owner.id()))
                .withTechnicalOwner(Person.named("Paul Petit"))
                .withAiNeeded(true)
                .withKind(Kind.GENERATIVE)
                .withStage(stage)
                .withUnit(unit);
        UseCaseId id = done(useCases.propose(Actor.system(), content, null)).id();
        done(gates.answer(asks, id, new HashMap<>(GatesTest.KNOWN)));
        gates.of(asks, id)
                .orElseThrow()
                .charter()
                .forEach(line -> done(gates.examine(asks, id, line.id(), false, null)));
        done(gates.ask(asks, id, null));
        return id;
    }

    private Deed.Sign sign(Actor actor, UseCaseId id) {
        Desk.Signing line = desks.of(actor).signatures().stream()
                .filter(s -> s.useCase().code().equals(id.code()))
                .findFirst()
                .orElseThrow();
        return new Deed.Sign(id, line.criterion(), line.role(), line.seen());
    }

    private Desk.Request request(Actor actor, UseCaseId id) {
        return desks.of(actor).answers().stream()
                .filter(r -> r.useCase().code().equals(id.code()))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> reasons(Result result) {
        return result.reasons().stream().map(Reason::code).toList();
    }

    @Test
    void aLineIsSignedOnWhatWasSeenAndTakenBack() {
        UseCaseId id = waiting(Stage.PILOT);
        Actor signs = actor(security);
        Deed.Sign deed = sign(signs, id);
        Result signed = deeds.carryOut(signs, List.of(deed)).getFirst();
        assertThat(signed.done()).isTrue();
        assertThat(desks.of(signs).signatures()).isEmpty();
        assertThat(deeds.carryOut(signs, List.of(deed, deed)))
                .as("clicked again")
                .singleElement()
                .satisfies(r -> assertThat(r.undo()).isEqualTo(signed.undo()));
        assertThat(gates.of(asks, id).orElseThrow().signatures()).hasSize(1);
        assertThat(deeds.undo(signs, List.of(Objects.requireNonNull(signed.undo()))))
                .isEqualTo(1);
        assertThat(desks.of(signs).signatures()).hasSize(1);
        assertThat(deeds.undo(actor(owner), List.of(signed.undo()))).isZero();
    }

    @Test
    void whatChangedSinceItWasShownIsNotSignedAndSaysSo() {
        UseCaseId id = waiting(Stage.PILOT);
        Actor signs = actor(security);
        Deed.Sign deed = sign(signs, id);
        done(gates.answer(asks, id, Map.of("usersCount", 900)));
        Result result = deeds.carryOut(signs, List.of(deed)).getFirst();
        assertThat(result.changed()).isTrue();
        assertThat(reasons(result)).containsExactly("demand.desk.refused.changed");
        assertThat(gates.of(asks, id).orElseThrow().signatures()).isEmpty();
        assertThat(deeds.carryOut(signs, List.of(sign(signs, id))).getFirst().done())
                .isTrue();
    }

    @Test
    void manyAreSignedEachByItselfAndTheRulesOfTheGateHold() {
        List<UseCaseId> three =
                IntStream.range(0, 3).mapToObj(i -> waiting(Stage.PILOT)).toList();
        Actor signs = actor(security);
        List<Deed> asked = new java.util.ArrayList<>(
                three.stream().map(id -> sign(signs, id)).toList());
        done(gates.answer(asks, three.get(1), Map.of("usersCount", 901)));
        asked.add(new Deed.Sign(three.get(2), TWO, "BUSINESS_OWNER", ((Deed) asked.get(2)).seen()));
        List<Result> results = deeds.carryOut(signs, asked);
        assertThat(results).extracting(Result::done).containsExactly(true, false, true, false);
        assertThat(reasons(results.get(3))).containsExactly("demand.gates.refused.role");
        assertThat(gates.of(asks, three.getFirst()).orElseThrow().signatures()).hasSize(1);
        Actor both = accounts().actor(new Grant(Role.SECURITY, unit), new Grant(Role.BUSINESS_OWNER, unit));
        UseCaseId one = waiting(Stage.PILOT);
        String seen = sign(both, one).seen();
        List<Result> twice = deeds.carryOut(
                both,
                List.of(new Deed.Sign(one, TWO, "SECURITY", seen), new Deed.Sign(one, TWO, "BUSINESS_OWNER", seen)));
        assertThat(twice.getFirst().done()).isTrue();
        assertThat(reasons(twice.get(1)))
                .as("two people sign for two things")
                .containsExactly("demand.gates.refused.twoPeople");
    }

    @Test
    void aGoIsOfferedWhereNothingElseIsMissingAndGivenOnceWithItsReason() {
        UseCaseId ready = waiting(Stage.IDEA);
        UseCaseId shut = waiting(Stage.PILOT);
        Actor decides = actor(cio);
        assertThat(request(decides, ready).ready()).isTrue();
        assertThat(request(decides, shut).ready()).isFalse();
        assertThat(request(asks, ready).ready()).as("their own request").isFalse();
        List<Deed> asked = List.of(
                new Deed.Go(ready, " Useful ", request(decides, ready).seen()),
                new Deed.Go(shut, "Useful", request(decides, shut).seen()));
        List<Result> results = deeds.carryOut(decides, asked);
        assertThat(results.getFirst().done()).isTrue();
        assertThat(results.getFirst().undo()).isNull();
        assertThat(reasons(results.get(1))).containsExactly("demand.gates.refused.shut");
        assertThat(deeds.carryOut(decides, asked).getFirst().done()).isTrue();
        Standing after = gates.of(decides, ready).orElseThrow();
        assertThat(after.decisions()).hasSize(1);
        assertThat(after.useCase().content().stage()).isEqualTo(Stage.QUALIFIED);
        assertThat(reasons(deeds.carryOut(
                                asks,
                                List.of(new Deed.Go(
                                        shut, " ", request(asks, shut).seen())))
                        .getFirst()))
                .contains("demand.gates.problem.empty");
    }

    @Test
    void aQuestionIsAskedOnceAndAnActionIsDoneAndTakenUpAgain() {
        UseCaseId id = waiting(Stage.IDEA);
        Actor decides = actor(cio);
        var question = new Deed.Ask(id, "For whom?", request(decides, id).seen());
        assertThat(deeds.carryOut(decides, List.of(question)).getFirst().done()).isTrue();
        assertThat(deeds.carryOut(decides, List.of(question)).getFirst().done()).isTrue();
        assertThat(gates.of(decides, id).orElseThrow().open().orElseThrow().questions())
                .hasSize(1);
        assertThat(deeds.carryOut(
                                asks,
                                List.of(new Deed.Ask(id, "", request(asks, id).seen())))
                        .getFirst()
                        .done())
                .isFalse();
        done(gates.start(asks, id, "find-sponsor"));
        Actor does = actor(owner);
        Desk.Todo todo = desks.of(does).actions().stream()
                .filter(t -> t.useCase() != null && t.useCase().code().equals(id.code()))
                .findFirst()
                .orElseThrow();
        Result finished = deeds.carryOut(does, List.of(new Deed.Finish(id, todo.id(), todo.seen())))
                .getFirst();
        assertThat(finished.done()).isTrue();
        assertThat(desks.of(does).actions()).noneMatch(t -> t.id() == todo.id());
        assertThat(deeds.undo(does, List.of(Objects.requireNonNull(finished.undo()))))
                .isEqualTo(1);
        assertThat(desks.of(does).actions()).anyMatch(t -> t.id() == todo.id());
    }

    @Test
    void aDeskIsNarrowedCountedAndPaged() {
        List<UseCaseId> some =
                IntStream.range(0, 3).mapToObj(i -> waiting(Stage.PILOT)).toList();
        UseCaseId idea = waiting(Stage.IDEA);
        jdbc.sql("update demand.gate_request set promised = current_date - 3 where use_case_id = "
                        + "(select id from demand.use_case where code = :code)")
                .param("code", some.getFirst().code())
                .update();
        Actor decides = actor(cio);
        assertThat(desks.counts(decides, DeskQuery.ALL)).containsEntry(DeskQuery.Kind.ANSWER, 4);
        var run = new DeskQuery(DeskQuery.Kind.ANSWER, Stage.RUN, unit, null, 0, 2);
        assertThat(desks.counts(decides, run)).containsEntry(DeskQuery.Kind.ANSWER, 3);
        assertThat(desks.of(decides, run).answers()).hasSize(2);
        assertThat(desks.of(decides, run.stretch(2, 2)).answers())
                .singleElement()
                .satisfies(r -> assertThat(r.useCase().code()).isNotEqualTo(idea.code()));
        var late = new DeskQuery(null, null, null, DeskQuery.Due.LATE, 0, 10);
        assertThat(desks.of(decides, late).answers())
                .extracting(r -> r.useCase().code())
                .containsExactly(some.getFirst().code());
        assertThat(desks.of(actor(security), late).signatures()).hasSize(1);
        assertThat(desks.counts(actor(security), late)).containsEntry(DeskQuery.Kind.SIGNATURE, 1);
        long other = done(units.create(
                        Actor.system(), new Units.NewUnit("X" + code.substring(1), "Ailleurs", "Elsewhere", null)))
                .id();
        assertThat(desks.of(decides, new DeskQuery(null, null, other, null, 0, 10))
                        .waiting())
                .isZero();
        String text = io.sextant.app.testing.Visit.signedIn(port(), cio.email())
                .get("/desk?kind=ANSWER&gate=RUN&unit=" + code, "Accept-Language", "en")
                .text();
        assertThat(text).contains(some.get(1).code()).doesNotContain(idea.code());
    }

    @Test
    void aStandInActsForWhoeverIsAwayAndNotForOthers() {
        UseCaseId id = waiting(Stage.PILOT);
        var bob = accounts().person(new Grant(Role.EMPLOYEE, null));
        LocalDate today = absences.today();
        done(absences.declare(actor(security), security.id(), new Absences.Wanted(today, today.plusDays(2), bob.id())));
        Desk.Signing line =
                desks.of(actor(bob)).standIns().getFirst().desk().signatures().getFirst();
        var deed = new Deed.Sign(id, line.criterion(), line.role(), line.seen());
        assertThat(deeds.carryOut(actor(bob), List.of(deed)).getFirst().done()).isFalse();
        var answer = io.sextant.app.testing.Visit.signedIn(port(), bob.email())
                .post(
                        "/desk",
                        Map.of(
                                "one",
                                String.join("|", "sign", id.code(), line.criterion(), line.role(), line.seen()),
                                "inPlaceOf",
                                String.valueOf(security.id())));
        assertThat(answer.status()).as(answer.toString()).isIn(200, 302, 303);
        assertThat(gates.of(asks, id).orElseThrow().signatures())
                .singleElement()
                .satisfies(s -> {
                    assertThat(s.byId()).isEqualTo(bob.id());
                    assertThat(s.forId()).isEqualTo(security.id());
                });
    }

    @Test
    void theApiActsOnManyLinesAndTellsOfEach() {
        UseCaseId id = waiting(Stage.PILOT);
        Http http = Http.on(port()).as(accounts().token(security, null)).with("Accept-Language", "en");
        var line = http.get("/api/v1/desk?kind=SIGNATURE&unit=" + code)
                .json()
                .path("signatures")
                .path(0);
        Map<String, Object> good = Map.of(
                "useCase",
                id.code(),
                "criterion",
                TWO,
                "role",
                "SECURITY",
                "seen",
                line.path("seen").asString());
        Map<String, Object> old =
                Map.of("useCase", id.code(), "criterion", TWO, "role", "BUSINESS_OWNER", "seen", "old");
        var answer = http.post("/api/v1/desk/bulk", Map.of("act", "SIGN", "lines", List.of(old, good)));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().path(0).path("outcome").asString()).isEqualTo("changed");
        assertThat(answer.json().path(0).path("reasons").path(0).asString()).contains("Look again");
        assertThat(answer.json().path(1).path("outcome").asString()).isEqualTo("done");
        assertThat(http.post("/api/v1/desk/bulk", Map.of("act", "SIGN", "lines", List.of()))
                        .status())
                .isEqualTo(422);
        assertThat(http.post(
                                "/api/v1/desk/bulk",
                                Map.of("act", "FINISH", "lines", List.of(Map.of("useCase", id.code(), "seen", "x"))))
                        .status())
                .isEqualTo(422);
        assertThat(http.post(
                                "/api/v1/desk/bulk",
                                Map.of(
                                        "act",
                                        "SIGN",
                                        "lines",
                                        IntStream.range(0, Deeds.MOST + 1)
                                                .mapToObj(i -> good)
                                                .toList()))
                        .status())
                .isEqualTo(422);
        assertThat(http.get("/api/v1/desk?unit=NONE-SUCH").status()).isEqualTo(422);
    }

    @Test
    void theDeskShowsItselfInBothLanguagesOnWideAndNarrowScreens() {
        var all = accounts()
                .person(
                        new Grant(Role.CIO, unit),
                        new Grant(Role.SECURITY, unit),
                        new Grant(Role.BUSINESS_OWNER, unit));
        UseCaseId idea = waiting(Stage.IDEA);
        waiting(Stage.PILOT);
        done(gates.start(asks, idea, "find-sponsor"));
        for (Look look : List.of(
                Look.USUAL,
                new Look(io.sextant.app.platform.ui.Lang.EN, com.microsoft.playwright.options.ColorScheme.DARK, 1440),
                new Look(
                        io.sextant.app.platform.ui.Lang.FR, com.microsoft.playwright.options.ColorScheme.LIGHT, 390))) {
            Page page = open(all, "/desk", look);
            com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(page.locator("main"))
                    .containsText(idea.code());
            page.locator("details.more summary").first().click();
            page.locator("input[name=line]").first().click();
            axe(page);
            screenshot(page, "desk-" + look.lang() + "-" + look.width());
            assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .isEqualTo(true);
        }
    }

    @Test
    void aSignerSignsOneUndoesItAndThenSignsAllAtTheKeyboard() {
        UseCaseId one = waiting(Stage.PILOT);
        UseCaseId two = waiting(Stage.PILOT);
        Page page = open(security, "/desk", Look.USUAL);
        page.locator("li", new Page.LocatorOptions().setHasText(one.code()))
                .getByRole(AriaRole.BUTTON)
                .click();
        com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(page.locator(".toasts"))
                .containsText("Signé");
        page.locator(".toasts").getByRole(AriaRole.BUTTON).first().click();
        com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(page.locator("input[name=line]"))
                .hasCount(2);
        Locator all = page.locator("[data-pick-all]");
        all.focus();
        page.keyboard().press("Space");
        done(gates.answer(asks, two, Map.of("usersCount", 903)));
        page.locator(".bulk").getByRole(AriaRole.BUTTON).first().click();
        com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(
                        page.locator("[role=status][aria-live=polite] >> nth=0"))
                .not()
                .isEmpty();
        com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(page.locator("table"))
                .containsText("Changé entre-temps");
        axe(page);
        assertThat(gates.of(asks, one).orElseThrow().signatures())
                .filteredOn(s -> s.fallenAt() == null)
                .hasSize(1);
        assertThat(gates.of(asks, two).orElseThrow().signatures()).isEmpty();
    }
}
