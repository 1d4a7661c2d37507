package io.sextant.app.demand.gating.packs.web;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.web.GatePage;
import io.sextant.app.platform.ui.Tab;
import io.sextant.app.platform.ui.Ui;
import io.sextant.engine.gates.Criterion;
import io.sextant.engine.gates.Gate;
import io.sextant.engine.gates.GatePack;
import io.sextant.engine.gates.Remedy;
import java.util.List;
import java.util.stream.Collectors;

/// What an edition of the gates asks, one gate at a time.
///
/// @param address of the page that shows it
public record ContentsPage(GatePack pack, Stage shown, String address) {
    public Gate gate() {
        return pack.gate(PackPages.engine(shown));
    }

    public List<Tab> tabs(Ui ui) {
        return pack.gates().values().stream()
                .map(g -> new Tab(
                        g.name().in(ui.lang()),
                        address + "?gate=" + g.stage().name() + "#gate",
                        g.stage().name().equals(shown.name()),
                        (long) g.criteria().size()))
                .toList();
    }

    /// The promised days of the gate, in words.
    public String days(Ui ui) {
        return pack.lanes().stream()
                .map(lane -> ui.t(
                        "demand.packs.promise",
                        lane.name().in(ui.lang()),
                        gate().days().getOrDefault(lane.id(), 0)))
                .collect(Collectors.joining(" · "));
    }

    /// Who signs a criterion, in words; empty where nobody does.
    public static String signs(Criterion criterion, Ui ui) {
        Criterion.Signing signing = criterion.signing();
        return signing == null
                ? ""
                : ui.t(
                        "demand.packs.signs." + signing.rule().name(),
                        ui.list(signing.roles().stream()
                                .map(r -> GatePage.role(r, ui))
                                .toList()));
    }

    /// The remedies that meet a criterion.
    public List<Remedy> remedies(Criterion criterion) {
        return pack.remedies().values().stream()
                .filter(r -> r.satisfies().contains(criterion.id()))
                .toList();
    }

    /// The lanes in which a criterion is asked, where it is not in all; empty otherwise.
    public String lanes(Criterion criterion, Ui ui) {
        return criterion.lanes().size() == pack.lanes().size()
                ? ""
                : ui.list(pack.lanes().stream()
                        .filter(l -> criterion.lanes().contains(l.id()))
                        .map(l -> l.name().in(ui.lang()))
                        .toList());
    }
}
