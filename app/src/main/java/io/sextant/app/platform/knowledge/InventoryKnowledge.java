package io.sextant.app.platform.knowledge;

import io.sextant.engine.inventory.CompletenessRules;
import io.sextant.engine.inventory.Field;
import io.sextant.engine.inventory.InventoryReader;
import io.sextant.engine.inventory.InventoryRules;
import io.sextant.engine.inventory.Kind;
import io.sextant.engine.inventory.KindRules;
import io.sextant.engine.inventory.MappingRules;
import io.sextant.engine.inventory.RuleSource;
import io.sextant.engine.inventory.Stage;
import io.sextant.engine.inventory.StageRules;
import io.sextant.engine.inventory.TouchpointRules;
import io.sextant.engine.inventory.ValueRules;
import io.sextant.engine.inventory.lookalike.LookAlikeRules;
import io.sextant.engine.inventory.lookalike.LookAlikes;
import io.sextant.engine.inventory.text.Folding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The rules by which inventories are read, of one edition, and the readers built from them.
///
/// @param edition the edition, for example `2026-11`
/// @param sources every file used, with its digest
/// @param rules the rules
/// @param reader the readers, ready to use from any thread
/// @param lookAlikes finds use cases that are alike, ready to use from any thread
public record InventoryKnowledge(
        String edition, List<RuleSource> sources, InventoryRules rules, InventoryReader reader, LookAlikes lookAlikes) {
    /// The edition in use.
    public static final String CURRENT = "2026-11";

    private static final Pattern NAME = Pattern.compile("(=)?(.+?)(?:\\s@([\\d.]+))?");

    public InventoryKnowledge {
        sources = List.copyOf(sources);
    }

    /// Loads an edition from the class path.
    ///
    /// @throws KnowledgeFault with every problem of every file
    public static InventoryKnowledge load(String edition) {
        ClassLoader loader = InventoryKnowledge.class.getClassLoader();
        return load(edition, loader::getResourceAsStream);
    }

    static InventoryKnowledge load(String edition, RuleFiles.Opener opener) {
        RuleFiles files = new RuleFiles("inventory", edition, opener);
        InventoryRules rules = new InventoryRules(
                mapping(files.yaml("mapping.yaml")),
                values(files.yaml("values.yaml")),
                stages(files.yaml("stages.yaml")),
                kinds(files.yaml("kinds.yaml")),
                touchpoints(files.yaml("touchpoints.yaml")),
                completeness(files.yaml("completeness.yaml")));
        LookAlikeRules lookAlikes = lookAlikes(
                files.yaml("lookalikes.yaml"),
                files.csv("concepts.csv", List.of("concept", "en", "fr", "nl", "de", "es", "it")),
                files.problems());
        files.complete();
        return new InventoryKnowledge(
                edition, files.sources(), rules, InventoryReader.of(rules), LookAlikes.of(lookAlikes));
    }

    private static LookAlikeRules lookAlikes(
            RuleFiles.Opened<Branch> file, RuleFiles.Opened<List<List<String>>> table, List<String> problems) {
        Branch top = file.content();
        List<LookAlikeRules.Concept> concepts = new ArrayList<>();
        Map<String, String> seen = new LinkedHashMap<>();
        for (List<String> row : table.content()) {
            String id = row.getFirst();
            List<String> phrases = new ArrayList<>();
            List<String> first = new ArrayList<>();
            for (String cell : row.subList(1, row.size())) {
                List<String> parts = new ArrayList<>();
                for (String part : cell.split("\\|")) {
                    if (!part.isBlank()) {
                        parts.add(part.strip());
                    }
                }
                if (parts.isEmpty() || parts.stream().anyMatch(InventoryKnowledge::wordless)) {
                    problems.add("concepts.csv: " + id + " lacks a word in one of the languages");
                    parts.add(id);
                }
                first.add(parts.getFirst());
                for (String part : parts) {
                    String other = seen.putIfAbsent(Folding.fold(part), id);
                    if (other != null && !other.equals(id)) {
                        problems.add("concepts.csv: “" + part + "” stands for " + other + " and for " + id);
                    }
                    phrases.add(part);
                }
            }
            concepts.add(new LookAlikeRules.Concept(id, first.get(0), first.get(1), phrases));
        }
        LookAlikeRules rules = new LookAlikeRules(
                file.source(),
                table.source(),
                concepts,
                stopWords(top.branch("stop-words")),
                new HashSet<>(top.texts("generic")),
                new LookAlikeRules.Weights(
                        top.number("title-weight", 1, 20),
                        top.number("generic-word", 0, 1),
                        top.number("proper-noun", 0, 1),
                        top.number("own-unit", 0, 1),
                        top.number("boilerplate", 0, 1),
                        top.number("covered", 0, 1)),
                new LookAlikeRules.Limits(
                        top.number("same-text", 0, 1),
                        top.number("same-text-here", 0, 1),
                        top.number("same-name", 0, 1),
                        top.number("same-title", 0, 1),
                        top.number("same-title-text", 0, 1),
                        top.number("same-elsewhere", 0, 1),
                        top.number("similar", 0, 1),
                        top.integer("shared-terms", 1, 20, 1),
                        top.number("similar-few", 0, 1),
                        top.number("other-language", 0, 1),
                        top.number("cluster-link", 0, 1),
                        top.integer("cluster-size", 2, 1_000, 2)));
        top.done();
        return rules;
    }

    private static MappingRules mapping(RuleFiles.Opened<Branch> file) {
        Branch top = file.content();
        MappingRules rules = new MappingRules(
                file.source(),
                top.number("threshold", 0, 1),
                top.byConstant("fields", Field.class, InventoryKnowledge::target),
                top.branches("concepts", InventoryKnowledge::target),
                new HashSet<>(top.texts("filler")),
                top.pairs("languages"),
                top.texts("benefits"));
        for (Field field : Field.values()) {
            if (!rules.fields().containsKey(field)) {
                top.problem("fields", "lacks " + field);
            }
        }
        top.done();
        return rules;
    }

    private static MappingRules.Target target(Branch branch) {
        List<MappingRules.Name> names = new ArrayList<>();
        Branch byLanguage = branch.branch("names");
        for (String language : byLanguage.keys()) {
            for (String text : byLanguage.texts(language)) {
                Matcher m = NAME.matcher(text);
                if (!m.matches()) {
                    byLanguage.problem(language, "has the unreadable name “" + text + "”");
                    continue;
                }
                String weight = m.group(3);
                double value = weight == null ? 1 : Double.parseDouble(weight);
                if (value <= 0 || value > 1 || wordless(m.group(2))) {
                    byLanguage.problem(language, "has the unusable name “" + text + "”");
                    continue;
                }
                names.add(new MappingRules.Name(m.group(2), value, m.group(1) != null));
            }
        }
        List<MappingRules.Expectation> expects = branch.listOr(
                "expects",
                e -> new MappingRules.Expectation(
                        e.one("feature", MappingRules.Feature.class),
                        e.number("from", 0, 1_000_000),
                        e.number("to", 0, 1_000_000),
                        e.number("weight", 0.01, 100),
                        e.flag("required")));
        return new MappingRules.Target(names, expects, branch.number("alone", 0, 1, 0));
    }

    private static ValueRules values(RuleFiles.Opened<Branch> file) {
        Branch top = file.content();
        Map<String, Integer> months = new LinkedHashMap<>();
        Branch named = top.branch("months");
        for (String month : named.keys()) {
            months.put(Folding.fold(month), named.integer(month, 1, 12, 0));
        }
        Map<String, String> languages = new LinkedHashMap<>();
        top.pairs("languages").forEach((name, code) -> languages.put(Folding.fold(name), code));
        Map<String, Set<String>> smallWords = new LinkedHashMap<>();
        Branch small = top.branch("smallWords");
        for (String language : small.keys()) {
            smallWords.put(language, folded(small.texts(language)));
        }
        ValueRules rules = new ValueRules(
                file.source(),
                folded(top.texts("yes")),
                folded(top.texts("no")),
                folded(top.texts("blanks")),
                folded(top.texts("totals")),
                months,
                languages,
                smallWords,
                top.texts("organisations"));
        if (rules.yes().stream().anyMatch(rules.no()::contains)) {
            top.problem("yes", "shares a word with no");
        }
        phrases(top, "organisations", rules.organisations());
        top.done();
        return rules;
    }

    private static Set<String> folded(List<String> words) {
        Set<String> folded = new HashSet<>();
        words.forEach(word -> folded.add(Folding.fold(word)));
        return folded;
    }

    private static StageRules stages(RuleFiles.Opened<Branch> file) {
        Branch top = file.content();
        StageRules rules =
                new StageRules(file.source(), top.textsByConstant("phrases", Stage.class), top.texts("unsure"));
        for (Stage stage : Stage.values()) {
            if (rules.phrases().getOrDefault(stage, List.of()).isEmpty()) {
                top.problem("phrases", "lacks " + stage);
            }
        }
        Map<String, Stage> seen = new LinkedHashMap<>();
        rules.phrases().forEach((stage, phrases) -> {
            phrases(top, "phrases", phrases);
            for (String phrase : phrases) {
                Stage other = seen.put(Folding.fold(phrase), stage);
                if (other != null && other != stage) {
                    top.problem("phrases", "gives “" + phrase + "” to " + other + " and to " + stage);
                }
            }
        });
        top.done();
        return rules;
    }

    private static KindRules kinds(RuleFiles.Opened<Branch> file) {
        Branch top = file.content();
        KindRules rules = new KindRules(
                file.source(),
                top.list("terms", t -> {
                    KindRules.Terms terms = new KindRules.Terms(
                            t.one("kind", Kind.class),
                            t.number("weight", 0.01, 10),
                            t.texts("any"),
                            t.textsOr("unless"),
                            t.textsOr("with"),
                            t.integer("from", 1950, 2100, 0),
                            t.integer("before", 1950, 2100, 0));
                    phrases(t, "any", terms.any());
                    phrases(t, "unless", terms.unless());
                    phrases(t, "with", terms.with());
                    return terms;
                }),
                top.textsByConstant("values", Kind.class),
                top.numbersByConstant("thresholds", Kind.class, 0, 10),
                top.number("unsure", 0, 1));
        rules.values().values().forEach(list -> phrases(top, "values", list));
        top.done();
        return rules;
    }

    private static TouchpointRules touchpoints(RuleFiles.Opened<Branch> file) {
        Branch top = file.content();
        Set<String> ids = new HashSet<>();
        TouchpointRules rules = new TouchpointRules(file.source(), top.list("touchpoints", t -> {
            TouchpointRules.Touchpoint touchpoint = new TouchpointRules.Touchpoint(
                    t.text("id"),
                    t.text("citation"),
                    t.text("citation-fr"),
                    t.text("label-en"),
                    t.text("label-fr"),
                    t.text("question-en"),
                    t.text("question-fr"),
                    t.list("clues", InventoryKnowledge::clue));
            if (!ids.add(touchpoint.id())) {
                t.problem("id", "is there twice");
            }
            return touchpoint;
        }));
        top.done();
        return rules;
    }

    private static TouchpointRules.Clue clue(Branch branch) {
        TouchpointRules.Clue clue = new TouchpointRules.Clue(
                branch.texts("any"),
                branch.textsOr("near"),
                branch.integer("within", 1, 100, 12),
                branch.textsOr("unless"),
                branch.textsOr("never"));
        phrases(branch, "any", clue.any());
        phrases(branch, "near", clue.near());
        phrases(branch, "unless", clue.unless());
        phrases(branch, "never", clue.never());
        return clue;
    }

    private static CompletenessRules completeness(RuleFiles.Opened<Branch> file) {
        Branch top = file.content();
        Set<Field> seen = new HashSet<>();
        CompletenessRules rules = new CompletenessRules(file.source(), top.list("needs", n -> {
            Field field = n.one("field", Field.class);
            if (!seen.add(field)) {
                n.problem("field", "is there twice");
            }
            return new CompletenessRules.Need(
                    field, n.number("weight", 0.01, 100), n.integer("words", 1, 100, 1), n.some("or", Field.class));
        }));
        top.done();
        return rules;
    }

    private static Map<String, Set<String>> stopWords(Branch branch) {
        Map<String, Set<String>> words = new LinkedHashMap<>();
        for (String language : branch.keys()) {
            words.put(language, new HashSet<>(branch.texts(language)));
        }
        return words;
    }

    static void phrases(Branch branch, String key, List<String> phrases) {
        for (String phrase : phrases) {
            if (wordless(phrase)) {
                branch.problem(key, "has a phrase without a word: “" + phrase + "”");
            }
        }
    }

    private static boolean wordless(String phrase) {
        return phrase.codePoints().noneMatch(Character::isLetterOrDigit);
    }
}
