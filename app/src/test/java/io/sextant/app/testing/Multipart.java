package io.sextant.app.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A form with one file, as a browser sends it (RFC 7578).
final class Multipart {
    static final String TYPE = "multipart/form-data; boundary=sextant-boundary-7f3a";

    private Multipart() {}

    static byte[] body(Map<String, String> fields, String name, String fileName, byte[] bytes) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        fields.forEach((field, value) -> body.writeBytes(part(
                "form-data; name=\"" + field + "\"",
                "text/plain; charset=UTF-8",
                value.getBytes(StandardCharsets.UTF_8))));
        body.writeBytes(part(
                "form-data; name=\"" + name + "\"; filename=\"" + fileName + "\"", "application/octet-stream", bytes));
        body.writeBytes("--sextant-boundary-7f3a--\r\n".getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    private static byte[] part(String disposition, String type, byte[] bytes) {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.writeBytes(("--sextant-boundary-7f3a\r\nContent-Disposition: " + disposition + "\r\nContent-Type: " + type
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        part.writeBytes(bytes);
        part.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        return part.toByteArray();
    }
}
