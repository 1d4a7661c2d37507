package io.sextant.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

@SextantTest
class AuditCommandTest {
    private final Path folder = TestPostgres.freshFolder();
    private final Locale before = Locale.getDefault(Locale.Category.DISPLAY);

    @Autowired
    private Messages messages;

    @Autowired
    private JsonMapper json;

    @Autowired
    private AuditCommand ofTheRoom;

    @BeforeEach
    void speakEnglish() {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.UK);
    }

    @AfterEach
    void speakAsBefore() {
        Locale.setDefault(Locale.Category.DISPLAY, before);
    }

    @Test
    void theTrailOfThisVeryApplicationHolds() {
        var ran = run(ofTheRoom, "verify");

        assertThat(ran.code()).as(ran.out()).isZero();
        assertThat(ran.out()).startsWith("The audit trail holds: ");
    }

    @Test
    void aTrailThatHoldsSaysHowMuchWasReadAndSigned() {
        var trail = Trail.ofTwenty();
        trail.grow(21, 23);

        var ran = run(command(trail), "verify");

        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .containsPattern("The audit trail holds: 23 changes read in \\d+(\\.\\d)? s\\.")
                .contains("2 checkpoints agree; the last covers 20 changes and was signed on 23\u00a0November 2026 at ")
                .contains("3 changes are sealed and not yet covered by a checkpoint.");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void aTamperedTrailNamesTheRecordAndEndsWithThree() {
        var trail = Trail.ofTwenty();
        trail.tamper(
                "update audit.event set reason = 'x' where seq = 7", "delete from audit.event where seq in (12, 13)");

        var ran = run(command(trail), "verify");

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.out())
                .contains("The audit trail does not hold. 2 findings:")
                .contains("  1. Change 7 was altered: its content no longer matches its fingerprint. It now reads:"
                        + " use-case.edited of use-case UC-2026-0007 by Claire Métayer, 23\u00a0November 2026 at ")
                .contains("  2. Changes 12 to 13 were removed.");
    }

    @Test
    void theTerminalIsAnsweredInItsLanguage() {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.FRANCE);
        var trail = Trail.ofTwenty();
        trail.tamper("delete from audit.event where seq > 17");

        var ran = run(command(trail), "verify");

        assertThat(ran.out())
                .contains("Le journal d’audit n’est pas intact. Un constat\u202f:")
                .contains(
                        "La fin du journal a été coupée\u202f: les changements 18 à 20 manquent, alors qu’ils avaient été"
                                + " signés (base de données, le 23\u00a0novembre 2026 à ");
    }

    @Test
    void everyKindOfFindingHasItsWordsInBothLanguages() {
        for (var lang : Lang.values()) {
            for (var kind : Finding.Kind.values()) {
                var finding = Finding.between(kind, 3, 5, Finding.Source.LOG, "a", "b");
                assertThat(FindingWords.of(finding, (key, args) -> messages.text(lang, key, args)))
                        .doesNotContain("{", "}")
                        .hasSizeGreaterThan(20);
            }
        }
    }

    @Test
    void programsAreAnsweredInJson() {
        var trail = Trail.ofTwenty();
        trail.tamper("update audit.event set reason = 'x' where seq = 7");

        var ran = run(command(trail), "verify", "--json");

        assertThat(ran.code()).isEqualTo(3);
        var report = json.readTree(ran.out());
        assertThat(report.get("intact").asBoolean()).isFalse();
        assertThat(report.get("changes").asLong()).isEqualTo(20);
        assertThat(report.get("signedChanges").asLong()).isEqualTo(20);
        var finding = report.get("findings").get(0);
        assertThat(finding.get("code").asString()).isEqualTo("altered");
        assertThat(finding.get("first").asLong()).isEqualTo(7);
        assertThat(finding.get("subjectId").asString()).isEqualTo("UC-2026-0007");
    }

    @Test
    void anAnchorIsWrittenWithItsKeyAndLaterCompared() throws IOException {
        var trail = Trail.ofTwenty();
        trail.grow(21, 22);
        Path file = folder.resolve("anchor.txt");

        var ran = run(command(trail), "anchor", file.toString());

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("Wrote the anchor of 22 changes to " + file);
        assertThat(Files.readString(file))
                .startsWith("sextant/audit/")
                .contains("\n22\n")
                .contains("\n— sextant/audit/");
        assertThat(Files.readString(folder.resolve("anchor.txt.pub")))
                .startsWith("sextant/audit/")
                .contains("+");
        trail.grow(23, 24);
        var verified = run(command(trail), "verify", "--anchor", file.toString());
        assertThat(verified.code()).isZero();
        assertThat(verified.out()).contains("It agrees with the anchor " + file + ": 22 changes, signed on ");
    }

    @Test
    void aHistoryWrittenAnewWithTheKeyInHandContradictsTheAnchor() {
        var trail = Trail.ofTwenty();
        Path file = folder.resolve("anchor.txt");
        run(command(trail), "anchor", file.toString());
        trail.tamper("truncate audit.event, audit.checkpoint");
        assertThat(trail.log.file().toFile().delete()).isTrue();
        trail.grow(101, 120);
        trail.sign();

        assertThat(run(command(trail), "verify").code()).isZero();
        var ran = run(command(trail), "verify", "--anchor", file.toString());
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.out())
                .contains(
                        "The history was rewritten: something among changes 1 to 20 is not what was signed (anchor, ");
    }

    @Test
    void theKeyOfAnAuditorIsEnoughToVerify() throws IOException {
        var trail = Trail.ofTwenty();
        Path key = folder.resolve("key.pub");
        Files.writeString(key, "# kept by the auditors\n" + trail.keys.signer().key() + "\n");
        Files.delete(trail.data.resolve("keys/audit"));
        Files.delete(trail.data.resolve("keys/audit.pub"));
        var without = command(trail.withItsKeysReadAgain());

        assertThat(run(without, "verify").out()).contains("is signed with a key that this installation does not know");
        assertThat(run(without, "verify", "--key", key.toString()).code()).isZero();
        assertThat(trail.data.resolve("keys/audit"))
                .as("verifying makes no key")
                .doesNotExist();
    }

    @Test
    void signingByHandSaysWhatIsCovered() {
        var trail = Trail.ofTwenty();
        trail.grow(21, 22);

        assertThat(run(command(trail), "checkpoint").out()).contains("Signed: 22 changes.");
        assertThat(run(command(trail), "checkpoint").out()).contains("The last checkpoint covers all 22 changes.");
        assertThat(run(command(new Trail()), "checkpoint").out()).contains("There is no change in the trail yet.");
        assertThat(run(command(new Trail()), "anchor", folder.resolve("none").toString()))
                .satisfies(ran -> assertThat(ran.code()).isEqualTo(3))
                .satisfies(ran -> assertThat(ran.err()).contains("There is no change in the trail yet."));
    }

    @Test
    void aTrailThatDoesNotHoldIsNotSignedUntilThatIsAccepted() {
        var trail = Trail.ofTwenty();
        trail.grow(21, 22);
        trail.tamper("update audit.event set seal = null where seq = 22");

        var refused = run(command(trail), "checkpoint");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("The trail was not signed, because it does not hold:");
        assertThat(refused.out()).contains("Change 22 has no seal");
        var accepted = run(command(trail), "checkpoint", "--accept", "explained on the phone");
        assertThat(accepted.code()).isZero();
        assertThat(accepted.out()).contains("Accepted and signed: 23 changes.").contains("as change 23.");
    }

    @Test
    void aFileThatIsNoAnchorIsSaidSo() throws IOException {
        var trail = Trail.ofTwenty();
        Path file = folder.resolve("letter.txt");
        Files.writeString(file, "Dear Sir or Madam\n");

        var ran = run(command(trail), "verify", "--anchor", file.toString());
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).contains(file + " is not an anchor");
        assertThat(run(
                        command(trail),
                        "verify",
                        "--anchor",
                        folder.resolve("absent").toString()))
                .satisfies(absent -> assertThat(absent.code()).isEqualTo(3))
                .satisfies(absent -> assertThat(absent.err()).contains("absent cannot be read."));
        assertThat(run(command(trail), "verify", "--key", file.toString()).err())
                .contains("does not hold public keys");
        assertThat(run(
                                command(trail),
                                "anchor",
                                folder.resolve("no/such/folder").toString())
                        .err())
                .contains("cannot be written");
    }

    @Test
    void aCommandLineThatIsNotOursShowsTheUsage() {
        var trail = new Trail();
        for (var line : List.of(
                List.<String>of(),
                List.of("prove"),
                List.of("verify", "--anchor"),
                List.of("verify", "--fast"),
                List.of("anchor"),
                List.of("anchor", "a", "b"),
                List.of("checkpoint", "--accept"),
                List.of("checkpoint", "--accept", " "))) {
            var ran = run(command(trail), line.toArray(String[]::new));
            assertThat(ran.code()).as("%s", line).isEqualTo(2);
            assertThat(ran.err()).startsWith("Usage: sextant audit verify");
        }
    }

    private AuditCommand command(Trail trail) {
        return new AuditCommand(
                trail.verifier, trail.checkpoints, trail.store, trail.acceptance, trail.keys, messages, json);
    }

    private static Ran run(AuditCommand command, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = command.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private record Ran(int code, String out, String err) {}
}
