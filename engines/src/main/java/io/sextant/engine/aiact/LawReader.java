package io.sextant.engine.aiact;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import io.sextant.engine.gates.Condition;
import io.sextant.engine.gates.Conditions;
import io.sextant.engine.gates.Fact;
import io.sextant.engine.gates.Nearest;
import io.sextant.engine.gates.Words;
import io.sextant.engine.inventory.RuleSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the files of a version of the law; all of them are right, or none is used and every problem is named.
///
/// A first version has four files; a later one has the four of the version that it amends and `amendment.yaml`, whose
/// entries replace those of the same identifier or come after them, as an amending act does.
public final class LawReader {
    /// The files of a version that stands by itself.
    public static final List<String> FILES =
            List.of("facts.yaml", "purposes.yaml", "provisions.yaml", "obligations.yaml");
    /// The further file of one that amends.
    public static final String AMENDMENT = "amendment.yaml";

    static final List<String> STATES =
            List.of("in_scope", "prohibited", "product", "use", "exited", "high_risk", "transparency");

    private static final List<String> SECTIONS = List.of(
            "facts",
            "purposes",
            "dates",
            "notions",
            "afterwards",
            "provisions",
            "roles",
            "obligations",
            "disagreements");

    private final String version;
    private final List<PackProblem> problems = new ArrayList<>();
    private final Map<String, Map<String, Page>> entries = new LinkedHashMap<>();
    private final List<Page> contradictionPages = new ArrayList<>();
    private final List<RuleSource> sources = new ArrayList<>();

    private final List<Fact> facts = new ArrayList<>();
    private final Map<Integer, Object> nullIs = new HashMap<>();
    private final Set<Integer> steady = new HashSet<>();
    private final Set<String> later = new HashSet<>();
    private boolean amends;
    private final Map<String, Integer> slots = new LinkedHashMap<>();
    private final Map<String, Node> known = new HashMap<>();
    private final Set<String> read = new HashSet<>();
    private final TreeMap<String, List<Double>> compared = new TreeMap<>();
    private final Set<String> dates = new HashSet<>();
    private @Nullable Page law;
    private @Nullable Page first;
    private @Nullable String near;
    private int variable;
    private @Nullable Conditions conditions;

    private LawReader(String version) {
        this.version = version;
        SECTIONS.forEach(section -> entries.put(section, new LinkedHashMap<>()));
    }

    /// Reads a version.
    ///
    /// @param version what the header of its own files has to say
    /// @param own its files
    /// @param amended those of the version that it amends, in the order of amendment; empty for a first version
    public static LawReading read(String version, List<LawFile> own, List<LawFile> amended) {
        return new LawReader(version).read(own, amended);
    }

    private LawReading read(List<LawFile> own, List<LawFile> amended) {
        amends = !amended.isEmpty();
        List<String> names = new ArrayList<>();
        amended.forEach(file -> names.add(file.name()));
        own.forEach(file -> names.add(file.name()));
        List<String> needed = new ArrayList<>(FILES);
        if (!amended.isEmpty()) {
            needed.add(AMENDMENT);
        }
        for (String name : needed) {
            if (!names.contains(name)) {
                problems.add(new PackProblem(name, 0, "", new Words("le fichier manque", "the file is missing")));
            }
        }
        amended.forEach(file -> open(file, false));
        own.forEach(file -> open(file, true));
        facts();
        Map<String, Parts.Provision> provisions = new LinkedHashMap<>();
        List<Page> ordered = declare();
        List<Parts.When> whens = new ArrayList<>();
        conditions = Conditions.over(declared());
        List<Parts.Notion> notions = notions("notions", false);
        for (Page page : ordered) {
            Parts.Provision provision = provision(page);
            if (provision != null) {
                provisions.put(provision.id(), provision);
            }
        }
        List<Parts.Notion> afterwards = notions("afterwards", true);
        section("dates").values().forEach(page -> whens.add(when(page)));
        Parts.Rule nearRule = near == null || first == null ? null : compile(first, near, "near", true);
        List<Parts.Purpose> purposes = purposes(List.copyOf(provisions.keySet()));
        List<Parts.Role> roles = new ArrayList<>();
        for (Page page : section("roles").values()) {
            roles.add(new Parts.Role(idOf(page), rule(page, "when", true), page.words()));
            page.done();
        }
        List<Parts.Obligation> obligations = obligations(roles);
        List<Parts.Disagreement> disagreements = new ArrayList<>();
        for (Page page : section("disagreements").values()) {
            Parts.Rule when = rule(page, "when", true);
            List<String> cited = page.texts("sources");
            if (cited.isEmpty()) {
                page.problem("une divergence a des sources", "a disagreement has sources");
            }
            disagreements.add(new Parts.Disagreement(idOf(page), when, cited, page.words()));
            page.done();
        }
        unread();
        List<Parts.Contradiction> contradictions = contradictions();
        Page about = law;
        LocalDate inForce = about == null ? LocalDate.EPOCH : about.day("in_force");
        Words title = about == null ? new Words("", "") : about.words();
        if (about == null) {
            problems.add(new PackProblem(
                    "provisions.yaml", 0, "law", new Words("«\u202flaw\u202f» manque", "“law” is missing")));
        } else {
            about.done();
        }
        if (!problems.isEmpty() || nearRule == null) {
            return new LawReading.Refused(problems);
        }
        return new LawReading.Accepted(new Law(
                version,
                inForce,
                title,
                sources,
                facts,
                nullIs,
                steady,
                compared,
                slots,
                variable,
                nearRule,
                notions,
                afterwards,
                List.copyOf(provisions.values()),
                whens,
                purposes,
                roles,
                obligations,
                contradictions,
                disagreements));
    }

    private Map<String, Page> section(String name) {
        return Objects.requireNonNull(entries.get(name));
    }

    // ---- files ----------------------------------------------------------------------------------------------------

    private void open(LawFile file, boolean own) {
        Page page = Page.of(file, problems);
        if (page == null) {
            return;
        }
        String id = page.text("id");
        String said = page.text("version");
        for (String key : List.of("status", "author", "licence", "source")) {
            page.text(key);
        }
        page.textOr("amends");
        if (own && !said.isEmpty() && !said.equals(version)) {
            page.problem(
                    "la version est «\u202f" + said + "\u202f», le dossier " + version,
                    "the version is “" + said + "”, the folder " + version);
        }
        sources.add(new RuleSource(id, said, digest(file.bytes())));
        Page under = page.under("law");
        if (under != null) {
            law = under;
        }
        String nearText = page.textOr("near");
        if (nearText != null) {
            near = nearText;
            first = page;
        }
        for (String section : SECTIONS) {
            Map<String, Page> known = section(section);
            Set<String> here = new HashSet<>();
            for (Page entry : page.list(section)) {
                String name = entry.id();
                if (!name.isEmpty() && !here.add(name)) {
                    entry.problem("«\u202f" + name + "\u202f» figure deux fois", "“" + name + "” is there twice");
                }
                known.put(name, entry);
            }
        }
        contradictionPages.addAll(page.list("contradictions"));
        page.done();
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String idOf(Page page) {
        return page.text("id");
    }

    // ---- names ----------------------------------------------------------------------------------------------------

    private void facts() {
        List<String> purposes = List.copyOf(section("purposes").keySet());
        for (Page page : section("facts").values()) {
            String id = idOf(page);
            Fact.Type type = page.one("type", Fact.Type.class);
            List<String> values = id.equals("purpose") ? purposes : page.texts("values");
            page.texts("values");
            boolean chosen = type == Fact.Type.CHOICE || type == Fact.Type.CHOICES;
            if (chosen == values.isEmpty()) {
                page.problem(
                        "un choix a des valeurs, et lui seul\u202f: «\u202f" + id + "\u202f»",
                        "a choice has values, and nothing else has: “" + id + "”");
            }
            String nothing = page.textOr("null_is");
            if (nothing != null && !values.contains(nothing)) {
                page.problem("null_is n’est pas une des valeurs", "null_is is none of the values");
            }
            int slot = facts.size();
            if (nothing != null) {
                nullIs.put(slot, nothing);
            }
            if (page.flag("later")) {
                later.add(id);
            }
            if (page.flag("steady")) {
                steady.add(slot);
            }
            slots.put(id, slot);
            facts.add(new Fact(
                    id, Objects.requireNonNullElse(type, Fact.Type.TEXT), values, Fact.From.INTAKE, page.words()));
            page.done();
        }
    }

    /// Gives every answer its number; the provisions come back in the order of their kinds.
    private List<Page> declare() {
        section("notions").forEach(this::name);
        List<Page> pages = new ArrayList<>(section("provisions").values());
        Map<Page, Integer> order = new HashMap<>();
        for (Page page : pages) {
            Kind kind = page.one("kind", Kind.class);
            order.put(page, kind == null ? Kind.values().length : kind.ordinal());
            name("found." + idOf(page), page);
            name("lifted." + idOf(page), page);
        }
        pages.sort(Comparator.comparing(order::get));
        section("afterwards").forEach(this::name);
        for (String state : STATES) {
            int slot = slots.size();
            slots.put("state." + state, slot);
            known.put("state." + state, new Node.Named(slot, List.of()));
        }
        variable = slots.size();
        return pages;
    }

    private void name(String name, Page page) {
        if (slots.putIfAbsent(name, slots.size()) != null) {
            page.problem("le nom «\u202f" + name + "\u202f» est déjà pris", "the name “" + name + "” is taken already");
        }
    }

    private List<Fact> declared() {
        List<Fact> all = new ArrayList<>(facts);
        for (String name : slots.keySet()) {
            if (slots.get(name) >= facts.size()) {
                all.add(new Fact(name, Fact.Type.FLAG, List.of(), Fact.From.REGISTER, new Words("", "")));
            }
        }
        return all;
    }

    // ---- conditions -----------------------------------------------------------------------------------------------

    private Parts.Rule rule(Page page, String key, boolean late) {
        String text = page.text(key);
        return text.isEmpty() ? new Parts.Rule("", new Node.Constant(false)) : compile(page, text, key, late);
    }

    private Parts.@Nullable Rule ruleOr(Page page, String key, boolean late) {
        String text = page.textOr(key);
        return text == null ? null : compile(page, text, key, late);
    }

    private Parts.Rule compile(Page page, String text, String key, boolean late) {
        String plain = text.replaceAll("shown\\((\\w+)\\)", "(known.$1 && $1)")
                .replaceAll("denied\\((\\w+)\\)", "(known.$1 && !$1)");
        Condition condition = Objects.requireNonNull(conditions)
                .compile(
                        plain,
                        (code, args) -> page.problem(
                                key + " «\u202f" + text + "\u202f»\u202f: " + said(code, args, true),
                                key + " “" + text + "”: " + said(code, args, false)));
        if (condition == null) {
            return new Parts.Rule(text, new Node.Constant(false));
        }
        return new Parts.Rule(text, new Translation(page, text, late).node(condition.expression(), null));
    }

    private static String said(String code, List<Object> args, boolean french) {
        String near = args.isEmpty() ? "" : String.valueOf(args.getLast());
        return switch (code) {
            case "unknown-fact" ->
                french
                        ? "«\u202f" + args.getFirst() + "\u202f» n’est pas un fait connu"
                                + (near.isEmpty() ? "" : "\u202f; «\u202f" + near + "\u202f»\u202f?")
                        : "“" + args.getFirst() + "” is no known fact" + (near.isEmpty() ? "" : "; “" + near + "”?");
            case "unknown-value" ->
                french
                        ? "«\u202f" + args.get(1) + "\u202f» n’est pas une valeur de " + args.getFirst()
                        : "“" + args.get(1) + "” is no value of " + args.getFirst();
            default -> (french ? "condition invalide\u202f: " : "not a valid condition: ") + code + " " + args;
        };
    }

    /// Turns a checked CEL expression into nodes.
    private final class Translation {
        private final Page page;
        private final String text;
        private final boolean late;

        Translation(Page page, String text, boolean late) {
            this.page = page;
            this.text = text;
            this.late = late;
        }

        Node node(CelExpr expr, @Nullable String local) {
            return switch (expr.getKind()) {
                case CONSTANT -> constant(expr.constant());
                case IDENT, SELECT -> name(expr, local);
                case LIST -> {
                    List<Object> items = new ArrayList<>();
                    for (CelExpr item : expr.list().elements()) {
                        if (node(item, local) instanceof Node.Constant constant) {
                            items.add(constant.of(new Object[0]));
                        } else {
                            unsupported();
                        }
                    }
                    yield new Node.Constant(List.copyOf(items));
                }
                case CALL -> call(expr.call(), local);
                case COMPREHENSION -> loop(expr.comprehension(), local);
                case MAP, STRUCT, NOT_SET -> unsupported();
            };
        }

        private Node unsupported() {
            page.problem(
                    "la condition «\u202f" + text + "\u202f» utilise une construction qui n’est pas prévue",
                    "the condition “" + text + "” uses something that is not provided for");
            return new Node.Constant(false);
        }

        private Node constant(CelConstant constant) {
            return switch (constant.getKind()) {
                case BOOLEAN_VALUE -> new Node.Constant(constant.booleanValue());
                case STRING_VALUE -> new Node.Constant(constant.stringValue());
                case INT64_VALUE -> new Node.Constant((double) constant.int64Value());
                case DOUBLE_VALUE -> new Node.Constant(constant.doubleValue());
                default -> unsupported();
            };
        }

        private Node name(CelExpr expr, @Nullable String local) {
            String name = Conditions.qualified(expr);
            if (name == null) {
                return unsupported();
            }
            if (name.equals(local)) {
                return new Node.Slot(variable, true);
            }
            if (name.startsWith("known.")) {
                String fact = name.substring("known.".length());
                Integer slot = slots.get(fact);
                if (slot == null || slot >= facts.size()) {
                    return unsupported();
                }
                read.add(fact);
                return new Node.Known(slot);
            }
            Integer slot = slots.get(name);
            if (slot == null) {
                return unsupported();
            }
            if (slot < facts.size()) {
                read.add(name);
                return new Node.Slot(slot, false);
            }
            Node decided = known.get(name);
            if (decided == null || name.startsWith("state.") && !late) {
                page.problem(
                        "«\u202f" + name + "\u202f» n’est décidé qu’après «\u202f" + text + "\u202f»",
                        "“" + name + "” is only decided after “" + text + "”");
                return new Node.Constant(false);
            }
            return decided;
        }

        private Node call(CelExpr.CelCall call, @Nullable String local) {
            List<CelExpr> args = call.args();
            return switch (call.function()) {
                case "_&&_" -> new Node.Both(false, node(args.get(0), local), node(args.get(1), local));
                case "_||_" -> new Node.Both(true, node(args.get(0), local), node(args.get(1), local));
                case "!_" -> new Node.Not(node(args.getFirst(), local));
                case "_?_:_" ->
                    new Node.Choice(node(args.get(0), local), node(args.get(1), local), node(args.get(2), local));
                default -> {
                    if (!Node.Operation.KNOWN.contains(call.function()) || args.size() != 2) {
                        yield unsupported();
                    }
                    Node left = node(args.get(0), local);
                    Node right = node(args.get(1), local);
                    bound(args.get(0), right);
                    yield new Node.Operation(call.function(), left, right);
                }
            };
        }

        /// Remembers the numbers that a fact is compared with: where a counterfactual may lie.
        private void bound(CelExpr left, Node right) {
            String name = Conditions.qualified(left);
            if (name != null
                    && right instanceof Node.Constant constant
                    && constant.of(new Object[0]) instanceof Double d) {
                compared.computeIfAbsent(name, key -> new ArrayList<>()).add(d);
            }
        }

        private Node loop(CelExpr.CelComprehension loop, @Nullable String local) {
            if (local == null && loop.loopStep().getKind() == CelExpr.ExprKind.Kind.CALL) {
                CelExpr.CelCall step = loop.loopStep().call();
                boolean any = step.function().equals("_||_");
                if (any || step.function().equals("_&&_")) {
                    return new Node.Each(
                            any,
                            node(loop.iterRange(), null),
                            variable,
                            node(step.args().get(1), loop.iterVar()));
                }
            }
            return unsupported();
        }
    }

    // ---- parts ----------------------------------------------------------------------------------------------------

    private List<Parts.Notion> notions(String section, boolean late) {
        List<Parts.Notion> all = new ArrayList<>();
        section(section).forEach((id, page) -> {
            page.text("id");
            Parts.Rule rule = rule(page, "when", late);
            int slot = Objects.requireNonNull(slots.get(id));
            all.add(new Parts.Notion(id, slot, rule));
            known.put(id, new Node.Named(slot, List.of(rule.node())));
            page.done();
        });
        return all;
    }

    private Parts.@Nullable Provision provision(Page page) {
        String id = idOf(page);
        Kind kind = page.one("kind", Kind.class);
        boolean late = kind != null && kind.ordinal() >= Kind.SHIFT.ordinal();
        String article = page.text("article");
        Parts.Rule touched = ruleOr(page, "touched", late);
        List<Parts.Rule> elements = new ArrayList<>();
        for (String text : page.texts("elements")) {
            elements.add(compile(page, text, "elements", late));
        }
        if (elements.isEmpty()) {
            page.problem("une disposition a des éléments", "a provision has elements");
        }
        List<Parts.Lift> lifts = new ArrayList<>();
        for (Page lift : page.list("exceptions")) {
            lifts.add(new Parts.Lift(rule(lift, "when", late), lift.text("source"), lift.words()));
            lift.done();
        }
        Parts.Rule borne = ruleOr(page, "borne", late);
        int slot = Objects.requireNonNull(slots.get("found." + id));
        int lifted = Objects.requireNonNull(slots.get("lifted." + id));
        Parts.Provision provision = new Parts.Provision(
                id,
                slot,
                lifted,
                Objects.requireNonNullElse(kind, Kind.DUTY),
                article,
                page.texts("with"),
                date(page, "date"),
                page.flag("models"),
                page.text("source"),
                touched,
                elements,
                lifts,
                borne,
                page.words());
        List<Node> grounds = elements.stream().map(Parts.Rule::node).toList();
        known.put("found." + id, new Node.Named(slot, grounds));
        known.put(
                "lifted." + id,
                new Node.Named(
                        lifted, lifts.stream().map(lift -> lift.when().node()).toList()));
        page.done();
        return kind == null ? null : provision;
    }

    private String date(Page page, String key) {
        String date = page.text(key);
        if (!date.isEmpty() && !section("dates").containsKey(date)) {
            String near = Nearest.to(date, section("dates").keySet());
            page.problem(
                    "la date «\u202f" + date + "\u202f» n’est pas définie"
                            + (near.isEmpty() ? "" : "\u202f; «\u202f" + near + "\u202f»\u202f?"),
                    "the date “" + date + "” is not defined" + (near.isEmpty() ? "" : "; “" + near + "”?"));
        }
        dates.add(date);
        return date;
    }

    private Parts.When when(Page page) {
        String id = idOf(page);
        List<Parts.Legacy> legacy = new ArrayList<>();
        for (Page old : page.list("legacy")) {
            legacy.add(new Parts.Legacy(
                    old.day("before"), ruleOr(old, "when", true), old.dayOr("from"), old.text("point"), old.words()));
            old.done();
        }
        Law.Confidence confidence = page.one("confidence", Law.Confidence.class);
        Parts.When when = new Parts.When(
                id,
                page.day("formal"),
                page.day("effective"),
                page.text("act"),
                page.text("point"),
                Objects.requireNonNullElse(confidence, Law.Confidence.OPEN),
                legacy);
        page.done();
        return when;
    }

    private List<Parts.Purpose> purposes(List<String> provisions) {
        List<Parts.Purpose> all = new ArrayList<>();
        for (Page page : section("purposes").values()) {
            String id = idOf(page);
            List<Integer> in = provisionsOf(page, "in", provisions);
            List<Integer> near = provisionsOf(page, "near", provisions);
            Map<Integer, Object> implied = new LinkedHashMap<>();
            Page implies = page.under("implies");
            if (implies != null) {
                implies.values().forEach((name, value) -> {
                    Integer slot = slots.get(name);
                    if (slot == null || slot >= facts.size()) {
                        String like = Nearest.to(name, factNames());
                        page.problem(
                                "«\u202f" + name + "\u202f» n’est pas un fait connu"
                                        + (like.isEmpty() ? "" : "\u202f; «\u202f" + like + "\u202f»\u202f?"),
                                "“" + name + "” is no known fact" + (like.isEmpty() ? "" : "; “" + like + "”?"));
                        return;
                    }
                    Object meant = Law.value(facts.get(slot), text(facts.get(slot), value));
                    if (meant == null) {
                        page.problem(
                                "«\u202f" + value + "\u202f» n’est pas une valeur de " + name,
                                "“" + value + "” is no value of " + name);
                    } else {
                        implied.put(slot, meant);
                    }
                });
            }
            all.add(new Parts.Purpose(id, in, near, implied, page.words()));
            page.done();
        }
        return all;
    }

    /// A YAML scalar as the type of a fact.
    private static Object text(Fact fact, Object value) {
        return fact.type() == Fact.Type.FLAG
                        && value instanceof String word
                        && Set.of("true", "false").contains(word)
                ? (Object) Boolean.valueOf(word)
                : value;
    }

    private List<String> factNames() {
        return facts.stream().map(Fact::id).toList();
    }

    private static List<Integer> provisionsOf(Page page, String key, List<String> provisions) {
        List<Integer> all = new ArrayList<>();
        for (String name : page.texts(key)) {
            int at = provisions.indexOf(name);
            if (at < 0) {
                String like = Nearest.to(name, provisions);
                page.problem(
                        "la disposition «\u202f" + name + "\u202f» n’existe pas"
                                + (like.isEmpty() ? "" : "\u202f; «\u202f" + like + "\u202f»\u202f?"),
                        "there is no provision “" + name + "”" + (like.isEmpty() ? "" : "; “" + like + "”?"));
            } else {
                all.add(at);
            }
        }
        return all;
    }

    private List<Parts.Obligation> obligations(List<Parts.Role> roles) {
        List<String> known = roles.stream().map(Parts.Role::id).toList();
        List<Parts.Obligation> all = new ArrayList<>();
        for (Page page : section("obligations").values()) {
            List<String> named = page.texts("for");
            if (named.isEmpty()) {
                page.problem("une obligation pèse sur quelqu’un", "an obligation falls on somebody");
            }
            for (String role : named) {
                if (!known.contains(role)) {
                    String like = Nearest.to(role, known);
                    page.problem(
                            "le rôle «\u202f" + role + "\u202f» est inconnu"
                                    + (like.isEmpty() ? "" : "\u202f; «\u202f" + like + "\u202f»\u202f?"),
                            "the role “" + role + "” is unknown" + (like.isEmpty() ? "" : "; “" + like + "”?"));
                }
            }
            all.add(new Parts.Obligation(
                    idOf(page),
                    page.text("article"),
                    named,
                    rule(page, "when", true),
                    date(page, "date"),
                    page.has("product_date") ? date(page, "product_date") : null,
                    page.flag("even_if_prohibited"),
                    page.flag("legacy_only"),
                    page.flag("models"),
                    page.text("source"),
                    page.words()));
            page.done();
        }
        return all;
    }

    private List<Parts.Contradiction> contradictions() {
        List<Parts.Contradiction> all = new ArrayList<>();
        for (Page page : contradictionPages) {
            Set<String> before = Set.copyOf(read);
            read.clear();
            Parts.Rule when = rule(page, "when", false);
            List<Integer> named = read.stream()
                    .map(slots::get)
                    .filter(Objects::nonNull)
                    .sorted()
                    .toList();
            read.addAll(before);
            all.add(new Parts.Contradiction(when, named, page.words()));
            page.done();
        }
        return all;
    }

    /// A fact that nothing asks for would be filled in for nothing.
    private void unread() {
        for (Fact fact : facts) {
            if (!amends && later.contains(fact.id())) {
                continue;
            }
            if (!read.contains(fact.id())
                    && fact.type() != Fact.Type.DATE
                    && !fact.id().equals("purpose")) {
                Page page = Objects.requireNonNull(section("facts").get(fact.id()));
                page.problem("aucune règle ne lit ce fait", "no rule reads this fact");
            }
        }
        for (String date : section("dates").keySet()) {
            if (!dates.contains(date)) {
                Objects.requireNonNull(section("dates").get(date))
                        .problem(
                                String.format(Locale.ROOT, "la date «\u202f%s\u202f» ne sert à rien", date),
                                String.format(Locale.ROOT, "the date “%s” serves nothing", date));
            }
        }
    }
}
