package io.sextant.app.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The known answers are those with which the Certificate Transparency logs have tested their trees since RFC 6962
/// (github.com/google/certificate-transparency, and github.com/transparency-dev/merkle, `testonly/constants.go` and
/// `proof/verify_test.go`): eight leaves, the root after each, and proofs between them.
class MerkleTest {
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private static final String LEAF_0 = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
    private static final String LEAF_1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
    private static final String LEAF_4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
    private static final String LEAF_6 = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f";
    private static final String NODE_2_3 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
    private static final String NODE_4_5 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
    private static final String NODE_6_7 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
    private static final String NODE_0_3 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";
    private static final String NODE_4_7 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";

    @Test
    void rootsAreThoseOfCertificateTransparency() {
        var tree = new MerkleTree();
        assertThat(hex(tree.root())).isEqualTo(ROOTS.getFirst());
        for (int i = 0; i < LEAVES.size(); i++) {
            tree.add(bytes(LEAVES.get(i)));
            assertThat(hex(tree.root())).as("root of %d leaves", i + 1).isEqualTo(ROOTS.get(i + 1));
        }
    }

    @Test
    void inclusionProofsAreThoseOfCertificateTransparency() {
        assertThat(inclusion(0, 1)).isEmpty();
        assertThat(inclusion(0, 8)).containsExactly(LEAF_1, NODE_2_3, NODE_4_7);
        assertThat(inclusion(5, 8)).containsExactly(LEAF_4, NODE_6_7, NODE_0_3);
        assertThat(inclusion(2, 3)).containsExactly(ROOTS.get(2));
        assertThat(inclusion(1, 5)).containsExactly(LEAF_0, NODE_2_3, LEAF_4);
    }

    @Test
    void consistencyProofsAreThoseOfCertificateTransparency() {
        assertThat(consistency(1, 1)).isEmpty();
        assertThat(consistency(1, 8)).containsExactly(LEAF_1, NODE_2_3, NODE_4_7);
        assertThat(consistency(6, 8)).containsExactly(NODE_4_5, NODE_6_7, NODE_0_3);
        assertThat(consistency(2, 5)).containsExactly(NODE_2_3, LEAF_4);
        assertThat(consistency(6, 7)).containsExactly(NODE_4_5, LEAF_6, NODE_0_3);
    }

    @Test
    void theRootIsThatOfTheRecursiveDefinition() {
        var random = new Random(6962);
        for (int round = 0; round < 60; round++) {
            var leaves = leaves(random, random.nextInt(1, 200));
            assertThat(grow(leaves).root()).isEqualTo(definition(leaves));
        }
    }

    @Test
    void aTreeContinuedFromItsEdgeIsTheTreeGrownAtOnce() {
        var random = new Random(1);
        for (int round = 0; round < 60; round++) {
            var leaves = leaves(random, random.nextInt(1, 300));
            int cut = random.nextInt(leaves.size() + 1);
            var first = grow(leaves.subList(0, cut));
            var second = new MerkleTree(first.size(), first.edge());
            leaves.subList(cut, leaves.size()).forEach(second::add);

            assertThat(second.root()).isEqualTo(grow(leaves).root());
            assertThat(second.size()).isEqualTo(leaves.size());
        }
    }

    @Test
    void everyLeafOfARandomTreeIsProvedAndNoOther() {
        var random = new Random(2);
        for (int size : List.of(1, 2, 3, 7, 8, 9, 31, 32, 33, 100)) {
            var leaves = leaves(random, size);
            byte[] root = definition(leaves);
            for (int index = 0; index < size; index++) {
                byte[] leaf = MerkleTree.leaf(leaves.get(index));
                var path = hashes(leaves, MerkleProof.inclusion(index, size));

                assertThat(MerkleProof.includes(index, size, leaf, path, root)).isTrue();
                assertThat(MerkleProof.includes(index, size, MerkleTree.leaf(new byte[] {1}), path, root))
                        .isFalse();
                assertThat(MerkleProof.includes(index + 1, size, leaf, path, root))
                        .isFalse();
                assertThat(MerkleProof.includes(index, size, leaf, path, flipped(root)))
                        .isFalse();
                assertThat(MerkleProof.includes(index, size, leaf, with(path, root), root))
                        .isFalse();
                if (!path.isEmpty()) {
                    assertThat(MerkleProof.includes(index, size, leaf, path.subList(1, path.size()), root))
                            .isFalse();
                    for (int i = 0; i < path.size(); i++) {
                        var bent = new ArrayList<>(path);
                        bent.set(i, flipped(path.get(i)));
                        assertThat(MerkleProof.includes(index, size, leaf, bent, root))
                                .isFalse();
                    }
                }
            }
        }
    }

    @Test
    void everyBeginningOfARandomTreeIsProvedAndNoOther() {
        var random = new Random(3);
        for (int newer : List.of(1, 2, 3, 8, 13, 64, 77)) {
            var leaves = leaves(random, newer);
            byte[] newerRoot = definition(leaves);
            for (int older = 0; older <= newer; older++) {
                byte[] olderRoot = grow(leaves.subList(0, older)).root();
                var path = hashes(leaves, MerkleProof.consistency(older, newer));

                assertThat(MerkleProof.continues(older, newer, olderRoot, newerRoot, path))
                        .isTrue();
                assertThat(MerkleProof.continues(older, newer, flipped(olderRoot), newerRoot, path))
                        .isFalse();
                assertThat(MerkleProof.continues(older, newer, olderRoot, newerRoot, with(path, newerRoot)))
                        .isFalse();
                if (older > 0) {
                    assertThat(MerkleProof.continues(older, newer, olderRoot, flipped(newerRoot), path))
                            .isFalse();
                }
                for (int i = 0; i < path.size(); i++) {
                    var bent = new ArrayList<>(path);
                    bent.set(i, flipped(path.get(i)));
                    assertThat(MerkleProof.continues(older, newer, olderRoot, newerRoot, bent))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void aProofOutsideTheTreeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> MerkleProof.inclusion(8, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> MerkleProof.inclusion(-1, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> MerkleProof.consistency(9, 8));
        assertThat(MerkleProof.includes(0, 0, new byte[32], List.of(), new byte[32]))
                .isFalse();
        assertThat(MerkleProof.continues(2, 1, new byte[32], new byte[32], List.of()))
                .isFalse();
    }

    @Test
    void anEdgeThatCannotBeOfItsSizeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MerkleTree(3, List.of(new byte[32])))
                .withMessage("a tree of 3 leaves has an edge of 2 hashes, not 1");
        assertThatIllegalArgumentException().isThrownBy(() -> new MerkleTree(1, List.of(new byte[31])));
    }

    /// MTH of RFC 6962 §2.1, word for word.
    private static byte[] definition(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return MerkleTree.leaf(leaves.getFirst());
        }
        int k = 1;
        while (k * 2 < leaves.size()) {
            k *= 2;
        }
        var sha = Sha256.digest();
        sha.update((byte) 1);
        sha.update(definition(leaves.subList(0, k)));
        return sha.digest(definition(leaves.subList(k, leaves.size())));
    }

    private static List<String> inclusion(int index, int size) {
        return hexes(MerkleProof.inclusion(index, size));
    }

    private static List<String> consistency(int older, int newer) {
        return hexes(MerkleProof.consistency(older, newer));
    }

    private static List<String> hexes(List<MerkleProof.Leaves> path) {
        return hashes(LEAVES.stream().map(MerkleTest::bytes).toList(), path).stream()
                .map(MerkleTest::hex)
                .toList();
    }

    private static List<byte[]> hashes(List<byte[]> leaves, List<MerkleProof.Leaves> path) {
        return path.stream()
                .map(part ->
                        grow(leaves.subList((int) part.from(), (int) part.to())).root())
                .toList();
    }

    private static MerkleTree grow(List<byte[]> leaves) {
        var tree = new MerkleTree();
        leaves.forEach(tree::add);
        return tree;
    }

    private static List<byte[]> leaves(Random random, int count) {
        var leaves = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            byte[] leaf = new byte[random.nextInt(40)];
            random.nextBytes(leaf);
            leaves.add(leaf);
        }
        return leaves;
    }

    private static byte[] flipped(byte[] hash) {
        byte[] other = hash.clone();
        other[7] ^= 16;
        return other;
    }

    private static List<byte[]> with(List<byte[]> path, byte[] more) {
        var longer = new ArrayList<>(path);
        longer.add(more);
        return longer;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
