package io.sextant.app.audit.proof;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// The right edge of a growing Merkle tree: enough to add leaves and to know the root, in memory that grows with the
/// logarithm of the tree. Not thread-safe.
///
/// The tree is that of RFC 6962 §2.1: a leaf is `SHA-256(0x00 ‖ data)`, a node `SHA-256(0x01 ‖ left ‖ right)`, the left
/// side of a node holds the largest power of two of leaves smaller than the whole, and the empty tree has the hash of
/// nothing. The edge is the list of the perfect subtrees of the tree, largest first: one for each bit set in its size.
public final class MerkleTree {
    private final MessageDigest sha = Sha256.digest();
    private final List<byte[]> edge = new ArrayList<>();
    private long size;

    /// An empty tree.
    public MerkleTree() {}

    /// A tree to be continued.
    ///
    /// @throws IllegalArgumentException when the edge does not have one hash of 32 bytes for each bit set in `size`
    public MerkleTree(long size, List<byte[]> edge) {
        if (size < 0 || Long.bitCount(size) != edge.size()) {
            throw new IllegalArgumentException("a tree of %d leaves has an edge of %d hashes, not %d"
                    .formatted(size, Long.bitCount(size), edge.size()));
        }
        for (byte[] hash : edge) {
            if (hash.length != Sha256.LENGTH) {
                throw new IllegalArgumentException("a hash of the edge has " + hash.length + " bytes");
            }
        }
        this.size = size;
        this.edge.addAll(edge);
    }

    /// Somebody who wants to keep the hashes of perfect subtrees.
    public interface Subtrees {
        /// A subtree is complete.
        ///
        /// @param level it has two to this power leaves
        /// @param position how many subtrees of this level stand to its left
        void complete(int level, long position, byte[] hash);
    }

    /// Adds one leaf at the right.
    public void add(byte[] data) {
        grow(0, leaf(sha, data), (level, position, hash) -> {});
    }

    /// Adds one leaf at the right, and tells which perfect subtrees it completes.
    public void add(byte[] data, Subtrees subtrees) {
        grow(0, leaf(sha, data), subtrees);
    }

    /// Adds a perfect subtree at the right.
    ///
    /// @param level it has two to this power leaves
    /// @throws IllegalArgumentException when the tree does not end where such a subtree may begin
    public void addSubtree(int level, byte[] hash) {
        if ((size & (1L << level) - 1) != 0) {
            throw new IllegalArgumentException("no subtree of level " + level + " begins after " + size + " leaves");
        }
        grow(level, hash, (l, position, h) -> {});
    }

    private void grow(int level, byte[] hash, Subtrees subtrees) {
        byte[] subtree = hash;
        int height = level;
        subtrees.complete(height, size >>> height, subtree);
        for (long bits = size >>> level; (bits & 1) == 1; bits >>>= 1) {
            subtree = node(sha, edge.removeLast(), subtree);
            height++;
            subtrees.complete(height, size >>> height, subtree);
        }
        edge.add(subtree);
        size += 1L << level;
    }

    /// The number of leaves.
    public long size() {
        return size;
    }

    /// The hash of the whole.
    public byte[] root() {
        if (edge.isEmpty()) {
            return sha.digest();
        }
        byte[] root = edge.getLast();
        for (int i = edge.size() - 2; i >= 0; i--) {
            root = node(sha, edge.get(i), root);
        }
        return root.clone();
    }

    /// The hashes of the perfect subtrees, largest first.
    public List<byte[]> edge() {
        return List.copyOf(edge);
    }

    /// The hash of a leaf that holds `data`.
    public static byte[] leaf(byte[] data) {
        return leaf(Sha256.digest(), data);
    }

    static byte[] leaf(MessageDigest sha, byte[] data) {
        sha.update((byte) 0);
        return sha.digest(data);
    }

    static byte[] node(MessageDigest sha, byte[] left, byte[] right) {
        sha.update((byte) 1);
        sha.update(left);
        return sha.digest(right);
    }
}
