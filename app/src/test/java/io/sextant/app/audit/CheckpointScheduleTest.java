package io.sextant.app.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sextant.app.kernel.Auditable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckpointScheduleTest {
    private final Trail trail = new Trail();
    private @Nullable CheckpointSchedule schedule;

    private CheckpointSchedule schedule(int every, Duration after, boolean serves) {
        var made = new CheckpointSchedule(
                new AuditSettings(every, after, Duration.ofHours(1), null),
                trail.checkpoints,
                new Verifications(trail.verifier, trail.keys),
                trail.keys,
                trail.transaction,
                event -> trail.recorder.on((Auditable) event),
                serves);
        schedule = made;
        return made;
    }

    @AfterEach
    void stop() {
        if (schedule != null && schedule.isRunning()) {
            schedule.stop();
        }
    }

    @Test
    void theFirstStartMakesTheKeyAndPutsThatOnRecord() {
        var started = schedule(1000, Duration.ofHours(1), true);

        started.start();
        started.stop();

        var first = new EventReader(trail.client()).find(1).orElseThrow();
        assertThat(first.action()).isEqualTo("audit.key-made");
        assertThat(first.subjectId()).isEqualTo(trail.keys.signer().key().id());
        assertThat(first.change()).contains(trail.keys.signer().key().toString());
        assertThat(trail.verify().findings()).isEmpty();
    }

    @Test
    void anOrderlyStopSignsWhatIsNew() {
        var started = schedule(1000, Duration.ofHours(1), true);
        started.start();
        trail.grow(1, 7);

        started.stop();

        assertThat(trail.store.last()).get().extracting("size").isEqualTo(8L);
        assertThat(started.isRunning()).isFalse();
    }

    @Test
    void enoughChangesAreSignedAtOnce() throws Exception {
        var started = schedule(5, Duration.ofHours(1), true);
        started.start();
        trail.grow(1, 9);

        started.grown(trail.events.size());

        assertThat(signedUpTo(10)).isTrue();
    }

    @Test
    void afterSomeTimeWhatIsNewIsSigned() throws Exception {
        var started = schedule(1000, Duration.ofSeconds(1), true);
        started.start();
        trail.grow(1, 3);

        assertThat(signedUpTo(4)).isTrue();
    }

    @Test
    void aCommandTypedOnTheServerNeitherSignsNorMakesAKey() {
        var command = schedule(1000, Duration.ofHours(1), false);

        assertThat(command.isAutoStartup()).isFalse();
        assertThat(trail.keys.exist()).isFalse();
    }

    @Test
    void aTrailThatCannotBeSignedDoesNotStopTheServer() {
        trail.grow(1, 5);
        trail.sign();
        trail.tamper("delete from audit.event where seq > 3");
        var started = schedule(1000, Duration.ofHours(1), true);

        started.start();
        started.stop();

        assertThat(trail.store.last()).get().extracting("size").isEqualTo(5L);
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AuditSettings(0, Duration.ofMinutes(5), Duration.ofHours(1), null))
                .withMessageContaining("sextant.audit.checkpoint-every");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AuditSettings(1, Duration.ofMillis(5), Duration.ofHours(1), null))
                .withMessageContaining("sextant.audit.checkpoint-after");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AuditSettings(1, Duration.ofMinutes(5), Duration.ofSeconds(1), null))
                .withMessageContaining("sextant.audit.verify-every");
    }

    /// Waits, as long as it takes within reason, for a checkpoint of that many changes.
    private boolean signedUpTo(long size) throws InterruptedException {
        var latch = new CountDownLatch(1);
        var watch = Thread.ofVirtual().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                if (trail.store.last().filter(row -> row.size() >= size).isPresent()) {
                    latch.countDown();
                    return;
                }
            }
        });
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } finally {
            watch.interrupt();
            watch.join();
        }
    }
}
