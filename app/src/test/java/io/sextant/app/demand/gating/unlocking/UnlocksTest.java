package io.sextant.app.demand.gating.unlocking;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.unlocking.Unlocks.Line;
import io.sextant.app.demand.gating.unlocking.Unlocks.Served;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.testing.BrowserTest;
import io.sextant.app.testing.Http;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Which single action unlocks most: reckoned from what the register says, and kept up as it changes.
class UnlocksTest extends BrowserTest {
    @Autowired
    private Unlocks unlocks;

    @Autowired
    private Standings standings;

    @Autowired
    private Gates gates;

    @Autowired
    private UseCases useCases;

    @Autowired
    private Units units;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void actionsAreRankedByWhatTheyUnlockWithinWhatTheReaderMaySee() {
        long unit = unit();
        Actor head = accounts().actor(new Grant(Role.BUSINESS_OWNER, unit));
        UseCase lacksAll = proposed(unit, null);
        UseCase lacksOne = nearlyReady(unit, lacksAll);
        standings.refreshNow();
        Unlocks.Portfolio portfolio = unlocks.of(head);
        assertThat(portfolio.all()).isEqualTo(2);
        assertThat(portfolio.notYet()).isEqualTo(2);
        Line line = line(portfolio, "find-sponsor");
        assertThat(line.unlocks()).isEqualTo(1);
        assertThat(line.helps()).isEqualTo(2);
        assertThat(portfolio.lines().getFirst().unlocks()).isEqualTo(1);
        List<Served> served =
                unlocks.find(head, "find-sponsor", false, 10, 0).orElseThrow().served();
        assertThat(served)
                .extracting(Served::code)
                .containsExactly(lacksOne.id().code(), lacksAll.id().code());
        assertThat(served.getFirst().left()).isEmpty();
        assertThat(unlocks.find(head, "find-sponsor", true, 10, 0).orElseThrow().served())
                .hasSize(1);
        assertThat(unlocks.find(head, "no-such-remedy", true, 10, 0)).isEmpty();
        Actor elsewhere = accounts().actor(new Grant(Role.BUSINESS_OWNER, unit()));
        assertThat(unlocks.of(elsewhere).all()).isZero();
        assertThat(unlocks.of(elsewhere).lines()).isEmpty();
    }

    @Test
    void whatIsKeptIsWhatTheGateItselfSays() {
        long unit = unit();
        UseCase some = nearlyReady(unit, proposed(unit, Stage.PILOT));
        standings.refreshNow();
        for (String code : jdbc.sql("select code from demand.use_case where unit_id = :unit")
                .param("unit", unit)
                .query(String.class)
                .list()) {
            var standing = gates.of(Actor.system(), new io.sextant.app.demand.UseCaseId(code))
                    .orElseThrow();
            List<String> kept = List.of(jdbc.sql("""
                                    select array_to_string(s.criteria, ',') from demand.gate_standing s
                                    join demand.use_case c on c.id = s.use_case_id where c.code = :code
                                    """)
                    .param("code", code)
                    .query(String.class)
                    .single()
                    .split(","));
            assertThat(kept)
                    .isEqualTo(Objects.requireNonNull(standing.evaluation()).toRemedy());
        }
        assertThat(some.content().sponsor()).isNull();
    }

    @Test
    void aChangeOfAnyFactIsNoticedWhateverWayItCame() {
        long unit = unit();
        Actor office = accounts().actor(Role.AI_OFFICE);
        Actor head = accounts().actor(new Grant(Role.BUSINESS_OWNER, unit));
        UseCase one = proposed(unit, null);
        standings.refreshNow();
        assertThat(line(unlocks.of(head), "legal-screening").helps()).isEqualTo(1);
        done(gates.answer(office, one.id(), Map.of("prohibitedPractice", false)));
        standings.refreshNow();
        assertThat(unlocks.of(head).lines()).noneMatch(l -> l.remedy().id().equals("legal-screening"));
        done(gates.answer(office, one.id(), Map.of("prohibitedPractice", true)));
        standings.refreshNow();
        assertThat(unlocks.of(head).impossible()).isEqualTo(1);
        assertThat(unlocks.of(head).lines()).isEmpty();
        done(useCases.archive(office, one.id(), one.version(), null));
        standings.refreshNow();
        assertThat(unlocks.of(head).all()).isZero();
        assertThat(jdbc.sql("select count(*) from demand.gate_standing where use_case_id = :key")
                        .param("key", one.key())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void onlyWhoDecidesForAllTakesUpWhatServesAllAndOnce() {
        Actor cio = accounts().actor(Role.CIO);
        Actor unitOffice = accounts().actor(new Grant(Role.AI_OFFICE, unit()));
        assertThat(unlocks.start(unitOffice, "shared-monitoring")).isInstanceOf(Outcome.Refused.class);
        assertThat(unlocks.start(cio, "find-sponsor").toString()).contains("demand.unlocks.refused.case");
        assertThat(unlocks.start(cio, "no-such-remedy").toString()).contains("noRemedy");
        assertThat(done(unlocks.start(cio, "shared-monitoring")).shared()).isNotNull();
        assertThat(unlocks.start(cio, "shared-monitoring").toString()).contains("startedAlready");
        assertThat(Objects.requireNonNull(done(unlocks.mark(cio, "shared-monitoring", Unlocks.Mark.DONE))
                                .shared())
                        .done())
                .isTrue();
        assertThat(done(unlocks.mark(cio, "shared-monitoring", Unlocks.Mark.DROPPED))
                        .shared())
                .isNull();
        assertThat(unlocks.mark(cio, "shared-monitoring", Unlocks.Mark.DONE).toString())
                .contains("noAction");
        assertThat(jdbc.sql("select action from audit.event where subject_id = 'shared-monitoring' order by seq")
                        .query(String.class)
                        .list())
                .containsExactly("remedy.started", "remedy.marked", "remedy.marked");
    }

    @Test
    void theApiRanksAndPages() {
        long unit = unit();
        for (int i = 0; i < 3; i++) {
            proposed(unit, null);
        }
        standings.refreshNow();
        Http head = Http.on(port()).as(accounts().token(accounts().person(new Grant(Role.BUSINESS_OWNER, unit)), null));
        var all = head.get("/api/v1/unlocks");
        assertThat(all.status()).as(all.toString()).isEqualTo(200);
        assertThat(all.json().path("notYet").asLong()).isEqualTo(3);
        assertThat(all.json().path("actions").path(0).path("helps").asInt()).isEqualTo(3);
        var first = head.get("/api/v1/unlocks/find-sponsor/use-cases?limit=2");
        assertThat(first.json().path("items")).hasSize(2);
        var second = head.get("/api/v1/unlocks/find-sponsor/use-cases?limit=2&cursor="
                + first.json().path("next").asString());
        assertThat(second.json().path("items")).hasSize(1);
        assertThat(second.json().path("next").isNull()).isTrue();
        assertThat(head.get("/api/v1/unlocks/nothing/use-cases").status()).isEqualTo(404);
        assertThat(head.post("/api/v1/unlocks/shared-monitoring/start", Map.of())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aReaderGoesFromTheRankingToTheUseCases() {
        long unit = unit();
        UseCase one = proposed(unit, null);
        standings.refreshNow();
        Page page = open(accounts().person(new Grant(Role.BUSINESS_OWNER, unit)), "/unlocks", Look.USUAL);
        assertThat(page.locator(".sentence")).containsText("cas d’usage");
        page.locator("a", new Page.LocatorOptions().setHasText("Trouver un sponsor"))
                .first()
                .click();
        assertThat(page.locator("h1")).hasText("Trouver un sponsor");
        assertThat(page.locator("table")).containsText(one.id().code());
        axe(page);
    }

    private static Line line(Unlocks.Portfolio portfolio, String remedy) {
        return portfolio.lines().stream()
                .filter(l -> l.remedy().id().equals(remedy))
                .findFirst()
                .orElseThrow();
    }

    private long unit() {
        String tag = UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        return done(units.create(Actor.system(), new Units.NewUnit("U" + tag, "Entité " + tag, "Unit " + tag, null)))
                .id();
    }

    private UseCase proposed(long unit, @Nullable Stage stage) {
        String tag = UUID.randomUUID().toString();
        return done(useCases.propose(
                Actor.system(),
                Content.titled("en", "Unlock " + tag).withUnit(unit).withStage(stage),
                null));
    }

    /// A use case that lacks nothing but its sponsor, and is told apart from another.
    private UseCase nearlyReady(long unit, UseCase other) {
        Actor office = accounts().actor(Role.AI_OFFICE);
        String tag = UUID.randomUUID().toString();
        UseCase one = done(useCases.propose(
                Actor.system(),
                Content.titled("en", "Nearly " + tag)
                        .withTexts(t -> new Texts(
                                t.title(),
                                "Clerks search eleven minutes for an answer, 38,000 times a year. " + tag,
                                "11 minutes as a median in March",
                                "From 11 to 5 minutes per answer",
                                "140 clerks",
                                "A search over the manual finds one answer in three",
                                null,
                                null))
                        .withUnit(unit)
                        .withAiNeeded(true),
                null));
        done(gates.answer(office, one.id(), Map.of("prohibitedPractice", false)));
        for (var line : gates.of(office, one.id()).orElseThrow().charter()) {
            done(gates.examine(office, one.id(), line.id(), false, null));
        }
        assertThat(other.key()).isNotEqualTo(one.key());
        return one;
    }
}
