package io.sextant.engine.inventory;

import io.sextant.engine.inventory.text.Folding;
import io.sextant.engine.inventory.text.Phrases;
import io.sextant.engine.inventory.text.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the status that an inventory gives a use case as one of the six stages. Immutable and thread-safe.
///
/// The part before a dash, a colon or a bracket is read first, since long choices begin with their name (“c) Deployed –
/// the use case is being actively used”); the whole text is read when that part says nothing. Of two phrases that
/// overlap the longer one counts, so that “not in use” is not read as “in use”; of two that do not, the furthest stage
/// does, except that an end always wins.
public final class StageReader {
    private static final int LIMIT = 400;

    private final Phrases<Entry> phrases;
    private final RuleSource source;

    private record Entry(@Nullable Stage stage) {}

    /// A stage read.
    ///
    /// @param stage the stage, absent when the text does not tell
    /// @param sure whether the words leave no doubt
    /// @param why the reason, in words
    /// @param source the rules used
    public record Reading(@Nullable Stage stage, boolean sure, Why why, RuleSource source) {}

    public StageReader(StageRules rules) {
        Map<String, List<Entry>> entries = new HashMap<>();
        rules.phrases().forEach((stage, list) -> {
            for (String phrase : list) {
                entries.computeIfAbsent(Folding.fold(phrase), k -> new ArrayList<>(1))
                        .add(new Entry(stage));
            }
        });
        for (String phrase : rules.unsure()) {
            entries.computeIfAbsent(Folding.fold(phrase), k -> new ArrayList<>(1))
                    .add(new Entry(null));
        }
        this.phrases = Phrases.of(entries);
        this.source = rules.source();
    }

    /// Reads a status. An empty text has no stage; so has a text whose words are not known.
    public Reading read(String status) {
        String text = status.strip();
        if (text.isEmpty()) {
            return new Reading(null, true, Why.of("stage.empty"), source);
        }
        if (text.length() > LIMIT) {
            text = text.substring(0, LIMIT);
        }
        String head = head(text);
        if (head.length() < text.length()) {
            Reading first = match(head);
            if (first != null) {
                return first;
            }
        }
        Reading whole = match(text);
        return whole != null ? whole : new Reading(null, false, Why.of("stage.unknown", shorten(text)), source);
    }

    private static String head(String text) {
        int begin = text.length() > 2 && text.charAt(1) == ')' ? 2 : 0;
        for (int i = begin + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean dash = (c == '-' || c == '–' || c == '—')
                    && Character.isWhitespace(text.charAt(i - 1))
                    && i + 1 < text.length()
                    && Character.isWhitespace(text.charAt(i + 1));
            if (dash || c == ':' || c == '(' || c == '\n' || c == ';' || c == '.') {
                return text.substring(begin, i).strip();
            }
        }
        return text.substring(begin).strip();
    }

    private @Nullable Reading match(String text) {
        Words words = Words.of(text);
        List<Phrases.Hit<Entry>> hits = new ArrayList<>(phrases.in(words));
        // Longest first; then the earlier one, so that the outcome does not depend on the order of the rules.
        hits.sort(Comparator.comparingInt((Phrases.Hit<Entry> h) -> h.from() - h.to())
                .thenComparingInt(Phrases.Hit::from)
                .thenComparing(h -> h.value().stage() == null));
        List<Phrases.Hit<Entry>> kept = new ArrayList<>();
        boolean sure = true;
        for (Phrases.Hit<Entry> hit : hits) {
            if (kept.stream().noneMatch(k -> k.from() < hit.to() && hit.from() < k.to())) {
                kept.add(hit);
            }
        }
        Phrases.@Nullable Hit<Entry> best = null;
        for (Phrases.Hit<Entry> hit : kept) {
            Stage stage = hit.value().stage();
            if (stage == null) {
                sure = false;
                continue;
            }
            Stage bestStage = best == null ? null : best.value().stage();
            if (bestStage != null && bestStage != stage) {
                sure = false;
            }
            if (bestStage == null || stage.compareTo(bestStage) > 0) {
                best = hit;
            }
        }
        if (best == null) {
            return null;
        }
        String quote = words.quote(best.from(), best.to());
        return new Reading(
                best.value().stage(), sure, Why.of(sure ? "stage.says" : "stage.says-unsure", quote), source);
    }

    private static String shorten(String text) {
        return text.length() <= 80 ? text : text.substring(0, 79) + "…";
    }
}
