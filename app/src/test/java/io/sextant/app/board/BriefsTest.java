package io.sextant.app.board;

import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.board.Portfolio.Draft;
import io.sextant.app.demand.Kind;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCase;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Unit;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.SextantTest;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@SextantTest
class BriefsTest {
    private final Actor system = Actor.system();

    @Autowired
    private Briefs briefs;

    @Autowired
    private Portfolio portfolio;

    @Autowired
    private Accounts accounts;

    @Test
    void aKeptBriefIsReadBackAsItWasMadeInTheOrderItWasSaid() {
        Unit unit = portfolio.unit("Relation clients", null);
        portfolio.add(unit, Draft.of("Répondre aux réclamations", Stage.RUN));
        portfolio.add(unit, Draft.of("Trier le courrier", Stage.IDEA));
        portfolio.add(unit, Draft.of("Prévoir la charge", null));
        Brief made = done(briefs.make(system, "  Point de novembre ", unit.code()));
        assertThat(made.title()).isEqualTo("Point de novembre");
        assertThat(made.now().total()).isEqualTo(3);
        Brief found = briefs.find(system, made.id()).orElseThrow();
        assertThat(found).isEqualTo(made);
        assertThat(found.now().byStage().keySet()).containsExactly("IDEA", "RUN", "-");
        portfolio.add(unit, Draft.of("Venu après", Stage.IDEA));
        assertThat(briefs.find(system, made.id()).orElseThrow().now().total()).isEqualTo(3);
    }

    @Test
    void axesThatNobodyReadsYetAreSaidToBeUnread() {
        Unit unit = portfolio.unit("Finance", null);
        portfolio.add(unit, Draft.of("Rapprocher les factures", Stage.PILOT));
        Brief brief = done(briefs.preview(system, "", unit.code()));
        assertThat(brief.id()).isZero();
        assertThat(brief.knowledge()).hasSize(6);
        assertThat(brief.knowledge().getFirst().axis()).isEqualTo("DEMAND");
        assertThat(brief.knowledge().getFirst().read()).isTrue();
        assertThat(brief.knowledge().subList(1, 6)).noneMatch(Brief.AxisKnown::read);
    }

    @Test
    void entitiesAreThoseRightBelowTheGroundEachWithAllBelowIt() {
        Unit group = portfolio.unit("Groupe", null);
        Unit north = portfolio.unit("Nord", group);
        Unit south = portfolio.unit("Sud", group);
        Unit workshop = portfolio.unit("Atelier", north);
        portfolio.add(workshop, Draft.of("Un", null));
        portfolio.add(north, Draft.of("Deux", null));
        portfolio.add(south, Draft.of("Trois", null));
        portfolio.add(group, Draft.of("Quatre", null));
        Brief brief = done(briefs.preview(system, "", group.code()));
        assertThat(brief.entities())
                .containsExactlyInAnyOrderEntriesOf(Map.of(north.code(), 2L, south.code(), 1L, group.code(), 1L));
        assertThat(brief.entities().keySet()).startsWith(north.code());
    }

    @Test
    void theNextBriefTellsWhatMovedSinceTheOneOfAnEarlierDay() {
        Unit unit = portfolio.unit("Logistique", null);
        Instant lastMonth = Instant.now().minus(Duration.ofDays(30));
        UseCase pilot = portfolio.add(
                unit,
                new Draft("Prévoir les stocks", "Forecasting stocks", Stage.PILOT, null, null, null, null, null, null));
        UseCase unsaid = portfolio.add(unit, Draft.of("Étape tue", null));
        portfolio.since(pilot, lastMonth.minus(Duration.ofDays(1)));
        portfolio.since(unsaid, lastMonth.minus(Duration.ofDays(1)));
        Brief first = done(briefs.make(system, "Octobre", unit.code()));
        assertThat(first.earlier()).isNull();
        assertThat(done(briefs.preview(system, "", unit.code())).earlier())
                .as("two briefs of one day are two tries at the same one")
                .isNull();
        portfolio.madeAt(first.id(), lastMonth);

        portfolio.move(pilot, Stage.RUN);
        portfolio.move(unsaid, Stage.RUN);
        portfolio.add(unit, Draft.of("Tout neuf", Stage.RUN));
        Brief.Earlier earlier = done(briefs.preview(system, "", unit.code())).earlier();
        assertThat(earlier).isNotNull();
        assertThat(java.util.Objects.requireNonNull(earlier).title()).isEqualTo("Octobre");
        assertThat(earlier.total()).isEqualTo(2);
        assertThat(earlier.byStage()).isEqualTo(Map.of("PILOT", 1L, "-", 1L));
        assertThat(earlier.registered()).isEqualTo(1);
        assertThat(earlier.archived()).isZero();
        assertThat(earlier.arrivals()).hasSize(1);
        assertThat(earlier.arrivals().getFirst().to()).isEqualTo(Stage.RUN);
        assertThat(earlier.arrivals().getFirst().count())
                .as("a stage said for the first time and a new use case are no moves")
                .isEqualTo(1);
        assertThat(earlier.arrivals().getFirst().some().getFirst().titleEn()).isEqualTo("Forecasting stocks");
    }

    @Test
    void whatLooksAlikeAndWhatCallsForALegalLookComeFromTheGroundAlone() {
        Unit here = portfolio.unit("Ici", null);
        Unit there = portfolio.unit("Ailleurs", null);
        UseCase mine = portfolio.add(here, screening("Trier les CV reçus pour chaque offre", Stage.PILOT));
        UseCase theirs = portfolio.add(there, screening("Trier les CV reçus pour nos offres", Stage.IDEA));
        portfolio.read();
        Brief brief = done(briefs.preview(system, "", here.code()));
        assertThat(brief.alike().groups()).isEqualTo(1);
        assertThat(brief.alike().across()).isEqualTo(1);
        assertThat(brief.alike().largest().getFirst().members())
                .extracting(Brief.Named::code)
                .containsExactlyInAnyOrder(mine.id().code(), theirs.id().code());
        assertThat(brief.now().areas()).isEqualTo(Map.of("recruitment", 1L));
        assertThat(brief.law()).isEqualTo(new Brief.Law(1, 1, Map.of("recruitment", 1L)));
        assertThat(brief.questions()).extracting(Brief.Question::code).contains("legal", "lookAlikes");

        Unit quiet = portfolio.unit("Au calme", null);
        portfolio.add(quiet, Draft.of("Mesurer l’usure des caténaires", Stage.RUN));
        Brief other = done(briefs.preview(system, "", quiet.code()));
        assertThat(other.alike().groups()).isZero();
        assertThat(other.law()).isEqualTo(new Brief.Law(0, 0, Map.of()));
    }

    private static Draft screening(String title, Stage stage) {
        return new Draft(
                title,
                null,
                stage,
                null,
                null,
                null,
                "Les recruteurs lisent quatre mille CV par an, douze minutes chacun, et répondent trop tard aux"
                        + " candidats : la sélection des candidats retenus pour l’entretien d’embauche prend un mois.",
                null,
                "Ressources humaines");
    }

    @Test
    void theBoardIsAskedWhatItsFiguresAskAndEachQuestionLeadsToItsUseCases() {
        Unit unit = portfolio.unit("Production", null);
        int year = Year.now().getValue();
        portfolio.add(unit, Draft.of("Sans responsable", Stage.RUN));
        portfolio.add(unit, new Draft("Vieux pilote", null, Stage.PILOT, null, year - 3, "Ana", null, null, null));
        portfolio.add(unit, new Draft("Jeune pilote", null, Stage.PILOT, Kind.AGENT, year, "Ana", null, null, null));
        List<Brief.Question> questions =
                done(briefs.preview(system, "", unit.code())).questions();
        assertThat(questions)
                .extracting(Brief.Question::code)
                .containsExactly("ownerless", "oldPilots", "unmeasured", "agents");
        assertThat(questions).extracting(Brief.Question::count).containsExactly(1L, 1L, 3L, 1L);
        assertThat(questions.get(1).query()).isEqualTo("stage=PILOT&unit=" + unit.code() + "&year=" + (year - 3));
    }

    @Test
    void anEmptyGroundMakesABriefThatSaysSo() {
        Unit unit = portfolio.unit("Vide", null);
        Brief brief = done(briefs.make(system, "Rien encore", unit.code()));
        assertThat(brief.now().total()).isZero();
        assertThat(brief.questions()).isEmpty();
        assertThat(brief.entities()).isEmpty();
    }

    @Test
    void aBriefNeedsATitleOfADecentLengthAndAUnitThatExists() {
        assertThat(reasons(briefs.make(system, " ", null))).containsExactly("title board.problem.titleMissing");
        assertThat(reasons(briefs.make(system, "x".repeat(121), null))).containsExactly("title demand.problem.tooLong");
        assertThat(reasons(briefs.make(system, "a\u0007b", null))).containsExactly("title demand.problem.control");
        assertThat(reasons(briefs.make(system, "Titre", "NOWHERE"))).containsExactly("unit board.problem.unit");
        assertThat(reasons(briefs.preview(system, "Titre", "NOWHERE"))).containsExactly("unit board.problem.unit");
    }

    @Test
    void whoeverAnswersForAUnitMakesAndReadsItsBriefsAndNoOthers() {
        Unit mine = portfolio.unit("À moi", null);
        Unit other = portfolio.unit("À d’autres", null);
        Actor office = accounts.actor(new Grant(Role.AI_OFFICE, mine.id()));
        assertThat(reasons(briefs.make(office, "Tout", null))).containsExactly("unit board.refused.unit");
        assertThat(reasons(briefs.make(office, "Autre", other.code()))).containsExactly("unit board.refused.unit");
        Brief made = done(briefs.make(office, "Le mien", mine.code()));
        Brief theirs = done(briefs.make(system, "Le leur", other.code()));
        assertThat(briefs.find(office, made.id())).isPresent();
        assertThat(briefs.find(office, theirs.id())).isEmpty();
        assertThat(briefs.list(office, null, 10))
                .extracting(Briefs.Entry::title)
                .containsExactly("Le mien");
    }

    @Test
    void theListGoesOnWhereAPartOfItEnded() {
        Unit unit = portfolio.unit("Suite", null);
        Actor office = accounts.actor(new Grant(Role.AI_OFFICE, unit.id()));
        for (int i = 1; i <= 5; i++) {
            done(briefs.make(office, "Note " + i, unit.code()));
        }
        List<Briefs.Entry> first = briefs.list(office, null, 2);
        List<Briefs.Entry> rest = briefs.list(office, first.getLast().id(), 10);
        assertThat(first).extracting(Briefs.Entry::title).containsExactly("Note 5", "Note 4");
        assertThat(rest).extracting(Briefs.Entry::title).containsExactly("Note 3", "Note 2", "Note 1");
        assertThat(first.getFirst().unit()).isEqualTo(unit.code());
    }

    private static List<String> reasons(Outcome<Brief> outcome) {
        return switch (outcome) {
            case Outcome.Refused<Brief>(List<Reason> reasons) ->
                reasons.stream().map(r -> r.field() + " " + r.code()).toList();
            case Outcome.Done<Brief>(Brief brief) -> throw new AssertionError("made " + brief.id());
            case Outcome.Stale<Brief>(long current) -> throw new AssertionError("stale " + current);
        };
    }
}
