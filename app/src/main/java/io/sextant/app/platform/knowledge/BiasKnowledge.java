package io.sextant.app.platform.knowledge;

import io.sextant.engine.bias.Thresholds;
import io.sextant.engine.inventory.RuleSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a judgement of bias tolerates and what is enough for one, of one edition. Immutable.
///
/// @param edition the edition, for example `2026-11`
/// @param sources the file used, with its digest
/// @param thresholds what is tolerated
/// @param replicates of the bootstrap
/// @param seed of the bootstrap
public record BiasKnowledge(
        String edition, List<RuleSource> sources, Thresholds thresholds, int replicates, long seed) {
    /// The edition in use.
    public static final String CURRENT = "2026-11";

    private static final List<String> NAMES =
            List.of("max_difference", "min_ratio", "min_group", "min_denominator", "confidence", "replicates", "seed");

    public BiasKnowledge {
        sources = List.copyOf(sources);
    }

    /// Loads an edition from the class path.
    ///
    /// @throws KnowledgeFault with every problem of the file
    public static BiasKnowledge load(String edition) {
        ClassLoader loader = BiasKnowledge.class.getClassLoader();
        return load(edition, loader::getResourceAsStream);
    }

    static BiasKnowledge load(String edition, RuleFiles.Opener opener) {
        var files = new RuleFiles("bias", edition, opener);
        Map<String, Double> values = new HashMap<>();
        for (List<String> row :
                files.csv("thresholds.csv", List.of("name", "value", "source")).content()) {
            try {
                values.put(row.getFirst(), Double.valueOf(row.get(1)));
            } catch (NumberFormatException e) {
                files.problems().add("thresholds.csv: " + row.getFirst() + " is “" + row.get(1) + "”, not a number");
            }
        }
        for (String name : NAMES) {
            if (!values.containsKey(name)) {
                files.problems().add("thresholds.csv: " + name + " is missing");
            }
        }
        files.complete();
        try {
            return new BiasKnowledge(
                    edition,
                    files.sources(),
                    new Thresholds(
                            value(values, "max_difference"),
                            value(values, "min_ratio"),
                            (long) value(values, "min_group"),
                            (long) value(values, "min_denominator"),
                            value(values, "confidence")),
                    (int) value(values, "replicates"),
                    (long) value(values, "seed"));
        } catch (IllegalArgumentException e) {
            throw new KnowledgeFault(List.of("thresholds.csv: " + e.getMessage()));
        }
    }

    private static double value(Map<String, Double> values, String name) {
        return values.getOrDefault(name, Double.NaN);
    }
}
