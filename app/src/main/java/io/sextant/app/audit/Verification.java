package io.sextant.app.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The result of verifying the whole trail.
///
/// @param at when it was finished
/// @param took how long it took
/// @param events number of changes in the trail
/// @param root hash of the Merkle tree over all of them
/// @param checkpoints signed checkpoints that were compared with the tree and agreed
/// @param last the last checkpoint that agreed; absent where there is none
/// @param anchors anchors that were given
/// @param findings what is wrong, worst first; empty when the trail is intact
/// @param more how many findings there are beyond these
public record Verification(
        Instant at,
        Duration took,
        long events,
        byte[] root,
        long checkpoints,
        @Nullable Signed last,
        int anchors,
        List<Finding> findings,
        long more) {
    public Verification {
        findings = List.copyOf(findings);
    }

    /// A checkpoint that agreed with the tree.
    public record Signed(long size, @Nullable Instant at) {}

    /// Whether nothing is wrong.
    public boolean intact() {
        return findings.isEmpty();
    }
}
