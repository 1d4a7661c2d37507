package io.sextant.app.demand;

import io.sextant.app.kernel.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a change asked of several use cases did to one of them.
///
/// @param version its version afterwards, with which the change can be undone; absent when nothing was changed
/// @param reasons why nothing was changed; empty when it was, or when it was so already
public record BulkResult(UseCaseId id, @Nullable Long version, List<Reason> reasons) {
    public BulkResult {
        reasons = List.copyOf(reasons);
    }

    /// Whether it changed.
    public boolean changed() {
        return version != null;
    }

    /// Whether it was refused.
    public boolean refused() {
        return !reasons.isEmpty();
    }
}
