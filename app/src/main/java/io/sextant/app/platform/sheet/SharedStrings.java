package io.sextant.app.platform.sheet;

import io.sextant.app.platform.sheet.RawRows.Unreadable;
import io.sextant.app.platform.sheet.SheetProblem.Severity;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The texts that the cells of a workbook point to by number. A large inventory has millions of them, so they are
/// written to a temporary file as they are met and read back through a mapping; on the heap stay four bytes each and a
/// small cache. They are read only as far as the cells ask, so that a look at the first rows costs little.
final class SharedStrings implements AutoCloseable {
    private static final int BLOCK = 1 << 16;
    private static final int MAX_STRINGS = 8_000_000;
    private static final int CACHE = 1 << 12;

    private final XlsxPackage.@Nullable Xml xml;
    private final int maxChars;
    private final List<int[]> offsets = new ArrayList<>();
    private final Set<Integer> cut = new HashSet<>();
    private final @Nullable String[] cached = new String[CACHE];
    private final int[] cachedIndex = new int[CACHE];
    private final Arena arena = Arena.ofShared();
    private final StringBuilder builder = new StringBuilder();

    private int count;
    private long written;
    private boolean ended;
    private @Nullable Path file;
    private @Nullable OutputStream out;
    private MemorySegment mapped = MemorySegment.NULL;
    private long mappedSize;

    SharedStrings(XlsxPackage archive, @Nullable String part, int maxChars) throws IOException, Unreadable {
        this.xml = part == null ? null : archive.xml(part);
        this.maxChars = maxChars;
        this.ended = xml == null;
        java.util.Arrays.fill(cachedIndex, -1);
    }

    /// The text with a number; absent when there is none.
    @Nullable
    String get(int index) throws IOException, Unreadable {
        if (index < 0) {
            return null;
        }
        int slot = index & (CACHE - 1);
        if (cachedIndex[slot] == index) {
            return cached[slot];
        }
        if (index >= count && !ended) {
            // Reading ahead by as much as is already there keeps the number of mappings small.
            readUpTo((int) Math.min(MAX_STRINGS, Math.max((long) index + 1_000, 2L * count)));
        }
        if (index >= count) {
            return null;
        }
        long from = Integer.toUnsignedLong(offsets.get(index / BLOCK)[index % BLOCK]);
        long to = index + 1 < count
                ? Integer.toUnsignedLong(offsets.get((index + 1) / BLOCK)[(index + 1) % BLOCK])
                : written;
        byte[] bytes = mapped(to).asSlice(from, to - from).toArray(ValueLayout.JAVA_BYTE);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.length() <= 4_000) {
            cached[slot] = text;
            cachedIndex[slot] = index;
        }
        return text;
    }

    /// Whether that text was longer than a cell may be.
    boolean cut(int index) {
        return cut.contains(index);
    }

    private MemorySegment mapped(long upTo) throws IOException {
        if (upTo > mappedSize && file != null && out != null) {
            out.flush();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, written, arena);
                mappedSize = written;
            }
        }
        return mapped;
    }

    private void readUpTo(int last) throws IOException, Unreadable {
        if (xml == null) {
            return;
        }
        OutputStream to = out();
        while (count <= last) {
            if (!xml.advance()) {
                ended = true;
                return;
            }
            if (xml.starts("si")) {
                builder.setLength(0);
                boolean shortened = item(xml, builder, maxChars);
                add(to, XlsxText.unescape(builder), shortened);
            }
        }
    }

    /// Reads a string item or inline string: its texts one after the other, without the reading aids of `rPh`.
    static boolean item(XlsxPackage.Xml xml, StringBuilder into, int maxChars) throws Unreadable {
        boolean shortened = false;
        int depth = 1;
        while (depth > 0 && xml.advance()) {
            if (!xml.start()) {
                depth--;
            } else if (xml.name().equals("t")) {
                shortened |= xml.text(into, maxChars);
            } else if (xml.name().equals("rPh")) {
                xml.skip();
            } else {
                depth++;
            }
        }
        return shortened;
    }

    private void add(OutputStream to, String text, boolean shortened) throws IOException, Unreadable {
        if (count >= MAX_STRINGS || written > 0xFFFF_0000L) {
            throw new Unreadable(SheetProblem.file(Severity.FATAL, "platform.sheet.xlsx.tooManyTexts", MAX_STRINGS));
        }
        if (count % BLOCK == 0) {
            offsets.add(new int[BLOCK]);
        }
        offsets.get(count / BLOCK)[count % BLOCK] = (int) written;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        to.write(bytes);
        written += bytes.length;
        if (shortened) {
            cut.add(count);
        }
        count++;
    }

    private OutputStream out() throws IOException {
        OutputStream to = out;
        if (to == null) {
            Path path = Files.createTempFile("sextant-texts-", ".tmp");
            file = path;
            to = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
            out = to;
        }
        return to;
    }

    @Override
    public void close() throws IOException {
        arena.close();
        if (out != null) {
            out.close();
        }
        if (xml != null) {
            xml.close();
        }
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
