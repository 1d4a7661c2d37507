package io.sextant.app.platform.ui;

import gg.jte.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The outline icons, drawn inline so that they take the colour of the text they stand in. Read once each.
final class Icons {
    private static final Pattern HEAD = Pattern.compile("^\\s*<svg[^>]*>\\s*", Pattern.DOTALL);
    private static final Pattern BLANK =
            Pattern.compile("<path stroke=\"none\" d=\"M0 0h24v24H0z\" fill=\"none\"\\s*/>");
    private static final Pattern GAPS = Pattern.compile(">\\s+<");

    private final Map<String, Content> drawn = new ConcurrentHashMap<>();

    /// The icon of that name. It is decoration: the text beside it, or the label of its button, says what it means.
    Content get(String name) {
        return drawn.computeIfAbsent(name, Icons::draw);
    }

    private static Content draw(String name) {
        try (var in = Icons.class.getResourceAsStream("icons/" + name + ".svg")) {
            if (in == null) {
                throw new IllegalArgumentException("there is no icon " + name);
            }
            var paths = HEAD.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .replaceFirst("");
            var body = GAPS.matcher(BLANK.matcher(paths).replaceAll("").strip()).replaceAll("><");
            return Html.trusted("<svg class=\"icon\" viewBox=\"0 0 24 24\" width=\"18\" height=\"18\" fill=\"none\""
                    + " stroke=\"currentColor\" stroke-width=\"1.75\" stroke-linecap=\"round\" stroke-linejoin=\"round\""
                    + " aria-hidden=\"true\" focusable=\"false\">" + body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
