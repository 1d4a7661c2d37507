package io.sextant.app.platform.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Files kept in the database, beside the rows that speak of them: both commit, or neither. A file never changes once
/// stored.
///
/// Bytes travel in pieces of 256 kB, so memory stays flat whatever the size. Thread-safe.
@Component
public class Blobs {
    private static final int PIECE = 256 * 1024;

    private final JdbcClient jdbc;
    private final TransactionTemplate nested;

    Blobs(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.nested = new TransactionTemplate(transactions);
        // Within the caller's transaction, yet undone alone when the file turns out to be too large.
        this.nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /// What came of storing a file.
    public sealed interface Storing {
        /// It is stored.
        record Stored(Blob blob) implements Storing {}

        /// It has more than `maxBytes` bytes; nothing of it is kept.
        record TooLarge(long maxBytes) implements Storing {}
    }

    /// Stores all that `content` gives, in the caller's transaction if there is one. Reads at most one byte more than
    /// `maxBytes`, and leaves the stream open.
    ///
    /// @throws IOException when `content` cannot be read; nothing of it is kept
    public Storing store(InputStream content, long maxBytes) throws IOException {
        try {
            return Objects.requireNonNull(nested.execute(transaction -> {
                try {
                    Blob blob = write(content, maxBytes);
                    if (blob == null) {
                        transaction.setRollbackOnly();
                        return new Storing.TooLarge(maxBytes);
                    }
                    return new Storing.Stored(blob);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private @Nullable Blob write(InputStream content, long maxBytes) throws IOException {
        BlobId id = new BlobId(jdbc.sql("select nextval(pg_get_serial_sequence('platform.blob', 'id'))")
                .query(Long.class)
                .single());
        DigestInputStream digested = new DigestInputStream(content, sha256());
        long size = 0;
        for (int n = 0; ; n++) {
            byte[] piece = digested.readNBytes((int) Math.min(PIECE, maxBytes - size + 1));
            size += piece.length;
            if (size > maxBytes) {
                return null;
            }
            if (piece.length == 0) {
                break;
            }
            jdbc.sql("insert into platform.blob_chunk (blob_id, n, bytes) values (?, ?, ?)")
                    .params(id.value(), n, piece)
                    .update();
        }
        byte[] sha256 = digested.getMessageDigest().digest();
        jdbc.sql("insert into platform.blob (id, size, sha256) overriding system value values (?, ?, ?)")
                .params(id.value(), size, sha256)
                .update();
        return new Blob(id, size, HexFormat.of().formatHex(sha256));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What is known of a file, without its bytes.
    public Optional<Blob> find(BlobId id) {
        return jdbc.sql("select id, size, encode(sha256, 'hex') as sha256 from platform.blob where id = ?")
                .param(id.value())
                .query((row, n) ->
                        new Blob(new BlobId(row.getLong("id")), row.getLong("size"), row.getString("sha256")))
                .optional();
    }

    /// The bytes of a file, fetched piece by piece as they are read; empty when there is no such file. No connection is
    /// held between pieces. A file that is deleted meanwhile ends in an [IOException], never in a shorter file.
    public Optional<InputStream> open(BlobId id) {
        return find(id).map(Pieces::new);
    }

    /// Deletes a file, in the caller's transaction if there is one. False when there was none.
    public boolean delete(BlobId id) {
        return jdbc.sql("delete from platform.blob where id = ?")
                        .param(id.value())
                        .update()
                > 0;
    }

    /// Reads a file piece by piece.
    private final class Pieces extends InputStream {
        private final Blob blob;
        private long left;
        private int next;
        private byte[] piece = {};
        private int at;

        Pieces(Blob blob) {
            this.blob = blob;
            this.left = blob.size();
        }

        private boolean fetch() throws IOException {
            if (left == 0) {
                return false;
            }
            piece = jdbc.sql("select bytes from platform.blob_chunk where blob_id = ? and n = ?")
                    .params(blob.id().value(), next)
                    .query(byte[].class)
                    .optional()
                    .orElseThrow(() -> new IOException("the file " + blob.id().value() + " was deleted meanwhile"));
            next++;
            left -= piece.length;
            at = 0;
            return true;
        }

        @Override
        public int read() throws IOException {
            return at == piece.length && !fetch() ? -1 : piece[at++] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (length == 0) {
                return 0;
            }
            if (at == piece.length && !fetch()) {
                return -1;
            }
            int count = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, target, offset, count);
            at += count;
            return count;
        }

        @Override
        public int available() {
            return piece.length - at;
        }
    }
}
