package io.sextant.app.demand.gating.unlocking;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.Fleet;
import io.sextant.app.demand.gating.Fleet.Ship;
import io.sextant.app.demand.gating.unlocking.StandingStore.Queued;
import io.sextant.app.demand.gating.unlocking.StandingStore.Row;
import io.sextant.app.demand.gating.unlocking.StandingStore.State;
import io.sextant.engine.gates.Evaluation;
import io.sextant.engine.gates.GatePack;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Keeps up where each use case stands before its next gate. The database notes which use cases changed, by whatever
/// way; they are reckoned again in the background, some hundreds in a transaction, so that a stop at any moment loses
/// nothing. When the editions in use, the charter or the day are others, all are.
@Component
public class Standings implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Standings.class);
    private static final int CHUNK = 500;
    /// Reading the gates takes a second or two: later than what people come for first after a start.
    private static final int FIRST = 20;
    private static final int PAUSE = 5;

    private final StandingStore store;
    private final Fleet fleet;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final ReentrantLock turn = new ReentrantLock();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("standings").factory());

    Standings(
            StandingStore store,
            Fleet fleet,
            Clock clock,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.fleet = fleet;
        this.clock = clock;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
    }

    /// All use cases are to be judged anew: the editions in use, the charter or the day are others.
    public record Rebased() {}

    @EventListener(ApplicationReadyEvent.class)
    void started() {
        var _ = thread.scheduleWithFixedDelay(this::tick, FIRST, PAUSE, TimeUnit.SECONDS);
    }

    /// Has what is out of date reckoned soon; whoever asks does not wait for it.
    public void wake() {
        if (awake.compareAndSet(false, true)) {
            try {
                thread.execute(this::tick);
            } catch (RejectedExecutionException stopping) {
                LOG.debug("Standings are reckoned at the next start", stopping);
            }
        }
    }

    private void tick() {
        awake.set(false);
        try {
            refreshNow();
        } catch (RuntimeException e) {
            LOG.warn("Where use cases stand could not be reckoned; trying again", e);
        }
    }

    /// Reckons again all that is out of date, at once.
    public void refreshNow() {
        turn.lock();
        try {
            transaction.executeWithoutResult(status -> {
                if (store.rebase(fleet.basis())) {
                    events.publishEvent(new Rebased());
                }
                store.compareLookAlikes();
            });
            boolean any = store.at().isEmpty();
            for (List<Queued> queued; !(queued = store.queued(CHUNK)).isEmpty(); any = true) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                reckon(queued);
            }
            if (any) {
                store.finished(clock.instant());
            }
        } finally {
            turn.unlock();
        }
    }

    private void reckon(List<Queued> queued) {
        try {
            keep(queued);
        } catch (RuntimeException e) {
            if (queued.size() == 1) {
                LOG.error(
                        "Where use case {} stands could not be reckoned",
                        queued.getFirst().key(),
                        e);
                store.dequeue(List.of(queued.getFirst().id()));
                return;
            }
            // One of them is at fault: the others need not suffer for it.
            queued.forEach(one -> reckon(List.of(one)));
        }
    }

    private void keep(List<Queued> queued) {
        Set<Long> keys = new LinkedHashSet<>(queued.stream().map(Queued::key).toList());
        LocalDate today = fleet.today();
        transaction.executeWithoutResult(status -> {
            var rows = new ArrayList<Row>();
            for (Ship ship : fleet.look(keys)) {
                Row row = row(ship, today);
                if (row != null) {
                    rows.add(row);
                }
            }
            store.keep(rows, clock.instant());
            var gone = new HashSet<>(keys);
            rows.forEach(row -> gone.remove(row.key()));
            store.forget(gone);
            store.dequeue(queued.stream().map(Queued::id).toList());
        });
    }

    private static @Nullable Row row(Ship ship, LocalDate today) {
        Stage next = ship.next();
        if (next == null) {
            return null;
        }
        GatePack pack = ship.pack(today);
        Evaluation evaluation = ship.evaluate(pack, next, today);
        List<String> criteria = evaluation.toRemedy();
        State state = !evaluation.impossible().isEmpty()
                ? State.IMPOSSIBLE
                : evaluation.open() ? State.OPEN : criteria.isEmpty() ? State.SIGN : State.NOT_YET;
        return new Row(
                ship.useCase().key(), pack.edition(), next, evaluation.lane().id(), state, criteria, ship.alike());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
