package io.sextant.app.demand.importing;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.Kind;
import io.sextant.app.demand.Link;
import io.sextant.app.demand.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Puts what a row says into the content of a use case.
final class Merging {
    private Merging() {}

    /// The content once a row is applied to it.
    ///
    /// @param onto the content before; blank for a new use case
    /// @param unit the unit that the row names, once found; absent when it names none that exists
    /// @param clear whether a blank cell empties its field
    /// @param only names of the fields that may change, as in the history; absent when all may
    static Content apply(Content onto, RowValues row, @Nullable Long unit, boolean clear, @Nullable Set<String> only) {
        Draft draft = Draft.of(onto);
        Predicate<String> open = field -> only == null || only.contains(field);
        row.values().forEach((target, value) -> {
            if (open.test(target.param()) && (value.isPresent() || clear)) {
                if (target == Target.TAGS && row.labels()) {
                    draft.tags(spaced(onto.tags(), strings(value)));
                    return;
                }
                set(draft, target, value, unit);
            }
        });
        if (!row.tickedTags().isEmpty() && open.test("tags")) {
            draft.addTags(row.tickedTags());
        }
        row.extra().forEach((heading, value) -> {
            if (open.test("extra." + heading)) {
                if (!value.isEmpty()) {
                    draft.extra(heading, value);
                } else if (clear) {
                    draft.extra(heading, null);
                }
            }
        });
        return draft.content();
    }

    private static void set(Draft draft, Target target, Optional<Object> value, @Nullable Long unit) {
        switch (target) {
            case TITLE, TRANSLATED_TITLE -> {
                // Nothing has no title: a blank one keeps what was there.
                if (value.isPresent()) {
                    draft.text(target, text(value));
                }
            }
            case PROBLEM,
                    BASELINE,
                    OUTCOME,
                    BENEFICIARIES,
                    ALTERNATIVE,
                    DESCRIPTION,
                    DOMAIN,
                    TRANSLATED_PROBLEM,
                    TRANSLATED_BASELINE,
                    TRANSLATED_OUTCOME,
                    TRANSLATED_BENEFICIARIES,
                    TRANSLATED_ALTERNATIVE,
                    TRANSLATED_DESCRIPTION,
                    TRANSLATED_DOMAIN -> draft.text(target, text(value));
            case SPONSOR -> draft.sponsor(text(value));
            case BUSINESS_OWNER -> draft.businessOwner(text(value));
            case TECHNICAL_OWNER -> draft.technicalOwner(text(value));
            case UNIT -> {
                if (unit != null || value.isEmpty()) {
                    draft.unit(unit);
                }
            }
            case KIND -> {
                Kind kind = value.map(Kind.class::cast).orElse(null);
                // A kind that was read and is said again is no declaration: it may come from our own export.
                if (kind != draft.kind()) {
                    draft.kind(kind, false);
                }
            }
            case STAGE -> draft.stage(value.map(Stage.class::cast).orElse(null));
            case AI_NEEDED -> draft.aiNeeded(value.map(Boolean.class::cast).orElse(null));
            case START_YEAR -> draft.startYear(value.map(Integer.class::cast).orElse(null));
            case END_YEAR -> draft.endYear(value.map(Integer.class::cast).orElse(null));
            case TAGS -> draft.tags(strings(value));
            case LINKS -> draft.links(links(value));
            case LANG -> value.ifPresent(lang -> draft.lang(lang.toString()));
            case CODE, VERSION, EXTERNAL_KEY, SOURCE, PARENT_UNIT, TICKED_TAG, TICKED_OUTCOME, EXTRA, IGNORE -> {
                // They tell which use case is meant, or were turned into one of the fields above.
            }
        }
    }

    /// A tag as a label, which has no spaces.
    static String label(String tag) {
        return tag.strip().replaceAll("\\s+", "_");
    }

    /// Labels with the spaces that the tags they were made of have.
    private static List<String> spaced(List<String> tags, List<String> labels) {
        Map<String, String> known = new HashMap<>();
        tags.forEach(tag -> known.putIfAbsent(label(tag), tag));
        List<String> found = labels.stream().map(l -> known.getOrDefault(l, l)).toList();
        // Jira gives labels back in its own order.
        return found.size() == tags.size() && found.containsAll(tags) ? tags : found;
    }

    private static @Nullable String text(Optional<Object> value) {
        return value.map(Object::toString).orElse(null);
    }

    private static List<String> strings(Optional<Object> value) {
        return value.map(list ->
                        ((List<?>) list).stream().map(String.class::cast).toList())
                .orElse(List.of());
    }

    private static List<Link> links(Optional<Object> value) {
        return value.map(list -> ((List<?>) list).stream().map(Link.class::cast).toList())
                .orElse(List.of());
    }
}
