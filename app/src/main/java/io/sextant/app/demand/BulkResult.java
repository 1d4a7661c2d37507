package io.sextant.app.demand;

import io.sextant.app.kernel.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a change asked of several use cases did to one of them.
///
/// @param version its version afterwards, with which the change can be undone; absent when nothing was changed
/// @param reasons why something was not changed; empty when all was, or was so already
public record BulkResult(UseCaseId id, @Nullable Long version, List<Reason> reasons) {
    public BulkResult {
        reasons = List.copyOf(reasons);
    }

    /// What this change and one that followed it did together.
    public BulkResult and(BulkResult next) {
        List<Reason> all = new ArrayList<>(reasons);
        next.reasons.stream().filter(reason -> !all.contains(reason)).forEach(all::add);
        return new BulkResult(id, next.version == null ? version : next.version, all);
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
