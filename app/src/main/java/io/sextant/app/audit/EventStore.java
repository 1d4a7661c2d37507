package io.sextant.app.audit;

import io.sextant.app.audit.proof.EventHasher;
import io.sextant.app.audit.proof.NoteSigner;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// The table of changes.
@Component
final class EventStore {
    /// Rows and bytes of text inserted by one statement.
    private static final int MOST_ROWS = 1_000;

    private static final int MOST_TEXT = 2 << 20;

    static final String COLUMNS = """
            seq, recorded_at, actor_id, actor_name, channel, action, subject_type, subject_id, reason, change,
            prev_hash, hash, seal""";

    private static final String INSERT = """
            insert into audit.event (seq, recorded_at, actor_id, actor_name, channel, action, subject_type, subject_id,
                                     reason, change, prev_hash, hash, seal)
            select seq, ?, actor_id, actor_name, channel, action, subject_type, subject_id,
                   reason, change, prev_hash, hash, case when seq = ? then ?::bytea end
              from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                   as draft (seq, actor_id, actor_name, channel, action, subject_type, subject_id, reason, change,
                             prev_hash, hash)""";

    private final JdbcTemplate jdbc;

    EventStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// Numbers, chains, seals and inserts the changes, and keeps the head of the trail locked until the transaction
    /// ends.
    ///
    /// @return the number of the last one
    long append(Drafts drafts, Instant at, NoteSigner signer) {
        Locks.TRAIL.takeUntilCommit(jdbc);
        var head = head();
        var batch = new Batch(head, head.seq() + drafts.count(), at.truncatedTo(ChronoUnit.MICROS), signer);
        drafts.drain(batch::add);
        batch.flush();
        return batch.seq;
    }

    /// The last change; number 0 and the fingerprint of nothing where there is none.
    Head head() {
        return jdbc
                .query(
                        "select seq, hash from audit.event order by seq desc limit 1",
                        (row, n) -> new Head(row.getLong("seq"), row.getBytes("hash")))
                .stream()
                .findFirst()
                .orElseGet(() -> new Head(0, EventHasher.genesis()));
    }

    /// The number of the last change, 0 where there is none.
    long size() {
        return head().seq();
    }

    static StoredEvent event(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getLong(1),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                row.getObject(3, Long.class),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getBytes(11),
                row.getBytes(12),
                row.getBytes(13));
    }

    /// Where the trail ends.
    record Head(long seq, byte[] hash) {}

    /// Rows on their way into the table.
    private final class Batch {
        private final EventHasher hasher = new EventHasher();
        private final long first;
        private final long last;
        private final Instant at;
        private final NoteSigner signer;
        private final List<Draft> drafts = new ArrayList<>();
        private final List<byte[]> prevHashes = new ArrayList<>();
        private final List<byte[]> hashes = new ArrayList<>();
        private long seq;
        private byte[] hash;
        private int text;

        Batch(Head head, long last, Instant at, NoteSigner signer) {
            this.seq = head.seq();
            this.hash = head.hash();
            this.first = head.seq() + 1;
            this.last = last;
            this.at = at;
            this.signer = signer;
        }

        void add(Draft draft) {
            seq++;
            prevHashes.add(hash);
            hash = hasher.hash(
                    hash,
                    seq,
                    EventHasher.micros(at),
                    draft.actorId(),
                    draft.actorName(),
                    draft.channel(),
                    draft.action(),
                    draft.subjectType(),
                    draft.subjectId(),
                    draft.reason(),
                    draft.change());
            hashes.add(hash);
            drafts.add(draft);
            text += draft.change().length();
            if (drafts.size() >= MOST_ROWS || text >= MOST_TEXT) {
                flush();
            }
        }

        void flush() {
            if (drafts.isEmpty()) {
                return;
            }
            jdbc.execute(INSERT, (PreparedStatement insert) -> {
                bind(insert);
                return insert.executeUpdate();
            });
            drafts.clear();
            prevHashes.clear();
            hashes.clear();
            text = 0;
        }

        private void bind(PreparedStatement insert) throws SQLException {
            Connection connection = insert.getConnection();
            long from = seq - drafts.size() + 1;
            var numbers = LongStream.rangeClosed(from, seq).boxed().toArray();
            insert.setObject(1, at.atOffset(ZoneOffset.UTC));
            insert.setLong(2, last);
            insert.setBytes(3, seq == last ? new Seal(first, last, hash).sign(signer) : null);
            insert.setArray(4, connection.createArrayOf("bigint", numbers));
            insert.setArray(5, connection.createArrayOf("bigint", column(Draft::actorId)));
            insert.setArray(6, connection.createArrayOf("text", column(Draft::actorName)));
            insert.setArray(7, connection.createArrayOf("text", column(Draft::channel)));
            insert.setArray(8, connection.createArrayOf("text", column(Draft::action)));
            insert.setArray(9, connection.createArrayOf("text", column(Draft::subjectType)));
            insert.setArray(10, connection.createArrayOf("text", column(Draft::subjectId)));
            insert.setArray(11, connection.createArrayOf("text", column(Draft::reason)));
            insert.setArray(12, connection.createArrayOf("text", column(Draft::change)));
            insert.setArray(13, connection.createArrayOf("bytea", prevHashes.toArray(byte[][]::new)));
            insert.setArray(14, connection.createArrayOf("bytea", hashes.toArray(byte[][]::new)));
        }

        private @Nullable Object[] column(Function<Draft, @Nullable Object> of) {
            @Nullable Object[] column = new @Nullable Object[drafts.size()];
            for (int i = 0; i < column.length; i++) {
                column[i] = of.apply(drafts.get(i));
            }
            return column;
        }
    }
}
