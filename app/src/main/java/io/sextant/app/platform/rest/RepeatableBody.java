package io.sextant.app.platform.rest;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// A request whose body was read once to recognise it, and can be read again. What does not fit in memory waits in a
/// temporary file, deleted at the end of the request. Parts of a form are kept by the server in the same way.
final class RepeatableBody extends HttpServletRequestWrapper implements Closeable {
    private static final int IN_MEMORY = 1024 * 1024;

    private final MessageDigest digest = sha256();
    private byte[] head = new byte[0];
    private @Nullable Path rest;
    private @Nullable ServletInputStream stream;

    private RepeatableBody(HttpServletRequest request) {
        super(request);
    }

    static RepeatableBody of(HttpServletRequest request) throws IOException, ServletException {
        var body = new RepeatableBody(request);
        body.note(request.getMethod());
        body.note(request.getRequestURI());
        body.note(request.getQueryString());
        var type = request.getContentType();
        if (type != null && type.startsWith("multipart/")) {
            body.readParts();
        } else {
            body.note(type);
            body.read();
        }
        return body;
    }

    private void note(@Nullable String text) {
        digest.update((text == null ? "" : text).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private void read() throws IOException {
        var in = super.getInputStream();
        head = in.readNBytes(IN_MEMORY);
        digest.update(head);
        if (head.length == IN_MEMORY) {
            var file = Files.createTempFile("sextant-body", null);
            rest = file;
            try (var out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
                in.transferTo(out);
            }
        }
    }

    /// The boundary between parts is another one each time, so that only what they hold counts.
    private void readParts() throws IOException, ServletException {
        var parts =
                getParts().stream().sorted(Comparator.comparing(Part::getName)).toList();
        for (var part : parts) {
            note(part.getName());
            note(part.getSubmittedFileName());
            note(String.valueOf(part.getSize()));
            try (var in = part.getInputStream()) {
                in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            }
        }
    }

    /// What tells this request from any other.
    byte[] fingerprint() {
        return digest.digest();
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        var open = stream;
        if (open == null) {
            var file = rest;
            InputStream bytes = new ByteArrayInputStream(head);
            if (file != null) {
                bytes = new SequenceInputStream(bytes, new BufferedInputStream(Files.newInputStream(file)));
            }
            open = new Again(bytes);
            stream = open;
        }
        return open;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        var encoding = getCharacterEncoding();
        return new BufferedReader(
                new InputStreamReader(getInputStream(), encoding == null ? StandardCharsets.UTF_8.name() : encoding));
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
        }
        if (rest != null) {
            Files.deleteIfExists(rest);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static final class Again extends ServletInputStream {
        private final InputStream from;
        private boolean finished;

        Again(InputStream from) {
            this.from = from;
        }

        @Override
        public int read() throws IOException {
            var read = from.read();
            finished = read < 0;
            return read;
        }

        @Override
        public int read(byte[] to, int at, int length) throws IOException {
            var read = from.read(to, at, length);
            finished = read < 0;
            return read;
        }

        @Override
        public boolean isFinished() {
            return finished;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("this body is read at once");
        }

        @Override
        public void close() throws IOException {
            from.close();
        }
    }
}
