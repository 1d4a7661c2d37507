package io.sextant.app.platform.backup;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a backup holds: the entry `manifest.json`, written last, so that a backup without it is known to be broken off.
///
/// @param format version of the layout of the file, 1
/// @param product version of Sextant that wrote it
/// @param createdAt when the snapshot was taken
/// @param postgresql version of the database that it was taken from
/// @param migrations the migrations of that database, oldest first
/// @param tables the tables, each with its rows
/// @param sequences where the number givers stood
/// @param files files of the data folder
public record Manifest(
        int format,
        String product,
        Instant createdAt,
        String postgresql,
        List<Migration> migrations,
        List<Table> tables,
        List<Sequence> sequences,
        List<File> files) {
    public Manifest {
        migrations = List.copyOf(migrations);
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
        files = List.copyOf(files);
    }

    /// The layout that this version writes, and the only one it reads.
    static final int FORMAT = 1;

    /// A migration of the database.
    ///
    /// @param version its version, for example `20261123.0600`
    /// @param checksum Flyway's checksum of its text
    record Migration(String version, @Nullable Integer checksum) {}

    /// A table in PostgreSQL's COPY text format.
    ///
    /// @param schema its schema
    /// @param name its name
    /// @param columns the columns of each line, in this order; those the database computes itself are left out
    /// @param rows number of lines
    /// @param entry name of the entry that holds them
    /// @param bytes length of the entry
    /// @param sha256 SHA-256 of the entry, hexadecimal
    record Table(
            String schema, String name, List<String> columns, long rows, String entry, long bytes, String sha256) {}

    /// A sequence: the last number it gave, and whether it gave any.
    record Sequence(String schema, String name, long last, boolean called) {}

    /// A file of the data folder.
    ///
    /// @param path its path in the data folder, with slashes
    /// @param entry name of the entry that holds it
    /// @param bytes length of the entry
    /// @param sha256 SHA-256 of the entry, hexadecimal
    record File(String path, String entry, long bytes, String sha256) {}

    /// All rows of all tables.
    long rows() {
        return tables.stream().mapToLong(Table::rows).sum();
    }
}
