package io.sextant.app.demand.gating.packs.web;

import io.sextant.app.demand.gating.packs.PackEditions.Edition;
import io.sextant.app.demand.gating.packs.PackEditions.Overview;
import io.sextant.app.demand.gating.packs.PackUse;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Ui;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The page of the gates in use and of all editions.
///
/// @param mayChange whether the reader may make editions
/// @param faults why a form came back
/// @param typed the name that was typed into it
public record GatesPage(
        Overview overview, ContentsPage contents, boolean mayChange, List<Reason> faults, String typed) {
    public String sentence(Ui ui) {
        int criteria = contents.pack().gates().values().stream()
                .mapToInt(g -> g.criteria().size())
                .sum();
        return ui.t(
                "demand.packs.sentence",
                overview.current().edition(),
                overview.current().gates().size(),
                criteria);
    }

    public List<Option> choices() {
        return overview.editions().stream()
                .map(e -> Option.of(e.name(), e.name(), overview.current().edition()))
                .toList();
    }

    /// Where an edition stands, in words.
    public String state(Edition edition, Ui ui) {
        if (edition.name().equals(overview.current().edition())) {
            return ui.t("demand.packs.inForce");
        }
        if (overview.holding().contains(edition.name())) {
            return ui.t("demand.packs.holds");
        }
        PackUse coming = coming(edition);
        return coming != null
                ? ui.t("demand.packs.coming", ui.date(coming.from()))
                : ui.t(edition.uses().isEmpty() && !edition.shipped() ? "demand.packs.unused" : "demand.packs.earlier");
    }

    private @Nullable PackUse coming(Edition edition) {
        return overview.coming().stream()
                .filter(u -> u.edition().equals(edition.name()))
                .findFirst()
                .orElse(null);
    }
}
