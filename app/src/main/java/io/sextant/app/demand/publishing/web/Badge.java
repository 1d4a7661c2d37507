package io.sextant.app.demand.publishing.web;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.publishing.Shown;
import org.jspecify.annotations.Nullable;

/// A small picture of where a use case stands, to put on a page of another tool.
///
/// @param label what it is about
/// @param status where it stands
/// @param said both, in words
/// @param colour of the ground under the status, dark enough for white letters
record Badge(String label, String status, String said, String colour) {
    private static final int HEIGHT = 20;
    private static final int MARGIN = 7;
    /// Mean width of a letter of 11 pixels, in tenths of a pixel; `textLength` makes any letters fit.
    private static final int LETTER = 66;

    /// The words of a language, by their keys.
    interface Words {
        String of(String key, Object... args);
    }

    static Badge of(Shown shown, Words words) {
        String label = words.of("demand.shown.badge");
        String status = words.of(key(shown.stage()));
        return new Badge(label, status, words.of("demand.shown.badge.said", label, status), colour(shown.stage()));
    }

    private static String key(@Nullable Stage stage) {
        return stage == null ? "demand.stage.-" : "demand.stage." + stage.name();
    }

    private static String colour(@Nullable Stage stage) {
        return switch (stage) {
            case null -> "#5b6478";
            case IDEA, RETIRED -> "#5b6478";
            case QUALIFIED, FRAMED -> "#2450c8";
            case PILOT -> "#8a4b00";
            case RUN -> "#14713d";
        };
    }

    /// The picture, as SVG without script or outside reference.
    String svg() {
        int left = width(label);
        int right = width(status);
        int all = left + right;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img" \
                aria-label="%3$s"><title>%3$s</title><clipPath id="r"><rect width="%1$d" height="%2$d" rx="4"/></clipPath>\
                <g clip-path="url(#r)"><rect width="%4$d" height="%2$d" fill="#2b3245"/>\
                <rect x="%4$d" width="%5$d" height="%2$d" fill="%6$s"/></g>\
                <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">\
                <text x="%7$d" y="14" textLength="%8$d">%9$s</text>\
                <text x="%10$d" y="14" textLength="%11$d">%12$s</text></g></svg>
                """.formatted(
                all,
                HEIGHT,
                escaped(said),
                left,
                right,
                colour,
                MARGIN,
                left - 2 * MARGIN,
                escaped(label),
                left + MARGIN,
                right - 2 * MARGIN,
                escaped(status)).strip();
    }

    private static int width(String text) {
        return 2 * MARGIN + (text.codePointCount(0, text.length()) * LETTER + 9) / 10;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
