package io.sextant.engine.inventory;

import io.sextant.engine.inventory.MappingRules.Expectation;
import io.sextant.engine.inventory.MappingRules.Feature;
import io.sextant.engine.inventory.MappingRules.Name;
import io.sextant.engine.inventory.MappingRules.Target;
import io.sextant.engine.inventory.text.Folding;
import io.sextant.engine.inventory.text.Stemming;
import io.sextant.engine.inventory.text.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Proposes which column of an inventory fills which field, from its heading and from its values. Immutable and
/// thread-safe; the same columns always give the same proposals.
///
/// How it is computed. A heading is cut into words (`useCaseName`, `name_ai_system_en` too) and compared with the names
/// that the rules give each field in each language. The score of a name is `w · p² · (½ + ½ r^0.7)`, where `p` is the
/// share of the name found in the heading, `r` the share of the heading that the name explains, and `w` the weight that
/// the rules give the name; a word that names many fields counts less in both shares, and a word may be misspelt or be
/// part of a compound. The values of the column are measured and compared with what the field expects. The score of a
/// column for a field is `name · (½ + ½ fit)`; when a heading says nothing known, the values alone may speak, with less
/// force. The fields are then given to columns so that the sum is greatest (an exact assignment, so that a field does
/// not grab a column that another field needs more). Columns may also be recognised as something that is no field at
/// all, such as a vendor or a cost; they are then kept as they are.
public final class ColumnMapper {
    private static final int TAG_COLUMNS = 6;
    private static final int LINK_COLUMNS = 6;
    private static final double UNKNOWN_HEADING = 0.45;
    private static final double TRANSLATION = 0.97;
    /// A column without a value takes a field only when no column with values wants it.
    private static final double EMPTY = 0.01;
    private static final Pattern CAMEL = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

    private final MappingRules rules;
    private final ValueReader values;
    private final StageReader stages;
    private final KindReader kinds;
    private final Map<Field, List<NameWords>> fieldNames = new EnumMap<>(Field.class);
    private final Map<String, List<NameWords>> conceptNames = new TreeMap<>();
    private final Map<String, Double> weights = new HashMap<>();
    private final Set<String> filler = new HashSet<>();
    private final Map<String, String> marks = new HashMap<>();
    private final List<List<String>> benefits = new ArrayList<>();

    private record NameWords(Name name, List<Token> words) {}

    /// A word and its root.
    private record Token(String word, String root) {
        static Token of(String word) {
            return new Token(word, Stemming.root(word));
        }
    }

    /// A heading, taken apart.
    ///
    /// @param words its words without filler
    /// @param base the words without a mark of language
    /// @param language the language that it marks, absent when it marks none
    private record Heading(
            String text,
            List<Token> words,
            List<String> base,
            @Nullable String language) {}

    /// How well a heading is a name.
    private record NameMatch(double score, boolean exact, String name) {
        static final NameMatch NONE = new NameMatch(0, false, "");
    }

    /// Where the headings of a table stand.
    ///
    /// @param row the row of the headings, from 0
    /// @param transposed whether the headings stand in the first column instead, one use case per column
    /// @param known number of headings whose words are known
    public record HeaderPlace(int row, boolean transposed, int known) {}

    public ColumnMapper(MappingRules rules, ValueReader values, StageReader stages, KindReader kinds) {
        this.rules = rules;
        this.values = values;
        this.stages = stages;
        this.kinds = kinds;
        rules.filler().forEach(word -> filler.add(Stemming.plural(Folding.fold(word))));
        rules.languages().forEach((mark, language) -> marks.put(Folding.fold(mark), language));
        rules.benefits().forEach(phrase -> benefits.add(stems(phrase)));
        rules.fields().forEach((field, target) -> fieldNames.put(field, compile(target)));
        rules.concepts().forEach((concept, target) -> conceptNames.put(concept, compile(target)));
        Map<String, Integer> owners = new HashMap<>();
        fieldNames.values().forEach(names -> countOwners(names, owners));
        conceptNames.values().forEach(names -> countOwners(names, owners));
        owners.forEach((word, count) -> weights.put(word, Math.max(0.35, 1 / (1 + 0.25 * (count - 1)))));
    }

    private static void countOwners(List<NameWords> names, Map<String, Integer> owners) {
        Set<String> words = new HashSet<>();
        names.forEach(name -> name.words().forEach(token -> words.add(token.word())));
        words.forEach(word -> owners.merge(word, 1, Integer::sum));
    }

    private List<NameWords> compile(Target target) {
        List<NameWords> names = new ArrayList<>();
        for (Name name : target.names()) {
            names.add(new NameWords(name, tokens(meaningful(stems(name.phrase())))));
        }
        return names;
    }

    private static List<Token> tokens(List<String> words) {
        return words.stream().map(Token::of).toList();
    }

    private static List<String> stems(String text) {
        return Words.of(CAMEL.matcher(text).replaceAll(" ").replace('_', ' ')).list().stream()
                .map(Words.Word::stem)
                .toList();
    }

    private List<String> meaningful(List<String> words) {
        List<String> kept = words.stream()
                .filter(w -> !filler.contains(w) && !w.chars().allMatch(Character::isDigit))
                .toList();
        return kept.isEmpty() ? words : kept;
    }

    /// Proposes a role for each column, in the order of the columns.
    public List<Proposal> propose(List<ColumnSample> columns) {
        int n = columns.size();
        List<Heading> headings = headings(columns);
        List<ColumnProfile> profiles = columns.parallelStream()
                .map(column -> ColumnProfile.of(column, values, stages, kinds))
                .toList();
        @Nullable Integer[] translationOf = translations(headings);

        List<Field> fields = new ArrayList<>(fieldNames.keySet());
        double[][] scores = new double[n][fields.size()];
        NameMatch[][] matches = new NameMatch[n][fields.size()];
        double[] kept = new double[n];
        String[] concepts = new String[n];
        for (int c = 0; c < n; c++) {
            concepts[c] = "";
            double bestName = 0;
            for (int f = 0; f < fields.size(); f++) {
                matches[c][f] = match(headings.get(c), fieldNames.getOrDefault(fields.get(f), List.of()));
                bestName = Math.max(bestName, matches[c][f].score());
            }
            for (Map.Entry<String, List<NameWords>> concept : conceptNames.entrySet()) {
                double name = match(headings.get(c), concept.getValue()).score();
                bestName = Math.max(bestName, name);
                Target target = rules.concepts().get(concept.getKey());
                double score = target == null ? 0 : score(name, profiles.get(c), target, 1);
                if (score > kept[c] && score >= rules.threshold()) {
                    kept[c] = score;
                    concepts[c] = concept.getKey();
                }
            }
            for (int f = 0; f < fields.size(); f++) {
                Target target = rules.fields().get(fields.get(f));
                scores[c][f] = target == null ? 0 : score(matches[c][f].score(), profiles.get(c), target, bestName);
            }
        }
        boolean[] flags = flags(profiles, scores, fields);
        boolean[] empty = new boolean[n];
        for (int c = 0; c < n; c++) {
            empty[c] = profiles.get(c).filled() == 0;
        }
        int[] chosen = assign(fields, scores, kept, flags, empty, translationOf, n);

        List<Proposal> proposals = new ArrayList<>(n);
        for (int c = 0; c < n; c++) {
            proposals.add(proposal(
                    c,
                    columns,
                    headings,
                    profiles,
                    fields,
                    scores,
                    matches,
                    kept,
                    concepts,
                    flags,
                    chosen,
                    translationOf));
        }
        return proposals;
    }

    /// Finds the headings of a table from its first rows: the row, or the first column, in which most cells are known
    /// names. When nothing is known, the first row that is filled like the widest one.
    public HeaderPlace headings(List<List<String>> firstRows, int searched) {
        int bestRow = -1;
        int bestKnown = 0;
        int widest = 0;
        int rows = Math.min(firstRows.size(), searched);
        for (int r = 0; r < rows; r++) {
            List<String> cells = firstRows.get(r);
            int known = known(cells);
            widest = Math.max(widest, filled(cells));
            if (known > bestKnown) {
                bestKnown = known;
                bestRow = r;
            }
        }
        List<String> firstColumn = new ArrayList<>();
        for (List<String> row : firstRows) {
            firstColumn.add(row.isEmpty() ? "" : row.getFirst());
        }
        int down = known(firstColumn);
        if (down >= 4 && down > 2 * bestKnown) {
            return new HeaderPlace(0, true, down);
        }
        if (bestKnown >= 2 || (bestKnown == 1 && widest <= 2)) {
            return new HeaderPlace(bestRow, false, bestKnown);
        }
        for (int r = 0; r < rows; r++) {
            if (filled(firstRows.get(r)) * 10 >= widest * 6 && widest > 0) {
                return new HeaderPlace(r, false, bestKnown);
            }
        }
        return new HeaderPlace(0, false, 0);
    }

    private static int filled(List<String> cells) {
        return (int) cells.stream().filter(cell -> !cell.isBlank()).count();
    }

    private int known(List<String> cells) {
        Set<Field> seen = new HashSet<>();
        int known = 0;
        int looked = 0;
        for (String cell : cells) {
            if (cell.isBlank() || cell.length() > 250 || ++looked > 300) {
                continue;
            }
            Heading heading = heading(cell.strip());
            Field best = null;
            double bestScore = 0.6;
            for (Map.Entry<Field, List<NameWords>> names : fieldNames.entrySet()) {
                double score = match(heading, names.getValue()).score();
                if (score > bestScore) {
                    bestScore = score;
                    best = names.getKey();
                }
            }
            if (best != null && seen.add(best)) {
                known++;
            }
        }
        return known;
    }

    private List<Heading> headings(List<ColumnSample> columns) {
        List<Heading> headings = new ArrayList<>();
        for (ColumnSample column : columns) {
            headings.add(heading(column.heading()));
        }
        return headings;
    }

    private Heading heading(String text) {
        List<String> all = stems(text);
        String language = null;
        List<String> base = all;
        if (all.size() > 1) {
            String last = all.getLast();
            String mark = marks.get(last);
            boolean bracketed = text.endsWith(")") || text.endsWith("]");
            // “IT” is a department more often than a language, unless it is written as a mark.
            if (mark != null && (bracketed || !last.equals("it") || text.endsWith("_it"))) {
                language = mark;
                base = all.subList(0, all.size() - 1);
            }
        }
        return new Heading(text, tokens(meaningful(base)), base, language);
    }

    /// For each column that holds in another language what an earlier column holds, the place of that column.
    private static @Nullable Integer[] translations(List<Heading> headings) {
        @Nullable Integer[] of = new @Nullable Integer[headings.size()];
        Map<List<String>, List<Integer>> same = new HashMap<>();
        for (int c = 0; c < headings.size(); c++) {
            if (!headings.get(c).base().isEmpty()) {
                same.computeIfAbsent(headings.get(c).base(), k -> new ArrayList<>())
                        .add(c);
            }
        }
        Map<String, Integer> firsts = new HashMap<>();
        for (List<Integer> group : same.values()) {
            if (languages(group, headings).size() > 1) {
                for (int c : group) {
                    String language = headings.get(c).language();
                    firsts.merge(language == null ? "" : language, c, Math::min);
                }
            }
        }
        // The main language is the one whose first such column comes first, or the unmarked one.
        String main = firsts.containsKey("")
                ? ""
                : firsts.entrySet().stream()
                        .min(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .orElse("");
        for (List<Integer> group : same.values()) {
            if (languages(group, headings).size() < 2) {
                continue;
            }
            Integer first = null;
            for (int c : group) {
                String language = headings.get(c).language();
                if ((language == null ? "" : language).equals(main)) {
                    first = first == null ? Integer.valueOf(c) : first;
                }
            }
            if (first == null) {
                continue;
            }
            for (int c : group) {
                String language = headings.get(c).language();
                if (c != first && language != null && !language.equals(main)) {
                    of[c] = first;
                }
            }
        }
        return of;
    }

    private static Set<String> languages(List<Integer> group, List<Heading> headings) {
        Set<String> languages = new HashSet<>();
        for (int c : group) {
            String language = headings.get(c).language();
            languages.add(language == null ? "" : language);
        }
        return languages;
    }

    private NameMatch match(Heading heading, List<NameWords> names) {
        NameMatch best = NameMatch.NONE;
        if (heading.words().isEmpty()) {
            return best;
        }
        for (NameWords candidate : names) {
            double named = 0;
            double namedAll = 0;
            double[] explained = new double[heading.words().size()];
            boolean exact = true;
            for (Token word : candidate.words()) {
                double weight = weight(word.word());
                namedAll += weight;
                double likeness = 0;
                int at = -1;
                for (int i = 0; i < heading.words().size(); i++) {
                    double s = likeness(word, heading.words().get(i));
                    if (s > likeness) {
                        likeness = s;
                        at = i;
                    }
                }
                exact &= likeness == 1;
                named += weight * likeness;
                if (at >= 0) {
                    explained[at] = Math.max(explained[at], likeness);
                }
            }
            double covered = 0;
            double coveredAll = 0;
            for (int i = 0; i < explained.length; i++) {
                double weight = weight(heading.words().get(i).word());
                coveredAll += weight;
                covered += weight * explained[i];
            }
            if (namedAll == 0 || coveredAll == 0) {
                continue;
            }
            double p = named / namedAll;
            double r = covered / coveredAll;
            boolean whole = exact && candidate.words().size() == heading.words().size() && r > 0.999;
            if (candidate.name().exact() && !whole) {
                continue;
            }
            double score = candidate.name().weight() * p * p * (0.5 + 0.5 * Math.pow(r, 0.7));
            if (score > best.score()) {
                best = new NameMatch(score, whole, candidate.name().phrase());
            }
        }
        return best;
    }

    private double weight(String word) {
        return weights.getOrDefault(word, 1.0);
    }

    /// How alike two words are: the same, of one root, a slip of the pen, or one the end of a compound.
    private static double likeness(Token left, Token right) {
        String a = left.word();
        String b = right.word();
        if (a.equals(b)) {
            return 1;
        }
        int shorter = Math.min(a.length(), b.length());
        int longer = Math.max(a.length(), b.length());
        if (shorter >= 4 && (a.startsWith(b) || b.startsWith(a)) && shorter * 10 >= longer * 6) {
            return 0.85;
        }
        if (shorter >= 5 && left.root().equals(right.root())) {
            return 0.85;
        }
        if (shorter >= 5 && longer >= 9 && (b.endsWith(a) || a.endsWith(b))) {
            return 0.75;
        }
        if (shorter >= 5 && longer - shorter <= 1 && a.charAt(0) == b.charAt(0) && oneSlip(a, b)) {
            return 0.85;
        }
        return 0;
    }

    /// Whether one letter added, left out, changed or swapped with its neighbour makes one word of the other.
    private static boolean oneSlip(String a, String b) {
        int i = 0;
        int shorter = Math.min(a.length(), b.length());
        while (i < shorter && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        if (a.length() == b.length()) {
            if (a.regionMatches(i + 1, b, i + 1, a.length() - i - 1)) {
                return true;
            }
            return i + 1 < a.length()
                    && a.charAt(i) == b.charAt(i + 1)
                    && a.charAt(i + 1) == b.charAt(i)
                    && a.regionMatches(i + 2, b, i + 2, a.length() - i - 2);
        }
        String longer = a.length() > b.length() ? a : b;
        String other = a.length() > b.length() ? b : a;
        return longer.regionMatches(i + 1, other, i, other.length() - i);
    }

    private static double score(double name, ColumnProfile profile, Target target, double bestName) {
        Fit fit = fit(profile, target);
        double score = name * (0.5 + 0.5 * fit.share());
        if (bestName < UNKNOWN_HEADING && target.alone() > 0 && profile.filled() >= 3) {
            score = Math.max(score, target.alone() * Math.max(0, 2 * fit.share() - 1));
        }
        return fit.possible() ? score : score * 0.2;
    }

    private record Fit(double share, boolean possible) {}

    private static Fit fit(ColumnProfile profile, Target target) {
        // Without values, nothing speaks for or against.
        double neutral = 0.8;
        if (profile.filled() == 0 || target.expects().isEmpty()) {
            return new Fit(neutral, true);
        }
        double met = 0;
        double all = 0;
        boolean possible = true;
        for (Expectation expectation : target.expects()) {
            double value = profile.get(expectation.feature());
            double degree = degree(expectation, value);
            met += expectation.weight() * degree;
            all += expectation.weight();
            possible &= !expectation.required() || degree > 0.5;
        }
        double share = met / all;
        double trust = Math.min(1, profile.filled() / 5.0);
        return new Fit(neutral + (share - neutral) * trust, possible || profile.filled() < 3);
    }

    private static double degree(Expectation expectation, double value) {
        if (value >= expectation.from() && value <= expectation.to()) {
            return 1;
        }
        double bound = value < expectation.from() ? expectation.from() : expectation.to();
        return switch (expectation.feature()) {
            case VARIETY, WORDS, LENGTH -> {
                double low = Math.min(value, bound);
                double high = Math.max(value, bound);
                yield high == 0 ? 1 : low / high;
            }
            case FILLED,
                    DISTINCT,
                    URL,
                    EMAIL,
                    YEAR,
                    NUMBER,
                    YES_NO,
                    PERSON,
                    KEY,
                    OWN_CODE,
                    STAGE,
                    KIND,
                    LANGUAGE,
                    SEVERAL,
                    ORGANISATION,
                    LABEL -> Math.max(0, 1 - Math.abs(value - bound) / 0.4);
        };
    }

    private boolean[] flags(List<ColumnProfile> profiles, double[][] scores, List<Field> fields) {
        boolean[] flags = new boolean[profiles.size()];
        int aiNeeded = fields.indexOf(Field.AI_NEEDED);
        for (int c = 0; c < flags.length; c++) {
            flags[c] = profiles.get(c).ticks() && (aiNeeded < 0 || scores[c][aiNeeded] < 0.6);
        }
        return flags;
    }

    private int[] assign(
            List<Field> fields,
            double[][] scores,
            double[] kept,
            boolean[] flags,
            boolean[] empty,
            @Nullable Integer[] translationOf,
            int columns) {
        List<Integer> slotField = new ArrayList<>();
        List<Boolean> slotTranslation = new ArrayList<>();
        for (int f = 0; f < fields.size(); f++) {
            int copies =
                    switch (fields.get(f)) {
                        case TAGS -> TAG_COLUMNS;
                        case LINKS -> LINK_COLUMNS;
                        default -> 1;
                    };
            for (int k = 0; k < copies; k++) {
                slotField.add(f);
                slotTranslation.add(false);
            }
            if (fields.get(f).translatable()) {
                slotField.add(f);
                slotTranslation.add(true);
            }
        }
        double[][] gain = new double[slotField.size()][columns];
        for (int s = 0; s < gain.length; s++) {
            for (int c = 0; c < columns; c++) {
                boolean translation = translationOf[c] != null;
                double score = scores[c][slotField.get(s)] * (translation ? TRANSLATION : 1);
                if (flags[c]
                        || translation != slotTranslation.get(s)
                        || score < rules.threshold()
                        || score < 0.98 * kept[c]) {
                    continue;
                }
                // Of two equal columns the earlier one is taken.
                gain[s][c] = (score - 1e-6 * c / Math.max(1, columns)) * (empty[c] ? EMPTY : 1);
            }
        }
        int[] bySlot = Assignment.best(gain);
        // A slot is a field, or a field in the second language: encoded as field, or -2 - field.
        int[] chosen = new int[columns];
        java.util.Arrays.fill(chosen, -1);
        for (int s = 0; s < bySlot.length; s++) {
            if (bySlot[s] >= 0) {
                chosen[bySlot[s]] = slotTranslation.get(s) ? -2 - slotField.get(s) : slotField.get(s);
            }
        }
        // A translation without its original is no translation.
        for (int c = 0; c < columns; c++) {
            Integer original = translationOf[c];
            if (chosen[c] <= -2 && (original == null || chosen[original] != -2 - chosen[c])) {
                chosen[c] = -1;
            }
        }
        return chosen;
    }

    private Proposal proposal(
            int c,
            List<ColumnSample> columns,
            List<Heading> headings,
            List<ColumnProfile> profiles,
            List<Field> fields,
            double[][] scores,
            NameMatch[][] matches,
            double[] kept,
            String[] concepts,
            boolean[] flags,
            int[] chosen,
            @Nullable Integer[] translationOf) {
        ColumnSample column = columns.get(c);
        ColumnProfile profile = profiles.get(c);
        String language = headings.get(c).language();
        String heading = column.heading();
        if (heading.isEmpty() && profile.filled() == 0) {
            return new Proposal(
                    column.index(),
                    heading,
                    Proposal.Role.EMPTY,
                    null,
                    false,
                    null,
                    null,
                    1,
                    List.of(Why.of("mapping.empty")),
                    List.of());
        }
        List<Proposal.Other> others = new ArrayList<>();
        for (int f = 0; f < fields.size(); f++) {
            if (scores[c][f] >= rules.threshold() * 0.6) {
                others.add(new Proposal.Other(fields.get(f), scores[c][f]));
            }
        }
        others.sort(Comparator.comparingDouble(Proposal.Other::score).reversed().thenComparing(Proposal.Other::field));
        if (flags[c]) {
            boolean outcome = benefits.stream()
                    .anyMatch(phrase -> contains(headings.get(c).base(), phrase));
            return new Proposal(
                    column.index(),
                    heading,
                    Proposal.Role.FLAG,
                    outcome ? Field.OUTCOME : Field.TAGS,
                    false,
                    null,
                    null,
                    heading.isEmpty() ? 0.3 : 0.9,
                    List.of(
                            Why.of("mapping.ticks", percent(profile.get(Feature.FILLED))),
                            Why.of(outcome ? "mapping.ticks-outcome" : "mapping.ticks-tag")),
                    List.of());
        }
        int f = chosen[c] <= -2 ? -2 - chosen[c] : chosen[c];
        if (f < 0) {
            Integer original = translationOf[c];
            List<Why> reasons = new ArrayList<>();
            if (original != null) {
                reasons.add(
                        Why.of("mapping.other-language", columns.get(original).heading()));
            } else if (!concepts[c].isEmpty()) {
                reasons.add(Why.of("mapping.concept." + concepts[c]));
            } else if (labels(matches[c], fields, profile)) {
                reasons.add(Why.of("mapping.labels", percent(profile.get(Feature.LABEL))));
            } else if (!others.isEmpty() && others.getFirst().score() >= rules.threshold()) {
                reasons.add(Why.of("mapping.taken", fieldKey(others.getFirst().field())));
            } else if (heading.isEmpty()) {
                reasons.add(Why.of("mapping.no-heading"));
            } else {
                reasons.add(Why.of("mapping.unknown"));
            }
            return new Proposal(
                    column.index(),
                    heading,
                    Proposal.Role.EXTRA,
                    null,
                    false,
                    language,
                    concepts[c].isEmpty() ? null : concepts[c],
                    concepts[c].isEmpty() ? 0.5 : Math.min(1, kept[c]),
                    reasons,
                    others.stream().limit(3).toList());
        }
        double score = scores[c][f];
        double rival = kept[c];
        for (int g = 0; g < fields.size(); g++) {
            if (g != f) {
                rival = Math.max(rival, scores[c][g]);
            }
        }
        double margin = Math.max(0, Math.min(1, (score - rival) / 0.3));
        double confidence = Math.min(1, score * (0.8 + 0.2 * margin));
        Field field = fields.get(f);
        others.removeIf(other -> other.field() == field);
        return new Proposal(
                column.index(),
                heading,
                Proposal.Role.FIELD,
                field,
                chosen[c] <= -2,
                language,
                null,
                confidence,
                reasons(matches[c][f], profile, rules.fields().get(field), translationOf[c], columns),
                others.stream().limit(3).toList());
    }

    /// Whether a column is called like a field that holds sentences, and holds the labels of a category.
    private boolean labels(NameMatch[] matches, List<Field> fields, ColumnProfile profile) {
        for (int f = 0; f < matches.length; f++) {
            Target target = rules.fields().get(fields.get(f));
            if (matches[f].score() >= UNKNOWN_HEADING
                    && target != null
                    && target.expects().stream()
                            .anyMatch(e ->
                                    e.feature() == Feature.LABEL && degree(e, profile.get(Feature.LABEL)) <= 0.5)) {
                return true;
            }
        }
        return false;
    }

    private static List<Why> reasons(
            NameMatch match,
            ColumnProfile profile,
            @Nullable Target target,
            @Nullable Integer original,
            List<ColumnSample> columns) {
        List<Why> reasons = new ArrayList<>();
        if (match.score() > 0.2) {
            reasons.add(Why.of(match.exact() ? "mapping.heading-is" : "mapping.heading-says", match.name()));
        }
        if (original != null) {
            reasons.add(Why.of("mapping.translation-of", columns.get(original).heading()));
        }
        if (target == null || profile.filled() == 0) {
            if (profile.filled() == 0) {
                reasons.add(Why.of("mapping.no-values"));
            }
            return reasons;
        }
        target.expects().stream()
                .filter(e -> degree(e, profile.get(e.feature())) > 0.9)
                .sorted(Comparator.comparingDouble(Expectation::weight)
                        .reversed()
                        .thenComparing(Expectation::feature))
                .limit(2)
                .forEach(e -> reasons.add(valuesReason(e.feature(), profile)));
        return reasons;
    }

    private static Why valuesReason(Feature feature, ColumnProfile profile) {
        double value = profile.get(feature);
        String code = "mapping.values."
                + feature.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        return switch (feature) {
            case VARIETY -> Why.of(code, Math.round(value));
            case WORDS, LENGTH -> Why.of(code, Math.round(value));
            case FILLED,
                    DISTINCT,
                    URL,
                    EMAIL,
                    YEAR,
                    NUMBER,
                    YES_NO,
                    PERSON,
                    KEY,
                    OWN_CODE,
                    STAGE,
                    KIND,
                    LANGUAGE,
                    SEVERAL,
                    ORGANISATION,
                    LABEL -> Why.of(code, percent(value));
        };
    }

    private static long percent(double share) {
        return Math.round(share * 100);
    }

    private static String fieldKey(Field field) {
        return field.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static boolean contains(List<String> words, List<String> phrase) {
        for (String part : phrase) {
            boolean found = false;
            for (String word : words) {
                found |= likeness(Token.of(part), Token.of(word)) >= 0.85;
            }
            if (!found) {
                return false;
            }
        }
        return !phrase.isEmpty();
    }
}
