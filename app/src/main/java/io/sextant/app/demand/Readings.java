package io.sextant.app.demand;

import io.sextant.app.demand.Revision.Act;
import io.sextant.app.demand.store.ReadingStore;
import io.sextant.app.demand.store.ReadingStore.Group;
import io.sextant.app.demand.store.ReadingStore.GroupMember;
import io.sextant.app.demand.store.ReadingStore.Read;
import io.sextant.app.demand.store.ReadingStore.Text;
import io.sextant.app.platform.jobs.Jobs;
import io.sextant.app.platform.knowledge.InventoryKnowledge;
import io.sextant.engine.inventory.RuleSource;
import io.sextant.engine.inventory.TouchpointReader;
import io.sextant.engine.inventory.UseCaseText;
import io.sextant.engine.inventory.lookalike.Cluster;
import io.sextant.engine.inventory.lookalike.Findings;
import io.sextant.engine.inventory.lookalike.Item;
import io.sextant.engine.inventory.lookalike.Pair;
import io.sextant.engine.inventory.lookalike.Term;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Reads the texts of the register for what they have in common and for areas that call for a legal look: shortly after
/// they change, in the background, and anew when the knowledge does. What it finds are questions, never verdicts.
@Service
public class Readings implements AutoCloseable {
    private static final int CHUNK = 500;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /// Characters that all bodies together may take while they are compared, so that memory stays bounded: what is
    /// made of them takes some ten times as much. Up to 2,600 use cases are compared whole; of 100,000 the title
    /// and the first sentence or two.
    private static final long COMPARED = 16_000_000;

    private final ReadingStore store;
    private final Overviews overviews;
    private final InventoryKnowledge knowledge;
    private final Jobs jobs;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final AtomicBoolean awaited = new AtomicBoolean();
    private final AtomicBoolean changed = new AtomicBoolean();
    private final ReentrantLock turn = new ReentrantLock();
    private final ScheduledExecutorService soon = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("reading").factory());

    Readings(
            ReadingStore store,
            Overviews overviews,
            InventoryKnowledge knowledge,
            Jobs jobs,
            TransactionTemplate transaction,
            Clock clock) {
        this.store = store;
        this.overviews = overviews;
        this.knowledge = knowledge;
        this.jobs = jobs;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// The files of knowledge in use, as `id@version sha-256`.
    public List<String> sources() {
        return knowledge.sources().stream().map(Readings::cite).toList();
    }

    private static String cite(RuleSource source) {
        return source.id() + "@" + source.version() + " " + source.sha256();
    }

    @EventListener
    void noticed(UseCaseChanged change) {
        // Somebody who edits goes on editing; an import is over once it is committed, and its reader waits for this.
        Duration pause = change.act() == Act.IMPORTED ? Duration.ZERO : PAUSE;
        AfterCommit.once(this, () -> refresh(pause));
    }

    @EventListener(ApplicationReadyEvent.class)
    void started() {
        if (!store.knowledge().equals(sources())) {
            store.forgetReads();
            if (store.count() > 0) {
                refreshSoon();
            }
        } else if (!store.textsToRead(1).isEmpty()) {
            refreshSoon();
        }
    }

    /// Reads what has changed in a moment; asked for many times, it is done once.
    public void refreshSoon() {
        refresh(PAUSE);
    }

    private void refresh(Duration pause) {
        if (awaited.compareAndSet(false, true)) {
            var _ = soon.schedule(
                    () -> {
                        awaited.set(false);
                        jobs.start("demand.reading", null, progress -> {
                            readInTurn();
                            return Map.of();
                        });
                    },
                    pause.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    /// Reads what has changed. Where a reading goes on already, that one is made to look again, so that readings never
    /// queue up in front of other work.
    private void readInTurn() {
        changed.set(true);
        while (changed.get() && turn.tryLock()) {
            try {
                while (changed.getAndSet(false)) {
                    read();
                }
            } finally {
                turn.unlock();
            }
        }
    }

    /// Reads what has changed, at once, after the reading that goes on.
    public void readNow() {
        turn.lock();
        try {
            changed.set(false);
            read();
        } finally {
            turn.unlock();
        }
    }

    private void read() {
        List<Text> texts = store.textsToRead(CHUNK);
        while (!texts.isEmpty()) {
            List<Read> reads = texts.parallelStream().map(this::read).toList();
            transaction.executeWithoutResult(status -> store.keep(reads));
            texts = store.textsToRead(CHUNK);
        }
        compare();
        overviews.forget();
    }

    private Read read(Text text) {
        var found = new LinkedHashMap<String, List<String>>();
        var useCase = UseCaseText.of(text.code(), text.title(), text.body());
        for (TouchpointReader.Finding finding : knowledge.reader().touchpoints().read(useCase)) {
            found.put(
                    finding.touchpoint().id(),
                    finding.triggers().stream()
                            .map(TouchpointReader.Trigger::quote)
                            .toList());
        }
        return new Read(text.key(), text.version(), found);
    }

    private void compare() {
        Findings findings = knowledge.lookAlikes().find(items());
        var shared = new HashMap<String, List<Term>>();
        for (Pair pair : findings.pairs()) {
            shared.put(pair.a() + " " + pair.b(), pair.shared());
            shared.put(pair.b() + " " + pair.a(), pair.shared());
        }
        List<Group> groups =
                findings.clusters().stream().map(c -> group(c, shared)).toList();
        Instant now = clock.instant();
        transaction.executeWithoutResult(status -> {
            store.replaceGroups(groups);
            store.noteRead(now, sources());
        });
    }

    private List<Item> items() {
        long count = Math.max(1, store.count());
        return store.texts((int) Math.clamp(COMPARED / count, 150, 6_000)).stream()
                .map(t -> new Item(String.valueOf(t.key()), t.title(), t.body(), unit(t.unit())))
                .toList();
    }

    private static String unit(@Nullable Long unit) {
        return unit == null ? "" : String.valueOf(unit);
    }

    private static Group group(Cluster cluster, Map<String, List<Term>> shared) {
        return new Group(
                cluster.label().stream().map(Term::en).collect(Collectors.joining(", ")),
                cluster.label().stream().map(Term::fr).collect(Collectors.joining(", ")),
                cluster.same(),
                cluster.members().stream()
                        .map(m -> {
                            List<Term> terms = shared.getOrDefault(cluster.representative() + " " + m.id(), List.of());
                            return new GroupMember(
                                    Long.parseLong(m.id()),
                                    m.score(),
                                    terms.stream()
                                            .map(Term::en)
                                            .distinct()
                                            .limit(5)
                                            .toList(),
                                    terms.stream()
                                            .map(Term::fr)
                                            .distinct()
                                            .limit(5)
                                            .toList());
                        })
                        .toList());
    }

    @Override
    public void close() {
        soon.shutdownNow();
    }
}
