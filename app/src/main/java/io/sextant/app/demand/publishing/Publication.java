package io.sextant.app.demand.publishing;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A use case that is shown to whoever has its address.
///
/// @param slug what its address ends with; 128 random bits
/// @param parts what is shown beside the title and the stage
/// @param contact whom readers may turn to, as an address or a name
public record Publication(
        String slug, Set<Part> parts, @Nullable String contact, Instant since, String byName) {
    /// What may be shown of a use case beside its title and its stage.
    public enum Part {
        PROBLEM,
        OUTCOME,
        BENEFICIARIES,
        DESCRIPTION,
        KIND,
        UNIT,
        OWNER,
        DECISION
    }

    /// Where the page is, under the address of Sextant.
    public String path() {
        return "/shown/" + slug;
    }
}
