package io.sextant.app.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventHasherTest {
    private final EventHasher hasher = new EventHasher();

    @Test
    void theFingerprintIsSha256OverLengthPrefixedFields() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        text(out, "sextant.audit.event.v1");
        out.writeInt(32);
        out.write(new byte[32]);
        out.writeInt(8);
        out.writeLong(1);
        out.writeInt(8);
        out.writeLong(1_795_413_600_123_456L);
        out.writeInt(8);
        out.writeLong(42);
        text(out, "Claire Métayer");
        text(out, "WEB");
        text(out, "use-case.edited");
        text(out, "use-case");
        text(out, "UC-2026-0001");
        out.writeInt(-1);
        text(out, "{\"after\":{\"title\":\"é\"},\"before\":{}}");

        byte[] hash = hash(42L, "Claire Métayer", null);

        assertThat(hash).isEqualTo(Sha256.of(bytes.toByteArray()));
    }

    @Test
    void theFingerprintOfAKnownRecordNeverChanges() {
        // Golden vector: computed once by an independent program (Python's hashlib over the documented layout).
        assertThat(HexFormat.of().formatHex(hash(42L, "Claire Métayer", null)))
                .isEqualTo("79a4b4fdcd7fb75785235cb25343da600bc36d75338ec357bc570f92cd4d53fc");
        assertThat(HexFormat.of().formatHex(hash(null, "Sextant", "Démarrage")))
                .isEqualTo("64dd71b1ef82690b2101f2eee8ce7c2def2f65fbbc5bf8d813dd48b9f6016a06");
    }

    @Test
    void anAbsentReasonIsNotAnEmptyOne() {
        assertThat(hash(1L, "a", null)).isNotEqualTo(hash(1L, "a", ""));
    }

    @Test
    void noTextCanSlideFromOneFieldIntoTheNext() {
        byte[] one = hasher.hash(EventHasher.genesis(), 1, 0, 1L, "ab", "c", "d", "e", "f", null, "{}");
        byte[] other = hasher.hash(EventHasher.genesis(), 1, 0, 1L, "a", "bc", "d", "e", "f", null, "{}");

        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void microsecondsAreCountedFromTheEpoch() {
        assertThat(EventHasher.micros(Instant.parse("2026-11-23T06:00:00.123456Z")))
                .isEqualTo(1_795_413_600_123_456L);
    }

    private byte[] hash(@Nullable Long actor, String name, @Nullable String reason) {
        return hasher.hash(
                EventHasher.genesis(),
                1,
                1_795_413_600_123_456L,
                actor,
                name,
                "WEB",
                "use-case.edited",
                "use-case",
                "UC-2026-0001",
                reason,
                "{\"after\":{\"title\":\"é\"},\"before\":{}}");
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
