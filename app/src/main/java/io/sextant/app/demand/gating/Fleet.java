package io.sextant.app.demand.gating;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.gating.Judging.Seen;
import io.sextant.app.demand.gating.UseCaseFacts.Counted;
import io.sextant.app.demand.store.UseCaseStore;
import io.sextant.engine.gates.Evaluation;
import io.sextant.engine.gates.GatePack;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The whole register before its gates: many use cases judged at once, with a handful of questions to the database for
/// all of them. Thread-safe.
@Component
public class Fleet {
    private final UseCaseStore useCases;
    private final FleetStore store;
    private final Judging judging;
    private final GatePacks packs;
    private final Clock clock;

    Fleet(UseCaseStore useCases, FleetStore store, Judging judging, GatePacks packs, Clock clock) {
        this.useCases = useCases;
        this.store = store;
        this.judging = judging;
        this.packs = packs;
        this.clock = clock;
    }

    /// A use case of the register, ready to be judged by any edition.
    public final class Ship {
        private final UseCase useCase;
        private final Map<String, Object> answers;
        private final Counted counted;
        private final List<GateSignature> signatures;
        private final List<GateWaiver> waivers;
        private final @Nullable Stage passed;

        Ship(
                UseCase useCase,
                Map<String, Object> answers,
                Counted counted,
                List<GateSignature> signatures,
                List<GateWaiver> waivers,
                @Nullable Stage passed) {
            this.useCase = useCase;
            this.answers = answers;
            this.counted = counted;
            this.signatures = signatures;
            this.waivers = waivers;
            this.passed = passed;
        }

        public UseCase useCase() {
            return useCase;
        }

        /// How many look-alikes nobody told apart from it yet.
        public long alike() {
            return counted.lookAlikesOpen();
        }

        /// The stage that its next gate opens; absent once retired.
        public @Nullable Stage next() {
            return Gates.next(useCase.content().stage());
        }

        /// The stage for which a *go* stands; absent when none does.
        public @Nullable Stage passed() {
            return passed;
        }

        /// Signatures on it that stand.
        public List<GateSignature> signatures() {
            return signatures;
        }

        /// The edition by which it is judged on a day.
        public GatePack pack(LocalDate on) {
            return packs.of(useCase, on);
        }

        /// What the gate to a stage finds by an edition on a day.
        public Evaluation evaluate(GatePack pack, Stage stage, LocalDate on) {
            Seen seen = judging.see(pack, useCase, UseCaseFacts.of(useCase, answers, counted, pack.facts(), on), on);
            return judging.evaluate(pack, seen, stage, signatures, waivers);
        }
    }

    /// Those of these use cases that are in the register and not archived, in the order of their keys. To be called
    /// for some hundreds at a time, inside one transaction where what it answers must be of one moment.
    public List<Ship> look(Collection<Long> keys) {
        List<UseCase> found = useCases.live(keys);
        if (found.isEmpty()) {
            return List.of();
        }
        Long[] ids = found.stream().map(UseCase::key).toArray(Long[]::new);
        Map<Long, Map<String, Object>> answers = store.answers(ids);
        Map<Long, Counted> counted = store.counted(ids);
        Map<Long, List<GateSignature>> signatures = store.signatures(ids).stream()
                .collect(groupingBy(FleetStore.Of::key, mapping(FleetStore.Of::it, toList())));
        Map<Long, List<GateWaiver>> waivers = store.waivers(ids).stream()
                .collect(groupingBy(FleetStore.Of::key, mapping(FleetStore.Of::it, toList())));
        Map<Long, Stage> passed = store.passed(ids);
        return found.stream()
                .map(useCase -> new Ship(
                        useCase,
                        answers.getOrDefault(useCase.key(), Map.of()),
                        Optional.ofNullable(counted.get(useCase.key())).orElseGet(() -> new Counted(0, 0, 0, 0, 0)),
                        signatures.getOrDefault(useCase.key(), List.of()),
                        waivers.getOrDefault(useCase.key(), List.of()),
                        passed.get(useCase.key())))
                .toList();
    }

    /// Keys of use cases that are in the register, after a given one, in their order.
    public List<Long> after(long key, int limit) {
        return store.after(key, limit);
    }

    /// How many use cases are in the register.
    public long size() {
        return store.size();
    }

    /// The edition in use for use cases that come in today.
    public GatePack pack() {
        return packs.current();
    }

    /// The editions by which use cases are judged today, the one in use first.
    public List<GatePack> packs() {
        return packs.holding(today());
    }

    /// The day it is for gates.
    public LocalDate today() {
        return LocalDate.now(clock);
    }

    /// What decides, besides the use cases themselves, where they stand: the editions in use, the charter and the day.
    public String basis() {
        return packs.editions(today()) + " " + today() + " " + store.charter();
    }
}
