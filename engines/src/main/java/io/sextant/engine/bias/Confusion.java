package io.sextant.engine.bias;

/// Decisions against what turned out, counted.
///
/// @param tp decided yes, and yes turned out
/// @param fp decided yes, and no turned out
/// @param tn decided no, and no turned out
/// @param fn decided no, and yes turned out
public record Confusion(long tp, long fp, long tn, long fn) {
    /// Nobody.
    static final Confusion NONE = new Confusion(0, 0, 0, 0);

    /// How many there are.
    public long n() {
        return tp + fp + tn + fn;
    }

    Confusion plus(Confusion other) {
        return new Confusion(tp + other.tp, fp + other.fp, tn + other.tn, fn + other.fn);
    }

    /// The same with `count` more of one kind.
    Confusion plus(boolean positive, boolean predicted, long count) {
        return plus(
                positive
                        ? predicted ? new Confusion(count, 0, 0, 0) : new Confusion(0, 0, 0, count)
                        : predicted ? new Confusion(0, count, 0, 0) : new Confusion(0, 0, count, 0));
    }
}
