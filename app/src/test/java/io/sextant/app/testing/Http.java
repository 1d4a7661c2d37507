package io.sextant.app.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A program that calls the API over real HTTP. A value: each `with` makes another caller.
public final class Http {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final int port;
    private final Map<String, String> headers;

    private Http(int port, Map<String, String> headers) {
        this.port = port;
        this.headers = headers;
    }

    /// A caller without credentials.
    public static Http on(int port) {
        return new Http(port, Map.of());
    }

    /// The same caller with this bearer token.
    public Http as(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /// The same caller with this header.
    public Http with(String name, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new Http(port, all);
    }

    /// What came back.
    public record Answer(int status, HttpResponse<String> response) {
        /// The body.
        public String text() {
            return response.body();
        }

        /// The body as JSON.
        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        /// A header; empty when absent.
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        @Override
        public String toString() {
            return status + " " + response.body();
        }
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /// Sends JSON.
    public Answer post(String path, Object body) {
        return send("POST", path, body);
    }

    /// Sends JSON.
    public Answer patch(String path, Object body) {
        return send("PATCH", path, body);
    }

    /// Sends JSON.
    public Answer put(String path, Object body) {
        return send("PUT", path, body);
    }

    /// Sends a file as a form does.
    public Answer upload(String path, String fileName, byte[] bytes) {
        return with("Content-Type", Multipart.TYPE)
                .sent("POST", path, BodyPublishers.ofByteArray(Multipart.body(Map.of(), "file", fileName, bytes)));
    }

    /// Gets a file.
    public byte[] download(String path) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        headers.forEach(request::header);
        try {
            var response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new AssertionError(path + " answers " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Sends a body, a text as it is and anything else as JSON.
    public Answer send(String method, String path, @Nullable Object body) {
        return sent(
                method,
                path,
                body == null
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(body instanceof String text ? text : JSON.writeValueAsString(body)),
                body != null);
    }

    private Answer sent(String method, String path, BodyPublisher body) {
        return sent(method, path, body, true);
    }

    private Answer sent(String method, String path, BodyPublisher body, boolean typed) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(method, body);
        if (typed && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        try {
            var response = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
