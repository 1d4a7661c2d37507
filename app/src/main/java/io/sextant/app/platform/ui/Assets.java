package io.sextant.app.platform.ui;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.HttpRequestHandler;

/// The style sheet, scripts and typeface, served from memory under an address that carries their content's hash, so
/// that a browser asks once and keeps them for a year, and asks again the moment they change. Text is squeezed once, at
/// the first request for it.
///
/// In a style sheet, `url("asset:vendor/x")` stands for the address of `x`. The sheet `sextant.css` is served with
/// Tabler's in front of it, in a cascade layer below ours: one request, and our rules win whatever their weight.
final class Assets implements HttpRequestHandler {
    /// Where assets live.
    static final String ROOT = "/assets/";

    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "woff2", "font/woff2",
            "txt", "text/plain;charset=UTF-8");
    private static final Pattern INNER = Pattern.compile("\"asset:([^\"]+)\"");
    private static final String TABLER = "vendor/tabler/tabler.min.css";

    private final Map<String, Asset> assets = new TreeMap<>();

    Assets() {
        var files = new TreeMap<String, byte[]>();
        try {
            for (var file : new PathMatchingResourcePatternResolver().getResources("classpath:/static/**")) {
                var address = file.getURL().toString();
                var path = address.substring(address.lastIndexOf("/static/") + "/static/".length());
                if (TYPES.containsKey(extension(path))) {
                    files.put(path, file.getContentAsByteArray());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.forEach((path, bytes) -> {
            if (!path.endsWith(".css")) {
                assets.put(path, new Asset(path, bytes));
            }
        });
        files.forEach((path, bytes) -> {
            if (path.endsWith(".css") && !path.equals(TABLER)) {
                assets.put(path, new Asset(path, sheet(text(bytes), text(files.getOrDefault(TABLER, new byte[0])))));
            }
        });
    }

    /// The address of an asset.
    ///
    /// @param path as under `static/`
    String url(String path) {
        var asset = assets.get(path);
        if (asset == null) {
            throw new IllegalArgumentException("there is no asset " + path);
        }
        return ROOT + asset.hash + "/" + path;
    }

    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var rest = request.getRequestURI().substring(request.getContextPath().length() + ROOT.length());
        var slash = rest.indexOf('/');
        var asset = slash < 0 ? null : assets.get(rest.substring(slash + 1));
        if (asset == null
                || !(request.getMethod().equals("GET") || request.getMethod().equals("HEAD"))) {
            response.sendError(HttpStatus.NOT_FOUND.value());
            return;
        }
        var current = rest.substring(0, slash).equals(asset.hash);
        response.setHeader(
                HttpHeaders.CACHE_CONTROL, current ? "public, max-age=31536000, immutable" : "no-cache, max-age=0");
        response.setHeader(HttpHeaders.ETAG, "\"" + asset.hash + "\"");
        response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (("\"" + asset.hash + "\"").equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatus(HttpStatus.NOT_MODIFIED.value());
            return;
        }
        response.setContentType(TYPES.get(extension(asset.path)));
        var encodings = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        var body = asset.plain;
        if (!asset.path.endsWith(".woff2") && !asset.path.endsWith(".png") && accepts(encodings)) {
            body = asset.squeezed();
            response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        response.setContentLength(body.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(body);
        }
    }

    private byte[] sheet(String ours, String tabler) {
        var below = tabler.replaceFirst("^@charset \"UTF-8\";", "");
        var whole = "@charset \"UTF-8\";@layer tabler{" + below + "}\n" + ours;
        return INNER.matcher(whole)
                .replaceAll((MatchResult m) -> '"' + url(m.group(1)) + '"')
                .getBytes(StandardCharsets.UTF_8);
    }

    private static boolean accepts(@Nullable String encodings) {
        return encodings != null && encodings.contains("gzip") && !encodings.contains("gzip;q=0,");
    }

    private static String extension(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static final class Asset {
        final String path;
        final byte[] plain;
        final String hash;
        private volatile byte @Nullable [] squeezed;

        Asset(String path, byte[] plain) {
            this.path = path;
            this.plain = plain;
            try {
                var digest = MessageDigest.getInstance("SHA-256").digest(plain);
                hash = HexFormat.of().formatHex(digest, 0, 8);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        byte[] squeezed() {
            var ready = squeezed;
            if (ready == null) {
                var out = new ByteArrayOutputStream(plain.length / 3);
                try (var gzip = new GZIPOutputStream(out) {
                    {
                        def.setLevel(Deflater.BEST_COMPRESSION);
                    }
                }) {
                    gzip.write(plain);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                ready = out.toByteArray();
                squeezed = ready;
            }
            return ready;
        }
    }
}
