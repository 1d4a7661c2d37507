package io.sextant.app.demo;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The demonstration content: complete in both languages, sound in its references, typeset with care.
@NullMarked
class DemoContentTest {

    record Text(String fr, String en) {}

    record Tags(List<String> fr, List<String> en) {}

    record Unit(String code, @Nullable String parent, Text name) {}

    record Grant(String role, String unit) {}

    record Person(
            String key,
            String name,
            String email,
            @Nullable String writes,
            String unit,
            Text title,
            List<Grant> grants,
            boolean persona,
            @Nullable Text purpose) {}

    record Organisation(String name, int headcount, String headquarters, List<Unit> units, List<Person> people) {}

    record Created(int daysAgo, String by) {}

    record Link(Text label, String url) {}

    record Comment(int daysAgo, String author, @Nullable String mention, Text text) {}

    record Change(
            int daysAgo,
            String who,
            String field,
            @Nullable Object from,
            @Nullable Object to,
            Text reason) {}

    record UseCase(
            String key,
            String lang,
            String unit,
            @Nullable String stage,
            @Nullable String kind,
            @Nullable String aiNeeded,
            @Nullable Integer startYear,
            @Nullable Integer endYear,
            @Nullable String sponsor,
            @Nullable String businessOwner,
            @Nullable String technicalOwner,
            Created created,
            Tags tags,
            @Nullable List<Link> links,
            Map<String, Map<String, String>> texts,
            @Nullable List<Comment> comments,
            @Nullable List<Change> history) {

        UseCase {
            links = links == null ? List.of() : links;
            comments = comments == null ? List.of() : comments;
            history = history == null ? List.of() : history;
        }

        String fr(String field) {
            return Objects.requireNonNullElse(
                    Objects.requireNonNull(texts.get("fr")).get(field), "");
        }

        List<Comment> discussion() {
            return Objects.requireNonNull(comments);
        }

        List<Change> changes() {
            return Objects.requireNonNull(history);
        }

        List<Link> references() {
            return Objects.requireNonNull(links);
        }

        /// What the field holds today, as the file writes it; null when it is empty.
        @Nullable
        Object today(String field) {
            return switch (field) {
                case "stage" -> stage;
                case "kind" -> kind;
                case "aiNeeded" -> aiNeeded;
                case "startYear" -> startYear;
                case "endYear" -> endYear;
                case "sponsor" -> sponsor;
                case "businessOwner" -> businessOwner;
                case "technicalOwner" -> technicalOwner;
                default -> {
                    assertThat(TEXTS)
                            .as("field changed in the history of %s", key)
                            .contains(field);
                    Map<String, String> now = new HashMap<>();
                    texts.forEach((lang, fields) -> {
                        String text = fields.get(field);
                        if (text != null) {
                            now.put(lang, text);
                        }
                    });
                    yield now.isEmpty() ? null : now;
                }
            };
        }
    }

    record Register(List<UseCase> useCases) {}

    private static final Set<String> TEXTS =
            Set.of("title", "problem", "baseline", "outcome", "beneficiaries", "alternative", "description", "domain");
    private static final Set<String> ROLES = Set.of(
            "ADMINISTRATOR",
            "CIO",
            "AI_OFFICE",
            "BUSINESS_OWNER",
            "TECHNICAL_OWNER",
            "FINANCE",
            "SECURITY",
            "LEGAL",
            "DATA_OWNER",
            "CSR",
            "BOARD_READER",
            "AUDITOR",
            "EMPLOYEE");
    private static final Set<String> EDITORS = Set.of("CIO", "AI_OFFICE", "BUSINESS_OWNER", "TECHNICAL_OWNER");
    private static final Set<String> READERS_ONLY = Set.of("ADMINISTRATOR", "AUDITOR", "BOARD_READER");

    private static final Organisation ORGANISATION = read("organisation.yaml", Organisation.class);
    private static final List<UseCase> USE_CASES =
            read("use-cases.yaml", Register.class).useCases();
    private static final Map<String, Unit> UNITS =
            ORGANISATION.units().stream().collect(toMap(Unit::code, Function.identity()));
    private static final Map<String, Person> PEOPLE =
            ORGANISATION.people().stream().collect(toMap(Person::name, Function.identity()));

    @Test
    void unitsFormOneTree() {
        assertThat(ORGANISATION.units().stream().filter(unit -> unit.parent() == null))
                .hasSize(1);
        Set<String> seen = new HashSet<>();
        for (Unit unit : ORGANISATION.units()) {
            assertThat(unit.parent() == null || seen.contains(unit.parent()))
                    .as("%s comes after its parent", unit.code())
                    .isTrue();
            assertThat(seen.add(unit.code())).as(unit.code()).isTrue();
        }
    }

    @Test
    void peopleCoverEveryRoleAndSixOfThemWelcomeTheVisitor() {
        assertThat(ORGANISATION.people()).hasSizeBetween(24, 30);
        assertThat(ORGANISATION.people().stream()
                        .flatMap(person -> person.grants().stream())
                        .map(Grant::role)
                        .collect(toSet()))
                .isEqualTo(ROLES);
        assertThat(ORGANISATION.people().stream().filter(Person::persona))
                .hasSize(6)
                .allSatisfy(person -> assertThat(person.purpose()).isNotNull());
        assertThat(ORGANISATION.people().stream().map(Person::email).distinct())
                .hasSameSizeAs(ORGANISATION.people())
                .allMatch(email -> email.matches("[a-z-]+\\.[a-z-]+@armorique\\.example"));
        assertThat(ORGANISATION.people()).allSatisfy(person -> {
            assertThat(UNITS).containsKey(person.unit());
            assertThat(person.grants()).isNotEmpty().allSatisfy(grant -> assertThat(UNITS)
                    .containsKey(grant.unit()));
        });
    }

    @Test
    void everyStageAndKindIsShown() {
        assertThat(USE_CASES).hasSizeBetween(40, 44);
        assertThat(USE_CASES.stream().map(UseCase::key).distinct()).hasSameSizeAs(USE_CASES);
        assertThat(count(UseCase::stage))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "IDEA",
                        8L,
                        "QUALIFIED",
                        9L,
                        "FRAMED",
                        7L,
                        "PILOT",
                        7L,
                        "RUN",
                        8L,
                        "RETIRED",
                        3L,
                        "unknown",
                        1L));
        assertThat(count(UseCase::kind))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("NONE_RULES", 4L, "CLASSICAL_ML", 18L, "GENERATIVE", 14L, "AGENT", 5L, "unknown", 2L));
        assertThat(count(UseCase::aiNeeded)).containsOnlyKeys("YES", "NO", "unknown");
        assertThat(USE_CASES).allSatisfy(useCase -> {
            assertThat(useCase.startYear()).isBetween(2019, 2026);
            assertThat("NONE_RULES".equals(useCase.kind())).isEqualTo("NO".equals(useCase.aiNeeded()));
            if ("RETIRED".equals(useCase.stage())) {
                assertThat(useCase.endYear()).isNotNull();
            }
        });
    }

    @Test
    void someUseCasesAreCompleteAndSomeHaveGaps() {
        long complete = USE_CASES.stream()
                .filter(useCase -> Objects.requireNonNull(useCase.texts().get("fr"))
                                .keySet()
                                .containsAll(TEXTS)
                        && useCase.aiNeeded() != null
                        && useCase.businessOwner() != null)
                .count();
        assertThat(complete).isBetween(25L, 33L);
        assertThat(USE_CASES.stream().filter(useCase -> useCase.businessOwner() == null))
                .hasSizeGreaterThan(2);
        assertThat(USE_CASES.stream().filter(useCase -> useCase.fr("baseline").isEmpty()))
                .hasSizeGreaterThan(4);
    }

    @Test
    void bothLanguagesHoldTheSameFields() {
        assertThat(USE_CASES).allSatisfy(useCase -> {
            assertThat(useCase.lang()).isEqualTo("fr");
            assertThat(useCase.texts()).containsOnlyKeys("fr", "en");
            Map<String, String> french = Objects.requireNonNull(useCase.texts().get("fr"));
            Map<String, String> english = Objects.requireNonNull(useCase.texts().get("en"));
            assertThat(french.keySet()).isEqualTo(english.keySet()).isSubsetOf(TEXTS);
            assertThat(french.keySet()).contains("title", "problem", "domain");
            assertThat(useCase.tags().fr())
                    .isNotEmpty()
                    .hasSameSizeAs(useCase.tags().en());
        });
        assertThat(Stream.concat(french(), english()))
                .allSatisfy(text -> assertThat(text).isNotBlank().isEqualTo(text.strip()));
    }

    @Test
    void aTermIsTranslatedTheSameWayEverywhere() {
        Map<String, Set<String>> english = new TreeMap<>();
        for (UseCase useCase : USE_CASES) {
            english.computeIfAbsent(useCase.fr("domain"), _ -> new HashSet<>())
                    .add(Objects.requireNonNull(
                            Objects.requireNonNull(useCase.texts().get("en")).get("domain")));
            for (int i = 0; i < useCase.tags().fr().size(); i++) {
                english.computeIfAbsent("#" + useCase.tags().fr().get(i), _ -> new HashSet<>())
                        .add(useCase.tags().en().get(i));
            }
        }
        assertThat(english)
                .allSatisfy((term, translations) ->
                        assertThat(translations).as(term).hasSize(1));
    }

    @Test
    void everyNameAndUnitIsKnown() {
        assertThat(USE_CASES).allSatisfy(useCase -> {
            assertThat(UNITS).containsKey(useCase.unit());
            List<@Nullable String> named = new ArrayList<>(Arrays.asList(
                    useCase.sponsor(),
                    useCase.businessOwner(),
                    useCase.technicalOwner(),
                    useCase.created().by()));
            useCase.discussion().forEach(comment -> named.add(comment.author()));
            useCase.changes().forEach(change -> named.add(change.who()));
            assertThat(named.stream().filter(Objects::nonNull))
                    .allSatisfy(name -> assertThat(PEOPLE).as(useCase.key()).containsKey(name));
            assertThat(useCase.references())
                    .allSatisfy(link -> assertThat(link.url()).startsWith("https://intranet.armorique.example/"));
        });
    }

    @Test
    void peopleOnlyDoWhatTheirRolesAllow() {
        assertThat(USE_CASES).allSatisfy(useCase -> {
            useCase.changes().forEach(change -> assertThat(rolesOver(change.who(), useCase.unit()))
                    .as("%s changes %s of %s", change.who(), change.field(), useCase.key())
                    .containsAnyElementsOf(EDITORS));
            Stream.concat(
                            Stream.of(useCase.created().by()),
                            useCase.discussion().stream().map(Comment::author))
                    .forEach(name -> assertThat(rolesOver(name, useCase.unit()).stream()
                                    .filter(role -> !READERS_ONLY.contains(role)))
                            .as("%s speaks about %s", name, useCase.key())
                            .isNotEmpty());
        });
    }

    @Test
    void historiesLeadToTheValuesOfToday() {
        assertThat(USE_CASES).allSatisfy(useCase -> {
            Map<String, @Nullable Object> last = new HashMap<>();
            int daysAgo = useCase.created().daysAgo();
            for (Change change : useCase.changes()) {
                assertThat(change.daysAgo()).as(useCase.key()).isBetween(1, daysAgo);
                daysAgo = change.daysAgo();
                assertThat(change.from())
                        .as("%s of %s", change.field(), useCase.key())
                        .isNotEqualTo(change.to());
                if (last.containsKey(change.field())) {
                    assertThat(change.from())
                            .as("%s of %s", change.field(), useCase.key())
                            .isEqualTo(last.get(change.field()));
                }
                last.put(change.field(), change.to());
            }
            last.forEach((field, value) ->
                    assertThat(value).as("%s of %s", field, useCase.key()).isEqualTo(useCase.today(field)));
        });
    }

    @Test
    void discussionsFollowCreationInOrder() {
        assertThat(USE_CASES).allSatisfy(useCase -> {
            assertThat(useCase.discussion()).hasSizeLessThanOrEqualTo(4);
            int daysAgo = useCase.created().daysAgo();
            for (Comment comment : useCase.discussion()) {
                assertThat(comment.daysAgo()).as(useCase.key()).isBetween(1, daysAgo);
                daysAgo = comment.daysAgo();
                String mention = comment.mention();
                if (mention != null) {
                    assertThat(PEOPLE).as(useCase.key()).containsKey(mention);
                    assertThat(mention).as(useCase.key()).isNotEqualTo(comment.author());
                    assertThat(List.of(comment.text().fr(), comment.text().en()))
                            .as(useCase.key())
                            .allMatch(text -> text.contains("@" + mention));
                }
            }
        });
    }

    @Test
    void frenchIsTypeset() {
        Pattern unspaced = Pattern.compile("[^\\u202f][;:!?%»]|«[^\\u202f]|[^\\u202f](?:k|M|Md)€|[\\d ]€");
        Pattern ungrouped = Pattern.compile("\\d \\d{3}|\\b(?!20[0-2]\\d\\b)\\d{4,}|\\d[.,]\\d{3}\\b");
        assertThat(french()).hasSizeGreaterThan(400).allSatisfy(text -> assertThat(text)
                .doesNotContain("'", "\"", "“", "”", "...", " -", "- ", "  ", "\u00a0")
                .doesNotContainPattern(unspaced)
                .doesNotContainPattern(ungrouped));
    }

    @Test
    void englishIsTypeset() {
        Pattern spaced = Pattern.compile("\\s[;:!?%]|\\d €|€ \\d");
        Pattern ungrouped = Pattern.compile("\\d[ \\u202f]\\d{3}\\b|\\b(?!20[0-2]\\d\\b)\\d{4,}|\\d,\\d{1,2}\\b");
        assertThat(english()).hasSizeGreaterThan(400).allSatisfy(text -> assertThat(text)
                .doesNotContain("'", "\"", "«", "»", "...", "  ", "\u202f", "\u00a0")
                .doesNotContainPattern(spaced)
                .doesNotContainPattern(ungrouped));
    }

    private static Map<String, Long> count(Function<UseCase, @Nullable String> facet) {
        return USE_CASES.stream()
                .collect(
                        groupingBy(useCase -> Objects.requireNonNullElse(facet.apply(useCase), "unknown"), counting()));
    }

    /// The roles a person holds over a unit, there or above it.
    private static Set<String> rolesOver(String name, String unit) {
        Set<String> chain = new HashSet<>();
        for (Unit at = UNITS.get(unit); at != null; at = at.parent() == null ? null : UNITS.get(at.parent())) {
            chain.add(at.code());
        }
        return Objects.requireNonNull(PEOPLE.get(name)).grants().stream()
                .filter(grant -> chain.contains(grant.unit()))
                .map(Grant::role)
                .collect(toSet());
    }

    private static Stream<String> french() {
        return Stream.concat(
                pairs().map(Text::fr),
                USE_CASES.stream()
                        .flatMap(useCase -> Stream.concat(
                                Objects.requireNonNull(useCase.texts().get("fr")).values().stream(),
                                useCase.tags().fr().stream())));
    }

    private static Stream<String> english() {
        return Stream.concat(
                pairs().map(Text::en),
                USE_CASES.stream()
                        .flatMap(useCase -> Stream.concat(
                                Objects.requireNonNull(useCase.texts().get("en")).values().stream(),
                                useCase.tags().en().stream())));
    }

    private static Stream<Text> pairs() {
        List<Text> pairs = new ArrayList<>();
        ORGANISATION.units().forEach(unit -> pairs.add(unit.name()));
        for (Person person : ORGANISATION.people()) {
            pairs.add(person.title());
            if (person.purpose() != null) {
                pairs.add(person.purpose());
            }
        }
        for (UseCase useCase : USE_CASES) {
            useCase.references().forEach(link -> pairs.add(link.label()));
            useCase.discussion().forEach(comment -> pairs.add(comment.text()));
            for (Change change : useCase.changes()) {
                pairs.add(change.reason());
                Stream.of(change.from(), change.to()).forEach(value -> {
                    if (value instanceof Map<?, ?> text) {
                        pairs.add(new Text(String.valueOf(text.get("fr")), String.valueOf(text.get("en"))));
                    }
                });
            }
        }
        return pairs.stream();
    }

    private static <T> T read(String file, Class<T> type) {
        YAMLMapper yaml = YAMLMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
        try (InputStream in = Objects.requireNonNull(DemoContentTest.class.getResourceAsStream("/demo/" + file))) {
            return yaml.readValue(in, type);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }
}
