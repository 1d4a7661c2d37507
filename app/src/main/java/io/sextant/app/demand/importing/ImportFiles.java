package io.sextant.app.demand.importing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The files that imports were made from, kept in the database in pieces of one megabyte, so that a backup has them too.
@Component
class ImportFiles {
    private static final int PIECE = 1 << 20;

    private final JdbcClient jdbc;

    ImportFiles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Keeps a file, in the caller's transaction, and returns its number.
    long keep(Path file) throws IOException {
        long id = jdbc.sql("select nextval('demand.import_file_id')").query(Long.class).single();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece;
            for (int n = 0; (piece = in.readNBytes(PIECE)).length > 0; n++) {
                jdbc.sql("insert into demand.import_file (id, piece, bytes) values (:id, :piece, :bytes)")
                        .param("id", id)
                        .param("piece", n)
                        .param("bytes", piece)
                        .update();
            }
        }
        return id;
    }

    /// Writes a kept file to a place on disk.
    void fetch(long id, Path to) throws IOException {
        try (OutputStream out = Files.newOutputStream(to)) {
            for (int n = 0; ; n++) {
                var piece = jdbc.sql("select bytes from demand.import_file where id = :id and piece = :piece")
                        .param("id", id)
                        .param("piece", n)
                        .query(byte[].class)
                        .optional();
                if (piece.isEmpty()) {
                    return;
                }
                out.write(piece.get());
            }
        }
    }

    void drop(long id) {
        jdbc.sql("delete from demand.import_file where id = :id").param("id", id).update();
    }
}
