package io.sextant.app.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Somebody at a browser that runs no scripts: keeps cookies, fills in forms, does not follow redirects.
public final class Visit {
    private final int port;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private Visit(int port) {
        this.port = port;
    }

    /// A stranger.
    public static Visit on(int port) {
        return new Visit(port);
    }

    /// Somebody who has signed in with [Accounts#PASSWORD].
    public static Visit signedIn(int port, String email) {
        var visit = on(port);
        var answer = visit.post("/login", Map.of("email", email, "password", Accounts.PASSWORD));
        if (answer.status() != 302) {
            throw new AssertionError("not let in: " + answer);
        }
        return visit;
    }

    /// Opens a page.
    public Http.Answer get(String path, String... headers) {
        return send(HttpRequest.newBuilder(uri(path)).GET(), headers);
    }

    /// Sends a form with the proof that it is ours.
    public Http.Answer post(String path, Map<String, String> fields, String... headers) {
        if (cookie("sextant_csrf").isEmpty()) {
            get("/invitation");
        }
        var all = new LinkedHashMap<>(fields);
        all.put("_csrf", proof());
        return postAsIs(path, all, headers);
    }

    /// Sends a form with a file, with the proof that it is ours.
    public Http.Answer upload(String path, String fileName, byte[] bytes) {
        if (cookie("sextant_csrf").isEmpty()) {
            get("/invitation");
        }
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", Multipart.TYPE)
                .POST(BodyPublishers.ofByteArray(Multipart.body(Map.of("_csrf", proof()), "file", fileName, bytes))));
    }

    /// Sends a form as it is.
    public Http.Answer postAsIs(String path, Map<String, String> fields, String... headers) {
        var body = fields.entrySet().stream()
                .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&"));
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body)),
                headers);
    }

    /// Sends an empty form of parts, with the proof in a header as htmx does.
    public Http.Answer postParts(String path) {
        if (cookie("sextant_csrf").isEmpty()) {
            get("/invitation");
        }
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .header("X-XSRF-TOKEN", proof())
                .POST(BodyPublishers.ofString("--b--\r\n")));
    }

    /// The proof as a page would carry it: the token of the cookie, masked with as many zeros.
    public String proof() {
        var token = cookie("sextant_csrf").getBytes(StandardCharsets.UTF_8);
        var masked = new byte[token.length * 2];
        System.arraycopy(token, 0, masked, token.length, token.length);
        return Base64.getUrlEncoder().encodeToString(masked);
    }

    /// The value of a cookie; empty when there is none.
    public String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(c -> c.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    private Http.Answer send(HttpRequest.Builder request, String... headers) {
        for (var i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            return new Http.Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
