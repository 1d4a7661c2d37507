package io.sextant.app.kernel;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A change worth proving later. A room publishes it as an application event inside the transaction that makes the
/// change; the audit room writes it down in that same transaction, so that neither commits without the other.
public interface Auditable {
    /// Who made the change.
    Who by();

    /// What was done, as `room.verb` in lower case, for example `use-case.edited`. Never renamed once released.
    String action();

    /// The thing that changed: `use-case`, `user`, `unit`…
    String subjectType();

    /// The public identifier of the thing that changed, for example `UC-2026-0001`.
    String subjectId();

    /// Why, in the author's words; absent where none was asked.
    default @Nullable String reason() {
        return null;
    }

    /// The values before the change; only the fields that changed. Values are strings, numbers, booleans, null, or
    /// lists and maps of these. No secret, hash or token ever.
    default Map<String, @Nullable Object> before() {
        return Map.of();
    }

    /// The values after the change; only the fields that changed.
    default Map<String, @Nullable Object> after() {
        return Map.of();
    }
}
