package io.sextant.app.audit.proof;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Short proofs about a Merkle tree: that a leaf is in it, and that an older tree is its beginning.
///
/// Which subtrees a proof consists of is RFC 6962 §2.1.1 and §2.1.2; how one is checked is RFC 9162 §2.1.3.2 and
/// §2.1.4.2, written for the same tree.
public final class MerkleProof {
    private MerkleProof() {}

    /// Some consecutive leaves, counted from 0: `from` included, `to` excluded.
    public record Leaves(long from, long to) {}

    /// The subtrees whose hashes prove that leaf `index`, from 0, is in the tree of `size` leaves; nearest the leaf
    /// first.
    ///
    /// @throws IllegalArgumentException unless `0 <= index < size`
    public static List<Leaves> inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no leaf " + index + " in a tree of " + size);
        }
        var path = new ArrayList<Leaves>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + left(to - from);
            if (index < middle) {
                path.add(new Leaves(middle, to));
                to = middle;
            } else {
                path.add(new Leaves(from, middle));
                from = middle;
            }
        }
        return path.reversed();
    }

    /// The subtrees whose hashes prove that the tree of `older` leaves is the beginning of the tree of `newer`; empty
    /// when they are the same or the older is empty.
    ///
    /// @throws IllegalArgumentException unless `0 <= older <= newer`
    public static List<Leaves> consistency(long older, long newer) {
        if (older < 0 || older > newer) {
            throw new IllegalArgumentException("a tree of " + older + " is not the beginning of a tree of " + newer);
        }
        var path = new ArrayList<Leaves>();
        if (older == 0 || older == newer) {
            return path;
        }
        long from = 0;
        long to = newer;
        while (to != older) {
            long middle = from + left(to - from);
            if (older <= middle) {
                path.add(new Leaves(middle, to));
                to = middle;
            } else {
                path.add(new Leaves(from, middle));
                from = middle;
            }
        }
        if (from > 0) {
            path.add(new Leaves(from, to));
        }
        return path.reversed();
    }

    /// Whether `path` proves that `leafHash` is leaf `index` of the tree of `size` leaves whose hash is `root`.
    public static boolean includes(long index, long size, byte[] leafHash, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size) {
            return false;
        }
        MessageDigest sha = Sha256.digest();
        long node = index;
        long last = size - 1;
        byte[] hash = leafHash;
        for (byte[] sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = MerkleTree.node(sha, sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = MerkleTree.node(sha, hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && Arrays.equals(hash, root);
    }

    /// Whether `path` proves that the tree of `older` leaves with hash `olderRoot` is the beginning of the tree of
    /// `newer` leaves with hash `newerRoot`.
    public static boolean continues(long older, long newer, byte[] olderRoot, byte[] newerRoot, List<byte[]> path) {
        if (older < 0 || older > newer) {
            return false;
        }
        if (older == newer) {
            return path.isEmpty() && Arrays.equals(olderRoot, newerRoot);
        }
        if (older == 0) {
            return path.isEmpty() && Arrays.equals(olderRoot, new MerkleTree().root());
        }
        var hashes = new ArrayList<>(path);
        if (Long.bitCount(older) == 1) {
            hashes.addFirst(olderRoot);
        }
        if (hashes.isEmpty()) {
            return false;
        }
        MessageDigest sha = Sha256.digest();
        long node = older - 1;
        long last = newer - 1;
        while ((node & 1) == 1) {
            node >>>= 1;
            last >>>= 1;
        }
        byte[] first = hashes.getFirst();
        byte[] second = hashes.getFirst();
        for (byte[] hash : hashes.subList(1, hashes.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                first = MerkleTree.node(sha, hash, first);
                second = MerkleTree.node(sha, hash, second);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                second = MerkleTree.node(sha, second, hash);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && Arrays.equals(first, olderRoot) && Arrays.equals(second, newerRoot);
    }

    /// The leaves on the left side of a tree of `size > 1`: the largest power of two smaller than it.
    private static long left(long size) {
        return Long.highestOneBit(size - 1);
    }
}
