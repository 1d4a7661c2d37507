package io.sextant.app.notice.hook;

import io.sextant.app.platform.trust.Doubt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Posts a body over HTTP/1.1 to an address that was looked up beforehand, which no common client does with the
/// certificate checked against the name. One connection for one request; redirects are answers like others; the answer
/// is
/// read up to a bound; everything together ends in time. Thread-safe.
final class Caller {
    private static final int MOST_READ = 16_384;
    private static final int MOST_EXCERPT = 500;
    private static final Pattern STATUS = Pattern.compile("^HTTP/1\\.[01] (\\d{3})\\b");
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length:\\s*(\\d{1,9})\\s*$");

    private final boolean inside;
    private final Duration timeout;
    private final SSLSocketFactory trusted;

    /// @param inside whether addresses inside the company are allowed
    /// @param trusted makes connections to servers whose certificate is believed
    Caller(boolean inside, Duration timeout, SSLSocketFactory trusted) {
        this.inside = inside;
        this.timeout = timeout;
        this.trusted = trusted;
    }

    /// What came back.
    ///
    /// @param status of HTTP; absent when there was no answer
    /// @param answer the beginning of the body, or why there was no answer
    record Reply(@Nullable Integer status, String answer) {
        boolean delivered() {
            return status != null && status >= 200 && status < 300;
        }

        /// Whether the receiver says that it is no more.
        boolean gone() {
            return status != null && status == 410;
        }
    }

    Reply post(String url, Map<String, String> headers, String body) {
        try {
            Destination to = Destination.of(url, inside);
            return post(to, to.resolve(inside), headers, body);
        } catch (Destination.Refused refused) {
            return new Reply(null, "notice.hook.problem." + refused.key());
        } catch (IOException e) {
            Doubt doubt = Doubt.in(e).orElse(null);
            if (doubt != null) {
                return new Reply(null, doubt.key());
            }
            return new Reply(null, excerpt(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
        }
    }

    private Reply post(Destination to, java.net.InetAddress address, Map<String, String> headers, String body)
            throws IOException {
        int millis = (int) Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
        var plain = new Socket();
        // Closing what somebody reads from ends the reading.
        var deadline = CompletableFuture.runAsync(
                () -> close(plain),
                CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Thread::startVirtualThread));
        try (plain) {
            plain.connect(new InetSocketAddress(address, to.port()), millis);
            plain.setSoTimeout(millis);
            try (Socket socket = to.tls() ? secured(plain, to) : plain) {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                var head = new StringBuilder("POST ")
                        .append(to.path())
                        .append(" HTTP/1.1\r\nHost: ")
                        .append(to.authority());
                head.append("\r\nConnection: close\r\nUser-Agent: Sextant\r\nAccept: */*\r\nContent-Length: ")
                        .append(bytes.length);
                headers.forEach((name, value) ->
                        head.append("\r\n").append(name).append(": ").append(value));
                head.append("\r\n\r\n");
                var out = socket.getOutputStream();
                out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
                out.write(bytes);
                out.flush();
                return read(socket.getInputStream());
            }
        } finally {
            deadline.cancel(false);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed one way or the other.
        }
    }

    private Socket secured(Socket plain, Destination to) throws IOException {
        var socket = (SSLSocket) trusted.createSocket(plain, to.host(), to.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static Reply read(InputStream in) throws IOException {
        var read = new ByteArrayOutputStream();
        var chunk = new byte[4_096];
        String text = "";
        for (int n; read.size() < MOST_READ && (n = in.read(chunk)) >= 0; ) {
            read.write(chunk, 0, n);
            text = read.toString(StandardCharsets.UTF_8);
            if (complete(text, read.size())) {
                break;
            }
        }
        Matcher status = STATUS.matcher(text);
        if (!status.find()) {
            return new Reply(null, excerpt(text.isEmpty() ? "no answer" : text));
        }
        int body = text.indexOf("\r\n\r\n");
        String answer = body < 0 ? "" : text.substring(body + 4);
        if (text.toLowerCase(java.util.Locale.ROOT).contains("\r\ntransfer-encoding: chunked")) {
            answer = answer.replaceAll("(?i)(^|\\r\\n)[0-9a-f]+\\r\\n", "");
        }
        return new Reply(Integer.valueOf(status.group(1)), excerpt(answer));
    }

    /// Whether all of the answer is there, as far as it says how long it is.
    private static boolean complete(String text, int size) {
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            return false;
        }
        Matcher length = LENGTH.matcher(text.substring(0, head));
        return length.find() && size >= head + 4 + Long.parseLong(length.group(1));
    }

    private static String excerpt(String text) {
        String clean = text.replaceAll("[\\p{Cntrl}&&[^\\n]]", " ").strip();
        return clean.length() <= MOST_EXCERPT ? clean : clean.substring(0, MOST_EXCERPT - 1) + "…";
    }
}
