package io.sextant.app.demand.gating;

import static io.sextant.app.kernel.Outcome.refused;

import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.identity.Actor;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to what is done straight from a desk: one thing or many, each in a transaction of its own and under the
/// same
/// rules as at the gate. Each names what its author saw and is refused when anything changed since; what was done
/// already by the same person is done. Thread-safe.
@Service
public class Deeds {
    /// Most things done at once.
    public static final int MOST = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Deeds.class);

    private final Gates gates;
    private final GateStore store;
    private final Desks desks;
    private final UseCases useCases;
    private final TransactionTemplate transaction;

    Deeds(Gates gates, GateStore store, Desks desks, UseCases useCases, PlatformTransactionManager transactions) {
        this.gates = gates;
        this.store = store;
        this.desks = desks;
        this.useCases = useCases;
        transaction = new TransactionTemplate(transactions);
    }

    /// Something to do at the gate of a use case.
    public sealed interface Deed {
        UseCaseId id();

        /// What its author saw, as the desk told it.
        String seen();

        /// Signs a criterion in a role.
        record Sign(UseCaseId id, String criterion, String role, String seen) implements Deed {}

        /// Says that an action is done.
        record Finish(UseCaseId id, long action, String seen) implements Deed {}

        /// Asks those who asked.
        record Ask(UseCaseId id, String question, String seen) implements Deed {}

        /// Answers *go*.
        record Go(UseCaseId id, String reason, String seen) implements Deed {}
    }

    /// What became of a deed.
    ///
    /// @param changed whether it was refused because something changed since its author looked
    /// @param reasons why it was refused; empty when it was done
    /// @param undo what takes it back; absent when it was refused or nothing does
    public record Result(
            Deed deed,
            boolean changed,
            List<Reason> reasons,
            @Nullable Undo undo) {
        public Result {
            reasons = List.copyOf(reasons);
        }

        /// Whether it is done.
        public boolean done() {
            return reasons.isEmpty();
        }
    }

    /// What takes a deed back: a signature of one's own, or an action that is not done after all.
    public sealed interface Undo {
        UseCaseId id();

        record Unsign(UseCaseId id, long signature) implements Undo {}

        record Resume(UseCaseId id, long action) implements Undo {}
    }

    /// Does these things, one after the other, in their order.
    ///
    /// @param deeds at most [#MOST]
    public List<Result> carryOut(Actor actor, List<? extends Deed> deeds) {
        if (deeds.size() > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " deeds at once");
        }
        // Within a transaction of the caller's a fault is the whole transaction's.
        boolean alone = !TransactionSynchronizationManager.isActualTransactionActive();
        var results = new ArrayList<Result>();
        var own = new HashMap<UseCaseId, Own>();
        for (Deed deed : deeds.stream().distinct().toList()) {
            try {
                results.add(Objects.requireNonNull(transaction.execute(status -> carryOut(actor, deed, own))));
            } catch (RuntimeException e) {
                if (!alone) {
                    throw e;
                }
                LOG.error("Something that was done from a desk failed at {}", deed.id(), e);
                results.add(new Result(deed, false, List.of(Reason.whole("demand.desk.refused.fault")), null));
            }
        }
        return results;
    }

    /// What the author of several deeds saw of a use case, and what their own deeds made of it since.
    private record Own(String seen, String now) {}

    private Result carryOut(Actor actor, Deed deed, Map<UseCaseId, Own> own) {
        // Whoever else acts on it waits, so that what is compared is what is acted on.
        Optional<UseCase> found = useCases.lock(actor, deed.id());
        if (found.isEmpty()) {
            return new Result(
                    deed,
                    false,
                    List.of(Reason.whole("demand.refused.notFound", deed.id().code())),
                    null);
        }
        UseCase useCase = found.get();
        if (already(actor, useCase, deed)) {
            return new Result(deed, false, List.of(), undo(actor, useCase, deed));
        }
        Own before = own.get(deed.id());
        String expected = before != null && before.seen().equals(deed.seen()) ? before.now() : deed.seen();
        if (!desks.seen(useCase).equals(expected)) {
            return new Result(deed, true, List.of(Reason.whole("demand.desk.refused.changed")), null);
        }
        return switch (act(actor, useCase, deed)) {
            case Outcome.Done<Standing>(Standing after) -> {
                own.put(deed.id(), new Own(deed.seen(), desks.seen(after.useCase())));
                yield new Result(deed, false, List.of(), undo(actor, useCase, deed));
            }
            case Outcome.Refused<Standing>(List<Reason> reasons) -> new Result(deed, false, reasons, null);
            case Outcome.Stale<Standing> _ ->
                new Result(deed, true, List.of(Reason.whole("demand.desk.refused.changed")), null);
        };
    }

    private Outcome<Standing> act(Actor actor, UseCase useCase, Deed deed) {
        return switch (deed) {
            case Deed.Sign(UseCaseId id, String criterion, String role, String _) ->
                gates.sign(actor, id, criterion, role, null);
            case Deed.Finish(UseCaseId id, long action, String _) -> gates.mark(actor, id, action, Action.State.DONE);
            case Deed.Ask(UseCaseId id, String question, String _) -> gates.question(actor, id, question);
            case Deed.Go(UseCaseId id, String reason, String _) ->
                store.requests(useCase.key()).stream().noneMatch(r -> r.state() == GateRequest.State.OPEN)
                        ? refused(Reason.whole("demand.gates.refused.noRequest"))
                        : gates.decide(
                                actor,
                                id,
                                useCase.version(),
                                new Gates.Given(Answer.GO, reason, null, null, null, null));
        };
    }

    /// Whether the actor has done it already: whoever clicks twice has done it once.
    private boolean already(Actor actor, UseCase useCase, Deed deed) {
        return switch (deed) {
            case Deed.Sign sign -> undo(actor, useCase, sign) != null;
            case Deed.Finish finish -> undo(actor, useCase, finish) != null;
            case Deed.Ask(UseCaseId _, String question, String _) ->
                store.requests(useCase.key()).stream()
                        .filter(r -> r.state() == GateRequest.State.OPEN)
                        .flatMap(r -> r.questions().stream())
                        .anyMatch(q -> q.reply() == null
                                && actor.concerns(q.byId())
                                && q.body().equals(question.strip()));
            case Deed.Go(UseCaseId _, String reason, String _) ->
                store.decisions(useCase.key()).stream()
                        .limit(1)
                        .anyMatch(d -> d.answer() == Answer.GO
                                && d.fallenAt() == null
                                && actor.concerns(d.byId())
                                && d.version() + 1 == useCase.version()
                                && d.reason().equals(reason.strip()));
        };
    }

    /// What takes back what the actor did; absent when they have not, or nothing does.
    private @Nullable Undo undo(Actor actor, UseCase useCase, Deed deed) {
        return switch (deed) {
            case Deed.Sign(UseCaseId id, String criterion, String role, String _) ->
                store.signatures(useCase.key()).stream()
                        .filter(s -> s.fallenAt() == null
                                && s.criterion().equals(criterion)
                                && s.role().equals(role)
                                && s.gaveBy(actor))
                        .findFirst()
                        .<Undo>map(s -> new Undo.Unsign(id, s.id()))
                        .orElse(null);
            case Deed.Finish(UseCaseId id, long action, String _) ->
                store.actions(useCase.key()).stream()
                        .filter(a -> a.id() == action && a.state() == Action.State.DONE)
                        .findFirst()
                        .<Undo>map(a -> new Undo.Resume(id, action))
                        .orElse(null);
            case Deed.Ask _, Deed.Go _ -> null;
        };
    }

    /// Takes back what was done from a desk, each in a transaction of its own.
    ///
    /// @return how many were taken back
    public int undo(Actor actor, List<? extends Undo> undos) {
        int back = 0;
        for (Undo undo : undos.stream().distinct().limit(MOST).toList()) {
            Outcome<Standing> outcome =
                    switch (undo) {
                        case Undo.Unsign(UseCaseId id, long signature) -> gates.unsign(actor, id, signature);
                        case Undo.Resume(UseCaseId id, long action) ->
                            gates.mark(actor, id, action, Action.State.UNDER_WAY);
                    };
            back += outcome instanceof Outcome.Done<Standing> ? 1 : 0;
        }
        return back;
    }
}
