package io.sextant.app.demand.gating.web;

import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.gating.Deeds.Deed;
import io.sextant.app.demand.gating.Deeds.Result;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.ui.Ui;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What became of each of several things that were done from a desk.
///
/// @param titles the titles of the use cases that the reader may see
/// @param undo what takes back what can be taken back
/// @param back the desk it was asked from
/// @param place whose place the reader took; absent for their own
public record DeskReportPage(
        List<Result> results,
        Map<UseCaseId, String> titles,
        List<String> undo,
        String back,
        Who.@Nullable Absent place,
        Gates gates) {
    /// The results, the refused first.
    public List<Result> ordered() {
        return results.stream().sorted(Comparator.comparing(Result::done)).toList();
    }

    public String title(Result result) {
        return titles.getOrDefault(result.deed().id(), "");
    }

    /// What it was about beside the use case; empty where that says it.
    public String what(Result result, Ui ui) {
        return switch (result.deed()) {
            case Deed.Sign sign ->
                gates.packs().stream()
                        .flatMap(pack -> pack.gates().values().stream())
                        .flatMap(gate -> gate.criteria().stream())
                        .filter(c -> c.id().equals(sign.criterion()))
                        .map(c -> c.title().in(ui.lang()))
                        .findFirst()
                        .orElse(sign.criterion());
            case Deed.Finish _, Deed.Ask _, Deed.Go _ -> "";
        };
    }

    /// The words for what was done.
    public String done(Result result, Ui ui) {
        return ui.t(
                switch (result.deed()) {
                    case Deed.Sign _ -> "demand.desk.result.sign";
                    case Deed.Finish _ -> "demand.desk.result.finish";
                    case Deed.Ask _ -> "demand.desk.result.ask";
                    case Deed.Go _ -> "demand.desk.result.go";
                });
    }

    public long count(boolean done) {
        return results.stream().filter(r -> r.done() == done).count();
    }

    /// The gate of a line, where what changed can be looked at.
    public String gate(Result result) {
        Who.Absent absent = place;
        return "/use-cases/" + result.deed().id().code() + "/gate"
                + (absent == null ? "" : "?inPlaceOf=" + absent.userId());
    }
}
