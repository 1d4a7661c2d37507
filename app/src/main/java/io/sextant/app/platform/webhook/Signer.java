package io.sextant.app.platform.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs what is sent and verifies what is received, as Standard Webhooks 1.0 does (HMAC-SHA256 over identifier, time
/// and body, joined by full stops) and as WebSub does (over the body alone). Comparisons take the same time whatever
/// differs.
public final class Signer {
    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Signer() {}

    /// A new secret, 256 random bits.
    public static byte[] fresh() {
        var secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return secret;
    }

    /// The secret as its receiver keeps it.
    public static String shown(byte[] secret) {
        return PREFIX + Base64.getEncoder().encodeToString(secret);
    }

    /// A secret that somebody else made, [as it is shown][#shown]: 24 to 64 bytes; empty when it is none.
    public static Optional<byte[]> read(String shown) {
        String given = shown.strip();
        if (!given.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] secret = Base64.getDecoder().decode(given.substring(PREFIX.length()));
            // Only the one way of writing it, so that it compares equal as a text too.
            return secret.length < 24 || secret.length > 64 || !shown(secret).equals(given)
                    ? Optional.empty()
                    : Optional.of(secret);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The value of `webhook-signature`.
    ///
    /// @param time seconds since 1970, as in `webhook-timestamp`
    public static String sign(byte[] secret, String id, long time, String body) {
        return sign(secret, id, String.valueOf(time), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String sign(byte[] secret, String id, String time, byte[] body) {
        byte[] head = (id + "." + time + ".").getBytes(StandardCharsets.UTF_8);
        return VERSION + Base64.getEncoder().encodeToString(mac(secret, head, body));
    }

    /// Whether one of the signatures in `webhook-signature` is that of this delivery. How old it is counts apart.
    ///
    /// @param time as it stands in `webhook-timestamp`
    public static boolean verifies(byte[] secret, String id, String time, byte[] body, String signatures) {
        byte[] expected = sign(secret, id, time, body).getBytes(StandardCharsets.US_ASCII);
        boolean found = false;
        for (String given : signatures.strip().split("\\s+")) {
            found |= MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8));
        }
        return found;
    }

    /// Whether the value of `X-Hub-Signature` is that of this body. The key is the secret [as it is shown][#shown].
    public static boolean verifiesHub(byte[] secret, byte[] body, String signature) {
        byte[] key = shown(secret).getBytes(StandardCharsets.US_ASCII);
        String expected = "sha256=" + HexFormat.of().formatHex(mac(key, new byte[0], body));
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII),
                signature.strip().toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    }

    /// Whether somebody named this secret, [as it is shown][#shown].
    public static boolean names(byte[] secret, String given) {
        return MessageDigest.isEqual(
                shown(secret).getBytes(StandardCharsets.US_ASCII), given.strip().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] mac(byte[] key, byte[] head, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(head);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM knows HMAC-SHA256", e);
        }
    }
}
