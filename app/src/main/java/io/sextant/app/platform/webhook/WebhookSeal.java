package io.sextant.app.platform.webhook;

import io.sextant.app.platform.database.DataFolder;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/// Seals the secrets of webhooks before they go to the database: AES-256-GCM under a key of the data folder
/// (`secrets/webhooks`), so that a copy of the database alone signs nothing. Thread-safe.
@Component
public class WebhookSeal {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final DataFolder data;

    WebhookSeal(DataFolder data) {
        this.data = data;
    }

    /// The sealed form: nonce, then the enciphered secret with its tag.
    public byte[] seal(byte[] secret) {
        try {
            var nonce = new byte[NONCE];
            RANDOM.nextBytes(nonce);
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(secret);
            return ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret could not be sealed", e);
        }
    }

    /// The secret; empty when it was sealed under another key, or is none.
    public Optional<byte[]> open(byte[] sealed) {
        if (sealed.length <= NONCE) {
            return Optional.empty();
        }
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE))
                    .doFinal(sealed, NONCE, sealed.length - NONCE));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret could not be opened", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(Base64.getUrlDecoder().decode(data.secret("webhooks")), "AES"),
                new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
