package io.sextant.app.audit;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which changes to list; an empty set, or what is absent, does not narrow.
///
/// @param subjectTypes the kinds of thing changed
/// @param subjectId the identifier of the thing changed
/// @param actorIds the accounts that changed it; [#SYSTEM] for what no account did
/// @param actions what was done
/// @param channels the ways it came in
/// @param from the earliest time, included
/// @param to the latest time, excluded
/// @param text words that stand in the author's name, the subject's identifier, the reason or the values; case does not
///     matter
public record EventFilter(
        Set<String> subjectTypes,
        @Nullable String subjectId,
        Set<Long> actorIds,
        Set<String> actions,
        Set<String> channels,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String text) {
    /// Stands for what no account did: Sextant itself, commands on the server.
    public static final long SYSTEM = 0;

    /// Every change.
    public static final EventFilter ALL =
            new EventFilter(Set.of(), null, Set.of(), Set.of(), Set.of(), null, null, null);

    public EventFilter {
        subjectTypes = filled(subjectTypes);
        actorIds = Set.copyOf(actorIds);
        actions = filled(actions);
        channels = filled(channels);
        subjectId = blankIsAbsent(subjectId);
        text = blankIsAbsent(text);
    }

    /// The changes of one thing.
    public static EventFilter of(String subjectType, String subjectId) {
        return new EventFilter(Set.of(subjectType), subjectId, Set.of(), Set.of(), Set.of(), null, null, null);
    }

    /// The changes in which these words stand.
    public static EventFilter text(String words) {
        return new EventFilter(Set.of(), null, Set.of(), Set.of(), Set.of(), null, null, words);
    }

    /// Whether anything is left out.
    public boolean narrows() {
        return !equals(ALL);
    }

    private static Set<String> filled(Collection<String> values) {
        var filled = new LinkedHashSet<String>();
        for (String value : values) {
            if (!value.isBlank()) {
                filled.add(value.strip());
            }
        }
        return Set.copyOf(filled);
    }

    private static @Nullable String blankIsAbsent(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
