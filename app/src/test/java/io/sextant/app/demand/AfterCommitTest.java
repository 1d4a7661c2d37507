package io.sextant.app.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.demand.Revision.Act;
import io.sextant.app.identity.Actor;
import io.sextant.app.testing.SextantTest;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

@SextantTest
class AfterCommitTest {
    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private ApplicationEventPublisher events;

    @Test
    void nothingWaitsForTheCommitWithEachOfManyChanges() {
        transaction.executeWithoutResult(status -> {
            for (int i = 0; i < 500; i++) {
                Content content = Content.titled("fr", "Cas d’usage " + i);
                events.publishEvent(new UseCaseChanged(
                        Actor.system().who(),
                        UseCaseId.of(2026, 900_000 + i),
                        Act.IMPORTED,
                        null,
                        Content.changes(null, content)));
            }
            assertThat(TransactionSynchronizationManager.getSynchronizations()).hasSizeLessThan(10);
            status.setRollbackOnly();
        });
    }

    @Test
    void itIsDoneOnceAfterTheCommitAndNeverAfterARollback() {
        AtomicInteger times = new AtomicInteger();
        transaction.executeWithoutResult(status -> {
            AfterCommit.once(this, times::incrementAndGet);
            AfterCommit.once(this, times::incrementAndGet);
            assertThat(times).hasValue(0);
        });
        assertThat(times).hasValue(1);
        transaction.executeWithoutResult(status -> {
            AfterCommit.once(this, times::incrementAndGet);
            status.setRollbackOnly();
        });
        assertThat(times).hasValue(1);
    }
}
