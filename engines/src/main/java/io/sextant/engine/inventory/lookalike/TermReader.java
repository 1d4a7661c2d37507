package io.sextant.engine.inventory.lookalike;

import io.sextant.engine.inventory.text.Folding;
import io.sextant.engine.inventory.text.Phrases;
import io.sextant.engine.inventory.text.Stemming;
import io.sextant.engine.inventory.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns a text into terms: concepts where the rules know the words, roots of words elsewhere. A term is an `int`; the
/// reader keeps the dictionary. Reading without learning is safe from several threads; learning is not.
final class TermReader {
    /// The number of characters of a text that are compared.
    static final int LIMIT = 6_000;

    static final int NONE = -1;

    /// The term is part of a concept found at the same place.
    static final int COVERED = 1;

    /// Every use case of AI uses the term.
    static final int GENERIC = 2;

    /// It is written with a capital.
    static final int CAPITAL = 4;

    /// It does not begin its sentence.
    static final int INNER = 8;

    /// It is written like a coined name: with two capitals, or alone before a dash or colon.
    static final int COINED = 16;

    private final Phrases<Integer> concepts;
    /// For each stop word the languages it is one of, as bits.
    private final Map<String, Integer> stopWords = new HashMap<>();
    private final int languages;
    private final Set<String> generic = new HashSet<>();
    private final Map<String, Form> forms = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<@Nullable Form> shown = new ArrayList<>();
    private final List<String> rootOf = new ArrayList<>();
    private final List<LookAlikeRules.Concept> conceptList;

    /// A word as it is written, with what is known of it.
    private static final class Form {
        final String shown;
        final int term;
        final boolean generic;
        int count;

        Form(String shown, int term, boolean generic) {
            this.shown = shown;
            this.term = term;
            this.generic = generic;
        }
    }

    /// A text read: its terms, each with what is known of it where it stands.
    ///
    /// @param terms the terms
    /// @param flags for each what is known of it
    /// @param sentence for each the sentence it stands in
    /// @param digests for each sentence a digest of its words, 0 when it is too short to tell
    /// @param figures the numbers in it, which tell one phase or part from another
    /// @param languages for each language how many of its stop words stand in it
    record Reading(
            int[] terms, byte[] flags, short[] sentence, long[] digests, Set<String> figures, short[] languages) {
        static final Reading EMPTY =
                new Reading(new int[0], new byte[0], new short[0], new long[0], Set.of(), new short[0]);

        boolean is(int i, int flag) {
            return (flags[i] & flag) != 0;
        }
    }

    TermReader(LookAlikeRules rules) {
        conceptList = rules.concepts();
        Map<String, List<Integer>> phrases = new HashMap<>();
        for (int c = 0; c < conceptList.size(); c++) {
            for (String phrase : conceptList.get(c).phrases()) {
                phrases.computeIfAbsent(Folding.fold(phrase), k -> new ArrayList<>(1))
                        .add(c);
            }
            shown.add(null);
            rootOf.add("");
        }
        // The first numbers are the concepts. They are compared by their singular only: a root would take “markets” for
        // “marketing”.
        concepts = Phrases.of(phrases);
        List<String> named = rules.stopWords().keySet().stream().sorted().toList();
        languages = named.size();
        for (int l = 0; l < languages; l++) {
            int bit = 1 << l;
            rules.stopWords()
                    .getOrDefault(named.get(l), Set.of())
                    .forEach(word -> stopWords.merge(Folding.fold(word), bit, (a, b) -> a | b));
        }
        rules.generic().forEach(word -> generic.add(Stemming.plural(Folding.fold(word))));
    }

    /// The number of terms known so far.
    int size() {
        return shown.size();
    }

    boolean concept(int term) {
        return term < conceptList.size();
    }

    /// A text cut into words, and the phrases of concepts among them.
    record Cut(String text, Words words, List<Phrases.Hit<Integer>> hits) {}

    /// The part of the reading that learns nothing, so that several threads may do it at once.
    Cut cut(String text) {
        Words words = Words.of(text, LIMIT);
        return new Cut(text, words, words.size() == 0 ? List.of() : concepts.in(words));
    }

    /// Reads a text; words that are new become terms when `learn` is set and are left out otherwise.
    Reading read(String text, boolean learn) {
        return read(cut(text), learn);
    }

    Reading read(Cut cut, boolean learn) {
        String text = cut.text();
        Words words = cut.words();
        int n = words.size();
        if (n == 0) {
            return Reading.EMPTY;
        }
        List<Phrases.Hit<Integer>> hits = new ArrayList<>(cut.hits());
        if (hits.size() > 1) {
            hits.sort(Comparator.comparingInt((Phrases.Hit<Integer> h) -> h.from() - h.to())
                    .thenComparingInt(Phrases.Hit::from)
                    .thenComparingInt(Phrases.Hit::value));
        }
        int[] terms = new int[n + hits.size()];
        byte[] flags = new byte[terms.length];
        short[] sentence = new short[terms.length];
        int count = 0;
        boolean[] covered = new boolean[n];
        for (Phrases.Hit<Integer> hit : hits) {
            boolean free = true;
            for (int i = hit.from(); i < hit.to(); i++) {
                free &= !covered[i];
            }
            if (free) {
                Arrays.fill(covered, hit.from(), hit.to(), true);
                terms[count] = hit.value();
                sentence[count++] = (short) words.get(hit.from()).sentence();
            }
        }
        Set<String> figures = Set.of();
        long[] digests = new long[words.get(n - 1).sentence() + 1];
        int[] lengths = new int[digests.length];
        short[] spoken = new short[languages];
        int previous = -1;
        for (int i = 0; i < n; i++) {
            Words.Word word = words.get(i);
            String folded = word.folded();
            int at = word.sentence();
            digests[at] = digests[at] * 1_000_003L + folded.hashCode();
            lengths[at]++;
            boolean inner = at == previous;
            previous = at;
            if (folded.length() <= 7) {
                int bits = stopWords.getOrDefault(folded, 0);
                for (int l = 0; bits != 0; l++, bits >>= 1) {
                    spoken[l] += (short) (bits & 1);
                }
            }
            if (figure(folded)) {
                figures = figures.isEmpty() ? new HashSet<>() : figures;
                figures.add(folded);
                continue;
            }
            Form form = folded.length() < 3 ? null : form(text, word, learn);
            if (form == null || form.term == NONE) {
                continue;
            }
            terms[count] = form.term;
            flags[count] = (byte) ((covered[i] ? COVERED : 0)
                    | (form.generic ? GENERIC : 0)
                    | (Character.isUpperCase(text.codePointAt(word.start())) ? CAPITAL : 0)
                    | (inner ? INNER : 0)
                    | (coined(text, word) ? COINED : 0));
            sentence[count++] = (short) at;
        }
        for (int s = 0; s < digests.length; s++) {
            if (lengths[s] < 6) {
                digests[s] = 0;
            }
        }
        return new Reading(
                Arrays.copyOf(terms, count),
                Arrays.copyOf(flags, count),
                Arrays.copyOf(sentence, count),
                digests,
                figures,
                spoken);
    }

    /// The language that a title and a text are in, by their stop words; -1 when they do not tell.
    static int language(Reading title, Reading body) {
        int best = -1;
        int most = 1;
        int second = 0;
        for (int l = 0; l < Math.max(title.languages().length, body.languages().length); l++) {
            int count = (l < title.languages().length ? title.languages()[l] : 0)
                    + (l < body.languages().length ? body.languages()[l] : 0);
            if (count > most) {
                second = best < 0 ? 0 : most;
                most = count;
                best = l;
            } else if (count > second) {
                second = count;
            }
        }
        return best >= 0 && most >= 1.3 * second ? best : -1;
    }

    /// A number, or a Roman one below ten: what tells “phase 1” from “phase II”.
    private static boolean figure(String folded) {
        if (Character.isDigit(folded.charAt(0))) {
            return folded.chars().allMatch(Character::isDigit);
        }
        return folded.length() <= 4
                && switch (folded) {
                    case "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix" -> true;
                    default -> false;
                };
    }

    private static boolean coined(String text, Words.Word word) {
        int capitals = 0;
        for (int i = word.start(); i < word.end(); i++) {
            capitals += Character.isUpperCase(text.charAt(i)) ? 1 : 0;
        }
        if (capitals >= 2) {
            return true;
        }
        int end = word.end();
        if (word.start() > 0 || capitals == 0 || end >= text.length()) {
            return false;
        }
        return text.charAt(end) == ':'
                || (end + 2 < text.length()
                        && text.charAt(end) == ' '
                        && "-–—".indexOf(text.charAt(end + 1)) >= 0
                        && text.charAt(end + 2) == ' ');
    }

    /// What is known of a word as written; null when it is new and nothing is learnt.
    private @Nullable Form form(String text, Words.Word word, boolean learn) {
        String folded = word.folded();
        Form form = forms.get(folded);
        if (form == null) {
            int term = NONE;
            if (!stopWords.containsKey(folded)) {
                String root = Stemming.root(folded);
                Integer known = numbers.get(root);
                if (known == null && learn) {
                    known = shown.size();
                    numbers.put(root, known);
                    shown.add(null);
                    rootOf.add(root);
                }
                if (known == null) {
                    return null;
                }
                term = known;
            }
            form = new Form(
                    text.substring(word.start(), word.end()).toLowerCase(Locale.ROOT),
                    term,
                    generic.contains(word.stem()));
            if (learn) {
                forms.put(folded, form);
            }
        }
        if (learn && form.term != NONE) {
            form.count++;
            Form best = shown.get(form.term);
            // The commonest form is shown; of equals the first in the alphabet.
            if (best == null
                    || form.count > best.count
                    || (form.count == best.count && form.shown.compareTo(best.shown) < 0)) {
                shown.set(form.term, form);
            }
        }
        return form;
    }

    /// The root of a word that became a term; empty for a concept.
    String root(int term) {
        return rootOf.get(term);
    }

    /// The term of a root, or [#NONE].
    int termOf(String root) {
        return numbers.getOrDefault(root, NONE);
    }

    /// The roots of the words that tell a unit from another: those that not every unit has.
    Set<String> unitNames(String text) {
        if (text.isBlank()) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (Words.Word word : Words.of(text, 300).list()) {
            if (word.folded().length() >= 3
                    && !stopWords.containsKey(word.folded())
                    && !generic.contains(word.stem())) {
                names.add(Stemming.root(word.folded()));
            }
        }
        return names;
    }

    /// The words of a text, stop words included.
    static Set<String> plain(String text) {
        if (text.isEmpty()) {
            return Set.of();
        }
        Set<String> plain = new HashSet<>();
        Words.of(text, 300).list().forEach(word -> plain.add(word.stem()));
        return plain;
    }

    /// How a term is shown.
    Term term(int number, double weight) {
        if (concept(number)) {
            LookAlikeRules.Concept concept = conceptList.get(number);
            return new Term(concept.en(), concept.fr(), weight);
        }
        Form form = shown.get(number);
        String word = form == null ? rootOf.get(number) : form.shown;
        return new Term(word, word, weight);
    }
}
