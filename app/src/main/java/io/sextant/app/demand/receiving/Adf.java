package io.sextant.app.demand.receiving;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A document in the Atlassian Document Format as plain text, as the import of files writes wiki markup: words, lists,
/// tables, addresses and names of files stay, only what dresses them goes; a struck text keeps its dashes. What is not
/// known is read through to the texts in it. How deep a document nests is bounded by whoever parsed it.
///
/// Source: Atlassian, *Atlassian Document Format*, document structure of version 1.
final class Adf {
    /// Longest text that is indented: what nests without end must not grow without end.
    private static final int INDENTED = 50_000;

    private Adf() {}

    /// Whether a value is such a document.
    static boolean is(JsonNode node) {
        return node.isObject()
                && node.path("type").asString("").equals("doc")
                && node.path("content").isArray();
    }

    static String plain(JsonNode document) {
        return blocks(document, "\n\n")
                .lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"))
                .replaceAll("\n{3,}", "\n\n")
                .strip();
    }

    private static String blocks(JsonNode parent, String between) {
        return parent.path("content")
                .valueStream()
                .map(Adf::block)
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining(between));
    }

    private static String block(JsonNode node) {
        JsonNode attrs = node.path("attrs");
        return switch (node.path("type").asString("")) {
            case "paragraph", "heading", "caption", "decisionItem" -> line(node);
            case "bulletList", "decisionList" -> items(node, 0, false);
            case "orderedList" -> items(node, attrs.path("order").asInt(1), true);
            case "taskList" -> tasks(node);
            case "codeBlock" -> line(node);
            case "blockquote" -> quoted(blocks(node, "\n"));
            case "table" -> blocks(node, "\n");
            case "tableRow" ->
                node.path("content")
                        .valueStream()
                        .map(cell -> blocks(cell, " ").replaceAll("\\s*\n\\s*", " "))
                        .collect(Collectors.joining(" | "));
            case "mediaSingle", "mediaGroup" -> blocks(node, "\n");
            case "media", "mediaInline" -> file(attrs);
            case "blockCard", "embedCard" -> text(attrs, "url");
            case "expand", "nestedExpand" ->
                Stream.of(text(attrs, "title"), blocks(node, "\n\n"))
                        .filter(part -> !part.isBlank())
                        .collect(Collectors.joining("\n"));
            case "rule" -> "";
            case "text", "hardBreak", "mention", "emoji", "inlineCard", "date", "status" -> inline(node);
            default -> blocks(node, "\n\n");
        };
    }

    private static String line(JsonNode node) {
        return node.path("content").valueStream().map(Adf::inline).collect(Collectors.joining());
    }

    private static String inline(JsonNode node) {
        JsonNode attrs = node.path("attrs");
        return switch (node.path("type").asString("")) {
            case "text" -> marked(node);
            case "hardBreak" -> "\n";
            case "mention" -> {
                String name = text(attrs, "text");
                yield name.isEmpty() || name.startsWith("@") ? name : "@" + name;
            }
            case "emoji" -> text(attrs, "text").isEmpty() ? text(attrs, "shortName") : text(attrs, "text");
            case "inlineCard" -> text(attrs, "url");
            case "status" -> text(attrs, "text");
            case "date" -> day(text(attrs, "timestamp"));
            case "mediaInline" -> file(attrs);
            default -> line(node);
        };
    }

    private static String marked(JsonNode node) {
        String words = text(node, "text");
        String told = words;
        for (JsonNode mark : node.path("marks")) {
            switch (mark.path("type").asString("")) {
                case "link" -> {
                    String address = text(mark.path("attrs"), "href");
                    String bare = address.startsWith("mailto:") ? address.substring(7) : address;
                    told = bare.isEmpty() || bare.equals(words.strip()) ? told : told + " (" + bare + ")";
                }
                case "strike" -> told = told.isBlank() ? told : "-" + told + "-";
                default -> {
                    // What only dresses the words.
                }
            }
        }
        return told;
    }

    private static String items(JsonNode list, int first, boolean numbered) {
        var lines = new StringJoiner("\n");
        int number = first;
        for (JsonNode item : list.path("content")) {
            lines.add(hung(
                    numbered ? number++ + ". " : "- ",
                    "decisionItem".equals(text(item, "type")) ? line(item) : blocks(item, "\n")));
        }
        return lines.toString();
    }

    private static String tasks(JsonNode list) {
        List<String> lines = new ArrayList<>();
        for (JsonNode item : list.path("content")) {
            boolean nested = text(item, "type").equals("taskList");
            String box = text(item.path("attrs"), "state").equals("DONE") ? "- [x] " : "- [ ] ";
            lines.add(nested ? hung("  ", tasks(item)) : hung(box, line(item)));
        }
        return String.join("\n", lines);
    }

    private static String quoted(String text) {
        return text.length() > INDENTED
                ? text
                : text.lines().map(line -> "> " + line).collect(Collectors.joining("\n"));
    }

    /// A text behind a sign, its further lines below its first.
    private static String hung(String sign, String text) {
        return text.length() > INDENTED
                ? sign + text
                : sign + text.replace("\n", "\n" + " ".repeat(Math.min(2, sign.length())));
    }

    private static String file(JsonNode attrs) {
        String name = text(attrs, "alt");
        return name.isEmpty() ? "" : "[" + name + "]";
    }

    private static String day(String millis) {
        try {
            return Instant.ofEpochMilli(Long.parseLong(millis))
                    .atOffset(ZoneOffset.UTC)
                    .toLocalDate()
                    .toString();
        } catch (NumberFormatException | DateTimeException e) {
            return millis;
        }
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isValueNode() && !value.isNull() ? Objects.requireNonNullElse(value.asString(""), "") : "";
    }
}
