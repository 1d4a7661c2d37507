package io.sextant.app.platform.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TemplatesTest {
    private static final Path SOURCES = Path.of("src/main/java/io/sextant/app");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\s(?:style|on[a-z]+)\\s*=\\s*\"");
    private static final Pattern ICON = Pattern.compile("\\.icon\\(\"([a-z0-9-]+)\"\\)");
    private static final Pattern ICONS = Pattern.compile("\\.icon\\(([^()]*(?:\\([^()]*\\)[^()]*)*)\\)");
    private static final Pattern NAME = Pattern.compile("\"([a-z][a-z0-9-]+)\"");
    /// The name of the product and of keys on a keyboard are the same in both languages.
    private static final Pattern SAME = Pattern.compile("Sextant|Ctrl|FR|EN|[A-Z?]|UC-2026-\\d{4}|SR|https://");

    @Test
    void noTemplateHoldsWordsOfItsOwn() throws IOException {
        var found = new ArrayList<String>();
        for (var template : templates()) {
            for (var text : texts(Files.readString(template))) {
                var words = SAME.matcher(text).replaceAll("");
                if (words.chars().anyMatch(Character::isLetter)) {
                    found.add(SOURCES.relativize(template) + ": " + text.strip());
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void theSearchFindsWordsBetweenTagsAndInAttributesThatAreRead() {
        assertThat(texts("@param Ui ui\n<p class=\"a\">Hello ${ui.t(\"k\")}</p>"))
                .anyMatch(text -> text.contains("Hello"));
        assertThat(texts("@if(x)\n<b title=\"Close it\">${a}</b>\n@endif")).contains("Close it");
        assertThat(texts("@template.a(b = @`<i>word</i>`)")).anyMatch(text -> text.contains("word"));
        assertThat(texts("<%-- why --%>\n@for(var a : b)\n<p id=\"x\">${a}</p>@endfor"))
                .noneMatch(text -> text.chars().anyMatch(Character::isLetter));
    }

    @Test
    void noTemplateAsksForWhatTheSecurityPolicyRefuses() throws IOException {
        for (var template : pages()) {
            var text = Files.readString(template);
            assertThat(ATTRIBUTE.matcher(text).results().map(m -> m.group()).toList())
                    .as(template.toString())
                    .isEmpty();
            assertThat(text)
                    .as(template.toString())
                    .doesNotContain("<style", "javascript:", "$unsafe")
                    .doesNotMatch("(?s).*<script(?![^>]*\\ssrc=).*");
        }
    }

    @Test
    void everyIconThatIsNamedIsThere() throws IOException {
        var named = new TreeSet<String>();
        for (var file : files(".jte", ".java")) {
            ICONS.matcher(Files.readString(file)).results().forEach(call -> NAME.matcher(call.group(1))
                    .results()
                    .map(n -> n.group(1))
                    .filter(n -> !n.equals("dark") && !n.equals("light"))
                    .forEach(named::add));
        }
        assertThat(named)
                .hasSizeGreaterThan(10)
                .allMatch(name -> Files.exists(SOURCES.resolve("platform/ui/icons/" + name + ".svg")), "is an icon");
        assertThat(ICON.matcher("ui.icon(\"home\")").find()).isTrue();
    }

    /// What a reader would see of a template outside its expressions, and of the attributes that are read aloud.
    private static List<String> texts(String template) {
        // Styles of a document, and what is typed on a terminal, are no words.
        var text = template.replaceAll("(?s)<%--.*?--%>|<style>.*?</style>|<code[ >].*?</code>", "")
                .replaceAll("(?m)^@(?:import|param).*$", "");
        text = withoutExpressions(text);
        var found = new ArrayList<String>();
        Pattern.compile("\\s(?:title|aria-label|placeholder|alt|content)=\"([^\"]*)\"")
                .matcher(text)
                .results()
                .map(m -> m.group(1))
                .filter(v -> !v.matches("width=device-width.*|light dark"))
                .forEach(found::add);
        // What stands between tags, once calls of templates, control words and tags are gone.
        found.addAll(List.of(text.replaceAll("(?s)<[a-zA-Z!/][^>]*>", "\n").split("\n")));
        return found;
    }

    /// Takes out `${…}`, `!{…}`, control words and calls of other templates, but not the content handed to them.
    private static String withoutExpressions(String text) {
        var out = new StringBuilder();
        var i = 0;
        while (i < text.length()) {
            if (text.startsWith("${", i) || text.startsWith("!{", i)) {
                i = closing(text, i + 1, '{', '}', out);
            } else if (text.startsWith("@`", i)) {
                i += 2;
            } else if (text.charAt(i) == '`') {
                i++;
            } else if (text.charAt(i) == '@' && i + 1 < text.length() && Character.isLetter(text.charAt(i + 1))) {
                var end = i + 1;
                while (end < text.length()
                        && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '.')) {
                    end++;
                }
                i = end < text.length() && text.charAt(end) == '(' ? closing(text, end, '(', ')', out) : end;
            } else {
                out.append(text.charAt(i++));
            }
        }
        return out.toString();
    }

    /// Walks over a bracketed expression; content blocks within it are templates of their own.
    private static int closing(String text, int from, char open, char close, StringBuilder out) {
        var depth = 0;
        var quoted = false;
        for (var i = from; i < text.length(); i++) {
            var c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (text.startsWith("@`", i)) {
                var end = contentEnd(text, i + 2);
                out.append('\n')
                        .append(withoutExpressions(text.substring(i + 2, end)))
                        .append('\n');
                i = end;
            } else if (c == open) {
                depth++;
            } else if (c == close && --depth == 0) {
                return i + 1;
            }
        }
        return text.length();
    }

    private static int contentEnd(String text, int from) {
        var depth = 1;
        for (var i = from; i < text.length(); i++) {
            if (text.startsWith("@`", i)) {
                depth++;
                i++;
            } else if (text.charAt(i) == '`' && --depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    /// The templates that a browser is sent; those of documents have no policy to obey.
    private static List<Path> pages() throws IOException {
        return templates().stream()
                .filter(file -> !file.startsWith(SOURCES.resolve("board/paper")))
                // A letter is read in mail programs, which know no style sheet of ours, and never served as a page.
                .filter(file -> !file.equals(SOURCES.resolve("notice/mail/letter.jte")))
                .toList();
    }

    private static List<Path> templates() throws IOException {
        return files(".jte");
    }

    private static List<Path> files(String... endings) throws IOException {
        try (var files = Files.walk(SOURCES)) {
            return files.filter(f ->
                            List.of(endings).stream().anyMatch(e -> f.toString().endsWith(e)))
                    .sorted()
                    .toList();
        }
    }
}
