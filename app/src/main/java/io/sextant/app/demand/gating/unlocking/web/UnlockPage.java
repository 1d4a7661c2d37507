package io.sextant.app.demand.gating.unlocking.web;

import io.sextant.app.demand.gating.unlocking.Unlocks;
import io.sextant.app.demand.gating.unlocking.Unlocks.Detail;
import io.sextant.app.demand.gating.unlocking.Unlocks.Served;
import io.sextant.app.platform.ui.Pager;
import io.sextant.app.platform.ui.Ui;

/// The page of one action and the use cases that it serves.
///
/// @param alone whether only those are shown that wait for nothing else
/// @param mayStart whether the reader may take up what serves all
public record UnlockPage(Detail detail, boolean alone, Pager pager, boolean mayStart, Unlocks unlocks) {
    public String address() {
        return "/unlocks/" + detail.line().remedy().id();
    }

    /// What a use case still waits for besides, in words.
    public String left(Served served, Ui ui) {
        return served.left().isEmpty()
                ? ui.t("demand.unlocks.nothingLeft")
                : ui.list(unlocks.titles(served, ui.lang()));
    }
}
