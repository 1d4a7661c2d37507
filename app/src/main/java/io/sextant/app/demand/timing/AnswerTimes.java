package io.sextant.app.demand.timing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.timing.OpenRequest.Age;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.engine.gates.Gate;
import io.sextant.engine.gates.GatePack;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to the answer times. A reader finds the requests on use cases that they may see; forecasts rest on how long
/// requests waited anywhere in the company, of which nothing but counts is told. Thread-safe.
@Service
@Transactional(readOnly = true)
public class AnswerTimes {
    /// Months of the trend, the present one included.
    public static final int MONTHS = 12;

    private final TimingStore store;
    private final Gates gates;
    /// What was reckoned of requests that did not change since. Not for long: somebody may have read while a change
    /// that
    /// the version already tells of was not committed.
    private final Cache<Read, History> histories = cache();

    private final Cache<Read, List<Done>> past = cache();

    private static <V> Cache<Read, V> cache() {
        return Caffeine.newBuilder()
                .maximumSize(50)
                .expireAfterWrite(Duration.ofSeconds(30))
                .build();
    }

    /// @param units none where all are
    private record Read(
            LocalDate on, long version, @Nullable Set<Long> units) {}

    AnswerTimes(TimingStore store, Gates gates) {
        this.store = store;
        this.gates = gates;
    }

    /// What is looked at; what is absent narrows nothing.
    ///
    /// @param lane identifier of a lane
    public record Narrowing(
            @Nullable Stage stage,
            @Nullable String lane,
            @Nullable Age age) {
        /// Everything.
        public static final Narrowing NONE = new Narrowing(null, null, null);

        private boolean keeps(Stage at, String along) {
            return (stage == null || stage == at) && (lane == null || lane.equals(along));
        }
    }

    /// A request that waits, without what is told of it.
    ///
    /// @param promised the day by which it is answered
    /// @param paused whether the clock stands still for a question
    public record Waiting(long id, Stage stage, String lane, LocalDate promised, boolean paused, Age age) {}

    /// The answer times of a company, or of those units that a reader may see.
    ///
    /// @param rows one for each gate and lane, in the order of the pack
    /// @param waiting how many requests wait that are looked at
    /// @param open the part of them that was asked for, the most urgent first
    /// @param months the trend, the oldest month first
    /// @param year all of these months together
    /// @param escalations who was told of late and nearly late requests, the latest first
    public record Times(
            List<Row> rows,
            int waiting,
            List<OpenRequest> open,
            List<Month> months,
            Kept year,
            List<Escalation> escalations) {
        public Times {
            rows = List.copyOf(rows);
            open = List.copyOf(open);
            months = List.copyOf(months);
            escalations = List.copyOf(escalations);
        }

        /// How many requests of an age wait, whatever age is looked at.
        public long open(Age age) {
            return rows.stream().mapToLong(r -> r.open().getOrDefault(age, 0L)).sum();
        }

        /// How many open requests have passed their promise, whatever age is looked at.
        public long late() {
            return open(Age.LATE) + open(Age.VERY_LATE);
        }
    }

    /// A gate and lane.
    ///
    /// @param days the promised answer time, in working days, by the latest edition that has this gate and lane
    /// @param earlier what earlier editions promise instead, as long as they hold for use cases that were there
    /// before
    /// @param open how many wait, by age
    /// @param kept what was answered in the last twelve months
    public record Row(Stage stage, String lane, int days, List<Integer> earlier, Map<Age, Long> open, Kept kept) {
        public Row {
            earlier = List.copyOf(earlier);
        }

        /// How many wait.
        public long waiting() {
            return open.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /// What was answered in some time.
    ///
    /// @param answered how many requests
    /// @param kept how many of them by the promised day
    /// @param median working days that half of them took at most; absent when there is none
    /// @param p90 working days that nine in ten of them took at most
    public record Kept(
            int answered,
            int kept,
            @Nullable Integer median,
            @Nullable Integer p90) {
        /// The share of promises kept; absent when nothing was answered.
        public @Nullable Double share() {
            return answered == 0 ? null : (Double) ((double) kept / answered);
        }
    }

    /// A month of the trend.
    public record Month(YearMonth month, Kept kept) {}

    /// Somebody was told of a request.
    public record Escalation(String code, String title, Stage stage, Step step, LocalDate promised, Instant at) {}

    /// What people are told of a request, in this order.
    public enum Step {
        /// Those who decide: the promised day is near.
        SOON,
        /// Those who decide: it has passed.
        LATE,
        /// The CIO too: it has long passed.
        CIO
    }

    /// The answer times as an actor may see them, with every open request.
    public Times of(Actor actor, Narrowing narrowing) {
        return of(actor, narrowing, all -> all);
    }

    /// The answer times as an actor may see them.
    ///
    /// @param part which of the requests that wait, the most urgent first, are told in full
    public Times of(Actor actor, Narrowing narrowing, UnaryOperator<List<Waiting>> part) {
        LocalDate today = gates.today();
        var reach = TimingStore.Reach.of(actor.scope(Permission.VIEW_USE_CASES));
        List<Done> answered = answered(reach, today).stream()
                .filter(a -> narrowing.keeps(a.stage(), a.lane()))
                .toList();
        List<Waiting> open = waiting(reach, today);
        List<Waiting> looked = kept(open, narrowing);
        Map<YearMonth, List<Done>> byMonth = answered.stream().collect(Collectors.groupingBy(Done::month));
        var months = new ArrayList<Month>();
        for (int back = MONTHS - 1; back >= 0; back--) {
            YearMonth month = YearMonth.from(today).minusMonths(back);
            months.add(new Month(month, kept(byMonth.getOrDefault(month, List.of()))));
        }
        return new Times(
                rows(narrowing, open, answered),
                looked.size(),
                whole(reach, part.apply(looked), today),
                months,
                kept(answered),
                store.escalations(reach, 20));
    }

    private static List<Waiting> kept(List<Waiting> open, Narrowing narrowing) {
        return open.stream()
                .filter(r -> narrowing.keeps(r.stage(), r.lane()))
                .filter(r -> narrowing.age() == null || r.age() == narrowing.age())
                .toList();
    }

    /// The open requests on use cases that an actor may take away, the most urgent first.
    public List<OpenRequest> toTake(Actor actor, Narrowing narrowing) {
        LocalDate today = gates.today();
        var reach = TimingStore.Reach.of(actor.scope(Permission.EXPORT_USE_CASES));
        return whole(reach, kept(waiting(reach, today), narrowing), today);
    }

    /// The promise in one figure: what was answered in the last twelve months, and how many requests are late.
    public Summary summary(Actor actor) {
        LocalDate today = gates.today();
        var reach = TimingStore.Reach.of(actor.scope(Permission.VIEW_USE_CASES));
        return new Summary(kept(answered(reach, today)), store.open(reach), store.late(reach, today));
    }

    /// The answer times in brief.
    ///
    /// @param open how many requests wait
    /// @param late how many of them have passed their promise
    public record Summary(Kept kept, long open, long late) {}

    private List<Row> rows(Narrowing narrowing, List<Waiting> open, List<Done> answered) {
        // A request keeps the lane it was asked in, also when no edition that holds has it any more.
        Map<Place, List<Integer>> promises = new LinkedHashMap<>();
        List<GatePack> editions = gates.packs();
        var stages = new LinkedHashSet<Stage>();
        var lanes = new LinkedHashSet<String>();
        editions.forEach(pack -> {
            pack.gates().values().forEach(gate -> stages.add(stage(gate)));
            pack.lanes().forEach(lane -> lanes.add(lane.id()));
        });
        open.forEach(r -> lanes.add(r.lane()));
        stages.forEach(stage -> lanes.forEach(lane -> promises.put(new Place(stage, lane), new ArrayList<>())));
        for (GatePack pack : editions) {
            for (Gate gate : pack.gates().values()) {
                gate.days().forEach((lane, days) -> {
                    List<Integer> known = promises.get(new Place(stage(gate), lane));
                    if (known != null && !known.contains(days)) {
                        known.add(days);
                    }
                });
            }
        }
        Map<Place, EnumMap<Age, Long>> ages = new HashMap<>();
        open.forEach(r -> ages.computeIfAbsent(new Place(r.stage(), r.lane()), p -> new EnumMap<>(Age.class))
                .merge(r.age(), 1L, Long::sum));
        Map<Place, List<Done>> past =
                answered.stream().collect(Collectors.groupingBy(a -> new Place(a.stage(), a.lane())));
        var rows = new ArrayList<Row>();
        promises.forEach((place, days) -> {
            if (narrowing.keeps(place.stage(), place.lane())) {
                rows.add(new Row(
                        place.stage(),
                        place.lane(),
                        days.isEmpty() ? 0 : days.getFirst(),
                        days.isEmpty() ? List.of() : days.subList(1, days.size()),
                        ages.getOrDefault(place, new EnumMap<>(Age.class)),
                        kept(past.getOrDefault(place, List.of()))));
            }
        });
        return rows;
    }

    /// Where a request waits.
    private record Place(Stage stage, String lane) {}

    private static Stage stage(Gate gate) {
        return Stage.valueOf(gate.stage().name());
    }

    /// Requests that were answered alike.
    ///
    /// @param kept whether by the promised day
    /// @param days working days that they took
    /// @param count how many
    private record Done(Stage stage, String lane, YearMonth month, boolean kept, int days, int count) {
        Done of(int many) {
            return new Done(stage, lane, month, kept, days, many);
        }
    }

    /// What was answered in the months of the trend.
    private List<Done> answered(TimingStore.Reach reach, LocalDate today) {
        var read = new Read(today, store.version(), reach.all() ? null : Set.of(reach.units()));
        List<Done> known = past.getIfPresent(read);
        if (known == null) {
            known = store
                    .answered(
                            reach,
                            YearMonth.from(today).minusMonths(MONTHS - 1L).atDay(1))
                    .stream()
                    .collect(Collectors.groupingBy(this::done, Collectors.counting()))
                    .entrySet()
                    .stream()
                    .map(e -> e.getKey().of(Math.toIntExact(e.getValue())))
                    .toList();
            past.put(read, known);
        }
        return known;
    }

    private Done done(TimingStore.Answered a) {
        int days = Math.max(0, gates.workingDays().between(a.asked(), a.closed()) - a.waited());
        return new Done(
                a.stage(), a.lane(), YearMonth.from(a.closed()), !a.closed().isAfter(a.promised()), days, 0);
    }

    private static Kept kept(List<Done> answered) {
        int all = answered.stream().mapToInt(Done::count).sum();
        if (all == 0) {
            return new Kept(0, 0, null, null);
        }
        List<Integer> days = answered.stream()
                .flatMap(a -> Collections.nCopies(a.count(), a.days()).stream())
                .sorted()
                .toList();
        int kept = answered.stream().filter(Done::kept).mapToInt(Done::count).sum();
        return new Kept(all, kept, History.quantile(days, 0.5), History.quantile(days, 0.9));
    }

    /// The requests that wait, the most urgent first.
    private List<Waiting> waiting(TimingStore.Reach reach, LocalDate today) {
        return store.waiting(
                reach,
                (row, paused, promised) -> new Waiting(
                        row.getLong("id"),
                        Stage.valueOf(row.getString("stage")),
                        row.getString("lane"),
                        promised,
                        paused,
                        Age.of(gates.workingDays().between(today, promised), paused)));
    }

    /// Requests that wait, with what is told of them, in the same order.
    private List<OpenRequest> whole(TimingStore.Reach reach, List<Waiting> waiting, LocalDate today) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        History history = history(today);
        return store.open(reach, waiting.stream().map(Waiting::id).toList(), row -> {
            boolean paused = row.waitingSince() != null;
            LocalDate until = row.waitingSince() == null ? today : row.waitingSince();
            int waited = Math.max(0, gates.workingDays().between(row.asked(), until) - row.waitedDays());
            int left = gates.workingDays().between(today, row.promised());
            History.Forecast forecast = history.forecast(row.stage(), row.lane(), waited);
            Integer late = forecast == null ? null : forecast.late();
            return new OpenRequest(
                    row.id(),
                    row.useCase(),
                    row.stage(),
                    row.lane(),
                    row.edition(),
                    row.days(),
                    row.promised(),
                    row.at(),
                    row.byName(),
                    waited,
                    left,
                    paused,
                    Age.of(left, paused),
                    paused
                            ? OpenRequest.Waits.REQUESTER
                            : row.roles().isEmpty() ? OpenRequest.Waits.DECIDERS : OpenRequest.Waits.SIGNERS,
                    row.roles(),
                    forecast,
                    forecast == null ? null : gates.workingDays().after(today, forecast.early()),
                    forecast == null ? null : gates.workingDays().after(today, forecast.likely()),
                    late == null ? null : gates.workingDays().after(today, late));
        });
    }

    /// How long requests waited in the last two years.
    private History history(LocalDate today) {
        var read = new Read(today, store.version(), null);
        History known = histories.getIfPresent(read);
        if (known == null) {
            known = new History(store.waits(today.minusYears(2)).stream()
                    .map(w -> new History.Wait(
                            w.stage(),
                            w.lane(),
                            Math.max(
                                    0,
                                    gates.workingDays().between(w.asked(), w.until() == null ? today : w.until())
                                            - w.waited()),
                            w.answered(),
                            w.count()))
                    .toList());
            histories.put(read, known);
        }
        return known;
    }
}
