package io.sextant.app.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A change, as the trail has it.
///
/// @param seq its place in the trail, from 1
/// @param actorId the account that made it; absent when no account did
/// @param actorName the author's name at the time
/// @param channel the way it came in: `WEB`, `API`, `CLI` or `SYSTEM`
/// @param action what was done, for example `use-case.edited`
/// @param reason why, in the author's words
/// @param change the canonical JSON that was hashed
/// @param fields what changed, field by field; empty when `change` cannot be read any more
/// @param prevHash fingerprint of the change before, in hexadecimal
/// @param hash its own fingerprint, in hexadecimal
public record AuditEvent(
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
        List<Field> fields,
        String prevHash,
        String hash) {
    public AuditEvent {
        fields = List.copyOf(fields);
    }

    /// A field and its values; a value is null, text, a number, a boolean, or a list or map of these.
    ///
    /// @param hadBefore whether there was a value before, be it null
    /// @param hasAfter whether there is one after
    public record Field(
            String name,
            boolean hadBefore,
            @Nullable Object before,
            boolean hasAfter,
            @Nullable Object after) {}
}
