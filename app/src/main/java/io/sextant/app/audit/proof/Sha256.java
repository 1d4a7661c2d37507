package io.sextant.app.audit.proof;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256, which every Java platform must have.
public final class Sha256 {
    /// Bytes in a hash.
    public static final int LENGTH = 32;

    private Sha256() {}

    /// A digest to feed by hand; not thread-safe.
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /// The hash of these bytes.
    public static byte[] of(byte[] bytes) {
        return digest().digest(bytes);
    }
}
