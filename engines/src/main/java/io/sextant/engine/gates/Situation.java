package io.sextant.engine.gates;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that a gate looks at: facts, sights, signatures, waivers and the day. Immutable; serves every gate.
public final class Situation {
    private static final String KNOWN = "known.";

    private final Map<String, Object> values;
    private final List<Signature> signatures;
    private final List<Waiver> waivers;
    private final LocalDate on;

    /// @param sights by axis; one that is not there is unknown
    /// @param on the day on which waivers must stand
    public Situation(
            Facts facts, Map<Axis, Sight> sights, List<Signature> signatures, List<Waiver> waivers, LocalDate on) {
        values = HashMap.newHashMap(facts.values().size() + 18);
        values.putAll(facts.values());
        for (Axis axis : Axis.values()) {
            Sight sight = sights.getOrDefault(axis, Sight.UNKNOWN);
            values.put(axis.id() + ".verdict", sight.verdict().name());
            values.put(axis.id() + ".coverage", sight.coverage());
            if (sight.score() != null) {
                values.put(axis.id() + ".score", sight.score().longValue());
            }
        }
        this.signatures = List.copyOf(signatures);
        this.waivers = List.copyOf(waivers);
        this.on = on;
    }

    /// Facts and sights alone, before anybody signs or waives.
    public Situation(Facts facts, Map<Axis, Sight> sights, LocalDate on) {
        this(facts, sights, List.of(), List.of(), on);
    }

    /// The value under a name of a condition; null when unknown.
    @Nullable
    Object value(String name) {
        if (name.startsWith(KNOWN)) {
            return values.containsKey(name.substring(KNOWN.length()));
        }
        return values.get(name);
    }

    List<Signature> signatures() {
        return signatures;
    }

    List<Waiver> waivers() {
        return waivers;
    }

    LocalDate on() {
        return on;
    }
}
