package io.sextant.app.demand;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// The six sights on a use case, in the order of the axes.
@Component
public class Sights {
    private final Map<Axis, SightTaker> takers = new EnumMap<>(Axis.class);

    Sights(List<SightTaker> takers) {
        for (SightTaker taker : takers) {
            if (this.takers.put(taker.axis(), taker) != null) {
                throw new IllegalStateException("two sight takers for the axis " + taker.axis());
            }
        }
    }

    /// One sight per axis; an axis whose room is not there yet answers `UNKNOWN`.
    public List<Sight> of(UseCase useCase) {
        return Arrays.stream(Axis.values())
                .map(axis -> {
                    SightTaker taker = takers.get(axis);
                    return taker == null ? Sight.unknown(axis) : taker.take(useCase);
                })
                .toList();
    }

    /// Whether some room answers for this axis.
    public boolean taken(Axis axis) {
        return takers.containsKey(axis);
    }
}
