package io.sextant.app.demand.attaching;

import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// A kind of file that may be attached, known by what the file holds. The name must agree: whoever opens it later goes
/// by the name.
enum FileKind {
    PDF("application/pdf", "pdf"),
    PNG("image/png", "png"),
    JPEG("image/jpeg", "jpg", "jpeg"),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    PPTX("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
    ODT("application/vnd.oasis.opendocument.text", "odt"),
    ODS("application/vnd.oasis.opendocument.spreadsheet", "ods"),
    ODP("application/vnd.oasis.opendocument.presentation", "odp"),
    ODG("application/vnd.oasis.opendocument.graphics", "odg"),
    CSV("text/csv", "csv", "tsv"),
    MARKDOWN("text/markdown", "md", "markdown"),
    TEXT("text/plain", "txt", "log");

    private static final int HEAD = 1 << 16;
    private static final int MOST_PARTS = 10_000;
    private static final int MOST_TYPES = 1 << 20;
    private static final Pattern MARKUP = Pattern.compile("(?s)\\A\\s*<[!?a-z].*");
    private static final Pattern MACRO_PART = Pattern.compile(
            "(?i)(.*/)?(vbaProject[^/]*\\.bin|vbaData\\.xml)|(.*/)?(macrosheets|activeX|dialogsheets)/.*|(Basic|Scripts)/.+");

    private final String mediaType;
    private final List<String> endings;

    FileKind(String mediaType, String... endings) {
        this.mediaType = mediaType;
        this.endings = List.of(endings);
    }

    String mediaType() {
        return mediaType;
    }

    /// The endings that a name may have, as HTML's `accept` lists them.
    static String accept() {
        var all = new TreeSet<String>();
        for (FileKind kind : values()) {
            kind.endings.forEach(ending -> all.add("." + ending));
        }
        return String.join(",", all);
    }

    /// What a file is, or why it may not be attached.
    static Outcome<FileKind> of(Path file, String name) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(HEAD);
        }
        if (head.length == 0) {
            return refused("empty", name);
        }
        String ending = ending(name);
        if (starts(head, '%', 'P', 'D', 'F', '-')) {
            return named(PDF, ending, name);
        }
        if (starts(head, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
            return named(PNG, ending, name);
        }
        if (starts(head, 0xFF, 0xD8, 0xFF)) {
            return named(JPEG, ending, name);
        }
        if (starts(head, 'P', 'K', 3, 4)) {
            return archive(file, ending, name);
        }
        if (starts(head, 0xD0, 0xCF, 0x11, 0xE0)) {
            return refused("old", name);
        }
        if (starts(head, 'M', 'Z')
                || starts(head, 0x7F, 'E', 'L', 'F')
                || starts(head, 0xCA, 0xFE, 0xBA, 0xBE)
                || starts(head, 0xCF, 0xFA, 0xED, 0xFE)
                || starts(head, 0xFE, 0xED, 0xFA)
                || starts(head, '#', '!')) {
            return refused("program", name);
        }
        return text(file, ending, name);
    }

    private static Outcome<FileKind> text(Path file, String ending, String name) throws IOException {
        String text = readable(file);
        if (text == null) {
            return refused("unknown", name);
        }
        String start = text.substring(0, Math.min(text.length(), HEAD)).toLowerCase(Locale.ROOT);
        if (MARKUP.matcher(start).matches() || start.contains("<script") || start.contains("<svg")) {
            return refused("markup", name);
        }
        for (FileKind kind : List.of(TEXT, CSV, MARKDOWN)) {
            if (kind.endings.contains(ending)) {
                return Outcome.done(kind);
            }
        }
        return refused("textName", name);
    }

    /// The text of a file, decoded as UTF-8, UTF-16 with its mark, or Windows-1252; absent when it is none.
    private static @Nullable String readable(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String text;
        if (starts(bytes, 0xFF, 0xFE) || starts(bytes, 0xFE, 0xFF)) {
            text = new String(bytes, StandardCharsets.UTF_16);
        } else {
            try {
                text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                text = new String(bytes, java.nio.charset.Charset.forName("windows-1252"));
            }
        }
        String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
        boolean controls = bare.chars()
                .anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1B || c == 0xFFFE);
        return controls ? null : bare;
    }

    /// A document in an archive. Its parts are named, none is unpacked but the small one that says what it is.
    private static Outcome<FileKind> archive(Path file, String ending, String name) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.size() > MOST_PARTS) {
                return refused("archive", name);
            }
            FileKind kind = document(zip);
            if (kind == null) {
                return refused("archive", name);
            }
            boolean macros = zip.stream()
                            .map(ZipEntry::getName)
                            .anyMatch(part -> MACRO_PART.matcher(part).matches())
                    || small(zip, "[Content_Types].xml")
                            .toLowerCase(Locale.ROOT)
                            .contains("macroenabled");
            return macros ? refused("macros", name) : named(kind, ending, name);
        } catch (ZipException | IllegalArgumentException e) {
            return refused("damaged", name);
        }
    }

    private static @Nullable FileKind document(ZipFile zip) throws IOException {
        if (zip.getEntry("[Content_Types].xml") != null) {
            return zip.getEntry("word/document.xml") != null
                    ? DOCX
                    : zip.getEntry("xl/workbook.xml") != null
                            ? XLSX
                            : zip.getEntry("ppt/presentation.xml") != null ? PPTX : null;
        }
        String said = small(zip, "mimetype").strip();
        return Arrays.stream(values())
                .filter(kind -> said.startsWith("application/vnd.oasis") && kind.mediaType.equals(said))
                .findFirst()
                .orElse(null);
    }

    private static String small(ZipFile zip, String part) throws IOException {
        ZipEntry entry = zip.getEntry(part);
        if (entry == null) {
            return "";
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return new String(in.readNBytes(MOST_TYPES), StandardCharsets.UTF_8);
        }
    }

    private static Outcome<FileKind> named(FileKind kind, String ending, String name) {
        return kind.endings.contains(ending)
                ? Outcome.done(kind)
                : refused("name", name, kind.endings.getFirst().toUpperCase(Locale.ROOT), kind.endings.getFirst());
    }

    private static Outcome<FileKind> refused(String why, Object... args) {
        return Outcome.refused(Reason.of("file", "demand.attachment.refused." + why, args));
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static boolean starts(byte[] bytes, int... wanted) {
        if (bytes.length < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if ((bytes[i] & 0xFF) != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
