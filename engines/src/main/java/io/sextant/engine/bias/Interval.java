package io.sextant.engine.bias;

/// A confidence interval: two bounds, both part of it.
public record Interval(double low, double high) {
    /// Whether all of it lies between the two limits.
    boolean inside(double from, double to) {
        return low >= from && high <= to;
    }

    /// Whether none of it lies between the two limits.
    boolean outside(double from, double to) {
        return high < from || low > to;
    }
}
