package io.sextant.app.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sextant.app.audit.Finding.Kind;
import io.sextant.app.audit.Finding.Source;
import io.sextant.app.audit.proof.NoteSigner;
import io.sextant.app.audit.proof.SignedNote;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever somebody with the database, or with the log, does to the trail is found and named.
class TamperingTest {
    @Test
    void anUntouchedTrailHolds() {
        var trail = Trail.ofTwenty();

        var verification = trail.verify();

        assertThat(verification.intact()).isTrue();
        assertThat(verification.events()).isEqualTo(20);
        assertThat(verification.checkpoints()).isEqualTo(2);
        assertThat(verification.last()).isNotNull().extracting("size").isEqualTo(20L);
    }

    @Test
    void anEmptyTrailHolds() {
        assertThat(new Trail().verify().intact()).isTrue();
    }

    @Test
    void anAlteredValueIsNamed() {
        var trail = Trail.ofTwenty();
        trail.tamper("update audit.event set change = replace(change, 'titre 7', 'titre 8') where seq = 7");

        var finding = only(trail.verify());
        assertThat(finding.kind()).isEqualTo(Kind.ALTERED);
        assertThat(finding.first()).isEqualTo(7);
        assertThat(finding.record())
                .isNotNull()
                .extracting("subjectType", "subjectId", "actor")
                .containsExactly("use-case", "UC-2026-0007", "Claire Métayer");
    }

    @Test
    void everyColumnIsCovered() {
        for (String change : List.of(
                "recorded_at = recorded_at + interval '1 microsecond'",
                "actor_id = 8",
                "actor_id = null",
                "actor_name = 'Somebody else'",
                "channel = 'API'",
                "action = 'use-case.created'",
                "subject_type = 'unit'",
                "subject_id = 'UC-2026-0001'",
                "reason = 'because'",
                "reason = ''",
                "change = change || ' '",
                "prev_hash = sha256('x')",
                "hash = sha256('x')")) {
            var trail = Trail.ofTwenty();
            trail.tamper("update audit.event set " + change + " where seq = 4");

            var finding = only(trail.verify());
            assertThat(finding.kind()).as(change).isEqualTo(Kind.ALTERED);
            assertThat(finding.first()).as(change).isEqualTo(4);
        }
    }

    @Test
    void removedRecordsAreNamed() {
        var trail = Trail.ofTwenty();
        trail.tamper("delete from audit.event where seq in (5, 12, 13)");

        assertThat(trail.verify().findings())
                .extracting(Finding::kind, Finding::first, Finding::last)
                .containsExactly(tuple(Kind.REMOVED, 5L, 5L), tuple(Kind.REMOVED, 12L, 13L));
    }

    @Test
    void theFirstRecordRemovedIsNamed() {
        var trail = Trail.ofTwenty();
        trail.tamper("delete from audit.event where seq = 1");

        is(only(trail.verify()), Kind.REMOVED, 1, 1);
    }

    @Test
    void aRemovalHiddenByRenumberingIsNamed() {
        var trail = Trail.ofTwenty();
        trail.tamper(
                "delete from audit.event where seq = 8",
                "update audit.event set seq = seq + 1000 where seq > 8",
                "update audit.event set seq = seq - 1001 where seq > 1000");

        var findings = trail.verify().findings();
        is(findings.getFirst(), Kind.REMOVED, 8, 8);
        assertThat(findings.getFirst().detail()).containsExactly(true);
        is(findings.get(1), Kind.TRUNCATED, 20, 20);
        assertThat(findings).hasSize(2);
    }

    @Test
    void theFirstRecordsRemovedAndTheRestRenumberedAreNamed() {
        var trail = Trail.ofTwenty();
        trail.tamper(
                "delete from audit.event where seq <= 3",
                "update audit.event set seq = seq + 1000",
                "update audit.event set seq = seq - 1003");

        is(trail.verify().findings().getFirst(), Kind.REMOVED, 1, 3);
    }

    @Test
    void neighboursThatChangedPlacesAreNamed() {
        var trail = Trail.ofTwenty();
        swap(trail, 5, 6);

        var findings = trail.verify().findings();
        assertThat(findings).hasSize(2);
        is(findings.get(0), Kind.MOVED, 5, 5);
        assertThat(findings.get(0).detail()).containsExactly(6L);
        is(findings.get(1), Kind.MOVED, 6, 6);
        assertThat(findings.get(1).detail()).containsExactly(5L);
        assertThat(findings.get(0).record()).isNotNull().extracting("subjectId").isEqualTo("UC-2026-0006");
    }

    @Test
    void recordsThatChangedPlacesFromAfarAreNamed() {
        var trail = new Trail();
        trail.grow(1, 200);
        trail.sign();
        swap(trail, 20, 180);

        assertThat(trail.verify().findings())
                .extracting(Finding::kind, Finding::first, f -> f.detail().getFirst())
                .containsExactly(tuple(Kind.MOVED, 20L, 180L), tuple(Kind.MOVED, 180L, 20L));
    }

    @Test
    void aWholeStretchInAnotherOrderIsNamed() {
        var trail = Trail.ofTwenty();
        trail.tamper(
                "update audit.event set seq = seq + 1000 where seq between 5 and 9",
                "update audit.event set seq = 14 - (seq - 1000) where seq > 1000");

        assertThat(trail.verify().findings())
                .extracting(Finding::kind, Finding::first, f -> f.detail().getFirst())
                .containsExactly(
                        tuple(Kind.MOVED, 5L, 9L),
                        tuple(Kind.MOVED, 6L, 8L),
                        tuple(Kind.MOVED, 8L, 6L),
                        tuple(Kind.MOVED, 9L, 5L));
    }

    @Test
    void aRecordInsertedBetweenOthersIsNamed() {
        var trail = Trail.ofTwenty();
        makeRoom(trail, 9);
        insertCopy(trail, 8, 9);

        var findings = trail.verify().findings();
        is(findings.getFirst(), Kind.INSERTED, 9, 9);
        assertThat(findings).extracting(Finding::kind).doesNotContain(Kind.MOVED, Kind.REMOVED);
    }

    @Test
    void aCopyOfAnEarlierRecordInsertedFarFromItIsNamed() {
        var trail = Trail.ofTwenty();
        makeRoom(trail, 15);
        insertCopy(trail, 3, 15);

        var findings = trail.verify().findings();
        is(findings.getFirst(), Kind.INSERTED, 15, 15);
        assertThat(findings).extracting(Finding::kind).doesNotContain(Kind.MOVED, Kind.REMOVED);
    }

    @Test
    void twoRecordsInsertedTogetherAreNamed() {
        var trail = Trail.ofTwenty();
        makeRoom(trail, 9);
        makeRoom(trail, 9);
        insertCopy(trail, 3, 9);
        insertCopy(trail, 4, 10);
        trail.tamper("update audit.event set subject_id = 'UC-2026-9999' where seq in (9, 10)");

        is(trail.verify().findings().getFirst(), Kind.INSERTED, 9, 10);
    }

    @Test
    void aRecordInsertedWithItsOwnRightFingerprintIsNamed() {
        var trail = Trail.ofTwenty();
        makeRoom(trail, 9);
        insertCopy(trail, 8, 9);
        // The forger computes the fingerprint of the forged record, though not those of all after it.
        var later = hashes(trail, "select hash from audit.event where seq > 9 order by seq");
        trail.rehash(9);
        for (int i = 0; i < later.size(); i++) {
            long seq = 10 + i;
            byte[] hash = later.get(i);
            byte[] before = i == 0 ? trail.store.hashAt(8) : later.get(i - 1);
            trail.jdbc.execute("alter table audit.event disable trigger event_append_only");
            trail.jdbc.update("update audit.event set hash = ?, prev_hash = ? where seq = ?", hash, before, seq);
            trail.jdbc.execute("alter table audit.event enable always trigger event_append_only");
        }

        is(trail.verify().findings().getFirst(), Kind.INSERTED, 9, 9);
    }

    @Test
    void aRecordAppendedByAnotherHandIsNamed() {
        var trail = Trail.ofTwenty();
        insertCopy(trail, 3, 21);

        is(trail.verify().findings().getFirst(), Kind.INSERTED, 21, 21);
    }

    @Test
    void aRecordAppendedWithARightFingerprintHasNoSeal() {
        var trail = Trail.ofTwenty();
        insertCopy(trail, 3, 21);
        trail.tamper("update audit.event set change = '{\"after\":{\"title\":\"forged\"},\"before\":{}}', seal = null"
                + " where seq = 21");
        trail.rehash(21);

        is(only(trail.verify()), Kind.SEAL_MISSING, 21, 21);
    }

    @Test
    void aForgedRecordIsNotHiddenByTheTransactionThatFollowsIt() {
        var trail = Trail.ofTwenty();
        insertCopy(trail, 3, 21);
        trail.tamper("update audit.event set seal = null where seq = 21");
        trail.rehash(21);
        trail.grow(22, 22);

        var finding = only(trail.verify());
        is(finding, Kind.SEAL_FALSE, 21, 22);
    }

    @Test
    void sextantDoesNotSignWhatItDidNotWrite() {
        var trail = Trail.ofTwenty();
        insertCopy(trail, 3, 21);
        trail.tamper("update audit.event set seal = null where seq = 21");
        trail.rehash(21);
        trail.grow(22, 22);

        assertThat(trail.sign())
                .isInstanceOfSatisfying(
                        Checkpoints.Result.Refused.class,
                        refused -> is(refused.findings().getFirst(), Kind.SEAL_FALSE, 21, 22));
        assertThat(trail.store.last()).get().extracting("size").isEqualTo(20L);
    }

    @Test
    void aRecordRewrittenWithItsFingerprintIsNamedByTheNextOne() {
        var trail = Trail.ofTwenty();
        var after = hashes(trail, "select prev_hash from audit.event where seq = 8");
        trail.tamper("update audit.event set reason = 'forged' where seq = 7");
        var rest = hashes(trail, "select hash from audit.event where seq > 7 order by seq");
        trail.rehash(7);
        for (int i = 0; i < rest.size(); i++) {
            trail.jdbc.execute("alter table audit.event disable trigger event_append_only");
            trail.jdbc.update(
                    "update audit.event set hash = ?, prev_hash = ? where seq = ?",
                    rest.get(i),
                    i == 0 ? after.getFirst() : rest.get(i - 1),
                    8L + i);
            trail.jdbc.execute("alter table audit.event enable always trigger event_append_only");
        }

        var finding = only(trail.verify());
        is(finding, Kind.REPLACED, 7, 7);
        assertThat(finding.record()).isNotNull().extracting("subjectId").isEqualTo("UC-2026-0007");
    }

    @Test
    void aChainComputedAnewFromARecordOnContradictsTheCheckpoints() {
        var trail = Trail.ofTwenty();
        trail.tamper("update audit.event set reason = 'forged' where seq = 14");
        trail.rehash(14);

        var finding = only(trail.verify());
        is(finding, Kind.REWRITTEN, 11, 20);
        assertThat(finding.detail().getFirst()).isEqualTo(Source.TABLE);
    }

    @Test
    void aWholeChainComputedAnewWithoutItsCheckpointsContradictsTheLog() {
        var trail = Trail.ofTwenty();
        trail.tamper("update audit.event set reason = 'forged' where seq = 2", "truncate audit.checkpoint");
        trail.rehash(1);

        assertThat(trail.verify().findings())
                .extracting(Finding::kind, Finding::first, Finding::last)
                .containsExactly(
                        tuple(Kind.REWRITTEN, 1L, 10L),
                        tuple(Kind.SEAL_FALSE, 2L, 20L),
                        tuple(Kind.CHECKPOINT_REMOVED, 10L, 10L),
                        tuple(Kind.CHECKPOINT_REMOVED, 20L, 20L));
    }

    @Test
    void aWholeChainComputedAnewWithoutCheckpointsOrLogContradictsTheSealsAndTheAnchor() {
        var trail = Trail.ofTwenty();
        var anchor = anchor(trail);
        trail.tamper("update audit.event set reason = 'forged' where seq = 2", "truncate audit.checkpoint");
        trail.rehash(1);
        assertThat(trail.log.file().toFile().delete()).isTrue();

        assertThat(trail.verify(anchor).findings())
                .extracting(Finding::kind, Finding::first, Finding::last)
                .containsExactly(tuple(Kind.REWRITTEN, 1L, 20L), tuple(Kind.SEAL_FALSE, 2L, 20L));
    }

    @Test
    void oneWhoAlsoHoldsTheKeyIsCaughtByAnAnchorKeptElsewhere() {
        var trail = Trail.ofTwenty();
        var anchor = anchor(trail);
        // The insider has the database, the files and the key, and writes everything anew.
        trail.tamper("truncate audit.event, audit.checkpoint");
        assertThat(trail.log.file().toFile().delete()).isTrue();
        for (int number = 1; number <= 20; number++) {
            trail.commit(Trail.edited(number, number == 2 ? "forged" : "titre " + number));
        }
        trail.sign();
        assertThat(trail.verify().intact())
                .as("without the anchor nothing shows")
                .isTrue();

        var finding = only(trail.verify(anchor));
        is(finding, Kind.REWRITTEN, 1, 20);
        assertThat(finding.detail().getFirst()).isEqualTo(Source.ANCHOR);
    }

    @Test
    void theLastRecordsRemovedContradictTheCheckpoint() {
        var trail = Trail.ofTwenty();
        trail.tamper("delete from audit.event where seq > 17");

        var finding = only(trail.verify());
        is(finding, Kind.TRUNCATED, 18, 20);
        assertThat(finding.detail().getFirst()).isEqualTo(Source.TABLE);
    }

    @Test
    void theLastRecordsRemovedWithTheirCheckpointContradictTheLog() {
        var trail = Trail.ofTwenty();
        trail.tamper("delete from audit.event where seq > 17", "delete from audit.checkpoint where tree_size = 20");

        assertThat(trail.verify().findings())
                .extracting(Finding::kind, Finding::first, Finding::last)
                .containsExactly(tuple(Kind.TRUNCATED, 18L, 20L), tuple(Kind.CHECKPOINT_REMOVED, 20L, 20L));
    }

    @Test
    void everythingRemovedContradictsTheLog() {
        var trail = Trail.ofTwenty();
        trail.tamper("truncate audit.event, audit.checkpoint");

        assertThat(trail.verify().findings())
                .extracting(Finding::kind, Finding::first, Finding::last)
                .contains(tuple(Kind.TRUNCATED, 1L, 20L));
    }

    @Test
    void theLastRecordsRemovedEverywhereContradictTheAnchor() {
        var trail = Trail.ofTwenty();
        var anchor = anchor(trail);
        trail.tamper("delete from audit.event where seq > 10", "delete from audit.checkpoint where tree_size = 20");
        String log = trail.logText();
        trail.writeLog(log.substring(0, log.indexOf("\n\n", log.indexOf("— ")) + 2));
        assertThat(trail.verify().intact())
                .as("without the anchor nothing shows")
                .isTrue();

        var finding = only(trail.verify(anchor));
        is(finding, Kind.TRUNCATED, 11, 20);
        assertThat(finding.detail().getFirst()).isEqualTo(Source.ANCHOR);
    }

    @Test
    void aCheckpointAlteredInTheDatabaseIsNamed() {
        for (String change : List.of(
                "root = sha256('x')",
                "signed_at = signed_at + interval '1 day'",
                "key_id = '00000000'",
                "signature = decode(repeat('ab', 64), 'hex')",
                "edge = array[sha256('x'), sha256('y')]",
                "edge = array[sha256('x')]",
                "note = replace(note, '10', '11')",
                "note = ''")) {
            var trail = Trail.ofTwenty();
            trail.tamper("update audit.checkpoint set " + change + " where tree_size = 10");

            var findings = trail.verify().findings();
            assertThat(findings)
                    .as(change)
                    .isNotEmpty()
                    .allSatisfy(finding -> is(finding, Kind.CHECKPOINT_ALTERED, 10, 10));
        }
    }

    @Test
    void aCheckpointWithAForgedSignatureIsNamed() {
        var trail = Trail.ofTwenty();
        String other = NoteSigner.generate("x").key().id();
        var row = trail.store.find(10).orElseThrow();
        byte[] signature = row.signature().clone();
        signature[3] ^= 4;
        var note = SignedNote.parse(row.note());
        var line = note.signatures().getFirst();
        String forged = new SignedNote(note.text(), List.of(new SignedNote.Line(line.name(), line.keyId(), signature)))
                .toString();
        trail.jdbc.execute("alter table audit.checkpoint disable trigger checkpoint_append_only");
        trail.jdbc.update(
                "update audit.checkpoint set signature = ?, note = ? where tree_size = 10", signature, forged);
        trail.writeLog(trail.logText().replace(row.note(), forged));

        assertThat(other).isNotEqualTo(row.keyId());
        is(only(trail.verify()), Kind.CHECKPOINT_FALSE, 10, 10);
    }

    @Test
    void aCheckpointRemovedFromTheDatabaseIsNamed() {
        var trail = Trail.ofTwenty();
        trail.tamper("delete from audit.checkpoint where tree_size = 10");

        is(only(trail.verify()), Kind.CHECKPOINT_REMOVED, 10, 10);
    }

    @Test
    void aCheckpointRemovedFromTheLogIsNamed() {
        var trail = Trail.ofTwenty();
        String log = trail.logText();
        trail.writeLog(log.substring(log.indexOf("\n\n", log.indexOf("— ")) + 2));

        is(only(trail.verify()), Kind.CHECKPOINT_UNLOGGED, 10, 10);
    }

    @Test
    void aLogThatIsGoneIsNamed() {
        var trail = Trail.ofTwenty();
        assertThat(trail.log.file().toFile().delete()).isTrue();

        is(only(trail.verify()), Kind.LOG_MISSING, 0, 0);
    }

    @Test
    void aLogThatCannotBeReadIsNamedWithItsLine() {
        var trail = Trail.ofTwenty();
        String log = trail.logText();
        trail.writeLog(log.replaceFirst("\n20\n", "\ntwenty\n"));

        assertThat(trail.verify().findings())
                .extracting(Finding::kind, Finding::detail)
                .containsExactly(
                        tuple(Kind.LOG_UNREADABLE, List.<Object>of(8L)), tuple(Kind.CHECKPOINT_UNLOGGED, List.of()));
    }

    @Test
    void aLogThatTellsAnotherHistoryIsNamed() {
        var trail = Trail.ofTwenty();
        String log = trail.logText();
        var other = Trail.ofTwenty();
        other.writeLog(log);

        assertThat(other.verify().findings())
                .extracting(Finding::kind)
                .contains(Kind.CHECKPOINT_ALTERED, Kind.CHECKPOINT_UNKNOWN_KEY);
    }

    @Test
    void checkpointsOfAnUnknownKeyProveNothing() {
        var trail = Trail.ofTwenty();
        var stranger = NoteSigner.generate("stranger").key();

        assertThat(trail.verify(List.of(stranger)).findings())
                .extracting(Finding::kind)
                .contains(Kind.CHECKPOINT_UNKNOWN_KEY, Kind.SEAL_FALSE);
    }

    @Test
    void anAnchorOfAnotherTrailOrAnotherKeyIsNamed() {
        var trail = Trail.ofTwenty();
        var anchor = anchor(trail);
        var other = new Trail();
        other.grow(101, 120);
        other.sign();

        assertThat(other.verify(anchor).findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.REWRITTEN, Kind.ANCHOR_UNKNOWN_KEY);
    }

    @Test
    void anAnchorThatWasAlteredIsNamed() {
        var trail = Trail.ofTwenty();
        String note = trail.store.last().orElseThrow().note();
        var bent = Verifier.Anchor.parse(
                note.replace("signed-at 2026", "signed-at 2025").getBytes(StandardCharsets.UTF_8), List.of());

        is(only(trail.verify(bent)), Kind.ANCHOR_FALSE, 20, 20);
    }

    @Test
    void anAnchorOfAnyCheckpointAgreesWithAnUntouchedTrail() {
        var trail = new Trail();
        trail.grow(1, 7);
        trail.sign();
        var first = anchor(trail);
        trail.grow(8, 30);
        trail.sign();

        assertThat(trail.verify(first, anchor(trail)).intact()).isTrue();
    }

    @Test
    void aRandomAlterationOfARandomTrailIsAlwaysFound() {
        var random = new Random(20261123);
        for (int round = 0; round < 15; round++) {
            var trail = new Trail();
            int size = random.nextInt(3, 40);
            int done = 0;
            while (done < size) {
                int batch = Math.min(size - done, random.nextInt(1, 6));
                var changes = new Trail.Edited[batch];
                for (int i = 0; i < batch; i++) {
                    changes[i] = Trail.edited(++done);
                }
                trail.commit(changes);
                if (random.nextInt(4) == 0) {
                    trail.sign();
                }
            }
            trail.sign();
            assertThat(trail.verify().intact()).isTrue();
            int seq = random.nextInt(1, size + 1);
            switch (random.nextInt(3)) {
                case 0 -> trail.tamper("delete from audit.event where seq = " + seq);
                case 1 -> trail.tamper("update audit.event set actor_name = 'x' where seq = " + seq);
                default -> {
                    trail.tamper("update audit.event set actor_name = 'x' where seq = " + seq);
                    trail.rehash(seq);
                }
            }

            assertThat(trail.verify().intact())
                    .as("round %d, change %d of %d", round, seq, size)
                    .isFalse();
        }
    }

    private static Verifier.Anchor anchor(Trail trail) {
        return Verifier.Anchor.parse(
                trail.store.last().orElseThrow().note().getBytes(StandardCharsets.UTF_8), List.of());
    }

    private static void swap(Trail trail, int one, int other) {
        trail.tamper(
                "update audit.event set seq = 100000 where seq = " + one,
                "update audit.event set seq = " + one + " where seq = " + other,
                "update audit.event set seq = " + other + " where seq = 100000");
    }

    private static void makeRoom(Trail trail, int at) {
        trail.tamper(
                "update audit.event set seq = seq + 1000 where seq >= " + at,
                "update audit.event set seq = seq - 999 where seq > 1000");
    }

    private static void insertCopy(Trail trail, int of, int at) {
        trail.jdbc.update("""
                insert into audit.event
                select ?, recorded_at, actor_id, actor_name, channel, action, subject_type, subject_id, reason, change,
                       prev_hash, hash, seal
                  from audit.event where seq = ?""", at, of);
    }

    private static List<byte[]> hashes(Trail trail, String sql) {
        return trail.client().sql(sql).query((row, n) -> row.getBytes(1)).list();
    }

    private static Finding only(Verification verification) {
        assertThat(verification.findings()).hasSize(1);
        return verification.findings().getFirst();
    }

    private static void is(Finding finding, Kind kind, long first, long last) {
        assertThat(finding.kind()).isEqualTo(kind);
        assertThat(finding.first()).isEqualTo(first);
        assertThat(finding.last()).isEqualTo(last);
    }
}
