package io.sextant.app.demand.gating.unlocking.web;

import io.sextant.app.demand.gating.unlocking.Unlocks.Line;
import io.sextant.app.demand.gating.unlocking.Unlocks.Portfolio;
import io.sextant.app.platform.ui.Ui;
import java.math.BigDecimal;

/// The page that ranks actions by what they unlock.
///
/// @param mayStart whether the reader may take up what serves all
public record UnlocksPage(Portfolio now, boolean mayStart) {
    /// The answer to the reader's question.
    public String sentence(Ui ui) {
        if (now.at() == null || now.all() == 0) {
            return ui.t(now.at() == null ? "demand.unlocks.sentence.first" : "demand.unlocks.sentence.none");
        }
        if (now.lines().isEmpty()) {
            return ui.t("demand.unlocks.sentence.free", now.open() + now.sign());
        }
        Line first = now.lines().getFirst();
        String title = first.remedy().title().in(ui.lang());
        return first.unlocks() > 0
                ? ui.t("demand.unlocks.sentence", title, first.unlocks(), now.notYet())
                : ui.t("demand.unlocks.sentence.closer", title, first.helps());
    }

    /// Effort, money and waiting of a line, in words.
    public static String price(Line line, Ui ui) {
        String days = ui.t("demand.unlocks.days", ui.number(line.effort()));
        String cost = line.cost().compareTo(BigDecimal.ZERO) > 0 ? " · " + ui.euros(line.cost()) : "";
        String lead = line.lead() > 0 ? " · " + ui.t("demand.unlocks.lead", line.lead()) : "";
        return days + cost + lead;
    }
}
