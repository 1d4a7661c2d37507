package io.sextant.app.demand.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.Kind;
import io.sextant.app.demand.Link;
import io.sextant.app.demand.Readings;
import io.sextant.app.demand.Revision;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseQuery;
import io.sextant.app.demand.UseCaseQuery.Field;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.importing.Import.State;
import io.sextant.app.demand.importing.ImportRow.Effect;
import io.sextant.app.demand.importing.Plan.ColumnPlan;
import io.sextant.app.demand.importing.Plan.Options;
import io.sextant.app.identity.Actor;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.platform.jobs.Job;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.SharedData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

@SextantTest
class ImportsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Actor system = Actor.system();

    @Autowired
    private Imports imports;

    @Autowired
    private UseCases useCases;

    @Autowired
    private Readings readings;

    /// A name that no other test uses.
    private static String fresh(String name) {
        return name + " " + UUID.randomUUID().toString().substring(0, 8);
    }

    private static <T> T done(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Done<T>(T value)) {
            return value;
        }
        throw new AssertionError(outcome.toString());
    }

    private Import bring(String name, String text) throws IOException {
        return bring(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private Import bring(String name, byte[] bytes) throws IOException {
        return done(imports.bring(system, new ByteArrayInputStream(bytes), name, "fr", Imports.Wish.NONE));
    }

    private Import check(Import imported) {
        done(imports.check(system, imported.id(), imported.version(), false));
        return over(imported);
    }

    private static Summary found(Import checked) {
        return Objects.requireNonNull(checked.summary());
    }

    private Import apply(Import imported) {
        done(imports.apply(system, imported.id(), imported.version()));
        return over(imported);
    }

    private Import undo(Import imported) {
        done(imports.undo(system, imported.id(), imported.version()));
        return over(imported);
    }

    private Import over(Import imported) {
        Import after = imports.await(system, imported.id(), PATIENCE).orElseThrow();
        Job job = imports.job(after).orElseThrow();
        assertThat(job.state()).as(String.valueOf(job.problem())).isEqualTo(Job.State.DONE);
        return after;
    }

    private Import planned(Import imported, UnaryOperator<Plan> change) {
        return done(imports.replan(system, imported.id(), imported.version(), change.apply(imported.plan())));
    }

    private static Options with(Options o, String source) {
        return new Options(
                source, o.lang(), o.defaultUnit(), o.createUnits(), o.clear(), o.readKind(), o.keys(), o.remember());
    }

    private Import named(Import imported, String source) {
        return planned(imported, plan -> plan.with(with(plan.options(), source)));
    }

    private static Plan to(Plan plan, Map<String, Target> targets) {
        return new Plan(
                plan.columns().stream()
                        .map(c -> targets.containsKey(c.heading()) ? c.to(targets.get(c.heading())) : c)
                        .toList(),
                plan.options(),
                plan.choice());
    }

    private List<UseCase> of(String source) {
        return useCases.listAfter(
                system,
                new UseCaseQuery(null, Map.of(Field.SOURCE, List.of(source)), UseCaseQuery.Sort.CODE, false),
                0,
                500);
    }

    private List<ImportRow> rows(Import imported, Effect... effects) {
        return imports.rows(imported, effects.length == 0 ? EnumSet.allOf(Effect.class) : Set.of(effects), 0, 1_000);
    }

    private List<String> problems(Import imported) {
        return imports.problems(imported, EnumSet.allOf(SheetProblem.Severity.class), 0, 1_000).stream()
                .map(n -> n.problem().row() + " " + n.problem().code())
                .filter(p -> !p.startsWith("0 platform.sheet.text.read"))
                .toList();
    }

    private static final String FRENCH = """
            N°;Cas d’usage;Problème à résoudre;Direction;Type d’IA;Statut;Date de début;Mots-clés;Lien;Budget (k€)
            1;Prévision des dépôts;Les écarts de trésorerie coûtent cher;;apprentissage automatique;en production;12/03/2022;finance, prévision;https://exemple.fr/depots;120
            2;Tri des réclamations;Le tri prend deux jours;;IA générative;pilote;2024;client;;80
            3;Assistant des conseillers;Les conseillers cherchent longtemps;;LLM;idée;;;voir la page www.exemple.fr/aide;
            """;

    @Test
    void aFrenchInventoryIsReadColumnByColumnAndWrittenWhole() throws Exception {
        String source = fresh("Inventaire DSI");
        Import read = bring("inventaire.csv", FRENCH);
        assertThat(read.state()).isEqualTo(State.READ);
        assertThat(read.plan().columns())
                .extracting(ColumnPlan::heading, ColumnPlan::target)
                .contains(
                        tuple("N°", Target.EXTERNAL_KEY),
                        tuple("Cas d’usage", Target.TITLE),
                        tuple("Problème à résoudre", Target.PROBLEM),
                        tuple("Type d’IA", Target.KIND),
                        tuple("Statut", Target.STAGE),
                        tuple("Date de début", Target.START_YEAR),
                        tuple("Mots-clés", Target.TAGS),
                        tuple("Lien", Target.LINKS),
                        tuple("Budget (k€)", Target.EXTRA));
        assertThat(read.plan().options().lang()).isEqualTo("fr");

        Import checked = check(named(read, source));

        assertThat(checked.state()).isEqualTo(State.CHECKED);
        assertThat(found(checked).fresh()).isEqualTo(3);
        assertThat(of(source)).as("nothing is written before it is accepted").isEmpty();

        Import applied = apply(checked);

        assertThat(applied.state()).isEqualTo(State.APPLIED);
        List<UseCase> written = of(source);
        assertThat(written).hasSize(3);
        Content first = written.getFirst().content();
        assertThat(first.texts().title()).isEqualTo("Prévision des dépôts");
        assertThat(first.texts().problem()).isEqualTo("Les écarts de trésorerie coûtent cher");
        assertThat(first.kind()).isEqualTo(Kind.CLASSICAL_ML);
        assertThat(first.kindRead()).isFalse();
        assertThat(first.stage()).isEqualTo(Stage.RUN);
        assertThat(first.startYear()).isEqualTo(2022);
        assertThat(first.tags()).containsExactly("finance", "prévision");
        assertThat(first.links()).containsExactly(new Link("Lien", "https://exemple.fr/depots"));
        assertThat(first.extra()).containsEntry("Budget (k€)", "120");
        assertThat(first.externalKey()).isEqualTo("1");
        assertThat(written.get(2).content().links())
                .containsExactly(new Link("voir la page", "https://www.exemple.fr/aide"));
        Revision revision = useCases.history(system, written.getFirst().id()).getFirst();
        assertThat(revision.act()).isEqualTo(Revision.Act.IMPORTED);
        assertThat(revision.reason()).contains("inventaire.csv");
    }

    @Test
    void aSecondImportUpdatesByKeyAndShowsTheDifferenceFieldByField() throws Exception {
        String source = fresh("Suivi");
        apply(check(named(bring("a.csv", FRENCH), source)));

        Import again = check(named(
                bring(
                        "b.csv",
                        FRENCH.replace("en production", "retiré")
                                .replace("Le tri prend deux jours", "")
                                .replace("3;Assistant", "4;Assistant")),
                source));

        Summary summary = found(again);
        assertThat(List.of(summary.fresh(), summary.changed(), summary.unchanged()))
                .containsExactly(1, 1, 1);
        assertThat(summary.fields()).containsExactly(Map.entry("stage", 1));
        ImportRow changed = rows(again, Effect.CHANGED).getFirst();
        assertThat(changed.changes()).containsExactly(Map.entry("stage", new Content.Change("RUN", "RETIRED")));
        assertThat(changed.code()).isEqualTo(of(source).getFirst().id().code());

        apply(again);

        assertThat(of(source)).hasSize(4);
        assertThat(of(source).getFirst().content().stage()).isEqualTo(Stage.RETIRED);
        assertThat(of(source).get(1).content().texts().problem())
                .as("a blank cell keeps what was there")
                .isEqualTo("Le tri prend deux jours");
        assertThat(found(check(named(
                                bring(
                                        "c.csv",
                                        FRENCH.replace("en production", "retiré")
                                                .replace("3;A", "4;A")),
                                source)))
                        .writes())
                .isFalse();
    }

    @Test
    void aBlankCellEmptiesItsFieldWhenThePersonAsksForIt() throws Exception {
        String source = fresh("Vide");
        apply(check(named(bring("a.csv", FRENCH), source)));
        Import again = planned(
                bring("b.csv", FRENCH.replace("Le tri prend deux jours", "").replace("client", "")), plan -> {
                    Options o = plan.options();
                    return plan.with(new Options(source, o.lang(), null, false, true, true, o.keys(), true));
                });

        apply(check(again));

        assertThat(of(source).get(1).content().texts().problem()).isNull();
        assertThat(of(source).get(1).content().tags()).isEmpty();
    }

    @Test
    void whatCannotBeTakenIsNamedByRowColumnAndValueAndTheRestIsImported() throws Exception {
        String source = fresh("Fautes");
        Import read = bring("fautes.csv", """
                Id,Title,Status,Start year,Kind of AI
                a,Forecast of deposits,in use,2019,machine learning
                b,,pilot,2020,chatbot
                a,Forecast again,idea,2021,
                c,%s,who knows,the day after,quantum
                d,"Too,many,cells",pilot,2022,,x,y
                """.formatted("Long ".repeat(60).strip()));

        Import checked = check(named(planned(read, plan -> to(plan, Map.of("Kind of AI", Target.KIND))), source));

        assertThat(problems(checked))
                .contains(
                        "3 demand.import.title.missing",
                        "4 demand.import.duplicate",
                        "5 demand.import.title.cut",
                        "5 demand.import.stage.unknown",
                        "5 demand.import.year.unknown",
                        "5 demand.import.kind.unknown",
                        "6 platform.sheet.row.long");
        assertThat(rows(checked))
                .extracting(ImportRow::effect)
                .containsExactly(Effect.NEW, Effect.REFUSED, Effect.DUPLICATE, Effect.NEW, Effect.REFUSED);
        SheetProblem stage = imports.problems(checked, EnumSet.of(SheetProblem.Severity.WARNING), 0, 100).stream()
                .map(Imports.Numbered::problem)
                .filter(p -> p.code().equals("demand.import.stage.unknown"))
                .findFirst()
                .orElseThrow();
        assertThat(stage.heading()).isEqualTo("Status");
        assertThat(stage.letter()).isEqualTo("C");
        assertThat(stage.value()).isEqualTo("who knows");

        apply(checked);

        assertThat(of(source)).hasSize(2);
        assertThat(of(source).get(1).content().extra())
                .containsEntry("Status", "who knows")
                .containsEntry("Start year", "the day after")
                .containsEntry("Kind of AI", "quantum")
                .containsKey("Title");
        assertThat(of(source).get(1).content().texts().title())
                .hasSizeLessThanOrEqualTo(200)
                .endsWith("…");
    }

    @Test
    void anImportIsUndoneWholeWhileNobodyTouchedIt() throws Exception {
        String source = fresh("Retour");
        apply(check(named(bring("a.csv", FRENCH), source)));
        Import second = apply(check(named(
                bring("b.csv", FRENCH.replace("en production", "retiré").replace("3;Assistant", "9;Assistant")),
                source)));
        assertThat(of(source)).hasSize(4);

        Import undone = undo(second);

        assertThat(undone.state()).isEqualTo(State.UNDONE);
        assertThat(undone.undone()).isEqualTo(new Undone(1, 1, List.of()));
        assertThat(of(source)).hasSize(3);
        assertThat(of(source).getFirst().content().stage()).isEqualTo(Stage.RUN);
    }

    @Test
    void anImportIsUndoneWhileTheRegisterIsBeingRead() throws Exception {
        var rows = new StringBuilder("Ref;Intitulé;Description\n");
        for (int i = 0; i < 300; i++) {
            rows.append(i)
                    .append(";Tri des réclamations ")
                    .append(i % 40)
                    .append(";Trie les réclamations des clients\n");
        }
        var over = new AtomicBoolean();
        try (var pool = Executors.newSingleThreadExecutor()) {
            Future<Integer> read = pool.submit(() -> {
                int times = 0;
                while (!over.get()) {
                    readings.readNow();
                    times++;
                }
                return times;
            });
            try {
                for (int i = 0; i < 4; i++) {
                    String source = fresh("Lu");
                    Import undone = undo(apply(check(named(bring("lu.csv", rows.toString()), source))));
                    assertThat(undone.undone()).isEqualTo(new Undone(300, 0, List.of()));
                    assertThat(of(source)).isEmpty();
                }
            } finally {
                over.set(true);
            }
            assertThat(read.get()).isPositive();
        }
    }

    @Test
    void aColumnNamedLikeAClosedChoiceButHoldingSomethingElseIsKeptAsItIs() throws Exception {
        Import read = bring(
                "villes.csv",
                "Ref,Name,Description,State\n1,Forecast of deposits,Predicts the deposits of the day,OR\n"
                        + "2,Sorting of claims,Sorts claims,IN\n3,Chat for advisers,Answers advisers,OR\n"
                        + "4,Reading of invoices,Reads invoices,TX\n5,Fraud alerts,Finds odd payments,CA\n");

        assertThat(read.plan().columns().get(3).target()).isEqualTo(Target.EXTRA);
    }

    @Test
    void anUndoLeavesWhatPeopleChangedSinceAndListsIt() throws Exception {
        String source = fresh("Touché");
        apply(check(named(bring("a.csv", FRENCH), source)));
        Import second = apply(check(named(
                bring(
                        "b.csv",
                        FRENCH.replace("en production", "retiré")
                                .replace("Les écarts de trésorerie coûtent cher", "Un autre problème")
                                .replace("3;Assistant", "9;Assistant")),
                source)));
        UseCase updated = of(source).getFirst();
        done(useCases.edit(
                system, updated.id(), updated.version(), updated.content().withStage(Stage.PILOT), "reprise"));
        UseCase created = of(source).getLast();
        done(useCases.edit(
                system, created.id(), created.version(), created.content().withTags(List.of("vu")), null));

        Undone undone = Objects.requireNonNull(undo(second).undone());

        assertThat(undone.removed()).isZero();
        assertThat(undone.restored()).isEqualTo(1);
        assertThat(undone.kept())
                .extracting(Undone.Kept::code, Undone.Kept::field, Undone.Kept::reason)
                .containsExactlyInAnyOrder(
                        tuple(updated.id().code(), "stage", "demand.import.kept.changed"),
                        tuple(created.id().code(), "", "demand.import.kept.touched"));
        Content after = of(source).getFirst().content();
        assertThat(after.stage()).isEqualTo(Stage.PILOT);
        assertThat(after.texts().problem()).isEqualTo("Les écarts de trésorerie coûtent cher");
        assertThat(of(source)).hasSize(4);
    }

    @Test
    void aChangeMadeAfterTheCheckStopsTheWritingBeforeItsFirstRow() throws Exception {
        String source = fresh("Doublé");
        apply(check(named(bring("a.csv", FRENCH), source)));
        Import checked = check(
                named(bring("b.csv", FRENCH.replace("pilote", "idée").replace("en production", "retiré")), source));
        UseCase touched = of(source).get(1);
        done(useCases.edit(
                system, touched.id(), touched.version(), touched.content().withTags(List.of("urgent")), null));

        done(imports.apply(system, checked.id(), checked.version()));
        Import after = imports.await(system, checked.id(), PATIENCE).orElseThrow();

        assertThat(imports.job(after).orElseThrow().problem()).isEqualTo("demand.import.failure.overtaken");
        assertThat(after.state()).isEqualTo(State.READ);
        assertThat(of(source).getFirst().content().stage()).isEqualTo(Stage.RUN);
        apply(check(after));
        assertThat(of(source).getFirst().content().stage()).isEqualTo(Stage.RETIRED);
        assertThat(of(source).get(1).content().tags()).containsExactly("client");
    }

    @Test
    void twoPeopleWhoImportTheSameInventoryAtOnceWriteItOnce() throws Exception {
        String source = fresh("Ensemble");
        Import one = check(named(bring("a.csv", FRENCH), source));
        Import two = check(named(bring("a.csv", FRENCH), source));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var started = threads.invokeAll(List.<Callable<Outcome<Import>>>of(
                    () -> imports.apply(system, one.id(), one.version()),
                    () -> imports.apply(system, two.id(), two.version())));
            for (var outcome : started) {
                done(outcome.get());
            }
        }
        List<State> states = new ArrayList<>();
        for (Import imported : List.of(one, two)) {
            states.add(
                    imports.await(system, imported.id(), PATIENCE).orElseThrow().state());
        }

        assertThat(states).containsExactlyInAnyOrder(State.APPLIED, State.READ);
        assertThat(of(source)).hasSize(3);
    }

    @Test
    void aDoubleClickAppliesOnce() throws Exception {
        String source = fresh("Double");
        Import checked = check(named(bring("a.csv", FRENCH), source));
        List<Outcome<Import>> outcomes = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Outcome<Import>> click = () -> imports.apply(system, checked.id(), checked.version());
            for (var outcome : threads.invokeAll(List.of(click, click, click))) {
                outcomes.add(outcome.get());
            }
        }

        assertThat(outcomes.stream().filter(o -> o instanceof Outcome.Done)).hasSize(1);
        assertThat(imports.await(system, checked.id(), PATIENCE).orElseThrow().state())
                .isEqualTo(State.APPLIED);
        assertThat(of(source)).hasSize(3);
    }

    @Test
    void theSameInventoryWithItsDatesInAnotherFormChangesNothing() throws Exception {
        String source = fresh("Dates");
        String american = """
                ID,Use case name,Description,Date updated
                1,Sorting of mail by service,Reads each letter and names the desk that answers,3/4/2025
                2,Forecast of water levels,Predicts the level of the river for the next two days,9/20/2024
                3,Search in case files,Finds earlier files that are like the new one,12/31/2024 12:00:00 AM
                """;
        apply(check(named(bring("a.csv", american), source)));
        assertThat(of(source))
                .extracting(useCase -> useCase.content().extra().get("Date updated"))
                .containsExactlyInAnyOrder("2025-03-04", "2024-09-20", "2024-12-31");

        Import again = check(named(
                bring(
                        "b.csv",
                        american.replace("3/4/2025", "2025-03-04")
                                .replace("9/20/2024", "2024-09-20 00:00:00")
                                .replace("12/31/2024 12:00:00 AM", "2024-12-31")),
                source));

        assertThat(found(again))
                .extracting(Summary::unchanged, Summary::changed)
                .containsExactly(3, 0);
    }

    @Test
    void anEndBeforeTheStartCostsTheYearAndNotTheRow() throws Exception {
        String source = fresh("Reversed");
        Import checked = check(named(bring("a.csv", """
                ID,Use case name,Start year,End year
                1,Sorting of mail %1$s,2021,2019
                2,Forecast of water levels %1$s,2020,2022
                """.formatted(source)), source));

        assertThat(found(checked)).extracting(Summary::fresh, Summary::refused).containsExactly(2, 0);
        assertThat(imports.problems(checked, EnumSet.of(SheetProblem.Severity.WARNING), 0, 10).stream()
                        .map(Imports.Numbered::problem))
                .extracting(SheetProblem::row, SheetProblem::heading, SheetProblem::value, SheetProblem::code)
                .containsExactly(tuple(2, "End year", "2019", "demand.import.year.reversed"));
        apply(checked);
        assertThat(of(source))
                .filteredOn(useCase -> "1".equals(useCase.content().externalKey()))
                .singleElement()
                .satisfies(useCase -> {
                    assertThat(useCase.content().endYear()).isNull();
                    assertThat(useCase.content().extra()).containsEntry("End year", "2019");
                });
    }

    @Test
    void aYearThatContradictsTheOneOfAnotherEditionCostsTheYearAndNotTheRow() throws Exception {
        String source = fresh("Editions");
        apply(check(named(
                bring("a.csv", "ID;Use case;Start year;End year\n1;Sorting of mail;2019;2020\n2;Chatbot;2021;\n"),
                source)));

        Import checked = check(named(
                bring("b.csv", "ID;Use case;Start year;End year\n1;Sorting of letters;2021;\n2;Chatbot;2022;\n"),
                source));

        assertThat(found(checked).refused()).isZero();
        assertThat(imports.problems(checked, EnumSet.of(SheetProblem.Severity.WARNING), 0, 10).stream()
                        .map(Imports.Numbered::problem))
                .extracting(SheetProblem::row, SheetProblem::heading, SheetProblem::code, SheetProblem::args)
                .containsExactly(tuple(2, "Start year", "demand.import.year.contradicts", List.of("2020")));
        apply(checked);
        assertThat(of(source).stream().map(UseCase::content))
                .extracting(c -> c.texts().title(), Content::startYear, Content::endYear, Content::extra)
                .containsExactly(
                        tuple("Sorting of letters", 2019, 2020, Map.of("Start year", "2021")),
                        tuple("Chatbot", 2022, null, Map.of()));
    }

    @Test
    void theLineThatAddsUpTheOthersIsNoUseCase() throws Exception {
        Import checked = check(named(bring("a.csv", """
                Cas d’usage;Description;Budget
                Tri du courrier;Lit chaque lettre et propose le service qui répond;12
                Prévision des crues;Annonce le niveau de la rivière à deux jours;30
                Total général :;;42
                ;TOTAL;42
                """), fresh("Total")));

        assertThat(found(checked)).extracting(Summary::fresh, Summary::refused).containsExactly(2, 2);
        assertThat(imports.problems(checked, EnumSet.of(SheetProblem.Severity.ERROR), 0, 10).stream()
                        .map(Imports.Numbered::problem))
                .extracting(SheetProblem::row, SheetProblem::code)
                .containsExactly(tuple(4, "demand.import.row.total"), tuple(5, "demand.import.row.total"));
    }

    @Test
    void aRowThatRepeatsTheKeyOfAnotherSaysWhichCell() throws Exception {
        String title = "Tri du courrier " + fresh("répété");
        Import checked = check(planned(
                bring("a.csv", """
                Use case;Description
                %1$s;Lit chaque lettre et propose le service qui répond
                %1$s;Une seconde ligne du même nom
                """.formatted(title)),
                plan -> plan.with(
                        new Options(fresh("Keys"), "fr", null, false, false, true, List.of("Use case"), false))));

        assertThat(imports.problems(checked, EnumSet.of(SheetProblem.Severity.WARNING), 0, 10).stream()
                        .map(Imports.Numbered::problem))
                .extracting(SheetProblem::row, SheetProblem::heading, SheetProblem::value, SheetProblem::code)
                .containsExactly(tuple(3, "Use case", title, "demand.import.duplicate"));
    }

    @Test
    void theNextFileWithTheSameHeadingsIsReadTheSameWay() throws Exception {
        String source = fresh("Modèle");
        String odd = FRENCH.replace("Budget (k€)", "Coût " + source);
        check(planned(
                bring("a.csv", odd),
                plan -> to(
                        plan.with(with(plan.options(), source)),
                        Map.of("Statut", Target.EXTRA, "Coût " + source, Target.BASELINE))));

        Import next = bring("edition-2.csv", odd.replace("1;Prévision", "7;Prévision"));

        assertThat(next.analysis().template()).isEqualTo(source);
        assertThat(next.plan().options().source())
                .as("nothing of it was written")
                .isEqualTo("edition-2");
        assertThat(next.plan().columns())
                .extracting(ColumnPlan::heading, ColumnPlan::target)
                .contains(tuple("Statut", Target.EXTRA), tuple("Coût " + source, Target.BASELINE));
    }

    private static String numbered(String heading, String kind, int from, int to) {
        StringBuilder rows = new StringBuilder("ID;Use case;" + heading + "\n");
        for (int i = from; i < to; i++) {
            rows.append(i)
                    .append(';')
                    .append(kind)
                    .append(" for office ")
                    .append(i)
                    .append(";kept\n");
        }
        return rows.toString();
    }

    private Import written(String file, String text, @org.jspecify.annotations.Nullable String source)
            throws IOException {
        Import imported = done(imports.bring(
                system,
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                file,
                "en",
                new Imports.Wish(source, null, true)));
        return over(imported);
    }

    @Test
    void anotherInventoryWithTheSameHeadingsAndKeysOverwritesNothing() throws Exception {
        String heading = "Remark " + fresh("h");
        String bank = fresh("Bank");
        String factory = fresh("factory");
        written("bank.csv", numbered(heading, "Sorting of letters", 1, 11), bank);

        Import other = written(factory + ".csv", numbered(heading, "Forecast of wear", 1, 11), null);

        assertThat(other.analysis().template()).isEqualTo(bank);
        assertThat(other.plan().options().source()).isEqualTo(factory);
        assertThat(found(other)).extracting(Summary::fresh, Summary::changed).containsExactly(10, 0);
        assertThat(of(bank)).hasSize(10).allMatch(u -> u.version() == 1);
    }

    @Test
    void anotherInventoryInAFileOfTheSameNameGetsANameOfItsOwn() throws Exception {
        String name = fresh("inventory");
        String heading = "Remark " + fresh("h");
        written(name + ".csv", numbered(heading, "Sorting of letters", 1, 11), null);

        Import other = written(name + ".csv", numbered(heading, "Forecast of wear", 1, 11), null);

        assertThat(other.plan().options().source()).isEqualTo(name + " (2)");
        assertThat(other.analysis().problems())
                .filteredOn(p -> p.code().equals("demand.import.name.taken"))
                .singleElement()
                .satisfies(p -> assertThat(p.args()).containsExactly(name));
        assertThat(of(name)).hasSize(10).allMatch(u -> u.version() == 1);
        assertThat(of(name + " (2)")).hasSize(10);
        Import again = written(name + ".csv", numbered(heading, "Forecast of wear", 1, 12), null);
        assertThat(again.plan().options().source()).isEqualTo(name + " (2)");
        assertThat(found(again)).extracting(Summary::fresh, Summary::unchanged).containsExactly(1, 10);
    }

    @Test
    void aNewEditionUnderAnotherFileNameUpdatesTheInventoryItIsAnEditionOf() throws Exception {
        String heading = "Remark " + fresh("h");
        String one = fresh("One");
        String two = fresh("Two");
        written("one-2026-10.csv", numbered(heading, "Sorting of letters", 1, 21), one);
        written("two-2026-10.csv", numbered(heading, "Forecast of wear", 1, 21), two);
        // Four rows were renamed, none is gone, twenty are new.
        String edition = numbered(heading, "Sorting of letters", 1, 41)
                .replace("letters for office 3;", "mail for office 3;")
                .replace("for office 7;kept", "for office 7;dropped");

        Import next = bring("one-2026-11.csv", edition);

        assertThat(next.plan().options().source()).isEqualTo(one);
        assertThat(next.analysis().problems())
                .filteredOn(p -> p.code().equals("demand.import.name.known"))
                .singleElement()
                .satisfies(p -> assertThat(p.args()).containsExactly(one, 20, 40));
        assertThat(found(check(next)))
                .extracting(Summary::fresh, Summary::changed, Summary::unchanged)
                .containsExactly(20, 2, 18);
        assertThat(bring("one.csv", edition.replace("Sorting of", "Handling of"))
                        .plan()
                        .options()
                        .source())
                .as("the keys alone prove nothing")
                .isEqualTo("one");
    }

    @ParameterizedTest
    @CsvSource({"Clé", "Clef", "Key", "Identifiant", "N°", "Sleutel", "Chiave", "Clave", "Schlüssel", "Unique key"})
    void aColumnCalledAKeyIsTheKeyHoweverFewTheRows(String heading) throws Exception {
        String rows = heading + ";Cas d’usage;Remarque " + fresh("r") + "\n";
        for (int i = 1; i <= 4; i++) {
            rows += "AC-" + i + ";Tri du courrier " + i + ";à suivre\n";

            Plan plan = bring("a.csv", rows).plan();

            assertThat(plan.columns().getFirst().target())
                    .as("%s of %d", heading, i)
                    .isEqualTo(Target.EXTERNAL_KEY);
            assertThat(plan.options().keys()).isEmpty();
        }
    }

    @Test
    void aNewRowWhoseTitleTheInventoryAlreadyHasIsNamedWithTheMend() throws Exception {
        String source = fresh("Second");
        String heading = "Remarque " + fresh("r");
        String head = "Clé;Cas d’usage;" + heading + "\n";
        apply(check(planned(bring("a.csv", head + "AC-1;Tri du courrier;\nAC-2;Prévision des stocks;\n"), plan -> to(
                        plan, Map.of("Clé", Target.EXTRA))
                .with(new Options(source, "fr", null, false, false, false, List.of("Cas d’usage"), false)))));
        apply(check(planned(
                bring("b.csv", head + "AC-3;Lecture de contrats;\n;Aide au codage;\n"),
                plan -> plan.with(new Options(source, "fr", null, false, false, false, List.of(), false)))));
        List<String> codes = of(source).stream().map(u -> u.id().code()).toList();
        String edition = head
                + "AC-1;Tri du courrier;\nAC-2;prévision des stocks;\nAC-9;Lecture de contrats;\nAC-4;Aide au codage;\n"
                + "AC-5;Détection de fraude;\n";

        Import again = check(planned(
                bring("c.csv", edition),
                plan -> plan.with(new Options(source, "fr", null, false, false, false, List.of(), false))));

        assertThat(found(again)).extracting(Summary::fresh, Summary::unchanged).containsExactly(5, 0);
        assertThat(imports.problems(again, EnumSet.of(SheetProblem.Severity.WARNING), 0, 10).stream()
                        .map(Imports.Numbered::problem))
                .extracting(SheetProblem::row, SheetProblem::value, SheetProblem::code, SheetProblem::args)
                .containsExactly(
                        tuple(2, "Tri du courrier", "demand.import.second.title", List.of(codes.get(0))),
                        tuple(
                                3,
                                "prévision des stocks",
                                "demand.import.second.key",
                                List.of(codes.get(1), "Prévision des stocks")),
                        tuple(4, "Lecture de contrats", "demand.import.second.key", List.of(codes.get(2), "AC-3")),
                        tuple(5, "Aide au codage", "demand.import.second.bare", List.of(codes.get(3))));

        Import mended = check(planned(bring("c.csv", edition), plan -> to(plan, Map.of("Clé", Target.EXTRA))
                .with(new Options(source, "fr", null, false, false, false, List.of("Cas d’usage"), false))));
        assertThat(rows(mended, Effect.UNCHANGED))
                .singleElement()
                .extracting(ImportRow::code)
                .isEqualTo(codes.getFirst());
        Import coded = check(planned(
                bring("d.csv", "Code Sextant;Clé;Cas d’usage\n" + codes.get(2) + ";AC-9;Lecture de contrats\n"),
                plan -> plan.with(new Options(source, "fr", null, false, false, false, List.of(), false))));
        assertThat(rows(coded)).singleElement().extracting(ImportRow::effect).isEqualTo(Effect.UNCHANGED);
        assertThat(problems(coded)).isEmpty();
    }

    @Test
    void aSmallInventoryThatChangedMuchIsNotDoubledUnderAnotherNameWithoutAWord() throws Exception {
        String name = fresh("equipe");
        String head = "Clé;Cas d’usage;Remarque " + fresh("r") + "\n";
        written(name + ".csv", head + "AC-1;Tri du courrier;a\nAC-2;Lecture;b\nAC-3;Stocks;c\n", null);

        Import again = check(bring(name + ".csv", head + "AC-1;Tri du courrier;a\nZZ-9;Stocks;c\nAC-4;Fraude;d\n"));

        assertThat(again.plan().options().source()).isEqualTo(name + " (2)");
        assertThat(imports.problems(again, EnumSet.of(SheetProblem.Severity.WARNING), 0, 10).stream()
                        .map(Imports.Numbered::problem))
                .extracting(SheetProblem::row, SheetProblem::code, SheetProblem::args)
                .containsExactly(tuple(
                        2,
                        "demand.import.second.elsewhere",
                        List.of(of(name).getFirst().id().code(), name)));
    }

    @Test
    void anotherUseCaseOfTheSameNameIsNoSecondOne() throws Exception {
        String source = fresh("Names");
        String first = "Key;Use case\nA-1;Chatbot\nA-2;Forecast\n";
        written("a.csv", first, source);

        Import next = written("a.csv", first + "B-1;Chatbot\n", source);

        assertThat(found(next)).extracting(Summary::fresh, Summary::unchanged).containsExactly(1, 2);
        assertThat(problems(next)).isEmpty();
    }

    @Test
    void whatSomebodySaidOutlivesAnotherReadingOfTheFile() throws Exception {
        String name = fresh("said");
        Import said = planned(
                bring("a.csv", FRENCH),
                plan -> plan.with(new Options(
                        name, "en", null, false, false, true, plan.options().keys(), false)));

        Import reread = done(imports.reread(
                system,
                said.id(),
                said.version(),
                new io.sextant.app.platform.sheet.SheetChoice(null, null, "windows-1252", null),
                "fr"));

        assertThat(reread.plan().options())
                .extracting(Options::source, Options::lang)
                .containsExactly(name, "en");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            es | El asistente responde a las preguntas de los ciudadanos sobre los impuestos | Las cartas se clasifican según el servicio que debe responder
            it | Il modello prevede la domanda di energia della città per la settimana | Le richieste dei cittadini sono classificate e inviate all’ufficio
            pt | O assistente responde às perguntas dos cidadãos sobre os impostos | As reclamações são classificadas e enviadas para o serviço
            de | Das System beantwortet die Fragen der Bürger zu den Steuern | Die Anträge werden geprüft und an das zuständige Amt geschickt
            nl | Het systeem beantwoordt de vragen van inwoners over de belasting | De brieven worden gelezen en naar het juiste loket gestuurd
            pl | System odpowiada na pytania mieszkańców o podatki i opłaty w mieście | Listy są czytane oraz kierowane do urzędu, który na nie odpowiada
            cs | Systém odpovídá na otázky občanů o daních a poplatcích ve městě | Dopisy se třídí podle úřadu, který je má vyřídit, a posílají do něj
            hu | A rendszer válaszol a lakosok kérdéseire az adókról és a díjakról | A levelek nem várnak, mert egy modell elolvassa és a hivatalhoz küldi
            el | Το σύστημα απαντά στις ερωτήσεις των πολιτών για τους φόρους | Οι επιστολές ταξινομούνται από το μοντέλο και στέλνονται στην υπηρεσία
            bg | Системата отговаря на въпросите на гражданите за данъците и таксите | Писмата се четат от модел и се изпращат на службата, която ще отговори
            sv | Systemet svarar på frågor från invånare om skatter och avgifter | Breven läses och skickas till det kontor som ska svara på dem
            """)
    void textsInAThirdLanguageAreToldApartAndFiledInThatOfTheReader(String language, String one, String two)
            throws Exception {
        String rows = "ID;Use case;Description\n1;A;" + one + "\n2;B;" + two + "\n3;C;" + one + ". " + two + "\n";
        for (String reader : List.of("fr", "en")) {
            Import read = done(imports.bring(
                    system,
                    new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8)),
                    fresh("l") + ".csv",
                    reader,
                    Imports.Wish.NONE));

            assertThat(read.plan().options().lang()).isEqualTo(reader);
            assertThat(read.analysis().problems())
                    .filteredOn(p -> p.code().equals("demand.import.language.other"))
                    .singleElement()
                    .satisfies(p -> assertThat(p.args())
                            .containsExactly("demand.import.language." + language, "demand.lang." + reader));
        }
    }

    @Test
    void theLanguageIsTakenFromColumnsWithoutAFieldWhenTheOthersDoNotTell() throws Exception {
        Import read = bring("l.csv", """
                ID;Use case;Zzyzx
                1;Alfa;The letters are sorted by the office that has to answer, and checked by a person
                2;Beta;The system is trained on the texts of the last year
                """);

        assertThat(read.plan().columns().getLast().target()).isEqualTo(Target.EXTRA);
        assertThat(read.plan().options().lang()).isEqualTo("en");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fr | L’équipe ressaisit chaque contrôle à la main et le délai dépasse déjà huit jours | Les lettres sont triées par service
            en | The team types every check by hand and the delay exceeds eight days | Letters are sorted by the office that has to answer
            """)
    void textsInFrenchOrEnglishAreFiledAsSuchWhoeverReads(String language, String one, String two) throws Exception {
        String rows = "ID;Use case;Description\n1;A;" + one + "\n2;B;" + two + "\n";
        for (String reader : List.of("fr", "en")) {
            Import read = done(imports.bring(
                    system,
                    new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8)),
                    "l.csv",
                    reader,
                    Imports.Wish.NONE));

            assertThat(read.plan().options().lang()).isEqualTo(language);
            assertThat(read.analysis().problems())
                    .extracting(SheetProblem::code)
                    .doesNotContain("demand.import.language.other");
        }
    }

    @Test
    void whatWasOnlyProposedIsProposedAnewForTheNextFile() throws Exception {
        String heading = "Problem (" + fresh("edition").substring(8) + ")";
        String labels = "ID;Use case;" + heading + "\n";
        String texts = labels;
        for (int i = 0; i < 12; i++) {
            labels += i + ";Sorting of mail for team " + i + ";Cost\n";
            texts += i + ";Sorting of mail for team " + i + ";Letters reach desk " + i + " after many days\n";
        }
        Import first = check(bring("labels.csv", labels));
        assertThat(first.plan().columns().getLast().target()).isEqualTo(Target.EXTRA);

        Import next = bring("texts.csv", texts);

        assertThat(next.analysis().template()).isNotNull();
        assertThat(next.plan().columns().getLast().target()).isEqualTo(Target.PROBLEM);
    }

    @Test
    void unitsThatTheFileNamesAreFoundOrCreatedBelowTheirParent() throws Exception {
        String source = fresh("Entités");
        String tag = source.substring(source.length() - 8);
        Import read = planned(bring("u.csv", """
                        Ref;Nom;Direction;Direction générale
                        1;Un;Crédit %1$s;Banque %1$s
                        2;Deux;CREDIT %1$s;Banque %1$s
                        3;Trois;Banque %1$s;
                        """.formatted(tag)), plan -> {
            Options o = plan.options();
            return to(
                    plan.with(new Options(source, "fr", null, true, false, true, o.keys(), false)),
                    Map.of(
                            "Ref", Target.EXTERNAL_KEY,
                            "Nom", Target.TITLE,
                            "Direction", Target.UNIT,
                            "Direction générale", Target.PARENT_UNIT));
        });
        Import checked = check(read);
        assertThat(found(checked).newUnits()).isEqualTo(2);
        assertThat(imports.newUnits(checked, 10)).containsExactlyInAnyOrder("Crédit " + tag, "Banque " + tag);

        apply(checked);

        List<UseCase> written = of(source);
        Long credit = written.getFirst().content().unitId();
        assertThat(credit).isNotNull();
        assertThat(written.get(1).content().unitId()).isEqualTo(credit);
        assertThat(written.get(2).content().unitId()).isNotNull().isNotEqualTo(credit);
        Import again = check(
                named(bring("u.csv", "Ref;Nom;Direction;Direction générale\n1;Un;Banque " + tag + ";\n"), source));
        assertThat(found(again).changed()).isEqualTo(1);
    }

    @Test
    void aFileThrownAwayIsGone() throws Exception {
        Import read = bring("a.csv", FRENCH);

        done(imports.discard(system, read.id(), read.version()));

        assertThat(imports.find(system, read.id())).isEmpty();
        assertThat(imports.apply(system, read.id(), read.version())).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aPlanThatCannotBeCarriedOutIsRefusedWithEveryReason() throws Exception {
        Import read = bring("a.csv", FRENCH);
        Plan bad = to(
                read.plan().with(with(read.plan().options(), "")),
                Map.of("Cas d’usage", Target.PROBLEM, "Problème à résoudre", Target.PROBLEM));

        Outcome<Import> outcome = imports.replan(system, read.id(), read.version(), bad);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.reasons())
                .extracting("code")
                .containsExactlyInAnyOrder(
                        "demand.import.refused.twice",
                        "demand.import.refused.noTitle",
                        "demand.import.refused.noSource"));
        assertThat(imports.replan(system, read.id(), read.version() + 5, read.plan()))
                .isInstanceOf(Outcome.Stale.class);
    }

    @Test
    void theEuropeanInventoryIsImportedWithinSecondsAsTextAndUpdatedFromTheWorkbook() throws Exception {
        Path csv = SharedData.find("inventories/eu-public-sector-tech-watch-2025.csv")
                .orElse(null);
        Path xlsx = SharedData.find("inventories/eu-public-sector-tech-watch-2025.xlsx")
                .orElse(null);
        Assumptions.assumeTrue(csv != null && xlsx != null, "the inventories are not on this machine");
        String source = fresh("Europe");

        long start = System.nanoTime();
        Import read = bring("eu.csv", Files.readAllBytes(csv));
        long t1 = System.nanoTime();
        Import checked = check(named(read, source));
        long t2 = System.nanoTime();
        Import applied = apply(checked);
        long t3 = System.nanoTime();
        System.out.printf(
                "bring %d check %d apply %d ms%n",
                (t1 - start) / 1_000_000, (t2 - t1) / 1_000_000, (t3 - t2) / 1_000_000);
        assertThat(found(applied).fresh()).isEqualTo(1_826);
        assertThat(found(applied).refused()).isZero();
        List<Content> written = of(source).stream().map(UseCase::content).toList();
        assertThat(written).allMatch(c -> c.texts().description() != null && c.stage() != null);
        assertThat(written.stream().filter(c -> c.kind() != null).count()).isGreaterThan(400);
        assertThat(written.stream().filter(c -> c.texts().outcome() != null).count())
                .isGreaterThan(400);

        Import update = check(named(bring("eu.xlsx", Files.readAllBytes(xlsx)), source));
        Summary summary = found(update);
        assertThat(summary.rows()).isEqualTo(2_007);
        assertThat(summary.fresh()).isEqualTo(182);
        assertThat(summary.changed() + summary.unchanged()).isEqualTo(1_825);
        assertThat(summary.fields())
                .containsKeys("stage", "extra.Funding source")
                .doesNotContainKey("kind");
        apply(update);
        Undone undone = Objects.requireNonNull(
                undo(imports.find(system, update.id()).orElseThrow()).undone());
        assertThat(undone).isEqualTo(new Undone(182, summary.changed(), List.of()));
        assertThat(of(source).stream().map(UseCase::content).toList()).isEqualTo(written);
    }
}
