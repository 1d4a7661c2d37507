package io.sextant.app.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sextant.app.audit.Finding.Kind;
import io.sextant.app.kernel.Who;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptanceTest {
    private static final Who ADMINISTRATOR = new Who(null, "root", Who.Channel.CLI);

    @Test
    void aTrailWhoseKeyWasLostGoesOnOnceThatIsAccepted() throws IOException {
        var trail = Trail.ofTwenty();
        trail.grow(21, 25);
        var lost = trail.keys.signer().key();
        Files.delete(trail.data.resolve("keys/audit"));
        Files.delete(trail.data.resolve("keys/audit.pub"));
        var later = trail.withItsKeysReadAgain();
        assertThat(later.sign()).isInstanceOf(Checkpoints.Result.Refused.class);

        assertThat(later.acceptance.accept("le dossier de données a été perdu", ADMINISTRATOR))
                .isEqualTo(new Acceptance.Result.Accepted(26, 26));

        var reader = new EventReader(later.client());
        var record = reader.find(26).orElseThrow();
        assertThat(record.action()).isEqualTo("audit.findings-accepted");
        assertThat(record.reason()).isEqualTo("le dossier de données a été perdu");
        assertThat(record.change()).isEqualTo("{\"after\":{\"findings\":[\"seal-false 21-25\"]},\"before\":{}}");
        later.grow(27, 28);
        assertThat(later.sign()).isInstanceOf(Checkpoints.Result.Covered.class);
        assertThat(later.verify(List.of(lost, later.keys.signer().key())).findings())
                .isEmpty();
        assertThat(later.verify().findings()).extracting(Finding::kind).containsOnly(Kind.CHECKPOINT_UNKNOWN_KEY);
    }

    @Test
    void aDatabaseRestoredToAnEarlierDayGoesOnWithANewLogAndTheOldOneIsKept() throws IOException {
        var trail = Trail.ofTwenty();
        String log = trail.logText();
        trail.tamper("delete from audit.event where seq > 15", "delete from audit.checkpoint where tree_size > 15");
        assertThat(trail.sign()).isInstanceOf(Checkpoints.Result.Refused.class);

        assertThat(trail.acceptance.accept("sauvegarde de la veille", ADMINISTRATOR))
                .isEqualTo(new Acceptance.Result.Accepted(16, 16));

        assertThat(trail.verify().findings()).isEmpty();
        try (var files = Files.list(trail.data)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("audit-checkpoints.log.")))
                    .singleElement()
                    .satisfies(aside -> assertThat(aside).hasContent(log));
        }
    }

    @Test
    void missingRecordsCannotBeAccepted() {
        var trail = Trail.ofTwenty();
        trail.grow(21, 25);
        trail.tamper("delete from audit.event where seq = 23");

        assertThat(trail.acceptance.accept("tant pis", ADMINISTRATOR))
                .isInstanceOfSatisfying(
                        Acceptance.Result.Impossible.class, impossible -> assertThat(impossible.findings())
                                .extracting(Finding::kind)
                                .contains(Kind.REMOVED));
        assertThat(trail.events.size()).isEqualTo(25);
    }

    @Test
    void anAlteredRecordThatIsAcceptedIsStillNamedByEveryVerification() {
        var trail = Trail.ofTwenty();
        trail.grow(21, 25);
        trail.tamper("update audit.event set reason = 'x' where seq = 23");

        trail.acceptance.accept("connu", ADMINISTRATOR);

        assertThat(trail.verify().findings())
                .extracting(Finding::kind, Finding::first)
                .containsExactly(tuple(Kind.ALTERED, 23L));
    }

    @Test
    void thereIsNothingToAcceptOnATrailThatHolds() {
        var trail = Trail.ofTwenty();

        assertThat(trail.acceptance.accept("pour voir", ADMINISTRATOR)).isEqualTo(new Acceptance.Result.Needless());
        assertThat(trail.events.size()).isEqualTo(20);
    }
}
