package io.sextant.app.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A passkey as its owner and administrators see it.
///
/// @param name as its owner calls it
/// @param host the host under which it serves
/// @param synced whether its owner's other devices have it too
/// @param lastUsed absent when nobody has come in with it
public record Passkey(
        long id,
        String name,
        String host,
        boolean synced,
        Instant created,
        @Nullable Instant lastUsed) {}
