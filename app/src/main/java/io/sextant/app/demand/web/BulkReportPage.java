package io.sextant.app.demand.web;

import io.sextant.app.demand.BulkResult;
import io.sextant.app.demand.UseCaseId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// What a change asked of several use cases did to each, when it was refused to some.
///
/// @param titles the titles of those that the reader may see
/// @param done what was done, as the messages name it
/// @param undo what takes the changes back, each as `identifier@version`; empty when one step does not
/// @param back the list it was asked from
public record BulkReportPage(
        List<BulkResult> results, Map<UseCaseId, String> titles, String done, List<String> undo, String back) {
    /// The results, the refused first.
    public List<BulkResult> ordered() {
        return results.stream()
                .sorted(Comparator.comparing(BulkResult::refused).reversed())
                .toList();
    }

    public String title(BulkResult result) {
        return titles.getOrDefault(result.id(), "");
    }

    public long changed() {
        return results.stream().filter(BulkResult::changed).count();
    }

    public long refused() {
        return results.stream().filter(BulkResult::refused).count();
    }
}
