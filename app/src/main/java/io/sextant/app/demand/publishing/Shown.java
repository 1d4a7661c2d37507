package io.sextant.app.demand.publishing;

import io.sextant.app.demand.Kind;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.Answer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a stranger sees of a published use case; what is not shown, or not known, is absent.
///
/// @param language of the texts, `fr` or `en`
/// @param unit its name
/// @param owner who answers for it in the business
/// @param decision the answer that stands
public record Shown(
        String code,
        String language,
        String title,
        @Nullable Stage stage,
        @Nullable String problem,
        @Nullable String outcome,
        @Nullable String beneficiaries,
        @Nullable String description,
        @Nullable Kind kind,
        @Nullable String unit,
        @Nullable String owner,
        @Nullable Decided decision,
        @Nullable String contact,
        Instant updatedAt) {
    /// An answer given at a gate.
    ///
    /// @param stage the stage it was about
    public record Decided(Answer answer, Stage stage, Instant at) {}
}
