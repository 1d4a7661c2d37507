package io.sextant.app.platform.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.sextant.engine.gates.pack.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final Map<Lang, Formats> FORMATS = formats();
    private static final Messages ALL = Messages.load(FORMATS, true);
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path ENGINES = Path.of("../engines/src/main/java");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)");
    private static final Pattern TAG = Pattern.compile("(?<!\\d)</?([a-z]+)[^>]*>");
    /// A key that a template or a handler asks for by its whole name.
    private static final Pattern ASKED = Pattern.compile(
            "(?:\\bui\\.(?:t|rich)|\\bwhole|Toast\\.(?:done|note|fault))\\(\\s*\"([a-z]+(?:\\.[\\w-]+)+)\"");

    /// A code that an engine gives as a reason.
    private static final Pattern CODE = Pattern.compile("\"([a-z-]+\\.[a-z.-]*)\"");

    private static final Pattern LITERAL = Pattern.compile("\"([a-z]+\\.[\\w.-]*)\"");

    @Test
    void bothLanguagesHaveTheSameMessages() {
        assertThat(ALL.keys(Lang.FR)).isEqualTo(ALL.keys(Lang.EN)).hasSizeGreaterThan(100);
    }

    @Test
    void bothLanguagesTakeTheSameArguments() {
        for (var key : ALL.keys(Lang.FR)) {
            assertThat(placeholders(pattern(Lang.FR, key))).as(key).isEqualTo(placeholders(pattern(Lang.EN, key)));
        }
    }

    @Test
    void everyMessageIsAValidPattern() {
        for (var lang : Lang.values()) {
            for (var key : ALL.keys(lang)) {
                assertThat(new MessageFormat(pattern(lang, key), lang.locale()))
                        .as(key)
                        .isNotNull();
            }
        }
    }

    @Test
    void noMessageHasATypewritersSigns() {
        for (var lang : Lang.values()) {
            for (var key : ALL.keys(lang)) {
                // Lines of a terminal may be indented.
                assertThat(pattern(lang, key).replaceAll("\n +", "\n"))
                        .as(lang + " " + key)
                        .doesNotContain("'", "\"", "...", "  ")
                        .isNotBlank();
            }
        }
    }

    @Test
    void frenchMessagesKeepTheSpacesOfFrenchTypography() {
        for (var key : ALL.keys(Lang.FR)) {
            var text = pattern(Lang.FR, key)
                    .replaceAll("https?://\\S*", "")
                    // A header's name is written as programs write it.
                    .replace("Authorization: Bearer", "")
                    .replace("(%)", "");
            assertThat(text)
                    .as(key + ": narrow no-break space before ; : ! ? %% and »")
                    .doesNotMatch("(?s).*[^\u202f?!][;:!?%»].*");
            assertThat(text).as(key + ": narrow no-break space after «").doesNotMatch("(?s).*«[^\u202f].*");
        }
    }

    @Test
    void messagesHoldNoMarkupButTheLittleThatTemplatesExpect() {
        for (var lang : Lang.values()) {
            for (var key : ALL.keys(lang)) {
                var tags = TAG.matcher(pattern(lang, key))
                        .results()
                        .map(tag -> tag.group(1))
                        .collect(Collectors.toSet());
                assertThat(tags).as(lang + " " + key).isSubsetOf("b", "kbd", "br", "em", "code");
            }
        }
    }

    @Test
    void everyMessageThatIsAskedForExists() {
        var asked = new TreeSet<String>();
        sources(".jte", ".java")
                .forEach(text -> ASKED.matcher(text).results().forEach(found -> asked.add(found.group(1))));
        assertThat(asked).hasSizeGreaterThan(100);
        asked.removeAll(ALL.keys(Lang.FR));
        assertThat(asked).isEmpty();
    }

    @Test
    void everyMessageIsUsed() {
        var whole = new HashSet<String>();
        var starts = new HashSet<String>();
        var ends = new HashSet<String>();
        // An engine gives codes; what it calls its own is put before them.
        for (var text : sources(ENGINES, ".java")) {
            CODE.matcher(text)
                    .results()
                    .map(found -> "inventory." + found.group(1))
                    .forEach(code -> {
                        whole.add(code);
                        starts.add(code);
                    });
        }
        Problem.CODES.forEach(code -> whole.add("gates.pack." + code));
        for (var text : sources(".jte", ".java", ".yaml")) {
            LITERAL.matcher(text).results().map(found -> found.group(1)).forEach(literal -> {
                whole.add(literal);
                starts.add(literal);
            });
            Pattern.compile("\"(\\.[\\w.-]+)\"").matcher(text).results().forEach(found -> ends.add(found.group(1)));
        }
        var unused = ALL.keys(Lang.FR).stream()
                .filter(key -> !whole.contains(key))
                // Keys made of a beginning and a code: "ui.error." + status + ".title".
                .filter(key -> starts.stream().noneMatch(start -> start.endsWith(".") && key.startsWith(start)))
                // Keys made of a code and an end: code + ".remedy".
                .filter(key -> ends.stream()
                        .noneMatch(end ->
                                key.endsWith(end) && whole.contains(key.substring(0, key.length() - end.length()))))
                .toList();
        assertThat(unused).isEmpty();
    }

    @Test
    void aMissingMessageIsAFaultInTestsAndShowsItsKeyInUse() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ALL.text(Lang.FR, "no.such.key"))
                .withMessageContaining("no.such.key");
        assertThat(new Messages(Map.of(), FORMATS, false).text(Lang.EN, "no.such.key"))
                .isEqualTo("no.such.key");
    }

    @Test
    void argumentsAreSetAsTheLanguageWants() {
        var messages = new Messages(
                Map.of(Lang.FR, Map.of("k", "{0} et {1}, le {2}", "n", "{0,choice,0#aucun cas|1#un cas|1<{0} cas}")),
                FORMATS,
                true);
        assertThat(messages.text(Lang.FR, "k", -1234.5, "x", LocalDate.of(2027, 1, 8)))
                .isEqualTo("\u22121\u202f234,5 et x, le 8\u00a0janvier 2027");
        assertThat(messages.text(Lang.FR, "n", 0)).isEqualTo("aucun cas");
        assertThat(messages.text(Lang.FR, "n", 1)).isEqualTo("un cas");
        assertThat(messages.text(Lang.FR, "n", 1826)).isEqualTo("1\u202f826 cas");
    }

    @Test
    void aCountThatTravelledAsTextIsStillACount() {
        var messages =
                new Messages(Map.of(Lang.EN, Map.of("k", "{0,choice,1#1 keeps|1<{0} keep} {1} shut")), FORMATS, true);
        assertThat(messages.text(Lang.EN, "k", "1", "it")).isEqualTo("1 keeps it shut");
        assertThat(messages.text(Lang.EN, "k", "12", "it")).isEqualTo("12 keep it shut");
    }

    @Test
    void argumentsOfAMessageWithMarkupAreOnlyText() {
        var messages = new Messages(Map.of(Lang.EN, Map.of("k", "by <b>{0}</b>")), FORMATS, true);
        assertThat(messages.markup(Lang.EN, "k", "<script>")).isEqualTo("by <b>&lt;script&gt;</b>");
    }

    private static String pattern(Lang lang, String key) {
        return ALL.pattern(lang, key);
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    private static List<String> sources(String... endings) {
        return sources(SOURCES, endings);
    }

    private static List<String> sources(Path folder, String... endings) {
        try (var files = Files.walk(folder)) {
            var texts = new ArrayList<String>();
            for (var file : files.filter(f ->
                            List.of(endings).stream().anyMatch(e -> f.toString().endsWith(e)))
                    .toList()) {
                texts.add(Files.readString(file));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Lang, Formats> formats() {
        var formats = new EnumMap<Lang, Formats>(Lang.class);
        for (var lang : Lang.values()) {
            formats.put(lang, new Formats(lang, ZoneOffset.UTC));
        }
        return formats;
    }
}
