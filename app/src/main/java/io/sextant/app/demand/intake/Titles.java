package io.sextant.app.demand.intake;

import java.util.regex.Pattern;

/// Proposes what a demand may be called.
final class Titles {
    private static final int LONGEST = 90;
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?;…](?=\\s|$)|\\R");

    private Titles() {}

    /// The first sentence of the problem, cut at a comma or between words where it is long; empty for no problem.
    static String propose(String problem) {
        String first = SENTENCE_END.split(problem.strip(), 2)[0].strip();
        if (first.length() > LONGEST) {
            int comma = first.lastIndexOf(',', LONGEST);
            int space = first.lastIndexOf(' ', LONGEST - 1);
            first = comma > LONGEST / 3
                    ? first.substring(0, comma)
                    : first.substring(0, space > 0 ? space : LONGEST - 1).strip() + "…";
        }
        first = first.replaceAll("[\\s\\u00a0\\u202f,:;]+$", "");
        return first.isEmpty() ? "" : first.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + first.substring(1);
    }
}
