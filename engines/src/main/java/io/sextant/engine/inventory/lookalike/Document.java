package io.sextant.engine.inventory.lookalike;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// A use case as a vector of terms, in two readings: the need, in which names hardly count, and the whole, in which
/// they do. All use cases with the same words share one document.
final class Document {
    /// The use cases with these words, in alphabetical order; replaced when it changes.
    List<String> ids;

    /// The terms, rising.
    final int[] terms;

    final float[] need;
    final float[] whole;
    final double needNorm;
    final double wholeNorm;

    /// The terms of the title, rising, and how much each counts.
    final int[] title;

    final float[] titleWeights;
    final double titleSum;

    /// The numbers in the title.
    final Set<String> figures;

    /// For each term whether it only stands inside concepts, so that it says nothing more.
    final boolean[] part;

    /// For each term whether every use case of AI uses it.
    final boolean[] generic;

    /// The words that tell one variant of a thing from another: those of the title after its last dash or colon.
    final Set<String> variant;

    /// The terms of the title that look like coined names.
    private final Set<Integer> coined;

    /// The words that tell the unit from others, by their roots.
    final Set<String> unit;

    /// The unit's name, folded.
    final String unitName;

    /// The language by its number, -1 when unknown.
    final int language;

    /// The number of the terms that are concepts: they come first.
    private final int concepts;

    private final double conceptNorm;

    Document(
            List<String> ids,
            int[] terms,
            float[] need,
            float[] whole,
            int[] title,
            float[] titleWeights,
            Set<String> figures,
            boolean[] part,
            boolean[] generic,
            Set<Integer> coined,
            Set<String> variant,
            Set<String> unit,
            String unitName,
            int language,
            int firstWord) {
        this.ids = ids;
        this.terms = terms;
        this.need = need;
        this.whole = whole;
        this.needNorm = norm(need);
        this.wholeNorm = norm(whole);
        this.title = title;
        this.titleWeights = titleWeights;
        double sum = 0;
        for (float w : titleWeights) {
            sum += w;
        }
        this.titleSum = sum;
        this.figures = figures;
        this.part = part;
        this.generic = generic;
        this.coined = coined;
        this.variant = variant;
        this.unit = unit;
        this.unitName = unitName;
        this.language = language;
        int first = Arrays.binarySearch(terms, firstWord);
        this.concepts = first >= 0 ? first : -first - 1;
        this.conceptNorm = norm(Arrays.copyOf(need, concepts));
    }

    private static double norm(float[] weights) {
        double sum = 0;
        for (float w : weights) {
            sum += (double) w * w;
        }
        return Math.sqrt(sum);
    }

    /// Cosine of the needs, between 0 and 1. Of two texts in different languages, only the concepts can be compared;
    /// what they have in common then counts with the factor.
    static double needLikeness(Document a, Document b, double otherLanguage) {
        double whole = cosine(a.terms, a.terms.length, a.need, a.needNorm, b.terms, b.terms.length, b.need, b.needNorm);
        if (!otherLanguages(a, b)) {
            return whole;
        }
        double concepts =
                cosine(a.terms, a.concepts, a.need, a.conceptNorm, b.terms, b.concepts, b.need, b.conceptNorm);
        return Math.max(whole, concepts * otherLanguage);
    }

    /// Whether two texts are known to be in different languages.
    static boolean otherLanguages(Document a, Document b) {
        return a.language >= 0 && b.language >= 0 && a.language != b.language;
    }

    /// Cosine of the whole texts, between 0 and 1.
    static double wholeLikeness(Document a, Document b) {
        return cosine(a.terms, a.terms.length, a.whole, a.wholeNorm, b.terms, b.terms.length, b.whole, b.wholeNorm);
    }

    private static double cosine(int[] s, int sn, float[] u, double un, int[] t, int tn, float[] v, double vn) {
        if (un == 0 || vn == 0) {
            return 0;
        }
        double dot = 0;
        int i = 0;
        int j = 0;
        while (i < sn && j < tn) {
            if (s[i] == t[j]) {
                dot += (double) u[i++] * v[j++];
            } else if (s[i] < t[j]) {
                i++;
            } else {
                j++;
            }
        }
        return Math.min(1, dot / (un * vn));
    }

    /// Share of the weight of both titles that is common to them, between 0 and 1; 0 when one has none.
    static double titleLikeness(Document a, Document b) {
        if (a.titleSum == 0 || b.titleSum == 0) {
            return 0;
        }
        double common = 0;
        int i = 0;
        int j = 0;
        while (i < a.title.length && j < b.title.length) {
            if (a.title[i] == b.title[j]) {
                common += a.titleWeights[i++] + b.titleWeights[j++];
            } else if (a.title[i] < b.title[j]) {
                i++;
            } else {
                j++;
            }
        }
        return Math.min(1, common / (a.titleSum + b.titleSum));
    }

    /// Whether the titles name two variants of one thing: “X – pilot in Lyon” and “X – pilot in Lille” have the same
    /// head and tails with a word of their own each.
    static boolean variants(Document a, Document b) {
        return !a.variant.isEmpty()
                && !b.variant.isEmpty()
                && !a.variant.containsAll(b.variant)
                && !b.variant.containsAll(a.variant);
    }

    /// Whether a term counts for this need: neither generic nor only a part of a concept.
    boolean telling(int term) {
        int at = at(term);
        return at >= 0 && !part[at] && !generic[at];
    }

    /// Whether the title gives a term as a name that somebody coined (GADgET, MOT), not as a word of a concept.
    boolean named(int term) {
        int at = at(term);
        return at >= 0 && !part[at] && coined.contains(term);
    }

    /// The part of the need that a term makes up: its weight when the whole vector has length 1.
    float share(int term) {
        int at = at(term);
        return at < 0 || needNorm == 0 ? 0 : (float) (need[at] / needNorm);
    }

    /// Index of a term, or -1.
    int at(int term) {
        int i = Arrays.binarySearch(terms, term);
        return i >= 0 ? i : -1;
    }
}
