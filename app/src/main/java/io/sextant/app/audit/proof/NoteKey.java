package io.sextant.app.audit.proof;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A public Ed25519 key with the name under which it signs notes, as in c2sp.org/signed-note.
///
/// Its text form is `<name>+<id>+<base64 of 01 and the key>`, the one that the `note` package of Go and the tools of
/// transparency logs read.
public final class NoteKey {
    /// What precedes the 32 bytes of a raw Ed25519 key in its DER form (RFC 8410 §4).
    private static final byte[] DER = HexFormat.of().parseHex("302a300506032b6570032100");

    /// The type of signature that signed-note assigns to Ed25519.
    static final byte ED25519 = 1;

    private final String name;
    private final byte[] id;
    private final byte[] raw;
    private final PublicKey key;

    /// The key of these 32 bytes (RFC 8032 §5.1.5) under this name.
    ///
    /// @throws IllegalArgumentException when the name has a space or a plus or is empty, or the bytes are no key
    public NoteKey(String name, byte[] raw) {
        if (name.isEmpty()
                || name.indexOf('+') >= 0
                || name.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c < 0x20)) {
            throw new IllegalArgumentException("a key's name has no space and no plus: \"" + name + "\"");
        }
        if (raw.length != 32) {
            throw new IllegalArgumentException("an Ed25519 key has 32 bytes, not " + raw.length);
        }
        this.name = name;
        this.raw = raw.clone();
        this.id = id(name, raw);
        byte[] der = Arrays.copyOf(DER, DER.length + raw.length);
        System.arraycopy(raw, 0, der, DER.length, raw.length);
        try {
            this.key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "not an Ed25519 key: " + HexFormat.of().formatHex(raw), e);
        }
    }

    /// Reads the text form.
    ///
    /// @throws IllegalArgumentException when it is not one, or the id is not that of the key
    public static NoteKey parse(String text) {
        String[] parts = text.strip().split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a public key reads <name>+<id>+<base64>: \"" + text.strip() + "\"");
        }
        byte[] bytes = Base64.getDecoder().decode(parts[2]);
        if (bytes.length != 33 || bytes[0] != ED25519) {
            throw new IllegalArgumentException("not an Ed25519 key: \"" + text.strip() + "\"");
        }
        var key = new NoteKey(parts[0], Arrays.copyOfRange(bytes, 1, bytes.length));
        if (!key.id().equals(parts[1])) {
            throw new IllegalArgumentException("the key's id is " + key.id() + ", not " + parts[1]);
        }
        return key;
    }

    /// Who signs; also the origin of the tree whose checkpoints it signs.
    public String name() {
        return name;
    }

    /// Eight hexadecimal digits that tell keys apart; not a proof of anything.
    public String id() {
        return HexFormat.of().formatHex(id);
    }

    byte[] idBytes() {
        return id.clone();
    }

    /// Whether `signature`, 64 bytes, was made over `message` with the private half of this key.
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteKey key && key.name.equals(name) && Arrays.equals(key.raw, raw);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(raw);
    }

    /// The text form.
    @Override
    public String toString() {
        return name + "+" + id() + "+" + encoded(raw);
    }

    static byte[] id(String name, byte[] raw) {
        var sha = Sha256.digest();
        sha.update(name.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) '\n');
        sha.update(ED25519);
        return Arrays.copyOf(sha.digest(raw), 4);
    }

    static String encoded(byte[] raw) {
        byte[] typed = new byte[raw.length + 1];
        typed[0] = ED25519;
        System.arraycopy(raw, 0, typed, 1, raw.length);
        return Base64.getEncoder().encodeToString(typed);
    }
}
