package io.sextant.app.demand.importing;

import io.sextant.app.demand.Texts;
import io.sextant.app.platform.knowledge.Tracker;
import io.sextant.app.platform.ui.Lang;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The texts of a use case as the single description that a tracker has room for: a heading for each, in the reader's
/// language, by which they are told apart again when the description comes back.
final class Composed {
    /// The texts that have a heading, in their order.
    static final List<Target> SECTIONS = List.of(
            Target.PROBLEM,
            Target.BASELINE,
            Target.OUTCOME,
            Target.BENEFICIARIES,
            Target.ALTERNATIVE,
            Target.DESCRIPTION);

    private Composed() {}

    /// The description; empty when a use case has none of the texts.
    static String of(Labels labels, Lang lang, Tracker tracker, Texts texts) {
        StringBuilder all = new StringBuilder();
        for (Target section : SECTIONS) {
            String text = text(texts, section);
            if (text == null || text.isBlank()) {
                continue;
            }
            String heading = labels.heading(lang, section);
            if (!all.isEmpty()) {
                all.append("\n\n");
            }
            all.append(
                    switch (tracker) {
                        case JIRA -> "h3. " + heading + "\n" + Markup.wikiOf(text.strip());
                        case SERVICENOW -> heading + (lang == Lang.FR ? "\u202F:\n" : ":\n") + text.strip();
                    });
        }
        return all.toString();
    }

    private static @Nullable String text(Texts texts, Target section) {
        return switch (section) {
            case PROBLEM -> texts.problem();
            case BASELINE -> texts.baseline();
            case OUTCOME -> texts.outcome();
            case BENEFICIARIES -> texts.beneficiaries();
            case ALTERNATIVE -> texts.alternative();
            case DESCRIPTION -> texts.description();
            default -> throw new IllegalArgumentException("no section " + section);
        };
    }

    /// The texts in a plain description, by the headings that stand alone on a line; what comes before the first is the
    /// description itself. Empty when it has no such heading.
    static Map<Target, String> split(Labels labels, String plain) {
        Map<Target, StringBuilder> found = new EnumMap<>(Target.class);
        Target at = Target.DESCRIPTION;
        boolean headed = false;
        for (String line : plain.split("\n", -1)) {
            Target section = line.length() > 60 ? null : section(labels, line);
            if (section != null) {
                headed = true;
                at = section;
                continue;
            }
            found.computeIfAbsent(at, t -> new StringBuilder()).append(line).append('\n');
        }
        if (!headed) {
            return Map.of();
        }
        Map<Target, String> texts = new EnumMap<>(Target.class);
        found.forEach((target, text) -> {
            if (!text.toString().isBlank()) {
                texts.put(target, text.toString().strip());
            }
        });
        return texts;
    }

    private static @Nullable Target section(Labels labels, String line) {
        String heading = line.strip();
        if (heading.endsWith(":")) {
            heading = heading.substring(0, heading.length() - 1).replaceAll("[\\s\u00A0\u202F]+$", "");
        }
        return heading.isEmpty()
                ? null
                : labels.target(heading).filter(SECTIONS::contains).orElse(null);
    }
}
