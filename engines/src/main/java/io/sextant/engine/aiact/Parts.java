package io.sextant.engine.aiact;

import io.sextant.engine.gates.Words;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parts of a law as they are once its files are read.
final class Parts {
    private Parts() {}

    /// A compiled condition.
    ///
    /// @param text as written in the file
    /// @param node what is asked
    record Rule(String text, Node node) {}

    /// Lifts a provision where it is shown.
    record Lift(Rule when, String source, Words says) {}

    /// A provision.
    ///
    /// @param slot number of its answer
    /// @param lifted number of the answer whether an exception lifts it
    /// @param with articles that are cited beside its own
    /// @param date name of its date
    /// @param models whether it holds for models too
    /// @param touched when given facts put it in play; null when only purposes do
    /// @param borne when its duty falls on who asks; null when it always counts
    record Provision(
            String id,
            int slot,
            int lifted,
            Kind kind,
            String article,
            List<String> with,
            String date,
            boolean models,
            String source,
            @Nullable Rule touched,
            List<Rule> elements,
            List<Lift> exceptions,
            @Nullable Rule borne,
            Words says) {}

    /// Under what name an answer is kept for others to ask.
    record Notion(String id, int slot, Rule rule) {}

    /// What an intended purpose says.
    ///
    /// @param in provisions that it puts in play
    /// @param near provisions that it puts in play where the system bears on decisions
    /// @param implies values by number of fact, unless they are given
    record Purpose(String id, List<Integer> in, List<Integer> near, Map<Integer, Object> implies, Words says) {}

    /// What holds for a system that was on the market before a day.
    ///
    /// @param when a further condition
    /// @param from day from which it holds; null when only a change of the system brings it in
    record Legacy(
            LocalDate before, @Nullable Rule when, @Nullable LocalDate from, String point, Words says) {}

    /// Since when provisions apply.
    record When(
            String id,
            LocalDate formal,
            LocalDate effective,
            String act,
            String point,
            Law.Confidence confidence,
            List<Legacy> legacy) {}

    /// A role of an operator, and when somebody has it.
    record Role(String id, Rule when, Words says) {}

    /// Something that an operator has to do.
    record Obligation(
            String id,
            String article,
            List<String> roles,
            Rule when,
            String date,
            @Nullable String productDate,
            boolean evenIfProhibited,
            boolean legacyOnly,
            boolean models,
            String source,
            Words says) {}

    /// Facts that cannot hold together.
    record Contradiction(Rule when, List<Integer> facts, Words says) {}

    /// Where readings of the law differ.
    record Disagreement(String id, Rule when, List<String> sources, Words says) {}
}
