package io.sextant.app.demand.charter;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.charter.Charter.Answer;
import io.sextant.app.demand.charter.Charter.Examined;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Role;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.testing.BrowserTest;
import io.sextant.app.testing.Http;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// The charter's lines: added, reworded, retired and ordered, and what was found under each of their wordings. Each
/// test
/// leaves the lines in force as it found them: other tests examine them.
class CharterTest extends BrowserTest {
    @Autowired
    private Charter charter;

    @Autowired
    private Gates gates;

    @Autowired
    private UseCases useCases;

    @Test
    void aRewordedLineIsExaminedAnewAndTheOldOneStaysReadable() {
        Actor administrator = accounts().actor(Role.ADMINISTRATOR);
        Actor office = accounts().actor(Role.AI_OFFICE);
        String tag = UUID.randomUUID().toString();
        UseCase one = done(useCases.propose(Actor.system(), Content.titled("en", "Charter " + tag), null));
        CharterLine first = last(done(charter.add(
                administrator, version(), "Ne pas faire " + tag, "Not to do " + tag, "The board asks for it")));
        try {
            done(gates.examine(office, one.id(), first.id(), false, "Looked at twice"));
            assertThat(codes(charter.useCases(office, first.id(), Answer.CLEAR, one.key() - 1, 1)))
                    .containsExactly(one.id().code());
            assertThat(reasons(charter.reword(administrator, version(), first.id(), first.fr(), first.en(), "Same")))
                    .containsExactly("demand.charter.refused.same");
            Charter.View after = done(charter.reword(
                    administrator, version(), first.id(), "Ne jamais faire " + tag, "Never to do " + tag, "Clearer"));
            CharterLine second = last(after);
            assertThat(second.replaces()).isEqualTo(first.id());
            assertThat(after.former()).anySatisfy(l -> {
                assertThat(l.id()).isEqualTo(first.id());
                assertThat(l.replacedBy()).isEqualTo(second.id());
                assertThat(l.untilWhy()).isEqualTo("Clearer");
                assertThat(l.clear()).isEqualTo(1);
            });
            Examined again = charter.useCases(office, second.id(), null, one.key() - 1, 1)
                    .getFirst();
            assertThat(again.code()).isEqualTo(one.id().code());
            assertThat(again.crossedBefore()).isFalse();
            assertThat(charter.former(office, one.id()).orElseThrow())
                    .singleElement()
                    .satisfies(f -> assertThat(f.in("fr")).isEqualTo(first.fr()));
            assertThat(gates.of(office, one.id()).orElseThrow().charter())
                    .noneMatch(l -> l.id() == first.id())
                    .anyMatch(l -> l.id() == second.id() && l.crossed() == null);
        } finally {
            done(charter.retire(
                    administrator, version(), last(charter.of(administrator)).id(), "The end of a test"));
        }
    }

    @Test
    void whoMayNotChangeItReadsItAndTwoAdministratorsDoNotOverwriteEachOther() {
        Actor office = accounts().actor(Role.AI_OFFICE);
        Actor administrator = accounts().actor(Role.ADMINISTRATOR);
        assertThat(charter.of(office).inForce()).hasSizeGreaterThanOrEqualTo(6);
        assertThat(reasons(charter.add(office, version(), "Une", "One", "Why")))
                .containsExactly("demand.charter.refused.right");
        assertThat(charter.add(administrator, version() - 1, "Une", "One", "Why"))
                .isInstanceOf(Outcome.Stale.class);
        assertThat(reasons(charter.add(administrator, version(), " ", "x".repeat(501), "")))
                .containsExactly(
                        "demand.charter.problem.empty", "demand.problem.tooLong", "demand.charter.problem.why");
        assertThat(reasons(charter.retire(administrator, version(), 999_999, "Why")))
                .containsExactly("demand.gates.refused.noRedLine");
    }

    @Test
    void theOrderNamesEachLineOnce() {
        Actor administrator = accounts().actor(Role.ADMINISTRATOR);
        List<Long> before = ids(charter.of(administrator));
        List<Long> turned = new ArrayList<>(before);
        Collections.reverse(turned);
        assertThat(ids(done(charter.reorder(administrator, version(), turned)))).isEqualTo(turned);
        assertThat(reasons(charter.reorder(administrator, version(), turned.subList(1, turned.size()))))
                .containsExactly("demand.charter.refused.order");
        assertThat(ids(done(charter.move(administrator, version(), turned.getFirst(), false)))
                        .get(1))
                .isEqualTo(turned.getFirst());
        assertThat(ids(done(charter.reorder(administrator, version(), before)))).isEqualTo(before);
    }

    @Test
    void theApiAsksForTheVersionAndTellsWhoIsToBeExamined() {
        Http administrator = Http.on(port()).as(accounts().token(Role.ADMINISTRATOR));
        var read = administrator.get("/api/v1/charter");
        assertThat(read.status()).as(read.toString()).isEqualTo(200);
        Map<String, String> words = Map.of("fr", "Ligne", "en", "Line", "reason", "A test");
        assertThat(administrator.post("/api/v1/charter/lines", words).status()).isEqualTo(428);
        assertThat(administrator
                        .with("If-Match", "\"0\"")
                        .post("/api/v1/charter/lines", words)
                        .status())
                .isEqualTo(412);
        assertThat(Http.on(port())
                        .as(accounts().token(Role.CIO))
                        .with("If-Match", read.header("ETag"))
                        .post("/api/v1/charter/lines", words)
                        .status())
                .isEqualTo(403);
        var added = administrator.with("If-Match", read.header("ETag")).post("/api/v1/charter/lines", words);
        assertThat(added.status()).as(added.toString()).isEqualTo(200);
        long line = added.json()
                .path("lines")
                .valueStream()
                .filter(l -> l.path("fr").asString().equals("Ligne")
                        && l.path("until").isNull())
                .findFirst()
                .orElseThrow()
                .path("id")
                .asLong();
        done(useCases.propose(Actor.system(), Content.titled("en", "Api charter " + UUID.randomUUID()), null));
        var open = administrator.get("/api/v1/charter/lines/" + line + "/use-cases?limit=1");
        assertThat(open.json().path("items")).hasSize(1);
        assertThat(administrator.get("/api/v1/charter/lines/999999/use-cases").status())
                .isEqualTo(404);
        var retired = administrator
                .with("If-Match", added.header("ETag"))
                .post("/api/v1/charter/lines/" + line + "/retire", Map.of("reason", "The test is over"));
        assertThat(retired.status()).as(retired.toString()).isEqualTo(200);
    }

    @Test
    void anAdministratorChangesItInTheBrowserAndNothingTypedIsLost() {
        String tag = UUID.randomUUID().toString();
        Page page = open(Role.ADMINISTRATOR, "/charter", Look.USUAL.in(Lang.EN));
        page.locator("#fr").fill("Ligne " + tag);
        page.locator("#en").fill("Line " + tag);
        done(charter.move(accounts().actor(Role.ADMINISTRATOR), version(), -1, true));
        page.locator("#reason").fill("The board");
        expectFault("409");
        button(page, "Add this line").click();
        assertThat(page.locator("[role=alert]")).containsText("Somebody changed the charter meanwhile");
        assertThat(page.locator("#fr")).hasValue("Ligne " + tag);
        button(page, "Add this line").click();
        assertThat(page.locator("main")).containsText("Line " + tag);
        long line = last(charter.of(accounts().actor(Role.ADMINISTRATOR))).id();
        page.locator("#line-" + line + " summary").click();
        page.locator("#retire-" + line).fill("Over");
        button(page, "Retire the line").last().click();
        assertThat(page.locator("#line-" + line)).hasCount(0);
        axe(page);
    }

    private static com.microsoft.playwright.Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private long version() {
        return charter.of(Actor.system()).version();
    }

    private static CharterLine last(Charter.View view) {
        return view.inForce().getLast();
    }

    private static List<Long> ids(Charter.View view) {
        return view.inForce().stream().map(CharterLine::id).toList();
    }

    private static List<String> codes(List<Examined> rows) {
        return rows.stream().map(Examined::code).toList();
    }

    private static List<String> reasons(Outcome<?> outcome) {
        return outcome instanceof Outcome.Refused<?>(List<Reason> reasons)
                ? reasons.stream().map(Reason::code).toList()
                : List.of(outcome.toString());
    }
}
