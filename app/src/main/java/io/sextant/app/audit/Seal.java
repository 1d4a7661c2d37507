package io.sextant.app.audit;

import io.sextant.app.audit.proof.NoteKey;
import io.sextant.app.audit.proof.NoteSigner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The signature on the last change of a transaction: Sextant, and not merely somebody with the database, wrote the
/// changes `first` to `last`. Through the chain it vouches for all before. It matters until a checkpoint covers it.
///
/// @param first place of the first change of the transaction
/// @param last place of its last change
/// @param hash fingerprint of that last change
record Seal(long first, long last, byte[] hash) {
    private static final byte[] DOMAIN = "sextant.audit.seal.v1\n".getBytes(StandardCharsets.US_ASCII);

    byte[] sign(NoteSigner signer) {
        return signer.sign(message());
    }

    boolean signedBy(List<NoteKey> keys, byte[] signature) {
        byte[] message = message();
        return keys.stream().anyMatch(key -> key.verifies(message, signature));
    }

    private byte[] message() {
        return ByteBuffer.allocate(DOMAIN.length + 16 + hash.length)
                .put(DOMAIN)
                .putLong(first)
                .putLong(last)
                .put(hash)
                .array();
    }
}
