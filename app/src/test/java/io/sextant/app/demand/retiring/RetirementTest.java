package io.sextant.app.demand.retiring;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.Answer;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Units;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.testing.BrowserTest;
import io.sextant.app.testing.Http;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// The end of a use case on one page.
class RetirementTest extends BrowserTest {
    @Autowired
    private Retirements retirements;

    @Autowired
    private Gates gates;

    @Autowired
    private UseCases useCases;

    @Autowired
    private Units units;

    @Test
    void whatWasExpectedStandsBesideWhatIsSaidNow() {
        Actor office = accounts().actor(Role.AI_OFFICE);
        Actor cio = accounts().actor(Role.CIO);
        UseCase one = proposed("From 11 to 5 minutes per answer");
        assertThat(retirements.of(cio, one.id(), null).orElseThrow().expected()).isNull();
        done(gates.answer(
                office, one.id(), Map.of("prohibitedPractice", false, "yearlyBenefit", 120_000, "measure", "Minutes")));
        for (var line : gates.of(office, one.id()).orElseThrow().charter()) {
            done(gates.examine(office, one.id(), line.id(), false, null));
        }
        done(gates.ask(office, one.id(), null));
        done(gates.decide(
                cio, one.id(), version(one), new Gates.Given(Answer.GO, "A real need", null, null, null, null)));
        UseCase joined = proposed("The same, elsewhere");
        done(gates.decide(
                cio,
                joined.id(),
                version(joined),
                new Gates.Given(Answer.MERGE, "Served by the other", null, null, one.id(), null)));
        done(gates.answer(office, one.id(), Map.of("yearlyBenefit", 40_000, "lessons", "Half of it came true.")));
        UseCase now = useCases.find(cio, one.id()).orElseThrow();
        done(useCases.edit(
                office,
                now.id(),
                now.version(),
                now.content()
                        .withTexts(t -> new Texts(
                                t.title(),
                                t.problem(),
                                t.baseline(),
                                "From 11 to 8 minutes per answer",
                                t.beneficiaries(),
                                t.alternative(),
                                t.description(),
                                t.domain())),
                null));
        Retirement end = retirements.of(cio, one.id(), null).orElseThrow();
        assertThat(Objects.requireNonNull(end.expected()).stage().name()).isEqualTo("QUALIFIED");
        assertThat(end.compared())
                .contains(
                        new Retirement.Compared(
                                "outcome", "From 11 to 5 minutes per answer", "From 11 to 8 minutes per answer"),
                        new Retirement.Compared("yearlyBenefit", "120000", "40000"),
                        new Retirement.Compared("measure", "Minutes", "Minutes"));
        assertThat(retirements.of(cio, one.id(), "fr").orElseThrow().compared())
                .contains(new Retirement.Compared("outcome", "De 11 à 5 minutes", "De 11 à 5 minutes"));
        assertThat(end.joined())
                .extracting(Retirement.Joined::code)
                .containsExactly(joined.id().code());
        assertThat(end.evidence()).hasSize(1);
        Page page = open(Role.CIO, "/use-cases/" + one.id().code() + "/retirement", Look.USUAL.in(Lang.EN));
        assertThat(page.locator("main")).containsText("From 11 to 8 minutes");
        assertThat(page.locator("main")).containsText("120,000");
        assertThat(page.locator("main")).containsText("Half of it came true.");
        assertThat(page.locator("main")).containsText(joined.id().code());
        axe(page);
        var read = Http.on(port())
                .as(accounts().token(Role.CIO))
                .get("/api/v1/use-cases/" + one.id().code() + "/retirement");
        assertThat(read.status()).as(read.toString()).isEqualTo(200);
        assertThat(read.json().path("compared").size()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void whoMayNotSeeTheUseCaseSeesNothingOfItsEnd() {
        UseCase one = proposed("Unseen");
        String tag = UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        long unit = done(units.create(Actor.system(), new Units.NewUnit("R" + tag, "R " + tag, "R " + tag, null)))
                .id();
        Http elsewhere =
                Http.on(port()).as(accounts().token(accounts().person(new Grant(Role.BUSINESS_OWNER, unit)), null));
        assertThat(elsewhere
                        .get("/api/v1/use-cases/" + one.id().code() + "/retirement")
                        .status())
                .isEqualTo(404);
        assertThat(elsewhere.get("/api/v1/use-cases/nonsense/retirement").status())
                .isEqualTo(404);
    }

    private long version(UseCase one) {
        return useCases.find(Actor.system(), one.id()).orElseThrow().version();
    }

    private UseCase proposed(String outcome) {
        String tag = UUID.randomUUID().toString();
        String unit = tag.substring(0, 8).toUpperCase(Locale.ROOT);
        long id = done(units.create(Actor.system(), new Units.NewUnit("E" + unit, "E " + unit, "E " + unit, null)))
                .id();
        return done(useCases.propose(
                Actor.system(),
                Content.titled("en", "Ends " + tag)
                        .withTexts(t -> new Texts(
                                t.title(),
                                "Clerks search eleven minutes for an answer, 38,000 times a year. " + tag,
                                "11 minutes as a median in March " + tag,
                                outcome,
                                "140 clerks of " + tag,
                                "A search over the manual finds one answer in three",
                                null,
                                null))
                        .withTranslation(
                                new Texts("Finit " + tag, null, null, "De 11 à 5 minutes", null, null, null, null))
                        .withSponsor(new io.sextant.app.demand.Person("Sponsor " + unit, null))
                        .withUnit(id)
                        .withAiNeeded(true),
                null));
    }
}
