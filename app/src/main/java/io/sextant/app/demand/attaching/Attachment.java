package io.sextant.app.demand.attaching;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A file attached to a use case.
///
/// @param name as its sender called it, without path or invisible characters
/// @param mediaType after what it holds
/// @param bytes its length
/// @param sha256 of its bytes, 64 hexadecimal digits
/// @param removedAt when somebody took it away; absent while it is there
public record Attachment(
        long id,
        String name,
        String mediaType,
        long bytes,
        String sha256,
        Instant addedAt,
        String addedBy,
        @Nullable Instant removedAt,
        @Nullable String removedBy) {

    /// Whether it was taken away.
    public boolean removed() {
        return removedAt != null;
    }

    /// The ending of its name in capitals, `PDF`.
    public String ending() {
        return name.substring(name.lastIndexOf('.') + 1).toUpperCase(java.util.Locale.ROOT);
    }
}
