package io.sextant.app.platform.knowledge;

import java.util.List;

/// Rule files that cannot be used: all problems of all files at once. A fault of the build, not of the user.
public final class KnowledgeFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    KnowledgeFault(List<String> problems) {
        super(problems.size() + " problem(s) in the rule files:\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /// Each problem as `file: path: what is wrong`.
    public List<String> problems() {
        return problems;
    }
}
