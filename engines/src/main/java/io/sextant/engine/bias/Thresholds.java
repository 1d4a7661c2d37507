package io.sextant.engine.bias;

/// What is tolerated and what is enough. None of these is a legal limit: they are conventions of the field, to be
/// chosen
/// with reasons for each use.
///
/// @param maxDifference gap between two rates that is tolerated, above 0, at most 1
/// @param minRatio smaller rate over larger rate that is tolerated, above 0, at most 1
/// @param minGroup people in a group below which no verdict is given
/// @param minDenominator people a rate counts below which no verdict is given
/// @param confidence of every interval, above 0, below 1
public record Thresholds(double maxDifference, double minRatio, long minGroup, long minDenominator, double confidence) {
    public Thresholds {
        if (!(maxDifference > 0 && maxDifference <= 1 && minRatio > 0 && minRatio <= 1)
                || minGroup < 1
                || minDenominator < 1
                || !(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("a threshold is out of its range");
        }
    }

    /// The same with other minima of a group; a rate need not count more people than a group must have.
    public Thresholds withMinGroup(long people) {
        return new Thresholds(maxDifference, minRatio, people, Math.min(minDenominator, people), confidence);
    }

    /// The same with other tolerances.
    public Thresholds tolerating(double difference, double ratio) {
        return new Thresholds(difference, ratio, minGroup, minDenominator, confidence);
    }
}
