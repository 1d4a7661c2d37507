package io.sextant.app.audit;

import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The verifications of this server: one at a time, the result of the last one at hand. It is kept in memory, where
/// nobody with the database alone can touch it.
final class Verifications {
    private static final Logger log = LoggerFactory.getLogger(Verifications.class);

    private final Verifier verifier;
    private final Keys keys;
    private volatile @Nullable Verification last;

    Verifications(Verifier verifier, Keys keys) {
        this.verifier = verifier;
        this.keys = keys;
    }

    /// Verifies the whole trail now, after any verification that is under way.
    ///
    /// @param progress told now and then how many changes have been read
    synchronized Verification run(LongConsumer progress) {
        var result = verifier.verify(keys.known(), List.of(), progress);
        last = result;
        if (!result.intact()) {
            var worst = result.findings().getFirst();
            log.error(
                    "The audit trail does not hold: {} finding(s), the first: {} at {}. Run \"sextant audit verify\".",
                    result.findings().size() + result.more(),
                    worst.kind().code(),
                    worst.first());
        }
        return result;
    }

    /// The last one since this server started.
    Optional<Verification> last() {
        return Optional.ofNullable(last);
    }
}
