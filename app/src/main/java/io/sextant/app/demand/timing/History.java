package io.sextant.app.demand.timing;

import io.sextant.app.demand.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How long requests waited for their answer, from which the answer of an open one is foretold. Thread-safe.
///
/// The times are those of a survival curve (product-limit estimator: E. L. Kaplan, P. Meier, *Nonparametric Estimation
/// from Incomplete Observations*, JASA 53, 1958): a request that is still open or was withdrawn counts as one that
/// waited at least so long, so that slow requests are not left out merely because nobody answered them. A forecast is
/// the curve of those that waited as long as this one already has; its range holds eight answers in ten (P10 to P90).
public final class History {
    /// Answers that a forecast needs at least, among requests that waited as long.
    public static final int LEAST = 8;

    private final List<Wait> waits;
    private final Map<Asked, Optional<Forecast>> told = new ConcurrentHashMap<>();

    History(List<Wait> waits) {
        // What waited alike is counted together: there are few times and many requests.
        this.waits = waits.stream()
                .collect(Collectors.groupingBy(
                        w -> new Wait(w.stage(), w.lane(), w.days(), w.answered(), 0),
                        Collectors.summingInt(Wait::count)))
                .entrySet()
                .stream()
                .map(e -> e.getKey().of(e.getValue()))
                .toList();
    }

    private record Asked(Stage stage, String lane, int waited) {}

    /// Requests of one gate and lane that waited the same time.
    ///
    /// @param days working days, those apart during which the clock stood still
    /// @param answered whether the answer came after that time; else it was still awaited then
    /// @param count how many requests
    record Wait(Stage stage, String lane, int days, boolean answered, int count) {
        private Wait of(int many) {
            return new Wait(stage, lane, days, answered, many);
        }
    }

    /// The requests that a forecast rests on.
    public enum Basis {
        /// The same gate and lane.
        LANE,
        /// The same gate, any lane.
        GATE,
        /// Every gate.
        ALL
    }

    /// When an answer may be expected.
    ///
    /// @param early working days from today after which one in ten is answered
    /// @param likely working days from today after which half are answered
    /// @param late working days from today after which nine in ten are answered; absent when fewer ever were
    /// @param answers how many answers it rests on
    public record Forecast(int early, int likely, @Nullable Integer late, int answers, Basis basis) {}

    /// The forecast for a request of a gate and lane that has waited for some days; absent where too little is known.
    @Nullable
    Forecast forecast(Stage stage, String lane, int waited) {
        return told.computeIfAbsent(
                        new Asked(stage, lane, waited), asked -> Optional.ofNullable(reckoned(stage, lane, waited)))
                .orElse(null);
    }

    private @Nullable Forecast reckoned(Stage stage, String lane, int waited) {
        Forecast same = forecast(w -> w.stage() == stage && w.lane().equals(lane), waited, Basis.LANE);
        if (same != null) {
            return same;
        }
        Forecast gate = forecast(w -> w.stage() == stage, waited, Basis.GATE);
        return gate != null ? gate : forecast(w -> true, waited, Basis.ALL);
    }

    private @Nullable Forecast forecast(Predicate<Wait> like, int waited, Basis basis) {
        record Day(int answered, int left) {}
        var days = new TreeMap<Integer, Day>();
        int atRisk = 0;
        int answers = 0;
        for (Wait wait : waits) {
            if (wait.days() >= waited && like.test(wait)) {
                atRisk += wait.count();
                answers += wait.answered() ? wait.count() : 0;
                var day = new Day(wait.answered() ? wait.count() : 0, wait.count());
                days.merge(wait.days(), day, (a, b) -> new Day(a.answered() + b.answered(), a.left() + b.left()));
            }
        }
        if (answers < LEAST) {
            return null;
        }
        Integer early = null;
        Integer likely = null;
        Integer late = null;
        double open = 1;
        for (Map.Entry<Integer, Day> day : days.entrySet()) {
            open *= 1 - (double) day.getValue().answered() / atRisk;
            atRisk -= day.getValue().left();
            int from = day.getKey() - waited;
            early = early == null && open <= 0.9 + 1e-9 ? Integer.valueOf(from) : early;
            likely = likely == null && open <= 0.5 + 1e-9 ? Integer.valueOf(from) : likely;
            late = late == null && open <= 0.1 + 1e-9 ? Integer.valueOf(from) : late;
        }
        // Where not even half were answered, there is nothing to tell.
        return early == null || likely == null ? null : new Forecast(early, likely, late, answers, basis);
    }

    /// The smallest of these numbers that at least a share of them does not exceed.
    ///
    /// @param sorted in rising order, at least one
    static int quantile(List<Integer> sorted, double share) {
        return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size() - 1e-9) - 1));
    }
}
