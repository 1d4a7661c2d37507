package io.sextant.app.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.demand.UseCaseQuery.Field;
import io.sextant.app.demand.UseCaseQuery.Sort;
import io.sextant.app.demand.store.ReadingStore;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.testing.SextantTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

@SextantTest
class UseCasesTest {
    private final Actor system = Actor.system();

    @Autowired
    private UseCases useCases;

    @Autowired
    private Comments comments;

    @Autowired
    private Overviews overviews;

    @Autowired
    private ReadingStore readings;

    @Autowired
    private Units units;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void aProposedUseCaseGetsTheNextIdentifierOfTheYearAndComesBackWhole() {
        Content content = full(unit(null), "ac" + tag());
        UseCase made = done(useCases.propose(system, content, "première saisie"));
        UseCase next = done(useCases.propose(system, Content.titled("en", "Next"), null));
        assertThat(UseCaseId.matches(made.id().code())).isTrue();
        assertThat(next.id()).isGreaterThan(made.id());
        UseCase found = useCases.find(system, made.id()).orElseThrow();
        assertThat(found.content()).isEqualTo(content);
        assertThat(found.version()).isEqualTo(1);
        assertThat(found.completeness()).isEqualTo(100);
        assertThat(found.needVerdict()).isEqualTo(Verdict.CLEAR);
        Revision first = useCases.history(system, made.id()).getLast();
        assertThat(first.act()).isEqualTo(Revision.Act.CREATED);
        assertThat(first.reason()).isEqualTo("première saisie");
        assertThat(first.changes()).containsKey("problem");
    }

    @Test
    void aDomainIsCalledInTheReadersLanguageAsMostPeopleTranslatedIt() {
        String domain = "Domaine " + tag();
        for (String english : List.of("Claims", "Claims", "Losses")) {
            done(useCases.propose(
                    system,
                    Content.titled("fr", "Cas " + tag())
                            .withTexts(t -> domain(t, domain))
                            .withTranslation(domain(Texts.titled("Case"), english)),
                    null));
        }
        assertThat(overviews.domains("en")).containsEntry(domain, "Claims");
        assertThat(overviews.domains("fr")).doesNotContainKey(domain);
    }

    private static Texts domain(Texts t, String domain) {
        return new Texts(
                t.title(),
                t.problem(),
                t.baseline(),
                t.outcome(),
                t.beneficiaries(),
                t.alternative(),
                t.description(),
                domain);
    }

    @Test
    void whatCannotBeRegisteredIsRefusedWithEveryReasonAndLeavesNothing() {
        long before = useCases.count(system, UseCaseQuery.all());
        var bad = new Content(
                "fr",
                Texts.titled(""),
                null,
                null,
                null,
                null,
                -5L,
                null,
                false,
                null,
                null,
                1200,
                null,
                List.of(),
                List.of(),
                Map.of(),
                null,
                null);
        Outcome<UseCase> outcome = useCases.propose(system, bad, null);
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.reasons())
                .extracting("field")
                .containsExactlyInAnyOrder("title", "startYear", "unitId"));
        assertThat(useCases.count(system, UseCaseQuery.all())).isEqualTo(before);
    }

    @Test
    void anEditFromAnOldVersionIsStaleAndChangesNothing() {
        UseCase made = propose("Ancien");
        UseCase edited = done(useCases.edit(system, made.id(), 1, made.content().withStage(Stage.PILOT), null));
        assertThat(edited.version()).isEqualTo(2);
        Outcome<UseCase> late =
                useCases.edit(system, made.id(), 1, made.content().withStage(Stage.RUN), null);
        assertThat(late).isEqualTo(new Outcome.Stale<UseCase>(2));
        assertThat(useCases.find(system, made.id()).orElseThrow().content().stage())
                .isEqualTo(Stage.PILOT);
    }

    @Test
    void anEditThatChangesNothingMakesNoVersion() {
        UseCase made = propose("Même");
        assertThat(done(useCases.edit(system, made.id(), 1, made.content(), null))
                        .version())
                .isEqualTo(1);
    }

    @Test
    void undoGivesBackWhatWasAndIsItselfHistory() {
        UseCase made = propose("Avant");
        UseCase edited = done(
                useCases.edit(system, made.id(), 1, made.content().withTexts(t -> Texts.titled("Après")), "essai"));
        UseCase undone = done(useCases.undo(system, made.id(), edited.version()));
        assertThat(undone.content()).isEqualTo(made.content());
        assertThat(undone.version()).isEqualTo(3);
        assertThat(useCases.history(system, made.id()))
                .extracting(Revision::act)
                .containsExactly(Revision.Act.UNDONE, Revision.Act.EDITED, Revision.Act.CREATED);
        assertThat(useCases.undo(system, propose("Seul").id(), 1)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void goingBackFindsTheContentOfAnyEarlierVersionAndLeavesTheStage() {
        UseCase v1 = propose("Un");
        UseCase v2 = done(useCases.edit(system, v1.id(), 1, v1.content().withTexts(t -> Texts.titled("Deux")), null));
        UseCase v3 = done(useCases.edit(system, v1.id(), 2, v2.content().withStage(Stage.FRAMED), null));
        UseCase back = done(useCases.goBack(system, v1.id(), v3.version(), 1, "retour"));
        assertThat(back.content()).isEqualTo(v1.content().withStage(Stage.FRAMED));
        UseCase forward = done(useCases.goBack(system, v1.id(), back.version(), 2, null));
        assertThat(forward.content()).isEqualTo(v2.content().withStage(Stage.FRAMED));
    }

    @Test
    void anArchivedUseCaseLeavesTheListAndCannotBeEditedUntilItIsBroughtBack() {
        String word = tag();
        UseCase made = propose("Archive " + word);
        UseCaseQuery query = search(word);
        UseCase away = done(useCases.archive(system, made.id(), 1, "doublon"));
        assertThat(useCases.list(system, query, 10, 0)).isEmpty();
        assertThat(useCases.list(system, query.with(Field.ARCHIVED, List.of("true")), 10, 0))
                .hasSize(1);
        assertThat(useCases.edit(
                        system, made.id(), away.version(), made.content().withStage(Stage.RUN), null))
                .isInstanceOf(Outcome.Refused.class);
        UseCase back = done(useCases.undo(system, made.id(), away.version()));
        assertThat(back.archived()).isFalse();
        assertThat(useCases.list(system, query, 10, 0)).hasSize(1);
    }

    @Test
    void searchFindsByBeginningByStemAndWithoutAccents() {
        String word = tag();
        done(useCases.propose(
                system,
                Content.titled("fr", "Réponses aux réclamations " + word)
                        .withTexts(t -> new Texts(
                                t.title(),
                                "Les conseillers cherchent longtemps.",
                                null,
                                null,
                                null,
                                null,
                                null,
                                "Relation client")),
                null));
        for (String text :
                List.of("reclamations", "RÉCLAM", "conseiller", "cherchent", "relation client", "recl cons")) {
            assertThat(useCases.list(system, search(text + " " + word), 10, 0))
                    .as(text)
                    .hasSize(1);
        }
        assertThat(useCases.list(system, search("facture " + word), 10, 0)).isEmpty();
        assertThat(useCases.list(system, search("' | :* & ! ( \\ " + word), 10, 0))
                .hasSize(1);
        assertThat(useCases.list(system, search("!!! ???"), 10, 0)).isNotEmpty();
    }

    @Test
    void searchFindsByIdentifierAndByAPartOfIt() {
        String word = tag();
        UseCase made = propose("Repère " + word);
        String code = made.id().code();
        for (String text :
                List.of(code, code.toLowerCase(java.util.Locale.ROOT), code.substring(3), code.substring(8))) {
            assertThat(useCases.list(system, search(text + " " + word), 10, 0))
                    .as(text)
                    .hasSize(1);
        }
        assertThat(useCases.search(system, code, 6))
                .first()
                .extracting(UseCase::id)
                .isEqualTo(made.id());
        assertThat(useCases.list(system, search("UC-1999-9999 " + word), 10, 0)).isEmpty();
    }

    @Test
    void theBestAnswerToASearchHoldsTheWordsInItsTitle() {
        String word = "quartz" + tag();
        UseCase inTitle = propose("Façonner le " + word);
        UseCase inText = done(useCases.propose(
                system,
                Content.titled("fr", "Autre chose")
                        .withTexts(
                                t -> new Texts(t.title(), "On façonne du " + word, null, null, null, null, null, null)),
                null));
        assertThat(useCases.search(system, "facon " + word.toUpperCase(java.util.Locale.ROOT), 6))
                .extracting(UseCase::id)
                .containsExactly(inTitle.id(), inText.id());
        assertThat(useCases.search(system, " ; ", 6)).isEmpty();
    }

    @Test
    void everyFilterNarrowsAndEverySortOrders() {
        String tag = "filtre" + tag();
        Unit top = unit(null);
        Unit below = unit(top.id());
        UseCase a = done(useCases.propose(system, full(below, tag), null));
        UseCase b = done(useCases.propose(
                system, Content.titled("fr", "Zèbre").withTags(List.of(tag)).withUnit(top.id()), null));
        UseCaseQuery both = new UseCaseQuery(null, Map.of(Field.TAG, List.of(tag)), Sort.CODE, false);
        assertThat(ids(both)).containsExactly(a.id(), b.id());
        assertThat(ids(both.with(Field.UNIT, List.of(top.code())))).containsExactly(a.id(), b.id());
        assertThat(ids(both.with(Field.UNIT, List.of(below.code())))).containsExactly(a.id());
        assertThat(ids(both.with(Field.UNIT, List.of("NO-SUCH")))).isEmpty();
        assertThat(ids(both.with(Field.STAGE, List.of("RUN")))).containsExactly(a.id());
        assertThat(ids(both.with(Field.STAGE, List.of("RUN", "-")))).containsExactly(a.id(), b.id());
        assertThat(ids(both.with(Field.KIND, List.of("-")))).containsExactly(b.id());
        assertThat(ids(both.with(Field.DOMAIN, List.of("Relation client")))).containsExactly(a.id());
        assertThat(ids(both.with(Field.NEED, List.of("UNKNOWN")))).containsExactly(b.id());
        assertThat(ids(both.with(Field.YEAR, List.of("2025")))).containsExactly(a.id());
        assertThat(ids(both.with(Field.YEAR, List.of("-")))).containsExactly(b.id());
        assertThat(ids(both.with(Field.SOURCE, List.of("Inventaire")))).containsExactly(a.id());
        assertThat(ids(both.with(Field.OWNER, List.of("Sophie Roux")))).containsExactly(a.id());
        for (String field : Completeness.FIELDS) {
            assertThat(ids(both.with(Field.MISSING, List.of(field)))).as(field).doesNotContain(a.id());
        }
        assertThat(ids(both.with(Field.MISSING, List.of("nonsense")))).isEmpty();
        assertThat(ids(both.with(Field.AREA, List.of("recruitment")))).isEmpty();
        assertThat(ids(both.with(Field.CLUSTER, List.of("1")))).isEmpty();
        assertThat(ids(both.with(Field.LOOKALIKE, List.of("true")))).isEmpty();
        for (Sort sort : Sort.values()) {
            for (boolean descending : new boolean[] {true, false}) {
                assertThat(ids(new UseCaseQuery(null, both.filters(), sort, descending)))
                        .as(sort.param())
                        .hasSize(2);
            }
        }
        assertThat(ids(new UseCaseQuery(null, both.filters(), Sort.TITLE, true)))
                .containsExactly(b.id(), a.id());
        for (Field field : List.of(
                Field.STAGE, Field.KIND, Field.UNIT, Field.DOMAIN, Field.NEED, Field.YEAR, Field.SOURCE, Field.OWNER)) {
            assertThat(useCases.tally(system, both, field, 20).values().stream()
                            .mapToLong(n -> n)
                            .sum())
                    .as(field.param())
                    .isEqualTo(2);
        }
        for (Field field : List.of(Field.DOMAIN, Field.OWNER, Field.SOURCE, Field.TAG)) {
            assertThat(useCases.suggest(
                            system, field, field == Field.TAG ? tag.toUpperCase(java.util.Locale.ROOT) : ""))
                    .isNotEmpty();
        }
        assertThat(useCases.listAfter(system, both, a.key(), 10))
                .extracting(UseCase::id)
                .containsExactly(b.id());
    }

    @Test
    void theChoicesAmongWordsAreThoseThatEachFieldCountsAlone() {
        List<Field> fields = List.of(
                Field.STAGE, Field.KIND, Field.UNIT, Field.NEED, Field.DOMAIN, Field.OWNER, Field.YEAR, Field.SOURCE);
        String word = "choix" + tag();
        Unit unit = unit(null);
        done(useCases.propose(
                system,
                full(unit, word).withTexts(t -> new Texts(word, t.problem(), null, null, null, null, null, t.domain())),
                null));
        propose("Sans rien d’autre " + word);
        propose("Ni ici " + word);
        UseCaseQuery query = search(word);
        var choices = overviews.choices(system, query, fields, 2);
        for (Field field : fields) {
            assertThat(choices.getOrDefault(field, Map.of()))
                    .as(field.param())
                    .containsExactlyEntriesOf(useCases.tally(system, query, field, 2))
                    .isNotEmpty();
        }
        assertThat(choices.get(Field.STAGE)).isEqualTo(Map.of("-", 2L, "RUN", 1L));
        assertThat(overviews.choices(system, query, List.of(Field.STAGE), 1).get(Field.STAGE))
                .isEqualTo(Map.of("-", 2L));
    }

    /// In a transaction of its own, so that the reading in the background, which earlier tests may have set off, sees
    /// nothing of it.
    @Test
    @Transactional
    void theOverviewCountsWhatTheQueryAsksForAndWhatWasRead() {
        String tag = "vue" + tag();
        Unit unit = unit(null);
        UseCase a = done(useCases.propose(system, full(unit, tag), null));
        UseCase b = done(useCases.propose(
                system, Content.titled("fr", "Autre").withTags(List.of(tag)).withKindRead(Kind.GENERATIVE), null));
        UseCaseQuery query = new UseCaseQuery(null, Map.of(Field.TAG, List.of(tag)), Sort.CODE, false);
        assertThat(readings.textsToRead(10_000))
                .extracting(ReadingStore.Text::key)
                .contains(a.key(), b.key());
        readings.keep(List.of(
                new ReadingStore.Read(a.key(), a.version(), Map.of("recruitment", List.of("candidature"))),
                new ReadingStore.Read(b.key(), b.version(), Map.of())));
        readings.replaceGroups(List.of(new ReadingStore.Group(
                "complaints",
                "réclamations",
                false,
                List.of(
                        new ReadingStore.GroupMember(a.key(), 1, List.of("complaint"), List.of("réclamation")),
                        new ReadingStore.GroupMember(b.key(), 0.6, List.of("complaint"), List.of("réclamation"))))));
        readings.noteRead(Instant.parse("2026-11-23T08:00:00Z"), List.of("inventory@2026-11"));
        overviews.forget();
        Overview overview = overviews.of(system, query);
        assertThat(overview.total()).isEqualTo(2);
        assertThat(overview.byStage()).containsExactly(Map.entry("RUN", 1L), Map.entry("-", 1L));
        assertThat(overview.kindsRead()).isEqualTo(1);
        assertThat(overview.byUnit()).containsEntry(unit.code(), 1L);
        assertThat(overview.areas()).containsExactly(Map.entry("recruitment", 1L));
        assertThat(overview.inLookAlikes()).isEqualTo(2);
        assertThat(overview.missing()).containsEntry("problem", 1L);
        assertThat(overview.completeness()).isEqualTo(54);
        assertThat(overview.readAt()).isEqualTo(Instant.parse("2026-11-23T08:00:00Z"));
        assertThat(overviews.lookAlikes(system, a).getFirst().members())
                .extracting(LookAlike.Member::id)
                .containsExactly(a.id(), b.id());
        assertThat(overviews.areas(a)).containsKey("recruitment");
        assertThat(ids(query.with(Field.AREA, List.of("recruitment")))).containsExactly(a.id());
        assertThat(ids(query.with(Field.LOOKALIKE, List.of("true")))).hasSize(2);
        assertThat(readings.textsToRead(10_000))
                .extracting(ReadingStore.Text::key)
                .doesNotContain(a.key(), b.key());
        assertThat(readings.texts(500)).extracting(ReadingStore.Text::key).contains(a.key());
        assertThat(readings.knowledge()).containsExactly("inventory@2026-11");
        readings.forgetReads();
        assertThat(readings.textsToRead(10_000))
                .extracting(ReadingStore.Text::key)
                .contains(a.key(), b.key());
    }

    @Test
    void aBulkChangeDoesWhatItMayAndSaysRowByRowWhatItMayNot() {
        UseCase one = propose("Un");
        UseCase two = propose("Deux");
        UseCase away = propose("Trois");
        done(useCases.archive(system, away.id(), 1, null));
        UseCaseId nowhere = UseCaseId.of(1999, 1);
        List<BulkResult> results = useCases.bulk(
                system,
                List.of(one.id(), two.id(), away.id(), nowhere),
                new BulkChange.SetStage(Stage.FRAMED),
                "revue");
        assertThat(results).extracting(BulkResult::changed).containsExactly(true, true, false, false);
        assertThat(results).extracting(BulkResult::refused).containsExactly(false, false, true, true);
        assertThat(useCases.find(system, two.id()).orElseThrow().content().stage())
                .isEqualTo(Stage.FRAMED);
        assertThat(useCases.bulk(system, List.of(one.id()), new BulkChange.SetStage(Stage.FRAMED), null)
                        .getFirst()
                        .changed())
                .isFalse();
        assertThat(useCases.bulk(system, List.of(one.id()), new BulkChange.AddTag("a"), null)
                        .getFirst()
                        .version())
                .isEqualTo(3L);
        assertThat(useCases.bulk(system, List.of(one.id()), new BulkChange.RemoveTag("a"), null)
                        .getFirst()
                        .changed())
                .isTrue();
        assertThat(useCases.bulk(system, List.of(one.id()), new BulkChange.SetKind(Kind.AGENT), null)
                        .getFirst()
                        .changed())
                .isTrue();
        assertThat(useCases.bulk(system, List.of(one.id()), new BulkChange.SetUnit(-1L), null)
                        .getFirst()
                        .refused())
                .isTrue();
        assertThat(useCases.bulk(
                                system, List.of(one.id()), new BulkChange.SetBusinessOwner(new Person("A", null)), null)
                        .getFirst()
                        .changed())
                .isTrue();
        assertThat(useCases.bulk(
                                system,
                                List.of(one.id()),
                                new BulkChange.SetTechnicalOwner(new Person("B", null)),
                                null)
                        .getFirst()
                        .changed())
                .isTrue();
        assertThat(useCases.bulk(system, List.of(one.id(), two.id()), new BulkChange.Archive(), null))
                .allMatch(BulkResult::changed);
        assertThat(useCases.bulk(system, List.of(one.id()), new BulkChange.Restore(), null)
                        .getFirst()
                        .changed())
                .isTrue();
    }

    @Test
    void aMergedUnitHandsItsUseCasesOver() {
        Unit from = unit(null);
        Unit into = unit(null);
        UseCase made =
                done(useCases.propose(system, Content.titled("fr", "Déménage").withUnit(from.id()), null));
        assertThat(units.close(system, from.id(), from.version(), into.id(), "fusion"))
                .isInstanceOf(Outcome.Done.class);
        assertThat(useCases.find(system, made.id()).orElseThrow().content().unitId())
                .isEqualTo(into.id());
    }

    @Test
    void commentsCanBeAddedAndAnEmptyOneIsRefused() {
        UseCase made = propose("Discussion");
        assertThat(done(comments.add(system, made.id(), " Bonjour ")).body()).isEqualTo("Bonjour");
        assertThat(comments.add(system, made.id(), "  ")).isInstanceOf(Outcome.Refused.class);
        assertThat(comments.of(system, made.id())).hasSize(1);
        long id = comments.of(system, made.id()).getFirst().id();
        assertThat(comments.withdraw(system, made.id(), id)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void twentyPeopleAtOnceGetTwentyDifferentIdentifiersWithoutAGap() throws Exception {
        var tasks = new ArrayList<Callable<UseCase>>();
        for (int i = 0; i < 20; i++) {
            String title = "Concurrent " + i;
            tasks.add(() -> propose(title));
        }
        try (var threads = Executors.newFixedThreadPool(20)) {
            var numbers = new ArrayList<Long>();
            for (var future : threads.invokeAll(tasks)) {
                numbers.add(Long.parseLong(future.get().id().code().substring(8)));
            }
            numbers.sort(null);
            assertThat(numbers).doesNotHaveDuplicates();
            assertThat(numbers.getLast() - numbers.getFirst()).isEqualTo(19);
        }
    }

    @Test
    void theSameKeyOfTheSameInventoryCannotStandTwice() {
        String source = "src" + tag();
        Content c = new Content(
                "fr",
                Texts.titled("Clé"),
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                Map.of(),
                source,
                "K1");
        done(useCases.propose(system, c, null));
        assertThat(useCases.propose(system, c, null))
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.reasons())
                        .extracting("field")
                        .containsExactly("externalKey"));
        assertThat(jdbc.sql("select count(*) from demand.use_case where source = :s")
                        .param("s", source)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    private List<UseCaseId> ids(UseCaseQuery query) {
        assertThat(useCases.count(system, query))
                .isEqualTo(useCases.list(system, query, 100, 0).size());
        return useCases.list(system, query, 100, 0).stream().map(UseCase::id).toList();
    }

    private static UseCaseQuery search(String text) {
        return new UseCaseQuery(text, Map.of(), Sort.UPDATED, true);
    }

    private UseCase propose(String title) {
        return done(useCases.propose(system, Content.titled("fr", title), null));
    }

    private Unit unit(@Nullable Long parent) {
        String code = "U" + tag().toUpperCase(java.util.Locale.ROOT);
        return done(units.create(system, new Units.NewUnit(code, "Entité " + code, "Unit " + code, parent)));
    }

    private static String tag() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    private static <T> T done(Outcome<T> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<T>) outcome).value();
    }

    static Content full(Unit unit, String tag) {
        return new Content(
                "fr",
                new Texts(
                        "Répondre aux réclamations",
                        "Les conseillers passent la moitié de leur temps à chercher la bonne réponse.",
                        "11 min par réclamation, 38 000 par an.",
                        "Entre 6 et 8 min fin 2027.",
                        "420 conseillers",
                        "Une base de modèles, essayée en 2024, vite périmée.",
                        "Rédaction assistée.",
                        "Relation client"),
                Texts.titled("Answer complaints"),
                new Person("Direction clients", null),
                new Person("Sophie Roux", null),
                new Person("Karim Benali", null),
                unit.id(),
                Kind.GENERATIVE,
                false,
                Stage.RUN,
                true,
                2025,
                2027,
                List.of(tag, "client"),
                List.of(new Link("Note", "https://example.org/note")),
                Map.of("Colonne", "valeur"),
                "Inventaire",
                "K" + tag);
    }
}
