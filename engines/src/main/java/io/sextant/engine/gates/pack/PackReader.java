package io.sextant.engine.gates.pack;

import io.sextant.engine.gates.Axis;
import io.sextant.engine.gates.Condition;
import io.sextant.engine.gates.Conditions;
import io.sextant.engine.gates.Criterion;
import io.sextant.engine.gates.Fact;
import io.sextant.engine.gates.Gate;
import io.sextant.engine.gates.GatePack;
import io.sextant.engine.gates.Lane;
import io.sextant.engine.gates.Remedy;
import io.sextant.engine.gates.Words;
import io.sextant.engine.inventory.RuleSource;
import io.sextant.engine.inventory.Stage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a pack from its three files. A pack with any problem is refused whole, with all its problems.
public final class PackReader {
    /// The files of a pack.
    public static final List<String> FILES = List.of("facts.yaml", "gates.yaml", "remedies.yaml");

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern FACT = Pattern.compile("[a-z][a-zA-Z0-9]*");
    private static final Pattern ROLE = Pattern.compile("[A-Z][A-Z_]*");
    private static final Pattern CLAUSE = Pattern.compile("F[1-7]|[1-6]\\.[1-9]");
    /// Words of the language itself and of ours, which no fact may take.
    private static final Set<String> RESERVED = Set.of(
            "known",
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while",
            "int",
            "uint",
            "double",
            "bool",
            "string",
            "bytes",
            "list",
            "map",
            "type",
            "dyn",
            "timestamp",
            "duration");
    private static final int NAME = 100;
    private static final int TEXT = 2_000;
    private static final int MOST_FACTS = 500;
    private static final int MOST_LANES = 10;
    private static final int MOST_CRITERIA = 2_000;
    private static final int MOST_REMEDIES = 2_000;

    private final String edition;
    private final Problems problems = new Problems();
    private final List<RuleSource> sources = new ArrayList<>();
    private final Map<String, Fact> facts = new LinkedHashMap<>();
    private final Map<String, Criterion> criteria = new LinkedHashMap<>();
    private final Map<String, Tree> criterionTrees = new HashMap<>();
    private final Map<String, Remedy> remedies = new LinkedHashMap<>();
    private final Map<String, Tree> remedyTrees = new HashMap<>();
    private final Set<String> satisfied = new HashSet<>();
    private List<String> roles = List.of();
    private List<Lane> lanes = List.of();
    private boolean whole = true;

    private PackReader(String edition) {
        this.edition = edition;
    }

    /// Reads a pack.
    ///
    /// @param edition the edition it must call itself
    /// @param files one of each of [#FILES], in any order
    public static Reading read(String edition, List<PackFile> files) {
        return new PackReader(edition).read(files);
    }

    private Reading read(List<PackFile> files) {
        Map<String, Tree> trees = new HashMap<>();
        for (PackFile file : files) {
            if (!FILES.contains(file.name())) {
                problems.add(file.name(), "", 0, "unknown-file", String.join(", ", FILES));
                continue;
            }
            Tree tree = Tree.of(file, problems);
            if (tree != null && trees.put(file.name(), tree) != null) {
                problems.add(file.name(), "", 0, "file-twice");
            }
            whole &= tree != null;
            sources.add(new RuleSource("gates/" + file.name().replace(".yaml", ""), edition, digest(file.bytes())));
        }
        for (String name : FILES) {
            if (files.stream().noneMatch(file -> file.name().equals(name))) {
                problems.add(name, "", 0, "file-missing");
                whole = false;
            }
        }
        Conditions conditions = facts(trees.get("facts.yaml"));
        Map<Stage, Gate> gates = gates(trees.get("gates.yaml"), conditions);
        remedies(trees.get("remedies.yaml"));
        if (whole) {
            reachable();
        }
        if (!problems.none()) {
            return new Reading.Refused(problems.all());
        }
        return new Reading.Accepted(new GatePack(edition, sources, roles, facts, lanes, gates, remedies));
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void header(Tree top) {
        for (String key : List.of("id", "status", "author", "source", "licence")) {
            top.text(key, TEXT);
        }
        String version = top.text("version", NAME);
        if (!version.isEmpty() && !version.equals(edition)) {
            top.problem("version", "other-version", version, edition);
        }
    }

    // ---- facts ----------------------------------------------------------------------------------------------------

    private Conditions facts(@Nullable Tree top) {
        if (top != null) {
            header(top);
            roles = top.texts("roles", NAME);
            if (roles.isEmpty()) {
                top.problem("roles", "missing");
            }
            for (String role : roles) {
                if (!ROLE.matcher(role).matches()) {
                    top.problem("roles", "bad-id", role);
                }
            }
            for (Tree tree : top.list("facts", MOST_FACTS)) {
                fact(tree);
                tree.done();
            }
            top.done();
        }
        return Conditions.over(facts.values());
    }

    private void fact(Tree tree) {
        String id = tree.text("id", NAME);
        Fact.Type type = tree.one("type", Fact.Type.class);
        Fact.From from = tree.one("from", Fact.From.class);
        List<String> values = tree.texts("values", NAME);
        Words says = new Words(tree.text("fr", TEXT), tree.text("en", TEXT));
        if (id.isEmpty()) {
            return;
        }
        boolean sight = Arrays.stream(Axis.values()).anyMatch(axis -> axis.id().equals(id));
        if (!FACT.matcher(id).matches() || sight || RESERVED.contains(id)) {
            tree.problem("id", "bad-id", id);
            return;
        }
        if (type != null) {
            boolean chosen = type == Fact.Type.CHOICE || type == Fact.Type.CHOICES;
            if (chosen && values.isEmpty()) {
                tree.problem("values", "missing");
            } else if (!chosen && !values.isEmpty()) {
                tree.problem("values", "values-without-choice", type.name());
            }
        }
        // Kept under any type, so that a fact with a problem does not make each condition on it a problem too.
        Fact fact = new Fact(
                id,
                Objects.requireNonNullElse(type, Fact.Type.TEXT),
                values,
                Objects.requireNonNullElse(from, Fact.From.INTAKE),
                says);
        if (facts.putIfAbsent(id, fact) != null) {
            tree.problem("id", "id-twice", id);
        }
    }

    // ---- gates ----------------------------------------------------------------------------------------------------

    private Map<Stage, Gate> gates(@Nullable Tree top, Conditions conditions) {
        Map<Stage, Gate> gates = new LinkedHashMap<>();
        if (top == null) {
            return gates;
        }
        header(top);
        lanes = lanes(top, conditions);
        List<String> laneIds = lanes.stream().map(Lane::id).toList();
        int count = 0;
        for (Tree tree : top.list("gates", Stage.values().length)) {
            Stage stage = tree.one("gate", Stage.class);
            if (stage == Stage.IDEA) {
                tree.problem("gate", "no-gate-to-idea");
            }
            Tree fr = tree.branch("fr");
            Tree en = tree.branch("en");
            Words name = new Words(fr.text("name", NAME), en.text("name", NAME));
            Words question = new Words(fr.text("question", TEXT), en.text("question", TEXT));
            fr.done();
            en.done();
            Map<String, Integer> days = new LinkedHashMap<>();
            Tree promise = tree.branch("days");
            for (String lane : laneIds) {
                days.put(lane, promise.whole(lane, 1, 365));
            }
            promise.done();
            List<Criterion> asked = new ArrayList<>();
            for (Tree item : tree.list("criteria", MOST_CRITERIA)) {
                if (++count > MOST_CRITERIA) {
                    top.problem("gates", "too-many", count, MOST_CRITERIA);
                    return gates;
                }
                Criterion criterion = criterion(item, laneIds, conditions);
                if (criterion != null) {
                    asked.add(criterion);
                }
                item.done();
            }
            if (stage != null
                    && gates.putIfAbsent(stage, new Gate(stage, name, question, days, asked, lanes)) != null) {
                tree.problem("gate", "id-twice", stage.name());
            }
            Contradictions.among(
                    asked, (criterion, code, args) -> Objects.requireNonNull(criterionTrees.get(criterion.id()))
                            .problem("when", code, args));
            tree.done();
        }
        for (Stage stage : Stage.values()) {
            if (stage != Stage.IDEA && !gates.containsKey(stage)) {
                top.problem("gates", "gate-missing", stage.name());
            }
        }
        top.done();
        Map<Stage, Gate> ordered = new LinkedHashMap<>();
        for (Stage stage : Stage.values()) {
            Gate gate = gates.get(stage);
            if (gate != null) {
                ordered.put(stage, gate);
            }
        }
        return ordered;
    }

    private List<Lane> lanes(Tree top, Conditions conditions) {
        List<Lane> all = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        List<Tree> trees = top.list("lanes", MOST_LANES);
        if (trees.isEmpty() && top.has("lanes")) {
            top.problem("lanes", "missing");
        }
        for (Tree tree : trees) {
            String id = id(tree);
            if (!id.isEmpty() && !ids.add(id)) {
                tree.problem("id", "id-twice", id);
            }
            boolean last = tree == trees.getLast();
            Condition when = condition(tree, "when", conditions);
            if (last && tree.has("when")) {
                tree.problem("when", "last-lane-has-condition");
            } else if (!last && !tree.has("when")) {
                tree.problem("when", "missing");
            }
            all.add(new Lane(id, last ? null : when, new Words(tree.text("fr", NAME), tree.text("en", NAME))));
            tree.done();
        }
        return all;
    }

    private static String id(Tree tree) {
        String id = tree.text("id", NAME);
        if (!id.isEmpty() && !ID.matcher(id).matches()) {
            tree.problem("id", "bad-id", id);
        }
        return id;
    }

    private static @Nullable Condition condition(Tree tree, String key, Conditions conditions) {
        String text = tree.textOr(key, Conditions.LONGEST);
        return text == null || text.isEmpty()
                ? null
                : conditions.compile(text, (code, args) -> tree.problem(key, code, args.toArray()));
    }

    private @Nullable Criterion criterion(Tree tree, List<String> laneIds, Conditions conditions) {
        String id = id(tree);
        String clause = tree.text("clause", NAME);
        if (!clause.isEmpty() && !CLAUSE.matcher(clause).matches()) {
            tree.problem("clause", "bad-clause", clause);
        }
        Axis axis = tree.choose("axis", Arrays.asList(Axis.values()), Axis::id);
        Condition applies = condition(tree, "applies", conditions);
        Condition impossible = condition(tree, "impossible", conditions);
        if (!tree.has("when")) {
            tree.problem("when", "missing");
        }
        Condition when = condition(tree, "when", conditions);
        List<String> lanesAsked = tree.has("lanes") ? tree.texts("lanes", NAME) : laneIds;
        for (String lane : lanesAsked) {
            if (!laneIds.contains(lane)) {
                tree.problem("lanes", "unknown-lane", lane, tree.nearest(lane, laneIds));
            }
        }
        Criterion.@Nullable Signing signing = null;
        if (tree.has("signs")) {
            Tree signs = tree.branch("signs");
            signing = signing(signs);
            signs.done();
        }
        Criterion.@Nullable WaiverRule waiver = null;
        if (tree.has("waiver")) {
            Tree rule = tree.branch("waiver");
            waiver = new Criterion.WaiverRule(role(rule, "role"), rule.whole("days", 1, 1_100));
            rule.done();
        }
        Tree fr = tree.branch("fr");
        Tree en = tree.branch("en");
        Words title = new Words(fr.text("title", TEXT), en.text("title", TEXT));
        Words why = new Words(fr.text("why", TEXT), en.text("why", TEXT));
        Words how = new Words(fr.text("how", TEXT), en.text("how", TEXT));
        fr.done();
        en.done();
        if (!id.isEmpty() && criterionTrees.putIfAbsent(id, tree) != null) {
            tree.problem("id", "id-twice", id);
            return null;
        }
        if (id.isEmpty() || axis == null || when == null) {
            return null;
        }
        Criterion criterion = new Criterion(
                id, clause, axis, applies, when, impossible, lanesAsked, signing, waiver, title, why, how);
        criteria.put(id, criterion);
        return criterion;
    }

    private Criterion.@Nullable Signing signing(Tree tree) {
        List<String> asked = tree.texts("roles", NAME);
        if (asked.isEmpty()) {
            tree.problem("roles", "missing");
        }
        for (String role : asked) {
            known(tree, "roles", role);
        }
        Criterion.Signing.Rule rule = tree.one("rule", Criterion.Signing.Rule.class);
        return rule == null ? null : new Criterion.Signing(asked, rule);
    }

    private String role(Tree tree, String key) {
        String role = tree.text(key, NAME);
        if (!role.isEmpty()) {
            known(tree, key, role);
        }
        return role;
    }

    private void known(Tree tree, String key, String role) {
        if (!roles.contains(role) && !roles.isEmpty()) {
            tree.problem(key, "unknown-role", role, tree.nearest(role, roles));
        }
    }

    // ---- remedies -------------------------------------------------------------------------------------------------

    private void remedies(@Nullable Tree top) {
        if (top == null) {
            return;
        }
        header(top);
        for (Tree tree : top.list("remedies", MOST_REMEDIES)) {
            remedy(tree);
            tree.done();
        }
        top.done();
        for (Remedy remedy : remedies.values()) {
            Tree tree = Objects.requireNonNull(remedyTrees.get(remedy.id()));
            for (String before : remedy.after()) {
                if (!remedies.containsKey(before)) {
                    tree.problem("after", "unknown-remedy", before, tree.nearest(before, remedies.keySet()));
                }
            }
            for (String criterion : remedy.satisfies()) {
                satisfied.add(criterion);
                if (!criterionTrees.containsKey(criterion) && !criterionTrees.isEmpty()) {
                    tree.problem(
                            "satisfies",
                            "unknown-criterion",
                            criterion,
                            tree.nearest(criterion, criterionTrees.keySet()));
                }
            }
        }
        Set<String> enabling = new HashSet<>();
        remedies.values().forEach(remedy -> enabling.addAll(remedy.after()));
        for (Remedy remedy : remedies.values()) {
            if (remedy.satisfies().isEmpty() && !enabling.contains(remedy.id())) {
                Objects.requireNonNull(remedyTrees.get(remedy.id())).problem("", "serves-nothing", remedy.id());
            }
        }
        cycles();
    }

    private void remedy(Tree tree) {
        String id = id(tree);
        Tree fr = tree.branch("fr");
        Tree en = tree.branch("en");
        Remedy.Scope scope = tree.one("scope", Remedy.Scope.class);
        List<String> satisfies = tree.texts("satisfies", NAME);
        Remedy remedy = new Remedy(
                id,
                satisfies,
                role(tree, "owner"),
                tree.number("effort", 0, 10_000),
                tree.number("cost", 0, 100_000_000),
                tree.whole("lead", 0, 3_650),
                tree.texts("after", NAME),
                Objects.requireNonNullElse(scope, Remedy.Scope.CASE),
                new Words(fr.text("title", TEXT), en.text("title", TEXT)),
                new Words(fr.text("how", TEXT), en.text("how", TEXT)));
        fr.done();
        en.done();
        if (!id.isEmpty()) {
            if (remedies.putIfAbsent(id, remedy) == null) {
                remedyTrees.put(id, tree);
            } else {
                tree.problem("id", "id-twice", id);
            }
        }
    }

    /// Names each cycle once, by its members in order; walks without recursion, since a chain may be long.
    private void cycles() {
        Map<String, Integer> state = new HashMap<>();
        for (String root : remedies.keySet()) {
            if (state.containsKey(root)) {
                continue;
            }
            List<String> way = new ArrayList<>();
            List<Iterator<String>> rest = new ArrayList<>();
            enter(root, way, rest, state);
            while (!way.isEmpty()) {
                Iterator<String> next = rest.getLast();
                if (!next.hasNext()) {
                    state.put(way.removeLast(), 2);
                    rest.removeLast();
                    continue;
                }
                String before = next.next();
                int seen = state.getOrDefault(before, 0);
                if (seen == 0 && remedies.containsKey(before)) {
                    enter(before, way, rest, state);
                } else if (seen == 1) {
                    List<String> cycle = new ArrayList<>(way.subList(way.indexOf(before), way.size()));
                    cycle.add(before);
                    Objects.requireNonNull(remedyTrees.get(before))
                            .problem("after", "cycle", String.join(" → ", cycle.reversed()));
                }
            }
        }
    }

    private void enter(String id, List<String> way, List<Iterator<String>> rest, Map<String, Integer> state) {
        state.put(id, 1);
        way.add(id);
        rest.add(new LinkedHashSet<>(Objects.requireNonNull(remedies.get(id)).after()).iterator());
    }

    /// Notes the criteria that nobody can remedy nor sign.
    private void reachable() {
        for (Map.Entry<String, Tree> entry : criterionTrees.entrySet()) {
            Criterion criterion = criteria.get(entry.getKey());
            if (criterion == null || satisfied.contains(criterion.id())) {
                continue;
            }
            boolean facts = !criterion.when().text().equals("true");
            if (facts) {
                entry.getValue().problem("", "no-way", criterion.id());
            } else if (criterion.signing() == null) {
                entry.getValue().problem("when", "asks-nothing", criterion.id());
            }
        }
    }
}
