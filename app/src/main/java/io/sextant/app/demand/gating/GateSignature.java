package io.sextant.app.demand.gating;

import io.sextant.app.demand.Stage;
import io.sextant.app.identity.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The word of a person that a criterion is met, and the facts they saw.
///
/// @param role the role in which they signed
/// @param basis the facts it rests on, by name
/// @param forId whose place the signer took; absent when they signed for themselves
/// @param fallenAt when it fell; absent while it stands
/// @param fallenWhy names of the facts that changed, or `edition:` and the edition that asks otherwise
/// @param stage the stage whose gate it was given at
/// @param edition the edition of the gates on which it was given
public record GateSignature(
        long id,
        String criterion,
        String role,
        @Nullable String note,
        Map<String, Object> basis,
        Instant at,
        long byId,
        String byName,
        @Nullable Long forId,
        @Nullable String forName,
        @Nullable Instant fallenAt,
        List<String> fallenWhy,
        Stage stage,
        String edition) {
    public GateSignature {
        fallenWhy = List.copyOf(fallenWhy);
    }

    /// Whether this person gave it, or it was given for them: both may take it back.
    public boolean gaveBy(Actor actor) {
        return actor.is(byId) || forId != null && actor.is(forId);
    }
}
