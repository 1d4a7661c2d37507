package io.sextant.app.demand.intake;

import io.sextant.app.demand.UseCaseId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A demand that somebody is writing.
///
/// @param lang language of its texts, `fr` or `en`
/// @param fields what is typed, by the name of the field: the texts of a use case, `unit` (code), `kind`, `aiNeeded`,
///     `rule`, `search` and `software` (what each would do without AI: `YES`, `PARTLY`, `NO`), `fact.` and the name of
/// a
///     question, `line.` and the number of a red line (`clear`, `crossed`), `alike.` and the identifier of a look-alike
///     (what makes the difference), `note`
/// @param base what the fields were when the draft began; empty for a new demand
/// @param aside texts of another window that were written over, by field
/// @param amends the use case that it changes; absent for a new demand
/// @param result the use case that it became or joined; absent while it is open
public record Draft(
        UUID id,
        long ownerId,
        String lang,
        Map<String, String> fields,
        Map<String, String> base,
        Map<String, String> aside,
        Instant createdAt,
        Instant updatedAt,
        @Nullable UseCaseId amends,
        State state,
        @Nullable UseCaseId result) {
    /// How long an untouched draft is kept.
    public static final Duration LIFE = Duration.ofDays(90);
    /// How long before its end one is told.
    public static final Duration NOTICE = Duration.ofDays(30);

    /// What became of it.
    public enum State {
        /// It is being written.
        OPEN,
        /// It became a use case, or changed one.
        SENT,
        /// Its need joined another use case.
        JOINED,
        /// Nobody touched it for [Draft#LIFE]: its texts are gone.
        EXPIRED
    }

    public Draft {
        fields = Map.copyOf(fields);
        base = Map.copyOf(base);
        aside = Map.copyOf(aside);
    }

    /// What a field holds; empty when nothing.
    public String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /// Whether anything is typed into a field.
    public boolean has(String name) {
        return !field(name).isBlank();
    }

    /// The title: as given, or as the problem proposes; empty while there is neither.
    public String title() {
        return has("title") ? field("title").strip() : Titles.propose(field("problem"));
    }

    /// When it is cleared if nobody touches it.
    public Instant until() {
        return updatedAt.plus(LIFE);
    }

    /// Whether its end is near enough to be told.
    public boolean endsSoon(Instant now) {
        return state == State.OPEN && now.isAfter(until().minus(NOTICE));
    }
}
