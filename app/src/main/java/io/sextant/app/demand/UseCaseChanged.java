package io.sextant.app.demand;

import io.sextant.app.demand.Content.Change;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Who;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A use case was created, edited, put away, brought back, imported or gone back on.
///
/// @param changes what changed, field by field
public record UseCaseChanged(
        Who by, UseCaseId id, Revision.Act act, @Nullable String reason, Map<String, Change> changes)
        implements Auditable {

    @Override
    public String action() {
        return "use-case." + act.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String subjectType() {
        return "use-case";
    }

    @Override
    public String subjectId() {
        return id.code();
    }

    @Override
    public Map<String, @Nullable Object> before() {
        var before = new LinkedHashMap<String, @Nullable Object>();
        changes.forEach((field, change) -> {
            if (act != Revision.Act.CREATED) {
                before.put(field, change.before());
            }
        });
        return before;
    }

    @Override
    public Map<String, @Nullable Object> after() {
        var after = new LinkedHashMap<String, @Nullable Object>();
        changes.forEach((field, change) -> {
            if (change.after() != null || act != Revision.Act.CREATED) {
                after.put(field, change.after());
            }
        });
        return after;
    }
}
