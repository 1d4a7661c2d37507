package io.sextant.app.audit.proof;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.jspecify.annotations.Nullable;

/// A private Ed25519 key that signs notes. Thread-safe. Its text form, `PRIVATE+KEY+<name>+<id>+<base64>`, is a secret.
public final class NoteSigner {
    private static final String HEAD = "PRIVATE+KEY+";

    private final byte[] seed;
    private final PrivateKey secret;
    private final NoteKey key;

    private NoteSigner(String name, byte[] seed) {
        this.seed = seed.clone();
        try {
            this.secret = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot sign with Ed25519", e);
        }
        this.key = new NoteKey(name, raw(seed));
    }

    /// A new key, from this machine's source of randomness, under the given name; without one, under
    /// `sextant/audit/<16 hexadecimal digits of its own fingerprint>`, which no other installation has.
    public static NoteSigner generate(@Nullable String name) {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            String unique = HexFormat.of().formatHex(Sha256.of(raw(seed)), 0, 8);
            return new NoteSigner(name == null || name.isBlank() ? "sextant/audit/" + unique : name, seed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot make an Ed25519 key", e);
        }
    }

    /// Reads the text form. The message of a refusal never repeats it.
    ///
    /// @throws IllegalArgumentException when it is not one
    public static NoteSigner parse(String text) {
        String bare = text.strip();
        String[] parts = bare.startsWith(HEAD) ? bare.substring(HEAD.length()).split("\\+", 3) : new String[0];
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a signing key");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(parts[2]);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a signing key: its last part is not base64");
        }
        if (bytes.length != 33 || bytes[0] != NoteKey.ED25519) {
            throw new IllegalArgumentException("not an Ed25519 signing key");
        }
        var signer = new NoteSigner(parts[0], Arrays.copyOfRange(bytes, 1, bytes.length));
        if (!signer.key.id().equals(parts[1])) {
            throw new IllegalArgumentException("the signing key was altered: its id is not " + parts[1]);
        }
        return signer;
    }

    /// The public half.
    public NoteKey key() {
        return key;
    }

    /// The 64 bytes of the signature (RFC 8032) over a message.
    public byte[] sign(byte[] message) {
        try {
            var signer = Signature.getInstance("Ed25519");
            signer.initSign(secret);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("could not sign with Ed25519", e);
        }
    }

    /// The secret text form, for the key's file and nothing else.
    public String secretText() {
        return HEAD + key.name() + "+" + key.id() + "+" + NoteKey.encoded(seed);
    }

    /// The public half only.
    @Override
    public String toString() {
        return "signer for " + key;
    }

    /// The public key of a seed. The JDK makes one only together with a new private key.
    private static byte[] raw(byte[] seed) {
        return new Ed25519PrivateKeyParameters(seed, 0).generatePublicKey().getEncoded();
    }
}
