package io.sextant.app.audit;

import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Who;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionTemplate;

/// Signs and verifies the trail while the server runs: at start, when enough has changed, when enough time has passed,
/// and at the end. A command typed on the server does not start it.
final class CheckpointSchedule implements SmartLifecycle, Growth {
    private static final Logger log = LoggerFactory.getLogger(CheckpointSchedule.class);

    private final AuditSettings settings;
    private final Checkpoints checkpoints;
    private final Verifications verifications;
    private final Keys keys;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher publisher;
    private final boolean serves;
    private final AtomicLong covered = new AtomicLong();
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile @Nullable ScheduledExecutorService threads;

    /// @param serves whether this process is the server
    CheckpointSchedule(
            AuditSettings settings,
            Checkpoints checkpoints,
            Verifications verifications,
            Keys keys,
            TransactionTemplate transaction,
            ApplicationEventPublisher publisher,
            boolean serves) {
        this.settings = settings;
        this.checkpoints = checkpoints;
        this.verifications = verifications;
        this.keys = keys;
        this.transaction = transaction;
        this.publisher = publisher;
        this.serves = serves;
    }

    @Override
    public boolean isAutoStartup() {
        return serves;
    }

    /// Stops after the web server, so that the last checkpoint covers the last request.
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public void start() {
        if (!keys.exist()) {
            var key = keys.signer().key();
            transaction.executeWithoutResult(status -> publisher.publishEvent(new KeyMade(key.id(), key.toString())));
        }
        var started = Executors.newScheduledThreadPool(
                2, Thread.ofPlatform().name("audit-", 1).daemon().factory());
        long every = settings.checkpointAfter().toMillis();
        var _ = started.scheduleWithFixedDelay(this::sign, 0, every, TimeUnit.MILLISECONDS);
        var _ = started.scheduleWithFixedDelay(
                this::verify, 10_000, settings.verifyEvery().toMillis(), TimeUnit.MILLISECONDS);
        threads = started;
    }

    @Override
    public void grown(long head) {
        var running = threads;
        if (running != null && head - covered.get() >= settings.checkpointEvery() && due.compareAndSet(false, true)) {
            try {
                running.execute(this::sign);
            } catch (RejectedExecutionException stopping) {
                log.debug("The last checkpoint will cover change {}", head, stopping);
            }
        }
    }

    private void sign() {
        due.set(false);
        try {
            switch (checkpoints.sign()) {
                case Checkpoints.Result.Covered(var head, var _) -> covered.set(head == null ? 0 : head.size());
                case Checkpoints.Result.Refused _ -> {}
            }
        } catch (RuntimeException e) {
            log.warn("The audit trail could not be signed; trying again later", e);
        }
    }

    private void verify() {
        try {
            var _ = verifications.run(done -> {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("the server stops");
                }
            });
        } catch (CancellationException stopping) {
            log.debug("The verification of the audit trail was cut short", stopping);
        } catch (RuntimeException e) {
            log.warn("The audit trail could not be verified; trying again later", e);
        }
    }

    @Override
    public void stop() {
        var running = threads;
        threads = null;
        if (running != null) {
            running.shutdownNow();
            try {
                if (!running.awaitTermination(10, TimeUnit.SECONDS)) {
                    log.warn("The verification of the audit trail does not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            sign();
        }
    }

    @Override
    public boolean isRunning() {
        return threads != null;
    }

    /// The first signing key, or another one after that was lost.
    record KeyMade(String id, String publicKey) implements Auditable {
        @Override
        public Who by() {
            return Who.SYSTEM;
        }

        @Override
        public String action() {
            return "audit.key-made";
        }

        @Override
        public String subjectType() {
            return "audit-key";
        }

        @Override
        public String subjectId() {
            return id;
        }

        @Override
        public Map<String, @Nullable Object> after() {
            return Map.of("publicKey", publicKey);
        }
    }
}
