package io.sextant.app.demand;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A use case as the register holds it.
///
/// @param id its public identifier
/// @param key the key of its row
/// @param version counts its changes from 1; the ETag of its pages and of the API
/// @param needVerdict what the need axis said when it was last changed
/// @param completeness share of what matters that is filled in, 0 to 100
/// @param requesterId the account that asked for it; absent when it was imported or came without an account
/// @param archivedAt when it was put away; absent while it is in the register
public record UseCase(
        UseCaseId id,
        long key,
        long version,
        Content content,
        Verdict needVerdict,
        int completeness,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy,
        @Nullable Long requesterId,
        @Nullable Instant archivedAt) {

    /// Whether it was put away.
    public boolean archived() {
        return archivedAt != null;
    }
}
