package io.sextant.app.board.paper;

import java.util.HexFormat;
import java.util.List;

/// The colours of paper and slides: those of the pages in their light appearance, as `#rrggbb`.
final class Palette {
    static final String INK = "#14213d";
    static final String INK_2 = "#44506b";
    static final String INK_3 = "#5f6a84";
    static final String LINE = "#e2e6ee";
    static final String EDGE = "#858fa5";
    static final String PAPER = "#ffffff";
    static final String WASH = "#f4f6fa";
    static final String BRAND = "#1d4ed8";
    static final String BRAND_DEEP = "#1a43bd";
    static final String OTHERS = "#9db0dc";
    static final String BEFORE = "#b9c1d2";

    /// One hue for each axis, in their order.
    static final List<String> AXES = List.of("#b45309", "#0f766e", "#6d28d9", "#0369a1", "#be123c", "#3f7d20");

    private Palette() {}

    /// A colour as red, green and blue.
    static byte[] bytes(String colour) {
        return HexFormat.of().parseHex(colour, 1, colour.length());
    }
}
