package io.sextant.app.platform.sheet;

import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.sheet.RawRows.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Opens the tables people bring. The kind of a file is recognised from its bytes; its name only serves messages. What
/// is not a table that can be read is refused with the reason and what to do instead (message `code` + `.mend`).
public final class Sheets {
    private Sheets() {}

    /// Opens a file received as a stream, by way of a temporary file that disappears when the result is closed.
    ///
    /// @param name name the file had where it came from
    public static Outcome<SheetFile> read(InputStream in, String name, SheetLimits limits) throws IOException {
        Path file = Files.createTempFile("sextant-table-", ".tmp");
        boolean kept = false;
        try {
            long size = copy(in, file, limits.maxBytes());
            Outcome<SheetFile> outcome =
                    size > limits.maxBytes() ? tooLarge(name, limits) : open(file, true, name, limits);
            kept = outcome instanceof Outcome.Done<SheetFile>;
            return outcome;
        } finally {
            if (!kept) {
                Files.deleteIfExists(file);
            }
        }
    }

    /// Opens a file in place; it is left as it is.
    public static Outcome<SheetFile> read(Path file, String name, SheetLimits limits) throws IOException {
        return Files.size(file) > limits.maxBytes() ? tooLarge(name, limits) : open(file, false, name, limits);
    }

    private static long copy(InputStream in, Path file, long max) throws IOException {
        byte[] chunk = new byte[1 << 16];
        long size = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int count; size <= max && (count = in.read(chunk)) > 0; ) {
                out.write(chunk, 0, count);
                size += count;
            }
        }
        return size;
    }

    private static Outcome<SheetFile> tooLarge(String name, SheetLimits limits) {
        return refused("platform.sheet.file.tooLarge", name, Math.max(1, limits.maxBytes() >> 20));
    }

    private static Outcome<SheetFile> refused(String code, Object... args) {
        return Outcome.refused(Reason.whole(code, args));
    }

    private static Outcome<SheetFile> open(Path file, boolean temporary, String name, SheetLimits limits)
            throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(1 << 16);
        }
        if (head.length == 0) {
            return refused("platform.sheet.file.empty", name);
        }
        if (starts(head, 'P', 'K', 3, 4) || starts(head, 'P', 'K', 5, 6)) {
            return openArchive(file, temporary, name, limits);
        }
        String refusal = foreign(file, head);
        if (refusal != null) {
            return refused(refusal, name);
        }
        return Outcome.done(SheetFile.text(file, temporary, limits));
    }

    private static Outcome<SheetFile> openArchive(Path file, boolean temporary, String name, SheetLimits limits)
            throws IOException {
        XlsxPackage archive = null;
        boolean kept = false;
        try {
            archive = XlsxPackage.open(file, limits);
            String refusal = notAWorkbook(archive);
            if (refusal != null) {
                return refused(refusal, name);
            }
            XlsxWorkbook workbook = XlsxWorkbook.open(archive, limits);
            kept = true;
            return Outcome.done(SheetFile.workbook(file, temporary, limits, workbook));
        } catch (Unreadable e) {
            return Outcome.refused(
                    new Reason(null, e.problem().code(), e.problem().args()));
        } finally {
            if (!kept && archive != null) {
                archive.close();
            }
        }
    }

    private static @Nullable String notAWorkbook(XlsxPackage archive) throws IOException, Unreadable {
        if (archive.has("xl/workbook.bin")) {
            return "platform.sheet.file.xlsb";
        }
        if (archive.has("xl/workbook.xml")) {
            return null;
        }
        if (archive.has("mimetype") && (archive.has("content.xml") || archive.has("encrypted-package"))) {
            return "platform.sheet.file.ods";
        }
        if (archive.has("word/document.xml")) {
            return "platform.sheet.file.document";
        }
        if (archive.has("ppt/presentation.xml")) {
            return "platform.sheet.file.document";
        }
        String main = archive.has("[Content_Types].xml") ? XlsxWorkbook.mainPart(archive) : null;
        return main != null && main.toLowerCase(Locale.ROOT).contains("workbook") ? null : "platform.sheet.file.zip";
    }

    /// The reason to refuse what is neither a workbook nor text; absent for text.
    private static @Nullable String foreign(Path file, byte[] head) throws IOException {
        if (starts(head, 0xD0, 0xCF, 0x11, 0xE0)) {
            return encrypted(file) ? "platform.sheet.file.encrypted" : "platform.sheet.file.xls";
        }
        if (starts(head, '%', 'P', 'D', 'F')) {
            return "platform.sheet.file.pdf";
        }
        if (starts(head, 0x89, 'P', 'N', 'G')
                || starts(head, 0xFF, 0xD8, 0xFF)
                || starts(head, 'G', 'I', 'F', '8')
                || starts(head, 'I', 'I', '*', 0)
                || starts(head, 'M', 'M', 0, '*')
                || starts(head, 'B', 'M') && binary(head)
                || starts(head, 'R', 'I', 'F', 'F') && binary(head)) {
            return "platform.sheet.file.image";
        }
        if (starts(head, 0x1F, 0x8B)
                || starts(head, '7', 'z', 0xBC, 0xAF)
                || starts(head, 'R', 'a', 'r', '!')
                || starts(head, 0xFD, '7', 'z', 'X')
                || starts(head, 'B', 'Z', 'h')) {
            return "platform.sheet.file.zip";
        }
        String text = new String(head, 0, Math.min(head.length, 1_000), StandardCharsets.ISO_8859_1)
                .replace("ï»¿", "")
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        if (text.startsWith("{\\rtf")) {
            return "platform.sheet.file.document";
        }
        if (text.startsWith("<!doctype html") || text.startsWith("<html") || text.startsWith("<table")) {
            return "platform.sheet.file.html";
        }
        if (text.startsWith("<?xml")) {
            return "platform.sheet.file.xml";
        }
        if (text.startsWith("{") || text.startsWith("[{") || text.startsWith("[\n") || text.startsWith("[\r")) {
            return "platform.sheet.file.json";
        }
        return binary(head) ? "platform.sheet.file.binary" : null;
    }

    private static boolean starts(byte[] head, int... bytes) {
        if (head.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((head[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /// Control characters that no text has, save the zero bytes of UTF-16.
    private static boolean binary(byte[] head) {
        if (starts(head, 0xFF, 0xFE) || starts(head, 0xFE, 0xFF)) {
            return false;
        }
        int controls = 0;
        int[] zeros = new int[2];
        for (int i = 0; i < head.length; i++) {
            int b = head[i] & 0xFF;
            if (b == 0) {
                zeros[i & 1]++;
            } else if (b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != 0x0C && b != 0x1A) {
                controls++;
            }
        }
        int many = Math.max(zeros[0], zeros[1]);
        int few = Math.min(zeros[0], zeros[1]);
        boolean utf16 = many * 5 > head.length && few * 20 < many;
        return controls > 2 && controls * 50 > head.length || !utf16 && (zeros[0] + zeros[1]) * 10 > head.length;
    }

    /// Whether an OLE2 file holds an encrypted workbook rather than one of the old format.
    private static boolean encrypted(Path file) throws IOException {
        byte[] wanted = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
        byte[] start;
        byte[] end;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(1 << 20);
            long left = Files.size(file) - start.length;
            in.skipNBytes(Math.max(0, left - (1 << 20)));
            end = in.readNBytes(1 << 20);
        }
        return contains(start, wanted) || contains(end, wanted);
    }

    private static boolean contains(byte[] bytes, byte[] wanted) {
        outer:
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            for (int j = 0; j < wanted.length; j++) {
                if (bytes[i + j] != wanted[j]) {
                    continue outer;
                }
            }
            return true;
        }
        return false;
    }
}
