package io.sextant.app.audit;

import io.sextant.app.audit.proof.EventHasher;
import io.sextant.app.audit.proof.MerkleProof;
import io.sextant.app.audit.proof.MerkleTree;
import io.sextant.app.audit.proof.SignedNote;
import io.sextant.app.audit.proof.TreeHead;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;

/// The table of checkpoints.
@Component
final class CheckpointStore {
    /// Subtrees whose hashes are kept have two to this power leaves.
    static final int NODE_LEVEL = 8;

    private static final long NODE_SIZE = 1L << NODE_LEVEL;

    /// Inserted by one statement.
    private static final int MOST_NODES = 1_000;

    private final JdbcTemplate jdbc;

    CheckpointStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// A row of the table, as it stands: not believed before it is checked.
    record Row(
            long size, byte[] root, List<byte[]> edge, Instant signedAt, String keyId, byte[] signature, String note) {
        static final String COLUMNS = "tree_size, root, edge, signed_at, key_id, signature, note";

        static Row of(ResultSet row) throws SQLException {
            var edge = new ArrayList<byte[]>();
            for (Object hash : (Object[]) row.getArray(3).getArray()) {
                edge.add((byte[]) hash);
            }
            return new Row(
                    row.getLong(1),
                    row.getBytes(2),
                    edge,
                    row.getObject(4, OffsetDateTime.class).toInstant(),
                    row.getString(5),
                    row.getBytes(6),
                    row.getString(7));
        }

        /// The tree up to this checkpoint, to be continued.
        ///
        /// @throws IllegalArgumentException when the edge cannot be of this size
        MerkleTree tree() {
            return new MerkleTree(size, edge);
        }
    }

    Optional<Row> last() {
        return jdbc
                .query(
                        "select " + Row.COLUMNS + " from audit.checkpoint order by tree_size desc limit 1",
                        (row, n) -> Row.of(row))
                .stream()
                .findFirst();
    }

    /// The checkpoints of trees larger than `size`, smallest first.
    void after(long size, Consumer<Row> to) {
        jdbc.query(
                "select " + Row.COLUMNS + " from audit.checkpoint where tree_size > ? order by tree_size",
                row -> {
                    to.accept(Row.of(row));
                },
                size);
    }

    Optional<Row> find(long size) {
        return jdbc
                .query(
                        "select " + Row.COLUMNS + " from audit.checkpoint where tree_size = ?",
                        (row, n) -> Row.of(row),
                        size)
                .stream()
                .findFirst();
    }

    List<AuditTrail.Checkpoint> list(@Nullable Long before, int limit) {
        return jdbc.query(
                "select " + Row.COLUMNS + " from audit.checkpoint where tree_size < ? order by tree_size desc limit ?",
                (columns, n) -> {
                    var row = Row.of(columns);
                    return new AuditTrail.Checkpoint(
                            row.size(), HexFormat.of().formatHex(row.root()), row.signedAt(), row.keyId(), row.note());
                },
                before == null ? Long.MAX_VALUE : before,
                limit);
    }

    /// Keeps a signed checkpoint of a tree.
    void add(MerkleTree tree, TreeHead head, SignedNote note) {
        var signature = note.signatures().getFirst();
        jdbc.update(insert -> {
            var statement = insert.prepareStatement("""
                    insert into audit.checkpoint (tree_size, root, edge, signed_at, key_id, signature, note)
                    values (?, ?, ?, ?, ?, ?, ?)""");
            statement.setLong(1, head.size());
            statement.setBytes(2, head.root());
            statement.setArray(3, insert.createArrayOf("bytea", tree.edge().toArray(byte[][]::new)));
            statement.setObject(4, signedAt(head).atOffset(ZoneOffset.UTC));
            statement.setString(5, signature.keyId());
            statement.setBytes(6, signature.signature());
            statement.setString(7, note.toString());
            return statement;
        });
    }

    private static Instant signedAt(TreeHead head) {
        var at = head.signedAt();
        if (at == null) {
            throw new IllegalArgumentException("a checkpoint of ours says when it was signed");
        }
        return at;
    }

    /// The fingerprint of the change at a place; that of nothing for place 0.
    byte[] hashAt(long seq) {
        return seq == 0
                ? EventHasher.genesis()
                : jdbc.query("select hash from audit.event where seq = ?", (row, n) -> row.getBytes(1), seq).stream()
                        .findFirst()
                        .orElseGet(EventHasher::genesis);
    }

    /// Keeps hashes of subtrees of 256 changes.
    ///
    /// @param first position of the first of them
    void addNodes(long first, List<byte[]> hashes) {
        for (int from = 0; from < hashes.size(); from += MOST_NODES) {
            var some = hashes.subList(from, Math.min(hashes.size(), from + MOST_NODES));
            long position = first + from;
            jdbc.execute("""
                    insert into audit.node (position, hash)
                    select ? + place - 1, hash from unnest(?) with ordinality as node (hash, place)
                    on conflict (position) do nothing""", (PreparedStatement insert) -> {
                insert.setLong(1, position);
                insert.setArray(2, insert.getConnection().createArrayOf("bytea", some.toArray(byte[][]::new)));
                return insert.executeUpdate();
            });
        }
    }

    /// The hash of the tree over some of the changes only.
    ///
    /// @param nodes whether to use kept hashes of subtrees rather than the fingerprint of every change
    byte[] subtree(MerkleProof.Leaves leaves, boolean nodes) {
        var tree = new MerkleTree();
        long from = leaves.from();
        if (nodes && from % NODE_SIZE == 0) {
            scan(
                    "select hash from audit.node where position >= ? and position < ? order by position",
                    from / NODE_SIZE,
                    leaves.to() / NODE_SIZE,
                    hash -> tree.addSubtree(NODE_LEVEL, hash));
            from += tree.size();
        }
        scan("select hash from audit.event where seq > ? and seq <= ? order by seq", from, leaves.to(), tree::add);
        return tree.root();
    }

    private void scan(String sql, long from, long to, Consumer<byte[]> each) {
        jdbc.query(
                connection -> {
                    var scan = connection.prepareStatement(sql);
                    scan.setLong(1, from);
                    scan.setLong(2, to);
                    scan.setFetchSize(5_000);
                    return scan;
                },
                (RowCallbackHandler) row -> each.accept(row.getBytes(1)));
    }
}
