package io.sextant.app.platform.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The colours of the interface, measured by the contrast ratio of WCAG 2.1 (1.4.3 and 1.4.11).
class TokensTest {
    private static final Pattern TOKEN =
            Pattern.compile("--([a-z0-9-]+):light-dark\\((#[0-9a-f]{6}),(#[0-9a-f]{6})\\)");
    private static final List<Map<String, String>> THEMES = themes();
    private static final List<String> SURFACES = List.of("paper", "card", "side", "wash");

    static Stream<Map<String, String>> byDayAndByNight() {
        return THEMES.stream();
    }

    @ParameterizedTest
    @MethodSource("byDayAndByNight")
    void wordsCanBeReadOnEverySurface(Map<String, String> theme) {
        for (var words : List.of(
                "ink",
                "ink-2",
                "ink-3",
                "brand",
                "brand-ink",
                "a1",
                "a2",
                "a3",
                "a4",
                "a5",
                "a6",
                "go",
                "wait",
                "no",
                "unknown")) {
            for (var surface : SURFACES) {
                assertThat(contrast(theme, words, surface))
                        .as(words + " on " + surface)
                        .isGreaterThanOrEqualTo(4.5);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("byDayAndByNight")
    void chipsAndButtonsCanBeRead(Map<String, String> theme) {
        for (var tone : List.of("go", "wait", "no", "unknown")) {
            assertThat(contrast(theme, tone, tone + "-wash")).as(tone).isGreaterThanOrEqualTo(4.5);
        }
        assertThat(contrast(theme, "brand-ink", "brand-wash")).isGreaterThanOrEqualTo(4.5);
        assertThat(contrast(theme, "on-brand", "brand")).isGreaterThanOrEqualTo(4.5);
        assertThat(contrast(theme, "on-brand", "brand-deep")).isGreaterThanOrEqualTo(4.5);
        assertThat(contrast(theme, "ink-2", "wash-2")).isGreaterThanOrEqualTo(4.5);
        assertThat(contrast(theme, "ink-3", "wash-2")).isGreaterThanOrEqualTo(4.5);
    }

    @ParameterizedTest
    @MethodSource("byDayAndByNight")
    void whatOneTypesInAndWhatChartsDrawStandOutFromTheCard(Map<String, String> theme) {
        for (var drawn : List.of("line-3", "brand", "go-fill", "no-fill", "a1", "a2", "a3", "a4", "a5", "a6")) {
            assertThat(contrast(theme, drawn, "card")).as(drawn).isGreaterThanOrEqualTo(3);
        }
        // Amber cannot be both amber and dark: its bars carry their names and figures.
        assertThat(contrast(theme, "wait-fill", "card")).isGreaterThanOrEqualTo(2.9);
    }

    @Test
    void blackOnWhiteHasTheGreatestContrastThereIs() {
        var theme = Map.of("ink", "#000000", "card", "#ffffff");
        assertThat(contrast(theme, "ink", "card")).isEqualTo(21);
    }

    private static double contrast(Map<String, String> theme, String one, String other) {
        var a = luminance(theme, one);
        var b = luminance(theme, other);
        return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    }

    private static double luminance(Map<String, String> theme, String name) {
        var hex = Objects.requireNonNull(theme.get(name), () -> "there is no token " + name);
        var rgb = Integer.parseInt(hex.substring(1), 16);
        return .2126 * linear(rgb >> 16) + .7152 * linear(rgb >> 8) + .0722 * linear(rgb);
    }

    private static double linear(int channel) {
        var share = (channel & 0xff) / 255.0;
        return share <= .04045 ? share / 12.92 : Math.pow((share + .055) / 1.055, 2.4);
    }

    private static List<Map<String, String>> themes() {
        var light = new HashMap<String, String>();
        var dark = new HashMap<String, String>();
        try {
            TOKEN.matcher(Files.readString(Path.of("src/main/resources/static/sextant.css")))
                    .results()
                    .forEach(token -> {
                        light.put(token.group(1), token.group(2));
                        dark.put(token.group(1), token.group(3));
                    });
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return List.of(light, dark);
    }
}
