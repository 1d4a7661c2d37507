package io.sextant.app.demand.importing;

import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Who;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An import was applied or taken back; each use case it touched has an event of its own besides.
///
/// @param action `import.applied` or `import.undone`
/// @param after the file, its digest, the inventory and how many use cases were touched
public record ImportEvent(Who by, String action, long importId, Map<String, @Nullable Object> after)
        implements Auditable {
    @Override
    public String subjectType() {
        return "import";
    }

    @Override
    public String subjectId() {
        return String.valueOf(importId);
    }
}
