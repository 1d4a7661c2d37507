package io.sextant.app.demand.receiving;

import io.sextant.app.kernel.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A delivery as the log keeps it.
///
/// @param identifier as the sender wrote it; absent when it wrote none
/// @param reasons why it was refused or left aside, or what was left out of it
/// @param body the beginning of its body, without our secret; absent when it was not read or is kept no more
/// @param idea the idea that it became or changed
/// @param useCase code of the use case that has its note
public record Delivery(
        long id,
        Instant at,
        Result result,
        int status,
        @Nullable String identifier,
        List<Reason> reasons,
        @Nullable String body,
        @Nullable Long idea,
        @Nullable String useCase) {
    public Delivery {
        reasons = List.copyOf(reasons);
    }
}
