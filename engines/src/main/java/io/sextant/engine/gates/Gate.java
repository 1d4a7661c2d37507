package io.sextant.engine.gates;

import io.sextant.engine.inventory.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The gate to a stage, ready to judge use cases from any thread.
///
/// A criterion is decided in this order. Where it can never be met, it is impossible. Where it does not apply, it is
/// not
/// asked. Where its condition holds, it is met, even if it is unknown whether it applies. Where a condition or its
/// application is undecided for want of a fact, it is unknown. A criterion whose condition holds waits for its
/// signatures; one that is neither met nor impossible may stand waived.
///
/// @param stage the stage it opens, never `IDEA`
/// @param name what people call it
/// @param question the question it answers
/// @param days promised answer time by lane, in working days
/// @param criteria what it asks
/// @param lanes the lanes of the pack, the one without a condition last
public record Gate(
        Stage stage,
        Words name,
        Words question,
        Map<String, Integer> days,
        List<Criterion> criteria,
        List<Lane> lanes) {
    public Gate {
        days = Map.copyOf(days);
        criteria = List.copyOf(criteria);
        lanes = List.copyOf(lanes);
    }

    /// The lane a use case takes: the first whose condition holds, else the last.
    public Lane lane(Situation situation) {
        for (Lane lane : lanes) {
            if (lane.when() == null || lane.when().ask(situation).truth() == Truth.TRUE) {
                return lane;
            }
        }
        throw new IllegalStateException("no lane without a condition");
    }

    /// The unknown facts that could still change the lane; none once it is settled.
    public Set<String> laneAsks(Situation situation) {
        Set<String> asked = new TreeSet<>();
        for (Lane lane : lanes) {
            Condition.Answer answer = ask(lane.when(), situation, Condition.Answer.TRUE);
            if (answer.truth() == Truth.TRUE) {
                return asked;
            }
            asked.addAll(answer.unknown());
        }
        return asked;
    }

    /// Judges a use case.
    public Evaluation evaluate(Situation situation) {
        Lane lane = lane(situation);
        List<Finding> findings = new ArrayList<>(criteria.size());
        for (Criterion criterion : criteria) {
            if (criterion.lanes().contains(lane.id())) {
                findings.add(judge(criterion, situation));
            }
        }
        return new Evaluation(this, lane, days.getOrDefault(lane.id(), 0), findings);
    }

    private static Finding judge(Criterion criterion, Situation situation) {
        Condition.Answer impossible = ask(criterion.impossible(), situation, Condition.Answer.FALSE);
        Condition.Answer applies = ask(criterion.applies(), situation, Condition.Answer.TRUE);
        Condition.Answer when = criterion.when().ask(situation);
        Map<String, Object> facts = facts(criterion, situation);
        if (impossible.truth() == Truth.TRUE && applies.truth() != Truth.FALSE) {
            return new Finding(criterion, State.IMPOSSIBLE, when.truth(), facts, Set.of(), List.of(), null, null);
        }
        if (applies.truth() == Truth.FALSE) {
            return new Finding(criterion, State.NOT_APPLICABLE, when.truth(), facts, Set.of(), List.of(), null, null);
        }
        List<String> missing = when.truth() == Truth.TRUE ? missing(criterion, situation) : List.of();
        if (when.truth() == Truth.TRUE && missing.isEmpty()) {
            return new Finding(criterion, State.MET, Truth.TRUE, facts, Set.of(), List.of(), null, null);
        }
        Set<String> unknown = new TreeSet<>(when.unknown());
        unknown.addAll(applies.unknown());
        String fault = when.fault() != null ? when.fault() : applies.fault();
        State state = when.truth() == Truth.UNKNOWN || applies.truth() == Truth.UNKNOWN ? State.UNKNOWN : State.UNMET;
        Waiver waiver = waiver(criterion, situation);
        return new Finding(
                criterion,
                waiver == null ? state : State.WAIVED,
                when.truth(),
                facts,
                Set.copyOf(unknown),
                missing,
                waiver,
                fault);
    }

    private static Condition.Answer ask(
            @Nullable Condition condition, Situation situation, Condition.Answer otherwise) {
        return condition == null ? otherwise : condition.ask(situation);
    }

    private static Map<String, Object> facts(Criterion criterion, Situation situation) {
        Map<String, Object> facts = new TreeMap<>();
        gather(criterion.when(), situation, facts);
        gather(criterion.applies(), situation, facts);
        gather(criterion.impossible(), situation, facts);
        return facts;
    }

    private static void gather(@Nullable Condition condition, Situation situation, Map<String, Object> facts) {
        if (condition == null) {
            return;
        }
        for (String name : condition.names()) {
            Object value = situation.value(name);
            if (value != null) {
                facts.put(name, Facts.shown(value));
            }
        }
    }

    private static @Nullable Waiver waiver(Criterion criterion, Situation situation) {
        Criterion.WaiverRule rule = criterion.waiver();
        if (rule == null) {
            return null;
        }
        for (Waiver waiver : situation.waivers()) {
            if (waiver.criterion().equals(criterion.id())
                    && waiver.role().equals(rule.role())
                    && waiver.until().isBefore(waiver.from().plusDays(rule.days()))
                    && !situation.on().isBefore(waiver.from())
                    && !situation.on().isAfter(waiver.until())) {
                return waiver;
            }
        }
        return null;
    }

    /// Roles that still have to sign.
    private static List<String> missing(Criterion criterion, Situation situation) {
        Criterion.Signing signing = criterion.signing();
        if (signing == null) {
            return List.of();
        }
        Map<String, Set<String>> byRole = new HashMap<>();
        for (Signature signature : situation.signatures()) {
            if (signature.criterion().equals(criterion.id())) {
                byRole.computeIfAbsent(signature.role(), r -> new HashSet<>()).add(signature.person());
            }
        }
        List<String> roles = signing.roles();
        return switch (signing.rule()) {
            case ANY -> roles.stream().anyMatch(byRole::containsKey) ? List.of() : roles;
            case EACH -> roles.stream().filter(r -> !byRole.containsKey(r)).toList();
            case EACH_BY_ANOTHER -> unmatched(roles, byRole);
        };
    }

    /// Roles left over when as many as possible are given a signer of their own (a matching by augmenting paths).
    private static List<String> unmatched(List<String> roles, Map<String, Set<String>> byRole) {
        Map<String, String> roleOf = new HashMap<>();
        List<String> left = new ArrayList<>();
        for (String role : roles) {
            if (!give(role, byRole, roleOf, new HashSet<>())) {
                left.add(role);
            }
        }
        return left;
    }

    private static boolean give(
            String role, Map<String, Set<String>> byRole, Map<String, String> roleOf, Set<String> tried) {
        for (String person : byRole.getOrDefault(role, Set.of())) {
            if (tried.add(person)) {
                String holder = roleOf.get(person);
                if (holder == null || give(holder, byRole, roleOf, tried)) {
                    roleOf.put(person, role);
                    return true;
                }
            }
        }
        return false;
    }
}
