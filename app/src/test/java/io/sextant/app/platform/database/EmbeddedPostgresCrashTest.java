package io.sextant.app.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.sextant.app.platform.launch.CannotStart;
import io.sextant.app.testing.ChildJvm;
import io.sextant.app.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What our own PostgreSQL promises when it, or the process that runs it, is killed. Everything here is done with real
/// processes and `kill -9`.
class EmbeddedPostgresCrashTest {
    private static final DatabaseSettings SETTINGS = new DatabaseSettings(TestPostgres.programs(), "nobody");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private Path folder;

    @BeforeEach
    void freshFolder() {
        folder = TestPostgres.freshFolder();
    }

    /// What a [ChildServer] said of itself.
    private record Child(ChildJvm jvm, long server, EmbeddedPostgres.Address address) {}

    private Child startChild() throws Exception {
        ChildJvm jvm = ChildJvm.start(
                ChildServer.class,
                Map.of(),
                folder.toString(),
                TestPostgres.programs().toString());
        String[] words = jvm.line("READY").split(" ");
        return new Child(jvm, Long.parseLong(words[1]), new EmbeddedPostgres.Address(words[2], "sextant", words[3]));
    }

    private static void kill(long pid) {
        assertThat(ProcessHandle.of(pid)).isPresent();
        assertThat(Processes.run(List.of("/bin/kill", "-9", Long.toString(pid)), Map.of(), 10)
                        .ok())
                .isTrue();
    }

    private static boolean isRunning(long pid) {
        // A zombie has lost its program.
        return Files.exists(Path.of("/proc/" + pid + "/exe"));
    }

    private interface Question {
        boolean holds() throws Exception;
    }

    private static void until(String what, Question question) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!question.holds()) {
            assertThat(Instant.now()).as(what).isBefore(deadline);
            Thread.onSpinWait();
        }
    }

    private static Set<Long> numbers(EmbeddedPostgres.Address address) throws SQLException {
        Set<Long> all = new HashSet<>();
        try (Connection connection = address.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select n from acknowledged")) {
            while (rows.next()) {
                all.add(rows.getLong(1));
            }
        }
        return all;
    }

    private static void makeTable(EmbeddedPostgres.Address address) throws SQLException {
        try (Connection connection = address.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create table acknowledged (n bigint primary key)");
        }
    }

    /// Writes numbers one by one, each in its own transaction, until told to stop or until the server is gone.
    private static List<Long> write(EmbeddedPostgres.Address address, AtomicLong next, AtomicBoolean stop) {
        List<Long> acknowledged = new ArrayList<>();
        try (Connection connection = address.connect();
                PreparedStatement insert = connection.prepareStatement("insert into acknowledged values (?)")) {
            while (!stop.get()) {
                long n = next.incrementAndGet();
                insert.setLong(1, n);
                insert.executeUpdate();
                acknowledged.add(n);
            }
        } catch (SQLException gone) {
            // What matters is what was acknowledged before.
        }
        return acknowledged;
    }

    @Test
    void afterItsJvmIsKilledTheServerLeftBehindIsStoppedAndNothingAcknowledgedIsLost() throws Exception {
        Child child = startChild();
        makeTable(child.address());
        AtomicLong next = new AtomicLong();
        AtomicBoolean stop = new AtomicBoolean();
        try (ChildJvm jvm = child.jvm();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Long>> writer = threads.submit(() -> write(child.address(), next, stop));
            until("some writes", () -> next.get() > 50);

            jvm.kill();
            long before = next.get();
            until("the server lives on", () -> next.get() > before + 50);

            try (DataFolder data = DataFolder.lock(folder);
                    EmbeddedPostgres server = EmbeddedPostgres.start(data, SETTINGS)) {
                assertThat(isRunning(child.server())).isFalse();
                assertThat(server.pid()).isNotEqualTo(child.server());
                List<Long> acknowledged = writer.get();
                assertThat(acknowledged).hasSizeGreaterThan(100);
                assertThat(numbers(server.application())).containsAll(acknowledged);
            }
        }
    }

    @Test
    void afterBothAreKilledTheServerRecoversWhatWasAcknowledged() throws Exception {
        Child child = startChild();
        makeTable(child.address());
        AtomicLong next = new AtomicLong();
        try (ChildJvm jvm = child.jvm();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Long>>> writers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                writers.add(threads.submit(() -> write(child.address(), next, new AtomicBoolean())));
            }
            until("some writes", () -> next.get() > 200);
            jvm.kill();
            kill(child.server());
            // At once, while its children may still be ending and its number may still be taken by a zombie.
            try (DataFolder data = DataFolder.lock(folder);
                    EmbeddedPostgres server = EmbeddedPostgres.start(data, SETTINGS)) {
                Set<Long> kept = numbers(server.application());
                for (Future<List<Long>> writer : writers) {
                    assertThat(kept).containsAll(writer.get());
                }
                assertThat(kept).hasSizeGreaterThan(100);
            }
        }
    }

    @Test
    void whileItsJvmLivesAKilledServerIsStartedAgainUnderLoadAndNothingAcknowledgedIsLost() throws Exception {
        try (DataFolder data = DataFolder.lock(folder);
                EmbeddedPostgres server = EmbeddedPostgres.start(data, SETTINGS)) {
            makeTable(server.application());
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(server.application().url());
            config.setUsername(server.application().user());
            config.setPassword(server.application().password());
            config.setMaximumPoolSize(4);
            config.setConnectionTimeout(15_000);
            AtomicLong next = new AtomicLong();
            AtomicLong done = new AtomicLong();
            AtomicBoolean stop = new AtomicBoolean();
            List<Long> acknowledged = Collections.synchronizedList(new ArrayList<>());
            List<String> refusals = Collections.synchronizedList(new ArrayList<>());
            try (HikariDataSource pool = new HikariDataSource(config);
                    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 4; i++) {
                    threads.submit(() -> {
                        while (!stop.get()) {
                            long n = next.incrementAndGet();
                            try (Connection connection = pool.getConnection();
                                    PreparedStatement insert =
                                            connection.prepareStatement("insert into acknowledged values (?)")) {
                                insert.setLong(1, n);
                                insert.executeUpdate();
                                acknowledged.add(n);
                                done.incrementAndGet();
                            } catch (SQLException e) {
                                refusals.add(String.valueOf(e.getSQLState()));
                            }
                        }
                    });
                }
                for (int round = 0; round < 2; round++) {
                    long start = done.get();
                    until("writes under way", () -> done.get() > start + 100);
                    long victim = server.pid();
                    kill(victim);
                    until("a new server", () -> {
                        PidFile now = PidFile.read(folder.toRealPath().resolve("pg"));
                        return now != null && now.ready() && now.pid() != victim;
                    });
                    long again = done.get();
                    until("writes go on by themselves", () -> done.get() > again + 100);
                }
                stop.set(true);
            }
            assertThat(numbers(server.application())).containsAll(acknowledged);
            // Few requests fail: the others wait for the new server in the pool.
            assertThat(refusals).hasSizeLessThan(acknowledged.size());
        }
    }

    @Test
    void aServerThatIsStoppedOnPurposeIsNotStartedAgain() throws Exception {
        try (DataFolder data = DataFolder.lock(folder);
                EmbeddedPostgres server = EmbeddedPostgres.start(data, SETTINGS)) {
            long pid = server.pid();
            server.close();
            assertThat(isRunning(pid)).isFalse();
            assertThat(folder.resolve("pg/postmaster.pid")).doesNotExist();
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> server.application().connect().close());
        }
    }

    @Test
    void aLockFileThatNamesAnotherLivingProgramDoesNotKeepItFromStarting() throws Exception {
        try (DataFolder data = DataFolder.lock(folder);
                EmbeddedPostgres server = EmbeddedPostgres.start(data, SETTINGS)) {
            makeTable(server.application());
        }
        // As in a container that was killed and started again, where numbers are small and soon taken by others.
        Path cluster = folder.toRealPath().resolve("pg");
        Files.writeString(
                cluster.resolve("postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + cluster + "\n"
                        + Instant.now().getEpochSecond() + "\n5432\n\n127.0.0.1\n  1 1\nready   \n");
        try (DataFolder data = DataFolder.lock(folder);
                EmbeddedPostgres server = EmbeddedPostgres.start(data, SETTINGS)) {
            assertThat(numbers(server.application())).isEmpty();
        }
    }

    @Test
    void aFirstStartThatWasBrokenOffIsBegunAnew() throws Exception {
        Files.createDirectories(folder.resolve("pg.new/base"));
        Files.writeString(folder.resolve("pg.new/PG_VERSION"), "18\n");
        Files.writeString(folder.resolve("pg.password"), "left over");
        try (DataFolder data = DataFolder.lock(folder);
                EmbeddedPostgres server = EmbeddedPostgres.start(data, SETTINGS)) {
            makeTable(server.application());
        }
        assertThat(folder.resolve("pg.new")).doesNotExist();
        assertThat(folder.resolve("pg.password")).doesNotExist();
    }

    @Test
    void aSecondOneOnTheSameFolderIsRefusedAndNamesTheFirst() throws Exception {
        Child child = startChild();
        try (ChildJvm jvm = child.jvm()) {
            assertThatExceptionOfType(CannotStart.class)
                    .isThrownBy(() -> DataFolder.lock(folder))
                    .satisfies(e -> assertThat(e.line().english())
                            .contains(folder.toRealPath().toString())
                            .contains("process " + jvm.process().pid())
                            .contains("http://localhost:4711"))
                    .satisfies(e -> assertThat(e.line().french()).contains("utilisé par un autre Sextant"));
            assertThat(isRunning(child.server())).isTrue();
            jvm.process().outputWriter().close();
            assertThat(jvm.rest()).contains("STOPPED");
        }
        assertThat(isRunning(child.server())).isFalse();
        DataFolder.lock(folder).close();
    }

    @Test
    void aSecondUserInTheSameProcessIsRefusedAndDoesNotLoosenTheLock() throws Exception {
        try (DataFolder held = DataFolder.lock(folder)) {
            assertThatExceptionOfType(CannotStart.class).isThrownBy(() -> DataFolder.lock(folder));
            try (ChildJvm other = ChildJvm.start(
                    ChildServer.class,
                    Map.of(),
                    folder.toString(),
                    TestPostgres.programs().toString())) {
                assertThat(other.line("REFUSED"))
                        .contains("in use")
                        .contains("process " + ProcessHandle.current().pid());
            }
            assertThat(held.root()).isEqualTo(folder.toRealPath());
        }
    }
}
