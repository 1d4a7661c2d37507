package io.sextant.app.board.paper;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Opens a web font for those who only read TrueType. A WOFF file is a TrueType file whose tables are each compressed
/// (W3C, *WOFF File Format 1.0*, 2012); taking them out loses nothing.
///
/// The character map is written anew, with two changes. The narrow no-break space (U+202F), which French sets before
/// some marks and few fonts have, borrows the thin space (U+2009). The modifier letters that look like quotation marks
/// (U+02BB, U+02BC) are taken out where they share their glyph with one: a PDF tells a glyph's character by the font,
/// so that every apostrophe would be copied and searched as the wrong one.
final class Woff {
    private static final int SIGNATURE = 0x774F4646;
    private static final int HEADER = 44;
    private static final int ENTRY = 20;
    private static final int CMAP = tag("cmap");
    private static final int THIN = 0x2009;
    private static final int NARROW = 0x202f;
    private static final Map<Integer, Integer> LOOK_ALIKES = Map.of(0x02bb, 0x2018, 0x02bc, 0x2019);

    private Woff() {}

    /// The TrueType file inside a WOFF file.
    ///
    /// @throws IllegalArgumentException when it is not a WOFF file, or a damaged one
    static byte[] trueType(byte[] woff) {
        var in = ByteBuffer.wrap(woff);
        if (in.getInt() != SIGNATURE) {
            throw new IllegalArgumentException("not a WOFF file");
        }
        int flavour = in.getInt();
        int count = in.getShort(12);
        var tables = new TreeMap<Integer, byte[]>(Comparator.comparing(Integer::toUnsignedLong));
        for (int i = 0; i < count; i++) {
            int at = HEADER + ENTRY * i;
            int tag = in.getInt(at);
            byte[] table = table(woff, in.getInt(at + 4), in.getInt(at + 8), in.getInt(at + 12));
            tables.put(tag, tag == CMAP ? widened(table) : table);
        }
        return file(flavour, tables);
    }

    private static byte[] table(byte[] woff, int offset, int packed, int length) {
        var table = new byte[length];
        if (packed == length) {
            System.arraycopy(woff, offset, table, 0, length);
            return table;
        }
        try (var inflater = new Inflater()) {
            inflater.setInput(woff, offset, packed);
            if (inflater.inflate(table) != length) {
                throw new IllegalArgumentException("a table of the font is cut short");
            }
            return table;
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("a table of the font is damaged", e);
        }
    }

    /// The character map with the narrow no-break space, as one table of format 12 (a glyph for each run of
    /// characters).
    private static byte[] widened(byte[] cmap) {
        SortedMap<Integer, Integer> glyphs = glyphs(ByteBuffer.wrap(cmap));
        Integer thin = glyphs.get(THIN);
        if (thin != null) {
            glyphs.putIfAbsent(NARROW, thin);
        }
        LOOK_ALIKES.forEach((letter, mark) -> {
            Integer glyph = glyphs.get(mark);
            if (glyph != null) {
                glyphs.remove(letter, glyph);
            }
        });
        var out = ByteBuffer.allocate(12 + 16 + 12 * glyphs.size());
        out.putShort((short) 0).putShort((short) 1);
        out.putShort((short) 3).putShort((short) 10).putInt(12);
        out.putShort((short) 12)
                .putShort((short) 0)
                .putInt(16 + 12 * glyphs.size())
                .putInt(0)
                .putInt(glyphs.size());
        glyphs.forEach(
                (character, glyph) -> out.putInt(character).putInt(character).putInt(glyph));
        return out.array();
    }

    /// What a character map of format 4 maps: segments of consecutive characters (OpenType, *cmap*).
    private static SortedMap<Integer, Integer> glyphs(ByteBuffer cmap) {
        var glyphs = new TreeMap<Integer, Integer>();
        int maps = cmap.getShort(2);
        for (int i = 0; i < maps; i++) {
            int at = cmap.getInt(4 + 8 * i + 4);
            if (cmap.getShort(at) != 4) {
                continue;
            }
            int segments = Short.toUnsignedInt(cmap.getShort(at + 6)) / 2;
            int ends = at + 14;
            int starts = ends + 2 * segments + 2;
            int deltas = starts + 2 * segments;
            int offsets = deltas + 2 * segments;
            for (int s = 0; s < segments; s++) {
                int end = Short.toUnsignedInt(cmap.getShort(ends + 2 * s));
                int start = Short.toUnsignedInt(cmap.getShort(starts + 2 * s));
                int delta = cmap.getShort(deltas + 2 * s);
                int offset = Short.toUnsignedInt(cmap.getShort(offsets + 2 * s));
                for (int c = start; c <= end && c != 0xffff; c++) {
                    int glyph = c;
                    if (offset != 0) {
                        glyph = Short.toUnsignedInt(cmap.getShort(offsets + 2 * s + offset + 2 * (c - start)));
                    }
                    if (offset == 0 || glyph != 0) {
                        glyph = (glyph + delta) & 0xffff;
                    }
                    if (glyph != 0) {
                        glyphs.put(c, glyph);
                    }
                }
            }
        }
        return glyphs;
    }

    private static byte[] file(int flavour, SortedMap<Integer, byte[]> tables) {
        int count = tables.size();
        int power = Integer.highestOneBit(count);
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(flavour);
            out.writeShort(count);
            out.writeShort(16 * power);
            out.writeShort(Integer.numberOfTrailingZeros(power));
            out.writeShort(16 * (count - power));
            int offset = 12 + 16 * count;
            for (var table : tables.entrySet()) {
                out.writeInt(table.getKey());
                out.writeInt(checksum(table.getValue()));
                out.writeInt(offset);
                out.writeInt(table.getValue().length);
                offset += padded(table.getValue().length);
            }
            for (byte[] table : tables.values()) {
                out.write(table);
                out.write(new byte[padded(table.length) - table.length]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }

    private static int checksum(byte[] table) {
        int sum = 0;
        var padded = ByteBuffer.wrap(Arrays.copyOf(table, padded(table.length)));
        while (padded.hasRemaining()) {
            sum += padded.getInt();
        }
        return sum;
    }

    private static int tag(String name) {
        return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
    }
}
