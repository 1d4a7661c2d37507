package io.sextant.engine.gates;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelUnknownSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A compiled CEL condition over facts and sights. Thread-safe.
///
/// An unknown fact makes an operation on it unknown; `&&` and `||` are those of Kleene, whatever the order of their
/// sides: `false && unknown` is false, `true || unknown` is true.
public final class Condition {
    private final String text;
    private final CelAbstractSyntaxTree tree;
    private final CelRuntime.Program program;
    private final Map<Long, String> nameOf;
    private final Set<String> names;

    Condition(String text, CelAbstractSyntaxTree tree, CelRuntime.Program program, Map<Long, String> nameOf) {
        this.text = text;
        this.tree = tree;
        this.program = program;
        this.nameOf = Map.copyOf(nameOf);
        this.names = Set.copyOf(new HashSet<>(nameOf.values()));
    }

    /// What came out.
    ///
    /// @param unknown names whose values would have decided, when the answer is unknown
    /// @param fault what went wrong in the computation, when it is unknown for that
    record Answer(
            Truth truth, Set<String> unknown, @Nullable String fault) {
        static final Answer TRUE = new Answer(Truth.TRUE, Set.of(), null);
        static final Answer FALSE = new Answer(Truth.FALSE, Set.of(), null);
    }

    Answer ask(Situation situation) {
        try {
            Object result = program.eval(name -> Optional.ofNullable(situation.value(name)));
            return switch (result) {
                case Boolean truth -> truth ? Answer.TRUE : Answer.FALSE;
                case CelUnknownSet unknown -> new Answer(Truth.UNKNOWN, named(unknown, situation), null);
                default -> new Answer(Truth.UNKNOWN, Set.of(), "not boolean: " + result);
            };
        } catch (CelEvaluationException e) {
            return new Answer(Truth.UNKNOWN, Set.of(), String.valueOf(e.getMessage()));
        }
    }

    private Set<String> named(CelUnknownSet unknown, Situation situation) {
        Set<String> found = new HashSet<>();
        for (Long id : unknown.unknownExprIds()) {
            String name = nameOf.get(id);
            if (name != null) {
                found.add(name);
            }
        }
        if (found.isEmpty()) {
            for (String name : names) {
                if (situation.value(name) == null) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    /// The text it was compiled from.
    public String text() {
        return text;
    }

    /// Names of the facts and sights it asks for.
    public Set<String> names() {
        return names;
    }

    /// The syntax tree, for what looks for contradictions.
    public CelExpr expression() {
        return tree.getExpr();
    }

    @Override
    public String toString() {
        return text;
    }
}
