package io.sextant.engine.gates.pack;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import io.sextant.engine.gates.Condition;
import io.sextant.engine.gates.Conditions;
import io.sextant.engine.gates.Criterion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds criteria of one gate that can never hold together.
///
/// What is seen: the parts that a condition joins by `&&` at its top, where a part is `fact`, `!fact`, or a comparison
/// (`==`, `!=`, `<`, `<=`, `>`, `>=`, `in [constants]`) of a fact, a sight or `size(…)` of one with a constant. Two
/// criteria contradict each other when they share a lane, when not both have an `applies` or both have the same, and
/// when the parts about one name leave it no value. What lies inside `||`, `? :`, arithmetic, dates or several names is
/// not seen: a pack may still ask for the impossible in ways that only its trial on the register shows.
final class Contradictions {
    /// Called with each contradiction.
    interface Finder {
        void found(Criterion criterion, String code, Object... args);
    }

    /// What a part says about a name.
    private record Part(Criterion criterion, String name, Range range) {}

    private Contradictions() {}

    static void among(List<Criterion> criteria, Finder finder) {
        Map<String, List<Part>> byName = new HashMap<>();
        for (Criterion criterion : criteria) {
            for (Part part : parts(criterion)) {
                byName.computeIfAbsent(part.name(), n -> new ArrayList<>()).add(part);
            }
        }
        Set<String> told = new HashSet<>();
        for (List<Part> parts : byName.values()) {
            for (int i = 0; i < parts.size(); i++) {
                for (int j = i + 1; j < parts.size(); j++) {
                    compare(parts.get(i), parts.get(j), told, finder);
                }
            }
        }
    }

    private static void compare(Part a, Part b, Set<String> told, Finder finder) {
        Criterion one = a.criterion();
        Criterion other = b.criterion();
        boolean together = one == other
                || (!Collections.disjoint(one.lanes(), other.lanes())
                        && (one.applies() == null
                                || other.applies() == null
                                || one.applies().text().equals(other.applies().text())));
        if (together && a.range().meet(b.range()).empty() && told.add(one.id() + " " + other.id() + " " + a.name())) {
            if (one == other) {
                finder.found(one, "contradicts-itself", one.id(), a.name());
            } else {
                finder.found(other, "contradiction", other.id(), one.id(), a.name());
            }
        }
    }

    private static List<Part> parts(Criterion criterion) {
        List<CelExpr> joined = new ArrayList<>();
        joined.add(criterion.when().expression());
        List<Part> parts = new ArrayList<>();
        while (!joined.isEmpty()) {
            CelExpr expr = joined.removeLast();
            if (expr.getKind() == CelExpr.ExprKind.Kind.CALL
                    && expr.call().function().equals("_&&_")) {
                joined.addAll(expr.call().args());
                continue;
            }
            Part part = part(criterion, expr);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static @Nullable Part part(Criterion criterion, CelExpr expr) {
        String flag = named(criterion.when(), expr);
        if (flag != null) {
            return new Part(criterion, flag, Range.only(Set.of(true)));
        }
        if (expr.getKind() != CelExpr.ExprKind.Kind.CALL) {
            return null;
        }
        String function = expr.call().function();
        List<CelExpr> args = expr.call().args();
        if (function.equals("!_")) {
            String denied = named(criterion.when(), args.getFirst());
            return denied == null ? null : new Part(criterion, denied, Range.only(Set.of(false)));
        }
        if (args.size() != 2) {
            return null;
        }
        String left = named(criterion.when(), args.get(0));
        if (left != null && function.equals("@in")) {
            Set<Object> values = constants(args.get(1));
            return values == null ? null : new Part(criterion, left, Range.only(values));
        }
        Object right = constant(args.get(1));
        if (left != null && right != null) {
            Range range = Range.of(function, right);
            return range == null ? null : new Part(criterion, left, range);
        }
        String mirrored = named(criterion.when(), args.get(1));
        Object first = constant(args.get(0));
        if (mirrored != null && first != null) {
            Range range = Range.of(
                    switch (function) {
                        case "_<_" -> "_>_";
                        case "_<=_" -> "_>=_";
                        case "_>_" -> "_<_";
                        case "_>=_" -> "_<=_";
                        default -> function;
                    },
                    first);
            return range == null ? null : new Part(criterion, mirrored, range);
        }
        return null;
    }

    /// The name, or the name with `size()`, that an expression is.
    private static @Nullable String named(Condition condition, CelExpr expr) {
        String name = Conditions.qualified(expr);
        if (name != null) {
            return condition.names().contains(name) ? name : null;
        }
        if (expr.getKind() == CelExpr.ExprKind.Kind.CALL
                && expr.call().function().equals("size")) {
            CelExpr of = expr.call().target().orElseGet(() -> expr.call().args().getFirst());
            String inner = Conditions.qualified(of);
            return inner != null && condition.names().contains(inner) ? "size(" + inner + ")" : null;
        }
        return null;
    }

    private static @Nullable Object constant(CelExpr expr) {
        if (expr.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
            return null;
        }
        CelConstant constant = expr.constant();
        return switch (constant.getKind()) {
            case BOOLEAN_VALUE -> constant.booleanValue();
            case INT64_VALUE -> (double) constant.int64Value();
            case DOUBLE_VALUE -> constant.doubleValue();
            case STRING_VALUE -> constant.stringValue();
            default -> null;
        };
    }

    private static @Nullable Set<Object> constants(CelExpr expr) {
        if (expr.getKind() != CelExpr.ExprKind.Kind.LIST) {
            return null;
        }
        Set<Object> values = new HashSet<>();
        for (CelExpr element : expr.list().elements()) {
            Object value = constant(element);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return values;
    }

    /// Values that a name may take: numbers between two bounds, and, where `only` is there, no others than these.
    ///
    /// @param not values it may not take
    private record Range(
            double from,
            boolean fromOpen,
            double to,
            boolean toOpen,
            @Nullable Set<Object> only,
            Set<Object> not) {
        private static final Range ALL =
                new Range(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false, null, Set.of());

        static Range only(Set<Object> values) {
            return new Range(ALL.from, false, ALL.to, false, values, Set.of());
        }

        static @Nullable Range of(String operator, Object constant) {
            if (operator.equals("_==_")) {
                return only(Set.of(constant));
            }
            if (operator.equals("_!=_")) {
                return new Range(ALL.from, false, ALL.to, false, null, Set.of(constant));
            }
            if (!(constant instanceof Double number)) {
                return null;
            }
            return switch (operator) {
                case "_<_" -> new Range(ALL.from, false, number, true, null, Set.of());
                case "_<=_" -> new Range(ALL.from, false, number, false, null, Set.of());
                case "_>_" -> new Range(number, true, ALL.to, false, null, Set.of());
                case "_>=_" -> new Range(number, false, ALL.to, false, null, Set.of());
                default -> null;
            };
        }

        Range meet(Range other) {
            boolean higher = other.from > from;
            boolean lower = other.to < to;
            Set<Object> both = only == null ? other.only : only;
            if (only != null && other.only != null) {
                both = new HashSet<>(only);
                both.retainAll(other.only);
            }
            Set<Object> denied = new HashSet<>(not);
            denied.addAll(other.not);
            return new Range(
                    higher ? other.from : from,
                    higher ? other.fromOpen : fromOpen || (other.from == from && other.fromOpen),
                    lower ? other.to : to,
                    lower ? other.toOpen : toOpen || (other.to == to && other.toOpen),
                    both,
                    denied);
        }

        boolean empty() {
            if (only != null) {
                return only.stream().noneMatch(this::holds);
            }
            if (denied(true) && denied(false)) {
                return true;
            }
            return from > to || (from == to && (fromOpen || toOpen || not.contains(from)));
        }

        private boolean denied(Object value) {
            return not.contains(value);
        }

        private boolean holds(Object value) {
            if (not.contains(value)) {
                return false;
            }
            if (!(Objects.requireNonNull(value) instanceof Double number)) {
                return true;
            }
            return (number > from || (number == from && !fromOpen)) && (number < to || (number == to && !toOpen));
        }
    }
}
