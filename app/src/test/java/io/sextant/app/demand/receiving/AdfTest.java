package io.sextant.app.demand.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AdfTest {
    private static JsonNode doc(String content) {
        return JsonMapper.shared().readTree("{\"type\": \"doc\", \"version\": 1, \"content\": [" + content + "]}");
    }

    private static String p(String text) {
        return "{\"type\": \"paragraph\", \"content\": [{\"type\": \"text\", \"text\": \"" + text + "\"}]}";
    }

    @Test
    void onlyADocumentIsOne() {
        assertThat(Adf.is(doc(""))).isTrue();
        assertThat(Adf.is(JsonMapper.shared().readTree("{\"type\": \"doc\"}"))).isFalse();
        assertThat(Adf.is(JsonMapper.shared().readTree("\"doc\""))).isFalse();
        assertThat(Adf.plain(doc(""))).isEmpty();
    }

    @Test
    void headingsStandAloneAndWhatDressesWordsGoes() {
        assertThat(Adf.plain(doc("""
                {"type": "heading", "attrs": {"level": 3}, "content": [{"type": "text", "text": "Problem"}]},
                {"type": "paragraph", "content": [
                  {"type": "text", "text": "Eleven ", "marks": [{"type": "strong"}, {"type": "textColor", "attrs": {"color": "#f00"}}]},
                  {"type": "text", "text": "hours", "marks": [{"type": "strike"}]},
                  {"type": "text", "text": " minutes, as "},
                  {"type": "mention", "attrs": {"id": "1", "text": "@Sophie Roux"}},
                  {"type": "text", "text": " says "},
                  {"type": "text", "text": "here", "marks": [{"type": "link", "attrs": {"href": "https://example.org/a"}}]},
                  {"type": "hardBreak"},
                  {"type": "inlineCard", "attrs": {"url": "https://example.org/b"}},
                  {"type": "text", "text": " "},
                  {"type": "emoji", "attrs": {"shortName": ":ship:", "text": "\\uD83D\\uDEA2"}},
                  {"type": "text", "text": " "},
                  {"type": "status", "attrs": {"text": "URGENT"}},
                  {"type": "text", "text": " by "},
                  {"type": "date", "attrs": {"timestamp": "1795478400000"}}]}
                """)))
                .isEqualTo("Problem\n\nEleven -hours- minutes, as @Sophie Roux says here (https://example.org/a)\n"
                        + "https://example.org/b 🚢 URGENT by 2026-11-24");
    }

    @Test
    void listsTablesTasksAndQuotesKeepTheirShape() {
        assertThat(Adf.plain(doc("{\"type\": \"orderedList\", \"attrs\": {\"order\": 3}, \"content\": ["
                        + "{\"type\": \"listItem\", \"content\": [" + p("three")
                        + ", {\"type\": \"bulletList\", \"content\": [{\"type\": \"listItem\", \"content\": ["
                        + p("inside")
                        + "]}]}]}, {\"type\": \"listItem\", \"content\": [" + p("four") + "]}]},"
                        + "{\"type\": \"table\", \"content\": [{\"type\": \"tableRow\", \"content\": ["
                        + "{\"type\": \"tableHeader\", \"content\": [" + p("a") + "]},"
                        + "{\"type\": \"tableCell\", \"content\": [" + p("b") + "]}]}]},"
                        + "{\"type\": \"taskList\", \"content\": [{\"type\": \"taskItem\", \"attrs\": {\"state\": \"DONE\"},"
                        + " \"content\": [{\"type\": \"text\", \"text\": \"ask\"}]}]},"
                        + "{\"type\": \"blockquote\", \"content\": [" + p("said") + "]},"
                        + "{\"type\": \"mediaSingle\", \"content\": [{\"type\": \"media\", \"attrs\": {\"alt\": \"plan.png\"}}]},"
                        + "{\"type\": \"expand\", \"attrs\": {\"title\": \"More\"}, \"content\": [" + p("hidden")
                        + "]},"
                        + "{\"type\": \"notYetKnown\", \"content\": [" + p("kept") + "]}")))
                .isEqualTo(
                        "3. three\n  - inside\n4. four\n\na | b\n\n- [x] ask\n\n> said\n\n[plan.png]\n\nMore\nhidden\n\nkept");
    }

    @Test
    void whatIsNotAsItShouldBeIsReadThrough() {
        assertThat(Adf.plain(
                        doc("null, 3, [], \"x\", {}, {\"type\": 4}, {\"type\": \"paragraph\", \"content\": \"no\"},"
                                + "{\"type\": \"paragraph\", \"content\": [{\"type\": \"text\", \"text\": {\"a\": 1}, \"marks\": 7},"
                                + "{\"type\": \"date\", \"attrs\": {\"timestamp\": \"soon\"}}]}")))
                .isEqualTo("soon");
    }

    @Test
    void whatNestsAsDeepAsParsingAllowsIsReadAndDoesNotGrowWithoutEnd() {
        String open = "{\"type\": \"blockquote\", \"content\": [";
        int deep = 240;
        String text = Adf.plain(doc(open.repeat(deep) + p("line\\n".repeat(20_000) + "core") + "]}".repeat(deep)));
        assertThat(text).contains("core").hasSizeLessThan(200_000);
        String item = "{\"type\": \"bulletList\", \"content\": [{\"type\": \"listItem\", \"content\": [";
        assertThat(Adf.plain(doc(item.repeat(110) + p("seed") + "]}]}".repeat(110))))
                .endsWith("- seed");
    }
}
