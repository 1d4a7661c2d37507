package io.sextant.app.audit.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Computes the fingerprint of a record of the trail. Not thread-safe; made to be kept for a long run.
///
/// The fingerprint is SHA-256 over the fields below in this order, each preceded by its length in bytes as a 32-bit
/// big-endian number, so that no two records read alike; an absent field has length `ffffffff` and no bytes. Numbers
/// are 64-bit big-endian, texts UTF-8.
///
/// | field | content |
/// |---|---|
/// | domain | `sextant.audit.event.v1` |
/// | prev_hash | fingerprint of the record before; 32 zero bytes for the first |
/// | seq | place in the trail, from 1 |
/// | recorded_at | microseconds since 1970-01-01T00:00:00Z |
/// | actor_id | number of the account, or absent |
/// | actor_name, channel, action, subject_type, subject_id | text |
/// | reason | text, or absent |
/// | change | canonical JSON, see [CanonicalJson] |
public final class EventHasher {
    /// What the first record has for the fingerprint of the one before.
    private static final byte[] GENESIS = new byte[Sha256.LENGTH];

    private static final byte[] DOMAIN = "sextant.audit.event.v1".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest sha = Sha256.digest();
    private final byte[] number = new byte[8];

    /// The fingerprint that the first record gives for the one before it: 32 zero bytes, a fresh copy.
    public static byte[] genesis() {
        return GENESIS.clone();
    }

    /// Microseconds since 1970 of an instant, which is all that PostgreSQL keeps.
    public static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /// The fingerprint of a record at place `seq` after the record whose fingerprint is `prev`.
    public byte[] hash(
            byte[] prev,
            long seq,
            long recordedAtMicros,
            @Nullable Long actorId,
            String actorName,
            String channel,
            String action,
            String subjectType,
            String subjectId,
            @Nullable String reason,
            String change) {
        sha.reset();
        bytes(DOMAIN);
        bytes(prev);
        number(seq);
        number(recordedAtMicros);
        if (actorId == null) {
            absent();
        } else {
            number(actorId);
        }
        text(actorName);
        text(channel);
        text(action);
        text(subjectType);
        text(subjectId);
        if (reason == null) {
            absent();
        } else {
            text(reason);
        }
        text(change);
        return sha.digest();
    }

    private void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] bytes) {
        length(bytes.length);
        sha.update(bytes);
    }

    private void number(long value) {
        length(8);
        for (int i = 0; i < 8; i++) {
            number[i] = (byte) (value >>> 56 - 8 * i);
        }
        sha.update(number, 0, 8);
    }

    private void absent() {
        length(-1);
    }

    private void length(int length) {
        for (int i = 0; i < 4; i++) {
            number[i] = (byte) (length >>> 24 - 8 * i);
        }
        sha.update(number, 0, 4);
    }
}
