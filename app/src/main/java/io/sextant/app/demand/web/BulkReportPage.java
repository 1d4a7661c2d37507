package io.sextant.app.demand.web;

import io.sextant.app.demand.BulkResult;
import java.util.List;

/// What a change asked of several use cases did to each, when it was refused to some.
///
/// @param back the list it was asked from
public record BulkReportPage(List<BulkResult> results, String back) {
    public long changed() {
        return results.stream().filter(BulkResult::changed).count();
    }

    public long refused() {
        return results.stream().filter(BulkResult::refused).count();
    }
}
