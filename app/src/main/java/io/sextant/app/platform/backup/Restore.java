package io.sextant.app.platform.backup;

import io.sextant.app.platform.database.EmbeddedPostgres;
import io.sextant.app.platform.database.Migrations;
import io.sextant.app.platform.launch.Line;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import tools.jackson.core.JacksonException;

/// Puts a backup into an empty database and an empty data folder: all of it, or nothing.
///
/// Everything is checked before anything is written. The database is then brought to the version of the backup, loaded
/// in one transaction, and brought up to this version. Until the transaction commits the database bears a mark that
/// keeps a server from using it and lets another restore begin anew.
final class Restore {
    private static final long MANIFEST_LIMIT = 64L * 1024 * 1024;

    private final EmbeddedPostgres.Address database;
    private final Connection connection;
    private final Path data;
    private final Migrations migrations;

    Restore(EmbeddedPostgres.Address database, Connection connection, Path data, Migrations migrations) {
        this.database = database;
        this.connection = connection;
        this.data = data;
        this.migrations = migrations;
    }

    /// What came of it.
    sealed interface Outcome {
        /// Everything is back.
        record Restored(Manifest manifest) implements Outcome {}

        /// Nothing was written, for this reason.
        record Refused(Line why) implements Outcome {}
    }

    private static Outcome refused(String english, String french) {
        return new Outcome.Refused(new Line(english, french));
    }

    Outcome from(Path file) throws IOException, SQLException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Manifest manifest = manifest(zip);
            if (manifest == null) {
                return notABackup(file);
            }
            if (manifest.format() != Manifest.FORMAT) {
                return newer(manifest);
            }
            String damaged = damaged(zip, manifest);
            if (damaged != null) {
                return refused(
                        "the backup " + file + " is damaged at " + damaged + "; take another copy of it.",
                        "la sauvegarde " + file + " est abîmée à l’endroit " + damaged
                                + "\u202f; prenez-en une autre copie.");
            }
            MigrationVersion version = version(manifest);
            if (version == null) {
                return newer(manifest);
            }
            Outcome obstacle = obstacle(manifest, zip);
            if (obstacle != null) {
                return obstacle;
            }
            write(zip, manifest, version);
            return new Outcome.Restored(manifest);
        } catch (ZipException e) {
            return notABackup(file);
        }
    }

    private static Outcome notABackup(Path file) {
        return refused(
                file + " is not a backup made by Sextant, or it was cut short; take another one.",
                file
                        + " n’est pas une sauvegarde faite par Sextant, ou elle est incomplète\u202f; prenez-en une autre.");
    }

    private static Outcome newer(Manifest manifest) {
        return refused(
                "the backup was made by Sextant " + manifest.product()
                        + ", which this version does not know; restore it" + " with that version or a newer one.",
                "la sauvegarde a été faite par Sextant " + manifest.product()
                        + ", que cette version ne connaît pas\u202f; restaurez-la avec cette version-là ou une plus récente.");
    }

    // ---- checking

    private static @Nullable Manifest manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(Dump.MANIFEST);
        if (entry == null || entry.getSize() > MANIFEST_LIMIT) {
            return null;
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return Dump.JSON.readValue(in, Manifest.class);
        } catch (JacksonException notOurs) {
            return null;
        }
    }

    /// The first entry that is missing, too many, or not what the manifest says; null when all is well.
    private static @Nullable String damaged(ZipFile zip, Manifest manifest) {
        Map<String, String> expected = new HashMap<>();
        manifest.tables().forEach(table -> expected.put(table.entry(), table.bytes() + " " + table.sha256()));
        manifest.files().forEach(each -> expected.put(each.entry(), each.bytes() + " " + each.sha256()));
        Set<String> found = new HashSet<>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            if (entry.getName().equals(Dump.MANIFEST)) {
                continue;
            }
            Digested content = new Digested(OutputStream.nullOutputStream());
            try (InputStream in = zip.getInputStream(entry)) {
                in.transferTo(content);
            } catch (IOException broken) {
                return entry.getName();
            }
            if (!(content.bytes() + " " + content.sha256()).equals(expected.get(entry.getName()))) {
                return entry.getName();
            }
            found.add(entry.getName());
        }
        return expected.keySet().stream()
                .filter(name -> !found.contains(name))
                .sorted()
                .findFirst()
                .orElse(null);
    }

    /// The version to bring the database to; null when this Sextant lacks a migration that the backup went through.
    private @Nullable MigrationVersion version(Manifest manifest) {
        Map<String, @Nullable Integer> known = new HashMap<>();
        for (MigrationInfo migration :
                migrations.upTo(database, MigrationVersion.LATEST).info().all()) {
            if (migration.getVersion() != null) {
                known.put(migration.getVersion().getVersion(), migration.getChecksum());
            }
        }
        MigrationVersion highest = null;
        for (Manifest.Migration migration : manifest.migrations()) {
            Integer checksum = known.get(migration.version());
            if (checksum == null || !checksum.equals(migration.checksum())) {
                return null;
            }
            MigrationVersion version = MigrationVersion.fromVersion(migration.version());
            if (highest == null || version.compareTo(highest) > 0) {
                highest = version;
            }
        }
        return highest;
    }

    /// What stands in the way on this side: a database or files that hold something already.
    private @Nullable Outcome obstacle(Manifest manifest, ZipFile zip) throws IOException, SQLException {
        if (!Migrations.isRestoring(connection) && !new Catalogue(connection, migrations).isEmpty()) {
            return refused(
                    "the database is not empty; restore into an empty one: choose another data folder with --data, or"
                            + " another SPRING_DATASOURCE_URL.",
                    "la base de données n’est pas vide\u202f; restaurez dans une base vide\u202f: choisissez un autre dossier"
                            + " avec --data, ou une autre SPRING_DATASOURCE_URL.");
        }
        for (Manifest.File each : manifest.files()) {
            if (!Kept.isKept(each.path())) {
                return refused(
                        "the backup holds a file that Sextant does not restore: " + each.path() + ".",
                        "la sauvegarde contient un fichier que Sextant ne restaure pas\u202f: " + each.path() + ".");
            }
            Path file = data.resolve(each.path());
            if (Files.exists(file)
                    && !(Files.isRegularFile(file)
                            && Arrays.equals(Files.readAllBytes(file), read(zip, each.entry())))) {
                return refused(
                        "the data folder already holds another " + each.path() + "; choose an empty one with --data.",
                        "le dossier de données contient déjà un autre " + each.path()
                                + "\u202f; choisissez-en un vide avec --data.");
            }
        }
        return null;
    }

    private static byte[] read(ZipFile zip, String entry) throws IOException {
        try (InputStream in = zip.getInputStream(zip.getEntry(entry))) {
            return in.readAllBytes();
        }
    }

    // ---- writing

    private void write(ZipFile zip, Manifest manifest, MigrationVersion version) throws IOException, SQLException {
        List<Path> written = new ArrayList<>();
        try {
            begin();
            migrations.upTo(database, version).migrate();
            load(zip, manifest, written);
        } catch (IOException | SQLException | RuntimeException failure) {
            try {
                undo(written);
            } catch (IOException | SQLException alsoFailed) {
                // The mark stays: no server uses the database, and another restore begins anew.
                failure.addSuppressed(alsoFailed);
            }
            throw failure;
        }
        migrations.upTo(database, MigrationVersion.LATEST).migrate();
        execute("analyze");
    }

    private void begin() throws SQLException {
        connection.setAutoCommit(false);
        for (String drop : new Catalogue(connection, migrations).dropSchemas()) {
            execute(drop);
        }
        execute("create schema platform");
        execute("comment on schema platform is '" + Migrations.RESTORING + "'");
        connection.commit();
        connection.setAutoCommit(true);
    }

    private void undo(List<Path> written) throws SQLException, IOException {
        for (Path file : written) {
            Files.deleteIfExists(file);
        }
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        for (String drop : new Catalogue(connection, migrations).dropSchemas()) {
            execute(drop);
        }
    }

    private void load(ZipFile zip, Manifest manifest, List<Path> written) throws IOException, SQLException {
        connection.setAutoCommit(false);
        Catalogue catalogue = new Catalogue(connection, migrations);
        List<Catalogue.Pair> suspended = new ArrayList<>(catalogue.foreignKeys());
        suspended.addAll(catalogue.triggers());
        for (Catalogue.Pair each : suspended) {
            execute(each.undo());
        }
        Map<String, Catalogue.Table> tables =
                catalogue.tables().stream().collect(Collectors.toMap(Catalogue.Table::quoted, table -> table));
        // Migrations may have put rows of their own; the backup holds them as they had become.
        if (!tables.isEmpty()) {
            execute("truncate " + String.join(", ", tables.keySet()));
        }
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        for (Manifest.Table saved : manifest.tables()) {
            Catalogue.Table named = new Catalogue.Table(saved.schema(), saved.name(), saved.columns());
            Catalogue.Table table = tables.get(named.quoted());
            if (table == null || !table.columns().containsAll(named.columns())) {
                throw new IllegalStateException("the migrations do not make the table " + named);
            }
            try (InputStream in = zip.getInputStream(zip.getEntry(saved.entry()))) {
                long rows = copy.copyIn(
                        "copy " + named.quoted() + " (" + named.quotedColumns()
                                + ") from stdin (format text, encoding 'UTF8')",
                        in);
                if (rows != saved.rows()) {
                    throw new IllegalStateException(
                            rows + " rows instead of " + saved.rows() + " were loaded into " + named.quoted());
                }
            }
        }
        for (Catalogue.Pair each : suspended) {
            execute(each.redo());
        }
        for (Manifest.Sequence sequence : manifest.sequences()) {
            setSequence(sequence);
        }
        for (String view : catalogue.materialisedViews()) {
            execute("refresh materialized view " + view);
        }
        for (Manifest.File each : manifest.files()) {
            writeFile(data.resolve(each.path()), read(zip, each.entry()), written);
        }
        execute("comment on schema platform is null");
        connection.commit();
        connection.setAutoCommit(true);
    }

    private void setSequence(Manifest.Sequence sequence) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement("select setval(?::regclass, ?, ?)")) {
            set.setString(1, Catalogue.quote(sequence.schema()) + "." + Catalogue.quote(sequence.name()));
            set.setLong(2, sequence.last());
            set.setBoolean(3, sequence.called());
            set.execute();
        }
    }

    private static void writeFile(Path file, byte[] content, List<Path> written) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Path folder = Objects.requireNonNull(file.getParent());
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        written.add(file);
        try (var out = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            out.write(java.nio.ByteBuffer.wrap(content));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
