package io.sextant.app.platform.backup;

import io.sextant.app.platform.database.Build;
import io.sextant.app.platform.database.Migrations;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import tools.jackson.databind.json.JsonMapper;

/// Writes a backup: every table as it stood at one instant, whatever is written meanwhile, and the files that belong to
/// it. The file appears under its name only when it is whole and on disk; only its owner may read it.
final class Dump {
    static final String MANIFEST = "manifest.json";
    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TRIES = 20;

    private final Connection connection;
    private final Path data;
    private final Migrations migrations;

    Dump(Connection connection, Path data, Migrations migrations) {
        this.connection = connection;
        this.data = data;
        this.migrations = migrations;
    }

    Manifest to(Path file) throws IOException, SQLException {
        Path temporary = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
        Thread cleaner = new Thread(() -> deleteQuietly(temporary));
        Runtime.getRuntime().addShutdownHook(cleaner);
        try {
            Manifest manifest;
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ZipOutputStream zip =
                        new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16));
                zip.setLevel(Deflater.BEST_SPEED);
                manifest = write(zip);
                zip.finish();
                zip.flush();
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            return manifest;
        } finally {
            Files.deleteIfExists(temporary);
            if (!Thread.currentThread().isInterrupted()) {
                removeHook(cleaner);
            }
        }
    }

    private static void removeHook(Thread cleaner) {
        try {
            Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (IllegalStateException stopping) {
            // The hook is doing its work.
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            System.err.println(e.getMessage());
        }
    }

    private Manifest write(ZipOutputStream zip) throws IOException, SQLException {
        SortedMap<String, byte[]> kept = snapshot();
        Catalogue catalogue = new Catalogue(connection, migrations);
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        List<Manifest.Table> tables = new ArrayList<>();
        for (Catalogue.Table table : catalogue.tables()) {
            String entry = "tables/" + table.schema() + "." + table.name() + ".copy";
            zip.putNextEntry(new ZipEntry(entry));
            Digested out = new Digested(zip);
            // From a query and not from the table, so that a partitioned table gives the rows of its partitions.
            long rows = copy.copyOut(
                    "copy (select " + table.quotedColumns() + " from " + table.quoted()
                            + ") to stdout (format text, encoding 'UTF8')",
                    out);
            zip.closeEntry();
            tables.add(new Manifest.Table(
                    table.schema(), table.name(), table.columns(), rows, entry, out.bytes(), out.sha256()));
        }
        List<Manifest.File> files = new ArrayList<>();
        for (Map.Entry<String, byte[]> each : kept.entrySet()) {
            String entry = "files/" + each.getKey();
            zip.putNextEntry(new ZipEntry(entry));
            Digested out = new Digested(zip);
            out.write(each.getValue());
            zip.closeEntry();
            files.add(new Manifest.File(each.getKey(), entry, out.bytes(), out.sha256()));
        }
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                Build.version(),
                Instant.now(),
                single("show server_version"),
                migrated(),
                tables,
                catalogue.sequences(),
                files);
        connection.rollback();
        zip.putNextEntry(new ZipEntry(MANIFEST));
        try (OutputStream out = new Digested(zip)) {
            out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
        }
        zip.closeEntry();
        return manifest;
    }

    /// Freezes what this connection sees, together with the files: those must not change between being read and the
    /// freezing, lest the log of checkpoints speak of more or less than the trail.
    private SortedMap<String, byte[]> snapshot() throws IOException, SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        SortedMap<String, byte[]> kept = Kept.read(data);
        for (int i = 0; i < TRIES; i++) {
            single("select pg_current_snapshot()::text");
            SortedMap<String, byte[]> again = Kept.read(data);
            if (same(kept, again)) {
                break;
            }
            connection.rollback();
            kept = again;
        }
        return kept;
    }

    private static boolean same(SortedMap<String, byte[]> one, SortedMap<String, byte[]> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream().allMatch(each -> Arrays.equals(each.getValue(), other.get(each.getKey())));
    }

    private List<Manifest.Migration> migrated() throws SQLException {
        List<Manifest.Migration> migrated = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select version, checksum from platform.flyway_schema_history
                         where success and version is not null order by installed_rank
                        """)) {
            while (row.next()) {
                Integer checksum = row.getObject(2, Integer.class);
                migrated.add(new Manifest.Migration(row.getString(1), checksum));
            }
        }
        return migrated;
    }

    private String single(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
