package io.sextant.app.platform.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A stream that counts and fingerprints what passes through it. Closing it leaves the stream below open.
final class Digested extends OutputStream {
    private final OutputStream below;
    private final MessageDigest digest;
    private long bytes;

    Digested(OutputStream below) {
        this.below = below;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] some, int offset, int length) throws IOException {
        digest.update(some, offset, length);
        bytes += length;
        below.write(some, offset, length);
    }

    long bytes() {
        return bytes;
    }

    /// The SHA-256 of all that passed, hexadecimal; ends the count.
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
