package io.sextant.app.demand;

import io.sextant.app.demand.Sight.Finding;
import io.sextant.app.demand.Sight.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The need axis (clauses 1.1, 1.3, 1.5): is there a problem, measured, owned, with an expected result, and does it
/// take AI to solve it?
///
/// Nine questions, each with a weight; the weights add up to 100 and the score is the sum of those that stand:
///
/// | question | weight |
/// |---|---|
/// | the business problem is stated (at least 40 characters) | 20 |
/// | it starts from the business, not from a technology | 5 |
/// | the baseline is stated | 5 |
/// | the baseline has a figure | 10 |
/// | the expected result is stated | 15 |
/// | the expected result can be measured (a figure) | 10 |
/// | somebody in the business answers for it | 15 |
/// | who benefits is named | 5 |
/// | *is AI needed?* was asked, with the alternative that was considered | 15 |
///
/// Coverage is the share of the six groups of fields behind them that hold anything at all. Verdict, first match:
/// `UNKNOWN` below two groups; `BLOCKING` when AI was found not to be needed and the use case still plans it, or when
/// no problem is stated; `CLEAR` from 80 with an owner and a problem; else `CONDITIONAL`.
@Component
class NeedSight implements SightTaker {
    private static final int SHORTEST_PROBLEM = 40;
    private static final Pattern FIGURE = Pattern.compile("\\d");
    /// A problem told as a technology looking for a use: it opens with the wish to use, deploy or try an AI.
    private static final Pattern SOLUTION_FIRST = Pattern.compile(
            "^\\s*(nous (voulons|souhaitons|aimerions)|il faut|on (veut|voudrait|souhaite)|we (want|wish|would like|need) to|let us|let’s)?\\s*"
                    + "(utiliser|déployer|tester|essayer|mettre en place|faire|use|using|deploy|try|test|implement|leverage|adopt)\\s+"
                    + "(de l[’']|l[’']|un |une |du |des |the |an? )?(ia|ai|intelligence artificielle|artificial intelligence|chatgpt|gpt|llm|copilot|chatbot|machine learning|ia générative|generative ai)\\b",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);

    @Override
    public Axis axis() {
        return Axis.DEMAND;
    }

    @Override
    public Sight take(UseCase useCase) {
        return of(useCase.content());
    }

    static Sight of(Content c) {
        Texts t = c.texts();
        var findings = new ArrayList<Finding>();
        var remedies = new ArrayList<Remedy>();
        int score = 0;

        boolean problem = t.problem() != null && t.problem().length() >= SHORTEST_PROBLEM;
        score += weigh(problem, 20, "problem", t.problem() == null ? "absent" : "short", "problem", findings, remedies);
        boolean business =
                t.problem() != null && !SOLUTION_FIRST.matcher(t.problem()).find();
        if (t.problem() != null) {
            score += weigh(business, 5, "businessFirst", "no", "problem", findings, remedies);
        }
        boolean baseline = t.baseline() != null;
        score += baseline ? 5 : 0;
        score += weigh(
                figure(t.baseline()), 10, "baseline", baseline ? "noFigure" : "absent", "baseline", findings, remedies);
        boolean outcome = t.outcome() != null;
        score += outcome ? 15 : 0;
        score += weigh(
                figure(t.outcome()), 10, "outcome", outcome ? "noFigure" : "absent", "outcome", findings, remedies);
        boolean owner = c.businessOwner() != null;
        score += weigh(owner, 15, "owner", "absent", "businessOwner", findings, remedies);
        score += weigh(t.beneficiaries() != null, 5, "beneficiaries", "absent", "beneficiaries", findings, remedies);

        boolean planned = c.kind() != null && c.kind() != Kind.NONE_RULES;
        boolean needless = Boolean.FALSE.equals(c.aiNeeded()) && planned;
        if (needless) {
            findings.addFirst(new Finding("demand.need.ai.needless", List.of(), false));
            remedies.addFirst(new Remedy("demand.need.ai.needless.remedy", "kind"));
        } else {
            boolean answered = c.aiNeeded() != null && (t.alternative() != null || !c.aiNeeded());
            score += weigh(
                    answered,
                    15,
                    "ai",
                    c.aiNeeded() == null ? "absent" : "noAlternative",
                    c.aiNeeded() == null ? "aiNeeded" : "alternative",
                    findings,
                    remedies);
        }

        int groups = count(
                t.problem() != null,
                baseline,
                outcome,
                owner,
                t.beneficiaries() != null,
                c.aiNeeded() != null || t.alternative() != null);
        double coverage = groups / 6.0;
        Verdict verdict;
        if (groups < 2 && !needless) {
            verdict = Verdict.UNKNOWN;
        } else if (needless || t.problem() == null) {
            verdict = Verdict.BLOCKING;
        } else if (score >= 80 && owner && problem) {
            verdict = Verdict.CLEAR;
        } else {
            verdict = Verdict.CONDITIONAL;
        }
        // What fails speaks first: it is what the reader came for.
        findings.sort((a, b) -> Boolean.compare(Boolean.TRUE.equals(a.holds()), Boolean.TRUE.equals(b.holds())));
        return new Sight(Axis.DEMAND, verdict, verdict == Verdict.UNKNOWN ? null : score, coverage, findings, remedies);
    }

    private static int weigh(
            boolean holds,
            int weight,
            String question,
            String lack,
            String field,
            List<Finding> findings,
            List<Remedy> remedies) {
        if (holds) {
            findings.add(new Finding("demand.need." + question + ".holds", List.of(), true));
            return weight;
        }
        findings.add(new Finding("demand.need." + question + "." + lack, List.of(), false));
        remedies.add(new Remedy("demand.need." + question + "." + lack + ".remedy", field));
        return 0;
    }

    private static boolean figure(@Nullable String text) {
        return text != null && FIGURE.matcher(text).find();
    }

    private static int count(boolean... facts) {
        int n = 0;
        for (boolean fact : facts) {
            n += fact ? 1 : 0;
        }
        return n;
    }
}
