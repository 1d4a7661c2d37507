package io.sextant.app.identity;

import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Who;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A change to people, units, tokens or the organisation. Never holds a password, a hash or a token.
record IdentityChanged(
        Who by,
        String action,
        String subjectType,
        String subjectId,
        @Nullable String reason,
        Map<String, @Nullable Object> before,
        Map<String, @Nullable Object> after)
        implements Auditable {

    /// An act that has no values before and after worth telling.
    static IdentityChanged act(Who by, String action, String subjectType, Object subjectId) {
        return new IdentityChanged(by, action, subjectType, subjectId.toString(), null, Map.of(), Map.of());
    }

    /// A change from one set of values to another; keeps only those that differ.
    static IdentityChanged change(
            Who by,
            String action,
            String subjectType,
            Object subjectId,
            Map<String, @Nullable Object> before,
            Map<String, @Nullable Object> after) {
        var was = new LinkedHashMap<String, @Nullable Object>();
        var is = new LinkedHashMap<String, @Nullable Object>();
        after.forEach((key, value) -> {
            if (!before.containsKey(key) || !Objects.equals(before.get(key), value)) {
                is.put(key, value);
                if (before.containsKey(key)) {
                    was.put(key, before.get(key));
                }
            }
        });
        return new IdentityChanged(
                by,
                action,
                subjectType,
                subjectId.toString(),
                null,
                Collections.unmodifiableMap(was),
                Collections.unmodifiableMap(is));
    }

    /// The same change with the author's reason.
    IdentityChanged because(@Nullable String why) {
        return new IdentityChanged(
                by, action, subjectType, subjectId, why == null || why.isBlank() ? null : why.strip(), before, after);
    }
}
