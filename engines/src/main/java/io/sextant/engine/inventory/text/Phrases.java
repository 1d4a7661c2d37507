package io.sextant.engine.inventory.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A dictionary of phrases that finds all its entries in a text in one pass.
///
/// A phrase is written in words: `face recognition`. A word that ends in `*` stands for every word that begins so
/// (`biometr*`); a lone `*` stands for any one word. Plurals and accents do not matter. The time is proportional to the
/// length of the text times the number of phrases that begin at a word, in practice a handful. Immutable and
/// thread-safe.
///
/// @param <T> what a phrase stands for
public final class Phrases<T> {
    private final Node<T> root = new Node<>();

    private static final class Node<T> {
        final Map<String, Node<T>> next = new HashMap<>();
        /// Prefixes, by their first two letters or the whole prefix when shorter.
        final Map<String, TreeMap<String, Node<T>>> prefixes = new HashMap<>();

        @Nullable
        Node<T> any;

        final List<T> values = new ArrayList<>(1);
    }

    /// A phrase found.
    ///
    /// @param value what it stands for
    /// @param from its first word
    /// @param to the word after its last
    public record Hit<T>(T value, int from, int to) {}

    private Phrases() {}

    /// Builds a dictionary of phrases, each with what it stands for.
    public static <T> Phrases<T> of(Map<String, List<T>> entries) {
        Phrases<T> phrases = new Phrases<>();
        new TreeMap<>(entries).forEach((phrase, values) -> phrases.add(phrase, values));
        return phrases;
    }

    private void add(String phrase, List<T> values) {
        Node<T> node = root;
        int words = 0;
        for (String part : Folding.fold(phrase).strip().split("[\\s'/-]+")) {
            String word = part.replaceAll("[^\\p{L}\\p{Nd}*]", "");
            if (word.isEmpty()) {
                continue;
            }
            words++;
            if (word.equals("*")) {
                Node<T> any = node.any;
                if (any == null) {
                    any = new Node<>();
                    node.any = any;
                }
                node = any;
            } else if (word.endsWith("*")) {
                String prefix = word.substring(0, word.length() - 1);
                node = node.prefixes
                        .computeIfAbsent(head(prefix), k -> new TreeMap<>())
                        .computeIfAbsent(prefix, k -> new Node<>());
            } else {
                node = node.next.computeIfAbsent(Stemming.plural(word), k -> new Node<>());
            }
        }
        if (words == 0) {
            throw new IllegalArgumentException("a phrase without a word: “" + phrase + "”");
        }
        node.values.addAll(values);
    }

    private static String head(String word) {
        return word.length() <= 2 ? word : word.substring(0, 2);
    }

    /// All entries found in a text, by place, then by length.
    public List<Hit<T>> in(Words words) {
        List<Hit<T>> hits = new ArrayList<>();
        String[] forms = new String[words.size()];
        for (int i = 0; i < forms.length; i++) {
            forms[i] = words.get(i).stem();
        }
        for (int i = 0; i < forms.length; i++) {
            walk(root, words, forms, i, i, hits);
        }
        return hits;
    }

    private void walk(Node<T> node, Words words, String[] forms, int from, int at, List<Hit<T>> hits) {
        for (T value : node.values) {
            hits.add(new Hit<>(value, from, at));
        }
        if (at >= forms.length) {
            return;
        }
        Node<T> exact = node.next.get(forms[at]);
        if (exact != null) {
            walk(exact, words, forms, from, at + 1, hits);
        }
        if (!node.prefixes.isEmpty()) {
            String folded = words.get(at).folded();
            for (int length = Math.min(2, folded.length()); length >= 1; length--) {
                TreeMap<String, Node<T>> group = node.prefixes.get(folded.substring(0, length));
                if (group != null) {
                    group.forEach((prefix, next) -> {
                        if (folded.startsWith(prefix)) {
                            walk(next, words, forms, from, at + 1, hits);
                        }
                    });
                }
            }
        }
        if (node.any != null) {
            walk(node.any, words, forms, from, at + 1, hits);
        }
    }
}
