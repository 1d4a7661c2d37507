package io.sextant.app.demand.gating;

import io.sextant.app.demand.UseCaseId;
import io.sextant.app.kernel.Who;
import java.util.List;
import java.util.Map;

/// Signatures are asked for that were not before.
///
/// @param by whose act brought it about
/// @param roles the roles, by the identifier of the criterion
public record SignaturesExpected(Who by, UseCaseId id, Map<String, List<String>> roles) {
    public SignaturesExpected {
        roles = Map.copyOf(roles);
    }
}
