package io.sextant.app.identity;

import io.sextant.app.kernel.Reason;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The languages Sextant speaks, as they are stored.
final class Languages {
    private static final Set<String> KNOWN = Set.of("fr", "en");

    private Languages() {}

    /// Notes a language we do not speak.
    static void check(List<Reason> reasons, String field, @Nullable String language) {
        if (language == null || !KNOWN.contains(language)) {
            reasons.add(Reason.of(field, "identity.language.unknown", language == null ? "" : language));
        }
    }
}
