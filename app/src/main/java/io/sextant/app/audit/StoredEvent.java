package io.sextant.app.audit;

import io.sextant.app.audit.proof.EventHasher;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of the trail, as it stands in the database: nothing in it is believed before it is checked.
///
/// @param seal absent on all but the last row of a transaction
record StoredEvent(
        long seq,
        Instant recordedAt,
        @Nullable Long actorId,
        String actorName,
        String channel,
        String action,
        String subjectType,
        String subjectId,
        @Nullable String reason,
        String change,
        byte[] prevHash,
        byte[] hash,
        byte @Nullable [] seal) {
    /// The fingerprint that the contents have at some place of the trail.
    byte[] fingerprint(EventHasher hasher, long place) {
        return hasher.hash(
                prevHash,
                place,
                EventHasher.micros(recordedAt),
                actorId,
                actorName,
                channel,
                action,
                subjectType,
                subjectId,
                reason,
                change);
    }
}
