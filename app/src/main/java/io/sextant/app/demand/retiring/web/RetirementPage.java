package io.sextant.app.demand.retiring.web;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.retiring.Retirement;
import io.sextant.app.platform.ui.Ui;
import io.sextant.engine.gates.Fact;
import io.sextant.engine.gates.GatePack;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// The page of the end of a use case.
public record RetirementPage(Retirement end, GatePack pack) {
    public String address() {
        return "/use-cases/" + end.useCase().id().code();
    }

    public boolean retired() {
        return end.useCase().content().stage() == Stage.RETIRED;
    }

    public String sentence(Ui ui) {
        return ui.t(
                retired()
                        ? "demand.retirement.sentence.retired"
                        : end.useCase().content().stage() == Stage.RUN
                                ? "demand.retirement.sentence.run"
                                : "demand.retirement.sentence.before");
    }

    /// What a field or a fact is called.
    public String label(String field, Ui ui) {
        Fact fact = pack.facts().get(field);
        return fact == null ? field : fact.says().in(ui.lang());
    }

    /// A value in words.
    public String value(String field, @Nullable String value, Ui ui) {
        if (value == null) {
            return ui.t("demand.retirement.unsaid");
        }
        Fact fact = pack.facts().get(field);
        return switch (fact == null ? Fact.Type.TEXT : fact.type()) {
            case CHOICE -> ui.t("demand.gates.value." + value);
            case FLAG -> ui.t(value.equals("true") ? "demand.yes" : "demand.no");
            case WHOLE, NUMBER -> number(value, ui);
            case DATE -> date(value, ui);
            case TEXT, CHOICES -> value;
        };
    }

    /// What was answered to a question, in words.
    public String answer(String fact, Ui ui) {
        return value(fact, end.answer(fact), ui);
    }

    private static String number(String value, Ui ui) {
        try {
            return ui.number(new java.math.BigDecimal(value));
        } catch (NumberFormatException e) {
            return value;
        }
    }

    private static String date(String value, Ui ui) {
        try {
            return ui.date(LocalDate.parse(value));
        } catch (DateTimeParseException e) {
            return value;
        }
    }
}
