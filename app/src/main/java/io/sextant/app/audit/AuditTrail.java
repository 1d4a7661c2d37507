package io.sextant.app.audit;

import io.sextant.app.audit.proof.MerkleProof;
import io.sextant.app.audit.proof.MerkleTree;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// The door of the room: read the trail, sign it, verify it, prove a change. Nothing here writes a change; rooms
/// publish [io.sextant.app.kernel.Auditable].
///
/// The trail belongs to no business unit, so everything asks for [Permission#VIEW_AUDIT] on the whole company.
@Component
public class AuditTrail {
    /// Changes read at once for an export.
    private static final int PART = 1_000;

    private final EventReader reader;
    private final EventStore events;
    private final CheckpointStore checkpoints;
    private final Checkpoints signing;
    private final Verifications verifications;
    private final Keys keys;
    private final TransactionTemplate reading;

    AuditTrail(
            EventReader reader,
            EventStore events,
            CheckpointStore checkpoints,
            Checkpoints signing,
            Verifications verifications,
            Keys keys,
            PlatformTransactionManager transactions) {
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
        this.reader = reader;
        this.events = events;
        this.checkpoints = checkpoints;
        this.signing = signing;
        this.verifications = verifications;
        this.keys = keys;
    }

    /// Some changes, newest first. Refused when a search for words takes too long: a period makes it shorter.
    ///
    /// @param before only those at a place smaller than this; absent for the newest
    /// @param limit how many at most, 1 to 1,000
    public Outcome<List<AuditEvent>> events(Actor actor, EventFilter filter, @Nullable Long before, int limit) {
        allow(actor);
        try {
            return Outcome.done(Objects.requireNonNull(
                    reading.execute(status -> reader.list(filter, before, Math.clamp(limit, 1, 1_000)))));
        } catch (QueryTimeoutException e) {
            return Outcome.refused(Reason.of("text", "audit.text.tooLong"));
        }
    }

    /// The change at a place.
    @Transactional(readOnly = true)
    public Optional<AuditEvent> event(Actor actor, long seq) {
        allow(actor);
        return reader.find(seq);
    }

    /// Hands out every change that passes the filter, newest first, in parts, so that a long trail fits a small memory.
    ///
    /// @param most how many at most
    public Outcome<Long> all(Actor actor, EventFilter filter, long most, Consumer<AuditEvent> to) {
        long count = 0;
        Long before = null;
        while (count < most) {
            switch (events(actor, filter, before, (int) Math.min(PART, most - count))) {
                case Outcome.Done<List<AuditEvent>>(var part) -> {
                    part.forEach(to);
                    count += part.size();
                    if (part.size() < PART) {
                        return Outcome.done(count);
                    }
                    before = part.getLast().seq();
                }
                case Outcome.Refused<List<AuditEvent>>(var reasons) -> {
                    return new Outcome.Refused<>(reasons);
                }
                case Outcome.Stale<List<AuditEvent>>(var current) -> {
                    return new Outcome.Stale<>(current);
                }
            }
        }
        return Outcome.done(count);
    }

    /// What can be filtered by, as it occurs in the trail.
    @Transactional(readOnly = true)
    public Facets facets(Actor actor) {
        allow(actor);
        return reader.facets();
    }

    /// The values that occur in the trail.
    public record Facets(List<String> actions, List<String> subjectTypes, List<Author> authors) {
        public Facets {
            actions = List.copyOf(actions);
            subjectTypes = List.copyOf(subjectTypes);
            authors = List.copyOf(authors);
        }
    }

    /// An author, under the name last used.
    ///
    /// @param id of the account; [EventFilter#SYSTEM] for none
    public record Author(long id, String name) {}

    /// How the trail stands.
    @Transactional(readOnly = true)
    public TrailState state(Actor actor) {
        allow(actor);
        var last = checkpoints.last();
        return new TrailState(
                events.size(),
                last.map(CheckpointStore.Row::size).orElse(0L),
                last.map(CheckpointStore.Row::signedAt).orElse(null),
                keys.exist() ? keys.signer().key().id() : null,
                verifications.last().orElse(null));
    }

    /// Signed checkpoints, newest first.
    ///
    /// @param before only those of a size smaller than this; absent for the newest
    /// @param limit how many at most, 1 to 1,000
    @Transactional(readOnly = true)
    public List<Checkpoint> checkpoints(Actor actor, @Nullable Long before, int limit) {
        allow(actor);
        return checkpoints.list(before, Math.clamp(limit, 1, 1_000));
    }

    /// The last signed checkpoint with the public key it was signed with; absent where nothing has been signed.
    @Transactional(readOnly = true)
    public Optional<AnchorResult.Anchor> lastAnchor(Actor actor) {
        allow(actor);
        return checkpoints.last().flatMap(this::anchorOf);
    }

    private Optional<AnchorResult.Anchor> anchorOf(CheckpointStore.Row row) {
        return keys.known().stream()
                .filter(key -> key.id().equals(row.keyId()))
                .findFirst()
                .map(key -> new AnchorResult.Anchor(row.size(), row.note(), key.toString()));
    }

    /// A signed checkpoint.
    ///
    /// @param size number of changes it covers
    /// @param root hash of the tree over them, in hexadecimal
    /// @param keyId the key it is signed with
    /// @param note the signed note, as c2sp.org/tlog-checkpoint has it
    public record Checkpoint(long size, String root, Instant signedAt, String keyId, String note) {}

    /// Verifies the whole trail, which takes seconds for a million changes.
    ///
    /// @param progress told now and then how many changes have been read
    public Verification verify(Actor actor, LongConsumer progress) {
        allow(actor);
        return verifications.run(progress);
    }

    /// The trail as it stands, signed: to be kept elsewhere.
    public AnchorResult anchor(Actor actor) {
        allow(actor);
        return switch (signing.sign()) {
            case Checkpoints.Result.Covered(var head, var _) when head == null -> new AnchorResult.Empty();
            case Checkpoints.Result.Covered _ ->
                checkpoints
                        .last()
                        .<AnchorResult>map(row -> new AnchorResult.Anchor(
                                row.size(), row.note(), keys.signer().key().toString()))
                        .orElseGet(AnchorResult.Empty::new);
            case Checkpoints.Result.Refused(var findings) -> new AnchorResult.Broken(findings);
        };
    }

    /// What came of asking for an anchor.
    public sealed interface AnchorResult {
        /// A signed checkpoint over the whole trail.
        ///
        /// @param size number of changes it covers
        /// @param note the text to keep
        /// @param key the public key that it is signed with, to be kept with it
        record Anchor(long size, String note, String key) implements AnchorResult {}

        /// There is no change to anchor.
        record Empty() implements AnchorResult {}

        /// The trail was not signed, because it does not hold.
        record Broken(List<Finding> findings) implements AnchorResult {
            public Broken {
                findings = List.copyOf(findings);
            }
        }
    }

    /// Proves that a change is in the trail that was signed last. Refused when no checkpoint covers it, or when the
    /// trail no longer gives the root that was signed.
    @Transactional(readOnly = true)
    public Outcome<Inclusion> inclusion(Actor actor, long seq) {
        allow(actor);
        var signed = checkpoints.last().orElse(null);
        if (signed == null || seq < 1 || seq > signed.size()) {
            return Outcome.refused(Reason.whole("audit.proof.unsigned", seq, signed == null ? 0 : signed.size()));
        }
        byte[] leaf = MerkleTree.leaf(checkpoints.hashAt(seq));
        var path = proved(
                MerkleProof.inclusion(seq - 1, signed.size()),
                hashes -> MerkleProof.includes(seq - 1, signed.size(), leaf, hashes, signed.root()));
        return path == null
                ? Outcome.refused(Reason.whole("audit.proof.broken", signed.size()))
                : Outcome.done(new Inclusion(seq, signed.size(), hex(signed.root()), hex(leaf), path, signed.note()));
    }

    /// That a change is in a signed trail (RFC 6962 §2.1.1). Hashes in hexadecimal.
    ///
    /// @param seq place of the change, from 1; the leaf's index is one less
    /// @param leaf hash of the leaf: SHA-256 of a zero byte and the change's fingerprint
    /// @param path hashes from the leaf to the root
    /// @param note the signed checkpoint with that size and root
    public record Inclusion(long seq, long size, String root, String leaf, List<String> path, String note) {
        public Inclusion {
            path = List.copyOf(path);
        }
    }

    /// Proves that the trail of `older` changes is the beginning of the trail of `newer`. Refused unless both were
    /// signed and the trail still gives both roots.
    @Transactional(readOnly = true)
    public Outcome<Consistency> consistency(Actor actor, long older, long newer) {
        allow(actor);
        var from = checkpoints.find(older).orElse(null);
        var to = checkpoints.find(newer).orElse(null);
        if (from == null || to == null || older > newer) {
            return Outcome.refused(Reason.whole("audit.proof.noCheckpoint", older, newer));
        }
        var path = proved(
                MerkleProof.consistency(older, newer),
                hashes -> MerkleProof.continues(older, newer, from.root(), to.root(), hashes));
        return path == null
                ? Outcome.refused(Reason.whole("audit.proof.broken", newer))
                : Outcome.done(
                        new Consistency(older, newer, hex(from.root()), hex(to.root()), path, from.note(), to.note()));
    }

    /// That one signed trail is the beginning of another (RFC 6962 §2.1.2). Hashes in hexadecimal.
    ///
    /// @param path the hashes that lead to both roots
    public record Consistency(
            long older,
            long newer,
            String olderRoot,
            String newerRoot,
            List<String> path,
            String olderNote,
            String newerNote) {
        public Consistency {
            path = List.copyOf(path);
        }
    }

    /// The hashes of a proof that holds, in hexadecimal; absent when the trail does not give one.
    private @Nullable List<String> proved(List<MerkleProof.Leaves> parts, Predicate<List<byte[]>> holds) {
        for (boolean nodes : new boolean[] {true, false}) {
            var hashes =
                    parts.stream().map(part -> checkpoints.subtree(part, nodes)).toList();
            if (holds.test(hashes)) {
                return hashes.stream().map(AuditTrail::hex).toList();
            }
        }
        return null;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static void allow(Actor actor) {
        actor.require(Permission.VIEW_AUDIT, null);
    }
}
