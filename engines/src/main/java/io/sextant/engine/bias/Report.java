package io.sextant.engine.bias;

import io.sextant.engine.gates.Words;
import java.util.ArrayList;
import java.util.List;

/// What was found.
///
/// @param columns what was read from where
/// @param label which values of the label mean yes
/// @param prediction which values of the prediction mean yes
/// @param question what was asked
/// @param all everybody together
/// @param whole people grouped by all columns at once
/// @param single people grouped by each column; empty when there is one only
/// @param bound bound of the normal distribution for the confidence asked for, 1.96 for 95 %
/// @param comparisons verdicts that share the chance of an error
/// @param graded whether the scores are grades rather than probabilities
/// @param verdict the verdict on the whole
/// @param warnings what a reader has to know
/// @param explanation what it means, for somebody who is no statistician
public record Report(
        Columns columns,
        Classes label,
        Classes prediction,
        Question question,
        Confusion all,
        View whole,
        List<View> single,
        double bound,
        int comparisons,
        boolean graded,
        Verdict verdict,
        List<Words> warnings,
        Words explanation) {
    /// How the figures were made; a new name when they are made otherwise.
    public static final String METHOD = "sextant-bias";

    /// The edition of the method.
    public static final String VERSION = "1";

    public Report {
        single = List.copyOf(single);
        warnings = List.copyOf(warnings);
    }

    /// The single columns first, then their meeting.
    public List<View> views() {
        List<View> views = new ArrayList<>(single);
        views.add(whole);
        return views;
    }

    /// All verdicts.
    public List<Judgement> judgements() {
        return views().stream().flatMap(view -> view.judgements().stream()).toList();
    }
}
