package io.sextant.engine.gates;

import java.util.List;

/// What a gate found about one use case.
///
/// @param gate the gate
/// @param lane the lane the use case takes
/// @param days the promised answer time in that lane, in working days
/// @param findings one for each criterion of the lane, in the order of the pack
public record Evaluation(Gate gate, Lane lane, int days, List<Finding> findings) {
    public Evaluation {
        findings = List.copyOf(findings);
    }

    /// Whether nothing keeps the gate shut.
    public boolean open() {
        return findings.stream().allMatch(f -> switch (f.state()) {
            case MET, NOT_APPLICABLE, WAIVED -> true;
            case UNMET, UNKNOWN, IMPOSSIBLE -> false;
        });
    }

    /// The findings that can never be mended.
    public List<Finding> impossible() {
        return findings.stream().filter(f -> f.state() == State.IMPOSSIBLE).toList();
    }

    /// Identifiers of the criteria that wait for a remedy: not met or unknown, whatever signatures are missing.
    public List<String> toRemedy() {
        return findings.stream()
                .filter(f -> (f.state() == State.UNMET || f.state() == State.UNKNOWN)
                        && !(f.condition() == Truth.TRUE && !f.missing().isEmpty()))
                .map(f -> f.criterion().id())
                .toList();
    }

    /// The findings that wait for signatures alone; among them those of which it is unknown whether they apply.
    public List<Finding> toSign() {
        return findings.stream()
                .filter(f -> f.state() == State.UNMET || f.state() == State.UNKNOWN)
                .filter(f -> f.condition() == Truth.TRUE && !f.missing().isEmpty())
                .toList();
    }
}
