package io.sextant.app.demand.intake;

import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Who;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that happened to a demand before or beside the register. What somebody types before they send it is
/// theirs: the trail knows that a draft was sent, joined to another or thrown away, not its words.
///
/// @param verb `sent`, `sent-again`, `joined` or `discarded`
/// @param subject the use case, or the draft where there is none
record IntakeEvent(Who by, String verb, String subjectType, String subjectId, Map<String, @Nullable Object> after)
        implements Auditable {
    @Override
    public String action() {
        return "intake." + verb;
    }
}
