package io.sextant.app.audit;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Something wrong with the trail, with the record it concerns.
///
/// @param kind what is wrong
/// @param first the first change concerned, or for a checkpoint its size; 0 when the trail as a whole is meant
/// @param last the last change concerned; the same as `first` for one
/// @param record the record at `first`, as it stands now; absent where there is none
/// @param detail what the kind says it is: a place, a count, a time, a line number, a key, an explanation
public record Finding(
        Kind kind, long first, long last, @Nullable Culprit record, List<Object> detail) {
    public Finding {
        detail = List.copyOf(detail);
    }

    /// A record that is named in a finding.
    public record Culprit(String action, String subjectType, String subjectId, String actor, Instant recordedAt) {
        static Culprit of(StoredEvent event) {
            return new Culprit(
                    event.action(), event.subjectType(), event.subjectId(), event.actorName(), event.recordedAt());
        }
    }

    /// Where a signed size and root were found.
    public enum Source {
        /// The table of checkpoints in the database.
        TABLE,
        /// The log file in the data folder.
        LOG,
        /// A file kept elsewhere.
        ANCHOR
    }

    /// What can be wrong. The name in lower case, with hyphens, is the code in the API.
    public enum Kind {
        /// The contents no longer match the fingerprint.
        ALTERED,
        /// Records are missing between two others. Detail: whether those after were renumbered to hide it.
        REMOVED,
        /// The record was written at another place. Detail: that place.
        MOVED,
        /// The records were not written by Sextant at this place: those after them were pushed back.
        INSERTED,
        /// The contents match the fingerprint, but it is not the one that the next record was written after.
        REPLACED,
        /// The last records are missing. Detail: [Source], time of the signature.
        TRUNCATED,
        /// Some of these records are not those that were signed. Detail: [Source], time of the signature.
        REWRITTEN,
        /// The seal on these records was not made by Sextant for these records.
        SEAL_FALSE,
        /// The last records have no seal: Sextant did not write them.
        SEAL_MISSING,
        /// A checkpoint's signature is not that of its key. Detail: [Source].
        CHECKPOINT_FALSE,
        /// A checkpoint is signed with a key that is not known here. Detail: [Source], name and id of the key.
        CHECKPOINT_UNKNOWN_KEY,
        /// A checkpoint in the database is not the one in the log, or its columns contradict each other.
        CHECKPOINT_ALTERED,
        /// A checkpoint of the log is missing from the database.
        CHECKPOINT_REMOVED,
        /// A checkpoint of the database is missing from the log.
        CHECKPOINT_UNLOGGED,
        /// The log file is missing.
        LOG_MISSING,
        /// Part of the log file cannot be read. Detail: line number, explanation.
        LOG_UNREADABLE,
        /// The anchor's signature is not that of its key.
        ANCHOR_FALSE,
        /// The anchor is signed with a key that is not known here. Detail: name and id of the key.
        ANCHOR_UNKNOWN_KEY;

        /// The name in the API and of the message: lower case, hyphens.
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Finding of(Kind kind, StoredEvent event, Object... detail) {
        return new Finding(kind, event.seq(), event.seq(), Culprit.of(event), List.of(detail));
    }

    static Finding between(Kind kind, long first, long last, Object... detail) {
        return new Finding(kind, first, last, null, List.of(detail));
    }
}
