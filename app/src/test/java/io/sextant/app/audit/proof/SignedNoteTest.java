package io.sextant.app.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedNoteTest {
    /// The example of the documentation of golang.org/x/mod/sumdb/note: a note signed by another program.
    private static final String PUBLISHED_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String PUBLISHED_NOTE = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
            """;

    @Test
    void aNoteSignedByAnotherProgramIsTrusted() {
        var note = SignedNote.parse(PUBLISHED_NOTE);

        assertThat(note.trust(List.of(NoteKey.parse(PUBLISHED_KEY)))).isEqualTo(SignedNote.Trust.SIGNED);
        assertThat(note).hasToString(PUBLISHED_NOTE);
    }

    @Test
    void oneLetterChangedIsAFalseSignature() {
        var note = SignedNote.parse(PUBLISHED_NOTE.replace("is the answer", "as the answer"));

        assertThat(note.trust(List.of(NoteKey.parse(PUBLISHED_KEY)))).isEqualTo(SignedNote.Trust.FALSE_SIGNATURE);
    }

    @Test
    void aSignatureOfAnUnknownKeyIsNoEvidence() {
        var stranger = NoteSigner.generate("stranger").key();

        assertThat(SignedNote.parse(PUBLISHED_NOTE).trust(List.of(stranger))).isEqualTo(SignedNote.Trust.UNKNOWN_KEY);
    }

    @Test
    void theKeyOfAPublishedSeedIsThePublishedOne() {
        // RFC 8032 §7.1, TEST 2.
        var seed = HexFormat.of().parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        var raw = HexFormat.of().parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        var published = new NoteKey("rfc8032", raw);
        var signer = NoteSigner.parse("PRIVATE+KEY+rfc8032+" + published.id() + "+" + NoteKey.encoded(seed));

        assertThat(signer.key()).isEqualTo(published);
        assertThat(HexFormat.of().formatHex(signer.sign(new byte[] {0x72})))
                .isEqualTo("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    }

    @Test
    void aSignedCheckpointReadsBackWithItsTime() {
        var signer = NoteSigner.generate("example.com/trail");
        var head = new TreeHead(
                "example.com/trail", 20852163, Sha256.of(new byte[] {1}), Instant.parse("2026-11-23T06:00:00Z"));
        var text = SignedNote.sign(head.text(), signer).toString();

        assertThat(text)
                .startsWith("example.com/trail\n20852163\nS/USLzRFVMU73i67jNK349FgCtYxw4Wl18ziPHeFRZo=\n"
                        + "signed-at 2026-11-23T06:00:00Z\n\n— example.com/trail ");
        var read = SignedNote.parse(text.getBytes(StandardCharsets.UTF_8));
        assertThat(read.trust(List.of(signer.key()))).isEqualTo(SignedNote.Trust.SIGNED);
        assertThat(TreeHead.parse(read.text())).usingRecursiveComparison().isEqualTo(head);
    }

    @Test
    void aCheckpointOfAnotherProgramWithoutTimeIsRead() {
        // The example of c2sp.org/tlog-checkpoint.
        var head =
                TreeHead.parse("example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n");

        assertThat(head.size()).isEqualTo(20852163);
        assertThat(head.signedAt()).isNull();
        assertThat(head.text())
                .isEqualTo("example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n");
    }

    @Test
    void aNewKeyHasANameOfItsOwnAndReadsBack() {
        var one = NoteSigner.generate(null);
        var other = NoteSigner.generate(null);

        assertThat(one.key().name())
                .matches("sextant/audit/[0-9a-f]{16}")
                .isNotEqualTo(other.key().name());
        assertThat(NoteSigner.parse(one.secretText()).key()).isEqualTo(one.key());
        assertThat(NoteKey.parse(one.key().toString())).isEqualTo(one.key());
        assertThat(one.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void aDamagedSigningKeyIsRefusedWithoutShowingIt() {
        var signer = NoteSigner.generate("example");
        String secret = signer.secretText();
        String body = secret.substring(("PRIVATE+KEY+example+" + signer.key().id() + "+").length());
        byte[] bytes = Base64.getDecoder().decode(body);
        bytes[5] ^= 1;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> NoteSigner.parse(
                        secret.replace(body, Base64.getEncoder().encodeToString(bytes))))
                .withMessageStartingWith("the signing key was altered")
                .withMessageNotContaining(body.substring(0, 20));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NoteSigner.parse("-----BEGIN PRIVATE KEY-----"))
                .withMessage("not a signing key");
    }

    @Test
    void whatIsNotANoteIsRefusedWithTheReason() {
        String good = SignedNote.sign("a\n1\nb\n", NoteSigner.generate("k")).toString();

        refused("a\n1\nb\n", "blank line");
        refused(good.replace("\n", "\r\n"), "control character");
        refused(good.substring(0, good.length() - 1), "cut short");
        refused(good.replace("—", "--"), "not a signature");
        refused("\n" + good.substring(good.indexOf("—")), "blank line");
        refused("a\n\n— k ####\n", "not base64");
        refused("a\n\n— k AAAA\n", "too short");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedNote.parse(new byte[] {(byte) 0xff, '\n'}))
                .withMessage("not UTF-8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedNote.parse(new byte[(1 << 20) + 1]))
                .withMessage("larger than a note can be");
    }

    @Test
    void whatIsNotACheckpointIsRefusedWithTheReason() {
        notAHead("a\n1\n", "three lines");
        notAHead("a\n01\nAAAA\n", "not the size of a tree: \"01\"");
        notAHead("a\n-1\nAAAA\n", "not the size of a tree");
        notAHead("a\n1\n****\n", "not base64");
        notAHead("a\n1\nAAAA\n", "3 bytes, not 32");
        notAHead("a\n1\nS/USLzRFVMU73i67jNK349FgCtYxw4Wl18t/4BrjCUA=\nsigned-at noon\n", "not a time");
    }

    @Test
    void whatIsNotAPublicKeyIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> NoteKey.parse("nonsense"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NoteKey.parse(PUBLISHED_KEY.replace("c74f20a3", "c74f20a4")))
                .withMessage("the key's id is c74f20a3, not c74f20a4");
        assertThatIllegalArgumentException().isThrownBy(() -> NoteSigner.generate("two words"));
        assertThatIllegalArgumentException().isThrownBy(() -> NoteSigner.generate("a+b"));
    }

    private static void refused(String note, String because) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedNote.parse(note))
                .withMessageContaining(because);
    }

    private static void notAHead(String text, String because) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TreeHead.parse(text))
                .withMessageContaining(because);
    }
}
