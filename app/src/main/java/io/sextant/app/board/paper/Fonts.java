package io.sextant.app.board.paper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// The typeface of paper: Inter in two weights, in the parts it is published in. Opened at the first use and then kept,
/// some 600 kB in all. Its licence lies beside the files.
final class Fonts {
    /// One part in one weight.
    ///
    /// @param family the name a style sheet asks for it by
    /// @param weight 400 or 600
    /// @param trueType the whole font file
    record Font(String family, int weight, byte[] trueType) {}

    /// Every part in every weight; Latin first.
    static final List<Font> ALL = open();

    private Fonts() {}

    private static List<Font> open() {
        var fonts = new ArrayList<Font>();
        for (int weight : new int[] {400, 600}) {
            fonts.add(open("Inter", "latin", weight));
            fonts.add(open("Inter Ext", "latin-ext", weight));
            fonts.add(open("Inter Greek", "greek", weight));
            fonts.add(open("Inter Cyrillic", "cyrillic", weight));
        }
        return List.copyOf(fonts);
    }

    private static Font open(String family, String part, int weight) {
        String file = "fonts/inter-" + part + "-" + weight + "-normal.woff";
        try (var in = Fonts.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the font " + file + " is missing");
            }
            return new Font(family, weight, Woff.trueType(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
