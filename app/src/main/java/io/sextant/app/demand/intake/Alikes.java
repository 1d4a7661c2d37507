package io.sextant.app.demand.intake;

import io.sextant.app.demand.LookAlike;
import io.sextant.app.demand.intake.DraftStore.Near;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Scope;
import io.sextant.app.platform.knowledge.InventoryKnowledge;
import io.sextant.engine.inventory.lookalike.Item;
import io.sextant.engine.inventory.lookalike.LookAlikeIndex;
import io.sextant.engine.inventory.lookalike.Term;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finds the use cases that a demand looks like before it is in the register: the database picks those that share its
/// rarest words, and the comparison of the whole register judges them. Thread-safe.
@Component
class Alikes {
    private static final int CANDIDATES = 60;
    private static final int MOST = 5;

    private final DraftStore store;
    private final InventoryKnowledge knowledge;

    Alikes(DraftStore store, InventoryKnowledge knowledge) {
        this.store = store;
        this.knowledge = knowledge;
    }

    /// Those that the reader may see, the most alike first; at most five.
    ///
    /// @param without key of a use case to leave out; 0 for none
    List<LookAlike.Member> of(Actor actor, Draft draft, @Nullable Long unit, long without) {
        String body = String.join("\n", draft.field("problem"), draft.field("outcome"), draft.field("beneficiaries"));
        if (body.isBlank()) {
            return List.of();
        }
        List<Near> near = store.near(draft.title() + " " + body, readable(actor), without, CANDIDATES);
        Map<String, Near> byId = near.stream().collect(Collectors.toMap(n -> n.id().code(), Function.identity()));
        LookAlikeIndex index = knowledge
                .lookAlikes()
                .index(near.stream()
                        .map(n -> new Item(n.id().code(), n.title(), n.body(), unit(n.unitId())))
                        .toList());
        return index.nearest(new Item("", draft.title(), body, unit(unit)), MOST).stream()
                .filter(found -> found.likeness() != null)
                .map(found -> member(Objects.requireNonNull(byId.get(found.id())), found))
                .toList();
    }

    private static LookAlike.Member member(Near near, LookAlikeIndex.Near found) {
        return new LookAlike.Member(
                near.id(),
                near.title(),
                near.lang(),
                near.translated(),
                near.unitId(),
                found.score(),
                found.shared().stream().map(Term::en).distinct().toList(),
                found.shared().stream().map(Term::fr).distinct().toList());
    }

    private static String unit(@Nullable Long unit) {
        return unit == null ? "" : unit.toString();
    }

    private static Long @Nullable [] readable(Actor actor) {
        return switch (actor.scope(Permission.VIEW_USE_CASES)) {
            case Scope.All() -> null;
            case Scope.Units(Set<Long> within) -> within.toArray(Long[]::new);
            case Scope.None() -> new Long[0];
        };
    }
}
