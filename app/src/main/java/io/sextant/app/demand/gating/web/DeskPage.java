package io.sextant.app.demand.gating.web;

import io.sextant.app.demand.gating.Desk;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.platform.ui.Ui;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The desk of whoever is signed in.
///
/// @param drafts what they are writing
public record DeskPage(Desk desk, List<Desk.Draft> drafts, Gates gates, LocalDate today) {
    /// The sentence with which the page opens.
    public String sentence(Ui ui) {
        return ui.t("demand.desk.sentence", desk.waiting());
    }

    /// The address of a use case's gate, in the place of somebody where the desk is theirs.
    public static String gate(Desk.Case useCase, Desk.@Nullable StandIn place, String anchor) {
        return "/use-cases/" + useCase.code() + "/gate" + (place == null ? "" : "?inPlaceOf=" + place.userId())
                + anchor;
    }

    /// Whether a day has passed.
    public boolean late(LocalDate day) {
        return day.isBefore(today);
    }

    /// What a criterion is called; its identifier when no edition that holds has it.
    public String criterion(Desk.Case useCase, String id, Ui ui) {
        return gates.criterion(useCase, id).map(title -> title.in(ui.lang())).orElse(id);
    }

    /// What a remedy is called; its identifier when no edition that holds has it.
    public String remedy(Desk.@Nullable Case useCase, String id, Ui ui) {
        return gates.remedy(useCase, id)
                .map(remedy -> remedy.title().in(ui.lang()))
                .orElse(id);
    }
}
