package io.sextant.engine.gates;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Compiles CEL conditions over a catalogue of facts and the six sights. Thread-safe.
///
/// Beside each fact, `known.fact` tells whether it is known. Sights are `axis.verdict` (text), `axis.score` (whole, 0
/// to
/// 100, unknown when there is none) and `axis.coverage` (0 to 1).
public final class Conditions {
    /// Longest condition, in characters.
    public static final int LONGEST = 2_000;

    /// Unknown names told of one condition; whoever mends these sees the others.
    private static final int MOST_TOLD = 10;

    private static final List<String> VERDICTS =
            Arrays.stream(Verdict.values()).map(Enum::name).toList();
    // The planned interpreter of 0.13.1 fails on the negation of an unknown, so this is the classic one.
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableUnknownTracking(true)
            .evaluateCanonicalTypesToNativeValues(true)
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(LONGEST)
            .maxParseRecursionDepth(60)
            .comprehensionMaxIterations(1_000)
            .maxRegexProgramSize(1_000)
            .build();

    private final CelCompiler compiler;
    private final CelRuntime runtime;
    private final Map<String, List<String>> choices = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    private Conditions(Collection<Fact> facts) {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
        for (Fact fact : facts) {
            declare(builder, fact.id(), type(fact));
            declare(builder, "known." + fact.id(), SimpleType.BOOL);
            if (!fact.values().isEmpty()) {
                choices.put(fact.id(), fact.values());
            }
        }
        for (Axis axis : Axis.values()) {
            declare(builder, axis.id() + ".verdict", SimpleType.STRING);
            declare(builder, axis.id() + ".score", SimpleType.INT);
            declare(builder, axis.id() + ".coverage", SimpleType.DOUBLE);
            choices.put(axis.id() + ".verdict", VERDICTS);
        }
        compiler = builder.build();
        runtime = CelRuntimeFactory.standardCelRuntimeBuilder()
                .setOptions(OPTIONS)
                .build();
    }

    /// Prepares the compiler.
    ///
    /// @param facts no two of the same name, none of the name of an axis nor `known`
    public static Conditions over(Collection<Fact> facts) {
        return new Conditions(facts);
    }

    private void declare(CelCompilerBuilder builder, String name, CelType type) {
        builder.addVar(name, type);
        names.add(name);
    }

    private static CelType type(Fact fact) {
        return switch (fact.type()) {
            case FLAG -> SimpleType.BOOL;
            case WHOLE -> SimpleType.INT;
            case NUMBER -> SimpleType.DOUBLE;
            case TEXT, CHOICE -> SimpleType.STRING;
            case CHOICES -> ListType.create(SimpleType.STRING);
            case DATE -> SimpleType.TIMESTAMP;
        };
    }

    /// Every name that a condition may use.
    public Set<String> names() {
        return Set.copyOf(names);
    }

    /// Compiles a condition.
    ///
    /// @param problems called with each problem: a code (`unknown-fact`, `unknown-value`, `condition-syntax`,
    ///     `condition-type`, `condition-not-boolean`) and its arguments
    /// @return absent when there was a problem
    public @Nullable Condition compile(String text, BiConsumer<String, List<Object>> problems) {
        CelValidationResult parsed = compiler.parse(text);
        if (parsed.hasError()) {
            issues(parsed, "condition-syntax", problems);
            return null;
        }
        try {
            Map<Long, String> used = new TreeMap<>();
            Walk walk = new Walk(used, problems);
            CelAbstractSyntaxTree tree = parsed.getAst();
            walk.visit(tree.getExpr(), Set.of());
            if (walk.failed) {
                return null;
            }
            CelValidationResult checked = compiler.check(tree);
            if (checked.hasError()) {
                issues(checked, "condition-type", problems);
                return null;
            }
            CelAbstractSyntaxTree typed = checked.getAst();
            if (!typed.getResultType().equals(SimpleType.BOOL)) {
                problems.accept(
                        "condition-not-boolean", List.of(typed.getResultType().name()));
                return null;
            }
            return new Condition(text, typed, runtime.createProgram(typed), used);
        } catch (CelValidationException | CelEvaluationException e) {
            problems.accept("condition-type", List.of(1, String.valueOf(e.getMessage())));
            return null;
        }
    }

    private static void issues(CelValidationResult result, String code, BiConsumer<String, List<Object>> problems) {
        for (CelIssue issue : result.getErrors()) {
            problems.accept(code, List.of(issue.getSourceLocation().getColumn() + 1, issue.getMessage()));
        }
    }

    /// Goes through a parsed condition and notes names that nobody declared and values that no choice has.
    private final class Walk {
        private final Map<Long, String> used;
        private final BiConsumer<String, List<Object>> problems;
        private boolean failed;
        private int told;

        Walk(Map<Long, String> used, BiConsumer<String, List<Object>> problems) {
            this.used = used;
            this.problems = problems;
        }

        void visit(CelExpr expr, Set<String> local) {
            switch (expr.getKind()) {
                case IDENT, SELECT -> name(expr, local);
                case CALL -> {
                    expr.call().target().ifPresent(target -> visit(target, local));
                    expr.call().args().forEach(arg -> visit(arg, local));
                    values(expr.call());
                }
                case LIST -> expr.list().elements().forEach(element -> visit(element, local));
                case MAP ->
                    expr.map().entries().forEach(entry -> {
                        visit(entry.key(), local);
                        visit(entry.value(), local);
                    });
                case COMPREHENSION -> {
                    CelExpr.CelComprehension loop = expr.comprehension();
                    visit(loop.iterRange(), local);
                    Set<String> inner = new HashSet<>(local);
                    inner.add(loop.iterVar());
                    inner.add(loop.iterVar2());
                    inner.add(loop.accuVar());
                    visit(loop.accuInit(), local);
                    visit(loop.loopCondition(), inner);
                    visit(loop.loopStep(), inner);
                    visit(loop.result(), inner);
                }
                case STRUCT, CONSTANT, NOT_SET -> {}
            }
        }

        private void name(CelExpr expr, Set<String> local) {
            String name = qualified(expr);
            if (name == null) {
                visit(expr.select().operand(), local);
                return;
            }
            int dot = name.indexOf('.');
            if (local.contains(dot < 0 ? name : name.substring(0, dot))) {
                return;
            }
            if (names.contains(name)) {
                used.put(expr.id(), name);
            } else if (told++ < MOST_TOLD) {
                failed = true;
                problems.accept("unknown-fact", List.of(name, Nearest.to(name, names)));
            }
        }

        private void values(CelExpr.CelCall call) {
            if (call.args().size() != 2) {
                return;
            }
            CelExpr left = call.args().get(0);
            CelExpr right = call.args().get(1);
            switch (call.function()) {
                case "_==_", "_!=_" -> {
                    value(left, right);
                    value(right, left);
                }
                case "@in" -> {
                    value(right, left);
                    if (right.getKind() == CelExpr.ExprKind.Kind.LIST) {
                        right.list().elements().forEach(element -> value(left, element));
                    }
                }
                default -> {}
            }
        }

        private void value(CelExpr named, CelExpr constant) {
            String name = qualified(named);
            List<String> allowed = name == null ? null : choices.get(name);
            String value = text(constant);
            if (name != null && allowed != null && value != null && !allowed.contains(value)) {
                failed = true;
                problems.accept("unknown-value", List.of(name, value, Nearest.to(value, allowed)));
            }
        }
    }

    /// The dotted name that an expression is; null when it is something else.
    public static @Nullable String qualified(CelExpr expr) {
        return switch (expr.getKind()) {
            case IDENT -> expr.ident().name();
            case SELECT -> {
                String before = expr.select().testOnly()
                        ? null
                        : qualified(expr.select().operand());
                yield before == null ? null : before + "." + expr.select().field();
            }
            case CALL, LIST, MAP, STRUCT, COMPREHENSION, CONSTANT, NOT_SET -> null;
        };
    }

    private static @Nullable String text(CelExpr expr) {
        return expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? expr.constant().stringValue()
                : null;
    }
}
