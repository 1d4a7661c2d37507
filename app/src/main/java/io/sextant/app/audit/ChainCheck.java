package io.sextant.app.audit;

import io.sextant.app.audit.Finding.Culprit;
import io.sextant.app.audit.Finding.Kind;
import io.sextant.app.audit.proof.EventHasher;
import io.sextant.app.audit.proof.MerkleTree;
import io.sextant.app.audit.proof.NoteKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Follows the trail record by record, in order of place, and says where it does not hold. Memory does not grow with
/// the trail. Not thread-safe.
///
/// A record is checked on its own (its contents give its fingerprint), against the one before (it names that one's
/// fingerprint) and, beyond the last checkpoint, against the seal of its transaction. Since its place is part of the
/// fingerprint, a record that stands elsewhere than it was written still says where: a fingerprint that fails at its
/// place is tried at the places around. A group of records that only changed places among themselves was reordered;
/// records that are all off by as many were pushed back by an insertion, or moved up over a removal.
final class ChainCheck {
    /// How far from its place a record's true place is looked for while reading.
    private static final int REACH = 64;

    /// The longest group of records that is still taken for a reordering.
    private static final int LONGEST_GROUP = 200;

    /// Findings kept; the rest are counted.
    static final int MOST_FINDINGS = 200;

    /// Altered records remembered, so that their true place can be looked for once all has been read.
    private static final int MOST_ALTERED = 50;

    private final EventHasher hasher = new EventHasher();
    private final MerkleTree tree;
    private final List<NoteKey> keys;
    private final List<Finding> findings = new ArrayList<>();
    private final List<StoredEvent> altered = new ArrayList<>();
    private final List<Place> group = new ArrayList<>();

    private MerkleTree.Subtrees subtrees = (level, position, hash) -> {};
    private long more;
    private long expected;
    private long offset;
    private long standing;
    private byte @Nullable [] previousHash;
    private @Nullable StoredEvent previous;
    private long sealedUpTo;
    private boolean sealInDoubt;
    private boolean disturbed;

    /// @param tree the tree over the records before the first one to come
    /// @param previousHash the fingerprint of the last of these
    /// @param checkpointed records up to this place are covered by a checkpoint, and their seals no longer matter
    /// @param keys the keys that a seal may be made with
    ChainCheck(MerkleTree tree, byte[] previousHash, long checkpointed, List<NoteKey> keys) {
        this.tree = tree;
        this.previousHash = previousHash;
        this.expected = tree.size() + 1;
        this.standing = tree.size();
        this.sealedUpTo = Math.max(checkpointed, tree.size());
        this.keys = keys;
    }

    /// A record and the place where it was written; where that is not known, the place where it should stand.
    private record Place(StoredEvent event, long written, boolean known) {
        long offset() {
            return written - event.seq();
        }
    }

    /// Tells which perfect subtrees the records complete.
    ChainCheck telling(MerkleTree.Subtrees to) {
        subtrees = to;
        return this;
    }

    /// Checks the next record.
    void accept(StoredEvent event) {
        if (event.seq() < expected) {
            add(Finding.of(Kind.INSERTED, event));
            disturb();
            return;
        }
        if (event.seq() > expected) {
            settle();
            add(Finding.between(Kind.REMOVED, expected, event.seq() - 1, false));
            disturb();
        }
        expected = event.seq() + 1;
        place(event);
        seal(event);
        tree.add(event.hash(), subtrees);
        previous = event;
    }

    private void place(StoredEvent event) {
        long nominal = event.seq() + offset;
        if (group.isEmpty() && written(event, nominal)) {
            link(event);
            standing = nominal;
            return;
        }
        previousHash = null;
        Long written = search(event);
        if (written == null || standsAlready(event, written)) {
            foreign(event, written == null ? Kind.ALTERED : Kind.INSERTED);
            if (!group.isEmpty()) {
                group.add(new Place(event, nominal, false));
            }
        } else {
            group.add(new Place(event, written, true));
        }
        if (group.isEmpty()) {
            return;
        }
        if (reordered()) {
            for (Place place : group) {
                if (place.offset() != offset) {
                    add(Finding.of(Kind.MOVED, place.event(), place.written() - offset));
                }
            }
            group.clear();
            standing = nominal;
            disturb();
        } else if (group.size() >= LONGEST_GROUP) {
            settle();
        }
    }

    /// Whether the record that was written at this place has already come by, so that this one is a copy. Of two
    /// different records for one place, the first is taken for the forged one: it was slipped in before the other.
    private boolean standsAlready(StoredEvent event, long written) {
        if (group.isEmpty() && written == standing && previous != null) {
            return Arrays.equals(previous.hash(), event.hash());
        }
        return written <= standing || group.stream().anyMatch(place -> place.known() && place.written() == written);
    }

    private void foreign(StoredEvent event, Kind kind) {
        add(Finding.of(kind, event));
        if (kind == Kind.ALTERED && altered.size() < MOST_ALTERED) {
            altered.add(event);
        }
    }

    private boolean written(StoredEvent event, long place) {
        return Arrays.equals(event.fingerprint(hasher, place), event.hash());
    }

    private @Nullable Long search(StoredEvent event) {
        if (written(event, event.seq() + offset)) {
            return event.seq() + offset;
        }
        for (int distance = 1; distance <= REACH; distance++) {
            if (written(event, event.seq() + offset + distance)) {
                return event.seq() + offset + distance;
            }
            if (written(event, event.seq() + offset - distance)) {
                return event.seq() + offset - distance;
            }
        }
        return null;
    }

    /// Whether the group holds exactly the records that were written at its places.
    private boolean reordered() {
        long from = group.getFirst().event().seq() + offset;
        long to = group.getLast().event().seq() + offset;
        var written = new HashSet<Long>();
        for (Place place : group) {
            if (place.written() < from || place.written() > to) {
                return false;
            }
            written.add(place.written());
        }
        return written.size() == to - from + 1;
    }

    /// Explains a group that is no reordering: each change of offset is an insertion or a removal.
    private void settle() {
        if (group.isEmpty()) {
            return;
        }
        for (Place place : group) {
            long change = place.offset() - offset;
            long seq = place.event().seq();
            if (!place.known()) {
                continue;
            }
            if (change < 0) {
                forget(seq + change, seq - 1);
                add(Finding.between(Kind.INSERTED, seq + change, seq - 1));
            } else if (change > 0) {
                add(Finding.between(Kind.REMOVED, seq + offset, place.written() - 1, true));
            }
            offset = place.offset();
            standing = place.written();
        }
        group.clear();
        disturb();
    }

    /// An inserted record fails on its own as well; one finding is enough.
    private void forget(long first, long last) {
        findings.removeIf(
                f -> (f.kind() == Kind.ALTERED || f.kind() == Kind.INSERTED) && f.first() >= first && f.last() <= last);
        altered.removeIf(event -> event.seq() >= first && event.seq() <= last);
    }

    private void link(StoredEvent event) {
        if (previousHash != null && !Arrays.equals(event.prevHash(), previousHash)) {
            var before = previous;
            add(before == null ? Finding.of(Kind.ALTERED, event) : Finding.of(Kind.REPLACED, before));
        }
        previousHash = event.hash();
    }

    private void seal(StoredEvent event) {
        if (event.seq() <= sealedUpTo) {
            return;
        }
        byte[] seal = event.seal();
        if (seal == null) {
            return;
        }
        if (!sealInDoubt && !new Seal(sealedUpTo + 1, event.seq(), event.hash()).signedBy(keys, seal)) {
            falseSeal(sealedUpTo + 1, event);
        }
        sealedUpTo = event.seq();
        sealInDoubt = offset != 0 || !group.isEmpty();
    }

    /// One finding for a stretch of false seals: after a forged record, all that follow are false as well.
    private void falseSeal(long first, StoredEvent event) {
        var last = findings.isEmpty() ? null : findings.getLast();
        if (last != null && last.kind() == Kind.SEAL_FALSE && last.last() == first - 1) {
            findings.removeLast();
            findings.add(new Finding(Kind.SEAL_FALSE, last.first(), event.seq(), last.record(), List.of()));
        } else {
            add(new Finding(Kind.SEAL_FALSE, first, event.seq(), Culprit.of(event), List.of()));
        }
    }

    /// Nothing can be concluded from what stands next to a place where records were moved, inserted or removed.
    private void disturb() {
        previousHash = null;
        sealInDoubt = true;
    }

    private void add(Finding finding) {
        switch (finding.kind()) {
            case ALTERED, REMOVED, MOVED, INSERTED, REPLACED -> disturbed = true;
            default -> {}
        }
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        } else {
            more++;
        }
    }

    /// Says that there are no more records.
    void end() {
        settle();
        if (previous != null && previous.seq() > sealedUpTo && !sealInDoubt) {
            add(Finding.between(Kind.SEAL_MISSING, sealedUpTo + 1, previous.seq()));
        }
    }

    /// Replaces the finding on an altered record by where it was written, once that has been found.
    ///
    /// @param written the place to try
    void relocate(StoredEvent event, long written) {
        if (written(event, written)) {
            findings.replaceAll(f ->
                    f.kind() == Kind.ALTERED && f.first() == event.seq() ? Finding.of(Kind.MOVED, event, written) : f);
        }
    }

    /// Records whose contents do not give their fingerprint, the first few.
    List<StoredEvent> altered() {
        return List.copyOf(altered);
    }

    /// What was found, in the order of reading.
    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /// How many findings there were beyond [#findings].
    long more() {
        return more;
    }

    /// Whether something was found that also changes the root of the tree, so that a root that differs is no news.
    boolean explainsOtherRoots() {
        return disturbed || !group.isEmpty();
    }

    /// The tree over all records so far, by the fingerprints that stand in the table.
    MerkleTree tree() {
        return tree;
    }

    /// The place of the last record so far.
    long last() {
        return expected - 1;
    }
}
