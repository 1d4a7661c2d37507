package io.sextant.app.platform.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// The settings of our own PostgreSQL, in a folder that the server may read and not write. Written anew at every start,
/// so that they are always those of this version.
///
/// @param folder where they are
record ServerSettings(Path folder) {
    /// The words on the server's command line that make it read them.
    List<String> words() {
        return List.of(
                "-c",
                "config_file=" + folder.resolve("postgresql.conf"),
                "-c",
                "hba_file=" + folder.resolve("pg_hba.conf"),
                "-c",
                "ident_file=" + folder.resolve("pg_ident.conf"));
    }

    /// Writes them for a server that listens on `port`.
    void write(int port) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        writeSetting("postgresql.conf", """
                # Written by Sextant at every start; changes made here are lost.
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                max_connections = 40
                superuser_reserved_connections = 3
                password_encryption = 'scram-sha-256'
                authentication_timeout = '10s'
                allow_alter_system = off

                # Nothing acknowledged is ever lost.
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                wal_level = minimal
                max_wal_senders = 0
                max_wal_size = '512MB'
                checkpoint_timeout = '15min'

                # Modest: the whole of Sextant fits in 600 MB.
                shared_buffers = '64MB'
                effective_cache_size = '512MB'
                work_mem = '8MB'
                maintenance_work_mem = '48MB'
                temp_buffers = '4MB'
                wal_buffers = '4MB'
                huge_pages = off
                jit = off
                io_method = sync
                max_worker_processes = 4
                max_parallel_workers = 2
                max_parallel_workers_per_gather = 1
                max_logical_replication_workers = 0
                autovacuum_max_workers = 2
                random_page_cost = 1.1

                # A transaction that nobody ends must not hold everybody for ever.
                idle_in_transaction_session_timeout = '15min'

                timezone = 'UTC'
                log_timezone = 'UTC'
                datestyle = 'iso, ymd'
                default_text_search_config = 'pg_catalog.simple'

                # The application reports the errors of its own statements; their values stay out of the log.
                log_min_messages = log
                log_min_error_statement = panic
                log_checkpoints = off
                log_line_prefix = '%%m [%%p] '
                """.formatted(port));
        writeSetting("pg_hba.conf", """
                # Written by Sextant at every start; changes made here are lost.
                host all all 127.0.0.1/32 scram-sha-256
                """);
        writeSetting("pg_ident.conf", "# Written by Sextant at every start; changes made here are lost.\n");
    }

    private void writeSetting(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
}
