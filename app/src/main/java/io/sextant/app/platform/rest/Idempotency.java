package io.sextant.app.platform.rest;

import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.rest.Problem.Type;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/// Carries out a POST sent twice under one `Idempotency-Key` once. Key, change and answer are one transaction: either
/// all three are there or none. A second request that comes while the first is at work waits for it at the database,
/// which also holds between several processes. An answer that is not a success leaves nothing behind, so that the
/// request may be mended and sent again under the same key.
///
/// After `draft-ietf-httpapi-idempotency-key-header-07`, except that a concurrent duplicate is answered rather than
/// refused.
final class Idempotency extends OncePerRequestFilter {
    static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    private static final Duration LIFE = Duration.ofHours(24);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    /// Answer headers that belong to the thing rather than to the one exchange.
    private static final List<String> KEPT = List.of("Location", "ETag", "Content-Type", "Content-Language");

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private record Stored(
            byte[] requestHash, OffsetDateTime createdAt, int status, Map<String, String> headers, byte[] body) {}

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Problems problems;
    private final Clock clock;

    Idempotency(JdbcClient jdbc, PlatformTransactionManager transactions, Problems problems, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.problems = problems;
        this.clock = clock;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST")
                || request.getHeader(HEADER) == null
                || !request.getRequestURI().startsWith(request.getContextPath() + "/api/v1/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var key = Objects.requireNonNull(request.getHeader(HEADER)).strip();
        if (!KEY.matcher(key).matches()) {
            problems.write(
                    Problem.of(Type.BAD_REQUEST).because(Reason.of(HEADER, "rest.idempotency.shape")),
                    request,
                    response);
            return;
        }
        try (var body = RepeatableBody.of(request)) {
            var owner = request.getUserPrincipal() == null
                    ? "-"
                    : request.getUserPrincipal().getName();
            var fingerprint = body.fingerprint();
            var answer = new ContentCachingResponseWrapper(response);
            var stored = transaction.execute(status -> {
                var known = claim(owner, key, fingerprint);
                if (known.isPresent()) {
                    return known;
                }
                try {
                    chain.doFilter(body, answer);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (ServletException e) {
                    throw new IllegalStateException(e);
                }
                if (answer.getStatus() >= 300) {
                    status.setRollbackOnly();
                } else {
                    keep(owner, key, answer);
                }
                return Optional.<Stored>empty();
            });
            if (stored.isEmpty()) {
                // Only now: an answer sent before the commit would promise what might not be kept.
                answer.copyBodyToResponse();
            } else if (!MessageDigest.isEqual(stored.get().requestHash(), fingerprint)) {
                problems.write(Problem.of(Type.KEY_REUSED), request, response);
            } else {
                replay(stored.get(), key, response);
            }
        }
    }

    /// Takes the key for this request, waiting for whoever holds it; what is stored under it when it is
    /// taken already.
    private Optional<Stored> claim(String owner, String key, byte[] fingerprint) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        jdbc.sql("select set_config('lock_timeout', :patience, true)")
                .param("patience", PATIENCE.toMillis() + "ms")
                .query(String.class)
                .single();
        jdbc.sql("""
                        delete from platform.idempotency_key where (owner, key_hash) in (
                            select owner, key_hash from platform.idempotency_key
                            where created_at < :expired order by created_at limit 100 for update skip locked)
                        """).param("expired", now.minus(LIFE)).update();
        var claimed = jdbc.sql("""
                        insert into platform.idempotency_key as known (owner, key_hash, request_hash, created_at)
                        values (:owner, :key, :request, :now)
                        on conflict (owner, key_hash) do update
                        set request_hash = excluded.request_hash, created_at = excluded.created_at
                        where known.created_at < :expired
                        """)
                .param("owner", owner)
                .param("key", sha256(key))
                .param("request", fingerprint)
                .param("now", now)
                .param("expired", now.minus(LIFE))
                .update();
        // The work itself waits for locks as long as it did without a key.
        jdbc.sql("select set_config('lock_timeout', '0', true)")
                .query(String.class)
                .single();
        return claimed == 1 ? Optional.empty() : Optional.of(find(owner, key));
    }

    private Stored find(String owner, String key) {
        return jdbc.sql("""
                        select request_hash, created_at, status, headers, body from platform.idempotency_key
                        where owner = :owner and key_hash = :key
                        """)
                .param("owner", owner)
                .param("key", sha256(key))
                .query((row, n) -> new Stored(
                        row.getBytes("request_hash"),
                        row.getObject("created_at", OffsetDateTime.class),
                        row.getInt("status"),
                        headers(row.getString("headers")),
                        row.getBytes("body")))
                .single();
    }

    private void keep(String owner, String key, ContentCachingResponseWrapper answer) {
        var headers = new StringBuilder();
        for (var name : KEPT) {
            var value = name.equals("Content-Type") ? answer.getContentType() : answer.getHeader(name);
            if (value != null) {
                headers.append(name).append(": ").append(value).append('\n');
            }
        }
        jdbc.sql("""
                        update platform.idempotency_key set status = :status, headers = :headers, body = :body
                        where owner = :owner and key_hash = :key
                        """)
                .param("status", answer.getStatus())
                .param("headers", headers.toString())
                .param("body", seal(key, answer.getContentAsByteArray()))
                .param("owner", owner)
                .param("key", sha256(key))
                .update();
    }

    private static void replay(Stored stored, String key, HttpServletResponse response) throws IOException {
        var body = unseal(key, stored.body());
        response.setStatus(stored.status());
        stored.headers().forEach(response::setHeader);
        response.setHeader(REPLAYED, "true");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static Map<String, String> headers(@Nullable String lines) {
        var headers = new LinkedHashMap<String, String>();
        (lines == null ? "" : lines).lines().forEach(line -> {
            var colon = line.indexOf(": ");
            headers.put(line.substring(0, colon), line.substring(colon + 2));
        });
        return headers;
    }

    private static byte[] seal(String key, byte[] body) {
        try {
            var nonce = new byte[NONCE];
            RANDOM.nextBytes(nonce);
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, sealKey(key), new GCMParameterSpec(TAG_BITS, nonce));
            var sealed = cipher.doFinal(body);
            var all = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE, sealed.length);
            return all;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    private static byte[] unseal(String key, byte[] sealed) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, sealKey(key), new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE));
            return cipher.doFinal(sealed, NONCE, sealed.length - NONCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored answer was altered", e);
        }
    }

    private static SecretKeySpec sealKey(String key) {
        return new SecretKeySpec(sha256("sextant idempotency seal\n" + key), "AES");
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
