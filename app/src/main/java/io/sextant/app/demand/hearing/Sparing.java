package io.sextant.app.demand.hearing;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// How many anonymous concerns each person raised in this hour, without a trace of whom: counted in memory under a key
/// that is made anew each hour, never written down, forgotten with the hour. Thread-safe.
final class Sparing {
    private final int most;
    private final Map<String, Integer> counts = new HashMap<>();
    private Instant hour = Instant.EPOCH;
    private byte[] key = new byte[0];

    Sparing(int most) {
        this.most = most;
    }

    /// Whether this account may raise one more; it is counted.
    synchronized boolean take(long account, Instant now) {
        Instant present = now.truncatedTo(ChronoUnit.HOURS);
        if (!present.equals(hour)) {
            hour = present;
            counts.clear();
            key = new byte[32];
            new SecureRandom().nextBytes(key);
        }
        return counts.merge(blinded(account), 1, Integer::sum) <= most;
    }

    private String blinded(long account) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder()
                    .encodeToString(
                            mac.doFinal(Long.toString(account).getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC with SHA-256", e);
        }
    }
}
