package io.sextant.app.demand.gating;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.gating.packs.Editions;
import io.sextant.engine.gates.GatePack;
import io.sextant.engine.gates.path.Euros;
import io.sextant.engine.gates.path.PathToYes;
import io.sextant.engine.gates.path.Terms;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The gates in use, with what paths are reckoned with. Thread-safe.
@Component
class GatePacks {
    private static final int YEARS_AHEAD = 5;

    private final Editions editions;
    private final Clock clock;
    private final WorkingDays workingDays;
    private final Euros dayRate;

    /// Two editions may hold at once: what finds paths through each is kept.
    private final Cache<GatePack, PathToYes> paths =
            Caffeine.newBuilder().weakKeys().build();

    GatePacks(GateSettings settings, Editions editions, Clock clock) {
        this.editions = editions;
        this.clock = clock;
        workingDays = new WorkingDays(settings.holidays(), settings.frenchHolidays());
        dayRate = Euros.of(settings.dayRate());
    }

    /// The gates in use for use cases that come in today.
    GatePack current() {
        return editions.inUse(LocalDate.now(clock));
    }

    /// The edition by which a use case is judged on a day.
    GatePack of(UseCase useCase, LocalDate on) {
        return of(useCase.createdAt(), on);
    }

    /// The edition by which what was registered at an instant is judged on a day.
    GatePack of(Instant registered, LocalDate on) {
        return editions.judging(LocalDate.ofInstant(registered, clock.getZone()), on);
    }

    /// The editions by which a use case may be judged on a day, the one in use first.
    List<GatePack> holding(LocalDate on) {
        return editions.holding(on);
    }

    /// An edition by its name; empty when it is not known here.
    Optional<GatePack> edition(String name) {
        return editions.find(name);
    }

    /// What decides by which edition use cases are judged on a day.
    String editions(LocalDate on) {
        return editions.basis(on);
    }

    /// Finds paths with the remedies of the pack in use.
    PathToYes paths() {
        return paths(current());
    }

    /// Finds paths with the remedies of a pack.
    PathToYes paths(GatePack pack) {
        return paths.get(pack, p -> PathToYes.of(p.remedies().values()));
    }

    WorkingDays workingDays() {
        return workingDays;
    }

    /// What a path that begins that day is reckoned with.
    Terms terms(LocalDate origin) {
        return new Terms(origin, workingDays.holidays(origin, YEARS_AHEAD), dayRate, Map.of(), Terms.NODES);
    }
}
