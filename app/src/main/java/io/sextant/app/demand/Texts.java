package io.sextant.app.demand;

import org.jspecify.annotations.Nullable;

/// What people wrote about a use case, in one language. Blank texts are absent.
///
/// @param title what it is called; up to 200 characters
/// @param problem the business problem, before any solution
/// @param baseline how things stand today, measured
/// @param outcome what is expected and how it will be measured
/// @param beneficiaries who is better off
/// @param alternative what was considered instead of AI, and why it does or does not suffice
/// @param description anything else
/// @param domain the field of business it serves
public record Texts(
        String title,
        @Nullable String problem,
        @Nullable String baseline,
        @Nullable String outcome,
        @Nullable String beneficiaries,
        @Nullable String alternative,
        @Nullable String description,
        @Nullable String domain) {

    public Texts {
        title = title.strip();
        problem = blankToNull(problem);
        baseline = blankToNull(baseline);
        outcome = blankToNull(outcome);
        beneficiaries = blankToNull(beneficiaries);
        alternative = blankToNull(alternative);
        description = blankToNull(description);
        domain = blankToNull(domain);
    }

    /// Texts with a title and nothing else yet.
    public static Texts titled(String title) {
        return new Texts(title, null, null, null, null, null, null, null);
    }

    static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
