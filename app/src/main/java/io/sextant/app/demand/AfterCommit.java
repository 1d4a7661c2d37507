package io.sextant.app.demand;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// What is to be done once a transaction has committed, once for all its changes: an import makes a hundred
/// thousand, and a listener that waited with each of them would keep them all in memory.
public final class AfterCommit {
    private AfterCommit() {}

    /// Does something after the present transaction commits; asked for again by the same owner in the same transaction,
    /// it is done once, as it was first said. Nothing is done when the transaction is rolled back.
    public static void once(Object owner, Runnable action) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            action.run();
            return;
        }
        for (TransactionSynchronization waiting : TransactionSynchronizationManager.getSynchronizations()) {
            if (waiting instanceof Once once && once.owner == owner) {
                return;
            }
        }
        TransactionSynchronizationManager.registerSynchronization(new Once(owner, action));
    }

    private static final class Once implements TransactionSynchronization {
        private final Object owner;
        private final Runnable action;

        Once(Object owner, Runnable action) {
            this.owner = owner;
            this.action = action;
        }

        @Override
        public void afterCommit() {
            action.run();
        }
    }
}
