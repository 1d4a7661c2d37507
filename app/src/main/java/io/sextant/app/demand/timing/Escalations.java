package io.sextant.app.demand.timing;

import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.gating.Desk.Case;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.timing.AnswerTimes.Step;
import io.sextant.app.demand.timing.TimingStore.Due;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Role;
import io.sextant.app.kernel.Announcement;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Who;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Tells those who decide of requests whose promise nears or has passed, and the CIO of those that stay late: each step
/// once for each promise, each in a transaction of its own, whoever else tells at the same time. A request whose clock
/// stands still is left alone.
@Component
class Escalations {
    private static final int CHUNK = 500;

    private final TimingStore store;
    private final Gates gates;
    private final TimingSettings settings;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Escalations(
            TimingStore store,
            Gates gates,
            TimingSettings settings,
            ApplicationEventPublisher events,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.gates = gates;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
        transaction = new TransactionTemplate(transactions);
    }

    /// Tells what is due now.
    void tell() {
        LocalDate today = gates.today();
        LocalDate until = gates.workingDays().after(today, settings.warnBefore());
        long after = 0;
        for (List<Due> due; !(due = store.due(until, after, CHUNK)).isEmpty(); ) {
            for (Due request : due) {
                for (Step step : steps(gates.workingDays().between(today, request.promised()), request.told())) {
                    transaction.executeWithoutResult(status -> tell(request, step));
                }
                after = request.id();
            }
        }
    }

    /// The steps that are due and not told yet; whoever is told that it is late need not hear that it would be.
    private List<Step> steps(int left, Set<Step> told) {
        var steps = new ArrayList<Step>();
        if (left >= 0 && left <= settings.warnBefore() && !told.contains(Step.SOON)) {
            steps.add(Step.SOON);
        }
        if (left < 0 && !told.contains(Step.LATE)) {
            steps.add(Step.LATE);
        }
        if (-left >= settings.cioAfter() && !told.contains(Step.CIO)) {
            steps.add(Step.CIO);
        }
        return steps;
    }

    private void tell(Due request, Step step) {
        if (!store.tell(request.id(), step, request.promised(), clock.instant())) {
            return;
        }
        Case useCase = request.useCase();
        events.publishEvent(new Escalated(new UseCaseId(useCase.code()), request, step));
        List<Announcement.Holders> holders = Arrays.stream(Role.values())
                .filter(role -> step == Step.CIO ? role == Role.CIO : role.allows(Permission.DECIDE_GATES))
                .map(role -> new Announcement.Holders(role.name(), useCase.unitId()))
                .toList();
        events.publishEvent(new Announcement(
                Who.SYSTEM,
                Announcement.Kind.ESCALATION,
                Set.of(),
                holders,
                Permission.VIEW_USE_CASES.name(),
                useCase.unitId(),
                useCase.code(),
                "/use-cases/" + useCase.code() + "/gate",
                "demand.timing.told." + step.name(),
                List.of(
                        new Announcement.Both(useCase.title("fr"), useCase.title("en")),
                        new Announcement.Term("demand.stage." + request.stage().name()),
                        request.promised()),
                null));
    }

    /// Somebody was told.
    record Escalated(UseCaseId id, Due request, Step step) implements Auditable {
        @Override
        public Who by() {
            return Who.SYSTEM;
        }

        @Override
        public String action() {
            return "gate.escalated";
        }

        @Override
        public String subjectType() {
            return "use-case";
        }

        @Override
        public String subjectId() {
            return id.code();
        }

        @Override
        public Map<String, @Nullable Object> after() {
            return Map.of(
                    "request", request.id(),
                    "step", step.name(),
                    "promised", request.promised().toString());
        }
    }
}
