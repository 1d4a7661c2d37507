package io.sextant.engine.bias;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is asked of a tally.
///
/// @param positive values of the label and of the prediction that mean yes; empty to recognise them
/// @param reference group the others are compared with, its parts joined by `|`; absent for the largest
/// @param thresholds what is tolerated and what is enough
/// @param replicates of the bootstrap; 0 for none
/// @param seed of the bootstrap
public record Question(
        List<String> positive, @Nullable String reference, Thresholds thresholds, int replicates, long seed) {
    public Question {
        positive = List.copyOf(positive);
        if (replicates < 0) {
            throw new IllegalArgumentException("there are no fewer than 0 replicates");
        }
    }
}
