package io.sextant.app.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which changes to list; what is absent does not narrow.
///
/// @param subjectType the kind of thing changed
/// @param subjectId the thing changed; needs `subjectType`
/// @param actorId the account that changed it; [#SYSTEM] for what no account did
/// @param action what was done
/// @param channel the way it came in
/// @param from the earliest time, included
/// @param to the latest time, excluded
/// @param text words that stand in the author's name, the subject's identifier, the reason or the values; case does not
///     matter
public record EventFilter(
        @Nullable String subjectType,
        @Nullable String subjectId,
        @Nullable Long actorId,
        @Nullable String action,
        @Nullable String channel,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String text) {
    /// Stands for what no account did: Sextant itself, commands on the server.
    public static final long SYSTEM = 0;

    /// Every change.
    public static final EventFilter ALL = new EventFilter(null, null, null, null, null, null, null, null);

    public EventFilter {
        subjectType = blankIsAbsent(subjectType);
        subjectId = blankIsAbsent(subjectId);
        action = blankIsAbsent(action);
        channel = blankIsAbsent(channel);
        text = blankIsAbsent(text);
    }

    /// The changes of one thing.
    public static EventFilter of(String subjectType, String subjectId) {
        return new EventFilter(subjectType, subjectId, null, null, null, null, null, null);
    }

    private static @Nullable String blankIsAbsent(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
