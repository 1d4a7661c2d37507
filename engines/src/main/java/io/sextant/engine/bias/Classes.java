package io.sextant.engine.bias;

import io.sextant.engine.gates.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Which values of a column mean yes.
///
/// @param values every value with the rows that have it
/// @param positive those that mean yes
public record Classes(Map<String, Long> values, Set<String> positive) {
    private static final Set<String> YES = Set.of("1", "1.0", "true", "t", "yes", "y", "oui", "o", "vrai", "v");
    private static final Set<String> NO = Set.of("0", "0.0", "-1", "-1.0", "false", "f", "no", "n", "non", "faux");

    public Classes {
        values = Map.copyOf(values);
        positive = Set.copyOf(positive);
    }

    /// Decides which values of a column mean yes: those that were named, or else the plain words and figures for yes
    /// and no.
    ///
    /// @param named values that somebody said mean yes, in this column or another
    /// @param problems takes the reason when it cannot be decided
    static Classes of(String column, Map<String, Long> values, List<String> named, List<Problem> problems) {
        Set<String> yes = named.stream().filter(values::containsKey).collect(Collectors.toSet());
        if (!yes.isEmpty()) {
            return new Classes(values, yes);
        }
        boolean plain = values.keySet().stream().allMatch(v -> yes(v) || no(v));
        if (plain
                && values.keySet().stream().filter(Classes::yes).count() < 2
                && values.keySet().stream().filter(Classes::no).count() < 2) {
            return new Classes(
                    values, values.keySet().stream().filter(Classes::yes).collect(Collectors.toSet()));
        }
        String example = values.keySet().stream().sorted().reduce((a, b) -> b).orElse("");
        problems.add(new Problem(
                0,
                column,
                String.join(", ", named),
                named.isEmpty()
                        ? new Words(
                                "La colonne a " + counted(values, Texts.FR, "valeur") + "\u202f: "
                                        + listed(values, Texts.FR) + ". Rien ne dit " + "laquelle veut dire oui.",
                                "The column has " + counted(values, Texts.EN, "value") + ": " + listed(values, Texts.EN)
                                        + ". Nothing says which means yes.")
                        : new Words(
                                "Aucune valeur donnée avec --positive n’est dans la colonne, qui a "
                                        + listed(values, Texts.FR) + ".",
                                "No value given with --positive is in the column, which has " + listed(values, Texts.EN)
                                        + "."),
                new Words(
                        "Dites-le avec --positive, par exemple --positive «\u202f" + example
                                + "\u202f»\u202f; l’option se répète, et les autres valeurs veulent dire non.",
                        "Say so with --positive, for example --positive \"" + example
                                + "\"; it may be repeated, and the other values mean no.")));
        return new Classes(values, Set.of());
    }

    private static boolean yes(String value) {
        return YES.contains(value.toLowerCase(Locale.ROOT));
    }

    private static boolean no(String value) {
        return NO.contains(value.toLowerCase(Locale.ROOT));
    }

    private static String counted(Map<String, Long> values, Texts in, String word) {
        return in.count(values.size()) + " " + word + (values.size() > 1 ? "s" : "");
    }

    private static String listed(Map<String, Long> values, Texts in) {
        List<String> all = new ArrayList<>();
        new TreeMap<>(values)
                .forEach((value, n) -> all.add(
                        in == Texts.FR
                                ? "«\u202f" + value + "\u202f» (" + in.count(n) + ")"
                                : "“" + value + "” (" + in.count(n) + ")"));
        int shown = Math.min(all.size(), 12);
        return String.join(", ", all.subList(0, shown)) + (all.size() > shown ? "…" : "");
    }

    boolean isPositive(String value) {
        return positive.contains(value);
    }
}
