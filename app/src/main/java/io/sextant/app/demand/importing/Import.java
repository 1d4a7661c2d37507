package io.sextant.app.demand.importing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An inventory somebody brought, and how far it got.
///
/// @param version counts its changes from 1; the ETag of its pages and of the API
/// @param sha256 digest of the file, 64 lower-case hexadecimal digits
/// @param blobId where the file is kept; absent once it was thrown away
/// @param jobId the work in the background that was started last; absent before the first
/// @param jobKind what that work is: `CHECK`, `APPLY` or `UNDO`
/// @param summary what the last check found; absent before it
/// @param undone what undoing it came to
public record Import(
        long id,
        long version,
        State state,
        String fileName,
        long fileBytes,
        String sha256,
        @Nullable Long blobId,
        Instant createdAt,
        @Nullable Long byId,
        String byName,
        Analysis analysis,
        Plan plan,
        @Nullable Long jobId,
        @Nullable Work jobKind,
        boolean applyWhenChecked,
        @Nullable Instant checkedAt,
        @Nullable Summary summary,
        @Nullable Instant appliedAt,
        @Nullable String appliedBy,
        @Nullable Instant undoneAt,
        @Nullable String undoneBy,
        @Nullable Undone undone) {

    /// How far it got. Work in the background changes the state only when it ends, so that work cut short changes
    /// nothing.
    public enum State {
        /// The file is read; its columns wait to be matched and checked.
        READ,
        /// What would happen is known.
        CHECKED,
        /// It is in the register.
        APPLIED,
        /// It was taken back.
        UNDONE,
        /// It was thrown away before it was applied.
        DISCARDED
    }

    /// The kinds of work in the background.
    public enum Work {
        CHECK,
        APPLY,
        UNDO;

        /// Kind of the job.
        public String job() {
            return "demand.import." + name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
