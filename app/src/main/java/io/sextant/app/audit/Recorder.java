package io.sextant.app.audit;

import io.sextant.app.kernel.Auditable;
import java.time.Clock;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Writes changes into the trail, in the transaction that makes them: both commit or neither does.
///
/// What a transaction publishes is set aside until just before it commits. Then the head of the trail is locked, the
/// changes are numbered, chained, sealed and inserted, and the lock goes with the commit: it is held for the shortest
/// time, nothing else is locked after it, and so it can block nobody for long nor deadlock with the rows of a room.
final class Recorder {
    /// What a transaction may set aside in memory, in bytes.
    private static final int MOST_IN_MEMORY = 4 << 20;

    private final EventStore store;
    private final Keys keys;
    private final Growth growth;
    private final Clock clock;

    Recorder(EventStore store, Keys keys, Growth growth, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.growth = growth;
        this.clock = clock;
    }

    /// Sets a change aside for the commit of the present transaction.
    ///
    /// @throws IllegalStateException when there is no transaction that could carry it
    /// @throws IllegalArgumentException when the event breaks the contract of [Auditable]
    @EventListener
    void on(Auditable event) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.isSynchronizationActive()) {
            throw unfit(event, "is published outside a transaction");
        }
        if (TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
            throw unfit(event, "is published in a read-only transaction");
        }
        Integer isolation = TransactionSynchronizationManager.getCurrentTransactionIsolationLevel();
        if (isolation != null && isolation > TransactionDefinition.ISOLATION_READ_COMMITTED) {
            throw unfit(
                    event,
                    "is published in a transaction that cannot see the head of the trail (isolation above read committed)");
        }
        var present = (Transaction) TransactionSynchronizationManager.getResource(this);
        if (present == null) {
            present = new Transaction();
            TransactionSynchronizationManager.bindResource(this, present);
            TransactionSynchronizationManager.registerSynchronization(present);
        }
        present.add(event);
    }

    private static IllegalStateException unfit(Auditable event, String why) {
        return new IllegalStateException("the change " + event.action() + " of " + event.subjectType() + " "
                + event.subjectId() + " " + why + ", so it could not be committed together with its record");
    }

    /// The changes of one transaction, and what happens to them with it.
    private final class Transaction implements TransactionSynchronization {
        private final Drafts drafts = new Drafts(MOST_IN_MEMORY);
        private final Map<Object, Drafts.Mark> savepoints = new IdentityHashMap<>();
        private boolean committing;
        private boolean over;
        private @Nullable Long head;

        void add(Auditable event) {
            if (over) {
                throw unfit(event, "is published after its transaction ended");
            }
            drafts.add(Draft.of(event));
            if (committing) {
                // Published by something else that acts just before the commit, after us.
                write();
            }
        }

        /// Last of those who act before the commit: they may still publish.
        @Override
        public int getOrder() {
            return Ordered.LOWEST_PRECEDENCE;
        }

        @Override
        public void savepoint(Object savepoint) {
            savepoints.put(savepoint, drafts.mark());
        }

        /// A savepoint from before the first change takes back all of them.
        @Override
        public void savepointRollback(Object savepoint) {
            drafts.cut(savepoints.getOrDefault(savepoint, Drafts.Mark.START));
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            committing = true;
            write();
        }

        private void write() {
            if (drafts.count() > 0) {
                head = store.append(drafts, clock.instant(), keys.signer());
            }
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(Recorder.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(Recorder.this, this);
        }

        @Override
        public void beforeCompletion() {
            over = true;
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(Recorder.this);
            drafts.close();
            if (status == STATUS_COMMITTED && head != null) {
                growth.grown(head);
            }
        }
    }
}
