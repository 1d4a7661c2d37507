package io.sextant.app.platform.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sextant.app.platform.database.DataFolder;
import io.sextant.app.platform.database.DatabaseSettings;
import io.sextant.app.platform.database.EmbeddedPostgres;
import io.sextant.app.platform.database.Migrations;
import io.sextant.app.testing.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The commands as an administrator types them, on our own and on external databases.
class BackupTest {
    private static final DatabaseSettings SETTINGS = new DatabaseSettings(TestPostgres.programs(), "nobody");

    private Path folder;
    private Path file;

    @BeforeEach
    void freshFolder() {
        folder = TestPostgres.freshFolder();
        file = folder.resolve("backup.zip");
    }

    /// How a command ended.
    private record Said(int code, String out, String err) {}

    private static Said run(List<String> settings, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream stderr = System.err;
        int code;
        try (PrintStream said = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            // What Spring Boot's reporter says goes there too.
            System.setErr(said);
            code = new Backup(new PrintStream(out, true, StandardCharsets.UTF_8), said, settings.toArray(String[]::new))
                    .command(words);
        } finally {
            System.setErr(stderr);
        }
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static List<String> embedded(Path data) {
        return List.of("--sextant.data=" + data, "--sextant.database.binaries=" + TestPostgres.programs());
    }

    private static List<String> external(Path data, EmbeddedPostgres.Address database) {
        return List.of(
                "--sextant.data=" + data,
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password());
    }

    private static void execute(EmbeddedPostgres.Address database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String blobs(EmbeddedPostgres.Address database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select string_agg(size::text, ' ' order by id) from platform.blob")) {
            row.next();
            return row.getString(1);
        }
    }

    private static void addBlob(EmbeddedPostgres.Address database, int size) throws SQLException {
        execute(
                database,
                "insert into platform.blob (size, sha256) values (" + size + ", decode(repeat('00', 32), 'hex'))");
    }

    private static void assertOneLine(Said said, int code, String... parts) {
        assertThat(said.code()).as(said.err()).isEqualTo(code);
        assertThat(said.err().strip().lines()).singleElement().satisfies(line -> assertThat(line)
                .contains(parts));
    }

    @Test
    void ourOwnDatabaseIsSavedRunningOrStoppedAndRestoredIntoAnEmptyFolderOnly() throws Exception {
        Path data = folder.resolve("data");
        Path stopped = folder.resolve("stopped.zip");
        try (DataFolder locked = DataFolder.lock(data);
                EmbeddedPostgres server = EmbeddedPostgres.start(locked, SETTINGS)) {
            Migrations.OURS.upTo(server.application(), MigrationVersion.LATEST).migrate();
            addBlob(server.application(), 11);
            Said running = run(embedded(data), "backup", file.toString());
            assertThat(running.code()).as(running.err()).isZero();
            assertThat(running.out())
                    .contains("Saved")
                    .contains(file.toString())
                    .contains("as safe as the data");
            // The server runs on.
            addBlob(server.application(), 22);
            assertOneLine(run(embedded(data), "restore", file.toString()), 4, "in use by another Sextant");
        }
        Said afterwards = run(embedded(data), "backup", stopped.toString());
        assertThat(afterwards.code()).as(afterwards.err()).isZero();

        Path fresh = folder.resolve("fresh");
        Said restored = run(embedded(fresh), "restore", stopped.toString());
        assertThat(restored.code()).as(restored.err()).isZero();
        assertThat(restored.out()).contains("Restored");
        assertOneLine(run(embedded(fresh), "restore", stopped.toString()), 3, "not empty");
        try (DataFolder locked = DataFolder.lock(fresh);
                EmbeddedPostgres server = EmbeddedPostgres.start(locked, SETTINGS)) {
            assertThat(blobs(server.application())).isEqualTo("11 22");
        }
        assertThat(fresh.resolve("pg/postmaster.pid")).doesNotExist();
    }

    @Test
    void anExternalDatabaseIsSavedAndRestored() throws Exception {
        EmbeddedPostgres.Address source = TestPostgres.freshDatabase();
        EmbeddedPostgres.Address target = TestPostgres.freshDatabase();
        Migrations.OURS.upTo(source, MigrationVersion.LATEST).migrate();
        addBlob(source, 7);
        Said saved = run(external(folder.resolve("one"), source), "backup", file.toString());
        assertThat(saved.code()).as(saved.err()).isZero();
        Said restored = run(external(folder.resolve("two"), target), "restore", file.toString());
        assertThat(restored.code()).as(restored.err()).isZero();
        assertThat(blobs(target)).isEqualTo("7");
        try (Stream<Path> inside = Files.list(folder.resolve("two"))) {
            assertThat(inside.map(path -> path.getFileName().toString())).doesNotContain("pg");
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsSaidInOneLine() {
        EmbeddedPostgres.Address nowhere =
                new EmbeddedPostgres.Address("jdbc:postgresql://127.0.0.1:1/none", "nobody", "nothing");
        assertOneLine(run(external(folder.resolve("data"), nowhere), "backup", file.toString()), 4, "does not answer");
        assertThat(file).doesNotExist();
    }

    @Test
    void aCommandTypedWronglyIsTaughtInOneLine() {
        List<String> settings = embedded(folder.resolve("data"));
        assertOneLine(run(settings, "backup"), 2, "usage: sextant backup FILE");
        assertOneLine(run(settings, "restore", "a", "b"), 2, "usage: sextant restore FILE");
        assertOneLine(run(settings, "restore", "--force"), 2, "usage: sextant restore FILE");
        assertThat(Backup.run()).isEmpty();
        assertThat(Backup.run("serve")).isEmpty();
        assertThat(Backup.run("--server.port=0")).isEmpty();
    }

    @Test
    void aFileThatIsInTheWayOrMissingIsNamed() throws Exception {
        List<String> settings = embedded(folder.resolve("data"));
        assertOneLine(run(settings, "restore", file.toString()), 3, "there is no file " + file);
        assertOneLine(
                run(settings, "backup", folder.resolve("no/such.zip").toString()), 3, "there is no folder", "make it");
        Files.writeString(file, "precious");
        assertOneLine(run(settings, "backup", file.toString()), 3, file + " exists already");
        assertThat(file).hasContent("precious");
        assertOneLine(run(settings, "restore", file.toString()), 3, "is not a backup made by Sextant");
    }

    @Test
    void aFolderWithoutADatabaseIsNotGivenOneOnlyToBeSaved() {
        Path data = folder.resolve("data");
        assertOneLine(run(embedded(data), "backup", file.toString()), 4, "there is no database in " + data, "--data");
        assertThat(data).doesNotExist();
        assertOneLine(
                run(external(data, TestPostgres.freshDatabase()), "backup", file.toString()), 3, "nothing to save");
    }

    @Test
    void aFullDiskLeavesNoHalfFile() throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("mounting a disk takes root")
                .isEqualTo("root");
        EmbeddedPostgres.Address source = TestPostgres.freshDatabase();
        Migrations.OURS.upTo(source, MigrationVersion.LATEST).migrate();
        execute(source, """
                with file as (
                    insert into platform.blob (size, sha256) values (0, decode(repeat('00', 32), 'hex')) returning id)
                insert into platform.blob_chunk (blob_id, n, bytes)
                select id, n,
                       (select string_agg(sha512(convert_to(n || ' ' || i, 'UTF8')), '') from generate_series(1, 4000) i)
                  from file, generate_series(1, 20) n
                """);
        Path small = Files.createDirectory(folder.resolve("small"));
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString()).start();
        assumeThat(mount.waitFor()).as("may mount a disk").isZero();
        try {
            assertOneLine(
                    run(
                            external(folder.resolve("data"), source),
                            "backup",
                            small.resolve("backup.zip").toString()),
                    4,
                    "disk is full",
                    "nothing was kept");
            try (Stream<Path> inside = Files.list(small)) {
                assertThat(inside).isEmpty();
            }
        } finally {
            new ProcessBuilder("umount", small.toString()).start().waitFor();
        }
    }

    @Test
    void theSettingsOfOurOwnMigrationsAreThoseOfTheServer() {
        List<String> schemas = new ArrayList<>(Migrations.OURS.schemas());
        assertThat(schemas).contains("platform").isSorted();
        assertThat(Arrays.stream(Migrations.OURS
                                .upTo(TestPostgres.freshDatabase(), MigrationVersion.LATEST)
                                .info()
                                .all())
                        .map(migration -> migration.getScript()))
                .anyMatch(script -> script.contains("platform_extensions"));
    }
}
