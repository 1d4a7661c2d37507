package io.sextant.app.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How the trail stands.
///
/// @param events number of changes
/// @param signed number of changes that the last checkpoint covers
/// @param signedAt when that was signed; absent where nothing has been
/// @param keyId the key that new checkpoints are signed with; absent before there is one
/// @param verification the last verification since this server started; absent before the first
public record TrailState(
        long events,
        long signed,
        @Nullable Instant signedAt,
        @Nullable String keyId,
        @Nullable Verification verification) {}
