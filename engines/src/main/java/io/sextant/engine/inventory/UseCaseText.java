package io.sextant.engine.inventory;

import org.jspecify.annotations.Nullable;

/// What an inventory says about one use case, in whatever language. Empty texts where it says nothing; each text is
/// read up to [#LIMIT] characters.
///
/// @param id how the caller knows the use case
/// @param title its name
/// @param description what it does
/// @param problem the need it answers
/// @param outcome what is expected of it
/// @param beneficiaries who benefits
/// @param domain the business domain
/// @param technology what the inventory says about techniques, keywords and classification
/// @param startYear year in which it began, absent when unknown
public record UseCaseText(
        String id,
        String title,
        String description,
        String problem,
        String outcome,
        String beneficiaries,
        String domain,
        String technology,
        @Nullable Integer startYear) {
    /// The number of characters of each text that are read.
    public static final int LIMIT = 20_000;

    /// A use case of which only the name and description are known.
    public static UseCaseText of(String id, String title, String description) {
        return new UseCaseText(id, title, description, "", "", "", "", "", null);
    }

    /// The same with what is said about its technology.
    public UseCaseText withTechnology(String technology) {
        return new UseCaseText(id, title, description, problem, outcome, beneficiaries, domain, technology, startYear);
    }

    /// The same with the year in which it began.
    public UseCaseText withStartYear(@Nullable Integer startYear) {
        return new UseCaseText(id, title, description, problem, outcome, beneficiaries, domain, technology, startYear);
    }

    /// The same with its business domain.
    public UseCaseText withDomain(String domain) {
        return new UseCaseText(id, title, description, problem, outcome, beneficiaries, domain, technology, startYear);
    }
}
