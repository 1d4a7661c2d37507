package io.sextant.app.audit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// When the trail is signed and verified.
///
/// @param checkpointEvery a checkpoint is signed once this many changes are not covered by one; from 1
/// @param checkpointAfter and at the latest after this time, when there is a change to cover; from one second
/// @param verifyEvery the whole trail is verified in the background after start-up and at this interval; from one
/// minute
/// @param origin the name under which checkpoints are signed, such as `acme.example/sextant`; only read when the
/// signing
///     key is first made, and then part of it; absent gives a name that no other installation has
@ConfigurationProperties("sextant.audit")
record AuditSettings(
        @DefaultValue("1000") int checkpointEvery,
        @DefaultValue("5m") Duration checkpointAfter,
        @DefaultValue("24h") Duration verifyEvery,
        @Nullable String origin) {
    AuditSettings {
        if (checkpointEvery < 1) {
            throw new IllegalArgumentException("sextant.audit.checkpoint-every is at least 1, not " + checkpointEvery);
        }
        if (checkpointAfter.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("sextant.audit.checkpoint-after is at least 1s, not " + checkpointAfter);
        }
        if (verifyEvery.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("sextant.audit.verify-every is at least 1m, not " + verifyEvery);
        }
    }
}
