package io.sextant.app.platform.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Runs long work in the background, two pieces at a time, the rest in the order of their start. A piece of work that
/// the server's end cut short is marked so at the next start; it is for the work itself to change nothing until it ends
/// (one transaction). Thread-safe.
@Component
public class Jobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> RESULT = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock = Clock.systemUTC();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(2, true);
    private final Map<Long, Counter> running = new ConcurrentHashMap<>();

    Jobs(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// The work itself.
    @FunctionalInterface
    public interface Work {
        /// Does it, telling how far it is; what it returns is kept as the job's result.
        ///
        /// @throws Exception when it failed; a [Failure] says why in words for people
        Map<String, @Nullable Object> run(Progress progress) throws Exception;
    }

    /// How far a piece of work is.
    public interface Progress {
        /// Sets the units of work in all.
        void total(long units);

        /// Sets the units of work done so far.
        void done(long units);
    }

    /// The message of work that somebody stopped.
    public static final String STOPPED = "platform.job.stopped";

    /// A failure that people can do something about; its message is a key of the messages.
    public static final class Failure extends RuntimeException {
        public Failure(String key) {
            super(key);
        }
    }

    private static final class Counter implements Progress {
        private final AtomicLong done = new AtomicLong();
        private final AtomicLong total = new AtomicLong();
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile boolean stopped;

        @Override
        public void total(long units) {
            total.set(units);
            goOn();
        }

        @Override
        public void done(long units) {
            done.set(units);
            goOn();
        }

        private void goOn() {
            if (stopped) {
                throw new Failure(STOPPED);
            }
        }
    }

    /// Starts a piece of work and returns its number at once. Inside a transaction, it starts when that is committed.
    public long start(String kind, @Nullable Long ownerId, Work work) {
        long id = jdbc.sql("""
                        insert into platform.job (kind, owner_id, state, started_at)
                        values (:kind, :owner, 'WAITING', :now) returning id
                        """)
                .param("kind", kind)
                .param("owner", ownerId, java.sql.Types.BIGINT)
                .param("now", now())
                .query(Long.class)
                .single();
        var counter = new Counter();
        running.put(id, counter);
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            var _ = threads.submit(() -> run(id, kind, work, counter));
            return id;
        }
        // What the caller wrote is there for the work only once it is committed; if it is not, there is no work.
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                if (status == STATUS_COMMITTED) {
                    var _ = threads.submit(() -> run(id, kind, work, counter));
                } else {
                    running.remove(id);
                    counter.over.countDown();
                }
            }
        });
        return id;
    }

    private void run(long id, String kind, Work work, Counter counter) {
        try {
            places.acquire();
            try {
                jdbc.sql("update platform.job set state = 'RUNNING' where id = :id")
                        .param("id", id)
                        .update();
                Map<String, @Nullable Object> result = work.run(counter);
                finish(id, counter, "DONE", result, null);
            } finally {
                places.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Failure e) {
            finish(id, counter, "FAILED", Map.of(), e.getMessage());
        } catch (Exception | Error e) {
            LOG.error("The job {} ({}) failed", id, kind, e);
            finish(id, counter, "FAILED", Map.of(), "platform.job.fault");
        } finally {
            running.remove(id);
            counter.over.countDown();
        }
    }

    private void finish(
            long id, Counter counter, String state, Map<String, @Nullable Object> result, @Nullable String problem) {
        jdbc.sql("""
                        update platform.job
                        set state = :state, done = :done, total = :total, result = :result::jsonb, problem = :problem, finished_at = :now
                        where id = :id
                        """)
                .param("state", state)
                .param("done", counter.done.get())
                .param("total", counter.total.get())
                .param("result", json.writeValueAsString(result))
                .param("problem", problem)
                .param("now", now())
                .param("id", id)
                .update();
    }

    /// The job of this number, with its progress as of now.
    public Optional<Job> find(long id) {
        Counter counter = running.get(id);
        return jdbc.sql("select * from platform.job where id = :id")
                .param("id", id)
                .query((row, n) -> {
                    Job.State state = Job.State.valueOf(row.getString("state"));
                    Counter live = state == Job.State.WAITING || state == Job.State.RUNNING ? counter : null;
                    OffsetDateTime finished = row.getObject("finished_at", OffsetDateTime.class);
                    Object owner = row.getObject("owner_id");
                    return new Job(
                            row.getLong("id"),
                            row.getString("kind"),
                            owner == null ? null : row.getLong("owner_id"),
                            state,
                            live != null ? live.done.get() : row.getLong("done"),
                            live != null ? live.total.get() : row.getLong("total"),
                            json.readValue(row.getString("result"), RESULT),
                            row.getString("problem"),
                            row.getObject("started_at", OffsetDateTime.class).toInstant(),
                            finished == null ? null : finished.toInstant());
                })
                .optional();
    }

    /// The job of this number once it is over, or as it is when patience ends. Work that another process does is not
    /// waited for.
    public Optional<Job> await(long id, Duration patience) {
        Counter counter = running.get(id);
        try {
            if (counter != null && !counter.over.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("The job {} still runs", id);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return find(id);
    }

    /// Asks a job to stop, which it does where it next tells its progress; it then has [FAILED][Job.State#FAILED]
    /// with [#STOPPED]. False when it is over, or when another process does it. Work whose last progress is told
    /// comes to its end nevertheless.
    public boolean stop(long id) {
        Counter counter = running.get(id);
        if (counter == null) {
            return false;
        }
        counter.stopped = true;
        return true;
    }

    /// Whether a job of this kind waits or runs.
    public boolean busyWith(String kind) {
        return jdbc.sql(
                        "select exists (select from platform.job where kind = :kind and state in ('WAITING', 'RUNNING'))")
                .param("kind", kind)
                .query(Boolean.class)
                .single();
    }

    @EventListener(ApplicationReadyEvent.class)
    void markWhatTheLastStopCutShort() {
        jdbc.sql("""
                        update platform.job set state = 'INTERRUPTED', finished_at = :now
                        where state in ('WAITING', 'RUNNING') and started_at < :now and not (id = any(:mine))
                        """)
                .param("now", now())
                .param("mine", running.keySet().toArray(Long[]::new))
                .update();
    }

    private OffsetDateTime now() {
        return Instant.now(clock).atOffset(ZoneOffset.UTC);
    }

    /// Waits a moment for running work, then cuts it short.
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("Work in the background was cut short by the stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
