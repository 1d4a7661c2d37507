package io.sextant.engine.inventory;

import io.sextant.engine.inventory.text.Folding;
import io.sextant.engine.inventory.text.Phrases;
import io.sextant.engine.inventory.text.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds in the texts of a use case what touches a point of the AI Act, and the question that this calls for. It never
/// states a class: a word is a reason to ask, not an answer. Immutable and thread-safe.
public final class TouchpointReader {
    private static final int TRIGGERS = 5;

    private final TouchpointRules rules;
    private final List<Compiled> clues = new ArrayList<>();
    private final Phrases<Ref> phrases;

    private record Compiled(int touchpoint, TouchpointRules.Clue clue) {}

    private enum Role {
        ANY,
        NEAR,
        UNLESS,
        NEVER
    }

    private record Ref(int clue, Role role) {}

    private record Part(Field field, Words words, List<Phrases.Hit<Ref>> hits) {}

    /// The words that call for a question.
    ///
    /// @param quote the words as written
    /// @param where the field they stand in
    public record Trigger(String quote, Field where) {}

    /// A question to answer.
    ///
    /// @param touchpoint the point touched, with the provision and the question
    /// @param triggers the words that touch it, at most five
    /// @param source the rules used
    public record Finding(TouchpointRules.Touchpoint touchpoint, List<Trigger> triggers, RuleSource source) {
        public Finding {
            triggers = List.copyOf(triggers);
        }
    }

    public TouchpointReader(TouchpointRules rules) {
        this.rules = rules;
        Map<String, List<Ref>> entries = new HashMap<>();
        for (int t = 0; t < rules.touchpoints().size(); t++) {
            for (TouchpointRules.Clue clue : rules.touchpoints().get(t).clues()) {
                int c = clues.size();
                clues.add(new Compiled(t, clue));
                add(entries, clue.any(), new Ref(c, Role.ANY));
                add(entries, clue.near(), new Ref(c, Role.NEAR));
                add(entries, clue.unless(), new Ref(c, Role.UNLESS));
                add(entries, clue.never(), new Ref(c, Role.NEVER));
            }
        }
        this.phrases = Phrases.of(entries);
    }

    private static void add(Map<String, List<Ref>> entries, List<String> phrases, Ref ref) {
        for (String phrase : phrases) {
            entries.computeIfAbsent(Folding.fold(phrase), k -> new ArrayList<>(1))
                    .add(ref);
        }
    }

    /// The questions that the texts of a use case call for, in the order of the rules.
    public List<Finding> read(UseCaseText useCase) {
        List<Part> parts = new ArrayList<>();
        part(parts, Field.TITLE, useCase.title());
        part(parts, Field.DESCRIPTION, useCase.description());
        part(parts, Field.PROBLEM, useCase.problem());
        part(parts, Field.OUTCOME, useCase.outcome());
        part(parts, Field.BENEFICIARIES, useCase.beneficiaries());
        part(parts, Field.KIND, useCase.technology());
        boolean[] never = new boolean[clues.size()];
        for (Part part : parts) {
            for (Phrases.Hit<Ref> hit : part.hits()) {
                if (hit.value().role() == Role.NEVER) {
                    never[hit.value().clue()] = true;
                }
            }
        }
        Map<Integer, Map<String, Trigger>> found = new HashMap<>();
        for (Part part : parts) {
            for (Phrases.Hit<Ref> hit : part.hits()) {
                int c = hit.value().clue();
                if (hit.value().role() == Role.ANY && !never[c] && stands(hit, part)) {
                    String quote = part.words().quote(hit.from(), hit.to());
                    found.computeIfAbsent(clues.get(c).touchpoint(), k -> new LinkedHashMap<>())
                            .putIfAbsent(Folding.fold(quote), new Trigger(quote, part.field()));
                }
            }
        }
        List<Finding> findings = new ArrayList<>();
        for (int t = 0; t < rules.touchpoints().size(); t++) {
            Map<String, Trigger> triggers = found.get(t);
            if (triggers != null) {
                findings.add(new Finding(
                        rules.touchpoints().get(t),
                        triggers.values().stream().limit(TRIGGERS).toList(),
                        rules.source()));
            }
        }
        return findings;
    }

    private void part(List<Part> parts, Field field, String text) {
        if (!text.isEmpty()) {
            Words words = Words.of(text, UseCaseText.LIMIT);
            parts.add(new Part(field, words, phrases.in(words)));
        }
    }

    private boolean stands(Phrases.Hit<Ref> hit, Part part) {
        int c = hit.value().clue();
        TouchpointRules.Clue clue = clues.get(c).clue();
        boolean near = clue.near().isEmpty();
        for (Phrases.Hit<Ref> other : part.hits()) {
            if (other.value().clue() != c) {
                continue;
            }
            boolean overlaps = other.from() < hit.to() && hit.from() < other.to();
            if (other.value().role() == Role.UNLESS && overlaps) {
                return false;
            }
            if (other.value().role() == Role.NEAR && !overlaps && distance(hit, other) <= clue.within()) {
                near = true;
            }
        }
        return near;
    }

    /// The number of words between two phrases that do not overlap, plus one.
    private static int distance(Phrases.Hit<Ref> a, Phrases.Hit<Ref> b) {
        return a.from() >= b.to() ? a.from() - b.to() + 1 : b.from() - a.to() + 1;
    }
}
