package io.sextant.app.audit;

import io.sextant.app.audit.Finding.Kind;
import io.sextant.app.audit.Finding.Source;
import io.sextant.app.audit.proof.MerkleTree;
import io.sextant.app.audit.proof.NoteKey;
import io.sextant.app.audit.proof.SignedNote;
import io.sextant.app.audit.proof.TreeHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.transaction.support.TransactionTemplate;

/// Signs the trail as it stands, again and again, so that what has been signed can no longer be changed unseen.
/// Thread-safe, and safe against other processes on the same database.
///
/// A checkpoint continues from the last one, so it costs what is new. What is new is checked first: Sextant does not
/// sign a record that it did not write. The note goes to the log file before it goes to the table; when the process
/// dies between the two, the next one finds the note in the log, compares it with the tree and completes the table.
final class Checkpoints {
    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final EventStore events;
    private final CheckpointStore store;
    private final CheckpointLog file;
    private final Keys keys;
    private final Clock clock;

    Checkpoints(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            EventStore events,
            CheckpointStore store,
            CheckpointLog file,
            Keys keys,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.events = events;
        this.store = store;
        this.file = file;
        this.keys = keys;
        this.clock = clock;
    }

    /// What came of signing.
    sealed interface Result {
        /// The last checkpoint covers the whole trail; `fresh` says whether it was signed now. Absent on an empty
        /// trail.
        record Covered(@Nullable TreeHead head, boolean fresh) implements Result {}

        /// Nothing was signed: what is new on the trail is not what Sextant wrote.
        record Refused(List<Finding> findings) implements Result {}
    }

    /// Signs the trail unless the last checkpoint covers it already.
    Result sign() {
        var result = signed(Set.of());
        if (result instanceof Result.Refused(var findings)) {
            log.error(
                    "The audit trail is not signed: {} problem(s) since the last checkpoint, the first: {} at {}. Run"
                            + " \"sextant audit verify\".",
                    findings.size(),
                    findings.getFirst().kind().code(),
                    findings.getFirst().first());
        }
        return result;
    }

    /// Signs the trail even where records are not sealed or not what was sealed. For [Acceptance] only.
    Result signDespite() {
        return signed(EnumSet.of(Kind.SEAL_FALSE, Kind.SEAL_MISSING, Kind.ALTERED, Kind.REPLACED));
    }

    private Result signed(Set<Kind> accepted) {
        return transaction.execute(status -> {
            Locks.CHECKPOINT.takeUntilCommit(jdbc);
            return locked(accepted);
        });
    }

    private Result locked(Set<Kind> accepted) {
        var last = store.last().orElse(null);
        complete(last);
        var waiting = waiting(last == null ? 0 : last.size());
        var trusted = keys.exist() ? keys.known() : List.<NoteKey>of();

        MerkleTree tree = last == null ? new MerkleTree() : last.tree();
        long from = tree.size();
        if (events.size() < from) {
            return refused(Finding.between(Kind.TRUNCATED, events.size() + 1, from, Source.TABLE, signedAt(last)));
        }
        var nodes = new ArrayList<byte[]>();
        var check = new ChainCheck(tree, store.hashAt(from), 0, trusted).telling((level, position, hash) -> {
            if (level == CheckpointStore.NODE_LEVEL) {
                nodes.add(hash);
            }
        });
        var adopted = new Adopted();
        jdbc.query(
                connection -> {
                    PreparedStatement scan = connection.prepareStatement(
                            "select " + EventStore.COLUMNS + " from audit.event where seq > ? order by seq");
                    scan.setLong(1, from);
                    scan.setFetchSize(1_000);
                    return scan;
                },
                (RowCallbackHandler) row -> {
                    check.accept(EventStore.event(row));
                    adopted.adopt(waiting, check);
                });
        check.end();
        var findings = check.findings().stream()
                .filter(finding -> !accepted.contains(finding.kind()))
                .toList();
        if (!findings.isEmpty()) {
            return new Result.Refused(findings);
        }
        if (adopted.strange != null) {
            return refused(adopted.strange);
        }
        if (!waiting.isEmpty()) {
            var lost = waiting.getLast();
            return refused(Finding.between(
                    Kind.TRUNCATED, check.last() + 1, lost.head().size(), Source.LOG, signedAt(lost.head())));
        }
        store.addNodes(from >>> CheckpointStore.NODE_LEVEL, nodes);
        if (adopted.head != null && adopted.head.size() == tree.size()) {
            return new Result.Covered(adopted.head, true);
        }
        if (tree.size() == from) {
            return new Result.Covered(
                    last == null
                            ? null
                            : TreeHead.parse(SignedNote.parse(last.note()).text()),
                    false);
        }
        var signer = keys.signer();
        var head = new TreeHead(
                signer.key().name(), tree.size(), tree.root(), clock.instant().truncatedTo(ChronoUnit.SECONDS));
        var note = SignedNote.sign(head.text(), signer);
        file.append(note);
        store.add(tree, head, note);
        return new Result.Covered(head, true);
    }

    private static Result refused(Finding finding) {
        return new Result.Refused(List.of(finding));
    }

    private static Object signedAt(CheckpointStore.@Nullable Row row) {
        return row == null ? "" : row.signedAt();
    }

    private static Object signedAt(TreeHead head) {
        return head.signedAt() == null ? "" : head.signedAt();
    }

    /// Appends to the log what the table has beyond it: somebody removed the log, or its end.
    private void complete(CheckpointStore.@Nullable Row last) {
        long logged = file.last().map(TreeHead::size).orElse(0L);
        if (last == null || last.size() <= logged) {
            return;
        }
        var trusted = keys.known();
        log.warn(
                "{} ends at {} changes, the database has signed checkpoints up to {}; adding them to the file",
                file.file(),
                logged,
                last.size());
        store.after(logged, row -> {
            var note = SignedNote.parse(row.note());
            if (note.trust(trusted) == SignedNote.Trust.SIGNED) {
                file.append(note);
            }
        });
    }

    /// Signed checkpoints of the log that the table does not have, smallest first.
    private ArrayDeque<Logged> waiting(long size) {
        var waiting = new ArrayDeque<Logged>();
        if (!file.exists() || file.last().filter(head -> head.size() > size).isEmpty()) {
            return waiting;
        }
        var trusted = keys.known();
        try (var entries = file.read(file.length())) {
            for (Optional<CheckpointLog.Entry> next = entries.next(); next.isPresent(); next = entries.next()) {
                var note = next.get().note();
                var head = next.get().head();
                long beyond =
                        waiting.isEmpty() ? size : waiting.getLast().head().size();
                if (note != null
                        && head != null
                        && head.size() > beyond
                        && note.trust(trusted) == SignedNote.Trust.SIGNED) {
                    waiting.add(new Logged(head, note));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the log of checkpoints " + file.file() + " cannot be read", e);
        }
        return waiting;
    }

    private record Logged(TreeHead head, SignedNote note) {}

    /// Takes checkpoints of the log into the table as the tree reaches them.
    private final class Adopted {
        private @Nullable TreeHead head;
        private @Nullable Finding strange;

        void adopt(ArrayDeque<Logged> waiting, ChainCheck check) {
            var next = waiting.peek();
            if (next == null || next.head().size() != check.tree().size()) {
                return;
            }
            waiting.remove();
            if (!Arrays.equals(next.head().root(), check.tree().root())) {
                strange = Finding.between(Kind.REWRITTEN, 1, next.head().size(), Source.LOG, signedAt(next.head()));
            } else if (check.findings().isEmpty() && strange == null) {
                store.add(check.tree(), next.head(), next.note());
                head = next.head();
            }
        }
    }
}
