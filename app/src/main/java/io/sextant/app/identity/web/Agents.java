package io.sextant.app.identity.web;

import io.sextant.app.platform.ui.Ui;
import java.util.List;

/// Tells a browser by what it says of itself, as far as its owner needs to recognise it.
public final class Agents {
    private record Known(String mark, String name) {}

    // Those that also claim to be another come first.
    private static final List<Known> BROWSERS = List.of(
            new Known("Edg/", "Edge"),
            new Known("OPR/", "Opera"),
            new Known("Firefox/", "Firefox"),
            new Known("Chrome/", "Chrome"),
            new Known("Safari/", "Safari"));
    private static final List<Known> SYSTEMS = List.of(
            new Known("Android", "Android"),
            new Known("iPhone", "iPhone"),
            new Known("iPad", "iPad"),
            new Known("Windows", "Windows"),
            new Known("Mac OS X", "macOS"),
            new Known("Linux", "Linux"));

    private Agents() {}

    /// *Firefox, Linux*; words for an unknown browser when it says neither.
    public static String name(String agent, Ui ui) {
        var browser = first(BROWSERS, agent);
        var system = first(SYSTEMS, agent);
        if (browser.isEmpty() && system.isEmpty()) {
            return ui.t("identity.session.unknown");
        }
        return browser.isEmpty() ? system : system.isEmpty() ? browser : browser + ", " + system;
    }

    private static String first(List<Known> known, String agent) {
        return known.stream()
                .filter(k -> agent.contains(k.mark()))
                .map(Known::name)
                .findFirst()
                .orElse("");
    }
}
