package io.sextant.app.demand;

import java.util.regex.Pattern;

/// The public identifier of a use case: `UC-`, the year of registration, a number of at least four digits.
public record UseCaseId(String code) implements Comparable<UseCaseId> {
    private static final Pattern FORM = Pattern.compile("UC-\\d{4}-\\d{4,9}");

    public UseCaseId {
        if (!FORM.matcher(code).matches()) {
            throw new IllegalArgumentException("not the identifier of a use case: " + code);
        }
    }

    /// The identifier of the `number`-th use case registered in `year`.
    public static UseCaseId of(int year, long number) {
        return new UseCaseId("UC-%04d-%04d".formatted(year, number));
    }

    /// Whether a text has the form of an identifier.
    public static boolean matches(String text) {
        return FORM.matcher(text).matches();
    }

    /// By year, then by number: `UC-2026-9999` before `UC-2026-10000`.
    @Override
    public int compareTo(UseCaseId other) {
        int byYear = code.substring(3, 7).compareTo(other.code.substring(3, 7));
        return byYear != 0
                ? byYear
                : Long.compare(Long.parseLong(code.substring(8)), Long.parseLong(other.code.substring(8)));
    }

    @Override
    public String toString() {
        return code;
    }
}
