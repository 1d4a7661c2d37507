package io.sextant.app.cli;

import io.sextant.engine.aiact.Classification;
import io.sextant.engine.aiact.Law;
import io.sextant.engine.aiact.Tier;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Classifications for people: the tier, why, what is open, what to do and what would change it.
final class ClassifyText {
    private static final int MOST_SHOWN = 8;

    private final Console console;

    ClassifyText(Console console) {
        this.console = console;
    }

    void write(String id, Classification told, Law law) {
        line(console.text("cli.classify.title", id, tier(told.tier())));
        line("  "
                + console.text(
                        "cli.classify.under",
                        console.text(law.title()),
                        console.formats().date(told.asOf())));
        for (Classification.Finding finding : told.findings()) {
            line("  - " + finding.article() + " · " + console.text("cli.classify.effect." + finding.effect())
                    + since(finding.since()));
            line("    " + console.text(finding.because()));
        }
        questions(told.openQuestions());
        duties(told.obligations(), law);
        if (!told.counterfactuals().isEmpty()) {
            line("  " + console.text("cli.classify.other"));
            told.counterfactuals().stream()
                    .limit(MOST_SHOWN)
                    .forEach(other -> line("  - "
                            + console.text("cli.classify.if", other.fact(), value(other.value()), tier(other.tier()))));
        }
        told.disagreements()
                .forEach(disagreement -> line("  "
                        + console.text(
                                "cli.classify.differ",
                                console.text(disagreement.says()),
                                String.join(" ; ", disagreement.sources()))));
        line("");
    }

    void end() {
        line(console.text("cli.classify.caution"));
    }

    private void questions(List<Classification.OpenQuestion> questions) {
        if (questions.isEmpty()) {
            return;
        }
        line("  " + console.text("cli.classify.open"));
        questions.stream().limit(MOST_SHOWN).forEach(question -> {
            String tiers = question.tiers().entrySet().stream()
                    .map(this::outcome)
                    .distinct()
                    .limit(MOST_SHOWN)
                    .collect(Collectors.joining(", "));
            line("  - " + console.text(question.says()) + " [" + question.fact() + "]"
                    + (tiers.isEmpty() ? "" : " → " + tiers));
        });
    }

    private String outcome(Map.Entry<String, Tier> entry) {
        return value(entry.getKey()) + ": " + tier(entry.getValue());
    }

    private void duties(List<Classification.Duty> duties, Law law) {
        if (duties.isEmpty()) {
            return;
        }
        line("  " + console.text("cli.classify.duties"));
        for (Classification.Duty duty : duties) {
            line("  - " + duty.article() + " · "
                    + law.role(duty.role()).in(console.lang().code()) + " · " + console.text(duty.says())
                    + since(duty.since()));
        }
    }

    private String since(Classification.Since since) {
        LocalDate day = since.effective();
        String note = since.note() == null ? "" : " (" + console.text(since.note()) + ")";
        return day == null
                ? " · " + console.text("cli.classify.later") + note
                : " · " + console.text("cli.classify.since", console.formats().date(day)) + note;
    }

    private String tier(Tier tier) {
        return console.text("cli.classify.tier." + tier.word());
    }

    private String value(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.equals("true") || text.equals("false") ? console.text("cli.classify." + text) : text;
    }

    private void line(String text) {
        console.out().println(text);
    }
}
