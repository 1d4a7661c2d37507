package io.sextant.app.board.paper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/// How much room a text takes, in points. It measures in Inter, which runs some 6 % wider than the Arial and Helvetica
/// that slides are shown in, so that what fits here fits there. It asks no font of the machine, which may have none.
/// Thread-safe.
final class Measure {
    /// Width of a character that no part of the typeface has, in thousandths of the size: that of a wide capital.
    private static final int UNKNOWN = 900;
    private static final double LEADING = 1.2;

    private static final Map<Integer, Integer> REGULAR = new ConcurrentHashMap<>();
    private static final Map<Integer, Integer> BOLD = new ConcurrentHashMap<>();

    private record Face(TrueTypeFont font, CmapLookup characters) {}

    private static final List<Face> REGULAR_FACES = faces(400);
    private static final List<Face> BOLD_FACES = faces(600);

    private Measure() {}

    private static List<Face> faces(int weight) {
        return Fonts.ALL.stream()
                .filter(f -> f.weight() == weight)
                .map(f -> {
                    try {
                        TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(f.trueType()));
                        return new Face(font, font.getUnicodeCmapLookup());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    /// The width of a text on one line.
    static double width(String text, double size, boolean bold) {
        long sum = text.codePoints().mapToLong(c -> advance(c, bold)).sum();
        return sum * size / 1000;
    }

    private static int advance(int character, boolean bold) {
        return (bold ? BOLD : REGULAR).computeIfAbsent(character, c -> {
            for (Face face : bold ? BOLD_FACES : REGULAR_FACES) {
                int glyph = face.characters().getGlyphId(c);
                if (glyph != 0) {
                    try {
                        return 1000
                                * face.font().getAdvanceWidth(glyph)
                                / face.font().getUnitsPerEm();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
            return UNKNOWN;
        });
    }

    /// How many lines a text takes when it breaks at spaces; a word too long for a line takes as many as it needs.
    static int lines(String text, double size, boolean bold, double room) {
        if (text.isEmpty()) {
            return 0;
        }
        int lines = 1;
        double used = 0;
        double space = width(" ", size, bold);
        for (String word : text.split(" ")) {
            double wide = width(word, size, bold);
            if (used > 0 && used + space + wide > room) {
                lines++;
                used = 0;
            }
            if (wide > room) {
                lines += (int) (wide / room);
                wide %= room;
            }
            used += (used > 0 ? space : 0) + wide;
        }
        return lines;
    }

    /// The height of a text set in a column of that width.
    static double height(String text, double size, boolean bold, double room) {
        return lines(text, size, bold, room) * size * LEADING;
    }

    /// The text, or as much of it as fits on so many lines, with an ellipsis.
    static String fitted(String text, double size, boolean bold, double room, int most) {
        String fitted = text;
        while (lines(fitted, size, bold, room) > most && fitted.length() > 2) {
            int cut = fitted.lastIndexOf(' ', fitted.length() - 3);
            fitted = fitted.substring(0, cut > 0 ? cut : fitted.length() - 2).replaceAll("[\\s,;:.…]+$", "") + "…";
        }
        return fitted;
    }
}
