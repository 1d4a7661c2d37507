package io.sextant.app.demand.gating.packs.web;

import io.sextant.app.demand.gating.packs.PackEditions;
import io.sextant.app.demand.gating.packs.PackTexts;
import io.sextant.engine.gates.pack.PackReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// An edition as a file to take away and bring back: a ZIP of its three YAML files, or one of these alone.
final class PackFiles {
    private static final int MOST_ENTRIES = 20;

    private PackFiles() {}

    /// Writes the ZIP; the stream stays open.
    static void write(PackTexts texts, OutputStream out) throws IOException {
        var zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        for (String name : PackReader.FILES) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(texts.of(name).getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        zip.finish();
    }

    /// Reads what was brought; what it does not hold is as in `otherwise`. Empty when it is neither such a ZIP nor such
    /// a file, is too large, or is not UTF-8.
    static Optional<PackTexts> read(@Nullable String fileName, InputStream in, PackTexts otherwise) throws IOException {
        String name = fileName == null ? "" : plain(fileName);
        if (PackReader.FILES.contains(name)) {
            return text(in).map(text -> otherwise.with(name, text));
        }
        PackTexts texts = otherwise;
        Set<String> found = new HashSet<>();
        try (ZipInputStream zip = new ZipInputStream(in, StandardCharsets.UTF_8)) {
            int entries = 0;
            for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
                String entryName = plain(entry.getName());
                if (++entries > MOST_ENTRIES) {
                    return Optional.empty();
                }
                if (!entry.isDirectory() && PackReader.FILES.contains(entryName)) {
                    Optional<String> text = text(zip);
                    if (text.isEmpty() || !found.add(entryName)) {
                        return Optional.empty();
                    }
                    texts = texts.with(entryName, text.get());
                }
            }
        } catch (ZipException e) {
            return Optional.empty();
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(texts);
    }

    private static String plain(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    private static Optional<String> text(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(PackEditions.LARGEST + 1);
        if (bytes.length > PackEditions.LARGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
