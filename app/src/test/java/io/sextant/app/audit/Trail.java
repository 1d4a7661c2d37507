package io.sextant.app.audit;

import com.zaxxer.hikari.HikariDataSource;
import io.sextant.app.audit.proof.EventHasher;
import io.sextant.app.audit.proof.NoteKey;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Who;
import io.sextant.app.testing.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// An empty trail and data folder, for one test: the real parts, put together as the room does.
final class Trail {
    static final Instant START = Instant.parse("2026-11-23T06:00:00Z");

    /// One database for all tests of this room; each test starts with an empty schema.
    private static final HikariDataSource SHARED = shared();

    final DataSource database = SHARED;
    final Path data;
    final Ticking clock;
    final JdbcTemplate jdbc;
    final JdbcTransactionManager transactions;
    final TransactionTemplate transaction;
    final EventStore events;
    final CheckpointStore store;
    final CheckpointLog log;
    final Keys keys;
    final Checkpoints checkpoints;
    final Verifier verifier;
    final Recorder recorder;
    final Acceptance acceptance;
    volatile long grown;

    Trail() {
        this(TestPostgres.freshFolder(), new Ticking(), true);
    }

    private Trail(Path data, Ticking clock, boolean fresh) {
        this.data = data;
        this.clock = clock;
        jdbc = new JdbcTemplate(database);
        if (fresh) {
            empty();
        }
        transactions = new JdbcTransactionManager(database);
        transaction = new TransactionTemplate(transactions);
        events = new EventStore(jdbc);
        store = new CheckpointStore(jdbc);
        log = new CheckpointLog(data, clock);
        keys = new Keys(data, null);
        checkpoints = new Checkpoints(jdbc, transaction, events, store, log, keys, clock);
        verifier = new Verifier(database, log, clock);
        recorder = new Recorder(events, keys, head -> grown = head, clock);
        acceptance = new Acceptance(checkpoints, log, events, transaction, event -> recorder.on((Auditable) event));
    }

    /// The same trail, as another process finds it.
    Trail withItsKeysReadAgain() {
        return new Trail(data, clock, false);
    }

    private static HikariDataSource shared() {
        var address = TestPostgres.freshDatabase();
        var pool = new HikariDataSource();
        pool.setJdbcUrl(address.url());
        pool.setUsername(address.user());
        pool.setPassword(address.password());
        pool.setMaximumPoolSize(8);
        pool.setMinimumIdle(0);
        return pool;
    }

    private void empty() {
        jdbc.execute("drop schema if exists audit cascade");
        try {
            for (var migration :
                    new PathMatchingResourcePatternResolver().getResources("classpath:db/migration/audit/*.sql")) {
                jdbc.execute(migration.getContentAsString(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A change of a use case.
    record Edited(
            Who by,
            String subjectId,
            @Nullable String reason,
            Map<String, @Nullable Object> before,
            Map<String, @Nullable Object> after)
            implements Auditable {
        @Override
        public String action() {
            return "use-case.edited";
        }

        @Override
        public String subjectType() {
            return "use-case";
        }
    }

    static Edited edited(int number) {
        return edited(number, "titre " + number);
    }

    static Edited edited(int number, @Nullable Object title) {
        var after = new HashMap<String, @Nullable Object>();
        after.put("title", title);
        return new Edited(
                new Who(7L, "Claire Métayer", Who.Channel.WEB),
                "UC-2026-%04d".formatted(number),
                number % 3 == 0 ? "précision n° " + number : null,
                Map.of("title", "ancien"),
                after);
    }

    /// Publishes the changes in one transaction.
    void commit(Auditable... changes) {
        transaction.executeWithoutResult(status -> {
            for (Auditable change : changes) {
                recorder.on(change);
            }
        });
    }

    /// Makes changes numbered `first` to `last`, each in a transaction of its own.
    void grow(int first, int last) {
        for (int number = first; number <= last; number++) {
            commit(edited(number));
        }
    }

    /// A trail of 20 changes, signed at 10 and at 20.
    static Trail ofTwenty() {
        var trail = new Trail();
        trail.grow(1, 10);
        trail.sign();
        trail.grow(11, 20);
        trail.sign();
        return trail;
    }

    Checkpoints.Result sign() {
        return checkpoints.sign();
    }

    Verification verify(Verifier.Anchor... anchors) {
        return verifier.verify(keys.known(), List.of(anchors), done -> {});
    }

    Verification verify(List<NoteKey> with) {
        return verifier.verify(with, List.of(), done -> {});
    }

    /// What somebody does who owns the database: with the triggers off.
    void tamper(String... statements) {
        jdbc.execute("alter table audit.event disable trigger event_append_only");
        jdbc.execute("alter table audit.checkpoint disable trigger checkpoint_append_only");
        for (String statement : statements) {
            jdbc.execute(statement);
        }
        jdbc.execute("alter table audit.event enable always trigger event_append_only");
        jdbc.execute("alter table audit.checkpoint enable always trigger checkpoint_append_only");
    }

    /// Computes the chain anew from a place on, as somebody would who knows how: every fingerprint is right again, only
    /// the seals cannot be made without the key.
    void rehash(long from) {
        byte[] previous = store.hashAt(from - 1);
        var hasher = new EventHasher();
        var rows = jdbc.query(
                "select " + EventStore.COLUMNS + " from audit.event where seq >= ? order by seq",
                (row, n) -> EventStore.event(row),
                from);
        jdbc.execute("alter table audit.event disable trigger event_append_only");
        for (StoredEvent row : rows) {
            byte[] hash = hasher.hash(
                    previous,
                    row.seq(),
                    EventHasher.micros(row.recordedAt()),
                    row.actorId(),
                    row.actorName(),
                    row.channel(),
                    row.action(),
                    row.subjectType(),
                    row.subjectId(),
                    row.reason(),
                    row.change());
            jdbc.update("update audit.event set prev_hash = ?, hash = ? where seq = ?", previous, hash, row.seq());
            previous = hash;
        }
        jdbc.execute("alter table audit.event enable always trigger event_append_only");
    }

    String logText() {
        try {
            return Files.readString(log.file());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void writeLog(String text) {
        try {
            Files.writeString(log.file(), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    JdbcClient client() {
        return JdbcClient.create(database);
    }

    /// A clock that is one second further each time it is read.
    static final class Ticking extends Clock {
        private final AtomicLong seconds = new AtomicLong();

        @Override
        public Instant instant() {
            return START.plus(Duration.ofSeconds(seconds.getAndIncrement()));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return InstantSource.system().withZone(zone);
        }
    }
}
