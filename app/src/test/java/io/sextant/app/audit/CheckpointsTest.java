package io.sextant.app.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.sextant.app.audit.Checkpoints.Result;
import io.sextant.app.audit.Finding.Kind;
import io.sextant.app.audit.proof.MerkleTree;
import io.sextant.app.audit.proof.NoteKey;
import io.sextant.app.audit.proof.SignedNote;
import io.sextant.app.audit.proof.TreeHead;
import io.sextant.app.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckpointsTest {
    private final Trail trail = new Trail();

    @Test
    void anEmptyTrailIsNotSigned() {
        assertThat(trail.sign()).isEqualTo(new Result.Covered(null, false));
        assertThat(trail.log.exists()).isFalse();
    }

    @Test
    void aCheckpointSaysTheSizeAndRootAndIsSignedInTheTableAndInTheLog() {
        trail.grow(1, 5);
        trail.sign();

        var row = trail.store.last().orElseThrow();
        var tree = new MerkleTree();
        trail.jdbc
                .queryForList("select hash from audit.event order by seq", byte[].class)
                .forEach(tree::add);
        assertThat(row.size()).isEqualTo(5);
        assertThat(row.root()).isEqualTo(tree.root());
        var note = SignedNote.parse(row.note());
        assertThat(note.trust(List.of(trail.keys.signer().key()))).isEqualTo(SignedNote.Trust.SIGNED);
        assertThat(TreeHead.parse(note.text()).origin())
                .isEqualTo(trail.keys.signer().key().name());
        assertThat(trail.logText()).isEqualTo(row.note() + "\n");
    }

    @Test
    void signingAgainWithoutAChangeAddsNothing() {
        trail.grow(1, 5);
        var first = trail.sign();
        var second = trail.sign();

        assertThat(first).isInstanceOfSatisfying(Result.Covered.class, covered -> assertThat(covered.fresh())
                .isTrue());
        assertThat(second).isInstanceOfSatisfying(Result.Covered.class, covered -> assertThat(covered.fresh())
                .isFalse());
        assertThat(trail.jdbc.queryForObject("select count(*) from audit.checkpoint", Long.class))
                .isEqualTo(1);
    }

    @Test
    void eachCheckpointContinuesTheTreeOfTheOneBefore() {
        for (int size = 1; size <= 20; size++) {
            trail.grow(size, size);
            trail.sign();
        }

        var verification = trail.verify();
        assertThat(verification.findings()).isEmpty();
        assertThat(verification.checkpoints()).isEqualTo(20);
        assertThat(verification.root())
                .isEqualTo(trail.store.last().orElseThrow().root());
    }

    @Test
    void severalWhoSignAtOnceSignOnce() throws Exception {
        trail.grow(1, 30);
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<Result>> results = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(trail::sign))
                    .toList();
            for (var result : results) {
                assertThat(result.get()).isInstanceOf(Result.Covered.class);
            }
        }

        assertThat(trail.jdbc.queryForObject("select count(*) from audit.checkpoint", Long.class))
                .isEqualTo(1);
        assertThat(trail.verify().findings()).isEmpty();
    }

    @Test
    void aCheckpointThatDiedBetweenTheLogAndTheTableIsTakenUpFromTheLog() {
        trail.grow(1, 5);
        trail.sign();
        trail.grow(6, 9);
        trail.sign();
        var lost = trail.store.last().orElseThrow();
        trail.tamper("delete from audit.checkpoint where tree_size = 9");
        trail.grow(10, 12);

        trail.sign();

        assertThat(trail.store.find(9)).get().usingRecursiveComparison().isEqualTo(lost);
        assertThat(trail.store.last()).get().extracting("size").isEqualTo(12L);
        assertThat(trail.verify().findings()).isEmpty();
    }

    @Test
    void aCheckpointOfTheLogThatCoversTheWholeTrailIsNotSignedAgain() {
        trail.grow(1, 5);
        trail.sign();
        trail.tamper("truncate audit.checkpoint");

        trail.sign();

        assertThat(trail.logText()).containsOnlyOnce("signed-at");
        assertThat(trail.verify().findings()).isEmpty();
    }

    @Test
    void aCheckpointHalfWrittenToTheLogIsCutOff() {
        trail.grow(1, 5);
        trail.sign();
        trail.writeLog(trail.logText() + "sextant/audit/00\n6\nabc");
        assertThat(trail.verify().findings()).extracting(Finding::kind).containsExactly(Kind.LOG_UNREADABLE);
        trail.grow(6, 6);

        trail.sign();

        assertThat(trail.logText()).doesNotContain("\n6\nabc");
        assertThat(trail.verify().findings()).isEmpty();
    }

    @Test
    void aLogThatIsGoneIsMadeAgainFromTheTable() throws IOException {
        trail.grow(1, 5);
        trail.sign();
        trail.grow(6, 9);
        trail.sign();
        String before = trail.logText();
        Files.delete(trail.log.file());

        trail.sign();

        assertThat(trail.logText()).isEqualTo(before);
        assertThat(trail.verify().findings()).isEmpty();
    }

    @Test
    void aTrailShorterThanItsLastCheckpointIsNotSigned() {
        trail.grow(1, 9);
        trail.sign();
        trail.tamper("delete from audit.event where seq > 6");

        assertThat(trail.sign()).isInstanceOfSatisfying(Result.Refused.class, refused -> {
            assertThat(refused.findings())
                    .singleElement()
                    .extracting(Finding::kind)
                    .isEqualTo(Kind.TRUNCATED);
        });
        trail.tamper("truncate audit.checkpoint");
        assertThat(trail.sign()).isInstanceOfSatisfying(Result.Refused.class, refused -> {
            assertThat(refused.findings())
                    .singleElement()
                    .extracting(Finding::kind)
                    .isEqualTo(Kind.TRUNCATED);
        });
    }

    @Test
    void aTrailThatContradictsTheLogIsNotSigned() {
        trail.grow(1, 9);
        trail.sign();
        trail.tamper("truncate audit.checkpoint, audit.event");
        for (int number = 1; number <= 9; number++) {
            trail.commit(Trail.edited(number, "another"));
        }

        assertThat(trail.sign()).isInstanceOfSatisfying(Result.Refused.class, refused -> {
            assertThat(refused.findings())
                    .singleElement()
                    .extracting(Finding::kind)
                    .isEqualTo(Kind.REWRITTEN);
        });
    }

    @Test
    void theKeyIsMadeOnceReadableByItsOwnerAloneAndKept() throws IOException {
        var key = trail.keys.signer().key();
        var file = trail.data.resolve("keys/audit");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(new Keys(trail.data, null).signer().key()).isEqualTo(key);
        assertThat(Files.readAllLines(trail.data.resolve("keys/audit.pub"))).containsExactly(key.toString());
        assertThat(trail.jdbc.queryForList("""
                        select table_name from information_schema.columns
                         where table_schema = 'audit' and (column_name ilike '%secret%' or column_name ilike '%private%')
                        """, String.class)).isEmpty();
    }

    @Test
    void aKeyThatOthersCouldReadIsMadePrivateAgain() throws IOException {
        trail.keys.signer();
        var file = trail.data.resolve("keys/audit");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        new Keys(trail.data, null).signer();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aKeyThatCannotBeReadIsAFaultThatNamesItsFile() throws IOException {
        trail.keys.signer();
        Files.writeString(trail.data.resolve("keys/audit"), "nonsense");

        assertThatIllegalStateException()
                .isThrownBy(() -> new Keys(trail.data, null).signer())
                .withMessageContaining("keys/audit: not a signing key");
    }

    @Test
    void aChosenOriginNamesTheKey() {
        assertThat(new Keys(TestPostgres.freshFolder(), "acme.example/sextant")
                        .signer()
                        .key()
                        .name())
                .isEqualTo("acme.example/sextant");
    }

    @Test
    void checkpointsOfAnEarlierKeyStillCount() throws IOException {
        trail.grow(1, 5);
        trail.sign();
        NoteKey first = trail.keys.signer().key();
        Files.delete(trail.data.resolve("keys/audit"));
        var later = new Keys(trail.data, null);
        var checkpoints = new Checkpoints(
                trail.jdbc, trail.transaction, trail.events, trail.store, trail.log, later, trail.clock);
        var recorder = new Recorder(trail.events, later, head -> {}, trail.clock);
        trail.transaction.executeWithoutResult(status -> recorder.on(Trail.edited(6)));
        checkpoints.sign();

        assertThat(later.known()).hasSize(2).contains(first);
        assertThat(trail.verifier.verify(later.known(), List.of(), done -> {}).findings())
                .isEmpty();
    }
}
