package io.sextant.app.kernel;

import java.util.List;

/// What came of a request to change something. An expected refusal is a value; an exception is a fault.
///
/// @param <T> what is returned when it was done
public sealed interface Outcome<T> {
    /// It was done.
    record Done<T>(T value) implements Outcome<T> {}

    /// Nothing was changed, for these reasons (at least one).
    record Refused<T>(List<Reason> reasons) implements Outcome<T> {
        public Refused {
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("a refusal needs a reason");
            }
            reasons = List.copyOf(reasons);
        }
    }

    /// Somebody else changed it first; `current` is its version now.
    record Stale<T>(long current) implements Outcome<T> {}

    static <T> Outcome<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Outcome<T> refused(Reason... reasons) {
        return new Refused<>(List.of(reasons));
    }
}
