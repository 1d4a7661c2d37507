package io.sextant.app.demand;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sextant.app.demand.UseCaseQuery.Field;
import io.sextant.app.demand.store.ReadingStore;
import io.sextant.app.demand.store.UseCaseStore;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Where the register stands, counted for what one reader may see. Answers are kept for half a minute, and no
/// longer than until the next change. Thread-safe.
@Service
public class Overviews {
    private final UseCaseStore store;
    private final ReadingStore readings;
    private final UseCases useCases;
    private final Units units;
    private final Cache<Key, Overview> recent = Caffeine.newBuilder()
            .maximumSize(200)
            .expireAfterWrite(Duration.ofSeconds(30))
            .build();

    Overviews(UseCaseStore store, ReadingStore readings, UseCases useCases, Units units) {
        this.store = store;
        this.readings = readings;
        this.useCases = useCases;
        this.units = units;
    }

    private final Cache<TallyKey, Map<Field, Map<String, Long>>> tallies = Caffeine.newBuilder()
            .maximumSize(2_000)
            .expireAfterWrite(Duration.ofSeconds(30))
            .build();

    private final Cache<String, Map<String, String>> domains =
            Caffeine.newBuilder().expireAfterWrite(Duration.ofSeconds(30)).build();

    private record TallyKey(@Nullable Set<Long> readable, UseCaseQuery query, List<Field> fields, int limit) {}

    private record Key(@Nullable Set<Long> readable, UseCaseQuery query) {}

    /// The overview of what a query asks for; order and page do not matter.
    @Transactional(readOnly = true)
    public Overview of(Actor actor, UseCaseQuery query) {
        Set<Long> readable = useCases.readable(actor);
        UseCaseQuery asked =
                useCases.expanded(new UseCaseQuery(query.text(), query.filters(), UseCaseQuery.Sort.CODE, false));
        return recent.get(new Key(readable, asked), key -> count(key.query(), key.readable()));
    }

    /// For each field, how many use cases each of its values has among those that the query's other conditions leave,
    /// so that one sees what choosing another value would give. The most frequent first, `limit` at most; units by
    /// key.
    @Transactional(readOnly = true)
    public Map<Field, Map<String, Long>> choices(Actor actor, UseCaseQuery query, List<Field> fields, int limit) {
        Set<Long> readable = useCases.readable(actor);
        var together = new LinkedHashMap<UseCaseQuery, List<Field>>();
        for (Field field : fields) {
            UseCaseQuery others = query.with(field, List.of());
            UseCaseQuery asked =
                    useCases.expanded(new UseCaseQuery(others.text(), others.filters(), UseCaseQuery.Sort.CODE, false));
            together.computeIfAbsent(asked, q -> new ArrayList<>()).add(field);
        }
        var choices = new EnumMap<Field, Map<String, Long>>(Field.class);
        together.forEach(
                (asked, of) -> choices.putAll(tallies.get(new TallyKey(readable, asked, of, limit), this::tallies)));
        return choices;
    }

    private Map<Field, Map<String, Long>> tallies(TallyKey key) {
        if (key.query().text() != null) {
            return store.tallies(key.query(), key.readable(), key.fields(), key.limit());
        }
        // Without words, most columns are counted from an index alone.
        var each = new EnumMap<Field, Map<String, Long>>(Field.class);
        key.fields().forEach(field -> each.put(field, store.tally(key.query(), key.readable(), field, key.limit())));
        return each;
    }

    /// The groups of look-alikes that the reader may see at least two of, the largest first.
    @Transactional(readOnly = true)
    public List<LookAlike> lookAlikes(Actor actor, int limit) {
        return readings.groups(useCases.readable(actor), null, limit);
    }

    /// The groups of look-alikes that one use case is in.
    @Transactional(readOnly = true)
    public List<LookAlike> lookAlikes(Actor actor, UseCase useCase) {
        return readings.groups(useCases.readable(actor), Set.of(useCase.key()), 5);
    }

    /// The areas that call for a legal look which the texts of a use case touch, each with the words that made one
    /// think of it.
    @Transactional(readOnly = true)
    public Map<String, List<String>> areas(UseCase useCase) {
        return readings.areas(useCase.key());
    }

    /// How domains written in the other language are called in this one, for those that people have translated.
    @Transactional(readOnly = true)
    public Map<String, String> domains(String lang) {
        return domains.get(lang, store::domains);
    }

    @EventListener
    void forget(UseCaseChanged change) {
        AfterCommit.once(this, this::forget);
    }

    /// Forgets recent answers, so that the next ones are counted anew.
    void forget() {
        recent.invalidateAll();
        tallies.invalidateAll();
        domains.invalidateAll();
    }

    private Overview count(UseCaseQuery query, @Nullable Set<Long> readable) {
        ReadingStore.Totals totals = readings.totals(query, readable);
        var missing = new LinkedHashMap<String, Long>();
        totals.missing().entrySet().stream()
                .filter(e -> e.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(e -> missing.put(e.getKey(), e.getValue()));
        var byUnit = new LinkedHashMap<String, Long>();
        store.tally(query, readable, Field.UNIT, 1_000).forEach((key, n) -> {
            String code = key.equals(UseCaseQuery.NONE)
                    ? UseCaseQuery.NONE
                    : units.find(Long.parseLong(key)).map(u -> u.code()).orElse(UseCaseQuery.NONE);
            byUnit.merge(code, n, Long::sum);
        });
        return new Overview(
                totals.all(),
                inOrder(Stage.values(), store.tally(query, readable, Field.STAGE, 20)),
                inOrder(Kind.values(), store.tally(query, readable, Field.KIND, 20)),
                totals.kindsRead(),
                inOrder(Verdict.values(), store.tally(query, readable, Field.NEED, 20)),
                byUnit,
                store.tally(query, readable, Field.DOMAIN, 200),
                byYear(store.tally(query, readable, Field.YEAR, 200)),
                store.tally(query, readable, Field.SOURCE, 50),
                totals.all() == 0 ? 0 : (int) Math.round((double) totals.completeness() / totals.all()),
                missing,
                store.tally(query, readable, Field.AREA, 50),
                readings.groups(readable, null, 12),
                totals.inGroups(),
                readings.readAt().orElse(null));
    }

    private static <E extends Enum<E>> Map<String, Long> inOrder(E[] order, Map<String, Long> tally) {
        var sorted = new LinkedHashMap<String, Long>();
        Arrays.stream(order)
                .map(Enum::name)
                .filter(tally::containsKey)
                .forEach(name -> sorted.put(name, tally.getOrDefault(name, 0L)));
        if (tally.containsKey(UseCaseQuery.NONE)) {
            sorted.put(UseCaseQuery.NONE, tally.getOrDefault(UseCaseQuery.NONE, 0L));
        }
        return sorted;
    }

    private static Map<String, Long> byYear(Map<String, Long> tally) {
        // "-" sorts before every year; those without one come last.
        var sorted = new TreeMap<String, Long>(Comparator.comparing((String y) -> y.equals(UseCaseQuery.NONE))
                .thenComparing(Comparator.naturalOrder()));
        sorted.putAll(tally);
        return sorted;
    }
}
