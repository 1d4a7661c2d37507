package io.sextant.app.platform.rest;

import io.sextant.app.platform.rest.Problem.Type;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A request whose JSON body may not be larger than a bound; reading past it ends in 413.
final class BoundedBody extends HttpServletRequestWrapper {
    private final int max;
    private @Nullable ServletInputStream bounded;

    private BoundedBody(HttpServletRequest request, int max) {
        super(request);
        this.max = max;
    }

    static HttpServletRequest of(HttpServletRequest request, int max) {
        var type = request.getContentType();
        if (type == null || !type.contains("json")) {
            return request;
        }
        if (request.getContentLengthLong() > max) {
            throw tooLarge();
        }
        return new BoundedBody(request, max);
    }

    private static ProblemException tooLarge() {
        return Problem.of(Type.TOO_LARGE).exception();
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        var stream = bounded;
        if (stream == null) {
            stream = new Bounded(super.getInputStream(), max);
            bounded = stream;
        }
        return stream;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    private static final class Bounded extends ServletInputStream {
        private final ServletInputStream from;
        private long left;

        Bounded(ServletInputStream from, long left) {
            this.from = from;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            var read = from.read();
            if (read >= 0) {
                count(1);
            }
            return read;
        }

        @Override
        public int read(byte[] to, int at, int length) throws IOException {
            var read = from.read(to, at, length);
            if (read > 0) {
                count(read);
            }
            return read;
        }

        private void count(int read) {
            left -= read;
            if (left < 0) {
                throw tooLarge();
            }
        }

        @Override
        public boolean isFinished() {
            return from.isFinished();
        }

        @Override
        public boolean isReady() {
            return from.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            from.setReadListener(listener);
        }
    }
}
