package io.sextant.app.platform.knowledge;

import io.sextant.engine.inventory.Field;
import io.sextant.engine.inventory.RuleSource;
import io.sextant.engine.inventory.Stage;
import io.sextant.engine.inventory.text.Folding;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// How files of trackers are known and what their columns and statuses become, of one edition. Immutable.
///
/// @param edition the edition, for example `2026-11`
/// @param sources every file used, with its digest
/// @param rules what is known of each tracker
public record TrackerKnowledge(String edition, List<RuleSource> sources, Map<Tracker, Rules> rules) {
    /// The edition in use.
    public static final String CURRENT = "2026-11";

    public TrackerKnowledge {
        sources = List.copyOf(sources);
        rules = Map.copyOf(rules);
    }

    /// What is known of one tracker. Headings and statuses are [folded][#folded].
    ///
    /// @param key what its identifiers look like
    /// @param fields headings by field, the preferred first
    /// @param marks headings of which one at least is there
    /// @param wrappers what precedes, up to the opening bracket, the name of a column that a company added
    /// @param ignored headings of columns that are left out
    /// @param statuses the stage that a status is; empty where it is none
    public record Rules(
            Pattern key,
            Map<Field, List<String>> fields,
            Set<String> marks,
            List<String> wrappers,
            Set<String> ignored,
            Map<String, Optional<Stage>> statuses) {
        /// The name that a company gave a column of its own; the heading itself for a column of the tracker.
        public String unwrapped(String heading) {
            String folded = folded(heading);
            for (String wrapper : wrappers) {
                if (folded.startsWith(wrapper) && folded.endsWith(")")) {
                    String inner = heading.substring(heading.indexOf('(') + 1, heading.length() - 1)
                            .strip();
                    return inner.isEmpty() ? heading : inner;
                }
            }
            return heading;
        }

        /// Whether a company added the column.
        public boolean wrapped(String heading) {
            return !unwrapped(heading).equals(heading);
        }
    }

    /// A heading or status as it is compared: case, accents and outer spaces do not count.
    public static String folded(String text) {
        return Folding.fold(text.strip());
    }

    /// Loads an edition from the class path.
    ///
    /// @throws KnowledgeFault with every problem of every file
    public static TrackerKnowledge load(String edition) {
        ClassLoader loader = TrackerKnowledge.class.getClassLoader();
        return load(edition, loader::getResourceAsStream);
    }

    static TrackerKnowledge load(String edition, RuleFiles.Opener opener) {
        RuleFiles files = new RuleFiles("exchange", edition, opener);
        Map<Tracker, Rules> rules = new EnumMap<>(Tracker.class);
        for (Tracker tracker : Tracker.values()) {
            rules.put(
                    tracker,
                    rules(files.yaml(tracker.name().toLowerCase(Locale.ROOT) + ".yaml")
                            .content()));
        }
        files.complete();
        return new TrackerKnowledge(edition, files.sources(), rules);
    }

    private static Rules rules(Branch top) {
        Pattern key = Pattern.compile("");
        try {
            key = Pattern.compile(top.text("key"));
        } catch (PatternSyntaxException e) {
            top.problem("key", "is no pattern: " + e.getDescription());
        }
        Map<Field, List<String>> fields = new EnumMap<>(Field.class);
        top.textsByConstant("fields", Field.class).forEach((field, headings) -> fields.put(field, folded(headings)));
        for (Field field : List.of(Field.EXTERNAL_KEY, Field.CODE, Field.TITLE, Field.STAGE)) {
            if (fields.getOrDefault(field, List.of()).isEmpty()) {
                top.problem("fields", "lacks " + field);
            }
        }
        Map<String, Optional<Stage>> statuses = new HashMap<>();
        top.textsByConstant("statuses", Stage.class)
                .forEach((stage, texts) -> texts.forEach(text -> status(top, statuses, text, Optional.of(stage))));
        top.texts("unknown").forEach(text -> status(top, statuses, text, Optional.empty()));
        Rules rules = new Rules(
                key,
                Map.copyOf(fields),
                new HashSet<>(folded(top.texts("marks"))),
                folded(top.texts("wrappers")),
                new HashSet<>(folded(top.texts("ignored"))),
                Map.copyOf(statuses));
        top.done();
        return rules;
    }

    private static void status(Branch top, Map<String, Optional<Stage>> known, String text, Optional<Stage> stage) {
        Optional<Stage> other = known.put(folded(text), stage);
        if (other != null && !other.equals(stage)) {
            top.problem("statuses", "gives “" + text + "” two meanings");
        }
    }

    private static List<String> folded(List<String> texts) {
        return texts.stream().map(TrackerKnowledge::folded).distinct().toList();
    }
}
