package io.sextant.app.demand;

import io.sextant.app.demand.store.MoveStore;
import io.sextant.app.identity.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// What moved in the register since a given moment, for what one reader may see. Thread-safe.
@Service
@Transactional(readOnly = true)
public class Moves {
    private static final int MOST_NAMED = 5;

    private final MoveStore store;
    private final UseCases useCases;

    Moves(MoveStore store, UseCases useCases) {
        this.store = store;
        this.useCases = useCases;
    }

    /// What moved.
    ///
    /// @param registered how many use cases came in and are still there
    /// @param archived how many were put away
    /// @param arrivals those at another stage than then, by the stage they are at, the furthest along first. A
    /// stage
    ///     said for the first time is no move: it was only unknown.
    public record Moved(long registered, long archived, List<Arrivals> arrivals) {
        public Moved {
            arrivals = List.copyOf(arrivals);
        }
    }

    /// Those that came to a stage.
    ///
    /// @param count how many
    /// @param some the first of them in the order of registration, at most five
    public record Arrivals(Stage to, long count, List<StageMove> some) {
        public Arrivals {
            some = List.copyOf(some);
        }
    }

    /// What moved among what a query asks for; order and page do not matter.
    public Moved since(Actor actor, UseCaseQuery query, Instant since) {
        UseCaseQuery asked = useCases.expanded(query);
        @Nullable Set<Long> readable = useCases.readable(actor);
        return new Moved(
                store.registered(asked, readable, since),
                store.archived(asked, readable, since),
                store.arrivals(asked, readable, since, MOST_NAMED));
    }
}
