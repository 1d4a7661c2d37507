package io.sextant.app.demand.gating;

import io.sextant.app.demand.UseCaseId;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Who;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something happened at a gate.
///
/// @param verb what, for example `decided`
/// @param reason why, in the author’s words
/// @param after what it left behind, by name
public record GateEvent(
        Who by, UseCaseId id, String verb, @Nullable String reason, Map<String, @Nullable Object> after)
        implements Auditable {
    @Override
    public String action() {
        return "gate." + verb;
    }

    @Override
    public String subjectType() {
        return "use-case";
    }

    @Override
    public String subjectId() {
        return id.code();
    }
}
