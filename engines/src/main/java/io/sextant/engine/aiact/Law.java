package io.sextant.engine.aiact;

import io.sextant.engine.gates.Fact;
import io.sextant.engine.gates.Nearest;
import io.sextant.engine.gates.Words;
import io.sextant.engine.inventory.RuleSource;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A version of the law, complete and checked. Thread-safe; to be kept, since reading one compiles its conditions.
///
/// A provision is *in play* when the intended purpose or given facts touch it. Provisions that are not in play do not
/// apply; in one that is, an element that is unknown leaves the finding open, and an exception or an exit counts only
/// where it is shown.
public final class Law {
    /// Name and edition of the way of deciding, which results carry.
    public static final String METHOD = "sextant-aiact-1";

    /// The fact that says on which day a case is judged.
    public static final String ASSESSED = "assessment_date";

    private static final String PLACED = "placed_on_market_date";
    private static final String PURPOSE = "purpose";
    private static final int LONGEST_SHOWN = 80;

    /// How sure a date is.
    public enum Confidence {
        /// Statute, told alike by independent sources.
        CERTAIN,
        /// One good source.
        LIKELY,
        /// Two readings are possible.
        OPEN
    }

    private final String version;
    private final LocalDate inForce;
    private final Words title;
    private final List<RuleSource> sources;
    private final Map<String, Integer> slots;
    final List<Fact> facts;
    final Map<Integer, Object> nullIs;
    final Set<Integer> steady;
    final SortedMap<String, List<Double>> compared;
    final int size;
    final Parts.Rule near;
    final List<Parts.Notion> notions;
    final List<Parts.Notion> afterwards;
    final List<Parts.Provision> provisions;
    final Map<String, Parts.When> whens = new LinkedHashMap<>();
    final Map<String, Parts.Purpose> purposes = new LinkedHashMap<>();
    final List<Parts.Role> roles;
    final List<Parts.Obligation> obligations;
    final List<Parts.Contradiction> contradictions;
    final List<Parts.Disagreement> disagreements;
    final Map<String, Integer> states = new LinkedHashMap<>();

    Law(
            String version,
            LocalDate inForce,
            Words title,
            List<RuleSource> sources,
            List<Fact> facts,
            Map<Integer, Object> nullIs,
            Set<Integer> steady,
            SortedMap<String, List<Double>> compared,
            Map<String, Integer> slots,
            int variable,
            Parts.Rule near,
            List<Parts.Notion> notions,
            List<Parts.Notion> afterwards,
            List<Parts.Provision> provisions,
            List<Parts.When> whens,
            List<Parts.Purpose> purposes,
            List<Parts.Role> roles,
            List<Parts.Obligation> obligations,
            List<Parts.Contradiction> contradictions,
            List<Parts.Disagreement> disagreements) {
        this.version = version;
        this.inForce = inForce;
        this.title = title;
        this.sources = List.copyOf(sources);
        this.facts = List.copyOf(facts);
        this.nullIs = Map.copyOf(nullIs);
        this.steady = Set.copyOf(steady);
        this.compared = compared;
        this.slots = new LinkedHashMap<>(slots);
        this.size = variable + 1;
        this.near = near;
        this.notions = List.copyOf(notions);
        this.afterwards = List.copyOf(afterwards);
        this.provisions = List.copyOf(provisions);
        whens.forEach(when -> this.whens.put(when.id(), when));
        purposes.forEach(purpose -> this.purposes.put(purpose.id(), purpose));
        this.roles = List.copyOf(roles);
        this.obligations = List.copyOf(obligations);
        this.contradictions = List.copyOf(contradictions);
        this.disagreements = List.copyOf(disagreements);
        LawReader.STATES.forEach(state -> states.put(state, slot("state." + state)));
    }

    /// For example `2026-1744`.
    public String version() {
        return version;
    }

    /// Day from which it is the law.
    public LocalDate inForce() {
        return inForce;
    }

    /// Its name.
    public Words title() {
        return title;
    }

    /// The files it was read from, with their digests.
    public List<RuleSource> sources() {
        return sources;
    }

    /// What can be said of a case, in the order of the file.
    public List<Fact> facts() {
        return facts;
    }

    /// The catalogue of intended purposes, with their names.
    public Map<String, Words> purposes() {
        return purposes.values().stream()
                .collect(Collectors.toMap(Parts.Purpose::id, Parts.Purpose::says, (a, b) -> a, LinkedHashMap::new));
    }

    /// The name of a role that obligations carry.
    public Words role(String id) {
        return roles.stream()
                .filter(role -> role.id().equals(id))
                .findFirst()
                .map(Parts.Role::says)
                .orElseThrow(() -> new IllegalArgumentException(id));
    }

    /// Every sentence of the law's files, for those who check its words.
    public List<Words> words() {
        List<Words> all = new ArrayList<>();
        all.add(title);
        facts.forEach(fact -> all.add(fact.says()));
        purposes.values().forEach(purpose -> all.add(purpose.says()));
        provisions.forEach(provision -> {
            all.add(provision.says());
            provision.exceptions().forEach(lift -> all.add(lift.says()));
        });
        whens.values().forEach(when -> when.legacy().forEach(legacy -> all.add(legacy.says())));
        roles.forEach(role -> all.add(role.says()));
        obligations.forEach(obligation -> all.add(obligation.says()));
        contradictions.forEach(contradiction -> all.add(contradiction.says()));
        disagreements.forEach(disagreement -> all.add(disagreement.says()));
        return all;
    }

    int slot(String name) {
        Integer slot = slots.get(name);
        if (slot == null) {
            throw new IllegalArgumentException("no " + name);
        }
        return slot;
    }

    @Nullable
    Integer slotOr(String name) {
        return slots.get(name);
    }

    /// Everything that is wrong with the facts of a case: names that are not known, values that are not of their type,
    /// facts that contradict each other. Empty when they can be judged.
    public List<Fault> faults(Map<String, ?> given) {
        List<Fault> faults = new ArrayList<>();
        List<String> names = facts.stream().map(Fact::id).toList();
        given.forEach((name, value) -> {
            Integer slot = slots.get(name);
            if (slot == null || slot >= facts.size()) {
                String nearest = Nearest.to(name, names);
                faults.add(new Fault(
                        name,
                        shown(value),
                        new Words(
                                "ce fait est inconnu"
                                        + (nearest.isEmpty()
                                                ? "\u202f; la page des faits donne leur liste"
                                                : "\u202f; vouliez-vous dire «\u202f" + nearest + "\u202f»\u202f?"),
                                "this fact is unknown"
                                        + (nearest.isEmpty()
                                                ? "; the reference page lists the facts"
                                                : "; did you mean “" + nearest + "”?"))));
            } else if (value != null && value(facts.get(slot), value) == null) {
                faults.add(new Fault(name, shown(value), expected(facts.get(slot), value)));
            }
        });
        if (faults.isEmpty()) {
            @Nullable Object[] values = values(given);
            for (Parts.Contradiction contradiction : contradictions) {
                if (Boolean.TRUE.equals(contradiction.when().node().of(values))) {
                    List<Integer> named = contradiction.facts().stream()
                            .filter(slot -> values[slot] != null)
                            .toList();
                    faults.add(new Fault(
                            named.stream().map(slot -> facts.get(slot).id()).collect(Collectors.joining(", ")),
                            named.stream().map(slot -> shown(values[slot])).collect(Collectors.joining(", ")),
                            contradiction.says()));
                }
            }
        }
        return faults;
    }

    private static Words expected(Fact fact, Object value) {
        return switch (fact.type()) {
            case FLAG -> new Words("il faut true, false ou rien", "true, false or nothing is needed");
            case WHOLE, NUMBER ->
                new Words("il faut un nombre fini, positif ou nul", "a finite number of at least zero is needed");
            case TEXT -> new Words("il faut un texte", "a text is needed");
            case DATE -> new Words("il faut une date AAAA-MM-JJ", "a date YYYY-MM-DD is needed");
            case CHOICE -> {
                String near = Nearest.to(String.valueOf(value), fact.values());
                yield new Words(
                        "ce n’est pas une des valeurs de ce fait"
                                + (near.isEmpty() ? "" : "\u202f; vouliez-vous dire «\u202f" + near + "\u202f»\u202f?"),
                        "this is none of the fact’s values" + (near.isEmpty() ? "" : "; did you mean “" + near + "”?"));
            }
            case CHOICES -> {
                String wrong = value instanceof Collection<?> many
                        ? many.stream()
                                .map(String::valueOf)
                                .filter(one -> !fact.values().contains(one))
                                .findFirst()
                                .orElse("")
                        : "";
                String near = wrong.isEmpty() ? "" : Nearest.to(wrong, fact.values());
                yield new Words(
                        "il faut une liste de valeurs de ce fait"
                                + (near.isEmpty() ? "" : "\u202f; vouliez-vous dire «\u202f" + near + "\u202f»\u202f?"),
                        "a list of the fact’s values is needed"
                                + (near.isEmpty() ? "" : "; did you mean “" + near + "”?"));
            }
        };
    }

    private static String shown(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }

    /// A value as conditions ask for it; null when it is not of the fact's type.
    static @Nullable Object value(Fact fact, Object given) {
        return switch (fact.type()) {
            case FLAG -> given instanceof Boolean ? given : null;
            case WHOLE, NUMBER ->
                given instanceof Number number && number.doubleValue() >= 0 && Double.isFinite(number.doubleValue())
                        ? (Object) number.doubleValue()
                        : null;
            case TEXT -> given instanceof String ? given : null;
            case CHOICE -> {
                // “None” is how some write that there is none.
                String word = given.equals("None") && fact.values().contains("none") ? "none" : String.valueOf(given);
                yield given instanceof String && fact.values().contains(word) ? word : null;
            }
            case CHOICES -> {
                if (!(given instanceof Collection<?> many)) {
                    yield null;
                }
                Set<String> words = new LinkedHashSet<>();
                for (Object one : many) {
                    if (!(one instanceof String word) || !fact.values().contains(word)) {
                        yield null;
                    }
                    words.add(word);
                }
                yield words.isEmpty() ? null : words.stream().sorted().toList();
            }
            case DATE -> given instanceof LocalDate ? given : day(given);
        };
    }

    private static @Nullable LocalDate day(Object given) {
        try {
            return given instanceof String text ? LocalDate.parse(text) : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /// The day that a case's own facts say it is judged on; null when they do not.
    public static @Nullable LocalDate assessed(Map<String, ?> given) {
        Object value = given.get(ASSESSED);
        return value == null ? null : day(value instanceof LocalDate known ? known.toString() : value);
    }

    @Nullable
    Object[] values(Map<String, ?> given) {
        @Nullable Object[] values = new Object[size];
        for (Fact fact : facts) {
            int slot = slot(fact.id());
            if (given.containsKey(fact.id())) {
                Object value = given.get(fact.id());
                values[slot] = value == null ? nullIs.get(slot) : value(fact, value);
            }
        }
        return values;
    }

    Parts.@Nullable Purpose purpose(@Nullable Object[] values) {
        Integer slot = slots.get(PURPOSE);
        return slot != null && values[slot] instanceof String word ? purposes.get(word) : null;
    }

    @Nullable
    LocalDate placed(@Nullable Object[] values) {
        Integer slot = slots.get(PLACED);
        return slot != null && values[slot] instanceof LocalDate day ? day : null;
    }

    boolean asksPurpose(int slot) {
        return facts.get(slot).id().equals(PURPOSE);
    }

    /// Judges a case.
    ///
    /// @param given its facts, of which [#faults] finds nothing wrong
    /// @param asOf day on which it is judged, unless the facts say another
    public Classification classify(Map<String, ?> given, LocalDate asOf) {
        LocalDate said = assessed(given);
        return new Verdict(this, said == null ? asOf : said, values(given)).told();
    }

    /// The tier alone, which is quicker.
    Tier tier(Map<String, ?> given, LocalDate asOf) {
        LocalDate said = assessed(given);
        return new Judgement(this, values(given), said == null ? asOf : said).tier;
    }
}
