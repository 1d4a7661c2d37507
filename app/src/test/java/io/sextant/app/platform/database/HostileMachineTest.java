package io.sextant.app.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sextant.app.platform.launch.CannotStart;
import io.sextant.app.testing.ChildJvm;
import io.sextant.app.testing.TestPostgres;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Folders, disks and accounts that Sextant cannot work with: each gets one line that names the mend. Those that take
/// root to bring about are tried where the tests run as root.
class HostileMachineTest {
    private static final DatabaseSettings SETTINGS = new DatabaseSettings(TestPostgres.programs(), "nobody");

    private Path folder;
    private boolean mounted;

    @BeforeEach
    void freshFolder() {
        folder = TestPostgres.freshFolder();
    }

    @AfterEach
    void unmount() {
        if (mounted) {
            run("umount", folder.toString());
        }
    }

    private static void run(String... words) {
        Processes.Ended ended = Processes.run(List.of(words), Map.of(), 20);
        assertThat(ended.ok()).as(ended.output()).isTrue();
    }

    private void mount(String options) {
        assumeThat(Processes.isRoot()).as("mounting a disk takes root").isTrue();
        Processes.Ended ended =
                Processes.run(List.of("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString()), Map.of(), 20);
        assumeThat(ended.ok()).as("may mount a disk: " + ended.output()).isTrue();
        mounted = true;
    }

    private void start() {
        try (DataFolder data = DataFolder.lock(folder);
                EmbeddedPostgres server = EmbeddedPostgres.start(data, SETTINGS)) {
            assertThat(server.pid()).isPositive();
        }
    }

    private static void assertRefused(ThrowingCallable start, String... parts) {
        assertThatExceptionOfType(CannotStart.class).isThrownBy(start).satisfies(e -> {
            assertThat(e.line().english()).contains(parts).doesNotContain("\\n");
            assertThat(e.line().french()).isNotEqualTo(e.line().english()).doesNotContain("'");
        });
    }

    @Test
    void aDiskTooSmallForTheDatabaseIsNamedAndALargerOneServesTheSameFolder() {
        mount("size=20m,mode=711");
        assertRefused(this::start, "the disk that holds " + folder, "is full", "free some space");
        run("mount", "-o", "remount,size=300m", folder.toString());
        start();
    }

    @Test
    void aDiskThatFillsWhileSextantRunsLosesNothingAcknowledgedAndIsUsableOnceThereIsRoom() throws Exception {
        mount("size=160m,mode=711");
        try (DataFolder data = DataFolder.lock(folder);
                EmbeddedPostgres server = EmbeddedPostgres.start(data, SETTINGS)) {
            try (Connection connection = server.application().connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table filled (n int, load bytea)");
            }
            int acknowledged = 0;
            Path ballast = folder.resolve("ballast");
            byte[] load = new byte[1024 * 1024];
            new java.util.Random(7).nextBytes(load);
            try (OutputStream out = Files.newOutputStream(ballast)) {
                for (int i = 0; i < 50; i++) {
                    out.write(load);
                }
            }
            SQLException refusal = null;
            while (refusal == null) {
                try (Connection connection = server.application().connect();
                        PreparedStatement insert = connection.prepareStatement("insert into filled values (?, ?)")) {
                    while (true) {
                        insert.setInt(1, acknowledged + 1);
                        insert.setBytes(2, load);
                        insert.executeUpdate();
                        acknowledged++;
                    }
                } catch (SQLException e) {
                    refusal = e;
                }
            }
            assertThat(acknowledged).isPositive();
            Files.delete(ballast);
            assertThat(count(server)).isEqualTo(acknowledged);
            try (Connection connection = server.application().connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("insert into filled values (0, null)");
            }
            assertThat(count(server)).isEqualTo(acknowledged + 1);
        }
    }

    /// Asks until the server answers: it may be starting again by itself.
    private static int count(EmbeddedPostgres server) throws SQLException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (true) {
            try (Connection connection = server.application().connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select count(distinct n) from filled")) {
                row.next();
                return row.getInt(1);
            } catch (SQLException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }

    @Test
    void aDiskThatForbidsProgramsIsNamedAndTheProgramsCanLieElsewhere() {
        mount("size=400m,mode=711,noexec");
        assertRefused(
                () -> {
                    try (DataFolder data = DataFolder.lock(folder)) {
                        EmbeddedPostgres.start(data, new DatabaseSettings(null, "nobody"))
                                .close();
                    }
                },
                "may not be executed",
                "noexec",
                "SEXTANT_DATABASE_BINARIES");
        start();
    }

    @Test
    void aReadOnlyDiskIsNamed() {
        mount("size=10m,mode=711,ro");
        assertRefused(this::start, folder.toString(), "Read-only file system");
    }

    @Test
    void aFileInPlaceOfTheDataFolderIsRefused() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertRefused(() -> DataFolder.lock(file), file.toString(), "cannot be written", "--data");
    }

    @Test
    void aFolderThatIsNoDatabaseIsLeftAlone() throws Exception {
        Path cluster = Files.createDirectory(folder.resolve("pg"));
        Files.writeString(cluster.resolve("diary.txt"), "precious");
        assertRefused(this::start, cluster.toString(), "is not a PostgreSQL database");
        assertThat(cluster.resolve("diary.txt")).hasContent("precious");
    }

    @Test
    void aDatabaseOfAnotherSeriesIsRefusedAndBackupAndRestoreAreNamed() throws Exception {
        Path cluster = Files.createDirectory(folder.resolve("pg"));
        Files.writeString(cluster.resolve("PG_VERSION"), "17\n");
        assertRefused(this::start, "PostgreSQL 17", "brings 18", "sextant backup FILE", "sextant restore FILE");
    }

    @Test
    void secretsThatAreMissingOrOfAnotherDatabaseAreNamed() throws Exception {
        start();
        Path secret = folder.resolve("secrets/postgres-admin");
        String kept = Files.readString(secret);
        Files.writeString(secret, "of-another-database");
        assertRefused(this::start, "the password of the database", "secrets");
        Files.delete(secret);
        assertRefused(this::start, "the password of the database", "secrets");
        assertThat(secret).doesNotExist();
        Files.writeString(secret, kept);
        start();
    }

    @Test
    void asRootTheAccountOfPostgresMustBeAbleToEnterAndTheFolderInItsWayIsNamed() throws Exception {
        assumeThat(Processes.isRoot()).isTrue();
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        Path inside = Files.createDirectories(closed.resolve("data"));
        List<Account.Way> ownAccount = Account.waysToRunAs("nobody").stream()
                .filter(Account.Way::ownFiles)
                .toList();
        assertThat(ownAccount).hasSize(3);
        assertRefused(
                () -> Account.reaching("nobody", ownAccount, inside),
                "may not run as root",
                "nobody may not enter " + closed + ";",
                "chmod o+x " + closed);
        // A user namespace gets there all the same.
        assertThat(Account.reaching("nobody", Account.waysToRunAs("nobody"), inside)
                        .command(List.of("true")))
                .startsWith("unshare");
    }

    @Test
    void asRootEveryWayToAnUnprivilegedAccountStartsAServerThatTheNextWayTakesOver() {
        assumeThat(Processes.isRoot()).isTrue();
        for (Account.Way way : Account.waysToRunAs("nobody")) {
            // The words of the command pass through unharmed.
            Account account = Account.reaching("nobody", List.of(way), folder);
            Processes.Ended ended = Processes.run(
                    account.command(List.of("/bin/sh", "-c", "id -u; echo \"$1\"", "sh", "a  b'c\"d$e")), Map.of(), 10);
            assertThat(ended.output().lines())
                    .as(way.toString())
                    .hasSize(2)
                    .doesNotContain("0")
                    .contains("a  b'c\"d$e");
            try (DataFolder data = DataFolder.lock(folder);
                    EmbeddedPostgres server = EmbeddedPostgres.start(data, SETTINGS, List.of(way))) {
                assertThat(server.pid()).as(way.toString()).isPositive();
            }
        }
    }

    @Test
    void asRootWithoutAnyWayToAnotherAccountItIsRefused() {
        assumeThat(Processes.isRoot()).isTrue();
        Account.Way none = new Account.Way(List.of("/no/such/program"), true);
        Account.Way stillRoot = new Account.Way(List.of("env"), true);
        assertRefused(
                () -> Account.reaching("nobody", List.of(none, stillRoot), folder),
                "may not run as root",
                "none of setpriv, runuser, su and unshare");
    }

    @Test
    void asAnOrdinaryUserItRunsUnderThatUserAndRefusesAnothersDatabase() throws Exception {
        assumeThat(Processes.isRoot()).as("changing user takes root").isTrue();
        start();
        String classPath = ReadableClassPath.copiedTo(Files.createDirectory(folder.resolve("classes")));
        List<String> asDaemon = List.of("setpriv", "--reuid=daemon", "--regid=daemon", "--clear-groups");
        String programs = TestPostgres.programs().toString();

        Path mine = Files.createDirectory(folder.resolve("mine"));
        run("chown", "daemon", mine.toString());
        try (ChildJvm child =
                ChildJvm.start(asDaemon, classPath, ChildServer.class, Map.of(), mine.toString(), programs)) {
            assertThat(child.line("READY")).contains("jdbc:postgresql://127.0.0.1:");
            assertThat(Files.getOwner(mine.resolve("pg")).getName()).isEqualTo("daemon");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(mine.resolve("pg"))))
                    .isEqualTo("rwx------");
            child.process().outputWriter().close();
            assertThat(child.rest()).contains("STOPPED");
        }

        // The folder is daemon's now, the database in it is still nobody's.
        run(
                "chown",
                "daemon",
                folder.toString(),
                folder.resolve("sextant.lock").toString(),
                folder.resolve("logs").toString());
        run(
                "chown",
                "-R",
                "daemon",
                folder.resolve("secrets").toString(),
                folder.resolve("pg-settings").toString());
        try (ChildJvm child =
                ChildJvm.start(asDaemon, classPath, ChildServer.class, Map.of(), folder.toString(), programs)) {
            assertThat(child.line("REFUSED"))
                    .contains(folder.resolve("pg").toString())
                    .contains("chown -R daemon");
        }

        Path closed = Files.createDirectory(folder.resolve("roots"));
        run("chown", "root", closed.toString());
        try (ChildJvm child =
                ChildJvm.start(asDaemon, classPath, ChildServer.class, Map.of(), closed.toString(), programs)) {
            assertThat(child.line("REFUSED")).contains(closed.toString()).contains("cannot be written by daemon");
        }
        try (ChildJvm child = ChildJvm.start(
                asDaemon,
                classPath,
                ChildServer.class,
                Map.of(),
                closed.resolve("new").toString(),
                programs)) {
            assertThat(child.line("REFUSED")).contains("cannot be written by daemon");
        }
    }
}
