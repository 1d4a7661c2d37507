package io.sextant.app.platform.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sextant.app.platform.database.EmbeddedPostgres;
import io.sextant.app.platform.database.Migrations;
import io.sextant.app.testing.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Backup and restore between two real databases, with tables made to be hard to move.
class RoundTripTest {
    private static final Migrations FIRST = new Migrations(List.of("db/migration", "awkward/first"));
    private static final Migrations SECOND = new Migrations(List.of("db/migration", "awkward/first", "awkward/second"));

    /// Filled and saved once; tests that write to the source make one of their own.
    private static EmbeddedPostgres.Address source;

    private static Path sourceData;
    private static Path saved;
    private static Manifest manifest;

    /// Where `saved` was put back.
    private static EmbeddedPostgres.Address restored;

    private EmbeddedPostgres.Address target;
    private Path targetData;
    private Path file;

    @BeforeAll
    static void saveAndRestoreOnce() throws Exception {
        source = TestPostgres.freshDatabase();
        sourceData = TestPostgres.freshFolder();
        FIRST.upTo(source, MigrationVersion.LATEST).migrate();
        fill(source);
        Files.createDirectories(sourceData.resolve("keys/old"));
        Files.createDirectories(sourceData.resolve("secrets"));
        Files.writeString(sourceData.resolve("keys/audit"), "secret");
        Files.writeString(sourceData.resolve("keys/old/audit.1"), "older");
        Files.writeString(sourceData.resolve("audit-checkpoints.log"), "notes");
        Files.writeString(sourceData.resolve("secrets/room"), "of a room");
        Files.writeString(sourceData.resolve("secrets/postgres-admin"), "of this cluster only");
        Files.writeString(sourceData.resolve("other"), "not ours");
        saved = TestPostgres.freshFolder().resolve("backup.zip");
        manifest = save(source, FIRST, saved);

        restored = TestPostgres.freshDatabase();
        try (Connection connection = restored.connect()) {
            assertThat(new Restore(restored, connection, TestPostgres.freshFolder(), FIRST).from(saved))
                    .isInstanceOf(Restore.Outcome.Restored.class);
        }
    }

    @BeforeEach
    void copyOfTheBackupAndSomewhereToPutIt() throws IOException {
        target = TestPostgres.freshDatabase();
        targetData = TestPostgres.freshFolder();
        file = Files.copy(saved, TestPostgres.freshFolder().resolve("copy.zip"));
    }

    private static void run(EmbeddedPostgres.Address database, String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        }
    }

    private static List<String> ask(EmbeddedPostgres.Address database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (row.next()) {
                all.add(String.valueOf(row.getString(1)));
            }
            return all;
        }
    }

    private static Manifest save(EmbeddedPostgres.Address database, Migrations migrations, Path file) throws Exception {
        try (Connection connection = database.connect()) {
            return new Dump(connection, sourceData, migrations).to(file);
        }
    }

    private Restore.Outcome restore(Migrations migrations) throws Exception {
        try (Connection connection = target.connect()) {
            return new Restore(target, connection, targetData, migrations).from(file);
        }
    }

    private void assertRefused(Migrations migrations, String... parts) throws Exception {
        assertThat(restore(migrations)).isInstanceOfSatisfying(Restore.Outcome.Refused.class, refused -> {
            assertThat(refused.why().english()).contains(parts);
            assertThat(refused.why().french())
                    .isNotEqualTo(refused.why().english())
                    .doesNotContain("'");
        });
        assertThat(ask(target, "select nspname from pg_namespace where nspname in ('platform', 'awkward')"))
                .isEmpty();
    }

    private static void fill(EmbeddedPostgres.Address database) throws SQLException {
        run(
                database,
                """
                insert into awkward.value (word, bytes, document, moment, day, words, matrix, exact, near, span, mood,
                                           share, address, key, lapse)
                values (null, null, null, null, null, null, null, null, null, null, null, null, null, null, null),
                       ('', '', '{}', 'infinity', '-infinity', '{}', '{}', 'NaN', 'Infinity', 'empty', 'calm', 0,
                        '::1', '00000000-0000-0000-0000-000000000000', '0'),
                       (E'tab\\t newline\\n return\\r backslash\\\\ \\\\N quote'' "double" \\\\. end',
                        decode('000109 0a0d5c ff 27', 'hex'),
                        '{"é": [null, 1.50, "\\u2028", {"a\\\\b": "« oui »"}]}',
                        '0044-03-15 12:00:00.123456 BC+01', '5874897-12-31',
                        array['a', null, 'N,ULL', '{"}', 'é\u202f!', ''], array[[1, null], [3, 4]],
                        -123456789012345678901234567890.123456789, 1e-300, '[2026-01-01,)', 'it''s "odd"', 99.99,
                        '192.0.2.0/24', gen_random_uuid(), '-1 year 2 mons -3 days 04:05:06.789'),
                       (repeat('𝄞 clé de sol 🧭 ', 5000), decode(repeat('00ff', 150000), 'hex'), to_jsonb(repeat('x', 9000)),
                        now(), current_date, array_fill('z'::text, array[500]), null, 1e200, 'NaN', null, 'rough',
                        100, null, null, null)
                """,
                "insert into awkward.captain values (1, 10), (2, 20)",
                "insert into awkward.ship values (20, 2, null), (10, 1, 20)",
                "update awkward.ship set sister_id = 10 where id = 20",
                "insert into awkward.\"Odd \"\"Name\"\"\" values (-1, 'from')",
                "insert into awkward.reading values ('2025-06-01', 1), ('2026-06-01', 2)",
                "select nextval('awkward.ticket'), nextval('awkward.ticket')",
                "update awkward.setting set value = 'green' where name = 'colour'",
                "delete from awkward.setting where name = 'forgotten'",
                "insert into awkward.cache values (1)",
                "refresh materialized view awkward.total");
    }

    /// Every row of every awkward table as text, computed columns included.
    private static final String EVERYTHING = """
            select row_text from (
              select 'value ' || id as place, v::text as row_text from awkward.value v
              union all select 'captain ' || id, c::text from awkward.captain c
              union all select 'ship ' || id, s::text from awkward.ship s
              union all select 'odd', o::text from awkward."Odd ""Name\""" o
              union all select 'reading ' || n, tableoid::regclass || r::text from awkward.reading r
              union all select 'setting ' || name, s::text from awkward.setting s
              union all select 'log ' || id, l::text from awkward.log l
              union all select 'total', t::text from awkward.total t
            ) all_rows order by place
            """;

    @Test
    void everyValueComesBackAsItWas() throws Exception {
        assertThat(ask(restored, EVERYTHING)).isEqualTo(ask(source, EVERYTHING)).hasSizeGreaterThan(12);
        assertThat(manifest.rows()).isGreaterThan(12);
        assertThat(ask(restored, "select count(*)::text from awkward.cache")).containsExactly("0");
    }

    @Test
    void numbersGoOnWhereTheyStood() throws Exception {
        String last = "select last_value || ' ' || is_called from ";
        for (String sequence : List.of("awkward.ticket", "awkward.value_id_seq", "awkward.log_id_seq")) {
            assertThat(ask(restored, last + sequence)).isEqualTo(ask(source, last + sequence));
        }
        assertThat(ask(restored, last + "awkward.ticket")).containsExactly("110 true");
    }

    @Test
    void keysTriggersAndRulesAreInForceAgain() throws Exception {
        String rules = """
                select rule from (
                  select 'key ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) as rule
                    from pg_constraint where connamespace = 'awkward'::regnamespace
                  union all
                  select 'trigger ' || tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text
                    from pg_trigger where not tgisinternal and tgrelid::regclass::text like 'awkward.%'
                ) all_rules order by rule
                """;
        assertThat(ask(restored, rules)).isEqualTo(ask(source, rules)).hasSizeGreaterThan(6);
        assertThatThrownBy(() -> run(restored, "insert into awkward.ship values (30, 99, null)"))
                .hasMessageContaining("foreign key");
        assertThatThrownBy(() -> run(restored, "delete from awkward.log")).hasMessageContaining("append-only");
    }

    @Test
    void anOlderBackupIsBroughtUpToThisVersionAndItsRowsWithIt() throws Exception {
        assertThat(restore(SECOND)).isInstanceOf(Restore.Outcome.Restored.class);
        assertThat(ask(target, "select length::text from awkward.value order by id"))
                .isEqualTo(ask(source, "select length(word)::text from awkward.value order by id"));
    }

    @Test
    void aNewerBackupIsRefused() throws Exception {
        EmbeddedPostgres.Address newer = TestPostgres.freshDatabase();
        SECOND.upTo(newer, MigrationVersion.LATEST).migrate();
        Files.delete(file);
        save(newer, SECOND, file);
        assertRefused(FIRST, "which this version does not know");
    }

    @Test
    void theKeysOfTheDataFolderComeBackWithTheirRights() throws Exception {
        assertThat(manifest.files())
                .extracting(Manifest.File::path)
                .containsExactly("audit-checkpoints.log", "keys/audit", "keys/old/audit.1", "secrets/room");
        assertThat(restore(FIRST)).isInstanceOf(Restore.Outcome.Restored.class);

        for (String path : List.of("audit-checkpoints.log", "keys/audit", "keys/old/audit.1", "secrets/room")) {
            assertThat(targetData.resolve(path)).hasSameBinaryContentAs(sourceData.resolve(path));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(targetData.resolve(path))))
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(targetData.resolve("keys"))))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void otherKeysInTheWayAreNotOverwritten() throws Exception {
        Files.createDirectories(targetData.resolve("keys"));
        Files.writeString(targetData.resolve("keys/audit"), "another");
        assertRefused(FIRST, "already holds another keys/audit");
        assertThat(targetData.resolve("keys/audit")).hasContent("another");
    }

    @Test
    void aDatabaseThatHoldsSomethingIsRefusedAndLeftAlone() throws Exception {
        run(target, "create schema demand", "create table demand.precious as select 1 as n");
        assertThat(restore(FIRST)).isInstanceOfSatisfying(Restore.Outcome.Refused.class, refused -> assertThat(
                        refused.why().english())
                .contains("not empty")
                .contains("--data"));
        assertThat(ask(target, "select n::text from demand.precious")).containsExactly("1");
    }

    @Test
    void theTablesOfOtherProgramsInTheSameDatabaseAreNeitherSavedNorTouched() throws Exception {
        run(source, "create schema payroll", "create table payroll.wage as select 1 as n");
        Files.delete(file);
        run(target, "create schema payroll", "create table payroll.wage as select 2 as n");
        assertThat(save(source, FIRST, file).tables())
                .extracting(Manifest.Table::schema)
                .doesNotContain("payroll");
        assertThat(restore(FIRST)).isInstanceOf(Restore.Outcome.Restored.class);
        assertThat(ask(target, "select n::text from payroll.wage")).containsExactly("2");
    }

    @Test
    void aBackupShowsOneInstantWhateverIsWrittenMeanwhile() throws Exception {
        EmbeddedPostgres.Address busy = TestPostgres.freshDatabase();
        FIRST.upTo(busy, MigrationVersion.LATEST).migrate();
        run(
                busy,
                "insert into awkward.\"Odd \"\"Name\"\"\" values (1, 'before')",
                "insert into awkward.reading values ('2026-01-01', 1)");
        Files.delete(file);
        try (Connection other = busy.connect();
                Statement statement = other.createStatement();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            other.setAutoCommit(false);
            // The backup copies the odd table first, then has to wait for this one.
            statement.execute("lock table awkward.reading in access exclusive mode");
            Future<Manifest> backup = threads.submit(() -> save(busy, FIRST, file));
            String waiting =
                    "select count(*)::text from pg_locks where not granted and relation = 'awkward.reading'::regclass";
            while (ask(busy, waiting).equals(List.of("0"))) {
                assertThat(backup).isNotDone();
            }
            statement.execute("insert into awkward.\"Odd \"\"Name\"\"\" values (2, 'meanwhile')");
            statement.execute("insert into awkward.reading values ('2026-01-01', 2)");
            other.commit();
            backup.get();
        }
        restore(FIRST);
        assertThat(ask(target, "select n::text from awkward.reading")).containsExactly("1");
        assertThat(ask(target, "select \"select\" from awkward.\"Odd \"\"Name\"\"\""))
                .containsExactly("before");
    }

    /// Copies the backup, changing the contents of its entries; null drops one.
    private void tamper(Function<Map.Entry<String, byte[]>, Map.@Nullable Entry<String, byte[]>> change)
            throws IOException {
        Path tampered = file.resolveSibling("tampered.zip");
        try (ZipFile zip = new ZipFile(file.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(tampered))) {
            for (ZipEntry entry : zip.stream().toList()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    Map.Entry<String, byte[]> now = change.apply(Map.entry(entry.getName(), in.readAllBytes()));
                    if (now != null) {
                        out.putNextEntry(new ZipEntry(now.getKey()));
                        out.write(now.getValue());
                        out.closeEntry();
                    }
                }
            }
        }
        Files.move(tampered, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aChangedEntryIsFoundAndNamedBeforeAnythingIsWritten() throws Exception {
        tamper(entry -> entry.getKey().equals("tables/awkward.setting.copy")
                ? Map.entry(entry.getKey(), utf8("colour\tred\n"))
                : entry);
        assertRefused(FIRST, "damaged at tables/awkward.setting.copy");
    }

    @Test
    void aMissingEntryIsFoundAndNamed() throws Exception {
        tamper(entry -> entry.getKey().equals("tables/awkward.log.copy") ? null : entry);
        assertRefused(FIRST, "damaged at tables/awkward.log.copy");
    }

    @Test
    void anEntryTooManyIsFoundAndNamed() throws Exception {
        tamper(entry ->
                entry.getKey().equals("tables/awkward.log.copy") ? Map.entry("tables/more.copy", new byte[9]) : entry);
        assertRefused(FIRST, "damaged at tables/more.copy");
    }

    @Test
    void aFileThatWouldLeaveTheDataFolderIsRefused() throws Exception {
        tamper(entry -> entry.getKey().equals("manifest.json")
                ? Map.entry(
                        entry.getKey(),
                        utf8(new String(entry.getValue(), StandardCharsets.UTF_8)
                                .replace("\"path\" : \"keys/audit\"", "\"path\" : \"keys/../../escaped\"")))
                : entry);
        assertRefused(FIRST, "does not restore: keys/../../escaped");
        assertThat(targetData.resolveSibling("escaped")).doesNotExist();
    }

    @Test
    void whatIsNoBackupIsSaidToBeNone() throws Exception {
        Files.writeString(file, "not a zip file");
        assertRefused(FIRST, "is not a backup made by Sextant");
        Files.write(file, new byte[0]);
        assertRefused(FIRST, "is not a backup made by Sextant");
        try (OutputStream raw = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(raw)) {
            zip.putNextEntry(new ZipEntry("manifest.json"));
            zip.write(utf8("{\"format\": 1}"));
        }
        assertRefused(FIRST, "is not a backup made by Sextant");
    }

    @Test
    void aBackupThatWasCutShortIsRefused() throws Exception {
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length * 2 / 3));
        assertRefused(FIRST, "cut short");
    }

    @Test
    void aRestoreThatFailsLeavesNothingAndCanBeTriedAgain() throws Exception {
        byte[] good = Files.readAllBytes(file);
        // A captain without a ship, with a fingerprint that fits: only the database can find it.
        byte[] bad = utf8("1\t10\n2\t77\n");
        tamper(entry -> switch (entry.getKey()) {
            case "tables/awkward.captain.copy" -> Map.entry(entry.getKey(), bad);
            case "manifest.json" -> Map.entry(entry.getKey(), withCaptains(entry.getValue(), bad));
            default -> entry;
        });
        assertThatThrownBy(() -> restore(FIRST))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("foreign key");
        assertThat(ask(target, "select nspname from pg_namespace where nspname in ('platform', 'awkward')"))
                .isEmpty();
        assertThat(targetData.resolve("keys/audit")).doesNotExist();

        Files.write(file, good);
        assertThat(restore(FIRST)).isInstanceOf(Restore.Outcome.Restored.class);
        assertThat(ask(target, EVERYTHING)).isEqualTo(ask(source, EVERYTHING));
    }

    private static byte[] withCaptains(byte[] manifest, byte[] rows) {
        Manifest read = Dump.JSON.readValue(manifest, Manifest.class);
        Digested digested = new Digested(OutputStream.nullOutputStream());
        try {
            digested.write(rows);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        List<Manifest.Table> tables = read.tables().stream()
                .map(table -> table.name().equals("captain")
                        ? new Manifest.Table(
                                table.schema(),
                                table.name(),
                                table.columns(),
                                2,
                                table.entry(),
                                digested.bytes(),
                                digested.sha256())
                        : table)
                .toList();
        return Dump.JSON.writeValueAsBytes(new Manifest(
                read.format(),
                read.product(),
                read.createdAt(),
                read.postgresql(),
                read.migrations(),
                tables,
                read.sequences(),
                read.files()));
    }

    @Test
    void aRestoreThatWasKilledIsBegunAnew() throws Exception {
        // What is there when the process dies after the migrations: tables, seeds, and the mark.
        FIRST.upTo(target, MigrationVersion.LATEST).migrate();
        run(target, "comment on schema platform is '" + Migrations.RESTORING + "'");
        assertThat(restore(FIRST)).isInstanceOf(Restore.Outcome.Restored.class);
        assertThat(ask(target, EVERYTHING)).isEqualTo(ask(source, EVERYTHING));
        try (Connection connection = target.connect()) {
            assertThat(Migrations.isRestoring(connection)).isFalse();
        }
    }
}
