package io.sextant.app.demand.gating.packs.web;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.packs.Trials;
import io.sextant.app.demand.gating.packs.Trials.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The use cases whose answer a draft would change.
///
/// @param next the key after which the list goes on; absent at its end
public record ChangedPage(
        DraftPage draft,
        Trials.Result trial,
        @Nullable Stage stage,
        @Nullable State from,
        @Nullable State to,
        List<Trials.ChangedCase> rows,
        @Nullable Long next) {
    /// The tone of an answer.
    public static String tone(State state) {
        return switch (state) {
            case OPEN -> "go";
            case SIGN -> "brand";
            case NOT_YET -> "wait";
            case IMPOSSIBLE -> "no";
        };
    }
}
