package io.sextant.engine.aiact;

import io.sextant.engine.gates.Words;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the law says of a case, with its reasons.
///
/// @param law version of the law
/// @param asOf day on which the case is judged
/// @param tier the strongest finding
/// @param highRisk null when an open question decides it, and for a prohibited practice, which has no class
/// @param articles the articles that bear on the case
/// @param findings each provision in play
/// @param obligations what follows, by day
/// @param openQuestions unknown facts that would decide something, those that would decide most first
/// @param counterfactuals single facts that would change the tier
/// @param disagreements where readings of the law differ on this case
public record Classification(
        String law,
        LocalDate asOf,
        Tier tier,
        @Nullable Boolean highRisk,
        List<String> articles,
        List<Finding> findings,
        List<Duty> obligations,
        List<OpenQuestion> openQuestions,
        List<Counterfactual> counterfactuals,
        List<Disagreement> disagreements) {
    public Classification {
        articles = List.copyOf(articles);
        findings = List.copyOf(findings);
        obligations = List.copyOf(obligations);
        openQuestions = List.copyOf(openQuestions);
        counterfactuals = List.copyOf(counterfactuals);
        disagreements = List.copyOf(disagreements);
    }

    /// A provision in play, and what came of it.
    ///
    /// @param id of the provision in the files
    /// @param effect `prohibited`, `prohibited_later`, `high_risk`, `high_risk_if_permitted`, `exit`, `exited`,
    ///     `transparency`, `transparency_upstream` (the duty falls on whoever made the system), `gpai`,
    ///     `gpai_systemic_risk`, `becomes_provider`, `duty`, `out_of_scope`, `exclusion_limit`, `excepted`,
    /// `not_met`, `open`
    /// @param since when it applies
    /// @param because why, in both languages
    /// @param facts the facts it rests on; for an open one, those that are missing
    /// @param source where the law or its guidance says so
    public record Finding(
            String id, String article, String effect, Since since, Words because, List<String> facts, String source) {
        public Finding {
            facts = List.copyOf(facts);
        }
    }

    /// Since when something applies.
    ///
    /// @param effective null when only a later change of the system brings it in
    /// @param formal by the letter, which may be sooner than what it attaches to
    /// @param act the act that says so, and its point
    /// @param note the rule for systems already on the market, where it was used
    public record Since(
            @Nullable LocalDate effective,
            LocalDate formal,
            String act,
            Law.Confidence confidence,
            @Nullable Words note) {}

    /// Something to do.
    public record Duty(String id, String article, String role, Since since, Words says, String source) {}

    /// A fact that nobody gave.
    ///
    /// @param decides the articles whose finding it would decide or lift
    /// @param tiers the tier by each value that was tried
    public record OpenQuestion(String fact, Words says, List<String> decides, Map<String, Tier> tiers) {
        public OpenQuestion {
            decides = List.copyOf(decides);
            tiers = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(tiers));
        }
    }

    /// One fact that, if it were so, would make another tier.
    public record Counterfactual(String fact, Object value, Tier tier) {}

    /// Where readings of the law differ.
    public record Disagreement(String id, Words says, List<String> sources) {
        public Disagreement {
            sources = List.copyOf(sources);
        }
    }
}
