package io.sextant.engine.inventory;

import io.sextant.engine.inventory.text.Folding;
import io.sextant.engine.inventory.text.Phrases;
import io.sextant.engine.inventory.text.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells what kind of AI a use case relies on from the words that describe it, and shows which words. Immutable and
/// thread-safe.
///
/// Each group of terms adds its weight once, more in a title (×1.4) or in a statement of technology (×1.2) than in a
/// description. The most autonomous kind whose weight passes its threshold is stated: agent, generative, classical,
/// none. The confidence is `1 − exp(−weight)`, lowered when the other kinds have weight too; under the limit of the
/// rules the kind is left unknown. It is a reading of words, not an inspection of the system.
public final class KindReader {
    private static final double TITLE = 1.4;
    private static final double TECHNOLOGY = 1.2;
    private static final double BODY = 1.0;

    private final KindRules rules;
    private final Phrases<Ref> phrases;
    private final Phrases<Kind> values;

    private enum Role {
        TERM,
        UNLESS,
        WITH
    }

    private record Ref(int group, Role role) {}

    /// A word that counted.
    ///
    /// @param quote the words as written
    /// @param where the field they stand in
    /// @param kind the kind they point to
    /// @param weight how much they counted
    public record Evidence(String quote, Field where, Kind kind, double weight) {}

    /// A kind read.
    ///
    /// @param kind the kind, absent when the words do not tell
    /// @param confidence between 0 and 1
    /// @param evidence the words that counted, weightiest first
    /// @param source the rules used
    public record Reading(@Nullable Kind kind, double confidence, List<Evidence> evidence, RuleSource source) {
        public Reading {
            evidence = List.copyOf(evidence);
        }
    }

    public KindReader(KindRules rules) {
        this.rules = rules;
        Map<String, List<Ref>> entries = new HashMap<>();
        for (int g = 0; g < rules.terms().size(); g++) {
            KindRules.Terms terms = rules.terms().get(g);
            add(entries, terms.any(), new Ref(g, Role.TERM));
            add(entries, terms.unless(), new Ref(g, Role.UNLESS));
            add(entries, terms.with(), new Ref(g, Role.WITH));
        }
        this.phrases = Phrases.of(entries);
        Map<String, List<Kind>> named = new HashMap<>();
        rules.values()
                .forEach((kind, list) ->
                        list.forEach(phrase -> named.computeIfAbsent(Folding.fold(phrase), k -> new ArrayList<>(1))
                                .add(kind)));
        this.values = Phrases.of(named);
    }

    private static void add(Map<String, List<Ref>> entries, List<String> phrases, Ref ref) {
        for (String phrase : phrases) {
            entries.computeIfAbsent(Folding.fold(phrase), k -> new ArrayList<>(1))
                    .add(ref);
        }
    }

    /// The kind that a cell of a column of kinds or technologies names; absent when it names none. Where several are
    /// named the most autonomous counts, and a choice that explains itself counts by its name only
    /// (“Generative AI: …”).
    public @Nullable Kind value(String cell) {
        String text = cell.strip();
        if (text.isEmpty()) {
            return null;
        }
        int colon = text.indexOf(':');
        Words words = Words.of(colon > 2 ? text.substring(0, colon) : text, 300);
        Kind best = null;
        int length = 0;
        for (Phrases.Hit<Kind> hit : values.in(words)) {
            int hitLength = hit.to() - hit.from();
            if (best == null || hit.value().compareTo(best) > 0 || (hit.value() == best && hitLength > length)) {
                best = hit.value();
                length = hitLength;
            }
        }
        return best;
    }

    /// Reads the kind of a use case.
    public Reading read(UseCaseText useCase) {
        Map<Integer, Evidence> found = new HashMap<>();
        Set<Integer> context = new HashSet<>();
        scan(useCase.title(), Field.TITLE, TITLE, useCase, found, context);
        scan(useCase.technology(), Field.KIND, TECHNOLOGY, useCase, found, context);
        scan(useCase.description(), Field.DESCRIPTION, BODY, useCase, found, context);
        scan(useCase.problem(), Field.PROBLEM, BODY, useCase, found, context);
        scan(useCase.outcome(), Field.OUTCOME, BODY, useCase, found, context);
        List<Evidence> evidence = new ArrayList<>();
        Map<Kind, Double> weights = new EnumMap<>(Kind.class);
        found.forEach((group, e) -> {
            if (rules.terms().get(group).with().isEmpty() || context.contains(group)) {
                evidence.add(e);
            }
        });
        evidence.sort(Comparator.comparingDouble(Evidence::weight)
                .reversed()
                .thenComparing(Evidence::kind)
                .thenComparing(Evidence::quote)
                .thenComparing(Evidence::where));
        for (Evidence e : evidence) {
            weights.merge(e.kind(), e.weight(), Double::sum);
        }
        for (Kind kind : List.of(Kind.AGENT, Kind.GENERATIVE, Kind.CLASSICAL_ML, Kind.NONE_RULES)) {
            double weight = weights.getOrDefault(kind, 0.0);
            if (weight < rules.thresholds().getOrDefault(kind, 1.0)) {
                continue;
            }
            double against = 0;
            for (Map.Entry<Kind, Double> other : weights.entrySet()) {
                // A less autonomous technique inside a more autonomous one is no contradiction.
                if (other.getKey().compareTo(kind) > 0
                        || (other.getKey() == Kind.NONE_RULES && kind != Kind.NONE_RULES)) {
                    against += other.getValue();
                }
            }
            double confidence = (1 - Math.exp(-weight)) * weight / (weight + 0.5 * against);
            if (confidence < rules.unsure()) {
                continue;
            }
            return new Reading(kind, confidence, evidence, rules.source());
        }
        return new Reading(null, 0, evidence, rules.source());
    }

    private void scan(
            String text,
            Field where,
            double factor,
            UseCaseText useCase,
            Map<Integer, Evidence> found,
            Set<Integer> context) {
        if (text.isEmpty()) {
            return;
        }
        Words words = Words.of(text, UseCaseText.LIMIT);
        List<Phrases.Hit<Ref>> hits = phrases.in(words);
        for (Phrases.Hit<Ref> hit : hits) {
            int group = hit.value().group();
            if (hit.value().role() == Role.WITH) {
                context.add(group);
            }
            if (hit.value().role() != Role.TERM
                    || cancelled(hit, hits)
                    || !inTime(rules.terms().get(group), useCase)) {
                continue;
            }
            KindRules.Terms terms = rules.terms().get(group);
            double weight = terms.weight() * factor;
            Evidence before = found.get(group);
            if (before == null || before.weight() < weight) {
                found.put(group, new Evidence(words.quote(hit.from(), hit.to()), where, terms.kind(), weight));
            }
        }
    }

    private static boolean cancelled(Phrases.Hit<Ref> hit, List<Phrases.Hit<Ref>> hits) {
        for (Phrases.Hit<Ref> other : hits) {
            if (other.value().role() == Role.UNLESS
                    && other.value().group() == hit.value().group()
                    && other.from() < hit.to()
                    && hit.from() < other.to()) {
                return true;
            }
        }
        return false;
    }

    private static boolean inTime(KindRules.Terms terms, UseCaseText useCase) {
        Integer year = useCase.startYear();
        return year == null || (year >= terms.from() && (terms.before() == 0 || year < terms.before()));
    }
}
