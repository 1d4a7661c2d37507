package io.sextant.app.demand.intake.web;

import io.sextant.app.demand.gating.Answer;
import io.sextant.app.demand.gating.web.GatePage;
import io.sextant.app.demand.intake.Asked;
import io.sextant.app.demand.intake.Draft;
import io.sextant.app.platform.ui.Ui;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/// What somebody is writing and what they asked for.
public record MinePage(List<Draft> drafts, List<Asked> asked, Instant now, LocalDate today) {
    public String title(Draft draft, Ui ui) {
        return draft.title().isEmpty() ? ui.t("demand.intake.untitled") : draft.title();
    }

    /// Where a demand stands, in a word or two.
    public String state(Asked asked, Ui ui) {
        Answer answer = asked.answer();
        if (asked.waiting()) {
            return ui.t("demand.intake.mine.waiting");
        }
        if (asked.promised() != null) {
            return ui.t("demand.intake.mine.promised", ui.dateShort(asked.promised()));
        }
        return answer != null
                ? ui.t("demand.gates.answer." + answer.name())
                : asked.stage() == null
                        ? ui.t("demand.none")
                        : ui.t("demand.stage." + asked.stage().name());
    }

    public String tone(Asked asked) {
        Answer answer = asked.answer();
        if (asked.waiting()) {
            return "wait";
        }
        if (asked.promised() != null) {
            return asked.promised().isBefore(today) ? "no" : "brand";
        }
        return answer == null ? "plain" : GatePage.tone(answer);
    }
}
