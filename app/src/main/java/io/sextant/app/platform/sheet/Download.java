package io.sextant.app.platform.sheet;

import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/// Prepares the answer to a request for a file to keep.
public final class Download {
    private Download() {}

    /// Sets type, name and caching of a download; the caller then writes its bytes.
    ///
    /// @param name name without extension, in any script
    public static void start(HttpServletResponse response, String name, SheetWriter.Format format) {
        start(response, name + "." + format.extension(), format.mediaType());
    }

    /// The same for a file of any type.
    public static void start(HttpServletResponse response, String fileName, String mediaType) {
        response.setContentType(mediaType);
        response.setHeader("Content-Disposition", disposition(fileName));
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
    }

    /// The header of RFC 6266: a plain name for old programs and, where it says more, the full one as in RFC 8187.
    static String disposition(String fileName) {
        StringBuilder plain = new StringBuilder();
        for (char c : Normalizer.normalize(fileName, Normalizer.Form.NFD).toCharArray()) {
            if (Character.getType(c) == Character.NON_SPACING_MARK) {
                continue;
            }
            boolean safe = c >= ' ' && c < 0x7F && "\"\\/:*?<>|%;".indexOf(c) < 0;
            plain.append(safe ? c : '_');
        }
        String header = "attachment; filename=\"" + plain + "\"";
        return plain.toString().equals(fileName) ? header : header + "; filename*=UTF-8''" + encoded(fileName);
    }

    private static String encoded(String fileName) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : fileName.replace('/', '_').replace('\\', '_').getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean kept = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c < 0x7F && "!#$&+-.^_`|~".indexOf(c) >= 0;
            if (kept) {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
