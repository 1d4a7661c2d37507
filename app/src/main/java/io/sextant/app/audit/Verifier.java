package io.sextant.app.audit;

import io.sextant.app.audit.Finding.Kind;
import io.sextant.app.audit.Finding.Source;
import io.sextant.app.audit.proof.EventHasher;
import io.sextant.app.audit.proof.MerkleTree;
import io.sextant.app.audit.proof.NoteKey;
import io.sextant.app.audit.proof.SignedNote;
import io.sextant.app.audit.proof.TreeHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Verifies the whole trail against itself, against its checkpoints in the table and in the log, and against anchors
/// kept elsewhere. It reads once through the trail, in one snapshot of the database, in memory that does not grow with
/// it, and changes nothing. Thread-safe.
final class Verifier {
    /// Rows fetched at once.
    private static final int FETCH = 5_000;

    private final DataSource database;
    private final CheckpointLog file;
    private final Clock clock;

    Verifier(DataSource database, CheckpointLog file, Clock clock) {
        this.database = database;
        this.file = file;
        this.clock = clock;
    }

    /// An anchor: a checkpoint that somebody keeps elsewhere.
    ///
    /// @param note as it was kept
    /// @param head what it says
    /// @param keys the public keys kept with it
    record Anchor(SignedNote note, TreeHead head, List<NoteKey> keys) {
        /// Reads an anchor.
        ///
        /// @throws IllegalArgumentException when it is not one
        static Anchor parse(byte[] bytes, List<NoteKey> keys) {
            var note = SignedNote.parse(bytes);
            return new Anchor(note, TreeHead.parse(note.text()), keys);
        }
    }

    /// Verifies.
    ///
    /// @param keys the public keys that signatures may be made with
    /// @param anchors to compare with
    /// @param progress told now and then how many changes have been read
    Verification verify(List<NoteKey> keys, List<Anchor> anchors, LongConsumer progress) {
        long start = System.nanoTime();
        try (var connection = database.getConnection()) {
            long logged = snapshot(connection);
            try {
                var run = new Run(connection, keys, anchors, progress, logged);
                run.all();
                return run.result(clock.instant(), Duration.ofNanos(System.nanoTime() - start));
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
                connection.setReadOnly(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the audit trail could not be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the log of checkpoints " + file.file() + " could not be read", e);
        }
    }

    /// Opens a snapshot of the database at a moment when no checkpoint is half-way between the log and the table.
    ///
    /// @return the length of the log at that moment, in bytes
    private long snapshot(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        Locks.CHECKPOINT.takeShared(connection);
        try {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                // The first statement takes the snapshot.
                statement.execute("select 1 from audit.event limit 1");
            }
            return file.length();
        } finally {
            Locks.CHECKPOINT.giveShared(connection);
        }
    }

    /// One verification.
    private final class Run {
        private final Connection connection;
        private final List<NoteKey> keys;
        private final List<Anchor> anchors;
        private final LongConsumer progress;
        private final long logged;
        private final List<Finding> findings = new ArrayList<>();
        private final Set<Source> unknownKey = EnumSet.noneOf(Source.class);
        private final MerkleTree tree = new MerkleTree();
        private long more;
        private long agreed;
        private Verification.@Nullable Signed last;
        private @Nullable Signature beyond;
        private long anchored;
        private boolean rewritten;

        Run(Connection connection, List<NoteKey> keys, List<Anchor> anchors, LongConsumer progress, long logged) {
            this.connection = connection;
            this.keys = keys;
            this.anchors = anchors.stream()
                    .sorted(Comparator.comparingLong(anchor -> anchor.head().size()))
                    .toList();
            this.progress = progress;
            this.logged = logged;
        }

        /// A signed size and root, and where it was found.
        private record Signature(TreeHead head, Source source) {}

        void all() throws SQLException, IOException {
            anchors.forEach(this::trusted);
            ChainCheck check = new ChainCheck(tree, EventHasher.genesis(), checkpointed(), keys);
            try (var table = new Table();
                    var log = new Log();
                    var statement = connection.prepareStatement(
                            "select " + EventStore.COLUMNS + " from audit.event order by seq")) {
                statement.setFetchSize(FETCH);
                var waiting = new ArrayList<>(anchors);
                // An anchor may be of the empty trail.
                compare(0, check, table, log, waiting);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        var event = EventStore.event(rows);
                        check.accept(event);
                        if (event.seq() % FETCH == 0) {
                            progress.accept(event.seq());
                        }
                        compare(event.seq(), check, table, log, waiting);
                    }
                }
                check.end();
                // What is left says that the trail was longer.
                compare(Long.MAX_VALUE, check, table, log, waiting);
            }
            relocate(check);
            findings.addAll(check.findings());
            more += check.more();
            if (beyond != null && check.last() < beyond.head().size()) {
                add(Finding.between(
                        Kind.TRUNCATED,
                        check.last() + 1,
                        beyond.head().size(),
                        beyond.source(),
                        time(beyond.head().signedAt())));
            }
        }

        private void trusted(Anchor anchor) {
            var accepted = new ArrayList<>(keys);
            accepted.addAll(anchor.keys());
            switch (anchor.note().trust(accepted)) {
                case SIGNED -> {}
                case FALSE_SIGNATURE ->
                    add(Finding.between(
                            Kind.ANCHOR_FALSE,
                            anchor.head().size(),
                            anchor.head().size()));
                case UNKNOWN_KEY -> {
                    var signature = anchor.note().signatures().getFirst();
                    add(Finding.between(
                            Kind.ANCHOR_UNKNOWN_KEY,
                            anchor.head().size(),
                            anchor.head().size(),
                            signature.name(),
                            signature.keyId()));
                }
            }
        }

        /// The size of the largest checkpoint in the table with a good signature: seals up to there no longer matter.
        private long checkpointed() throws SQLException {
            try (var statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select " + CheckpointStore.Row.COLUMNS
                            + " from audit.checkpoint order by tree_size desc limit 20")) {
                while (rows.next()) {
                    var row = CheckpointStore.Row.of(rows);
                    var read = read(row);
                    if (read != null && read.note().trust(keys) == SignedNote.Trust.SIGNED) {
                        return row.size();
                    }
                }
            }
            return 0;
        }

        /// Compares everything signed for a size up to `size` with the tree, which has just reached it.
        private void compare(long size, ChainCheck check, Table table, Log log, List<Anchor> waiting)
                throws SQLException, IOException {
            while (table.size() <= size || log.size() <= size) {
                long next = Math.min(table.size(), log.size());
                if (next == Long.MAX_VALUE) {
                    break;
                }
                var row = table.size() == next ? table.take() : null;
                var entry = log.size() == next ? log.take() : null;
                both(row, entry, check);
            }
            while (!waiting.isEmpty() && waiting.getFirst().head().size() <= size) {
                root(new Signature(waiting.removeFirst().head(), Source.ANCHOR), check);
            }
        }

        private void both(CheckpointStore.@Nullable Row row, CheckpointLog.@Nullable Entry entry, ChainCheck check) {
            var stored = row == null ? null : read(row);
            var logged = entry == null || entry.note() == null || entry.head() == null
                    ? null
                    : new Read(entry.note(), entry.head());
            if (row != null && stored == null) {
                add(Finding.between(Kind.CHECKPOINT_ALTERED, row.size(), row.size()));
            }
            if (row != null && logged == null && log()) {
                add(Finding.between(Kind.CHECKPOINT_UNLOGGED, row.size(), row.size()));
            }
            if (row == null && logged != null) {
                add(Finding.between(
                        Kind.CHECKPOINT_REMOVED,
                        logged.head().size(),
                        logged.head().size()));
            }
            if (stored != null
                    && logged != null
                    && !stored.note().toString().equals(logged.note().toString())) {
                add(Finding.between(
                        Kind.CHECKPOINT_ALTERED,
                        stored.head().size(),
                        stored.head().size()));
            }
            boolean same = stored != null
                    && logged != null
                    && stored.note().toString().equals(logged.note().toString());
            if (stored != null && signed(stored, Source.TABLE)) {
                root(new Signature(stored.head(), Source.TABLE), check);
            }
            if (logged != null && !same && signed(logged, Source.LOG)) {
                root(new Signature(logged.head(), Source.LOG), check);
            }
        }

        private boolean log() {
            return logged > 0;
        }

        private record Read(SignedNote note, TreeHead head) {}

        /// What a row of the table says, if its columns say the same as its note.
        private @Nullable Read read(CheckpointStore.Row row) {
            try {
                var note = SignedNote.parse(row.note());
                var head = TreeHead.parse(note.text());
                var signature = note.signatures().getFirst();
                boolean same = head.size() == row.size()
                        && Arrays.equals(head.root(), row.root())
                        && row.signedAt().equals(head.signedAt())
                        && signature.keyId().equals(row.keyId())
                        && Arrays.equals(signature.signature(), row.signature())
                        && Arrays.equals(row.tree().root(), row.root());
                return same ? new Read(note, head) : null;
            } catch (IllegalArgumentException notOne) {
                return null;
            }
        }

        private boolean signed(Read read, Source source) {
            return switch (read.note().trust(keys)) {
                case SIGNED -> true;
                case FALSE_SIGNATURE -> {
                    add(Finding.between(
                            Kind.CHECKPOINT_FALSE,
                            read.head().size(),
                            read.head().size(),
                            source));
                    yield false;
                }
                case UNKNOWN_KEY -> {
                    var signature = read.note().signatures().getFirst();
                    if (unknownKey.add(source)) {
                        add(Finding.between(
                                Kind.CHECKPOINT_UNKNOWN_KEY,
                                read.head().size(),
                                read.head().size(),
                                source,
                                signature.name(),
                                signature.keyId()));
                    }
                    yield false;
                }
            };
        }

        private void root(Signature signature, ChainCheck check) {
            var head = signature.head();
            if (head.size() > check.last()) {
                if (beyond == null || head.size() > beyond.head().size()) {
                    beyond = signature;
                }
                return;
            }
            if (tree.size() == head.size() && Arrays.equals(tree.root(), head.root())) {
                if (signature.source() == Source.ANCHOR) {
                    anchored = head.size();
                    return;
                }
                agreed++;
                if (last == null || last.size() < head.size()) {
                    last = new Verification.Signed(head.size(), head.signedAt());
                }
            } else if (!rewritten && !check.explainsOtherRoots()) {
                rewritten = true;
                // Our own checkpoints say nothing about where an anchor stops to agree: both may have been made anew.
                long before = signature.source() == Source.ANCHOR ? anchored : last == null ? 0 : last.size();
                add(Finding.between(
                        Kind.REWRITTEN,
                        Math.min(before + 1, head.size()),
                        head.size(),
                        signature.source(),
                        time(head.signedAt())));
            }
        }

        private static Object time(@Nullable Instant at) {
            return at == null ? "" : at;
        }

        /// An altered record may be one that was written far from where it stands: the record it was written after says
        /// where.
        private void relocate(ChainCheck check) throws SQLException {
            if (check.altered().isEmpty()) {
                return;
            }
            byte[][] before =
                    check.altered().stream().map(StoredEvent::prevHash).toArray(byte[][]::new);
            try (var statement = connection.prepareStatement("select seq, hash from audit.event where hash = any(?)")) {
                statement.setArray(1, connection.createArrayOf("bytea", before));
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        for (StoredEvent event : check.altered()) {
                            if (Arrays.equals(event.prevHash(), rows.getBytes(2))) {
                                check.relocate(event, rows.getLong(1) + 1);
                            }
                        }
                    }
                }
            }
        }

        private void add(Finding finding) {
            if (findings.size() < ChainCheck.MOST_FINDINGS) {
                findings.add(finding);
            } else {
                more++;
            }
        }

        Verification result(Instant at, Duration took) {
            findings.sort(Comparator.comparing((Finding f) -> f.kind().compareTo(Kind.CHECKPOINT_FALSE) >= 0)
                    .thenComparingLong(Finding::first)
                    .thenComparing(Finding::kind));
            return new Verification(at, took, tree.size(), tree.root(), agreed, last, anchors.size(), findings, more);
        }

        /// The checkpoints of the database, in order of size.
        private final class Table implements AutoCloseable {
            private final PreparedStatement statement;
            private final ResultSet rows;
            private CheckpointStore.@Nullable Row next;

            Table() throws SQLException {
                statement = connection.prepareStatement(
                        "select " + CheckpointStore.Row.COLUMNS + " from audit.checkpoint order by tree_size");
                statement.setFetchSize(500);
                rows = statement.executeQuery();
                advance();
            }

            long size() {
                return next == null ? Long.MAX_VALUE : next.size();
            }

            CheckpointStore.@Nullable Row take() throws SQLException {
                var row = next;
                advance();
                return row;
            }

            private void advance() throws SQLException {
                next = rows.next() ? CheckpointStore.Row.of(rows) : null;
            }

            @Override
            public void close() throws SQLException {
                statement.close();
            }
        }

        /// The checkpoints of the log, in order of size. Those that are not, and what cannot be read, are findings.
        private final class Log implements AutoCloseable {
            private final CheckpointLog.@Nullable Entries entries;
            private CheckpointLog.@Nullable Entry next;
            private long size;

            Log() throws IOException, SQLException {
                entries = log() ? file.read(logged) : null;
                if (entries == null && checkpointed() > 0) {
                    add(Finding.between(Kind.LOG_MISSING, 0, 0));
                }
                advance();
            }

            long size() {
                return next == null ? Long.MAX_VALUE : size;
            }

            CheckpointLog.@Nullable Entry take() throws IOException {
                var entry = next;
                advance();
                return entry;
            }

            private void advance() throws IOException {
                next = null;
                if (entries == null) {
                    return;
                }
                for (Optional<CheckpointLog.Entry> read = entries.next(); read.isPresent(); read = entries.next()) {
                    var entry = read.get();
                    var head = entry.head();
                    if (head == null || head.size() <= size) {
                        add(Finding.between(Kind.LOG_UNREADABLE, 0, 0, entry.line()));
                    } else {
                        next = entry;
                        size = head.size();
                        return;
                    }
                }
            }

            @Override
            public void close() throws IOException {
                if (entries != null) {
                    entries.close();
                }
            }
        }
    }
}
