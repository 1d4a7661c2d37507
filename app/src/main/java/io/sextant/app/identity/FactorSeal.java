package io.sextant.app.identity;

import io.sextant.app.platform.database.DataFolder;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/// Seals the secrets of second factors before they go to the database: AES-256-GCM under a key that is in the data
/// folder (`secrets/second-factor`) and in its backups, bound to the account so that no row can be put in another's
/// place. Thread-safe.
@Component
final class FactorSeal {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final DataFolder data;

    FactorSeal(DataFolder data) {
        this.data = data;
    }

    /// The sealed form: nonce, then the enciphered secret with its tag.
    byte[] seal(long userId, byte[] secret) {
        try {
            var nonce = new byte[NONCE];
            RANDOM.nextBytes(nonce);
            var sealed = cipher(Cipher.ENCRYPT_MODE, userId, nonce).doFinal(secret);
            return ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret could not be sealed", e);
        }
    }

    /// The secret; empty when it was sealed under another key, for another account, or was touched since.
    Optional<byte[]> open(long userId, byte[] sealed) {
        if (sealed.length < NONCE) {
            return Optional.empty();
        }
        try {
            var nonce = java.util.Arrays.copyOf(sealed, NONCE);
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, userId, nonce).doFinal(sealed, NONCE, sealed.length - NONCE));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret could not be opened", e);
        }
    }

    private Cipher cipher(int mode, long userId, byte[] nonce) throws GeneralSecurityException {
        var key = new SecretKeySpec(Base64.getUrlDecoder().decode(data.secret("second-factor")), "AES");
        var cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(ByteBuffer.allocate(Long.BYTES).putLong(userId).array());
        return cipher;
    }
}
