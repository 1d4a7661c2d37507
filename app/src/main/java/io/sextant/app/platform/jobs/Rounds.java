package io.sextant.app.platform.jobs;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Makes the rounds while the server runs (`sextant.jobs.rounds`, true unless said otherwise); a command typed on the
/// server does not. A round that fails is told in the log and comes round again. Thread-safe.
@Component
public class Rounds implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration FIRST = Duration.ofSeconds(20);

    private final List<Running> rounds;
    private final boolean serves;
    private volatile @Nullable ScheduledExecutorService threads;

    Rounds(ObjectProvider<Round> rounds, Environment environment) {
        this.rounds = rounds.orderedStream().map(Running::new).toList();
        serves = !environment.containsProperty("sextant.command")
                && environment.getProperty("sextant.jobs.rounds", Boolean.class, true);
    }

    /// A round that never overlaps with itself.
    private record Running(Round round, ReentrantLock busy) {
        Running(Round round) {
            this(round, new ReentrantLock());
        }

        void run() {
            if (busy.tryLock()) {
                try {
                    round.work().run();
                } catch (RuntimeException e) {
                    LOG.warn("{} failed and comes round again", round.name(), e);
                } finally {
                    busy.unlock();
                }
            }
        }
    }

    @Override
    public boolean isAutoStartup() {
        return serves;
    }

    @Override
    public void start() {
        var started = Executors.newScheduledThreadPool(
                2, Thread.ofPlatform().name("round-", 1).daemon().factory());
        for (Running round : rounds) {
            long every = round.round().every().toMillis();
            var _ = started.scheduleWithFixedDelay(
                    round::run, Math.min(every, FIRST.toMillis()), every, TimeUnit.MILLISECONDS);
        }
        threads = started;
    }

    /// Makes a round as soon as there is a thread, without waiting for its turn.
    public void soon(String name) {
        ScheduledExecutorService running = threads;
        if (running == null) {
            return;
        }
        for (Running round : rounds) {
            if (round.round().name().equals(name)) {
                try {
                    running.execute(round::run);
                } catch (RejectedExecutionException stopping) {
                    LOG.debug("{} is made after the next start", name, stopping);
                }
            }
        }
    }

    /// Makes a round as soon as the transaction under way is committed; if it is not, there is nothing to go for.
    public void soonAfterCommit(String name) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            soon(name);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                soon(name);
            }
        });
    }

    @Override
    public void stop() {
        ScheduledExecutorService running = threads;
        threads = null;
        if (running != null) {
            running.shutdownNow();
            try {
                if (!running.awaitTermination(10, TimeUnit.SECONDS)) {
                    LOG.warn("a round is still under way; what it left undone is done after the next start");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return threads != null;
    }
}
