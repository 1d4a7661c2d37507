package io.sextant.app.demand.gating.web;

import io.sextant.app.demand.gating.Desk;
import io.sextant.app.platform.ui.Ui;
import io.sextant.engine.gates.GatePack;
import io.sextant.engine.gates.Remedy;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The desk of whoever is signed in.
///
/// @param drafts what they are writing
public record DeskPage(Desk desk, List<Desk.Draft> drafts, GatePack pack, LocalDate today) {
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

    /// What a criterion is called; its identifier when the pack in use no longer has it.
    public String criterion(String id, Ui ui) {
        return pack.gates().values().stream()
                .flatMap(g -> g.criteria().stream())
                .filter(c -> c.id().equals(id))
                .map(c -> c.title().in(ui.lang()))
                .findFirst()
                .orElse(id);
    }

    /// What a remedy is called; its identifier when the pack in use no longer has it.
    public String remedy(String id, Ui ui) {
        Remedy remedy = pack.remedies().get(id);
        return remedy == null ? id : remedy.title().in(ui.lang());
    }
}
