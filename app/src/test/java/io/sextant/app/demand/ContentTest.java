package io.sextant.app.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.kernel.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContentTest {
    @Test
    void blankTextsAreAbsentAndTagsAreDistinct() {
        var texts = new Texts("  Titre ", " ", "", "\n", null, null, null, "  ");
        assertThat(texts.title()).isEqualTo("Titre");
        assertThat(texts.problem()).isNull();
        assertThat(texts.domain()).isNull();
        Content c = Content.titled("FR", "x").withTags(List.of(" a ", "b", "a", ""));
        assertThat(c.lang()).isEqualTo("fr");
        assertThat(c.tags()).containsExactly("a", "b");
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        var c = new Content(
                "de",
                Texts.titled(""),
                Texts.titled("t".repeat(201)),
                null,
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                1899,
                1800,
                List.of("x".repeat(81)),
                List.of(new Link("", "javascript:alert(1)")),
                Map.of(),
                null,
                null);
        assertThat(c.problems())
                .extracting(Reason::field)
                .containsExactly(
                        "lang", "title", "translation.title", "startYear", "endYear", "endYear", "tags", "links");
    }

    @Test
    void changesNameOnlyTheFieldsThatDiffer() {
        Content before = Content.titled("fr", "Avant");
        Content after = before.withTexts(t -> Texts.titled("Après")).withStage(Stage.PILOT);
        assertThat(Content.changes(before, after).keySet()).containsExactly("title", "stage");
        assertThat(Content.changes(before, after).get("title")).isEqualTo(new Content.Change("Avant", "Après"));
        assertThat(Content.changes(after, after)).isEmpty();
    }

    @Test
    void aDeclaredKindIsNoLongerOneThatWasRead() {
        Content read = Content.titled("fr", "x").withKindRead(Kind.AGENT);
        assertThat(read.kindRead()).isTrue();
        assertThat(read.withKind(Kind.AGENT).kindRead()).isFalse();
        assertThat(read.withKind(null).kindRead()).isFalse();
    }

    @Test
    void theReaderSeesTheTranslationWhereThereIsOne() {
        Content c = Content.titled("fr", "Bonjour");
        assertThat(c.in("en").title()).isEqualTo("Bonjour");
        var both = new Content(
                "fr",
                c.texts(),
                Texts.titled("Hello"),
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
                null,
                null);
        assertThat(both.in("en").title()).isEqualTo("Hello");
        assertThat(both.in("fr").title()).isEqualTo("Bonjour");
    }

    @Test
    void identifiersSortByYearThenNumber() {
        assertThat(UseCaseId.of(2026, 1)).hasToString("UC-2026-0001");
        assertThat(UseCaseId.of(2026, 12345)).hasToString("UC-2026-12345");
        assertThat(UseCaseId.of(2026, 9999)).isLessThan(UseCaseId.of(2026, 10000));
        assertThat(UseCaseId.of(2025, 10000)).isLessThan(UseCaseId.of(2026, 1));
        assertThat(UseCaseId.matches("UC-26-1")).isFalse();
    }

    @Test
    void aQuerySurvivesItsAddress() {
        var query = UseCaseQuery.of(Map.of(
                "q",
                List.of("réclamation"),
                "stage",
                List.of("PILOT", "-"),
                "sort",
                List.of("-title"),
                "other",
                List.of("x")));
        assertThat(query.values(UseCaseQuery.Field.STAGE)).containsExactly("PILOT", "-");
        assertThat(query.descending()).isTrue();
        assertThat(UseCaseQuery.of(query.params())).isEqualTo(query);
        assertThat(UseCaseQuery.of(Map.of())).isEqualTo(UseCaseQuery.all());
        assertThat(UseCaseQuery.of(Map.of("sort", List.of("nonsense"))).sort()).isEqualTo(UseCaseQuery.Sort.UPDATED);
    }

    @Test
    void completenessCountsWhatIsFilledIn() {
        assertThat(Completeness.of(Content.titled("fr", "x"))).isZero();
        assertThat(Completeness.of(
                        Content.titled("fr", "x").withStage(Stage.RUN).withKind(Kind.AGENT)))
                .isEqualTo(14);
        assertThat(Completeness.missing(Content.titled("fr", "x"))).isEqualTo(Completeness.FIELDS);
    }
}
