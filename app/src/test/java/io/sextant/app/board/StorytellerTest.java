package io.sextant.app.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.board.Story.Asks;
import io.sextant.app.board.Story.Axes;
import io.sextant.app.board.Story.Bar;
import io.sextant.app.board.Story.Bars;
import io.sextant.app.board.Story.Block;
import io.sextant.app.board.Story.Chapter;
import io.sextant.app.board.Story.Events;
import io.sextant.app.board.Story.Table;
import io.sextant.app.demand.Axis;
import io.sextant.app.platform.ui.AllMessages;
import io.sextant.app.platform.ui.Lang;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StorytellerTest {
    private final Storyteller teller = SampleBriefs.teller(AllMessages.load());

    @Test
    void everyChapterIsHeadedByAFindingInBothLanguages() {
        for (Story story : all()) {
            assertThat(story.headline()).isNotBlank();
            for (Chapter chapter : story.chapters()) {
                assertThat(chapter.title()).hasSizeGreaterThan(20).doesNotEndWith(".");
                assertThat(chapter.provenance()).contains("2026");
                assertThat(chapter.notes()).isNotEmpty();
            }
        }
    }

    @Test
    void theFindingsSayWhatTheFiguresSay() {
        Story fr = teller.tell(SampleBriefs.group(), Lang.FR);
        assertThat(plain(fr.headline()))
                .isEqualTo("43 cas d’usage d’IA, dont 8 en service ; 6 décisions sont attendues du comité");
        assertThat(fr.chapters().stream().map(c -> plain(c.title())))
                .containsExactly(
                        "43 cas d’usage d’IA recensés : 8 en service, 7 en pilote, 24 en préparation, 3 retirés et 1 à une étape inconnue",
                        "L’apprentissage classique porte 18 cas d’usage sur 43 ; 5 sont des agents",
                        "2 entités sur 5 portent plus de la moitié des cas d’usage",
                        "Le besoin est établi pour 15 cas d’usage sur 43 ; 5 axes sur six ne sont pas encore lus",
                        "12 cas d’usage se ressemblent, en 5 groupes : ils pourraient être menés ensemble",
                        "12 cas d’usage touchent à 7 sujets que le règlement sur l’IA encadre, dont 7 en pilote ou en service",
                        "6 décisions sont attendues du comité");
        Story en = teller.tell(SampleBriefs.inventory(), Lang.EN);
        assertThat(en.chapters().stream().map(Chapter::title))
                .startsWith(
                        "1,826 AI use cases on record: 715 in service, 487 in pilot, 429 in preparation, 94 retired and 101 at an unknown stage",
                        "Classical machine learning carries 905 of 1,826 use cases; 12 are agents");
    }

    @Test
    void aSingleUseCaseIsSpokenOfInTheSingular() {
        Brief one = SampleBriefs.one();
        assertThat(plain(teller.tell(one, Lang.FR).headline()))
                .isEqualTo("Un cas d’usage d’IA, dont 1 en service ; une décision est attendue du comité");
        assertThat(teller.tell(one, Lang.EN).chapters().getFirst().title())
                .isEqualTo("One AI use case on record: 1 in service");
        assertThat(plain(chapter(teller.tell(one, Lang.FR), "what").title()))
                .isEqualTo("Le seul cas d’usage se passe d’IA");
    }

    @Test
    void domainsAreCalledInTheReadersLanguageWhereSomebodyTranslatedThem() {
        assertThat(domains(Lang.EN)).contains("Customer relations").doesNotContain("Relation client");
        assertThat(domains(Lang.FR)).contains("Relation client");
    }

    private List<String> domains(Lang lang) {
        Bars bars = (Bars) chapter(teller.tell(SampleBriefs.group(), lang), "where")
                .blocks()
                .getLast();
        return bars.bars().stream().map(Bar::label).toList();
    }

    @Test
    void anAxisThatIsNotReadIsSaidToBeUnreadAndHasNoFigure() {
        for (Story story : all()) {
            blocks(story)
                    .filter(Axes.class::isInstance)
                    .map(Axes.class::cast)
                    .flatMap(a -> a.lines().stream())
                    .filter(line -> line.axis() != Axis.DEMAND)
                    .forEach(line -> {
                        assertThat(line.share()).isNull();
                        assertThat(line.standing()).isIn("pas encore lu", "not read yet");
                    });
        }
    }

    @Test
    void textsThatWereNotReadLeaveLookAlikesAndLawUnknown() {
        Story story = teller.tell(SampleBriefs.three(), Lang.EN);
        assertThat(story.chapters()).extracting(Chapter::id).contains("unread").doesNotContain("alike", "law");
        assertThat(chapter(story, "unread").title()).endsWith("look-alikes and legal subjects remain unknown");
    }

    @Test
    void anEmptyRegisterIsSaidToBeUnknownGroundAndShowsNoFigure() {
        Story story = teller.tell(SampleBriefs.empty(), Lang.FR);
        assertThat(story.empty()).isTrue();
        assertThat(story.figures()).isEmpty();
        assertThat(story.chapters()).hasSize(1);
        assertThat(plain(story.headline())).isEqualTo("Le registre est vide : il n’y a encore rien à piloter");
        assertThat(strings(story)).noneMatch(s -> s.matches(".*\\b0\\b.*"));
    }

    @Test
    void whatChangedIsToldAgainstTheBriefBeforeAndOnlyThen() {
        Story story = teller.tell(SampleBriefs.group(), Lang.FR);
        assertThat(plain(Objects.requireNonNull(story.figures().getFirst().change())))
                .isEqualTo("+6 depuis le 1er sept. 2026");
        assertThat(plain(Objects.requireNonNull(story.figures().getLast().change())))
                .isEqualTo("+10 points depuis le 1er sept. 2026");
        Events events = (Events) chapter(story, "position").blocks().getLast();
        assertThat(events.events().getFirst().text()).isEqualTo("2 passés en service");
        assertThat(events.events().getFirst().details())
                .first()
                .isEqualTo("Lire les factures de soins papier sans les ressaisir");
        assertThat(events.events().get(1).details()).hasSize(4).last().isEqualTo("et 2 autres");
        Bars stages = (Bars) chapter(story, "position").blocks().getFirst();
        assertThat(stages.before()).isNotNull();
        assertThat(stages.bars().getFirst().before()).isEqualTo(9L);

        Story first = teller.tell(SampleBriefs.inventory(), Lang.FR);
        assertThat(first.figures()).allMatch(f -> f.change() == null);
        assertThat(chapter(first, "position").blocks()).hasSize(1);
        assertThat(chapter(first, "position").lead()).contains("la comparaison commencera à la prochaine");
    }

    @Test
    void titlesAreToldInTheReadersLanguageWhereSomebodyTranslatedThem() {
        Events events = (Events) chapter(teller.tell(SampleBriefs.group(), Lang.EN), "position")
                .blocks()
                .getLast();
        assertThat(events.events().getFirst().details())
                .first()
                .isEqualTo("Reading paper care invoices without rekeying them");
    }

    @Test
    void chartsLoseNoUseCaseToTheLongTail() {
        Brief brief = SampleBriefs.inventory();
        for (Block block : chapter(teller.tell(brief, Lang.EN), "where").blocks()) {
            List<Bar> bars = ((Bars) block).bars();
            assertThat(bars).hasSizeLessThanOrEqualTo(10);
            assertThat(bars.get(8).tone()).isEqualTo(Story.Tone.OTHERS);
        }
        Bars entities =
                (Bars) chapter(teller.tell(brief, Lang.EN), "where").blocks().getFirst();
        assertThat(entities.bars().stream().mapToLong(Bar::value).sum()).isEqualTo(1826);
        Bars years =
                (Bars) chapter(teller.tell(brief, Lang.EN), "what").blocks().getLast();
        assertThat(years.bars().stream().mapToLong(Bar::value).sum()).isEqualTo(1826);
        assertThat(years.bars())
                .extracting(Bar::label)
                .startsWith("before 2019", "2019")
                .endsWith("2026", "not stated");
    }

    @Test
    void longNamesAreCutAtAWordWithAnEllipsis() {
        assertThat(Storyteller.shorten("Direction générale déléguée à la transformation", 30))
                .isEqualTo("Direction générale déléguée à…");
        assertThat(Storyteller.shorten("x".repeat(40), 10)).isEqualTo("xxxxxxxxx…");
        assertThat(Storyteller.shorten(" court  assez ", 20)).isEqualTo("court assez");
        for (Story story : all()) {
            blocks(story)
                    .filter(Bars.class::isInstance)
                    .flatMap(b -> ((Bars) b).bars().stream())
                    .forEach(bar -> assertThat(bar.label()).hasSizeLessThanOrEqualTo(44));
        }
    }

    @Test
    void areasAreToldAsQuestionsWithTheirArticleAndNeverAsAVerdict() {
        for (Lang lang : Lang.values()) {
            Story story = teller.tell(SampleBriefs.group(), lang);
            Chapter law = chapter(story, "law");
            Table table = (Table) law.blocks().getFirst();
            for (var row : table.rows()) {
                assertThat(row.getFirst().lines().getFirst().text()).containsIgnoringCase("ann");
                assertThat(row.get(1).text()).endsWith("?");
            }
            assertThat(law.lead())
                    .contains(lang == Lang.FR ? "ni qualification, ni avis juridique" : "neither a classification");
            assertThat(String.join(" ", strings(story)))
                    .doesNotContainIgnoringCase("haut risque")
                    .doesNotContainIgnoringCase("high-risk")
                    .doesNotContainIgnoringCase("interdit")
                    .doesNotContainIgnoringCase("prohibited");
        }
        Table table = (Table) chapter(teller.tell(SampleBriefs.group(), Lang.FR), "law")
                .blocks()
                .getFirst();
        assertThat(table.rows().getFirst().getFirst().text()).isEqualTo("Assurance vie et santé");
        assertThat(table.rows().getFirst().get(2).text()).isEqualTo("3");
    }

    @Test
    void anAreaThatTheRulesNoLongerHoldStandsUnderItsOwnName() {
        Table table = (Table) chapter(teller.tell(SampleBriefs.withArea("retired-point"), Lang.FR), "law")
                .blocks()
                .getFirst();
        assertThat(table.rows().getFirst().getFirst().text()).isEqualTo("retired-point");
    }

    @Test
    void everyQuestionSaysWhatToDecideWhyAndWhere() {
        Asks asks = (Asks) chapter(teller.tell(SampleBriefs.group(), Lang.FR), "ask")
                .blocks()
                .getFirst();
        assertThat(asks.asks()).hasSize(6);
        assertThat(asks.asks()).allSatisfy(ask -> {
            assertThat(ask.question()).endsWith("?");
            assertThat(ask.why()).endsWith(".");
            assertThat(ask.query()).contains("=");
        });
        assertThat(plain(asks.asks().get(4).question()))
                .isEqualTo("Faut-il généraliser ou arrêter 3 pilotes commencés il y a 2 ans ou plus ?");
    }

    @Test
    void frenchIsSetAsFrenchIs() {
        // A space that may break, or none at all, before a mark that wants a narrow one; a straight apostrophe.
        Pattern fault = Pattern.compile("[ \\u00a0][;:?!%»]|«[^\\u202f]|[^\\u202f]»|\\p{L}[;:?!](?:\\s|$)|'");
        for (Story story : all()) {
            if (story.lang() == Lang.FR) {
                assertThat(strings(story)).noneMatch(s -> fault.matcher(s).find());
            }
        }
    }

    @Test
    void noMessageIsLeftUnsaidOrHalfSaid() {
        for (Story story : all()) {
            assertThat(strings(story)).noneMatch(s -> s.contains("{") || s.contains("board.") || s.contains("demand."));
        }
    }

    private List<Story> all() {
        return Stream.of(
                        SampleBriefs.group(),
                        SampleBriefs.inventory(),
                        SampleBriefs.three(),
                        SampleBriefs.one(),
                        SampleBriefs.empty())
                .flatMap(brief -> Stream.of(Lang.values()).map(lang -> teller.tell(brief, lang)))
                .toList();
    }

    private static Chapter chapter(Story story, String id) {
        return story.chapters().stream()
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Block> blocks(Story story) {
        return story.chapters().stream().flatMap(c -> c.blocks().stream());
    }

    /// What we worded; what people wrote is theirs.
    private static List<String> strings(Story story) {
        var strings = new ArrayList<String>();
        strings.add(story.scope());
        strings.add(story.headline());
        story.figures().forEach(f -> {
            strings.add(f.label());
            strings.add(f.value());
            strings.add(f.provenance());
            strings.add(Objects.requireNonNullElse(f.change(), ""));
        });
        story.chapters().forEach(c -> {
            strings.add(c.title());
            strings.add(c.lead());
            strings.add(c.provenance());
            strings.addAll(c.notes());
        });
        blocks(story).forEach(b -> {
            strings.add(b.title());
            switch (b) {
                case Bars bars -> strings.add(bars.now());
                case Axes axes ->
                    axes.lines().forEach(l -> strings.addAll(List.of(l.name(), l.question(), l.standing())));
                case Table table -> {
                    table.columns().forEach(c -> strings.add(c.heading()));
                    strings.add(Objects.requireNonNullElse(table.rest(), ""));
                }
                case Events events -> events.events().forEach(e -> strings.add(e.text()));
                case Asks asks -> asks.asks().forEach(a -> strings.addAll(List.of(a.question(), a.why(), a.count())));
            }
        });
        strings.addAll(story.sources());
        return strings;
    }

    private static String plain(String text) {
        return text.replaceAll("[\\u00a0\\u202f]", " ");
    }
}
