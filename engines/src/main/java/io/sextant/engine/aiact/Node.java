package io.sextant.engine.aiact;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A condition as a tree that is asked of the values of one case, held by number. Null is *unknown*: `&&`, `||` and `!`
/// are those of Kleene, everything else is unknown where a part of it is. Thread-safe; the array of values is not.
///
/// A compiled CEL program says the same, thirty times as slowly, and names fewer of the facts that it rests on.
abstract class Node {
    /// The value; null when it is unknown.
    abstract @Nullable Object of(@Nullable Object[] values);

    /// Notes what the value rests on: the least that yields it.
    abstract void why(@Nullable Object[] values, Trace trace);

    /// The facts that a value rests on.
    static final class Trace {
        /// Given, and used.
        final Set<Integer> used = new LinkedHashSet<>();
        /// Not given, and needed.
        final Set<Integer> missing = new LinkedHashSet<>();
        /// Not given, and taken as not shown.
        final Set<Integer> silent = new LinkedHashSet<>();
    }

    static final class Constant extends Node {
        private final Object value;

        Constant(Object value) {
            this.value = value;
        }

        @Override
        Object of(@Nullable Object[] values) {
            return value;
        }

        @Override
        void why(@Nullable Object[] values, Trace trace) {}
    }

    /// A fact, or the variable of a loop.
    static final class Slot extends Node {
        private final int index;
        private final boolean variable;

        Slot(int index, boolean variable) {
            this.index = index;
            this.variable = variable;
        }

        @Override
        @Nullable
        Object of(@Nullable Object[] values) {
            return values[index];
        }

        @Override
        void why(@Nullable Object[] values, Trace trace) {
            if (!variable) {
                (values[index] == null ? trace.missing : trace.used).add(index);
            }
        }
    }

    /// What was decided before under a name: a notion or a provision. Rests on what that rests on.
    static final class Named extends Node {
        private final int index;
        private final List<Node> grounds;

        Named(int index, List<Node> grounds) {
            this.index = index;
            this.grounds = grounds;
        }

        @Override
        @Nullable
        Object of(@Nullable Object[] values) {
            return values[index];
        }

        @Override
        void why(@Nullable Object[] values, Trace trace) {
            grounds.forEach(ground -> ground.why(values, trace));
        }
    }

    /// Whether a fact is known.
    static final class Known extends Node {
        private final int index;

        Known(int index) {
            this.index = index;
        }

        @Override
        Object of(@Nullable Object[] values) {
            return values[index] != null;
        }

        @Override
        void why(@Nullable Object[] values, Trace trace) {
            (values[index] == null ? trace.silent : trace.used).add(index);
        }
    }

    static final class Not extends Node {
        private final Node inner;

        Not(Node inner) {
            this.inner = inner;
        }

        @Override
        @Nullable
        Object of(@Nullable Object[] values) {
            return inner.of(values) instanceof Boolean truth ? !truth : null;
        }

        @Override
        void why(@Nullable Object[] values, Trace trace) {
            inner.why(values, trace);
        }
    }

    /// `&&` where `stop` is false, `||` where it is true: one side that is `stop` decides.
    static final class Both extends Node {
        private final boolean stop;
        private final Node left;
        private final Node right;

        Both(boolean stop, Node left, Node right) {
            this.stop = stop;
            this.left = left;
            this.right = right;
        }

        @Override
        @Nullable
        Object of(@Nullable Object[] values) {
            Object first = left.of(values);
            if (first instanceof Boolean truth && truth == stop) {
                return stop;
            }
            Object second = right.of(values);
            if (second instanceof Boolean truth && truth == stop) {
                return stop;
            }
            return first == null || second == null ? null : !stop;
        }

        @Override
        void why(@Nullable Object[] values, Trace trace) {
            Object first = left.of(values);
            Object second = right.of(values);
            if (first instanceof Boolean truth && truth == stop) {
                left.why(values, trace);
            } else if (second instanceof Boolean truth && truth == stop) {
                right.why(values, trace);
            } else {
                boolean open = first == null || second == null;
                if (!open || first == null) {
                    left.why(values, trace);
                }
                if (!open || second == null) {
                    right.why(values, trace);
                }
            }
        }
    }

    static final class Choice extends Node {
        private final Node when;
        private final Node then;
        private final Node otherwise;

        Choice(Node when, Node then, Node otherwise) {
            this.when = when;
            this.then = then;
            this.otherwise = otherwise;
        }

        @Override
        @Nullable
        Object of(@Nullable Object[] values) {
            return when.of(values) instanceof Boolean truth ? (truth ? then : otherwise).of(values) : null;
        }

        @Override
        void why(@Nullable Object[] values, Trace trace) {
            when.why(values, trace);
            if (when.of(values) instanceof Boolean truth) {
                (truth ? then : otherwise).why(values, trace);
            }
        }
    }

    /// An operation on two known values.
    static final class Operation extends Node {
        private final String operator;
        private final Node left;
        private final Node right;

        Operation(String operator, Node left, Node right) {
            this.operator = operator;
            this.left = left;
            this.right = right;
        }

        /// Those that can be asked.
        static final Set<String> KNOWN =
                Set.of("_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "_/_", "_*_", "_+_", "_-_", "@in");

        @Override
        @Nullable
        Object of(@Nullable Object[] values) {
            Object a = left.of(values);
            Object b = a == null ? null : right.of(values);
            if (a == null || b == null) {
                return null;
            }
            return switch (operator) {
                case "_==_" -> a.equals(b);
                case "_!=_" -> !a.equals(b);
                case "@in" -> b instanceof List<?> list && list.contains(a);
                default -> a instanceof Double x && b instanceof Double y ? number(x, y) : null;
            };
        }

        private @Nullable Object number(double a, double b) {
            return switch (operator) {
                case "_<_" -> a < b;
                case "_<=_" -> a <= b;
                case "_>_" -> a > b;
                case "_>=_" -> a >= b;
                case "_/_" -> a / b;
                case "_*_" -> a * b;
                case "_+_" -> a + b;
                case "_-_" -> a - b;
                default -> null;
            };
        }

        @Override
        void why(@Nullable Object[] values, Trace trace) {
            left.why(values, trace);
            right.why(values, trace);
        }
    }

    /// Whether a condition holds of one value of a list (`stop` true) or of each (`stop` false).
    static final class Each extends Node {
        private final boolean stop;
        private final Node list;
        private final int variable;
        private final Node condition;

        Each(boolean stop, Node list, int variable, Node condition) {
            this.stop = stop;
            this.list = list;
            this.variable = variable;
            this.condition = condition;
        }

        @Override
        @Nullable
        Object of(@Nullable Object[] values) {
            if (!(list.of(values) instanceof List<?> all)) {
                return null;
            }
            boolean open = false;
            for (Object one : all) {
                values[variable] = one;
                Object truth = condition.of(values);
                if (truth instanceof Boolean known && known == stop) {
                    return stop;
                }
                open |= truth == null;
            }
            return open ? null : !stop;
        }

        @Override
        void why(@Nullable Object[] values, Trace trace) {
            list.why(values, trace);
        }
    }
}
