package io.sextant.app.demand.gating;

import io.sextant.app.demand.AfterCommit;
import io.sextant.app.demand.Revision.Act;
import io.sextant.app.demand.UseCaseChanged;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.GateStore.Held;
import io.sextant.app.demand.gating.packs.PackEditions.EditionsChanged;
import io.sextant.app.demand.gating.unlocking.Standings;
import io.sextant.app.identity.Actor;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.jobs.Jobs;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Looks whether signatures and decisions still stand after an import changed many use cases at once, when
/// another edition of the gates comes into force, and after a start, each use case in a transaction of its own.
@Component
class GateWatch {
    private static final int CHUNK = 200;

    private final GateStore store;
    private final GatePacks packs;
    private final Gates gates;
    private final UseCases useCases;
    private final Jobs jobs;
    private final TransactionTemplate transaction;

    GateWatch(
            GateStore store,
            GatePacks packs,
            Gates gates,
            UseCases useCases,
            Jobs jobs,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.packs = packs;
        this.gates = gates;
        this.useCases = useCases;
        this.jobs = jobs;
        this.transaction = new TransactionTemplate(transactions);
    }

    @EventListener
    void noticed(UseCaseChanged change) {
        if (change.act() == Act.IMPORTED) {
            AfterCommit.once(this, this::look);
        }
    }

    /// Signatures rest on an edition too.
    @EventListener({EditionsChanged.class, Standings.Rebased.class})
    void otherwise() {
        AfterCommit.once(this, this::look);
    }

    @EventListener(ApplicationReadyEvent.class)
    void started() {
        // Reading the pack takes a second or two: later than what people come for first, and before they ask for a
        // gate.
        CompletableFuture.runAsync(
                packs::paths, CompletableFuture.delayedExecutor(20, TimeUnit.SECONDS, Thread::startVirtualThread));
        if (!store.toLookAtAgain(packs.editions(gates.today()), 0, 1).isEmpty()) {
            look();
        }
    }

    private void look() {
        jobs.start("demand.gates", null, progress -> {
            lookNow();
            return Map.of();
        });
    }

    /// Looks at every use case that changed since the last look, in one pass: what changes behind it brings its own
    /// look.
    void lookNow() {
        String basis = packs.editions(gates.today());
        long after = 0;
        for (List<Held> held; !(held = store.toLookAtAgain(basis, after, CHUNK)).isEmpty(); ) {
            for (Held one : held) {
                after = one.key();
                transaction.executeWithoutResult(status -> useCases.lock(Actor.system(), new UseCaseId(one.code()))
                        .ifPresent(useCase -> {
                            gates.settle(Who.SYSTEM, useCase);
                            store.looked(useCase.key(), useCase.version(), basis);
                        }));
            }
        }
    }
}
